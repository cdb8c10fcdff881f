//! Brackets without their other half, where the pair breaks.

use crate::rules::surface::Half;
use crate::source::Span;
use crate::text::Analysis;

/// A bracket that a paragraph does not close may be closed in one of so many behind it.
const PARAGRAPHS_IN_BRACKETS: usize = 3;
/// Longest interval ("[0, 1)"), in bytes: its brackets may be of two kinds.
const LONGEST_INTERVAL: usize = 24;

/// A bracket that is open.
#[derive(Clone, Copy, Debug)]
struct Bracket {
    span: Span,
    round: bool,
    /// The number of its paragraph.
    paragraph: usize,
}

/// The brackets whose other half is missing, and which half that is.
pub(super) fn brackets(analysis: &Analysis<'_>) -> Vec<(Span, Half)> {
    let mut found = Vec::new();
    // The last one is innermost; those of earlier paragraphs come first.
    let mut open: Vec<Bracket> = Vec::new();
    for (number, paragraph) in analysis.paragraphs().enumerate() {
        let late = open.iter().take_while(|one| one.paragraph + PARAGRAPHS_IN_BRACKETS < number).count();
        found.extend(open.drain(..late).map(|one| (one.span, Half::Closing)));
        let text = analysis.text(paragraph);
        for (offset, sign) in bracket_signs(text) {
            let round = matches!(sign, "(" | ")" | "（" | "）");
            let start = paragraph.start() + offset;
            let span = Span::new(start, start + sign.len());
            if matches!(sign, "(" | "[" | "（") {
                if !is_face(text, offset, sign.len()) {
                    open.push(Bracket { span, round, paragraph: number });
                }
                continue;
            }
            let matching = open.iter().rposition(|one| one.round == round);
            match matching {
                Some(at) => {
                    // What was opened inside of it is lost.
                    found.extend(open.drain(at..).skip(1).map(|one| (one.span, Half::Closing)));
                }
                None if open.last().is_some_and(|one| is_interval(analysis, one.span.end(), start)) => {
                    open.pop();
                }
                None if is_label(&text[..offset]) || is_face(text, offset, sign.len()) => {}
                None if smiles(analysis, sign) && is_stop(text, offset, sign.len()) => {}
                None => {
                    open.pop();
                    found.push((span, Half::Opening));
                }
            }
        }
    }
    found.extend(open.into_iter().map(|one| (one.span, Half::Closing)));
    found
}

/// The brackets of a text, with their offsets.
fn bracket_signs(text: &str) -> Vec<(usize, &str)> {
    let ascii =
        memchr::memchr3_iter(b'(', b')', b'[', text.as_bytes()).chain(memchr::memchr_iter(b']', text.as_bytes()));
    let mut signs: Vec<(usize, &str)> = ascii.map(|at| (at, &text[at..=at])).collect();
    if !text.is_ascii() {
        signs.extend(text.match_indices(['（', '）']));
    }
    signs.sort_unstable();
    signs
}

/// Whether what stands between two brackets of different kinds are the ends of an interval.
fn is_interval(analysis: &Analysis<'_>, start: usize, end: usize) -> bool {
    let Some(text) = analysis.view.text().get(start..end).filter(|text| text.len() <= LONGEST_INTERVAL) else {
        return false;
    };
    text.contains([',', ';'])
        && text.chars().any(|char| char.is_ascii_digit())
        && !text.chars().any(char::is_alphabetic)
}

/// Whether a closing bracket stands behind the number or letter of a list: "a)", "12)", "iv)".
fn is_label(before: &str) -> bool {
    let label: usize = before.chars().rev().take(5).take_while(|char| char.is_alphanumeric()).map(char::len_utf8).sum();
    let (rest, label) = before.split_at(before.len() - label);
    let letters = label.chars().count();
    let number = label.chars().all(|char| char.is_ascii_digit()) || label.chars().all(|char| "ivxIVX".contains(char));
    (letters == 1 || number && (2..=4).contains(&letters))
        && rest.chars().next_back().is_none_or(|char| char.is_whitespace() || char == '(')
}

/// Whether a bracket is the mouth of a face, or one of a row of laughing ones.
fn is_face(text: &str, offset: usize, length: usize) -> bool {
    // A face may have a nose.
    let before = text[..offset].trim_end_matches('-').chars().next_back();
    let after = text[offset + length..].chars().next();
    let row = text[offset..].starts_with(')') && (before == Some(')') || after == Some(')'));
    row || matches!(before, Some(':' | ';' | '=' | '^')) || matches!(after, Some(':' | ';' | '='))
}

/// Whether writers of the text's language smile with this bracket alone.
fn smiles(analysis: &Analysis<'_>, sign: &str) -> bool {
    analysis.language().is_some_and(|language| language.data().smiles.contains(sign))
}

/// Whether a bracket stands where a sentence ends, instead of the full stop.
fn is_stop(text: &str, offset: usize, length: usize) -> bool {
    let after = &text[offset + length..];
    let next = after.trim_start().chars().next();
    text[..offset].trim_end().ends_with(char::is_alphabetic)
        && (next.is_none() || next.is_some_and(|next| !next.is_lowercase()) && after.starts_with(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use crate::checks::surface::pairs::tests::found;

    #[test]
    fn brackets_are_paired_over_lists_faces_and_intervals() {
        let count = |text: &str| found("bracket", "", text).len();
        for text in [
            "a) one, 2) two (three) [four]",
            "Nice :) and ;-) or (: and haha))) yes",
            "The interval [0, 1) and (2; 3] hold (the first day) here (in May).",
            "He said (it was late.\n\nVery late.) and left",
        ] {
            assert_eq!(count(text), 0, "{text}");
        }
        for text in ["He (or she left.", "He left early) today.", "One [two (three] four.", "A （full) one and half（."]
        {
            assert_eq!(count(text), 1, "{text}");
        }
    }
}
