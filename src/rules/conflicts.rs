//! Parameters of the checks that find a document at odds with itself, or with a table, about an office or an acronym.

use super::model::Scope;
use super::string::Str;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Parameters of `check = "acronym-conflict"`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AcronymConflict {
    /// What "Expansion (ABC)" is compared with.
    pub class: AcronymClass,
    /// Words in lower case that stand inside an expansion ("of").
    pub connectors: Vec<Str>,
    /// Acronyms that stand for too much to be compared.
    pub exempt: Vec<Str>,
    /// Whether a document is compared with itself, or the documents of a corpus with each other (`document`).
    pub scope: Scope,
    /// Fewest documents of a corpus that expand it as most do.
    pub min_documents: u32,
}

impl Default for AcronymConflict {
    fn default() -> Self {
        AcronymConflict {
            class: AcronymClass::default(),
            connectors: Vec::new(),
            exempt: Vec::new(),
            scope: Scope::Document,
            min_documents: 1,
        }
    }
}

/// What an expansion with its acronym is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AcronymClass {
    /// The entity tables.
    #[default]
    Table,
    /// What else the document says: two expansions of one acronym, two acronyms of one expansion.
    Document,
}

/// Parameters of `check = "office-conflict"`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OfficeConflict {
    /// What is at odds.
    pub class: OfficeClass,
    /// Words before an office that name the one below it ("deputy").
    pub ranks: Vec<Str>,
    /// Pairs of ranks that are two words for one: a person who has both was not promoted (`wording`).
    pub alike: Vec<(Str, Str)>,
    /// Words for the people and rooms of an office, named after who holds it (`wording`): "the minister's deputy office".
    pub bodies: Vec<Str>,
    /// Pairs of offices, by the names of their rows, that one person does not hold at a time (`person`).
    pub incompatible: Vec<(Str, Str)>,
}

/// What is at odds about an office.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OfficeClass {
    /// One office of one country under two wordings.
    #[default]
    Wording,
    /// One person with two offices that nobody holds together.
    Person,
    /// Two people in one office that has one holder.
    Holder,
}

/// Parameters of `check = "name-style"`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct NameStyle {
    /// The language of the names, as entity tables have it.
    pub language: Str,
    /// Family names, in lower case, with the country (or other group) whose style they follow.
    pub families: Vec<(Str, Str)>,
    /// Syllables, in lower case, of which two make a given name.
    pub syllables: Vec<Str>,
}
