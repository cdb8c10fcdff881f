//! Directives in texts, end to end on the binary.

mod support;

use support::house::house;
use support::program::{Project, Ran};

fn desk() -> Project {
    house(&[("visit", "honorary visit", "error"), ("office", "country affairs", "warning")])
}

fn check(project: &Project, name: &str, text: &str) -> Ran {
    project.write(name, text);
    project.run(&["check", "--output-format", "concise", name])
}

/// The lines of findings.
fn lines(ran: &Ran) -> Vec<u32> {
    ran.stdout.lines().map(|line| line.split(':').nth(1).unwrap().parse().unwrap()).collect()
}

/// The notes, without what they begin with.
fn notes(ran: &Ran) -> Vec<&str> {
    ran.stderr.lines().filter_map(|line| line.strip_prefix("note: ")).collect()
}

#[test]
fn markdown_says_in_comments_what_is_not_to_be_reported() {
    let project = desk();
    let text = "\
# An honorary visit

An honorary visit. <!-- mtaudit-ignore house/visit (their own word) -->
Wrapped, an honorary visit.

<!-- mtaudit-ignore -->

The country affairs and
an honorary visit.

<!-- mtaudit-ignore-next-line house -->
An honorary visit, and
an honorary visit.

<!-- mtaudit-disable house/visit, house/office -->
An honorary visit.

The country affairs.
<!-- mtaudit-enable house/office -->

An honorary visit to country affairs.

<!-- mtaudit-enable -->
An honorary visit.

    <!-- mtaudit-ignore-file --> is code
";
    let ran = check(&project, "a.md", text);
    assert_eq!(lines(&ran), [1, 4, 13, 21, 24], "{ran:?}");
    assert!(ran.stderr.contains("; 7 ignored as the texts ask; took"), "{}", ran.stderr);
    assert!(notes(&ran).is_empty(), "{}", ran.stderr);
    assert_eq!(check(&project, "b.md", "An honorary visit.\n\n<!-- mtaudit-ignore-file -->\n").code, Some(0));
}

#[test]
fn a_line_of_a_plain_text_may_be_a_directive_and_is_no_text_itself() {
    let project = house(&[("visit", "honorary visit", "error"), ("word", "mtaudit", "error")]);
    let text = "\
An honorary visit.
# mtaudit-ignore house/visit
An honorary visit.
An honorary visit.

// mtaudit-disable
An honorary visit.
mtaudit-enable
An honorary visit.
He wrote mtaudit-ignore.
";
    let ran = check(&project, "a.txt", text);
    // A text with a blank line has paragraphs of many lines.
    assert_eq!(lines(&ran), [9, 10], "{ran:?}");
    let one_a_line = text.replace("\n\n", "\n");
    assert_eq!(lines(&check(&project, "a.txt", &one_a_line)), [1, 4, 8, 9]);
    assert_eq!(
        lines(&check(&project, "a.txt", "An honorary visit.\r\n<!-- mtaudit-ignore-file -->\r\n")),
        Vec::<u32>::new()
    );
    // Repairs leave it alone.
    project.write("a.txt", &one_a_line);
    project.run(&["check", "--fix", "a.txt"]);
    let fixed = project.read("a.txt");
    assert_eq!(fixed.matches("honorary visit").count(), 2);
    assert!(fixed.contains("# mtaudit-ignore house/visit\nAn honorary visit.\nA better words."));
}

