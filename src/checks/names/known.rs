//! Which words of names are known: two known words that look alike are two names.

use crate::lexicon::{Dictionary, Lexicon};
use std::sync::Arc;

/// The word list of the document's language and the user's own words.
pub struct Known {
    lexicon: Option<&'static Lexicon<'static>>,
    dictionary: Arc<Dictionary>,
}

/// Words of this level of the list and below are known as words; rarer ones are likelier a name that was misspelled.
const KNOWN_LEVEL: u8 = 70;

impl Known {
    /// Known words of a language.
    pub fn new(lexicon: Option<&'static Lexicon<'static>>, dictionary: Arc<Dictionary>) -> Self {
        Known { lexicon, dictionary }
    }

    /// Whether the word, or each of its parts between hyphens, is in the list in any letter case.
    pub fn knows(&self, word: &str) -> bool {
        let part = |part: &str| {
            let word = |lexicon: &Lexicon<'_>| lexicon.level(&part.to_lowercase()).is_some_and(|at| at <= KNOWN_LEVEL);
            self.lexicon.is_some_and(|lexicon| lexicon.level(part).is_some() || word(lexicon))
                || self.dictionary.knows(part)
        };
        word.split('-').all(part)
    }

    /// Whether both are known, so that they are two names rather than two spellings of one.
    pub fn are_two_words(&self, (a, b): (&str, &str)) -> bool {
        self.knows(a) && self.knows(b)
    }

    /// Whether the first is the right one, because only it is known; `None` if that does not tell.
    pub fn better(&self, (a, b): (&str, &str)) -> Option<bool> {
        match (self.knows(a), self.knows(b)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }
}
