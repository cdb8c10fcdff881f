//! The names that a house writes, where they are written so: counted beside the other forms of them over a corpus.

use super::program::Scope;
use super::{Build, Check, FormUse, Found};
use crate::rules::RuleIndex;
use crate::rules::normal::fold;
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::is_boundary;

struct House {
    names: Vec<(RuleIndex, Str)>,
}

/// The check of all active entities of the house that have forms to find.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let of_house = |(index, rule): (RuleIndex, _)| {
        let entity = build.rules.house_entity(rule).filter(|entity| !entity.wrong.is_empty())?;
        Some((index, entity.name.clone()))
    };
    let names: Vec<_> = build.active().filter_map(of_house).collect();
    for (tag, (_, name)) in (0..).zip(&names) {
        build.literals.add_words(fold(name).into(), tag);
    }
    (!names.is_empty()).then(|| Box::new(House { names }) as Box<dyn Check>)
}

impl Check for House {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        if !scope.compared {
            return;
        }
        for (field, analysis) in scope.fields.iter().enumerate() {
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
    }
}