#[test]
fn directives_that_hide_nothing_are_told_with_their_places() {
    let project = desk();
    let text = "\
<!-- mtaudit-ignore house/visit -->
The country affairs.

The wind. <!-- mtaudit-ingore -->

<!-- mtaudit-enable -->

<!-- mtaudit-ignore house/vist -->
An honorary visit.
";
    let ran = check(&project, "a.md", text);
    assert_eq!(lines(&ran), [2, 9]);
    assert_eq!(
        notes(&ran),
        [
            "a.md:1:1: this directive hides nothing",
            "a.md:4:11: `mtaudit-ingore` is no directive; did you mean `mtaudit-ignore`?",
            "a.md:6:1: this directive hides nothing",
            "a.md:8:1: `house/vist` means no rule; did you mean `house/visit`?",
        ]
    );
    assert!(ran.stderr.contains("4 directives hide nothing in the texts\n"), "{}", ran.stderr);
    // Where not all rules run, nobody can tell; nor of a rule that is off.
    let ran = project.run(&["check", "--select", "house/visit", "a.md"]);
    assert_eq!(notes(&ran).len(), 2, "{}", ran.stderr);
    project.write("mtaudit.toml", "packs = [\"house\"]\nlang = \"en\"\nselect = [\"house/office\"]\n");
    let ran = check(&project, "a.md", "<!-- mtaudit-ignore house/visit -->\nAn honorary visit.\n");
    assert!(notes(&ran).is_empty(), "{}", ran.stderr);
    assert!(project.run(&["check", "--quiet", "a.md"]).stderr.is_empty());
}

#[test]
fn a_directive_of_a_long_text_reaches_over_its_windows() {
    let project = desk();
    let line = "They said that the wind was strong and that the harbour was near, and so on and so forth.\n";
    let text = format!(
        "# mtaudit-disable house/visit\n{}An honorary visit.\nmtaudit-enable\nAn honorary visit.\n",
        line.repeat(30_000)
    );
    let ran = check(&project, "a.txt", &text);
    assert_eq!((lines(&ran), notes(&ran).len()), (vec![30_004], 0), "{}", ran.stderr);
    let ran = check(&project, "a.txt", &text.replace("An honorary visit", "A visit"));
    assert_eq!(notes(&ran), ["a.txt:1:1: this directive hides nothing"]);
}

#[test]
fn what_a_text_ignores_is_no_form_that_others_are_compared_with() {
    let project = desk();
    project.write("mtaudit.toml", "lang = \"en\"\nselect = [\"en/names/spelling\"]\n");
    let text = "Kim Jong Un came. Kim Jong Un spoke.\n\nKim Jong-un left. <!-- mtaudit-ignore en/names/spelling -->\n";
    let ran = check(&project, "a.md", text);
    assert_eq!((ran.stdout.as_str(), notes(&ran).len()), ("", 0), "{}", ran.stderr);
    assert_eq!(lines(&check(&project, "b.md", &text.replace("mtaudit", "mt"))), [3]);
}

#[test]
fn comments_of_html_and_of_feeds_are_directives_too() {
    let project = desk();
    let page = "<html><body>\n<h1>A title of some length</h1>\n<p>An honorary visit.</p>\n\
        <!-- mtaudit-ignore house/visit -->\n<p>Then, wrapped,\nan honorary visit.</p>\n\
        <p>An honorary visit. <!-- mtaudit-ignore --></p>\n<p>An honorary visit.</p>\n\
        <pre>&lt;!-- mtaudit-ignore-file --&gt;</pre>\n</body></html>\n";
    assert_eq!(lines(&check(&project, "a.html", page)), [3, 8]);

    let item = |guid: &str, description: &str| {
        format!("<item><guid>{guid}</guid><title>A title</title>\n<description>{description}</description></item>\n")
    };
    let feed = format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>t</title>\n{}{}{}</channel></rss>\n",
        item("1", "&lt;!-- mtaudit-ignore-file house/visit --&gt;&lt;p&gt;An honorary visit.&lt;/p&gt;"),
        item("2", "<![CDATA[<p>An honorary visit.</p>\n<!-- mtaudit-ignore -->\n<p>An honorary visit.</p>]]>"),
        item("3", "<![CDATA[<p>An honorary visit.</p><!-- mtaudit-ignore house/office -->]]>"),
    );
    let ran = check(&project, "a.rss", &feed);
    assert_eq!(lines(&ran), [6, 10], "{ran:?}");
    assert_eq!(notes(&ran), ["a.rss:10:48: this directive hides nothing"], "{}", ran.stderr);

    // Between items, and in front of an article, a directive speaks of nothing, and that is told.
    let (stray, said) = ("<!-- mtaudit-ignore-next-line -->", "a directive outside of any item hides nothing");
    let feed = feed.replace("<item><guid>2", &format!("{stray}\n{stray}\n<item><guid>2"));
    let ran = check(&project, "a.rss", &feed);
    assert_eq!(lines(&ran), [8, 12], "{ran:?}");
    assert!(notes(&ran)[0].starts_with("a.rss:5:1: ") && notes(&ran)[0].contains(said), "{ran:?}");
    let article = format!("{stray}\n<nitf><body><body.content><p>An honorary visit.</p></body.content></body></nitf>");
    let ran = check(&project, "a.nitf", &article);
    assert_eq!((lines(&ran), notes(&ran).len()), (vec![2], 1), "{ran:?}");
}

