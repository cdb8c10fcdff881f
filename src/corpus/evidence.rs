//! Mergeable evidence: which forms were used how often, with a bounded number of places of each.

use super::repeated::{Repeated, Texts};
use crate::finding::{FingerprintSeed, Site};
use crate::rules::string::Str;
use crate::source::Layer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most places of one form that are kept; the rest is counted.
pub const MOST_SAMPLES: usize = 64;

/// What documents say that has to be compared: a map from what is compared to the forms that were used.
///
/// Evidence of documents is merged in input order, in one process or many; the result does not depend on how
/// the documents were grouped.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    groups: BTreeMap<GroupKey, Group>,
    /// Texts that may be repeated.
    repeated: Repeated,
    /// Whether all places are kept.
    keeps_all: bool,
}

/// What is compared: the uses of one rule for one thing within one reach.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GroupKey {
    /// Within what.
    pub reach: Reach,
    /// Full rule id.
    pub rule: Str,
    /// The language of the documents without its region, where those of two languages are not compared; else empty.
    pub language: Str,
    /// What the forms stand for: the letters of a name, an acronym. Empty where the rule says it.
    pub topic: Str,
}

impl GroupKey {
    /// The key of a rule that itself says what is compared.
    pub fn of_rule(reach: Reach, rule: Str) -> Self {
        GroupKey { reach, rule, language: Str::default(), topic: Str::default() }
    }
}

/// Within what uses are compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reach {
    /// One document, by its key.
    Document(Arc<str>),
    /// The items of one feed, by its key.
    Feed(Arc<str>),
    /// All documents of the run.
    Corpus,
}

/// The forms used in one group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// By form, as the rule writes it.
    pub forms: BTreeMap<Str, FormUses>,
}

/// How one form was used.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FormUses {
    /// How often.
    pub count: u64,
    /// In how many documents (or windows of one).
    pub documents: u64,
    /// The first places, at most 64.
    pub samples: Vec<Sample>,
}

/// A place where a form was used, complete enough to be reported when its document is gone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Where.
    pub site: Site,
    /// What its fingerprint is made of.
    pub seed: FingerprintSeed,
    /// What text put there has to be escaped for, outermost first; `None` if the place cannot be replaced in the
    /// raw file.
    pub layers: Option<Vec<Layer>>,
    /// Whether its document says on which day it was published.
    pub dated: bool,
}

impl Evidence {
    /// No evidence yet; with `keeps_all`, every place will be kept, so that all can be repaired at once.
    pub fn new(keeps_all: bool) -> Self {
        Evidence { groups: BTreeMap::new(), repeated: Repeated::new(), keeps_all }
    }

    fn most_samples(&self) -> usize {
        if self.keeps_all { usize::MAX } else { MOST_SAMPLES }
    }

    /// Adds a use of a form; `new_document` if it is the first of its document.
    pub fn add(&mut self, key: GroupKey, form: &Str, new_document: bool, sample: impl FnOnce() -> Sample) {
        self.add_uses(key, form, 1, new_document, sample);
    }

    /// Adds so many uses of a form, of which one is kept.
    pub fn add_uses(
        &mut self,
        key: GroupKey,
        form: &Str,
        count: u64,
        new_document: bool,
        sample: impl FnOnce() -> Sample,
    ) {
        let most = self.most_samples();
        let uses = self.groups.entry(key).or_default().forms.entry(form.clone()).or_default();
        uses.count += count;
        uses.documents += u64::from(new_document);
        if uses.samples.len() < most {
            uses.samples.push(sample());
        }
    }

    /// Counts a document that uses a form, whose places are told by other means.
    pub fn count(&mut self, key: GroupKey, form: &Str) {
        let uses = self.groups.entry(key).or_default().forms.entry(form.clone()).or_default();
        uses.count += 1;
        uses.documents += 1;
    }

    /// Adds the evidence of documents that come later in the input.
    pub fn merge(&mut self, later: Evidence) {
        self.keeps_all |= later.keeps_all;
        let most = self.most_samples();
        for (key, group) in later.groups {
            let mine = self.groups.entry(key).or_default();
            for (form, uses) in group.forms {
                let merged = mine.forms.entry(form).or_default();
                merged.count += uses.count;
                merged.documents += uses.documents;
                let room = most - merged.samples.len().min(most);
                merged.samples.extend(uses.samples.into_iter().take(room));
            }
        }
        for (key, texts) in later.repeated {
            self.repeated.entry(key).or_default().merge(texts);
        }
    }

    /// Adds texts that may be repeated.
    pub fn add_texts(&mut self, key: GroupKey, texts: Texts) {
        self.repeated.entry(key).or_default().merge(texts);
    }

    /// Takes out the groups that reach no further than their document.
    pub fn split_documents(&mut self) -> Evidence {
        let goes_on = |key: &GroupKey| !matches!(key.reach, Reach::Document(_));
        let (corpus, documents) = std::mem::take(&mut self.groups).into_iter().partition(|(key, _)| goes_on(key));
        self.groups = corpus;
        Evidence { groups: documents, repeated: Repeated::new(), keeps_all: self.keeps_all }
    }

    /// The groups, in order of reach and rule.
    pub fn groups(&self) -> impl Iterator<Item = (&GroupKey, &Group)> {
        self.groups.iter()
    }

    /// The forms of one thing.
    pub fn group(&self, key: &GroupKey) -> Option<&Group> {
        self.groups.get(key)
    }

    /// The texts that may be repeated, in order of reach and rule.
    pub fn repeated(&self) -> &Repeated {
        &self.repeated
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.repeated.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Excerpt;
    use crate::source::Place;
    use proptest::prelude::*;

    fn one(document: u32, form: u8) -> Evidence {
        let place = Place {
            file: "f".into(),
            member: None,
            line: document + 1,
            column: 1,
            end_line: document + 1,
            end_column: 2,
            utf8_column: 1,
            utf8_end_column: 2,
            byte_start: document.into(),
            byte_end: u64::from(document) + 1,
        };
        let excerpt = Excerpt { text: "x".into(), start: 0, end: 1, cut_before: false, cut_after: false };
        let site = Site {
            place,
            document: document.to_string().into(),
            item: None,
            lang: None,
            field: "text".into(),
            start: 0,
            end: 1,
            text: "x".into(),
            excerpt,
        };
        let key = GroupKey::of_rule(Reach::Corpus, "r".into());
        let mut evidence = Evidence::default();
        let seed = FingerprintSeed::new("d", "r", "x", &[], &[]);
        evidence.add(key, &form.to_string().into(), true, || Sample {
            site,
            seed,
            layers: Some(Vec::new()),
            dated: false,
        });
        evidence
    }

    proptest! {
        #[test]
        fn merging_does_not_depend_on_how_documents_are_grouped(
            forms in proptest::collection::vec(0_u8..3, 0..200), cut in 0_usize..200,
        ) {
            let merged = |evidence: &mut dyn Iterator<Item = Evidence>| {
                evidence.fold(Evidence::default(), |mut all, next| {
                    all.merge(next);
                    all
                })
            };
            let each = |range: std::ops::Range<usize>| -> Vec<Evidence> {
                range.map(|document| one(document as u32, forms[document])).collect()
            };
            let cut = cut.min(forms.len());
            let whole = merged(&mut each(0..forms.len()).into_iter());
            let halves = [merged(&mut each(0..cut).into_iter()), merged(&mut each(cut..forms.len()).into_iter())];
            prop_assert_eq!(merged(&mut halves.into_iter()), whole);
        }
    }
}
