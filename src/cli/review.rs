//! `mtaudit review`: what editors decided in an exported table goes into the baseline.

use super::args::{Global, Import, Review as Command};
use super::baseline::{path_of, write};
use super::collect::collect;
use super::dismissed::{Dismissed, shown};
use super::run::show_problem;
use super::session::Session;
use super::{Exit, complain, style};
use anyhow::{Context, bail};
use mtaudit::finding::Severity;
use mtaudit::input::NamedEncoding;
use mtaudit::review::{Decided, Review, Row, read, text_of};
use std::fs;

/// A larger table is a mistake.
const MAX_BYTES: u64 = 1 << 28;

/// Runs the command.
pub fn run(global: &Global, command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::Import(import) => run_import(global, import),
    }
}

fn run_import(global: &Global, arguments: &Import) -> anyhow::Result<Exit> {
    // Whatever is wrong with the table, nothing is audited and nothing is written.
    let rows = rows(arguments)?;
    let session = Session::open(global)?;
    let path = path_of(global, &session, &arguments.audited)?;
    let old = Dismissed::read(&path, global, &session)?;
    let known = old.known();
    let mut review = Review::new(&known, &rows);
    let leave_out = [path.as_path(), arguments.table.as_path()];
    let met = collect(&session, &arguments.audited, &leave_out, Severity::Info, |findings| {
        review.document(findings);
    })?;
    let Decided { decisions, dismissed, later, fixed, notes } = review.finish(&met.files);
    notes.iter().for_each(|text| complain(&style::note(&style::safe(text))));
    let new = known.baseline().with(decisions);
    let changes = new != *known.baseline();
    if changes && !arguments.dry_run {
        write(&path, &old, &new)?;
    }
    if !arguments.audited.quiet {
        let done = match (changes, arguments.dry_run) {
            (false, _) => "Nothing to change in",
            (true, true) => "Would write",
            (true, false) => "Wrote",
        };
        let entries = style::counted(new.entries().len(), "entry", "entries");
        let rows = format!("{dismissed} dismissed, {later} for later, {fixed} fixed and gone");
        complain(&format!("{done} {}: {entries}; {rows}, {} without effect\n", shown(&path), notes.len()));
    }
    let abnormal = met.abnormal || old.abnormal;
    Ok(session.exit().max(if abnormal { Exit::Abnormal } else { Exit::Clean }))
}

/// The rows of the table; what is wrong with it is said.
fn rows(arguments: &Import) -> anyhow::Result<Vec<Row>> {
    let table = shown(&arguments.table);
    let cannot = || format!("cannot read {table}");
    let bytes = fs::metadata(&arguments.table).with_context(cannot)?.len();
    if bytes > MAX_BYTES {
        bail!("{}: larger than {} MB", cannot(), MAX_BYTES >> 20);
    }
    let bytes = fs::read(&arguments.table).with_context(cannot)?;
    let named = arguments.audited.texts.encoding.as_deref().map(NamedEncoding::of).transpose();
    let named = named.map_err(anyhow::Error::msg)?;
    let rows = text_of(&table, &bytes, named).map_err(|problem| vec![problem]).and_then(|(text, note)| {
        note.iter().for_each(|note| show_problem(note, arguments.audited.quiet));
        read(&table, &text)
    });
    rows.or_else(|problems| {
        problems.iter().for_each(|problem| show_problem(problem, false));
        bail!("{} in the table; nothing was taken", style::counted(problems.len(), "error", "errors"))
    })
}
