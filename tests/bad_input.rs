//! Bad input on the real program: each test is named for what it guards.
//!
//! An input that fails in the middle needs a reader that fails; it is injected at the level of the library, in
//! the tests of `src/formats/text.rs`, `src/formats/jsonl.rs` and `src/input/decode.rs`.

mod support;

use std::process::Stdio;
use support::program::{Ran, pack, project};

const GOOD: &str = "They talked about the water ofthe village.\n";
const FOUND: &str = "good.txt:1:29: error[en/garbled/glued] ";

/// The other file is audited, the run is abnormal.
fn goes_on(ran: &Ran) {
    assert!(ran.stdout.contains(FOUND), "{ran:?}");
    assert_eq!(ran.code, Some(2), "{ran:?}");
}

#[test]
fn a_missing_file_does_not_stop_the_others() {
    let project = project(&[("good.txt", GOOD)]);
    let ran = project.concise(&["gone.txt", "good.txt"]);
    goes_on(&ran);
    assert!(ran.stderr.contains("error: gone.txt: no such file or folder\n"), "{ran:?}");
    assert!(ran.stderr.contains("1 file could not be read"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_ends() {
    let project = project(&[("good.txt", GOOD)]);
    std::os::unix::fs::symlink(".", project.path("loop")).unwrap();
    std::os::unix::fs::symlink("self.txt", project.path("self.txt")).unwrap();
    let ran = project.concise(&["."]);
    goes_on(&ran);
    assert!(ran.stderr.contains("loop: a link that leads back to a folder that holds it; not followed"), "{ran:?}");
    assert!(ran.stderr.contains("self.txt: a link that cannot be followed: "), "{ran:?}");
}

#[test]
fn a_folder_without_text_says_so() {
    let project = project(&[("a/picture.png", "x")]);
    let ran = project.concise(&["a"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("error: a: no text files in this folder; known extensions are "), "{ran:?}");
    assert!(ran.stderr.contains("xml; name a file to have it read all the same"), "{ran:?}");
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_place() {
    let project = project(&[("good.txt", GOOD)]);
    project.write("bad.txt", b"first line\nnot \xFF\xFE text");
    let ran = project.concise(&["bad.txt", "good.txt"]);
    goes_on(&ran);
    let expected = "error: bad.txt:2:5: not valid UTF-8 (0xFF) (byte 15); save it as UTF-8, or name its encoding with --encoding\n";
    assert!(ran.stderr.contains(expected), "{ran:?}");
}

#[test]
fn a_line_of_fifty_megabytes_is_audited_to_its_end() {
    let mut line = "The quick brown fox jumps over the lazy dog and rests. ".repeat(50 * (1 << 20) / 55);
    line.push_str("The delegation drank the water ofthe village.\n");
    let project = project(&[("long.txt", line.as_str())]);
    // A few rules are enough, and a report that shows the line: no line of it is as long.
    let ran = project.check(&["long.txt", "--isolated", "--select", "en/garbled"]);
    let at = line.find("ofthe").unwrap() + 1;
    assert!(ran.stdout.contains(&format!("long.txt:1:{at}\n")), "{} {}", &ran.stdout, ran.stderr);
    assert_eq!(ran.stdout.matches("error[").count(), 1);
    assert!(ran.stdout.lines().all(|line| line.len() < 1_000), "{}", ran.stdout.len());
}

#[test]
fn nul_bytes_make_a_file_binary() {
    let project = project(&[("good.txt", GOOD)]);
    project.write("data.txt", b"text and \0 data");
    project.write("late.txt", [GOOD.repeat(2_000).as_bytes(), b"\0"].concat());
    let named = project.concise(&["data.txt", "good.txt"]);
    goes_on(&named);
    assert!(named.stderr.contains("error: data.txt: a binary file, not text (NUL byte) (byte 9)"), "{named:?}");
    let found = project.concise(&["."]);
    assert!(found.stderr.contains("note: data.txt: skipped: a binary file, not text (NUL byte)"), "{found:?}");
    assert!(found.stdout.contains(FOUND) && !found.stdout.contains("data.txt"), "{found:?}");
    assert_ne!(found.code, Some(2), "a binary file that was not named is no fault: {found:?}");
}

/// A rule file of one pack with this mistake stops the run, with its place; with `--keep-going` the rest runs.
fn broken_pack(files: &[(&str, &str)], place: &str, message: &str) {
    let project = project(&[("good.txt", GOOD), ("mtaudit.toml", "packs = [\"desk\"]\n")]);
    for (name, text) in files {
        project.write(&format!("desk/{name}"), text.as_bytes());
    }
    let stopped = project.check(&["good.txt", "--output-format", "concise"]);
    assert_eq!((stopped.code, stopped.stdout.as_str()), (Some(2), ""), "{stopped:?}");
    assert!(stopped.stderr.contains(&format!("/{place}\n")), "{}", stopped.stderr);
    assert!(stopped.stderr.contains(message), "{}", stopped.stderr);
    assert!(stopped.stderr.contains("nothing was audited (--keep-going audits with the other rules)"), "{stopped:?}");
    let kept = project.check(&["good.txt", "--output-format", "concise", "--keep-going"]);
    assert!(kept.stdout.contains(FOUND) && kept.stderr.contains(message), "{kept:?}");
    assert_eq!(kept.code, Some(2));
}

#[test]
fn a_rule_file_that_is_no_toml() {
    broken_pack(&[("a.toml", "[pack]\ndescription = \"x\n")], "desk/a.toml:2:17", "");
}

#[test]
fn a_table_that_is_no_csv() {
    let rule = "[pack]\ndescription = \"x\"\n[[rule]]\nid = \"w\"\ncheck = \"lexicon\"\nfile = \"w.csv\"\n\
        message = \"{match}: {suggestion}\"\nseverity = \"info\"\ncategory = \"style/awkward\"\nexplanation = \"e\"\n";
    broken_pack(
        &[("a.toml", rule), ("w.csv", "wrong,right\n\"open,x\n")],
        "desk/w.csv:2:1",
        "opens a cell that is not closed",
    );
}

#[test]
fn a_regular_expression_that_does_not_compile() {
    broken_pack(&[("a.toml", &pack("pattern", "pattern = '\\b(open'"))], "desk/a.toml:6:14", "unclosed group");
}

#[test]
fn an_unknown_key_gets_the_nearest_one() {
    broken_pack(&[("a.toml", &pack("phrase", "phrase = \"x\"\nsugest = \"y\""))], "desk/a.toml:7:1", "`suggest`");
}

#[test]
fn an_id_that_stands_twice() {
    let rule = pack("phrase", "phrase = \"bad\"");
    let second = rule.split_once("[[rule]]").map(|(_, rest)| format!("[[rule]]{rest}")).unwrap();
    let files = [("a.toml", rule.as_str()), ("b.toml", second.as_str())];
    broken_pack(&files, "desk/b.toml:2:6", "two rules have the id `desk/r`");
}

#[test]
fn a_built_in_id_is_not_redefined() {
    // The id of a user's rule starts with its pack, which has one part; `tests/rule_loading.rs` shows what two
    // packs of one name come to.
    let rule = pack("phrase", "phrase = \"bad\"").replace("\"r\"", "\"any/debris/unknown-token\"");
    broken_pack(&[("a.toml", &rule)], "desk/a.toml:4:6", "`any/debris/unknown-token` is no id");
}

#[test]
fn a_rule_without_its_examples() {
    let rule = pack("phrase", "phrase = \"bad\"");
    let (rule, _) = rule.split_once("[[rule.example]]").unwrap();
    broken_pack(
        &[("a.toml", rule)],
        "desk/a.toml:3:1",
        "this rule needs two bad examples and a good one; it has 0 and 0",
    );
}

#[test]
fn what_commands_a_terminal_is_shown_escaped() {
    let text = "The clean\u{1b}[2J\u{202e} water ofthe\u{9b}31m\u{2066} village.\n\u{1b}]0;x\u{7} They saw it and left the house.\n";
    let project = project(&[("a\u{1b}[31m.txt", text), ("b.txt", text)]);
    for format in ["full", "concise"] {
        let ran = project.check(&[".", "gone\u{1b}[2J.txt", "--output-format", format, "--color", "never"]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.stdout.contains("a<U+001B>[31m.txt"), "{}", ran.stdout);
        let hidden =
            |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert_eq!(ran.stdout.chars().chain(ran.stderr.chars()).find(|c| hidden(*c)), None, "{ran:?}");
    }
    let full = project.check(&["b.txt", "--output-format", "full"]).stdout;
    assert!(full.contains("clean<U+001B>[2J<U+202E> water"), "{full}");
}

#[test]
fn a_cell_is_no_formula() {
    let rule =
        pack("phrase", "phrase = \"=sum(a1) bad\"\nsuggest = \"+1\"").replace("\"=sum(a1) bad\"", "[\"=SUM(A1) bad\"]");
    let project = project(&[("a.txt", "=SUM(A1) bad\n"), ("mtaudit.toml", "packs = [\"desk\"]\n")]);
    project.write("desk/a.toml", rule.as_bytes());
    let csv = project.check(&["a.txt", "--output-format", "csv", "--lang", "en"]).stdout;
    let cells: Vec<&str> = csv.lines().nth(1).unwrap_or_default().split(',').collect();
    assert!(cells.contains(&"'=SUM(A1) bad") && cells.contains(&"'+1"), "{csv}");
    let cell = |cell: &&str| cell.starts_with(['=', '+', '-', '@', '\t']);
    assert_eq!(csv.lines().flat_map(|line| line.split(',')).find(cell), None, "{csv}");
    let raw = project.check(&["a.txt", "--output-format", "csv", "--lang", "en", "--csv-raw"]).stdout;
    assert!(raw.contains(",=SUM(A1) bad,"), "{raw}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let project = project(&[("good.txt", GOOD)]);
    project.write("many.txt", "They said &apos;yes&apos; to it.\n".repeat(4_000).as_bytes());
    for format in ["full", "concise", "jsonl", "csv", "json"] {
        let mut child = project
            .command(&["check", "many.txt", "--isolated", "--output-format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 64];
        let mut out = child.stdout.take().unwrap();
        std::io::Read::read_exact(&mut out, &mut first).unwrap();
        drop(out);
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{format}: {:?} {stderr}", output.status);
        assert!(!stderr.contains("panicked") && !stderr.contains("error: "), "{format}: {stderr}");
    }
}

#[test]
fn the_number_of_threads_does_not_show() {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    let project = project(&[]);
    for number in 0..40 {
        let paragraph = format!("Story {number}: the water ofthe village, Kim Jong Un and Kim Jong-un.\n\n");
        project.write(&format!("news/{}/{number}.txt", number % 3), paragraph.repeat(number % 7 + 1).as_bytes());
    }
    // More than a window.
    let large = format!("They said &apos;yes&apos; to it.\n{}", "They came home again.\n".repeat(8_000)).repeat(6);
    project.write("news/large.txt", large.as_bytes());
    project.write("news/broken.txt", b"\xFF");
    for format in ["full", "jsonl"] {
        let run = |threads| {
            let ran = project.check(&[samples, "news", "--output-format", format, "--threads", threads]);
            assert_eq!(ran.code, Some(2));
            ran.stdout
        };
        let one = run("1");
        assert!(one.len() > 10_000);
        assert!(one == run("2") && one == run("8"), "{format} differs between numbers of threads");
    }
}

#[test]
fn standard_input_takes_its_format_from_the_name_it_is_given() {
    let project = project(&[]);
    let record = b"{\"id\":\"x\",\"text\":\"They drank the water ofthe town.\"}\n";
    let ran = project.piped(&["-", "--stdin-filename", "page.jsonl", "--output-format", "concise"], record);
    assert!(ran.stdout.starts_with("page.jsonl:1:"), "{ran:?}");
    let ran = project.piped(&["-", "--stdin-filename", "page.txt", "--output-format", "jsonl"], GOOD.as_bytes());
    assert!(ran.stdout.contains("\"document\":\"page.txt\",") && ran.stdout.contains("\"field\":\"text\""), "{ran:?}");
    let ran = project.piped(&["-", "--output-format", "concise"], GOOD.as_bytes());
    assert!(ran.stdout.starts_with("-:1:29: "), "{ran:?}");
}

#[test]
fn places_in_utf16_are_those_of_the_raw_file() {
    let project = project(&[]);
    let text = "\u{FEFF}𝄞 Ünter\nThey drank the water ofthe town.\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    project.write("a.txt", &bytes);
    let ran = project.check(&["a.txt", "--lang", "en", "--output-format", "jsonl"]);
    let finding: serde_json::Value = serde_json::from_str(ran.stdout.lines().next().unwrap()).unwrap();
    assert_eq!((&finding["line"], &finding["column"]), (&2.into(), &22.into()), "{ran:?}");
    let range = finding["byte_start"].as_u64().unwrap() as usize..finding["byte_end"].as_u64().unwrap() as usize;
    let expected: Vec<u8> = "ofthe".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(bytes[range], expected);
    assert_eq!(
        finding["start"],
        text.chars().skip(1).collect::<String>().split("ofthe").next().unwrap().chars().count()
    );
}

#[test]
fn an_address_gets_the_command_that_pipes_it() {
    let ran = project(&[]).concise(&["https://example.org/a"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("curl -L https://example.org/a | mtaudit check - --stdin-filename page."), "{ran:?}");
}

#[test]
fn wrong_names_get_the_nearest_right_one() {
    let project = project(&[("good.txt", GOOD)]);
    for (option, name, near) in [("--format", "jsnl", "jsonl"), ("--output-format", "consise", "concise")] {
        let ran = project.check(&["good.txt", option, name]);
        assert!(ran.stderr.contains(&format!("a similar value exists: '{near}'")), "{ran:?}");
        assert_eq!(ran.code, Some(2));
    }
    let ran = project.check(&["good.txt", "--format", "pages"]);
    assert!(ran.stderr.contains("[possible values: "), "{ran:?}");
    let ran = project.check(&["good.txt", "--select", "en/garbeld"]);
    assert_eq!(
        (ran.code, ran.stderr.as_str()),
        (Some(2), "error: `en/garbeld` means no rule; did you mean `en/garbled`?\n")
    );
}

#[test]
fn a_configuration_that_is_wrong_stops_the_run() {
    let project = project(&[("good.txt", GOOD), ("mtaudit.toml", "pakcs = []\n")]);
    let ran = project.check(&["good.txt", "--output-format", "concise"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("mtaudit.toml:1:1") && ran.stderr.contains("`packs`"), "{ran:?}");
    let ran = project.check(&["good.txt", "--output-format", "concise", "--keep-going"]);
    goes_on(&ran);
}

#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    let project = project(&[("good.txt", GOOD)]);
    let ran = project.check(&["good.txt", "--output-file", "no/such/folder/report.txt"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("error: cannot write no/such/folder/report.txt: "), "{ran:?}");
}

#[test]
fn the_report_of_an_audit_is_no_part_of_it() {
    let project = project(&[("good.txt", GOOD)]);
    project.write("report.jsonl", b"{\"id\":\"old\",\"text\":\"The water ofthe river.\"}\n");
    let arguments = ["--isolated", "--output-format", "jsonl", "--output-file", "report.jsonl", "."];
    let ran = project.check(&arguments);
    assert!(ran.stderr.contains("report.jsonl: not audited, because the report is written into it"), "{ran:?}");
    let report = project.read("report.jsonl");
    assert!(report.lines().all(|line| line.contains("\"file\":\"good.txt\"")), "{report}");
}

#[test]
fn a_report_is_not_written_over_a_text() {
    let project = project(&[("good.txt", GOOD)]);
    for arguments in
        [&["--output-file", "./good.txt"][..], &["--output-format", "full", "--output-format", "csv=good.txt"]]
    {
        let ran = project.check(&[arguments, &["good.txt"]].concat());
        assert_eq!((ran.code, project.read("good.txt").as_str()), (Some(2), GOOD), "{ran:?}");
        assert_eq!(ran.stderr, "error: good.txt is to be audited: a report is not written over it\n");
    }
}
