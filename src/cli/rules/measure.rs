//! `mtaudit rules measure`: what each rule finds in clean text and in machine translations.

use crate::cli::args::{Global, Measure as Arguments, MeasureFormat, Selection};
use crate::cli::auditors::AuditorSet;
use crate::cli::session::Session;
use crate::cli::{Exit, complain, print, style};
use anyhow::bail;
use mtaudit::audit::measure::{Context, Measure, Sampling, ratio};
use mtaudit::audit::{Outcome, Settings};
use mtaudit::finding::{Kind, Severity};
use mtaudit::formats::{self, FormatOptions};
use mtaudit::input::{Problem, Source, WalkOptions, open_gzip, walk};
use mtaudit::report::guard;
use mtaudit::rules::{Rule, RuleIndex};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// What is said where there is nothing to measure.
const NO_RULE: &str =
    "no rule is switched on that this means; a rule that is off is measured if it is called by its id";

/// Runs the command.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Exit> {
    let session = Session::with_packs(global, &arguments.pack)?;
    let selection = selection(&session, arguments)?;
    let settings = Settings {
        lang: arguments.lang.as_deref().map(Into::into),
        default_lang: session.config.lang.as_deref().map(Into::into),
        dictionary: session.config.dictionary.clone(),
        // Everything is counted, down to what only informs.
        ..Settings::default()
    };
    let (clean, mt) = (sources(&arguments.corpus), sources(&arguments.mt));
    let all: Vec<_> = clean.iter().chain(&mt).cloned().collect();
    // What `check` would report of these files, with the configuration that each of them has.
    let auditors = AuditorSet::new(&session, &selection, &settings, &all)?;
    let active: Vec<RuleIndex> = auditors.rules().collect();
    if active.is_empty() {
        bail!("{NO_RULE}");
    }
    let narrowed = auditors.files_with_fewer_rules();
    if narrowed > 0 {
        let files = style::counted(narrowed, "file", "files");
        complain(&style::note(&format!("the overrides of the configuration switch some of the rules off in {files}")));
    }
    let (clean, clean_problems) = measured(&session, &auditors, arguments, clean);
    let (mt, mt_problems) = match arguments.mt.is_empty() {
        true => (None, false),
        false => {
            let (measure, problems) = measured(&session, &auditors, arguments, mt);
            (Some(measure), problems)
        }
    };
    let figures = figures(&session, &active, &clean, mt.as_ref());
    let text = match arguments.output_format {
        MeasureFormat::Table => table(&figures, arguments),
        MeasureFormat::Json => format!("{}\n", serde_json::to_string_pretty(&figures)?),
        MeasureFormat::Csv => csv(&figures, arguments)?,
    };
    print(&text)?;
    let problems = if clean_problems || mt_problems { Exit::Abnormal } else { Exit::Clean };
    Ok(session.exit().max(problems))
}

/// The rules that are measured: those asked for, else those of the packs that were named, else those that run.
fn selection(session: &Session, arguments: &Arguments) -> anyhow::Result<Selection> {
    let mut select = arguments.rules.clone();
    if select.is_empty() && !arguments.pack.is_empty() {
        let named = (0..).zip(&session.rules.rules).filter(|(index, _)| session.is_named(*index));
        let packs: BTreeSet<String> = named.map(|(_, rule)| session.rules.pack_of(rule).id.to_string()).collect();
        select.extend(packs);
        if select.is_empty() {
            bail!("{NO_RULE}");
        }
    }
    Ok(Selection { select, ..Selection::default() })
}

/// The files under these paths.
fn sources(paths: &[PathBuf]) -> Vec<Result<Source, Problem>> {
    let extensions = formats::extensions().into_iter().chain(["gz"]).collect();
    walk(paths, &WalkOptions { extensions, ..WalkOptions::default() })
}

