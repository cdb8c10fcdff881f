//! Tests of subtitles: sentences across cues, what is no word, and files that are not as they should be.

use super::*;
use crate::formats::promises::{apart, cases, check_maps};
use crate::formats::tests::{failing_input, input};
use crate::source::Span;
use proptest::prelude::*;

fn read(file: &str, bytes: impl Into<Vec<u8>>) -> (Vec<Document>, Vec<String>) {
    let options = FormatOptions::default();
    let (documents, problems) = apart(super::super::documents_of(input(file, bytes), &options));
    documents.iter().for_each(check_maps);
    (documents, problems.iter().map(Problem::to_string).collect())
}

/// The text of a file that is as it should be.
fn text(file: &str, bytes: &str) -> String {
    let (documents, problems) = read(file, bytes);
    assert!(problems.is_empty(), "{problems:?}");
    documents[0].fields[0].text.to_string()
}

fn srt(cues: &[&str]) -> String {
    let cue = |(number, text): (usize, &&str)| {
        format!("{}\n00:00:{number:02},000 --> 00:00:{:02},500\n{text}\n\n", number + 1, number + 1)
    };
    cues.iter().enumerate().map(cue).collect()
}

#[test]
fn a_sentence_goes_on_from_cue_to_cue_and_ends_with_its_stop() {
    let file =
        srt(&["The envoy made an honorary", "visit to the mayor\nof the town.", "Then he left…", "…for home.", "So"]);
    assert_eq!(
        text("a.srt", &file),
        "The envoy made an honorary\nvisit to the mayor\nof the town.\n\nThen he left…\n…for home.\n\nSo"
    );
}

#[test]
fn a_finding_across_cues_lies_in_both_and_cannot_be_edited() {
    let file = srt(&["An honorary", "visit to the mayor."]);
    let (documents, _) = read("a.srt", file.as_str());
    let field = &documents[0].fields[0];
    let at = |phrase: &str| {
        let start = field.text.find(phrase).unwrap();
        Span::new(start, start + phrase.len())
    };
    let place = documents[0].raw.place(field.map.raw(at("honorary\nvisit")));
    assert_eq!((place.line, place.column, place.end_line, place.end_column), (3, 4, 7, 6));
    assert!(!field.map.editable(at("honorary\nvisit")) && field.map.editable(at("the mayor")));
}

#[test]
fn who_speaks_starts_anew() {
    let file = srt(&["- Who is\n- There", "MR. KIM: me", ">> And I", "a - b\n-- so", "<i>-Yes", "-7 degrees"]);
    assert_eq!(text("a.srt", &file), "Who is\n\nThere\n\nMR. KIM: me\n\nAnd I\na - b\n-- so\n\nYes\n-7 degrees");
    let file = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Mary>We <c.loud>are\n\n00:02.000 --> 00:03.000\n\
        <v Mary>home</v>\n\n00:03.000 --> 00:04.000\n<v.first Tom>now";
    assert_eq!(text("a.vtt", file), "We are\nhome\n\nnow");
}

#[test]
fn tags_are_no_words_and_debris_is() {
    let file = srt(&["{\\an8}<i>Hel</i>lo <font color=\"#fff\">you</font><br>there", "a <unk> b & c {x} <3 &amp;"]);
    assert_eq!(text("a.srt", &file), "Hello you\nthere\na <unk> b & c {x} <3 &amp;");
    let file = "WEBVTT - talk\nKind: captions\nLanguage: en-GB\n\nNOTE\nofthe\n--> comment\n\nSTYLE\n::cue {}\n\n\
        REGION\nid:a\n\nintro\n00:01.000 --> 00:02.000 align:start\nA &amp; b<00:01.500>c <ruby>d<rt>e</rt></ruby>&nbsp;f";
    assert_eq!(text("a.vtt", file), "A & bc de\u{A0}f");
    assert_eq!(read("a.vtt", file).0[0].lang.as_deref(), Some("en-GB"));
}

