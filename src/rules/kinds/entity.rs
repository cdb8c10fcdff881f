//! `check = "entity"`: tables of people, organisations, agencies, places and offices, a row a rule.

mod terms;
mod written;

use crate::finding::Severity;
use crate::rules::class::table_file;
use crate::rules::condition;
use crate::rules::decode::{At, TextAt, decode, keys_of, refuse_unknown_keys};
use crate::rules::entity::{Entity, EntityKind};
use crate::rules::file::RuleTable;
use crate::rules::model::{Case, CheckSpec, Example, ExampleText, Phrase, Rule};
use crate::rules::normal::normalise_phrase;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::row::{self, Rows};
use crate::rules::rule::{self, Draft};
use crate::rules::string::Str;
use crate::rules::table::{self, Row, Table};
use schemars::JsonSchema;
use serde::Deserialize;
use std::ops::Range;
use terms::Terms;
use toml::Spanned;
use toml::de::DeTable;
pub use written::EntityTable;

/// The keys of `check = "entity"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// A CSV table beside the rule file, a row an entity.
    #[schemars(required)]
    file: Option<TextAt>,
    /// What the rows are, where they have no column `kind`.
    entity: Option<EntityKind>,
    /// A CSV table of the offices that people held, with the columns `person` (the id of a row of `file`), `office`,
    /// `country`, `from`, `until`, `checked` and `reference`.
    terms: Option<TextAt>,
}

/// Makes a rule of every row.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let Some(name) = keys.file else {
        draft.missing(reader, "file", "file = \"people.csv\"");
        return None;
    };
    let mut terms = match &keys.terms {
        Some(name) => Terms::read(reader, name)?,
        None => Terms::default(),
    };
    let file = table_file(reader, &name)?;
    let rows = {
        let mut reader = reader.for_file(&file);
        let table = table::read(&mut reader, written::COLUMNS, &["name"])?;
        let mut rows = Rows::new(draft.bare(), table.rows.len());
        for row in &table.rows {
            let before = reader.problems.error_count();
            let rule = of_row(&mut reader, draft, keys.entity, &table, row, &mut terms, &mut rows);
            if reader.problems.error_count() == before {
                rows.rules.extend(rule);
            }
        }
        rows
    };
    terms.report_unused(reader);
    Some(Made::Rows(rows.rules))
}

/// Makes a rule of every `[[entity]]` of a file: rows of a rule `entity` that the program has the words of.
pub fn of_tables(reader: &mut Reader<'_>, tables: Vec<Spanned<DeTable<'_>>>) -> Vec<(Rule, Range<usize>)> {
    let text = |value: &str| Some(TextAt { value: value.to_owned(), span: 0..0 });
    let common = RuleTable {
        id: text("entity"),
        check: text("entity"),
        message: text("\"{match}\" is not the name; write \"{suggestion}\""),
        severity: Some(At { value: Severity::Warning, span: 0..0 }),
        category: text("terminology/wrong-term"),
        explanation: text("The table of names has another form for this one."),
        ..RuleTable::default()
    };
    let given = ["id", "check", "message", "severity", "category", "explanation"].map(str::to_owned);
    let draft = rule::draft(reader, &common, &given, 0..0);
    let mut rows = Rows::new(draft.bare(), tables.len());
    let mut places = Vec::new();
    for mut table in tables {
        let before = reader.problems.error_count();
        let span = table.span();
        refuse_unknown_keys(reader.file, table.get_mut(), keys_of::<EntityTable>(), "`[[entity]]`", reader.problems);
        let written: EntityTable = decode(reader.file, table, reader.problems);
        // What was written wrongly is not missing as well.
        if written.name.is_none() && reader.problems.error_count() > before {
            continue;
        }
        let rule = of_table(reader, &draft, &written, span.clone(), &mut rows);
        if reader.problems.error_count() == before
            && let Some(rule) = rule
        {
            places.push((rule, span));
        }
    }
    places
}

/// The names of the entities of a rule with the tags of the word classes they belong to; what is wrong is reported
/// when the rule itself is read.
pub fn names(reader: &mut Reader<'_>, table: &Spanned<DeTable<'_>>) -> Vec<Entity> {
    let text = |key: &str| table.get_ref().get(key).and_then(|value| value.get_ref().as_str());
    let at = |value: &str| TextAt { value: value.to_owned(), span: table.span() };
    let kind = text("entity").and_then(|name| EntityKind::ALL.iter().find(|(known, _)| *known == name));
    let mut quiet = crate::rules::diagnostic::Problems::default();
    let mut reader = Reader { problems: &mut quiet, ..reader.for_file(reader.file) };
    let Some(file) = text("file").and_then(|name| table_file(&mut reader, &at(name))) else { return Vec::new() };
    let mut terms = text("terms").and_then(|name| Terms::read(&mut reader, &at(name))).unwrap_or_default();
    let mut reader = reader.for_file(&file);
    let Some(table) = table::read(&mut reader, written::COLUMNS, &["name"]) else { return Vec::new() };
    let mut entities = Vec::new();
    for row in &table.rows {
        let written = EntityTable::of_row(&mut reader, &table, row);
        let id = written.id();
        let entity = written.entity(&mut reader, row.span.clone(), kind.map(|(_, kind)| *kind));
        entities.extend(entity.map(|entity| Entity { terms: terms.take(&id), ..entity }));
    }
    entities
}

