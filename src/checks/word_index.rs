//! Literals that hold a whole word, found by one word of each: the one that fewest of them share.
//!
//! Most literals are phrases and names. A text has their words far more seldom than an automaton over all of them would
//! have to change its state, and thousands of them cost a text no more than a few do.

use crate::rules::model::Literal;
use crate::text::keys::{KeyFilter, key};
use crate::text::passing::{TOGETHER, each_of_pairs};
use crate::text::{Analysis, Shape, Token};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Fewest letters of a word that a literal is found by.
const SHORTEST: usize = 2;
/// Words of fewer letters stand in every other line of a text: a longer one is better, however many share it.
const SHORT: usize = 4;

/// The literals of a program that can be found by a word.
#[derive(Debug, Default)]
pub struct WordIndex {
    literals: Vec<Literal>,
    /// By the keys of the words that they are found by.
    entries: Vec<Entry>,
    /// The entries with each key.
    by_key: FxHashMap<u32, Range<u32>>,
    filter: WordFilter,
}

#[derive(Debug)]
struct Entry {
    /// The key of the word that the literal is found by.
    key: u32,
    literal: u32,
    /// Where in it the word begins.
    start: u32,
    /// Its first bytes: they tell of most that they are not there, without a look at the literal.
    head: Head,
}

/// Bytes of a literal that are compared in one step.
const HEAD: usize = 8;

/// The first bytes of a literal, as a number, and which of its bits count.
#[derive(Clone, Copy, Debug)]
struct Head {
    value: u64,
    mask: u64,
}

impl Head {
    fn of(literal: &[u8]) -> Self {
        let count = literal.len().min(HEAD);
        let value = literal[..count].iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte));
        Head { value, mask: u64::MAX >> (8 * (HEAD - count.max(1))) }
    }

    /// Whether a text may begin with the literal.
    #[inline]
    fn may_begin(self, text: &[u8]) -> bool {
        text.first_chunk().is_none_or(|first| u64::from_le_bytes(*first) & self.mask == self.value)
    }
}

/// A word that a literal may be found by.
struct Candidate {
    literal: usize,
    key: u32,
    start: u32,
    short: bool,
}

