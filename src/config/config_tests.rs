//! Tests of the configuration file: what it can say, and what is said of a wrong one.

use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Result<Config, Vec<ConfigError>> {
    read::config(SourceFile::of_text("mtaudit.toml", text), Path::new("/project"))
}

fn errors(text: &str) -> Vec<String> {
    read(text).unwrap_err().iter().map(ConfigError::to_string).collect()
}

const EVERYTHING: &str = r#"
lang = "en-GB"
packs = ["house", "../shared/rules.toml"]
select = ["en", "category:terminology"]
ignore = ["severity:info"]
fail-on = "never"
min-severity = "info"

[rules."en/offices/affairs-president"]
severity = "warning"
impact = "critical"
confidence = "low"
enabled = false

[rules."en/names/kim-jong-un"]
prefer = "Kim Jong Un"
minimum = 3
words = ["a", { b = 1.5 }]

[[overrides]]
paths = ["raw/**", "*.srt"]
lang = "ko"
select = []
ignore = ["en/dates"]
[overrides.rules."en/garbled/stutter"]
severity = "info"

[dictionary]
words = ["kimkim", "BaliBali"]

[jsonl]
fields = ["body", "meta.caption"]
"#;

#[test]
fn every_key_is_read() {
    let config = read(EVERYTHING).unwrap();
    assert_eq!(config.folder.as_deref(), Some(Path::new("/project")));
    assert_eq!(config.lang.as_deref(), Some("en-GB"));
    let packs: Vec<_> = config.packs.iter().map(|pack| pack.get_ref().clone()).collect();
    assert_eq!(packs, [Path::new("/project/house"), Path::new("/project/../shared/rules.toml")]);
    assert_eq!(config.select[1].get_ref().to_string(), "category:terminology");
    assert_eq!(config.ignore[0].get_ref(), &Selector::Severity(Severity::Info));
    assert_eq!((config.fail_on, config.min_severity), (Some(FailOn::Never), Some(Severity::Info)));
    let rule = &config.rules["en/offices/affairs-president"];
    assert_eq!((rule.severity, rule.impact), (Some(Severity::Warning), Some(Impact::Critical)));
    assert_eq!((rule.confidence, rule.enabled), (Some(Confidence::Low), Some(false)));
    let rule = &config.rules["en/names/kim-jong-un"];
    assert_eq!(rule.prefer.as_deref(), Some("Kim Jong Un"));
    assert_eq!(rule.parameters.to_string(), "minimum = 3\nwords = [\"a\", { b = 1.5 }]\n");
    let one = &config.overrides[0];
    assert_eq!((one.paths.len(), one.lang.as_deref(), one.select.as_ref().map(Vec::len)), (2, Some("ko"), Some(0)));
    assert_eq!(one.ignore[0].get_ref().to_string(), "en/dates");
    assert_eq!(one.rules["en/garbled/stutter"].severity, Some(Severity::Info));
    assert!(config.dictionary.knows("Kimkim") && config.dictionary.len() == 2);
    assert_eq!(config.formats.jsonl.fields, ["body", "meta.caption"]);
    let later = config.error(rule.span.clone(), "no such rule");
    assert_eq!(later.to_string(), "mtaudit.toml:15:8: no such rule");
    assert!(read("").unwrap().rules.is_empty());
}

