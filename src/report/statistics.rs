//! The table of `--statistics`: how often each rule was reported.

use super::colour::Paint;
use super::escape;
use super::summary::grouped;
use crate::finding::{Finding, Kind, Severity};
use crate::rules::string::Str;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Findings counted by rule.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    rules: BTreeMap<Str, Counted>,
}

#[derive(Clone, Copy, Debug)]
struct Counted {
    count: u64,
    kind: Kind,
    severity: Severity,
}

impl Statistics {
    /// Counts one finding that is shown.
    pub fn count(&mut self, finding: &Finding) {
        let new = Counted { count: 0, kind: finding.kind, severity: finding.severity };
        let counted = self.rules.entry(finding.rule.clone()).or_insert(new);
        counted.count += 1;
        // A rule may have another severity in some files: the table shows the greatest.
        counted.severity = counted.severity.max(finding.severity);
    }
}

/// The table: the most frequent rule first, equal ones by name. Empty without findings.
pub fn statistics_text(statistics: &Statistics, colour: bool) -> String {
    let paint = Paint::new(colour);
    let mut rows: Vec<_> = statistics.rules.iter().collect();
    rows.sort_by_key(|(rule, counted)| (Reverse(counted.count), (*rule).clone()));
    let width = rows.first().map_or(0, |(_, most)| grouped(most.count).len());
    let name =
        |counted: &Counted| if counted.kind == Kind::Label { Kind::Label.name() } else { counted.severity.name() };
    let names = rows.iter().map(|(_, counted)| name(counted).len()).max().unwrap_or(0);
    let mut text = String::new();
    for (rule, counted) in rows {
        let painted = paint.severity(counted.severity, counted.kind, name(counted));
        let gap = " ".repeat(names - name(counted).len());
        text.push_str(&format!("{:>width$}  {painted}{gap}  {}\n", grouped(counted.count), escape::one_line(rule)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn the_most_frequent_rule_comes_first() {
        let mut statistics = Statistics::default();
        assert_eq!(statistics_text(&statistics, false), "");
        for finding in [testing::wide(), testing::plain(), testing::label(), testing::wide_long(), testing::hostile()] {
            statistics.count(&finding);
        }
        (0..1200).for_each(|_| statistics.count(&testing::empty_span()));
        insta::assert_snapshot!(statistics_text(&statistics, false));
    }
}
