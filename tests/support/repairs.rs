//! Repairs: a project with rules whose findings have suggestions, and texts repaired in it.

use super::program::{Project, Ran, project};
use std::ops::Deref;

/// A project with rules, and texts to repair.
pub struct House(Project);

impl Deref for House {
    type Target = Project;
    fn deref(&self) -> &Project {
        &self.0
    }
}

impl House {
    /// A project of these rules: id, confidence, phrase, suggestions.
    pub fn of(rules: &[(&str, &str, &str, &[&str])]) -> Self {
        let mut file = String::new();
        for (id, confidence, phrase, suggest) in rules {
            let examples: String = ["bad = \"A [[x]].\"", "bad = \"The [[x]].\"", "good = \"None.\""]
                .map(|example| format!("[[rule.example]]\n{}\n", example.replace('x', &phrase.replace('"', "\\\""))))
                .concat();
            file += &format!(
                "[[rule]]\nid = \"{id}\"\ncheck = \"phrase\"\nphrase = {phrase:?}\nsuggest = {suggest:?}\n\
                 message = \"{{match}}: write {{suggestion}}\"\nseverity = \"error\"\nconfidence = \"{confidence}\"\n\
                 category = \"terminology/wrong-term\"\nexplanation = \"x\"\n{examples}\n"
            );
        }
        House(project(&[
            ("mtaudit.toml", "packs = [\"house\"]\nlang = \"en\"\nselect = [\"house\"]\n"),
            ("house/pack.toml", "[pack]\ndescription = \"x\"\ntarget-language = \"en\"\n"),
            ("house/rules.toml", &file),
        ]))
    }

    /// The rules that most tests use.
    pub fn new() -> Self {
        House::of(&[
            ("visit", "high", "honorary visit", &["courtesy call"]),
            ("quote", "high", "so called", &["so-called \"x\\y\""]),
            ("cafe", "high", "café", &["coffee house"]),
            ("owner", "high", "Kim's journey", &["Kim's trip"]),
            ("office", "medium", "country affairs", &["State Affairs"]),
        ])
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    pub fn run_with(&self, arguments: &[&str], stdin: &[u8]) -> Ran {
        self.0.run_with(&[&["check", "--output-format", "concise"], arguments].concat(), stdin)
    }

    /// Repairs a file of these bytes twice, and gives what it holds then; the second time must change nothing.
    pub fn fixed(&self, name: &str, bytes: impl AsRef<[u8]>) -> Vec<u8> {
        self.write(name, bytes);
        self.run(&["--fix", name]);
        let once = self.bytes(name);
        let again = self.run(&["--fix", name]);
        assert!(again.stderr.contains("Nothing to fix"), "{}", again.stderr);
        assert_eq!(self.bytes(name), once);
        assert_eq!(self.run(&["--diff", name]).code, Some(0));
        once
    }

    /// The same with a text.
    pub fn fixed_text(&self, name: &str, text: &str) -> String {
        String::from_utf8(self.fixed(name, text)).unwrap()
    }
}
