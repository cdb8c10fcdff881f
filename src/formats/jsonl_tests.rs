//! Tests of JSON Lines: fields and their places, and lines that are broken in one way or another.

use super::*;
use crate::document::FieldKind;
use crate::formats::tests::{failing_input, input};
use crate::source::Span;
use proptest::prelude::*;

fn read_with(input: Input, fields: &[&str]) -> (Vec<Document>, Vec<String>) {
    let mut options = FormatOptions::default();
    options.settings.jsonl.fields = fields.iter().map(|name| name.to_string()).collect();
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    for result in Jsonl.documents(input, &options) {
        match result {
            Ok(document) => documents.push(document),
            Err(problem) => problems.push(problem.to_string()),
        }
    }
    (documents, problems)
}

fn read(bytes: impl Into<Vec<u8>>) -> (Vec<Document>, Vec<String>) {
    read_with(input("a.jsonl", bytes), &[])
}

fn names(documents: &[Document]) -> Vec<(&str, &str)> {
    documents.iter().map(|document| (&*document.id, &*document.key)).collect()
}

#[test]
fn a_record_is_a_document_with_its_metadata() {
    let line = r#"{"text":"Body \"é\".","id":"x1","title":"Head","source":"Isi \u00e9","lang":"en",
        "source_lang":"id","date":"2024-05-01","url":"https://example.org/1","more":[{}]}"#
        .replace('\n', " ");
    let (documents, problems) = read(line);
    assert!(problems.is_empty());
    let document = &documents[0];
    let item = document.item.as_ref().unwrap();
    assert_eq!(names(&documents), [("x1", "a.jsonl#x1")]);
    assert_eq!((item.index, item.id.as_deref(), item.title.as_deref()), (0, Some("x1"), Some("Head")));
    assert_eq!(item.url.as_deref(), Some("https://example.org/1"));
    assert_eq!((document.lang.as_deref(), document.source_lang.as_deref()), (Some("en"), Some("id")));
    assert_eq!(document.date.as_deref(), Some("2024-05-01"));
    let [title, text] = &document.fields[..] else { panic!("{document:?}") };
    assert_eq!(
        (&*title.name, title.kind, &*title.text, title.source.as_deref()),
        ("title", FieldKind::Title, "Head", None)
    );
    assert_eq!((&*text.name, text.kind, &*text.text), ("text", FieldKind::Text, "Body \"é\"."));
    assert_eq!(text.source.as_deref(), Some("Isi é"));
}

#[test]
fn places_are_those_of_the_raw_file() {
    let (documents, _) = read("\u{FEFF}{\"text\":\"a\"}\n\n  {\"text\": \"b\\u00e9 word\"}\r\n");
    let document = &documents[1];
    let field = &document.fields[0];
    let at = field.text.find("é w").unwrap();
    let place = document.raw.place(field.map.raw(Span::new(at, at + "é w".len())));
    assert_eq!((place.line, place.column, place.end_column), (3, 14, 22));
    assert_eq!((place.byte_start, place.byte_end), (3 + 13 + 1 + 13, 3 + 13 + 1 + 21));
}

