//! What every command starts from: the configuration, the rules of all packs, and which of them run.

use super::args::{ConfidenceName, Global, Selection};
use super::{Exit, complain, style};
use anyhow::bail;
use mtaudit::config::{Config, ConfigError, Override, RuleSettings, Selector};
use mtaudit::embedded;
use mtaudit::finding::{Confidence, Severity};
use mtaudit::report::colour;
use mtaudit::rules::entity::Entity;
use mtaudit::rules::{PackSource, Rule, RuleIndex, RuleSet, load, settings};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// The configuration and the rules of a run.
pub struct Session {
    /// The rules of all packs, changed as the configuration says.
    pub rules: Arc<RuleSet>,
    /// The same rules as their files have them, which is what their examples test.
    pub written: Arc<RuleSet>,
    /// The configuration.
    pub config: Config,
    /// Whether something was wrong and the run goes on all the same.
    abnormal: bool,
    /// The packs that the command line named.
    named: BTreeSet<u32>,
}

impl Session {
    /// Reads the configuration, the built-in packs and the configured ones.
    pub fn open(global: &Global) -> anyhow::Result<Self> {
        Session::with_packs(global, &[])
    }

    /// The same, with further packs.
    pub fn with_packs(global: &Global, named: &[PathBuf]) -> anyhow::Result<Self> {
        let mut abnormal = false;
        let config = match read_config(global) {
            Ok(config) => config,
            Err(errors) => {
                abnormal |= report_config(&errors, global)?;
                Config::default()
            }
        };
        let builtin = embedded::builtin();
        let known = builtin.packs.len() as u32;
        let configured: Vec<PathBuf> = config.packs.iter().map(|path| path.get_ref().clone()).collect();
        let is_new = |path: &&PathBuf| !configured.iter().any(|other| same_file(other, path));
        let mut sources: Vec<PackSource> = configured.iter().map(|path| PackSource::read(path)).collect();
        sources.extend(config.entities());
        let first_named = known + sources.len() as u32;
        sources.extend(named.iter().filter(is_new).map(|path| PackSource::read(path)));
        let loaded = load(builtin, &sources);
        for message in loaded.errors.iter().chain(&loaded.warnings) {
            complain(&format!("{}\n", message.render(colour::on())));
        }
        if !loaded.errors.is_empty() {
            abnormal = true;
            if !global.keep_going {
                let errors = style::counted(loaded.errors.len(), "error", "errors");
                bail!("{errors} in rule files; nothing was audited (--keep-going audits with the other rules)");
            }
        }
        let mut rules = loaded.rules;
        // A pack that is named and configured is loaded once, under the number of the configured one.
        let again = (known..).zip(&configured).filter(|(_, path)| named.iter().any(|other| same_file(other, path)));
        let named = (first_named..rules.packs.len() as u32).chain(again.map(|(index, _)| index)).collect();
        let written = (!config.rules.is_empty()).then(|| Arc::new(rules.clone()));
        let errors = apply_settings(&mut rules, &config);
        if !errors.is_empty() {
            abnormal |= report_config(&errors, global)?;
        }
        let rules = Arc::new(rules);
        Ok(Session { written: written.unwrap_or_else(|| rules.clone()), rules, config, abnormal, named })
    }

    /// The exit code of a run that found nothing.
    pub fn exit(&self) -> Exit {
        if self.abnormal { Exit::Abnormal } else { Exit::Clean }
    }

    /// Whether a rule is in a pack that the command line named.
    pub fn is_named(&self, rule: RuleIndex) -> bool {
        self.named.contains(&self.rules.rules[rule as usize].pack)
    }

    /// The rules that run.
    pub fn active(&self, selection: &Selection) -> anyhow::Result<Vec<RuleIndex>> {
        self.active_with(&self.rules, selection, &[])
    }

    /// The rules with what these overrides change, a later one after an earlier.
    pub fn rules_with(&self, overrides: &[&Override]) -> Arc<RuleSet> {
        if overrides.iter().all(|one| one.rules.is_empty()) {
            return self.rules.clone();
        }
        let mut rules = RuleSet::clone(&self.rules);
        for one in overrides {
            // What is wrong with them was said when the session was opened.
            apply_rules(&mut rules, &one.rules, &self.config);
        }
        Arc::new(rules)
    }

