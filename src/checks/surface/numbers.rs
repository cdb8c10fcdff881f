//! Numbers whose thousands are set apart in one place of a document and not in another.

use crate::checks::program::Scope;
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::{Analysis, Shape};
use rustc_hash::FxHashSet;

/// A number and the field that it stands in.
pub(super) struct Number {
    pub field: usize,
    pub span: Span,
    /// How it would be written with separators.
    pub grouped: String,
}

/// The numbers of five digits and more that have no separators, and the first one that has some; none if the document
/// keeps to one way.
pub(super) fn of_two_styles(labelled: &FxHashSet<Str>, scope: &Scope<'_>) -> Option<(Vec<Number>, (usize, Span))> {
    let mut plain = Vec::new();
    let mut apart = None;
    for (field, analysis) in scope.fields.iter().enumerate() {
        for &index in analysis.not_lower() {
            let token = analysis.tokens[index];
            let word = analysis.text(token.span);
            // It may be "don't" as well.
            if token.shape != Shape::Other || !word.starts_with(|first: char| first.is_ascii_digit()) {
                continue;
            }
            let digits = word.bytes().all(|byte| byte.is_ascii_digit());
            if digits && (5..=9).contains(&word.len()) && !word.starts_with('0') {
                if is_amount(labelled, analysis, index) {
                    plain.push(Number { field, span: token.span, grouped: grouped(word) });
                }
            } else if apart.is_none() && is_grouped(word) {
                apart = Some((field, token.span));
            }
        }
    }
    apart.filter(|_| !plain.is_empty()).map(|first| (plain, first))
}

/// Whether a number counts something: a word in lower case stands behind it, and before it is no sign, no label, no
/// other number and no name.
fn is_amount(labelled: &FxHashSet<Str>, analysis: &Analysis<'_>, index: usize) -> bool {
    let (text, span) = (analysis.view.text(), analysis.tokens[index].span);
    let before = index.checked_sub(1).map(|before| analysis.tokens[before]);
    let named = before.is_some_and(|token| {
        let name = match token.shape {
            Shape::Lower => false,
            Shape::Capitalised => analysis.sentence(token.span.start()).start() != token.span.start(),
            Shape::Upper | Shape::Other => true,
        };
        name || labelled.contains(analysis.folded(token.span))
    });
    let counts = analysis
        .tokens
        .get(index + 1)
        .is_some_and(|token| token.shape == Shape::Lower && &text[span.end()..token.span.start()] == " ");
    text[..span.start()].ends_with(' ') && counts && !named
}

/// Whether commas stand between the thousands.
fn is_grouped(word: &str) -> bool {
    let mut groups = word.split(',');
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()) && digits(group));
    first && word.contains(',') && groups.all(|group| group.len() == 3 && digits(group))
}

fn grouped(word: &str) -> String {
    let mut written = String::new();
    for (at, digit) in word.char_indices() {
        if at > 0 && (word.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::testing::{auditor, rule, shown};

    #[test]
    fn numbers_are_grouped_from_the_right() {
        assert_eq!(["12345", "1234567"].map(grouped), ["12,345", "1,234,567"]);
        assert!(is_grouped("1,234,567") && !is_grouped("12,34") && !is_grouped("1234") && !is_grouped("1,2345"));
    }

    #[test]
    fn two_styles_in_one_document_are_told() {
        let auditor = auditor(&rule("check = \"number-style\"\nlabelled = [\"room\"]\nmessage = \"m\""));
        let text = "They counted 12,500 sheep and 48000 goats in room 10010 there.";
        assert_eq!(shown(&auditor, text), [("48000".to_owned(), vec!["12,500".to_owned()])]);
        assert!(shown(&auditor, "They counted 48000 goats and 12500 sheep; IP 90210 is open.").is_empty());
    }
}
