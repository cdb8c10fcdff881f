//! The checks of signs, dates, pairs, articles and numbers: misread encodings, days that no calendar has, marks without
//! their other half, articles of the wrong form, numbers in two styles.

mod article;
mod brackets;
mod calendar;
mod mojibake;
mod numbers;
mod pairs;
mod signs;

use super::program::Scope;
use super::{Build, Check, Found, Hit};
use crate::rules::RuleIndex;
use crate::rules::model::CheckSpec;
use crate::rules::string::Str;
use crate::rules::surface::{Pairs, SurfaceRule};
use crate::text::Analysis;
use crate::text::keys::KeyFilter;
use article::Articles;
use calendar::Dates;
use mojibake::Repairs;
use pairs::Marks;
use rustc_hash::FxHashSet;

struct Surface {
    rules: Vec<(RuleIndex, Prepared)>,
    /// The names of months of all languages.
    months: KeyFilter,
}

/// What is read of a field once for all rules.
struct Read<'a> {
    marks: Marks<'a>,
    /// The tokens that may be names of months.
    months: Vec<usize>,
}

enum Prepared {
    Mojibake(Repairs),
    Calendar(Box<Dates>),
    Pairs(Pairs),
    Article(Box<Articles>),
    NumberStyle(FxHashSet<Str>),
}

/// The check of all active rules of these kinds.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let prepare = |rule: &SurfaceRule| match rule {
        SurfaceRule::Mojibake(parameters) => Prepared::Mojibake(Repairs::new(parameters)),
        SurfaceRule::Calendar(parameters) => Prepared::Calendar(Box::new(Dates::new(parameters))),
        SurfaceRule::Pairs(parameters) => Prepared::Pairs(parameters.clone()),
        SurfaceRule::Article(parameters) => Prepared::Article(Box::new(Articles::new(parameters))),
        SurfaceRule::NumberStyle(parameters) => Prepared::NumberStyle(parameters.labelled.iter().cloned().collect()),
    };
    let rules: Vec<_> = build
        .active()
        .filter_map(|(index, rule)| match &rule.check {
            CheckSpec::Surface(one) => Some((index, prepare(one))),
            _ => None,
        })
        .collect();
    let dates = rules.iter().filter_map(|(_, rule)| match rule {
        Prepared::Calendar(dates) => Some(dates),
        _ => None,
    });
    let months = KeyFilter::of(dates.flat_map(|dates| dates.months()).collect::<Vec<_>>());
    (!rules.is_empty()).then(|| Box::new(Surface { rules, months }) as Box<dyn Check>)
}

impl Check for Surface {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        let read = |field| Read { marks: Marks::of(field), months: self.months.stems_in(field) };
        let read: Vec<Read<'_>> = scope.fields.iter().map(read).collect();
        for (rule, prepared) in self.rules.iter().filter(|(rule, _)| scope.speaks(*rule)) {
            let from = found.hits.len();
            if let Prepared::NumberStyle(labelled) = prepared {
                two_styles(labelled, *rule, scope, found);
            }
            for (field, analysis) in scope.fields.iter().enumerate() {
                prepared.find(*rule, field, (analysis, &read[field]), found);
            }
            let hits = found.hits.split_off(from);
            found.hits.extend(hits.into_iter().filter_map(|mut hit| {
                let neighbours = scope.holds(*rule, hit.field, hit.view)?;
                hit.add_neighbours(&neighbours, &scope.fields[hit.field]);
                Some(hit)
            }));
        }
    }
}

impl Prepared {
    /// What a rule about single fields finds in one.
    fn find(&self, rule: RuleIndex, field: usize, read: (&Analysis<'_>, &Read<'_>), found: &mut Found) {
        let (analysis, Read { marks, months }) = read;
        match self {
            Prepared::Mojibake(repairs) => misread(repairs, rule, field, analysis, found),
            Prepared::Calendar(dates) => {
                for date in dates.find(analysis, months) {
                    let mut hit = Hit::new(rule, field, analysis, date.span);
                    hit.groups.extend(date.weekday.map(|day| (Str::Static("weekday"), day.to_string())));
                    found.hits.push(hit);
                }
            }
            Prepared::Pairs(pairs) => {
                for (span, repaired) in marks.places(pairs) {
                    let mut hit = Hit::new(rule, field, analysis, span);
                    hit.suggest.extend(repaired.map(Str::from));
                    found.hits.push(hit);
                }
            }
            Prepared::Article(articles) => {
                for (span, right) in articles.find(analysis) {
                    let mut hit = Hit::new(rule, field, analysis, span);
                    hit.suggest.push(right.into());
                    found.hits.push(hit);
                }
            }
            Prepared::NumberStyle(_) => {}
        }
    }
}

fn two_styles(labelled: &FxHashSet<Str>, rule: RuleIndex, scope: &Scope<'_>, found: &mut Found) {
    let Some((plain, (field, apart))) = numbers::of_two_styles(labelled, scope) else { return };
    for number in plain {
        let mut hit = Hit::new(rule, number.field, &scope.fields[number.field], number.span);
        hit.suggest.push(number.grouped.into());
        hit.relate(field, &scope.fields[field], apart, "");
        found.hits.push(hit);
    }
}

fn misread(repairs: &Repairs, rule: RuleIndex, field: usize, analysis: &Analysis<'_>, found: &mut Found) {
    for (span, repaired) in repairs.find(&analysis.field.text) {
        let mut hit = Hit::new(rule, field, analysis, analysis.view.to_view(span));
        hit.span = span;
        hit.suggest = repaired.map(Str::from).into_iter().collect();
        found.hits.push(hit);
    }
}
