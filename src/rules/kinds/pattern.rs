//! `check = "pattern"`: regular expressions with word classes.

use crate::rules::condition;
use crate::rules::decode::{Texts, decode};
use crate::rules::model::{CheckSpec, TextPattern};
use crate::rules::pattern::pattern;
use crate::rules::rarity::is_rarer;
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
    let mut patterns: Vec<TextPattern> = written.iter().filter_map(|text| pattern(reader, text, view)).collect();
    // What a condition asks for may be rarer than what the pattern itself holds.
    let asked = condition::window_literals(&draft.rule.conditions);
    patterns.iter_mut().filter(|one| is_rarer(&asked, &one.literals)).for_each(|one| one.rarer.clone_from(&asked));
    let mut rule = draft.rule.clone();
    rule.check = CheckSpec::Pattern(patterns);
    Some(Made::Rule(Box::new(rule)))
}
