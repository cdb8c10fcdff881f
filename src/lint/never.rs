//! Rules, phrases, patterns and conditions that can never match.

use super::hir::{Seen, has_space_at};
use super::{LintKind, Lints};
use crate::rules::Rule;
use crate::rules::model::{
    Adjacent, CheckSpec, MatchWindow, PatternPiece, RuleSet, Slot, TextPattern, TextView, covers,
};
use regex::Regex;
use regex_syntax::hir::Look;
use std::collections::HashMap;

/// What to write instead of a sign that the normalised text does not have.
const PLAIN_SIGNS: &str =
    "write the plain signs (' \" - and one space); the text as it stands is seen with view = \"plain\"";

/// Finds them.
pub fn lint(rules: &RuleSet, lints: &mut Lints) {
    let mut compiled = Compiled::default();
    for rule in &rules.rules {
        blocked(rule, &mut compiled, lints);
        slots(rules, rule, lints);
        patterns(rule, lints);
        conditions(rule, lints);
        neighbours(rule, lints);
    }
}

/// Expressions compiled once: the rows of a table share those of their rule.
#[derive(Default)]
struct Compiled(HashMap<String, Option<Regex>>);

impl Compiled {
    fn get(&mut self, source: &str) -> Option<&Regex> {
        self.0.entry(source.to_owned()).or_insert_with(|| Regex::new(source).ok()).as_ref()
    }
}

/// Phrases and forms that the rule's own `unless` matches: it reaches over the match itself.
fn blocked(rule: &Rule, compiled: &mut Compiled, lints: &mut Lints) {
    let texts: Vec<&str> = match &rule.check {
        CheckSpec::Phrase(phrases) => phrases.iter().map(|phrase| &*phrase.text).collect(),
        CheckSpec::Variants(variants) => variants.forms.iter().map(|form| &**form).collect(),
        CheckSpec::Pattern(_) | CheckSpec::GarbledWord(_) | CheckSpec::Words(_) => return,
    };
    for unless in &rule.conditions.unless {
        let Some(source) = anywhere(unless) else { continue };
        let Some(regex) = compiled.get(source) else { continue };
        for text in texts.iter().filter(|text| regex.is_match(text)) {
            let why = format!("its own `unless` `{}` is in \"{text}\", so that it always blocks", unless.written);
            let advice = "write the `unless` so that it needs more than the phrase, or take it out";
            lints.add(rule, LintKind::NeverMatches, why, advice);
        }
    }
}

/// The expression of a condition that may match anywhere: without classes, and not held by the ends of the text.
fn anywhere(pattern: &TextPattern) -> Option<&str> {
    let [PatternPiece::Regex(source)] = &pattern.pieces[..] else { return None };
    let looks = regex_syntax::parse(source).ok()?.properties().look_set();
    let ends = [Look::Start, Look::End, Look::StartLF, Look::EndLF, Look::StartCRLF, Look::EndCRLF];
    (!ends.into_iter().any(|end| looks.contains(end))).then_some(source)
}

/// Slots that nothing marks, or that are asked for and excluded.
fn slots(rules: &RuleSet, rule: &Rule, lints: &mut Lints) {
    let wanted = &rule.conditions.slots;
    if wanted.is_empty() {
        return;
    }
    let target = rules.pack_of(rule).target_language.as_deref();
    let mut languages = rules.languages.iter().filter(|language| target.is_none_or(|tag| covers(&language.code, tag)));
    let defined = |slot: &Slot| match slot {
        // These are known of the document, or of quotation marks.
        Slot::Title | Slot::Body | Slot::Caption | Slot::Quotation => true,
        Slot::Dateline | Slot::Credit | Slot::Attribution => {
            languages.any(|language| language.slots.iter().any(|pattern| pattern.slot == *slot))
        }
    };
    if wanted.iter().all(|slot| rule.conditions.not_slots.contains(slot)) {
        let advice = "take one of the two out";
        lints.add(rule, LintKind::NeverMatches, "`where` asks for a slot and excludes it", advice);
    } else if !wanted.iter().map(defined).collect::<Vec<_>>().contains(&true) {
        let language = target.unwrap_or("any language");
        let why = format!("no language file marks the slots of its `where` for {language}");
        lints.add(rule, LintKind::NeverMatches, why, "take the `where` out, or add `[[language.slot]]` patterns");
    }
}

fn seen(rule: &Rule) -> Seen {
    Seen { paragraphs: rule.window == MatchWindow::Field }
}

/// What a pattern needs and the text never has.
fn lacks(pattern: &TextPattern, seen: Seen) -> Option<String> {
    pattern.pieces.iter().find_map(|piece| match piece {
        PatternPiece::Regex(source) => seen.lacks(&regex_syntax::parse(source).ok()?),
        PatternPiece::Class(_) => None,
    })
}

fn patterns(rule: &Rule, lints: &mut Lints) {
    let CheckSpec::Pattern(patterns) = &rule.check else { return };
    if rule.view == TextView::Plain {
        return;
    }
    for pattern in patterns {
        if let Some(what) = lacks(pattern, seen(rule)) {
            let why = format!("the pattern needs {what}, which is never in normalised text");
            lints.add(rule, LintKind::NeverMatches, why, PLAIN_SIGNS);
        }
    }
}

/// Conditions see the normalised text, whatever the view of the rule's patterns.
fn conditions(rule: &Rule, lints: &mut Lints) {
    let conditions = &rule.conditions;
    let in_document = Seen { paragraphs: true };
    let required =
        [("needs", &conditions.needs, seen(rule)), ("document-needs", &conditions.document_needs, in_document)];
    for (key, patterns, seen) in required {
        let lacking: Vec<String> = patterns.iter().filter_map(|pattern| lacks(pattern, seen)).collect();
        let Some(what) = lacking.first() else { continue };
        let kind = if lacking.len() == patterns.len() { LintKind::NeverMatches } else { LintKind::DeadCondition };
        let why = format!("its `{key}` wants {what}, which is never in normalised text");
        lints.add(rule, kind, why, "write the plain signs: ' \" - and one space");
    }
    for pattern in &conditions.unless {
        if let Some(what) = lacks(pattern, seen(rule)) {
            let why = format!("its `unless` `{}` wants {what}, which is never in normalised text", pattern.written);
            lints.add(rule, LintKind::DeadCondition, why, "write the plain signs: ' \" - and one space");
        }
    }
}

/// `before` and `after` are compared with the text beyond the white space.
fn neighbours(rule: &Rule, lints: &mut Lints) {
    for (key, all, end) in [("before", &rule.conditions.before, true), ("after", &rule.conditions.after, false)] {
        let dead = |adjacent: &&Adjacent| {
            let Adjacent::Regex(source) = adjacent else { return false };
            let Ok(hir) = regex_syntax::parse(source) else { return false };
            has_space_at(&hir, end) || Seen { paragraphs: false }.lacks(&hir).is_some()
        };
        let count = all.iter().filter(dead).count();
        if count == 0 {
            continue;
        }
        let kind = if count == all.len() { LintKind::NeverMatches } else { LintKind::DeadCondition };
        let side = if end { "ends" } else { "begins" };
        let why = format!("its `{key}` {side} with white space, or has a sign that is never in normalised text");
        lints.add(rule, kind, why, format!("take the space out: `{key}` looks over white space by itself"));
    }
}
