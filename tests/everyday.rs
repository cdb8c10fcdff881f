//! Everyday use of the command line, end to end, in folders of their own: configuration, watching, small commands.

mod support;

use std::fs;
use support::program::{Project, Ran, project};

const LETTER: &str = "Kim Jong-un met the delegation at the apappropriate place.\n\nKim Jong-un left on Monday.\n";

fn house() -> Project {
    project(&[("a.txt", LETTER)])
}

/// The findings of a concise report, without messages: `path:line:column rule`.
fn places(ran: &Ran) -> Vec<String> {
    let place = |line: &str| {
        let (place, rest) = line.split_once(": ")?;
        let rule = rest.split_once('[')?.1.split_once(']')?.0;
        Some(format!("{place} {rule}"))
    };
    ran.stdout.lines().filter_map(place).collect()
}

fn concise(project: &Project, more: &[&str]) -> Ran {
    project.run(&[&["check", "--output-format", "concise"], more].concat())
}

const GARBLED: &str = "a.txt:1:39 en/garbled/stutter";

#[test]
fn a_document_that_keeps_to_one_form_is_silent_until_the_house_prefers_another() {
    let project = house();
    assert_eq!(places(&concise(&project, &[])), [GARBLED]);
    project.config("[rules.\"en/names/spelling#kim-jong-un\"]\nprefer = \"Kim Jong Un\"\n");
    let ran = concise(&project, &["--select", "en/names"]);
    let rule = "en/names/spelling#kim-jong-un";
    assert_eq!(places(&ran), [format!("a.txt:1:1 {rule}"), format!("a.txt:3:1 {rule}")]);
    let message = "\"Kim Jong-un\" is not the house form; the configuration prefers \"Kim Jong Un\"";
    assert!(ran.stdout.starts_with(&format!("a.txt:1:1: warning[{rule}] {message}\n")), "{}", ran.stdout);
    assert_eq!(ran.code, Some(0));
    // The form that the house prefers, and a house that prefers a form of its own.
    project.write("a.txt", "Kim Jong Un left.\n");
    assert_eq!(places(&concise(&project, &["--lang", "en"])), [""; 0]);
    project.config("[rules.\"en/names/spelling#kim-jong-un\"]\nprefer = \"KIM Jong Un\"\n");
    assert_eq!(places(&concise(&project, &["--lang", "en"])), [format!("a.txt:1:1 {rule}")]);
    assert!(
        project
            .run(&["check", "--lang", "en", "--output-format", "jsonl"])
            .stdout
            .contains("\"replacement\":\"KIM Jong Un\"")
    );
}

#[test]
fn a_text_that_mixes_forms_is_told_so_whatever_the_house_prefers() {
    let project = project(&[]);
    project.write("a.txt", "Kim Jong-un came.\n\nKim Jong Un left.\n");
    project.config("[rules.\"en/names/spelling#kim-jong-un\"]\nprefer = \"Kim Jong-un\"\n");
    let ran = concise(&project, &["--lang", "en"]);
    assert_eq!(places(&ran), ["a.txt:3:1 en/names/spelling#kim-jong-un"]);
    assert!(ran.stdout.contains("elsewhere in this text") && !ran.stdout.contains("house form"), "{}", ran.stdout);
}

#[test]
fn a_preferred_form_belongs_to_one_row_and_not_to_the_table() {
    let project = house();
    project.config("[rules.\"en/names/spelling\"]\nprefer = \"Kim Yo-jong\"\n");
    let ran = concise(&project, &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("help: write it under [rules.\"en/names/spelling#kim-yo-jong\"]"), "{}", ran.stderr);
}

