//! Tests of the lints over small packs.

use super::*;
use crate::rules::{PackSource, load};

/// The lints of one user's pack: kind and the first words of why, by rule.
fn lints(files: &[(&str, &str)]) -> Vec<String> {
    let loaded = load(RuleSet::default(), &[PackSource::in_memory("t", files)]);
    let errors: Vec<String> = loaded.errors.iter().map(|error| error.render(false)).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    let short = |lint: Lint| format!("{} {}: {}", lint.rule.trim_start_matches("t/"), lint.kind, lint.why);
    lint(&loaded.rules).into_iter().map(short).collect()
}

const HEAD: &str = "[pack]\ndescription = \"d\"\ntarget-language = \"en\"\n";

/// A rule with these keys; an info needs one example, which is not run here.
fn rule(id: &str, keys: &str) -> String {
    let shared = "severity = \"info\"\nmessage = \"m\"\ncategory = \"style/awkward\"\nexplanation = \"e\"";
    format!("[[rule]]\nid = \"{id}\"\n{shared}\n{keys}\n[[rule.example]]\nbad = \"[[x]]\"\n")
}

fn of(rules: &[(&str, &str)]) -> Vec<String> {
    let text: String = rules.iter().map(|(id, keys)| rule(id, keys)).collect();
    lints(&[("a.toml", &format!("{HEAD}{text}"))])
}

#[test]
fn the_same_phrase_is_reported_where_both_rules_find_it() {
    let found = of(&[
        ("one", "check = \"phrase\"\nphrase = \"Honorary Visit\"\ncase = \"any\""),
        ("two", "check = \"phrase\"\nphrase = \"honorary visit\""),
        ("three", "check = \"phrase\"\nphrase = \"honorary visit\"\nneeds = \"mayor\""),
    ]);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].starts_with("two duplicate: `t/one` (t/a.toml:4) finds"), "{}", found[0]);
    assert!(found[1].starts_with("three shadowed: `t/one`"), "{}", found[1]);
    let apart = of(&[
        ("one", "check = \"phrase\"\nphrase = \"US\""),
        ("two", "check = \"phrase\"\nphrase = \"us\"\ncase = \"exact\""),
        ("three", "check = \"phrase\"\nphrase = \"x y\"\nneeds = \"a\""),
        ("four", "check = \"phrase\"\nphrase = \"x y\"\nneeds = \"b\""),
    ]);
    assert_eq!(apart, Vec::<String>::new());
}

#[test]
fn a_longer_phrase_with_the_same_suggestion_is_shadowed() {
    let found = of(&[
        ("one", "check = \"phrase\"\nphrase = \"honorary visit\"\nsuggest = \"courtesy call\""),
        ("two", "check = \"phrase\"\nphrase = \"short honorary visit\"\nsuggest = \"courtesy call\""),
        ("three", "check = \"phrase\"\nphrase = \"first honorary visit\"\nsuggest = \"first courtesy call\""),
        ("four", "check = \"phrase\"\nphrase = \"honorary visitor\"\nsuggest = \"courtesy call\""),
    ]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("two shadowed"));
}

#[test]
fn patterns_and_names_that_two_rules_have_are_duplicates() {
    let found = of(&[
        ("one", "check = \"pattern\"\npattern = 'visit of \\w+'"),
        ("two", "check = \"pattern\"\npattern = 'visit of \\w+'"),
        ("kyiv", "check = \"variants\"\nforms = [\"Kyiv\", \"Kiev\"]"),
        ("kiev", "check = \"variants\"\nforms = [\"Kiev\", \"Kyiv\", \"Kyjiw\"]"),
    ]);
    let kinds: Vec<&str> = found.iter().filter_map(|lint| lint.split(':').next()).collect();
    assert_eq!(kinds, ["two duplicate", "kiev duplicate"], "{found:#?}");
}

