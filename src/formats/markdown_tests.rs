//! Tests of Markdown: what is text, where it stands, and what keeps apart.

use super::*;
use crate::document::{Field, FieldKind};
use crate::formats::MAX_TEXT;
use crate::formats::promises::cases;
use crate::formats::tests::{failing_input, input};
use crate::input::Problem;
use crate::source::{Layer, PieceKind, Span};
use crate::text::Analysis;
use proptest::prelude::*;

fn read(bytes: impl Into<Vec<u8>>) -> (Vec<Document>, Vec<Problem>) {
    let options = FormatOptions::default();
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    for result in Markdown.documents(input("a.md", bytes), &options) {
        match result {
            Ok(document) => documents.push(document),
            Err(problem) => problems.push(problem),
        }
    }
    (documents, problems)
}

fn document(text: &str) -> Document {
    let (mut documents, problems) = read(text);
    assert!(problems.is_empty() && documents.len() == 1, "{problems:?}");
    documents.remove(0)
}

/// The fields with their names, an object shown as `*`.
fn fields(text: &str) -> Vec<(String, String)> {
    let shown = |field: &Field| (field.name.to_string(), field.text.replace('\u{FFFC}', "*"));
    document(text).fields.iter().map(shown).collect()
}

fn body(text: &str) -> String {
    let fields = fields(text);
    fields.into_iter().find(|(name, _)| name == "body").map(|(_, text)| text).unwrap()
}

/// The raw text of a phrase of a field.
fn raw<'d>(document: &'d Document, field: usize, phrase: &str) -> &'d str {
    let field = &document.fields[field];
    let start = field.text.find(phrase).unwrap_or_else(|| panic!("{phrase} is not in {:?}", field.text));
    &document.raw.text()[field.map.raw(Span::new(start, start + phrase.len())).range()]
}

fn editable(document: &Document, field: usize, phrase: &str) -> bool {
    let field = &document.fields[field];
    let start = field.text.find(phrase).unwrap();
    field.map.editable(Span::new(start, start + phrase.len()))
}

#[test]
fn the_first_heading_is_the_title_and_others_are_marked() {
    let document = document(
        "---\ntitle: No text\n---\n\n# An *old* Envoy #\n\nHe came.\n\nTo stay\n---\n\nAnd he\nleft.\n\n# End\n",
    );
    let shown: Vec<_> = document.fields.iter().map(|field| (&*field.name, field.kind, &*field.text)).collect();
    assert_eq!(
        shown,
        [
            ("title", FieldKind::Title, "An old Envoy"),
            ("body", FieldKind::Body, "He came.\n\nTo stay\n\nAnd he\nleft.\n\nEnd"),
        ]
    );
    let body = &document.fields[1];
    let headings: Vec<&str> = body.headings.iter().map(|span| &body.text[span.range()]).collect();
    assert_eq!(headings, ["To stay", "End"]);
    let analysis = Analysis::of(body);
    let in_title = |text: &str| {
        let start = analysis.view.text().find(text).unwrap();
        analysis.in_slot(crate::rules::model::Slot::Title, Span::new(start, start + text.len()))
    };
    assert!(in_title("To stay") && in_title("End") && !in_title("He came") && !in_title("And he left"));
}

#[test]
fn what_is_no_text_is_left_out_or_stands_for_itself() {
    assert_eq!(body("Run `the the` now.\n\n```text\nthe the\n```\n\n    the the\n"), "Run * now.");
    assert_eq!(body("+++\na = 1\n+++\nText.\n\n<div>\nthe the\n</div>\n\n<!-- the the -->\n"), "Text.");
    assert_eq!(
        body("A [link text](http://a.b/the-the \"the the\") and <http://a.b> and [one][x].\n\n[x]: http://c.d\n"),
        "A link text and * and one."
    );
    assert_eq!(body("H<sub>2</sub>O<br>and<BR/>more[^1].\n\n[^1]: A *note*.\n"), "H2O\nand\nmore.\n\nA note.");
    assert_eq!(
        body("> [!NOTE]\n> Quoted\n> words.\n\n- [x] done\n- one\n  two\n"),
        "Quoted\nwords.\n\ndone\n\none\ntwo"
    );
    assert_eq!(body("| a | b |\n|---|---|\n| c | d \\| e |\n"), "a\n\nb\n\nc\n\nd | e");
    assert_eq!(body("hard  \nbreak\\\nhere"), "hard\nbreak\nhere");
    assert_eq!(body(""), "");
}

