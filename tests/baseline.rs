//! The baseline, end to end on the binary.

mod support;

use std::ops::Deref;
use support::house::house;
use support::program::{Project, Ran};

/// A project with two rules: `house/visit` is an error, `house/office` a warning.
struct House(Project);

impl Deref for House {
    type Target = Project;
    fn deref(&self) -> &Project {
        &self.0
    }
}

impl House {
    fn new() -> Self {
        House(house(&[("visit", "honorary visit", "error"), ("office", "country affairs", "warning")]))
    }

    fn check(&self, arguments: &[&str]) -> Ran {
        self.run(&[&["check", "--output-format", "concise"], arguments].concat())
    }

    /// The exit code, and the lines of a check of the whole folder.
    fn found(&self) -> (Option<i32>, Vec<String>) {
        let ran = self.check(&[]);
        (ran.code, ran.stdout.lines().map(|line| line.split(": ").next().unwrap().to_owned()).collect())
    }
}

const BASELINE: &str = "mtaudit-baseline.jsonl";

#[test]
fn what_the_baseline_knows_is_not_reported_and_a_new_finding_alone_fails_the_run() {
    let house = House::new();
    house.write("a.txt", "They paid an honorary visit to us.\n\nThe country affairs went well.\n");
    let ran = house.run(&["baseline", "create"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.stderr, "Wrote mtaudit-baseline.jsonl: 2 entries, 2 added, 0 dropped\n");
    let ran = house.check(&[]);
    assert_eq!((ran.code, &*ran.stdout), (Some(0), ""));
    assert!(ran.stderr.contains("; 2 accepted hidden by the baseline; took"), "{}", ran.stderr);
    assert_eq!(house.check(&["--no-baseline"]).code, Some(1));
    assert_eq!(house.check(&["--isolated", "--no-baseline"]).code, Some(0));

    house.write("b.txt", "They paid an honorary visit to us.\n");
    house.write("a.txt", "First.\n\nThe country affairs went well.\n\nAnd they paid an honorary visit to us.\n");
    assert_eq!(house.found(), (Some(1), vec!["b.txt:1:14".into()]));
    // A baseline elsewhere, and one in a folder above.
    std::fs::create_dir(house.path("sub")).unwrap();
    house.write("sub/c.txt", "Nothing.\n");
    assert!(house.run_in("sub", &["check", "../a.txt"]).stderr.contains("2 accepted"));
    std::fs::rename(house.path(BASELINE), house.path("sub/known.jsonl")).unwrap();
    assert!(house.check(&["a.txt", "--baseline", "sub/known.jsonl"]).stderr.contains("2 accepted"));
    assert_eq!(house.check(&["a.txt"]).code, Some(1));
}

#[test]
fn an_update_follows_the_text_and_prune_forgets_what_is_gone() {
    let house = House::new();
    house.write("a.txt", "They paid an honorary visit to us.\n\nThe country affairs went well.\n");
    house.write("b.txt", "The country affairs went well.\n");
    house.run(&["baseline", "create", "--reason", "as it came"]);
    let old = house.read(BASELINE);
    assert!(old.contains("\"reason\":\"as it came\""));
    house.write("a.txt", "They paid a call to us.\n\nThe country affairs went well.\n\nA new honorary visit.\n");
    // The other file was not looked at, and its entry stays.
    let ran = house.run(&["baseline", "update", "a.txt"]);
    let said = "Wrote mtaudit-baseline.jsonl: 3 entries, 0 added, 0 dropped; 1 met nothing and stay\n";
    assert_eq!((ran.code, &*ran.stderr), (Some(0), said));
    house.write("a.txt", "They paid a call to us.\n\nThe country affairs went well.\n");
    assert!(house.run(&["baseline", "update"]).stderr.contains("2 entries, 0 added, 1 dropped"));
    assert!(house.run(&["baseline", "update"]).stderr.starts_with("Nothing to change in"));
    std::fs::remove_file(house.path("b.txt")).unwrap();
    assert!(house.run(&["baseline", "prune"]).stderr.contains("2 entries, 0 added, 0 dropped; 1 met nothing and stay"));
    assert!(house.run(&["baseline", "prune", "--missing"]).stderr.contains("1 entry, 0 added, 1 dropped"));
    let again = house.run(&["baseline", "create"]);
    assert_eq!(again.code, Some(2));
    assert!(again.stderr.contains("is there already"), "{}", again.stderr);
    assert_eq!(house.run(&["baseline", "create", "--force"]).code, Some(0));
}

#[test]
fn a_finding_that_is_not_shown_and_fails_the_run_is_compared_too() {
    let house = House::new();
    house.write("a.txt", "The country affairs went well.\n");
    let strict = ["--fail-on", "warning", "--min-severity", "error"];
    assert_eq!(house.check(&strict).code, Some(1));
    house.run(&["baseline", "create"]);
    assert_eq!(house.check(&strict).code, Some(0));
    house.write("b.txt", "The country affairs went well.\n");
    let ran = house.check(&strict);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), ""));
}