impl WordIndex {
    /// The index, and what has no word to be found by, as indexes of `literals`: they are folded. Where one counts inside
    /// of words as well, the words at its ends may be parts of such, and one that holds short words only is left to
    /// somebody else.
    pub fn new(literals: Vec<Literal>) -> (Self, Vec<usize>) {
        let mut candidates: Vec<Candidate> = Vec::with_capacity(literals.len() * 2);
        for (index, literal) in literals.iter().enumerate() {
            let text = &literal.text;
            let is_whole = |word: &Range<usize>| {
                let bounded = [literal.starts_word, literal.ends_word];
                let free = [word.start > 0, word.end < text.len()];
                bounded == [true; 2] || word.len() >= SHORT && (0..2).all(|side| bounded[side] || free[side])
            };
            candidates.extend(words(text).filter(is_whole).map(|word| Candidate {
                literal: index,
                key: key(&text[word.clone()]),
                start: word.start as u32,
                short: word.len() < SHORT,
            }));
        }
        // How many share a word. Two words may be counted as one: only speed hangs on it.
        let mut shared = vec![0_u32; (candidates.len() * 2).next_power_of_two()];
        let most = shared.len() - 1;
        candidates.iter().for_each(|one| shared[one.key as usize & most] += 1);
        let mut entries: Vec<Entry> = Vec::with_capacity(literals.len());
        let mut others = Vec::new();
        let mut rest = &candidates[..];
        for (index, literal) in literals.iter().enumerate() {
            let (own, after) = rest.split_at(rest.iter().take_while(|one| one.literal == index).count());
            rest = after;
            match own.iter().min_by_key(|one| (one.short, shared[one.key as usize & most])) {
                Some(one) => {
                    let head = Head::of(literal.text.as_bytes());
                    entries.push(Entry { key: one.key, literal: index as u32, start: one.start, head });
                }
                None => others.push(index),
            }
        }
        entries.sort_unstable_by_key(|entry| (entry.key, entry.literal, entry.start));
        let mut filter = WordFilter::for_words(entries.len());
        let mut by_key = FxHashMap::default();
        let mut first = 0;
        for same in entries.chunk_by(|one, next| one.key == next.key) {
            for entry in same {
                let text = literals[entry.literal as usize].text.as_bytes();
                let start = entry.start as usize;
                let length = text[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                filter.add(text, start..start + length, entry.key);
            }
            let next = first + same.len() as u32;
            by_key.insert(same[0].key, first..next);
            first = next;
        }
        (WordIndex { literals, entries, by_key, filter }, others)
    }

    /// A literal by its index.
    pub fn literal(&self, index: usize) -> &Literal {
        &self.literals[index]
    }

    /// Calls `visit` with the index of each literal that stands in the folded view, and where: where it counts, and perhaps
    /// elsewhere.
    pub fn each(&self, analysis: &Analysis<'_>, mut visit: impl FnMut(usize, Range<usize>)) {
        let folded = analysis.view.folded();
        let mut look = |key: u32, start: usize| {
            let Some(entries) = self.by_key.get(&key) else { return };
            for entry in &self.entries[entries.start as usize..entries.end as usize] {
                let Some(from) = start.checked_sub(entry.start as usize) else { continue };
                let here = &folded.as_bytes()[from..];
                if !entry.head.may_begin(here) {
                    continue;
                }
                let literal = &self.literals[entry.literal as usize];
                let at = from..from + literal.text.len();
                // Of a short one that was all.
                let is_all = literal.text.len() <= HEAD && here.len() >= HEAD;
                let stands = is_all || here.starts_with(literal.text.as_bytes());
                if stands && literal.may_count(folded.as_bytes(), at.clone()) {
                    visit(entry.literal as usize, at);
                }
            }
        };
        let (tokens, keys) = (&analysis.tokens[..], analysis.keys());
        for part in (0..tokens.len()).step_by(TOGETHER).map(|start| start..tokens.len().min(start + TOGETHER)) {
            // A word of ASCII letters alone is one token; of any other the parts may be such words ("U.S", "don't").
            let ascii = folded.as_bytes()[tokens[part.start].span.start()..tokens[part.end - 1].span.end()].is_ascii();
            let is_whole = |shape: Shape| (shape != Shape::Other) & (ascii | (shape != Shape::Capitalised));
            let may = |(token, key): (&Token, &u32)| {
                !is_whole(token.shape) | self.filter.may_be_at(folded.as_bytes(), token.span.range(), *key)
            };
            each_of_pairs(&tokens[part.clone()], &keys[part.clone()], may, |offset| {
                let index = part.start + offset;
                let span = tokens[index].span;
                if is_whole(tokens[index].shape) || folded.as_bytes()[span.range()].iter().all(u8::is_ascii_alphabetic)
                {
                    return look(keys[index], span.start());
                }
                for part in parts(&folded[span.range()]) {
                    let (start, end) = (span.start() + part.start, span.start() + part.end);
                    let of_part = key(&folded[start..end]);
                    if self.filter.may_be_at(folded.as_bytes(), start..end, of_part) {
                        look(of_part, start);
                    }
                }
            });
        }
    }
}

/// The words that literals are found by, each with the two bytes that a literal has behind it or, where it has none, before
/// it: most places of a common word are no places of a literal that holds it.
#[derive(Debug, Default)]
struct WordFilter(KeyFilter);

impl WordFilter {
    fn for_words(count: usize) -> Self {
        WordFilter(KeyFilter::for_words(count))
    }

    /// Adds a word of a literal.
    fn add(&mut self, literal: &[u8], word: Range<usize>, key: u32) {
        let behind = two(literal, word.end).map(|two| with_behind(key, two));
        let before =
            || word.start.checked_sub(2).and_then(|start| two(literal, start)).map(|two| with_before(key, two));
        self.0.add(behind.or_else(before).unwrap_or(key));
    }

