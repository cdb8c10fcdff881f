//! The `office-conflict` rules: one office under two wordings, one person in two offices, two holders of one office.

mod find;

use crate::checks::program::Scope;
use crate::checks::{Build, Check, Found, Hit};
use crate::rules::RuleIndex;
use crate::rules::conflicts::{OfficeClass, OfficeConflict};
use crate::rules::entity::EntityKind;
use crate::rules::model::{CheckSpec, Literal};
use crate::rules::normal::fold;
use crate::rules::string::Str;
use find::{OfficeUse, Wording, uses};
use rustc_hash::FxHashMap;

struct Offices {
    rules: Vec<(RuleIndex, OfficeConflict)>,
    wordings: Vec<Wording>,
}

/// The check of all active `office-conflict` rules; the offices come from the entity tables.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let mut rules = Vec::new();
    for (index, rule) in build.active() {
        if let CheckSpec::OfficeConflict(parameters) = &rule.check {
            rules.push((index, (**parameters).clone()));
        }
    }
    if rules.is_empty() {
        return None;
    }
    let mut wordings = Vec::new();
    for (_, entity) in build.rules.entities().filter(|(_, entity)| entity.kind == EntityKind::Office) {
        // An office with a rank in front is the same office with a rank: "deputy foreign minister".
        let ranked = |name: &str| {
            let first = name.split([' ', '-']).next().unwrap_or_default();
            rules.iter().any(|(_, rule): &(_, OfficeConflict)| rule.ranks.iter().any(|rank| **rank == *first))
        };
        for name in entity.names().filter(|name| !ranked(name)) {
            build.literals.add(None, Literal::words(fold(name)), wordings.len() as u32);
            wordings.push(Wording { office: entity.name.clone(), single: entity.single, body: false });
        }
    }
    for body in rules.iter().flat_map(|(_, rule)| &rule.bodies) {
        build.literals.add(None, Literal::words(fold(body)), wordings.len() as u32);
        wordings.push(Wording { office: body.clone(), single: false, body: true });
    }
    Some(Box::new(Offices { rules, wordings }))
}

impl Check for Offices {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        for (rule, parameters) in self.rules.iter().filter(|(rule, _)| scope.speaks(*rule)) {
            let uses = uses(scope, found.check, &self.wordings, parameters);
            let mut report = Report { scope, rule: *rule, found };
            match parameters.class {
                OfficeClass::Wording => {
                    report.wordings(&uses);
                    report.ranks(&uses, parameters);
                }
                OfficeClass::Person => report.people(&uses, parameters),
                OfficeClass::Holder => report.holders(&uses),
            }
        }
    }
}

/// Most wordings of one office that are told apart: what differs from more of them is at odds with each anyway.
const WORDINGS: usize = 8;

/// Letters by which two words of an office are one ("defence", "defense").
const STEM: usize = 4;

/// Whether one of two wordings has all the words of the other but its short ones: "foreign minister", "minister of foreign
/// affairs".
fn are_reordered(one: &str, other: &str) -> bool {
    let stems = |wording: &str| -> Vec<String> {
        let long = wording.split(' ').filter(|word| word.chars().nth(STEM - 1).is_some());
        long.map(|word| word.chars().take(STEM).collect()).collect()
    };
    let (one, other) = (stems(one), stems(other));
    let has_all = |all: &[String], of: &[String]| of.iter().all(|stem| all.contains(stem));
    has_all(&one, &other) || has_all(&other, &one)
}

