//! Articles in eight languages (ours), each with a clean twin: what was planted is found where it stands, and nothing else.
//!
//! `tests/languages/LANGUAGE/expected.tsv` lists what is planted: rule, line, column, text. Languages without measured
//! rules have a configuration that switches them on.

#[path = "support/program.rs"]
#[expect(dead_code, reason = "shared with other tests")]
mod program;

use program::{Project, project};
use std::fs;
use std::path::Path;

const LANGUAGES: [&str; 8] = ["ar", "de", "es", "fr", "id", "ja", "ru", "zh"];

fn read(language: &str, name: &str) -> Option<String> {
    fs::read_to_string(Path::new("tests/languages").join(language).join(name)).ok()
}

/// A folder with an article and the configuration of its language.
fn article(language: &str, name: &str) -> Project {
    let project = project(&[(name, &read(language, name).unwrap())]);
    if let Some(config) = read(language, "mtaudit.toml") {
        project.config(&config);
    }
    project
}

/// What is found in an article, as `expected.tsv` has it.
fn found(language: &str, name: &str) -> Vec<String> {
    let project = article(language, name);
    let ran = project.run(&["check", "--output-format", "jsonl", "--min-severity", "info", name]);
    assert!(ran.code == Some(0) || ran.code == Some(1), "{language}: {}", ran.stderr);
    let text: Vec<char> = project.read(name).chars().collect();
    let findings = ran.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let row = |finding: serde_json::Value| {
        let number = |key: &str| finding[key].as_u64().unwrap() as usize;
        let words = finding["text"].as_str().unwrap();
        assert_eq!(text[number("start")..number("end")].iter().collect::<String>(), words, "{language}: offsets");
        let bytes = project.bytes(name);
        assert_eq!(&bytes[number("byte_start")..number("byte_end")], words.as_bytes(), "{language}: bytes");
        assert_eq!(finding["lang"], language);
        let shown = words.replace('\u{200b}', "\\u200b");
        format!("{}\t{}\t{}\t{shown}", finding["rule"].as_str().unwrap(), number("line"), number("column"))
    };
    findings.map(row).collect()
}

#[test]
fn what_is_planted_is_found_where_it_stands() {
    for language in LANGUAGES {
        let expected = read(language, "expected.tsv").unwrap();
        let mut expected: Vec<&str> = expected.lines().skip(1).collect();
        let mut found = found(language, "planted.txt");
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{language}");
    }
}

#[test]
fn a_clean_twin_is_silent() {
    for language in LANGUAGES {
        assert_eq!(found(language, "clean.txt"), Vec::<String>::new(), "{language}");
    }
}

#[test]
fn a_language_without_a_word_list_is_named_once() {
    for language in LANGUAGES {
        let ran = article(language, "clean.txt").run(&["check", "clean.txt"]);
        assert_eq!(ran.stderr.matches("No word list for").count(), 1, "{language}: {}", ran.stderr);
    }
}

#[test]
fn languages_that_were_not_measured_are_off_until_they_are_switched_on() {
    for language in ["ar", "id"] {
        let project = project(&[("planted.txt", &read(language, "planted.txt").unwrap())]);
        let ran = project.run(&["check", "--isolated", "--output-format", "jsonl", "planted.txt"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""), "{language}");
    }
}

#[test]
fn places_in_text_from_right_to_left_and_with_combining_marks_are_exact() {
    // Arabic with vowel signs, Hebrew with points, Devanagari, and a decomposed accent before each artifact.
    for (text, column) in [
        ("قَالَ المُدِيرُ إِنَّ <unk> الجِسْرَ مُغْلَقٌ.\n", 23),
        ("הַגֶּשֶׁר סָגוּר <unk> עַד מַאי.\n", 18),
        ("पुल मई तक <unk> बंद रहेगा।\n", 11),
        ("Le cafe\u{301} <unk> rouvre.\n", 10),
        ("大桥在五月<unk>开放。\n", 6),
    ] {
        let project = project(&[("a.txt", text)]);
        let ran = project.run(&["check", "--isolated", "--output-format", "jsonl", "a.txt"]);
        let finding: serde_json::Value = serde_json::from_str(ran.stdout.lines().next().unwrap()).unwrap();
        let before = text.split("<unk>").next().unwrap();
        assert_eq!(before.chars().count() + 1, column, "{text}");
        assert_eq!(finding["column"].as_u64(), Some(column as u64), "{text}");
        assert_eq!(finding["byte_start"].as_u64(), Some(before.len() as u64), "{text}");
        assert_eq!(finding["text"], "<unk>");
    }
}
