//! The names that a house writes: in how many documents of a corpus they stand so and otherwise, told with each finding of
//! another form.

use super::compare::in_documents;
use super::{Auditor, DocumentAudit};
use crate::checks::{FormUse, Found, Hit};
use crate::corpus::{Evidence, GroupKey, Reach};
use crate::finding::Finding;
use crate::rules::model::{Rule, Variants};
use crate::rules::normal::normalise_phrase;
use crate::rules::string::Str;
use crate::rules::{RuleIndex, RuleSet};
use crate::source::Span;
use crate::text::Analysis;
use crate::text::fold::letters;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::hash::Hash;

/// Whether the documents of a corpus are counted for a rule.
pub(super) fn is_counted(rules: &RuleSet, rule: &Rule) -> bool {
    rules.house_entity(rule).is_some()
}

impl Auditor {
    /// Whether a rule finds other forms of a name that the house writes.
    pub(super) fn is_of_house(&self, rule: RuleIndex) -> bool {
        self.program.rules.house_entity(self.rule(rule)).is_some()
    }

    /// By field, where the text is told of a name that the house writes otherwise.
    pub(super) fn told_by_house(&self, found: &Found) -> Covers<usize> {
        covers(self.of_house(found).map(|hit| (hit.field, hit.view)))
    }

    fn of_house<'f>(&self, found: &'f Found) -> impl Iterator<Item = &'f Hit> {
        found.hits.iter().filter(|hit| self.is_of_house(hit.rule))
    }

    /// The form of a `variants` rule that the house writes as the name of somebody or something.
    pub(super) fn house_name<'v>(&self, variants: &'v Variants) -> Option<&'v str> {
        let is_name = |form: &str| {
            let named = self.program.entities().named(&letters(form));
            let names = named.iter().filter_map(|rule| self.program.rules.house_entity(self.rule(*rule)));
            names.into_iter().any(|entity| *entity.name == *form)
        };
        variants.forms.iter().map(|form| &**form).find(|form| is_name(form))
    }

    /// Counts the document under each form of the names of the house that it has.
    pub(super) fn add_house(&self, fields: &[Analysis<'_>], found: &Found, reach: &Reach, audit: &mut DocumentAudit) {
        let deviating = covers(self.of_house(found).map(|hit| ((hit.rule, hit.field), hit.view)));
        let inside =
            |one: &&FormUse| deviating.get(&(one.rule, one.field)).is_some_and(|cover| cover.contains(one.view));
        let forms = self.of_house(found).map(|hit| (hit.rule, form(&fields[hit.field].field.text[hit.span.range()])));
        let names = found.house.iter().filter(|one| !inside(one));
        let names = names.filter_map(|one| Some((one.rule, self.program.rules.entity(one.rule)?.name.clone())));
        for (rule, form) in forms.chain(names).collect::<BTreeSet<_>>() {
            audit.evidence.count(GroupKey::of_rule(reach.clone(), self.rule(rule).id.clone()), &form);
        }
    }

    /// Says in the message of each finding of another form in how many documents that form and the house's are.
    pub(super) fn tell_house(&self, findings: &mut [Finding], reach: &Reach, evidence: &Evidence) {
        for finding in findings {
            let Some(&rule) = self.rules_by_id.get(&finding.rule).filter(|rule| self.is_of_house(**rule)) else {
                continue;
            };
            let Some(entity) = self.program.rules.entity(rule) else { continue };
            let Some(group) = evidence.group(&GroupKey::of_rule(reach.clone(), finding.rule.clone())) else { continue };
            let documents = |form: &str| group.forms.get(form).map_or(0, |uses| uses.documents);
            let written = form(&finding.site.text);
            let (of_form, of_house) = (documents(&written), documents(&entity.name));
            // One document alone has nothing beside it.
            if of_form == 0 || of_form + of_house < 2 {
                continue;
            }
            let mut counts = format!(" (\"{written}\" in {}", in_documents(reach, of_form));
            if of_house > 0 {
                counts += &format!(", \"{}\" in {}", entity.name, in_documents(reach, of_house));
            }
            finding.message += &(counts + ")");
        }
    }
}

/// A form as it is counted, however it is wrapped and spaced in the text.
fn form(text: &str) -> Str {
    normalise_phrase(text).into()
}

/// Spans, to be asked many times whether one of them shares a byte with another, or holds it.
#[derive(Debug, Default)]
pub(super) struct Cover {
    /// In order of their starts, each with the greatest end so far.
    spans: Vec<(u32, u32)>,
}

/// Spans of each of several things.
pub(super) type Covers<K> = FxHashMap<K, Cover>;

fn covers<K: Eq + Hash>(spans: impl Iterator<Item = (K, Span)>) -> Covers<K> {
    let mut covers: Covers<K> = FxHashMap::default();
    spans.for_each(|(key, span)| covers.entry(key).or_default().spans.push((span.start, span.end)));
    for cover in covers.values_mut() {
        cover.spans.sort_unstable();
        let mut greatest = 0;
        cover.spans.iter_mut().for_each(|(_, end)| {
            greatest = greatest.max(*end);
            *end = greatest;
        });
    }
    covers
}

impl Cover {
    /// Whether one of the spans shares a byte with this one.
    pub(super) fn overlaps(&self, other: Span) -> bool {
        self.end_of_those(|start| start < other.end) > other.start
    }

    /// Whether one of the spans holds this one.
    fn contains(&self, other: Span) -> bool {
        self.end_of_those(|start| start <= other.start) >= other.end
    }

    /// The greatest end of the spans with such a start.
    fn end_of_those(&self, start: impl Fn(u32) -> bool) -> u32 {
        let behind = self.spans.partition_point(|(at, _)| start(*at));
        behind.checked_sub(1).map_or(0, |last| self.spans[last].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cover_answers_for_each_of_its_spans(spans in prop::collection::vec((0_u32..40, 1_u32..9), 0..12), start in 0_u32..40, length in 1_u32..9) {
            let of = |&(start, length): &(u32, u32)| Span { start, end: start + length };
            let other = of(&(start, length));
            let covers = covers(spans.iter().map(|span| ((), of(span))));
            let asked = |ask: fn(&Cover, Span) -> bool| covers.get(&()).is_some_and(|cover| ask(cover, other));
            prop_assert_eq!(asked(Cover::overlaps), spans.iter().any(|span| of(span).overlaps(other)));
            prop_assert_eq!(asked(Cover::contains), spans.iter().any(|span| of(span).contains(other)));
        }
    }
}
