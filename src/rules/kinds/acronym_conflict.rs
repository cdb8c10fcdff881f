//! `check = "acronym-conflict"`: "Expansion (ABC)" at odds with a table or with the rest of the document.

use crate::rules::conflicts::{AcronymClass, AcronymConflict};
use crate::rules::decode::{At, Texts, decode};
use crate::rules::model::{CheckSpec, Scope};
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::rule::Draft;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "acronym-conflict"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// What is compared: with the entity tables (`table`), or within the document (`document`).
    #[schemars(required)]
    class: Option<At<AcronymClass>>,
    /// Words in lower case that stand inside an expansion.
    connectors: Option<Texts>,
    /// Acronyms that are not compared.
    exempt: Option<Texts>,
    /// Whether a document is compared with itself (`document`, the default), or the documents of a corpus with each
    /// other (`corpus`; with `class = "document"` only).
    scope: Option<At<Scope>>,
    /// With `scope = "corpus"`: fewest documents that expand it as most do.
    min_documents: Option<u32>,
}

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let Some(class) = keys.class else {
        draft.missing(reader, "class", "class = \"document\"");
        return None;
    };
    if let Some(scope) = &keys.scope
        && scope.value == Scope::Corpus
        && class.value != AcronymClass::Document
    {
        let help = "a table knows what is right; each document is compared with it by itself";
        reader.error(scope.span.clone(), "`scope = \"corpus\"` goes with `class = \"document\"` only").help(help);
        return None;
    }
    let default = AcronymConflict::default();
    let words = |texts: Option<Texts>| texts.unwrap_or_default().words();
    let mut rule = draft.rule.clone();
    rule.check = CheckSpec::AcronymConflict(Box::new(AcronymConflict {
        class: class.value,
        connectors: words(keys.connectors),
        exempt: words(keys.exempt),
        scope: keys.scope.map_or(default.scope, |scope| scope.value),
        min_documents: keys.min_documents.unwrap_or(default.min_documents),
    }));
    Some(Made::Rule(Box::new(rule)))
}