#[test]
fn examples_are_tested_on_the_rules_as_they_are_written() {
    let project = house();
    project.config("[rules.\"en/names/spelling#kim-jong-un\"]\nprefer = \"KIM Jong Un\"\n");
    let ran = project.run(&["rules", "test", "--select", "en/names/spelling"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
}

#[test]
fn words_of_the_dictionary_are_known() {
    let project = house();
    project.write("lists/words.txt", "# ours\n\napappropriate # a brand\n");
    project.config("[dictionary]\nfiles = [\"lists/words.txt\"]\n");
    assert_eq!(places(&concise(&project, &[])), [""; 0]);
    // The list itself is no text to audit, unless it is named.
    assert!(concise(&project, &[]).stderr.contains(" in 1 file "));
    assert!(concise(&project, &["lists/words.txt"]).stderr.contains(" in 1 file "));
    project.config("[dictionary]\nwords = [\"apappropriate\"]\n");
    assert_eq!(places(&concise(&project, &["a.txt"])), [""; 0]);
    project.config("[dictionary]\nfiles = [\"wrods.txt\"]\n");
    let ran = concise(&project, &[]);
    assert!(ran.stderr.starts_with("error: `wrods.txt` does not exist\n --> mtaudit.toml:2:10\n"), "{}", ran.stderr);
    assert_eq!(ran.code, Some(2));
}

#[test]
fn overrides_hold_for_their_files_and_the_order_of_the_input_stays() {
    let project = house();
    for file in ["raw/deep/b.txt", "raw/c.txt", "web/d.txt", "z.txt"] {
        project.write(file, LETTER);
    }
    project.config(
        "[[overrides]]\npaths = [\"raw/**\"]\nignore = [\"en/garbled\"]\n\
         [[overrides]]\npaths = [\"raw/deep\", \"web/*.txt\"]\n\
         rules.\"en/garbled/stutter\" = { severity = \"info\" }\n\
         rules.\"en/names/spelling#kim-jong-un\" = { prefer = \"Kim Jong Un\" }\n",
    );
    let names = "en/names/spelling#kim-jong-un";
    let expected = [
        GARBLED.to_owned(),
        format!("raw/deep/b.txt:1:1 {names}"),
        format!("raw/deep/b.txt:3:1 {names}"),
        format!("web/d.txt:1:1 {names}"),
        format!("web/d.txt:3:1 {names}"),
        "z.txt:1:39 en/garbled/stutter".to_owned(),
    ];
    let one = concise(&project, &["--threads", "1"]);
    assert_eq!(places(&one), expected);
    assert_eq!(one.stdout, concise(&project, &["--threads", "8"]).stdout);
    // A path is relative to the folder of the configuration, wherever the program runs.
    let inside = project.run_in("raw", &["check", "--output-format", "concise"]);
    assert_eq!(places(&inside), [format!("deep/b.txt:1:1 {names}"), format!("deep/b.txt:3:1 {names}")]);
}

#[test]
fn a_later_override_wins_and_the_command_line_beats_it() {
    let project = house();
    project.config(
        "select = [\"en/offices\"]\n[[overrides]]\npaths = [\"*.txt\"]\nselect = [\"en/names\"]\n\
         [[overrides]]\npaths = [\"a.*\"]\nselect = [\"en/garbled\"]\nlang = \"de\"\n",
    );
    assert_eq!(places(&concise(&project, &["--lang", "en"])), [GARBLED]);
    assert_eq!(places(&concise(&project, &["--lang", "en", "--select", "en/names"])), [""; 0]);
    // The rules are English, and the override says that the text is not.
    assert_eq!(places(&concise(&project, &[])), [""; 0]);
}

#[test]
fn what_an_override_cannot_mean_is_told_before_anything_is_audited() {
    let project = house();
    project.config("[[overrides]]\npaths = [\"no/such/**\"]\nignore = [\"en/garbld\"]\n");
    let ran = concise(&project, &[]);
    assert!(ran.stderr.contains("`en/garbld` means no rule; did you mean `en/garbled`?"), "{}", ran.stderr);
    project.config("[[overrides]]\npaths = [\"no/**\"]\n[overrides.rules.\"en/garbled/stutter\"]\nminlength = 3\n");
    let ran = concise(&project, &[]);
    assert!(ran.stderr.contains("--> mtaudit.toml:3:18"), "{}", ran.stderr);
    assert_eq!(ran.code, Some(2));
}

#[test]
fn statistics_follow_the_findings_and_quiet_leaves_only_these() {
    let project = house();
    let ran = project.run(&["check", "--output-format", "grouped", "--statistics", "--quiet"]);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!((lines[0], &lines[2..]), ("a.txt:", &["", "1  error  en/garbled/stutter"][..]));
    assert!(lines[1].starts_with("  1:39  error  ") && lines[1].ends_with("  en/garbled/stutter"), "{}", lines[1]);
    assert_eq!((ran.stderr.as_str(), ran.code), ("", Some(1)));
    let ran = project.run(&["check", "--output-format", "json", "--statistics"]);
    assert!(ran.stderr.contains("--statistics would spoil a json report; use full, concise or grouped"));
    assert_eq!((ran.stdout.as_str(), ran.code), ("", Some(2)));
}

#[test]
fn nothing_that_could_be_read_is_no_success() {
    let project = project(&[]);
    project.write("picture.txt", "\0\u{1}\0\0");
    for arguments in [&["check"][..], &["check", "--quiet"]] {
        let ran = project.run(arguments);
        assert!(ran.stderr.ends_with("error: nothing was audited: no file could be read as text\n"), "{}", ran.stderr);
        assert_eq!((ran.stdout.as_str(), ran.code), ("", Some(2)));
    }
    // A file that could be read and holds nothing is no defect.
    project.write("feed.jsonl", "");
    assert_eq!(project.run(&["check"]).code, Some(0));
}

#[test]
fn settings_are_shown_with_where_they_are_from() {
    let project = house();
    project.write("words.txt", "kimkim\n");
    project.config(
        "lang = \"en\"\nignore = [\"en/dates\"]\n[rules.\"en/garbled/stutter\"]\nseverity = \"warning\"\n\
         [dictionary]\nfiles = [\"words.txt\"]\n[[overrides]]\npaths = [\"raw/**\"]\nselect = []\n",
    );
    let ran =
        project.run(&["check", "--show-settings", "--ignore", "en/names", "--threads", "3", "--fail-on", "never"]);
    let shown = ran.stdout.lines().take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!(shown);
    assert_eq!((ran.stderr.as_str(), ran.code), ("", Some(0)));
    let last = ran.stdout.lines().last().unwrap();
    assert!(last.ends_with(" rules run where no override says otherwise"), "{last}");
}

#[test]
fn init_writes_a_configuration_that_changes_nothing_and_never_overwrites() {
    let project = house();
    let before = concise(&project, &[]);
    let ran = project.run(&["init"]);
    assert!(ran.stdout.starts_with("Wrote mtaudit.toml."), "{}", ran.stdout);
    assert_eq!(concise(&project, &[]).stdout, before.stdout);
    project.config("lang = \"en\"\n");
    let ran = project.run(&["init"]);
    assert_eq!(ran.stderr, "error: mtaudit.toml is there already, and is left as it is\n");
    assert_eq!((ran.code, project.read("mtaudit.toml").as_str()), (Some(2), "lang = \"en\"\n"));
    fs::create_dir(project.path("inner")).unwrap();
    let ran = project.run_in("inner", &["init"]);
    assert_eq!(ran.stderr, "note: ../mtaudit.toml is no longer read here: the nearest file counts\n");
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let project = project(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = project.run(&["completions", shell]);
        assert!(ran.stdout.contains("show-settings"), "{shell}");
        assert_eq!(ran.code, Some(0));
    }
    let page = project.run(&["man"]).stdout;
    assert!(page.contains(".TH mtaudit 1") && page.contains("completions"), "{page}");
    let page = project.run(&["man", "rules", "list"]).stdout;
    assert!(page.contains(".TH mtaudit-rules-list 1") && page.contains("min\\-confidence"), "{page}");
    let ran = project.run(&["man", "chekc"]);
    assert_eq!(ran.stderr, "error: no command is called `chekc`; did you mean `check`?\n");
    assert_eq!(ran.code, Some(2));
}

#[test]
fn mistyped_names_get_the_nearest_one() {
    let project = house();
    for (arguments, hint) in [
        (&["chek"][..], "a similar subcommand exists: 'check'"),
        (&["check", "--outptu-format", "json"], "a similar argument exists: '--output-format'"),
        (&["check", "--output-format", "jsno"], "a similar value exists: 'json'"),
        (&["check", "--format", "txt"], "a similar value exists: 'text'"),
        (&["check", "--select", "en/garbled/stuter"], "did you mean `en/garbled/stutter`?"),
        (&["check", "--select", "category:terminolgy"], "did you mean `category:terminology`?"),
        (&["explain", "garbled/stutter"], "did you mean `en/garbled/stutter`?"),
        (&["completions", "bsh"], "a similar value exists: 'bash'"),
    ] {
        let ran = project.run(arguments);
        assert!(ran.stderr.contains(hint), "{arguments:?}: {}", ran.stderr);
        assert_eq!(ran.code, Some(2), "{arguments:?}");
    }
}

#[test]
fn an_address_is_answered_with_the_command_that_fetches_it() {
    let ran = project(&[]).run(&["check", "https://example.org/a"]);
    assert!(ran.stderr.contains("curl -L https://example.org/a | mtaudit check -"), "{}", ran.stderr);
    assert_eq!(ran.code, Some(2));
}

#[cfg(unix)]
#[test]
fn watching_audits_again_after_a_change_and_ends_with_130() {
    let project = project(&[]);
    project.write("a.txt", "A clean letter to the minister of the house.\n");
    let mut watching = project.spawn(&["check", "--watch", "--output-format", "concise"]);
    watching.wait_for("Watching for changes");
    project.write("a.txt", LETTER);
    watching.wait_for("Watching for changes");
    project.write("mtaudit.toml", "[dictionary]\nwords = [\"apappropriate\"]\n");
    watching.wait_for("Watching for changes");
    let ran = watching.interrupt();
    assert_eq!(ran.stdout.lines().count(), 1, "{}", ran.stdout);
    assert!(ran.stdout.starts_with("a.txt:1:39: error[en/garbled/stutter]"), "{}", ran.stdout);
    assert_eq!(ran.code, Some(130));
    let ran = project.run(&["check", "--watch", "-"]);
    assert!(ran.stderr.contains("--watch needs files or folders"), "{}", ran.stderr);
}