    /// The rules among these (the session's, perhaps changed) that run under these overrides.
    pub fn active_with(
        &self,
        rules: &RuleSet,
        selection: &Selection,
        overrides: &[&Override],
    ) -> anyhow::Result<Vec<RuleIndex>> {
        let given = self.selectors(&selection.select)?;
        let mut ignored = self.selectors(&selection.ignore)?;
        let configured = |list: &[toml::Spanned<Selector>]| list.iter().map(|one| one.get_ref().clone()).collect();
        let last = overrides.iter().rev().find_map(|one| one.select.as_ref()).unwrap_or(&self.config.select);
        let selected: Vec<Selector> = if given.is_empty() { configured(last) } else { given };
        for list in overrides.iter().map(|one| &one.ignore).chain([&self.config.ignore]) {
            ignored.extend(list.iter().map(|one| one.get_ref().clone()));
        }
        let least = selection.min_confidence.map_or(Confidence::Low, |name| match name {
            ConfidenceName::High => Confidence::High,
            ConfidenceName::Medium => Confidence::Medium,
            ConfidenceName::Low => Confidence::Low,
        });
        let matches = |list: &[Selector], rule: &Rule| list.iter().any(|one| means(one, rule));
        let runs = |rule: &Rule| {
            let wanted = if selected.is_empty() { rule.enabled } else { matches(&selected, rule) };
            // A rule that is off runs only if it is called by its name, not by its pack's.
            let on = rule.enabled || selected.iter().any(|one| matches!(one, Selector::Id(id) if names(rule, id)));
            // An entity without wrong forms is knowledge that other rules read.
            let finds = rule.entity().is_none_or(Entity::finds);
            wanted && on && finds && !matches(&ignored, rule) && rule.confidence >= least
        };
        let rules = rules.rules.iter().enumerate();
        Ok(rules.filter(|(_, rule)| runs(rule)).map(|(index, _)| index as RuleIndex).collect())
    }

    /// All rules that one of the selectors means, also those that are off; all if none is given.
    pub fn matching(&self, select: &[String]) -> anyhow::Result<Vec<RuleIndex>> {
        let selectors = self.selectors(select)?;
        let wanted = |rule: &Rule| selectors.is_empty() || selectors.iter().any(|one| means(one, rule));
        let rules = self.rules.rules.iter().enumerate();
        Ok(rules.filter(|(_, rule)| wanted(rule)).map(|(index, _)| index as RuleIndex).collect())
    }

    /// Why a rule is not known, with the nearest that is.
    pub fn unknown_rule(&self, name: &str) -> String {
        let ids = self.rules.rules.iter().map(|rule| &*rule.id);
        let near = Selector::Id(name.to_owned()).nearest(ids);
        let hint = near.map_or("`mtaudit rules list` shows all".to_owned(), |near| format!("did you mean `{near}`?"));
        format!("no rule is called `{name}`; {hint}")
    }

    /// Reads selectors; each has to mean a rule.
    fn selectors(&self, texts: &[String]) -> anyhow::Result<Vec<Selector>> {
        texts
            .iter()
            .filter(|text| !text.trim().is_empty())
            .map(|text| {
                let selector: Selector = text.parse().map_err(anyhow::Error::msg)?;
                match unknown(&self.rules, &selector) {
                    Some(message) => bail!(message),
                    None => Ok(selector),
                }
            })
            .collect()
    }
}

fn means(selector: &Selector, rule: &Rule) -> bool {
    selector.matches(&rule.id, &rule.category, rule.severity)
        || matches!(selector, Selector::Id(id) if rule.aliases.iter().any(|alias| **alias == **id))
}

/// Whether this is the rule's own id, or that of the table it is a row of.
fn names(rule: &Rule, id: &str) -> bool {
    *rule.id == *id || rule.id.split_once('#').is_some_and(|(table, _)| table == id)
}

/// Why a selector means no rule, if it does not.
fn unknown(rules: &RuleSet, selector: &Selector) -> Option<String> {
    if matches!(selector, Selector::Severity(_)) || rules.rules.iter().any(|rule| means(selector, rule)) {
        return None;
    }
    let near = match selector {
        Selector::Category(_) => selector.nearest(rules.rules.iter().map(|rule| &*rule.category)),
        _ => selector.nearest(rules.rules.iter().map(|rule| &*rule.id)),
    };
    let hint = near.map_or("`mtaudit rules list` shows all".to_owned(), |near| format!("did you mean `{near}`?"));
    Some(format!("`{selector}` means no rule; {hint}"))
}

