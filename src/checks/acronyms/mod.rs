//! The `acronym-conflict` rules: "Expansion (ABC)" at odds with the entity tables or with the rest of the document.

mod find;

use crate::checks::program::Scope;
use crate::checks::{Build, Check, Claim, Found, Hit};
use crate::rules::RuleIndex;
use crate::rules::conflicts::{AcronymClass, AcronymConflict};
use crate::rules::entity::Entity;
use crate::rules::model::{CheckSpec, Scope as RuleScope};
use crate::source::Span;
use crate::text::Analysis;
use crate::text::fold::letters;
use find::{Introduction, expansions_conflict, introductions};
use rustc_hash::FxHashMap;

struct Acronyms {
    rules: Vec<(RuleIndex, AcronymConflict)>,
}

/// The check of all active `acronym-conflict` rules.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let mut rules = Vec::new();
    for (index, rule) in build.active() {
        if let CheckSpec::AcronymConflict(parameters) = &rule.check {
            rules.push((index, (**parameters).clone()));
        }
    }
    (!rules.is_empty()).then(|| Box::new(Acronyms { rules }) as Box<dyn Check>)
}

impl Check for Acronyms {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        for (rule, parameters) in self.rules.iter().filter(|(rule, _)| scope.speaks(*rule)) {
            let across = parameters.scope == RuleScope::Corpus;
            if across && !scope.compared {
                continue;
            }
            let introduced = introductions(scope, parameters);
            match parameters.class {
                AcronymClass::Table => by_table(scope, *rule, &introduced, found),
                AcronymClass::Document if across => claims(scope, *rule, parameters, &introduced, found),
                AcronymClass::Document => {
                    two_of_one(scope, *rule, &introduced, found, By::Acronym);
                    two_of_one(scope, *rule, &introduced, found, By::Expansion);
                }
            }
        }
    }
}

/// Expansions that are nearly those of the entity with these letters.
fn by_table(scope: &Scope<'_>, rule: RuleIndex, introduced: &[Introduction<'_>], found: &mut Found) {
    for one in introduced {
        let entities: Vec<&Entity> = scope.entities_lettered(one.acronym).map(|(_, entity)| entity).collect();
        let text = scope.fields[one.field].view.text();
        let stands_there = |name: &str| one.ends_with(name) || ends_before(text, one.expansion.end(), name);
        let is_one = |entity: &&Entity| entity.expansions().any(|name| stands_there(name));
        if entities.is_empty() || entities.iter().any(is_one) || one.has_initials() {
            continue;
        }
        // What shares no word with the table's is another body with the same letters.
        let meant = entities.iter().find(|entity| entity.expansions().any(|name| one.shares_words_with(name) >= 2));
        let told = found.hits.iter().any(|hit| hit.field == one.field && hit.view.overlaps(one.expansion));
        let Some(entity) = meant.filter(|_| !told) else { continue };
        let analysis = &scope.fields[one.field];
        let span = with_list(analysis, one.part_like(&entity.name), &entity.name);
        if let Some(neighbours) = scope.holds(rule, one.field, span) {
            let mut hit = Hit::new(rule, one.field, analysis, span);
            hit.suggest = vec![entity.name.clone()];
            hit.groups.push(("acronym".into(), one.acronym.to_owned()));
            hit.groups.push(("other".into(), entity.name.to_string()));
            hit.add_neighbours(&neighbours, analysis);
            found.hits.push(hit);
        }
    }
}

/// Whether the text before an offset ends in a name, which may have commas in it.
fn ends_before(text: &str, end: usize, name: &str) -> bool {
    // A few more signs than the name has: another comma, an accent.
    let start = text.floor_char_boundary(end.saturating_sub(name.len() + 8));
    name.contains(',') && letters(&text[start..end]).ends_with(&letters(name))
}

/// Capitalised words of a list before a span that can belong to it.
const MOST_LISTED: usize = 4;

/// The span, with the words before it that a name with commas has, too: "Meteorology Body, Climatology and Geophysics".
fn with_list(analysis: &Analysis<'_>, span: Span, name: &str) -> Span {
    if !name.contains(',') {
        return span;
    }
    let names = letters(name);
    let mut start = span.start();
    let mut next = span.start();
    for token in analysis.tokens[..analysis.token_at(span.start())].iter().rev().take(MOST_LISTED) {
        let gap = &analysis.view.text()[token.span.end()..next];
        if !matches!(gap, " " | ", ") || !analysis.text(token.span).starts_with(char::is_uppercase) {
            break;
        }
        if names.contains(&letters(analysis.text(token.span))) {
            start = token.span.start();
        }
        next = token.span.start();
    }
    Span::new(start, span.end())
}

/// Whether two documents expand one acronym in ways that are at odds.
pub fn conflict(rule: &AcronymConflict, acronym: &str, one: &str, other: &str) -> bool {
    expansions_conflict(acronym, &rule.connectors, one, other)
}

/// The first expansion of each acronym, to be compared with that of other documents.
fn claims(
    scope: &Scope<'_>,
    rule: RuleIndex,
    parameters: &AcronymConflict,
    introduced: &[Introduction<'_>],
    found: &mut Found,
) {
    let mut known: Vec<&str> = Vec::new();
    for one in introduced.iter().filter(|one| one.words.len() >= 2) {
        if known.contains(&one.acronym) || scope.holds(rule, one.field, one.expansion).is_none() {
            continue;
        }
        known.push(one.acronym);
        let view = one.lettered_part(&parameters.connectors).unwrap_or(one.expansion);
        let analysis = &scope.fields[one.field];
        found.claims.push(Claim {
            rule,
            topic: one.acronym.to_owned(),
            form: analysis.text(view).to_owned(),
            count: 1,
            field: one.field,
            span: analysis.view.to_field(view),
            view,
        });
    }
}

/// What two introductions have to share to be compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Acronym,
    Expansion,
}

/// Two expansions of one acronym, or two acronyms of one expansion: the later one is reported.
fn two_of_one(scope: &Scope<'_>, rule: RuleIndex, introduced: &[Introduction<'_>], found: &mut Found, by: By) {
    let mut first: FxHashMap<&str, &Introduction<'_>> = FxHashMap::default();
    for one in introduced.iter().filter(|one| one.words.len() >= 2) {
        let key = if by == By::Acronym { one.acronym } else { one.letters.as_str() };
        let Some(known) = first.get(key) else {
            first.insert(key, one);
            continue;
        };
        let differ = match by {
            By::Acronym => known.conflicts_with(one),
            By::Expansion => known.acronym != one.acronym && known.has_initials() != one.has_initials(),
        };
        let analysis = &scope.fields[one.field];
        let (span, other, there) = match by {
            By::Acronym => (one.expansion, known.text, known.expansion),
            By::Expansion => (one.letters_span, known.acronym, known.letters_span),
        };
        let Some(neighbours) = scope.holds(rule, one.field, span).filter(|_| differ) else { continue };
        let mut hit = Hit::new(rule, one.field, analysis, span);
        hit.suggest = vec![other.into()];
        hit.guessed = true;
        hit.groups.push(("acronym".into(), one.acronym.to_owned()));
        hit.groups.push(("other".into(), other.to_owned()));
        hit.relate(known.field, &scope.fields[known.field], there, format!("{other} here"));
        hit.add_neighbours(&neighbours, analysis);
        found.hits.push(hit);
    }
}
