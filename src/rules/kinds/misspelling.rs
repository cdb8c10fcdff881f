//! `check = "misspelling"`: words that are one edit away from a common one.

use crate::rules::decode::decode;
use crate::rules::model::CheckSpec;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::rule::Draft;
use crate::rules::words::WordRule;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "misspelling"`.
pub use crate::rules::words::Misspelling as Keys;

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let mut rule = draft.rule.clone();
    rule.check = CheckSpec::Words(Box::new(WordRule::Misspelling(Box::new(keys)).normalised()));
    Some(Made::Rule(Box::new(rule)))
}
