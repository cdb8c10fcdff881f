//! The texts of a run: which files are audited, and how they are read.

use super::args::Texts;
use super::session::Session;
use mtaudit::finding::baseline::BASELINE_FILE;
use mtaudit::formats::{self, FormatOptions};
use mtaudit::input::{NamedEncoding, Problem, Source, WalkOptions, walk};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Which files are audited.
pub fn walk_options(texts: &Texts) -> WalkOptions {
    WalkOptions {
        extensions: formats::extensions(),
        no_ignore: texts.no_ignore,
        stdin_filename: texts.stdin_filename.clone(),
    }
}

/// How files are read.
pub fn format_options(session: &Session, texts: &Texts) -> anyhow::Result<FormatOptions> {
    let encoding = texts.encoding.as_deref().map(NamedEncoding::of).transpose().map_err(anyhow::Error::msg)?;
    // The parser of arguments lets known names through only.
    let format = texts.format.as_deref().and_then(|name| formats::by_name(name).ok());
    Ok(FormatOptions {
        format: format.map(|format| format.name()),
        root: session.config.folder.clone(),
        encoding,
        settings: session.config.formats.clone(),
    })
}

/// Leaves out the named files that a walk through the current folder would not find, and takes the others as found.
fn keep_what_would_be_found(sources: &mut Vec<Result<Source, Problem>>, texts: &Texts) {
    let found = walk(&[], &walk_options(texts));
    let found: HashSet<PathBuf> = found.into_iter().flatten().filter_map(|one| one.path?.canonicalize().ok()).collect();
    sources.retain_mut(|source| {
        let Ok(Source { path: Some(path), named, .. }) = source else { return true };
        let would_be_found = path.canonicalize().is_ok_and(|path| found.contains(&path));
        let was_named = std::mem::take(named);
        would_be_found || !was_named
    });
}

/// What is to be audited. The word lists and the packs of the configuration (what they hold is wrong by design), baselines
/// and what is to be left out are no texts unless somebody names them.
pub fn sources(texts: &Texts, session: &Session, leave_out: &[&Path]) -> Vec<Result<Source, Problem>> {
    let mut sources = walk(&texts.paths, &walk_options(texts));
    if texts.force_exclude {
        keep_what_would_be_found(&mut sources, texts);
    }
    let packs = session.config.packs.iter().map(|pack| pack.get_ref());
    let lists = session.config.dictionary_files.iter().chain(packs).map(PathBuf::as_path);
    let lists = lists.chain(leave_out.iter().copied());
    let lists: Vec<_> = lists.filter_map(|file| file.canonicalize().ok()).collect();
    let is_list = |path: &Path| {
        path.file_name().is_some_and(|name| name == BASELINE_FILE)
            || !lists.is_empty()
                && path.canonicalize().is_ok_and(|path| lists.iter().any(|list| path.starts_with(list)))
    };
    sources.retain(|source| {
        source.as_ref().is_ok_and(|one| one.named || !one.path.as_deref().is_some_and(is_list)) || source.is_err()
    });
    sources
}
