//! Measures rules: what each finds in a corpus, how often, and a sample of the places.

use super::Audited;
use crate::finding::{Finding, Kind, Severity, Site};
use crate::rules::string::Str;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What rules found in one corpus.
#[derive(Debug, Default)]
pub struct Measure {
    /// Documents audited.
    pub documents: u64,
    /// Words audited.
    pub words: u64,
    /// By full rule id.
    pub rules: BTreeMap<Str, Tally>,
    /// Findings of each severity; labels have none of these.
    pub by_severity: BTreeMap<Severity, u64>,
    /// Labels.
    pub labels: u64,
    sampling: Sampling,
}

/// What one rule found in one corpus.
#[derive(Debug, Default)]
pub struct Tally {
    /// Findings.
    pub hits: u64,
    /// Documents with a finding.
    pub documents: u64,
    /// Places drawn, by their lot.
    drawn: BTreeMap<u64, Context>,
}

/// A place that a rule found, as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Context {
    /// Id of the document.
    pub document: Arc<str>,
    /// The text before.
    pub before: String,
    /// What was found.
    pub found: String,
    /// The text after.
    pub after: String,
}

/// How places are drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sampling {
    /// Places of each rule.
    pub places: usize,
    /// Another seed draws other places.
    pub seed: u64,
}

/// Characters shown before and after a place.
const REACH: usize = 70;

impl Measure {
    /// Nothing measured yet.
    pub fn new(sampling: Sampling) -> Self {
        Measure { sampling, ..Measure::default() }
    }

    /// Adds an audited document.
    pub fn add(&mut self, audited: &Audited) {
        self.documents += 1;
        self.words += audited.words;
        let mut met: BTreeSet<&str> = BTreeSet::new();
        for finding in &audited.findings {
            match finding.kind {
                Kind::Label => self.labels += 1,
                Kind::Finding => *self.by_severity.entry(finding.severity).or_default() += 1,
            }
            let tally = self.rules.entry(finding.rule.clone()).or_default();
            tally.hits += 1;
            tally.documents += u64::from(met.insert(&finding.rule));
            tally.draw(finding, self.sampling);
        }
    }

    /// What a rule found, if anything.
    pub fn tally(&self, rule: &str) -> Option<&Tally> {
        self.rules.get(rule)
    }

    /// Findings of a rule.
    pub fn hits(&self, rule: &str) -> u64 {
        self.tally(rule).map_or(0, |tally| tally.hits)
    }

    /// Findings in a million words; none without words.
    pub fn per_million(&self, rule: &str) -> Option<f64> {
        (self.words > 0).then(|| self.hits(rule) as f64 * 1e6 / self.words as f64)
    }
}

/// How many times more often a rule finds something in one corpus than in another. Half a finding is added to each
/// side, so that a rule that finds nothing in one of them has a ratio all the same; none without words.
pub fn ratio(of: &Measure, to: &Measure, rule: &str) -> Option<f64> {
    let rate = |measure: &Measure| (measure.hits(rule) as f64 + 0.5) / measure.words as f64;
    (of.words > 0 && to.words > 0).then(|| rate(of) / rate(to))
}

impl Tally {
    /// The places that were drawn, in order of documents.
    pub fn contexts(&self) -> Vec<&Context> {
        let mut contexts: Vec<&Context> = self.drawn.values().collect();
        contexts.sort();
        contexts
    }

    /// Every place has a lot, made of what it is and of the seed; those with the smallest lots are kept. So the
    /// sample does not depend on the order of documents or on the number of threads.
    fn draw(&mut self, finding: &Finding, sampling: Sampling) {
        if sampling.places == 0 {
            return;
        }
        let lot = lot(&finding.site, sampling.seed);
        let full = self.drawn.len() >= sampling.places;
        if full && self.drawn.last_key_value().is_some_and(|(last, _)| lot >= *last) {
            return;
        }
        self.drawn.insert(lot, context(&finding.site));
        if self.drawn.len() > sampling.places {
            self.drawn.pop_last();
        }
    }
}

