//! `check --fix` and `check --diff`, end to end on the binary.

mod support;

use proptest::prelude::*;
use std::fs;
use std::process::Command;
use support::repairs::House;

#[test]
fn fix_repairs_what_is_safe_and_exits_by_what_remains() {
    let project = House::new();
    project.write("a.txt", "They paid an honorary visit.\n");
    let ran = project.run(&["--fix", "a.txt"]);
    assert_eq!((ran.code, &ran.bytes[..]), (Some(0), &b""[..]), "{ran:?}");
    assert!(ran.stderr.starts_with("Fixed 1 finding in 1 file.\n"), "{}", ran.stderr);
    assert_eq!(project.read("a.txt"), "They paid a courtesy call.\n");

    project.write("a.txt", "They paid an honorary visit to country affairs.\n");
    let ran = project.run(&["--fix", "a.txt"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("Fixed 1 finding in 1 file; 1 more has a proposal to look at"), "{}", ran.stderr);
    assert!(ran.stdout.starts_with("a.txt:1:30: error[house/office]"));
    let ran = project.run(&["--fix", "--unsafe-fixes", "a.txt"]);
    assert_eq!(ran.code, Some(0));
    assert_eq!(project.read("a.txt"), "They paid a courtesy call to State Affairs.\n");
    assert_eq!(project.names(), ["a.txt", "house", "mtaudit.toml"]);
}

#[test]
fn diff_shows_and_changes_nothing() {
    let project = House::new();
    let text = "One.\n\nAn honorary visit, to country affairs.\r\nThe end";
    project.write("a.txt", text);
    let ran = project.run(&["--diff", "a.txt"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.stdout,
        "--- a.txt\n+++ a.txt\n@@ -1,4 +1,4 @@\n One.\n \n-An honorary visit, to country affairs.\r\n\
         +A courtesy call, to country affairs.\r\n The end\n\\ No newline at end of file\n"
    );
    assert!(ran.stderr.starts_with("Would fix 1 finding in 1 file; 1 more"), "{}", ran.stderr);
    assert_eq!(project.read("a.txt"), text);
    let both = project.run(&["--diff", "--unsafe-fixes", "a.txt"]);
    assert!(both.stdout.contains("+A courtesy call, to State Affairs.\r\n"));
    // Something abnormal beats a change.
    let missing = project.run(&["--diff", "a.txt", "missing.txt"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.stderr.contains("missing.txt"), "{}", missing.stderr);
    let coloured = project.run(&["--diff", "a.txt", "--color", "always"]).stdout;
    assert!(coloured.contains("\u{1b}[32m+A courtesy call, to country affairs.\r\u{1b}[0m\n"), "{coloured:?}");
}

#[test]
fn options_that_contradict_each_other_are_refused() {
    let project = House::new();
    project.write("a.txt", "An honorary visit.\n");
    for arguments in [&["--fix", "--diff", "a.txt"][..], &["--unsafe-fixes", "a.txt"]] {
        assert_eq!(project.run(arguments).code, Some(2));
    }
    assert_eq!(project.read("a.txt"), "An honorary visit.\n");
}

#[test]
fn articles_wraps_and_quotes_are_kept_right() {
    let project = House::new();
    assert_eq!(project.fixed_text("a.txt", "An honorary visit.\n"), "A courtesy call.\n");
    assert_eq!(project.fixed_text("a.txt", "AN HONORARY VISIT.\n"), "A COURTESY CALL.\n");
    let wrapped = "They paid an\nhonorary\nvisit to the mayor.\n\nThe end.\n";
    assert_eq!(project.fixed_text("a.txt", wrapped), "They paid a\ncourtesy\ncall to the mayor.\n\nThe end.\n");
    let wrapped = "They paid an honorary\r\n    visit to him.\r\n\r\nThe end.\r\n";
    assert_eq!(project.fixed_text("a.txt", wrapped), "They paid a courtesy\r\n    call to him.\r\n\r\nThe end.\r\n");
    assert_eq!(project.fixed_text("a.txt", "It was Kim’s journey.\n"), "It was Kim’s trip.\n");
    assert_eq!(project.fixed_text("a.txt", "A cafe\u{301} there.\n"), "A coffee house there.\n");
}

#[test]
fn both_edits_of_a_repair_are_made_or_none() {
    let rules: [(&str, &str, &str, &[&str]); 2] =
        [("visit", "high", "honorary visit", &["courtesy call"]), ("paid", "high", "paid an", &["made that"])];
    let project = House::of(&rules);
    // `paid an` starts earlier and is carried out; the call must not be written without its article.
    project.write("a.md", "They paid an **honorary visit**.\n");
    let ran = project.run(&["--fix", "a.md"]);
    assert!(ran.stderr.starts_with("Fixed 2 findings in 1 file"), "{}", ran.stderr);
    assert_eq!(project.read("a.md"), "They made that **courtesy call**.\n");
}

#[test]
fn standard_input_is_printed_repaired_and_the_report_goes_to_standard_error() {
    let project = House::new();
    let ran = project.run_with(&["--fix", "-"], b"An honorary visit to country affairs.\n");
    assert_eq!((ran.code, &ran.bytes[..]), (Some(1), &b"A courtesy call to country affairs.\n"[..]));
    assert!(ran.stderr.contains("error[house/office]") && !ran.stderr.contains("house/visit"), "{}", ran.stderr);
    // Text that needs no repair, and text that cannot be read, come out as they went in.
    assert_eq!(project.run_with(&["--fix", "-"], b"Clean.").stdout, "Clean.");
    let broken = project.run_with(&["--fix", "-"], b"An honorary visit \xE9.\n");
    assert_eq!((broken.code, &broken.bytes[..]), (Some(2), &b"An honorary visit \xE9.\n"[..]));
    let shown = project.run_with(&["--diff", "-", "--stdin-filename", "b.txt"], b"An honorary visit.\n");
    assert!(shown.stdout.starts_with("--- b.txt\n+++ b.txt\n@@ -1 +1 @@\n-An"));
}

#[test]
fn a_file_that_cannot_be_read_whole_is_left_alone() {
    let project = House::new();
    project.write("b.txt", "An honorary visit.\n");
    let lines = "{\"text\":\"An honorary visit.\"}\n{broken\n";
    project.write("a.jsonl", lines);
    let ran = project.run(&["--fix", "a.jsonl", "b.txt"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("a.jsonl: not fixed, because it could not be read whole"), "{}", ran.stderr);
    assert_eq!(project.read("a.jsonl"), lines);
    assert_eq!(project.read("b.txt"), "A courtesy call.\n");
}

#[test]
fn rules_that_undo_each_other_are_named_and_left_out() {
    let project = House::of(&[
        ("there", "high", "first form", &["second form"]),
        ("back", "high", "second form", &["first form"]),
        ("visit", "high", "honorary visit", &["courtesy call"]),
    ]);
    project.write("a.txt", "The first form of an honorary visit.\n");
    let ran = project.run(&["--fix", "a.txt"]);
    assert!(ran.stderr.contains("the repairs have no end: house/back, house/there"), "{}", ran.stderr);
    assert_eq!((ran.code, project.read("a.txt").as_str()), (Some(1), "The first form of a courtesy call.\n"));
    project.run(&["--fix", "a.txt"]);
    assert_eq!(project.read("a.txt"), "The first form of a courtesy call.\n");
}

#[test]
fn a_large_file_is_repaired_in_all_its_windows() {
    let project = House::new();
    let line = "They said that it was an honorary visit, and that the café was near. ";
    let text = line.repeat(30_000) + "\nThe end.\n";
    let wanted = text.replace("an honorary visit", "a courtesy call").replace("café", "coffee house");
    project.write("a.txt", &text);
    let ran = project.run(&["--fix", "a.txt"]);
    assert!(ran.stderr.starts_with("Fixed 60000 findings in 1 file."), "{}", ran.stderr);
    assert!(project.read("a.txt") == wanted);
}

#[test]
fn all_places_of_a_form_are_repaired_at_once() {
    let project = House::of(&[]);
    let pack = "[[rule]]\nid = \"spelling\"\ncheck = \"variants\"\nforms = [\"Jong Un\", \"Jong-un\"]\nprefer = \"Jong Un\"\n\
        message = \"{match}: write {suggestion}\"\nseverity = \"error\"\nconfidence = \"high\"\n\
        category = \"terminology/inconsistent\"\nexplanation = \"x\"\n\
        [[rule.example]]\nbad = \"Jong Un and [[Jong-un]].\"\n[[rule.example]]\nbad = \"[[Jong-un]] or Jong Un.\"\n\
        [[rule.example]]\ngood = \"None.\"\n";
    project.write("house/rules.toml", pack);
    let text = format!("Jong Un came. {}\n", "Then Jong-un spoke. ".repeat(500));
    project.write("a.txt", &text);
    let ran = project.run(&["--fix", "a.txt"]);
    assert!(ran.stderr.starts_with("Fixed 500 findings in 1 file."), "{}", ran.stderr);
    assert_eq!(project.read("a.txt"), text.replace("Jong-un", "Jong Un"));
}

#[cfg(unix)]
#[test]
fn links_keep_leading_to_the_repaired_file_and_modes_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = House::new();
    project.write("a.txt", "An honorary visit.\n");
    symlink("a.txt", project.path("b.txt")).unwrap();
    fs::set_permissions(project.path("a.txt"), fs::Permissions::from_mode(0o604)).unwrap();
    let ran = project.run(&["--fix", "b.txt", "a.txt"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(project.read("a.txt"), "A courtesy call.\n");
    assert!(fs::symlink_metadata(project.path("b.txt")).unwrap().is_symlink());
    assert_eq!(fs::metadata(project.path("a.txt")).unwrap().permissions().mode() & 0o777, 0o604);

    project.write("a.txt", "An honorary visit.\n");
    fs::set_permissions(project.path("a.txt"), fs::Permissions::from_mode(0o444)).unwrap();
    let ran = project.run(&["--fix", "a.txt"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("a.txt: not fixed: it is read-only"), "{}", ran.stderr);
    assert_eq!(project.read("a.txt"), "An honorary visit.\n");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_once_and_cannot_be_repaired() {
    let project = House::new();
    let ran = Command::new("sh")
        .args(["-c", "mkfifo p.txt; (printf 'An honorary visit.' > p.txt) & exec \"$0\" check --fix p.txt"])
        .arg(env!("CARGO_BIN_EXE_mtaudit"))
        .current_dir(project.path(""))
        .output()
        .unwrap();
    let stderr = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("p.txt: not fixed: it is not a regular file"), "{stderr}");
    assert!(String::from_utf8(ran.stdout).unwrap().contains("house/visit"));
}

/// The kernel kills a program that writes more than it may: midway, like a full disk that nobody handles.
#[cfg(unix)]
#[test]
fn killed_while_it_writes_the_old_file_is_there() {
    use std::os::unix::process::ExitStatusExt;
    let project = House::new();
    let text = "They paid an honorary visit. ".repeat(10_000);
    project.write("a.txt", &text);
    let limited = Command::new("sh")
        .args(["-c", "ulimit -f 64; exec \"$0\" check --fix a.txt", env!("CARGO_BIN_EXE_mtaudit")])
        .current_dir(project.path(""))
        .output()
        .unwrap();
    assert!(limited.status.signal().is_some(), "{limited:?}");
    assert!(project.read("a.txt") == text);
    // What it left behind is no text that the next run would audit.
    let ran = project.run(&["--fix", "."]);
    assert!(project.read("a.txt") == text.replace("an honorary visit", "a courtesy call"), "{ran:?}");
    let left = project.names().into_iter().filter(|name| name.ends_with(".tmp")).count();
    assert_eq!((left, project.names().len()), (1, 4));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn repairing_is_idempotent_and_the_result_can_be_read(
        words in proptest::collection::vec(
            prop_oneof![
                Just("an"), Just("a"), Just("honorary"), Just("visit"), Just("so"), Just("called"), Just("Kim’s"),
                Just("journey"), Just("café"), Just("country"), Just("affairs"), Just("\""), Just("\\"), Just("𝄞"),
            ],
            0..40,
        ),
        gaps in proptest::collection::vec(
            prop_oneof![4 => Just(" "), 1 => Just("\n"), 1 => Just("\n\n"), 1 => Just("\u{a0}"), 1 => Just("\t")],
            40,
        ),
    ) {
        let project = House::new();
        let text: String = words.iter().zip(&gaps).flat_map(|(word, gap)| [*word, *gap]).collect();
        let fixed = project.fixed_text("a.txt", &text);
        prop_assert_eq!(fixed.matches("𝄞").count(), text.matches("𝄞").count());
        prop_assert!(!fixed.contains("honorary visit") && !fixed.contains("café"));
        let json = serde_json::json!({ "id": "x", "text": text }).to_string();
        let record: serde_json::Value = serde_json::from_slice(&project.fixed("a.jsonl", json)).unwrap();
        prop_assert_eq!(record["text"].as_str().unwrap(), fixed);
    }
}