#[test]
fn everything_wrong_is_named_at_its_place() {
    let text = "lang = 5\nselekt = []\npacks = [\"a\", 1]\nfail-on = \"eror\"\nignore = [\"severity:x\"]\n\
                zzz = 1\n[rules.a]\nenabled = 1\n[jsonl]\nfield = []\n";
    assert_eq!(
        errors(text),
        [
            "mtaudit.toml:1:8: `lang` has to be a text, not a number",
            "mtaudit.toml:2:1: unknown key `selekt`; did you mean `select`?",
            "mtaudit.toml:3:15: `packs` has to be a list of texts; this is a number",
            "mtaudit.toml:4:11: `fail-on` cannot be `eror`; did you mean `error`?",
            "mtaudit.toml:5:11: unknown severity `x`; it can be error, warning, info",
            "mtaudit.toml:6:1: unknown key `zzz`; the keys here are lang, packs, select, ignore, fail-on, \
             fail-on-verdict, min-severity, rules, overrides, entity, dictionary, jsonl, json, csv, po, scoring",
            "mtaudit.toml:8:11: `enabled` has to be true or false, not a number",
            "mtaudit.toml:10:1: unknown key `field`; did you mean `fields`?",
        ]
    );
    assert_eq!(errors("rules = 1")[0], "mtaudit.toml:1:9: `rules` has to be a table, not a number");
    assert_eq!(
        errors("min-severity = \"never\"")[0],
        "mtaudit.toml:1:16: `min-severity` cannot be `never`; it can be error, warning, info"
    );
}

#[test]
fn globs_match_as_in_an_ignore_file() {
    let about = |glob: &str, path: &str| {
        let config = read(&format!("[[overrides]]\npaths = ['{glob}']")).unwrap();
        config.overrides_of(path) == [0]
    };
    for (glob, path) in [
        ("raw/**", "raw/a/b.txt"),
        ("raw/*.txt", "raw/a.txt"),
        ("raw", "raw/a.txt"),
        ("raw/", "old/raw/a.txt"),
        ("./raw/deep", "raw/deep/a.txt"),
        ("*.txt", "a/b/c.txt"),
        ("/*.txt", "c.txt"),
        ("a/**/c.txt", "a/c.txt"),
        ("a.{txt,srt}", "b/a.srt"),
        ("../other/**", "../other/a.txt"),
    ] {
        assert!(about(glob, path), "{glob} {path}");
    }
    for (glob, path) in [
        ("raw/*.txt", "raw/a/b.txt"),
        ("/*.txt", "a/c.txt"),
        ("raw/deep", "old/raw/deep/a.txt"),
        ("raw", "rawhide.txt"),
    ] {
        assert!(!about(glob, path), "{glob} {path}");
    }
}

#[test]
fn a_wrong_override_or_dictionary_is_named_at_its_place() {
    let text = "overrides = 1\ndictionary = { words = [\"two words\", \"\"], wrods = [] }\n";
    assert_eq!(
        errors(text),
        [
            "mtaudit.toml:1:13: `overrides` has to be a list of tables: write [[overrides]] above each",
            "mtaudit.toml:2:25: `two words` is more than one word; list each by itself",
            "mtaudit.toml:2:38: an empty word",
            "mtaudit.toml:2:43: unknown key `wrods`; did you mean `words`?",
        ]
    );
    let text = "[[overrides]]\nignore = []\n[[overrides]]\npaths = []\n[[overrides]]\npaths = [\"a[\"]\npath = 1\n";
    assert_eq!(
        errors(text),
        [
            "mtaudit.toml:1:1: this override does not say what it is about; add paths = [\"folder/**\", \"*.txt\"]",
            "mtaudit.toml:4:9: `paths` names no files",
            "mtaudit.toml:6:10: not a glob: unclosed character class; missing ']'",
            "mtaudit.toml:7:1: unknown key `path`; did you mean `paths`?",
        ]
    );
}

