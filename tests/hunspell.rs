//! Hunspell dictionaries of the user for a language that has no word list of its own: a tiny one of German.

#[path = "support/program.rs"]
#[expect(dead_code, reason = "shared with other tests")]
mod program;

use program::{Project, project};

const CONFIG: &str = "[dictionary.hunspell]\nde = \"de\"\n";
/// Words of the text, and a suffix that makes two forms of an adjective.
const AFFIXES: &str = "SET UTF-8\nSFX A Y 2\nSFX A 0 e .\nSFX A 0 en .\n";
const WORDS: &str =
    "15\nder\ndie\nden\nhat\nwill\nalt/A\nRat\nPlan\nStadt\nBrücke\ngenehmigt\nreparieren\nund\nist\nnicht\n";

fn german(text: &str) -> Project {
    project(&[("mtaudit.toml", CONFIG), ("de.aff", AFFIXES), ("de.dic", WORDS), ("text.txt", text)])
}

/// Rule, text and first suggestion of what is found.
fn found(project: &Project) -> Vec<(String, String, String)> {
    let arguments = ["check", "--lang", "de", "--output-format", "jsonl", "--min-severity", "info", "text.txt"];
    let ran = project.run(&arguments);
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let findings = ran.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    findings.map(|one| (text(&one["rule"]), text(&one["text"]), text(&one["suggestions"][0]["replacement"]))).collect()
}

#[test]
fn a_dictionary_gives_a_language_checks_of_unknown_words() {
    let project = german("Der Rat hat den alten Plan genenehmigt. Die Stadt will die Brücke repariern.\n");
    let expected =
        [("de/spelling/stutter", "genenehmigt", "genehmigt"), ("de/spelling/misspelling", "repariern", "reparieren")];
    let expected = expected.map(|(rule, text, meant)| (rule.to_owned(), text.to_owned(), meant.to_owned()));
    assert_eq!(found(&project), expected);
    // Without the dictionary nobody knows.
    project.config("");
    assert_eq!(found(&project), []);
}

#[test]
fn what_a_dictionary_knows_is_right() {
    assert_eq!(found(&german("Der Rat hat den alten Plan genehmigt, und die alte Brücke ist nicht alt.\n")), []);
}

#[test]
fn examples_of_a_language_run_when_it_has_a_dictionary() {
    let project = german("");
    let ran = project.run(&["rules", "test", "--select", "de/spelling"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert!(!ran.stdout.contains("not run"), "{}", ran.stdout);
    project.config("");
    let ran = project.run(&["rules", "test", "--select", "de/spelling"]);
    assert!(ran.stdout.contains("not run: no word list"), "{}", ran.stdout);
}
