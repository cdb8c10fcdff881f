//! `check = "pattern"`: regular expressions with word classes.

use crate::rules::decode::{Texts, decode};
use crate::rules::model::CheckSpec;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::rule::Draft;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "pattern"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// A regular expression, or several; `{class}` is a word of a class.
    #[schemars(required)]
    pattern: Option<Texts>,
}

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let Some(Texts(written)) = keys.pattern.filter(|texts| !texts.0.is_empty()) else {
        draft.missing(reader, "pattern", r"pattern = '\bhonorary visits?\b'");
        return None;
    };
    let view = draft.rule.view;
    let patterns = written.iter().filter_map(|text| crate::rules::pattern::pattern(reader, text, view)).collect();
    let mut rule = draft.rule.clone();
    rule.check = CheckSpec::Pattern(patterns);
    Some(Made::Rule(Box::new(rule)))
}
