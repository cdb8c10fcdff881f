//! The form that a house writes: a user's entity and `prefer` change the built-in entity of the same name.

use super::entity::{Entity, EntityKind};
use super::model::{Case, CheckSpec, Phrase, Rule, RuleSet};
use super::normal::normalise_phrase;
use super::string::Str;
use super::template::Template;
use crate::finding::Severity;
use crate::text::fold::letters;
use std::collections::HashMap;

/// Puts what users' packs tell of a built-in entity into that entity, so that each is known once.
pub fn unite(rules: &mut RuleSet) {
    let is_builtin = |rule: &Rule| rules.packs[rule.pack as usize].builtin;
    let own = |(_, rule): &(usize, &Rule)| !is_builtin(rule) && rule.entity().is_some();
    let own: Vec<usize> = rules.rules.iter().enumerate().filter(own).map(|(index, _)| index).collect();
    if own.is_empty() {
        return;
    }
    let mut known: HashMap<(EntityKind, String), usize> = HashMap::new();
    for (index, rule) in rules.rules.iter().enumerate().filter(|(_, rule)| is_builtin(rule)) {
        let Some(entity) = rule.entity() else { continue };
        for name in entity.names().chain(&entity.native) {
            known.entry((family(entity.kind), letters(name))).or_insert(index);
        }
    }
    for index in own {
        let Some(entity) = rules.rules[index].entity().cloned() else { continue };
        let mut names = entity.names().chain(&entity.native);
        let same = names.find_map(|name| known.get(&(family(entity.kind), letters(name))).copied());
        let Some(same) = same else {
            adopt(&mut rules.rules[index]);
            continue;
        };
        let id = rules.rules[same].id.clone();
        let rule = &mut rules.rules[same];
        if let CheckSpec::Entity(builtin) = &mut rule.check {
            take(builtin, &entity);
            settle(rule, &entity.variants);
        }
        if let CheckSpec::Entity(own) = &mut rules.rules[index].check {
            own.same_as = Some(id);
        }
    }
}

impl RuleSet {
    /// The entity of a rule, if it is one that the house named or changed and of which other forms are found.
    pub fn house_entity<'a>(&self, rule: &'a Rule) -> Option<&'a Entity> {
        let is_own = |entity: &Entity| entity.finds() && !self.packs[rule.pack as usize].builtin;
        rule.entity().filter(|entity| entity.house || is_own(entity))
    }
}

/// An agency may stand in a table of organisations.
fn family(kind: EntityKind) -> EntityKind {
    if kind == EntityKind::Agency { EntityKind::Organisation } else { kind }
}

/// What a user says of an entity takes the place of what is built in; lists are added to.
fn take(entity: &mut Entity, own: &Entity) {
    rename(entity, &own.name);
    let add = |all: &mut Vec<Str>, more: &[Str]| {
        for one in more {
            if !all.contains(one) {
                all.push(one.clone());
            }
        }
    };
    let other: Vec<Str> = own.variants.iter().filter(|form| **form != entity.name).cloned().collect();
    add(&mut entity.variants, &other);
    add(&mut entity.native, &own.native);
    add(&mut entity.demonyms, &own.demonyms);
    add(&mut entity.acronyms, &own.acronyms);
    add(&mut entity.expansions, &own.expansions);
    if !own.family.is_empty() {
        entity.family = own.family.clone();
    }
    if !own.terms.is_empty() {
        entity.terms = own.terms.clone();
    }
    entity.gender = own.gender.or(entity.gender);
    entity.family_first |= own.family_first;
    for (place, value) in [
        (&mut entity.language, &own.language),
        (&mut entity.country, &own.country),
        (&mut entity.capital, &own.capital),
        (&mut entity.domain, &own.domain),
    ] {
        *place = value.clone().or(place.take());
    }
}

/// Makes a form the one to write; the former one stays as another.
fn rename(entity: &mut Entity, form: &Str) {
    if entity.name == *form {
        return;
    }
    let former = std::mem::replace(&mut entity.name, form.clone());
    entity.variants.retain(|variant| variant != form);
    entity.variants.insert(0, former.clone());
    entity.wrong.retain(|phrase| phrase.text != *form);
    for suggestion in entity.wrong.iter_mut().flat_map(|phrase| &mut phrase.suggest) {
        if *suggestion == former {
            *suggestion = form.clone();
        } else if let Some(rest) = suggestion.strip_prefix(&*former) {
            // The name with its letters behind it.
            *suggestion = format!("{form}{rest}").into();
        }
    }
}

/// Makes a form the one that the house writes, everywhere.
pub fn prefer(rule: &mut Rule, form: &str) {
    let form: Str = normalise_phrase(form).into();
    if let CheckSpec::Entity(entity) = &mut rule.check {
        rename(entity, &form);
        settle(rule, &[]);
    }
}

/// Makes an entity that only the user knows one of the house, whose name is found in other writings. A name of one word has
/// none, and an office has wordings.
fn adopt(rule: &mut Rule) {
    let CheckSpec::Entity(entity) = &mut rule.check else { return };
    if entity.kind == EntityKind::Office || !entity.name.contains([' ', '-']) {
        return;
    }
    entity.house = true;
    if entity.wrong.is_empty() {
        told_as_of_house(rule);
    }
}

/// Makes the other spellings of the entity's name findings, but for those that are accepted. A form of fewer or more
/// words than the name is no spelling of it and left alone.
fn settle(rule: &mut Rule, accepted: &[Str]) {
    let CheckSpec::Entity(entity) = &mut rule.check else { return };
    entity.house = true;
    let words = |form: &str| form.split([' ', '-']).count();
    let spelling = |form: &&Str| words(form) == words(&entity.name) || letters(form) == letters(&entity.name);
    let others: Vec<Str> =
        entity.variants.iter().filter(spelling).filter(|form| !accepted.contains(form)).cloned().collect();
    for text in others {
        let suggest = vec![entity.name.clone()];
        if !entity.wrong.iter().any(|phrase| phrase.text == text) {
            entity.wrong.push(Phrase { text, case: Case::Exact, suggest });
        }
    }
    told_as_of_house(rule);
    // They show what the table had.
    rule.docs.examples.clear();
}

/// Makes the findings of a rule warnings that speak of the form of the house.
fn told_as_of_house(rule: &mut Rule) {
    if let Ok(message) = Template::parse("\"{match}\" is not the form of the house; write \"{suggestion}\"") {
        rule.message = message;
    }
    if rule.severity < Severity::Warning {
        (rule.severity, rule.impact) = (Severity::Warning, Severity::Warning.default_impact());
    }
}
