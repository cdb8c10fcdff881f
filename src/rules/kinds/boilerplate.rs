//! `check = "boilerplate"`: text that repeats in most documents of a corpus.

use crate::rules::boilerplate::Boilerplate;
use crate::rules::decode::{At, decode};
use crate::rules::model::CheckSpec;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::rule::Draft;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "boilerplate"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// Least share of the documents that have the text, above 0 and at most 1.
    share: Option<At<f64>>,
    /// Fewest documents that have it, two or more.
    min_documents: Option<At<u32>>,
    /// Fewest words of a paragraph or sentence.
    min_words: Option<u32>,
    /// Fewest letters of it.
    min_letters: Option<u32>,
    /// Most words of what stands before a colon at the start of a paragraph; 0: not looked at.
    lead_words: Option<u32>,
    /// Words at the end of the last paragraph that are compared by themselves; 0: not looked at.
    edge_words: Option<u32>,
}

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let default = Boilerplate::default();
    if let Some(share) = keys.share.as_ref().filter(|share| !(share.value > 0.0 && share.value <= 1.0)) {
        reader.error(share.span.clone(), "`share` is above 0 and at most 1").help("write share = 0.6 for six of ten");
        return None;
    }
    if let Some(least) = keys.min_documents.as_ref().filter(|least| least.value < 2) {
        reader.error(least.span.clone(), "`min-documents` is 2 or more").help("one document repeats nothing");
        return None;
    }
    let mut rule = draft.rule.clone();
    rule.check = CheckSpec::Boilerplate(Boilerplate {
        share: keys.share.map_or(default.share, |share| share.value),
        min_documents: keys.min_documents.map_or(default.min_documents, |least| least.value),
        min_words: keys.min_words.unwrap_or(default.min_words),
        min_letters: keys.min_letters.unwrap_or(default.min_letters),
        lead_words: keys.lead_words.unwrap_or(default.lead_words),
        edge_words: keys.edge_words.unwrap_or(default.edge_words),
    });
    Some(Made::Rule(Box::new(rule)))
}
