//! Several reports of one run, documents with their scores, gates on verdicts, end to end on the binary.

mod support;

use serde_json::Value;
use support::program::{Project, project};

/// A rule that is an error of major impact, one that is a minor warning, and one that is a hint.
const RULES: &str = r#"
[pack]
description = "x"
target-language = "en"

[[rule]]
id = "major"
check = "phrase"
phrase = "greet wall"
suggest = "great wall"
message = "{match}: write {suggestion}"
severity = "error"
confidence = "high"
category = "terminology/wrong-term"
explanation = "x"
[[rule.example]]
bad = "A [[greet wall]]."
[[rule.example]]
bad = "The [[greet wall]]."
[[rule.example]]
good = "A great wall."

[[rule]]
id = "minor"
check = "phrase"
phrase = "very unique"
message = "{match}: unique"
severity = "warning"
category = "style/awkward"
explanation = "x"
[[rule.example]]
bad = "A [[very unique]] one."
[[rule.example]]
bad = "The [[very unique]] one."
[[rule.example]]
good = "A unique one."

[[rule]]
id = "hint"
check = "phrase"
phrase = "quite so"
message = "{match}"
severity = "info"
impact = "minor"
category = "style/awkward"
explanation = "x"
[[rule.example]]
bad = "A [[quite so]]."
[[rule.example]]
bad = "The [[quite so]]."
[[rule.example]]
good = "So."
"#;

fn house() -> Project {
    let filler = "The talks went on for the whole day. ".repeat(80);
    project(&[
        ("mtaudit.toml", "packs = [\"house.toml\"]\nlang = \"en\"\nselect = [\"house\"]\n"),
        ("house.toml", RULES),
        ("texts/bad.txt", &format!("{}{filler}", "The greet wall. ".repeat(4))),
        ("texts/clean.txt", &filler),
        ("texts/fair.txt", &format!("A very unique day. Quite so. {filler}")),
    ])
}

fn run(house: &Project, arguments: &str) -> support::program::Ran {
    let words: Vec<&str> = ["check", "texts"].into_iter().chain(arguments.split_whitespace()).collect();
    house.run(&words)
}

#[test]
fn several_reports_of_one_run_each_show_what_they_would_alone() {
    let house = house();
    let formats =
        ["full", "json", "jsonl", "csv", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "html"];
    let all: String = formats.iter().map(|format| format!("--output-format {format} ")).collect();
    let ran = run(&house, &format!("{all} --output-file out.{{format}}"));
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{ran:?}");
    // People's reports hide the hint, and say so beside them.
    assert!(ran.stderr.contains("Found 4 errors and 1 warning in 3 files"), "{ran:?}");
    assert!(ran.stderr.contains("1 hint hidden"), "{ran:?}");
    for format in formats {
        let together = house.read(&format!("out.{format}"));
        let alone = run(&house, &format!("--output-format {format}")).stdout;
        assert_eq!(together, alone, "{format}");
    }
}

