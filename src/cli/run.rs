//! A run of `mtaudit check` under way: what becomes of the inputs goes to the report and is counted.

use super::auditors::AuditorSet;
use super::directives::Directives;
use super::learn::Learned;
use super::{complain, style};
use mtaudit::audit::{Audited, LanguageOrigin, Outcome};
use mtaudit::finding::baseline::Known;
use mtaudit::finding::{Kind, Severity};
use mtaudit::input::Problem;
use mtaudit::lexicon::{Dictionary, for_language};
use mtaudit::report::{LanguageUse, Report, Statistics, Summary, colour, statistics_text};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant;

/// Tells the user of a problem; of one that is only worth knowing unless `quiet`.
pub fn show_problem(problem: &Problem, quiet: bool) {
    let text = style::safe(&problem.to_string());
    if problem.is_error() {
        complain(&style::error(&text));
    } else if !quiet {
        complain(&style::note(&text));
    }
}

/// A run under way: where findings go and what they come to.
pub struct Run<'o> {
    report: Box<dyn Report>,
    out: &'o mut dyn Write,
    summary: Summary,
    tally: Tally,
    /// Whether only findings and errors are printed.
    quiet: bool,
    /// The words of findings, where they are to be learned.
    pub learned: Option<Learned>,
    /// The baseline, and the least severity that is shown.
    pub known: Option<(&'o Known<'o>, Severity)>,
    /// The user's own words.
    pub dictionary: Arc<Dictionary>,
    /// Why nothing can be written any more.
    closed: Option<io::Error>,
}

/// What is counted beside the summary.
#[derive(Default)]
struct Tally {
    worst: Option<Severity>,
    last_file: Option<Arc<str>>,
    languages: BTreeMap<(LanguageOrigin, Option<Arc<str>>), u64>,
    statistics: Statistics,
    directives: Directives,
}

impl<'o> Run<'o> {
    /// Begins the report. With `quiet`, notes are not printed.
    pub fn new(report: Box<dyn Report>, out: &'o mut dyn Write, quiet: bool) -> Self {
        let (summary, tally) = (Summary::default(), Tally::default());
        let mut run = Run {
            report,
            out,
            summary,
            tally,
            quiet,
            learned: None,
            known: None,
            dictionary: Arc::default(),
            closed: None,
        };
        run.write(|report, out| report.begin(out));
        run
    }

    /// Not all rules run that could: a directive that hides nothing may have something to hide all the same.
    pub fn runs_partly(&mut self, partly: bool) {
        self.tally.directives.partly = partly;
    }

    /// Reports what became of one input.
    pub fn take(&mut self, outcome: Outcome<Problem>) -> ControlFlow<()> {
        match outcome {
            Outcome::Audited(mut audited) => {
                self.leave_out_known(&mut audited);
                self.audited(&audited);
            }
            Outcome::Problem(problem) => self.problem(&problem),
        }
        if self.closed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Takes out what the baseline knows, and what is too slight to be shown and was made only to be compared.
    fn leave_out_known(&mut self, audited: &mut Audited) {
        let Some((known, least)) = self.known else { return };
        let hidden = known.hide(&mut audited.findings);
        self.summary.accepted += hidden.accepted;
        self.summary.dismissed += hidden.dismissed;
        let found = audited.findings.iter().filter(|finding| finding.kind == Kind::Finding);
        audited.counts.worst = found.map(|finding| finding.severity).max();
        let made = audited.findings.len();
        audited.findings.retain(|finding| finding.kind == Kind::Label || finding.severity >= least);
        audited.counts.hidden += (made - audited.findings.len()) as u64;
    }

    fn audited(&mut self, audited: &Audited) {
        self.summary.documents += 1;
        self.summary.words += audited.words;
        self.summary.hidden += audited.counts.hidden;
        self.tally.worst = self.tally.worst.max(audited.counts.worst);
        self.summary.ignored += audited.counts.ignored;
        let notes = self.tally.directives.take(&audited.file, &audited.directives);
        self.directive_notes(notes);
        if self.tally.last_file.as_ref() != Some(&audited.file) {
            self.summary.files += 1;
            self.tally.last_file = Some(audited.file.clone());
        }
        *self.tally.languages.entry((audited.origin, audited.lang.clone())).or_default() += 1;
        for finding in &audited.findings {
            self.summary.count(finding.kind, finding.severity);
            self.tally.statistics.count(finding);
            self.learned.iter_mut().for_each(|learned| learned.take(finding));
            self.write(|report, out| report.finding(finding, out));
        }
    }

    fn directive_notes(&mut self, notes: Vec<Problem>) {
        self.summary.idle_directives += notes.len() as u64;
        notes.iter().for_each(|note| show_problem(note, self.quiet));
    }

    fn problem(&mut self, problem: &Problem) {
        self.summary.problems += u64::from(problem.is_error());
        show_problem(problem, self.quiet);
    }

    /// Completes the summary and ends the report.
    pub fn finish(&mut self, auditors: &AuditorSet, interrupted: bool, started: Instant) {
        let language = |((origin, tag), documents): (&(LanguageOrigin, Option<Arc<str>>), &u64)| LanguageUse {
            tag: tag.clone().unwrap_or_else(|| "unknown".into()),
            name: tag.as_ref().map(|tag| auditors.language_name(tag).into()),
            origin: *origin,
            documents: *documents,
            word_list: tag.as_deref().is_none_or(|tag| for_language(tag).is_some() || self.dictionary.speaks(tag)),
        };
        self.summary.languages = self.tally.languages.iter().map(language).collect();
        self.summary.languages.sort_by_key(|language| std::cmp::Reverse(language.documents));
        let notes = self.tally.directives.finish();
        self.directive_notes(notes);
        self.summary.rules = auditors.active_rules() as u64;
        self.summary.interrupted = interrupted;
        self.summary.elapsed = started.elapsed();
        let summary = self.summary.clone();
        self.write(|report, out| report.finish(&summary, out));
        self.write(|_, out| out.flush());
    }

    /// The table of rules, after the findings and a blank line.
    pub fn statistics(&mut self) {
        let table = statistics_text(&self.tally.statistics, colour::on());
        if !table.is_empty() {
            self.write(|_, out| write!(out, "\n{table}").and_then(|()| out.flush()));
        }
    }

    /// The summary, and the greatest severity of all findings.
    ///
    /// # Errors
    /// If the report could not be written, other than because nobody reads it any more.
    pub fn close(self) -> anyhow::Result<(Summary, Option<Severity>)> {
        match self.closed.filter(|error| error.kind() != io::ErrorKind::BrokenPipe) {
            Some(error) => Err(anyhow::Error::new(error).context("the report cannot be written")),
            None => Ok((self.summary, self.tally.worst)),
        }
    }

    fn write(&mut self, write: impl FnOnce(&mut dyn Report, &mut dyn Write) -> io::Result<()>) {
        if self.closed.is_none() {
            self.closed = write(&mut *self.report, self.out).err();
        }
    }
}
