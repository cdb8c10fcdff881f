//! `variants`: where the forms of a name are used; [`crate::corpus`] compares them.

use super::program::Scope;
use super::{Build, Check, FormUse, Found};
use crate::rules::RuleIndex;
use crate::rules::model::{CheckSpec, Literal};
use crate::rules::normal::fold;
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::is_boundary;

struct Variants {
    entries: Vec<(RuleIndex, u32, Str)>,
}

/// The check of all active variants.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let mut entries = Vec::new();
    for (index, rule) in build.active() {
        let CheckSpec::Variants(variants) = &rule.check else { continue };
        for (form, text) in variants.forms.iter().enumerate() {
            build.literals.add(build.pack(index), Literal::words(fold(text)), entries.len() as u32);
            entries.push((index, form as u32, text.clone()));
        }
    }
    (!entries.is_empty()).then(|| Box::new(Variants { entries }) as Box<dyn Check>)
}

impl Check for Variants {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        for (field, analysis) in scope.fields.iter().enumerate() {
            let text = analysis.view.text();
            let mut uses: Vec<FormUse> = Vec::new();
            for occurrence in scope.occurrences(found.check, field) {
                let (rule, form, written) = &self.entries[occurrence.tag as usize];
                let view = Span { start: occurrence.start, end: occurrence.end };
                let fits = scope.speaks(*rule)
                    && analysis.text(view) == &**written
                    && is_boundary(text, view.start())
                    && is_boundary(text, view.end())
                    && scope.holds(*rule, field, view).is_some();
                if fits {
                    let span = analysis.view.to_field(view);
                    uses.push(FormUse { rule: *rule, form: *form, field, span, view });
                }
            }
            // A form inside a longer one of the same rule ("Kim Jong" in "Kim Jong Un") is no use of it.
            uses.sort_by_key(|one| (one.rule, one.view.start, std::cmp::Reverse(one.view.end)));
            let mut end = (RuleIndex::MAX, 0);
            uses.retain(|one| {
                let inside = end.0 == one.rule && one.view.end <= end.1;
                if !inside {
                    end = (one.rule, one.view.end);
                }
                !inside
            });
            found.uses.append(&mut uses);
        }
    }
}
