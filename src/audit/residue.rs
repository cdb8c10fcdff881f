//! Text that repeats in most documents of a corpus: reported once, and what was found in it taken out of theirs.

use super::claims::position;
use super::{Auditor, Counts, Pending, Unit, dated, resolve};
use crate::corpus::{Evidence, GroupKey, Reach, Residue, Sample, Texts};
use crate::document::{Document, ParagraphBreak};
use crate::finding::{Finding, FingerprintSeed, Kind, Related, Severity};
use crate::rules::model::{CheckSpec, Rule};
use crate::text::View;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What fingerprints take for the document of a text that all documents of a run share.
pub const CORPUS_KEY: &str = "*";
/// Rules whose findings in one text are named with it.
const MOST_NAMED: usize = 8;

/// What was found in texts that are repeated, by the text that is reported.
#[derive(Debug, Default)]
pub(super) struct Removed {
    texts: FxHashMap<(GroupKey, u64), InText>,
}

#[derive(Debug, Default)]
struct InText {
    worst: Option<Severity>,
    /// The first finding of each rule and text.
    first: Vec<Finding>,
}

/// A place of a text.
pub(super) fn sample(document: &Document, lang: Option<Arc<str>>, key: &GroupKey, unit: &Unit) -> Sample {
    let field = &document.fields[unit.field as usize];
    let corpus = match &key.reach {
        Reach::Feed(feed) | Reach::Document(feed) => &**feed,
        Reach::Corpus => CORPUS_KEY,
    };
    let view = View::of(&field.text[unit.span.range()], ParagraphBreak::Line);
    Sample {
        site: resolve::site_of(document, lang, unit.field as usize, unit.span, (unit.start, unit.end)),
        // It is a text of the corpus, whichever document shows it.
        seed: FingerprintSeed::new(corpus, &key.rule, view.folded(), &[], &[]),
        layers: None,
        dated: document.date.is_some(),
    }
}

/// The texts of a document, where they stand: what is found in those that are repeated is taken out.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Places {
    /// Names of its fields.
    fields: Vec<Arc<str>>,
    texts: Vec<InField>,
}

/// A text in a field, and the number of the corpus in which it is counted.
#[derive(Debug, Serialize, Deserialize)]
struct InField {
    corpus: u32,
    digest: u64,
    field: u32,
    start: u64,
    end: u64,
}

impl Places {
    /// Adds a text.
    pub(super) fn add(&mut self, corpus: u32, unit: &Unit, field: &Arc<str>) {
        let field = position(&mut self.fields, |known| known == field, || field.clone());
        let (digest, start, end) = (unit.digest, unit.start, unit.end);
        self.texts.push(InField { corpus, digest, field, start, end });
    }

    /// The texts, each with the number of its corpus.
    pub(super) fn digests(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        self.texts.iter().map(|text| (text.corpus, text.digest))
    }

    /// About how many bytes they take.
    pub(super) fn weight(&self) -> usize {
        size_of::<InField>() * self.texts.len()
    }

    /// Takes out of the document's findings what lies in texts that are repeated; `residues` are those of the corpora.
    pub(super) fn take_out(
        &self,
        findings: &mut Vec<Finding>,
        residues: &[(GroupKey, Residue)],
        removed: &mut Removed,
    ) {
        let whole = |text: &InField| residues.get(text.corpus as usize)?.1.whole(text.digest);
        let repeated: Vec<(&InField, u64)> = self.texts.iter().filter_map(|text| Some((text, whole(text)?))).collect();
        findings.retain(|finding| {
            let site = &finding.site;
            let inside = |text: &InField| {
                self.fields[text.field as usize] == site.field && text.start <= site.start && site.end <= text.end
            };
            let Some((text, whole)) = repeated.iter().find(|(text, _)| inside(text)) else { return true };
            let key = &residues[text.corpus as usize].0;
            removed.add(key, *whole, finding);
            false
        });
    }
}

impl Removed {
    fn add(&mut self, key: &GroupKey, text: u64, finding: &Finding) {
        let text = self.texts.entry((key.clone(), text)).or_default();
        if finding.kind == Kind::Finding {
            text.worst = text.worst.max(Some(finding.severity));
        }
        let same = |known: &Finding| known.rule == finding.rule && known.site.text == finding.site.text;
        if text.first.len() < MOST_NAMED && !text.first.iter().any(same) {
            text.first.push(finding.clone());
        }
    }
}

impl Auditor {
    /// What stands in most documents of a corpus, with what was found in it.
    pub(super) fn compare_texts(
        &self,
        evidence: &Evidence,
        removed: &Removed,
        pending: &mut Vec<Pending>,
        counts: &mut Counts,
    ) {
        for (key, texts) in evidence.repeated() {
            let Some(&rule) = self.rules_by_id.get(&key.rule) else { continue };
            let rule = self.rule(rule);
            let CheckSpec::Boilerplate(parameters) = &rule.check else { continue };
            let residue = texts.residue(parameters);
            let mut reported: Vec<u64> = residue.reported().collect();
            let place = |digest: &u64| texts.uses[digest].sample.as_ref().map(|sample| sample.site.place.clone());
            reported.sort_by_cached_key(place);
            for digest in reported {
                let found = removed.texts.get(&(key.clone(), digest));
                pending.extend(self.text(rule, key, texts, digest, found, counts));
            }
        }
    }

    fn text(
        &self,
        rule: &Rule,
        key: &GroupKey,
        texts: &Texts,
        digest: u64,
        found: Option<&InText>,
        counts: &mut Counts,
    ) -> Option<Pending> {
        let uses = &texts.uses[&digest];
        let sample = uses.sample.as_ref()?;
        let severity = found.and_then(|found| found.worst).map_or(rule.severity, |worst| worst.max(rule.severity));
        if !self.shows(rule, severity, 1, self.settings.min_severity, counts) {
            return None;
        }
        let documents = if matches!(key.reach, Reach::Feed(_)) { "items" } else { "documents" };
        let times = format!("{} of {} {documents}", uses.documents, texts.documents);
        let message = rule.message.say(|hole| match hole {
            "match" => Some(sample.site.text.clone().into()),
            "times" => Some(times.clone().into()),
            _ => None,
        });
        let mut finding = resolve::finding(rule, message, sample.site.clone(), Vec::new());
        finding = dated::with_severity(finding, severity);
        let found = found.map(|found| &*found.first).unwrap_or_default();
        finding.related = (found.iter())
            .map(|one| Related { site: one.site.clone(), message: format!("{}: {}", one.rule, one.message) })
            .collect();
        Some(Pending { finding, seed: sample.seed.clone() })
    }
}
