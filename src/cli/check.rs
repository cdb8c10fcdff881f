//! `mtaudit check`: audits files and reports what was found.

use super::args::{Check, FailOn, Global, SeverityName, VerdictName};
use super::auditors::AuditorSet;
use super::dismissed::{self, Dismissed};
use super::fix::{self, Repaired};
use super::learn::Learned;
use super::narrow::Narrow;
use super::outputs::{Output, outputs};
use super::progress::{self, Done, Paused, Progress};
use super::run::{Outcomes, Run};
use super::session::Session;
use super::sink::{self, Sink};
use super::texts::{self, format_options};
use super::{Exit, changed, complain, settings, style, watch};
use anyhow::{Context, bail};
use mtaudit::audit::Settings;
use mtaudit::config;
use mtaudit::document::Document;
use mtaudit::finding::Severity;
use mtaudit::finding::scoring::Verdict;
use mtaudit::formats::{self, FormatOptions};
use mtaudit::input::{Problem, Source};
use mtaudit::report::{self, CsvOptions, Documents, ReportOptions, colour, summary_text, verdicts_text};
use same_file::Handle;
use std::io::{self, BufWriter, IsTerminal, Write};
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
    let outputs = outputs(arguments)?;
    refuse_what_has_no_place(arguments, &outputs)?;
    let narrow = Narrow::new(&arguments.texts)?;
    let known = Dismissed::of_check(global, &session, &arguments.baseline)?;
    let mut sources = sources(arguments, global, &session, &outputs)?;
    if let Some(revision) = &arguments.changed_since {
        changed::keep(&mut sources, revision)?;
    }
    let fail_on = fail_on(arguments, &session);
    let shown = least_shown(arguments, &session, &outputs);
    let settings = Settings {
        lang: arguments.texts.lang.as_deref().map(Into::into),
        default_lang: session.config.lang.as_deref().map(Into::into),
        // What fails the run has to be there to be compared with the baseline, shown or not.
        min_severity: shown.min(fail_on.filter(|_| known.is_some()).unwrap_or(shown)),
        corpus: arguments.corpus,
        feeds: true,
        rules_apart: false,
        dictionary: session.config.dictionary.clone(),
        keep_texts: outputs.iter().any(|output| output.format.texts),
        all_places: false,
    };
    let auditors = AuditorSet::new(&session, &arguments.selection, &settings, &sources)?;
    let options = format_options(&session, &arguments.texts)?;
    let abnormal = known.as_ref().is_some_and(|known| known.abnormal);
    let known = known.as_ref().map(Dismissed::known);
    let mut repaired = Repaired { exit: Exit::Clean, held: fix::Held::new() };
    // Standard output has the repaired text of standard input.
    let prints_text = arguments.fix && fix::stdin(&sources).is_some();
    if arguments.fix || arguments.diff {
        repaired = fix::run(&auditors.for_repairs(), known.as_ref(), arguments, &options, &sources)?;
        if arguments.diff || repaired.exit == Exit::Interrupted {
            return Ok(session.exit().max(repaired.exit));
        }
    }
    // Where the report goes to standard error, a progress line would stand in it.
    let shows_progress = !arguments.quiet && !prints_text && progress::is_welcome();
    let progress = Progress::start(shows_progress, sources.len());
    let opened = AtomicBool::new(false);

    let sinks = sinks(arguments, &session, &outputs, prints_text)?;
    let mut run = Run::new(sinks, session.config.scoring, arguments.quiet);
    run.learned = arguments.learn_words.then(|| Learned::new(&session)).transpose()?;
    run.dictionary = settings.dictionary.clone();
    run.runs_partly(arguments.selection.is_given());
    run.known = known.as_ref();
    let documents = documents(sources, repaired.held, &options, &narrow, &opened, &progress.done);
    let lost = mtaudit::audit::run(&auditors, documents, threads(arguments), |outcome| run.take(outcome));
    drop(progress);
    run.finish(&auditors, interrupted(), started);

    let learned = run.learned.take().map(Learned::write).transpose()?;
    let Outcomes { summary, closing_lines, worst, verdict } = run.close()?;
    lost.context("the findings that waited in a temporary file cannot be read again; the report is not complete")?;
    let mut missing = false;
    for item in narrow.missing() {
        missing = true;
        complain(&style::error(&style::safe(&item)));
    }
    if !arguments.quiet {
        narrow.notes().iter().for_each(|note| complain(&style::note(note)));
    }
    let opened = opened.into_inner();
    // Without a text, "found nothing" would be true and no help.
    if closing_lines && !arguments.quiet && opened {
        complain(&summary_text(&summary, colour::on()));
        if arguments.summary {
            complain(&verdicts_text(&summary.verdicts));
        }
    }
    if let Some(learned) = learned.filter(|_| !arguments.quiet) {
        complain(&style::note(&learned));
    }
    if interrupted() {
        return Ok(Exit::Interrupted);
    }
    // Silence must not look like success: whoever names only pictures is told.
    let why_nothing = match &arguments.changed_since {
        Some(revision) => Some(format!("nothing to audit changed since {revision}")),
        None if arguments.texts.force_exclude => Some("no named file is one that would be audited".to_owned()),
        None => None,
    };
    let nothing = !opened && summary.problems == 0 && why_nothing.is_none() && !missing;
    if let (Some(why), false, false) = (&why_nothing, opened, arguments.quiet) {
        complain(&style::note(&style::safe(why)));
    }
    if nothing {
        complain(&style::error("nothing was audited: no file could be read as text"));
    }
    let problems = if nothing || abnormal || missing || summary.problems > 0 { Exit::Abnormal } else { Exit::Clean };
    let failed = fail_on.is_some_and(|least| worst.is_some_and(|worst| worst >= least));
    let fail_on_verdict = fail_on_verdict(arguments, &session);
    let held = fail_on_verdict.is_some_and(|least| verdict.is_some_and(|worst| worst >= least));
    let findings = if failed || held { Exit::Findings } else { Exit::Clean };
    let exit = session.exit().max(problems).max(findings).max(repaired.exit);
    if !arguments.watch {
        // The process ends here. To free the tens of thousands of strings of the rules takes a tenth of a short run.
        std::mem::forget((auditors, session));
    }
    Ok(exit)
}

