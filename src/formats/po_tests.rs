//! Tests of gettext files: units and their sources, escapes, what is left out, and files that are broken.

use super::*;
use crate::document::{Document, FieldKind};
use crate::formats::promises::{apart, cases, check_maps};
use crate::formats::tests::input;
use crate::input::Problem;
use crate::source::Span;
use proptest::prelude::*;

const HEADER: &str = "msgid \"\"\nmsgstr \"\"\n\"Project-Id-Version: x\\n\"\n\"Language: de_AT\\n\"\n\n";

fn read_with(bytes: impl Into<Vec<u8>>, fuzzy: bool) -> (Vec<Document>, Vec<String>) {
    let mut options = FormatOptions::default();
    options.settings.po_fuzzy = fuzzy;
    let (documents, problems) = apart(Po.documents(input("a.po", bytes), &options));
    documents.iter().for_each(check_maps);
    (documents, problems.iter().map(Problem::to_string).collect())
}

fn read(bytes: impl Into<Vec<u8>>) -> (Vec<Document>, Vec<String>) {
    read_with(bytes, false)
}

/// Name, text and source of the units of a file that is as it should be.
fn units(text: &str) -> Vec<(String, String, String)> {
    let (documents, problems) = read(text);
    assert!(problems.is_empty(), "{problems:?}");
    let fields = documents.iter().flat_map(|document| &document.fields);
    fields
        .map(|field| {
            assert_eq!(field.kind, FieldKind::Unit);
            (field.name.to_string(), field.text.to_string(), field.source.as_deref().unwrap_or("-").to_owned())
        })
        .collect()
}

fn unit(name: &str, text: &str, source: &str) -> (String, String, String) {
    (name.into(), text.into(), source.into())
}

#[test]
fn a_translation_has_its_message_as_source() {
    let file = HEADER.to_owned()
        + "# a comment\n#: x.c:1\nmsgctxt \"menu\"\nmsgid \"Open\"\nmsgstr \"Öffnen\"\n\n\
           msgid \"One file\"\nmsgid_plural \"%d files\"\nmsgstr[0] \"Eine Datei\"\nmsgstr[1] \"%d Dateien\"\n\
           msgid \"A\"\nmsgstr \"B\"\nmsgid \"Nothing\"\nmsgstr \"\"\n";
    assert_eq!(
        units(&file),
        [
            unit("menu|Open", "Öffnen", "Open"),
            unit("One file[0]", "Eine Datei", "One file"),
            unit("One file[1]", "%d Dateien", "%d files"),
            unit("A", "B", "A"),
        ]
    );
    let (documents, _) = read(file);
    assert_eq!(documents[0].lang.as_deref(), Some("de-AT"));
    assert_eq!(&*documents[0].key, "a.po");
}

#[test]
fn strings_of_several_lines_and_escapes_are_decoded_with_their_places() {
    let file = "msgid \"x\"\nmsgstr \"\"\n  \"ein \\\"Kaf\\303\\251\\\"\\n\"\n\"und Te\" \"e\\\\\"\n";
    let (documents, problems) = read(file);
    assert!(problems.is_empty(), "{problems:?}");
    let field = &documents[0].fields[0];
    assert_eq!(&*field.text, "ein \"Kafé\"\nund Tee\\");
    let at = |phrase: &str| {
        let start = field.text.find(phrase).unwrap();
        Span::new(start, start + phrase.len())
    };
    let raw = |phrase| &file[field.map.raw(at(phrase)).range()];
    assert_eq!(raw("Kafé\""), "Kaf\\303\\251\\\"");
    assert_eq!(raw("Tee"), "Te\" \"e");
    assert!(field.map.editable(at("Kafé")) && !field.map.editable(at("Tee")));
    let place = documents[0].raw.place(field.map.raw(at("und")));
    assert_eq!((place.line, place.column), (4, 2));
}

#[test]
fn fuzzy_and_obsolete_entries_are_left_out() {
    let file = "#, fuzzy, c-format\nmsgid \"A\"\nmsgstr \"B %s\"\n\n#~ msgid \"C\"\n#~ msgstr \"D\"\n\n\
        #| msgid \"old\"\nmsgid \"E\"\nmsgstr \"F\"\n\n#, fuzzy\n#~ msgid \"G\"\n#~ msgstr \"H\"\n";
    let (documents, problems) = read(file);
    assert_eq!((documents[0].fields.len(), &*documents[0].fields[0].text), (1, "F"));
    assert_eq!(problems, ["a.po: 1 fuzzy entry is not audited; set fuzzy = true under [po] in mtaudit.toml"]);
    let (documents, problems) = read_with(file, true);
    assert_eq!((documents[0].fields.len(), problems.len()), (2, 0));
}

#[test]
fn placeholders_are_no_words() {
    let file = "#, c-format\nmsgid \"%s of _File\"\nmsgstr \"<b>%s</b> der Da_tei\\n\"\n";
    let (documents, _) = read(file);
    let field = &documents[0].fields[0];
    assert_eq!(&*field.text, "%s der Datei\n");
    let words: Vec<_> = crate::text::Analysis::of(field).tokens.iter().map(|token| token.span.len()).collect();
    assert_eq!(words, [3, 5]);
}

