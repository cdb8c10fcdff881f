//! Parameters of the checks of what a document says of one person or one institution in two ways.

use super::string::Str;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Parameters of `check = "gender-conflict"`. Honorifics, titles and pronouns are those of the language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct GenderConflict {
    /// Sentences before that of the pronoun in which nobody else may be named.
    pub reach: u32,
    /// Honorifics that tell a gender beyond doubt ("ms"); others ("king") name things, too. Empty: all of them.
    pub honorifics: Vec<Str>,
    /// Pronouns for a man, each with the one for a woman that takes its place.
    pub pronouns: Vec<(Str, Str)>,
    /// Nouns for people that a pronoun may stand for, beside the titles of the language.
    pub people: Vec<Str>,
    /// Titles directly before a name that tell a man.
    pub titles_he: Vec<Str>,
    /// Titles directly before a name that tell a woman ("spokeswoman").
    pub titles_she: Vec<Str>,
    /// Words before a name that tell that it is nobody's ("in", "the").
    pub before_things: Vec<Str>,
    /// Words in a name that tell that it is nobody's ("ministry").
    pub things: Vec<Str>,
    /// Words that open a phrase before the subject of a sentence ("during"): a pronoun there may stand for that.
    pub openers: Vec<Str>,
}

impl Default for GenderConflict {
    fn default() -> Self {
        GenderConflict {
            reach: 3,
            honorifics: Vec::new(),
            pronouns: Vec::new(),
            people: Vec::new(),
            titles_he: Vec::new(),
            titles_she: Vec::new(),
            before_things: Vec::new(),
            things: Vec::new(),
            openers: Vec::new(),
        }
    }
}

/// Parameters of `check = "capitalisation-variant"`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CapitalisationVariant {
    /// Which capitals are missing.
    pub class: CapitalClass,
    /// Words that make a name that of an institution, in lower case.
    pub heads: Vec<Str>,
    /// Words in lower case that stand inside such a name ("of").
    pub connectors: Vec<Str>,
    /// Words before a name in lower case that make it one of many ("a").
    pub generic_after: Vec<Str>,
}

/// Which capitals are missing in the name of an institution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CapitalClass {
    /// One before a word of the same part that has its capital ("cardiac Care Center").
    #[default]
    Half,
    /// All, or all from some word on ("cardiac care center", "Cardiac care center").
    All,
}
