//! `office-holder`: an office in front of the name of a person who, by the table of people, does not hold it.

use super::program::Scope;
use super::{Build, Check, Found, Hit};
use crate::finding::Severity;
use crate::rules::RuleIndex;
use crate::rules::entity::{Entity, EntityKind, Held, Term};
use crate::rules::model::{CheckSpec, Literal};
use crate::rules::normal::fold;
use crate::rules::office::OfficeHolder;
use crate::rules::validity::day_of;
use crate::source::Span;
use crate::text::fold::letters;
use crate::text::{Analysis, is_boundary};
use rustc_hash::FxHashMap;

/// A name has this many words at most.
const LONGEST_NAME: usize = 5;
/// A list of this many holders of an office is more than the latest one.
const MANY_HOLDERS: usize = 3;
/// Words before an office that are looked at for a qualifier: `then Israeli`, `former U.S.`.
const QUALIFIER_REACH: usize = 3;

struct Offices {
    rules: Vec<(RuleIndex, OfficeHolder)>,
    /// The office of each wording that is looked for.
    wordings: Vec<RuleIndex>,
    by_wording: FxHashMap<String, RuleIndex>,
    /// Who is listed for an office of a country.
    holders: FxHashMap<(RuleIndex, String), Vec<RuleIndex>>,
}

/// What is wrong with an office.
struct Verdict<'e> {
    /// Who holds it instead, or did.
    holder: &'e Entity,
    /// What the person holds on that day.
    current: Option<&'e Term>,
    /// Whether all this rests on sources and the document has a date.
    certain: bool,
}

/// The check of all active rules of its kind.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let rules: Vec<(RuleIndex, OfficeHolder)> = build
        .active()
        .filter_map(|(index, rule)| match &rule.check {
            CheckSpec::OfficeHolder(parameters) => Some((index, (**parameters).clone())),
            _ => None,
        })
        .collect();
    if rules.is_empty() {
        return None;
    }
    let offices = build.rules.entities().filter(|(_, entity)| entity.kind == EntityKind::Office && entity.single);
    let mut wordings = Vec::new();
    let mut by_wording = FxHashMap::default();
    for (office, entity) in offices {
        for wording in entity.names() {
            build.literals.add(build.pack(office), Literal::words(fold(wording)), wordings.len() as u32);
            wordings.push(office);
            by_wording.entry(letters(wording)).or_insert(office);
        }
    }
    let mut holders: FxHashMap<(RuleIndex, String), Vec<RuleIndex>> = FxHashMap::default();
    for (person, entity) in build.rules.entities() {
        for term in &entity.terms {
            if let Some(&office) = by_wording.get(&letters(&term.office)) {
                holders.entry((office, term.country.to_string())).or_default().push(person);
            }
        }
    }
    (!wordings.is_empty()).then(|| Box::new(Offices { rules, wordings, by_wording, holders }) as Box<dyn Check>)
}

impl Check for Offices {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        for (field, analysis) in scope.fields.iter().enumerate() {
            let text = analysis.view.text();
            for occurrence in scope.occurrences(found.check, field) {
                let view = Span { start: occurrence.start, end: occurrence.end };
                let office = self.wordings[occurrence.tag as usize];
                // A hyphen makes another word of it: ex-president, president-elect.
                let stands_alone = is_boundary(text, view.start())
                    && is_boundary(text, view.end())
                    && !text[..view.start()].ends_with('-')
                    && text[view.end()..].starts_with(' ');
                if !stands_alone || !scope.speaks(office) {
                    continue;
                }
                let Some((name, person)) = named_after(scope, analysis, view) else { continue };
                let Some(verdict) = self.judge(scope, person, office) else { continue };
                for (rule, parameters) in self.rules.iter().filter(|(rule, _)| scope.speaks(*rule)) {
                    if qualified(analysis, view, parameters) {
                        continue;
                    }
                    let Some(neighbours) = scope.holds(*rule, field, view) else { continue };
                    let mut hit = hit(*rule, field, analysis, view, person, &verdict);
                    hit.relate(field, analysis, name, person.name.to_string());
                    hit.add_neighbours(&neighbours, analysis);
                    found.hits.push(hit);
                }
            }
        }
    }
}

