//! `grouped`: findings under the file (and the document in it) that they are in, in columns.

use super::colour::Paint;
use super::{Report, ReportOptions, Summary, escape, severity_name};
use crate::finding::Finding;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// A message longer than this does not push the rules of all others to the right.
const WIDEST_MESSAGE: usize = 80;

/// The report.
pub(super) struct Grouped {
    paint: Paint,
    /// The file whose heading was written last.
    file: Option<String>,
    /// The document in it, if it holds several.
    document: Option<String>,
    /// The lines under that heading, kept until their widths are known.
    rows: Vec<Row>,
}

struct Row {
    place: (String, String),
    severity: (String, usize),
    message: String,
    rule: String,
}

impl Grouped {
    pub(super) fn new(options: &ReportOptions) -> Self {
        Grouped { paint: Paint::new(options.colour), file: None, document: None, rows: Vec::new() }
    }

    /// Writes the rows of one heading.
    fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let rows = std::mem::take(&mut self.rows);
        let widest = |width: fn(&Row) -> usize| rows.iter().map(width).max().unwrap_or(0);
        let line = widest(|row| row.place.0.len());
        let column = widest(|row| row.place.1.len());
        let severity = widest(|row| row.severity.1);
        let lengths = rows.iter().map(|row| row.message.width()).filter(|&width| width <= WIDEST_MESSAGE);
        let message = lengths.max().unwrap_or(0);
        let indent = if self.document.is_some() { "    " } else { "  " };
        for row in &rows {
            let place = format!("{:>line$}:{:<column$}", row.place.0, row.place.1);
            let severity = pad(&row.severity.0, row.severity.1, severity);
            let message = pad(&row.message, row.message.width(), message);
            writeln!(out, "{indent}{place}  {severity}  {message}  {}", self.paint.frame(&row.rule))?;
        }
        Ok(())
    }

    /// Writes the headings of a finding that are not those of the one before it.
    fn head(&mut self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let place = &finding.site.place;
        let member = place.member.as_deref().map(|member| format!("!{}", escape::one_line(member)));
        let file = format!("{}{}", escape::one_line(&place.file), member.unwrap_or_default());
        let document = finding.site.item.as_ref().map(|_| escape::one_line(&finding.site.document).into_owned());
        let new_file = self.file.as_ref() != Some(&file);
        if !new_file && self.document == document {
            return Ok(());
        }
        self.flush(out)?;
        if new_file {
            let gap = if self.file.is_some() { "\n" } else { "" };
            writeln!(out, "{gap}{}:", self.paint.strong(&file))?;
        }
        if let Some(document) = &document {
            writeln!(out, "  {document}:")?;
        }
        (self.file, self.document) = (Some(file), document);
        Ok(())
    }
}

impl Report for Grouped {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finding(&mut self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        self.head(finding, out)?;
        let name = severity_name(finding);
        self.rows.push(Row {
            place: (finding.site.place.line.to_string(), finding.site.place.column.to_string()),
            severity: (self.paint.severity(finding.severity, finding.kind, name), name.len()),
            message: escape::one_line(&finding.message).into_owned(),
            rule: escape::one_line(&finding.rule).into_owned(),
        });
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        self.flush(out)?;
        out.flush()
    }
}

/// The text with spaces behind it: `width` is what a terminal shows of it, colour codes aside.
fn pad(text: &str, width: usize, wanted: usize) -> String {
    format!("{text}{}", " ".repeat(wanted.saturating_sub(width)))
}

#[cfg(test)]
mod tests {
    use crate::report::colour::{self, ColourChoice};
    use crate::report::{ReportOptions, testing};

    #[test]
    fn findings_stand_under_their_file_and_document_in_columns() {
        insta::assert_snapshot!(testing::rendered("grouped", &testing::all()));
    }

    #[test]
    fn colour_does_not_move_the_columns() {
        let findings = [testing::plain(), testing::label(), testing::multi_line(), testing::empty_span()];
        colour::set(ColourChoice::Always);
        let colour = ReportOptions { colour: true, ..ReportOptions::default() };
        let text = testing::rendered_with("grouped", &findings, &colour);
        insta::assert_snapshot!(text.replace('\u{1b}', "␛"));
    }

    #[test]
    fn nothing_found_is_nothing_written() {
        assert_eq!(testing::rendered("grouped", &[]), "");
    }
}
