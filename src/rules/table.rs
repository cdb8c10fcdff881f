//! Reads CSV tables with the place of every cell, so that a problem is shown where it stands.

use super::decode::{TextAt, start_of};
use super::nearest::did_you_mean;
use super::reader::Reader;
use super::source::SourceFile;
use std::ops::Range;

/// More rows than this are refused.
const MOST_ROWS: usize = 200_000;
/// No table has so many columns.
const MOST_COLUMNS: usize = 100;

/// A table whose columns are known.
#[derive(Debug, Default)]
pub struct Table {
    columns: Vec<String>,
    /// The rows under the header.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug)]
pub struct Row {
    cells: Vec<TextAt>,
    /// Its byte range in the file, without the line break.
    pub span: Range<usize>,
}

impl Table {
    /// A cell by the name of its column; none if the column is missing or the cell is empty.
    pub fn cell<'t>(&self, row: &'t Row, column: &str) -> Option<&'t TextAt> {
        let at = self.columns.iter().position(|name| name == column)?;
        row.cells.get(at).filter(|cell| !cell.value.is_empty())
    }

    /// The alternatives in a cell, separated by ` | `, each with its place.
    pub fn alternatives(&self, file: &SourceFile, row: &Row, column: &str) -> Vec<TextAt> {
        self.cell(row, column).map(|cell| alternatives(file, cell)).unwrap_or_default()
    }
}

/// The alternatives of a text, separated by ` | `.
fn alternatives(file: &SourceFile, cell: &TextAt) -> Vec<TextAt> {
    let mut all = Vec::new();
    let begin = start_of(file, cell);
    let mut start = 0;
    for part in cell.value.split(" | ") {
        let text = part.trim();
        if !text.is_empty() {
            let from = start + (part.len() - part.trim_start().len());
            let span = begin.map_or(cell.span.clone(), |begin| begin + from..begin + from + text.len());
            all.push(TextAt { value: text.to_owned(), span });
        }
        start += part.len() + " | ".len();
    }
    all
}

/// Reads the table of the reader's file. Problems are reported; the rows that are sound are returned all the
/// same.
pub fn read(reader: &mut Reader<'_>, known: &[&str], required: &[&str]) -> Option<Table> {
    let text = reader.file.text.clone();
    let mut at = 0;
    let header = next_record(reader, &text, &mut at)?;
    let Some(header) = header else {
        let message = "the table is empty";
        reader.error(0..0, message).help(format!("its first line names the columns: {}", required.join(",")));
        return None;
    };
    let before = reader.problems.error_count();
    if header.cells.len() > MOST_COLUMNS {
        reader.error(header.span, format!("the table has more than {MOST_COLUMNS} columns"));
        return None;
    }
    let mut columns: Vec<String> = Vec::new();
    for cell in &header.cells {
        let name = cell.value.trim();
        if columns.iter().any(|column| column == name) {
            reader.error(cell.span.clone(), format!("there are two columns `{name}`"));
        } else if !known.contains(&name) {
            let note = reader.error(cell.span.clone(), format!("there is no column `{name}`"));
            let separated = header.cells.len() == 1 && name.contains([';', '\t']);
            let help = separated.then(|| "separate the columns by commas".to_owned());
            if let Some(help) = help.or_else(|| did_you_mean(name, known.iter().copied())) {
                note.help(help);
            }
        }
        columns.push(name.to_owned());
    }
    // A column that was misspelt is not missing as well.
    let sound = reader.problems.error_count() == before;
    for column in required.iter().filter(|column| sound && !columns.iter().any(|name| name == *column)) {
        reader.error(header.span.clone(), format!("the table has no column `{column}`"));
    }
    // With a wrong header every row would be wrong.
    if reader.problems.error_count() > before {
        return None;
    }
    let mut table = Table { columns, rows: Vec::new() };
    while let Some(Some(row)) = next_record(reader, &text, &mut at) {
        if row.cells.len() != table.columns.len() {
            let message = format!("this row has {} cells, the header {}", row.cells.len(), table.columns.len());
            reader.error(row.span, message).help("put a cell that holds a comma in quotation marks: \"one, two\"");
        } else if table.rows.len() == MOST_ROWS {
            reader.error(row.span, format!("the table has more than {MOST_ROWS} rows"));
            break;
        } else if row.cells.iter().any(|cell| !cell.value.is_empty()) {
            table.rows.push(row);
        }
    }
    Some(table)
}

/// The next record that is not a blank line; `Some(None)` at the end, `None` after an error from which there is no
/// going on.
fn next_record(reader: &mut Reader<'_>, text: &str, at: &mut usize) -> Option<Option<Row>> {
    while matches!(text.as_bytes().get(*at), Some(b'\r' | b'\n')) {
        *at += 1;
    }
    if *at >= text.len() {
        return Some(None);
    }
    let start = *at;
    let mut cells = Vec::new();
    loop {
        match next_cell(text, *at) {
            Ok((cell, end)) => {
                cells.push(cell);
                *at = end;
            }
            Err((span, message, help)) => {
                reader.error(span, message).help(help);
                return None;
            }
        }
        if text.as_bytes().get(*at) != Some(&b',') {
            return Some(Some(Row { cells, span: start..*at }));
        }
        *at += 1;
    }
}

type CellError = (Range<usize>, &'static str, &'static str);

/// A cell and where it ends: at a comma, a line break or the end of the text.
fn next_cell(text: &str, start: usize) -> Result<(TextAt, usize), CellError> {
    let rest = &text[start..];
    if !rest.starts_with('"') {
        let end = start + rest.find([',', '\r', '\n']).unwrap_or(rest.len());
        return Ok((TextAt { value: text[start..end].trim().to_owned(), span: start..end }, end));
    }
    let mut value = String::new();
    let mut at = start + 1;
    loop {
        let Some(length) = text[at..].find('"') else {
            let help = "close it with another one; a quotation mark inside a cell is written twice: \"\"";
            return Err((start..start + 1, "this quotation mark opens a cell that is not closed", help));
        };
        value.push_str(&text[at..at + length]);
        at += length + 1;
        match text.as_bytes().get(at) {
            Some(b'"') => {
                value.push('"');
                at += 1;
            }
            None | Some(b',' | b'\r' | b'\n') => {
                return Ok((TextAt { value: value.trim().to_owned(), span: start..at }, at));
            }
            Some(_) => {
                let help = "write a quotation mark inside a cell twice: \"\"";
                return Err((at - 1..at, "this quotation mark closes the cell, but more text follows", help));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_their_text_and_place() {
        let text = "a,\"b \"\"c\"\", d\"\r\ne,";
        let (a, end) = next_cell(text, 0).unwrap();
        assert_eq!((a.value.as_str(), a.span, end), ("a", 0..1, 1));
        let (b, end) = next_cell(text, 2).unwrap();
        assert_eq!((b.value.as_str(), end), ("b \"c\", d", 14));
        let (empty, _) = next_cell(text, text.len()).unwrap();
        assert_eq!(empty.value, "");
        assert!(next_cell("\"a", 0).is_err() && next_cell("\"a\"b", 0).is_err());
    }

    #[test]
    fn alternatives_know_their_place() {
        let file = SourceFile::of_text("t.csv", "x,\"one | two, | three\"");
        let (cell, _) = next_cell(&file.text, 2).unwrap();
        let all: Vec<_> = alternatives(&file, &cell).iter().map(|a| file.text[a.span.clone()].to_owned()).collect();
        assert_eq!(all, ["one", "two,", "three"]);
    }
}
