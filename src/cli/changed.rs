//! `--changed-since`: only the files that changed since a revision of their repository are audited.
//!
//! Git itself is asked, which knows what is ignored, staged or in a worktree. What the user gave as a revision reaches
//! one command only, behind `--end-of-options`; all others get the hash that it stands for.

use super::style;
use anyhow::{Context, bail};
use mtaudit::input::{Problem, Source};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Leaves out the sources that did not change since the revision. Whether something was left.
pub fn keep(sources: &mut Vec<Result<Source, Problem>>, revision: &str) -> anyhow::Result<()> {
    let top = top()?;
    let changed = changed(&top, revision)?;
    sources.retain_mut(|source| {
        let Ok(one) = source else { return true };
        let Some(path) = &one.path else {
            *source =
                Err(Problem::error(one.shown.clone(), "--changed-since cannot tell whether standard input changed"));
            return true;
        };
        // What cannot be resolved cannot be read either, and is told when it is opened.
        let Ok(path) = resolved(path) else { return true };
        if !path.starts_with(&top) {
            let message = format!("not in the repository {}", style::safe(&top.to_string_lossy()));
            *source = Err(Problem::error(one.shown.clone(), message).help("audit it without --changed-since"));
            return true;
        }
        changed.contains(&path)
    });
    Ok(())
}

/// The path with the links of its folder resolved, but not itself: git knows a link, not what it leads to.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(match path.file_name() {
        Some(name) => folder.canonicalize()?.join(name),
        None => path.canonicalize()?,
    })
}

/// The folder of the repository that the current folder is in.
fn top() -> anyhow::Result<PathBuf> {
    let output = git(None, &["rev-parse", "--show-toplevel"])?;
    if !output.status.success() {
        bail!("--changed-since needs a git repository: {}", said(&output));
    }
    let path = path_of(output.stdout.strip_suffix(b"\n").unwrap_or(&output.stdout));
    path.canonicalize().with_context(|| format!("cannot find the repository {}", path.display()))
}

/// The files that differ from the revision where the current branch left it, and those that git does not know yet.
fn changed(top: &Path, revision: &str) -> anyhow::Result<HashSet<PathBuf>> {
    let commit = format!("{revision}^{{commit}}");
    let output = git(Some(top), &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    let hash = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let is_hash = hash.len() >= 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !output.status.success() || !is_hash {
        let help = "a branch, a tag, a commit or HEAD~1; in a shallow clone, fetch it first";
        bail!("--changed-since {}: no such revision; it can be {help}", style::safe(revision));
    }
    let base = git(Some(top), &["merge-base", &hash, "HEAD"])?;
    let fork = String::from_utf8_lossy(&base.stdout).trim().to_owned();
    // Without a common commit, as in a shallow clone, all that differs is new here.
    let from = if base.status.success() && !fork.is_empty() { fork } else { hash };
    let differ = [
        "diff",
        "--name-only",
        "-z",
        "--no-ext-diff",
        "--no-textconv",
        "--no-renames",
        "--ignore-submodules",
        &from,
        "--",
    ];
    let unknown = ["ls-files", "--others", "--exclude-standard", "--full-name", "-z"];
    let mut files = HashSet::new();
    for arguments in [&differ[..], &unknown] {
        let output = git(Some(top), arguments)?;
        if !output.status.success() {
            bail!("git cannot tell what changed: {}", said(&output));
        }
        let names = output.stdout.split(|&byte| byte == 0).filter(|name| !name.is_empty());
        files.extend(names.map(|name| top.join(path_of(name))));
    }
    Ok(files)
}

fn git(folder: Option<&Path>, arguments: &[&str]) -> anyhow::Result<Output> {
    let mut command = Command::new("git");
    if let Some(folder) = folder {
        command.arg("-C").arg(folder);
    }
    // A repository of strangers must not name a program that is run to look at it.
    command.args(["-c", "core.fsmonitor=false"]).args(arguments).env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    command.output().context("--changed-since needs git, which cannot be run")
}

/// What git complained of, on one line.
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    style::safe(text.lines().next().unwrap_or("it did not say why").trim_start_matches("fatal: "))
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsStr::new(&*String::from_utf8_lossy(bytes)))
}