/// The offices, with their countries, that a text gives to people, by the letters of each word of a name; the first of each.
fn offices_held<'u>(uses: &'u [OfficeUse<'_>]) -> FxHashMap<&'u str, (&'u str, &'u str)> {
    let mut held = FxHashMap::default();
    for one in uses.iter().filter(|one| one.rank.is_none()) {
        let (Some(person), Some(country)) = (&one.person, one.holder.as_deref()) else { continue };
        for word in person.words() {
            held.entry(word).or_insert((&*one.office, country));
        }
    }
    held
}

/// Whether two words are one of the pairs, in either order.
fn are_pair(pairs: &[(Str, Str)], one: &str, other: &str) -> bool {
    pairs.iter().any(|(a, b)| (one == &**a && other == &**b) || (one == &**b && other == &**a))
}

struct Report<'a, 'd> {
    scope: &'a Scope<'d>,
    rule: RuleIndex,
    found: &'a mut Found,
}

impl Report<'_, '_> {
    /// The office below another, of one country, under two wordings ("deputy foreign minister", "assistant secretary of
    /// state"), or called after who holds the office above. A full office has synonyms that a text may use as it likes, and
    /// the order of the words is one.
    fn wordings(&mut self, uses: &[OfficeUse<'_>]) {
        let held = if uses.iter().any(|one| one.body) { offices_held(uses) } else { FxHashMap::default() };
        // The first use of each wording, by the office above and its country.
        let mut known: FxHashMap<(&str, &str), Vec<&OfficeUse<'_>>> = FxHashMap::default();
        let mut deviant = Vec::new();
        for one in uses.iter().filter(|one| one.rank.is_some() && one.person.is_none()) {
            let Some(holder) = one.holder.as_deref() else { continue };
            let named_after = || held.get(holder).copied();
            let Some(office) = (if one.body { named_after() } else { Some((&*one.office, holder)) }) else { continue };
            let wordings = known.entry(office).or_default();
            let is_alike =
                |other: &&OfficeUse<'_>| other.rank == one.rank && are_reordered(&other.wording, &one.wording);
            let at = wordings.iter().position(is_alike).unwrap_or(wordings.len());
            if at == wordings.len() && at < WORDINGS {
                wordings.push(one);
            }
            if at > 0 {
                deviant.push((one, office, at));
            }
        }
        for (one, office, at) in deviant {
            let wordings = &known[&office];
            let others = wordings.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, other)| *other);
            let others: Vec<_> = others.map(|other| (other, other.wording.as_str())).collect();
            self.conflict(one, &others);
        }
    }

    /// One person under two ranks that are two words for one. Others may hold the office beside this person, under a rank
    /// of their own, so that a country is not enough.
    fn ranks(&mut self, uses: &[OfficeUse<'_>], rule: &OfficeConflict) {
        let mut first: FxHashMap<(&str, &str), &OfficeUse<'_>> = FxHashMap::default();
        for one in uses {
            let (Some(rank), Some(person)) = (one.rank, &one.person) else { continue };
            let known = *first.entry((&one.office, &person.family)).or_insert(one);
            let same = known.person.as_ref().is_some_and(|other| other.may_be(person));
            if same && are_pair(&rule.alike, rank, known.rank.unwrap_or_default()) {
                self.conflict(one, &[(known, known.wording.as_str())]);
            }
        }
    }

    /// One person called by two offices that nobody holds together.
    fn people(&mut self, uses: &[OfficeUse<'_>], rule: &OfficeConflict) {
        let mut by_person: FxHashMap<&str, Vec<&OfficeUse<'_>>> = FxHashMap::default();
        for one in uses.iter().filter(|one| one.rank.is_none() && !one.qualified) {
            let Some(person) = &one.person else { continue };
            let known = by_person.entry(&person.family).or_default();
            let clash = known.iter().find(|other| {
                let same = other.person.as_ref().is_some_and(|other| other.may_be(person));
                let countries = one.holder.as_ref().zip(other.holder.as_ref()).is_none_or(|(a, b)| a == b);
                are_pair(&rule.incompatible, &one.office, &other.office) && same && countries
            });
            if let Some(&other) = clash {
                self.conflict(one, &[(other, other.wording.as_str())]);
            } else if known.len() < 8 {
                known.push(one);
            }
        }
    }

    /// Two people who hold one office of one country that has one holder.
    fn holders(&mut self, uses: &[OfficeUse<'_>]) {
        let mut first: FxHashMap<(&str, &str), &OfficeUse<'_>> = FxHashMap::default();
        for one in uses.iter().filter(|one| one.single && one.rank.is_none() && !one.qualified) {
            let (Some(person), Some(holder)) = (&one.person, one.holder.as_deref()) else { continue };
            let known = *first.entry((&one.office, holder)).or_insert(one);
            let other =
                known.person.as_ref().filter(|other| other.family != person.family && !other.shares_a_word(person));
            if let Some(other) = other {
                self.conflict(one, &[(known, other.name)]);
            }
        }
    }

    /// Reports a use with others that it is at odds with, each with what is shown of it; the first is the message's.
    fn conflict(&mut self, one: &OfficeUse<'_>, others: &[(&OfficeUse<'_>, &str)]) {
        let Some(neighbours) = self.scope.holds(self.rule, one.field, one.span) else { return };
        let analysis = &self.scope.fields[one.field];
        let mut hit = Hit::new(self.rule, one.field, analysis, one.span);
        let shown = others.first().map_or("", |(_, shown)| *shown);
        hit.groups.push(("other".into(), shown.to_owned()));
        let person = one.person.as_ref().map_or("", |person| person.name);
        hit.groups.push(("person".into(), person.to_owned()));
        for (other, shown) in others {
            hit.relate(other.field, &self.scope.fields[other.field], other.span, format!("{shown} here"));
        }
        hit.add_neighbours(&neighbours, analysis);
        self.found.hits.push(hit);
    }
}
