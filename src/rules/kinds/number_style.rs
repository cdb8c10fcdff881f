//! `check = "number-style"`: numbers written in two ways.

use crate::rules::decode::decode;
use crate::rules::model::CheckSpec;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::rule::Draft;
use crate::rules::surface::SurfaceRule;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "number-style"`.
pub use crate::rules::surface::NumberStyle as Keys;

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let mut rule = draft.rule.clone();
    rule.check = CheckSpec::Surface(Box::new(SurfaceRule::NumberStyle(keys)));
    Some(Made::Rule(Box::new(rule)))
}
