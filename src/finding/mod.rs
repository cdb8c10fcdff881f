//! Findings: what a check reports, with the place, the evidence and the repair that it owns.

pub mod baseline;
mod fingerprint;
mod level;
pub mod scoring;

pub use fingerprint::{Fingerprint, FingerprintSeed, Parts, SeedDigest, settled, short_digest};
pub use level::{Confidence, Impact, Kind, Severity};

use crate::document::Item;
use crate::rules::string::Str;
use crate::source::{Layer, Place, Region};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One finding (or label). It owns everything a report needs; the document is gone when it is printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Full rule id, `pack/rule` or `pack/lexicon#row`.
    pub rule: Str,
    /// A finding, or a neutral fact.
    pub kind: Kind,
    /// Drives CI and what is shown.
    pub severity: Severity,
    /// Drives the MQM score.
    pub impact: Impact,
    /// Orders and filters findings.
    pub confidence: Confidence,
    /// MQM error type id, `dimension/type`.
    pub category: Str,
    /// One sentence for the editor.
    pub message: String,
    /// The primary place.
    pub site: Site,
    /// The other places that are the evidence, in order of reading.
    pub related: Vec<Related>,
    /// What to write instead; the first is the best.
    pub suggestions: Vec<Suggestion>,
    /// Stable name of this finding, see [`Fingerprint`].
    pub fingerprint: Fingerprint,
}

/// A span of a field with everything a report says about where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// The raw place.
    pub place: Place,
    /// Id of the document.
    pub document: Arc<str>,
    /// The feed item or record, if the document is one.
    pub item: Option<Arc<Item>>,
    /// Language that the document was audited in.
    pub lang: Option<Arc<str>>,
    /// Name of the field.
    pub field: Arc<str>,
    /// 0-based Unicode scalar offset of the first character in the field's decoded text.
    pub start: u64,
    /// Offset one past the last character.
    pub end: u64,
    /// The text of the span.
    pub text: String,
    /// The lines around it.
    pub excerpt: Excerpt,
}

/// A piece of a field's decoded text around a span: whole lines, cut where they are very long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The text; lines are separated by `\n`.
    pub text: String,
    /// Byte offset of the span in `text`.
    pub start: u32,
    /// Byte offset one past the span in `text`.
    pub end: u32,
    /// Whether the first line is cut at its start.
    pub cut_before: bool,
    /// Whether the last line is cut at its end.
    pub cut_after: bool,
}

/// Another place that a finding rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Related {
    /// Where.
    pub site: Site,
    /// What is there, in a few words; may be empty.
    pub message: String,
}

/// One way to repair the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What to write, as a person reads it: the text that takes the place of what the edits replace (the
    /// primary span, and the article before it where that changes too).
    pub replacement: String,
    /// Whether it may be applied without being read.
    pub applicability: Applicability,
    /// The edits that carry it out; empty where no edit can (synthetic text).
    pub edits: Vec<Edit>,
}

/// Whether a repair may be applied unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// It keeps grammar and meaning.
    Safe,
    /// A person has to look.
    Unsafe,
}

/// The replacement of one span of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Name of the field.
    pub field: Arc<str>,
    /// 0-based Unicode scalar offset in the field's decoded text.
    pub start: u64,
    /// Offset one past the last replaced character.
    pub end: u64,
    /// Raw byte offset of the first replaced byte.
    pub byte_start: u64,
    /// Raw byte offset one past the last replaced byte.
    pub byte_end: u64,
    /// The lines and columns of those bytes.
    pub region: Region,
    /// The decoded text to put there; a writer escapes it for the place.
    pub replacement: String,
    /// What it has to be escaped for there, outermost first. Reports do not carry it.
    pub layers: Vec<Layer>,
}

impl Finding {
    /// Order within a run: document order of the input first (the caller's), then place, then rule.
    pub fn order(&self) -> (u64, u64, &str) {
        (self.site.place.byte_start, self.site.place.byte_end, &self.rule)
    }
}
