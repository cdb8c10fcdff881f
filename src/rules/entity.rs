//! People, organisations, agencies, places and offices that texts name, as the tables of `check = "entity"` have them.

use super::model::{CheckSpec, Phrase, Rule, RuleIndex, RuleSet};
use super::string::Str;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is known of one of them. Names are normalised as texts are (NFC, straight quotes, single spaces).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// The form to write.
    pub name: Str,
    /// Other forms that are right: spellings, short forms; of an office, its wordings.
    pub variants: Vec<Str>,
    /// Forms that are wrong, with what to write: mistranslations, outdated names, wrong expansions.
    pub wrong: Vec<Phrase>,
    /// Its name in its own script and language.
    pub native: Vec<Str>,
    /// The language of that name, a BCP 47 tag.
    pub language: Option<Str>,
    /// How a text speaks of a person.
    pub gender: Option<Gender>,
    /// The family name of a person, in the forms it has; see [`Entity::family_names`].
    pub family: Vec<Str>,
    /// Whether the family name of a person stands first.
    pub family_first: bool,
    /// The country it belongs to, as an ISO 3166-1 alpha-2 code in lower case; of a place, its own code or that of
    /// the country it lies in.
    pub country: Option<Str>,
    /// Of a country: its capital.
    pub capital: Option<Str>,
    /// Of a place: what its people are called, and the adjective.
    pub demonyms: Vec<Str>,
    /// Of an organisation: its letters.
    pub acronyms: Vec<Str>,
    /// What its letters may stand for beside its name and variants, such as its name in another language.
    pub expansions: Vec<Str>,
    /// Of a person: the offices held, in the order they are listed.
    pub terms: Vec<Term>,
    /// Of an office: whether one person at a time holds it in a country.
    pub single: bool,
    /// Of an agency or organisation: the domain of its pages.
    pub domain: Option<Str>,
    /// Whether the form to write is the one that the house wants.
    pub house: bool,
    /// The built-in entity (by the id of its rule) that this entry of a user's changed: that one holds everything.
    pub same_as: Option<Str>,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EntityKind {
    /// A human being.
    #[default]
    Person,
    /// A body with a name: a party, an army, a company, an alliance.
    Organisation,
    /// A news agency, newspaper or broadcaster.
    Agency,
    /// A country, region, city.
    Place,
    /// An office under its wordings.
    Office,
}

/// The pronoun of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Gender {
    /// She.
    She,
    /// He.
    He,
}

/// An office that a person held. Days are `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` where no more is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// A wording of the office that fits the country.
    pub office: Str,
    /// ISO 3166-1 alpha-2 code in lower case; `eu`, `un` and the like for bodies.
    pub country: Str,
    /// The first day.
    pub from: Option<Str>,
    /// The last day.
    pub until: Option<Str>,
    /// The day on which it was last known to be held; without it and without `until` nobody knows how long.
    pub checked: Option<Str>,
    /// Whether a source was read for it, or it is a user's own.
    pub sourced: bool,
}

/// Whether an office was held on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// It was.
    Yes,
    /// It was not.
    No,
    /// The table does not tell.
    Unknown,
}

impl EntityKind {
    /// All kinds, with their names in rule files.
    pub const ALL: [(&'static str, EntityKind); 5] = [
        ("person", EntityKind::Person),
        ("organisation", EntityKind::Organisation),
        ("agency", EntityKind::Agency),
        ("place", EntityKind::Place),
        ("office", EntityKind::Office),
    ];

    /// The name in rule files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// The word class that its names are in, if any.
    pub fn class(self) -> Option<&'static str> {
        match self {
            EntityKind::Person => Some("person"),
            EntityKind::Organisation | EntityKind::Agency => Some("organisation"),
            EntityKind::Place => Some("place"),
            EntityKind::Office => None,
        }
    }
}

impl Entity {
    /// Whether it has forms that are found, rather than only shaping what other rules say.
    pub fn finds(&self) -> bool {
        self.house || !self.wrong.is_empty()
    }

    /// The forms that are right, the one to write first.
    pub fn names(&self) -> impl Iterator<Item = &Str> {
        std::iter::once(&self.name).chain(&self.variants)
    }

    /// What the letters of the entity may stand for.
    pub fn expansions(&self) -> impl Iterator<Item = &Str> {
        self.names().chain(&self.expansions)
    }

    /// The country by which its names are tagged in word classes: its own, else that of an office.
    pub fn country(&self) -> Option<&Str> {
        self.country.as_ref().or_else(|| self.terms.first().map(|term| &term.country))
    }

