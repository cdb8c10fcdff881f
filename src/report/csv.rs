//! `csv`: a table for editors and their spreadsheets, RFC 4180, one row a finding.

use super::view::context;
use super::{CsvOptions, Report, ReportOptions, Summary, guard::guard, severity_name, where_it_is};
use crate::finding::{Finding, Related, Suggestion};
use crate::rules::template::cut;
use std::borrow::Cow;
use std::io::{self, Write};

/// The columns, in order. `status` and `comment` are empty: they are for whoever reads the table.
const COLUMNS: [&str; 16] = [
    "severity",
    "rule",
    "message",
    "found",
    "suggestion",
    "context",
    "related",
    "title",
    "url",
    "field",
    "file",
    "line",
    "column",
    "fingerprint",
    "status",
    "comment",
];

/// Characters of a cell at most: Excel takes 32,767 units of UTF-16 and tears a longer one apart.
const LONGEST_CELL: usize = 16_000;

/// The report.
pub(super) struct Csv {
    table: Table,
    context: usize,
}

impl Csv {
    pub(super) fn new(options: &ReportOptions) -> Self {
        Csv { table: Table::new(options.csv), context: options.context }
    }
}

/// Rows and cells as the options have them.
pub(super) struct Table {
    csv: CsvOptions,
}

impl Table {
    pub(super) fn new(csv: CsvOptions) -> Self {
        Table { csv }
    }

    /// Writes the byte-order mark, if there is to be one, and the names of the columns.
    pub(super) fn begin(&self, columns: &[&str], out: &mut dyn Write) -> io::Result<()> {
        if self.csv.bom {
            out.write_all("\u{FEFF}".as_bytes())?;
        }
        self.row(&columns.iter().copied().map(Cow::Borrowed).collect::<Vec<_>>(), out)
    }

    /// Writes one row.
    pub(super) fn row(&self, cells: &[Cow<'_, str>], out: &mut dyn Write) -> io::Result<()> {
        let mut writer = ::csv::WriterBuilder::new()
            .delimiter(self.csv.delimiter)
            .terminator(::csv::Terminator::CRLF)
            .from_writer(Vec::new());
        writer.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(io::Error::from)?;
        let row = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        out.write_all(&row)
    }

    /// A cell with text of strangers, cut where no spreadsheet holds it. Controls, and what reorders a line, are shown as
    /// what they are, and a tab, which spreadsheets drop, is a space; all other characters are left alone, because an editor
    /// copies suggestions out of the table.
    pub(super) fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.csv.raw {
            return Cow::Borrowed(text);
        }
        match cut(text, LONGEST_CELL) {
            Cow::Borrowed(text) => shown(text),
            Cow::Owned(text) => Cow::Owned(shown(&text).into_owned()),
        }
    }
}

/// What a cell shows of a text.
fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(|character| character == '\t' || is_control(character)) {
        return guard(text);
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => shown.push(' '),
            _ if is_control(character) => shown.push_str(&format!("<U+{:04X}>", u32::from(character))),
            _ => shown.push(character),
        }
    }
    Cow::Owned(guard(&shown).into_owned())
}

impl Report for Csv {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.table.begin(&COLUMNS, out)
    }

    fn finding(&mut self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let site = &finding.site;
        let item = site.item.as_deref();
        let suggestion = suggestions(&finding.suggestions);
        let table = &self.table;
        let context = context(&site.excerpt, self.context).unwrap_or_default();
        let related = related(&finding.related);
        table.row(
            &[
                severity_name(finding).into(),
                table.text(&finding.rule),
                table.text(&finding.message),
                table.text(&site.text),
                table.text(&suggestion),
                table.text(&context),
                table.text(&related),
                table.text(item.and_then(|item| item.title.as_deref()).unwrap_or("")),
                table.text(item.and_then(|item| item.url.as_deref()).unwrap_or("")),
                table.text(&site.field),
                table.text(&site.place.file),
                site.place.line.to_string().into(),
                site.place.column.to_string().into(),
                // It begins with `m1-`, so that no spreadsheet takes it for anything else.
                finding.fingerprint.as_str().into(),
                "".into(),
                "".into(),
            ],
            out,
        )
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        out.flush()
    }
}

fn is_control(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        _ => character.is_control(),
    }
}

/// Alternatives are separated as in rule files; `(delete)` stands for an empty one.
fn suggestions(all: &[Suggestion]) -> String {
    let written = |one: &Suggestion| match one.replacement.as_str() {
        "" => "(delete)".to_string(),
        text => text.to_string(),
    };
    all.iter().map(written).collect::<Vec<_>>().join(" | ")
}

/// `path:line:column "text"; …`
fn related(all: &[Related]) -> String {
    let places = all.iter().map(|Related { site, .. }| format!("{} \"{}\"", where_it_is(&site.place), site.text));
    places.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use crate::report::{CsvOptions, FORMATS, ReportOptions, testing, unguard};

    fn with(csv: CsvOptions) -> String {
        let options = ReportOptions { csv, ..ReportOptions::default() };
        testing::rendered_with("csv", &testing::all(), &options)
    }

    #[test]
    fn a_row_a_finding_and_no_formula() {
        insta::assert_snapshot!(with(CsvOptions::default()));
    }

    #[test]
    fn read_back_and_unguarded_the_text_is_what_was_found() {
        let all = testing::all();
        let table = with(CsvOptions { bom: true, delimiter: b';', raw: false });
        let table = table.strip_prefix('\u{feff}').unwrap();
        let mut reader = ::csv::ReaderBuilder::new().delimiter(b';').from_reader(table.as_bytes());
        let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), all.len());
        for (row, finding) in rows.iter().zip(&all) {
            let found = &row[3];
            if !finding.site.text.contains(super::is_control) {
                assert_eq!(unguard(found), finding.site.text);
            }
            assert!(!found.starts_with(['=', '+', '-', '@', '1']));
            assert_eq!(&row[11], finding.site.place.line.to_string());
        }
    }

    #[test]
    fn a_cell_is_no_longer_than_a_spreadsheet_holds() {
        let mut finding = testing::plain();
        finding.site.text = "𝄞 ".repeat(100_000);
        let text = testing::rendered("csv", &[finding]);
        let mut reader = ::csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        assert!(row.iter().all(|cell| cell.encode_utf16().count() < 32_767));
        assert!(row[3].ends_with('…'));
    }

    #[test]
    fn raw_means_as_it_is() {
        assert!(with(CsvOptions { raw: true, ..CsvOptions::default() }).contains(",=cmd|"));
        assert!(with(CsvOptions::default()).contains(",'=cmd|"));
    }

    #[test]
    fn every_line_ends_as_the_standard_says() {
        let finding = testing::plain();
        let text = testing::rendered("csv", &[finding]);
        assert_eq!((text.matches("\r\n").count(), text.matches('\n').count()), (2, 2));
        assert_eq!(FORMATS.iter().filter(|format| format.name == "csv").count(), 1);
    }
}
