//! Tests of the check over whole documents.

use crate::audit::Auditor;
use crate::checks::testing::{auditor, findings, rule, shown};
use crate::finding::Severity;
use proptest::prelude::*;
use std::sync::LazyLock;

static AUDITOR: LazyLock<Auditor> = LazyLock::new(|| {
    let lines = "check = \"gender-conflict\"\nmessage = \"{match} {person} {other}\"\npeople = [\"driver\"]\n\
        pronouns = [[\"he\", \"she\"], [\"his\", \"her\"], [\"him\", \"her\"]]\ntitles-she = [\"actress\"]\n\
        before-things = [\"in\", \"the\"]\nthings = [\"bank\"]\nopeners = [\"during\"]";
    let examples = "[[rule.example]]\nbad = \"[[y]]\"\n[[rule.example]]\ngood = \"z\"\n";
    auditor(&(rule(lines).replace("severity = \"info\"", "severity = \"warning\"") + examples))
});

fn primaries(text: &str) -> Vec<String> {
    shown(&AUDITOR, text).into_iter().map(|(primary, _)| primary).collect()
}

#[test]
fn the_only_person_in_reach_has_one_pronoun() {
    assert_eq!(primaries("Ms. Olsen left Tallinn. He had paid the Harbour Bank."), ["He"]);
    assert_eq!(primaries("The actress Marta Oliveira bowed to his fans."), ["his"]);
    let found = shown(&AUDITOR, "Ms. Olsen came. Trade grew. During his visit, Olsen sang.");
    assert_eq!(found, [("his".to_owned(), vec!["Olsen".to_owned(), "Ms. Olsen".to_owned()])]);
}

#[test]
fn anybody_else_in_reach_may_be_meant() {
    for other in ["Karl Berg came.", "A driver came.", "He came.", "The president came.", "Zorbank came."] {
        assert!(primaries(&format!("{other} Ms. Olsen left. He slept.")).is_empty(), "{other}");
    }
    assert!(primaries("Ms. Olsen and Mr. Olsen left. Olsen said he slept.").is_empty());
    assert!(primaries("Ms. Olsen called. \"He slept,\" she said.").is_empty());
    assert!(primaries("Ms. Olsen wants each to do his or her part.").is_empty());
}

#[test]
fn a_suggestion_is_the_other_pronoun_and_a_person_who_is_not_the_subject_makes_a_hint() {
    let found = findings(&AUDITOR, "Ms. Olsen left. His dog waited.");
    assert_eq!((found[0].severity, &*found[0].suggestions[0].replacement), (Severity::Warning, "Her"));
    let found = findings(&AUDITOR, "Ms. Olsen left. On Monday his dog waited.");
    assert_eq!(found[0].severity, Severity::Info);
}

#[test]
fn long_sentences_and_many_people_take_linear_time() {
    findings(&AUDITOR, &"Ms. Olsen met Karl and his dog ".repeat(8_000));
    findings(&AUDITOR, &"Ms. Olsen left. \"No,\" he said. ".repeat(8_000));
}

proptest! {
    #[test]
    fn findings_are_pronouns_of_any_text(text in "(Ms\\. |Olsen|Mr\\. |Berg| |\\.|, |he|his |She |\"|\n\n|During ){0,60}") {
        for finding in findings(&AUDITOR, &text) {
            prop_assert!(["he", "his", "him", "she", "her"].contains(&&*finding.site.text.to_lowercase()));
            prop_assert!(!finding.related.is_empty());
        }
    }
}
