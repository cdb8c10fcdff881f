//! The comparison of forms over a document or the corpus: findings from merged evidence.

use super::{Auditor, Counts, Pending, dated, resolve, suggest};
use crate::corpus::{Evidence, Group, Judgement, judge, judge_by_house};
use crate::finding::{Related, Severity};
use crate::rules::model::{CheckSpec, Rule};

impl Auditor {
    /// What the documents, or the places of one, whose evidence was merged contradict each other in.
    pub(super) fn compare(&self, evidence: &Evidence, pending: &mut Vec<Pending>, counts: &mut Counts) {
        for (key, group) in evidence.groups() {
            if let Some(&rule) = self.rules_by_id.get(&key.rule) {
                self.compare_group(self.rule(rule), group, pending, counts);
            }
        }
    }

    fn compare_group(&self, rule: &Rule, group: &Group, pending: &mut Vec<Pending>, counts: &mut Counts) {
        let CheckSpec::Variants(variants) = &rule.check else { return };
        let preferred = variants.prefer.map(|form| &*variants.forms[form as usize]);
        let judged = if variants.house { judge_by_house(group, preferred) } else { judge(group, preferred) };
        let Some(judgement) = judged else { return };
        let mut samples = group.forms.values().flat_map(|uses| &uses.samples);
        let unknown_date = samples.any(|sample| !sample.dated);
        let severity = if rule.validity.is_dated() && unknown_date { Severity::Info } else { rule.severity };
        let deviations = judgement.deviating.iter().map(|(_, uses)| uses.count).sum();
        if !self.shows(rule, severity, deviations, counts) {
            return;
        }
        let related = (judgement.uses.and_then(|uses| uses.samples.first()))
            .map(|sample| Related { site: sample.site.clone(), message: format!("{} here", judgement.form) });
        for (form, uses) in &judgement.deviating {
            let more = uses.count - uses.samples.len() as u64;
            for (index, sample) in uses.samples.iter().enumerate() {
                let mut message = message(rule, form, &judgement);
                if index + 1 == uses.samples.len() && more > 0 {
                    message.push_str(&format!(" ({more} further places are not listed)"));
                }
                let suggestion = suggest::form(rule, sample, judgement.form);
                let finding = resolve::finding(rule, message, sample.site.clone(), vec![suggestion]);
                let mut finding = dated::with_severity(finding, severity);
                finding.related.extend(related.clone());
                pending.push(Pending { finding, seed: sample.seed.clone() });
            }
        }
    }
}

/// What is said of a form that is not the one to use.
fn message(rule: &Rule, form: &str, judgement: &Judgement<'_>) -> String {
    match judgement.uses {
        Some(_) => rule.message.fill(|hole| match hole {
            "match" => Some(form.to_owned().into()),
            "suggestion" => Some(judgement.form.to_owned().into()),
            _ => None,
        }),
        // The rule's own message speaks of another form in the text, and there is none.
        None => format!("\"{form}\" is not the house form; the configuration prefers \"{}\"", judgement.form),
    }
}
