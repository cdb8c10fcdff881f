//! The names that a house writes: counted over a corpus where they are written so, and found where they are written with
//! the same letters and otherwise.

use super::program::Scope;
use super::words::context::is_in_address;
use super::{Build, Check, FormUse, Found, Hit};
use crate::rules::RuleIndex;
use crate::rules::model::Literal;
use crate::rules::normal::{fold, normalise_phrase};
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::fold::letters;
use crate::text::is_boundary;
use crate::text::mentions::Mention;
use rustc_hash::FxHashMap;

struct House {
    names: Vec<(RuleIndex, Str)>,
    /// By the letters of a name that the house writes, its rules; without built-in names, whose writings the tables know.
    by_letters: FxHashMap<String, Vec<RuleIndex>>,
}

/// The check of all active entities of the house.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let of_house = |(index, rule): (RuleIndex, _)| {
        Some((index, build.rules.house_entity(rule).map(|entity| entity.name.clone())?))
    };
    let names: Vec<_> = build.active().filter_map(of_house).collect();
    let mut by_letters: FxHashMap<String, Vec<RuleIndex>> = FxHashMap::default();
    for (tag, (rule, name)) in (0..).zip(&names) {
        build.literals.add(build.pack(*rule), Literal::words(fold(name)), tag);
        if build.rules.entity(*rule).is_some_and(|entity| entity.house) {
            by_letters.entry(letters(name)).or_default().push(*rule);
        }
    }
    (!names.is_empty()).then(|| Box::new(House { names, by_letters }) as Box<dyn Check>)
}

impl Check for House {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        for field in 0..scope.fields.len() {
            if scope.compared {
                self.count(scope, field, found);
            }
            if !self.by_letters.is_empty() {
                self.find_other_writings(scope, field, found);
            }
        }
    }
}

impl House {
    fn count(&self, scope: &Scope<'_>, field: usize, found: &mut Found) {
        let analysis = &scope.fields[field];
        let text = analysis.view.text();
        for occurrence in scope.occurrences(found.check, field) {
            let (rule, name) = &self.names[occurrence.tag as usize];
            let view = Span { start: occurrence.start, end: occurrence.end };
            let fits = scope.speaks(*rule)
                && analysis.text(view) == &**name
                && is_boundary(text, view.start())
                && is_boundary(text, view.end());
            if fits {
                let span = analysis.view.to_field(view);
                found.house.push(FormUse { rule: *rule, form: 0, field, span, view });
            }
        }
    }

    fn find_other_writings(&self, scope: &Scope<'_>, field: usize, found: &mut Found) {
        let analysis = &scope.fields[field];
        let mentions = analysis.mentions();
        for mention in mentions.iter() {
            for &rule in self.by_letters.get(mentions.letters(mention)).into_iter().flatten() {
                let written = analysis.text(mention.span);
                if !scope.speaks(rule)
                    || is_accepted(scope, rule, written, mention)
                    || is_in_address(analysis.view.text(), mention.span.range())
                {
                    continue;
                }
                if let Some(neighbours) = scope.holds(rule, field, mention.span) {
                    let mut hit = Hit::new(rule, field, analysis, mention.span);
                    hit.suggest =
                        scope.program.rules.entity(rule).map(|entity| entity.name.clone()).into_iter().collect();
                    hit.add_neighbours(&neighbours, analysis);
                    found.hits.push(hit);
                }
            }
        }
    }
}

/// Whether a mention with the letters of a name of the house is written as it may be, or as another name with them, or
/// found by the rule itself.
fn is_accepted(scope: &Scope<'_>, rule: RuleIndex, written: &str, mention: &Mention) -> bool {
    let Some(entity) = scope.program.rules.entity(rule) else { return true };
    let written = normalise_phrase(written);
    let of_others = || {
        let others = scope.program.entities().named(&letters(&written)).iter().filter(|other| **other != rule);
        others.filter_map(|other| scope.program.rules.entity(*other)).any(|other| *other.name == *written)
    };
    let is_wrong = || entity.wrong.iter().any(|phrase| *phrase.text == *written);
    let in_capitals = || !written.contains(char::is_lowercase);
    let of_headline = || mention.headline && written.to_lowercase() == entity.name.to_lowercase();
    entity.names().any(|name| **name == *written) || is_wrong() || in_capitals() || of_headline() || of_others()
}
