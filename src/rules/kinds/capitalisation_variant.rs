//! `check = "capitalisation-variant"`: one institution, capitalised in two ways.

use crate::rules::consistency::{CapitalClass, CapitalisationVariant};
use crate::rules::decode::{At, Texts, decode};
use crate::rules::model::CheckSpec;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::rule::Draft;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "capitalisation-variant"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// Which capitals are missing: one before a word that has its capital (`half`), or all, or all from some word on
    /// (`all`).
    #[schemars(required)]
    class: Option<At<CapitalClass>>,
    /// Words that make a name that of an institution.
    #[schemars(required)]
    heads: Option<Texts>,
    /// Words in lower case that stand inside such a name.
    connectors: Option<Texts>,
    /// Words before a name in lower case that make it one of many.
    generic_after: Option<Texts>,
}

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let (Some(class), Some(heads)) = (keys.class, keys.heads) else {
        draft.missing(reader, "class` and `heads", "class = \"half\", heads = [\"ministry\", \"council\"]");
        return None;
    };
    let words = |texts: Option<Texts>| texts.unwrap_or_default().words();
    let mut rule = draft.rule.clone();
    rule.check = CheckSpec::CapitalisationVariant(Box::new(CapitalisationVariant {
        class: class.value,
        heads: heads.words(),
        connectors: words(keys.connectors),
        generic_after: words(keys.generic_after),
    }));
    Some(Made::Rule(Box::new(rule)))
}
