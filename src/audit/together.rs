//! The documents of one corpus on their way out: they wait for its end, because what repeats in most of them is
//! reported once and taken out of theirs, and what they call differently is known only then.

use super::claims::Claims;
use super::pipeline::{Audited, Compared, Outcome};
use super::residue::{self, Places};
use super::{Auditor, Counts, DocumentAudit, with_ordinals};
use crate::corpus::{Evidence, GroupKey, Ledger, Reach, Residue, Sample, Spool, Texts, Weighed};
use crate::document::Document;
use crate::finding::Kind;
use crate::rules::boilerplate::Boilerplate;
use crate::rules::model::CheckSpec;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;

/// A corpus that has not ended.
pub(super) struct Together {
    /// Within what its documents are compared.
    pub reach: Reach,
    ledger: Ledger,
    said: Spool<Said>,
    waiting: Spool<Waiting>,
    /// Number of the document under way, and the places of its texts so far.
    number: u64,
    places: Places,
}

/// What a document says that may be at odds with others.
#[derive(Serialize, Deserialize)]
struct Said {
    evidence: Evidence,
    claims: Vec<Claims>,
}

/// An audited document that waits.
#[derive(Serialize, Deserialize)]
struct Waiting {
    audited: Audited,
    places: Places,
}

/// Bytes that findings and samples take in memory beside their texts.
const FINDING: usize = 1_000;
const SAMPLE: usize = 900;

impl Weighed for Waiting {
    fn weight(&self) -> usize {
        let findings = self.audited.findings.iter();
        let findings: usize = findings.map(|one| FINDING + one.message.len() + FINDING * one.related.len()).sum();
        let texts = self.audited.texts.iter().flat_map(|texts| texts.iter());
        let texts: usize = texts.map(|text| text.text.len()).sum();
        400 + findings + texts + self.places.weight()
    }
}

impl Weighed for Said {
    fn weight(&self) -> usize {
        let groups = self.evidence.groups().flat_map(|(_, group)| group.forms.values());
        let samples: usize = groups.map(|uses| 200 + SAMPLE * uses.samples.len()).sum();
        samples + self.claims.iter().map(Claims::weight).sum::<usize>()
    }
}

impl Together {
    pub fn new(reach: Reach) -> Self {
        let (ledger, said, waiting) = (Ledger::default(), Spool::default(), Spool::default());
        Together { reach, ledger, said, waiting, number: 0, places: Places::default() }
    }

    /// Counts the texts of a document, or of a window of one, while it is there to be shown.
    pub fn window(&mut self, auditor: &Auditor, document: &Document, audit: &DocumentAudit) {
        let lang = audit.language.as_ref().and_then(|(lang, _)| lang.clone());
        for (rule, parameters) in auditor.boilerplate() {
            let key = GroupKey::of_rule(auditor.text_reach(document, &self.reach), auditor.rule(rule).id.clone());
            let corpus = self.ledger.document(&key, self.number);
            // What is in most documents in the end is in half as many by then; of the rest no place is kept.
            let least = (parameters.least(self.ledger.documents(corpus)) / 2).max(parameters.min_documents.into());
            for unit in audit.units.iter().filter(|unit| unit.rule == rule) {
                let sample = || residue::sample(document, lang.clone(), &key, unit);
                self.ledger.text(corpus, unit.digest, unit.parent, least, sample);
                self.places.add(corpus, unit, &document.fields[unit.field as usize].name);
            }
        }
    }

    /// Takes a document whose windows were counted.
    pub fn document(&mut self, audited: Audited, evidence: Evidence, claims: Vec<Claims>) {
        claims.iter().for_each(|claims| claims.count(&mut self.ledger));
        if !evidence.is_empty() || !claims.is_empty() {
            self.said.push(Said { evidence, claims });
        }
        self.waiting.push(Waiting { audited, places: std::mem::take(&mut self.places) });
        self.number += 1;
    }

    /// Counts texts in all documents, where some were dropped while others came.
    fn count_again(&mut self, repeated: &mut [(GroupKey, Texts)]) -> io::Result<()> {
        let digests = repeated.iter().map(|(_, texts)| texts.uses.keys().map(|digest| (*digest, 0)).collect());
        let mut counted: Vec<FxHashMap<u64, u64>> = digests.collect();
        self.waiting.each(|waiting| {
            for (corpus, digest) in waiting.places.digests() {
                counted[corpus as usize].entry(digest).and_modify(|count| *count += 1);
            }
        })?;
        for ((_, texts), counted) in repeated.iter_mut().zip(counted) {
            for (digest, documents) in counted {
                texts.uses.entry(digest).and_modify(|uses| uses.documents = documents);
            }
        }
        Ok(())
    }

