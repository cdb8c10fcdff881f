//! A pack that uses the whole rule language loads, and becomes what it says.

use mtaudit::finding::{Kind, Severity};
use mtaudit::rules::model::{Adjacent, Case, CheckSpec, PatternPiece, Scope};
use mtaudit::rules::{Loaded, PackSource, Rule, RuleSet, load};
use std::path::Path;

fn house() -> Loaded {
    let loaded = load(RuleSet::default(), &[PackSource::read(Path::new("tests/fixtures/house"))]);
    let rendered: Vec<String> = loaded.errors.iter().map(|error| error.render(false)).collect();
    assert!(rendered.is_empty(), "{}", rendered.join("\n\n"));
    loaded
}

fn rule<'l>(loaded: &'l Loaded, id: &str) -> &'l Rule {
    loaded.rules.rules.iter().find(|rule| &*rule.id == id).unwrap_or_else(|| panic!("there is no rule {id}"))
}

#[test]
fn every_rule_and_row_has_its_id() {
    let ids: Vec<String> = house().rules.rules.iter().map(|rule| rule.id.to_string()).collect();
    assert_eq!(
        ids,
        [
            "house/president-of",
            "house/disclosure",
            "house/doubled",
            "house/cities",
            "house/honorary-visit",
            "house/words#honorary-call",
            "house/words#peta-kota",
            "house/words#friendly-city",
            "house/names#kim-jong-un",
        ]
    );
}

#[test]
fn the_pack_has_its_metadata() {
    let loaded = house();
    let pack = &loaded.rules.packs[0];
    assert_eq!((&*pack.id, pack.target_language.as_deref(), pack.builtin), ("house", Some("en"), false));
    assert_eq!(pack.source_languages.len(), 2);
    assert_eq!(loaded.rules.languages[0].article.as_ref().map(|article| &*article.vowel), Some("an"));
    assert_eq!(loaded.rules.classes[0].words[1].text.as_ref(), "Ng\u{f4} \u{110}\u{ec}nh, Di\u{1ec7}m");
}

#[test]
fn phrases_are_normalised_and_inflected_with_their_suggestions() {
    let loaded = house();
    let CheckSpec::Phrase(phrases) = &rule(&loaded, "house/honorary-visit").check else { panic!() };
    let shown: Vec<_> = phrases.iter().map(|p| (&*p.text, p.case, p.suggest.first().map(|s| &**s))).collect();
    assert_eq!(
        shown,
        [
            ("honorary visit", Case::Lower, None),
            ("Visit of's Honour", Case::Exact, None),
            ("honorary visits", Case::Lower, Some("courtesy calls")),
            ("Visit of's Honours", Case::Exact, Some("courtesy calls")),
        ]
    );
}

#[test]
fn patterns_are_split_at_classes_and_keep_their_flags() {
    let loaded = house();
    let rule = rule(&loaded, "house/president-of");
    let CheckSpec::Pattern(patterns) = &rule.check else { panic!() };
    assert_eq!(
        patterns[0].literals.iter().map(|literal| &*literal.text).collect::<Vec<_>>(),
        ["president of country affairs ", "president of foreign affairs "]
    );
    assert_eq!(patterns[0].pieces[2], PatternPiece::Regex("(?i) ".into()));
    assert_eq!(patterns[1].pieces[2], PatternPiece::Regex(" 'so'".into()));
    let conditions = &rule.conditions;
    assert_eq!(conditions.needs[0].pieces, [PatternPiece::Regex(r"(?i)\bx\b".into())]);
    assert_eq!(conditions.unless[0].pieces, [PatternPiece::Regex(r"\bPresident of the State Affairs\b".into())]);
    assert_eq!(conditions.unless[1].pieces, [PatternPiece::Regex(r"(?i)(?:\bmagazine\b|\bboard\b)".into())]);
    assert!(matches!(conditions.after[..], [Adjacent::Class(_)]));
    assert_eq!((conditions.near[0].within, conditions.near[1].within), (3, 8));
    assert_eq!((conditions.slots.len(), conditions.not_slots.len()), (1, 1));
}