#[test]
fn places_in_utf16_are_those_of_the_raw_file() {
    let text = "\u{FEFF}{\"text\":\"a\"}\n{\"text\":\"𝄞 word\"}\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let (documents, _) = read(bytes.clone());
    let field = &documents[1].fields[0];
    let place = documents[1].raw.place(field.map.raw(Span::new(5, 9)));
    assert_eq!((place.line, place.column), (2, 12));
    let raw: Vec<u16> = bytes[place.byte_start as usize..place.byte_end as usize]
        .chunks(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect();
    assert_eq!(String::from_utf16(&raw).unwrap(), "word");
}

#[test]
fn a_record_without_an_id_is_shown_by_its_place_and_known_by_its_address_or_its_beginning() {
    let (documents, problems) = read(
        "{\"text\":\"a\"}\n\n{\"text\":\"b\",\"id\":7}\noops\n{\"text\":\"c\",\"id\":\"\",\"url\":\"http://c\"}\n\
         {\"text\":\"\\u0061\"}\n{\"text\":\"a\",\"title\":\"t\"}\n",
    );
    let [(first, a), seven, address, (_, again), (_, titled)] = names(&documents)[..] else { panic!() };
    assert_eq!((first, seven, address), ("a.jsonl#0", ("7", "a.jsonl#7"), ("a.jsonl#3", "a.jsonl#http://c")));
    assert!(a.starts_with("a.jsonl#~") && a == again && a != titled);
    assert_eq!(problems.len(), 1);
}

#[test]
fn configured_fields_are_read_in_their_order() {
    let line =
        r#"{"title":"T","body.html":"literal","meta":{"photo":{"caption":"C"},"n":1},"body":{"html":"no"},"b":null}"#;
    let (documents, _) =
        read_with(input("a.jsonl", line), &["meta.photo.caption", "body.html", "meta.n", "b", "x", "b"]);
    let fields: Vec<_> = documents[0].fields.iter().map(|field| (&*field.name, field.kind, &*field.text)).collect();
    assert_eq!(fields, [("meta.photo.caption", FieldKind::Caption, "C"), ("body.html", FieldKind::Text, "literal")]);
    let caption = &documents[0].fields[0];
    let raw = caption.map.raw(Span::new(0, 1));
    assert_eq!(&documents[0].raw.text()[raw.range()], "C");
    assert_eq!(documents[0].item.as_ref().unwrap().title.as_deref(), Some("T"));
    assert_eq!(read_with(input("a.jsonl", line), &["title"]).0[0].fields.len(), 1);
}

#[test]
fn a_record_without_text_names_what_it_has() {
    let (documents, problems) = read("{\"body\":\"b\",\"title\":\"t\",\"n\":1}\n{\"text\":5}\n");
    assert!(documents.is_empty());
    let help = "name the fields that hold text under [jsonl] in mtaudit.toml";
    let first = "a record without a string `text`; its strings are `body`, `title`";
    assert_eq!(problems[0], format!("a.jsonl:1:1: {first} (byte 0); {help}"));
    let second = "a record without a string `text`, and without any other";
    assert_eq!(problems[1], format!("a.jsonl:2:1: {second} (byte 31); {help}"));
    let (_, problems) = read_with(input("a.jsonl", "{\"text\":\"a\"}"), &["body", "lead"]);
    assert!(problems[0].contains("`body` or `lead`; its strings are `text` "), "{problems:?}");
}

#[test]
fn a_malformed_line_is_told_with_its_place_and_the_rest_goes_on() {
    let (documents, problems) =
        read("{\"text\":\"a\"}\n{\"text\":\"é\" \"b\"}\n[1]\n{\"text\":\"c\"\n{\"text\":\"d\"}\n");
    assert_eq!(documents.len(), 2);
    let help = "JSON Lines has one whole object a line";
    assert_eq!(
        problems,
        [
            format!("a.jsonl:2:13: not a JSON object: expected `,` or `}}` (byte 26); {help}"),
            format!("a.jsonl:3:1: not a JSON object: invalid type: sequence, expected an object (byte 31); {help}"),
            format!("a.jsonl:4:11: not a JSON object: EOF while parsing an object (byte 45); {help}"),
        ]
    );
}

#[test]
fn of_equal_names_the_last_counts() {
    let (documents, problems) = read(r#"{"text":"a","\u0074ext":"b"}"#);
    assert!(problems.is_empty());
    assert_eq!(&*documents[0].fields[0].text, "b");
}

#[test]
fn deep_nesting_does_not_recurse() {
    let deep = "[".repeat(200_000) + &"]".repeat(200_000);
    let (documents, problems) =
        read(format!("{{\"deep\":{deep},\"text\":\"a\"}}\n{{\"deep\":{}\n", "[".repeat(200_000)));
    assert_eq!((documents.len(), problems.len()), (1, 1));
}

#[test]
fn a_line_that_is_not_utf8_is_told_and_the_rest_goes_on() {
    let (documents, problems) =
        read(&b"{\"text\":\"a\"}\n{\"text\":\"caf\xFF \xFF\"}\n{\"text\":\"b\"}\n{\"text\":\"\xFF"[..]);
    assert_eq!(documents.iter().map(|document| &*document.id).collect::<Vec<_>>(), ["a.jsonl#0", "a.jsonl#2"]);
    assert_eq!(documents[1].raw.line_column(0), (3, 1));
    assert_eq!(documents[1].raw.raw_byte(0), 31);
    assert_eq!(
        problems[0],
        "a.jsonl:2:13: not valid UTF-8 (0xFF) (byte 25); save it as UTF-8, or name its encoding with --encoding"
    );
    assert!(problems[1].starts_with("a.jsonl:4:10: "), "{problems:?}");
}

#[test]
fn nul_bytes_far_into_a_file_are_told() {
    let start = "{\"text\":\"a\"}\n".repeat(2000);
    let (documents, problems) = read([start.as_bytes(), b"{\"text\":\"\0\"}\n{\"text\":\"b\"}\n"].concat());
    assert_eq!((documents.len(), problems.len()), (2001, 1));
    assert!(problems[0].starts_with("a.jsonl: a binary file"), "{problems:?}");
}

#[test]
fn what_was_read_before_an_error_is_audited() {
    let (documents, problems) = read_with(failing_input("a.jsonl", b"{\"text\":\"a\"}\n{\"text\":\"b"), &[]);
    assert_eq!(documents.len(), 1);
    assert_eq!(problems, ["a.jsonl:2:11: cannot be read further: the disk is gone (byte 23)"]);
}

#[test]
fn a_large_text_comes_in_windows_of_one_record() {
    let line = format!("{{\"title\":\"T\",\"text\":\"{}\"}}\n", "\\u00e9 words ".repeat(200_000));
    let (documents, problems) = read(format!("{line}{{\"text\":\"b\"}}"));
    assert!(problems.is_empty());
    assert_eq!(documents.len(), 1 + 2 + 1);
    assert!(documents[..3].iter().all(|document| &*document.id == "a.jsonl#0"));
    assert_eq!(documents[3].item.as_ref().unwrap().index, 1);
}

proptest! {
    #[test]
    fn any_record_is_read_back(texts in proptest::collection::vec("\\PC{0,20}|[\\x00-\\x7f]{0,20}", 1..6)) {
        let lines: String = texts.iter().map(|text| format!("{}\n", serde_json::json!({ "text": text }))).collect();
        let (documents, problems) = read(lines);
        prop_assert_eq!(problems, Vec::<String>::new());
        let back: Vec<_> = documents.iter().map(|document| document.fields[0].text.to_string()).collect();
        prop_assert_eq!(back, texts);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(prop_oneof![Just(b'{'), Just(b'"'), Just(b'\n'),
        Just(b'\\'), Just(b':'), Just(b'}'), any::<u8>()], 0..80)) {
        if let Ok(input) = Input::from_reader("f".into(), true, Box::new(std::io::Cursor::new(bytes))) {
            read_with(input, &[]);
        }
    }
}
