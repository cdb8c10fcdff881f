//! Whether a repetition stands where it means anything: not in a table, a verse, a name, an address.

use super::stream::{Gap, Stream};
use crate::source::Span;
use crate::text::Analysis;
use std::ops::Range;

/// The span of the view of a stretch of words.
pub(super) fn span(analysis: &Analysis<'_>, words: &Range<usize>) -> Span {
    match (analysis.tokens.get(words.start), words.end.checked_sub(1).and_then(|last| analysis.tokens.get(last))) {
        (Some(first), Some(last)) if first.span.start() < last.span.end() => {
            Span::new(first.span.start(), last.span.end())
        }
        _ => Span::new(0, 0),
    }
}

/// Whether the words of the two stretches are the same, letter for letter but for case.
pub(super) fn equal(analysis: &Analysis<'_>, one: Range<usize>, other: Range<usize>) -> bool {
    one.len() == other.len()
        && one
            .zip(other)
            .all(|(a, b)| analysis.folded(analysis.tokens[a].span) == analysis.folded(analysis.tokens[b].span))
}

/// Whether there are cells of a table, or lines of a verse, between two words.
pub(super) fn is_apart(analysis: &Analysis<'_>, word: usize) -> bool {
    let (Some(before), Some(after)) =
        (word.checked_sub(1).and_then(|before| analysis.tokens.get(before)), analysis.tokens.get(word))
    else {
        return true;
    };
    let between = analysis.plain(Span::new(before.span.end(), after.span.start()));
    between.contains(['\t', '|', '•', '·']) || between.contains("  ")
}

/// Whether a line of the text ends between two words.
pub(super) fn is_new_line(analysis: &Analysis<'_>, word: usize) -> bool {
    let before = word.checked_sub(1).and_then(|before| analysis.tokens.get(before));
    let (Some(before), Some(after)) = (before, analysis.tokens.get(word)) else { return true };
    analysis.plain(Span::new(before.span.end(), after.span.start())).contains('\n')
}

/// Whether the stretch stands alone between quotation marks, or belongs to something longer (a compound, an address, a
/// part of code).
pub(super) fn is_part(analysis: &Analysis<'_>, span: Span) -> bool {
    let text = analysis.view.text();
    let before = text[..span.start()].chars().next_back();
    let after = text[span.end()..].chars().next();
    let joins = |sign: Option<char>| matches!(sign, Some('@' | '#' | '_' | '=' | '\\' | '~' | '<' | '>' | '$'));
    let beyond = text[span.end()..].chars().nth(1).is_some_and(char::is_alphanumeric);
    let hyphen_before =
        before == Some('-') && text[..span.start()].chars().rev().nth(1).is_some_and(char::is_alphanumeric);
    let hyphen_after = matches!(after, Some('-' | '\'' | '/' | '.')) && beyond;
    let quoted = before == after && matches!(before, Some('"' | '\'' | '*' | '`'));
    joins(before) || joins(after) || before == Some('/') || hyphen_before || hyphen_after || quoted
}

/// Whether a word has no capital.
pub(super) fn is_lower(word: &str) -> bool {
    !word.chars().any(char::is_uppercase)
}

/// Whether a word has a letter in lower case.
pub(super) fn has_lower(word: &str) -> bool {
    word.chars().any(char::is_lowercase)
}

/// Whether a word begins a sentence, so that a capital there tells nothing.
pub(super) fn begins_sentence(analysis: &Analysis<'_>, stream: &Stream, word: usize) -> bool {
    matches!(stream.gaps[word], Gap::Break | Gap::Stop)
        || analysis.view.text()[..analysis.tokens[word].span.start()]
            .ends_with(['"', '\'', '(', '“', '‘', ':', '-', '–', '—'])
        || analysis.sentence(analysis.tokens[word].span.start()).start() == analysis.tokens[word].span.start()
}
