//! The word list that checks of unknown words ask: the embedded one of a language, or a Hunspell dictionary of the user.

use super::{Branches, COMMON_LEVEL, Lexicon};
use std::sync::Arc;

/// A word list. Hunspell dictionaries do not tell how common a word is; all of theirs are taken for common.
#[derive(Clone, Debug)]
pub enum WordList<'a> {
    /// An embedded list.
    Embedded(&'a Lexicon<'a>),
    /// A dictionary of the user.
    Hunspell(Arc<spellbook::Dictionary>),
}

impl<'a> From<&'a Lexicon<'a>> for WordList<'a> {
    fn from(lexicon: &'a Lexicon<'a>) -> Self {
        WordList::Embedded(lexicon)
    }
}

impl WordList<'_> {
    /// The level of exactly this word.
    pub fn level(&self, word: &str) -> Option<u8> {
        match self {
            WordList::Embedded(lexicon) => lexicon.level(word),
            WordList::Hunspell(dictionary) => dictionary.check(word).then_some(COMMON_LEVEL),
        }
    }

    /// The level of the word, if that is at most [`COMMON_LEVEL`]; whether the list has it [`WordList::has`] tells for certain.
    pub fn likely_level(&self, word: &str) -> Option<u8> {
        match self {
            WordList::Embedded(lexicon) => lexicon.likely_level(word),
            WordList::Hunspell(_) => self.level(word),
        }
    }

    /// Whether it has exactly this word.
    pub fn has(&self, word: &str) -> bool {
        match self {
            WordList::Embedded(lexicon) => lexicon.has(word),
            WordList::Hunspell(dictionary) => dictionary.check(word),
        }
    }

    /// Whether a text may hold this word, in this letter case.
    pub fn knows(&self, word: &str) -> bool {
        match self {
            WordList::Embedded(lexicon) => lexicon.knows(word),
            WordList::Hunspell(dictionary) => dictionary.check(word),
        }
    }

    /// Where a word leaves those of the list.
    pub fn branches(&self, word: &str) -> Branches {
        match self {
            WordList::Embedded(lexicon) => lexicon.branches(word),
            WordList::Hunspell(_) => Branches::unknown(),
        }
    }

    /// How many unknown words of a document are compared with this list: an answer of a dictionary that builds compounds
    /// costs a hundred times that of an embedded list.
    pub fn most_compared(&self) -> usize {
        match self {
            WordList::Embedded(_) => usize::MAX,
            WordList::Hunspell(_) => 200,
        }
    }
}
