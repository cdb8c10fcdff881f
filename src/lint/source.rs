//! Built-in rules that claim a fact without a source.

use super::{LintKind, Lints};
use crate::finding::{Kind, Severity};
use crate::rules::model::CheckSpec;
use crate::rules::{Rule, RuleSet};

/// Kinds of error that are claims about the world: what a term is, what a text says.
const FACTS: [&str; 2] = ["terminology/", "accuracy/mistranslation"];

/// Whether the rule itself may say what is so. The others compare a text with itself, or with tables of names whose
/// rows have sources of their own.
fn claims(check: &CheckSpec) -> bool {
    match check {
        CheckSpec::Phrase(_)
        | CheckSpec::Pattern(_)
        | CheckSpec::Variants(_)
        | CheckSpec::GarbledWord(_)
        | CheckSpec::Entity(_)
        | CheckSpec::Words(_) => true,
        CheckSpec::NameVariant(_)
        | CheckSpec::NameStyle(_)
        | CheckSpec::OfficeConflict(_)
        | CheckSpec::OfficeHolder(_)
        | CheckSpec::AcronymConflict(_)
        | CheckSpec::Repetition(_) => false,
    }
}

/// Finds them. A user's own rules need no source.
pub fn lint(rules: &RuleSet, lints: &mut Lints) {
    let sourced = |rule: &Rule| !rule.docs.references.is_empty() || rule.docs.unverified;
    for rule in rules.rules.iter().filter(|rule| rules.pack_of(rule).builtin && !sourced(rule)) {
        let fact = claims(&rule.check) && FACTS.iter().any(|category| rule.category.starts_with(category));
        let preferred = matches!(&rule.check, CheckSpec::Variants(variants) if variants.prefer.is_some());
        if rule.kind == Kind::Finding && rule.severity > Severity::Info && (fact || preferred) {
            let why = match fact {
                true => format!("it claims a fact ({}) and names no source", rule.category),
                false => "it prefers a form and names no source".to_owned(),
            };
            let advice =
                "name what was read in `references` (a row: `reference`), or mark it `unverified`: it is info then";
            lints.add(rule, LintKind::NoSource, why, advice);
        }
    }
}
