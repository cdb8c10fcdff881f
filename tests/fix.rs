//! `check --fix` and `check --diff`, end to end on the binary.

use proptest::prelude::*;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A folder with a configuration and rules, and texts to repair.
struct Project(tempfile::TempDir);

/// What a run ended with.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    stdout: Vec<u8>,
    stderr: String,
}

impl Project {
    /// A project of these rules: id, confidence, phrase, suggestions.
    fn new(rules: &[(&str, &str, &str, &[&str])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = "packs = [\"house\"]\nlang = \"en\"\nselect = [\"house\"]\n";
        fs::write(folder.path().join("mtaudit.toml"), config).unwrap();
        let pack = folder.path().join("house");
        fs::create_dir(&pack).unwrap();
        fs::write(pack.join("pack.toml"), "[pack]\ndescription = \"x\"\ntarget-language = \"en\"\n").unwrap();
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
        fs::write(pack.join("rules.toml"), file).unwrap();
        Project(folder)
    }

    /// The rules that most tests use.
    fn house() -> Self {
        Project::new(&[
            ("visit", "high", "honorary visit", &["courtesy call"]),
            ("quote", "high", "so called", &["so-called \"x\\y\""]),
            ("cafe", "high", "café", &["coffee house"]),
            ("owner", "high", "Kim's journey", &["Kim's trip"]),
            ("office", "medium", "country affairs", &["State Affairs"]),
        ])
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    fn run_with(&self, arguments: &[&str], stdin: &[u8]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mtaudit"));
        if !arguments.contains(&"--color") {
            command.args(["--color", "never"]);
        }
        let mut child = command
            .args(["check", "--output-format", "concise"])
            .args(arguments)
            .current_dir(self.0.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(stdin).unwrap();
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        Ran { code: output.status.code(), stdout: output.stdout, stderr }
    }

    /// Repairs a file of these bytes twice, and gives what it holds then; the second time must change nothing.
    fn fixed(&self, name: &str, bytes: impl AsRef<[u8]>) -> Vec<u8> {
        self.write(name, bytes);
        self.run(&["--fix", name]);
        let once = self.read(name);
        let again = self.run(&["--fix", name]);
        assert!(again.stderr.contains("Nothing to fix"), "{}", again.stderr);
        assert_eq!(self.read(name), once);
        assert_eq!(self.run(&["--diff", name]).code, Some(0));
        once
    }

    fn fixed_text(&self, text: &str) -> String {
        String::from_utf8(self.fixed("a.txt", text)).unwrap()
    }

    /// The names in its folder, to see that nothing is left behind.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn fix_repairs_what_is_safe_and_exits_by_what_remains() {
    let project = Project::house();
    project.write("a.txt", "They paid an honorary visit.\n");
    let ran = project.run(&["--fix", "a.txt"]);
    assert_eq!((ran.code, &ran.stdout[..]), (Some(0), &b""[..]), "{ran:?}");
    assert!(ran.stderr.starts_with("Fixed 1 finding in 1 file.\n"), "{}", ran.stderr);
    assert_eq!(project.text("a.txt"), "They paid a courtesy call.\n");

    project.write("a.txt", "They paid an honorary visit to country affairs.\n");
    let ran = project.run(&["--fix", "a.txt"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("Fixed 1 finding in 1 file; 1 more has a proposal to look at"), "{}", ran.stderr);
    assert!(String::from_utf8(ran.stdout).unwrap().starts_with("a.txt:1:30: error[house/office]"));
    let ran = project.run(&["--fix", "--unsafe-fixes", "a.txt"]);
    assert_eq!(ran.code, Some(0));
    assert_eq!(project.text("a.txt"), "They paid a courtesy call to State Affairs.\n");
    assert_eq!(project.names(), ["a.txt", "house", "mtaudit.toml"]);
}

#[test]
fn diff_shows_and_changes_nothing() {
    let project = Project::house();
    let text = "One.\n\nAn honorary visit, to country affairs.\r\nThe end";
    project.write("a.txt", text);
    let ran = project.run(&["--diff", "a.txt"]);
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        String::from_utf8(ran.stdout).unwrap(),
        "--- a.txt\n+++ a.txt\n@@ -1,4 +1,4 @@\n One.\n \n-An honorary visit, to country affairs.\r\n\
         +A courtesy call, to country affairs.\r\n The end\n\\ No newline at end of file\n"
    );
    assert!(ran.stderr.starts_with("Would fix 1 finding in 1 file; 1 more"), "{}", ran.stderr);
    assert_eq!(project.text("a.txt"), text);
    let both = project.run(&["--diff", "--unsafe-fixes", "a.txt"]);
    assert!(String::from_utf8(both.stdout).unwrap().contains("+A courtesy call, to State Affairs.\r\n"));
    // Something abnormal beats a change.
    let missing = project.run(&["--diff", "a.txt", "missing.txt"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.stderr.contains("missing.txt"), "{}", missing.stderr);
    let coloured = String::from_utf8(project.run(&["--diff", "a.txt", "--color", "always"]).stdout).unwrap();
    assert!(coloured.contains("\u{1b}[32m+A courtesy call, to country affairs.\r\u{1b}[0m\n"), "{coloured:?}");
}

#[test]
fn options_that_contradict_each_other_are_refused() {
    let project = Project::house();
    project.write("a.txt", "An honorary visit.\n");
    for arguments in [&["--fix", "--diff", "a.txt"][..], &["--unsafe-fixes", "a.txt"]] {
        assert_eq!(project.run(arguments).code, Some(2));
    }
    assert_eq!(project.text("a.txt"), "An honorary visit.\n");
}

#[test]
fn articles_wraps_and_quotes_are_kept_right() {
    let project = Project::house();
    assert_eq!(project.fixed_text("An honorary visit.\n"), "A courtesy call.\n");
    assert_eq!(project.fixed_text("AN HONORARY VISIT.\n"), "A COURTESY CALL.\n");
    let wrapped = "They paid an\nhonorary\nvisit to the mayor.\n\nThe end.\n";
    assert_eq!(project.fixed_text(wrapped), "They paid a\ncourtesy\ncall to the mayor.\n\nThe end.\n");
    let wrapped = "They paid an honorary\r\n    visit to him.\r\n\r\nThe end.\r\n";
    assert_eq!(project.fixed_text(wrapped), "They paid a courtesy\r\n    call to him.\r\n\r\nThe end.\r\n");
    assert_eq!(project.fixed_text("It was Kim’s journey.\n"), "It was Kim’s trip.\n");
    assert_eq!(project.fixed_text("A cafe\u{301} there.\n"), "A coffee house there.\n");
}

#[test]
fn every_encoding_is_written_as_it_was() {
    let project = Project::house();
    let (old, new) = ("Le 𝄞 paid an honorary visit, é.\n", "Le 𝄞 paid a courtesy call, é.\n");
    assert_eq!(project.fixed("a.txt", old), new.as_bytes());
    let mark = |text: &str| format!("\u{FEFF}{text}");
    assert_eq!(project.fixed("a.txt", mark(old)), mark(new).as_bytes());
    for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        assert_eq!(project.fixed("a.txt", utf16(&mark(old), bytes)), utf16(&mark(new), bytes));
    }
    let (old, new) = ("They paid an honorary visit.\n", "They paid a courtesy call.\n");
    assert_eq!(project.fixed("a.txt", utf16(old, u16::to_be_bytes)), utf16(new, u16::to_be_bytes));
    project.write("a.txt", utf16(&mark(old), u16::to_le_bytes));
    let shown = String::from_utf8(project.run(&["--diff", "a.txt"]).stdout).unwrap();
    assert!(shown.ends_with("-They paid an honorary visit.\n+They paid a courtesy call.\n"), "{shown}");
}

#[test]
fn json_strings_stay_json_strings() {
    let project = Project::house();
    let old = concat!(
        r#"{"id":1,"n":1.50,"title":"An honorary visit","text":"A \u0063af\u00e9, \"so called\".\n\nAn honorary visit\tand\/or."}"#,
        "\r\n\n",
        r#"  {"text": "nothing here, só", "more": "so called"}"#,
    );
    let new = concat!(
        r#"{"id":1,"n":1.50,"title":"A courtesy call","text":"A coffee house, \"so-called \"x\\y\"\".\n\nA courtesy call\tand\/or."}"#,
        "\r\n\n",
        r#"  {"text": "nothing here, só", "more": "so called"}"#,
    );
    let fixed = String::from_utf8(project.fixed("a.jsonl", old)).unwrap();
    assert_eq!(fixed, new);
    for line in fixed.lines().filter(|line| !line.trim().is_empty()) {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

#[test]
fn standard_input_is_printed_repaired_and_the_report_goes_to_standard_error() {
    let project = Project::house();
    let ran = project.run_with(&["--fix", "-"], b"An honorary visit to country affairs.\n");
    assert_eq!((ran.code, &ran.stdout[..]), (Some(1), &b"A courtesy call to country affairs.\n"[..]));
    assert!(ran.stderr.contains("error[house/office]") && !ran.stderr.contains("house/visit"), "{}", ran.stderr);
    // Text that needs no repair, and text that cannot be read, come out as they went in.
    assert_eq!(project.run_with(&["--fix", "-"], b"Clean.").stdout, b"Clean.");
    let broken = project.run_with(&["--fix", "-"], b"An honorary visit \xE9.\n");
    assert_eq!((broken.code, &broken.stdout[..]), (Some(2), &b"An honorary visit \xE9.\n"[..]));
    let shown = project.run_with(&["--diff", "-", "--stdin-filename", "b.txt"], b"An honorary visit.\n");
    assert!(shown.stdout.starts_with(b"--- b.txt\n+++ b.txt\n@@ -1 +1 @@\n-An"));
}

#[test]
fn a_file_that_cannot_be_read_whole_is_left_alone() {
    let project = Project::house();
    project.write("b.txt", "An honorary visit.\n");
    let lines = "{\"text\":\"An honorary visit.\"}\n{broken\n";
    project.write("a.jsonl", lines);
    let ran = project.run(&["--fix", "a.jsonl", "b.txt"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("a.jsonl: not fixed, because it could not be read whole"), "{}", ran.stderr);
    assert_eq!(project.text("a.jsonl"), lines);
    assert_eq!(project.text("b.txt"), "A courtesy call.\n");
}

#[test]
fn rules_that_undo_each_other_are_named_and_left_out() {
    let project = Project::new(&[
        ("there", "high", "first form", &["second form"]),
        ("back", "high", "second form", &["first form"]),
        ("visit", "high", "honorary visit", &["courtesy call"]),
    ]);
    project.write("a.txt", "The first form of an honorary visit.\n");
    let ran = project.run(&["--fix", "a.txt"]);
    assert!(ran.stderr.contains("the repairs have no end: house/back, house/there"), "{}", ran.stderr);
    assert_eq!((ran.code, project.text("a.txt").as_str()), (Some(1), "The first form of a courtesy call.\n"));
    project.run(&["--fix", "a.txt"]);
    assert_eq!(project.text("a.txt"), "The first form of a courtesy call.\n");
}

#[test]
fn a_large_file_is_repaired_in_all_its_windows() {
    let project = Project::house();
    let line = "They said that it was an honorary visit, and that the café was near. ";
    let text = line.repeat(30_000) + "\nThe end.\n";
    let wanted = text.replace("an honorary visit", "a courtesy call").replace("café", "coffee house");
    project.write("a.txt", &text);
    let ran = project.run(&["--fix", "a.txt"]);
    assert!(ran.stderr.starts_with("Fixed 60000 findings in 1 file."), "{}", ran.stderr);
    assert!(project.text("a.txt") == wanted);
}

#[test]
fn all_places_of_a_form_are_repaired_at_once() {
    let project = Project::new(&[]);
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
    assert_eq!(project.text("a.txt"), text.replace("Jong-un", "Jong Un"));
}

#[cfg(unix)]
#[test]
fn links_keep_leading_to_the_repaired_file_and_modes_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = Project::house();
    project.write("a.txt", "An honorary visit.\n");
    symlink("a.txt", project.path("b.txt")).unwrap();
    fs::set_permissions(project.path("a.txt"), fs::Permissions::from_mode(0o604)).unwrap();
    let ran = project.run(&["--fix", "b.txt", "a.txt"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(project.text("a.txt"), "A courtesy call.\n");
    assert!(fs::symlink_metadata(project.path("b.txt")).unwrap().is_symlink());
    assert_eq!(fs::metadata(project.path("a.txt")).unwrap().permissions().mode() & 0o777, 0o604);

    project.write("a.txt", "An honorary visit.\n");
    fs::set_permissions(project.path("a.txt"), fs::Permissions::from_mode(0o444)).unwrap();
    let ran = project.run(&["--fix", "a.txt"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("a.txt: not fixed: it is read-only"), "{}", ran.stderr);
    assert_eq!(project.text("a.txt"), "An honorary visit.\n");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_once_and_cannot_be_repaired() {
    let project = Project::house();
    let ran = Command::new("sh")
        .args(["-c", "mkfifo p.txt; (printf 'An honorary visit.' > p.txt) & exec \"$0\" check --fix p.txt"])
        .arg(env!("CARGO_BIN_EXE_mtaudit"))
        .current_dir(project.0.path())
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
    let project = Project::house();
    let text = "They paid an honorary visit. ".repeat(10_000);
    project.write("a.txt", &text);
    let limited = Command::new("sh")
        .args(["-c", "ulimit -f 64; exec \"$0\" check --fix a.txt", env!("CARGO_BIN_EXE_mtaudit")])
        .current_dir(project.0.path())
        .output()
        .unwrap();
    assert!(limited.status.signal().is_some(), "{limited:?}");
    assert!(project.text("a.txt") == text);
    // What it left behind is no text that the next run would audit.
    let ran = project.run(&["--fix", "."]);
    assert!(project.text("a.txt") == text.replace("an honorary visit", "a courtesy call"), "{ran:?}");
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
        let project = Project::house();
        let text: String = words.iter().zip(&gaps).flat_map(|(word, gap)| [*word, *gap]).collect();
        let fixed = project.fixed_text(&text);
        prop_assert_eq!(fixed.matches("𝄞").count(), text.matches("𝄞").count());
        prop_assert!(!fixed.contains("honorary visit") && !fixed.contains("café"));
        let json = serde_json::json!({ "id": "x", "text": text }).to_string();
        let record: serde_json::Value = serde_json::from_slice(&project.fixed("a.jsonl", json)).unwrap();
        prop_assert_eq!(record["text"].as_str().unwrap(), fixed);
    }
}
