//! The comparison of forms over a document or the corpus: findings from merged evidence.

use super::{Auditor, Counts, Pending, dated, resolve, suggest};
use crate::checks::{acronym_conflict, are_doubtful, writing};
use crate::corpus::{Evidence, FormUses, Group, GroupKey, Judgement, Reach, judge, judge_by_house};
use crate::finding::{Applicability, Related, Severity};
use crate::rules::model::{CheckSpec, Rule};

/// Most documents of a corpus that are named for one form; the rest is counted.
const MOST_NAMED: usize = 20;

impl Auditor {
    /// What the documents, or the places of one, whose evidence was merged contradict each other in.
    pub(super) fn compare(
        &self,
        evidence: &Evidence,
        least: Severity,
        pending: &mut Vec<Pending>,
        counts: &mut Counts,
    ) {
        for (key, group) in evidence.groups() {
            let Some(&index) = self.rules_by_id.get(&key.rule) else { continue };
            let rule = self.rule(index);
            let house = self.house_of(rule);
            let Some(judgement) = self.judge(rule, key, group, house) else { continue };
            let mut samples = group.forms.values().flat_map(|uses| &uses.samples);
            let unknown_date = samples.any(|sample| !sample.dated);
            let severity = if rule.validity.is_dated() && unknown_date { Severity::Info } else { rule.severity };
            let told = Told { rule, key, judgement: &judgement, severity, house: house.is_some() };
            let deviations = judgement.deviating.iter().map(|(_, uses)| told.places(uses)).sum();
            if self.shows(rule, severity, deviations, least, counts) {
                told.report(pending);
            }
        }
    }

    /// Which form to use and which uses deviate; `None` if there is nothing to say.
    fn judge<'g>(
        &'g self,
        rule: &'g Rule,
        key: &GroupKey,
        group: &'g Group,
        house: Option<&'g str>,
    ) -> Option<Judgement<'g>> {
        match &rule.check {
            CheckSpec::Variants(variants) => {
                let preferred = variants.prefer.map(|form| &*variants.forms[form as usize]);
                let named = || if group.forms.len() > 1 { self.house_name(variants) } else { None };
                match house {
                    Some(form) => judge_by_house(group, Some(form)).filter(|judgement| judgement.uses.is_some()),
                    None if variants.house => judge_by_house(group, preferred),
                    None => judge(group, named().or(preferred)),
                }
            }
            CheckSpec::NameVariant(parameters) => {
                let known = self.program.entities().named(&key.topic).iter();
                let mut known = known.filter_map(|rule| self.program.rules.entity(*rule)).map(|one| writing(&one.name));
                let preferred = known.find(|name| group.forms.contains_key(name.as_str()));
                let differ = |form: &str, other: &str| !are_doubtful(form, other);
                agreed(judge(group, preferred.as_deref())?, parameters.min_documents, differ)
            }
            CheckSpec::AcronymConflict(parameters) => {
                let differ = |form: &str, other: &str| acronym_conflict(parameters, &key.topic, form, other);
                agreed(judge(group, None)?, parameters.min_documents, differ)
            }
            _ => None,
        }
    }

    /// For a rule that compares documents: the form that the house wants of the same forms within one document, where
    /// another rule tells each document of it.
    fn house_of(&self, rule: &Rule) -> Option<&str> {
        let CheckSpec::Variants(variants) = &rule.check else { return None };
        if !rule.check.compares_documents() || variants.house {
            return None;
        }
        self.rules_by_id.values().find_map(|index| match &self.rule(*index).check {
            CheckSpec::Variants(other) if other.house && other.forms == variants.forms => {
                other.prefer.map(|form| &*other.forms[form as usize])
            }
            _ => None,
        })
    }
}

/// The judgement, if enough documents use the form to use; only those of the others that are at odds with it.
fn agreed<'g>(
    mut judgement: Judgement<'g>,
    min_documents: u32,
    differ: impl Fn(&str, &str) -> bool,
) -> Option<Judgement<'g>> {
    let form = judgement.form;
    judgement.deviating.retain(|(other, _)| differ(form, other));
    let documents = judgement.uses.map_or(0, |uses| uses.documents);
    (documents >= u64::from(min_documents) && !judgement.deviating.is_empty()).then_some(judgement)
}

