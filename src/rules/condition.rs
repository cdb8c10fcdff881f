//! The conditions of a rule and of a table's row.

use super::decode::TextAt;
use super::edges::{bare, with_edges, with_places};
use super::file::{NearTable, RuleTable};
use super::literal::required_literals;
use super::model::{Adjacent, ClassRef, Conditions, Literal, Near, Slot};
use super::nearest::did_you_mean;
use super::normal::normalise_phrase;
use super::pattern::{condition, lone_class, phrase_condition, plain_regex};
use super::rarity::better;
use super::reader::Reader;
use super::split::{Piece, split};
use super::table::{Row, Table};

/// How far `near` reaches unless it says otherwise.
const NEAR_WITHIN: u32 = 8;
/// A condition farther away than this says nothing.
const MOST_WITHIN: u32 = 1000;
/// The class of countries that `countries-exempt` looks in, as the rule language names it.
const COUNTRY_CLASS: &str = "country";

/// The conditions of a `[[rule]]`.
pub fn of_rule(reader: &mut Reader<'_>, rule: &RuleTable) -> Conditions {
    let list = |texts: &Option<super::decode::Texts>| texts.clone().unwrap_or_default().0;
    let mut conditions = Conditions {
        before: list(&rule.before).iter().filter_map(|text| adjacent(reader, text)).collect(),
        after: list(&rule.after).iter().filter_map(|text| adjacent(reader, text)).collect(),
        near: (rule.near.iter().flat_map(|near| &near.0)).filter_map(|table| near(reader, table)).collect(),
        needs: list(&rule.needs).iter().filter_map(|text| condition(reader, text)).collect(),
        unless: list(&rule.unless).iter().filter_map(|text| condition(reader, text)).collect(),
        document_needs: list(&rule.document_needs).iter().filter_map(|text| condition(reader, text)).collect(),
        ..Conditions::default()
    };
    slots(reader, &list(&rule.slots), &mut conditions);
    countries(reader, &list(&rule.countries_exempt), &mut conditions);
    source_terms(&list(&rule.source_term), &mut conditions);
    conditions
}

/// Literals of which one stands in the window of every match, because a condition asks for it; none if none does.
pub fn window_literals(conditions: &Conditions) -> Vec<Literal> {
    let bared = |set: Vec<String>| set.iter().map(|text| bare(text).to_owned()).collect();
    let adjacent = |all: &[Adjacent]| -> Option<Vec<String>> {
        let of_one = |one: &Adjacent| match one {
            // It is tried in a part of the text, at whose ends a word may go on.
            Adjacent::Regex(regex) => regex_syntax::parse(regex).ok().map(|hir| bared(required_literals(&hir))),
            Adjacent::Class(_) => None,
        };
        all_of(all.iter().map(of_one))
    };
    let needs = all_of(conditions.needs.iter().map(|one| Some(one.literals.iter().map(with_edges).collect())));
    let best = better(better(adjacent(&conditions.before), adjacent(&conditions.after)), needs);
    with_places(best.unwrap_or_default())
}

/// The union of sets, if there is one and none is unknown or empty.
fn all_of(sets: impl Iterator<Item = Option<Vec<String>>>) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for set in sets {
        all.extend(set.filter(|set| !set.is_empty())?);
    }
    (!all.is_empty()).then_some(all)
}

/// The conditions of a row: the rule's, and its own on top. What a row says of one kind takes the place of what
/// the rule says of it.
pub fn of_row(reader: &mut Reader<'_>, table: &Table, row: &Row, base: &Conditions) -> Conditions {
    let mut conditions = base.clone();
    let file = reader.file;
    let list = |column| table.alternatives(file, row, column);
    let replace = |texts: Vec<TextAt>, reader: &mut Reader<'_>, place: &mut Vec<_>| {
        if !texts.is_empty() {
            *place = texts.iter().filter_map(|text| phrase_condition(reader, text)).collect();
        }
    };
    replace(list("needs"), reader, &mut conditions.needs);
    // What silences the rule silences each of its rows.
    let unless = list("unless");
    conditions.unless.extend(unless.iter().filter_map(|text| phrase_condition(reader, text)));
    if let Some(cell) = table.cell(row, "near") {
        conditions.near = near_cell(reader, cell).into_iter().collect();
    }
    let own_slots = list("where");
    if !own_slots.is_empty() {
        (conditions.slots, conditions.not_slots) = (Vec::new(), Vec::new());
        slots(reader, &own_slots, &mut conditions);
    }
    countries(reader, &list("countries_exempt"), &mut conditions);
    let terms = list("source_term");
    if !terms.is_empty() {
        source_terms(&terms, &mut conditions);
    }
    if let Some(cell) = table.cell(row, "source_lang") {
        conditions.source_language = Some(cell.value.as_str().into());
    }
    conditions
}

