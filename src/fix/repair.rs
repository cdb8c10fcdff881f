//! Repairs: which edits of which findings are carried out, and which of two that overlap.

use crate::finding::{Applicability, Edit, Finding, Kind, Severity};
use crate::rules::string::Str;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The edits that carry out one suggestion: all of them or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Id of the rule.
    pub rule: Str,
    /// Severity of the finding.
    pub severity: Severity,
    /// The edits, in order of their raw bytes, none of them over another; at least one.
    pub edits: Vec<Edit>,
}

impl Repair {
    /// The repair of a finding: its first suggestion, if that is safe or if unsafe ones are wanted, too. None if it
    /// has no edits, or contradicts itself.
    pub fn of(finding: &Finding, also_unsafe: bool) -> Option<Self> {
        let first = finding.suggestions.first()?;
        let wanted = first.applicability == Applicability::Safe || also_unsafe;
        if !wanted || finding.kind == Kind::Label || is_in_container(finding) || first.edits.is_empty() {
            return None;
        }
        let mut edits = first.edits.clone();
        edits.sort_by_key(|edit| (edit.byte_start, edit.byte_end));
        let sound = edits.windows(2).all(|pair| !overlap(bounds(&pair[0]), bounds(&pair[1])))
            && edits.iter().all(|edit| edit.byte_start <= edit.byte_end);
        sound.then(|| Repair { rule: finding.rule.clone(), severity: finding.severity, edits })
    }

    fn start(&self) -> u64 {
        self.edits.first().map_or(0, |edit| edit.byte_start)
    }
}

/// Whether a finding stands in a member of a container, which is not written into.
pub fn is_in_container(finding: &Finding) -> bool {
    finding.site.place.member.is_some()
}

/// The repairs of one file that can be carried out together, in order of their places.
///
/// Of two that overlap, the one that starts earlier stays; of two that start at the same byte, the more severe one,
/// then the one whose rule comes first. The order in which they were collected does not matter.
pub fn choose(mut repairs: Vec<Repair>) -> Vec<Repair> {
    let edits = |repair: &Repair| -> Vec<(u64, u64, String)> {
        repair.edits.iter().map(|edit| (edit.byte_start, edit.byte_end, edit.replacement.clone())).collect()
    };
    repairs.sort_by(|a, b| {
        let order = |one: &Repair| (one.start(), Reverse(one.severity));
        order(a).cmp(&order(b)).then_with(|| a.rule.cmp(&b.rule)).then_with(|| edits(a).cmp(&edits(b)))
    });
    let mut taken = Taken::default();
    repairs.retain(|repair| {
        let free = repair.edits.iter().all(|edit| taken.is_free(bounds(edit)));
        if free {
            repair.edits.iter().for_each(|edit| taken.take(bounds(edit)));
        }
        free
    });
    repairs
}

fn bounds(edit: &Edit) -> (u64, u64) {
    (edit.byte_start, edit.byte_end)
}

/// Whether two byte ranges cannot both be replaced. An insertion at the edge of another edit is one of them: it does
/// not say on which side of it it belongs.
fn overlap(one: (u64, u64), other: (u64, u64)) -> bool {
    if one.0 == one.1 || other.0 == other.1 {
        one.0 <= other.1 && other.0 <= one.1
    } else {
        one.0 < other.1 && other.0 < one.1
    }
}

/// The byte ranges that are replaced already, none over another: by start, the end.
#[derive(Default)]
struct Taken(BTreeMap<u64, u64>);

impl Taken {
    fn is_free(&self, range: (u64, u64)) -> bool {
        // They are apart, so that of those that start before, only the last one can reach this far.
        let before = self.0.range(..range.0).next_back();
        before.into_iter().chain(self.0.range(range.0..=range.1)).all(|(&start, &end)| !overlap((start, end), range))
    }

    fn take(&mut self, range: (u64, u64)) {
        self.0.insert(range.0, range.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn repair(rule: &str, severity: Severity, ranges: &[(u64, u64)]) -> Repair {
        let edit = |&(start, end): &(u64, u64)| Edit {
            field: "text".into(),
            start,
            end,
            byte_start: start,
            byte_end: end,
            region: crate::source::Region::default(),
            replacement: "x".into(),
            layers: Vec::new(),
        };
        Repair { rule: rule.into(), severity, edits: ranges.iter().map(edit).collect() }
    }

    fn chosen(repairs: Vec<Repair>) -> Vec<String> {
        choose(repairs).iter().map(|one| one.rule.to_string()).collect()
    }

    #[test]
    fn the_earlier_place_wins_then_the_severity_then_the_rule() {
        use Severity::{Error, Warning};
        let repairs = vec![
            repair("late", Error, &[(4, 8)]),
            repair("early", Warning, &[(2, 5)]),
            repair("b", Warning, &[(10, 12)]),
            repair("z-severe", Error, &[(10, 14)]),
            repair("b", Warning, &[(20, 22)]),
            repair("a", Warning, &[(20, 22)]),
            repair("touching", Warning, &[(22, 23)]),
        ];
        assert_eq!(chosen(repairs), ["early", "z-severe", "a", "touching"]);
    }

    #[test]
    fn edits_of_one_suggestion_stay_together() {
        use Severity::Warning;
        let pair = repair("pair", Warning, &[(5, 6), (30, 31)]);
        assert_eq!(chosen(vec![pair.clone(), repair("first", Warning, &[(0, 6)])]), ["first"]);
        assert_eq!(chosen(vec![pair, repair("far", Warning, &[(30, 32)])]), ["pair"]);
    }

    #[test]
    fn an_insertion_at_the_edge_of_another_edit_is_in_its_way() {
        use Severity::Warning;
        assert_eq!(chosen(vec![repair("a", Warning, &[(2, 2)]), repair("b", Warning, &[(2, 2)])]), ["a"]);
        assert_eq!(chosen(vec![repair("a", Warning, &[(0, 2)]), repair("b", Warning, &[(2, 2)])]), ["a"]);
        assert_eq!(chosen(vec![repair("a", Warning, &[(2, 2)]), repair("b", Warning, &[(2, 4)])]), ["a"]);
    }

    proptest! {
        #[test]
        fn no_two_overlap_and_the_order_does_not_matter(
            ranges in proptest::collection::vec(proptest::collection::vec((0..60u64, 0..6u64), 1..3), 0..20),
            turn in 0..20usize,
        ) {
            let make = |(number, list): (usize, &Vec<(u64, u64)>)| {
                let mut list: Vec<_> = list.iter().map(|&(start, length)| (start, start + length)).collect();
                list.sort_unstable();
                list.dedup();
                let sound = list.windows(2).all(|pair| !overlap(pair[0], pair[1]));
                sound.then(|| repair(&format!("r{number}"), Severity::Warning, &list))
            };
            let repairs: Vec<_> = ranges.iter().enumerate().filter_map(make).collect();
            let once = choose(repairs.clone());
            let edits: Vec<_> = once.iter().flat_map(|one| &one.edits).map(bounds).collect();
            for (number, &one) in edits.iter().enumerate() {
                prop_assert!(edits[..number].iter().all(|&other| !overlap(one, other)));
            }
            // What was dropped is in the way of what stayed.
            for dropped in repairs.iter().filter(|one| !once.contains(one)) {
                prop_assert!(dropped.edits.iter().any(|edit| edits.iter().any(|&other| overlap(bounds(edit), other))));
            }
            let mut turned = repairs.clone();
            turned.rotate_left(turn % repairs.len().max(1));
            prop_assert_eq!(choose(turned), once);
        }
    }
}
