//! The commands of rule authors, end to end: `rules new`, `measure`, `lint`, `stale`.

mod support;

use serde_json::Value;
use std::io::Write;
use support::program::project;

const PHRASES: &str = r#"
[pack]
description = "Phrases"
target-language = "en"

[[rule]]
id = "one"
check = "phrase"
phrase = "hatted visit"
message = "m"
severity = "warning"
category = "style/awkward"
explanation = "e"
[[rule.example]]
bad = "A [[hatted visit]]."
[[rule.example]]
bad = "The [[hatted visit]]."
[[rule.example]]
good = "A visit."

[[rule]]
id = "off"
check = "phrase"
phrase = "state of things"
enabled = false
message = "m"
severity = "info"
category = "style/awkward"
explanation = "e"
[[rule.example]]
bad = "The [[state of things]]."
"#;

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn corpus(documents: usize) -> String {
    (0..documents).map(|n| format!("{{\"id\":\"d{n}\",\"text\":\"It was the hatted visit number {n}.\"}}\n")).collect()
}

#[test]
fn every_skeleton_loads_and_passes_as_it_is() {
    let project = project(&[]);
    for check in ["phrase", "pattern", "lexicon", "variants", "garbled-word"] {
        let made = project.run(&["rules", "new", &format!("my-{check}"), "--check", check]);
        assert_eq!(made.code, Some(0), "{made:?}");
    }
    let tested = project.run(&["rules", "test", "house"]);
    assert_eq!(tested.code, Some(0), "{tested:?}");
    assert!(tested.stdout.starts_with("17 examples of 7 rules run"), "{tested:?}");
    let linted = project.run(&["rules", "lint", "house"]);
    assert_eq!(linted.code, Some(0), "{linted:?}");
}

#[test]
fn a_new_rule_overwrites_nothing_and_leaves_no_half() {
    let project = project(&[]);
    project.write("house/words.csv", "mine\n");
    let made = project.run(&["rules", "new", "words", "--check", "lexicon"]);
    assert_eq!(made.code, Some(2));
    assert!(made.stderr.contains("house/words.csv is there already; nothing was written"), "{made:?}");
    assert!(!project.exists("house/words.toml") && !project.exists("house/pack.toml"));
    assert_eq!(project.read("house/words.csv"), "mine\n");
    // The id is taken by a rule in a file of another name.
    project.write("other/pack.toml", PHRASES);
    let taken = project.run(&["rules", "new", "one", "--pack", "other"]);
    assert!(taken.code == Some(2) && taken.stderr.contains("other/pack.toml:6"), "{taken:?}");
    let odd = project.run(&["rules", "new", "My Rule"]);
    assert!(odd.code == Some(2) && odd.stderr.contains("such as `my-rule`"), "{odd:?}");
}