/// FNV-1a over what tells a place from others, mixed so that near places have far lots; the same in every version.
fn lot(site: &Site, seed: u64) -> u64 {
    let place = site.start.to_le_bytes();
    let parts = [site.place.file.as_bytes(), site.document.as_bytes(), site.field.as_bytes(), &place];
    let mut hash = 0xCBF2_9CE4_8422_2325 ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    for byte in parts.into_iter().flatten() {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    hash ^ (hash >> 31)
}

fn context(site: &Site) -> Context {
    let excerpt = &site.excerpt;
    let part = |from: usize, to: usize| excerpt.text.get(from..to).unwrap_or_default();
    let (before, after) = (part(0, excerpt.start as usize), part(excerpt.end as usize, excerpt.text.len()));
    let count = before.chars().count();
    let tail: String = before.chars().skip(count.saturating_sub(REACH)).collect();
    let head: String = after.chars().take(REACH).collect();
    let cut = |cut: bool| if cut { "…" } else { "" };
    Context {
        document: site.document.clone(),
        before: format!("{}{tail}", cut(count > REACH || excerpt.cut_before)),
        found: part(excerpt.start as usize, excerpt.end as usize).to_owned(),
        after: format!("{head}{}", cut(after.chars().count() > REACH || excerpt.cut_after)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::LanguageOrigin;
    use crate::finding::{Confidence, Excerpt, FingerprintSeed, Impact};
    use crate::source::Place;

    fn finding(rule: &str, document: &str, start: u64) -> Finding {
        let site = Site {
            place: Place {
                file: document.into(),
                member: None,
                line: 1,
                column: 1,
                end_line: 1,
                end_column: 2,
                utf8_column: 1,
                utf8_end_column: 2,
                byte_start: start,
                byte_end: start + 1,
            },
            document: document.into(),
            item: None,
            lang: None,
            field: "text".into(),
            start,
            end: start + 1,
            text: "b".into(),
            excerpt: Excerpt { text: format!("a{start} b c"), start: 2, end: 4, cut_before: false, cut_after: true },
        };
        Finding {
            rule: rule.into(),
            kind: Kind::Finding,
            severity: Severity::Warning,
            impact: Impact::Minor,
            confidence: Confidence::High,
            category: "terminology/wrong-term".into(),
            message: String::new(),
            site,
            related: vec![],
            suggestions: vec![],
            fingerprint: FingerprintSeed::new("", "", "", &[], &[]).with_ordinal(0),
        }
    }

    fn audited(document: &str, starts: std::ops::Range<u64>) -> Audited {
        Audited {
            key: "".into(),
            directives: vec![],
            findings: starts.map(|start| finding("t/one", document, start)).collect(),
            counts: Default::default(),
            words: 500,
            lang: None,
            origin: LanguageOrigin::Unknown,
            file: document.into(),
            document: document.into(),
            item: None,
            texts: None,
        }
    }

    #[test]
    fn rates_are_per_million_words_and_the_ratio_is_finite() {
        let mut clean = Measure::new(Sampling::default());
        clean.add(&audited("a", 0..0));
        clean.add(&audited("b", 0..0));
        let mut other = Measure::new(Sampling::default());
        other.add(&audited("c", 0..2));
        assert_eq!((other.hits("t/one"), other.per_million("t/one")), (2, Some(4000.0)));
        assert_eq!(other.tally("t/one").unwrap().documents, 1);
        assert_eq!(ratio(&other, &clean, "t/one"), Some(10.0));
        assert_eq!(ratio(&other, &Measure::default(), "t/one"), None);
        assert_eq!(other.by_severity[&Severity::Warning], 2);
    }

    #[test]
    fn the_sample_depends_on_the_seed_and_not_on_the_order() {
        let drawn = |documents: &[&str], seed| {
            let mut measure = Measure::new(Sampling { places: 3, seed });
            documents.iter().for_each(|document| measure.add(&audited(document, 0..40)));
            measure.tally("t/one").unwrap().contexts().into_iter().cloned().collect::<Vec<_>>()
        };
        let one = drawn(&["a", "b", "c"], 0);
        assert_eq!(one.len(), 3);
        assert_eq!(one, drawn(&["c", "a", "b"], 0));
        assert_ne!(one, drawn(&["a", "b", "c"], 1));
        assert!(one[0].after.ends_with('…'));
    }
}
