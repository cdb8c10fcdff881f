//! `mtaudit rules list | test | schema`; the other commands have files of their own.

mod lint;
mod measure;
mod new;
mod stale;

use super::args::{Global, List, ListFormat, Rules, Test};
use super::session::Session;
use super::{Exit, complain, print, style};
use mtaudit::audit::{ExampleFailure, ExampleReport, test_examples};
use mtaudit::finding::Kind;
use mtaudit::rules::{Rule, RuleIndex, schema};
use serde::Serialize;
use std::fmt::Write;

/// Runs the command.
pub fn run(global: &Global, arguments: &Rules) -> anyhow::Result<Exit> {
    match arguments {
        Rules::List(arguments) => list(global, arguments),
        Rules::Test(arguments) => test(global, arguments),
        Rules::Measure(arguments) => measure::run(global, arguments),
        Rules::New(arguments) => new::run(global, arguments),
        Rules::Lint(arguments) => lint::run(global, arguments),
        Rules::Stale(arguments) => stale::run(global, arguments),
        Rules::Schema => {
            print(&schema())?;
            Ok(Exit::Clean)
        }
    }
}

/// A rule as `rules list --output-format jsonl` has it.
#[derive(Serialize)]
struct Listed<'r> {
    rule: &'r str,
    kind: &'static str,
    severity: &'static str,
    impact: &'static str,
    confidence: &'static str,
    category: &'r str,
    enabled: bool,
    message: String,
    pack: &'r str,
    file: &'r str,
    line: u32,
}

fn list(global: &Global, arguments: &List) -> anyhow::Result<Exit> {
    let session = Session::open(global)?;
    let mut active = session.active(&arguments.selection)?;
    if arguments.all {
        active = (0..session.rules.rules.len() as RuleIndex).collect();
    }
    let rules = || active.iter().map(|&index| &session.rules.rules[index as usize]);
    let message = |rule: &Rule| rule.message.fill(|hole| Some(format!("<{hole}>").into()));
    let mut text = String::new();
    match arguments.output_format {
        ListFormat::Jsonl => {
            for rule in rules() {
                let listed = Listed {
                    rule: &rule.id,
                    kind: rule.kind.name(),
                    severity: rule.severity.name(),
                    impact: rule.impact.name(),
                    confidence: rule.confidence.name(),
                    category: &rule.category,
                    enabled: rule.enabled,
                    message: message(rule),
                    pack: &session.rules.pack_of(rule).id,
                    file: &rule.docs.file,
                    line: rule.docs.line,
                };
                writeln!(text, "{}", serde_json::to_string(&listed)?)?;
            }
        }
        ListFormat::Table => {
            let width = rules().map(|rule| rule.id.chars().count()).max().unwrap_or(0);
            for rule in rules() {
                let off = if rule.enabled { "" } else { " (off)" };
                let kind = match rule.kind {
                    Kind::Label => "label".to_owned(),
                    Kind::Finding => style::severity(rule.severity),
                };
                writeln!(text, "{:width$}  {kind}{off}  {}", rule.id, message(rule))?;
            }
            writeln!(text, "{}", style::counted(active.len(), "rule", "rules"))?;
        }
    }
    print(&text)?;
    Ok(session.exit())
}

fn test(global: &Global, arguments: &Test) -> anyhow::Result<Exit> {
    let session = Session::with_packs(global, &arguments.paths)?;
    let mut tested = session.matching(&arguments.select)?;
    if !arguments.paths.is_empty() {
        // The packs that were named, and nothing else.
        tested.retain(|&index| session.is_named(index));
    }
    let report = test_examples(&session.written, &tested, &session.config.dictionary);
    print(&render(&report))?;
    let failed = if report.failures.is_empty() { Exit::Clean } else { Exit::Findings };
    if report.examples == 0 {
        complain(&style::error("no rule with examples was found"));
        return Ok(Exit::Abnormal);
    }
    Ok(failed.max(session.exit()))
}

fn render(report: &ExampleReport) -> String {
    let mut text: String = report.failures.iter().map(failure).collect();
    let run = format!(
        "{} of {} run, with {} of them",
        style::counted(report.examples, "example", "examples"),
        style::counted(report.rules, "rule", "rules"),
        style::counted(report.variations, "variation", "variations"),
    );
    let result = match report.failures.len() {
        0 => "all passed".to_owned(),
        failed => format!("{failed} failed"),
    };
    text.push_str(&format!("{run}: {result}\n"));
    if report.unlisted > 0 {
        let many = style::counted(report.unlisted, "bad example was", "bad examples were");
        text.push_str(&format!("{many} not run: no word list for the language; `[dictionary.hunspell]` names one\n"));
    }
    text
}

fn failure(failure: &ExampleFailure) -> String {
    let variation = failure.variation.map(|variation| format!(" ({variation})")).unwrap_or_default();
    let indent = |text: &str| text.replace('\n', "\n              ");
    format!(
        "{} {}{variation}: {}\n  --> {}:{}\n    expected: {}\n    found:    {}\n\n",
        style::heading("failed"),
        failure.rule,
        failure.what,
        failure.file,
        failure.line,
        indent(&failure.expected),
        indent(&failure.found),
    )
}
