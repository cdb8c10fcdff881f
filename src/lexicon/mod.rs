//! Embedded word lists: which words a language has, and how common they are.
//!
//! A list lives in `rules/<language>/lexicon/`; the build compiles it (see [`compile`]) and embeds the result,
//! which is used where it lies: nothing is loaded or allocated at start-up. Levels are SCOWL sizes: 10 for the
//! most common words, 80 for rare ones.

mod branches;
pub mod compile;
mod dictionary;
mod everyday;
pub mod hunspell;
mod list;
mod quick;

pub use branches::Branches;
pub use dictionary::Dictionary;
pub use everyday::Everyday;
pub use list::WordList;

use crate::text::keys::key_of;
use fst::raw::Fst;
use quick::QuickTable;
use std::sync::OnceLock;

/// Words up to this level are common: what an educated reader uses.
pub const COMMON_LEVEL: u8 = 50;

/// Longest word, in bytes, whose other letter cases are tried.
const LONGEST_FOLDED: usize = 64;

/// Longest Capitalised word, in bytes, that is looked up without copying it to the heap.
const LONGEST_QUICK: usize = 24;

/// A compiled lexicon, as the build embeds it.
struct Embedded {
    language: &'static str,
    automaton: &'static [u8],
    quick: &'static [u8],
    everyday: &'static [u8],
}

// `static EMBEDDED: &[Embedded]`, one entry a folder `rules/<language>/lexicon/`.
include!(concat!(env!("OUT_DIR"), "/lexicons.rs"));

/// The word list of one language.
#[derive(Clone)]
pub struct Lexicon<'a> {
    words: Fst<&'a [u8]>,
    quick: QuickTable<'a>,
    everyday: Everyday<'a>,
}

impl<'a> Lexicon<'a> {
    /// Reads a compiled lexicon in place: the automaton, the table of the common words, the keys of the commonest.
    pub fn new(automaton: &'a [u8], quick: &'a [u8], everyday: &'a [u8]) -> Result<Self, fst::Error> {
        let (quick, everyday) = (QuickTable::new(quick), Everyday::new(everyday));
        Ok(Self { words: Fst::new(automaton)?, quick, everyday })
    }

    /// The keys of the commonest words.
    pub fn everyday(&self) -> &Everyday<'a> {
        &self.everyday
    }

    /// The level of exactly this word: letter case counts, `'` is the only apostrophe.
    #[inline]
    pub fn level(&self, word: &str) -> Option<u8> {
        self.quick.level(word.as_bytes()).or_else(|| self.level_in_full(word))
    }

    /// Whether it is one of the common words, or taken for one; for the others [`Lexicon::level`] has to be asked.
    #[inline]
    pub fn is_quickly_known(&self, word: &str) -> bool {
        self.quick.level(word.as_bytes()).is_some()
    }

    /// Whether a text may hold this word:
    ///
    /// - as it is in the list ("word", "Seoul", "don't");
    /// - Capitalised or ALL CAPS where the list has it in lower case or Capitalised ("Word", "WORD", "SEOUL"); a
    ///   name in lower case ("seoul") is not known;
    /// - with a possessive ending ("word's", "words'"); `’` is read as `'`;
    /// - of several parts with hyphens, if each part is known ("well-worded").
    pub fn knows(&self, word: &str) -> bool {
        // Most words of a text are common, in lower case or Capitalised; the others can afford a closer look.
        self.is_quickly_known(word) || self.quickly_knows_capitalised(word.as_bytes()) || self.knows_some_form(word)
    }

    /// Whether it is a word in everyday use (at most [`COMMON_LEVEL`]), in exactly this letter case.
    pub fn is_common(&self, word: &str) -> bool {
        self.level(word).is_some_and(|level| level <= COMMON_LEVEL)
    }

    /// The level of the word, if that is at most [`COMMON_LEVEL`]; once in several million that of a word which is not in the
    /// list. Much faster than [`Lexicon::level`].
    #[inline]
    pub fn likely_level(&self, word: &str) -> Option<u8> {
        self.quick.level(word.as_bytes())
    }

    /// Whether it is in the list, in exactly this letter case, which is certain.
    pub fn has(&self, word: &str) -> bool {
        self.level_in_full(word).is_some()
    }

    /// Where a word leaves those of the list.
    pub fn branches(&self, word: &str) -> Branches {
        Branches::of(&self.words, word)
    }

    /// Whether it is known with a capital only: a name ("Seoul"), not a word that starts a sentence ("Word").
    pub fn is_name(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        lower != word && self.level(word).is_some() && self.level(&lower).is_none()
    }

    #[inline]
    fn quickly_knows_capitalised(&self, word: &[u8]) -> bool {
        let mut lower = [0; LONGEST_QUICK];
        let (Some(first), Some(lower)) = (word.first(), lower.get_mut(..word.len())) else { return false };
        lower.copy_from_slice(word);
        lower[0] = first.to_ascii_lowercase();
        first.is_ascii_uppercase() && self.quick.level(lower).is_some()
    }

    fn level_in_full(&self, word: &str) -> Option<u8> {
        self.words.get(word).and_then(|level| u8::try_from(level.value()).ok())
    }

    fn knows_some_form(&self, word: &str) -> bool {
        if self.knows_some_case(word) {
            return true;
        }
        let straight = word.replace('’', "'");
        let stem = straight.strip_suffix("'s").or_else(|| straight.strip_suffix("'S"));
        let stem = stem.or_else(|| straight.strip_suffix('\'')).unwrap_or(&straight);
        stem.split('-').all(|part| !part.is_empty() && self.knows_some_case(part))
    }

    fn knows_some_case(&self, word: &str) -> bool {
        if self.level(word).is_some() {
            return true;
        }
        if word.len() > LONGEST_FOLDED || !word.starts_with(char::is_uppercase) {
            return false;
        }
        let lower = word.to_lowercase();
        if self.level(&lower).is_some() {
            return true;
        }
        // A name in ALL CAPS is in the list with one capital.
        if word.chars().skip(1).any(char::is_lowercase) {
            return false;
        }
        let mut letters = lower.chars();
        let Some(first) = letters.next() else { return false };
        let capitalised: String = first.to_uppercase().chain(letters).collect();
        self.level(&capitalised).is_some()
    }
}

