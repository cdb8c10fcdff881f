//! `mtaudit check`: audits files and reports what was found.

use super::args::{Check, FailOn, Global, SeverityName};
use super::auditors::AuditorSet;
use super::fix::{self, Repaired};
use super::progress::{self, Done, Paused, Progress};
use super::session::Session;
use super::{Exit, complain, settings, style, watch};
use anyhow::{Context, bail};
use mtaudit::audit::{Audited, LanguageOrigin, Outcome, Settings};
use mtaudit::config;
use mtaudit::document::Document;
use mtaudit::finding::Severity;
use mtaudit::formats::{self, FormatOptions};
use mtaudit::input::{Problem, Source, WalkOptions, walk};
use mtaudit::report::{
    self, CsvOptions, LanguageUse, Report, ReportOptions, Statistics, Summary, colour, statistics_text, summary_text,
};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Set when the user asks to stop.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Runs the command.
pub fn run(global: &Global, arguments: &Check) -> anyhow::Result<Exit> {
    if arguments.show_settings {
        return settings::run(global, arguments);
    }
    // Without a handler the program stops at once, which is bearable.
    // The second Ctrl-C does not wait: a read of a pipe may never end.
    let _ = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            std::process::exit(Exit::Interrupted as i32);
        }
    });
    if arguments.watch {
        return watch::run(global, arguments, || audit(global, arguments));
    }
    audit(global, arguments)
}

/// Whether the user has asked to stop.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// Audits once and reports.
fn audit(global: &Global, arguments: &Check) -> anyhow::Result<Exit> {
    let started = Instant::now();
    let session = Session::open(global)?;
    let format = output_format(arguments);
    if arguments.statistics && !format.statistics {
        bail!("--statistics would spoil a {} report; use full, concise or grouped", format.name);
    }
    let sources = sources(arguments, &session);
    let settings = Settings {
        lang: arguments.lang.as_deref().map(Into::into),
        default_lang: session.config.lang.as_deref().map(Into::into),
        min_severity: min_severity(arguments, &session, format),
        corpus: false,
        dictionary: session.config.dictionary.clone(),
        all_places: false,
    };
    let auditors = AuditorSet::new(&session, &arguments.selection, &settings, &sources)?;
    let options = format_options(&session, arguments);
    let mut repaired = Repaired { exit: Exit::Clean, held: fix::Held::new() };
    if arguments.fix || arguments.diff {
        let settings = Settings { all_places: true, ..settings.clone() };
        let all = AuditorSet::new(&session, &arguments.selection, &settings, &sources)?;
        repaired = fix::run(&all, arguments, &options, &sources)?;
        if arguments.diff || repaired.exit == Exit::Interrupted {
            return Ok(session.exit().max(repaired.exit));
        }
    }
    let out: Box<dyn Write> = match &arguments.output_file {
        Some(path) => Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?),
        // Standard output has the repaired text.
        None if arguments.fix && fix::stdin(&sources).is_some() => Box::new(io::stderr().lock()),
        None if io::stdout().is_terminal() => Box::new(Paused(io::stdout())),
        None => Box::new(io::stdout().lock()),
    };
    let progress = Progress::start(!arguments.quiet && progress::is_welcome(), sources.len());
    let opened = AtomicBool::new(false);

    let report = (format.new)(&report_options(arguments));
    let mut buffered = BufWriter::with_capacity(1 << 16, out);
    let mut run = Run {
        report,
        out: &mut buffered,
        summary: Summary::default(),
        tally: Tally::default(),
        quiet: arguments.quiet,
        closed: None,
    };
    run.write(|report, out| report.begin(out));
    let documents = documents(sources, repaired.held, &options, &opened, &progress.done);
    mtaudit::audit::run(&auditors, documents, threads(arguments), |outcome| run.take(outcome));
    drop(progress);
    run.finish(&auditors, interrupted(), started);
    if arguments.statistics {
        run.statistics();
    }

    let Run { summary, tally, closed, .. } = run;
    if let Some(error) = closed.filter(|error| error.kind() != io::ErrorKind::BrokenPipe) {
        return Err(anyhow::Error::new(error).context("the report cannot be written"));
    }
    let opened = opened.into_inner();
    // Without a text, "found nothing" would be true and no help.
    if format.closing_lines && !arguments.quiet && opened {
        complain(&summary_text(&summary, colour::on()));
    }
    if interrupted() {
        return Ok(Exit::Interrupted);
    }
    // Silence must not look like success: whoever names only pictures is told.
    let nothing = !opened && summary.problems == 0;
    if nothing {
        complain(&style::error("nothing was audited: no file could be read as text"));
    }
    let problems = if nothing || summary.problems > 0 { Exit::Abnormal } else { Exit::Clean };
    let fail_on = fail_on(arguments, &session);
    let failed = fail_on.is_some_and(|least| tally.worst.is_some_and(|worst| worst >= least));
    let findings = if failed { Exit::Findings } else { Exit::Clean };
    Ok(session.exit().max(problems).max(findings).max(repaired.exit))
}

