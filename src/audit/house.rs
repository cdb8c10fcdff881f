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
use crate::text::Analysis;
use crate::text::fold::letters;
use std::collections::BTreeSet;

/// Whether the documents of a corpus are counted for a rule.
pub(super) fn is_counted(rules: &RuleSet, rule: &Rule) -> bool {
    rules.house_entity(rule).is_some_and(|entity| !entity.wrong.is_empty())
}

impl Auditor {
    /// Whether a rule finds other forms of a name that the house writes.
    pub(super) fn is_of_house(&self, rule: RuleIndex) -> bool {
        self.program.rules.house_entity(self.rule(rule)).is_some()
    }

    /// Whether a use of a form stands where the text is told of the name that the house writes.
    pub(super) fn is_told_by_house(&self, found: &Found, one: &FormUse) -> bool {
        let there = |hit: &&Hit| hit.field == one.field && hit.view.overlaps(one.view);
        found.hits.iter().filter(there).any(|hit| self.is_of_house(hit.rule))
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
        let deviating: Vec<&Hit> = found.hits.iter().filter(|hit| self.is_of_house(hit.rule)).collect();
        let inside = |rule, field, view| {
            deviating.iter().any(|hit| (hit.rule, hit.field) == (rule, field) && hit.view.contains(view))
        };
        let forms = deviating.iter().map(|hit| (hit.rule, form(&fields[hit.field].field.text[hit.span.range()])));
        let names = found.house.iter().filter(|one| !inside(one.rule, one.field, one.view));
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
