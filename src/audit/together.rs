//! The documents of one corpus on their way out: they wait for its end, because what repeats in most of them is
//! reported once and taken out of theirs, and what they call differently is known only then.

use super::pipeline::{Audited, Compared, Outcome};
use super::{Auditor, Counts, DocumentAudit, Unit, residue, with_ordinals};
use crate::corpus::{Evidence, GroupKey, Ledger, Reach, Residue, Sample, Spool, Weighed};
use crate::document::Document;
use crate::finding::Kind;
use crate::rules::boilerplate::Boilerplate;
use crate::rules::model::CheckSpec;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;

/// A corpus that has not ended.
pub(super) struct Together {
    /// Within what its documents are compared.
    pub reach: Reach,
    ledger: Ledger,
    waiting: Spool<Waiting>,
    /// Number of the document under way.
    number: u64,
}

/// An audited document that waits.
#[derive(Serialize, Deserialize)]
struct Waiting {
    audited: Audited,
    evidence: Evidence,
    /// Its texts that may be repeated, and the corpus in which they are counted.
    units: Vec<Unit>,
}

/// Bytes that findings and samples take in memory beside their texts.
const FINDING: usize = 1_000;
const SAMPLE: usize = 900;

impl Weighed for Waiting {
    fn weight(&self) -> usize {
        let findings = self.audited.findings.iter();
        let findings: usize = findings.map(|one| FINDING + one.message.len() + FINDING * one.related.len()).sum();
        let groups = self.evidence.groups().flat_map(|(_, group)| group.forms.values());
        let samples: usize = groups.map(|uses| 200 + SAMPLE * uses.samples.len()).sum();
        let texts = self.audited.texts.iter().flat_map(|texts| texts.iter());
        let texts: usize = texts.map(|text| text.text.len()).sum();
        400 + findings + samples + texts + 64 * self.units.len()
    }
}

impl Together {
    pub fn new(reach: Reach) -> Self {
        Together { reach, ledger: Ledger::default(), waiting: Spool::default(), number: 0 }
    }

    /// Counts the texts of a document, or of a window of one, while it is there to be shown.
    pub fn window(&mut self, auditor: &Auditor, document: &Document, audit: &DocumentAudit) {
        let lang = audit.language.as_ref().and_then(|(lang, _)| lang.clone());
        for (rule, parameters) in auditor.boilerplate() {
            let rule = auditor.rule(rule).id.clone();
            let key = GroupKey::of_rule(auditor.text_reach(document, &self.reach), rule.clone());
            let corpus = self.ledger.document(&key, self.number);
            let least = u64::from(parameters.min_documents);
            for unit in audit.units.iter().filter(|unit| unit.rule == rule) {
                let sample = || residue::sample(document, lang.clone(), &key, unit);
                self.ledger.text(corpus, unit.digest, unit.parent, least, sample);
            }
        }
    }

    /// Takes a document whose windows were counted.
    pub fn document(&mut self, audited: Audited, evidence: Evidence, units: Vec<Unit>) {
        self.ledger.take(&evidence);
        self.waiting.push(Waiting { audited, evidence, units });
        self.number += 1;
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
        let full = self.ledger.is_full();
        let counts_all = self.ledger.counts_all();
        let mut repeated = self.ledger.candidates(least);
        let mut evidence = Evidence::default();
        let recount: FxHashSet<u64> = match counts_all {
            true => FxHashSet::default(),
            false => repeated.values().flat_map(|texts| texts.uses.keys()).copied().collect(),
        };
        let mut counted: FxHashMap<(GroupKey, u64), u64> = FxHashMap::default();
        let ledger = &self.ledger;
        self.waiting.each(|waiting| {
            evidence.merge(waiting.evidence.only(|key| ledger.is_open(key)));
            for unit in waiting.units.iter().filter(|unit| recount.contains(&unit.digest)) {
                *counted.entry((unit.key(), unit.digest)).or_default() += 1;
            }
        })?;
        for ((key, digest), documents) in counted {
            if let Some(uses) = repeated.get_mut(&key).and_then(|texts| texts.uses.get_mut(&digest)) {
                uses.documents = documents;
            }
        }
        let residues: BTreeMap<GroupKey, Residue> = (repeated.iter())
            .filter_map(|(key, texts)| Some((key.clone(), texts.residue(rules.get(&key.rule)?))))
            .filter(|(_, residue)| !residue.is_empty())
            .collect();
        for (key, texts) in repeated {
            evidence.add_texts(key, texts);
        }
        let mut removed = residue::Removed::default();
        let (mut documents, reach) = (0, &self.reach);
        let flow = self.waiting.drain(|Waiting { mut audited, units, .. }| {
            documents += 1;
            if !residues.is_empty() {
                residue::take_out(&mut audited.findings, &units, &residues, &mut removed);
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
        let rule = auditor.rule(rule).id.clone();
        let key = GroupKey::of_rule(auditor.text_reach(document, reach), rule.clone());
        let uses = audit.units.iter().filter(|unit| unit.rule == rule).map(|unit| {
            let sample: Option<Sample> = Some(residue::sample(document, lang.clone(), &key, unit));
            (unit.digest, crate::corpus::TextUses { documents: 1, parent: unit.parent, sample })
        });
        let texts = crate::corpus::Texts { documents: 1, uses: uses.collect() };
        evidence.add_texts(key, texts);
    }
}
