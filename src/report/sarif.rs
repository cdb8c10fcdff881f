//! `sarif`: SARIF 2.1.0 as GitHub code scanning reads it.
//!
//! Columns count Unicode scalars, which `columnKind` says. GitHub refuses a file of more than 25,000 results: the most
//! severe are kept, and the file says how many are not. It reads one fingerprint only, `primaryLocationLineHash`; ours
//! takes its place, because it survives moved lines and tells documents apart that share one line of a data file.

use super::rulebook::Rulebook;
use super::severest::Severest;
use super::summary::grouped;
use super::view::write_json;
use super::{Report, ReportOptions, Summary, sarif_rule};
use crate::finding::{Applicability, Edit, Finding, Kind, Related, Severity, Site, Suggestion};
use crate::fix::written;
use crate::rules::string::Str;
use crate::rules::template::cut;
use crate::source::{Place, Region};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{self, Write};

/// Results that GitHub takes in one run.
const MOST_RESULTS: usize = 25_000;
/// Related locations of a result that GitHub shows.
const MOST_RELATED: usize = 100;
/// Characters of the found text that a result repeats: the file as a whole is bounded.
const LONGEST_FOUND: usize = 300;
/// What may not stand in the path of a URI as it is.
const NOT_IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The report. Results are kept as bytes (about a kilobyte each) until it is known which of them stay.
pub(super) struct Sarif {
    rulebook: Rulebook,
    /// Rules by id, numbered as they come, with a finding to describe those that no rule file is known of.
    rules: HashMap<Str, usize>,
    descriptors: Vec<Value>,
    results: Severest<Vec<u8>>,
    note: Option<String>,
}

impl Sarif {
    pub(super) fn new(options: &ReportOptions) -> Self {
        Sarif::with_most(options, MOST_RESULTS)
    }

    fn with_most(options: &ReportOptions, most: usize) -> Self {
        let rulebook = Rulebook::new(&options.rules);
        Sarif { rulebook, rules: HashMap::new(), descriptors: Vec::new(), results: Severest::new(most), note: None }
    }

    /// The number of a finding's rule in the list of rules.
    fn rule(&mut self, finding: &Finding) -> usize {
        if let Some(&index) = self.rules.get(&finding.rule) {
            return index;
        }
        let index = self.descriptors.len();
        self.descriptors.push(sarif_rule::descriptor(finding, self.rulebook.get(&finding.rule)));
        self.rules.insert(finding.rule.clone(), index);
        index
    }

    fn left_out(&self) -> Option<String> {
        let left_out = self.results.left_out();
        let are = if left_out == 1 { "finding is" } else { "findings are" };
        let most = grouped(MOST_RESULTS as u64);
        (left_out > 0).then(|| {
            let left_out = grouped(left_out);
            format!(
                "{left_out} {are} not in the sarif report, which holds the {most} most severe: GitHub takes no more"
            )
        })
    }
}

impl Report for Sarif {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finding(&mut self, finding: &Finding, _: &mut dyn Write) -> io::Result<()> {
        let index = self.rule(finding);
        let mut written = Ok(());
        self.results.offer(finding, || {
            let mut bytes = Vec::new();
            written = write_json(&mut bytes, &result(finding, index));
            bytes
        });
        written
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let mut invocation = json!({ "executionSuccessful": summary.problems == 0 && !summary.interrupted });
        self.note = self.left_out();
        if let Some(text) = &self.note {
            invocation["toolExecutionNotifications"] = json!([{ "level": "warning", "message": { "text": text } }]);
        }
        let rules = std::mem::take(&mut self.descriptors);
        let results = std::mem::replace(&mut self.results, Severest::new(0)).in_order();
        out.write_all(b"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":")?;
        write_json(
            out,
            &json!({ "driver": {
            "name": "mtaudit",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        } }),
        )?;
        out.write_all(b",\"columnKind\":\"unicodeCodePoints\",\"invocations\":")?;
        write_json(out, &json!([invocation]))?;
        out.write_all(b",\"originalUriBaseIds\":")?;
        write_json(out, &json!({ "%SRCROOT%": { "description": { "text": "The folder that mtaudit ran in." } } }))?;
        out.write_all(b",\"results\":[")?;
        for (number, result) in results.iter().enumerate() {
            out.write_all(if number > 0 { b",\n" } else { b"\n" })?;
            out.write_all(result)?;
        }
        out.write_all(if results.is_empty() { b"]}]}\n" } else { b"\n]}]}\n" })?;
        out.flush()
    }