#[test]
fn what_is_malformed_is_read_with_a_note_that_names_its_place() {
    let file = "1\n00:00:01 -> 00:00:02\nOne\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n\nthree\n\n9\n";
    let (documents, problems) = read("a.srt", file);
    assert_eq!(&*documents[0].fields[0].text, "One\nTwo\nthree");
    assert_eq!(
        problems,
        [
            "a.srt:2:1: times that cannot be read; they look like 00:00:01,000 --> 00:00:02,000 (byte 2)",
            "a.srt:4:1: no blank line above this cue (byte 27)",
            "a.srt:8:1: text without a line of times above it; read all the same (byte 64)",
        ]
    );
    let (documents, problems) = read("a.vtt", "00:01.000 --> 00:02.000\nHello");
    assert_eq!((documents.len(), problems.len()), (1, 1));
    assert!(problems[0].contains("does not begin with WEBVTT"), "{problems:?}");
}

#[test]
fn a_file_without_cues_is_a_problem_and_an_empty_one_is_not() {
    let (documents, problems) = read("a.srt", "Just a text.\n");
    assert!(documents.is_empty() && problems[0].contains("no cue with a time"), "{problems:?}");
    assert_eq!(read("a.srt", "").1.len(), 0);
    assert_eq!(read("a.vtt", "WEBVTT\n").1.len(), 0);
}

#[test]
fn notes_are_few_and_counted() {
    let file = "text\n\n".repeat(30) + &srt(&["A"]);
    let (_, problems) = read("a.srt", file);
    assert_eq!((problems.len(), problems[8].as_str()), (9, "a.srt: 22 more notes of this file"));
}

#[test]
fn subtitles_are_told_by_their_content() {
    let name = |bytes: &str| super::super::choose(&input("-", bytes), &FormatOptions::default()).name();
    assert_eq!(name("1\r\n00:00:01,000 --> 00:00:02,000\r\nA"), "srt");
    assert_eq!(name("WEBVTT\n\n"), "vtt");
    assert_eq!(name("1\nof many\n"), "text");
}

#[test]
fn a_file_that_cannot_be_read_to_its_end_is_audited_up_to_there() {
    let options = FormatOptions::default();
    let broken = failing_input("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nOne two");
    let (documents, problems) = apart(Srt.documents(broken, &options));
    assert_eq!((&*documents[0].fields[0].text, problems.len()), ("One", 1));
}

#[test]
fn every_cut_of_a_file_is_read() {
    let file = "\u{FEFF}WEBVTT\r\nLanguage: en\r\n\r\nNOTE x\r\n\r\n1\r\n00:01.000 --> 00:02.000 line:0\r\n\
        <v Zoë>Tea &amp; 茶 {\\an8}🍵\r\n- e\u{301}\r\n\r\n00:03.000 --> 00:04.000\r\nשלום <c.x>";
    for end in 3..=file.len() {
        let _ = read("a.vtt", &file.as_bytes()[..end]);
        let _ = read("a.srt", &file.as_bytes()[..end]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(96)))]

    #[test]
    fn maps_keep_their_promises(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("\n\n1\n00:00:01,000 --> 00:00:02,000\n"), Just("\r\n\r\n00:01.000 --> 00:02.000\r\n"), Just("\n"),
                Just("\r\n"), Just("<i>"), Just("</i>"), Just("<v Zoë>"), Just("{\\an8}"), Just("&amp;"), Just("&nbsp;"),
                Just("&"), Just("<"), Just("<unk>"), Just("{"), Just("- "), Just("–"), Just(">> "), Just("A word"),
                Just(" of it."), Just("é e\u{301} 茶 🍵"), Just("שלום"), Just("\t"), Just("MAN: "), Just("-->"), Just("…"),
                Just("NOTE\n"), Just("<br>"), Just("12"),
            ],
            0..40,
        ),
        mark: bool,
    ) {
        let file = if mark { "\u{FEFF}" } else { "" }.to_owned() + "WEBVTT\n\n" + &parts.concat();
        read("a.vtt", file.as_str());
        read("a.srt", file);
    }
}
