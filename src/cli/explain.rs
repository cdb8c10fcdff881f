//! `mtaudit explain RULE`: the documentation of a rule with its examples.

use super::args::{Explain, Global};
use super::session::Session;
use super::{Exit, complain, print, style};
use mtaudit::finding::Kind;
use mtaudit::report::colour;
use mtaudit::rules::entity::{Entity, Gender};
use mtaudit::rules::model::{CheckSpec, Rule, RuleSet};
use mtaudit::rules::string::Str;
use std::fmt::Write;

/// Runs the command.
pub fn run(global: &Global, arguments: &Explain) -> anyhow::Result<Exit> {
    if let Some(file) = &arguments.mentions {
        return super::mentions::run(global, arguments, file);
    }
    let Some(wanted) = &arguments.rule else { return Ok(Exit::Abnormal) };
    let session = Session::open(global)?;
    let named = |rule: &&Rule| *rule.id == **wanted || rule.aliases.iter().any(|alias| **alias == **wanted);
    let rows = format!("{wanted}#");
    let found: Vec<&Rule> = session.rules.rules.iter().filter(named).collect();
    if let Some(rule) = found.first() {
        print(&explain(&session.rules, rule))?;
        return Ok(session.exit());
    }
    let rows: Vec<&Rule> = session.rules.rules.iter().filter(|rule| rule.id.starts_with(&rows)).collect();
    if let Some(first) = rows.first() {
        print(&explain_table(&session.rules, wanted, first, &rows))?;
        return Ok(session.exit());
    }
    complain(&style::error(&session.unknown_rule(wanted)));
    Ok(Exit::Abnormal)
}

fn explain(rules: &RuleSet, rule: &Rule) -> String {
    let mut text = head(rules, rule, &rule.id);
    line(&mut text, &format!("  {}", rule.message.fill(|hole| Some(format!("<{hole}>").into()))));
    body(&mut text, rule);
    what_it_matches(&mut text, rule);
    examples(&mut text, rule);
    text
}

/// A lexicon or a table of variants as a whole: what its rows share, and their ids.
fn explain_table(rules: &RuleSet, id: &str, first: &Rule, rows: &[&Rule]) -> String {
    let mut text = head(rules, first, id);
    body(&mut text, first);
    line(&mut text, &format!("\n{}", style::heading(&style::counted(rows.len(), "row", "rows"))));
    for row in rows {
        line(&mut text, &format!("  {}", row.id));
    }
    text
}

fn head(rules: &RuleSet, rule: &Rule, id: &str) -> String {
    let pack = rules.pack_of(rule);
    let mut text = String::new();
    let kind = if rule.kind == Kind::Label { "label".to_owned() } else { style::severity(rule.severity) };
    line(&mut text, &format!("{} ({kind})", style::heading(id)));
    line(
        &mut text,
        &format!("  {}, impact {}, confidence {}", rule.category, rule.impact.name(), rule.confidence.name()),
    );
    line(&mut text, &format!("  pack {}: {}", pack.id, pack.description));
    if !rule.enabled {
        line(&mut text, "  switched off: select it by its id to run it");
    }
    text
}

fn body(text: &mut String, rule: &Rule) {
    if !rule.docs.explanation.trim().is_empty() {
        line(text, &format!("\n{}", rule.docs.explanation.trim()));
    }
    if !rule.docs.references.is_empty() {
        line(text, &format!("\n{}", style::heading("References")));
        rule.docs.references.iter().for_each(|reference| line(text, &format!("  {reference}")));
    }
    if rule.docs.unverified {
        line(text, "\nUnverified: no source was read for this.");
    }
    if rule.validity.is_dated() {
        let day = |word: &str, day: &Option<_>| day.as_ref().map(|day: &Str| format!(" {word} {day}"));
        let days = [day("from", &rule.validity.from), day("until", &rule.validity.until)];
        line(text, &format!("\nHolds{}.", days.into_iter().flatten().collect::<String>()));
    }
    line(text, &format!("\nDefined in {}, line {}.", rule.docs.file, rule.docs.line));
}

fn what_it_matches(text: &mut String, rule: &Rule) {
    let matches: Vec<String> = match &rule.check {
        CheckSpec::Phrase(phrases) => phrases.iter().map(|phrase| phrase.text.to_string()).collect(),
        CheckSpec::Pattern(patterns) => patterns.iter().map(|pattern| pattern.written.to_string()).collect(),
        CheckSpec::Variants(variants) => variants.forms.iter().map(|form| form.to_string()).collect(),
        CheckSpec::Entity(entity) => return entity_facts(text, entity),
        _ => return,
    };
    line(text, &format!("\n{}", style::heading("Looks for")));
    matches.iter().for_each(|one| line(text, &format!("  {one}")));
}

/// What the table says of an entity.
fn entity_facts(text: &mut String, entity: &Entity) {
    let list = |all: &[Str]| all.join(", ");
    let one = |value: &Option<Str>| value.as_deref().unwrap_or_default().to_owned();
    let gender = match entity.gender {
        Some(Gender::She) => "she",
        Some(Gender::He) => "he",
        None => "",
    };
    let facts = [
        ("kind", entity.kind.name().to_owned()),
        ("name", entity.name.to_string()),
        ("also", list(&entity.variants)),
        ("native", list(&entity.native)),
        ("language", one(&entity.language)),
        ("letters", list(&entity.acronyms)),
        ("which stand also for", list(&entity.expansions)),
        ("family name", entity.family_names().join(", ")),
        ("pronoun", gender.to_owned()),
        ("country", one(&entity.country)),
        ("capital", one(&entity.capital)),
        ("people and adjective", list(&entity.demonyms)),
        ("pages", one(&entity.domain)),
        ("changed by the house in", one(&entity.same_as)),
    ];
    line(text, &format!("\n{}", style::heading("Entity")));
    for (what, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        line(text, &format!("  {what}: {}", style::safe(value)));
    }
    for term in &entity.terms {
        let days = match (&term.from, &term.until, &term.checked) {
            (None, None, None) => String::new(),
            (from, Some(until), _) => format!(", {} to {until}", from.as_deref().unwrap_or("?")),
            (from, None, Some(checked)) => {
                format!(", from {}, known until {checked}", from.as_deref().unwrap_or("?"))
            }
            (from, None, None) => format!(", from {}", from.as_deref().unwrap_or("?")),
        };
        line(text, &style::safe(&format!("  office: {} ({}){days}", term.office, term.country)));
    }
    if !entity.wrong.is_empty() {
        line(text, &format!("\n{}", style::heading("Looks for")));
        entity.wrong.iter().for_each(|phrase| line(text, &format!("  {}", style::safe(&phrase.text))));
    }
}

fn examples(text: &mut String, rule: &Rule) {
    for (bad, heading) in [(true, "Wrong"), (false, "Right")] {
        let of_kind: Vec<_> = rule.docs.examples.iter().filter(|example| example.bad == bad).collect();
        if of_kind.is_empty() {
            continue;
        }
        line(text, &format!("\n{}", style::heading(heading)));
        for example in of_kind {
            for document in &example.documents {
                line(text, &format!("  {}", style::example(document, colour::on()).trim().replace('\n', "\n  ")));
            }
            if let Some(fixed) = &example.fixed {
                line(text, &format!("    fixed: {}", fixed.trim().replace('\n', "\n    ")));
            }
        }
    }
}

fn line(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}
