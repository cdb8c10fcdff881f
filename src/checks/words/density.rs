//! The `unknown-density` check: documents in which too many words are in no list.

use super::spot::{self, Unknown};
use crate::checks::Found;
use crate::checks::program::Scope;
use crate::rules::RuleIndex;
use crate::rules::words::UnknownDensity;
use rustc_hash::FxHashSet;

/// How many of the words are shown.
const MOST_SHOWN: usize = 10;
/// A document in which one unknown word in so many is a technical one is a technical text.
const TECHNICAL_SHARE: usize = 3;

/// Looks at the unknown words of a document. Of one that is read in windows, the first is judged.
pub fn find(rule: RuleIndex, parameters: &UnknownDensity, scope: &Scope<'_>, unknown: &[Unknown], found: &mut Found) {
    if scope.document.window.index > 0 {
        return;
    }
    let is_term = |word: &str| {
        parameters.term_beginnings.iter().any(|start| word.starts_with(&**start))
            || parameters.term_endings.iter().any(|end| word.ends_with(&**end))
    };
    let counted = |one: &&Unknown| {
        !one.name
            && one.word(scope).chars().all(char::is_alphabetic)
            && one.word(scope).chars().count() >= parameters.min_length as usize
            && one.is_running(scope)
    };
    let long: Vec<&Unknown> = unknown.iter().filter(counted).collect();
    let (terms, words): (Vec<&Unknown>, Vec<&Unknown>) = long.iter().copied().partition(|one| is_term(one.word(scope)));
    if terms.len() * TECHNICAL_SHARE >= long.len() {
        return;
    }
    let tokens: usize = scope.fields.iter().map(|field| field.tokens.len()).sum();
    let mut seen = FxHashSet::default();
    let first: Vec<&Unknown> = words.iter().copied().filter(|one| seen.insert(one.word(scope))).collect();
    let dense = words.len() as u64 * 100_000 >= u64::from(parameters.per_100k) * tokens as u64;
    if !dense || first.len() < parameters.min_words as usize {
        return;
    }
    let Some((one, others)) = first.split_first() else { return };
    let Some(mut hit) = spot::hit(scope, rule, one.field, one.span(scope)) else { return };
    for other in others.iter().take(MOST_SHOWN - 1) {
        hit.relate(other.field, &scope.fields[other.field], other.span(scope), "unknown, too");
    }
    hit.groups.push(("count".into(), words.len().to_string()));
    hit.groups.push(("words".into(), tokens.to_string()));
    found.hits.push(hit);
}
