//! `check = "variants"`: forms of which a document, or the corpus, may use one.

use crate::rules::class::table_file;
use crate::rules::decode::{TextAt, Texts, decode};
use crate::rules::model::{CheckSpec, Rule, Scope, Variants};
use crate::rules::normal::normalise_phrase;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::row::{self, Rows};
use crate::rules::rule::Draft;
use crate::rules::string::Str;
use crate::rules::table::{self, Row, Table};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::HashSet;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeTable;

/// The columns of a table of variants.
const COLUMNS: &[&str] = &[
    "id",
    "forms",
    "prefer",
    "note",
    "reference",
    "valid_from",
    "valid_until",
    "bad_example",
    "good_example",
    "lint_allow",
];

/// The keys of `check = "variants"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// Two or more forms.
    forms: Option<Texts>,
    /// The form to use; else the majority, else the first seen.
    prefer: Option<TextAt>,
    /// Within what the forms have to agree: `document` (default) or `corpus`.
    scope: Option<Scope>,
    /// A CSV table beside the rule file, a row a name; instead of `forms` and `prefer`.
    file: Option<TextAt>,
}

/// Makes the rule, or a rule of every row.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let scope = keys.scope.unwrap_or(Scope::Document);
    let Some(name) = keys.file else {
        let Some(forms) = keys.forms else {
            draft.missing(reader, "forms", "forms = [\"Kyiv\", \"Kiev\"] or file = \"names.csv\"");
            return None;
        };
        let span = forms.0.first().map_or(draft.span.clone(), |first| first.span.clone());
        let mut rule = draft.rule.clone();
        let variants = variants(reader, &forms.0, keys.prefer.as_ref(), scope, span)?;
        rule.check = CheckSpec::Variants(variants);
        return Some(Made::Rule(Box::new(rule)));
    };
    if let Some(extra) = keys.prefer.map(|prefer| prefer.span).or_else(|| Some(keys.forms?.0.first()?.span.clone())) {
        let message = "`forms` and `prefer` stand in the table where there is a `file`";
        reader.error(extra, message).help("remove the key here, or the key `file`");
    }
    let file = table_file(reader, &name)?;
    let mut reader = reader.for_file(&file);
    let table = table::read(&mut reader, COLUMNS, &["forms"])?;
    let mut rows = Rows::new(draft.bare(), table.rows.len());
    for row in &table.rows {
        let before = reader.problems.error_count();
        let rule = entry(&mut reader, draft, scope, &table, row, &mut rows);
        if reader.problems.error_count() == before {
            rows.rules.extend(rule);
        }
    }
    Some(Made::Rows(rows.rules))
}

fn entry(
    reader: &mut Reader<'_>,
    draft: &Draft<'_>,
    scope: Scope,
    table: &Table,
    row: &Row,
    rows: &mut Rows,
) -> Option<Rule> {
    let forms = table.alternatives(reader.file, row, "forms");
    let Some(first) = forms.first() else {
        reader.error(row.span.clone(), "this row has no `forms`");
        return None;
    };
    let mut rule = rows.bare.clone();
    rule.conditions = draft.rule.conditions.clone();
    rule.id = rows.id(reader, draft, table, row, first)?;
    rule.message = row::message(reader, draft, table, row);
    rule.docs = row::docs(reader, draft, table, row).into();
    rule.validity = row::validity(reader, draft, table, row);
    let variants = variants(reader, &forms, table.cell(row, "prefer"), scope, first.span.clone())?;
    rule.check = CheckSpec::Variants(variants);
    row::check_examples(reader, table, row, &rule);
    Some(rule)
}

fn variants(
    reader: &mut Reader<'_>,
    written: &[TextAt],
    prefer: Option<&TextAt>,
    scope: Scope,
    span: Range<usize>,
) -> Option<Variants> {
    let mut forms: Vec<Str> = Vec::new();
    let mut seen: HashSet<Str> = HashSet::new();
    for text in written {
        let form: Str = normalise_phrase(&text.value).into();
        if form.is_empty() || !seen.insert(form.clone()) {
            let message = if form.is_empty() { "a form is empty" } else { "this form stands here twice" };
            let help = "quotation marks, hyphens and spaces of all kinds are one in the text that is audited";
            reader.error(text.span.clone(), message).help(help);
            continue;
        }
        forms.push(form);
    }
    if forms.len() < 2 {
        let help = "add the other spellings; with one form there is nothing to compare";
        reader.error(span, "variants need two forms or more").help(help);
        return None;
    }
    let index = match prefer {
        None => None,
        Some(prefer) => {
            let form = normalise_phrase(&prefer.value);
            let Some(index) = forms.iter().position(|known| **known == *form) else {
                let message = format!("`{}` is preferred but not among the forms", prefer.value);
                reader.error(prefer.span.clone(), message).help("add it to the forms");
                return None;
            };
            u32::try_from(index).ok()
        }
    };
    Some(Variants { forms, prefer: index, house: false, scope })
}
