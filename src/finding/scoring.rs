//! The MQM score of a document and the verdict that follows from it: linear scoring over unconfirmed findings.
//!
//! The model is the linear one of "The MQM Scoring Models" of the MQM Council (themqm.org) and of "The Multi-Range
//! Theory of Translation Quality Measurement" (arXiv 2405.16969), with the weights 0, 1, 5 and 25. See
//! `docs/scoring.md`.

use super::{Finding, Impact, Kind};
use serde::{Deserialize, Serialize};

/// Words that penalties are related to.
pub const REFERENCE_WORDS: u64 = 1000;
/// A linear score of fewer words says little: one finding more or less decides.
pub const SMALL_SAMPLE: u64 = 500;

/// Findings of a document by impact. Labels are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impacts {
    /// Penalty 25 each.
    pub critical: u64,
    /// Penalty 5 each.
    pub major: u64,
    /// Penalty 1 each.
    pub minor: u64,
    /// Penalty 0.
    pub neutral: u64,
}

impl Impacts {
    /// Counts so many findings of an impact.
    pub fn add(&mut self, impact: Impact, findings: u64) {
        let count = match impact {
            Impact::Critical => &mut self.critical,
            Impact::Major => &mut self.major,
            Impact::Minor => &mut self.minor,
            Impact::Neutral => &mut self.neutral,
        };
        *count += findings;
    }

    /// Counts a finding; a label does not count.
    pub fn count(&mut self, finding: &Finding) {
        if finding.kind == Kind::Finding {
            self.add(finding.impact, 1);
        }
    }

    /// Adds the counts of another part of the same document.
    pub fn merge(&mut self, other: Impacts) {
        self.critical += other.critical;
        self.major += other.major;
        self.minor += other.minor;
        self.neutral += other.neutral;
    }

    /// The sum of all penalties.
    pub fn penalty(&self) -> u64 {
        25 * self.critical + 5 * self.major + self.minor
    }
}

/// What a document has to reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scoring {
    /// The calibrated score from which a document passes, above 0 and below 100.
    pub threshold: f64,
    /// The penalty for 1,000 words at which the calibrated score is the threshold; above 0.
    pub acceptable_penalty: f64,
}

impl Default for Scoring {
    fn default() -> Self {
        Scoring { threshold: 90.0, acceptable_penalty: 10.0 }
    }
}

/// What is to be done with a document. Ordered: `Publish < Review < Hold`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing was found that counts.
    Publish,
    /// It is good enough, and somebody should look at what was found.
    Review,
    /// It is not to be published as it is.
    Hold,
}

impl Verdict {
    /// `publish`, `review`, `hold`.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Publish => "publish",
            Verdict::Review => "review",
            Verdict::Hold => "hold",
        }
    }
}

/// The score of one document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Words of the target text.
    pub words: u64,
    /// What was found, by impact.
    pub impacts: Impacts,
    /// The sum of all penalties.
    pub penalty: u64,
    /// 100 × (1 − penalty per word). Not clamped: it may be below 0.
    pub raw: f64,
    /// 100 − penalty per 1,000 words × (100 − threshold) / acceptable penalty. Not clamped.
    pub calibrated: f64,
    /// Whether the calibrated score is at the threshold or above and nothing is critical.
    pub pass: bool,
    /// Whether there are fewer than [`SMALL_SAMPLE`] words.
    pub small_sample: bool,
    /// What is to be done.
    pub verdict: Verdict,
}

impl Scoring {
    /// The score of a document of so many words. One without words counts as one of a single word.
    pub fn score(&self, words: u64, impacts: Impacts) -> Score {
        let penalty = impacts.penalty();
        let calibrated = self.calibrated(penalty, words);
        let passes = |calibrated: f64| calibrated >= self.threshold && impacts.critical == 0;
        // In a small sample a single minor finding can sink the score: it holds a document only if what was found would
        // hold one of 500 words.
        let holds = !passes(self.calibrated(penalty, words.max(SMALL_SAMPLE)));
        let verdict = match penalty {
            _ if holds => Verdict::Hold,
            0 => Verdict::Publish,
            _ => Verdict::Review,
        };
        Score {
            words,
            impacts,
            penalty,
            raw: 100.0 * (1.0 - penalty as f64 / words.max(1) as f64),
            calibrated,
            pass: passes(calibrated),
            small_sample: words < SMALL_SAMPLE,
            verdict,
        }
    }

