//! The offices that people held: a second table beside that of the people, or `[[entity.office]]`.

use super::written::country;
use crate::rules::class::table_file;
use crate::rules::decode::TextAt;
use crate::rules::entity::Term;
use crate::rules::normal::normalise_phrase;
use crate::rules::reader::Reader;
use crate::rules::source::SourceFile;
use crate::rules::string::Str;
use crate::rules::table;
use crate::rules::validity::is_day;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// The columns of a table of offices held.
const COLUMNS: &[&str] = &["person", "office", "country", "from", "until", "checked", "reference", "note"];

/// An office that a person held.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TermTable {
    /// The office in a wording that fits the country.
    pub title: Option<TextAt>,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<TextAt>,
    /// The first day: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub from: Option<TextAt>,
    /// The last day.
    pub until: Option<TextAt>,
    /// The day on which it was last known to be held.
    pub checked: Option<TextAt>,
}

/// The offices of all people of a table.
#[derive(Default)]
pub struct Terms {
    file: Option<SourceFile>,
    of: BTreeMap<String, Vec<Entry>>,
}

struct Entry {
    span: Range<usize>,
    term: Term,
    reference: Option<String>,
    used: bool,
}

impl Terms {
    /// Reads the table.
    pub fn read(reader: &mut Reader<'_>, name: &TextAt) -> Option<Self> {
        let file = table_file(reader, name)?;
        let mut terms = Terms { file: Some(file.clone()), of: BTreeMap::new() };
        let mut reader = reader.for_file(&file);
        let table = table::read(&mut reader, COLUMNS, &["person", "office"])?;
        for row in &table.rows {
            let Some(person) = table.cell(row, "person") else {
                reader.error(row.span.clone(), "this row has no `person`");
                continue;
            };
            let cell = |column| table.cell(row, column).cloned();
            let written = TermTable {
                title: cell("office"),
                country: cell("country"),
                from: cell("from"),
                until: cell("until"),
                checked: cell("checked"),
            };
            let Some(mut term) = term(&mut reader, &written) else {
                if written.title.is_none() {
                    reader.error(row.span.clone(), "this row has no `office`");
                }
                continue;
            };
            let reference = table.cell(row, "reference").map(|cell| cell.value.clone());
            term.sourced |= reference.is_some();
            let entry = Entry { span: person.span.clone(), term, reference, used: false };
            terms.of.entry(person.value.clone()).or_default().push(entry);
        }
        Some(terms)
    }

    /// The offices of a person.
    pub fn take(&mut self, person: &str) -> Vec<Term> {
        let entries = self.of.get_mut(person).into_iter().flatten();
        entries
            .map(|entry| {
                entry.used = true;
                entry.term.clone()
            })
            .collect()
    }

    /// The sources of these.
    pub fn references(&self, person: &str) -> Vec<String> {
        let mut all: Vec<String> =
            self.of.get(person).into_iter().flatten().filter_map(|entry| entry.reference.clone()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Reports people that the table of entities does not have.
    pub fn report_unused(&self, reader: &mut Reader<'_>) {
        let Some(file) = &self.file else { return };
        for (person, entries) in &self.of {
            if let Some(entry) = entries.iter().find(|entry| !entry.used) {
                let message = format!("no row of the entities has the id `{person}`");
                let help = "the column `person` takes the `id` of a row, or its name in lower case with hyphens";
                reader.for_file(file).error(entry.span.clone(), message).help(help);
            }
        }
    }
}

/// An office held, or `None` if it has no title or something wrong, which is reported.
pub fn term(reader: &mut Reader<'_>, written: &TermTable) -> Option<Term> {
    let before = reader.problems.error_count();
    let office: Str = normalise_phrase(&written.title.as_ref()?.value).into();
    let mut date = |text: &Option<TextAt>| -> Option<Str> {
        let text = text.as_ref()?;
        // What is missing is the first of its kind.
        let whole = format!("{}{}", text.value, "0000-01-01".get(text.value.len()..).unwrap_or_default());
        if matches!(text.value.len(), 4 | 7 | 10) && is_day(&whole) {
            return Some(text.value.as_str().into());
        }
        reader
            .error(text.span.clone(), format!("`{}` is no day", text.value))
            .help("write 2024-05-31, 2024-05 or 2024");
        None
    };
    let (from, until, checked) = (date(&written.from), date(&written.until), date(&written.checked));
    if let (Some(first), Some(last), Some(place)) = (&from, &until, &written.until) {
        let shared = first.len().min(last.len());
        if last[..shared] < first[..shared] {
            let message = format!("the office would end ({last}) before it begins ({first})");
            reader.error(place.span.clone(), message).help("`from` is the first day, `until` the last");
        }
    }
    let country = written.country.as_ref().and_then(|code| country(reader, code)).unwrap_or_default();
    (reader.problems.error_count() == before).then_some(Term {
        office,
        country,
        from,
        until,
        checked,
        sourced: !reader.source.builtin,
    })
}
