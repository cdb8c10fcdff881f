//! The checks of signs, dates and pairs: misread encodings, days that no calendar has, marks without their other half.

mod calendar;
mod mojibake;
mod pairs;

use super::program::Scope;
use super::{Build, Check, Found, Hit};
use crate::rules::RuleIndex;
use crate::rules::model::CheckSpec;
use crate::rules::surface::{Pairs, SurfaceRule};
use crate::text::Analysis;
use calendar::Dates;
use mojibake::Repairs;
use std::sync::Arc;

struct Surface {
    rules: Vec<(RuleIndex, Prepared)>,
}

enum Prepared {
    Mojibake(Repairs),
    Calendar(Box<Dates>),
    Pairs(Pairs),
}

/// The check of all active rules of these kinds.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let prepare = |rule: &SurfaceRule| match rule {
        SurfaceRule::Mojibake(parameters) => Prepared::Mojibake(Repairs::new(parameters)),
        SurfaceRule::Calendar(parameters) => Prepared::Calendar(Box::new(Dates::new(parameters))),
        SurfaceRule::Pairs(parameters) => Prepared::Pairs(parameters.clone()),
    };
    let rules: Vec<_> = build
        .active()
        .filter_map(|(index, rule)| match &rule.check {
            CheckSpec::Surface(one) => Some((index, prepare(one))),
            _ => None,
        })
        .collect();
    (!rules.is_empty()).then(|| Box::new(Surface { rules }) as Box<dyn Check>)
}

impl Check for Surface {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        for (rule, prepared) in self.rules.iter().filter(|(rule, _)| scope.speaks(*rule)) {
            for (field, analysis) in scope.fields.iter().enumerate() {
                let from = found.hits.len();
                match prepared {
                    Prepared::Mojibake(repairs) => misread(repairs, *rule, field, analysis, found),
                    Prepared::Calendar(dates) => {
                        for date in dates.find(analysis) {
                            let mut hit = Hit::new(*rule, field, analysis, date.span);
                            hit.groups.extend(date.weekday.map(|day| (Arc::from("weekday"), day.to_string())));
                            found.hits.push(hit);
                        }
                    }
                    Prepared::Pairs(pairs) => {
                        for span in pairs::unpaired(pairs.class, analysis) {
                            found.hits.push(Hit::new(*rule, field, analysis, span));
                        }
                    }
                }
                let hits = found.hits.split_off(from);
                found.hits.extend(hits.into_iter().filter_map(|mut hit| {
                    let neighbours = scope.holds(*rule, field, hit.view)?;
                    hit.add_neighbours(&neighbours, analysis);
                    Some(hit)
                }));
            }
        }
    }
}

fn misread(repairs: &Repairs, rule: RuleIndex, field: usize, analysis: &Analysis<'_>, found: &mut Found) {
    for (span, repaired) in repairs.find(&analysis.field.text) {
        let mut hit = Hit::new(rule, field, analysis, analysis.view.to_view(span));
        hit.span = span;
        hit.suggest = repaired.map(Arc::from).into_iter().collect();
        found.hits.push(hit);
    }
}
