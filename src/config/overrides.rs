//! `[[overrides]]`: what is different for the files that some globs match.

use super::read::{Reader, Value};
use super::{Config, RuleSettings, Selector};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

const KEYS: [&str; 5] = ["paths", "lang", "select", "ignore", "rules"];

/// One `[[overrides]]` table.
#[derive(Clone, Debug, Default)]
pub struct Override {
    /// `paths`: the globs as written, relative to the folder of the file.
    pub paths: Vec<String>,
    /// `lang`: the language of these texts, where they do not state it.
    pub lang: Option<String>,
    /// `select`: instead of the `select` above it.
    pub select: Option<Vec<Spanned<Selector>>>,
    /// `ignore`: beside the `ignore` above it.
    pub ignore: Vec<Spanned<Selector>>,
    /// `[overrides.rules."full/id"]`: changes to single rules.
    pub rules: BTreeMap<String, RuleSettings>,
    globs: GlobSet,
}

impl Override {
    /// Whether it is about a file, given by its path relative to the folder of the configuration, with `/`.
    pub fn is_about(&self, path: &str) -> bool {
        self.globs.is_match(path)
    }
}

impl Config {
    /// The indexes of the overrides that are about a file, in the order in which they stand: a later one wins.
    pub fn overrides_of(&self, path: &str) -> Vec<usize> {
        let about = self.overrides.iter().enumerate().filter(|(_, one)| one.is_about(path));
        about.map(|(index, _)| index).collect()
    }
}

impl Reader<'_> {
    /// All tables of `[[overrides]]`.
    pub(super) fn overrides(&mut self, key: &Spanned<toml::de::DeString<'_>>, value: Value<'_, '_>) -> Vec<Override> {
        let Some(array) = value.get_ref().as_array() else {
            self.error(value.span(), "`overrides` has to be a list of tables: write [[overrides]] above each");
            return Vec::new();
        };
        array.iter().filter_map(|one| self.one_override(key, one)).collect()
    }

    fn one_override(&mut self, key: &Spanned<toml::de::DeString<'_>>, value: Value<'_, '_>) -> Option<Override> {
        let mut made = Override::default();
        let mut globs = None;
        for (key, value) in self.table(key, value)? {
            match key.get_ref().as_ref() {
                "paths" => {
                    let paths = self.texts(key, value);
                    if paths.is_empty() && value.get_ref().as_array().is_some() {
                        self.error(value.span(), "`paths` names no files");
                    }
                    globs = Some(self.globs(&paths));
                    made.paths = paths.into_iter().map(Spanned::into_inner).collect();
                }
                "lang" => made.lang = self.text(key, value),
                "select" => made.select = Some(self.selectors(key, value)),
                "ignore" => made.ignore = self.selectors(key, value),
                "rules" => made.rules = self.rules(key, value),
                _ => self.unknown(key, &KEYS),
            }
        }
        match globs {
            Some(globs) => made.globs = globs,
            None => self.missing(head(value.span()), "this override does not say what it is about", PATHS_HELP),
        }
        Some(made)
    }

    fn globs(&mut self, paths: &[Spanned<String>]) -> GlobSet {
        let mut set = GlobSetBuilder::new();
        for path in paths {
            for pattern in patterns(path.get_ref()) {
                match GlobBuilder::new(&pattern).literal_separator(true).build() {
                    Ok(glob) => drop(set.add(glob)),
                    Err(error) => {
                        self.error(path.span(), &format!("not a glob: {}", error.kind()));
                        break;
                    }
                }
            }
        }
        set.build().unwrap_or_else(|error| {
            let span = paths.first().map_or(0..0, Spanned::span);
            self.error(span, &format!("these globs cannot be used: {}", error.kind()));
            GlobSet::empty()
        })
    }
}

const PATHS_HELP: &str = "add paths = [\"folder/**\", \"*.txt\"]";

/// The start of a table: its span may reach over many lines, of which the first says enough.
fn head(span: Range<usize>) -> Range<usize> {
    span.start..span.end.min(span.start + "[[overrides]]".len())
}

/// What a path stands for: itself, and all that is in it if it is a folder. Without a `/` inside it is meant at any
/// depth, as in an ignore file.
fn patterns(path: &str) -> [String; 2] {
    let path = path.trim_start_matches("./").trim_end_matches('/');
    let path = match path.strip_prefix('/') {
        Some(from_the_top) => from_the_top.to_owned(),
        None if path.contains('/') => path.to_owned(),
        None => format!("**/{path}"),
    };
    let inside = format!("{path}/**");
    [path, inside]
}