impl Offices {
    /// Why the person does not hold the office, as far as the table knows; `None` if it may be right.
    fn judge<'e>(&self, scope: &'e Scope<'_>, person: &Entity, office: RuleIndex) -> Option<Verdict<'e>> {
        let rules = &scope.program.rules;
        let day = scope.document.date.as_deref().and_then(day_of);
        let is_office = |term: &&Term| self.by_wording.get(&letters(&term.office)) == Some(&office);
        let own = || person.terms.iter().filter(is_office);
        let country = person.country()?.to_string();
        let listed = self.holders.get(&(office, country.clone()))?;
        let others = || listed.iter().filter_map(|rule| rules.entity(*rule)).filter(|other| other.name != person.name);
        let Some(day) = day else {
            // Without a date, only an office that the person never had, in a list that knows more than the latest.
            let known = own().next().is_none() && !person.terms.is_empty() && others().count() >= MANY_HOLDERS;
            return known.then(|| others().next_back()).flatten().map(|holder| Verdict {
                holder,
                current: None,
                certain: false,
            });
        };
        if own().any(|term| term.held(day) != Held::No) {
            return None;
        }
        let held = |term: &&Term| term.held(day) == Held::Yes;
        let (holder, of_holder) =
            others().find_map(|other| Some((other, other.terms.iter().filter(is_office).find(held)?)))?;
        let entity = scope.entities_named(&letters(&person.name)).find(|(_, entity)| entity.name == person.name)?.1;
        let current = entity.terms.iter().filter(|term| !is_office(term)).find(held);
        if current.is_none() && own().next().is_none() {
            return None;
        }
        let certain = of_holder.sourced && current.is_some_and(|term| term.sourced);
        Some(Verdict { holder, current, certain })
    }
}

/// The person whose full name follows a span, and where; `None` if it is nobody's or the name of several.
fn named_after<'s>(scope: &'s Scope<'_>, analysis: &Analysis<'_>, office: Span) -> Option<(Span, &'s Entity)> {
    let first = analysis.token_at(office.end());
    let tokens = analysis.tokens.get(first..(first + LONGEST_NAME).min(analysis.tokens.len()))?;
    let start = tokens.first()?.span.start();
    let follows = start == office.end() + 1 && analysis.view.text()[start..].starts_with(char::is_uppercase);
    if !follows {
        return None;
    }
    let sentence = analysis.sentence(office.start());
    tokens.iter().skip(1).rev().filter(|token| token.span.end <= sentence.end).find_map(|token| {
        let name = Span::new(start, token.span.end());
        let joined = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '.');
        if !analysis.text(name).chars().all(joined) {
            return None;
        }
        let folded = letters(analysis.text(name));
        let mut people = scope.entities_named(&folded).filter(|(_, entity)| entity.kind == EntityKind::Person);
        match (people.next(), people.next()) {
            (Some((_, person)), None) => Some((name, person)),
            _ => None,
        }
    })
}

/// Whether a word shortly before the office makes another one of it, or one of another time.
fn qualified(analysis: &Analysis<'_>, office: Span, parameters: &OfficeHolder) -> bool {
    let first = analysis.token_at(office.start());
    let sentence = analysis.sentence(office.start());
    let before = analysis.tokens[first.saturating_sub(QUALIFIER_REACH)..first].iter();
    before.filter(|token| token.span.start >= sentence.start).any(|token| {
        let word = analysis.folded(token.span);
        parameters.qualifiers.iter().any(|qualifier| **qualifier == *word)
    })
}

fn hit(
    rule: RuleIndex,
    field: usize,
    analysis: &Analysis<'_>,
    view: Span,
    person: &Entity,
    verdict: &Verdict<'_>,
) -> Hit {
    let mut hit = Hit::new(rule, field, analysis, view);
    let offices: Vec<String> = match verdict.current {
        Some(term) => vec![term.office.to_string()],
        None => person.terms.iter().map(with_days).collect(),
    };
    let groups = [
        ("entity", person.name.to_string()),
        ("held", offices.join(", ")),
        ("holder", verdict.holder.name.to_string()),
    ];
    hit.groups.extend(groups.map(|(name, value)| (name.into(), value)));
    if let Some(term) = verdict.current {
        hit.suggest = vec![in_case_of(analysis.text(view), &term.office).into()];
        hit.guessed = true;
    }
    hit.at_most = (!verdict.certain).then_some(Severity::Info);
    hit
}

/// `president (2000-05-07 to 2008-05-07)`.
fn with_days(term: &Term) -> String {
    match (&term.from, &term.until) {
        (Some(from), Some(until)) => format!("{} ({from} to {until})", term.office),
        (Some(from), None) => format!("{} (from {from})", term.office),
        (None, Some(until)) => format!("{} (until {until})", term.office),
        (None, None) => term.office.to_string(),
    }
}

/// An office with capitals where each word of another has one.
fn in_case_of(written: &str, office: &str) -> String {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    if !written.split(' ').all(capital) {
        return office.to_owned();
    }
    let raise = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>())
    };
    office.split(' ').map(raise).collect::<Vec<_>>().join(" ")
}
