//! What a SARIF report says of a rule: descriptions, help as text and as Markdown, tags, precision.

use crate::finding::{Confidence, Finding, Kind, Severity};
use crate::rules::Rule;
use crate::rules::model::ExampleText;
use serde_json::{Value, json};

/// Characters that GitHub takes in a description.
const LONGEST_DESCRIPTION: usize = 1024;
/// Examples of each sort in the help.
const EXAMPLES: usize = 3;

/// The descriptor of a finding's rule, as its file has it if that is known.
pub(super) fn descriptor(finding: &Finding, rule: Option<&Rule>) -> Value {
    let severity = rule.map_or(finding.severity, |rule| rule.severity);
    let confidence = rule.map_or(finding.confidence, |rule| rule.confidence);
    let kind = rule.map_or(finding.kind, |rule| rule.kind);
    let (level, problem) = match (kind, severity) {
        (Kind::Label, _) => ("none", "recommendation"),
        (_, Severity::Error) => ("error", "error"),
        (_, Severity::Warning) => ("warning", "warning"),
        (_, Severity::Info) => ("note", "recommendation"),
    };
    let precision = match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    };
    let explanation = rule.map(|rule| unwrapped(&rule.docs.explanation)).filter(|text| !text.is_empty());
    let says = rule.map(|rule| rule.message.fill(|hole| Some(format!("<{hole}>").into())));
    let short = says.filter(|text| !text.is_empty()).unwrap_or_else(|| finding.rule.to_string());
    let full = explanation.clone().unwrap_or_else(|| short.clone());
    let dimension = finding.category.split('/').next().unwrap_or_default();
    let mut tags = vec!["translation", dimension, &finding.category];
    tags.dedup();
    tags.retain(|tag| !tag.is_empty());
    json!({
        "id": finding.rule,
        "shortDescription": { "text": cut(&short) },
        "fullDescription": { "text": cut(&full) },
        "defaultConfiguration": { "level": level },
        "help": { "text": text(&full, finding, rule), "markdown": markdown(&full, finding, rule) },
        "properties": { "tags": tags, "precision": precision, "problem.severity": problem },
    })
}

/// The text on one line: rule files wrap theirs.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST_DESCRIPTION {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LONGEST_DESCRIPTION - 1).collect();
    kept + "…"
}

fn text(explanation: &str, finding: &Finding, rule: Option<&Rule>) -> String {
    let mut lines = vec![explanation.to_owned(), format!("Category: {}", finding.category)];
    if let Some(rule) = rule {
        let examples = |bad: bool| rule.docs.examples.iter().filter(move |one| one.bad == bad).take(EXAMPLES);
        let first = |texts: &[ExampleText]| unwrapped(&marked(texts.first(), "[", "]", |text| text.to_owned()));
        lines.extend(examples(true).map(|one| format!("Wrong: {}", first(&one.documents))));
        lines.extend(examples(false).map(|one| format!("Right: {}", first(&one.documents))));
        lines.extend(rule.docs.references.iter().map(|reference| format!("Reference: {reference}")));
    }
    lines.join("\n")
}

fn markdown(explanation: &str, finding: &Finding, rule: Option<&Rule>) -> String {
    let mut text = format!("{}\n", escaped(explanation));
    if let Some(rule) = rule {
        for (bad, heading) in [(true, "Wrong"), (false, "Right")] {
            let examples = || rule.docs.examples.iter().filter(move |one| one.bad == bad).take(EXAMPLES);
            if examples().next().is_some() {
                text.push_str(&format!("\n### {heading}\n\n"));
            }
            for example in examples() {
                let shown = marked(example.documents.first(), "**", "**", escaped);
                text.push_str(&format!("- {}\n", unwrapped(&shown)));
                if let Some(fixed) = &example.fixed {
                    text.push_str(&format!("  → {}\n", escaped(&unwrapped(fixed))));
                }
            }
        }
        if !rule.docs.references.is_empty() {
            text.push_str("\n### References\n\n");
            rule.docs.references.iter().for_each(|one| text.push_str(&format!("- {}\n", escaped(one))));
        }
    }
    text.push_str(&format!("\nCategory `{}`, impact {}\n", finding.category.replace('`', ""), finding.impact.name()));
    text
}

/// The text of an example with its places marked.
fn marked(example: Option<&ExampleText>, open: &str, close: &str, escape: impl Fn(&str) -> String) -> String {
    let Some(example) = example else { return String::new() };
    let (mut shown, mut at) = (String::new(), 0);
    for &(start, end) in &example.primary {
        let (start, end) = (start as usize, end as usize);
        shown.push_str(&escape(example.text.get(at..start).unwrap_or_default()));
        let place = example.text.get(start..end).unwrap_or_default();
        // Emphasis does not begin or end with a space.
        let (before, after) = (place.len() - place.trim_start().len(), place.trim_end().len());
        let (inner, after) = if before < after { (&place[before..after], &place[after..]) } else { ("", place) };
        shown.push_str(&place[..before.min(place.len() - after.len())]);
        if !inner.is_empty() {
            shown.push_str(&format!("{open}{}{close}", escape(inner)));
        }
        shown.push_str(after);
        at = end;
    }
    shown.push_str(&escape(example.text.get(at..).unwrap_or_default()));
    shown
}

/// The text as Markdown that says just this.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_examples_are_emphasised_and_nothing_else() {
        let example = ExampleText { text: "a *b* the the \nend".into(), primary: vec![(6, 14)], related: Vec::new() };
        assert_eq!(marked(Some(&example), "**", "**", escaped), "a \\*b\\* **the the** \nend");
        let space = ExampleText { text: "a  b".into(), primary: vec![(1, 3)], related: Vec::new() };
        assert_eq!(marked(Some(&space), "**", "**", escaped), "a  b");
    }

    #[test]
    fn long_descriptions_are_cut() {
        assert_eq!(cut(&"é".repeat(2000)).chars().count(), 1024);
        assert_eq!(cut("short"), "short");
    }
}
