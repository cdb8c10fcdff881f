//! Tests of plain text: windows, positions, and files that break off.

use super::*;
use crate::formats::tests::{failing_input, input};
use proptest::prelude::*;

fn read(input: Input) -> (Vec<Document>, Vec<Problem>) {
    let options = FormatOptions::default();
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    for result in Text.documents(input, &options) {
        match result {
            Ok(document) => documents.push(document),
            Err(problem) => problems.push(problem),
        }
    }
    (documents, problems)
}

/// Checks that windows hold the whole text, in order, and know where they stand in the file.
fn check(documents: &[Document], text: &str, encoding: crate::source::Encoding, mark: u64) {
    let mut end = 0;
    for (i, document) in documents.iter().enumerate() {
        let field = &document.fields[0];
        let start = end - document.window.overlap as usize;
        assert!(field.text[..] == text[start..start + field.text.len()]);
        assert!(field.text.len() <= MAX_TEXT);
        assert_eq!(field.base_chars as usize, text[..start].chars().count());
        assert_eq!(field.paragraphs, documents[0].fields[0].paragraphs);
        assert_eq!((document.window.index as usize, document.window.last), (i, i + 1 == documents.len()));
        let mut position = Position::after_mark(mark);
        position.advance(&text[..start], encoding);
        assert_eq!(document.raw.raw_byte(0), position.byte);
        assert_eq!(document.raw.line_column(0), (position.line, position.column));
        end = start + field.text.len();
    }
    assert_eq!(end, text.len());
}

#[test]
fn a_file_is_one_field_with_its_line_breaks() {
    let (documents, problems) = read(input("./a.txt", "\u{FEFF}Title\r\n\r\nBody.\n"));
    assert!(problems.is_empty());
    let [document] = &documents[..] else { panic!("{documents:?}") };
    assert_eq!((&*document.id, &*document.key, document.window), ("./a.txt", "a.txt", Window::WHOLE));
    assert_eq!((&*document.fields[0].name, &*document.fields[0].text), ("text", "Title\r\n\r\nBody.\n"));
    assert_eq!(document.raw.raw_byte(0), 3);
    assert_eq!(read(input("empty.txt", "")).0.len(), 1);
}

#[test]
fn a_file_of_many_lines_is_read_in_windows() {
    let paragraphs = "One line,\nand 漢字 another.\r\n\r\n".repeat(60_000);
    let (documents, _) = read(input("a.txt", paragraphs.as_str()));
    assert!(documents.len() > 2 && documents.iter().all(|document| document.window.overlap == 0));
    check(&documents, &paragraphs, crate::source::Encoding::Utf8, 0);
    let utf16: Vec<u8> =
        "\u{FEFF}".encode_utf16().chain(paragraphs.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check(&read(input("a.txt", utf16)).0, &paragraphs, crate::source::Encoding::Utf16, 2);
}

#[test]
fn a_file_of_one_line_is_read_in_windows() {
    for text in ["a".repeat(5_000_000), "some words and 漢字 ".repeat(100_000)] {
        let (documents, _) = read(input("a.txt", text.as_str()));
        assert_eq!(documents.len(), text.len().div_ceil(MAX_TEXT - (16 << 10)));
        check(&documents, &text, crate::source::Encoding::Utf8, 0);
    }
}

#[test]
fn paragraphs_are_told_apart_the_same_way_in_every_window() {
    let text = format!("{}\n\n{}", "A line.\n".repeat(200_000), "Another line.\n".repeat(100_000));
    let (documents, _) = read(input("a.txt", text.as_str()));
    assert!(documents.iter().all(|document| document.fields[0].paragraphs == ParagraphBreak::Line));
    check(&documents, &text, crate::source::Encoding::Utf8, 0);
}

#[test]
fn what_was_read_before_an_error_is_audited_up_to_its_last_whole_word() {
    let (documents, problems) = read(failing_input("a.txt", "One line.\nThe gover".as_bytes()));
    assert_eq!(&*documents[0].fields[0].text, "One line.\nThe ");
    assert!(documents[0].window.is_whole());
    assert_eq!(problems[0].to_string(), "a.txt:2:10: cannot be read further: the disk is gone (byte 19)");
    let (documents, problems) = read(failing_input("a.txt", b""));
    assert_eq!((documents.len(), problems.len()), (0, 1));
}

#[test]
fn a_small_file_that_is_not_text_is_only_a_problem() {
    let (documents, problems) = read(input("a.txt", &b"Le caf\xFF est ferm\xFF.\n"[..]));
    assert!(documents.is_empty());
    let help = "save it as UTF-8, or name its encoding with --encoding";
    assert_eq!(problems[0].to_string(), format!("a.txt:1:7: not valid UTF-8 (0xFF) (byte 6); {help}"));
}

#[test]
fn a_large_file_that_is_not_text_in_its_middle_is_audited_up_to_there() {
    let start = "A line of text.\n".repeat(100_000);
    let (documents, problems) = read(input("a.txt", [start.as_bytes(), b"and caf\xE9\n", start.as_bytes()].concat()));
    assert_eq!((problems.len(), problems[0].line), (1, Some(100_001)));
    check(&documents, &format!("{start}and "), crate::source::Encoding::Utf8, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn windows_hold_the_whole_text(part in "[aé漢𝄞 \n\r]{1,12}", count in 1..60_000usize, other in "[b\n ]{0,9}") {
        let text = part.repeat(count) + &other.repeat(count);
        prop_assume!(!text.starts_with('\u{FEFF}'));
        check(&read(input("a.txt", text.as_str())).0, &text, crate::source::Encoding::Utf8, 0);
    }
}
