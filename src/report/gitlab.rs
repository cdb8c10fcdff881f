//! `gitlab`: a Code Quality report, a JSON array that merge requests show.

use super::list::JsonList;
use super::{Report, ReportOptions, Summary};
use crate::finding::{Finding, Impact, Severity};
use serde_json::json;
use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

/// The report.
pub(super) struct GitLab {
    list: JsonList,
    /// How often each fingerprint was written: GitLab shows one issue for each.
    fingerprints: HashMap<Arc<str>, u32>,
}

impl GitLab {
    pub(super) fn new(_: &ReportOptions) -> Self {
        GitLab { list: JsonList::default(), fingerprints: HashMap::new() }
    }

    /// The finding's fingerprint, which is unique within a document; with a number if another document has it too.
    fn fingerprint(&mut self, finding: &Finding) -> String {
        let fingerprint = finding.fingerprint.as_str();
        let seen = self.fingerprints.entry(fingerprint.into()).or_default();
        *seen += 1;
        if *seen == 1 { fingerprint.to_owned() } else { format!("{fingerprint}-{seen}") }
    }
}

impl Report for GitLab {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[")
    }

    fn finding(&mut self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let place = &finding.site.place;
        let fingerprint = self.fingerprint(finding);
        let issue = json!({
            "description": finding.message,
            "check_name": finding.rule,
            "fingerprint": fingerprint,
            "severity": severity(finding),
            "location": {
                "path": place.file.strip_prefix("./").unwrap_or(&place.file),
                "lines": { "begin": place.line, "end": place.end_line },
            },
        });
        self.list.write(&issue, out)
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        self.list.close(b"]\n", out)
    }
}

/// GitLab's five levels, by what a finding does to the text: an error of great impact is worse than a plain one.
fn severity(finding: &Finding) -> &'static str {
    match (finding.severity, finding.impact) {
        (Severity::Error, Impact::Critical) => "blocker",
        (Severity::Error, _) => "critical",
        (Severity::Warning, Impact::Critical | Impact::Major) => "major",
        (Severity::Warning, _) => "minor",
        (Severity::Info, _) => "info",
    }
}

#[cfg(test)]
mod tests {
    use crate::report::testing;
    use serde_json::Value;
    use std::collections::BTreeSet;

    #[test]
    fn an_array_of_issues() {
        insta::assert_snapshot!(testing::rendered("gitlab", &testing::all()));
    }

    #[test]
    fn every_issue_has_what_gitlab_requires() {
        let all = testing::all();
        let text = testing::rendered("gitlab", &all);
        let issues: Vec<Value> = serde_json::from_str(&text).unwrap();
        assert_eq!(issues.len(), all.len());
        for issue in &issues {
            for key in ["description", "check_name", "fingerprint"] {
                assert!(!issue[key].as_str().unwrap().is_empty(), "{key}");
            }
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap()));
            assert!(!issue["location"]["path"].as_str().unwrap().starts_with("./"));
            assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() > 0);
        }
    }

    #[test]
    fn no_two_issues_have_one_fingerprint() {
        let text = testing::rendered("gitlab", &[testing::plain(), testing::plain(), testing::plain()]);
        let issues: Vec<Value> = serde_json::from_str(&text).unwrap();
        let fingerprints: BTreeSet<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(fingerprints.len(), 3);
    }

    #[test]
    fn nothing_found_is_an_empty_array() {
        assert_eq!(testing::rendered("gitlab", &[]), "[]\n");
    }
}
