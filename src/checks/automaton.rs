//! The literals of all checks, found in one pass over the folded view: by an Aho-Corasick automaton over their beginnings,
//! or, if they stand between word boundaries, by one of their words.

use super::word_index::WordIndex;
use crate::rules::string::Str;
use crate::text::Analysis;
use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};
use rustc_hash::FxHashMap;

/// The automaton holds this much of a literal, in bytes; the rest is compared where that was found. So thousands of
/// phrases need few states, which are quick to build and stay in the cache.
const BEGINNING: usize = 6;
/// More literals than this do not share a beginning, if they differ at all.
const MOST_ALIKE: usize = 8;

/// States of so few bytes are stored as tables, which are looked up in one step: that is where a text mostly is.
const DENSE_DEPTH: usize = 2;

/// Who wants to be told of a literal, and what it stands for there.
#[derive(Clone, Copy, Debug)]
struct Subscriber {
    check: u32,
    tag: u32,
}

/// A literal found in a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// What the check that asked for it calls it.
    pub tag: u32,
    /// First byte in the view.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Collects literals.
#[derive(Debug, Default)]
pub struct AutomatonBuilder {
    anywhere: Wanted,
    words: Wanted,
    /// The check that literals are added for.
    pub check: u32,
}

/// Different literals, and who wants to be told of each.
#[derive(Debug, Default)]
struct Wanted {
    literals: Vec<Str>,
    subscribers: Vec<Vec<Subscriber>>,
    index: FxHashMap<Str, u32>,
}

impl Wanted {
    fn add(&mut self, literal: &Str, subscriber: Subscriber) {
        let next = self.literals.len() as u32;
        let index = *self.index.entry(literal.clone()).or_insert(next);
        if index == next {
            self.literals.push(literal.clone());
            self.subscribers.push(Vec::new());
        }
        self.subscribers[index as usize].push(subscriber);
    }
}

impl AutomatonBuilder {
    /// Asks to be told of a literal, which must be folded and not empty, wherever it stands.
    pub fn add(&mut self, literal: &Str, tag: u32) {
        self.anywhere.add(literal, Subscriber { check: self.check, tag });
    }

    /// Asks to be told of a literal where it begins and ends at word boundaries, and perhaps elsewhere.
    pub fn add_words(&mut self, literal: &Str, tag: u32) {
        self.words.add(literal, Subscriber { check: self.check, tag });
    }

    /// The automaton.
    ///
    /// # Errors
    /// If the literals are more than an automaton holds (over two thousand million states).
    pub fn finish(self) -> Result<Automaton, BuildError> {
        let bounded = self.words.literals.len();
        let (mut all, mut by_word) = (self.words.literals, self.words.subscribers);
        all.extend(self.anywhere.literals);
        by_word.extend(self.anywhere.subscribers);
        let (words, others) = WordIndex::new(all, bounded);
        // The same literal may be among these twice, which costs a look more where it stands.
        let texts: Vec<Str> = others.iter().map(|index| words.literal(*index).clone()).collect();
        let subscribers = others.iter().map(|index| std::mem::take(&mut by_word[*index]));
        let mut index: FxHashMap<&[u8], u32> = FxHashMap::default();
        let mut beginnings: Vec<&[u8]> = Vec::new();
        let mut literals: Vec<Vec<Literal>> = Vec::new();
        for ((text, cut), subscribers) in texts.iter().zip(cuts(&texts)).zip(subscribers) {
            let (beginning, rest) = text.as_bytes().split_at(cut);
            let group = *index.entry(beginning).or_insert(beginnings.len() as u32) as usize;
            if group == beginnings.len() {
                beginnings.push(beginning);
                literals.push(Vec::new());
            }
            literals[group].push(Literal { rest: rest.into(), subscribers });
        }
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .dense_depth(DENSE_DEPTH)
            .build(beginnings)?;
        Ok(Automaton { search, literals, words, by_word })
    }
}

/// How much of each literal the automaton holds: the first bytes, and more where too many literals begin alike.
fn cuts(literals: &[Str]) -> Vec<usize> {
    let mut cuts: Vec<usize> = literals.iter().map(|literal| literal.len()).collect();
    let mut open: Vec<usize> = (0..literals.len()).collect();
    let mut length = BEGINNING;
    while !open.is_empty() {
        open.retain(|&index| literals[index].len() > length);
        let beginning = |index: usize| &literals[index].as_bytes()[..length];
        let mut alike: FxHashMap<&[u8], usize> = FxHashMap::default();
        open.iter().for_each(|&index| *alike.entry(beginning(index)).or_default() += 1);
        open.retain(|&index| {
            let many = alike[beginning(index)] > MOST_ALIKE;
            if !many {
                cuts[index] = length;
            }
            many
        });
        length *= 2;
    }
    cuts
}

