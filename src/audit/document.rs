//! What the audit of one document, or of a window of it, comes to.

use super::LanguageOrigin;
use super::claims::Claims;
use crate::checks::{DirectiveUse, TextUnit};
use crate::corpus::Evidence;
use crate::document::{FieldText, Item};
use crate::finding::scoring::Impacts;
use crate::finding::{Finding, FingerprintSeed, SeedDigest, Severity};
use crate::rules::RuleIndex;
use crate::source::Span;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What one document (or window of one) came to.
#[derive(Debug)]
pub struct DocumentAudit {
    /// Findings whose fingerprint still lacks its ordinal.
    pub(super) pending: Vec<Pending>,
    /// Findings of this severity and above are made.
    pub(super) least: Severity,
    /// Its texts that may stand in others, of this window.
    pub(super) units: Vec<Unit>,
    /// What it calls things, to be compared with others: of each window.
    pub(super) claims: Vec<Claims>,
    /// What is to be compared over the document or the corpus.
    pub(super) evidence: Evidence,
    /// What is counted of its findings.
    pub(super) counts: Counts,
    /// Words audited.
    pub words: u64,
    /// Key of the document.
    pub key: Arc<str>,
    /// What came of the directives in its text.
    pub directives: Vec<DirectiveUse>,
    /// The document's id and item.
    pub document: Option<(Arc<str>, Option<Arc<Item>>)>,
    /// Its texts, where they are kept.
    pub texts: Option<Arc<[FieldText]>>,
    /// The language it was audited in, and how that is known.
    pub language: Option<(Option<Arc<str>>, LanguageOrigin)>,
}

/// A text of a document that may stand in others.
#[derive(Debug)]
pub(super) struct Unit {
    /// The rule that asks for it.
    pub(super) rule: RuleIndex,
    pub(super) digest: u64,
    /// Digest of the text that it is a part of.
    pub(super) parent: Option<u64>,
    /// Index of the field and span in the document (or window) at hand.
    pub(super) field: u32,
    pub(super) span: Span,
    /// The place in the whole field in Unicode scalars.
    pub(super) start: u64,
    pub(super) end: u64,
}

impl Unit {
    /// A text at this place.
    pub(super) fn of(text: &TextUnit, (start, end): (u64, u64)) -> Self {
        let (rule, digest, parent) = (text.rule, text.digest, text.parent);
        Unit { rule, digest, parent, field: text.field as u32, span: text.span, start, end }
    }
}

/// What is counted of findings that may not be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Findings below the least severity.
    pub hidden: u64,
    /// Places that the text asks not to report.
    pub ignored: u64,
    /// The impacts of those.
    pub hidden_impacts: Impacts,
    /// The greatest severity among the findings, hidden ones included; labels have none.
    pub worst: Option<Severity>,
}

#[derive(Debug)]
pub(super) struct Pending {
    pub(super) finding: Finding,
    pub(super) seed: FingerprintSeed,
}

impl DocumentAudit {
    pub(super) fn new(least: Severity, evidence: Evidence, words: u64) -> Self {
        DocumentAudit {
            pending: Vec::new(),
            least,
            units: Vec::new(),
            claims: Vec::new(),
            evidence,
            counts: Counts::default(),
            words,
            key: Arc::default(),
            directives: Vec::new(),
            document: None,
            texts: None,
            language: None,
        }
    }

    /// Adds the next window of the same document.
    pub fn merge(&mut self, next: DocumentAudit) {
        self.pending.extend(next.pending);
        self.claims.extend(next.claims);
        self.evidence.merge(next.evidence);
        self.counts.hidden += next.counts.hidden;
        self.counts.ignored += next.counts.ignored;
        self.directives.extend(next.directives);
        self.counts.hidden_impacts.merge(next.counts.hidden_impacts);
        self.counts.worst = self.counts.worst.max(next.counts.worst);
        self.words += next.words;
        self.language = self.language.take().or(next.language);
        self.document = self.document.take().or(next.document);
    }
}

/// The findings, their fingerprints numbered among equals in this order.
pub(super) fn with_ordinals(pending: Vec<Pending>) -> Vec<Finding> {
    let mut ordinals: FxHashMap<SeedDigest, u32> = FxHashMap::default();
    let number = |Pending { mut finding, seed }: Pending| {
        let ordinal = ordinals.entry(seed.digest()).or_default();
        finding.fingerprint = seed.with_ordinal(*ordinal);
        *ordinal += 1;
        finding
    };
    pending.into_iter().map(number).collect()
}