    fn note(&self) -> Option<String> {
        self.note.clone()
    }
}

fn result(finding: &Finding, rule_index: usize) -> Value {
    let (kind, level) = match (finding.kind, finding.severity) {
        (Kind::Label, _) => ("informational", "none"),
        (_, Severity::Error) => ("fail", "error"),
        (_, Severity::Warning) => ("fail", "warning"),
        (_, Severity::Info) => ("fail", "note"),
    };
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "kind": kind,
        "level": level,
        "message": { "text": message(finding) },
        "locations": [location(&finding.site)],
        "partialFingerprints": { "primaryLocationLineHash": finding.fingerprint.as_str(), "mtaudit/v1": finding.fingerprint.as_str() },
    });
    let related: Vec<Value> = (0..).zip(finding.related.iter().take(MOST_RELATED)).map(related_location).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    let fixes: Vec<Value> = finding.suggestions.iter().filter_map(|one| fix(one, &finding.site.place)).collect();
    if !fixes.is_empty() {
        result["fixes"] = fixes.into();
    }
    result["properties"] = json!({
        "impact": finding.impact,
        "confidence": finding.confidence,
        "category": finding.category,
        "found": cut(&finding.site.text, LONGEST_FOUND),
        "lang": finding.site.lang,
    });
    result
}

/// The message, with links to the related locations, which GitHub shows only where the message names them.
fn message(finding: &Finding) -> String {
    // A square bracket begins a link in a message.
    let mut text = finding.message.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    if text.is_empty() {
        text = finding.rule.to_string();
    }
    let links = finding.related.iter().take(MOST_RELATED).enumerate();
    let links: Vec<String> = links.map(|(number, _)| format!("[{}]({number})", number + 1)).collect();
    match links.is_empty() {
        true => text,
        false => format!("{text} (see {})", links.join(", ")),
    }
}