/// The automaton of a program.
#[derive(Debug)]
pub struct Automaton {
    /// Finds the beginnings of literals.
    search: AhoCorasick,
    /// The literals with each of these beginnings.
    literals: Vec<Vec<Literal>>,
    /// Finds the literals between word boundaries.
    words: WordIndex,
    /// Who wants to be told of each of these.
    by_word: Vec<Vec<Subscriber>>,
}

/// A literal that begins with what the automaton finds.
#[derive(Debug)]
struct Literal {
    /// What has to follow.
    rest: Box<[u8]>,
    subscribers: Vec<Subscriber>,
}

impl Automaton {
    /// The occurrences in the folded view of a field, for each of `checks` checks, in order of their ends.
    pub fn scan(&self, analysis: &Analysis<'_>, checks: usize) -> Vec<Vec<Occurrence>> {
        let mut found = vec![Vec::new(); checks];
        self.words.each(analysis, |literal, at| {
            for subscriber in &self.by_word[literal] {
                let (start, end) = (at.start as u32, at.end as u32);
                found[subscriber.check as usize].push(Occurrence { tag: subscriber.tag, start, end });
            }
        });
        let folded = analysis.view.folded();
        for hit in self.search.find_overlapping_iter(folded) {
            let after = &folded.as_bytes()[hit.end()..];
            for literal in self.literals[hit.pattern().as_usize()].iter().filter(|one| after.starts_with(&one.rest)) {
                let (start, end) = (hit.start() as u32, (hit.end() + literal.rest.len()) as u32);
                for subscriber in &literal.subscribers {
                    found[subscriber.check as usize].push(Occurrence { tag: subscriber.tag, start, end });
                }
            }
        }
        // They come nearly in that order.
        found.iter_mut().for_each(|found| found.sort_by_key(|one| (one.end, one.start)));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Field, FieldKind};
    use crate::source::SourceMap;
    use proptest::prelude::*;

    fn automaton(literals: &[String]) -> Automaton {
        let mut builder = AutomatonBuilder::default();
        literals.iter().zip(0..).for_each(|(literal, tag)| builder.add(&literal.as_str().into(), tag));
        builder.finish().unwrap()
    }

    /// The folded view of a text, and what is found in it.
    fn scan(automaton: &Automaton, text: &str) -> (String, Vec<Occurrence>) {
        let field = Field::new("text", FieldKind::Text, text, SourceMap::copied(0, text.len()));
        let analysis = Analysis::of(&field);
        (analysis.view.folded().to_owned(), automaton.scan(&analysis, 1).remove(0))
    }

    #[test]
    fn many_literals_that_begin_alike_are_told_apart_by_the_automaton() {
        let literals: Vec<String> = (100..1000).map(|number| format!("the ministry of number {number}")).collect();
        let automaton = automaton(&literals);
        assert!(automaton.literals.iter().all(|group| group.len() <= MOST_ALIKE));
        let (_, found) = scan(&automaton, "the ministry of number 123, the ministry of number 9");
        assert_eq!(found, [Occurrence { tag: 23, start: 0, end: 26 }]);
    }

    proptest! {
        #[test]
        fn every_literal_is_found_wherever_it_is(
            literals in prop::collection::hash_set("[abé]{1,20}|aaaaaaaa[abé]{1,6}", 1..40),
            text in "[abé ]{0,200}",
        ) {
            let literals: Vec<String> = literals.into_iter().collect();
            let (text, found) = scan(&automaton(&literals), &text);
            let mut expected = Vec::new();
            for (literal, tag) in literals.iter().zip(0..) {
                for (start, _) in text.char_indices().filter(|&(at, _)| text[at..].starts_with(literal)) {
                    expected.push(Occurrence { tag, start: start as u32, end: (start + literal.len()) as u32 });
                }
            }
            expected.sort_by_key(|one| (one.end, one.start));
            prop_assert_eq!(found, expected);
        }
    }
}
