//! Many hits of one rule in a document told as one: the first, with the others as related places.

use super::{Found, Hit, Witness};
use crate::rules::RuleSet;
use crate::source::Span;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Most places that one finding names beside its own.
const MOST_RELATED: usize = 20;

/// Joins the hits of rules that ask for it, where there are more of them than the rule says, and drops those of rules
/// that ask for more.
pub(super) fn gather(rules: &RuleSet, found: &mut Found) {
    let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
    for hit in &found.hits {
        let rule = &rules.rules[hit.rule as usize];
        if rule.gather.is_some() || rule.at_least > 1 {
            *counts.entry(hit.rule).or_default() += 1;
        }
    }
    found
        .hits
        .retain(|hit| counts.get(&hit.rule).is_none_or(|count| *count >= rules.rules[hit.rule as usize].at_least));
    counts.retain(|rule, count| rules.rules[*rule as usize].gather.is_some_and(|most| *count > most));
    if counts.is_empty() {
        return;
    }
    // Patterns of one rule take turns, so that its hits do not come in order.
    let place = |hit: &Hit| (hit.field, hit.span.start(), hit.span.end());
    let gathered = |hit: &Hit| counts.contains_key(&hit.rule);
    let mut places: FxHashMap<u32, BTreeMap<_, Span>> = FxHashMap::default();
    for hit in found.hits.iter().filter(|hit| gathered(hit)) {
        places.entry(hit.rule).or_default().insert(place(hit), hit.span);
    }
    found.hits.retain_mut(|hit| {
        if !gathered(hit) {
            return true;
        }
        // Those behind the first go, and the second of two that are equal.
        let is_first = |places: &BTreeMap<_, _>| places.keys().next() == Some(&place(hit));
        if !places.get(&hit.rule).is_some_and(is_first) {
            return false;
        }
        let others = places.remove(&hit.rule).into_iter().flatten().skip(1).take(MOST_RELATED);
        hit.related.extend(others.map(|((field, ..), span)| Witness { field, span, note: String::new() }));
        // One repair would leave the others.
        hit.guessed = true;
        true
    });
}
