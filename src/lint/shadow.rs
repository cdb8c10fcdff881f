//! Rules that find what another rule finds already.

use super::{LintKind, Lints, meet, place};
use crate::rules::model::{Case, CheckSpec, Phrase, covers};
use crate::rules::normal::fold;
use crate::rules::string::Str;
use crate::rules::template::Template;
use crate::rules::{Rule, RuleSet};
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};

/// A phrase with its rule.
struct Entry<'r> {
    index: usize,
    rule: &'r Rule,
    phrase: &'r Phrase,
}

impl Entry<'_> {
    /// What is suggested for this form.
    fn suggest(&self) -> (&[Str], &[Template]) {
        match self.phrase.suggest.is_empty() {
            true => (&[], &self.rule.suggest),
            false => (&self.phrase.suggest, &[]),
        }
    }
}

/// Finds them.
pub fn lint(rules: &RuleSet, lints: &mut Lints) {
    let mut phrases: BTreeMap<String, Vec<Entry<'_>>> = BTreeMap::new();
    let mut patterns: BTreeMap<&str, Vec<(usize, &Rule)>> = BTreeMap::new();
    let mut forms: BTreeMap<&str, Vec<(usize, &Rule)>> = BTreeMap::new();
    for (index, rule) in rules.rules.iter().enumerate().filter(|(_, rule)| rule.enabled) {
        match &rule.check {
            CheckSpec::Phrase(_) | CheckSpec::Entity(_) => {
                for phrase in rule.check.phrases().unwrap_or_default() {
                    phrases.entry(fold(&phrase.text)).or_default().push(Entry { index, rule, phrase });
                }
            }
            CheckSpec::Pattern(all) => {
                all.iter().for_each(|pattern| patterns.entry(&pattern.written).or_default().push((index, rule)));
            }
            CheckSpec::Variants(variants) => {
                variants.forms.iter().for_each(|form| forms.entry(form).or_default().push((index, rule)));
            }
            _ => {}
        }
    }
    same_phrases(rules, &phrases, lints);
    contained_phrases(rules, &phrases, lints);
    same_patterns(rules, &patterns, lints);
    same_forms(rules, &forms, lints);
}

fn both_run(rules: &RuleSet, one: &Rule, other: &Rule) -> bool {
    let meets = |one: &Rule, other: &Rule| one.languages.is_empty() || speaks_in_one_of(rules, other, &one.languages);
    one.id != other.id && meet(rules.pack_of(one), rules.pack_of(other)) && meets(one, other) && meets(other, one)
}

/// Whether a rule speaks of texts in one of these languages.
fn speaks_in_one_of(rules: &RuleSet, rule: &Rule, languages: &[Str]) -> bool {
    let near = |one: &str, other: &str| covers(one, other) || covers(other, one);
    let own = if rule.languages.is_empty() { rules.pack_of(rule).target_language.as_slice() } else { &rule.languages };
    own.is_empty() || own.iter().any(|own| languages.iter().any(|language| near(own, language)))
}

/// Whether the first rule finds something wherever the conditions of the second hold.
fn reaches(first: &Rule, second: &Rule) -> bool {
    first.conditions.is_empty() || first.conditions == second.conditions
}

fn same_phrases(rules: &RuleSet, phrases: &BTreeMap<String, Vec<Entry<'_>>>, lints: &mut Lints) {
    let mut told: BTreeSet<(usize, usize)> = BTreeSet::new();
    let pairs = |entries| (0..Vec::len(entries)).map(move |at| (entries, at));
    for (entries, at) in phrases.values().flat_map(pairs) {
        let later: &Entry<'_> = &entries[at];
        for earlier in &entries[..at] {
            let exact = |entry: &Entry<'_>| entry.phrase.case == Case::Exact;
            let differ = exact(earlier) && exact(later) && earlier.phrase.text != later.phrase.text;
            if differ || !both_run(rules, earlier.rule, later.rule) || told.contains(&(earlier.index, later.index)) {
                continue;
            }
            let text = &later.phrase.text;
            if earlier.rule.conditions == later.rule.conditions {
                let why = format!("{} finds \"{text}\" too: the place is reported twice", place(earlier.rule));
                lints.add(later.rule, LintKind::Duplicate, why, "keep one of them, in the pack that is more general");
            } else {
                let (broad, narrow) = match (reaches(earlier.rule, later.rule), reaches(later.rule, earlier.rule)) {
                    (true, _) => (earlier.rule, later.rule),
                    (_, true) => (later.rule, earlier.rule),
                    _ => continue,
                };
                let why = format!("{} finds \"{text}\" without any condition", place(broad));
                let advice = "remove this one, or give the other one a condition that leaves this case out";
                lints.add(narrow, LintKind::Shadowed, why, advice);
            }
            told.insert((earlier.index, later.index));
        }
    }
}

