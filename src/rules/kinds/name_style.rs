//! `check = "name-style"`: names of one language, romanised in two styles in one document.

use crate::rules::conflicts::NameStyle;
use crate::rules::decode::{TextAt, Texts, decode};
use crate::rules::model::CheckSpec;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::rule::Draft;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "name-style"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// The language of the names, as entity tables have it.
    #[schemars(required)]
    language: Option<TextAt>,
    /// Family names by the country whose style they follow: `families = { kp = ["Choe", "Ri"] }`.
    families: Option<BTreeMap<String, Vec<String>>>,
    /// Syllables of which two make a given name.
    #[schemars(required)]
    syllables: Option<Texts>,
}

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let (Some(language), Some(syllables)) = (&keys.language, keys.syllables) else {
        draft.missing(reader, "language` and `syllables", "language = \"ko\", syllables = [\"jong\", \"un\"]");
        return None;
    };
    let families = keys.families.unwrap_or_default();
    let families = families
        .iter()
        .flat_map(|(group, names)| names.iter().map(|name| (name.to_lowercase().into(), group.as_str().into())));
    let mut rule = draft.rule.clone();
    rule.check = CheckSpec::NameStyle(Box::new(NameStyle {
        language: language.value.as_str().into(),
        families: families.collect(),
        syllables: syllables.words().iter().map(|word| word.to_lowercase().into()).collect(),
    }));
    Some(Made::Rule(Box::new(rule)))
}