    /// The family names of a person: those that the table lists, else the first word of each form where the family
    /// name stands first, else the last.
    pub fn family_names(&self) -> Vec<&str> {
        if self.kind != EntityKind::Person {
            return Vec::new();
        }
        let mut names: Vec<&str> = match self.family.is_empty() {
            false => self.family.iter().map(|name| &**name).collect(),
            true => self.names().filter_map(|name| end_word(name, self.family_first)).collect(),
        };
        names.sort_unstable();
        names.dedup();
        names
    }
}

fn end_word(name: &str, first: bool) -> Option<&str> {
    let mut words = name.split(' ');
    if first { words.next() } else { words.next_back() }
}

impl Term {
    /// Whether the office was held on a day (`YYYY-MM-DD`).
    pub fn held(&self, day: &str) -> Held {
        let before = self.from.as_deref().is_some_and(|from| *day < *earliest(from));
        let after = self.until.as_deref().is_some_and(|until| *day > *latest(until));
        if before || after {
            return Held::No;
        }
        let begun = self.from.as_deref().is_some_and(|from| *day >= *latest(from));
        let known = self.until.as_deref().or(self.checked.as_deref());
        let lasts = known.is_some_and(|last| *day <= *earliest(last));
        if begun && lasts { Held::Yes } else { Held::Unknown }
    }

    /// Whether the holder is known of until a day only, which is before another.
    pub fn is_open_since(&self, day: &str) -> bool {
        self.until.is_none() && self.checked.as_deref().is_some_and(|checked| *latest(checked) < *day)
    }
}

/// The first day of a year, month or day.
fn earliest(date: &str) -> String {
    format!("{date}{}", "0000-01-01".get(date.len()..).unwrap_or_default())
}

/// A day that no day of a year, month or day comes after.
fn latest(date: &str) -> String {
    format!("{date}{}", "0000-12-31".get(date.len()..).unwrap_or_default())
}

impl Rule {
    /// The entity that a row of an entity table tells of.
    pub fn entity(&self) -> Option<&Entity> {
        match &self.check {
            CheckSpec::Entity(entity) => Some(entity),
            _ => None,
        }
    }
}

impl RuleSet {
    /// All entities with the index of the rule that each is, in the order of the rules.
    pub fn entities(&self) -> impl Iterator<Item = (RuleIndex, &Entity)> {
        (0..).zip(&self.rules).filter_map(|(index, rule)| Some((index, rule.entity()?)))
    }

    /// The entity of a rule.
    pub fn entity(&self, rule: RuleIndex) -> Option<&Entity> {
        self.rules.get(rule as usize)?.entity()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(from: &str, until: &str, checked: &str) -> Term {
        let some = |text: &str| (!text.is_empty()).then(|| text.into());
        Term { from: some(from), until: some(until), checked: some(checked), ..Term::default() }
    }

    #[test]
    fn an_office_is_held_from_its_first_day_to_its_last() {
        let held = |day| term("2013-03-16", "2022-12-30", "").held(day);
        assert_eq!(
            ["2013-03-15", "2013-03-16", "2022-12-30", "2022-12-31"].map(held),
            [Held::No, Held::Yes, Held::Yes, Held::No]
        );
    }

    #[test]
    fn after_the_day_it_was_checked_nobody_knows() {
        let open = term("2023-07-25", "", "2025-01-31");
        assert_eq!(
            ["2023-07-24", "2024-01-01", "2025-02-01"].map(|day| open.held(day)),
            [Held::No, Held::Yes, Held::Unknown]
        );
        assert_eq!(term("2020-01-01", "", "").held("2021-01-01"), Held::Unknown);
        assert!(open.is_open_since("2025-02-01") && !open.is_open_since("2025-01-31"));
    }

    #[test]
    fn a_year_or_a_month_is_vague_at_its_ends() {
        let held = |day| term("2014", "2016-05", "").held(day);
        assert_eq!(
            ["2013-12-31", "2014-06-01", "2015-01-01", "2016-05-20", "2016-06-01"].map(held),
            [Held::No, Held::Unknown, Held::Yes, Held::Unknown, Held::No]
        );
    }

    #[test]
    fn family_names_stand_first_or_last_or_are_listed() {
        let mut person = Entity { name: "Kim Jong Un".into(), family_first: true, ..Entity::default() };
        person.variants = vec!["Kim Jong-un".into()];
        assert_eq!(person.family_names(), ["Kim"]);
        (person.family_first, person.name) = (false, "Ursula von der Leyen".into());
        person.variants.clear();
        assert_eq!(person.family_names(), ["Leyen"]);
        person.family = vec!["von der Leyen".into()];
        assert_eq!(person.family_names(), ["von der Leyen"]);
    }
}
