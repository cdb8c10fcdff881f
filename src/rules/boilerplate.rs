//! Parameters of the check for text that repeats in most documents of a corpus.

use serde::{Deserialize, Serialize};

/// Parameters of `check = "boilerplate"`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Boilerplate {
    /// Least share of the documents that have the text.
    pub share: f64,
    /// Fewest documents that have it.
    pub min_documents: u32,
    /// Fewest words of a paragraph or sentence.
    pub min_words: u32,
    /// Fewest letters of it.
    pub min_letters: u32,
    /// Most words of what stands before a colon at the start of a paragraph ("Read also:"); 0: not looked at.
    pub lead_words: u32,
    /// Words at the end of the last paragraph that are compared by themselves; 0: not looked at.
    pub edge_words: u32,
}

impl Default for Boilerplate {
    fn default() -> Self {
        Boilerplate { share: 0.6, min_documents: 5, min_words: 3, min_letters: 12, lead_words: 5, edge_words: 4 }
    }
}

impl Boilerplate {
    /// The fewest of so many documents that have to have a text.
    pub fn least(&self, documents: u64) -> u64 {
        ((documents as f64 * self.share).ceil() as u64).max(u64::from(self.min_documents))
    }
}
