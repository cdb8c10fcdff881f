//! Parameters of the checks that look at words which no word list knows. The keys of a rule are these fields.

use super::normal::normalise_phrase;
use super::settings::Change;
use super::string::Str;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A rule about unknown words, `garbled-word` aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum WordRule {
    /// See [`Misspelling`].
    Misspelling(Box<Misspelling>),
    /// See [`UnknownWord`].
    UnknownWord(UnknownWord),
    /// See [`UnknownDensity`].
    UnknownDensity(UnknownDensity),
    /// See [`Untranslated`].
    Untranslated(Untranslated),
}

/// Parameters of `check = "misspelling"`: a word that is one edit away from a common one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct Misspelling {
    /// `letters` for words one edit away from a common one, `capital` for names in lower case.
    pub class: MisspellingClass,
    /// Letters that may be missing in a word or stand for another one.
    pub alphabet: String,
    /// Greatest level of the word list at which a word counts as common (10 most common … 80 rare).
    pub common_level: u8,
    /// Pairs of a level and of letters, by level: a word of up to that level is what was meant in words that are so much
    /// longer than the shortest; one above the last level never is. Where two letters have changed places, or one of two is
    /// missing or doubled, any common word may be meant. Empty: so it is for every slip.
    pub letters_by_level: Vec<(u8, u32)>,
    /// Last letters that words of the language seldom have: where one of them stands for another or is too many, the word
    /// is of another language.
    pub foreign_ends: String,
    /// Shorter words are looked at only where hardly another word of the document is unknown; those of `short-words`
    /// everywhere.
    pub min_length_among: u32,
    /// Unknown words among 100,000 words from which a document is not looked at, because its words are not mistyped but
    /// mistranslated, or terms; 0 means that every document is.
    pub per_100k: u32,
    /// Fewest different unknown words of a document that is not looked at.
    pub min_words: u32,
    /// Shortest word, in letters, in which two letters have changed places, a letter of two is missing or doubled, or a
    /// letter stands for one of its group in `confused`.
    pub min_length: u32,
    /// Shortest word in which another letter is missing.
    pub min_length_missing: u32,
    /// Shortest word in which there is a letter too many.
    pub min_length_added: u32,
    /// Shortest word in which a letter stands for any other.
    pub min_length_replaced: u32,
    /// Groups of letters that are taken for one another.
    pub confused: Vec<String>,
    /// Short words whose misspellings are looked for in words that are shorter than `min-length`.
    pub short_words: Vec<Str>,
    /// Prefixes that make a new word of a known stem.
    pub prefixes: Vec<Str>,
    /// Suffixes that make a new word of a known stem; `ing/e` is one that replaces the stem's `e`.
    pub suffixes: Vec<Str>,
    /// Endings that no suffix explains, because the suffix is written otherwise there (`chs`, `rys`).
    pub misjoined: Vec<Str>,
    /// Shortest word that may be a part of a new compound, in letters; 0 means no compounds.
    pub min_length_part: u32,
    /// Beginnings of technical words.
    pub term_beginnings: Vec<Str>,
    /// Endings of technical words.
    pub term_endings: Vec<Str>,
    /// Words after which a word is introduced as a new one ("called").
    pub introduced_by: Vec<Str>,
    /// Words that are right although they look like misspellings.
    pub allowed: Vec<Str>,
}

/// What a `misspelling` rule looks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MisspellingClass {
    /// Words that are one edit away from a common one.
    #[default]
    Letters,
    /// Names in lower case.
    Capital,
}

/// Parameters of `check = "unknown-word"`: every word that no list knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct UnknownWord {
    /// Shortest word looked at, in letters.
    pub min_length: u32,
    /// Words that are right although no list knows them.
    pub allowed: Vec<Str>,
}

/// Parameters of `check = "unknown-density"`: a document with too many words that no list knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct UnknownDensity {
    /// Shortest word counted, in letters.
    pub min_length: u32,
    /// Unknown words among 100,000 words above which a document is reported.
    pub per_100k: u32,
    /// Fewest different unknown words of a document that is reported.
    pub min_words: u32,
    /// Beginnings of technical words, which are not counted.
    pub term_beginnings: Vec<Str>,
    /// Endings of technical words, which are not counted.
    pub term_endings: Vec<Str>,
}

