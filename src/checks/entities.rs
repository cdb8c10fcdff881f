//! The index of entities: who and what a folded name, an acronym or a family name stands for.

use crate::rules::{RuleIndex, RuleSet};
use crate::text::fold::letters;
use rustc_hash::FxHashMap;

/// All entities of a rule set, by their names. An entity is known by the index of its rule; look at it by
/// [`RuleSet::entity`]. Made once for a program, when it is first asked for.
#[derive(Debug, Default)]
pub struct EntityIndex {
    names: Places,
    acronyms: Places,
    peoples: Places,
}

type Places = FxHashMap<Box<str>, Vec<RuleIndex>>;

impl EntityIndex {
    /// Indexes the entities of all rules, also of those that do not run: switching a row off silences its findings and
    /// forgets nothing. What a user's entry changed in a built-in one stands there.
    pub fn new(rules: &RuleSet) -> Self {
        let mut index = EntityIndex::default();
        for (rule, entity) in rules.entities().filter(|(_, entity)| entity.same_as.is_none()) {
            for name in entity.names().chain(&entity.native) {
                add(&mut index.names, letters(name), rule);
            }
            for acronym in &entity.acronyms {
                add(&mut index.acronyms, without_stops(acronym), rule);
            }
            for people in &entity.demonyms {
                add(&mut index.peoples, letters(people), rule);
            }
        }
        index
    }

    /// The entities that have this name (folded by [`letters`]): the form to write, a variant or the native form.
    /// Several where a name is that of many; in the order of their rules.
    pub fn named(&self, folded: &str) -> &[RuleIndex] {
        self.names.get(folded).map_or(&[], Vec::as_slice)
    }

    /// The entities with this acronym, in its own case, with full stops or without.
    pub fn lettered(&self, acronym: &str) -> &[RuleIndex] {
        let found = if acronym.contains('.') {
            self.acronyms.get(&*without_stops(acronym))
        } else {
            self.acronyms.get(acronym)
        };
        found.map_or(&[], Vec::as_slice)
    }

    /// The places whose people, or whose adjective, this word is (folded by [`letters`]).
    pub fn of_people(&self, folded: &str) -> &[RuleIndex] {
        self.peoples.get(folded).map_or(&[], Vec::as_slice)
    }
}

fn add(places: &mut Places, key: String, rule: RuleIndex) {
    // A name in a script without letters of its own folds to nothing.
    if key.is_empty() {
        return;
    }
    let rules = places.entry(key.into()).or_default();
    if rules.last() != Some(&rule) {
        rules.push(rule);
    }
}

fn without_stops(acronym: &str) -> String {
    acronym.chars().filter(|c| *c != '.').collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{PackSource, load};

    fn rules(files: &[(&str, &str)]) -> RuleSet {
        let loaded = load(RuleSet::default(), &[PackSource::in_memory("t", files)]);
        assert!(loaded.errors.is_empty(), "{:?}", loaded.errors);
        loaded.rules
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
}