impl std::fmt::Debug for Lexicon<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Lexicon").field("words", &self.words.len()).finish_non_exhaustive()
    }
}

/// The lexicon of a language tag, if one is embedded; `en` also serves `en-GB`.
pub fn for_language(tag: &str) -> Option<&'static Lexicon<'static>> {
    static LEXICONS: OnceLock<Vec<(&'static str, Lexicon<'static>)>> = OnceLock::new();
    let lexicons = LEXICONS.get_or_init(|| {
        // What the build wrote is readable; a test reads it. A language that is not is one without a list.
        let read = |embedded: &Embedded| {
            Some((embedded.language, Lexicon::new(embedded.automaton, embedded.quick, embedded.everyday).ok()?))
        };
        EMBEDDED.iter().filter_map(read).collect()
    });
    lexicons.iter().find(|(language, _)| crate::rules::model::covers(language, tag)).map(|(_, lexicon)| lexicon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_lexicon_can_be_read() {
        assert!(!EMBEDDED.is_empty());
        for embedded in EMBEDDED {
            assert!(for_language(embedded.language).is_some());
            assert!(embedded.automaton.len() + embedded.quick.len() + embedded.everyday.len() < 2 << 20);
        }
    }

    #[test]
    fn regions_share_a_lexicon_and_unknown_languages_have_none() {
        assert!(for_language("en-GB").is_some());
        assert!(for_language("tlh").is_none());
        assert!(for_language("").is_none());
    }

    fn english() -> &'static Lexicon<'static> {
        for_language("en").unwrap()
    }

    #[test]
    fn levels_are_exact_and_rise_with_rarity() {
        let lexicon = english();
        assert_eq!(lexicon.level("the"), Some(10));
        assert_eq!(lexicon.level("The"), None);
        assert!(lexicon.level("denuclearization") > lexicon.level("appropriate"));
        assert_eq!(lexicon.level(""), None);
    }

    #[test]
    fn both_sides_of_the_ocean_are_known() {
        for word in ["colour", "color", "organise", "organize", "travelled", "traveled", "kilometre", "kilometer"] {
            assert!(english().knows(word), "{word}");
        }
    }

    #[test]
    fn known_in_the_letter_case_of_a_sentence() {
        for word in
            ["Appropriate", "APPROPRIATE", "Seoul", "SEOUL", "Seoul's", "words'", "don’t", "DON'T", "well-known"]
        {
            assert!(english().knows(word), "{word}");
        }
        for word in ["seoul", "apappropriate", "aPPropriate", "-", "'", "'s", "", "well-", "wellknownly-so"] {
            assert!(!english().knows(word), "{word}");
        }
    }

    #[test]
    fn names_are_told_from_capitalised_words() {
        assert!(english().is_name("Seoul"));
        assert!(!english().is_name("Appropriate"));
        assert!(!english().is_name("seoul"));
    }

    #[test]
    fn the_commonest_words_are_told_by_their_keys() {
        let everyday = |word: &str| english().everyday().has(key_of(word.as_bytes()));
        for word in ["the", "of", "minister", "government", "said"] {
            assert!(everyday(word), "{word}");
        }
        assert!(!everyday("apappropriate") && !everyday(""));
    }

    #[test]
    fn the_quick_table_agrees_with_the_automaton() {
        let lexicon = english();
        for word in ["the", "of", "minister", "government", "zyzzyva", "apappropriate"] {
            if let Some(level) = lexicon.quick.level(word.as_bytes()) {
                assert_eq!(lexicon.level_in_full(word), Some(level), "{word}");
            }
        }
    }
}
