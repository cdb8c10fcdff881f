//! Decoders of the in-memory format, written for reading: each makes a text and its map.
//!
//! [`unescape`] is their other half: it decodes the raw bytes of one piece, so that a map can be checked.

use mtaudit::source::{Layer, SourceMap, SourceMapBuilder, Span};

/// A JSON string without its quotation marks, at `span` of the raw text.
pub fn json(raw: &str, span: Span) -> (String, SourceMap) {
    let mut builder = SourceMapBuilder::within(Layer::Json);
    let mut at = span.start();
    while at < span.end() {
        let rest = &raw[at..span.end()];
        if rest.starts_with('\\') {
            let (char, length) = json_escape(rest);
            builder.decoded(Span::new(at, at + length), &char.to_string(), Layer::Json);
            at += length;
        } else {
            let length = rest.find('\\').unwrap_or(rest.len());
            builder.copied(at, &rest[..length]);
            at += length;
        }
    }
    builder.finish()
}

/// XML text without elements, at `span` of the raw text: references, and CDATA sections with opaque marks.
pub fn xml(raw: &str, span: Span) -> (String, SourceMap) {
    const OPEN: &str = "<![CDATA[";
    const CLOSE: &str = "]]>";
    let mut builder = SourceMapBuilder::within(Layer::Xml);
    let mut at = span.start();
    while at < span.end() {
        let rest = &raw[at..span.end()];
        if let Some(section) = rest.strip_prefix(OPEN) {
            let length = section.find(CLOSE).unwrap();
            builder.opaque(Span::new(at, at + OPEN.len()), "");
            builder.enter(Layer::Cdata);
            builder.copied(at + OPEN.len(), &section[..length]);
            let close = at + OPEN.len() + length;
            builder.enter(Layer::Xml);
            builder.opaque(Span::new(close, close + CLOSE.len()), "");
            at = close + CLOSE.len();
        } else if rest.starts_with('&') {
            let (char, length) = reference(rest);
            builder.decoded(Span::new(at, at + length), &char.to_string(), Layer::Xml);
            at += length;
        } else {
            let length = rest.find(['&', '<']).unwrap_or(rest.len());
            builder.copied(at, &rest[..length]);
            at += length;
        }
    }
    builder.finish()
}

/// HTML: references; tags are opaque, a placeholder stands for itself as U+FFFC, and table cells are parted by a
/// space that no raw byte says.
pub fn html(text: &str) -> (String, SourceMap) {
    let mut builder = SourceMapBuilder::within(Layer::Html);
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with('<') {
            let length = rest.find('>').unwrap() + 1;
            let tag = &rest[..length];
            if tag == "<td>" {
                builder.synthetic(" ");
            }
            builder.opaque(Span::new(at, at + length), if tag == "<ph/>" { "\u{FFFC}" } else { "" });
            at += length;
        } else if rest.starts_with('&') {
            let (char, length) = reference(rest);
            builder.decoded(Span::new(at, at + length), &char.to_string(), Layer::Html);
            at += length;
        } else {
            let length = rest.find(['&', '<']).unwrap_or(rest.len());
            builder.copied(at, &rest[..length]);
            at += length;
        }
    }
    builder.finish()
}

/// The text that raw bytes give when decoded in one layer.
pub fn unescape(text: &str, layer: Layer) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (char, length) = match (layer, first) {
            (Layer::Json, '\\') => json_escape(rest),
            (Layer::Xml | Layer::Html, '&') => reference(rest),
            _ => (first, first.len_utf8()),
        };
        decoded.push(char);
        rest = &rest[length..];
    }
    decoded
}

/// The JSON escape that `text` starts with, by the crate that everyone trusts, and its length.
fn json_escape(text: &str) -> (char, usize) {
    let lengths = [2, 6, 12];
    let mut found = lengths.iter().filter_map(|&length| {
        let decoded: String = serde_json::from_str(&format!("\"{}\"", text.get(..length)?)).ok()?;
        let mut chars = decoded.chars();
        Some((chars.next()?, length)).filter(|_| chars.next().is_none())
    });
    found.next().unwrap()
}

/// The character reference that `text` starts with, and its length.
fn reference(text: &str) -> (char, usize) {
    let end = text.find(';').unwrap();
    let number = |digits, radix| char::from_u32(u32::from_str_radix(digits, radix).unwrap()).unwrap();
    let char = match &text[1..end] {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "eacute" => 'é',
        name => match name.strip_prefix("#x") {
            Some(digits) => number(digits, 16),
            None => number(&name[1..], 10),
        },
    };
    (char, end + 1)
}
