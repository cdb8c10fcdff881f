//! `mtaudit check --watch`: audits again whenever something that the result depends on has changed.
//!
//! Changes are found by looking at sizes and times twice a second: it needs nothing of the system, works on network
//! and container file systems where notices of change do not arrive, and honours ignore files by the same walk.

use super::args::{Check, Global};
use super::check::interrupted;
use super::outputs::outputs;
use super::texts::walk_options;
use super::{Exit, complain, dismissed, session, style};
use anyhow::bail;
use mtaudit::config::Config;
use mtaudit::input::walk;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Between two looks. A change is acted on when the next look finds no further one.
const INTERVAL: Duration = Duration::from_millis(250);
/// Clears the screen and goes to its top.
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";
/// Levels of folders of a pack that are looked at.
const PACK_DEPTH: usize = 8;

/// Files with their times and sizes.
type Stamp = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// Runs `audit` now and after every change, until the user interrupts.
pub fn run(
    global: &Global,
    arguments: &Check,
    mut audit: impl FnMut() -> anyhow::Result<Exit>,
) -> anyhow::Result<Exit> {
    if arguments.texts.paths.iter().any(|path| path.as_os_str() == "-") {
        bail!("--watch needs files or folders: standard input is read once and does not change");
    }
    let reports: Vec<PathBuf> = outputs(arguments)?.into_iter().filter_map(|output| output.file).collect();
    let clears = reports.is_empty() && io::stdout().is_terminal();
    let mut print = || {
        if clears {
            let _ = io::stdout().lock().write_all(CLEAR.as_bytes());
        }
        // Whatever is wrong now may be right after the next change.
        if let Err(error) = audit() {
            complain(&style::error(&format!("{error:#}")));
        }
        if !arguments.quiet && !interrupted() {
            complain("Watching for changes; Ctrl-C ends\n");
        }
    };
    watch(&mut print, || stamp(global, arguments, &reports), interrupted, || std::thread::sleep(INTERVAL));
    Ok(Exit::Interrupted)
}

/// Calls `audit` first and after every change of the stamp that has come to rest.
fn watch<S: PartialEq>(
    audit: &mut dyn FnMut(),
    mut stamp: impl FnMut() -> S,
    stopped: impl Fn() -> bool,
    mut sleep: impl FnMut(),
) {
    let mut seen = stamp();
    loop {
        audit();
        let mut changed = false;
        loop {
            if stopped() {
                return;
            }
            sleep();
            let now = stamp();
            let moved = now != seen;
            seen = now;
            if changed && !moved {
                break;
            }
            changed |= moved;
        }
    }
}

/// What the audit depends on, as it is now.
fn stamp(global: &Global, arguments: &Check, reports: &[PathBuf]) -> Stamp {
    let mut stamp = Stamp::new();
    let sources = walk(&arguments.texts.paths, &walk_options(&arguments.texts));
    // Reports are written by the audit: they would set off the next one.
    let reports: Vec<PathBuf> = reports.iter().filter_map(|path| path.canonicalize().ok()).collect();
    for path in sources.into_iter().flatten().filter_map(|source| source.path) {
        if reports.is_empty() || path.canonicalize().is_ok_and(|path| !reports.contains(&path)) {
            add(&mut stamp, &path);
        }
    }
    // A file that is not there now may come: its absence is a state like others.
    arguments.texts.paths.iter().for_each(|path| add(&mut stamp, path));
    if !global.isolated {
        let folder = std::env::current_dir().unwrap_or_default();
        let found = || Config::find(&folder).map(|(path, _)| path);
        global.config.clone().or_else(found).iter().for_each(|path| add(&mut stamp, path));
    }
    if let Ok(config) = session::read_config(global) {
        config.dictionary_files.iter().for_each(|path| add(&mut stamp, path));
        let baseline = dismissed::path(global, &config, arguments.baseline.baseline.as_deref());
        baseline.iter().for_each(|path| add(&mut stamp, path));
        config.packs.iter().for_each(|pack| add_all(&mut stamp, pack.get_ref(), PACK_DEPTH));
    }
    stamp
}

fn add(stamp: &mut Stamp, path: &Path) {
    let metadata = std::fs::metadata(path).ok();
    // The time of a folder changes with everything in it, text or not.
    if metadata.as_ref().is_none_or(|metadata| !metadata.is_dir()) {
        let state = metadata.map_or((None, 0), |metadata| (metadata.modified().ok(), metadata.len()));
        stamp.insert(path.to_owned(), state);
    }
}

/// A file, or the files in a folder, at most so many levels deep.
fn add_all(stamp: &mut Stamp, path: &Path, depth: usize) {
    match std::fs::read_dir(path) {
        Ok(entries) if depth > 0 => entries.flatten().for_each(|entry| add_all(stamp, &entry.path(), depth - 1)),
        Ok(_) => {}
        Err(_) => add(stamp, path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// How often is audited while the looks find these states, and nothing new after them.
    fn audits(states: &[u32]) -> u32 {
        let (looks, audits) = (Cell::new(0), Cell::new(0));
        let look = || {
            looks.set(looks.get() + 1);
            *states.get(looks.get() - 1).or(states.last()).unwrap()
        };
        let stopped = || looks.get() > states.len() + 2;
        watch(&mut || audits.set(audits.get() + 1), look, stopped, || ());
        audits.get()
    }

    #[test]
    fn it_audits_first_and_after_each_change_that_came_to_rest() {
        assert_eq!(audits(&[1]), 1);
        assert_eq!(audits(&[1, 1, 1]), 1);
        assert_eq!(audits(&[1, 2]), 2);
        assert_eq!(audits(&[1, 2, 3, 4, 4]), 2);
        assert_eq!(audits(&[1, 1, 2, 2, 2, 3, 3]), 3);
        // A change that is taken back before anybody looked at it in rest counts all the same.
        assert_eq!(audits(&[1, 2, 1, 1]), 2);
    }
}
