//! Words of a view: an ASCII fast path, Unicode word segmentation where a run has other letters.

use crate::source::Span;
use unicode_segmentation::UnicodeSegmentation;

/// A word of the view: letters and digits, with apostrophes and full stops inside (`don't`, `U.S`, `3.5`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the view.
    pub span: Span,
    /// What it is written in.
    pub shape: Shape,
}

/// What a word is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// ASCII letters, all lower case.
    Lower,
    /// A capital, then lower-case letters; ASCII, or a single capital.
    Capitalised,
    /// ASCII capitals, two or more.
    Upper,
    /// Anything else: digits, apostrophes, other scripts, mixed case.
    Other,
}

/// The words of a text, in order.
pub fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_alphanumeric() {
            at = ascii_word(bytes, at, &mut tokens).unwrap_or_else(|| unicode_words(text, at, &mut tokens));
        } else if bytes[at].is_ascii() {
            at += 1;
        } else {
            at = unicode_words(text, at, &mut tokens);
        }
    }
    tokens
}

/// The token that holds or follows this offset, as an index; the number of tokens if none does.
pub fn token_at(tokens: &[Token], offset: usize) -> usize {
    tokens.partition_point(|token| token.span.end() <= offset)
}

const LOWER: u8 = 1;
const UPPER: u8 = 2;
const MIXED: u8 = LOWER | UPPER;
/// Digits, underscores, what joins two parts of a word.
const OTHER: u8 = 4;

/// What each byte is in a word of ASCII; 0 if it ends one, or may.
static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < kinds.len() {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' | b'_' => OTHER,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

/// Reads the ASCII word at `start`, and a space behind it; `None`, and nothing read, if it runs into a character beyond ASCII.
#[inline]
fn ascii_word(bytes: &[u8], start: usize, tokens: &mut Vec<Token>) -> Option<usize> {
    let first = KINDS[usize::from(bytes[start])];
    let mut at = start + 1 + lower_case(&bytes[start + 1..]);
    if bytes.get(at) == Some(&b' ') {
        // Most words: what they are written in hangs on the first letter.
        let shape = match first {
            LOWER => Shape::Lower,
            UPPER => Shape::Capitalised,
            _ => Shape::Other,
        };
        tokens.push(Token { span: Span::new(start, at), shape });
        return Some(at + 1);
    }
    let mut rest = if at > start + 1 { LOWER } else { 0 };
    while let Some(&byte) = bytes.get(at) {
        // What is neither letter nor digit joins two of them or ends the word.
        let kind = KINDS[usize::from(byte)];
        match byte {
            _ if kind != 0 => rest |= kind,
            b'\'' | b'.' if joins(bytes, at, u8::is_ascii_alphabetic) => rest |= OTHER,
            b'\'' | b'.' | b',' | b';' if joins(bytes, at, u8::is_ascii_digit) => rest |= OTHER,
            0x80.. => return None,
            _ => break,
        }
        at += 1;
    }
    let shape = match (first | rest, rest & UPPER != 0) {
        (LOWER, _) => Shape::Lower,
        (UPPER, false) | (MIXED, false) if first == UPPER => Shape::Capitalised,
        (UPPER, _) => Shape::Upper,
        _ => Shape::Other,
    };
    tokens.push(Token { span: Span::new(start, at), shape });
    Some(at)
}

/// How many small letters of ASCII a text begins with, or fewer if its end is near: most words have no other from their
/// second letter on, so that eight are looked at together.
#[inline]
fn lower_case(bytes: &[u8]) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let mut passed = 0;
    for eight in bytes.as_chunks().0 {
        let eight = u64::from_le_bytes(*eight);
        // The top bit of each byte tells whether it is at least `a`, and whether it is behind `z`.
        let low = eight & (0x7f * EACH);
        let from_a = low + u64::from(0x80 - b'a') * EACH;
        let behind_z = low + u64::from(0x7f - b'z') * EACH;
        let others = !(from_a & !behind_z & !eight) & (0x80 * EACH);
        passed += (others.trailing_zeros() / 8) as usize;
        if others != 0 {
            break;
        }
    }
    passed
}

/// Whether the byte at `at` stands between two bytes of a kind.
fn joins(bytes: &[u8], at: usize, kind: fn(&u8) -> bool) -> bool {
    bytes.get(at + 1).is_some_and(kind) && at > 0 && kind(&bytes[at - 1])
}

/// Reads everything up to the next ASCII white space by the rules of Unicode (UAX #29).
fn unicode_words(text: &str, start: usize, tokens: &mut Vec<Token>) -> usize {
    let run = &text[start..];
    let end = start + run.find(|c: char| c.is_ascii_whitespace()).unwrap_or(run.len());
    for (offset, word) in text[start..end].unicode_word_indices() {
        let span = Span::new(start + offset, start + offset + word.len());
        let plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
        let capitalised =
            word.chars().next().is_some_and(char::is_uppercase) && word.chars().skip(1).all(|char| char.is_lowercase());
        let upper = word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        let shape = match (plain, upper, capitalised) {
            (true, ..) => Shape::Lower,
            (_, true, _) => Shape::Upper,
            (_, _, true) => Shape::Capitalised,
            _ => Shape::Other,
        };
        tokens.push(Token { span, shape });
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| &text[token.span.range()]).collect()
    }

    #[test]
    fn words_keep_inner_apostrophes_and_numbers_their_separators() {
        assert_eq!(
            words("Choe's U.S. don't, 3.5 (19/1) ex-minister"),
            ["Choe's", "U.S", "don't", "3.5", "19", "1", "ex", "minister"]
        );
        assert_eq!(words("Erdoğan's 北京x café"), ["Erdoğan's", "北", "京", "x", "café"]);
    }

    proptest! {
        #[test]
        fn small_letters_are_counted(bytes in prop::collection::vec(any::<u8>().prop_map(|byte| byte & 0x9f | 0x60), 0..40)) {
            let all = bytes.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
            let counted = lower_case(&bytes);
            prop_assert!(counted == all || counted < all && counted + 8 > bytes.len());
        }

        #[test]
        fn the_fast_path_agrees_with_unicode_segmentation(text in "([a-zA-Z0-9'., -]|[a-z]{5,20}){0,30}") {
            let expected: Vec<&str> = text.unicode_words().collect();
            prop_assert_eq!(words(&text), expected);
        }

        #[test]
        fn tokens_are_in_order_and_on_boundaries(text in any::<String>()) {
            let mut before = 0;
            for token in tokens(&text) {
                prop_assert!(token.span.start() >= before && !token.span.is_empty());
                prop_assert!(Span::checked(&text, token.span.start(), token.span.end()).is_some());
                before = token.span.end();
            }
        }
    }
}