/// Parameters of `check = "untranslated"`: words and runs of words of another language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct Untranslated {
    /// `words` for single words, `runs` for several in a row, `passages` for parts of sentences that are told by function
    /// words alone, in languages without a word list, too.
    pub class: UntranslatedClass,
    /// Shortest word that is told by its letters, in letters.
    pub min_length: u32,
    /// Shortest word that is told by its beginning or ending.
    pub min_length_affix: u32,
    /// Fewest words of a run or passage.
    pub min_words: u32,
    /// Fewest words of a document for `words` to tell of them.
    pub min_in_document: u32,
    /// Whether words are told by their letters alone, and not by a beginning or ending or as function words.
    pub letters_only: bool,
    /// Fewest function words of a passage that the text's language does not have.
    pub min_function_words: u32,
    /// The languages that passages may be left of, beside the one that the document was translated from.
    pub foreign: Vec<Str>,
    /// Words that are at home in the text's language although others have them, too.
    pub allowed: Vec<Str>,
}

/// What an `untranslated` rule looks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UntranslatedClass {
    /// One word among words of the text's language.
    #[default]
    Words,
    /// Several words in a row.
    Runs,
    /// Parts of sentences that are told by function words alone.
    Passages,
}

impl Default for Misspelling {
    fn default() -> Self {
        Self {
            class: MisspellingClass::Letters,
            alphabet: "abcdefghijklmnopqrstuvwxyz".to_owned(),
            common_level: 50,
            letters_by_level: Vec::new(),
            min_length_among: 0,
            foreign_ends: String::new(),
            per_100k: 0,
            min_words: 5,
            min_length: 5,
            min_length_missing: 6,
            min_length_added: 6,
            min_length_replaced: 7,
            confused: Vec::new(),
            short_words: Vec::new(),
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            misjoined: Vec::new(),
            min_length_part: 0,
            term_beginnings: Vec::new(),
            term_endings: Vec::new(),
            introduced_by: Vec::new(),
            allowed: Vec::new(),
        }
    }
}

impl Default for UnknownWord {
    fn default() -> Self {
        Self { min_length: 4, allowed: Vec::new() }
    }
}

impl Default for UnknownDensity {
    fn default() -> Self {
        Self { min_length: 4, per_100k: 1000, min_words: 5, term_beginnings: Vec::new(), term_endings: Vec::new() }
    }
}

impl Default for Untranslated {
    fn default() -> Self {
        Self {
            class: UntranslatedClass::Words,
            min_length: 5,
            min_length_affix: 7,
            min_words: 3,
            min_in_document: 1,
            letters_only: false,
            min_function_words: 3,
            foreign: Vec::new(),
            allowed: Vec::new(),
        }
    }
}

impl WordRule {
    /// Brings the texts of the parameters into the form that the view of a text has.
    #[must_use]
    pub fn normalised(mut self) -> Self {
        for list in self.lists() {
            for text in list {
                *text = normalise_phrase(text).into();
            }
        }
        self
    }

    /// What its messages may tell beside the match and the suggestion.
    pub fn holes(&self) -> &'static [&'static str] {
        match self {
            WordRule::Misspelling(_) | WordRule::UnknownWord(_) => &[],
            WordRule::UnknownDensity(_) => &["count", "words"],
            WordRule::Untranslated(_) => &["language"],
        }
    }

    /// Changes one parameter as a configuration asks.
    pub fn change(&mut self, key: &str, value: &toml::Value) -> Change {
        let changed = match self {
            WordRule::Misspelling(parameters) if key != "class" => change(parameters, key, value),
            WordRule::UnknownWord(parameters) => change(parameters, key, value),
            WordRule::UnknownDensity(parameters) => change(parameters, key, value),
            WordRule::Untranslated(parameters) if key != "class" => change(parameters, key, value),
            WordRule::Misspelling(_) | WordRule::Untranslated(_) => Change::Unknown,
        };
        *self = self.clone().normalised();
        changed
    }

    fn lists(&mut self) -> Vec<&mut Vec<Str>> {
        match self {
            WordRule::Misspelling(one) => vec![
                &mut one.short_words,
                &mut one.prefixes,
                &mut one.suffixes,
                &mut one.misjoined,
                &mut one.term_beginnings,
                &mut one.term_endings,
                &mut one.introduced_by,
                &mut one.allowed,
            ],
            WordRule::UnknownWord(one) => vec![&mut one.allowed],
            WordRule::UnknownDensity(one) => vec![&mut one.term_beginnings, &mut one.term_endings],
            WordRule::Untranslated(one) => vec![&mut one.allowed],
        }
    }
}

/// Sets the field that serialises under this name.
fn change<T: Serialize + DeserializeOwned>(parameters: &mut T, key: &str, value: &toml::Value) -> Change {
    let Ok(toml::Value::Table(mut table)) = toml::Value::try_from(&*parameters) else { return Change::Unknown };
    if table.insert(key.to_owned(), value.clone()).is_none() {
        return Change::Unknown;
    }
    match toml::Value::Table(table).try_into() {
        Ok(changed) => {
            *parameters = changed;
            Change::Done
        }
        Err(error) => Change::Wrong(error.to_string().trim().to_owned()),
    }
}
