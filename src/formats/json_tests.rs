//! Tests of JSON files: feeds that are known, configured fields, and files that are broken.

use super::*;
use crate::document::{Document, FieldKind};
use crate::formats::HtmlFields;
use crate::formats::generators::{html, words};
use crate::formats::promises::{apart, cases, check_maps};
use crate::formats::tests::input;
use crate::source::Span;
use proptest::prelude::*;
use serde_json::json;

fn read_with(bytes: impl Into<Vec<u8>>, settings: RecordSettings) -> (Vec<Document>, Vec<String>) {
    let mut options = FormatOptions::default();
    options.settings.json = settings;
    let (documents, problems) = apart(Json.documents(input("a.json", bytes), &options));
    documents.iter().for_each(check_maps);
    (documents, problems.iter().map(Problem::to_string).collect())
}

fn read(bytes: impl Into<Vec<u8>>) -> (Vec<Document>, Vec<String>) {
    read_with(bytes, RecordSettings::default())
}

fn fields_of(paths: &[&str]) -> RecordSettings {
    RecordSettings { fields: paths.iter().map(|path| path.to_string()).collect(), ..RecordSettings::default() }
}

/// Name and text of the fields of a document.
fn shown(document: &Document) -> Vec<(&str, &str)> {
    document.fields.iter().map(|field| (&*field.name, &*field.text)).collect()
}

#[test]
fn the_items_of_a_json_feed_are_documents() {
    let feed = r#"{
  "version": "https://jsonfeed.org/version/1.1", "title": "A feed", "language": "en",
  "items": [
    {"id": "tag:1", "url": "https://example.org/1", "title": "Head", "content_text": "Body \"é\".\n\nMore.",
     "summary": "Body \"\u00e9\".", "date_published": "2024-05-01T10:00:00Z"},
    {"id": 2, "content_html": "Caf\u00e9 <b>word<\/b>", "content_text": "not read", "language": "fr", "summary": "Another"},
    {"id": "3", "title": "Only a title"}
  ]
}"#;
    let (documents, problems) = read(feed);
    assert!(problems.is_empty(), "{problems:?}");
    let [first, second, third] = &documents[..] else { panic!("{documents:?}") };
    assert_eq!(shown(first), [("title", "Head"), ("body", "Body \"é\".\n\nMore.")]);
    assert_eq!((&*first.id, &*first.key, first.lang.as_deref()), ("tag:1", "tag:1", Some("en")));
    assert_eq!(first.date.as_deref().map(|date| &date[..10]), Some("2024-05-01"));
    assert_eq!(first.item.as_ref().unwrap().url.as_deref(), Some("https://example.org/1"));
    assert_eq!((second.fields.len(), second.lang.as_deref(), &*second.id), (2, Some("fr"), "2"));
    assert!(second.fields[0].text.contains("word") && &*second.fields[1].text == "Another");
    assert_eq!(shown(third), [("title", "Only a title")]);
    let body = &first.fields[1];
    let at = body.text.find("é\".").unwrap();
    let place = first.raw.place(body.map.raw(Span::new(at, at + "é\".".len())));
    assert_eq!((place.line, place.column, place.end_column), (4, 94, 98));
}

#[test]
fn posts_of_wordpress_and_items_of_ninjs_are_known() {
    let posts = r#"[{"id":7,"date_gmt":"2024-05-01T10:00:00","link":"https://example.org/p","title":{"rendered":"A head"},
        "guid":{"rendered":"https://example.org/?p=7"},"content":{"rendered":"The body"},"excerpt":{"rendered":"The"}}]"#;
    let (documents, problems) = read(posts);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(shown(&documents[0]), [("title", "A head"), ("body", "The body")]);
    assert_eq!(
        (&*documents[0].id, documents[0].date.as_deref()),
        ("https://example.org/?p=7", Some("2024-05-01T10:00:00"))
    );
    let item = r#"{"uri":"urn:1","type":"text","language":"en","versioncreated":"2024-05-01T10:00:00Z","headline":"H",
        "body_text":"T","description_text":"C","associations":{"photo":{"uri":"urn:2","description_text":"P"}}}"#;
    let (documents, problems) = read(item);
    assert!(problems.is_empty(), "{problems:?}");
    let shown = [("title", "H"), ("body", "T"), ("caption", "C"), ("associations.photo.description_text", "P")];
    assert_eq!(self::shown(&documents[0]), shown);
    assert_eq!((&*documents[0].id, documents[0].fields[3].kind), ("urn:1", FieldKind::Caption));
}

