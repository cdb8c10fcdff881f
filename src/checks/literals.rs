//! The literals of all checks, found in one pass over the folded view: by one of their words or, where they hold no whole
//! word, by how they begin.

use super::beginnings::Beginnings;
use super::word_index::WordIndex;
use crate::rules::string::Str;
use crate::text::Analysis;

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
pub struct LiteralsBuilder {
    words: Vec<(Str, Subscriber)>,
    anywhere: Vec<(Str, Subscriber)>,
    /// The check that literals are added for.
    pub check: u32,
}

impl LiteralsBuilder {
    /// Asks to be told of a literal, which must be folded and not empty, wherever it stands.
    pub fn add(&mut self, literal: Str, tag: u32) {
        self.anywhere.push((literal, Subscriber { check: self.check, tag }));
    }

    /// Asks to be told of a literal where it begins and ends at word boundaries, and perhaps elsewhere.
    pub fn add_words(&mut self, literal: Str, tag: u32) {
        self.words.push((literal, Subscriber { check: self.check, tag }));
    }

    /// All of them, ready to be found.
    pub fn finish(self) -> Literals {
        let bounded = self.words.len();
        let (literals, subscribers): (Vec<Str>, Vec<Subscriber>) = self.words.into_iter().chain(self.anywhere).unzip();
        let (words, others) = WordIndex::new(literals, bounded);
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
            let Subscriber { check, tag } = self.subscribers[literal];
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
        literals.iter().zip(0..).for_each(|(literal, tag)| builder.add(literal.as_str().into(), tag));
        let field = Field::new("text", FieldKind::Text, text, SourceMap::copied(0, text.len()));
        let analysis = Analysis::of(&field);
        (analysis.view.folded().to_owned(), builder.finish().scan(&analysis, 1).remove(0))
    }

    #[test]
    fn all_who_asked_for_a_literal_are_told_in_the_order_they_asked() {
        let literals = ["- x", "ministry of war", "- x", "ministry of war"].map(str::to_owned);
        let (_, found) = scan(&literals, "ministry of war - x");
        assert_eq!(found.iter().map(|one| one.tag).collect::<Vec<_>>(), [1, 3, 0, 2]);
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
