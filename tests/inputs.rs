//! Inputs of every format and encoding on the real program: findings stand on the right bytes of the file.

mod support;

use support::program::{Project, project};

/// What the program finds in this file: the rule, the field, the place as people read it and the raw bytes.
fn found(project: &Project, file: &str, bytes: &[u8], options: &[&str]) -> Vec<(String, String, String, Vec<u8>)> {
    project.write(file, bytes);
    let ran = project.check(&[&[file, "--isolated", "--lang", "en", "--output-format", "jsonl"], options].concat());
    let of_line = |line: &str| {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| finding[name].as_str().unwrap().to_owned();
        let offset = |name: &str| finding[name].as_u64().unwrap() as usize;
        let place = format!("{}:{}", finding["line"], finding["column"]);
        (text("rule"), text("field"), place, bytes[offset("byte_start")..offset("byte_end")].to_vec())
    };
    ran.stdout.lines().map(of_line).collect()
}

fn expected(rule: &str, field: &str, place: &str, raw: impl Into<Vec<u8>>) -> (String, String, String, Vec<u8>) {
    (rule.into(), field.into(), place.into(), raw.into())
}

#[test]
fn findings_in_markdown_stand_where_the_file_has_them() {
    let text = "---\ntitle: ofthe\n---\n# The water ofthe *village*\n\nRun `ofthe` and see the [house](ofthe.md)\n\
        apappropriate for **all**.\n\n![The roof ofthe school](ofthe.png)\n";
    assert_eq!(
        found(&project(&[]), "a.md", text.as_bytes(), &["--select", "en/garbled"]),
        [
            expected("en/garbled/glued", "title", "4:13", "ofthe"),
            expected("en/garbled/stutter", "body", "7:1", "apappropriate"),
            expected("en/garbled/glued", "caption", "9:12", "ofthe"),
        ]
    );
}

#[test]
fn findings_in_legacy_encodings_stand_on_the_bytes_of_the_file() {
    let cases = [
        ("windows-1252", "Le président a été reçu à l’hôtel. "),
        ("windows-1251", "Президент провёл переговоры в Москве. "),
        ("gbk", "朝鲜外交部发言人星期三表示，感谢蒙古国人民的一切好意。 "),
        ("shift_jis", "北朝鮮の外務省は水曜日、モンゴルの人々の親切に感謝すると述べた。 "),
    ];
    let project = project(&[]);
    for (label, start) in cases {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let text = format!("A first line.\n{start}The water ofthe village.\n");
        let bytes = encoding.encode(&text).0.into_owned();
        let place = format!("2:{}", start.chars().count() + 11);
        let finding = [expected("en/garbled/glued", "text", &place, "ofthe")];
        for options in [&["--select", "en/garbled"][..], &["--select", "en/garbled", "--encoding", label]] {
            assert_eq!(found(&project, "a.txt", &bytes, options), finding, "{label}");
        }
        let noted = project.concise(&["a.txt"]);
        let note = format!("note: a.txt: read as {} (detected); save it as UTF-8\n", encoding.name());
        assert!(noted.stderr.contains(&note) && noted.code != Some(2), "{noted:?}");
        let named = project.concise(&["a.txt", "--encoding", label]);
        assert!(!named.stderr.contains("note:"), "{named:?}");
    }
    let ran = project.concise(&["a.txt", "--encoding", "windows-125"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.starts_with("error: unknown encoding `windows-125`; did you mean `windows-125"), "{ran:?}");
}
