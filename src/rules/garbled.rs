//! Parameters of the `garbled-word` check.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Parameters of `check = "garbled-word"`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GarbledWord {
    /// `doubled` or `glued`: the class of garbled words that this rule finds.
    pub class: GarbledClass,
    /// Shortest word looked at, in letters.
    pub min_length: u32,
    /// Function words (for `doubled`: whose doubling in a word is garbling even when they are short).
    pub function_words: Vec<Arc<str>>,
    /// Words that, glued in front of a common word, are found.
    pub glued_before: Vec<Arc<str>>,
    /// Words that, glued behind a common word, are found.
    pub glued_after: Vec<Arc<str>>,
    /// Prefixes that make a new word of a known stem.
    pub prefixes: Vec<Arc<str>>,
    /// Suffixes that make a new word of a known stem.
    pub suffixes: Vec<Arc<str>>,
    /// Words that are right although they look garbled.
    pub allowed: Vec<Arc<str>>,
}

/// A class of garbled words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GarbledClass {
    /// A chunk of letters written twice ("apappropriate").
    #[default]
    Doubled,
    /// Two words written as one ("ofthe").
    Glued,
}