#[test]
fn figures_are_the_same_for_gzip_for_any_threads_and_in_every_form() {
    let project = project(&[]);
    project.write("house/pack.toml", PHRASES);
    project.write("clean.jsonl", "{\"text\":\"A visit of one hour ended.\"}\n");
    project.write("mt.jsonl.gz", gzip(&corpus(30)));
    project.write("mt.jsonl", corpus(30));
    let base = ["rules", "measure", "--pack", "house", "--corpus", "clean.jsonl", "--show", "4"];
    let run = |more: &[&str]| {
        let run = project.run(&[&base[..], more].concat());
        assert_eq!(run.code, Some(0), "{run:?}");
        run.stdout
    };
    let one = run(&["--mt", "mt.jsonl.gz", "--threads", "1"]);
    assert_eq!(one, run(&["--mt", "mt.jsonl", "--threads", "4"]));
    assert_ne!(one, run(&["--mt", "mt.jsonl", "--seed", "7"]));
    assert_eq!(one.lines().filter(|line| line.contains("[[hatted visit]]")).count(), 4, "{one}");
    let json: Value = serde_json::from_str(&run(&["--mt", "mt.jsonl", "--output-format", "json"])).unwrap();
    let rules = json["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 1, "a rule that is off is measured if it is called by its id");
    assert_eq!(rules[0]["mt"]["hits"], 30);
    // (30.5 / 210) / (0.5 / 6)
    assert!((rules[0]["ratio"].as_f64().unwrap() - 1.743).abs() < 0.001, "{json}");
    assert_eq!(json["mt"]["findings"]["warning"], 30);
    let csv = run(&["--mt", "mt.jsonl", "--output-format", "csv"]);
    assert!(
        csv.starts_with("rule,severity,clean_hits,") && csv.contains("house/one,warning,0,0.00,0,30,142857.14,30,1.7")
    );
    let off = run(&["--rules", "house/off"]);
    assert!(off.contains("house/off"), "{off}");
}

#[test]
fn measures_are_of_what_check_reports_with_the_configuration_of_each_file() {
    let project = project(&[("house/pack.toml", PHRASES), ("clean.txt", "A visit ended.\n")]);
    project.write("raw/a.txt", "A hatted visit. The hatted visit.\n");
    project.write("web/a.txt", "A hatted visit ended.\n");
    let hits = |arguments: &[&str]| {
        let base = [
            "rules",
            "measure",
            "--lang",
            "en",
            "--output-format",
            "json",
            "--corpus",
            "clean.txt",
            "--mt",
            "raw",
            "web",
        ];
        let ran = project.run(&[&base[..], arguments].concat());
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let json: Value = serde_json::from_str(&ran.stdout).unwrap();
        let rule = json["rules"].as_array().unwrap().iter().find(|rule| rule["rule"] == "house/one").unwrap();
        (rule["mt"]["hits"].as_u64().unwrap(), ran.stderr)
    };
    let config = "packs = [\"house\"]\nselect = [\"en/garbled\"]\n";
    project.config(config);
    assert_eq!(hits(&["--pack", "house"]), (3, String::new()), "a pack that is named is measured whatever is selected");
    project.config(&format!("{config}[[overrides]]\npaths = [\"raw/**\"]\nignore = [\"house\"]\n"));
    let (found, said) = hits(&["--rules", "house/one"]);
    assert_eq!((found, said.contains("switch some of the rules off in 1 file")), (1, true), "{said}");
    // A rule that is on for some files only.
    project.config(
        "packs = [\"house\"]\n[rules.\"house/one\"]\nenabled = false\n\
         [[overrides]]\npaths = [\"web/**\"]\n[overrides.rules.\"house/one\"]\nenabled = true\n",
    );
    assert_eq!(hits(&[]).0, 1);
}

#[test]
fn a_corpus_that_cannot_be_read_is_named() {
    let project = project(&[]);
    let whole = gzip(&corpus(500));
    project.write("cut.jsonl.gz", &whole[..whole.len() / 2]);
    let cut = project.run(&["rules", "measure", "--corpus", "cut.jsonl.gz"]);
    assert!(cut.code == Some(2) && cut.stderr.contains("cut.jsonl"), "{cut:?}");
    let missing = project.run(&["rules", "measure", "--corpus", "none.jsonl"]);
    assert!(missing.code == Some(2) && missing.stderr.contains("none.jsonl: no such file"), "{missing:?}");
}

#[test]
fn lint_tells_place_reason_and_remedy() {
    let project = project(&[]);
    project.write(
        "house/pack.toml",
        PHRASES.replace("id = \"off\"", "id = \"two\"\nunless = \"state\"").replace("enabled = false", ""),
    );
    let linted = project.run(&["rules", "lint", "house"]);
    assert_eq!(linted.code, Some(1));
    for said in [
        "house/two (never matches)",
        "--> house/pack.toml:21",
        "why: its own `unless` `state`",
        "do:  write the `unless`",
    ] {
        assert!(linted.stdout.contains(said), "{said}: {}", linted.stdout);
    }
    let json = project.run(&["rules", "lint", "house", "--output-format", "json"]);
    let json: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((&json[0]["kind"], &json[0]["line"]), (&"never-matches".into(), &21.into()));
}

#[test]
fn stale_lists_facts_whose_last_day_is_past() {
    let project = project(&[]);
    project.write("house/pack.toml", PHRASES.replace("id = \"one\"", "id = \"one\"\nvalid-until = \"2023-06-30\""));
    let stale = |date: &str| project.run(&["rules", "stale", "house", "--date", date]);
    let past = stale("2023-07-01");
    assert_eq!(
        (past.code, past.stdout.as_str()),
        (Some(1), "2023-06-30  house/one  house/pack.toml:6\n1 of 1 dated fact past on 2023-07-01\n")
    );
    assert_eq!(stale("2023-06-30").code, Some(0));
    assert_eq!(stale("30.6.2023").code, Some(2));
    assert_eq!(project.run(&["rules", "stale", "house"]).code, Some(1), "today is after 2023");
    // A document of that time, one of a later time, and one of no known time.
    project.write("mtaudit.toml", "packs = [\"house\"]\n");
    let text = "The hatted visit of Ms. Doe to the mayor.";
    let dated = ["\"date\":\"2023-05-01\",", "\"date\":\"2024-05-01\",", ""];
    project.write("a.jsonl", dated.map(|date| format!("{{{date}\"text\":\"{text}\"}}\n")).concat());
    let found = project.run(&["check", "a.jsonl", "--select", "house", "--output-format", "jsonl"]);
    let severities: Vec<Value> =
        found.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).collect();
    let severities: Vec<&Value> =
        severities.iter().filter(|v| v.get("rule").is_some()).map(|v| &v["severity"]).collect();
    assert_eq!(severities, ["warning", "info"], "{}", found.stdout);
}

/// The blocks of a Markdown text whose fence begins with one of these words: the rest of the fence, and the text.
fn blocks<'t>(markdown: &'t str, words: &[&str]) -> Vec<(&'t str, &'t str)> {
    let fenced = markdown.split("```").skip(1).step_by(2);
    let parts = fenced.filter_map(|block| block.split_once('\n'));
    let named = |(fence, text)| {
        let (word, name) = str::split_once(fence, ' ').unwrap_or((fence, ""));
        words.contains(&word).then_some((name, text))
    };
    parts.filter_map(named).collect()
}