/// The documents of all sources, until the user asks to stop. `held` is what was read before and cannot be read
/// again. `opened` tells whether any could be read.
fn documents<'a>(
    sources: Vec<Result<Source, Problem>>,
    held: fix::Held,
    options: &'a FormatOptions,
    opened: &'a AtomicBool,
    done: &'a Done,
) -> impl Iterator<Item = Result<Document, Problem>> + Send + use<'a> {
    let documents = sources.into_iter().flat_map(move |source| {
        done.file();
        match source.and_then(|source| fix::open(&source, &held)) {
            Ok(input) => {
                opened.store(true, Ordering::Relaxed);
                formats::documents_of(input, options)
            }
            Err(problem) => Box::new(std::iter::once(Err(problem))),
        }
    });
    let count = |document: &Document| document.fields.iter().map(|field| field.text.len()).sum();
    documents.inspect(move |document| done.text(document.as_ref().map_or(0, count))).take_while(|_| !interrupted())
}

/// What is to be audited. The word lists of the configuration are no texts unless somebody names them.
fn sources(arguments: &Check, session: &Session) -> Vec<Result<Source, Problem>> {
    let mut sources = walk(&arguments.paths, &walk_options(arguments));
    let lists: Vec<_> = session.config.dictionary_files.iter().filter_map(|file| file.canonicalize().ok()).collect();
    if !lists.is_empty() {
        let real = |source: &Source| source.path.as_ref().and_then(|path| path.canonicalize().ok());
        let is_list = |source: &Source| real(source).is_some_and(|path| lists.contains(&path));
        sources.retain(|source| !source.as_ref().is_ok_and(|source| !source.named && is_list(source)));
    }
    sources
}

/// Which files are audited.
pub fn walk_options(arguments: &Check) -> WalkOptions {
    WalkOptions {
        extensions: formats::extensions(),
        no_ignore: arguments.no_ignore,
        stdin_filename: arguments.stdin_filename.clone(),
    }
}

fn format_options(session: &Session, arguments: &Check) -> FormatOptions {
    // The parser of arguments lets known names through only.
    let format = arguments.format.as_deref().and_then(|name| formats::by_name(name).ok());
    FormatOptions {
        format: format.map(|format| format.name()),
        root: session.config.folder.clone(),
        jsonl_fields: session.config.jsonl_fields.clone(),
    }
}

/// The report that is asked for.
pub fn output_format(arguments: &Check) -> &'static report::Format {
    // The parser of arguments lets known names through only.
    arguments.output_format.as_deref().and_then(report::format).unwrap_or(&report::FORMATS[0])
}

/// The least severity that is reported.
pub fn min_severity(arguments: &Check, session: &Session, format: &report::Format) -> Severity {
    let given = arguments.min_severity.map(|name| match name {
        SeverityName::Error => Severity::Error,
        SeverityName::Warning => Severity::Warning,
        SeverityName::Info => Severity::Info,
    });
    given.or(session.config.min_severity).unwrap_or(format.audience.default_min_severity())
}

fn report_options(arguments: &Check) -> ReportOptions {
    if arguments.output_file.is_some() {
        colour::set(colour::ColourChoice::Never);
    }
    let width = if io::stdout().is_terminal() { terminal_width() } else { None };
    let default = ReportOptions::default();
    ReportOptions {
        colour: colour::on(),
        width: width.unwrap_or(default.width),
        csv: CsvOptions { bom: arguments.csv_bom, delimiter: arguments.csv_delimiter, raw: arguments.csv_raw },
        ..default
    }
}

fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0).max(40))
}

/// How many threads audit.
pub fn threads(arguments: &Check) -> usize {
    match arguments.threads {
        Some(threads) => usize::from(threads),
        None => std::thread::available_parallelism().map_or(1, usize::from),
    }
}

/// The least severity that fails the run; `None`: never.
pub fn fail_on(arguments: &Check, session: &Session) -> Option<Severity> {
    match (arguments.fail_on, session.config.fail_on) {
        (Some(FailOn::Error), _) | (None, None) => Some(Severity::Error),
        (Some(FailOn::Warning), _) => Some(Severity::Warning),
        (Some(FailOn::Info), _) => Some(Severity::Info),
        (Some(FailOn::Never), _) | (None, Some(config::FailOn::Never)) => None,
        (None, Some(config::FailOn::Severity(severity))) => Some(severity),
    }
}

/// Tells the user of a problem.
pub fn show_problem(problem: &Problem) {
    let text = style::safe(&problem.to_string());
    complain(&if problem.is_error() { style::error(&text) } else { style::note(&text) });
}

/// A run under way: where findings go and what they come to.
struct Run<'o> {
    report: Box<dyn Report>,
    out: &'o mut dyn Write,
    summary: Summary,
    tally: Tally,
    /// Whether only findings and errors are printed.
    quiet: bool,
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
}

impl Run<'_> {
    fn take(&mut self, outcome: Outcome<Problem>) -> ControlFlow<()> {
        match outcome {
            Outcome::Audited(audited) => self.audited(&audited),
            Outcome::Problem(problem) => self.problem(&problem),
        }
        if self.closed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn audited(&mut self, audited: &Audited) {
        self.summary.documents += 1;
        self.summary.words += audited.words;
        self.summary.hidden += audited.counts.hidden;
        self.tally.worst = self.tally.worst.max(audited.counts.worst);
        if self.tally.last_file.as_ref() != Some(&audited.file) {
            self.summary.files += 1;
            self.tally.last_file = Some(audited.file.clone());
        }
        *self.tally.languages.entry((audited.origin, audited.lang.clone())).or_default() += 1;
        for finding in &audited.findings {
            self.summary.count(finding.kind, finding.severity);
            self.tally.statistics.count(finding);
            self.write(|report, out| report.finding(finding, out));
        }
    }

    fn problem(&mut self, problem: &Problem) {
        self.summary.problems += u64::from(problem.is_error());
        if problem.is_error() || !self.quiet {
            show_problem(problem);
        }
    }

    fn finish(&mut self, auditors: &AuditorSet, interrupted: bool, started: Instant) {
        let language = |((origin, tag), documents): (&(LanguageOrigin, Option<Arc<str>>), &u64)| LanguageUse {
            tag: tag.clone().unwrap_or_else(|| "unknown".into()),
            name: tag.as_ref().map(|tag| auditors.language_name(tag).into()),
            origin: *origin,
            documents: *documents,
        };
        self.summary.languages = self.tally.languages.iter().map(language).collect();
        self.summary.languages.sort_by_key(|language| std::cmp::Reverse(language.documents));
        self.summary.rules = auditors.active_rules() as u64;
        self.summary.interrupted = interrupted;
        self.summary.elapsed = started.elapsed();
        let summary = self.summary.clone();
        self.write(|report, out| report.finish(&summary, out));
        self.write(|_, out| out.flush());
    }

    /// The table of rules, after the findings and a blank line.
    fn statistics(&mut self) {
        let table = statistics_text(&self.tally.statistics, colour::on());
        if !table.is_empty() {
            self.write(|_, out| write!(out, "\n{table}").and_then(|()| out.flush()));
        }
    }

    fn write(&mut self, write: impl FnOnce(&mut dyn Report, &mut dyn Write) -> io::Result<()>) {
        if self.closed.is_none() {
            self.closed = write(&mut *self.report, self.out).err();
        }
    }
}