/// The documents of all sources that are audited, until the user asks to stop. `held` is what was read before and cannot be
/// read again; `opened` tells whether any source could be read.
pub fn documents<'a>(
    sources: Vec<Result<Source, Problem>>,
    held: fix::Held,
    options: &'a FormatOptions,
    narrow: &'a Narrow,
    opened: &'a AtomicBool,
    done: &'a Done,
) -> impl Iterator<Item = Result<Document, Problem>> + Send + use<'a> {
    let documents = sources.into_iter().flat_map(move |source| {
        done.file();
        match source.and_then(|source| fix::open(&source, &held, options.encoding)) {
            Ok(input) => {
                opened.store(true, Ordering::Relaxed);
                formats::documents_of(input, options)
            }
            Err(problem) => Box::new(std::iter::once(Err(problem))),
        }
    });
    let count = |document: &Document| document.fields.iter().map(|field| field.text.len()).sum();
    let documents = documents.filter(move |document| document.as_ref().map_or(true, |document| narrow.keeps(document)));
    documents.inspect(move |document| done.text(document.as_ref().map_or(0, count))).take_while(|_| !interrupted())
}

/// What is to be audited.
fn sources(
    arguments: &Check,
    global: &Global,
    session: &Session,
    outputs: &[Output],
) -> anyhow::Result<Vec<Result<Source, Problem>>> {
    let baseline = dismissed::path(global, &session.config, arguments.baseline.baseline.as_deref());
    let mut sources = texts::sources(&arguments.texts, session, baseline.as_deref().as_slice());
    outputs.iter().try_for_each(|output| leave_out_report(&mut sources, output))?;
    Ok(sources)
}