#[test]
fn the_guide_for_authors_is_true() {
    let guide = include_str!("../docs/writing-rules.md").replace("\r\n", "\n");
    let project = project(&[]);
    project.write("house/pack.toml", "[pack]\ndescription = \"d\"\ntarget-language = \"en\"\n");
    // A block without a file name shows something and is no part of the story.
    for (path, text) in blocks(&guide, &["toml", "csv"]).into_iter().filter(|(path, _)| !path.is_empty()) {
        project.write(path, text);
    }
    let records = |name: &str, texts: &[&str], times: usize| -> String {
        let all = texts.iter().cycle().take(texts.len() * times).enumerate();
        all.map(|(n, text)| format!("{}\n", serde_json::json!({ "id": format!("{name}-{n}"), "text": text }))).collect()
    };
    let clean = [
        "She paid a courtesy call to the mayor on Monday.",
        "He lost one hand, shoe and all, in the mud.",
        "Ivory Coast won the match; fans from Ivory Coast sang.",
        "He chaired the finance committee for a year.",
        "The head of committee services met the finance officers at noon.",
        "The ambulance stood in front of the hospital.",
        "The couscousery on the corner serves lunch.",
        "A sick house cat was taken to the vet.",
    ];
    let translated = [
        "The mayor took off a hand shoe. Hand shoes are worn in winter.",
        "A sick car brought him to the sick house.",
        "He is the head of committee for finance, she is head of committee for defense.",
        "Ivory Coast won the match. The coach of Côte d'Ivoire smiled.",
        "It was not apappropriate to ask in the couscousery.",
        "Two left hand shoes were found in the sick house.",
        "The fire defense came at noon.",
    ];
    project.write("clean.jsonl.gz", gzip(&records("clean", &clean, 40)));
    project.write("mt.jsonl", records("mt", &translated, 1));
    // The last thing that the guide says of each measure is what the finished rule does.
    let run = |arguments: &str| project.run(&arguments.split(' ').collect::<Vec<_>>()).stdout;
    for rule in ["hand-shoe", "head-of-committee", "hospital-words", "country-names"] {
        let show = if rule == "hand-shoe" {
            "10"
        } else if rule == "head-of-committee" {
            "2"
        } else {
            "1"
        };
        let measured = run(&format!(
            "rules measure --pack house --rules house/{rule} --corpus clean.jsonl.gz --mt mt.jsonl --show {show}"
        ));
        assert!(guide.contains(&measured), "{measured}");
    }
    assert!(guide.contains(&run("rules test house")));
    assert!(guide.contains(&run("rules lint house")));
    let garbled = "check mt.jsonl --select en/garbled --fail-on never --output-format concise";
    let (with, without) = (run(garbled), run(&format!("{garbled} --isolated")));
    assert!(guide.contains(&format!("{without}```")), "{without}");
    assert!(guide.contains(&format!("{with}```")) && with.len() < without.len(), "{with}");
}

#[test]
fn the_guide_is_true_of_names_of_the_house() {
    let guide = include_str!("../docs/writing-rules.md").replace("\r\n", "\n");
    let project = project(&[]);
    let config = blocks(&guide, &["toml"]).into_iter().find(|(path, _)| *path == "desk/mtaudit.toml").unwrap().1;
    project.write("mtaudit.toml", config);
    project.write("a.txt", "Kim Jong-un met Rami Blacksmith and Ramy Haddad.\n");
    let found = project.run(&["check", "a.txt", "--output-format", "concise", "--fail-on", "never"]);
    assert_eq!(found.stdout.lines().count(), 2, "{found:?}");
    for line in found.stdout.lines() {
        assert!(guide.contains(line.strip_prefix("a.txt").unwrap()), "{line}");
    }
}

#[test]
fn stale_lists_offices_that_were_checked_more_than_a_year_ago() {
    let project = project(&[]);
    let open = "[[entity.office]]\ntitle = \"mayor\"\ncountry = \"de\"\nfrom = \"2020\"\nchecked = \"2023-06-30\"\n";
    let head = "[pack]\ndescription = \"d\"\ntarget-language = \"en\"\n";
    project.write("house/pack.toml", format!("{head}[[entity]]\nname = \"Jane Doe\"\n{open}"));
    let stale = |date: &str| project.run(&["rules", "stale", "house", "--date", date]);
    assert_eq!(
        stale("2024-07-01").stdout,
        "2023-06-30  house/entity#jane-doe  house/pack.toml:4  mayor (de), checked then\n\
         1 of 1 dated fact past on 2024-07-01\n"
    );
    assert_eq!(stale("2024-06-30").code, Some(0));
}

#[test]
fn a_case_that_says_nothing_is_warned_of() {
    let project = project(&[]);
    let pattern = PHRASES.replace("check = \"phrase\"\nphrase", "check = \"pattern\"\ncase = \"any\"\npattern");
    project.write("house/pack.toml", pattern);
    let tested = project.run(&["rules", "test", "house"]);
    assert!(tested.stderr.contains("`case` says nothing in a rule with `check = \"pattern\"`"), "{tested:?}");
    assert_eq!(tested.code, Some(0), "{tested:?}");
}