#[test]
fn word_files_are_read_and_what_is_wrong_with_them_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let load = |bytes: &[u8]| {
        std::fs::write(folder.path().join("words.txt"), bytes).unwrap();
        let text = "[dictionary]\nfiles = [\"words.txt\"]\n";
        read::config(SourceFile::of_text("mtaudit.toml", text), folder.path())
    };
    let config = load("\u{FEFF}# ours\r\nkimkim\r\n\r\n  BaliBali # a shop\r\n".as_bytes()).unwrap();
    assert!(config.dictionary.knows("kimkim") && config.dictionary.knows("BaliBali") && config.dictionary.len() == 2);
    assert_eq!(config.dictionary_files, [folder.path().join("words.txt")]);
    let error = |bytes: &[u8]| load(bytes).unwrap_err()[0].to_string();
    assert_eq!(error(b"a\nb c\n"), "mtaudit.toml:2:10: `words.txt` has more than one word in line 2");
    assert_eq!(error(b"a\nb\xE9\n"), "mtaudit.toml:2:10: `words.txt` is not valid UTF-8 (line 2)");
    std::fs::remove_file(folder.path().join("words.txt")).unwrap();
    std::fs::create_dir(folder.path().join("words.txt")).unwrap();
    let text = "[dictionary]\nfiles = [\"words.txt\", \"none.txt\"]\n";
    let errors = read::config(SourceFile::of_text("m.toml", text), folder.path()).unwrap_err();
    let messages: Vec<_> = errors.iter().map(|error| error.message()).collect();
    assert_eq!(messages, ["`words.txt` is not a file", "`none.txt` does not exist"]);
}

#[test]
fn malformed_toml_is_told_with_its_place() {
    let error = &errors("lang = \"en\"\nselect = [\"a\"")[0];
    assert!(error.starts_with("mtaudit.toml:2:"), "{error}");
    assert!(error.contains("not valid TOML"), "{error}");
    assert!(errors("lang = \"a\"\nlang = \"b\"")[0].starts_with("mtaudit.toml:2:1: not valid TOML: duplicate key"));
}

#[test]
fn an_error_is_rendered_with_a_caret() {
    let errors = read("\u{FEFF}lang = \"en\"\n\"é\" = 1\nfail_on = \"error\"\n").unwrap_err();
    insta::assert_snapshot!(errors[1].render(false), @r#"
    error: unknown key `fail_on`
     --> mtaudit.toml:3:1
      |
    3 | fail_on = "error"
      | ^^^^^^^
      |
      = help: did you mean `fail-on`?
    "#);
}

#[test]
fn the_nearest_file_upwards_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/b");
    std::fs::create_dir_all(&inner).unwrap();
    std::fs::write(folder.path().join(FILE_NAME), "lang = \"fr\"\npacks = [\"house\"]\n").unwrap();
    let config = Config::discover(&inner).unwrap();
    assert_eq!(config.folder.as_deref(), Some(folder.path()));
    assert_eq!(config.packs[0].get_ref(), &folder.path().join("house"));
    std::fs::write(folder.path().join("a").join(FILE_NAME), b"lang = \"en\"\nx = \"caf\xE9\"\n").unwrap();
    let errors = Config::discover(&inner).unwrap_err();
    assert_eq!(errors[0].to_string(), "../mtaudit.toml:2:9: not valid UTF-8; save it as UTF-8");
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let errors = Config::load(&folder.path().join("none.toml")).unwrap_err();
    assert!(errors[0].to_string().contains("none.toml: cannot be read: "), "{errors:?}");
    assert!(errors[0].render(false).starts_with("error: "));
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(text in "(lang|select|rules|jsonl|overrides|paths|dictionary|words|[\\[\\]{}=\"'.#,\\\\]|é|𝄞|\n|\r| |1|a){0,30}") {
        if let Err(errors) = read(&text) {
            for error in errors {
                error.render(false);
            }
        }
    }
}

#[test]
fn no_control_character_of_the_file_reaches_the_terminal() {
    let config = SourceFile::of_text("a\u{1b}.toml", "lang = 1 # \u{1b}[31m \u{202e}\n\u{7}x = 1");
    for error in read::config(config, Path::new("")).unwrap_err() {
        let rendered = error.help("not \u{1b}").render(false);
        assert!(!rendered.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{rendered:?}");
    }
    let about = ConfigError::about("b\u{1b}.toml", "cannot be read").render(false);
    assert!(!about.contains('\u{1b}') && about.contains("cannot be read"), "{about:?}");
}
