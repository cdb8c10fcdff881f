//! Which columns of a table hold what, by its header.

use super::decode;
use super::rows::Row;
use crate::document::FieldKind;
use crate::formats::TableSettings;
use crate::input::{Problem, ProblemKind};
use std::sync::Arc;

/// Headers of columns that hold text, where none are configured.
const TEXTS: [&str; 5] = ["title", "text", "target", "translation", "body"];
/// Columns of the table that mtaudit itself writes.
const REPORT: [&str; 4] = ["severity", "rule", "found", "fingerprint"];

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Columns {
    /// How many there are.
    pub(super) count: usize,
    /// Those that are audited, in their order.
    pub(super) texts: Vec<Column>,
    pub(super) title: Option<usize>,
    pub(super) source: Option<usize>,
    pub(super) id: Option<usize>,
    pub(super) lang: Option<usize>,
    pub(super) source_lang: Option<usize>,
    pub(super) date: Option<usize>,
    pub(super) url: Option<usize>,
}

/// A column that holds text.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) index: usize,
    pub(super) name: Arc<str>,
    pub(super) kind: FieldKind,
}

impl Columns {
    /// The columns under a header.
    ///
    /// # Errors
    /// No column with text in it: an error if the user named the file, a note if it was found; and a note where the
    /// table is a report of ours.
    pub(super) fn of(header: &Row, settings: &TableSettings, named: bool) -> Result<Self, Problem> {
        let names: Vec<String> =
            header.cells.iter().map(|cell| decode(&header.text, cell).finish().0.trim().to_owned()).collect();
        let find = |name: &str| names.iter().position(|one| one.eq_ignore_ascii_case(name));
        if settings.columns.is_empty() && REPORT.iter().all(|name| find(name).is_some()) {
            let message = "skipped: a report of mtaudit, not a text";
            return Err(Problem::note(header.file.clone(), message));
        }
        let texts: Vec<Column> = match &settings.columns[..] {
            [] => TEXTS.iter().filter_map(|name| column(find(name)?, name)).collect(),
            configured => configured.iter().filter_map(|name| column(find(name)?, name)).collect(),
        };
        if texts.is_empty() {
            return Err(without_text(header, settings, &names, named));
        }
        let usual = |configured: &Option<String>, name: &str| find(configured.as_deref().unwrap_or(name));
        Ok(Columns {
            count: names.len(),
            texts,
            title: find("title"),
            source: usual(&settings.source, "source"),
            id: usual(&settings.id, "id"),
            lang: usual(&settings.lang, "lang"),
            source_lang: find("source_lang"),
            date: find("date"),
            url: find("url"),
        })
    }

    /// Whether a column holds headlines beside another one that holds the text.
    pub(super) fn is_title(&self, column: &Column) -> bool {
        column.kind == FieldKind::Title && self.texts.len() > 1
    }
}

fn column(index: usize, name: &str) -> Option<Column> {
    let kind = match name.to_ascii_lowercase().as_str() {
        "title" | "headline" => FieldKind::Title,
        "caption" => FieldKind::Caption,
        "target" | "translation" => FieldKind::Unit,
        _ => FieldKind::Text,
    };
    Some(Column { index, name: name.into(), kind })
}

fn without_text(header: &Row, settings: &TableSettings, names: &[String], named: bool) -> Problem {
    let quoted = |names: &[String]| {
        let mut shown: Vec<String> = names.iter().take(12).map(|name| format!("`{name}`")).collect();
        if names.len() > shown.len() {
            shown.push("…".into());
        }
        shown.join(", ")
    };
    let wanted = match &settings.columns[..] {
        [] => TEXTS.map(str::to_owned).to_vec(),
        columns => columns.to_vec(),
    };
    let message = format!("a table without a column {}; its headers are {}", quoted(&wanted), quoted(names));
    let mut problem = Problem::error(header.file.clone(), message).at(header.position);
    if !named {
        problem.kind = ProblemKind::Note;
        problem.message.insert_str(0, "skipped: ");
    }
    problem.help("name the columns that hold text under [csv] in mtaudit.toml")
}
