//! Reports: findings and the summary as bytes, one file a format behind one trait.
//!
//! To add a format, add a file with a type that implements [`Report`] and one line to [`FORMATS`].
//! A report is a pure function of findings and summary: no clock, no terminal, no environment, so that its bytes
//! are the same for any number of threads. Elapsed time goes to stderr only, see [`summary_text`].

mod assessment;
mod checkstyle;
pub mod colour;
mod concise;
mod csv;
mod csv_documents;
pub mod escape;
mod excerpt;
mod full;
mod github;
mod gitlab;
mod grouped;
mod guard;
mod html;
mod json;
mod jsonl;
mod junit;
mod list;
mod options;
mod ranking;
mod rdjson;
mod rulebook;
mod sarif;
mod sarif_rule;
mod severest;
mod statistics;
mod summary;
#[cfg(test)]
mod testing;
mod view;
mod xml;

pub use assessment::{Assessment, Assessments};
pub use escape::one_line as escape_line;
pub use guard::{guard, unguard};
pub use options::{CsvOptions, ReportOptions};
pub use statistics::{Statistics, statistics_text};
pub use summary::{LanguageOrigin, LanguageUse, Summary, Verdicts, summary_text, verdicts_text};
pub(crate) use view::write_json;

use crate::finding::{Finding, Kind, Severity};
use crate::source::Place;
use std::io::{self, Write};

/// One output format. The caller chooses what is shown, calls [`begin`](Report::begin) once,
/// [`finding`](Report::finding) for each finding in order, [`document`](Report::document) for each document after its
/// findings, and [`finish`](Report::finish) once. Errors of the writer are handed back as they are: whether a closed pipe is an error is the caller's decision.
pub trait Report {
    /// Writes what comes before the first finding.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// Writes one finding, or keeps it for the end.
    fn finding(&mut self, finding: &Finding, out: &mut dyn Write) -> io::Result<()>;
    /// Writes what there is to say of a document, with or without findings, or keeps it for the end.
    fn document(&mut self, _document: &Assessment, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
    /// Ends the findings of documents that were compared with each other; they come after the last of those documents.
    fn compared(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
    /// What whoever ran it should know of the finished report: what had to be left out.
    fn note(&self) -> Option<String> {
        None
    }
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
    /// What it says of documents.
    pub documents: Documents,
    /// Whether it wants the texts of documents with findings.
    pub texts: bool,
}

/// What a format says of documents and their scores.
#[derive(Clone, Copy, Debug)]
pub enum Documents {
    /// Nothing.
    None,
    /// It has them beside the findings.
    Beside,
    /// With `--summary`, another report of documents alone takes its place.
    Instead(fn(&ReportOptions) -> Box<dyn Report>),
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
        documents: Documents::Instead(|options| Box::new(ranking::Ranking::new(options))),
        texts: false,
    },
    Format {
        name: "concise",
        audience: Audience::People,
        description: "one line a finding",
        new: |options| Box::new(concise::Concise::new(options)),
        closing_lines: true,
        statistics: true,
        documents: Documents::Instead(|options| Box::new(ranking::Ranking::new(options))),
        texts: false,
    },
    Format {
        name: "grouped",
        audience: Audience::People,
        description: "one line a finding, in columns under its file and document",
        new: |options| Box::new(grouped::Grouped::new(options)),
        closing_lines: true,
        statistics: true,
        documents: Documents::Instead(|options| Box::new(ranking::Ranking::new(options))),
        texts: false,
    },
    Format {
        name: "json",
        audience: Audience::Machines,
        description: "one JSON object with the summary and all findings",
        new: |options| Box::new(json::Json::new(options)),
        closing_lines: false,
        statistics: false,
        documents: Documents::Beside,
        texts: false,
    },
    Format {
        name: "jsonl",
        audience: Audience::Machines,
        description: "one JSON object a finding, one a line",
        new: |options| Box::new(jsonl::JsonLines::new(options)),
        closing_lines: false,
        statistics: false,
        documents: Documents::None,
        texts: false,
    },
    Format {
        name: "csv",
        audience: Audience::People,
        description: "a table for a spreadsheet, safe to open and to hand on",
        new: |options| Box::new(csv::Csv::new(options)),
        closing_lines: true,
        statistics: false,
        documents: Documents::Instead(|options| Box::new(csv_documents::CsvDocuments::new(options))),
        texts: false,
    },
    Format {
        name: "sarif",
        audience: Audience::Machines,
        description: "SARIF 2.1.0, for code scanning",
        new: |options| Box::new(sarif::Sarif::new(options)),
        closing_lines: false,
        statistics: false,
        documents: Documents::None,
        texts: false,
    },
    Format {
        name: "github",
        audience: Audience::People,
        description: "workflow commands, which GitHub Actions shows as annotations",
        new: |options| Box::new(github::GitHub::new(options)),
        closing_lines: true,
        statistics: false,
        documents: Documents::None,
        texts: false,
    },
    Format {
        name: "gitlab",
        audience: Audience::Machines,
        description: "a Code Quality report for GitLab",
        new: |options| Box::new(gitlab::GitLab::new(options)),
        closing_lines: false,
        statistics: false,
        documents: Documents::None,
        texts: false,
    },
    Format {
        name: "junit",
        audience: Audience::Machines,
        description: "test results in XML, for CI servers",
        new: |options| Box::new(junit::JUnit::new(options)),
        closing_lines: false,
        statistics: false,
        documents: Documents::None,
        texts: false,
    },
    Format {
        name: "checkstyle",
        audience: Audience::Machines,
        description: "Checkstyle's XML, for Jenkins and others",
        new: |options| Box::new(checkstyle::Checkstyle::new(options)),
        closing_lines: false,
        statistics: false,
        documents: Documents::None,
        texts: false,
    },
    Format {
        name: "rdjson",
        audience: Audience::Machines,
        description: "Reviewdog's diagnostic format",
        new: |options| Box::new(rdjson::RdJson::new(options)),
        closing_lines: false,
        statistics: false,
        documents: Documents::None,
        texts: false,
    },
    Format {
        name: "html",
        audience: Audience::People,
        description: "one page for a browser: documents ranked, their text with marks, why and what to write",
        new: |options| Box::new(html::Html::new(options)),
        closing_lines: true,
        statistics: false,
        documents: Documents::Beside,
        texts: true,
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
