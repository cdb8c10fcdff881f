//! The auditors of a run: one for each set of overrides that some file has.

use super::args::Selection;
use super::session::Session;
use mtaudit::audit::{Auditor, Auditors, Settings};
use mtaudit::config::Override;
use mtaudit::formats;
use mtaudit::input::{Problem, Source};
use mtaudit::rules::RuleIndex;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Auditors, and which of them each file has.
pub struct AuditorSet {
    auditors: Vec<Auditor>,
    /// Files by their shown path; those that are not here have the first auditor.
    by_file: HashMap<Arc<str>, usize>,
    /// All rules that run for some file.
    rules: BTreeSet<RuleIndex>,
}

impl AuditorSet {
    /// Builds the auditors that these sources need.
    pub fn new(
        session: &Session,
        selection: &Selection,
        settings: &Settings,
        sources: &[Result<Source, Problem>],
    ) -> anyhow::Result<Self> {
        let mut set = AuditorSet { auditors: Vec::new(), by_file: HashMap::new(), rules: BTreeSet::new() };
        let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let folder = session.config.folder.as_deref();
        for source in sources.iter().flatten() {
            if session.config.overrides.is_empty() {
                break;
            }
            let overrides = session.config.overrides_of(&formats::path_from(&source.shown, folder));
            let index = match known.get(&overrides) {
                Some(&index) => index,
                None => {
                    let index = set.add(session, selection, settings, &overrides)?;
                    known.insert(overrides, index);
                    index
                }
            };
            set.by_file.insert(source.shown.clone(), index);
        }
        if set.auditors.is_empty() {
            set.add(session, selection, settings, &[])?;
        }
        Ok(set)
    }

    /// The same for repairs; nothing is compiled again.
    pub fn for_repairs(&self) -> Self {
        let auditors = self.auditors.iter().map(Auditor::for_repairs).collect();
        AuditorSet { auditors, by_file: self.by_file.clone(), rules: self.rules.clone() }
    }

    /// How many rules run, for some file or another.
    pub fn active_rules(&self) -> usize {
        self.rules.len()
    }

    /// The rules that run for some file or another, in rising order.
    pub fn rules(&self) -> impl Iterator<Item = RuleIndex> {
        self.rules.iter().copied()
    }

    /// In how many files fewer rules run, because overrides switch some off.
    pub fn files_with_fewer_rules(&self) -> usize {
        self.by_file.values().filter(|&&index| self.auditors[index].active_rules() < self.rules.len()).count()
    }

    /// The name of a language that the rule files know, else its tag.
    pub fn language_name<'a>(&'a self, tag: &'a str) -> &'a str {
        self.auditors[0].language_name(tag)
    }

    fn add(
        &mut self,
        session: &Session,
        selection: &Selection,
        settings: &Settings,
        overrides: &[usize],
    ) -> anyhow::Result<usize> {
        let overrides: Vec<&Override> = overrides.iter().map(|&index| &session.config.overrides[index]).collect();
        let rules = session.rules_with(&overrides);
        let active = session.active_with(&rules, selection, &overrides)?;
        let mut settings = settings.clone();
        if let Some(lang) = overrides.iter().rev().find_map(|one| one.lang.as_deref()) {
            settings.default_lang = Some(lang.into());
        }
        self.rules.extend(&active);
        self.auditors.push(Auditor::new(rules, &active, settings));
        Ok(self.auditors.len() - 1)
    }
}

impl Auditors for AuditorSet {
    fn of(&self, file: &str) -> &Auditor {
        &self.auditors[self.by_file.get(file).copied().unwrap_or(0)]
    }
}
