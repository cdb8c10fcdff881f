//! The `garbled-word` check: which words that no dictionary knows are a known word written wrong, and which.
//!
//! Everything here is a pure function of a word, a rule's parameters and the language's word list.

mod derived;
mod doubled;
mod glued;
mod joined;

use super::affixes::Affixes;
use crate::lexicon::WordList;
use crate::rules::garbled::{GarbledClass, GarbledWord};
use crate::rules::string::Str;
use rustc_hash::FxHashSet;

/// Longest word looked at, in letters: longer ones are debris of another kind, and the search is not linear.
pub const LONGEST_WORD: usize = 40;

/// What a garbled word was meant to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What to write instead, if anything can be said.
    pub replacement: Option<String>,
    /// How the word came about.
    pub kind: RepairKind,
}

/// How a garbled word came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RepairKind {
    /// A part of the word is written twice or more ("apappropriate").
    DoubledChunk,
    /// The whole word is written twice or more ("thethe").
    DoubledWord,
    /// Two words are written as one ("ofthe").
    Glued,
    /// A piece of another word is left behind a word ("acceleratednc").
    Joined,
    /// A suffix is put to a word that does not take it ("lookingness").
    Derived,
    /// A part is written twice, and what is left without it is no word either ("brambramders").
    Unclear,
}

/// One `garbled-word` rule, ready to examine words.
#[derive(Clone, Debug)]
pub struct Garbled<'a> {
    lexicon: WordList<'a>,
    class: GarbledClass,
    shortest: usize,
    common_level: u8,
    function_words: FxHashSet<Str>,
    glued_before: FxHashSet<Str>,
    glued_after: FxHashSet<Str>,
    closing_endings: Vec<Str>,
    /// Endings and the suffixes that they do not take.
    derivations: Vec<(Str, Str)>,
    allowed: FxHashSet<Str>,
    affixes: Affixes,
}

impl<'a> Garbled<'a> {
    /// Prepares a rule for the language of this word list.
    pub fn new(rule: &GarbledWord, lexicon: impl Into<WordList<'a>>) -> Self {
        let set = |words: &[Str]| words.iter().cloned().collect();
        Self {
            lexicon: lexicon.into(),
            class: rule.class,
            shortest: rule.min_length as usize,
            common_level: u8::try_from(rule.common_level).unwrap_or(u8::MAX),
            function_words: set(&rule.function_words),
            glued_before: set(&rule.glued_before),
            glued_after: set(&rule.glued_after),
            closing_endings: rule.closing_endings.clone(),
            derivations: rule.derivations.iter().filter_map(|one| one.split_once('+')).map(halves).collect(),
            allowed: set(&rule.allowed),
            affixes: Affixes::new(&rule.prefixes, &rule.suffixes),
        }
    }

    /// What the word was meant to be, if it is garbled in the way of this rule.
    ///
    /// The word is a token as it stands in the text, with nothing but letters. One with a capital is never
    /// garbled (names are doubled often enough), nor is one that the word list knows.
    pub fn examine(&self, word: &str) -> Option<Repair> {
        // A letter has at most four bytes: this bounds the work before the letters are counted.
        if word.len() > 4 * LONGEST_WORD || self.lexicon.level(word).is_some() || self.allowed.contains(word) {
            return None;
        }
        let letters: Vec<char> = word.chars().collect();
        let plain = letters.iter().all(|letter| letter.is_alphabetic() && !letter.is_uppercase());
        if !plain || letters.len() < self.shortest || letters.len() > LONGEST_WORD {
            return None;
        }
        match self.class {
            GarbledClass::Doubled => self.doubled(&letters),
            GarbledClass::Repeated => self.repeated(word, &letters),
            GarbledClass::Glued => self.glued(word),
            GarbledClass::Joined => self.joined(word),
            GarbledClass::Derived => self.derived(word),
        }
    }

    /// Whether the word is as common as the rule asks of a repair.
    fn is_common(&self, word: &str) -> bool {
        self.lexicon.level(word).is_some_and(|level| level <= self.common_level)
    }
}

fn halves((ending, suffix): (&str, &str)) -> (Str, Str) {
    (ending.into(), suffix.into())
}

#[cfg(test)]
mod tests;