/// The same of `[[entity]]`.
pub fn names_of_tables(reader: &mut Reader<'_>, tables: &[Spanned<DeTable<'_>>]) -> Vec<Entity> {
    let mut quiet = crate::rules::diagnostic::Problems::default();
    let mut reader = Reader { problems: &mut quiet, ..reader.for_file(reader.file) };
    let mut entities = Vec::new();
    for table in tables {
        let mut table = table.clone();
        let span = table.span();
        refuse_unknown_keys(reader.file, table.get_mut(), keys_of::<EntityTable>(), "", reader.problems);
        let written: EntityTable = decode(reader.file, table, reader.problems);
        entities.extend(written.entity(&mut reader, span, None));
    }
    entities
}

#[allow(clippy::too_many_arguments)]
fn of_row(
    reader: &mut Reader<'_>,
    draft: &Draft<'_>,
    kind: Option<EntityKind>,
    table: &Table,
    row: &Row,
    terms: &mut Terms,
    rows: &mut Rows,
) -> Option<Rule> {
    let written = EntityTable::of_row(reader, table, row);
    let mut entity = written.entity(reader, row.span.clone(), kind)?;
    let mut rule = rows.bare.clone();
    rule.id = rows.id(reader, draft, table, row, written.name.as_ref()?)?;
    let own_terms = terms.take(&written.id());
    let term_references = terms.references(&written.id());
    if !own_terms.is_empty() {
        entity.terms = own_terms;
    }
    rule.message = row::message(reader, draft, table, row);
    rule.docs = row::docs(reader, draft, table, row).into();
    rule.validity = row::validity(reader, draft, table, row);
    rule.conditions = condition::of_row(reader, table, row, &draft.rule.conditions).into();
    rule.aliases.extend(written.aliases.iter().flat_map(|texts| &texts.0).map(|text| text.value.as_str().into()));
    rule.docs.references.extend(term_references);
    rule.docs.references.dedup();
    row::severity(reader, draft, table, row, &mut rule);
    finish(reader, &mut rule, entity, row.span.clone());
    Some(rule)
}

fn of_table(
    reader: &mut Reader<'_>,
    draft: &Draft<'_>,
    written: &EntityTable,
    span: Range<usize>,
    rows: &mut Rows,
) -> Option<Rule> {
    let entity = written.entity(reader, span.clone(), None)?;
    let mut rule = draft.rule.clone();
    let name = written.id.as_ref().or(written.name.as_ref())?;
    rule.id = rows.id_of(reader, draft, name, written.id.is_some())?;
    if let Some(note) = &written.note {
        rule.message = row::message_with(reader, draft, note);
    }
    rule.docs.line = reader.file.line(span.start);
    rule.docs.references = written.reference.clone().unwrap_or_default().0.into_iter().map(|text| text.value).collect();
    rule.docs.unverified = written.unverified.unwrap_or(false);
    if let Some(severity) = &written.severity {
        (rule.severity, rule.impact) = (severity.value, severity.value.default_impact());
    }
    if rule.docs.unverified {
        (rule.severity, rule.impact) = (Severity::Info, Severity::Info.default_impact());
    }
    finish(reader, &mut rule, entity, span);
    Some(rule)
}

/// The entity put into its rule, with examples where its wrong forms speak for themselves.
fn finish(reader: &mut Reader<'_>, rule: &mut Rule, entity: Entity, span: Range<usize>) {
    if entity.wrong.is_empty() {
        // It shapes what other rules say and finds nothing by itself.
        (rule.severity, rule.impact) = (Severity::Info, Severity::Info.default_impact());
    }
    let proven = !rule.docs.references.is_empty();
    if reader.source.builtin && rule.severity > Severity::Info && !proven {
        let message = "a built-in row of severity warning or error needs a source";
        let help = "name what was read in the column `reference`, or write `yes` in `unverified`: it is info then";
        reader.error(span, message).help(help);
    }
    let unconditional = rule.conditions.is_empty();
    if let (Some(wrong), true, true) = (entity.wrong.first(), rule.docs.examples.is_empty(), unconditional) {
        let example = |bad, text: &str| {
            let primary = if bad { vec![(0, text.len() as u32)] } else { Vec::new() };
            let document = ExampleText { text: text.to_owned(), primary, related: Vec::new() };
            Example { bad, documents: vec![document], line: rule.docs.line, ..Example::default() }
        };
        let right = wrong.suggest.first().unwrap_or(&entity.name);
        rule.docs.examples = vec![example(true, &wrong.text), example(false, right)];
    }
    rule.suggest.clear();
    rule.check = CheckSpec::Entity(Box::new(entity));
}

/// The wrong forms of an entity as phrases. A form with capitals matches exactly, and so does one without, because a
/// name is none in lower case.
fn wrong_forms(written: &EntityTable, name: &str, acronyms: &[Str]) -> Vec<Phrase> {
    let texts = |texts: &Option<crate::rules::decode::Texts>| -> Vec<String> {
        texts.iter().flat_map(|texts| &texts.0).map(|text| normalise_phrase(&text.value)).collect()
    };
    let mut right: Vec<Str> = texts(&written.right).into_iter().map(Into::into).collect();
    if right.is_empty() {
        right.push(name.into());
    }
    let mut phrases: Vec<Phrase> = Vec::new();
    let mut push = |text: String, suggest: Vec<Str>| {
        if !phrases.iter().any(|known| *known.text == *text) {
            phrases.push(Phrase { text: text.into(), case: Case::Exact, suggest });
        }
    };
    for text in texts(&written.wrong) {
        push(text, right.clone());
    }
    for expansion in texts(&written.wrong_expansions) {
        for acronym in acronyms {
            push(format!("{expansion} ({acronym})"), vec![format!("{name} ({acronym})").into()]);
            push(format!("{acronym} ({expansion})"), vec![format!("{acronym} ({name})").into()]);
        }
    }
    phrases
}
