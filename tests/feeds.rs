//! Feeds, pages and localization files, end to end on the binary: repairs through every layer, what is broken, and a
//! reference reader beside it.

mod support;

use support::program::{Project, project};

/// A project with one rule: an honorary visit is a courtesy call.
fn house(name: &str, text: &str) -> Project {
    project(&[
        ("mtaudit.toml", "packs = [\"house\"]\nlang = \"en\"\nselect = [\"house\"]\n"),
        (
            "house/visits.toml",
            "[pack]\ndescription = \"x\"\ntarget-language = \"en\"\n[[rule]]\nid = \"visit\"\ncheck = \"phrase\"\n\
             phrase = [\"honorary visit\"]\nsuggest = \"\\\"call\\\" & more\"\nmessage = \"{match}\"\nseverity = \"error\"\n\
             confidence = \"high\"\ncategory = \"terminology/wrong-term\"\nexplanation = \"x\"\n\
             [[rule.example]]\nbad = \"An [[honorary visit]].\"\n[[rule.example]]\nbad = \"The [[honorary visit]].\"\n\
             [[rule.example]]\ngood = \"A visit.\"\n",
        ),
        (name, text),
    ])
}

/// The file after its repair; running again changes nothing, and nothing is left to report.
fn fixed(name: &str, text: &str) -> String {
    let project = house(name, text);
    let ran = project.run(&["check", "--output-format", "concise", "--fix", name]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let fixed = project.read(name);
    assert_eq!(project.run(&["check", "--output-format", "concise", name]).stdout, "");
    fixed
}

#[test]
fn a_repair_is_escaped_as_its_place_is() {
    let rss = |inside: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<rss><channel><item><title>é</title><description>{inside}</description></item></channel></rss>\n"
        )
    };
    let cases = [
        ("<![CDATA[<p>The honorary visit.</p>]]>", "<![CDATA[<p>The &quot;call&quot; &amp; more.</p>]]>"),
        (
            "&lt;p&gt;The honorary&amp;nbsp;visit.&lt;/p&gt;",
            "&lt;p&gt;The &amp;quot;call&amp;quot; &amp;amp; more.&lt;/p&gt;",
        ),
        ("<![CDATA[The hono]]><![CDATA[rary visit]]>", ""),
    ];
    for (before, after) in cases {
        let text = rss(before);
        if after.is_empty() {
            // A repair over the border of two sections is left to people.
            let project = house("a.rss", &text);
            assert_eq!(project.run(&["check", "--output-format", "concise", "--fix", "a.rss"]).code, Some(1));
            assert_eq!(project.read("a.rss"), text);
        } else {
            assert_eq!(fixed("a.rss", &text), rss(after));
        }
    }
    let atom = |inside: &str| {
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>é</id><content type=\"xhtml\">\
             <div xmlns=\"http://www.w3.org/1999/xhtml\"><p>{inside} <b>now</b>.</p></div></content></entry></feed>\n"
        )
    };
    assert_eq!(fixed("a.atom", &atom("The honorary\n visit")), atom("The &quot;call&quot; &amp; more"));
    let xliff = |inside: &str| {
        format!(
            "<xliff version=\"1.2\"><file original=\"é\" target-language=\"en\"><body><trans-unit id=\"1\"><source>x</source>\
             <target>The <g id=\"1\">{inside}</g></target></trans-unit></body></file></xliff>\n"
        )
    };
    assert_eq!(fixed("a.xlf", &xliff("honorary visit")), xliff("&quot;call&quot; &amp; more"));
    let page = |inside: &str| format!("<!DOCTYPE html><p>é <img alt='{inside}'></p><p>{inside}");
    assert_eq!(fixed("a.html", &page("the honorary visit")), page("the &quot;call&quot; &amp; more"));
}

