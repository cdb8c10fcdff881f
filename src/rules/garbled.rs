//! Parameters of the `garbled-word` check.

use super::string::Str;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Parameters of `check = "garbled-word"`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct GarbledWord {
    /// `doubled`, `repeated`, `glued`, `joined` or `derived`: the class of garbled words that this rule finds.
    pub class: GarbledClass,
    /// Shortest word looked at, in letters.
    pub min_length: u32,
    /// Greatest level of the word list at which a word counts as common (10 most common … 80 rare): a repair
    /// has to be common.
    pub common_level: u32,
    /// Function words (for `doubled`: whose doubling in a word is garbling even when they are short).
    pub function_words: Vec<Str>,
    /// Words that, glued in front of a common word, are found.
    pub glued_before: Vec<Str>,
    /// Words that, glued behind a common word, are found.
    pub glued_after: Vec<Str>,
    /// Endings of words behind which nothing but a suffix can stand (`joined`).
    pub closing_endings: Vec<Str>,
    /// Suffixes behind endings or words that do not take them, written `ing+ness` (`derived`).
    pub derivations: Vec<Str>,
    /// Prefixes that make a new word of a known stem (for `doubled`: even of one that begins like the prefix).
    pub prefixes: Vec<Str>,
    /// Suffixes that make a new word of a known stem; `ing/e` is one that replaces the stem's `e`.
    pub suffixes: Vec<Str>,
    /// Words that are right although they look garbled.
    pub allowed: Vec<Str>,
}

/// A class of garbled words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GarbledClass {
    /// A chunk of letters written twice in a known word ("apappropriate").
    #[default]
    Doubled,
    /// A chunk of letters written twice in a word of which nothing can be made ("brambramders").
    Repeated,
    /// Two words written as one ("ofthe").
    Glued,
    /// A known word with a piece of another behind it ("acceleratednc").
    Joined,
    /// A suffix behind a known word that does not take it ("lookingness").
    Derived,
}

impl Default for GarbledWord {
    fn default() -> Self {
        Self {
            class: GarbledClass::default(),
            min_length: 5,
            common_level: 50,
            function_words: Vec::new(),
            glued_before: Vec::new(),
            glued_after: Vec::new(),
            closing_endings: Vec::new(),
            derivations: Vec::new(),
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            allowed: Vec::new(),
        }
    }
}
