//! `check = "office-conflict"`: a document at odds with itself about who holds which office.

use crate::rules::conflicts::{OfficeClass, OfficeConflict};
use crate::rules::decode::{At, Texts, decode};
use crate::rules::model::CheckSpec;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::rule::Draft;
use crate::rules::string::Str;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "office-conflict"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// What is at odds: one office under two wordings (`wording`), one person in two offices (`person`), one office
    /// with two holders (`holder`).
    #[schemars(required)]
    class: Option<At<OfficeClass>>,
    /// Words before an office that name the one below it.
    ranks: Option<Texts>,
    /// Pairs of ranks that are two words for one: told of one person, too (`wording`).
    alike: Option<Vec<(String, String)>>,
    /// Words for the people and rooms of an office, which with a rank before it is named after who holds the office
    /// above (`wording`).
    bodies: Option<Texts>,
    /// Pairs of offices, by the names in the entity tables, that one person does not hold at a time (`person`).
    incompatible: Option<Vec<(String, String)>>,
}

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let Some(class) = keys.class else {
        draft.missing(reader, "class", "class = \"person\"");
        return None;
    };
    if class.value == OfficeClass::Person && keys.incompatible.is_none() {
        draft.missing(reader, "incompatible", "incompatible = [[\"president\", \"prime minister\"]]");
        return None;
    }
    let pairs = |pairs: Option<Vec<(String, String)>>| -> Vec<(Str, Str)> {
        pairs.unwrap_or_default().into_iter().map(|(one, other)| (one.into(), other.into())).collect()
    };
    let mut rule = draft.rule.clone();
    rule.check = CheckSpec::OfficeConflict(Box::new(OfficeConflict {
        class: class.value,
        ranks: keys.ranks.unwrap_or_default().words(),
        alike: pairs(keys.alike),
        bodies: keys.bodies.unwrap_or_default().words(),
        incompatible: pairs(keys.incompatible),
    }));
    Some(Made::Rule(Box::new(rule)))
}