#[test]
fn what_is_broken_is_told_with_its_place_and_the_rest_is_read() {
    let file =
        "msgid \"A\nmsgstr \"B\"\n\nmsgid \"C\"\nmsgstr D\n\nmsgid \"E\"\n\noops\n\nmsgid \"G\"\nmsgstr \"H\"\n\"I\n";
    let (documents, problems) = read(file);
    assert!(documents.is_empty());
    let help = "the rest of this entry is not read";
    assert_eq!(
        problems,
        [
            format!("a.po:1:7: a string without a quotation mark at its end (byte 6); {help}"),
            format!("a.po:5:8: a string in quotation marks is expected here (byte 38); {help}"),
            format!("a.po:7:1: a message without `msgstr` (byte 41); {help}"),
            format!("a.po:9:1: expected `msgid`, `msgstr`, a string in quotation marks or a comment (byte 52); {help}"),
            format!("a.po:13:1: a string without a quotation mark at its end (byte 79); {help}"),
        ]
    );
    assert_eq!(units("msgid \"A\"\nmsgstr \"B\"\r\n\r\nmsgid \"C\"\r\nmsgstr \"D\"").len(), 2);
}

#[test]
fn templates_and_empty_files() {
    let (documents, problems) = read("msgid \"\"\nmsgstr \"\"\n\nmsgid \"A\"\nmsgstr \"\"\n");
    assert_eq!((documents.len(), problems), (0, vec!["a.po: nothing in it is translated".to_owned()]));
    let (_, problems) = read("# nothing\n");
    assert!(problems[0].contains("without an entry"), "{problems:?}");
    assert_eq!(read("").1.len(), 0);
}

#[test]
fn a_large_file_is_read_in_windows_of_one_document() {
    let entry =
        |number: usize| format!("#: file.c:{number}\nmsgid \"message {number}\"\nmsgstr \"Nachricht {number}\"\n\n");
    let file = HEADER.to_owned() + &(0..9000).map(entry).collect::<String>();
    let (documents, problems) = read(file.as_str());
    assert!(problems.is_empty() && documents.len() > 3, "{problems:?}");
    let fields: Vec<_> = documents.iter().flat_map(|document| &document.fields).collect();
    assert_eq!((fields.len(), &*fields[8999].text), (9000, "Nachricht 8999"));
    for (index, document) in documents.iter().enumerate() {
        assert_eq!((document.window.index as usize, document.window.last), (index, index + 1 == documents.len()));
        assert_eq!(document.lang.as_deref(), Some("de-AT"));
    }
    let last = documents.last().unwrap();
    let place = last.raw.place(last.fields.last().unwrap().map.raw(Span::new(0, 9)));
    assert_eq!(&file.as_bytes()[place.byte_start as usize..place.byte_end as usize], b"Nachricht");
    assert_eq!(place.line as usize, file.lines().count() - 1);
    let (documents, problems) = read(format!("msgid \"x\"\nmsgstr \"{}\"", "a".repeat(2 << 20)));
    assert!(documents.is_empty() && problems[0].contains("an entry of more than 1 MB"), "{problems:?}");
}

#[test]
fn po_files_are_told_by_their_content() {
    assert!(Po.sniff(b"# x\n\nmsgid \"\"\n") && !Po.sniff(b"# x\n\ntext"));
}

#[test]
fn every_cut_of_a_file_is_read() {
    let file = HEADER.to_owned()
        + "#, fuzzy\r\n#~ x\r\nmsgctxt \"é\"\nmsgid \"a\\303\\251\"\nmsgid_plural \"茶\"\nmsgstr[0] \"\\x41🍵\" \"\"\nmsgstr[1] \"%s\"";
    for end in 0..=file.len() {
        let _ = read(&file.as_bytes()[..end]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(96)))]

    #[test]
    fn maps_keep_their_promises(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("\\n"), Just("\\\""), Just("\\\\"), Just("\\t"), Just("\\303\\251"), Just("\\12"), Just("\"\n\""),
                Just("\" \""), Just("\"\r\n\t\""), Just("%s"), Just("%(a)d"), Just("{x}"), Just("<b>"), Just("</p>"), Just("_"),
                Just("&"), Just("\\a\\x41\\x"), Just("\\~\\é\\89\\777"), Just("word"), Just(" "), Just("é e\u{301} 茶 🍵"), Just("שלום"), Just("%"), Just("<file>"),
            ],
            0..30,
        ),
        source in "[a_&%s<b>{x}]{0,12}",
        mark: bool,
    ) {
        let mark = if mark { "\u{FEFF}" } else { "" };
        let (_, problems) = read(format!("{mark}msgid \"{source}\"\nmsgstr \"{}\"\n", parts.concat()));
        prop_assert!(problems.iter().all(|problem| problem.contains("nothing in it")), "{problems:?}");
    }

    #[test]
    fn anything_is_read_somehow(text in "(msgid|msgstr|msgctxt|\\[0\\]|\"|\\\\|#~|#,|fuzzy|\n|\r| |é|茶){0,40}") {
        let _ = read(text);
    }
}
