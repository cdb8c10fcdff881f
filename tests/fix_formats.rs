//! `check --fix` in every input format and encoding: written as the file writes it, and nothing else touched.

mod support;

use support::repairs::House;

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
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

#[test]
fn what_cannot_be_written_there_is_left_and_told() {
    let rules: [(&str, &str, &str, &[&str]); 2] = [
        ("capital", "high", "Seoul city", &["the capital, 서울"]),
        ("office", "high", "country affairs", &["<State>; \"Affairs\""]),
    ];
    let project = House::of(&rules);
    let left = |name: &str, bytes: &[u8]| {
        project.write(name, bytes);
        let ran = project.run(&["--fix", name]);
        assert!(ran.stderr.contains(&format!("note: {name}: 1 finding not fixed, because")), "{ran:?}");
        assert_eq!((ran.code, project.bytes(name)), (Some(1), bytes.to_vec()), "{name}");
        // A report for machines proposes nothing that would break the table.
        if name.ends_with("sv") {
            assert!(!project.run(&["--output-format", "rdjson", name]).stdout.contains("suggestions"));
        }
    };
    // A sign that would end a cell without quotation marks.
    left("a.csv", b"id,text\n1,Seoul city\n");
    left("b.csv", b"id;text\n1;country affairs\n");
    left("c.tsv", b"id\ttext\n1\tcountry affairs\n");
    // A sign that the encoding lacks, where the format has no other way to write it.
    left("a.txt", b"Caf\xE9 no\xEBl d\xE9j\xE0: Seoul city.\n");
    // The others can be written.
    for (name, old, new) in [
        ("d.csv", "id;text\n1;Seoul city\n", "id;text\n1;the capital, 서울\n"),
        ("e.csv", "id,text\n1,\"Seoul city\"\n", "id,text\n1,\"the capital, 서울\"\n"),
    ] {
        assert_eq!(project.fixed_text(name, old), new);
    }
    let rss = |title: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"windows-1252\"?><rss><channel><item><title>{title}</title></item></channel></rss>"
        )
    };
    let latin = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let (old, new) = (rss("Café: Seoul city"), rss("Café: the capital, &#xC11C;&#xC6B8;"));
    assert_eq!(project.fixed("c.rss", latin(&old)), latin(&new));
}

#[test]
fn markdown_stays_markdown() {
    let rules: [(&str, &str, &str, &[&str]); 2] = [
        ("mark", "high", "rough edges", &["<b> *R&D* a_b &lt;"]),
        ("visit", "high", "honorary visit", &["courtesy call"]),
    ];
    let project = House::of(&rules);
    let old = "Caf&eacute; had rough edges, an&nbsp;honorary visit.\n";
    let new = "Caf&eacute; had \\<b> \\*R&D\\* a_b \\&lt;, a&nbsp;courtesy call.\n";
    assert_eq!(project.fixed_text("a.md", old), new);
}

#[test]
fn the_space_behind_an_article_stays_as_it_is() {
    let project = House::new();
    for (name, old, new) in [
        ("a.html", "<p>He paid an&nbsp;honorary visit.</p>", "<p>He paid a&nbsp;courtesy call.</p>"),
        ("b.html", "<p>He paid an\n  honorary visit.</p>", "<p>He paid a\n  courtesy call.</p>"),
        ("a.txt", "He paid an\u{a0}honorary visit.", "He paid a\u{a0}courtesy call."),
        ("b.txt", "He paid an  honorary visit.", "He paid a  courtesy call."),
    ] {
        assert_eq!(project.fixed_text(name, old), new);
    }
}
