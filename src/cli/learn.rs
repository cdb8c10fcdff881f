//! `--learn-words`: the words that rules about unknown words found go into the word list of the project.

use super::session::Session;
use super::style;
use anyhow::{Context, bail};
use mtaudit::finding::Finding;
use mtaudit::rules::model::CheckSpec;
use std::collections::{BTreeSet, HashSet};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// The words of a run, and the list that they go into.
pub struct Learned {
    list: PathBuf,
    rules: HashSet<Arc<str>>,
    words: BTreeSet<String>,
}

impl Learned {
    /// Prepares to learn.
    ///
    /// # Errors
    /// If the configuration names no list.
    pub fn new(session: &Session) -> anyhow::Result<Self> {
        let Some(list) = session.config.dictionary_files.first() else {
            bail!(
                "--learn-words needs a list to write to: `[dictionary]` with `files = [\"words.txt\"]` in mtaudit.toml"
            );
        };
        let of_words = |check: &CheckSpec| matches!(check, CheckSpec::GarbledWord(_) | CheckSpec::Words(_));
        let rules = session.rules.rules.iter().filter(|rule| of_words(&rule.check));
        let rules = rules.map(|rule| rule.id.clone()).collect();
        Ok(Learned { list: list.clone(), rules, words: BTreeSet::new() })
    }

    /// Takes the word of a finding, if it is one.
    pub fn take(&mut self, finding: &Finding) {
        let word = &finding.site.text;
        if self.rules.contains(&finding.rule) && !word.contains(|c: char| c.is_whitespace() || c == '#') {
            self.words.insert(word.clone());
        }
    }

    /// Appends the words to the list; what it has already is not found by any rule.
    ///
    /// # Errors
    /// If the list cannot be written.
    pub fn write(self) -> anyhow::Result<String> {
        let shown = self.list.display();
        let old = fs::read_to_string(&self.list).with_context(|| format!("cannot read {shown}"))?;
        let mut new = String::new();
        if !old.is_empty() && !old.ends_with('\n') {
            new.push('\n');
        }
        self.words.iter().for_each(|word| new.extend([word, "\n"]));
        let mut file =
            OpenOptions::new().append(true).open(&self.list).with_context(|| format!("cannot write {shown}"))?;
        file.write_all(new.as_bytes()).with_context(|| format!("cannot write {shown}"))?;
        Ok(format!("{} added to {shown}", style::counted(self.words.len(), "word", "words")))
    }
}
