//! A run of `mtaudit check` under way: what becomes of the inputs goes to the reports and is counted.

use super::auditors::AuditorSet;
use super::directives::Directives;
use super::learn::Learned;
use super::sink::Sink;
use super::{complain, style};
use mtaudit::audit::{Audited, Compared, LanguageOrigin, Outcome};
use mtaudit::finding::baseline::Known;
use mtaudit::finding::scoring::{Scoring, Verdict};
use mtaudit::finding::{Kind, Severity};
use mtaudit::input::Problem;
use mtaudit::lexicon::{Dictionary, for_language};
use mtaudit::report::{Assessment, LanguageUse, Summary};
use std::collections::BTreeMap;
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
    sinks: Vec<Sink<'o>>,
    /// What is counted alike for all reports.
    summary: Summary,
    tally: Tally,
    /// Whether only findings and errors are printed.
    quiet: bool,
    /// What documents have to reach.
    scoring: Scoring,
    /// The words of findings, where they are to be learned.
    pub learned: Option<Learned>,
    /// The baseline.
    pub known: Option<&'o Known<'o>>,
    /// The user's own words.
    pub dictionary: Arc<Dictionary>,
}

/// What is counted beside the summary.
#[derive(Default)]
struct Tally {
    worst: Option<Severity>,
    verdict: Option<Verdict>,
    last_file: Option<Arc<str>>,
    languages: BTreeMap<(LanguageOrigin, Option<Arc<str>>), u64>,
    directives: Directives,
    /// The last file of which something could not be read: a feed may have many items that are broken.
    unread: Option<Arc<str>>,
}

/// What a run came to.
pub struct Outcomes {
    /// The summary of the first report that closing lines belong beside; else of the first report.
    pub summary: Summary,
    /// Whether there is a report that closing lines belong beside.
    pub closing_lines: bool,
    /// The greatest severity of all findings.
    pub worst: Option<Severity>,
    /// The worst verdict of all documents.
    pub verdict: Option<Verdict>,
}

impl<'o> Run<'o> {
    /// Begins the reports. With `quiet`, notes are not printed.
    pub fn new(mut sinks: Vec<Sink<'o>>, scoring: Scoring, quiet: bool) -> Self {
        sinks.iter_mut().for_each(Sink::begin);
        let (summary, tally) = (Summary::default(), Tally::default());
        Run { sinks, summary, tally, quiet, scoring, learned: None, known: None, dictionary: Arc::default() }
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
            Outcome::Compared(mut compared) => self.compared(&mut compared),
            Outcome::Problem(problem) => self.problem(&problem),
        }
        if self.sinks.iter().all(Sink::is_closed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Takes out what the baseline knows. What is too slight to be shown is left: reports hide it themselves.
    fn leave_out_known(&mut self, audited: &mut Audited) {
        let Some(known) = self.known else { return };
        let hidden = known.hide(&mut audited.findings);
        self.summary.accepted += hidden.accepted;
        self.summary.dismissed += hidden.dismissed;
        let found = audited.findings.iter().filter(|finding| finding.kind == Kind::Finding);
        audited.counts.worst = found.map(|finding| finding.severity).max();
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
            let mut shown = false;
            for sink in &mut self.sinks {
                shown |= sink.finding(finding);
            }
            if shown {
                self.learned.iter_mut().for_each(|learned| learned.take(finding));
            }
        }
        let document = Assessment {
            file: audited.file.clone(),
            document: audited.document.clone(),
            item: audited.item.clone(),
            lang: audited.lang.clone(),
            findings: 0,
            score: self.scoring.score(audited.words, audited.impacts()),
            texts: audited.texts.clone(),
        };
        self.summary.verdicts.count(document.score.verdict);
        self.tally.verdict = self.tally.verdict.max(Some(document.score.verdict));
        self.sinks.iter_mut().for_each(|sink| sink.document(&document));
    }

    /// What documents say together.
    fn compared(&mut self, compared: &mut Compared) {
        if let Some(known) = self.known {
            let hidden = known.hide(&mut compared.findings);
            self.summary.accepted += hidden.accepted;
            self.summary.dismissed += hidden.dismissed;
            let found = compared.findings.iter().filter(|finding| finding.kind == Kind::Finding);
            compared.counts.worst = found.map(|finding| finding.severity).max();
        }
        self.summary.hidden += compared.counts.hidden;
        self.tally.worst = self.tally.worst.max(compared.counts.worst);
        for finding in &compared.findings {
            for sink in &mut self.sinks {
                sink.finding(finding);
            }
        }
        self.sinks.iter_mut().for_each(Sink::end_of_corpus);
        if compared.incomplete && !self.quiet {
            complain(&style::note("so many different names that those met last were not compared across documents"));
        }
    }

    fn directive_notes(&mut self, notes: Vec<Problem>) {
        self.summary.idle_directives += notes.len() as u64;
        notes.iter().for_each(|note| show_problem(note, self.quiet));
    }

    fn problem(&mut self, problem: &Problem) {
        if problem.is_error() && self.tally.unread.as_ref() != Some(&problem.file) {
            self.summary.problems += 1;
            self.tally.unread = Some(problem.file.clone());
        }
        show_problem(problem, self.quiet);
    }

    /// Completes the summary and ends the reports.
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
        for sink in &mut self.sinks {
            sink.finish(&self.summary);
            if let Some(note) = sink.note().filter(|_| !self.quiet) {
                complain(&style::note(&note));
            }
        }
    }

    /// What the run came to.
    ///
    /// # Errors
    /// If a report could not be written, other than because nobody reads it any more.
    pub fn close(self) -> anyhow::Result<Outcomes> {
        let beside = self.sinks.iter().find(|sink| sink.closing_lines());
        let summary = beside.or(self.sinks.first()).map(|sink| sink.summary(&self.summary));
        let closing_lines = beside.is_some();
        for sink in self.sinks {
            sink.close()?;
        }
        let Tally { worst, verdict, .. } = self.tally;
        Ok(Outcomes { summary: summary.unwrap_or(self.summary), closing_lines, worst, verdict })
    }
}