/// What the rules find in these files, and whether something could not be read.
fn measured(
    session: &Session,
    auditors: &AuditorSet,
    arguments: &Arguments,
    sources: Vec<Result<Source, Problem>>,
) -> (Measure, bool) {
    let options = FormatOptions {
        format: None,
        root: session.config.folder.clone(),
        settings: session.config.formats.clone(),
        encoding: None,
    };
    let opened = |source| open_gzip(&source).map(|input| formats::documents_of(input, &options));
    let documents = sources.into_iter().flat_map(|source| match source.and_then(opened) {
        Ok(documents) => documents,
        Err(problem) => Box::new(std::iter::once(Err(problem))),
    });
    let mut measure = Measure::new(Sampling { places: arguments.show.unwrap_or(0), seed: arguments.seed });
    let mut problems = false;
    let threads = match arguments.threads {
        Some(threads) => usize::from(threads),
        None => std::thread::available_parallelism().map_or(1, usize::from),
    };
    // Nothing waits where documents are not compared, so that nothing can be lost.
    let _ = mtaudit::audit::run(auditors, documents, threads, |outcome: Outcome<Problem>| {
        match outcome {
            Outcome::Compared(_) => {}
            Outcome::Audited(audited) => measure.add(&audited),
            Outcome::Problem(problem) => {
                problems |= problem.is_error();
                let text = style::safe(&problem.to_string()).to_string();
                complain(&if problem.is_error() { style::error(&text) } else { format!("note: {text}\n") });
            }
        }
        ControlFlow::Continue(())
    });
    (measure, problems)
}

/// Everything that is reported, in its order.
#[derive(Serialize)]
struct Figures {
    clean: Corpus,
    mt: Option<Corpus>,
    rules: Vec<Figure>,
}

/// One corpus.
#[derive(Serialize)]
struct Corpus {
    documents: u64,
    words: u64,
    findings: BTreeMap<&'static str, u64>,
}

/// One rule.
#[derive(Serialize)]
struct Figure {
    rule: String,
    severity: &'static str,
    clean: Rate,
    mt: Option<Rate>,
    /// Rate on machine translations by rate on clean text, half a hit added to each.
    ratio: Option<f64>,
}

/// One rule in one corpus.
#[derive(Serialize)]
struct Rate {
    hits: u64,
    per_million_words: Option<f64>,
    documents: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contexts: Vec<Context>,
}

fn figures(session: &Session, active: &[RuleIndex], clean: &Measure, mt: Option<&Measure>) -> Figures {
    let figure = |rule: &Rule| Figure {
        rule: rule.id.to_string(),
        severity: if rule.kind == Kind::Label { "label" } else { rule.severity.name() },
        clean: rate(clean, &rule.id),
        mt: mt.map(|mt| rate(mt, &rule.id)),
        ratio: mt.and_then(|mt| ratio(mt, clean, &rule.id)),
    };
    let mut rules: Vec<Figure> = active.iter().map(|&index| figure(&session.rules.rules[index as usize])).collect();
    // The corpora are the same for all rules, so that more hits are a higher rate.
    let order = |figure: &Figure| (Reverse(figure.clean.hits), Reverse(figure.mt.as_ref().map_or(0, |mt| mt.hits)));
    rules.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.rule.cmp(&b.rule)));
    Figures { clean: corpus(clean), mt: mt.map(corpus), rules }
}

fn corpus(measure: &Measure) -> Corpus {
    let levels = [Severity::Error, Severity::Warning, Severity::Info];
    let count = |level: Severity| (level.name(), measure.by_severity.get(&level).copied().unwrap_or(0));
    let findings = levels.map(count).into_iter().chain([("label", measure.labels)]).collect();
    Corpus { documents: measure.documents, words: measure.words, findings }
}

fn rate(measure: &Measure, rule: &str) -> Rate {
    let round = |rate: f64| (rate * 100.0).round() / 100.0;
    let tally = measure.tally(rule);
    Rate {
        hits: measure.hits(rule),
        per_million_words: measure.per_million(rule).map(round),
        documents: tally.map_or(0, |tally| tally.documents),
        contexts: tally.map(|tally| tally.contexts().into_iter().cloned().collect()).unwrap_or_default(),
    }
}

