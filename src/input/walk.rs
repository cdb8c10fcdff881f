//! Paths as the user gave them to the list of files to read, in an order that never varies.

use super::Problem;
use ignore::WalkBuilder;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as reports show it, with `/` between folders.
    pub shown: Arc<str>,
    /// Where it is read from; `None` is standard input.
    pub path: Option<PathBuf>,
    /// Whether the user named it, rather than a folder that it is in.
    pub named: bool,
}

/// What decides which files are read.
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    /// Extensions, in lower case and without the dot, of the files that are read in folders.
    pub extensions: Vec<&'static str>,
    /// Whether to read what `.gitignore`, `.ignore` and a leading dot exclude, too.
    pub no_ignore: bool,
    /// What standard input is shown as, and takes its format from.
    pub stdin_filename: Option<String>,
}

/// The files under these paths: in the order of the paths, in a folder by name, each once. A named file is read
/// whatever it is called; `-` is standard input; no path at all is the current folder.
pub fn walk(paths: &[PathBuf], options: &WalkOptions) -> Vec<Result<Source, Problem>> {
    let current_folder = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &current_folder } else { paths };
    let mut list = List { options, seen: HashSet::new(), entries: Vec::new() };
    for path in paths {
        list.path(path);
    }
    list.entries
}

struct List<'a> {
    options: &'a WalkOptions,
    /// Paths as shown, without a leading `./`.
    seen: HashSet<String>,
    entries: Vec<Result<Source, Problem>>,
}

impl List<'_> {
    fn path(&mut self, path: &Path) {
        if path.as_os_str() == "-" {
            let shown = self.options.stdin_filename.as_deref().unwrap_or("-").to_owned();
            return self.file(shown, None, true);
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.folder(path),
            Ok(_) => self.file(shown(path), Some(path.to_owned()), true),
            Err(error) => self.entries.push(Err(missing(path, &error))),
        }
    }

    fn file(&mut self, shown: String, path: Option<PathBuf>, named: bool) {
        if self.seen.insert(shown.trim_start_matches("./").to_owned()) {
            self.entries.push(Ok(Source { shown: shown.into(), path, named }));
        }
    }

    fn folder(&mut self, folder: &Path) {
        let mut found = false;
        let honoured = !self.options.no_ignore;
        let walk = WalkBuilder::new(folder)
            .standard_filters(honoured)
            .require_git(false)
            .follow_links(false)
            .sort_by_file_name(|a, b| a.cmp(b))
            .filter_entry(|entry| entry.file_name() != ".git")
            .build();
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.entries.push(Err(Problem::error(shown(folder), error.to_string())));
                    continue;
                }
            };
            if let Some(error) = entry.error() {
                self.entries.push(Err(Problem::note(shown(entry.path()), error.to_string())));
            }
            let path = entry.path();
            if entry.depth() > 0 && entry.path_is_symlink() {
                self.entries.extend(self.link(folder, path).map(Err));
            } else if entry.file_type().is_some_and(|kind| kind.is_file()) && self.is_text(path) {
                found = true;
                let inside = path.strip_prefix(".").unwrap_or(path);
                self.file(shown(inside), Some(path.to_owned()), false);
            }
        }
        if !found {
            let extensions = self.options.extensions.join(", ");
            let name = shown(folder);
            let message = format!("no text files in this folder; known extensions are {extensions}");
            self.entries.push(Err(Problem::error(name, message).help("name a file to have it read all the same")));
        }
    }

    fn is_text(&self, path: &Path) -> bool {
        let extension = path.extension().and_then(|extension| extension.to_str()).map(str::to_lowercase);
        extension.is_some_and(|extension| self.options.extensions.contains(&extension.as_str()))
    }

    /// What is to be said of a link found in a folder. Links are not followed: what they lead to in the folder
    /// is found under its own name, and nothing outside the given paths is read.
    fn link(&self, folder: &Path, link: &Path) -> Option<Problem> {
        let name = shown(link.strip_prefix(".").unwrap_or(link));
        let target = match fs::canonicalize(link) {
            Ok(target) => target,
            // A link that leads nowhere matters where a text was expected; a circle of links always.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !self.is_text(link) => return None,
            Err(error) => return Some(Problem::error(name, format!("a link that cannot be followed: {error}"))),
        };
        let home = fs::canonicalize(link.parent()?).ok()?;
        if home.starts_with(&target) {
            let message = "a link that leads back to a folder that holds it; not followed";
            return Some(Problem::error(name, message));
        }
        let outside = fs::canonicalize(folder).is_ok_and(|folder| !target.starts_with(folder));
        (outside && (target.is_dir() || self.is_text(&target))).then(|| {
            Problem::note(name, "a link that leads out of the given folder; not followed")
                .help("name it as a path of its own to have it read")
        })
    }
}

/// A path as reports show it.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

fn missing(path: &Path, error: &std::io::Error) -> Problem {
    let name = shown(path);
    let lower = name.to_lowercase();
    if lower.starts_with("https://") || lower.starts_with("http://") {
        let help = format!("to audit a page, run: curl -L {name} | mtaudit check - --stdin-filename page.txt");
        return Problem::error(name, "an address, not a file, and nothing is fetched").help(help);
    }
    match error.kind() {
        std::io::ErrorKind::NotFound => Problem::error(name, "no such file or folder"),
        _ => Problem::error(name, format!("cannot be read: {error}")),
    }
}

#[cfg(test)]
#[path = "walk_tests.rs"]
mod tests;
