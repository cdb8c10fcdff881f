//! A JSON string as text with a map: which raw bytes each character of it came from.

use crate::source::{Layer, SourceMapBuilder, Span};

/// Where the inside of the JSON string `json` lies, which starts at byte `start` of the raw text.
pub(super) fn inside(json: &str, start: usize) -> Span {
    let inside = json.strip_prefix('"').unwrap_or(json);
    let start = start + (json.len() - inside.len());
    Span::new(start, start + inside.strip_suffix('"').unwrap_or(inside).len())
}

/// Decodes the inside of a JSON string, or a part of it, at `span` of the raw text, until there are at least
/// `limit` bytes of text.
///
/// The parser has seen it before, so that escapes are complete; one that is not, and half a surrogate pair, give
/// U+FFFD.
pub(super) fn decode(raw: &str, span: Span, limit: usize) -> SourceMapBuilder {
    let mut builder = SourceMapBuilder::within(Layer::Json);
    let (mut at, end) = (span.start(), span.end());
    while at < end && builder.text().len() < limit {
        let room = boundary_after(raw, at.saturating_add(limit - builder.text().len())).min(end);
        let escape = memchr::memchr(b'\\', &raw.as_bytes()[at..room]).map_or(room, |length| at + length);
        builder.copied(at, &raw[at..escape]);
        at = escape;
        if raw[at..end].starts_with('\\') {
            let (char, length) = unescape(&raw[at..end]);
            builder.decoded(Span::new(at, at + length), char.encode_utf8(&mut [0; 4]), Layer::Json);
            at += length;
        }
    }
    builder
}

fn boundary_after(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// The character of the escape that `text` starts with, and the length of the escape in bytes.
pub(super) fn unescape(text: &str) -> (char, usize) {
    let Some(kind) = text[1..].chars().next() else {
        return (char::REPLACEMENT_CHARACTER, text.len());
    };
    let simple = match kind {
        '"' | '\\' | '/' => kind,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unescape_unit(text),
        _ => char::REPLACEMENT_CHARACTER,
    };
    (simple, 1 + kind.len_utf8())
}

/// The same for `\uXXXX`, or two of them that are one character.
fn unescape_unit(text: &str) -> (char, usize) {
    let unit = |text: &str| {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
    };
    let Some(first) = unit(text) else {
        return (char::REPLACEMENT_CHARACTER, 2);
    };
    let second = if matches!(first, 0xD800..=0xDBFF) { unit(&text[6..]) } else { None };
    let mut decoded = char::decode_utf16([first].into_iter().chain(second));
    match decoded.next() {
        Some(Ok(char)) => (char, 6 * char.len_utf16()),
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::PieceKind;
    use proptest::prelude::*;

    fn decode(json: &str, start: usize) -> SourceMapBuilder {
        let raw = "x".repeat(start) + json;
        super::decode(&raw, inside(json, start), usize::MAX)
    }

    #[test]
    fn escapes_are_pieces_of_their_own_and_the_rest_is_copied() {
        let (text, map) = decode(r#""a\né\ud834\udd1eb\/""#, 10).finish();
        assert_eq!(text, "a\né𝄞b/");
        let pieces: Vec<_> = map.pieces().iter().map(|piece| (piece.raw.start, piece.raw.end)).collect();
        assert_eq!(pieces, [(11, 12), (12, 14), (14, 16), (16, 28), (28, 29), (29, 31)]);
        assert_eq!(map.pieces()[3].kind, PieceKind::Decoded(vec![Layer::Json]));
    }

    #[test]
    fn half_a_surrogate_pair_is_a_replacement_character() {
        assert_eq!(decode(r#""\ud834x""#, 0).text(), "\u{FFFD}x");
        assert_eq!(decode(r#""\ud834\u0041""#, 0).text(), "\u{FFFD}A");
        assert_eq!(decode(r#""\udd1e\ud834\udd1e""#, 0).text(), "\u{FFFD}𝄞");
        assert_eq!(decode(r#""\ud834\ud834\udd1e""#, 0).text(), "\u{FFFD}𝄞");
        assert_eq!(decode(r#""\u+123\é\"#, 0).text(), "\u{FFFD}+123\u{FFFD}\u{FFFD}");
    }

    proptest! {
        #[test]
        fn what_serde_writes_is_read_back(text in "\\PC*|[\\x00-\\x7f]*") {
            let json = serde_json::to_string(&text).unwrap();
            let builder = decode(&json, 0);
            prop_assert_eq!(builder.text(), &text);
        }

        #[test]
        fn parts_are_the_whole(text in "[\\\\a\né漢𝄞\"]{0,30}", limit in 1..9usize) {
            let json = serde_json::to_string(&text).unwrap();
            let whole = inside(&json, 0);
            let (mut at, mut joined) = (whole.start(), String::new());
            while at < whole.end() {
                let (text, map) = super::decode(&json, Span::new(at, whole.end()), limit).finish();
                prop_assert!(text.len() >= limit.min(whole.end() - at) / 2 && text.len() < limit + 8);
                at = map.pieces()[map.pieces().len() - 1].raw.end();
                joined += &text;
            }
            prop_assert_eq!(joined, text);
        }

        #[test]
        fn anything_between_quotation_marks_is_decoded_somehow(text in "[\\\\u\"d8a0é]*") {
            let _ = decode(&text, 0);
        }
    }
}
