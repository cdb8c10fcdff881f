//! Words that stand again in brackets right behind themselves: "social media (social media)".

use super::stream::{Gap, Stream};
use crate::text::Analysis;
use std::ops::Range;

/// The words of both copies of each repetition, of at most `longest` words a copy.
pub(super) fn bracketed(analysis: &Analysis<'_>, stream: &Stream, longest: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let (text, tokens) = (analysis.view.text(), &analysis.tokens);
    let opens = |at: &usize| &text[tokens[at - 1].span.end()..tokens[*at].span.start()] == " (";
    let copies = |at: usize| {
        let length = (1..=longest.min(at).min(stream.len() - at))
            .take_while(|length| *length == 1 || is_inside(stream.gaps[at + length - 1]))
            .find(|length| text[tokens[at + length - 1].span.end()..].starts_with(')'))?;
        let (first, second) = (at - length..at, at..at + length);
        let inside = first.clone().skip(1).all(|word| is_inside(stream.gaps[word]));
        (inside && stream.keys[first.clone()] == stream.keys[second.clone()]).then_some((first, second))
    };
    stream.marks.iter().copied().filter(opens).filter_map(copies).collect()
}

/// Whether what stands before a word keeps it in the name or phrase.
fn is_inside(gap: Gap) -> bool {
    matches!(gap, Gap::Space | Gap::Hyphen)
}
