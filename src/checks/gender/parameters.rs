//! The parameters of a `gender-conflict` rule, its lists as sets.

use crate::rules::consistency::GenderConflict;
use crate::rules::string::Str;
use crate::text::keys::KeyFilter;
use rustc_hash::FxHashSet;

/// The parameters of a rule, its lists as sets.
pub(super) struct Parameters {
    pub reach: usize,
    pub pronouns: Vec<(Str, Str)>,
    pub honorifics: Words,
    pub people: Words,
    pub titles_he: Words,
    pub titles_she: Words,
    pub before_things: Words,
    pub things: Words,
    pub openers: Words,
    /// Filters the people, and the titles that tell a gender.
    pub people_keys: KeyFilter,
    pub title_keys: KeyFilter,
}

type Words = FxHashSet<Str>;

impl Parameters {
    pub(super) fn of(rule: &GenderConflict) -> Self {
        let words = |list: &[Str]| list.iter().cloned().collect();
        Parameters {
            reach: rule.reach as usize,
            pronouns: rule.pronouns.clone(),
            honorifics: words(&rule.honorifics),
            people: words(&rule.people),
            titles_he: words(&rule.titles_he),
            titles_she: words(&rule.titles_she),
            before_things: words(&rule.before_things),
            things: words(&rule.things),
            openers: words(&rule.openers),
            people_keys: KeyFilter::of(&rule.people),
            title_keys: KeyFilter::of(rule.titles_he.iter().chain(&rule.titles_she).collect::<Vec<_>>()),
        }
    }
}
