//! Tests of tables: columns, cells and their places, and tables that are not as they should be.

use super::*;
use crate::document::FieldKind;
use crate::formats::promises::{apart, cases, check_maps};
use crate::formats::tests::input;
use proptest::prelude::*;

fn read_with(file: &str, bytes: impl Into<Vec<u8>>, settings: TableSettings) -> (Vec<Document>, Vec<String>) {
    let mut options = FormatOptions::default();
    options.settings.csv = settings;
    let (documents, problems) = apart(Csv.documents(input(file, bytes), &options));
    documents.iter().for_each(check_maps);
    (documents, problems.iter().map(Problem::to_string).collect())
}

fn read(bytes: impl Into<Vec<u8>>) -> (Vec<Document>, Vec<String>) {
    read_with("a.csv", bytes, TableSettings::default())
}

/// The texts of all fields of a table that is as it should be.
fn texts(bytes: &str) -> Vec<String> {
    let (documents, problems) = read(bytes);
    assert!(problems.is_empty(), "{problems:?}");
    documents.iter().flat_map(|document| &document.fields).map(|field| field.text.to_string()).collect()
}

#[test]
fn a_row_is_a_document_with_its_metadata() {
    let table = "\u{FEFF}id,Title,text,source,lang,date,url,note\r\n\
        7,Head,\"Body, \"\"é\"\"\r\nof it\",Isi,en,2024-05-01,https://example.org,x\r\n";
    let (documents, problems) = read(table);
    assert!(problems.is_empty(), "{problems:?}");
    let [document] = &documents[..] else { panic!("{documents:?}") };
    let item = document.item.as_ref().unwrap();
    assert_eq!((&*document.id, &*document.key, item.title.as_deref()), ("7", "a.csv#7", Some("Head")));
    assert_eq!((document.lang.as_deref(), document.date.as_deref()), (Some("en"), Some("2024-05-01")));
    let [title, text] = &document.fields[..] else { panic!("{document:?}") };
    assert_eq!((title.kind, title.source.as_deref()), (FieldKind::Title, None));
    assert_eq!((&*text.name, &*text.text, text.source.as_deref()), ("text", "Body, \"é\"\r\nof it", Some("Isi")));
    let at = text.text.find("\"é\"").unwrap();
    let place = document.raw.place(text.map.raw(Span::new(at, at + 4)));
    assert_eq!((place.line, place.column, place.end_column), (2, 15, 20));
    assert_eq!(&table.as_bytes()[place.byte_start as usize..place.byte_end as usize], "\"\"é\"\"".as_bytes());
    let at = text.text.find("of").unwrap();
    let place = document.raw.place(text.map.raw(Span::new(at, at + 2)));
    assert_eq!((place.line, place.column), (3, 1));
}

#[test]
fn the_delimiter_is_told_by_the_header() {
    for table in ["id;text\n1;a, b", "id\ttext\n1\ta, b", "id|text\n1|a, b", "sep=|\nid|text\n1|a, b"] {
        assert_eq!(texts(table), ["a, b"], "{table}");
    }
    let settings = TableSettings { delimiter: Some(b';'), ..TableSettings::default() };
    assert_eq!(&*read_with("a.csv", "text\na, b; c", settings).0[0].fields[0].text, "a, b");
}

#[test]
fn configured_columns_are_read() {
    let settings = TableSettings {
        columns: vec!["EN".into(), "caption".into(), "missing".into()],
        source: Some("id_ID".into()),
        lang: Some("locale".into()),
        id: Some("key".into()),
        delimiter: None,
    };
    let table = "key,id_ID,en,caption,locale\nk1,satu,one,two,en-GB\nk2,,,,\n";
    let (documents, problems) = read_with("a.csv", table, settings);
    assert!(problems.is_empty() && documents.len() == 1, "{problems:?}");
    let fields: Vec<_> = documents[0].fields.iter().map(|field| (&*field.name, field.kind, &*field.text)).collect();
    assert_eq!(fields, [("EN", FieldKind::Text, "one"), ("caption", FieldKind::Caption, "two")]);
    assert_eq!((&*documents[0].id, documents[0].lang.as_deref()), ("k1", Some("en-GB")));
    assert_eq!(documents[0].fields[0].source.as_deref(), Some("satu"));
}

#[test]
fn a_table_without_text_names_its_headers() {
    let (documents, problems) = read("word,note\na,b\n");
    assert!(documents.is_empty());
    let help = "name the columns that hold text under [csv] in mtaudit.toml";
    let wanted = "`title`, `text`, `target`, `translation`, `body`";
    let message = format!("a table without a column {wanted}; its headers are `word`, `note`");
    assert_eq!(problems, [format!("a.csv:1:1: {message} (byte 0); {help}")]);
    let found = Input::from_reader("a.csv".into(), false, Box::new(&b"word\n"[..])).unwrap();
    let options = FormatOptions::default();
    let (_, problems) = apart(Csv.documents(found, &options));
    assert!(!problems[0].is_error() && problems[0].message.starts_with("skipped: "), "{problems:?}");
    let (_, problems) = read("severity,rule,message,found,suggestion,title,fingerprint\n");
    assert_eq!(problems, ["a.csv: skipped: a report of mtaudit, not a text"]);
}

