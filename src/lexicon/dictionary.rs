//! The user's own words: what a project writes although no word list has it.

use super::WordList;
use crate::rules::model::covers;
use rustc_hash::FxHashSet;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// A set of words. One in lower case is known Capitalised and in ALL CAPS too, one with capitals as it is.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    words: FxHashSet<Box<str>>,
    /// Hunspell dictionaries by language.
    hunspell: Vec<(Box<str>, Arc<spellbook::Dictionary>)>,
}

impl Dictionary {
    /// Adds a word.
    pub fn add(&mut self, word: &str) {
        self.words.insert(normal(word).into());
    }

    /// Whether the project writes this word, which stands in the normalised view of a text.
    pub fn knows(&self, word: &str) -> bool {
        if self.words.is_empty() {
            return false;
        }
        if self.words.contains(word) {
            return true;
        }
        let lower = word.to_lowercase();
        // Capitals inside a word ("wOrd") are no way to write one that is listed in lower case.
        let rest_lower = word.chars().skip(1).all(|letter| !letter.is_uppercase());
        lower != word && (rest_lower || word == word.to_uppercase()) && self.words.contains(lower.as_str())
    }

    /// Adds the Hunspell dictionary of a language.
    pub fn add_hunspell(&mut self, language: &str, dictionary: spellbook::Dictionary) {
        self.hunspell.push((language.into(), Arc::new(dictionary)));
    }

    /// Whether there is a Hunspell dictionary of the language of this tag.
    pub fn speaks(&self, tag: &str) -> bool {
        self.hunspell.iter().any(|(language, _)| covers(language, tag))
    }

    /// The first Hunspell dictionary of the language of this tag.
    pub fn list(&self, tag: &str) -> Option<WordList<'static>> {
        let (_, dictionary) =
            self.hunspell.iter().find(|(language, _)| covers(language, tag) || covers(tag, language))?;
        Some(WordList::Hunspell(dictionary.clone()))
    }

    /// Whether a Hunspell dictionary of the language knows this word.
    pub fn spells(&self, tag: &str, word: &str) -> bool {
        self.hunspell.iter().any(|(language, dictionary)| covers(language, tag) && dictionary.check(word))
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// As the normalised view of a text has it: composed, with a straight apostrophe and hyphen.
fn normal(word: &str) -> String {
    word.nfc().map(|letter| if matches!(letter, '’' | 'ʼ') { '\'' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_case_is_known_as_a_sentence_writes_it_and_capitals_exactly() {
        let mut dictionary = Dictionary::default();
        for word in ["kimkim", "BaliBali", "cafe\u{301}", "d’accord"] {
            dictionary.add(word);
        }
        for word in ["kimkim", "Kimkim", "KIMKIM", "BaliBali", "café", "Café", "d'accord"] {
            assert!(dictionary.knows(word), "{word}");
        }
        for word in ["kimKim", "balibali", "BALIBALI", "cafe", ""] {
            assert!(!dictionary.knows(word), "{word}");
        }
        assert_eq!(dictionary.len(), 4);
        assert!(!Dictionary::default().knows("kimkim"));
    }
}