#[test]
fn a_comment_of_a_po_file_speaks_of_the_entry_below_it() {
    let project = desk();
    let entry = |comment: &str, id: &str, text: &str| format!("{comment}msgid \"{id}\"\nmsgstr \"{text}\"\n\n");
    let bad = "An honorary visit to country affairs.";
    let file = [
        "msgid \"\"\nmsgstr \"Language: en\\n\"\n\n".to_owned(),
        entry("# mtaudit-ignore house/visit -- the name of a film\n#, c-format\n", "a", bad),
        entry("#. mtaudit-ignore-next-line\n", "b", "An \"\n\"honorary visit."),
        entry("", "c", "An honorary visit."),
        entry("# mtaudit-ignore\n", "d", "A visit."),
        entry("# mtaudit-disable house/visit\n", "e", "An honorary visit."),
        entry("", "f", bad),
    ];
    let ran = check(&project, "a.po", &file.concat());
    let found: Vec<&str> = ran.stdout.lines().map(|line| line.rsplit("] ").next().unwrap()).collect();
    assert_eq!(found, ["country affairs is wrong", "honorary visit is wrong", "country affairs is wrong"], "{ran:?}");
    assert_eq!(notes(&ran), ["a.po:17:1: this directive hides nothing"], "{ran:?}");
    // One that speaks of the file reaches beyond what is read at once.
    let many: String = (0..5_000).map(|number| entry("", &number.to_string(), "An honorary visit.")).collect();
    let ran = check(&project, "b.po", &format!("# mtaudit-ignore-file house/visit\n{}{many}", file[0]));
    assert_eq!((ran.code, notes(&ran)), (Some(0), vec![]), "{}", ran.stderr);
}