#[test]
fn what_can_never_match_is_told() {
    let found = of(&[
        ("blocked", "check = \"phrase\"\nphrase = [\"honorary visit\", \"state visit\"]\nunless = \"honorary\""),
        ("ends", "check = \"phrase\"\nphrase = \"visit\"\nunless = '^visit'"),
        ("slot", "check = \"phrase\"\nphrase = \"a b\"\nwhere = \"dateline\""),
        ("both", "check = \"phrase\"\nphrase = \"a c\"\nwhere = [\"title\", \"!title\"]"),
        ("sign", "check = \"pattern\"\npattern = 'don\\x{2019}t'"),
        ("plain", "check = \"pattern\"\nview = \"plain\"\npattern = 'can\\x{2019}t'"),
        ("after", "check = \"phrase\"\nphrase = \"a d\"\nafter = ' of'"),
        ("needs", "check = \"phrase\"\nphrase = \"a e\"\nneeds = ['two  spaces', 'word']"),
    ]);
    let kinds: Vec<&str> = found.iter().filter_map(|lint| lint.split(": ").next()).collect();
    let never = ["blocked", "slot", "both", "sign", "after"].map(|id| format!("{id} never matches"));
    let expected: Vec<&str> = never.iter().map(String::as_str).chain(["needs condition without effect"]).collect();
    assert_eq!(kinds, expected, "{found:#?}");
    assert!(found[0].contains("\"honorary visit\""), "{}", found[0]);
}

#[test]
fn patterns_that_run_everywhere_or_become_large_are_costly() {
    let found = of(&[
        ("always", "check = \"pattern\"\npattern = '\\w+ \\w'"),
        ("large", "check = \"pattern\"\npattern = 'visit \\p{L}{1,40}'"),
        ("script", "check = \"pattern\"\npattern = '\\p{Han}+'"),
        ("small", "check = \"pattern\"\npattern = 'visit \\p{L}+ [a-z]{1,40}'"),
    ]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("always costly") && found[1].starts_with("large costly"));
    assert!(found[1].ends_with("it repeats a large class of letters 40 times"), "{}", found[1]);
}

#[test]
fn what_its_author_acknowledges_is_not_told_and_what_is_acknowledged_for_nothing_is() {
    let found = of(&[
        ("one", "check = \"phrase\"\nphrase = \"a b\""),
        ("two", "check = \"phrase\"\nphrase = \"a b\"\nlint-allow = \"duplicate\""),
        ("three", "check = \"pattern\"\npattern = '\\w+ \\w'\nlint-allow = [\"duplicate\", \"costly\"]"),
    ]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with("three acknowledged for nothing: its `lint-allow` lets \"duplicate\""),
        "{}",
        found[0]
    );
}

#[test]
fn a_row_acknowledges_for_itself() {
    let table = "wrong,lint_allow\na b,\nhonorary a b,shadowed | duplicate\n";
    let rule = "[[rule]]\nid = \"t\"\ncheck = \"lexicon\"\nfile = \"t.csv\"\nseverity = \"info\"\nmessage = \"m\"\n\
        category = \"style/awkward\"\nexplanation = \"e\"\n";
    let pack = |keys: &str| format!("{HEAD}{rule}{keys}");
    let found = lints(&[("a.toml", &pack("")), ("t.csv", table)]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("t#honorary-a-b acknowledged for nothing") && found[0].contains("\"duplicate\""));
    let sources =
        [PackSource::in_memory("t", &[("a.toml", &pack("lint-allow = [\"costly\", \"dup\"]")), ("t.csv", table)])];
    let errors: Vec<String> = load(RuleSet::default(), &sources).errors.iter().map(|one| one.message.clone()).collect();
    assert_eq!(errors, ["the rows of a table acknowledge lints for themselves", "there is no lint `dup`"]);
}

#[test]
fn the_built_in_packs_are_clean() {
    let found: Vec<String> = lint(&crate::embedded::builtin())
        .iter()
        .map(|lint| format!("{}:{}: {} {}: {}", lint.file, lint.line, lint.rule, lint.kind, lint.why))
        .collect();
    assert!(found.is_empty(), "mend them, or acknowledge them with `lint-allow`:\n{}", found.join("\n"));
}

#[test]
fn a_built_in_fact_has_a_source() {
    let text = format!("{HEAD}{}", rule("one", "check = \"phrase\"\nphrase = \"a b\""));
    let mut loaded = load(RuleSet::default(), &[PackSource::in_memory("t", &[("a.toml", &text)])]).rules;
    loaded.rules[0].category = "terminology/wrong-term".into();
    loaded.rules[0].severity = crate::finding::Severity::Warning;
    assert_eq!(lint(&loaded), []);
    loaded.packs[0].builtin = true;
    assert_eq!(lint(&loaded)[0].kind, LintKind::NoSource);
    loaded.rules[0].docs.references = vec!["https://example.org".into()];
    assert_eq!(lint(&loaded), []);
}
