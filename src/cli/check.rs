//! `mtaudit check`: audits files and reports what was found.

use super::args::{Check, FailOn, Global, SeverityName};
use super::session::Session;
use super::{Exit, complain, style};
use anyhow::{Context, anyhow};
use colored::Colorize;
use mtaudit::audit::{Audited, Auditor, LanguageOrigin, Outcome, Settings};
use mtaudit::config;
use mtaudit::document::Document;
use mtaudit::finding::Severity;
use mtaudit::formats::{self, FormatOptions};
use mtaudit::input::{NamedEncoding, Problem, WalkOptions, walk};
use mtaudit::report::{self, CsvOptions, LanguageUse, Report, ReportOptions, Summary, colour, summary_text};
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
    let started = Instant::now();
    let session = Session::open(global)?;
    let format = report::format(&arguments.output_format).ok_or_else(|| unknown_format(&arguments.output_format))?;
    let severity = |name: SeverityName| match name {
        SeverityName::Error => Severity::Error,
        SeverityName::Warning => Severity::Warning,
        SeverityName::Info => Severity::Info,
    };
    let least = arguments.min_severity.map(severity).or(session.config.min_severity);
    let settings = Settings {
        lang: arguments.lang.as_deref().map(Into::into),
        default_lang: session.config.lang.as_deref().map(Into::into),
        min_severity: least.unwrap_or(format.audience.default_min_severity()),
        corpus: false,
    };
    let active = session.active(&arguments.selection)?;
    let auditor = Auditor::new(session.rules.clone(), &active, settings)?;
    let options = format_options(&session, arguments)?;
    let mut out: Box<dyn Write> = match &arguments.output_file {
        Some(path) => Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?),
        None => Box::new(io::stdout().lock()),
    };
    // A second handler cannot be set, and without one the program stops at once: both are bearable.
    let _ = ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed));

    let report = (format.new)(&report_options(arguments));
    let mut buffered = BufWriter::with_capacity(1 << 16, &mut out);
    let mut run =
        Run { report, out: &mut buffered, summary: Summary::default(), tally: Tally::default(), closed: None };
    run.write(|report, out| report.begin(out));
    mtaudit::audit::run(&auditor, documents(arguments, &options), threads(arguments), |outcome| run.take(outcome));
    let interrupted = INTERRUPTED.load(Ordering::Relaxed);
    run.finish(&auditor, interrupted, started);

    let Run { summary, tally, closed, .. } = run;
    if let Some(error) = closed.filter(|error| error.kind() != io::ErrorKind::BrokenPipe) {
        return Err(anyhow::Error::new(error).context("the report cannot be written"));
    }
    if format.closing_lines {
        complain(&summary_text(&summary, colour::on()));
    }
    if interrupted {
        return Ok(Exit::Interrupted);
    }
    let problems = if summary.problems > 0 { Exit::Abnormal } else { Exit::Clean };
    let fail_on = fail_on(arguments, &session);
    let failed = fail_on.is_some_and(|least| tally.worst.is_some_and(|worst| worst >= least));
    let findings = if failed { Exit::Findings } else { Exit::Clean };
    Ok(session.exit().max(problems).max(findings))
}

/// The documents of all paths, until the user asks to stop.
fn documents<'a>(
    arguments: &Check,
    options: &'a FormatOptions,
) -> impl Iterator<Item = Result<Document, Problem>> + Send + use<'a> {
    let walking = WalkOptions {
        extensions: formats::extensions(),
        no_ignore: arguments.no_ignore,
        stdin_filename: arguments.stdin_filename.clone(),
    };
    let sources = walk(&arguments.paths, &walking);
    sources
        .into_iter()
        .flat_map(move |source| match source {
            Ok(source) => formats::documents(&source, options),
            Err(problem) => Box::new(std::iter::once(Err(problem))),
        })
        .take_while(|_| !INTERRUPTED.load(Ordering::Relaxed))
}

fn format_options(session: &Session, arguments: &Check) -> anyhow::Result<FormatOptions> {
    let format = match &arguments.format {
        Some(name) => Some(formats::by_name(name).map_err(anyhow::Error::msg)?.name()),
        None => None,
    };
    let encoding = arguments.encoding.as_deref().map(NamedEncoding::of).transpose().map_err(anyhow::Error::msg)?;
    let root = session.config.folder.clone();
    Ok(FormatOptions { format, encoding, root, jsonl_fields: session.config.jsonl_fields.clone() })
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

fn threads(arguments: &Check) -> usize {
    match arguments.threads {
        Some(threads) => usize::from(threads),
        None => std::thread::available_parallelism().map_or(1, usize::from),
    }
}

/// The least severity that fails the run; `None`: never.
fn fail_on(arguments: &Check, session: &Session) -> Option<Severity> {
    match (arguments.fail_on, session.config.fail_on) {
        (Some(FailOn::Error), _) | (None, None) => Some(Severity::Error),
        (Some(FailOn::Warning), _) => Some(Severity::Warning),
        (Some(FailOn::Info), _) => Some(Severity::Info),
        (Some(FailOn::Never), _) | (None, Some(config::FailOn::Never)) => None,
        (None, Some(config::FailOn::Severity(severity))) => Some(severity),
    }
}

fn unknown_format(name: &str) -> anyhow::Error {
    let names = || report::FORMATS.iter().map(|format| format.name);
    match mtaudit::nearest::nearest(name, names()) {
        Some(near) => anyhow!("unknown output format `{name}`; did you mean `{near}`?"),
        None => anyhow!("unknown output format `{name}`; there are {}", names().collect::<Vec<_>>().join(", ")),
    }
}

/// A run under way: where findings go and what they come to.
struct Run<'o> {
    report: Box<dyn Report>,
    out: &'o mut dyn Write,
    summary: Summary,
    tally: Tally,
    /// Why nothing can be written any more.
    closed: Option<io::Error>,
}

/// What is counted beside the summary.
#[derive(Default)]
struct Tally {
    worst: Option<Severity>,
    last_file: Option<Arc<str>>,
    languages: BTreeMap<(LanguageOrigin, Option<Arc<str>>), u64>,
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
            self.write(|report, out| report.finding(finding, out));
        }
    }

    fn problem(&mut self, problem: &Problem) {
        if problem.is_error() {
            self.summary.problems += 1;
            complain(&style::error(&style::safe(&problem.to_string())));
        } else {
            complain(&format!("{}: {}\n", "note".cyan().bold(), style::safe(&problem.to_string())));
        }
    }

    fn finish(&mut self, auditor: &Auditor, interrupted: bool, started: Instant) {
        let language = |((origin, tag), documents): (&(LanguageOrigin, Option<Arc<str>>), &u64)| LanguageUse {
            tag: tag.clone().unwrap_or_else(|| "unknown".into()),
            name: tag.as_ref().map(|tag| auditor.language_name(tag).into()),
            origin: *origin,
            documents: *documents,
        };
        self.summary.languages = self.tally.languages.iter().map(language).collect();
        self.summary.languages.sort_by_key(|language| std::cmp::Reverse(language.documents));
        self.summary.rules = auditor.active_rules() as u64;
        self.summary.interrupted = interrupted;
        self.summary.elapsed = started.elapsed();
        let summary = self.summary.clone();
        self.write(|report, out| report.finish(&summary, out));
        self.write(|_, out| out.flush());
    }

    fn write(&mut self, write: impl FnOnce(&mut dyn Report, &mut dyn Write) -> io::Result<()>) {
        if self.closed.is_none() {
            self.closed = write(&mut *self.report, self.out).err();
        }
    }
}
