//! One report of a run, where it goes, and what it was shown.

use super::outputs::Output;
use anyhow::Context;
use mtaudit::finding::{Finding, Kind, Severity};
use mtaudit::report::{Assessment, Format, Report, Statistics, Summary, statistics_text};
use std::io::{self, Write};
use std::path::PathBuf;

/// A report under way.
pub struct Sink<'o> {
    format: &'static Format,
    report: Box<dyn Report>,
    out: Box<dyn Write + 'o>,
    /// The file that it goes to, for errors.
    file: Option<PathBuf>,
    /// What is below is not shown in it.
    least: Severity,
    /// What was shown and hidden here.
    counts: Summary,
    /// Findings of the document under way that were shown, labels not counted.
    in_document: u64,
    /// Where `--statistics` counts what was shown, and whether in colour.
    statistics: Option<(Statistics, bool)>,
    /// Why nothing can be written any more.
    closed: Option<io::Error>,
}

impl<'o> Sink<'o> {
    /// A report that goes to `out` and shows findings from `least` up.
    pub fn new(output: &Output, report: Box<dyn Report>, out: Box<dyn Write + 'o>, least: Severity) -> Self {
        Sink {
            format: output.format,
            report,
            out,
            file: output.file.clone(),
            least,
            counts: Summary::default(),
            in_document: 0,
            statistics: None,
            closed: None,
        }
    }

    /// The same, with the table of rules after it if its format has room for one.
    pub fn with_statistics(mut self, colour: bool) -> Self {
        self.statistics = self.format.statistics.then(|| (Statistics::default(), colour));
        self
    }

    /// Whether nothing can be written any more.
    pub fn is_closed(&self) -> bool {
        self.closed.is_some()
    }

    /// Whether the closing lines belong beside it.
    pub fn closing_lines(&self) -> bool {
        self.format.closing_lines
    }

    /// Begins the report.
    pub fn begin(&mut self) {
        self.write(|report, out| report.begin(out));
    }

    /// Reports a finding, if it is severe enough; whether it is.
    pub fn finding(&mut self, finding: &Finding) -> bool {
        if finding.kind == Kind::Finding && finding.severity < self.least {
            self.counts.hidden += 1;
            return false;
        }
        self.in_document += u64::from(finding.kind == Kind::Finding);
        self.counts.count(finding.kind, finding.severity);
        self.statistics.iter_mut().for_each(|(statistics, _)| statistics.count(finding));
        self.write(|report, out| report.finding(finding, out));
        true
    }

    /// Reports a document whose findings were reported.
    pub fn document(&mut self, document: &Assessment) {
        let document = Assessment { findings: std::mem::take(&mut self.in_document), ..document.clone() };
        self.write(|report, out| report.document(&document, out));
    }

    /// What was reported since the last document is no document's.
    pub fn end_of_corpus(&mut self) {
        self.in_document = 0;
        self.write(|report, out| report.compared(out));
    }

    /// Ends the report.
    pub fn finish(&mut self, run: &Summary) {
        let summary = self.summary(run);
        self.write(|report, out| report.finish(&summary, out));
        let table = self.statistics.take().map(|(statistics, colour)| statistics_text(&statistics, colour));
        if let Some(table) = table.filter(|table| !table.is_empty()) {
            self.write(|_, out| write!(out, "\n{table}"));
        }
        self.write(|_, out| out.flush());
    }

    /// What the report had to leave out.
    pub fn note(&self) -> Option<String> {
        self.report.note()
    }

    /// The summary of the run with what was shown here.
    pub fn summary(&self, run: &Summary) -> Summary {
        let Summary { errors, warnings, infos, labels, hidden, .. } = self.counts;
        Summary { errors, warnings, infos, labels, hidden: run.hidden + hidden, ..run.clone() }
    }

    /// Ends the writing.
    ///
    /// # Errors
    /// If the report could not be written, other than because nobody reads it any more.
    pub fn close(self) -> anyhow::Result<()> {
        let Some(error) = self.closed.filter(|error| error.kind() != io::ErrorKind::BrokenPipe) else { return Ok(()) };
        let error = anyhow::Error::new(error);
        Err(match self.file {
            Some(file) => error.context(format!("the report cannot be written to {}", file.display())),
            None => error.context("the report cannot be written"),
        })
    }

    fn write(&mut self, write: impl FnOnce(&mut dyn Report, &mut dyn Write) -> io::Result<()>) {
        if self.closed.is_none() {
            self.closed = write(&mut *self.report, &mut self.out).err();
        }
    }
}

/// Where an output goes: its file, made new, or what `standard` gives.
///
/// # Errors
/// If the file cannot be written.
pub fn open<'o>(
    output: &Output,
    standard: impl FnOnce() -> Box<dyn Write + 'o>,
) -> anyhow::Result<Box<dyn Write + 'o>> {
    match &output.file {
        Some(path) => {
            let file = std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            Ok(Box::new(file))
        }
        None => Ok(standard()),
    }
}
