//! `mtaudit rules new`: the skeleton of a rule, which loads and passes its own examples.

use crate::cli::args::{CheckName, Global, New};
use crate::cli::{Exit, print, style};
use anyhow::{Context, bail};
use mtaudit::config::Config;
use mtaudit::embedded;
use mtaudit::rules::row::slug;
use mtaudit::rules::{PackSource, load};
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// The metadata of a new pack.
const PACK: &str = include_str!("../../../docs/skeletons/pack.toml");

/// A skeleton: the rule file, and the table beside it if the check has one.
struct Skeleton {
    rule: &'static str,
    table: Option<&'static str>,
}

/// Runs the command.
pub fn run(global: &Global, arguments: &New) -> anyhow::Result<Exit> {
    let id = &arguments.id;
    if id.is_empty() || slug(id) != *id {
        let near = slug(id);
        let hint = if near.is_empty() { String::new() } else { format!(", such as `{near}`") };
        bail!("`{id}` is no id of a rule; use lower-case letters, digits and hyphens{hint}");
    }
    let folder = &arguments.pack;
    if folder.is_file() {
        bail!("{} is a file; --pack names a folder", folder.display());
    }
    let is_new = !has_pack_table(folder);
    if let Some(place) = place_of(folder, id) {
        bail!("the pack has a rule `{id}` already: {place}");
    }
    let skeleton = skeleton(arguments.check);
    let fill = |text: &str| filled(text, arguments);
    let mut files = vec![(folder.join(format!("{id}.toml")), fill(skeleton.rule))];
    if let Some(table) = skeleton.table {
        files.push((folder.join(format!("{id}.csv")), fill(table)));
    }
    if is_new {
        files.insert(0, (folder.join("pack.toml"), fill(PACK)));
    }
    // All or nothing: half a rule would have to be cleared away by hand.
    if let Some((taken, _)) = files.iter().find(|(path, _)| path.exists()) {
        bail!("{} is there already; nothing was written (choose another id, or --pack)", shown(taken));
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let mut text = String::new();
    for (path, content) in &files {
        write_new(path, content)?;
        text.push_str(&format!("wrote {}\n", style::safe(&shown(path))));
    }
    text.push_str(&next_steps(global, arguments, &files));
    print(&text)?;
    Ok(Exit::Clean)
}

fn skeleton(check: CheckName) -> Skeleton {
    macro_rules! text {
        ($name:literal) => {
            include_str!(concat!("../../../docs/skeletons/", $name))
        };
    }
    match check {
        CheckName::Phrase => Skeleton { rule: text!("phrase.toml"), table: None },
        CheckName::Pattern => Skeleton { rule: text!("pattern.toml"), table: None },
        CheckName::Lexicon => Skeleton { rule: text!("lexicon.toml"), table: Some(text!("lexicon.csv")) },
        CheckName::Variants => Skeleton { rule: text!("variants.toml"), table: Some(text!("variants.csv")) },
        CheckName::GarbledWord => Skeleton { rule: text!("garbled-word.toml"), table: None },
        CheckName::Repetition => Skeleton { rule: text!("repetition.toml"), table: None },
    }
}

/// The skeleton with the names in it. The words of the id stand where the author's will.
fn filled(text: &str, arguments: &New) -> String {
    let words = arguments.id.replace('-', " ");
    let mut letters = words.chars();
    let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    text.replace("@ID@", &arguments.id)
        .replace("@LANG@", &arguments.lang)
        .replace("@PACK@", &shown(&arguments.pack))
        .replace("@WORDS_CAPITAL@", &capital)
        .replace("@PATTERN@", &words)
        .replace("@WORDS@", &words)
}

/// Whether a file of the folder says what the pack is about.
fn has_pack_table(folder: &Path) -> bool {
    let source = PackSource::read(folder);
    source.files.iter().any(|file| file.text.lines().any(|line| line.trim() == "[pack]"))
}

/// Where the pack in a folder has a rule of this id.
fn place_of(folder: &Path, id: &str) -> Option<String> {
    if !folder.is_dir() {
        return None;
    }
    let loaded = load(embedded::builtin(), &[PackSource::read(folder)]).rules;
    let rule = loaded.rules.iter().find(|rule| {
        let own = rule.id.rsplit('/').next().unwrap_or_default();
        !loaded.pack_of(rule).builtin && own.split('#').next() == Some(id)
    })?;
    Some(format!("{}:{}", rule.docs.file, rule.docs.line))
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, content: &str) -> anyhow::Result<()> {
    let written = File::create_new(path).and_then(|mut file| file.write_all(content.as_bytes()));
    match written {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => bail!("{} is there already", path.display()),
        written => written.with_context(|| format!("cannot write {}", path.display())),
    }
}

fn next_steps(global: &Global, arguments: &New, files: &[(PathBuf, String)]) -> String {
    let pack = style::safe(&shown(&arguments.pack));
    let own: Vec<String> = (files.iter())
        .filter(|(path, _)| path.file_name().is_some_and(|name| name != "pack.toml"))
        .map(|(path, _)| style::safe(&shown(path)))
        .collect();
    let mut steps = vec![
        format!("put your words and sentences into {}", own.join(" and ")),
        format!("mtaudit rules test {pack}"),
        format!("mtaudit rules measure --pack {pack} --corpus CLEAN.jsonl --mt TRANSLATED.jsonl --show"),
    ];
    if !is_configured(global, &arguments.pack) {
        steps.push(format!("in mtaudit.toml: packs = [\"{pack}\"]"));
    }
    let lines: Vec<String> = (1..).zip(&steps).map(|(number, step)| format!("  {number}. {step}\n")).collect();
    format!("\nNext:\n{}", lines.concat())
}

/// Whether the configuration names the pack. What else may be wrong with it is for other commands to say.
fn is_configured(global: &Global, folder: &Path) -> bool {
    let config = match (&global.config, global.isolated) {
        (_, true) => return false,
        (Some(path), false) => Config::load(path),
        (None, false) => Config::discover(&std::env::current_dir().unwrap_or_default()),
    };
    let Ok(folder) = folder.canonicalize() else { return false };
    let same = |path: &Path| path.canonicalize().is_ok_and(|path| path == folder);
    config.is_ok_and(|config| config.packs.iter().any(|path| same(path.get_ref())))
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/").trim_end_matches('/').to_owned()
}
