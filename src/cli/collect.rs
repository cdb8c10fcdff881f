//! An audit for its findings alone, without a report: what the baseline and reviews are compared with.

use super::args::Audited;
use super::auditors::AuditorSet;
use super::check::documents;
use super::fix::Held;
use super::narrow::Narrow;
use super::progress::{self, Progress};
use super::run::show_problem;
use super::session::Session;
use super::texts::{format_options, sources};
use super::{complain, style};
use anyhow::{Context, bail};
use mtaudit::audit::{self, CORPUS_KEY, Outcome, Settings};
use mtaudit::finding::{Finding, Severity};
use mtaudit::formats;
use mtaudit::rules::string::Str;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What was audited.
pub struct Collected {
    /// Keys of the documents that were audited whole.
    pub documents: HashSet<Arc<str>>,
    /// Files that were audited, as reports show them.
    pub files: HashSet<Arc<str>>,
    /// Whether something could not be audited.
    pub abnormal: bool,
    /// The ids of the rules that ran.
    pub rules: HashSet<Str>,
}

/// Audits all texts but the files that are left out, and hands on what was found, document by document in the order of the input.
pub fn collect(
    session: &Session,
    arguments: &Audited,
    leave_out: &[&Path],
    least: Severity,
    mut take: impl FnMut(&[Finding]),
) -> anyhow::Result<Collected> {
    let sources = sources(&arguments.texts, session, leave_out);
    let settings = Settings {
        lang: arguments.texts.lang.as_deref().map(Into::into),
        default_lang: session.config.lang.as_deref().map(Into::into),
        min_severity: least,
        corpus: arguments.corpus,
        dictionary: session.config.dictionary.clone(),
        ..Settings::default()
    };
    let auditors = AuditorSet::new(session, &arguments.selection, &settings, &sources)?;
    let options = format_options(session, &arguments.texts)?;
    let progress = Progress::start(!arguments.quiet && progress::is_welcome(), sources.len());
    let opened = AtomicBool::new(false);
    let narrow = Narrow::new(&arguments.texts)?;
    if narrow.is_given() {
        bail!("baselines and reviews are of whole files; leave out --since and --item");
    }
    let documents = documents(sources, Held::new(), &options, &narrow, &opened, &progress.done);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut by_file: HashMap<Arc<str>, Vec<Arc<str>>> = HashMap::new();
    let mut broken: HashSet<Arc<str>> = HashSet::new();
    let lost = audit::run(&auditors, documents, threads, |outcome| {
        match outcome {
            Outcome::Audited(audited) => {
                by_file.entry(audited.file.clone()).or_default().push(audited.key.clone());
                take(&audited.findings);
            }
            Outcome::Compared(compared) => take(&compared.findings),
            Outcome::Problem(problem) => {
                if problem.is_error() {
                    broken.insert(problem.file.clone());
                }
                show_problem(&problem, arguments.quiet);
            }
        }
        ControlFlow::Continue(())
    });
    drop(progress);
    lost.context("the findings that waited in a temporary file cannot be read again")?;
    if !opened.into_inner() && broken.is_empty() {
        complain(&style::error("nothing was audited: no file could be read as text"));
        broken.insert("".into());
    }
    let files = by_file.keys().cloned().collect();
    let whole = by_file.into_iter().filter(|(file, _)| !broken.contains(file));
    let folder = session.config.folder.as_deref();
    // What is told of a feed, or of all texts, has their key.
    let whole = whole.map(|(file, mut keys)| {
        keys.push(formats::path_from(&file, folder).into());
        keys.push(CORPUS_KEY.into());
        keys
    });
    let rules = auditors.rules().map(|index| session.rules.rules[index as usize].id.clone()).collect();
    Ok(Collected { documents: whole.flatten().collect(), files, abnormal: !broken.is_empty(), rules })
}