fn related_location((number, related): (usize, &Related)) -> Value {
    let mut location = location(&related.site);
    location["id"] = number.into();
    let message = if related.message.is_empty() { &related.site.text } else { &related.message };
    if !message.is_empty() {
        location["message"] = json!({ "text": message.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]") });
    }
    location
}

fn location(site: &Site) -> Value {
    let place = &site.place;
    let mut location = json!({
        "physicalLocation": { "artifactLocation": artifact(&place.file), "region": region(&place.region()) },
    });
    // A document inside of its file, and a member inside of a container, have no address of their own.
    let inside = place.member.as_deref().or(site.item.as_ref().map(|_| &*site.document));
    if let Some(name) = inside.filter(|name| !name.is_empty()) {
        location["logicalLocations"] = json!([{ "name": name, "kind": "resource" }]);
    }
    location
}

fn artifact(file: &str) -> Value {
    let path = utf8_percent_encode(file, NOT_IN_PATH).to_string();
    if file.starts_with('/') {
        return json!({ "uri": format!("file://{path}") });
    }
    // `a:b.txt` would be read as an address of the scheme `a`.
    let path = path.strip_prefix("./").unwrap_or(&path).replace(':', "%3A");
    json!({ "uri": path, "uriBaseId": "%SRCROOT%" })
}

fn region(region: &Region) -> Value {
    json!({
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    })
}

/// A suggestion as a fix, if it can be carried out.
fn fix(suggestion: &Suggestion, place: &Place) -> Option<Value> {
    if suggestion.edits.is_empty() || place.member.is_some() {
        return None;
    }
    let replacement = |edit: &Edit| -> Option<Value> {
        Some(json!({ "deletedRegion": region(&edit.region), "insertedContent": { "text": written(edit)? } }))
    };
    let replacements: Vec<Value> = suggestion.edits.iter().map(replacement).collect::<Option<_>>()?;
    let how = match (&*suggestion.replacement, suggestion.applicability) {
        ("", Applicability::Safe) => "Delete it".to_owned(),
        ("", Applicability::Unsafe) => "Delete it (look first)".to_owned(),
        (text, Applicability::Safe) => format!("Write “{text}”"),
        (text, Applicability::Unsafe) => format!("Write “{text}” (look first)"),
    };
    Some(json!({
        "description": { "text": how },
        "artifactChanges": [{ "artifactLocation": artifact(&place.file), "replacements": replacements }],
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    fn parsed(findings: &[Finding]) -> Value {
        let options = ReportOptions { rules: testing::rules(), ..ReportOptions::default() };
        serde_json::from_str(&testing::rendered_with("sarif", findings, &options)).unwrap()
    }

    #[test]
    fn a_run_with_its_rules_and_results() {
        let options = ReportOptions { rules: testing::rules(), ..ReportOptions::default() };
        let text = testing::rendered_with("sarif", &testing::all(), &options);
        insta::assert_snapshot!(text.replace(env!("CARGO_PKG_VERSION"), "0.0.0"));
    }

    #[test]
    fn every_property_that_github_requires_is_there_and_not_empty() {
        let log = parsed(&testing::all());
        let text = |value: &Value| assert!(!value.as_str().unwrap().is_empty());
        text(&log["$schema"]);
        assert_eq!(log["version"], "2.1.0");
        let driver = &log["runs"][0]["tool"]["driver"];
        text(&driver["name"]);
        let rules = driver["rules"].as_array().unwrap();
        for rule in rules {
            for value in [
                &rule["id"],
                &rule["shortDescription"]["text"],
                &rule["fullDescription"]["text"],
                &rule["help"]["text"],
            ] {
                text(value);
            }
            assert!(rule["shortDescription"]["text"].as_str().unwrap().chars().count() <= 1024);
            assert!(rule["fullDescription"]["text"].as_str().unwrap().chars().count() <= 1024);
            assert!(["high", "medium", "low"].contains(&rule["properties"]["precision"].as_str().unwrap()));
            let severity = rule["properties"]["problem.severity"].as_str().unwrap();
            assert!(["error", "warning", "recommendation"].contains(&severity));
            // Findings in texts are no security alerts.
            assert!(rule["properties"].get("security-severity").is_none());
            assert!(rule["properties"]["tags"].as_array().unwrap().len() <= 20);
        }
        for result in log["runs"][0]["results"].as_array().unwrap() {
            text(&result["message"]["text"]);
            text(&result["partialFingerprints"]["primaryLocationLineHash"]);
            assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], result["ruleId"]);
            let physical = &result["locations"][0]["physicalLocation"];
            text(&physical["artifactLocation"]["uri"]);
            for key in ["startLine", "startColumn", "endLine", "endColumn"] {
                assert!(physical["region"][key].as_u64().unwrap() > 0, "{key}");
            }
        }
    }

    #[test]
    fn the_most_severe_stay_and_the_rest_is_told() {
        let mut report = Sarif::with_most(&ReportOptions::default(), 2);
        let mut out = Vec::new();
        for finding in [testing::wide(), testing::plain(), testing::label(), testing::plain()] {
            report.finding(&finding, &mut out).unwrap();
        }
        report.finish(&Summary::default(), &mut out).unwrap();
        assert!(report.note().unwrap().starts_with("2 findings are not in the sarif report"));
        let log: Value = serde_json::from_slice(&out).unwrap();
        let run = &log["runs"][0];
        assert_eq!(run["results"].as_array().unwrap().len(), 2);
        assert!(run["results"].as_array().unwrap().iter().all(|result| result["level"] == "error"));
        let told = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert!(told.as_str().unwrap().contains("2 findings"));
    }

    #[test]
    fn paths_are_uris() {
        let uri = |file: &str| artifact(file)["uri"].as_str().unwrap().to_owned();
        assert_eq!(uri("news/a b#c%.txt"), "news/a%20b%23c%25.txt");
        assert_eq!(uri("./a:b?.txt"), "a%3Ab%3F.txt");
        assert_eq!(uri("記事.txt"), "%E8%A8%98%E4%BA%8B.txt");
        assert_eq!(uri("/srv/a b.txt"), "file:///srv/a%20b.txt");
    }

    #[test]
    fn messages_link_to_the_related_places_and_to_nothing_else() {
        let mut finding = testing::related_here();
        finding.message = "[click](0) here".into();
        let log = parsed(&[finding]);
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["message"]["text"], "\\[click\\](0) here (see [1](0), [2](1), [3](2))");
        let ids: Vec<u64> =
            result["relatedLocations"].as_array().unwrap().iter().map(|one| one["id"].as_u64().unwrap()).collect();
        assert_eq!(ids, [0, 1, 2]);
    }
}
