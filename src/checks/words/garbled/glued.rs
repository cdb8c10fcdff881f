//! Two words written as one, where one of them is a function word: "ofthe", "thegovernment", "estimateof".

use super::{Garbled, Repair, RepairKind};

/// Fewest letters of the common word that a function word is glued to.
const SHORTEST_COMMON: usize = 4;

/// Fewest letters of either of two function words: single letters ("a") are glued to stems all the time.
const SHORTEST_FUNCTION: usize = 2;

impl Garbled<'_> {
    /// The two words of which one is made, if it is not a word in its own right.
    pub(super) fn glued(&self, word: &str) -> Option<Repair> {
        let splits = || word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
        let functions = splits().find(|(first, second)| {
            // A word glued to itself is doubled, and "hehe" is neither.
            first != second && self.is_function(first) && self.is_function(second)
        });
        let found = functions.or_else(|| {
            // "forthright" would be "for" + "thright" if it were unknown: a prefix or suffix on a known stem is
            // the better explanation of an unknown word than a lost space.
            splits()
                .find(|(first, second)| self.is_glued(first, second))
                .filter(|_| !self.affixes.explain(word, |stem| self.lexicon.level(stem).is_some()))
        });
        let (first, second) = found?;
        Some(Repair { replacement: Some(format!("{first} {second}")), kind: RepairKind::Glued })
    }

    fn is_function(&self, word: &str) -> bool {
        word.len() >= SHORTEST_FUNCTION && self.function_words.contains(word)
    }

    fn is_glued(&self, first: &str, second: &str) -> bool {
        let common = |word: &str| word.chars().count() >= SHORTEST_COMMON && self.is_common(word);
        self.glued_before.contains(first) && common(second) || self.glued_after.contains(second) && common(first)
    }
}