#[test]
fn rows_take_what_they_do_not_say_from_their_rule() {
    let loaded = house();
    let call = rule(&loaded, "house/words#honorary-call");
    assert_eq!((call.severity, call.suggest.len(), call.docs.examples.len()), (Severity::Warning, 2, 2));
    let message = call.message.fill(|hole| Some(hole.to_uppercase().into()));
    assert_eq!(message, "MATCH is SUGGESTION. A {note}.");
    let CheckSpec::Phrase(phrases) = &call.check else { panic!() };
    assert_eq!(phrases.len(), 4);
    assert_eq!(phrases[2].suggest.iter().map(|s| &**s).collect::<Vec<_>>(), ["courtesy calls", "formal calls"]);
    let city = rule(&loaded, "house/words#friendly-city");
    assert_eq!((city.severity, city.docs.unverified), (Severity::Info, true));
    let map = rule(&loaded, "house/words#peta-kota");
    assert_eq!(map.conditions.source_language.as_deref(), Some("id"));
}

#[test]
fn labels_variants_and_detectors_load() {
    let loaded = house();
    assert_eq!(rule(&loaded, "house/disclosure").kind, Kind::Label);
    let CheckSpec::Variants(cities) = &rule(&loaded, "house/cities").check else { panic!() };
    assert_eq!((cities.prefer, cities.scope), (Some(0), Scope::Corpus));
    assert_eq!(rule(&loaded, "house/cities").docs.examples[0].documents.len(), 2);
    let CheckSpec::GarbledWord(doubled) = &rule(&loaded, "house/doubled").check else { panic!() };
    assert_eq!((doubled.min_length, doubled.allowed.len()), (7, 1));
}

#[test]
fn sound_rules_load_beside_broken_ones() {
    let pack = PackSource::in_memory(
        "desk",
        &[(
            "a.toml",
            "[pack]\ndescription = \"x\"\n[[rule]]\nid = \"a\"\n[[rule]]\nid = \"b\"\ncheck = \"phrase\"\nphrase = \"y\"\n\
         message = \"m\"\nseverity = \"info\"\ncategory = \"style/awkward\"\nexplanation = \"e\"\n\
         example = [{ bad = \"[[y]]\" }]\n",
        )],
    );
    let loaded = load(RuleSet::default(), &[pack]);
    assert_eq!(loaded.rules.rules.iter().map(|rule| &*rule.id).collect::<Vec<_>>(), ["desk/b"]);
    assert_eq!(loaded.errors.len(), 5);
}

#[test]
fn a_user_rule_may_not_take_the_id_of_a_built_in_one() {
    let base = house().rules;
    let loaded = load(base.clone(), &[PackSource::read(Path::new("tests/fixtures/house"))]);
    assert_eq!(loaded.rules.rules, base.rules);
    assert!(loaded.errors.iter().any(|error| error.message.contains("is a built-in rule")));
}

#[test]
fn a_built_in_row_names_its_source() {
    let mut source = PackSource::read(Path::new("tests/fixtures/house"));
    source.builtin = true;
    let errors = load(RuleSet::default(), &[source]).errors;
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(messages, ["a built-in row of severity warning or error needs a source"]);
}

mod hostile {
    use super::*;
    use proptest::prelude::*;

    /// The files of the fixture pack with one place in one of them overwritten.
    fn damaged(file: usize, at: usize, length: usize, by: &str) -> PackSource {
        let names = ["pack.toml", "visits.toml", "patterns.toml", "words.toml", "language.toml"];
        let tables = ["leaders.csv", "tables/words.csv", "tables/names.csv"];
        let mut texts: Vec<(&str, String)> = (names.iter().chain(&tables))
            .map(|name| (*name, std::fs::read_to_string(Path::new("tests/fixtures/house").join(name)).unwrap()))
            .collect();
        let count = texts.len();
        let text = &mut texts[file % count].1;
        let chars: Vec<char> = text.chars().collect();
        let start = at % chars.len();
        let end = (start + length).min(chars.len());
        *text = chars[..start].iter().copied().chain(by.chars()).chain(chars[end..].iter().copied()).collect();
        let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        PackSource::in_memory("house", &files)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn a_damaged_file_is_reported_and_nothing_panics(
            file in 0usize..8,
            at in any::<usize>(),
            length in 0usize..12,
            by in r#"([\[\]{}()"'\\,|=\n#]|\PC){0,6}"#,
        ) {
            let loaded = load(RuleSet::default(), &[damaged(file, at, length, &by)]);
            for error in loaded.errors.iter().chain(&loaded.warnings) {
                prop_assert!(error.render(false).contains(&*error.place.file));
                prop_assert!(error.place.excerpt.get(error.place.marked.clone()).is_some());
            }
        }
    }
}
