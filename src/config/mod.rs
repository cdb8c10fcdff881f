//! The configuration file `mtaudit.toml`: discovery, schema, resolution.

mod error;
mod formats;
mod overrides;
mod read;
mod selector;
mod words;

pub use error::ConfigError;
pub use overrides::Override;
pub use selector::Selector;

use crate::finding::scoring::{Scoring, Verdict};
use crate::finding::{Confidence, Impact, Severity};
use crate::formats::FormatSettings;
use crate::lexicon::Dictionary;
use crate::rules::{PackSource, SourceFile};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;

/// What the file is called.
pub const FILE_NAME: &str = "mtaudit.toml";
/// A larger file is a mistake.
const MAX_BYTES: u64 = 1 << 20;

/// What a configuration file says. Everything is optional: the command line overrides it, defaults complete it.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The folder that the file was found in; `None` without a file.
    pub folder: Option<PathBuf>,
    /// `lang`: the language of the texts, where they do not state it (a BCP 47 tag).
    pub lang: Option<String>,
    /// `packs`: folders and files of rules, resolved against the file's folder.
    pub packs: Vec<Spanned<PathBuf>>,
    /// `select`: the rules that run; none given: all that are enabled.
    pub select: Vec<Spanned<Selector>>,
    /// `ignore`: rules that do not run.
    pub ignore: Vec<Spanned<Selector>>,
    /// `fail-on`: the least severity that makes the exit code 1.
    pub fail_on: Option<FailOn>,
    /// `fail-on-verdict`: the verdict from which a document makes the exit code 1.
    pub fail_on_verdict: Option<Verdict>,
    /// `[scoring]`: what a document has to reach.
    pub scoring: Scoring,
    /// `min-severity`: the least severity that is reported.
    pub min_severity: Option<Severity>,
    /// `[rules."full/id"]`: changes to single rules.
    pub rules: BTreeMap<String, RuleSettings>,
    /// `[[overrides]]`: what is different for some files.
    pub overrides: Vec<Override>,
    /// `[dictionary]`: words that are right although no word list has them.
    pub dictionary: Arc<Dictionary>,
    /// `[dictionary] files`: the files that some of these words were read from.
    pub dictionary_files: Vec<PathBuf>,
    /// `[json]`, `[jsonl]`, `[csv]`, `[po]`: how files of these formats are read.
    pub formats: FormatSettings,
    /// Whether there is an `[[entity]]`; see [`Config::entities`].
    entities: bool,
    file: Option<SourceFile>,
}

/// The keys of the file, in the order in which they are documented.
pub const KEYS: &[&str] = &read::KEYS;

/// When findings make a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// Never.
    Never,
    /// When one has at least this severity.
    Severity(Severity),
}

/// Changes to one rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleSettings {
    /// `severity`.
    pub severity: Option<Severity>,
    /// `impact`.
    pub impact: Option<Impact>,
    /// `confidence`.
    pub confidence: Option<Confidence>,
    /// `enabled`: `false` switches the rule off, `true` one that is off unless selected on.
    pub enabled: Option<bool>,
    /// `prefer`: the form that a `variants` rule suggests.
    pub prefer: Option<String>,
    /// All other keys: parameters of the rule's check, which knows them.
    pub parameters: toml::Table,
    /// Where the rule's id stands in the file, in bytes; see [`Config::error`].
    pub span: Range<usize>,
}

impl Config {
    /// The nearest configuration file in a folder or the folders above it, read; nothing if there is none.
    ///
    /// # Errors
    /// All that is wrong with the file.
    pub fn discover(folder: &Path) -> Result<Self, Vec<ConfigError>> {
        Config::find(folder).map_or_else(|| Ok(Config::default()), |(path, shown)| Config::load_as(&path, shown))
    }

    /// The nearest configuration file in a folder or the folders above it: where it is, and the same path as seen
    /// from the folder.
    pub fn find(folder: &Path) -> Option<(PathBuf, String)> {
        let found = folder.ancestors().enumerate().find(|(_, above)| above.join(FILE_NAME).is_file());
        found.map(|(levels, above)| (above.join(FILE_NAME), "../".repeat(levels) + FILE_NAME))
    }

    /// The configuration in this file.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn load(path: &Path) -> Result<Self, Vec<ConfigError>> {
        Config::load_as(path, path.to_string_lossy().into_owned())
    }

    /// The same, with errors that show the path as `shown`.
    fn load_as(path: &Path, shown: String) -> Result<Self, Vec<ConfigError>> {
        let unread = |message: String| vec![ConfigError::about(&shown, message)];
        let bytes = std::fs::metadata(path).map_err(|error| unread(format!("cannot be read: {error}")))?.len();
        if bytes > MAX_BYTES {
            return Err(unread(format!("larger than {} MB", MAX_BYTES >> 20)));
        }
        let bytes = std::fs::read(path).map_err(|error| unread(format!("cannot be read: {error}")))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let file = SourceFile::of_text(&shown, &String::from_utf8_lossy(error.as_bytes()));
                return Err(vec![
                    ConfigError::at(&file, at..at + '\u{FFFD}'.len_utf8(), "not valid UTF-8").help("save it as UTF-8"),
                ]);
            }
        };
        read::config(SourceFile::of_text(&shown, &text), folder)
    }

    /// The path of the file as errors show it; nothing without a file.
    pub fn file(&self) -> Option<&str> {
        self.file.as_ref().map(|file| &*file.path)
    }

    /// The pack of the `[[entity]]` tables of the file, if it has some.
    pub fn entities(&self) -> Option<PackSource> {
        let file = self.file.as_ref().filter(|_| self.entities)?;
        Some(PackSource::of_settings(&file.path, &file.text))
    }

    /// What is wrong with a part of the file, which only those who know the rules can tell (a rule that does not
    /// exist, a parameter that its check does not have).
    pub fn error(&self, span: Range<usize>, message: impl Into<String>) -> ConfigError {
        match &self.file {
            Some(file) => ConfigError::at(file, span, message),
            None => ConfigError::about("", message),
        }
    }
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