fn table(figures: &Figures, arguments: &Arguments) -> String {
    // Without a choice of rules, thousands that find nothing would hide those that do.
    let chosen = !arguments.rules.is_empty() || !arguments.pack.is_empty();
    let found = |figure: &&Figure| figure.clean.hits > 0 || figure.mt.as_ref().is_some_and(|mt| mt.hits > 0);
    let shown: Vec<&Figure> = figures.rules.iter().filter(|figure| chosen || found(figure)).collect();
    let mut lines: Vec<Vec<String>> = vec![heads(figures.mt.is_some())];
    lines.extend(shown.iter().map(|figure| cells(figure)));
    let columns = lines.first().map_or(0, Vec::len);
    let widths: Vec<usize> =
        (0..columns).map(|column| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        let padded: Vec<String> = (0..columns)
            .map(|column| match column {
                0 | 1 => format!("{:width$}", line[column], width = widths[column]),
                _ => format!("{:>width$}", line[column], width = widths[column]),
            })
            .collect();
        let row = padded.join("  ");
        let row = row.trim_end();
        let _ = writeln!(text, "{}", if number == 0 { style::heading(row) } else { row.to_owned() });
        if let Some(figure) = number.checked_sub(1).and_then(|number| shown.get(number)) {
            contexts(&mut text, figure);
        }
    }
    let silent = figures.rules.len() - shown.len();
    if silent > 0 {
        let _ = writeln!(text, "{} found nothing", style::counted(silent, "other rule", "other rules"));
    }
    for (name, corpus) in [("clean", Some(&figures.clean)), ("mt", figures.mt.as_ref())] {
        let Some(corpus) = corpus else { continue };
        let of = |level: &str| corpus.findings.get(level).copied().unwrap_or(0);
        let _ = writeln!(
            text,
            "{name}: {} in {} of {} words: {} error, {} warning, {} info, {} label",
            style::counted(corpus.findings.values().sum::<u64>() as usize, "finding", "findings"),
            style::counted(corpus.documents as usize, "document", "documents"),
            corpus.words,
            of("error"),
            of("warning"),
            of("info"),
            of("label"),
        );
    }
    text
}

fn heads(mt: bool) -> Vec<String> {
    let clean = ["rule", "severity", "clean", "/million", "documents"];
    let other = ["mt", "/million", "documents", "ratio"];
    clean.into_iter().chain(other.into_iter().filter(|_| mt)).map(str::to_owned).collect()
}

fn cells(figure: &Figure) -> Vec<String> {
    let number = |number: Option<f64>, digits: usize| number.map_or("-".to_owned(), |n| format!("{n:.digits$}"));
    let rate = |rate: &Rate| {
        [rate.hits.to_string(), number(rate.per_million_words, 2), rate.documents.to_string()].into_iter()
    };
    let mut cells = vec![figure.rule.clone(), figure.severity.to_owned()];
    cells.extend(rate(&figure.clean));
    if let Some(mt) = &figure.mt {
        cells.extend(rate(mt).chain([number(figure.ratio, 1)]));
    }
    cells
}

fn contexts(text: &mut String, figure: &Figure) {
    for (name, rate) in [("clean", Some(&figure.clean)), ("mt", figure.mt.as_ref())] {
        for context in rate.into_iter().flat_map(|rate| &rate.contexts) {
            let _ = writeln!(text, "    {name} {}", line(context));
        }
    }
}

/// A place on one line, safe to print.
fn line(context: &Context) -> String {
    let Context { document, before, found, after } = context;
    style::safe(&format!("{document}: {}[[{found}]]{}", before.trim_start(), after.trim_end()))
}

/// The columns of the table for spreadsheets; the last two are there with `--show`, a place a line.
const COLUMNS: [&str; 11] = [
    "rule",
    "severity",
    "clean_hits",
    "clean_per_million_words",
    "clean_documents",
    "mt_hits",
    "mt_per_million_words",
    "mt_documents",
    "ratio",
    "clean_contexts",
    "mt_contexts",
];

fn csv(figures: &Figures, arguments: &Arguments) -> anyhow::Result<String> {
    let shown = arguments.show.is_some();
    let columns = if shown { COLUMNS.len() } else { COLUMNS.len() - 2 };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&COLUMNS[..columns])?;
    for figure in &figures.rules {
        let mut record = cells(figure);
        record.resize(COLUMNS.len() - 2, String::new());
        if shown {
            let places = |rate: &Rate| rate.contexts.iter().map(line).collect::<Vec<_>>().join("\n");
            let mt = figure.mt.as_ref().map(places).unwrap_or_default();
            record.extend([places(&figure.clean), mt].map(|cell| guard(&cell).into_owned()));
        }
        writer.write_record(&record)?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
