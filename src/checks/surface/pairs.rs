//! Quotation marks and brackets without their other half.

use crate::rules::surface::PairsClass;
use crate::source::Span;
use crate::text::Analysis;

/// How a mark is turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Opens,
    Closes,
    /// By its place it may be either.
    Either,
}

/// A mark and its place in the view.
#[derive(Clone, Copy, Debug)]
struct Mark {
    span: Span,
    turn: Turn,
    /// Which pair it belongs to.
    kind: u8,
}

/// The places where a pair breaks. A quotation that goes on in the next paragraph, which begins with a mark again, and
/// one that ends there, are whole.
pub(super) fn unpaired(class: PairsClass, analysis: &Analysis<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    // The marks that were open when the paragraph before ended.
    let mut open: Vec<Mark> = Vec::new();
    for paragraph in analysis.paragraphs() {
        let marks = match class {
            PairsClass::Quotation => quotation_marks(analysis, paragraph),
            PairsClass::Bracket => brackets(analysis, paragraph),
        };
        let continued = class == PairsClass::Quotation
            && marks.first().is_some_and(|mark| mark.turn == Turn::Opens && mark.span.start() == paragraph.start());
        let ended = marks.first().is_some_and(|mark| mark.turn == Turn::Closes);
        if continued || ended {
            if continued {
                open.clear();
            }
        } else {
            found.extend(open.drain(..).map(|mark| mark.span));
        }
        for mark in marks {
            match (mark.turn, open.last()) {
                (Turn::Closes, Some(last)) if last.kind == mark.kind => drop(open.pop()),
                (Turn::Either, Some(last)) if last.kind == mark.kind => drop(open.pop()),
                (Turn::Closes, _) => found.push(mark.span),
                (Turn::Opens, Some(last)) if class == PairsClass::Quotation => {
                    // The one before was not closed.
                    found.push(last.span);
                    open.clear();
                    open.push(mark);
                }
                (Turn::Opens | Turn::Either, _) => open.push(mark),
            }
        }
    }
    found.extend(open.into_iter().map(|mark| mark.span));
    found.sort_by_key(|span| span.start());
    found
}

fn quotation_marks(analysis: &Analysis<'_>, paragraph: Span) -> Vec<Mark> {
    let text = analysis.text(paragraph);
    let turned = |(offset, _): (usize, &str)| {
        let before = text[..offset].chars().next_back();
        let after = text[offset + 1..].chars().next();
        // Inches and seconds.
        if before.is_some_and(|char| char.is_ascii_digit()) && !text[..offset].contains('"') {
            return None;
        }
        let span = Span::new(paragraph.start() + offset, paragraph.start() + offset + 1);
        let turn = match analysis.plain(span) {
            "“" | "„" | "«" => Turn::Opens,
            "”" | "»" => Turn::Closes,
            _ => by_place(before, after),
        };
        Some(Mark { span, turn, kind: 0 })
    };
    text.match_indices('"').filter_map(turned).collect()
}

/// How a straight mark is turned, by what stands beside it.
fn by_place(before: Option<char>, after: Option<char>) -> Turn {
    let free_before = before.is_none_or(|char| char.is_whitespace() || "([{-–—/'".contains(char));
    let free_after = after.is_none_or(|char| char.is_whitespace() || ".,;:!?)]}-–—/'…".contains(char));
    match (free_before, free_after) {
        (true, false) => Turn::Opens,
        (false, true) => Turn::Closes,
        _ => Turn::Either,
    }
}

fn brackets(analysis: &Analysis<'_>, paragraph: Span) -> Vec<Mark> {
    const PAIRS: &str = "()[]（）";
    let text = analysis.text(paragraph);
    let mut marks = Vec::new();
    for (offset, sign) in text.char_indices() {
        let Some(number) = PAIRS.chars().position(|other| other == sign) else { continue };
        let turn = if number % 2 == 0 { Turn::Opens } else { Turn::Closes };
        // Half of a bracket may be of full width.
        let kind = if number == 2 || number == 3 { 1 } else { 0 };
        if turn == Turn::Closes && is_label(&text[..offset]) || is_face(text, offset) {
            continue;
        }
        let start = paragraph.start() + offset;
        marks.push(Mark { span: Span::new(start, start + sign.len_utf8()), turn, kind });
    }
    marks
}

/// Whether a closing bracket stands behind the number or letter of a list: "a)", "12)", "iv)".
fn is_label(before: &str) -> bool {
    let label: usize = before.chars().rev().take_while(|char| char.is_alphanumeric()).map(char::len_utf8).sum();
    let rest = before[..before.len() - label].chars().next_back();
    (1..=4).contains(&label) && rest.is_none_or(char::is_whitespace)
}

/// Whether a bracket is the mouth of a face.
fn is_face(text: &str, offset: usize) -> bool {
    let before = text[..offset].chars().next_back();
    let after = text[offset..].chars().nth(1);
    matches!(before, Some(':' | ';' | '=' | '-' | '^' | ')' | '(')) || matches!(after, Some(':' | ';' | ')' | '('))
}
