//! A document as reports see it once its findings are told: what it is called, its score, and its texts if asked for.

use crate::document::{FieldText, Item};
use crate::finding::scoring::Score;
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};
use std::cmp::Ordering;
use std::sync::Arc;

/// One audited document, with or without findings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessment {
    /// The file it is from.
    pub file: Arc<str>,
    /// Its id.
    pub document: Arc<str>,
    /// The feed item or record, if it is one.
    pub item: Option<Arc<Item>>,
    /// The language it was audited in.
    pub lang: Option<Arc<str>>,
    /// Findings that this report was given, labels not counted.
    pub findings: u64,
    /// Its score.
    pub score: Score,
    /// The texts of its fields, for a report that wants them, if it is held whole and has findings.
    pub texts: Option<Arc<[FieldText]>>,
}

impl Assessment {
    /// What people call it: its title, else its id.
    pub fn name(&self) -> &str {
        let title = self.item.as_deref().and_then(|item| item.title.as_deref());
        title.filter(|title| !title.trim().is_empty()).unwrap_or(&self.document)
    }

    /// The order in which to open documents: the worst verdict first, then the lowest score, then the greatest penalty.
    pub fn worse_first(&self, other: &Assessment) -> Ordering {
        let (one, other) = (&self.score, &other.score);
        let verdicts = other.verdict.cmp(&one.verdict);
        let scores = || one.calibrated.total_cmp(&other.calibrated);
        verdicts.then_with(scores).then_with(|| other.penalty.cmp(&one.penalty))
    }
}

/// Documents kept for the end of a report.
#[derive(Debug, Default)]
pub struct Assessments(Vec<Assessment>);

impl Assessments {
    /// Keeps a document, without its texts.
    pub fn add(&mut self, document: &Assessment) {
        self.0.push(Assessment { texts: None, ..document.clone() });
    }

    /// The documents, the worst first; equal ones in the order of the input.
    pub fn ranked(&mut self) -> &[Assessment] {
        self.0.sort_by(Assessment::worse_first);
        &self.0
    }
}

impl Serialize for Assessment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let score = &self.score;
        let mut object = serializer.serialize_struct("document", 13)?;
        object.serialize_field("document", &self.document)?;
        object.serialize_field("file", &self.file)?;
        object.serialize_field("item", &self.item)?;
        object.serialize_field("lang", &self.lang)?;
        object.serialize_field("words", &score.words)?;
        object.serialize_field("findings", &self.findings)?;
        object.serialize_field("verdict", &score.verdict)?;
        object.serialize_field("score", &rounded(score.calibrated))?;
        object.serialize_field("raw_score", &rounded(score.raw))?;
        object.serialize_field("penalty", &score.penalty)?;
        object.serialize_field("impacts", &score.impacts)?;
        object.serialize_field("pass", &score.pass)?;
        object.serialize_field("small_sample", &score.small_sample)?;
        object.end()
    }
}

/// A score with two decimals, which is more than it means.
pub(super) fn rounded(score: f64) -> f64 {
    (score * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::scoring::{Impacts, Scoring};

    fn document(name: &str, words: u64, major: u64, minor: u64) -> Assessment {
        let score = Scoring::default().score(words, Impacts { major, minor, ..Impacts::default() });
        Assessment { document: name.into(), score, ..Assessment::default() }
    }

    #[test]
    fn the_worst_comes_first_and_equal_ones_stay_in_order() {
        let mut all = Assessments::default();
        // `brief` has the lowest score of all, and is so short that it is to be reviewed only.
        for one in [
            document("clean", 900, 0, 0),
            document("fair", 900, 0, 1),
            document("brief", 20, 0, 1),
            document("bad", 900, 3, 0),
            document("clean too", 40, 0, 0),
            document("worse", 900, 4, 0),
        ] {
            all.add(&one);
        }
        let names: Vec<&str> = all.ranked().iter().map(Assessment::name).collect();
        assert_eq!(names, ["worse", "bad", "brief", "fair", "clean", "clean too"]);
    }
}