#[test]
fn what_a_picture_shows_is_a_caption() {
    let text = "# The farm\n\n![Horses in *the* `stable`](a.png \"title\")\n\nSee [![a map](b.png)](c.html) here.\n";
    assert_eq!(
        fields(text),
        [
            ("title".to_owned(), "The farm".to_owned()),
            ("body".to_owned(), "*\n\nSee * here.".to_owned()),
            ("caption".to_owned(), "Horses in the *\n\na map".to_owned()),
        ]
    );
    assert_eq!(document(text).fields[2].kind, FieldKind::Caption);
}

#[test]
fn a_first_heading_without_words_is_no_title() {
    assert_eq!(fields("# ![](logo.png)\n\n# Name\n\nText.\n")[0], ("title".into(), "Name".into()));
    assert_eq!(document("Just a line\n\nText.\n").fields[0].kind, FieldKind::Text);
}

#[test]
fn entities_and_escapes_are_pieces_of_their_own() {
    let document = document("Caf&eacute; \\*star\\* \\\\ a&amp;b 100\\% &copy;\n\n\\# no heading \\q");
    assert_eq!(&*document.fields[0].text, "Café *star* \\ a&b 100% ©\n\n# no heading \\q");
    for (phrase, written) in [
        ("Café", "Caf&eacute;"),
        ("*star*", "\\*star\\*"),
        ("\\ a", "\\\\ a"),
        ("a&b", "a&amp;b"),
        ("100%", "100\\%"),
        ("# no", "\\# no"),
    ] {
        assert_eq!(raw(&document, 0, phrase), written);
        assert!(editable(&document, 0, phrase), "{phrase}");
    }
    let layers: Vec<_> = document.fields[0].map.pieces().iter().map(|piece| piece.kind.clone()).collect();
    assert!(layers.contains(&PieceKind::Decoded(vec![Layer::Markdown])));
    // Neither is put through the other.
    assert_eq!(document.fields[0].map.layers(Span::new(0, 12)), [Layer::Markdown]);
}

#[test]
fn markup_inside_a_phrase_is_in_its_place_and_keeps_it_from_being_edited() {
    let document =
        document("She paid an **honorary** [visit](x) to\n> the *mayor*.\n\nHe made an honorary\nvisit too.\n");
    assert_eq!(raw(&document, 0, "honorary"), "honorary");
    assert_eq!(raw(&document, 0, "honorary visit"), "honorary** [visit");
    assert_eq!(raw(&document, 0, "an honorary"), "an **honorary");
    assert!(editable(&document, 0, "honorary") && !editable(&document, 0, "honorary visit"));
    assert!(editable(&document, 0, "honorary\nvisit"), "a wrapped line is one run");
    let place = document.raw.place(document.fields[0].map.raw(Span::new(12, 20)));
    assert_eq!((place.line, place.column, place.end_column), (1, 15, 23));
}

