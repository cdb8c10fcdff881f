//! The table of a review: its rows, whatever a spreadsheet made of separators, quotes, line ends and columns.

use crate::finding::baseline::Scope;
use crate::finding::settled;
use crate::input::Problem;
use crate::report::{guard, unguard};
use std::collections::HashMap;

/// One row that speaks of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// 1-based number, as a spreadsheet shows it: the names of the columns are row 1.
    pub number: usize,
    /// Name of the finding; may be empty.
    pub fingerprint: String,
    /// Full id of the rule.
    pub rule: String,
    /// The matched text.
    pub found: String,
    /// The file, as the report showed it.
    pub file: String,
    /// The title of the document.
    pub title: String,
    /// What was decided.
    pub status: Status,
    /// Why.
    pub comment: String,
}

impl Row {
    /// The file and the title that its finding has; what it does not say is empty.
    pub(super) fn stands_in(&self) -> (&str, &str) {
        (&self.file, &self.title)
    }
}

/// What was decided of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing.
    Undecided,
    /// It was repaired.
    Fixed,
    /// It is right as it is, as far as the scope reaches.
    Dismissed(Scope),
    /// It stays for now.
    Later,
}

/// What separates cells, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// The columns that are read. Without the first two, nothing is known.
const COLUMNS: [&str; 7] = ["fingerprint", "status", "comment", "rule", "found", "file", "title"];
/// The columns that have to be there.
const NEEDED: usize = 2;

/// The rows of a table.
///
/// # Errors
/// Everything that is wrong with it: missing columns, a status that is none, two decisions of one finding.
pub fn read(file: &str, text: &str) -> Result<Vec<Row>, Vec<Problem>> {
    let text = without_separator_line(text.trim_start_matches(['\u{feff}', '\n', '\r']));
    let error = |message: String| Problem::error(file, message);
    let quote = if text.starts_with('\'') { b'\'' } else { b'"' };
    let mut best: (usize, Vec<String>) = (0, Vec::new());
    for delimiter in DELIMITERS {
        let mut records = records(text, delimiter, quote);
        let Some(head) = records.next() else { break };
        let head: Vec<String> = head.map_err(|message| vec![error(message)])?.iter().map(plain).collect();
        let at = COLUMNS.map(|column| head.iter().position(|name| name == column));
        if at.iter().take(NEEDED).all(Option::is_some) {
            return rows(file, records, at);
        }
        let known = at.iter().flatten().count();
        if known > best.0 || best.1.is_empty() {
            best = (known, head);
        }
    }
    let there: Vec<String> = best.1.iter().take(20).map(|name| format!("`{name}`")).collect();
    let message = match there.as_slice() {
        [] => "an empty table".to_owned(),
        _ => format!("no columns `fingerprint` and `status` in its first row, which has {}", there.join(", ")),
    };
    Err(vec![error(message).help("it has to be a table that `mtaudit check --output-format csv` wrote")])
}

/// The rows after the first; `at` are the places of [`COLUMNS`].
fn rows(
    file: &str,
    records: impl Iterator<Item = Result<csv::StringRecord, String>>,
    at: [Option<usize>; COLUMNS.len()],
) -> Result<Vec<Row>, Vec<Problem>> {
    let (mut rows, mut problems) = (Vec::<Row>::new(), Vec::new());
    let mut decided: HashMap<String, (usize, Status)> = HashMap::new();
    for (index, record) in records.enumerate() {
        let number = index + 2;
        let mut wrong = |message: String| problems.push(Problem::error(file, format!("row {number}: {message}")));
        let record = match record {
            Ok(record) => record,
            Err(message) => {
                wrong(message);
                continue;
            }
        };
        let [fingerprint, status, comment, rule, found, file, title] =
            at.map(|column| column.and_then(|column| record.get(column)).unwrap_or_default());
        let status = match Status::of(status) {
            Ok(status) => status,
            Err(message) => {
                wrong(message);
                continue;
            }
        };
        let fingerprint = plain(fingerprint);
        if status == Status::Undecided || (fingerprint.is_empty() && found.is_empty()) {
            if status != Status::Undecided {
                wrong("a status and nothing that it speaks of: `fingerprint` and `found` are empty".to_owned());
            }
            continue;
        }
        if !fingerprint.is_empty() {
            match decided.insert(fingerprint.clone(), (number, status)) {
                Some((first, other)) if other != status => {
                    wrong(format!("another status than in row {first}, which speaks of the same finding"));
                }
                // Rows that were pasted twice.
                Some(_) => continue,
                None => {}
            }
        }
        let text = |cell: &str| unguarded(cell).to_owned();
        rows.push(Row {
            number,
            fingerprint,
            rule: text(rule).trim().to_owned(),
            found: settled(unguarded(found)),
            file: text(file),
            title: text(title),
            status,
            comment: text(comment).trim().to_owned(),
        });
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

/// The records of a text. All kinds of line ends are read, and rows may be shorter or longer than the first.
fn records(text: &str, delimiter: u8, quote: u8) -> impl Iterator<Item = Result<csv::StringRecord, String>> + '_ {
    let reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quote(quote)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader.into_records().map(|record| record.map_err(|error| error.to_string()))
}

/// Excel may write `sep=;` in front of the table, and hides it.
fn without_separator_line(text: &str) -> &str {
    let line_end = text.find(['\n', '\r']).unwrap_or(text.len());
    let line = text[..line_end].trim_matches('"').to_ascii_lowercase();
    if line.starts_with("sep=") { text[line_end..].trim_start_matches(['\n', '\r']) } else { text }
}

/// A cell that is a word: without spaces, quotation marks and a guard around it, in lower case.
fn plain(cell: &str) -> String {
    let around = |c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '’' | '‘' | '“' | '”' | '\u{feff}' | '\u{a0}');
    cell.trim_matches(around).to_lowercase()
}

/// The text of a cell, without the apostrophe that guards it if it is one.
fn unguarded(cell: &str) -> &str {
    let text = unguard(cell);
    if guard(text) == cell { text } else { cell }
}

impl Status {
    fn of(cell: &str) -> Result<Self, String> {
        let words = plain(cell);
        Ok(match words.split_whitespace().collect::<Vec<_>>().as_slice() {
            [] => Status::Undecided,
            ["fixed"] => Status::Fixed,
            ["later"] => Status::Later,
            ["dismissed"] => Status::Dismissed(Scope::Here),
            ["dismissed", "document"] => Status::Dismissed(Scope::Document),
            ["dismissed", "everywhere"] => Status::Dismissed(Scope::Everywhere),
            _ => {
                let known = "fixed, dismissed, dismissed document, dismissed everywhere, later, or nothing";
                return Err(format!("unknown status `{}`; it can be {known}", cell.trim()));
            }
        })
    }
}