#[test]
fn what_is_known_is_not_repaired() {
    let house = House::new();
    house.write("a.txt", "They paid an honorary visit to us.\n");
    house.run(&["baseline", "create"]);
    let text = "They paid an honorary visit to us. Then another honorary visit came.\n";
    house.write("a.txt", text);
    let ran = house.check(&["--fix"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(house.read("a.txt"), "They paid an honorary visit to us. Then another better words came.\n");
    assert_eq!(house.check(&["--fix", "--no-baseline"]).code, Some(0));
    assert_eq!(house.read("a.txt"), "They paid a better words to us. Then another better words came.\n");
}

#[test]
fn a_damaged_baseline_stops_the_run_with_its_place() {
    let house = House::new();
    house.write("a.txt", "They paid an honorary visit to us.\n");
    house.run(&["baseline", "create"]);
    let good = house.read(BASELINE);
    let broken = good.replace("\"list\"", "\"lisp\"");
    house.write(BASELINE, &broken);
    for command in [&["check"][..], &["baseline", "update"], &["baseline", "prune"]] {
        let ran = house.run(command);
        assert_eq!(ran.code, Some(2));
        assert!(ran.stderr.contains("mtaudit-baseline.jsonl:2:"), "{}", ran.stderr);
        assert!(ran.stderr.contains("unknown field `lisp`"), "{}", ran.stderr);
        assert!(ran.stdout.is_empty());
        assert_eq!(house.read(BASELINE), broken);
    }
    // Going on means without it.
    let ran = house.check(&["--keep-going"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (Some(2), 1));
}

#[test]
fn only_new_needs_a_baseline_to_compare_with() {
    let house = House::new();
    house.write("a.txt", "They paid an honorary visit to us.\n");
    let ran = house.check(&["--only-new"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("--only-new needs a baseline, and there is no"), "{}", ran.stderr);
    assert_eq!(house.check(&["--baseline", "gone.jsonl"]).code, Some(2));
    house.run(&["baseline", "create"]);
    assert_eq!(house.check(&["--only-new"]).code, Some(0));
}

#[test]
fn standard_input_needs_a_name_to_be_kept() {
    let house = House::new();
    let text = b"They paid an honorary visit to us.\n";
    let ran = house.run_with(&["baseline", "create", "-"], text);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("--stdin-filename"), "{}", ran.stderr);
    assert_eq!(house.run_with(&["baseline", "create", "-", "--stdin-filename", "x.txt"], text).code, Some(0));
    assert_eq!(house.run_with(&["check", "-", "--stdin-filename", "x.txt"], text).code, Some(0));
    assert_eq!(house.run_with(&["check", "-"], text).code, Some(1));
    assert_eq!(house.run_with(&["check", "-", "--stdin-filename", "y.txt"], text).code, Some(1));
}

#[test]
fn records_without_a_name_are_not_known_by_their_number() {
    let house = House::new();
    let record = |text: &str| format!("{{\"text\":\"{text}\"}}\n");
    let old = record("They paid an honorary visit to us. It was long.");
    house.write("a.jsonl", &old);
    house.run(&["baseline", "create"]);
    house.write("a.jsonl", record("We paid an honorary visit to us. It was long.") + &old);
    assert_eq!(house.found(), (Some(1), vec!["a.jsonl:1:21".into()]));
    // A name is better than the first words.
    house.write("b.jsonl", "{\"id\":7,\"text\":\"They paid an honorary visit to us.\"}\n");
    house.run(&["baseline", "update"]);
    house.write("b.jsonl", "{\"text\":\"So they paid an \\u0068onorary visit to us.\", \"id\": 7}\n");
    assert_eq!(house.found().1, Vec::<String>::new());
}