    /// Whether a literal may be found by a word of a text with this key.
    #[inline]
    fn may_be_at(&self, text: &[u8], word: Range<usize>, key: u32) -> bool {
        let behind = two(text, word.end).unwrap_or_default();
        let before = two(text, word.start.wrapping_sub(2)).unwrap_or_default();
        self.0.may_hold(key) | self.0.may_hold(with_behind(key, behind)) | self.0.may_hold(with_before(key, before))
    }
}

/// Two bytes of a text, as a number; `None` where there are fewer.
#[inline]
fn two(text: &[u8], start: usize) -> Option<u16> {
    text.get(start..)?.first_chunk().map(|bytes| u16::from_le_bytes(*bytes))
}

/// A key of a word with what is behind it.
#[inline]
fn with_behind(key: u32, two: u16) -> u32 {
    (key ^ u32::from(two)).wrapping_mul(0x9e37_79b1)
}

/// A key of a word with what is before it.
#[inline]
fn with_before(key: u32, two: u16) -> u32 {
    (key ^ u32::from(two)).wrapping_mul(0x85eb_ca77)
}

/// The stretches of ASCII letters and digits of a text.
fn parts(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(u8::is_ascii_alphanumeric)?;
        let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        at = start + length;
        Some(start..at)
    })
}

/// The words that a literal may be found by: those that no character beyond ASCII touches, because such a character and
/// the word may be one token.
fn words(literal: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = literal.as_bytes();
    parts(literal).filter(move |part| {
        let free = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(u8::is_ascii);
        part.len() >= SHORTEST && free(part.start.checked_sub(1)) && free(Some(part.end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Field, FieldKind};
    use crate::rules::normal::fold;
    use crate::source::SourceMap;
    use crate::text::is_boundary;
    use proptest::prelude::*;

    fn found(literals: &[&str], text: &str) -> Vec<String> {
        let field = Field::new("text", FieldKind::Text, text, SourceMap::copied(0, text.len()));
        let analysis = Analysis::of(&field);
        let (index, _) = WordIndex::new(literals.iter().map(|literal| Literal::words(*literal)).collect());
        let mut found = Vec::new();
        index.each(&analysis, |literal, at| found.push(format!("{} {}", at.start, literals[literal])));
        found
    }

    #[test]
    fn a_literal_is_found_by_its_rarest_word() {
        let literals = ["foreign minister", "prime minister", "u.s. army", "école normale", "kim jong un"];
        assert_eq!(found(&literals, "The Prime Minister met the U.S. Army."), ["4 prime minister", "27 u.s. army"]);
        assert_eq!(found(&literals, "L'École normale; KIM JONG UN's"), ["2 école normale", "18 kim jong un"]);
    }

    #[test]
    fn what_has_no_word_of_its_own_is_left_to_somebody_else() {
        let others = |literals: Vec<Literal>| WordIndex::new(literals).1;
        assert_eq!(others(["漢字", "a é", "he s"].map(Literal::words).into()), [0, 1]);
        assert_eq!(others([" with t", "with t", " the ", "said"].map(Literal::anywhere).into()), [1, 2, 3]);
        let left = ["said", "with t", "he s"].map(|text| Literal { ends_word: false, ..Literal::words(text) });
        assert_eq!(others(left.into()), [0, 2]);
    }

    proptest! {
        #[test]
        fn every_literal_is_found_where_it_counts(
            literals in prop::collection::hash_map("[abé]{1,4}([ .'_-][ab1漢]{1,4}){0,2}", any::<[bool; 2]>(), 1..8),
            text in "([abé1漢A .,'_-]|abab){0,60}",
        ) {
            let placed = |(text, [starts_word, ends_word]): (String, [bool; 2])| {
                Literal { text: fold(&text).into(), starts_word, ends_word }
            };
            let literals: Vec<Literal> = literals.into_iter().map(placed).collect();
            let field = Field::new("text", FieldKind::Text, &*text, SourceMap::copied(0, text.len()));
            let analysis = Analysis::of(&field);
            let (index, others) = WordIndex::new(literals.clone());
            let mut found = Vec::new();
            index.each(&analysis, |literal, at| found.push((literal, at.start)));
            let folded = analysis.view.folded();
            for (at, literal) in literals.iter().enumerate().filter(|(at, _)| !others.contains(at)) {
                let text = &*literal.text;
                for (start, _) in folded.char_indices().filter(|&(start, _)| folded[start..].starts_with(text)) {
                    let wanted = (!literal.starts_word || is_boundary(folded, start))
                        && (!literal.ends_word || is_boundary(folded, start + text.len()));
                    prop_assert!(!wanted || found.contains(&(at, start)), "{:?} in {:?}", literal, folded);
                }
            }
            let mut once = found.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), found.len());
        }
    }
}
