//! The one table that says how characters are normalised, for phrases of rules and for running text alike.

use crate::text::ascii::first_wide;
use unicode_normalization::UnicodeNormalization;

/// What becomes of a character in the normalised view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normal {
    /// It stays.
    Keep,
    /// It becomes this one.
    To(char),
    /// It goes.
    Drop,
    /// It is white space; a run of it becomes one space.
    Space,
}

/// What becomes of a character in the normalised view: one apostrophe, one quotation mark, one hyphen, one space.
/// Dashes stay: they are another sign than the hyphen.
pub fn normal_char(c: char) -> Normal {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '\'' | '"' | '-' => Normal::Keep,
        '`' | '´' | 'ʼ' | '‘' | '’' | '‛' | '′' | '＇' => Normal::To('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => Normal::To('"'),
        '\u{2010}' | '\u{2011}' | '\u{fe63}' | '\u{ff0d}' => Normal::To('-'),
        // A soft hyphen and the zero-width signs only say where a line may or may not break.
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => Normal::Drop,
        c if c.is_whitespace() => Normal::Space,
        _ => Normal::Keep,
    }
}

/// A phrase as the normalised view of a text would show it: NFC, the characters of [`normal_char`], every run of
/// white space one space, none at the ends.
pub fn normalise_phrase(text: &str) -> String {
    match text.is_ascii() {
        true => normalised(text.chars(), text.len()),
        false => normalised(text.nfc(), text.len()),
    }
}

fn normalised(composed: impl Iterator<Item = char>, length: usize) -> String {
    let mut normal = String::with_capacity(length);
    let mut space = false;
    for c in composed {
        let c = match normal_char(c) {
            Normal::Keep => c,
            Normal::To(to) => to,
            Normal::Drop => continue,
            Normal::Space => {
                space = true;
                continue;
            }
        };
        if std::mem::take(&mut space) && !normal.is_empty() {
            normal.push(' ');
        }
        normal.push(c);
    }
    normal
}

/// A pattern as it has to be written to match the normalised view: single characters are replaced as there, but
/// white space keeps its count (a pattern may say `x  y` or, with `(?x)`, have lines) and NFC is left alone (in a
/// bracket, a letter and its accent are two members).
pub fn normalise_pattern(pattern: &str) -> String {
    let mut normal = String::with_capacity(pattern.len());
    for c in pattern.chars() {
        match normal_char(c) {
            Normal::To(to) => normal.push(to),
            Normal::Space if !c.is_ascii() => normal.push(' '),
            Normal::Keep | Normal::Space => normal.push(c),
            Normal::Drop => {}
        }
    }
    normal
}

/// The character in lower case if that is one character of the same length in UTF-8, else as it is, so that the
/// folded view has the byte offsets of the normalised one.
pub fn fold_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
        _ => c,
    }
}

/// A text folded character by character with [`fold_char`]; it has the same length in bytes.
pub fn fold(text: &str) -> String {
    // ASCII is folded many bytes at a time; other characters, which are few in most texts, one by one.
    let mut folded = text.as_bytes().to_ascii_lowercase();
    let mut at = 0;
    while let Some(next) = first_wide(&folded[at..]) {
        at += next;
        let Some(c) = text[at..].chars().next() else { break };
        let length = c.len_utf8();
        fold_char(c).encode_utf8(&mut folded[at..at + length]);
        at += length;
    }
    String::from_utf8(folded).unwrap_or_else(|_| text.chars().map(fold_char).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn phrases_are_normalised_as_texts_are() {
        assert_eq!(
            normalise_phrase(" Xi\u{2019}s\u{a0}\n\u{201c}co\u{2011}op\u{201d} soft\u{ad}ly "),
            "Xi's \"co-op\" softly"
        );
        assert_eq!(normalise_phrase("cafe\u{301} \u{2013} x"), "caf\u{e9} \u{2013} x");
        assert_eq!(normalise_phrase(" \u{200b} "), "");
    }

    #[test]
    fn patterns_keep_their_spaces() {
        assert_eq!(normalise_pattern("a  b\u{2019}\u{a0}c\td"), "a  b' c\td");
    }

    #[test]
    fn only_capitals_with_a_lower_case_of_the_same_length_are_folded() {
        assert_eq!(fold("ÉCOLE Ω Я"), "école ω я");
        assert_eq!(fold("İ K"), "İ K".replace('K', "k"));
        assert_eq!(fold_char('\u{212a}'), '\u{212a}');
    }

    proptest! {
        #[test]
        fn folding_keeps_offsets_and_normalising_twice_changes_nothing(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&text).len(), text.len());
            let once = normalise_phrase(&text);
            prop_assert_eq!(normalise_phrase(&once), once);
        }
    }
}
