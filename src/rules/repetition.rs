//! Parameters of the `repetition` check.

use super::string::Str;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Parameters of `check = "repetition"`. Lengths are counted in words of the text, unless they say letters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Repetition {
    /// What is repeated.
    pub class: RepetitionClass,
    /// Least times that it stands there.
    pub times: u32,
    /// Most times; more is the matter of another rule.
    pub most_times: u32,
    /// Fewest words of what is repeated (`monotony`: of the stretch looked at).
    pub min_words: u32,
    /// Most words of what is repeated.
    pub max_words: u32,
    /// Fewest letters of what is repeated.
    pub min_letters: u32,
    /// Fewest words of what is repeated that are no function words, each counted once.
    pub min_content: u32,
    /// `echo`, `sentence`: most words from the beginning of the one to the beginning of the other. `monotony`: the
    /// longest stretch that is looked at as one.
    pub reach: u32,
    /// `echo`: most words between the two.
    pub most_between: u32,
    /// `monotony`: greatest share of new groups of four words, in per cent.
    pub new_percent: u32,
    /// `word`: greatest level of the word list of a capitalised word that is looked at; 0: none is.
    pub common_level: u32,
    /// `word`: whether names are looked at: only capitalised words, and not the common ones.
    pub names: bool,
    /// What stands between the two. `doublet`: words, or `,`. `block`: ` ` (nothing but a space), `,`, `.` (the end of a
    /// sentence), `-` (a dash), `;` (another mark); empty: any.
    pub joiners: Vec<Str>,
    /// Only these words; empty: any.
    pub words: Vec<Str>,
    /// Words that may be repeated.
    pub allowed: Vec<Str>,
    /// Words that carry no meaning of their own.
    pub function_words: Vec<Str>,
}

/// What is repeated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RepetitionClass {
    /// A word, with nothing but a space between ("the the").
    #[default]
    Word,
    /// Several words, back to back.
    Block,
    /// A few letters inside a word, or the parts of a hyphenated one ("sub-sub-sub").
    Chunk,
    /// The same on either side of a joiner ("peace and peace").
    Doublet,
    /// A longer span that comes back soon, with something else between.
    Echo,
    /// A stretch that goes round in circles: few of its groups of four words are new.
    Monotony,
    /// A whole sentence (or several) of the document.
    Sentence,
    /// The same again in brackets ("social media (social media)").
    Bracketed,
}

impl RepetitionClass {
    /// Whether it tells how many times something stands there, as `{times}`.
    pub fn counts(self) -> bool {
        matches!(self, Self::Word | Self::Block | Self::Chunk)
    }
}

impl Default for Repetition {
    fn default() -> Self {
        Self {
            class: RepetitionClass::default(),
            times: 2,
            most_times: u32::MAX,
            min_words: 1,
            max_words: 16,
            min_letters: 1,
            min_content: 0,
            reach: 60,
            most_between: u32::MAX,
            new_percent: 65,
            common_level: 0,
            names: false,
            joiners: Vec::new(),
            words: Vec::new(),
            allowed: Vec::new(),
            function_words: Vec::new(),
        }
    }
}
