//! A project with rules of its own, for tests that must not change with the built-in ones.

use super::program::{Project, project};

/// A project with these rules (id, phrase, severity), which alone run; each suggests "better words".
pub fn house(rules: &[(&str, &str, &str)]) -> Project {
    let rules: String = rules.iter().map(|(id, phrase, severity)| rule(id, phrase, severity)).collect();
    project(&[
        ("mtaudit.toml", "packs = [\"house\"]\nlang = \"en\"\nselect = [\"house\"]\n"),
        ("house/pack.toml", "[pack]\ndescription = \"x\"\ntarget-language = \"en\"\n"),
        ("house/rules.toml", &rules),
    ])
}

fn rule(id: &str, phrase: &str, severity: &str) -> String {
    let examples: String = ["bad = \"A [[x]].\"", "bad = \"The [[x]].\"", "good = \"None.\""]
        .map(|example| format!("[[rule.example]]\n{}\n", example.replace('x', phrase)))
        .concat();
    format!(
        "[[rule]]\nid = \"{id}\"\ncheck = \"phrase\"\nphrase = \"{phrase}\"\nmessage = \"{{match}} is wrong\"\n\
         severity = \"{severity}\"\nconfidence = \"high\"\ncategory = \"terminology/wrong-term\"\nexplanation = \"x\"\n\
         suggest = \"better words\"\n{examples}\n"
    )
}
