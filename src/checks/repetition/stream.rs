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
    /// The words before which a sentence ends, and those before which a mark stands, but for the first word of all.
    pub ends: Vec<usize>,
    pub marks: Vec<usize>,
}

impl Stream {
    pub(super) fn of(analysis: &Analysis<'_>) -> Self {
        let folded = analysis.view.folded();
        let bytes = folded.as_bytes();
        let mut gaps = vec![Gap::Space; analysis.tokens.len()];
        let (mut ends, mut marks) = (Vec::with_capacity(analysis.tokens.len() / 8), Vec::new());
        let mut end = 0;
        for (at, token) in analysis.tokens.iter().enumerate() {
            let range = token.span.range();
            if at == 0 {
                gaps[at] = Gap::Break;
            } else if bytes[end..range.start] != *b" " {
                gaps[at] = gap(&folded[end..range.start]);
                match gaps[at] {
                    Gap::Stop | Gap::Break => ends.push(at),
                    Gap::Mark => marks.push(at),
                    _ => {}
                }
            }
            end = range.end;
        }
        Stream { keys: analysis.keys().to_vec(), gaps, ends, marks }
    }

    #[cfg(test)]
    pub(super) fn new(keys: Vec<u32>, gaps: Vec<Gap>) -> Self {
        let behind = |wanted: &[Gap]| (1..gaps.len()).filter(|at| wanted.contains(&gaps[*at])).collect();
        let (ends, marks) = (behind(&[Gap::Stop, Gap::Break]), behind(&[Gap::Mark]));
        Stream { keys, gaps, ends, marks }
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
        ", " | "," => return Gap::Comma,
        ". " => return Gap::Stop,
        "" => return Gap::None,
        "-" => return Gap::Hyphen,
        _ if between.chars().all(|char| matches!(char, ' ' | '-' | '–' | '—')) => return Gap::Dash,
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
