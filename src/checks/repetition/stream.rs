//! The words of a field as numbers, with what stands between them: what repetitions are looked for in.

use crate::text::Analysis;

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// One space.
    Space,
    /// Nothing, as in scripts that are written without spaces.
    None,
    /// A hyphen.
    Hyphen,
    /// A comma, and perhaps a space.
    Comma,
    /// A dash.
    Dash,
    /// Other marks.
    Mark,
    /// The end of a sentence.
    Stop,
    /// The end of a paragraph, the beginning of the text, or something that is no word (a placeholder).
    Break,
}

/// The words of a field, in order.
pub(super) struct Stream {
    /// A hash of each word in lower case. Equal hashes are verified where something is reported.
    pub keys: Vec<u32>,
    /// What stands before each word.
    pub gaps: Vec<Gap>,
}

impl Stream {
    pub(super) fn of(analysis: &Analysis<'_>) -> Self {
        let folded = analysis.view.folded();
        let bytes = folded.as_bytes();
        let mut gaps = Vec::with_capacity(analysis.tokens.len());
        let mut end = 0;
        for token in &analysis.tokens {
            let range = token.span.range();
            gaps.push(match &bytes[end..range.start] {
                _ if gaps.is_empty() => Gap::Break,
                b" " => Gap::Space,
                _ => gap(&folded[end..range.start]),
            });
            end = range.end;
        }
        Stream { keys: analysis.keys().to_vec(), gaps }
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }
}

/// A hash of some words, by their keys.
#[inline]
pub(super) fn hash(keys: &[u32]) -> u64 {
    keys.iter().fold(0, |hash: u64, &key| (hash.rotate_left(17) ^ u64::from(key)).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// What a text between two words is.
fn gap(between: &str) -> Gap {
    match between {
        " " => return Gap::Space,
        "" => return Gap::None,
        "-" => return Gap::Hyphen,
        _ if between.chars().all(|char| matches!(char, ' ' | '-' | '–' | '—')) => return Gap::Dash,
        ", " | "," => return Gap::Comma,
        _ => {}
    }
    let mut gap = Gap::Mark;
    let mut only_commas = true;
    for char in between.chars() {
        match char {
            '\n' => return Gap::Break,
            '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | '۔' | '｡' => gap = Gap::Stop,
            char if char.is_alphanumeric() => return Gap::Break,
            ' ' | ',' | '，' | '、' | '،' => continue,
            _ => {}
        }
        only_commas = false;
    }
    if only_commas { Gap::Comma } else { gap }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_words() {
        let kinds = [" ", "", "-", ", ", "、", " -- ", " (", ". \"", "\n", " %s "].map(gap);
        assert_eq!(
            kinds,
            [
                Gap::Space,
                Gap::None,
                Gap::Hyphen,
                Gap::Comma,
                Gap::Comma,
                Gap::Dash,
                Gap::Mark,
                Gap::Stop,
                Gap::Break,
                Gap::Break
            ]
        );
    }
}
