//! `check = "name-variant"`: one name, spelled in several ways in one document.

use crate::rules::decode::{At, Texts, decode};
use crate::rules::model::{CheckSpec, Scope};
use crate::rules::names::{NameClass, NameVariant};
use crate::rules::normal::{fold, normalise_phrase};
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::rule::Draft;
use crate::rules::string::Str;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "name-variant"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// In what the spellings differ: `letters` (hyphen, space, apostrophe, accent), `order`, `spelling` (a letter or
    /// two of one word), `ending`, `single` (a letter or two of a name of one word).
    #[schemars(required)]
    class: Option<At<NameClass>>,
    /// The fewest letters that the name (`letters`, `order`) or the word that differs has.
    min_letters: Option<u32>,
    /// A word of this many letters may differ in two of them, a shorter one in one.
    two_edits_from: Option<u32>,
    /// Endings that make another word of a name.
    derivations: Option<Texts>,
    /// Words with which a name may stand in either order ("River Murray", "Murray River"; `order`).
    exempt: Option<Texts>,
    /// Endings that cases of a source language give a name (`ending`).
    endings: Option<Texts>,
    /// What is compared: each document with itself (`document`, the default), or the documents of a corpus with each
    /// other (`corpus`; with `letters` only).
    scope: Option<At<Scope>>,
    /// With `scope = "corpus"`: fewest documents that write the name as most do.
    min_documents: Option<u32>,
}

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let Some(class) = keys.class else {
        draft.missing(reader, "class", "class = \"letters\"");
        return None;
    };
    if class.value == NameClass::Ending && keys.endings.is_none() {
        draft.missing(reader, "endings", "endings = [\"a\", \"u\"]");
        return None;
    }
    if let Some(scope) = &keys.scope
        && scope.value == Scope::Corpus
        && class.value != NameClass::Letters
    {
        let help = "names of several documents that differ in letters are mostly those of several people";
        reader.error(scope.span.clone(), "`scope = \"corpus\"` goes with `class = \"letters\"` only").help(help);
        return None;
    }
    let default = NameVariant::default();
    let mut rule = draft.rule.clone();
    rule.check = CheckSpec::NameVariant(Box::new(NameVariant {
        class: class.value,
        min_letters: keys.min_letters.unwrap_or(default.min_letters),
        two_edits_from: keys.two_edits_from.unwrap_or(default.two_edits_from),
        derivations: words(keys.derivations),
        exempt: words(keys.exempt),
        endings: words(keys.endings),
        scope: keys.scope.map_or(default.scope, |scope| scope.value),
        min_documents: keys.min_documents.unwrap_or(default.min_documents),
    }));
    Some(Made::Rule(Box::new(rule)))
}

fn words(texts: Option<Texts>) -> Vec<Str> {
    texts.unwrap_or_default().0.iter().map(|text| fold(&normalise_phrase(&text.value)).into()).collect()
}
