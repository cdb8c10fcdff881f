//! A baseline brought up to date with what an audit found.

use super::known::has_name;
use super::{Baseline, Entry, Known, List, Scope};
use crate::finding::{Finding, Kind};
use std::collections::HashSet;
use std::sync::Arc;

/// An audit under way, seen from a baseline: which entries it met, and what no entry knows.
pub struct Renewal<'k> {
    known: &'k Known<'k>,
    /// By entry, what it is now.
    anchors: Vec<Option<Entry>>,
    /// Whether a finding was met that an entry knows.
    met: Vec<bool>,
    unknown: Vec<Entry>,
    /// Why new entries are there.
    reason: String,
}

/// What makes an entry that no finding was met for a stale one.
pub struct Stale<'a> {
    /// Keys of the documents that were audited whole.
    pub documents: &'a HashSet<Arc<str>>,
    /// Whether a rule ran, or does not exist any more.
    pub ran: &'a dyn Fn(&str) -> bool,
    /// Whether entries of documents that were not met, and entries without a document, may be stale, too.
    pub missing: bool,
}

/// A baseline that was changed.
#[derive(Debug, PartialEq)]
pub struct Changed {
    /// What it is now.
    pub baseline: Baseline,
    /// Entries that are new.
    pub added: usize,
    /// Entries that are gone.
    pub dropped: usize,
    /// Entries that no finding was met for and that stay, because nothing tells that they are stale.
    pub unmet: usize,
}

impl<'k> Renewal<'k> {
    /// Nothing met yet.
    pub fn new(known: &'k Known<'k>, reason: &str) -> Self {
        let entries = known.baseline().entries().len();
        let (anchors, met) = (vec![None; entries], vec![false; entries]);
        Renewal { known, anchors, met, unknown: Vec::new(), reason: reason.to_owned() }
    }

    /// Takes all findings of a document. Those that `counts` says are added if they are not known.
    pub fn document(&mut self, findings: &[Finding], counts: impl Fn(&Finding) -> bool) {
        for (finding, matched) in findings.iter().zip(self.known.of_document(findings)) {
            match matched {
                Some(matched) => {
                    let entry = &self.known.baseline().entries()[matched.entry];
                    self.met[matched.entry] = true;
                    if entry.scope == Scope::Here {
                        self.anchors[matched.entry] = Some(entry.anchored(finding));
                    }
                }
                None if finding.kind == Kind::Finding
                    && counts(finding)
                    && has_name(&finding.fingerprint.parts().document) =>
                {
                    self.unknown.push(Entry::of(finding, List::Accepted, Scope::Here, &self.reason));
                }
                None => {}
            }
        }
    }

    /// The baseline with all that was found: what is new is accepted, what is known is described as it is now, and
    /// what was accepted and is gone goes. What was dismissed stays.
    pub fn update(self, stale: &Stale<'_>) -> Changed {
        let goes = |index: usize, entry: &Entry| entry.list == List::Accepted && self.is_stale(index, entry, stale);
        let entries = self.known.baseline().entries();
        let kept = entries.iter().enumerate().filter(|(index, entry)| !goes(*index, entry));
        let kept: Vec<Entry> =
            kept.map(|(index, entry)| self.anchors[index].clone().unwrap_or_else(|| entry.clone())).collect();
        let (before, stayed) = (entries.len(), kept.len());
        let baseline = Baseline::of(kept.into_iter().chain(self.unknown).collect());
        Changed {
            added: baseline.entries.len().saturating_sub(stayed),
            dropped: before - stayed,
            unmet: self.met.iter().filter(|met| !**met).count() - (before - stayed),
            baseline,
        }
    }

    /// The baseline without what is gone, on either list.
    pub fn prune(self, stale: &Stale<'_>) -> Changed {
        let entries = self.known.baseline().entries();
        let kept = entries.iter().enumerate().filter(|(index, entry)| !self.is_stale(*index, entry, stale));
        let baseline = Baseline::of(kept.map(|(_, entry)| entry.clone()).collect());
        let dropped = entries.len() - baseline.entries.len();
        let unmet = self.met.iter().filter(|met| !**met).count() - dropped;
        Changed { baseline, added: 0, dropped, unmet }
    }

    fn is_stale(&self, index: usize, entry: &Entry, stale: &Stale<'_>) -> bool {
        let was_there = stale.missing || stale.documents.contains(&entry.document);
        !self.met[index] && was_there && (stale.ran)(self.known.present_rule(&entry.rule))
    }
}

impl Baseline {
    /// The baseline with decisions about findings, each in the place of the entry that knew its finding, if one did.
    pub fn with(&self, decisions: Vec<(Option<usize>, Entry)>) -> Self {
        let of_one = |index: &usize| self.entries.get(*index).is_some_and(|entry| entry.scope == Scope::Here);
        let replaced: HashSet<usize> = decisions.iter().filter_map(|(index, _)| *index).filter(of_one).collect();
        let kept = self.entries.iter().enumerate().filter(|(index, _)| !replaced.contains(index));
        let decided = decisions.into_iter().map(|(_, entry)| entry);
        Baseline::of(kept.map(|(_, entry)| entry.clone()).chain(decided).collect())
    }
}
