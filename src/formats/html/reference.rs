//! HTML character references: what one shows, and how long it is.

use entities::ENTITIES;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What each reference shows, by its name without `&`; most names end with `;`.
static NAMED: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    ENTITIES.iter().map(|entity| (entity.entity.trim_start_matches('&'), entity.characters)).collect()
});

/// The longest name, `CounterClockwiseContourIntegral;`.
const LONGEST_NAME: usize = 32;
/// The longest name that is known without `;`, like `Aacute`.
const LONGEST_BARE_NAME: usize = 6;

/// What a reference shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Shown {
    /// One character.
    Char(char),
    /// The characters of a name.
    Named(&'static str),
}

impl Shown {
    /// The text, for which there is room in `buffer`.
    pub(in crate::formats) fn text<'b>(&self, buffer: &'b mut [u8; 4]) -> &'b str {
        match self {
            Shown::Char(char) => char.encode_utf8(buffer),
            Shown::Named(text) => text,
        }
    }
}

/// The reference that `text` starts with, and its length in bytes; none if the `&` stands for itself.
///
/// After the HTML standard: a name without `;` counts if it is an old one, and in an attribute only if no letter,
/// digit or `=` follows.
pub(in crate::formats) fn reference(text: &str, in_attribute: bool) -> Option<(Shown, usize)> {
    let rest = text.strip_prefix('&')?;
    if let Some(number) = rest.strip_prefix('#') {
        return numeric(number);
    }
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric();
    let length = rest.bytes().take(LONGEST_NAME).take_while(is_name).count();
    if rest.as_bytes().get(length) == Some(&b';')
        && let Some(shown) = NAMED.get(&rest[..=length])
    {
        return Some((Shown::Named(shown), length + 2));
    }
    (1..=length.min(LONGEST_BARE_NAME)).rev().find_map(|length| {
        let shown = NAMED.get(&rest[..length])?;
        let next = rest.as_bytes().get(length);
        let goes_on = next.is_some_and(|next| *next == b'=' || is_name(next));
        (!in_attribute || !goes_on).then_some((Shown::Named(shown), length + 1))
    })
}

/// The rest of a reference behind `&#`.
fn numeric(number: &str) -> Option<(Shown, usize)> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let mut code = 0_u32;
    let mut length = 0;
    for digit in digits.chars().map_while(|char| char.to_digit(radix)) {
        code = code.saturating_mul(radix).saturating_add(digit);
        length += 1;
    }
    if length == 0 {
        return None;
    }
    let semicolon = usize::from(digits.as_bytes().get(length) == Some(&b';'));
    let before = 2 + (number.len() - digits.len());
    Some((Shown::Char(char_of(code)), before + length + semicolon))
}

/// The character of a number; the numbers of control characters mean windows-1252.
fn char_of(code: u32) -> char {
    if let Ok(byte @ 0x80..=0x9F) = u8::try_from(code) {
        let bytes = [byte];
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
        return text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    char::from_u32(code).filter(|&char| char != '\0').unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use html5gum::{Token, Tokenizer};
    use proptest::prelude::*;

    fn shown(text: &str) -> Option<(String, usize)> {
        let (shown, length) = reference(text, false)?;
        Some((shown.text(&mut [0; 4]).to_owned(), length))
    }

    /// A text with its references decoded.
    fn decoded(text: &str) -> String {
        let (mut decoded, mut at) = (String::new(), 0);
        while let Some(first) = text[at..].chars().next() {
            match reference(&text[at..], false) {
                Some((shown, length)) => {
                    decoded += shown.text(&mut [0; 4]);
                    at += length;
                }
                None => {
                    decoded.push(first);
                    at += first.len_utf8();
                }
            }
        }
        decoded
    }

    #[test]
    fn names_and_numbers_are_read_with_and_without_their_end() {
        assert_eq!(shown("&eacute;t"), Some(("é".into(), 8)));
        assert_eq!(shown("&eacutet"), Some(("é".into(), 7)));
        assert_eq!(shown("&notit;"), Some(("¬".into(), 4)));
        assert_eq!(shown("&notin;"), Some(("∉".into(), 7)));
        assert_eq!(shown("&#8217;s"), Some(("’".into(), 7)));
        assert_eq!(shown("&#x2019 s"), Some(("’".into(), 7)));
        assert_eq!(shown("&#146;"), Some(("’".into(), 6)));
        assert_eq!(shown("&#0;"), Some(("\u{FFFD}".into(), 4)));
        assert_eq!(shown("&#99999999999;"), Some(("\u{FFFD}".into(), 14)));
        assert_eq!(shown("&NotEqualTilde;"), Some(("≂̸".into(), 15)));
        assert_eq!([shown("& co"), shown("&unknown;"), shown("&#;"), shown("&#xg;"), shown("&")], [const { None }; 5]);
        assert_eq!(reference("&copy=1", true), None);
        assert!(reference("&copy;=1", true).is_some() && reference("&copy=1", false).is_some());
    }

    #[test]
    fn every_name_of_the_standard_is_known() {
        for entity in &ENTITIES {
            assert_eq!(shown(entity.entity), Some((entity.characters.into(), entity.entity.len())));
        }
        assert!(NAMED.keys().all(|name| name.len() <= LONGEST_NAME));
        assert!(NAMED.keys().filter(|name| !name.ends_with(';')).all(|name| name.len() <= LONGEST_BARE_NAME));
    }

    proptest! {
        #[test]
        fn a_tokenizer_of_the_standard_decodes_the_same(text in "(&(#x?)?[0-9a-fA-Fnotiampgl]{0,6};?| ){0,4}") {
            let of_tokenizer: Vec<_> = Tokenizer::new(&text).flatten().collect();
            let of_tokenizer = of_tokenizer.into_iter().filter_map(|token| match token {
                Token::String(text) => Some(String::from_utf8_lossy(&text).into_owned()),
                _ => None,
            });
            prop_assert_eq!(decoded(&text), of_tokenizer.collect::<String>());
        }
    }
}