    fn calibrated(&self, penalty: u64, words: u64) -> f64 {
        let per_thousand = penalty as f64 * REFERENCE_WORDS as f64 / words.max(1) as f64;
        100.0 - per_thousand * (100.0 - self.threshold) / self.acceptable_penalty
    }
}

impl Default for Score {
    fn default() -> Self {
        Scoring::default().score(0, Impacts::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn impacts(critical: u64, major: u64, minor: u64) -> Impacts {
        Impacts { critical, major, minor, neutral: 3 }
    }

    #[test]
    fn the_formulas_by_hand() {
        // 2 × 5 + 3 × 1 = 13 points in 2,000 words: 0.0065 a word, 6.5 in a thousand.
        let score = Scoring { threshold: 95.0, acceptable_penalty: 20.0 }.score(2000, impacts(0, 2, 3));
        assert_eq!(score.penalty, 13);
        assert!((score.raw - 99.35).abs() < 1e-9);
        assert!((score.calibrated - (100.0 - 6.5 * 5.0 / 20.0)).abs() < 1e-9);
        assert!(score.pass && !score.small_sample);
        assert_eq!(score.verdict, Verdict::Review);
    }

    #[test]
    fn the_acceptable_penalty_is_just_accepted() {
        let scoring = Scoring { threshold: 80.0, acceptable_penalty: 5.0 };
        assert!(scoring.score(1000, impacts(0, 1, 0)).pass);
        assert!(!scoring.score(1000, impacts(0, 1, 1)).pass);
    }

    #[test]
    fn one_critical_finding_holds_however_long_the_text_is() {
        let score = Scoring::default().score(1_000_000, impacts(1, 0, 0));
        assert!(score.calibrated > 99.0 && !score.pass);
        assert_eq!(score.verdict, Verdict::Hold);
    }

    #[test]
    fn nothing_that_counts_is_fit_to_publish() {
        let score = Scoring::default().score(300, impacts(0, 0, 0));
        assert_eq!((score.verdict, score.pass, score.calibrated), (Verdict::Publish, true, 100.0));
    }

    #[test]
    fn a_small_sample_is_not_held_for_what_a_larger_one_may_have() {
        // One minor finding in 40 words is 25 in a thousand: no pass by the formula, and no reason to hold.
        let score = Scoring::default().score(40, impacts(0, 0, 1));
        assert!(score.small_sample && !score.pass);
        assert_eq!(score.verdict, Verdict::Review);
        assert_eq!(Scoring::default().score(40, impacts(0, 2, 0)).verdict, Verdict::Hold);
    }

    #[test]
    fn a_document_without_words_has_a_score() {
        let score = Scoring::default().score(0, impacts(0, 1, 0));
        assert!(score.calibrated.is_finite() && score.raw.is_finite());
    }

    proptest! {
        #[test]
        fn more_findings_never_make_it_better(words in 0u64..3000, few in 0u64..20, more in 0u64..20, major in 0u64..5) {
            let scoring = Scoring::default();
            let (less, worse) = (scoring.score(words, impacts(0, major, few)), scoring.score(words, impacts(0, major, few + more)));
            prop_assert!(worse.calibrated <= less.calibrated && worse.raw <= less.raw);
            prop_assert!(worse.verdict >= less.verdict && worse.pass <= less.pass);
        }

        #[test]
        fn parts_of_a_document_add_up(a in 0u64..9, b in 0u64..9, c in 0u64..9) {
            let mut sum = impacts(a, b, c);
            sum.merge(impacts(c, a, b));
            prop_assert_eq!(sum.penalty(), impacts(a, b, c).penalty() + impacts(c, a, b).penalty());
        }
    }
}
