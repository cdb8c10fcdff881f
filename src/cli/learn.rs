//! `--learn-words`: the words that rules about unknown words found go into the word list of the project.

use super::session::Session;
use super::style;
use anyhow::{Context, bail};
use mtaudit::finding::Finding;
use mtaudit::fix;
use mtaudit::rules::model::CheckSpec;
use mtaudit::rules::string::Str;
use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::PathBuf;

/// The words of a run, and the list that they go into.
pub struct Learned {
    list: PathBuf,
    rules: HashSet<Str>,
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

    /// Puts the words behind those of the list; what it has already is not found by any rule. The list is replaced whole
    /// or not at all.
    ///
    /// # Errors
    /// If the list cannot be written; it is as it was.
    pub fn write(self) -> anyhow::Result<String> {
        let shown = self.list.display();
        let old = fs::read_to_string(&self.list).with_context(|| format!("cannot read {shown}"))?;
        if !self.words.is_empty() {
            let mut new = old.clone();
            if !old.is_empty() && !old.ends_with('\n') {
                new.push('\n');
            }
            self.words.iter().for_each(|word| new.extend([word, "\n"]));
            let written = fix::replace(&self.list, old.as_bytes(), new.as_bytes());
            written.with_context(|| format!("{shown} was not written and is as it was"))?;
        }
        Ok(format!("{} added to {shown}", style::counted(self.words.len(), "word", "words")))
    }
}