/// A phrase in a longer one that is mended in the same way.
fn contained_phrases(rules: &RuleSet, phrases: &BTreeMap<String, Vec<Entry<'_>>>, lints: &mut Lints) {
    let texts: Vec<&String> = phrases.keys().collect();
    let Ok(automaton) = AhoCorasick::new(&texts) else { return };
    let mut told: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (text, longer) in phrases {
        for found in automaton.find_overlapping_iter(text) {
            let (start, end) = (found.start(), found.end());
            let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let part = end - start == text.len()
                || touches(text[..start].chars().next_back())
                || touches(text[end..].chars().next());
            if part {
                continue;
            }
            let Some(shorter) = phrases.get(texts[found.pattern().as_usize()]) else { continue };
            let pairs = shorter.iter().flat_map(|short| longer.iter().map(move |long| (short, long)));
            for (short, long) in pairs {
                let same = short.suggest() == long.suggest() && reaches(short.rule, long.rule);
                let exact = short.phrase.case == Case::Exact && !long.phrase.text.contains(&*short.phrase.text);
                if !same || exact || !both_run(rules, short.rule, long.rule) || !told.insert((short.index, long.index))
                {
                    continue;
                }
                let (inner, outer) = (&short.phrase.text, &long.phrase.text);
                let why = format!("{} finds \"{inner}\" in \"{outer}\" and says the same of it", place(short.rule));
                let advice = "remove this phrase, or suggest what only the longer one needs";
                lints.add(long.rule, LintKind::Shadowed, why, advice);
            }
        }
    }
}

fn same_patterns(rules: &RuleSet, patterns: &BTreeMap<&str, Vec<(usize, &Rule)>>, lints: &mut Lints) {
    for (written, all) in patterns {
        for (at, (_, later)) in all.iter().enumerate() {
            let Some((_, earlier)) = all[..at].iter().find(|(_, earlier)| {
                both_run(rules, earlier, later) && earlier.view == later.view && earlier.conditions == later.conditions
            }) else {
                continue;
            };
            let why = format!("{} has the pattern `{}` too", place(earlier), shortened(written));
            lints.add(later, LintKind::Duplicate, why, "keep one of them, in the pack that is more general");
        }
    }
}

/// Two names that share two forms report the same pair of places.
fn same_forms(rules: &RuleSet, forms: &BTreeMap<&str, Vec<(usize, &Rule)>>, lints: &mut Lints) {
    let mut shared: BTreeMap<(usize, usize), Vec<&str>> = BTreeMap::new();
    for (form, all) in forms {
        for (at, (later, rule)) in all.iter().enumerate() {
            for (earlier, other) in &all[..at] {
                // Comparing documents with each other is not what comparing one with itself is.
                let alike = other.check.compares_documents() == rule.check.compares_documents();
                if alike && both_run(rules, other, rule) {
                    shared.entry((*earlier, *later)).or_default().push(form);
                }
            }
        }
    }
    for ((earlier, later), forms) in shared {
        if let [one, other, ..] = forms[..] {
            let why = format!("{} compares \"{one}\" and \"{other}\" too", place(&rules.rules[earlier]));
            lints.add(&rules.rules[later], LintKind::Duplicate, why, "put all forms of a name into one row or rule");
        }
    }
}

fn shortened(text: &str) -> String {
    let head: String = text.chars().take(60).collect();
    if head.len() < text.len() { format!("{head}…") } else { head }
}
