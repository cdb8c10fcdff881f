//! `check = "office-holder"`: an office in front of the name of a person who, by the table of people, does not hold it.

use crate::rules::decode::{Texts, decode};
use crate::rules::model::CheckSpec;
use crate::rules::normal::{fold, normalise_phrase};
use crate::rules::office::OfficeHolder;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::rule::Draft;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "office-holder"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// Words before or right behind an office that make another office of it, or one of another time.
    qualifiers: Option<Texts>,
}

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let words = keys.qualifiers.unwrap_or_default().0;
    let qualifiers = words.iter().map(|word| fold(&normalise_phrase(&word.value)).into()).collect();
    let mut rule = draft.rule.clone();
    rule.check = CheckSpec::OfficeHolder(Box::new(OfficeHolder { qualifiers }));
    Some(Made::Rule(Box::new(rule)))
}