    /// Hands on the documents, without what is reported once for all of them, and then what they say together.
    pub fn finish<E>(
        mut self,
        auditor: &Auditor,
        sink: &mut impl FnMut(Outcome<E>) -> ControlFlow<()>,
    ) -> io::Result<ControlFlow<()>> {
        let rules: BTreeMap<_, _> =
            auditor.boilerplate().map(|(rule, parameters)| (auditor.rule(rule).id.clone(), parameters)).collect();
        let least = |key: &GroupKey, documents| {
            rules.get(&key.rule).map_or(u64::MAX, |parameters: &&Boilerplate| parameters.least(documents))
        };
        let (full, counts_all) = (self.ledger.is_full(), self.ledger.counts_all());
        let mut repeated = self.ledger.candidates(least);
        if !counts_all {
            self.count_again(&mut repeated)?;
        }
        let (mut evidence, ledger, reach) = (Evidence::default(), &self.ledger, &self.reach);
        let _ = self.said.drain(|Said { evidence: own, claims }| {
            evidence.merge(own);
            claims.iter().for_each(|one| one.unpack(auditor, reach, |topic| ledger.is_open(topic), &mut evidence));
            ControlFlow::Continue(())
        })?;
        let residue = |key: &GroupKey, texts: &Texts| rules.get(&key.rule).map(|rule| texts.residue(rule));
        let residues: Vec<(GroupKey, Residue)> =
            repeated.iter().map(|(key, texts)| (key.clone(), residue(key, texts).unwrap_or_default())).collect();
        let nothing_repeats = residues.iter().all(|(_, residue)| residue.is_empty());
        for (key, texts) in repeated {
            evidence.add_texts(key, texts);
        }
        let mut removed = residue::Removed::default();
        let mut documents = 0;
        let flow = self.waiting.drain(|Waiting { mut audited, places }| {
            documents += 1;
            if !nothing_repeats {
                places.take_out(&mut audited.findings, &residues, &mut removed);
                let found = audited.findings.iter().filter(|finding| finding.kind == Kind::Finding);
                audited.counts.worst = found.map(|finding| finding.severity).max();
            }
            auditor.tell_house(&mut audited.findings, reach, &evidence);
            auditor.hide_slight(&mut audited.findings, &mut audited.counts);
            sink(Outcome::Audited(audited))
        })?;
        if flow.is_break() {
            return Ok(flow);
        }
        let (mut pending, mut counts) = (Vec::new(), Counts::default());
        auditor.compare(&evidence, auditor.settings.min_severity, &mut pending, &mut counts);
        auditor.compare_texts(&evidence, &removed, &mut pending, &mut counts);
        let findings = with_ordinals(pending);
        if findings.is_empty() && counts == Counts::default() && !full {
            return Ok(flow);
        }
        Ok(sink(Outcome::Compared(Compared { findings, counts, documents, incomplete: full })))
    }
}

impl Auditor {
    /// Within what a document is compared with others.
    pub(super) fn reach(&self, document: &Document) -> Option<Reach> {
        if !self.compares {
            return None;
        }
        match &document.feed {
            _ if self.settings.corpus => Some(Reach::Corpus),
            Some(feed) if self.settings.feeds => Some(Reach::Feed(feed.clone())),
            _ => None,
        }
    }

    /// Within what its texts are counted: what a site puts around its articles is in the items of its feed.
    pub(super) fn text_reach(&self, document: &Document, reach: &Reach) -> Reach {
        document.feed.as_ref().map_or_else(|| reach.clone(), |feed| Reach::Feed(feed.clone()))
    }

    /// The active rules about repeated text.
    pub(super) fn boilerplate(&self) -> impl Iterator<Item = (crate::rules::RuleIndex, &Boilerplate)> {
        self.program.active_rules().filter_map(|index| match &self.rule(index).check {
            CheckSpec::Boilerplate(parameters) => Some((index, parameters)),
            _ => None,
        })
    }
}

/// The evidence of the texts of one document, with a place of each.
pub(super) fn texts_of(
    auditor: &Auditor,
    document: &Document,
    audit: &DocumentAudit,
    reach: &Reach,
    evidence: &mut Evidence,
) {
    let lang = audit.language.as_ref().and_then(|(lang, _)| lang.clone());
    for (rule, _) in auditor.boilerplate() {
        let key = GroupKey::of_rule(auditor.text_reach(document, reach), auditor.rule(rule).id.clone());
        let uses = audit.units.iter().filter(|unit| unit.rule == rule).map(|unit| {
            let sample: Option<Sample> = Some(residue::sample(document, lang.clone(), &key, unit));
            (unit.digest, crate::corpus::TextUses { documents: 1, parent: unit.parent, sample })
        });
        let texts = Texts { documents: 1, uses: uses.collect() };
        evidence.add_texts(key, texts);
    }
}
