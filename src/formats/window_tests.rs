//! Tests of cutting: windows hold the whole text, in order, and repeat no more than they say.

use super::*;
use crate::document::FieldKind;
use crate::formats::json_string;
use crate::source::RawText;
use proptest::prelude::*;
use std::sync::Arc;

/// A document whose fields are these JSON strings, one after another.
fn document(texts: &[String]) -> Document {
    let json: Vec<_> = texts.iter().map(|text| serde_json::to_string(text).unwrap()).collect();
    let raw = json.concat();
    let mut start = 0;
    let mut fields = Vec::new();
    for (i, json) in json.iter().enumerate() {
        let (text, map) = json_string::decode(&raw, json_string::inside(json, start), usize::MAX).finish();
        fields.push(Field::new(format!("field{i}"), FieldKind::Text, text, map));
        start += json.len();
    }
    Document { fields, ..Document::of_file(Arc::new(RawText::whole("f", raw)), "f".into()) }
}

/// The windows of the same document if its fields are decoded as they are cut.
fn lazily(texts: &[String]) -> Windows {
    let mut document = document(texts);
    let mut start = 0;
    let mut fields = VecDeque::new();
    for field in std::mem::take(&mut document.fields) {
        let length = serde_json::to_string(&*field.text).unwrap().len();
        let raw = json_string::inside(&document.raw.text()[start..start + length], start);
        let frame = Field { text: "".into(), ..field };
        fields.push_back(FieldSource::Lazy(LazyField { frame, raw, decode: json_string::decode }));
        start += length;
    }
    Windows::of(document, fields)
}

/// Checks every promise that windows make, and gives how many there are.
fn check(texts: &[String]) -> usize {
    check_windows(texts, lazily(texts).collect());
    let windows: Vec<_> = Windows::new(document(texts)).collect();
    let count = windows.len();
    check_windows(texts, windows);
    count
}

fn check_windows(texts: &[String], windows: Vec<Document>) {
    let mut joined: Vec<String> = vec![String::new(); texts.len()];
    for (i, window) in windows.iter().enumerate() {
        assert_eq!((window.window.index as usize, window.window.last), (i, i + 1 == windows.len()));
        assert!(window.fields.iter().map(|field| field.text.len()).sum::<usize>() <= MAX_TEXT);
        for field in &window.fields {
            let number: usize = field.name["field".len()..].parse().unwrap();
            let whole = &mut joined[number];
            let overlap = window.window.overlap as usize;
            assert!(whole.ends_with(&field.text[..overlap]));
            assert_eq!(field.base_chars as usize, whole[..whole.len() - overlap].chars().count());
            whole.push_str(&field.text[overlap..]);
            // The map of a window still leads to the raw bytes of its text.
            let middle = boundary(&field.text, field.text.len() / 2);
            let raw = field.map.raw(Span::new(middle, field.text.len()));
            let decoded = json_string::decode(window.raw.text(), raw, usize::MAX).finish().0;
            assert!(decoded == field.text[middle..]);
        }
    }
    assert!(joined == texts);
}

#[test]
fn a_small_document_is_one_window() {
    let mut windows = Windows::new(document(&["a".into(), "b".into()]));
    let window = windows.next().unwrap();
    assert!(window.window.is_whole());
    assert_eq!(window.fields.len(), 2);
    assert!(windows.next().is_none());
    assert_eq!(Windows::new(document(&[])).count(), 1);
}

#[test]
fn large_texts_are_cut_and_small_fields_stay_together() {
    let words = "a few\nwords é 漢 and 𝄞 ".repeat(50_000);
    let solid = "é漢".repeat(300_000);
    let paragraphs = "a line\nof a paragraph\n\n".repeat(60_000);
    assert_eq!(check(&["small".into(), words.clone(), "tail".into(), "tail".into()]), 4);
    assert_eq!(check(&[solid]), 2);
    assert_eq!(check(&[paragraphs]), 2);
    assert_eq!(check(&["a".repeat(MAX_TEXT), "b".repeat(MAX_TEXT + 1), "c".into()]), 4);
}

#[test]
fn a_cut_between_paragraphs_repeats_nothing() {
    let text = "a line\nof a paragraph\n\n".repeat(60_000);
    let at = cut(&text, ParagraphBreak::BlankLine);
    assert_eq!(at.end, at.next);
    assert!(text[..at.end].ends_with("\n\n") && text[at.end..].starts_with("a line"));
    let at = cut(&text, ParagraphBreak::Line);
    assert_eq!(at.end, at.next);
    assert!(text[..at.end].ends_with('\n'));
}

#[test]
fn any_other_cut_repeats_some_text_from_a_whole_word_on() {
    let lines = "a line of a long paragraph\n".repeat(60_000);
    let at = cut(&lines, ParagraphBreak::BlankLine);
    assert!(lines[..at.end].ends_with('\n'));
    assert!((OVERLAP - 1024..=OVERLAP).contains(&(at.end - at.next)));
    let line = "words ".repeat(300_000);
    let at = cut(&line, ParagraphBreak::Line);
    assert!(line[..at.end].ends_with(' ') && line[at.next..].starts_with("words"));
    let solid = "漢".repeat(600_000);
    let at = cut(&solid, ParagraphBreak::Line);
    assert!(at.end <= MAX_TEXT && at.end > MAX_TEXT - 3 && solid.is_char_boundary(at.next));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn windows_keep_their_promises(parts in proptest::collection::vec(("[aé漢𝄞 \n\r\\\\\"]{1,12}", 1..40_000usize), 1..4)) {
        let texts: Vec<_> = parts.iter().map(|(part, count)| part.repeat(*count)).collect();
        check(&texts);
    }
}