#[test]
fn a_broken_feed_is_read_so_far_and_the_others_whole() {
    let item = |number: u32| format!("<item><guid>{number}</guid><title>An honorary visit</title></item>\n");
    let feed = |items: &str| format!("<rss><channel>\n{items}");
    let project = house("a.rss", &feed(&[item(1), item(2), "<item><title>cut".into()].concat()));
    project.write("b.xml", "<html><body>502 Bad Gateway</body></html>");
    project.write("c.xml", feed(&item(3)) + "</channel></rss>");
    project.write("d.xml", "<project/>");
    let ran = project.run(&["check", "--output-format", "concise", "a.rss", "b.xml", "c.xml", "."]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(ran.stdout.lines().count(), 3, "{ran:?}");
    assert!(ran.stderr.contains("a.rss:4:17: the file ends inside of `<item>`"), "{ran:?}");
    assert!(
        ran.stderr.contains("note: d.xml:1:1: skipped: XML of another kind: its root element is `<project>`"),
        "{ran:?}"
    );
}

#[test]
fn a_broken_item_does_not_stop_the_others() {
    let item = |number: u32| format!("<item><guid>{number}</guid><title>An honorary visit</title></item>\n");
    let broken = "<item><guid>x</guid><title>An honorary visit</titel></item>\n";
    let items = [item(1), broken.into(), item(2), broken.into()].concat();
    let project = house("a.rss", &format!("<rss><channel>\n{items}</channel></rss>"));
    let ran = project.run(&["check", "--output-format", "concise", "a.rss"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (Some(2), 2), "{ran:?}");
    assert!(ran.stdout.contains("a.rss:2:") && ran.stdout.contains("a.rss:4:"), "{ran:?}");
    let said = "error: a.rss:3:45: not well-formed: `</titel>` where `<title>` is to be closed (byte 119); the item that \
        begins in line 3 is left out; the others are read";
    assert!(ran.stderr.contains(said) && ran.stderr.ends_with("\n1 file could not be read\n"), "{ran:?}");
    // Its repair would be that of a file that is not known whole.
    let fixed = project.run(&["check", "--output-format", "concise", "--fix", "a.rss"]);
    assert_eq!(fixed.code, Some(2), "{fixed:?}");
    assert!(project.read("a.rss").contains(&item(1)), "{fixed:?}");
}

#[test]
fn a_feed_of_two_languages_has_each_item_audited_in_its_own() {
    let project = house(
        "a.rss",
        "<rss><channel><language>id</language><item><title>honorary visit</title></item>\
         <item xml:lang=\"en\"><title>honorary visit</title></item></channel></rss>",
    );
    project.config("packs = [\"house\"]\nselect = [\"house\"]\n");
    let ran = project.run(&["check", "--output-format", "concise", "a.rss"]);
    assert_eq!(ran.stdout.lines().count(), 1, "{ran:?}");
    assert!(ran.stdout.starts_with("a.rss:1:"), "{ran:?}");
}

/// Items and titles of a feed as a reader that others wrote sees them.
mod reference {
    use mtaudit::document::Document;
    use mtaudit::formats::{FormatOptions, documents_of};
    use mtaudit::input::Input;
    use proptest::prelude::*;
    use std::io::Cursor;
    use std::sync::Arc;

    /// The ids and titles of the items.
    fn titles(name: &str, text: &str) -> Vec<(String, String)> {
        let input = Input::from_reader(name.into(), true, Box::new(Cursor::new(text.as_bytes().to_vec())));
        let options = FormatOptions::default();
        let documents: Vec<_> = documents_of(input.unwrap(), &options).flatten().collect();
        let item = |document: &Document| document.item.as_deref().cloned().unwrap_or_default();
        let text = |text: Option<Arc<str>>| {
            text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
        };
        documents.iter().map(item).map(|item| (text(item.id), text(item.title))).collect()
    }

    fn of_reference(text: &str) -> Vec<(String, String)> {
        let feed = feed_rs::parser::parse(text.as_bytes()).unwrap();
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let title =
            |entry: &feed_rs::model::Entry| entry.title.as_ref().map(|title| words(&title.content)).unwrap_or_default();
        feed.entries.iter().map(|entry| (words(&entry.id), title(entry))).collect()
    }

    fn word() -> impl Strategy<Value = String> {
        "[A-Za-zé漢]{1,8}( [A-Za-z0-9,.é]{1,8}){0,4}"
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn items_and_titles_are_those_of_a_reference_reader(
            items in proptest::collection::vec((word(), 0..4u8, word()), 0..6),
        ) {
            let escape = |text: &str, form: u8| match form {
                0 => text.to_owned(),
                1 => format!("<![CDATA[{text}]]>"),
                2 => text.chars().map(|char| format!("&#{};", u32::from(char))).collect(),
                _ => format!("\n  {text}\n"),
            };
            let (mut rss, mut atom) = (String::new(), String::new());
            for (number, (title, form, body)) in items.iter().enumerate() {
                let title = escape(title, *form);
                rss += &format!("<item><title>{title}</title><guid>g{number}</guid><description>{body}</description></item>\n");
                atom += &format!("<entry><title>{title}</title><id>g{number}</id><updated>2024-05-14T00:00:00Z</updated></entry>\n");
            }
            let rss = format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>F</title><link>https://e.org</link>{rss}</channel></rss>");
            let atom = format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>F</title><id>f</id>{atom}</feed>");
            prop_assert_eq!(titles("a.rss", &rss), of_reference(&rss));
            prop_assert_eq!(titles("a.atom", &atom), of_reference(&atom));
        }
    }

    #[test]
    fn the_samples_have_the_items_of_a_reference_reader() {
        for name in ["harbour.rss", "rivers.atom"] {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/feeds").join(name);
            let text = std::fs::read_to_string(path).unwrap();
            let ids = |items: Vec<(String, String)>| items.into_iter().map(|(id, _)| id).collect::<Vec<_>>();
            assert_eq!(ids(titles(name, &text)), ids(of_reference(&text)));
        }
    }
}

#[test]
fn columns_in_bytes_count_what_stands_before_an_item_in_its_line() {
    let bad = "An honorary visit.";
    let items = format!("<item><title>Ääää</title></item><item><description>{bad}</description></item>");
    let feed = format!("<rss version='2.0'><channel><title>Öö</title>{items}</channel></rss>\n");
    let rows = format!("id,text\n1,\"ä\nöö\"\n2,\"ü {bad}\"\n");
    let record = serde_json::json!([{ "id": "ä", "text": "öö" }, { "id": "b", "text": bad }]).to_string();
    let of_line =
        |text: &str| text.lines().find_map(|line| Some((line.to_owned(), line.find("honorary visit")?))).unwrap();
    for (name, text) in [("feed.rss", &feed), ("rows.csv", &rows), ("records.json", &record)] {
        let project = house(name, text);
        let ran = project.run(&["check", "--output-format", "rdjson", name]);
        let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let range = &report["diagnostics"][0]["location"]["range"];
        let column = of_line(text).1 + 1;
        assert_eq!(
            (&range["start"]["column"], &range["end"]["column"]),
            (&column.into(), &(column + 14).into()),
            "{name}"
        );
    }
}
