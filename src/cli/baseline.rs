//! `mtaudit baseline`: the file of findings that are known, written and renewed.

use super::args::{Audited, Baseline as Command, Global, Prune, SeverityName, Taken};
use super::collect::{Collected, collect};
use super::dismissed::{self, Dismissed, shown};
use super::session::Session;
use super::{Exit, complain, style};
use anyhow::bail;
use mtaudit::config::FailOn;
use mtaudit::finding::Severity;
use mtaudit::finding::baseline::{Baseline, Changed, Renewal, Stale};
use mtaudit::fix;
use std::path::{Path, PathBuf};

/// Runs the command.
pub fn run(global: &Global, command: &Command) -> anyhow::Result<Exit> {
    let session = Session::open(global)?;
    match command {
        Command::Create(create) => {
            let path = path_of(global, &session, &create.audited)?;
            if path.exists() && !create.force {
                bail!("{} is there already; `mtaudit baseline update` adds to it, --force replaces it", shown(&path));
            }
            renew(global, &session, &create.audited, &create.taken, &path, create.force)
        }
        Command::Update(update) => {
            let path = path_of(global, &session, &update.audited)?;
            renew(global, &session, &update.audited, &update.taken, &path, false)
        }
        Command::Prune(arguments) => prune(global, &session, arguments),
    }
}

/// Where the baseline is.
pub fn path_of(global: &Global, session: &Session, arguments: &Audited) -> anyhow::Result<PathBuf> {
    if arguments.texts.paths.iter().any(|path| path.as_os_str() == "-") && arguments.texts.stdin_filename.is_none() {
        bail!("a text from standard input has no name that a baseline could keep; give it one with --stdin-filename");
    }
    match dismissed::path(global, &session.config, arguments.baseline.as_deref()) {
        Some(path) => Ok(path),
        None => bail!("with --isolated, name the baseline with --baseline FILE"),
    }
}

/// Brings the baseline up to date; `anew` forgets what it says.
fn renew(
    global: &Global,
    session: &Session,
    arguments: &Audited,
    taken: &Taken,
    path: &Path,
    anew: bool,
) -> anyhow::Result<Exit> {
    let old = if anew { Dismissed::replaced(path, session)? } else { Dismissed::read(path, global, session)? };
    let known = old.known();
    let mut renewal = Renewal::new(&known, &taken.reason);
    let least = least(session, taken);
    // What is known may be slighter than what is taken.
    let met = collect(session, arguments, &[path], Severity::Info, |findings| {
        renewal.document(findings, |finding| finding.severity >= least);
    })?;
    let ran = |rule: &str| met.rules.contains(rule);
    let changed = renewal.update(&Stale { documents: &met.documents, ran: &ran, missing: false });
    finish(session, arguments, path, &old, changed, &met)
}

fn prune(global: &Global, session: &Session, arguments: &Prune) -> anyhow::Result<Exit> {
    let path = path_of(global, session, &arguments.audited)?;
    let old = Dismissed::read(&path, global, session)?;
    if old.bytes.is_none() {
        bail!("there is no baseline {}", shown(&path));
    }
    let known = old.known();
    let mut renewal = Renewal::new(&known, "");
    let met = collect(session, &arguments.audited, &[&path], Severity::Info, |findings| {
        renewal.document(findings, |_| false);
    })?;
    let exists = |rule: &str| session.rules.rules.iter().any(|known| *known.id == *rule);
    let ran = |rule: &str| met.rules.contains(rule) || !exists(rule);
    let changed = renewal.prune(&Stale { documents: &met.documents, ran: &ran, missing: arguments.missing });
    finish(session, &arguments.audited, &path, &old, changed, &met)
}

/// Writes what was changed, and says what that is.
fn finish(
    session: &Session,
    arguments: &Audited,
    path: &Path,
    old: &Dismissed,
    changed: Changed,
    met: &Collected,
) -> anyhow::Result<Exit> {
    let written = write(path, old, &changed.baseline)?;
    if !arguments.quiet {
        let Changed { added, dropped, unmet, baseline } = &changed;
        let entries = style::counted(baseline.entries().len(), "entry", "entries");
        let done = if written { "Wrote" } else { "Nothing to change in" };
        let mut text = format!("{done} {}: {entries}, {added} added, {dropped} dropped", shown(path));
        if *unmet > 0 {
            text.push_str(&format!("; {unmet} met nothing and stay"));
        }
        complain(&format!("{text}\n"));
    }
    let abnormal = met.abnormal || old.abnormal;
    Ok(session.exit().max(if abnormal { Exit::Abnormal } else { Exit::Clean }))
}

/// Puts a baseline in the place of the old one, whole or not at all; whether there was something to write.
pub fn write(path: &Path, old: &Dismissed, new: &Baseline) -> anyhow::Result<bool> {
    let bytes = new.render();
    if old.bytes.as_deref() == Some(&*bytes) {
        return Ok(false);
    }
    match fix::put(path, old.bytes.as_deref(), &bytes) {
        Ok(()) => Ok(true),
        Err(refusal) => bail!("{} was not written and is as it was: {refusal}", shown(path)),
    }
}

/// The least severity of what goes into the baseline: what people are shown, and what fails a run.
fn least(session: &Session, taken: &Taken) -> Severity {
    let shown = match taken.min_severity {
        Some(SeverityName::Error) => return Severity::Error,
        Some(SeverityName::Warning) => return Severity::Warning,
        Some(SeverityName::Info) => return Severity::Info,
        None => session.config.min_severity.unwrap_or(Severity::Warning),
    };
    match session.config.fail_on {
        Some(FailOn::Severity(fails)) => shown.min(fails),
        Some(FailOn::Never) | None => shown,
    }
}
