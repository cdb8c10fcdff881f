//! The most severe of many findings, kept in bounded memory.

use crate::finding::{Confidence, Finding, Impact, Kind, Severity};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Keeps at most so many of what it is offered: the most severe, and of equals the first.
pub(super) struct Severest<T> {
    most: usize,
    kept: BinaryHeap<Reverse<Kept<T>>>,
    offered: u64,
}

/// What a finding is ranked by; the greatest is the most severe.
type Rank = (bool, Severity, Impact, Confidence, Reverse<u64>);

struct Kept<T> {
    rank: Rank,
    item: T,
}

impl<T> Severest<T> {
    pub(super) fn new(most: usize) -> Self {
        Severest { most, kept: BinaryHeap::new(), offered: 0 }
    }

    /// Offers what `make` makes of a finding; it is made only if it is kept.
    pub(super) fn offer(&mut self, finding: &Finding, make: impl FnOnce() -> T) {
        let number = Reverse(self.offered);
        self.offered += 1;
        let is_finding = finding.kind == Kind::Finding;
        let rank = (is_finding, finding.severity, finding.impact, finding.confidence, number);
        if self.kept.len() >= self.most {
            if self.kept.peek().is_none_or(|Reverse(least)| least.rank > rank) {
                return;
            }
            self.kept.pop();
        }
        self.kept.push(Reverse(Kept { rank, item: make() }));
    }

    /// How many were offered and are not kept.
    pub(super) fn left_out(&self) -> u64 {
        self.offered - self.kept.len() as u64
    }

    /// What is kept, in the order it was offered in.
    pub(super) fn in_order(self) -> Vec<T> {
        let mut all: Vec<Kept<T>> = self.kept.into_iter().map(|Reverse(kept)| kept).collect();
        all.sort_by_key(|kept| kept.rank.4.0);
        all.into_iter().map(|kept| kept.item).collect()
    }

    /// What is kept, the most severe first.
    pub(super) fn by_severity(self) -> Vec<T> {
        self.kept.into_sorted_vec().into_iter().map(|Reverse(kept)| kept.item).collect()
    }
}

impl<T> PartialEq for Kept<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl<T> Eq for Kept<T> {}

impl<T> PartialOrd for Kept<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Kept<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.cmp(&other.rank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    fn of(severity: Severity) -> Finding {
        Finding { severity, ..testing::wide() }
    }

    #[test]
    fn the_most_severe_are_kept_and_of_equals_the_first() {
        use Severity::{Error, Info, Warning};
        let mut kept = Severest::new(3);
        let mut made = 0;
        let mut offer = |kept: &mut Severest<usize>, number, finding: &Finding| {
            kept.offer(finding, || {
                made += 1;
                number
            });
        };
        for (number, severity) in [Info, Warning, Error, Warning, Warning, Error].into_iter().enumerate() {
            offer(&mut kept, number, &of(severity));
        }
        offer(&mut kept, 6, &testing::label());
        assert_eq!((kept.left_out(), made), (4, 5));
        assert_eq!(kept.in_order(), [1, 2, 5]);
    }

    #[test]
    fn by_severity_equals_stay_in_order() {
        let mut kept = Severest::new(9);
        for (number, severity) in [Severity::Warning, Severity::Error, Severity::Warning].into_iter().enumerate() {
            kept.offer(&of(severity), || number);
        }
        assert_eq!(kept.by_severity(), [1, 0, 2]);
    }
}