#[test]
fn a_note_or_comment_of_a_unit_speaks_of_it() {
    let project = desk();
    let unit = |id: &str, note: &str, text: &str| {
        format!("<trans-unit id='{id}'><source>x</source><target>{text}</target>{note}</trans-unit>")
    };
    let bad = "An honorary visit to country affairs.";
    let units = [
        unit("a", "<note from='desk'>mtaudit-ignore house/visit</note>", bad),
        unit("b", "\n<!-- mtaudit-ignore -->\n", bad),
        unit("c", "<note>mtaudit-ignore</note>", "A visit."),
        unit("d", "<note>mtaudit-disable house/visit</note>", "A visit."),
        unit("e", "", bad),
    ];
    let part = |units: &str| format!("<file original='x' target-language='en'><body>\n{units}</body></file>");
    let xliff = |parts: &str| format!("<xliff version='1.2'>{parts}</xliff>\n");
    let ran =
        check(&project, "a.xlf", &xliff(&(part(&units.join("\n")) + &part(&unit("f", "", "An honorary visit.")))));
    let found: Vec<&str> = ran.stdout.lines().map(|line| line.rsplit("] ").next().unwrap()).collect();
    assert_eq!(found, ["country affairs is wrong", "country affairs is wrong", "honorary visit is wrong"], "{ran:?}");
    assert_eq!(notes(&ran), ["a.xlf:6:63: this directive hides nothing"], "{ran:?}");
    let many: String = (0..5_000).map(|number| unit(&number.to_string(), "", "An honorary visit.")).collect();
    let of_file = "<header><note>mtaudit-ignore-file house/visit</note></header>";
    let ran = check(&project, "b.xlf", &xliff(&part(&many)).replace("<body>", &format!("{of_file}<body>")));
    assert_eq!((ran.code, notes(&ran)), (Some(0), vec![]), "{}", ran.stderr);

    // What stands before the first unit is no part of it, however long it is.
    let skeleton =
        format!("<header><skl><internal-file>{}</internal-file></skl></header><body>", "QUJD".repeat(200_000));
    let text = xliff(&part(&units[..3].join("\n")).replace("<body>", &skeleton));
    let ran = check(&project, "c.xlf", &text);
    assert_eq!((lines(&ran), notes(&ran).len()), (vec![2], 1), "{}", ran.stderr);

    let tmx = "<tmx version='1.4'><header srclang='de'/><body>\n\
        <tu><note>mtaudit-ignore house/visit</note><tuv xml:lang='de'><seg>x</seg></tuv>\
        <tuv xml:lang='en'><seg>An honorary visit to country affairs.</seg></tuv></tu>\n\
        <tu><tuv xml:lang='de'><seg>x</seg></tuv><tuv xml:lang='en'><note>mtaudit-ignore</note>\
        <seg>An honorary visit.</seg></tuv></tu>\n\
        <tu><tuv xml:lang='de'><seg>x</seg></tuv><tuv xml:lang='en'><seg>An honorary visit.</seg></tuv></tu>\n\
        </body></tmx>\n";
    let ran = check(&project, "a.tmx", tmx);
    assert_eq!((lines(&ran), notes(&ran)), (vec![2, 4], vec![]), "{ran:?}");
}

#[test]
fn comments_of_html_in_json_speak_of_their_own_lines_and_records() {
    let project = desk();
    let items = [
        "<p>An honorary visit. <!-- mtaudit-ignore --></p><p>The country affairs.</p>",
        "<p>An honorary visit.</p><!-- mtaudit-ignore house/visit --><p>A visit.</p>",
        "<!-- mtaudit-ignore-file house/office --><p>An honorary visit.</p>\n<p>Country affairs.</p>",
        "<p>The country affairs.</p>",
    ];
    let item = |(id, html): (usize, &&str)| serde_json::json!({ "id": id.to_string(), "content_html": html });
    let items: Vec<_> = items.iter().enumerate().map(item).collect();
    let feed = serde_json::json!({ "version": "https://jsonfeed.org/version/1.1", "title": "ä", "items": items });
    let pretty = serde_json::to_string_pretty(&feed).unwrap();
    let ran = check(&project, "feed.json", &pretty);
    let found: Vec<u32> =
        (1..).zip(pretty.lines()).filter(|(_, line)| line.contains("content_html")).map(|(at, _)| at).collect();
    assert_eq!(lines(&ran), found, "{ran:?}");
    let unused = format!("feed.json:{}:", found[1]);
    assert!(matches!(notes(&ran)[..], [note] if note.starts_with(&unused)), "{}", ran.stderr);
    // The same on one line, and as a record a line.
    let ran = check(&project, "line.json", &feed.to_string());
    assert_eq!((lines(&ran), notes(&ran).len()), (vec![1; 4], 1), "{ran:?}");
    let records: String = items.iter().map(|item| format!("{item}\n")).collect();
    let ran = check(&project, "feed.jsonl", &records);
    assert_eq!((lines(&ran), notes(&ran).len()), (vec![1, 2, 3, 4], 1), "{ran:?}");
}
