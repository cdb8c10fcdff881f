//! Parameters of the check that compares the quotations of a document.

use super::string::Str;
use serde::{Deserialize, Serialize};

/// Parameters of `check = "quote-conflict"`. A word is a run of letters and digits; function words are those of the
/// language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct QuoteConflict {
    /// Shortest quotation that is compared, in characters.
    pub min_length: u32,
    /// Longest quotation that is compared, in characters; a longer one mostly lacks a mark.
    pub max_length: u32,
    /// Fewest words of a quotation that is compared.
    pub min_words: u32,
    /// Fewest words that two quotations share, in one order.
    pub min_shared: u32,
    /// Fewest of these that are no function words.
    pub min_content: u32,
    /// Least share of the shorter quotation's words that the other one has, too.
    pub share: f64,
    /// Endings that are taken off a word before words are compared; the first that fits.
    pub suffixes: Vec<Str>,
    /// Letters that are compared of what is left.
    pub stem_length: u32,
    /// Signs beside which words may be missing or changed: an ellipsis, a bracket.
    pub edits: Vec<Str>,
}

impl Default for QuoteConflict {
    fn default() -> Self {
        QuoteConflict {
            min_length: 20,
            max_length: 600,
            min_words: 6,
            min_shared: 5,
            min_content: 3,
            share: 0.6,
            suffixes: Vec::new(),
            stem_length: 6,
            edits: ["...", "…", "[", "]", "("].map(Str::Static).to_vec(),
        }
    }
}