fn adjacent(reader: &mut Reader<'_>, text: &TextAt) -> Option<Adjacent> {
    if let Some(class) = lone_class(&text.value) {
        return reader.class_ref(class, text.span.clone()).map(Adjacent::Class);
    }
    let has_class =
        split(&text.value).is_ok_and(|split| split.pieces.iter().any(|piece| matches!(piece, Piece::Class(_))));
    if has_class {
        let message = "`before` and `after` take either a class or a regular expression, not both in one text";
        reader.error(text.span.clone(), message).help("put the class into the pattern, or list them one by one");
        return None;
    }
    plain_regex(reader, text).map(|regex| Adjacent::Regex(regex.into()))
}

fn near(reader: &mut Reader<'_>, table: &NearTable) -> Option<Near> {
    let within = within(reader, &table.class, table.within.unwrap_or(NEAR_WITHIN))?;
    // Braces are what an author writes elsewhere; they are no mistake here.
    let name = lone_class(&table.class.value).unwrap_or(&table.class.value).to_owned();
    let class = reader.class_ref(&name, table.class.span.clone())?;
    Some(Near { class, within })
}

/// `class`, `class:tag`, and optionally a distance: `person:kp 8`.
fn near_cell(reader: &mut Reader<'_>, cell: &TextAt) -> Option<Near> {
    let (class, distance) = match cell.value.split_once(' ') {
        Some((class, distance)) => (class, distance.trim().parse::<u32>().ok()),
        None => (cell.value.as_str(), Some(NEAR_WITHIN)),
    };
    let Some(distance) = distance else {
        let message = format!("`{}` is no class with a distance", cell.value);
        reader.error(cell.span.clone(), message).help("write `class`, `class:tag` or `class:tag 8`");
        return None;
    };
    let within = within(reader, cell, distance)?;
    let class = reader.class_ref(lone_class(class).unwrap_or(class), cell.span.clone())?;
    Some(Near { class, within })
}

fn within(reader: &mut Reader<'_>, place: &TextAt, within: u32) -> Option<u32> {
    if (1..=MOST_WITHIN).contains(&within) {
        return Some(within);
    }
    reader.error(place.span.clone(), format!("a distance of {within} words: it must be from 1 to {MOST_WITHIN}"));
    None
}

fn slots(reader: &mut Reader<'_>, names: &[TextAt], conditions: &mut Conditions) {
    for name in names {
        let (excluded, bare) = match name.value.strip_prefix('!') {
            Some(bare) => (true, bare.trim()),
            None => (false, name.value.as_str()),
        };
        match (slot(reader, bare, name), excluded) {
            (Some(slot), true) => conditions.not_slots.push(slot),
            (Some(slot), false) => conditions.slots.push(slot),
            (None, _) => {}
        }
    }
}

/// A slot by its name, or a report that there is none.
pub fn slot(reader: &mut Reader<'_>, name: &str, place: &TextAt) -> Option<Slot> {
    let found = Slot::ALL.iter().find(|(known, _)| *known == name).map(|(_, slot)| *slot);
    if found.is_none() {
        let note = reader.error(place.span.clone(), format!("there is no slot `{name}`"));
        if let Some(help) = did_you_mean(name, Slot::ALL.iter().map(|(known, _)| *known)) {
            note.help(help);
        }
    }
    found
}

fn countries(reader: &mut Reader<'_>, codes: &[TextAt], conditions: &mut Conditions) {
    let Some(first) = codes.first() else { return };
    let Some(all) = reader.class_ref(COUNTRY_CLASS, first.span.clone()) else { return };
    conditions.countries = Some(all);
    let resolve = |code: &TextAt| reader.class_ref(&format!("{COUNTRY_CLASS}:{}", code.value), code.span.clone());
    let exempt: Vec<ClassRef> = codes.iter().filter_map(resolve).collect();
    conditions.countries_exempt.extend(exempt);
}

fn source_terms(terms: &[TextAt], conditions: &mut Conditions) {
    conditions.source_terms = terms.iter().map(|term| normalise_phrase(&term.value).into()).collect();
}
