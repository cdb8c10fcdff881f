//! The literals of all checks, found in one pass over the folded view: by one of their words or, where they hold no whole
//! word, by how they begin. A text is searched for those of the packs that speak of it.

use super::beginnings::Beginnings;
use super::word_index::WordIndex;
use crate::rules::model::Literal;
use crate::text::Analysis;
use std::sync::{Arc, Mutex, PoisonError};

/// Who wants to be told of a literal, and what it stands for there.
#[derive(Clone, Copy, Debug)]
struct Subscriber {
    check: u32,
    tag: u32,
    /// The pack that it is for; `None`: for any text.
    pack: Option<u32>,
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
pub struct LiteralsBuilder {
    literals: Vec<(Literal, Subscriber)>,
    /// The check that literals are added for.
    pub check: u32,
    /// What was made of them: for the packs that speak of a text, by their numbers.
    made: Mutex<Vec<(Vec<bool>, Arc<Literals>)>>,
}

/// Kinds of texts that literals are made for; others are searched for all of them.
const MOST_KINDS: usize = 8;

impl LiteralsBuilder {
    /// Asks to be told of a literal, which must be folded and not empty, in a text of which a pack speaks: wherever it
    /// counts, and perhaps elsewhere.
    pub fn add(&mut self, pack: Option<u32>, literal: Literal, tag: u32) {
        self.literals.push((literal, Subscriber { check: self.check, tag, pack }));
    }

    /// Those for the packs that speak of a text, ready to be found; perhaps others, too.
    pub fn speaking(&self, packs: &[bool]) -> Arc<Literals> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let full = made.len() > MOST_KINDS;
        if let Some((_, literals)) = made.iter().find(|(of, _)| full && of.is_empty() || of == packs) {
            return literals.clone();
        }
        // The last ones are for all packs.
        let packs = if made.len() < MOST_KINDS { packs } else { &[] };
        let literals = Arc::new(self.made_for(packs));
        made.push((packs.to_vec(), literals.clone()));
        literals
    }

    /// Those for these packs; for all if none is given.
    fn made_for(&self, packs: &[bool]) -> Literals {
        let speaks = |one: &&(Literal, Subscriber)| {
            one.1.pack.is_none_or(|pack| packs.get(pack as usize).copied().unwrap_or(true))
        };
        let (literals, subscribers): (Vec<Literal>, Vec<Subscriber>) =
            self.literals.iter().filter(speaks).cloned().unzip();
        let (words, others) = WordIndex::new(literals);
        let others = Beginnings::new(others.into_iter().map(|index| (words.literal(index).clone(), index)).collect());
        Literals { words, others, subscribers }
    }
}

/// The literals of a program.
#[derive(Debug)]
pub struct Literals {
    /// Finds those that hold a word.
    words: WordIndex,
    /// Finds the others.
    others: Beginnings,
    /// Who asked for each.
    subscribers: Vec<Subscriber>,
}

impl Literals {
    /// The occurrences in the folded view of a field, for each of `checks` checks, in order of their ends.
    pub fn scan(&self, analysis: &Analysis<'_>, checks: usize) -> Vec<Vec<Occurrence>> {
        let mut found = vec![Vec::new(); checks];
        let mut tell = |literal: usize, at: std::ops::Range<usize>| {
            let Subscriber { check, tag, .. } = self.subscribers[literal];
            found[check as usize].push(Occurrence { tag, start: at.start as u32, end: at.end as u32 });
        };
        self.words.each(analysis, &mut tell);
        self.others.each(analysis.view.folded(), &mut tell);
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

    /// The folded view of a text, and what is found in it.
    fn scan(literals: &[String], text: &str) -> (String, Vec<Occurrence>) {
        let mut builder = LiteralsBuilder::default();
        literals.iter().zip(0..).for_each(|(literal, tag)| builder.add(None, Literal::anywhere(literal.as_str()), tag));
        let field = Field::new("text", FieldKind::Text, text, SourceMap::copied(0, text.len()));
        let analysis = Analysis::of(&field);
        (analysis.view.folded().to_owned(), builder.speaking(&[]).scan(&analysis, 1).remove(0))
    }

    #[test]
    fn all_who_asked_for_a_literal_are_told_in_the_order_they_asked() {
        let literals = ["- x", "ministry of war", "- x", "ministry of war"].map(str::to_owned);
        let (_, found) = scan(&literals, "ministry of war - x");
        assert_eq!(found.iter().map(|one| one.tag).collect::<Vec<_>>(), [1, 3, 0, 2]);
    }

    #[test]
    fn a_text_is_searched_for_the_literals_of_the_packs_that_speak_of_it() {
        let mut builder = LiteralsBuilder::default();
        builder.add(Some(0), Literal::anywhere("- x"), 0);
        builder.add(Some(1), Literal::words("war"), 1);
        builder.add(None, Literal::anywhere("r -"), 2);
        let field = Field::new("text", FieldKind::Text, "war - x", SourceMap::copied(0, 7));
        let analysis = Analysis::of(&field);
        let found = |packs: &[bool]| {
            let found = builder.speaking(packs).scan(&analysis, 1).remove(0);
            found.iter().map(|one| one.tag).collect::<Vec<_>>()
        };
        assert_eq!(found(&[true, false]), [2, 0]);
        assert_eq!(found(&[false, true]), [1, 2]);
        for kinds in 3..40 {
            let packs: Vec<bool> = (0..8).map(|bit| kinds >> bit & 1 == 1).collect();
            let tags = found(&packs);
            assert!(tags.contains(&2) && (!packs[1] || tags.contains(&1)) && (!packs[0] || tags.contains(&0)));
        }
        assert!(builder.made.lock().unwrap().len() <= MOST_KINDS + 1);
    }

    proptest! {
        #[test]
        fn every_literal_is_found_wherever_it_is(
            literals in prop::collection::hash_set("[abé]{1,20}|aaaaaaaa[abé]{1,6}|[abé]{0,3} abab[abé ]{0,3}", 1..40),
            text in "([abé ]|abab ){0,200}",
        ) {
            let literals: Vec<String> = literals.into_iter().collect();
            let (text, found) = scan(&literals, &text);
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