#[test]
fn an_item_whose_texts_are_empty_is_one_without_text() {
    for item in [
        r#"{"title":{"rendered":""},"guid":{"rendered":"g"},"content":{"rendered":""}}"#,
        r#"{"uri":"g","headline":"","body_text":""}"#,
        r#"{"id":"g","content_html":""}"#,
    ] {
        let (documents, problems) = read(item);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!((documents.len(), &*documents[0].id), (1, "g"));
        assert!(documents[0].fields.iter().all(|field| field.text.is_empty()), "{documents:?}");
    }
    assert_eq!(shown(&read(r#"{"content_html":"","text":"X"}"#).0[0]), [("text", "X")]);
}

#[test]
fn of_the_forms_of_a_text_in_ninjs_one_is_read() {
    let item = r#"{"uri":"urn:1","type":"text","language":"en","versionCreated":"2024-05-01T10:00:00Z",
        "headlines":[{"role":"short","value":"Vessel Comes"},{"role":"main","value":"A Grey Ship Comes"}],
        "bodies":[{"role":"text","contentType":"text/plain","value":"A ship came.\nIt was grey &c."},
        {"role":"rich","contentType":"application/xhtml+xml","value":"<p>A ship came.</p> <p>It was <b>grey</b> &amp;c.</p>"},
        {"role":"box","value":"Ports of the north are open again."},
        {"role":"machine","contenttype":"application/xml","value":"<X>A ship came.</X>"}],
        "descriptions":[{"contenttype":"text/plain","value":"A ship came."},{"value":"<p>Port at night</p>"}],
        "associations":[{"uri":"urn:2","headlines":[{"value":"P"}],"descriptions":[{"value":"The quay"}]}]}"#;
    let (documents, problems) = read(item);
    assert!(problems.is_empty(), "{problems:?}");
    let shown = [
        ("title", "A Grey Ship Comes"),
        ("headlines.0", "Vessel Comes"),
        ("body", "A ship came.\n\nIt was grey &c."),
        ("bodies.2", "Ports of the north are open again."),
        ("caption", "Port at night"),
        ("associations.0.descriptions.0", "The quay"),
    ];
    assert_eq!(self::shown(&documents[0]), shown);
    let document = &documents[0];
    assert_eq!(document.item.as_deref().unwrap().title.as_deref(), Some("A Grey Ship Comes"));
    assert_eq!((&*document.id, document.date.as_deref()), ("urn:1", Some("2024-05-01T10:00:00Z")));
    let event =
        r#"{"uri":"urn:3","type":"event","title":"A Meeting","descriptions":[{"role":"text","value":"Two days."}]}"#;
    assert_eq!(self::shown(&read(event).0[0]), [("title", "A Meeting"), ("caption", "Two days.")]);
}

#[test]
fn records_with_a_text_are_read_as_in_json_lines() {
    let (documents, problems) = read(r#"[{"id":"a","title":"T","text":"X"}, {"text":"Y"}, {"note":"n"}]"#);
    assert!(problems.is_empty(), "{problems:?}");
    let names: Vec<_> = documents.iter().map(|document| (&*document.id, &*document.key)).collect();
    assert_eq!((names[0], names[1].0), (("a", "a.json#a"), "a.json#1"));
    assert!(names[1].1.starts_with("a.json#~"), "{names:?}");
    let (documents, _) = read("{\"text\": \"Alone\"}");
    assert_eq!((&*documents[0].id, &*documents[0].key), ("a.json", "a.json"));
}

#[test]
fn configured_fields_are_read_with_their_paths() {
    let file =
        r#"{"title":"T","body":[{"text":"one"},{"image":"x"},{"text":"two","deep":{"caption":"C"}}],"text":"no"}"#;
    let settings = fields_of(&["title", "body.*.text", "body.*.deep.caption", "body.*.text"]);
    let (documents, problems) = read_with(file, settings);
    assert!(problems.is_empty(), "{problems:?}");
    let expected = [("title", "T"), ("body.0.text", "one"), ("body.2.text", "two"), ("body.2.deep.caption", "C")];
    assert_eq!(shown(&documents[0]), expected);
    let kinds: Vec<_> = documents[0].fields.iter().map(|field| field.kind).collect();
    assert_eq!(kinds, [FieldKind::Title, FieldKind::Text, FieldKind::Text, FieldKind::Caption]);
}

#[test]
fn configured_records_are_documents() {
    let file =
        r#"{"data":{"list":[{"id":1,"body":"a"},{"id":2,"body":"b"}]},"map":{"x":{"body":"c"},"y":{"body":"d"}}}"#;
    for (records, bodies) in [("data.list", ["a", "b"]), ("data.list.*", ["a", "b"]), ("map.*", ["c", "d"])] {
        let settings = RecordSettings { records: Some(records.into()), ..fields_of(&["body"]) };
        let (documents, problems) = read_with(file, settings);
        assert!(problems.is_empty(), "{problems:?}");
        let texts: Vec<_> = documents.iter().map(|document| &*document.fields[0].text).collect();
        assert_eq!(texts, bodies, "{records}");
    }
}

#[test]
fn fields_that_are_html_are_decoded() {
    let settings = |html| RecordSettings { html, ..fields_of(&["a", "b"]) };
    for (html, layers) in
        [(HtmlFields::All, [2, 2]), (HtmlFields::Some(vec!["b".into()]), [1, 2]), (HtmlFields::None, [1, 1])]
    {
        let (documents, _) = read_with(r#"{"a":"x","b":"y"}"#, settings(html));
        let fields = documents[0].fields.iter().map(|field| field.map.layers(Span::new(0, 1)).len());
        assert_eq!(fields.collect::<Vec<_>>(), layers);
    }
}

#[test]
fn a_file_of_another_kind_is_told_with_its_keys() {
    let (documents, problems) = read("{\n \"name\": \"x\", \"version\": \"1.0\"}");
    assert!(documents.is_empty());
    let message = "a.json:1:1: no record of a kind that is known (JSON Feed, WordPress, ninjs, `text`); its keys are \
        `name`, `version` (byte 0); name the fields that hold text under [json] in mtaudit.toml";
    assert!(problems.len() == 1 && problems[0].starts_with(message), "{problems:?}");
    let (_, problems) = read_with("{\"name\": \"x\"}", fields_of(&["body.*"]));
    assert!(problems[0].contains("no string at `body.*`; its keys are `name`"), "{problems:?}");
    let found = Input::from_reader("a.json".into(), false, Box::new(&b"{\"name\":1}"[..])).unwrap();
    let options = FormatOptions::default();
    let (_, problems) = apart(Json.documents(found, &options));
    assert!(problems.len() == 1 && !problems[0].is_error(), "{problems:?}");
    for other in ["7", "[1,2]", "\"x\"", "null"] {
        assert_eq!(read(other).1.len(), 1, "{other}");
    }
    for nothing in ["", " \n", "[]"] {
        assert_eq!(read(nothing).1.len(), 0, "{nothing}");
    }
    let report = "{\"schema\":1,\"findings\":[],\"text\":\"x\"}";
    assert_eq!(read(report).1, ["a.json: skipped: a report of mtaudit, not a text"]);
}

#[test]
fn what_was_whole_before_a_break_is_read() {
    let file = "{\"version\": \"https://jsonfeed.org/version/1\",\n \"items\": [\n  {\"id\": \"1\", \"content_text\": \"a\"},\n  \
        {\"id\": \"2\", \"content_text\": \"b";
    let (documents, problems) = read(file);
    assert_eq!((documents.len(), &*documents[0].id), (1, "1"));
    assert_eq!(problems, ["a.json:4:32: not JSON: EOF while parsing a string (byte 125)"]);
    let (documents, problems) = read("[{\"text\": \"a\"}, {\"text\": \"b\"} oops]");
    assert_eq!((documents.len(), problems.len()), (2, 1));
    assert!(problems[0].starts_with("a.json:1:31: not JSON: expected `,` or `]`"), "{problems:?}");
}

#[test]
fn deep_nesting_does_not_recurse() {
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    let file = format!(
        "{{\"text\":\"a\",\"deep\":{},\"more\":{}}}",
        deep("[", "]"),
        deep("{\"a\":", "") + "1" + &"}".repeat(100_000)
    );
    let (documents, problems) = read(file.as_str());
    assert_eq!((documents.len(), problems.len()), (1, 0));
    let settings = fields_of(&["deep.*.*.*.x", "*.*.*", "text"]);
    assert_eq!(read_with(file, settings).0.len(), 1);
    assert_eq!(read(deep("[", "]")).1.len(), 1);
    assert_eq!(read("[".repeat(100_000)).1.len(), 1);
}

#[test]
fn json_is_told_by_its_content() {
    let name = |bytes: &str| super::super::choose(&input("-", bytes), &FormatOptions::default()).name();
    assert_eq!(name("[{\"text\":1}]"), "json");
    assert_eq!(name("{\n\"text\":1}"), "json");
    assert_eq!(name("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[]}"), "json");
    assert_eq!(name("{\"text\":\"a\"}\n{\"text\":\"b\"}"), "jsonl");
    assert_eq!(name("[link] and text"), "text");
}

#[test]
fn every_cut_of_a_feed_is_read() {
    let feed = "\u{FEFF}{\"version\":\"https://jsonfeed.org/version/1.1\",\r\n\"items\":[{\"id\":\"é\",\"title\":\"\\ud834\\udd1e\",\
        \"content_html\":\"<p>a &amp; b\"},{\"id\":2,\"content_text\":\"茶 \\\"x\\\"\\u00e9\"}]}";
    for end in 0..=feed.len() {
        let _ = read(&feed.as_bytes()[..end]);
        let _ = read_with(&feed.as_bytes()[..end], fields_of(&["items.*.*"]));
    }
}

/// A value as writers write it: with and without escapes, line breaks and a byte-order mark.
fn file(value: &serde_json::Value, ascii: bool, mark: bool, pretty: bool) -> String {
    let mut file = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) }.unwrap();
    if ascii {
        let escape = |char: char| match char {
            // As PHP writes it.
            '/' => "\\/".to_owned(),
            '<' => "\\u003C".to_owned(),
            char if char.is_ascii() => char.to_string(),
            char => char.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
        };
        file = file.chars().map(escape).collect();
    }
    if mark { "\u{FEFF}".to_owned() + &file } else { file }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(96)))]

    #[test]
    fn maps_keep_their_promises(
        texts in proptest::collection::vec("[aé茶🍵\u{301}ש \"\\\\/\t\n\r&;<>]{0,30}", 1..5), ascii: bool, mark: bool, pretty: bool,
    ) {
        let items: Vec<_> = texts.iter().map(|text| json!({"id": "x", "content_text": text, "title": "t"})).collect();
        let feed = json!({"version": "https://jsonfeed.org/version/1", "items": items});
        let (documents, problems) = read(file(&feed, ascii, mark, pretty));
        prop_assert!(problems.is_empty(), "{problems:?}");
        for (document, text) in documents.iter().zip(&texts) {
            let body = document.fields.iter().find(|field| &*field.name == "body").map_or("", |field| &*field.text);
            prop_assert_eq!(body, text);
        }
    }

    #[test]
    fn any_feed_keeps_the_promises_of_its_maps(
        title in html(), text in words(), body in html(), other in html(), ascii: bool, mark: bool, pretty: bool,
    ) {
        let feeds = [
            json!({"version": "https://jsonfeed.org/version/1.1", "items": [
                {"id": "1", "title": title, "content_html": body, "content_text": other, "summary": text},
                {"id": "2", "content_text": text, "summary": body},
            ]}),
            json!([{"id": 1, "date_gmt": "2024-05-01T10:00:00", "link": "https://example.org/p", "title": {"rendered": title},
                "guid": {"rendered": "https://example.org/?p=1"}, "content": {"rendered": body}, "excerpt": {"rendered": other}}]),
            json!({"uri": "urn:1", "type": "text", "language": "en", "versioncreated": "2024-05-01T10:00:00Z", "headline": title,
                "body_xhtml": body, "body_text": text, "description_text": text,
                "associations": {"photo": {"uri": "urn:2", "description_text": other, "headline": text}}}),
            json!([{"uri": "urn:1", "type": "text", "versionCreated": "2024-05-01T10:00:00Z",
                "headlines": [{"role": "short", "value": text}, {"role": "main", "value": title}],
                "bodies": [{"contentType": "text/plain", "value": text}, {"contentType": "application/xhtml+xml", "value": body},
                    {"contentType": "text/html", "value": other}],
                "descriptions": [{"contentType": "text/plain", "value": other}, {"value": body}],
                "associations": [{"uri": "urn:2", "descriptions": [{"value": text}, {"value": other}]}]}]),
        ];
        for feed in &feeds {
            let (_, problems) = read(file(feed, ascii, mark, pretty));
            prop_assert!(problems.is_empty(), "{problems:?} of {feed}");
        }
    }

    #[test]
    fn anything_is_read_somehow(text in "([\\[\\]{}:,]|\"text\"|\"items\"|\"\\\\u00|\"|\\*|1| |\n|é){0,40}") {
        let _ = read(text);
    }
}