/// The report of an audit is no part of it: a file that grows while it is read has no end. One that would be written over
/// a text that the user named is a mistake.
fn leave_out_report(sources: &mut [Result<Source, Problem>], output: &Output) -> anyhow::Result<()> {
    let report = match &output.file {
        Some(path) => Handle::from_path(path),
        None => Handle::stdout(),
    };
    let is_file = |handle: &Handle| handle.as_file().metadata().is_ok_and(|metadata| metadata.is_file());
    let Some(report) = report.ok().filter(is_file) else { return Ok(()) };
    for one in sources {
        let Ok(source) = one else { continue };
        let same = source.path.as_ref().is_some_and(|path| Handle::from_path(path).is_ok_and(|file| file == report));
        if same && source.named && output.file.is_some() {
            bail!("{} is to be audited: a report is not written over it", style::safe(&source.shown));
        }
        if same {
            let problem = if source.named { Problem::error } else { Problem::note };
            *one = Err(problem(source.shown.clone(), "not audited, because the report is written into it"));
        }
    }
    Ok(())
}

/// Options that ask of a report what it has no place for.
fn refuse_what_has_no_place(arguments: &Check, outputs: &[Output]) -> anyhow::Result<()> {
    let names = || outputs.iter().map(|output| output.format.name).collect::<Vec<_>>().join(" or ");
    if arguments.statistics && !outputs.iter().any(|output| output.format.statistics) {
        bail!("--statistics would spoil a {} report; use full, concise or grouped", names());
    }
    if arguments.summary && outputs.iter().all(|output| matches!(output.format.documents, Documents::None)) {
        bail!("--summary has no place in a {} report; use full, concise, grouped, csv, json or html", names());
    }
    Ok(())
}

/// The reports, begun: where they go, what they show, how they look.
fn sinks(
    arguments: &Check,
    session: &Session,
    outputs: &[Output],
    prints_text: bool,
) -> anyhow::Result<Vec<Sink<'static>>> {
    if outputs.iter().all(|output| output.file.is_some()) {
        colour::set(colour::ColourChoice::Never);
    }
    let options = report_options(arguments, session);
    let standard = || -> Box<dyn Write> {
        match prints_text {
            true => Box::new(io::stderr().lock()),
            false if io::stdout().is_terminal() => Box::new(Paused(io::stdout())),
            false => Box::new(io::stdout().lock()),
        }
    };
    let sink = |output: &Output| {
        let out = Box::new(BufWriter::with_capacity(1 << 16, sink::open(output, standard)?));
        let options = ReportOptions { colour: options.colour && output.file.is_none(), ..options.clone() };
        let report = match output.format.documents {
            Documents::Instead(new) if arguments.summary => new(&options),
            _ => (output.format.new)(&options),
        };
        let sink = Sink::new(output, report, out, min_severity(arguments, session, output.format));
        Ok(if arguments.statistics { sink.with_statistics(options.colour) } else { sink })
    };
    outputs.iter().map(sink).collect()
}

/// The least severity that one of the reports shows.
pub fn least_shown(arguments: &Check, session: &Session, outputs: &[Output]) -> Severity {
    let least = outputs.iter().map(|output| min_severity(arguments, session, output.format)).min();
    least.unwrap_or(Severity::Info)
}

/// The least severity that a report shows.
fn min_severity(arguments: &Check, session: &Session, format: &report::Format) -> Severity {
    let given = arguments.min_severity.map(|name| match name {
        SeverityName::Error => Severity::Error,
        SeverityName::Warning => Severity::Warning,
        SeverityName::Info => Severity::Info,
    });
    given.or(session.config.min_severity).unwrap_or(format.audience.default_min_severity())
}

fn report_options(arguments: &Check, session: &Session) -> ReportOptions {
    let width = if io::stdout().is_terminal() { terminal_width() } else { None };
    let default = ReportOptions::default();
    ReportOptions {
        colour: colour::on(),
        width: width.unwrap_or(default.width),
        rules: session.rules.clone(),
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

/// The verdict from which a document fails the run; `None`: none does.
pub fn fail_on_verdict(arguments: &Check, session: &Session) -> Option<Verdict> {
    let given = arguments.fail_on_verdict.map(|name| match name {
        VerdictName::Hold => Verdict::Hold,
        VerdictName::Review => Verdict::Review,
    });
    given.or(session.config.fail_on_verdict)
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