#[test]
fn quotation_marks_are_read_as_they_were_meant() {
    assert_eq!(
        texts("text,x\n\"He said \"yes\" to it, so\",1\n\"\",2\n\"\"\"\"\"\",3"),
        ["He said \"yes\" to it, so", "\"\""]
    );
    assert_eq!(texts("text\tx\n\"Hello,\" he said\t1\n5\" disk\t2"), ["\"Hello,\" he said", "5\" disk"]);
    let (documents, problems) = read("id,text\n1,\"open\n2,\"closed\"\n3,é \n");
    let texts: Vec<_> = documents.iter().map(|document| &*document.fields[0].text).collect();
    assert_eq!(texts, ["\"open", "closed", "é "]);
    let message = "a quotation mark at the start of a cell that is never closed (byte 10)";
    let (last, ended) = read("text\n\"a\"\n\"b\nc\n");
    let last: Vec<_> = last.iter().map(|document| &*document.fields[0].text).collect();
    assert_eq!((last, ended.len()), (vec!["a", "\"b", "c"], 1));
    assert!(problems.len() == 1 && problems[0].starts_with(&format!("a.csv:2:3: {message}")), "{problems:?}");
}

#[test]
fn rows_of_another_length_are_noted() {
    let (documents, problems) = read("id,text\n1,a, b\n2\n3,c\n");
    assert_eq!(documents.len(), 2);
    assert!(problems[0].starts_with("a.csv:2:1: a row of 3 cells under a header of 2 (byte 8)"), "{problems:?}");
    assert!(problems[1].starts_with("a.csv:3:1: a row of 1 cell under a header of 2"), "{problems:?}");
}

#[test]
fn a_row_that_cannot_be_decoded_is_told_and_the_rest_goes_on() {
    let (documents, problems) = read(&b"id,text\n1,a\n2,caf\xFF \xFF\n3,b"[..]);
    let ids: Vec<_> = documents.iter().map(|document| &*document.id).collect();
    assert_eq!((ids, problems.len()), (vec!["1", "3"], 1));
    assert_eq!(documents[1].raw.line_column(0), (4, 1));
}

#[test]
fn many_rows_and_large_cells_are_read_as_they_come() {
    let table: String = "id,text\r\n".to_owned()
        + &(0..30_000).map(|row| format!("{row},\"a \"\"word\"\"\r\nhere\"\r\n")).collect::<String>();
    let (documents, problems) = read_with("a.csv", table.as_str(), TableSettings::default());
    assert!(problems.is_empty() && documents.len() == 30_000, "{problems:?}");
    assert_eq!(documents[29_999].raw.line_column(0), (60_000, 1));
    let (documents, _) = read(format!("text\n\"{}\"", "a \"\"word\"\"\n".repeat(300_000)));
    assert!(documents.len() > 1 && documents.iter().all(|document| document.fields[0].text.len() <= 1 << 20));
}

#[test]
fn every_cut_of_a_table_is_read() {
    let table = "sep=;\r\nid;text;title\r\n1;\"a \"\"é\"\"\r\n茶\";🍵\r\n2;\"b\";\"c\"\r\n";
    for end in 0..=table.len() {
        let _ = read(&table.as_bytes()[..end]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(96)))]

    #[test]
    fn maps_keep_their_promises(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("\""), Just("\"\""), Just(","), Just(";"), Just("\t"), Just("\n"), Just("\r\n"), Just("\r"), Just("word"),
                Just(" "), Just("é e\u{301} 茶 🍵"), Just("שלום"), Just("\",\""), Just("\"\n\""),
            ],
            0..30,
        ),
        mark: bool,
    ) {
        let mark = if mark { "\u{FEFF}" } else { "" };
        let _ = read(format!("{mark}id,text,source\n{}", parts.concat()));
    }

    #[test]
    fn what_a_writer_writes_is_read_back(
        rows in proptest::collection::vec("[a\",;\t\r\né茶🍵 ]{0,8}x", 1..6), delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t')],
    ) {
        let mut writer = ::csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(["id", "text"]).unwrap();
        rows.iter().for_each(|row| writer.write_record(["1", row]).unwrap());
        let (documents, problems) = read(writer.into_inner().unwrap());
        prop_assert!(problems.is_empty(), "{problems:?}");
        let texts: Vec<String> = documents.iter().map(|document| document.fields[0].text.to_string()).collect();
        prop_assert_eq!(texts, rows);
    }
}
