//! Normalisation shared by rule files and running text: which characters count as the same.

use unicode_normalization::UnicodeNormalization;

/// What a character becomes in the normalised view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normal {
    /// It stays.
    Keep,
    /// It counts as this one.
    To(char),
    /// It is invisible and does not count.
    Drop,
    /// It is white space.
    Space,
}

/// What `char` becomes in the normalised view: one apostrophe, one quotation mark, one hyphen, one space.
pub fn normal_char(char: char) -> Normal {
    match char {
        '`' | '\u{B4}' | '\u{2BC}' | '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{2032}' | '\u{FF07}' => {
            Normal::To('\'')
        }
        '\u{AB}' | '\u{BB}' | '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{FF02}' => Normal::To('"'),
        '\u{2010}' | '\u{2011}' | '\u{FE63}' | '\u{FF0D}' => Normal::To('-'),
        '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => Normal::Drop,
        char if char.is_whitespace() => Normal::Space,
        _ => Normal::Keep,
    }
}

/// The character in lower case, if that is one character of the same length in UTF-8; else itself. So a
/// folded text has the byte offsets of the text it was made from.
pub fn fold_char(char: char) -> char {
    if char.is_ascii() {
        return char.to_ascii_lowercase();
    }
    let mut lower = char.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) if one.len_utf8() == char.len_utf8() => one,
        _ => char,
    }
}

/// The text with every character folded; the same length in bytes.
pub fn fold(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.chars().map(fold_char).collect() }
}

/// A phrase as the normalised view of a text has it: NFC, straight quotes, plain hyphens, single spaces,
/// nothing around it.
pub fn normalise_phrase(phrase: &str) -> String {
    let mut normal = String::with_capacity(phrase.len());
    for char in phrase.nfc() {
        match normal_char(char) {
            Normal::Keep => normal.push(char),
            Normal::To(other) => normal.push(other),
            Normal::Drop => {}
            Normal::Space if normal.is_empty() || normal.ends_with(' ') => {}
            Normal::Space => normal.push(' '),
        }
    }
    normal.truncate(normal.trim_end().len());
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_normalised_as_text_is() {
        assert_eq!(normalise_phrase(" Choe\u{2019}s\u{A0}\n  visit\u{AD} "), "Choe's visit");
        assert_eq!(normalise_phrase("e\u{301}"), "\u{e9}");
    }

    #[test]
    fn folding_never_changes_the_length() {
        for char in ('\0'..=char::MAX).filter(|c| c.is_alphabetic()) {
            assert_eq!(fold_char(char).len_utf8(), char.len_utf8());
        }
        assert_eq!(fold("ÀÉ İ"), "àé İ");
    }
}
