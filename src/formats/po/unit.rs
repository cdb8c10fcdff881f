//! The translations of an entry as fields: escapes decoded, placeholders and tags no words.

use super::entries::Entry;
use crate::document::{Field, FieldKind};
use crate::formats::placeholders::{self, Printf};
use crate::source::{Layer, SourceMapBuilder, Span};
use std::sync::Arc;

/// Longest name of a field, in characters; messages may be whole pages.
const LONGEST_NAME: usize = 200;

/// The translations of an entry that are there.
pub(super) fn fields(raw: &str, entry: &Entry) -> Vec<Field> {
    let message: Arc<str> = plain(raw, &entry.id).into();
    let plural: Option<Arc<str>> = (!entry.plural.is_empty()).then(|| plain(raw, &entry.plural).into());
    let name = name(&plain(raw, &entry.context), &message);
    let printf = printf(raw, entry);
    let mut fields = Vec::new();
    for (number, parts) in &entry.strings {
        let (text, inner) = decode(raw, parts).finish();
        if text.trim().is_empty() {
            continue;
        }
        let source = plural.as_ref().filter(|_| number.is_some_and(|number| number > 0)).unwrap_or(&message);
        let (text, map) = placeholders::masked(&text, Some(source), printf).finish();
        let name = number.map_or_else(|| name.clone(), |number| format!("{name}[{number}]"));
        let mut field = Field::new(name, FieldKind::Unit, text, map.through(&inner));
        field.source = Some(source.clone());
        fields.push(field);
    }
    fields
}

/// A string without its map.
pub(super) fn plain(raw: &str, parts: &[Span]) -> String {
    decode(raw, parts).finish().0
}

/// What a unit is called: its context and its message, as gettext tells messages apart.
fn name(context: &str, message: &str) -> String {
    let whole = if context.is_empty() { message.to_owned() } else { format!("{context}|{message}") };
    let mut name: String = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = name.char_indices().nth(LONGEST_NAME) {
        name.truncate(end);
        name.push('…');
    }
    name
}

/// What the flags of an entry say of `%` in it.
fn printf(raw: &str, entry: &Entry) -> Printf {
    let flags = || entry.formats.iter().map(|span| raw[span.range()].trim());
    let uses = |flag: &str| {
        matches!(flag, "c-format" | "objc-format" | "python-format" | "php-format" | "perl-format" | "sh-format")
            || flag.ends_with("-pascal-format")
    };
    if flags().any(uses) {
        Printf::Yes
    } else if flags().any(|flag| flag.strip_prefix("no-").is_some_and(uses)) {
        Printf::No
    } else {
        Printf::Perhaps
    }
}

/// A string decoded: its parts together, escapes as pieces of their own.
fn decode(raw: &str, parts: &[Span]) -> SourceMapBuilder {
    let mut builder = SourceMapBuilder::within(Layer::C);
    let mut end = None;
    for part in parts {
        if let Some(end) = end
            && !builder.text().is_empty()
        {
            builder.opaque(Span::new(end, part.start()), "");
        }
        end = Some(part.end());
        let mut at = part.start();
        while at < part.end() {
            let rest = &raw[at..part.end()];
            let escape = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
            builder.copied(at, &rest[..escape]);
            at += escape;
            if escape < rest.len() {
                let (text, length) = unescape(&rest[escape..]);
                builder.decoded(Span::new(at, at + length), &text, Layer::C);
                at += length;
            }
        }
    }
    builder
}

/// The text of the escape that `text` starts with, and its length. Bytes that are written as numbers and stand
/// side by side are characters in UTF-8 together.
fn unescape(text: &str) -> (String, usize) {
    let mut bytes = Vec::new();
    let mut length = 0;
    while let Some((byte, digits)) = numeric(&text[length..]) {
        bytes.push(byte);
        length += digits;
    }
    if length > 0 {
        return (String::from_utf8_lossy(&bytes).into_owned(), length);
    }
    let Some(kind) = text[1..].chars().next() else { return ("\\".into(), 1) };
    let simple = match kind {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        // A quotation mark, a backslash; what is no escape stands for itself.
        other => other,
    };
    (simple.into(), 1 + kind.len_utf8())
}

/// The byte of an octal or hexadecimal escape that `text` starts with, and the length of the escape.
fn numeric(text: &str) -> Option<(u8, usize)> {
    let rest = text.strip_prefix('\\')?;
    let (digits, radix, most, before) = match rest.strip_prefix('x') {
        Some(digits) => (digits, 16, 2, 2),
        None => (rest, 8, 3, 1),
    };
    let count = digits.chars().take(most).take_while(|digit| digit.is_digit(radix)).count();
    let value = u32::from_str_radix(&digits[..count], radix).ok()?;
    Some((value as u8, before + count))
}
