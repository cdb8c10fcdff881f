//! Parameters of the checks that compare the names of a document.

use super::model::Scope;
use super::string::Str;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Parameters of `check = "name-variant"`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct NameVariant {
    /// In what the spellings differ.
    pub class: NameClass,
    /// The fewest letters that the name (`letters`, `order`) or the word that differs has.
    pub min_letters: u32,
    /// A word of this many letters may differ in two of them, a shorter one in one.
    pub two_edits_from: u32,
    /// Endings that make another word of a name ("ian"): such a pair are no spellings of one name.
    pub derivations: Vec<Str>,
    /// Words in lower case: a name that has one may stand in another order (`order`).
    pub exempt: Vec<Str>,
    /// Endings of which a name takes one or the other by its case in the source language (`ending`).
    pub endings: Vec<Str>,
    /// Whether a document is compared with itself, or the documents of a corpus with each other (`letters`).
    pub scope: Scope,
    /// Fewest documents of a corpus that write the name as most do.
    pub min_documents: u32,
}

/// In what two spellings of a name differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NameClass {
    /// Not in their letters: hyphen, space, apostrophe, accent ("Jong-un", "Jong Un").
    #[default]
    Letters,
    /// In the order of their words ("Sho Akashi", "Akashi Sho").
    Order,
    /// In one or two letters of one word of a longer name ("Pham Minh Trinh", "Pham Minh Trinhh").
    Spelling,
    /// In the ending that a case of the source language left ("Rivera", "Riveru").
    Ending,
    /// In one or two letters of a name of one word.
    Single,
}

impl Default for NameVariant {
    fn default() -> Self {
        NameVariant {
            class: NameClass::default(),
            min_letters: 5,
            two_edits_from: 7,
            derivations: Vec::new(),
            exempt: Vec::new(),
            endings: Vec::new(),
            scope: Scope::Document,
            min_documents: 1,
        }
    }
}
