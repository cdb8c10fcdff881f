//! Reports: findings and the summary as bytes, one file a format behind one trait.
//!
//! To add a format, add a file with a type that implements [`Report`] and one line to [`FORMATS`].
//! A report is a pure function of findings and summary: no clock, no terminal, no environment, so that its bytes
//! are the same for any number of threads. Elapsed time goes to stderr only, see [`summary_text`].

pub mod colour;
mod concise;
mod csv;
pub mod escape;
mod excerpt;
mod full;
mod grouped;
mod guard;
mod json;
mod jsonl;
mod options;
mod statistics;
mod summary;
#[cfg(test)]
mod testing;
mod view;

pub use escape::one_line as escape_line;
pub use guard::{guard, unguard};
pub use options::{CsvOptions, ReportOptions};
pub use statistics::{Statistics, statistics_text};
pub use summary::{LanguageOrigin, LanguageUse, Summary, summary_text};
pub(crate) use view::write_json;

use crate::finding::{Finding, Kind, Severity};
use crate::source::Place;
use std::io::{self, Write};

/// One output format. The caller chooses what is shown, calls [`begin`](Report::begin) once,
/// [`finding`](Report::finding) for each finding in order, and [`finish`](Report::finish) once. Errors of the
/// writer are handed back as they are: whether a closed pipe is an error is the caller's decision.
pub trait Report {
    /// Writes what comes before the first finding.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// Writes one finding, or keeps it for the end.
    fn finding(&mut self, finding: &Finding, out: &mut dyn Write) -> io::Result<()>;
    /// Writes what comes after the last finding.
    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()>;
}

/// Who reads a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// People: hints are hidden unless asked for.
    People,
    /// Programs: they get everything.
    Machines,
}

impl Audience {
    /// The lowest severity that is shown unless the user says otherwise.
    pub fn default_min_severity(self) -> Severity {
        match self {
            Audience::People => Severity::Warning,
            Audience::Machines => Severity::Info,
        }
    }
}

/// A registered format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// What `--output-format` calls it.
    pub name: &'static str,
    /// Who reads it.
    pub audience: Audience,
    /// What it is, in a few words, for the help.
    pub description: &'static str,
    /// Makes a report of this format.
    pub new: fn(&ReportOptions) -> Box<dyn Report>,
    /// Whether the closing lines of [`summary_text`] belong on stderr beside it.
    pub closing_lines: bool,
    /// Whether the table of [`statistics_text`] may follow it without spoiling it.
    pub statistics: bool,
}

/// All formats; the first is the default.
pub const FORMATS: &[Format] = &[
    Format {
        name: "full",
        audience: Audience::People,
        description: "each finding with the text it is in and what to write instead",
        new: |options| Box::new(full::Full::new(options)),
        closing_lines: true,
        statistics: true,
    },
    Format {
        name: "concise",
        audience: Audience::People,
        description: "one line a finding",
        new: |options| Box::new(concise::Concise::new(options)),
        closing_lines: true,
        statistics: true,
    },
    Format {
        name: "grouped",
        audience: Audience::People,
        description: "one line a finding, in columns under its file and document",
        new: |options| Box::new(grouped::Grouped::new(options)),
        closing_lines: true,
        statistics: true,
    },
    Format {
        name: "json",
        audience: Audience::Machines,
        description: "one JSON object with the summary and all findings",
        new: |options| Box::new(json::Json::new(options)),
        closing_lines: false,
        statistics: false,
    },
    Format {
        name: "jsonl",
        audience: Audience::Machines,
        description: "one JSON object a finding, one a line",
        new: |options| Box::new(jsonl::JsonLines::new(options)),
        closing_lines: false,
        statistics: false,
    },
    Format {
        name: "csv",
        audience: Audience::People,
        description: "a table for a spreadsheet, safe to open and to hand on",
        new: |options| Box::new(csv::Csv::new(options)),
        closing_lines: true,
        statistics: false,
    },
];

/// The format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// `error`, `warning`, `info`, or `label` for a neutral fact.
fn severity_name(finding: &Finding) -> &'static str {
    match finding.kind {
        Kind::Label => Kind::Label.name(),
        Kind::Finding => finding.severity.name(),
    }
}

/// `error[pack/rule]`, safe to print.
fn title(finding: &Finding) -> String {
    format!("{}[{}]", severity_name(finding), escape::one_line(&finding.rule))
}

/// `path:line:column`, with the member of a container behind its path, safe to print.
fn where_it_is(place: &Place) -> String {
    let member = place.member.as_deref().map(|member| format!("!{}", escape::one_line(member)));
    let (file, member) = (escape::one_line(&place.file), member.unwrap_or_default());
    format!("{file}{member}:{}:{}", place.line, place.column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found() {
        for one in FORMATS {
            assert_eq!(FORMATS.iter().filter(|other| other.name == one.name).count(), 1);
            assert_eq!(format(one.name).map(|found| found.name), Some(one.name));
        }
        assert!(format("docx").is_none());
    }

    #[test]
    fn people_do_not_see_hints_unless_they_ask() {
        assert_eq!(Audience::People.default_min_severity(), Severity::Warning);
        assert_eq!(Audience::Machines.default_min_severity(), Severity::Info);
    }

    #[test]
    fn a_writer_s_error_reaches_the_caller_unchanged() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let finding = testing::plain();
        for format in FORMATS {
            let mut report = (format.new)(&ReportOptions::default());
            let mut result = report.begin(&mut Closed);
            result = result.and_then(|()| report.finding(&finding, &mut Closed));
            result = result.and_then(|()| report.finish(&Summary::default(), &mut Closed));
            assert_eq!(result.map_err(|e| e.kind()), Err(io::ErrorKind::BrokenPipe), "{}", format.name);
        }
    }
}
