//! `check --fix` and `check --diff`, end to end on the binary.

mod support;

use proptest::prelude::*;
use std::fs;
use std::ops::Deref;
use std::process::Command;
use support::program::{Project, Ran, project};

/// A project with rules, and texts to repair.
struct House(Project);

impl Deref for House {
    type Target = Project;
    fn deref(&self) -> &Project {
        &self.0
    }
}

impl House {
    /// A project of these rules: id, confidence, phrase, suggestions.
    fn of(rules: &[(&str, &str, &str, &[&str])]) -> Self {
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
    fn new() -> Self {
        House::of(&[
            ("visit", "high", "honorary visit", &["courtesy call"]),
            ("quote", "high", "so called", &["so-called \"x\\y\""]),
            ("cafe", "high", "café", &["coffee house"]),
            ("owner", "high", "Kim's journey", &["Kim's trip"]),
            ("office", "medium", "country affairs", &["State Affairs"]),
        ])
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    fn run_with(&self, arguments: &[&str], stdin: &[u8]) -> Ran {
        self.0.run_with(&[&["check", "--output-format", "concise"], arguments].concat(), stdin)
    }

    /// Repairs a file of these bytes twice, and gives what it holds then; the second time must change nothing.
    fn fixed(&self, name: &str, bytes: impl AsRef<[u8]>) -> Vec<u8> {
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
    fn fixed_text(&self, name: &str, text: &str) -> String {
        String::from_utf8(self.fixed(name, text)).unwrap()
    }
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

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
fn an_article_before_markup_is_an_edit_of_its_own() {
    let project = House::new();
    let markdown = [
        ("They paid an **honorary visit** to him.\n", "They paid a **courtesy call** to him.\n"),
        ("They paid *an* honorary visit to him.\n", "They paid *a* courtesy call to him.\n"),
        ("An [honorary visit](https://example.org/an) ended.\n", "A [courtesy call](https://example.org/an) ended.\n"),
        (
            "They paid an [*honorary visit*][1], an honorary visit.\n",
            "They paid a [*courtesy call*][1], a courtesy call.\n",
        ),
    ];
    for (old, new) in markdown {
        assert_eq!(project.fixed_text("a.md", old), new);
    }
    assert_eq!(project.fixed_text("a.txt", "It was an \"honorary visit\".\n"), "It was a \"courtesy call\".\n");
    assert_eq!(project.fixed_text("a.txt", "It was AN (Honorary visit).\n"), "It was A (Courtesy call).\n");
    // A quotation that ends there is no article's business.
    assert_eq!(project.fixed_text("a.txt", "Plan \"an\" honorary visit.\n"), "Plan \"an\" courtesy call.\n");
    let json = r#"{"text":"He paid an \"honorary visit\"."}"#;
    assert_eq!(project.fixed_text("a.jsonl", json), r#"{"text":"He paid a \"courtesy call\"."}"#);
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
fn every_encoding_is_written_as_it_was() {
    let project = House::new();
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
    let shown = project.run(&["--diff", "a.txt"]).stdout;
    assert!(shown.ends_with("-They paid an honorary visit.\n+They paid a courtesy call.\n"), "{shown}");
}

#[test]
fn json_strings_stay_json_strings() {
    let project = House::new();
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

#[test]
fn texts_are_repaired_inside_of_tables_catalogues_and_subtitles() {
    let project = House::new();
    let cases = [
        (
            "a.csv",
            "id,text\r\n1,\"An \"\"honorary visit\"\", so called.\"\r\n",
            "id,text\r\n1,\"A \"\"courtesy call\"\", so-called \"\"x\\y\"\".\"\r\n",
        ),
        ("a.tsv", "id\ttext\n1\tAn honorary visit\n", "id\ttext\n1\tA courtesy call\n"),
        (
            "a.po",
            "msgid \"x\"\nmsgstr \"\"\n\"so called\\n\"\n\"an honorary visit\"\n",
            "msgid \"x\"\nmsgstr \"\"\n\"so-called \\\"x\\\\y\\\"\\n\"\n\"a courtesy call\"\n",
        ),
        (
            "a.srt",
            "1\n00:00:01,000 --> 00:00:02,000\n- An <i>honorary visit</i>,\nso called.\n",
            "1\n00:00:01,000 --> 00:00:02,000\n- A <i>courtesy call</i>,\nso-called \"x\\y\".\n",
        ),
        (
            "a.vtt",
            "WEBVTT\n\n00:01.000 --> 00:02.000\nso called &amp; done\n",
            "WEBVTT\n\n00:01.000 --> 00:02.000\nso-called &quot;x\\y&quot; &amp; done\n",
        ),
        (
            "a.json",
            r#"{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_html":"<p>An <b>honorary visit<\/b> &amp; so called.<\/p>"}]}"#,
            r#"{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_html":"<p>A <b>courtesy call<\/b> &amp; so-called &quot;x\\y&quot;.<\/p>"}]}"#,
        ),
    ];
    for (file, old, new) in cases {
        assert_eq!(project.fixed_text(file, old), new, "{file}");
    }
    // What stands in two cues or two strings is reported, and left to somebody.
    let apart = "1\n00:00:01,000 --> 00:00:02,000\nAn honorary\n\n2\n00:00:02,000 --> 00:00:03,000\nvisit.\n";
    assert_eq!(project.fixed_text("b.srt", apart), apart);
    assert!(project.run(&["b.srt"]).stdout.starts_with("b.srt:3:4: "));
}

#[test]
fn containers_are_left_as_they_are_and_that_is_said() {
    let project = House::new();
    let old = include_bytes!("../samples/documents/reservoir.docx");
    project.write("a.docx", old);
    let ran = project.run(&["--fix", "a.docx", "--isolated", "--select", "en/garbled,en/repetition"]);
    assert!(ran.stderr.contains("note: a.docx: not fixed: members of containers are not repaired"), "{ran:?}");
    assert!(ran.stderr.contains("Nothing to fix") && project.bytes("a.docx") == old);
}
