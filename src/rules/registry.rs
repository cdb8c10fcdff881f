//! The checks that a rule may name. A new check is one file in `kinds/` and one line here.

use super::decode::keys_of;
use super::kinds::{
    acronym_conflict, article, boilerplate, calendar, capitalisation_variant, entity, garbled_word, gender_conflict,
    lexicon, misspelling, mojibake, name_style, name_variant, number_style, office_conflict, office_holder, pairs,
    pattern, phrase, quote_conflict, repetition, unknown_density, unknown_word, untranslated, variants,
};
use super::model::Rule;
use super::reader::Reader;
use super::rule::Draft;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::DeTable;

/// All checks, in the order of the documentation.
pub const CHECKS: &[CheckKind] = &[
    CheckKind::new::<phrase::Keys>("phrase", phrase::build),
    CheckKind::new::<pattern::Keys>("pattern", pattern::build),
    CheckKind::new::<lexicon::Keys>("lexicon", lexicon::build),
    CheckKind::new::<variants::Keys>("variants", variants::build),
    CheckKind::new::<entity::Keys>("entity", entity::build),
    CheckKind::new::<office_holder::Keys>("office-holder", office_holder::build),
    CheckKind::new::<garbled_word::Keys>("garbled-word", garbled_word::build),
    CheckKind::new::<misspelling::Keys>("misspelling", misspelling::build),
    CheckKind::new::<unknown_word::Keys>("unknown-word", unknown_word::build),
    CheckKind::new::<unknown_density::Keys>("unknown-density", unknown_density::build),
    CheckKind::new::<untranslated::Keys>("untranslated", untranslated::build),
    CheckKind::new::<name_variant::Keys>("name-variant", name_variant::build),
    CheckKind::new::<name_style::Keys>("name-style", name_style::build),
    CheckKind::new::<office_conflict::Keys>("office-conflict", office_conflict::build),
    CheckKind::new::<acronym_conflict::Keys>("acronym-conflict", acronym_conflict::build),
    CheckKind::new::<gender_conflict::Keys>("gender-conflict", gender_conflict::build),
    CheckKind::new::<capitalisation_variant::Keys>("capitalisation-variant", capitalisation_variant::build),
    CheckKind::new::<repetition::Keys>("repetition", repetition::build),
    CheckKind::new::<boilerplate::Keys>("boilerplate", boilerplate::build),
    CheckKind::new::<quote_conflict::Keys>("quote-conflict", quote_conflict::build),
    CheckKind::new::<mojibake::Keys>("mojibake", mojibake::build),
    CheckKind::new::<calendar::Keys>("calendar", calendar::build),
    CheckKind::new::<pairs::Keys>("pairs", pairs::build),
    CheckKind::new::<article::Keys>("article", article::build),
    CheckKind::new::<number_style::Keys>("number-style", number_style::build),
];

/// A check: its name, its own keys, and how they become rules.
pub struct CheckKind {
    /// As `check = "…"` names it.
    pub name: &'static str,
    /// Its own keys.
    pub keys: fn() -> &'static [&'static str],
    /// Their JSON Schema.
    pub schema: fn(&mut SchemaGenerator) -> Schema,
    /// Makes the rules out of the table of its own keys; `None` if that was reported to be impossible.
    pub build: Build,
}

/// See [`CheckKind::build`].
pub type Build = fn(&mut Reader<'_>, &Draft<'_>, Spanned<DeTable<'_>>) -> Option<Made>;

/// What a check makes of a `[[rule]]`.
pub enum Made {
    /// One rule, which has its examples in the rule file.
    Rule(Box<Rule>),
    /// The rows of a table, which have their examples there.
    Rows(Vec<Rule>),
}

impl CheckKind {
    const fn new<Keys: DeserializeOwned + JsonSchema>(name: &'static str, build: Build) -> Self {
        CheckKind { name, keys: keys_of::<Keys>, schema: |generator| Keys::json_schema(generator), build }
    }
}

/// A check by its name.
pub fn find(name: &str) -> Option<&'static CheckKind> {
    CHECKS.iter().find(|check| check.name == name)
}
