//! `phrase`, the rows of a `lexicon` and the wrong forms of an `entity`: fixed phrases in the folded view.

use super::program::Scope;
use super::{Build, Check, Found, Hit};
use crate::rules::RuleIndex;
use crate::rules::model::{Case, Literal};
use crate::rules::normal::fold;
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::is_boundary;

struct Phrases {
    entries: Vec<Entry>,
}

struct Entry {
    rule: RuleIndex,
    text: Str,
    case: Case,
    suggest: Vec<Str>,
}

/// The check of all active phrases.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let mut entries = Vec::new();
    for (index, rule) in build.active() {
        let Some(phrases) = rule.check.phrases() else { continue };
        for phrase in phrases {
            build.literals.add(build.pack(index), Literal::words(fold(&phrase.text)), entries.len() as u32);
            let (text, suggest) = (phrase.text.clone(), phrase.suggest.clone());
            entries.push(Entry { rule: index, text, case: phrase.case, suggest });
        }
    }
    (!entries.is_empty()).then(|| Box::new(Phrases { entries }) as Box<dyn Check>)
}

impl Check for Phrases {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        for (field, analysis) in scope.fields.iter().enumerate() {
            let text = analysis.view.text();
            for occurrence in scope.occurrences(found.check, field) {
                let entry = &self.entries[occurrence.tag as usize];
                let view = Span { start: occurrence.start, end: occurrence.end };
                let fits = scope.speaks(entry.rule)
                    && is_boundary(text, view.start())
                    && is_boundary(text, view.end())
                    && case_fits(entry.case, &entry.text, analysis.text(view));
                if !fits {
                    continue;
                }
                let Some(neighbours) = scope.holds(entry.rule, field, view) else { continue };
                let mut hit = Hit::new(entry.rule, field, analysis, view);
                hit.suggest = entry.suggest.clone();
                hit.follow_case = entry.case != Case::Exact;
                if let Some(entity) = scope.program.rules.entity(entry.rule) {
                    hit.groups.push(("entity".into(), entity.name.to_string()));
                }
                hit.add_neighbours(&neighbours, analysis);
                found.hits.push(hit);
            }
        }
    }
}

/// Whether the text, equal to the phrase but for case, is written in a way that the phrase stands for.
fn case_fits(case: Case, phrase: &str, text: &str) -> bool {
    match case {
        Case::Exact => phrase == text,
        Case::Any => true,
        // Small, with capitals at the start of words, or all in capitals; not `hOnorary`.
        Case::Lower => {
            let capitals = |word: &str| word.chars().skip(1).filter(|c| c.is_uppercase()).count();
            let letters = |word: &str| word.chars().skip(1).filter(|c| c.is_alphabetic()).count();
            text.split([' ', '-', '\'']).all(|word| matches!(capitals(word), 0) || capitals(word) == letters(word))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_phrase_stands_for_its_capitalised_forms() {
        let fits = |text| case_fits(Case::Lower, "honorary visit", text);
        assert!(fits("honorary visit") && fits("Honorary visit") && fits("Honorary Visit") && fits("HONORARY VISIT"));
        assert!(!fits("honorarY visit"));
        assert!(!case_fits(Case::Exact, "Between", "between"));
    }
}