#[test]
fn places_are_those_of_the_file_in_other_encodings_and_line_ends() {
    let text = "\u{FEFF}# 𝄞 Head\r\n\r\nBody &amp; word\r\nnext line\r\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (documents, _) = read(bytes.clone());
    let body = &documents[0].fields[1];
    let start = body.text.find("& word").unwrap();
    let place = documents[0].raw.place(body.map.raw(Span::new(start, start + 6)));
    assert_eq!((place.line, place.column), (3, 6));
    let raw = &bytes[place.byte_start as usize..place.byte_end as usize];
    assert_eq!(raw, "&amp; word".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    assert!(body.text.contains("word\nnext") || body.text.contains("word\r\nnext"));
}

#[test]
fn a_file_that_fails_is_read_as_far_as_it_goes() {
    let options = FormatOptions::default();
    let mut results = Markdown.documents(failing_input("a.md", b"# Head\n\nSome words bro"), &options);
    assert_eq!(&*results.next().unwrap().unwrap().fields[1].text, "Some words");
    assert_eq!(results.next().unwrap().unwrap_err().message, "cannot be read further: the disk is gone");
    let (documents, problems) = read(&b"# Head\n\nbroken \xFF\xFF\x81"[..]);
    assert_eq!((documents.len(), problems.len()), (0, 1));
}

#[test]
fn a_large_file_comes_in_windows_with_its_headings() {
    let chapter = format!("## Chapter\n\n{}\n\n", "Some words of *this* chapter. ".repeat(2_000));
    let text = format!("# Book\n\n{}", chapter.repeat(40));
    let (documents, problems) = read(text.clone());
    assert!(problems.is_empty() && documents.len() > 2);
    let mut headings = 0;
    for document in &documents {
        for field in &document.fields {
            assert!(field.text.len() <= MAX_TEXT);
            assert!(field.headings.iter().all(|span| &field.text[span.range()] == "Chapter"));
            headings += field.headings.len();
        }
    }
    assert_eq!(headings, 40);
}

#[test]
fn deep_nesting_does_not_recurse() {
    for open in ["> ", "- ", "*a ", "[", "![", "<b>"] {
        document(&open.repeat(20_000));
    }
}

/// The pieces tile the text and say it; their raw text is in order and in range.
fn check(document: &Document) {
    for field in &document.fields {
        let (mut end, mut raw_end) = (0, 0);
        for piece in field.map.pieces() {
            assert_eq!(piece.text.start(), end);
            end = piece.text.end();
            let text = &field.text[piece.text.range()];
            let raw = &document.raw.text()[piece.raw.range()];
            assert!(piece.raw.start() >= raw_end, "{:?}", document.raw.text());
            raw_end = piece.raw.end();
            match &piece.kind {
                PieceKind::Copied => assert_eq!(raw, text),
                PieceKind::Synthetic => assert_eq!((raw, text), ("", "\n\n")),
                PieceKind::Decoded(_) if raw.starts_with('\\') => assert_eq!(raw, format!("\\{text}")),
                PieceKind::Decoded(_) => assert!(raw.starts_with('&') && raw.ends_with(';'), "{raw:?} {text:?}"),
                PieceKind::Opaque => assert!(!raw.is_empty()),
            }
        }
        assert_eq!(end, field.text.len());
        let mut last = 0;
        for heading in &field.headings {
            assert!(heading.start() >= last && Span::checked(&field.text, heading.start(), heading.end()).is_some());
            last = heading.end();
        }
    }
}

#[test]
fn white_space_at_the_end_of_a_line_is_in_no_piece() {
    for text in ["a &amp;\t", "a \\*\t\nb", "&copy; \t\n\nb", "# &amp;\t\n"] {
        check(&document(text));
    }
    assert_eq!(body("R &amp;\t\n\nD"), "R &\t\n\nD");
}

#[test]
fn an_escaped_backslash_before_a_hard_line_break_is_text() {
    let document = document("The tide.\\\\\\\nThe next line.");
    check(&document);
    assert!(document.fields.iter().any(|field| field.text.contains("The tide.\\\n")), "{:?}", document.fields);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(256)))]

    #[test]
    fn the_map_of_any_text_keeps_its_promises(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "a", "é漢", " ", "  ", "\n", "\n\n", "\r\n", "\t", "*", "**", "_", "`", "```\n", "# ", "## ", "> ", "- ",
                "1. ", "[", "]", "(x)", "![", "<b>", "<br>", "<http://a.b>", "&amp;", "&#x41;", "&copy", "\\", "\\*", "\\\\\\\n",
                "|", "|-|\n", "---\n", "===\n", "~~", "[^1]", "[^1]: ", "[a]: b\n", "    ", "+++\n", "{#i}", "!", ":",
            ]),
            0..40,
        ),
    ) {
        check(&document(&parts.concat()));
    }

    #[test]
    fn plain_paragraphs_are_all_text(words in proptest::collection::vec("[a-z]{1,8}", 1..30)) {
        prop_assert_eq!(body(&words.join("\n\n")), words.join("\n\n"));
        prop_assert_eq!(body(&words.join(" *x* ")).replace(" x ", " "), words.join(" "));
    }
}
