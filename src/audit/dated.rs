//! Dated facts: what becomes of a rule in a document of another time, or of a time that is not known.

use crate::finding::{Finding, Impact, Severity};
use crate::rules::model::Rule;
use crate::rules::validity::Holds;

/// The severity of a rule in a document of this date; `None` if its fact did not hold then. Where the document has
/// no date, nobody knows whether it did: the rule is `info` at most.
pub fn severity(rule: &Rule, date: Option<&str>) -> Option<Severity> {
    match rule.validity.holds(date) {
        Holds::Yes => Some(rule.severity),
        Holds::No => None,
        Holds::Unknown => Some(Severity::Info),
    }
}

/// The impact of a rule that has this severity here.
pub fn impact(rule: &Rule, severity: Severity) -> Impact {
    if rule.severity == severity { rule.impact } else { severity.default_impact() }
}

/// The finding with the severity that its rule has here.
pub fn with_severity(mut finding: Finding, severity: Severity) -> Finding {
    if finding.severity != severity {
        (finding.severity, finding.impact) = (severity, severity.default_impact());
    }
    finding
}
