//! Lints of rules: what loads and passes its examples, and is not what its author wants all the same.

mod cost;
mod hir;
mod never;
mod shadow;
mod source;

pub use crate::rules::lint_kind::LintKind;
pub use cost::MOST_COMPILED;

use crate::rules::model::{Pack, covers};
use crate::rules::string::Str;
use crate::rules::{Rule, RuleSet};
use serde::Serialize;
use std::collections::BTreeMap;

/// Something that an author should look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Lint {
    /// The rule file, as it was given.
    pub file: Str,
    /// 1-based line of the rule or row in it.
    pub line: u32,
    /// Full id of the rule.
    pub rule: Str,
    /// What it is.
    pub kind: LintKind,
    /// Why, in a clause.
    pub why: String,
    /// What to do, in a clause.
    pub advice: String,
}

/// All lints of all rules, in order of their places. Rules that are switched off shadow nothing, and are looked at
/// for what concerns them alone.
pub fn lint(rules: &RuleSet) -> Vec<Lint> {
    let mut lints = Lints { found: Vec::new() };
    shadow::lint(rules, &mut lints);
    never::lint(rules, &mut lints);
    source::lint(rules, &mut lints);
    cost::lint(rules, &mut lints);
    acknowledged(rules, &mut lints);
    lints.found.sort();
    lints.found.dedup();
    lints.found
}

/// Takes the lints out that their rules acknowledge, and reports what is acknowledged for nothing.
fn acknowledged(rules: &RuleSet, lints: &mut Lints) {
    let allowing = rules.rules.iter().filter(|rule| !rule.docs.lint_allow.is_empty());
    let mut allowed: BTreeMap<(Str, LintKind), (&Rule, bool)> = allowing
        .flat_map(|rule| rule.docs.lint_allow.iter().map(move |&kind| ((rule.id.clone(), kind), (rule, false))))
        .collect();
    lints.found.retain(|lint| match allowed.get_mut(&(lint.rule.clone(), lint.kind)) {
        Some((_, used)) => {
            *used = true;
            false
        }
        None => true,
    });
    // A rule that is off was compared with no other.
    let unused = allowed.into_iter().filter(|(_, (rule, used))| !used && rule.enabled);
    for ((_, kind), (rule, _)) in unused {
        let why = format!("its `lint-allow` lets \"{kind}\" stand, and that is not the matter with it");
        lints.add(rule, LintKind::UnusedAllow, why, "take it out of `lint-allow` (of a row: `lint_allow`)");
    }
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
