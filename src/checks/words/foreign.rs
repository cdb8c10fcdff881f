//! By what a word of another language is known among words of the text's: its letters, its beginning or ending,
//! or that it is a function word there.

use crate::lexicon::Lexicon;
use crate::rules::language::Language;
use crate::rules::model::covers;
use crate::rules::string::Str;
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest beginning or ending, in bytes.
const LONGEST_AFFIX: usize = 24;
/// Longest word looked at, in bytes.
const LONGEST_WORD: usize = 96;

/// Languages, as bits.
pub type Languages = u64;

/// What is known of the languages that a text may have kept words of.
#[derive(Debug, Default)]
pub struct Signs {
    languages: Vec<(Str, String)>,
    function_words: FxHashMap<Str, Languages>,
    beginnings: FxHashMap<Str, Languages>,
    endings: FxHashMap<Str, Languages>,
    letters: FxHashMap<char, Languages>,
}

/// By what a word is known, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// It has letters that the text's language does not have.
    Letters,
    /// It is a function word.
    FunctionWord,
    /// It begins or ends like a word of the language.
    Affix,
}

impl Signs {
    /// The signs of these languages but for the one of the text; of more than 64, the first 64.
    pub fn new(languages: &[Language], text: &str) -> Self {
        let mut signs = Signs::default();
        let mut own = FxHashSet::default();
        for language in languages {
            if covers(&language.code, text) || covers(text, &language.code) {
                own.extend(language.letters.chars());
            }
        }
        let told = |language: &&Language| !(language.letters.is_empty() && language.endings.is_empty());
        let others = languages.iter().filter(|language| !covers(&language.code, text)).filter(told);
        for (bit, language) in others.take(64).enumerate() {
            signs.languages.push((language.code.clone(), language.name.clone()));
            for (map, words) in [
                (&mut signs.function_words, &language.function_words),
                (&mut signs.beginnings, &language.beginnings),
                (&mut signs.endings, &language.endings),
            ] {
                words.iter().for_each(|word| *map.entry(word.clone()).or_default() |= 1 << bit);
            }
            for letter in language.letters.chars().filter(|letter| !own.contains(letter)) {
                *signs.letters.entry(letter).or_default() |= 1 << bit;
            }
        }
        signs
    }

    /// The languages that a text may have kept words of, when it was translated from this one.
    pub fn possible(&self, source: Option<&str>) -> Languages {
        let all = (0..self.languages.len()).fold(0, |all, bit| all | 1 << bit);
        let Some(source) = source else { return all };
        let named = self.languages.iter().position(|(code, _)| covers(code, source));
        named.map_or(all, |bit| 1 << bit)
    }

    /// The name of the language, if it is one.
    pub fn name(&self, languages: Languages) -> Option<&str> {
        let one = languages.count_ones() == 1;
        one.then(|| self.languages.get(languages.trailing_zeros() as usize)).flatten().map(|(_, name)| name.as_str())
    }

    /// The languages of which this is a function word.
    pub fn function_word(&self, word: &str) -> Languages {
        self.function_words.get(word).copied().unwrap_or(0)
    }

    /// By what a word that the text's language does not know is known, and to which of these languages it may belong;
    /// of a word that is known by its letters, `least.0` are asked, by its beginning or ending, `least.1`.
    pub fn of(
        &self,
        word: &str,
        possible: Languages,
        least: (usize, usize),
        lexicon: &Lexicon<'_>,
    ) -> Option<(Sign, Languages)> {
        if word.len() > LONGEST_WORD {
            return None;
        }
        let function = self.function_word(word) & possible;
        let affixed = self.affixed(word) & possible;
        let mut of_letters = possible;
        let mut foreign = false;
        for letter in word.chars().filter(|letter| !letter.is_ascii()) {
            foreign = true;
            of_letters &= self.letters.get(&letter).copied().unwrap_or(0);
        }
        if foreign && of_letters == 0 {
            return None;
        }
        let narrowed = |one: Languages| if one & of_letters == 0 { of_letters } else { one & of_letters };
        let letters = word.chars().count();
        if function != 0 && letters >= 2 {
            let sign = if foreign && letters >= least.0 { Sign::Letters } else { Sign::FunctionWord };
            return Some((sign, narrowed(function)));
        }
        if foreign && letters >= least.0 {
            // "façade" without its marks is a word of the text's language.
            let plain: String = word.nfd().filter(|letter| !is_combining_mark(*letter)).collect();
            let at_home = plain.is_ascii() && lexicon.level(&plain).is_some();
            return (!at_home).then(|| (Sign::Letters, narrowed(affixed)));
        }
        (affixed != 0 && letters >= least.1).then_some((Sign::Affix, affixed))
    }

    fn affixed(&self, word: &str) -> Languages {
        let longest = LONGEST_AFFIX.min(word.len().saturating_sub(1));
        (2..=longest).fold(0, |found, length| {
            let begins = word.get(..length).and_then(|start| self.beginnings.get(start));
            let ends = word.get(word.len() - length..).and_then(|end| self.endings.get(end));
            found | begins.copied().unwrap_or(0) | ends.copied().unwrap_or(0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::for_language;
    use proptest::prelude::*;

    fn signs() -> Signs {
        let language = |code: &str, letters: &str, words: &str, endings: &str| Language {
            code: code.into(),
            name: code.to_uppercase(),
            letters: letters.into(),
            function_words: words.split_whitespace().map(Into::into).collect(),
            endings: endings.split_whitespace().map(Into::into).collect(),
            ..Language::default()
        };
        Signs::new(
            &[
                language("en", "", "the and", "tion"),
                language("de", "äöüß", "und nicht", "ungen lichen"),
                language("fr", "éèç", "et les", "ement"),
            ],
            "en-GB",
        )
    }

    fn of(word: &str) -> Option<(Sign, String)> {
        let signs = signs();
        let found = signs.of(word, signs.possible(None), (5, 7), for_language("en").unwrap());
        found.map(|(sign, languages)| (sign, signs.name(languages).unwrap_or("?").to_owned()))
    }

    #[test]
    fn words_are_known_by_letters_affixes_and_as_function_words() {
        assert_eq!(of("größte"), Some((Sign::Letters, "DE".to_owned())));
        assert_eq!(of("und"), Some((Sign::FunctionWord, "DE".to_owned())));
        assert_eq!(of("gewöhnlichen"), Some((Sign::Letters, "DE".to_owned())));
        assert_eq!(of("wirtschaftlichen"), Some((Sign::Affix, "DE".to_owned())));
        for word in ["façade", "ōkami", "xyzzy", "tion", "größé", ""] {
            assert_eq!(of(word), None, "{word}");
        }
        assert_eq!(signs().possible(Some("fr-CA")).count_ones(), 1);
    }

    proptest! {
        #[test]
        fn any_word_is_answered(word in "\\PC{0,40}") {
            of(&word);
        }
    }
}
