//! Tables in CSV or TSV: a row is a document; the header says which columns hold text.

mod columns;
mod rows;

use super::notes::Notes;
use super::{Documents, Format, FormatOptions, TableSettings, Windows, key};
use crate::document::{Document, Field, Item, Window};
use crate::input::{Input, Problem};
use crate::source::{Layer, SourceMapBuilder, Span};
use columns::Columns;
use rows::{Cell, Row, Rows};
use std::sync::Arc;

/// Comma-separated values, and tables with other delimiters.
#[derive(Clone, Copy, Debug)]
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv"]
    }

    /// Any text with commas may be a table; only a name says that it is meant as one.
    fn sniff(&self, _head: &[u8]) -> bool {
        false
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        let file_key = key::relative(&input.file, options.root.as_deref()).into();
        let settings = &options.settings.csv;
        Box::new(Records {
            file_key,
            named: input.named,
            rows: Rows::new(input, settings.delimiter),
            settings,
            columns: None,
            index: 0,
            windows: None,
            notes: Some(Notes::default()),
        })
    }
}

struct Records<'a> {
    rows: Rows,
    settings: &'a TableSettings,
    file_key: Arc<str>,
    /// Whether the user named the file.
    named: bool,
    /// Known once the header was read.
    columns: Option<Columns>,
    /// Of the next row that is not blank.
    index: u64,
    /// What is left of the row before.
    windows: Option<Windows>,
    /// Until they were given.
    notes: Option<Notes>,
}

impl Iterator for Records<'_> {
    type Item = Result<Document, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(document) = self.windows.as_mut().and_then(Windows::next) {
                return Some(Ok(document));
            }
            match self.rows.next() {
                Some(Ok(row)) if row.is_blank() => {}
                Some(Ok(row)) => match self.row(row) {
                    Ok(windows) => self.windows = windows,
                    Err(problem) => return Some(Err(problem)),
                },
                Some(Err(problem)) => {
                    self.index += u64::from(self.columns.is_some());
                    return Some(Err(problem));
                }
                None => {
                    // What is left to be said is said one after another; then there is nothing.
                    let mut notes = self.notes.take()?.finish();
                    let first = notes.next();
                    self.rows.stop_with(notes.collect());
                    return first.map(Err);
                }
            }
        }
    }
}

impl Records<'_> {
    fn row(&mut self, row: Row) -> Result<Option<Windows>, Problem> {
        let Some(columns) = &self.columns else {
            let columns = Columns::of(&row, self.settings, self.named);
            if columns.is_err() {
                self.rows.stop_with(Vec::new());
            }
            self.columns = Some(columns?);
            return Ok(None);
        };
        let index = self.index;
        self.index += 1;
        if row.cells.len() != columns.count
            && let Some(notes) = &mut self.notes
        {
            let cells = if row.cells.len() == 1 { "cell" } else { "cells" };
            let message = format!("a row of {} {cells} under a header of {}", row.cells.len(), columns.count);
            let note = Problem::note(self.rows.file().clone(), message).at(row.position);
            notes.add(note.help("a cell with a delimiter or a line break in it stands between quotation marks"));
        }
        Ok(self.document(index, row))
    }

    fn document(&self, index: u64, row: Row) -> Option<Windows> {
        let columns = self.columns.as_ref()?;
        let (cells, raw) = row.into_raw(&self.rows);
        let plain = |column: Option<usize>| -> Option<Arc<str>> {
            let (text, _) = decode(raw.text(), cells.get(column?)?).finish();
            (!text.trim().is_empty()).then(|| text.trim().into())
        };
        let mut source = plain(columns.source);
        let mut fields = Vec::new();
        for column in &columns.texts {
            let Some(cell) = cells.get(column.index) else { continue };
            let (text, map) = decode(raw.text(), cell).finish();
            if text.trim().is_empty() {
                continue;
            }
            let mut field = Field::new(column.name.clone(), column.kind, text, map);
            if !columns.is_title(column) {
                // The source is that of the text, which is the first column that is no headline.
                field.source = source.take();
            }
            fields.push(field);
        }
        if fields.is_empty() {
            return None;
        }
        let (id, title, url) = (plain(columns.id), plain(columns.title), plain(columns.url));
        let beginnings = fields.iter().map(|field| field.text.to_string());
        let key = key::of_record(&self.file_key, id.as_deref(), url.as_deref(), title.as_deref(), beginnings);
        let document = Document {
            key,
            id: id.clone().unwrap_or_else(|| format!("{}#{index}", raw.file()).into()),
            item: Some(Arc::new(Item { index, id, title, url })),
            lang: plain(columns.lang),
            source_lang: plain(columns.source_lang),
            date: plain(columns.date),
            fields,
            window: Window::WHOLE,
            feed: None,
            raw: Arc::new(raw),
        };
        Some(Windows::new(document))
    }
}

/// The text of a cell; of a quoted one, two quotation marks side by side are one.
fn decode(raw: &str, cell: &Cell) -> SourceMapBuilder {
    let mut builder = SourceMapBuilder::within(cell.layer);
    if cell.layer != Layer::Csv {
        builder.copied(cell.span.start(), &raw[cell.span.range()]);
        return builder;
    }
    let mut at = cell.span.start();
    while let Some(pair) = memchr::memmem::find(&raw.as_bytes()[at..cell.span.end()], b"\"\"") {
        builder.copied(at, &raw[at..at + pair]);
        builder.decoded(Span::new(at + pair, at + pair + 2), "\"", Layer::Csv);
        at += pair + 2;
    }
    builder.copied(at, &raw[at..cell.span.end()]);
    builder
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