/// So many documents, as the corpus that they are of calls them.
pub(super) fn in_documents(reach: &Reach, count: u64) -> String {
    match (reach, count) {
        (Reach::Feed(_), 1) => "1 item".to_owned(),
        (Reach::Feed(_), count) => format!("{count} items"),
        (_, 1) => "1 document".to_owned(),
        (_, count) => format!("{count} documents"),
    }
}

/// A judgement on its way to findings.
struct Told<'a> {
    rule: &'a Rule,
    key: &'a GroupKey,
    judgement: &'a Judgement<'a>,
    severity: Severity,
    /// Whether each document is told of the form of the house, so that here the counts are enough.
    house: bool,
}

impl Told<'_> {
    fn is_of_corpus(&self) -> bool {
        !matches!(self.key.reach, Reach::Document(_))
    }

    /// How many places of a form are told: of documents that are compared, one each where the rule says so.
    fn places(&self, uses: &FormUses) -> u64 {
        match (self.house, self.key.topic.is_empty()) {
            (true, _) => 1,
            (false, true) => uses.count,
            (false, false) => uses.documents,
        }
    }

    /// The form to use as it is written in the text.
    fn form(&self) -> &str {
        let sample = self.judgement.uses.and_then(|uses| uses.samples.first());
        sample.filter(|_| !self.key.topic.is_empty()).map_or(self.judgement.form, |sample| &sample.site.text)
    }

    fn report(&self, pending: &mut Vec<Pending>) {
        let related = (self.judgement.uses.and_then(|uses| uses.samples.first()))
            .map(|sample| Related { site: sample.site.clone(), message: format!("{} here", self.form()) });
        let most = if self.is_of_corpus() && !self.key.topic.is_empty() { MOST_NAMED } else { usize::MAX };
        for (form, uses) in &self.judgement.deviating {
            let listed = uses.samples.len().min(most).min(self.places(uses) as usize);
            let more = self.places(uses).saturating_sub(listed as u64);
            for (index, sample) in uses.samples.iter().take(listed).enumerate() {
                let written: &str = if self.key.topic.is_empty() { form } else { &sample.site.text };
                let mut message = self.message(written);
                if self.is_of_corpus() {
                    message.push_str(&self.counts(written, uses));
                }
                if index + 1 == listed && more > 0 {
                    message.push_str(&format!(" ({more} further places are not listed)"));
                }
                let mut suggestion = suggest::form(self.rule, sample, self.form());
                if self.is_of_corpus() {
                    // Which of the documents is right is for people to say.
                    suggestion.applicability = Applicability::Unsafe;
                }
                let finding = resolve::finding(self.rule, message, sample.site.clone(), vec![suggestion]);
                let mut finding = dated::with_severity(finding, self.severity);
                finding.related.extend(related.clone());
                pending.push(Pending { finding, seed: sample.seed.clone() });
            }
        }
    }

    /// In how many documents each of the two forms is.
    fn counts(&self, written: &str, uses: &FormUses) -> String {
        let in_documents = |count: u64| in_documents(&self.key.reach, count);
        let others = self.judgement.uses.map_or(0, |uses| uses.documents);
        match others {
            0 => format!(" (\"{written}\" in {})", in_documents(uses.documents)),
            _ => format!(
                " (\"{written}\" in {}, \"{}\" in {})",
                in_documents(uses.documents),
                self.form(),
                in_documents(others)
            ),
        }
    }

    /// What is said of a form that is not the one to use.
    fn message(&self, written: &str) -> String {
        if self.judgement.uses.is_none() {
            // The rule's own message speaks of another form in the text, and there is none.
            let form = self.judgement.form;
            return format!("\"{written}\" is not the house form; the configuration prefers \"{form}\"");
        }
        self.rule.message.say(|hole| match hole {
            "match" => Some(written.to_owned().into()),
            "suggestion" | "other" => Some(self.form().to_owned().into()),
            "acronym" => Some(self.key.topic.to_string().into()),
            _ => None,
        })
    }
}
