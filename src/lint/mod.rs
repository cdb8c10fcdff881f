//! Lints of rules: what loads and passes its examples, and is not what its author wants all the same.

mod cost;
mod hir;
mod never;
mod shadow;
mod source;

pub use cost::MOST_COMPILED;

use crate::rules::model::{Pack, covers};
use crate::rules::{Rule, RuleSet};
use serde::Serialize;
use std::fmt;
use std::sync::Arc;

/// Something that an author should look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Lint {
    /// The rule file, as it was given.
    pub file: Arc<str>,
    /// 1-based line of the rule or row in it.
    pub line: u32,
    /// Full id of the rule.
    pub rule: Arc<str>,
    /// What it is.
    pub kind: LintKind,
    /// Why, in a clause.
    pub why: String,
    /// What to do, in a clause.
    pub advice: String,
}

/// What can be the matter with a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LintKind {
    /// Another rule finds the same, under the same conditions.
    Duplicate,
    /// Another rule finds all that this one finds.
    Shadowed,
    /// It can never find anything, or one of its phrases or patterns cannot.
    NeverMatches,
    /// One of its conditions says nothing.
    DeadCondition,
    /// It claims a fact without a source.
    NoSource,
    /// It costs too much.
    Costly,
}

impl fmt::Display for LintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LintKind::Duplicate => "duplicate",
            LintKind::Shadowed => "shadowed",
            LintKind::NeverMatches => "never matches",
            LintKind::DeadCondition => "condition without effect",
            LintKind::NoSource => "no source",
            LintKind::Costly => "costly",
        })
    }
}

/// All lints of all rules, in order of their places. Rules that are switched off shadow nothing, and are looked at
/// for what concerns them alone.
pub fn lint(rules: &RuleSet) -> Vec<Lint> {
    let mut lints = Lints { found: Vec::new() };
    shadow::lint(rules, &mut lints);
    never::lint(rules, &mut lints);
    source::lint(rules, &mut lints);
    cost::lint(rules, &mut lints);
    lints.found.sort();
    lints.found.dedup();
    lints.found
}

/// The lints so far.
struct Lints {
    found: Vec<Lint>,
}

impl Lints {
    fn add(&mut self, rule: &Rule, kind: LintKind, why: impl Into<String>, advice: impl Into<String>) {
        let (file, line, rule) = (rule.docs.file.clone(), rule.docs.line, rule.id.clone());
        self.found.push(Lint { file, line, rule, kind, why: why.into(), advice: advice.into() });
    }
}

/// Whether rules of both packs may run on one text. (From which language it was translated is often unknown: then
/// packs of all source languages run.)
fn meet(one: &Pack, other: &Pack) -> bool {
    match (&one.target_language, &other.target_language) {
        (Some(one), Some(other)) => covers(one, other) || covers(other, one),
        _ => true,
    }
}

/// The place of a rule, as lints name it.
fn place(rule: &Rule) -> String {
    format!("`{}` ({}:{})", rule.id, rule.docs.file, rule.docs.line)
}

#[cfg(test)]
mod tests;