/// Reads the configuration that the options name, or the nearest.
pub fn read_config(global: &Global) -> Result<Config, Vec<ConfigError>> {
    match (&global.config, global.isolated) {
        (_, true) => Ok(Config::default()),
        (Some(path), false) => Config::load(path),
        (None, false) => Config::discover(&std::env::current_dir().unwrap_or_default()),
    }
}

/// Prints errors of the configuration; stops the run unless it is to go on.
fn report_config(errors: &[ConfigError], global: &Global) -> anyhow::Result<bool> {
    for error in errors {
        complain(&format!("{}\n", error.render(colour::on())));
    }
    if !global.keep_going {
        bail!("{} in the configuration; nothing was audited", style::counted(errors.len(), "error", "errors"));
    }
    Ok(true)
}

/// Changes rules as `[rules."id"]` says, and checks the selectors of the configuration.
fn apply_settings(rules: &mut RuleSet, config: &Config) -> Vec<ConfigError> {
    let mut errors = apply_rules(rules, &config.rules, config);
    let mut selectors: Vec<_> = config.select.iter().chain(&config.ignore).collect();
    for one in &config.overrides {
        selectors.extend(one.select.iter().flatten().chain(&one.ignore));
        if !one.rules.is_empty() {
            errors.extend(apply_rules(&mut rules.clone(), &one.rules, config));
        }
    }
    for selector in selectors {
        if let Some(message) = unknown(rules, selector.get_ref()) {
            errors.push(config.error(selector.span(), message));
        }
    }
    errors
}

/// Changes rules by their ids; says what cannot be changed.
fn apply_rules(rules: &mut RuleSet, all_changes: &BTreeMap<String, RuleSettings>, config: &Config) -> Vec<ConfigError> {
    let mut errors = Vec::new();
    for (id, changes) in all_changes {
        let table = |rule: &Rule| rule.id.split_once('#').is_some_and(|(table, _)| table == id);
        let is_meant = |rule: &Rule| *rule.id == **id || table(rule) || rule.aliases.iter().any(|a| **a == **id);
        let mut met = false;
        if let Some(form) = &changes.prefer
            && !rules.rules.iter().any(|rule| *rule.id == **id)
            && rules.rules.iter().any(table)
        {
            let rows = || rules.rules.iter().filter(|rule| table(rule));
            let row = rows().find(|rule| settings::has_form(rule, form)).or_else(|| rows().next());
            let row = row.map_or_else(String::new, |row| format!("[rules.\"{}\"]", row.id));
            let message = format!("`prefer` is about one name, and `{id}` is a table of many");
            errors.push(config.error(changes.span.clone(), message).help(format!("write it under {row}")));
            continue;
        }
        for rule in rules.rules.iter_mut().filter(|rule| is_meant(rule)) {
            met = true;
            if let Err(message) = change(rule, changes) {
                errors.push(config.error(changes.span.clone(), message));
                break;
            }
        }
        if !met {
            let message = unknown(rules, &Selector::Id(id.clone())).unwrap_or_else(|| {
                format!("`{id}` is a pack; settings are of one rule, or of a table of rows (`select` and `ignore` take packs)")
            });
            errors.push(config.error(changes.span.clone(), message));
        }
    }
    errors
}

fn change(rule: &mut Rule, changes: &RuleSettings) -> Result<(), String> {
    if let Some(severity) = changes.severity {
        rule.severity = severity;
        rule.impact = severity.default_impact();
    }
    rule.impact = changes.impact.unwrap_or(rule.impact);
    rule.confidence = changes.confidence.unwrap_or(rule.confidence);
    rule.enabled = changes.enabled.unwrap_or(rule.enabled);
    if let Some(form) = &changes.prefer {
        settings::prefer(rule, form)?;
        if changes.severity.is_none() && rule.severity < Severity::Warning {
            rule.severity = Severity::Warning;
            rule.impact = changes.impact.unwrap_or(Severity::Warning.default_impact());
        }
    }
    settings::change_parameters(rule, &changes.parameters)
}

fn same_file(one: &std::path::Path, other: &std::path::Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
