//! What every source map promises, checked on documents of any format.

use super::html::reference;
use crate::document::{Document, Field};
#[cfg(test)]
use crate::input::Problem;
use crate::source::{Layer, Piece, PieceKind, Span};

/// How many cases a property of a format is tried with: some, or as many as `MTAUDIT_CASES` says.
#[cfg(test)]
pub(super) fn cases(few: u32) -> u32 {
    std::env::var("MTAUDIT_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(few)
}

/// Documents and problems apart.
#[cfg(test)]
pub(super) fn apart(results: super::Documents<'_>) -> (Vec<Document>, Vec<Problem>) {
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(document) => documents.push(document),
            Err(problem) => problems.push(problem),
        }
    }
    (documents, problems)
}

/// Checks the map of every field: pieces tile the text, a copy is one, what is decoded decodes to its text, and
/// the place of a span contains what it shows.
pub fn check_maps(document: &Document) {
    for field in &document.fields {
        check_map(document.raw.text(), field);
    }
}

/// The same for one field of a raw text.
pub(super) fn check_map(raw: &str, field: &Field) {
    let mut at = 0;
    let mut raw_at = 0;
    for piece in field.map.pieces() {
        assert_eq!(piece.text.start(), at, "pieces tile {:?}", field.text);
        at = piece.text.end();
        assert!(piece.raw.start() >= raw_at && piece.raw.end() <= raw.len(), "{piece:?} of {raw:?}");
        raw_at = piece.raw.start();
        check_piece(raw, &field.text[piece.text.range()], piece);
    }
    assert_eq!(at, field.text.len(), "pieces end with {:?}", field.text);
    // Every span is looked for among all pieces: a small text has them all.
    if field.text.len() > 4096 {
        return;
    }
    let starts: Vec<usize> = field.text.char_indices().map(|(at, _)| at).chain([field.text.len()]).collect();
    for window in starts.windows(2).chain(starts.windows(6)) {
        let span = Span::new(window[0], window[window.len() - 1]);
        let place = field.map.raw(span);
        assert!(Span::checked(raw, place.start(), place.end()).is_some(), "{span:?} of {field:?} is at {place:?}");
        for piece in field.map.pieces().iter().filter(|piece| piece.text.overlaps(span)) {
            let shown = match piece.kind {
                PieceKind::Synthetic => continue,
                PieceKind::Copied => {
                    let from = span.start.max(piece.text.start) - piece.text.start;
                    let to = span.end.min(piece.text.end) - piece.text.start;
                    Span { start: piece.raw.start + from, end: piece.raw.start + to }
                }
                _ => piece.raw,
            };
            assert!(place.contains(shown), "{place:?} of {span:?} misses {shown:?} of {field:?}");
        }
    }
}

fn check_piece(raw: &str, text: &str, piece: &Piece) {
    let raw = raw.get(piece.raw.range()).unwrap_or_else(|| panic!("{piece:?} is cut inside of a character"));
    match &piece.kind {
        PieceKind::Copied => assert_eq!(raw, text),
        PieceKind::Decoded(layers) => {
            let decoded = layers.iter().fold(raw.to_owned(), |raw, layer| decode(&raw, *layer));
            assert_eq!(decoded, text, "{raw:?} in {layers:?}");
        }
        PieceKind::Synthetic => assert!(raw.is_empty()),
        PieceKind::Opaque => {}
    }
}

/// Decodes the raw text of a piece, by other means than the formats do.
fn decode(raw: &str, layer: Layer) -> String {
    match layer {
        Layer::Json => serde_json::from_str(&format!("\"{raw}\"")).unwrap_or_else(|_| "\u{FFFD}".into()),
        Layer::Csv => raw.replace("\"\"", "\""),
        Layer::Cdata => raw.to_owned(),
        Layer::Space => {
            assert!(raw.chars().all(char::is_whitespace), "{raw:?} is white space");
            " ".into()
        }
        Layer::BareCell(_) => unreachable!("it has no escapes"),
        Layer::Markdown if raw.starts_with('&') => references(raw, false),
        Layer::Markdown => raw.strip_prefix('\\').unwrap_or(raw).to_owned(),
        Layer::C => c_string(raw),
        Layer::Xml | Layer::Html | Layer::Quoted => references(raw, layer == Layer::Quoted),
    }
}

/// Every reference of a text; how one is read has tests of its own.
fn references(raw: &str, in_attribute: bool) -> String {
    let (mut text, mut at) = (String::new(), 0);
    while let Some(char) = raw[at..].chars().next() {
        match reference(&raw[at..], in_attribute) {
            Some((shown, length)) => {
                text += shown.text(&mut [0; 4]);
                at += length;
            }
            None => {
                text.push(char);
                at += char.len_utf8();
            }
        }
    }
    text
}

fn c_string(raw: &str) -> String {
    let named = [("n", "\n"), ("t", "\t"), ("r", "\r"), ("a", "\x07"), ("b", "\x08"), ("f", "\x0c"), ("v", "\x0b")];
    let escape = raw.strip_prefix('\\').unwrap_or_default();
    if let Some((_, text)) = named.iter().find(|(name, _)| *name == escape) {
        return (*text).into();
    }
    let byte = |digits: &str| match digits.strip_prefix('x') {
        Some(digits) => u8::from_str_radix(digits, 16).ok(),
        // The ninth bit of three octal digits is lost, as in C.
        None => u32::from_str_radix(digits, 8).ok().map(|value| (value & 0xff) as u8),
    };
    match raw.split('\\').skip(1).map(byte).collect::<Option<Vec<u8>>>() {
        Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        None if escape.is_empty() => raw.into(),
        // A mark, or what is no escape.
        None => escape.into(),
    }
}
