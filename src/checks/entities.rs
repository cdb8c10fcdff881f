//! The index of entities: who and what a folded name, an acronym or a family name stands for.

use crate::rules::entity::Entity;
use crate::rules::{RuleIndex, RuleSet};
use crate::text::fold::push_letters;
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// All entities of a rule set, by their names. An entity is known by the index of its rule; look at it by
/// [`RuleSet::entity`]. Made once for a program, when it is first asked for.
#[derive(Debug)]
pub struct EntityIndex {
    rules: Arc<RuleSet>,
    /// The names that fold to ASCII.
    names: Places,
    /// The others, which take longest to fold and which a text in English seldom asks for.
    other_names: OnceLock<Places>,
    acronyms: Places,
    peoples: Places,
}

type Places = FxHashMap<Box<str>, Indexes>;

/// The indexes of rules: nearly always one.
#[derive(Debug)]
enum Indexes {
    One(RuleIndex),
    Many(Vec<RuleIndex>),
}

impl EntityIndex {
    /// Indexes the entities of all rules, also of those that do not run: switching a row off silences its findings and
    /// forgets nothing. What a user's entry changed in a built-in one stands there.
    pub fn new(rules: &Arc<RuleSet>) -> Self {
        let (mut names, mut acronyms, mut peoples) = (Places::default(), Places::default(), Places::default());
        let mut key = String::new();
        for (rule, entity) in entities(rules) {
            for name in entity.names().chain(&entity.native).filter(|name| !keeps_other_letters(name)) {
                add(&mut names, letters_in(&mut key, name), rule);
            }
            for acronym in &entity.acronyms {
                add(&mut acronyms, &without_stops(acronym), rule);
            }
            for people in &entity.demonyms {
                add(&mut peoples, letters_in(&mut key, people), rule);
            }
        }
        EntityIndex { rules: rules.clone(), names, other_names: OnceLock::new(), acronyms, peoples }
    }

    /// The entities that have this name (folded by [`letters`](crate::text::fold::letters)): the form to write, a variant or
    /// the native form. Several where a name is that of many; in the order of their rules.
    pub fn named(&self, folded: &str) -> &[RuleIndex] {
        found(if folded.is_ascii() { &self.names } else { self.other_names() }, folded)
    }

    fn other_names(&self) -> &Places {
        self.other_names.get_or_init(|| {
            let (mut names, mut key) = (Places::default(), String::new());
            for (rule, entity) in entities(&self.rules) {
                for name in entity.names().chain(&entity.native).filter(|name| !name.is_ascii()) {
                    add(&mut names, letters_in(&mut key, name), rule);
                }
            }
            names
        })
    }

    /// The entities with this acronym, in its own case, with full stops or without.
    pub fn lettered(&self, acronym: &str) -> &[RuleIndex] {
        match acronym.contains('.') {
            true => found(&self.acronyms, &without_stops(acronym)),
            false => found(&self.acronyms, acronym),
        }
    }

    /// The places whose people, or whose adjective, this word is (folded by [`letters`](crate::text::fold::letters)).
    pub fn of_people(&self, folded: &str) -> &[RuleIndex] {
        found(&self.peoples, folded)
    }
}

fn entities(rules: &RuleSet) -> impl Iterator<Item = (RuleIndex, &Entity)> {
    rules.entities().filter(|(_, entity)| entity.same_as.is_none())
}

fn found<'p>(places: &'p Places, key: &str) -> &'p [RuleIndex] {
    match places.get(key) {
        None => &[],
        Some(Indexes::One(one)) => std::slice::from_ref(one),
        Some(Indexes::Many(all)) => all,
    }
}

fn add(places: &mut Places, key: &str, rule: RuleIndex) {
    // A name in a script without letters of its own folds to nothing.
    if key.is_empty() {
        return;
    }
    match places.get_mut(key) {
        None => {
            places.insert(key.into(), Indexes::One(rule));
        }
        Some(Indexes::Many(all)) if all.last() != Some(&rule) => all.push(rule),
        Some(known) => {
            if let Indexes::One(one) = *known
                && one != rule
            {
                *known = Indexes::Many(vec![one, rule]);
            }
        }
    }
}

/// What [`letters`](crate::text::fold::letters) makes of a name, written over what was there.
fn letters_in<'k>(key: &'k mut String, name: &str) -> &'k str {
    key.clear();
    push_letters(key, name);
    key
}

/// Whether a name has letters of which something beyond ASCII is left when it is folded. There may be others: these are
/// those of most native names.
fn keeps_other_letters(name: &str) -> bool {
    let is_other = |c| {
        matches!(c,
            'А'..='я' | 'א'..='ת' | 'ء'..='غ' | 'ف'..='ي' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='\u{9fd5}' | '가'..='힣')
    };
    !name.is_ascii() && name.chars().any(is_other)
}

fn without_stops(acronym: &str) -> String {
    acronym.chars().filter(|c| *c != '.').collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{PackSource, load};
    use crate::text::fold::letters;
    use proptest::prelude::*;

    fn rules(files: &[(&str, &str)]) -> Arc<RuleSet> {
        let loaded = load(RuleSet::default(), &[PackSource::in_memory("t", files)]);
        assert!(loaded.errors.is_empty(), "{:?}", loaded.errors);
        Arc::new(loaded.rules)
    }

    const HEAD: &str = "[pack]\ndescription = \"d\"\ntarget-language = \"en\"\n";

    #[test]
    fn a_name_is_found_in_all_its_spellings() {
        let toml = HEAD.to_owned()
            + r#"
            [[entity]]
            name = "Kim Jong Un"
            variants = ["Kim Jong-un"]
            native = "김정은"
            [[entity]]
            kind = "organisation"
            name = "United Nations"
            acronyms = ["UN"]
            "#;
        let rules = rules(&[("t.toml", &toml)]);
        let index = EntityIndex::new(&rules);
        let name =
            |found: &[RuleIndex]| found.iter().map(|r| rules.entity(*r).unwrap().name.to_string()).collect::<Vec<_>>();
        for written in ["Kim Jong-Un", "KIM JONG UN", "김정은"] {
            assert_eq!(name(index.named(&letters(written))), ["Kim Jong Un"]);
        }
        assert!(index.named("kim").is_empty() && index.named("").is_empty());
        assert_eq!(name(index.lettered("U.N.")), ["United Nations"]);
        assert_eq!(index.lettered("UN"), index.lettered("U.N."));
        assert!(index.lettered("un").is_empty());
    }

    proptest! {
        #[test]
        fn what_keeps_other_letters_does_not_fold_to_ascii(name in "([a-zА-яא-תء-يぁ-ヺ一-龥가-힣]|\\PC){0,6}") {
            prop_assert!(!keeps_other_letters(&name) || !letters(&name).is_ascii());
        }
    }
}
