//! Text that repeats in most documents of a corpus: reported once, and what was found in it taken out of theirs.

use super::{Auditor, Counts, Pending, Unit, dated, resolve};
use crate::checks::TextUnit;
use crate::corpus::{Evidence, GroupKey, Reach, Residue, Sample, Texts};
use crate::document::{Document, ParagraphBreak};
use crate::finding::{Finding, FingerprintSeed, Kind, Related, Severity};
use crate::rules::model::{CheckSpec, Rule};
use crate::text::View;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
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

/// A text of a document as it is kept: where it is in a field, in Unicode scalars.
pub(super) fn unit(of: &TextUnit, rule: &Rule, reach: &Reach, field: Arc<str>, place: (u64, u64)) -> Unit {
    let (start, end) = place;
    let (digest, parent, span) = (of.digest, of.parent, of.span);
    Unit {
        reach: reach.clone(),
        rule: rule.id.clone(),
        digest,
        parent,
        index: of.field as u32,
        span,
        field,
        start,
        end,
    }
}

/// A place of a text.
pub(super) fn sample(document: &Document, lang: Option<Arc<str>>, key: &GroupKey, unit: &Unit) -> Sample {
    let field = &document.fields[unit.index as usize];
    let corpus = match &key.reach {
        Reach::Feed(feed) | Reach::Document(feed) => &**feed,
        Reach::Corpus => CORPUS_KEY,
    };
    let view = View::of(&field.text[unit.span.range()], ParagraphBreak::Line);
    Sample {
        site: resolve::site_of(document, lang, unit.index as usize, unit.span, (unit.start, unit.end)),
        // It is a text of the corpus, whichever document shows it.
        seed: FingerprintSeed::new(corpus, &key.rule, view.folded(), &[], &[]),
        layers: None,
        dated: document.date.is_some(),
    }
}

/// Takes out of a document's findings what lies in texts that are repeated.
pub(super) fn take_out(
    findings: &mut Vec<Finding>,
    units: &[Unit],
    residues: &BTreeMap<GroupKey, Residue>,
    removed: &mut Removed,
) {
    let repeated: Vec<(&Unit, GroupKey, u64)> = (units.iter())
        .filter_map(|unit| {
            let key = unit.key();
            let whole = residues.get(&key)?.whole(unit.digest)?;
            Some((unit, key, whole))
        })
        .collect();
    findings.retain(|finding| {
        let site = &finding.site;
        let inside = |unit: &Unit| unit.field == site.field && unit.start <= site.start && site.end <= unit.end;
        let Some((_, key, whole)) = repeated.iter().find(|(unit, ..)| inside(unit)) else { return true };
        let text = removed.texts.entry((key.clone(), *whole)).or_default();
        if finding.kind == Kind::Finding {
            text.worst = text.worst.max(Some(finding.severity));
        }
        let same = |known: &Finding| known.rule == finding.rule && known.site.text == site.text;
        if text.first.len() < MOST_NAMED && !text.first.iter().any(same) {
            text.first.push(finding.clone());
        }
        false
    });
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
        let message = rule.message.fill(|hole| match hole {
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
