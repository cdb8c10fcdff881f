//! `check = "lexicon"`: a CSV table of phrases, a row an entry.

use crate::finding::Severity;
use crate::rules::class::table_file;
use crate::rules::condition;
use crate::rules::decode::{TextAt, decode};
use crate::rules::file::CaseKey;
use crate::rules::inflect::forms;
use crate::rules::kinds::phrase::phrases;
use crate::rules::model::{CheckSpec, Rule};
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::row::{self, Rows, word_of};
use crate::rules::rule::{Draft, text_template};
use crate::rules::table::{self, Row, Table};
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

/// The columns of a lexicon.
const COLUMNS: &[&str] = &[
    "wrong",
    "right",
    "id",
    "inflect",
    "severity",
    "confidence",
    "case",
    "needs",
    "unless",
    "near",
    "where",
    "countries_exempt",
    "source_term",
    "source_lang",
    "note",
    "reference",
    "unverified",
    "valid_from",
    "valid_until",
    "bad_example",
    "good_example",
    "lint_allow",
];

/// The keys of `check = "lexicon"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// A CSV table beside the rule file.
    #[schemars(required)]
    file: Option<TextAt>,
}

/// Makes a rule of every row.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let Some(name) = keys.file else {
        draft.missing(reader, "file", "file = \"words.csv\"");
        return None;
    };
    let file = table_file(reader, &name)?;
    let mut reader = reader.for_file(&file);
    let table = table::read(&mut reader, COLUMNS, &["wrong"])?;
    let mut rows = Rows::new(draft.bare(), table.rows.len());
    for row in &table.rows {
        let before = reader.problems.error_count();
        let rule = entry(&mut reader, draft, &table, row, &mut rows);
        if reader.problems.error_count() == before {
            rows.rules.extend(rule);
        }
    }
    Some(Made::Rows(rows.rules))
}

fn entry(reader: &mut Reader<'_>, draft: &Draft<'_>, table: &Table, row: &Row, rows: &mut Rows) -> Option<Rule> {
    let file = reader.file;
    let wrong = table.alternatives(file, row, "wrong");
    let Some(first) = wrong.first() else {
        reader.error(row.span.clone(), "this row has no `wrong` text");
        return None;
    };
    let mut rule = rows.bare.clone();
    rule.id = rows.id(reader, draft, table, row, first)?;
    row::severity(reader, draft, table, row, &mut rule);
    rule.message = row::message(reader, draft, table, row);
    rule.docs = row::docs(reader, draft, table, row).into();
    rule.validity = row::validity(reader, draft, table, row);
    let right: Vec<String> = table.alternatives(file, row, "right").into_iter().map(|text| text.value).collect();
    if right.is_empty() && rule.suggest.is_empty() && rule.message.holes().any(|hole| hole == "suggestion") {
        let message = "the message of this lexicon names `{suggestion}`, but this row has no `right` text";
        reader.error(row.span.clone(), message).help("fill the cell `right`, or move the row to another lexicon");
    }
    if !right.is_empty() {
        rule.suggest = right.iter().map(|text| text_template(text)).collect();
    }
    rule.conditions = condition::of_row(reader, table, row, &draft.rule.conditions).into();
    let case = match table.cell(row, "case") {
        Some(cell) => word_of(reader, cell, &[("exact", CaseKey::Exact), ("any", CaseKey::Any)]),
        None => draft.table.case,
    };
    let forms = forms(reader, &table.alternatives(file, row, "inflect"));
    rule.check = CheckSpec::Phrase(phrases(reader, &wrong, &forms, case, &right));
    row::check_examples(reader, table, row, &rule);
    let proven = !rule.docs.references.is_empty();
    if reader.source.builtin && rule.severity > Severity::Info && !proven {
        let message = "a built-in row of severity warning or error needs a source";
        let help = "name what was read in the column `reference`, or write `yes` in `unverified`: it is info then";
        reader.error(row.span.clone(), message).help(help);
    }
    Some(rule)
}