#[test]
fn a_report_for_people_on_the_terminal_and_one_for_programs_in_a_file() {
    let house = house();
    let ran = run(&house, "--output-format concise --output-format sarif=out.sarif");
    assert_eq!(ran.stdout.lines().count(), 5, "{ran:?}");
    let sarif: Value = serde_json::from_str(&house.read("out.sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 6);
    let refused = run(&house, "--output-format concise --output-format sarif");
    assert!(refused.code == Some(2) && refused.stderr.contains("--output-format FORMAT=FILE"), "{refused:?}");
}

#[test]
fn a_report_that_cannot_be_written_is_an_error_with_its_file() {
    let ran = run(&house(), "--output-format json=nowhere/out.json");
    assert!(ran.code == Some(2) && ran.stderr.contains("nowhere/out.json"), "{ran:?}");
}

#[test]
fn the_summary_ranks_every_document() {
    let house = house();
    let ran = run(&house, "--summary --color never");
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{ran:?}");
    for (line, (verdict, file)) in
        lines.iter().zip([("hold", "bad.txt"), ("review", "fair.txt"), ("publish", "clean.txt")])
    {
        assert!(line.starts_with(verdict) && line.ends_with(file), "{line}");
    }
    assert!(ran.stderr.contains("1 document to hold, 1 to review, 1 to publish"), "{ran:?}");
    let csv = run(&house, "--summary --output-format csv").stdout;
    assert!(csv.starts_with("verdict,score,") && csv.lines().count() == 4, "{csv}");
    let refused = run(&house, "--summary --output-format sarif");
    assert!(
        refused.code == Some(2) && refused.stderr.contains("--summary has no place in a sarif report"),
        "{refused:?}"
    );
}

#[test]
fn what_is_shown_does_not_change_the_score() {
    let house = house();
    let documents = |arguments: &str| -> Value {
        let json: Value =
            serde_json::from_str(&run(&house, &format!("--output-format json {arguments}")).stdout).unwrap();
        json["documents"].clone()
    };
    let all = documents("");
    let few = documents("--min-severity error");
    for (one, other) in all.as_array().unwrap().iter().zip(few.as_array().unwrap()) {
        for key in ["document", "score", "raw_score", "penalty", "impacts", "verdict", "pass", "words", "small_sample"]
        {
            assert_eq!(one[key], other[key], "{key}");
        }
    }
    // 4 × 5 points in the bad one, by hand; a warning and a hint of minor impact in the fair one.
    let words = all[0]["words"].as_f64().unwrap();
    assert_eq!(all[0]["penalty"], 20);
    assert!((all[0]["raw_score"].as_f64().unwrap() - 100.0 * (1.0 - 20.0 / words)).abs() < 0.006);
    assert!((all[0]["score"].as_f64().unwrap() - (100.0 - 20_000.0 / words)).abs() < 0.006);
    assert_eq!((all[1]["penalty"].as_u64(), all[1]["findings"].as_u64()), (Some(2), Some(2)));
    assert_eq!((few[1]["findings"].as_u64(), few[2]["verdict"].as_str()), (Some(0), Some("publish")));
}

#[test]
fn verdicts_gate_and_the_configuration_says_what_is_acceptable() {
    let house = house();
    let code = |arguments: &str| run(&house, arguments).code;
    assert_eq!(code("--fail-on never"), Some(0));
    assert_eq!(code("--fail-on never --fail-on-verdict hold"), Some(1));
    let fair = |arguments: &str| {
        house
            .run(
                &[
                    &["check", "texts/fair.txt", "--fail-on", "never"],
                    &arguments.split_whitespace().collect::<Vec<_>>()[..],
                ]
                .concat(),
            )
            .code
    };
    assert_eq!(fair("--fail-on-verdict hold"), Some(0));
    assert_eq!(fair("--fail-on-verdict review"), Some(1));
    house.write("mtaudit.toml", "packs = [\"house.toml\"]\nselect = [\"house\"]\nfail-on-verdict = \"hold\"\n[scoring]\nthreshold = 99.5\nacceptable-penalty = 0.5\n");
    assert_eq!(fair(""), Some(1));
    house.write("mtaudit.toml", "[scoring]\nthreshold = 100\n");
    let ran = run(&house, "");
    assert!(
        ran.code == Some(2) && ran.stderr.contains("`threshold` has to be a number above 0 and below 100"),
        "{ran:?}"
    );
}

#[test]
fn a_huge_text_is_one_document_with_all_its_words() {
    let house = house();
    let filler = "The talks went on for the whole day.\n".repeat(30_000);
    house.write("texts/huge.txt", format!("The greet wall.\n\n{filler}\nA very unique day.\n"));
    let json: Value = serde_json::from_str(&run(&house, "--output-format json").stdout).unwrap();
    let huge = json["documents"].as_array().unwrap().iter().find(|one| one["file"] == "texts/huge.txt").unwrap();
    assert_eq!((huge["words"].as_u64(), huge["penalty"].as_u64()), (Some(240_007), Some(6)));
    // Its text is not held whole: the page shows the lines around the findings.
    let ran = run(&house, "--output-format html");
    assert!(ran.stderr.contains("1 document is long"), "{ran:?}");
    assert!(ran.stdout.len() < 200_000 && ran.stdout.contains("greet wall"));
}
