//! `check = "quote-conflict"`: two quotations of one statement, worded differently.

use crate::rules::decode::{At, Texts, decode};
use crate::rules::model::CheckSpec;
use crate::rules::normal::{fold, normalise_phrase};
use crate::rules::quotes::QuoteConflict;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::rule::Draft;
use crate::rules::string::Str;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "quote-conflict"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// Shortest quotation that is compared, in characters.
    min_length: Option<u32>,
    /// Longest quotation that is compared, in characters (at most 2,000).
    max_length: Option<At<u32>>,
    /// Fewest words of a quotation that is compared.
    min_words: Option<u32>,
    /// Fewest words that two quotations share, in one order.
    min_shared: Option<u32>,
    /// Fewest of these that are no function words.
    min_content: Option<u32>,
    /// Least share of the shorter quotation's words that the other one has, too: 0 to 1.
    share: Option<At<f64>>,
    /// Endings that are taken off a word before words are compared; the first that fits.
    suffixes: Option<Texts>,
    /// Letters that are compared of what is left.
    stem_length: Option<u32>,
    /// Signs beside which words may be missing or changed: an ellipsis, a bracket.
    edits: Option<Texts>,
}

/// Quotations are compared word by word with each other, so their length is bounded.
pub const LONGEST: u32 = 2_000;

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let default = QuoteConflict::default();
    if let Some(length) = keys.max_length.as_ref().filter(|length| length.value > LONGEST) {
        reader.error(length.span.clone(), format!("`max-length` is {LONGEST} at most"));
        return None;
    }
    if let Some(share) = keys.share.as_ref().filter(|share| !(0.0..=1.0).contains(&share.value)) {
        reader.error(share.span.clone(), "`share` is a number from 0 to 1");
        return None;
    }
    let mut rule = draft.rule.clone();
    rule.check = CheckSpec::QuoteConflict(Box::new(QuoteConflict {
        min_length: keys.min_length.unwrap_or(default.min_length),
        max_length: keys.max_length.map_or(default.max_length, |length| length.value),
        min_words: keys.min_words.unwrap_or(default.min_words),
        min_shared: keys.min_shared.unwrap_or(default.min_shared),
        min_content: keys.min_content.unwrap_or(default.min_content),
        share: keys.share.map_or(default.share, |share| share.value),
        suffixes: keys.suffixes.map_or(default.suffixes, words),
        stem_length: keys.stem_length.unwrap_or(default.stem_length),
        edits: keys.edits.map_or(default.edits, words),
    }));
    Some(Made::Rule(Box::new(rule)))
}

fn words(texts: Texts) -> Vec<Str> {
    texts.0.iter().map(|text| fold(&normalise_phrase(&text.value)).into()).collect()
}
