//! Many hits of one rule in a document told as one: the first, with the others as related places.

use super::{Found, Hit, Witness};
use crate::rules::RuleSet;
use rustc_hash::FxHashMap;

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
    // Hits of one rule come field by field and in order, but for patterns of one rule, which take turns.
    let place = |hit: &Hit| (hit.field, hit.span.start(), hit.span.end());
    let mut first: FxHashMap<u32, (usize, usize, usize)> = FxHashMap::default();
    let mut others: FxHashMap<u32, Vec<Witness>> = FxHashMap::default();
    let gathered = |hit: &Hit| counts.contains_key(&hit.rule);
    for hit in found.hits.iter().filter(|hit| gathered(hit)) {
        let earliest = first.entry(hit.rule).or_insert_with(|| place(hit));
        *earliest = place(hit).min(*earliest);
    }
    for hit in found.hits.iter().filter(|hit| gathered(hit)) {
        let places = others.entry(hit.rule).or_default();
        if first.get(&hit.rule) != Some(&place(hit)) && places.len() < MOST_RELATED {
            places.push(Witness { field: hit.field, span: hit.span, note: String::new() });
        }
    }
    found.hits.retain_mut(|hit| {
        if !gathered(hit) {
            return true;
        }
        if first.get(&hit.rule) != Some(&place(hit)) {
            return false;
        }
        // The second of two equal hits goes.
        first.remove(&hit.rule);
        hit.related.append(&mut others.remove(&hit.rule).unwrap_or_default());
        // One repair would leave the others.
        hit.guessed = true;
        true
    });
}
