//! Slots of a paragraph: the parts with rules of their own.

use super::language::LanguageTools;
use crate::document::FieldKind;
use crate::rules::model::Slot;
use crate::source::Span;

/// Longest quotation, in bytes: a quotation mark without a partner marks no more than this.
const LONGEST_QUOTATION: usize = 2_000;

/// The slots of a paragraph of the view.
pub fn slots(
    view: &str,
    paragraph: Span,
    title: Option<Span>,
    kind: FieldKind,
    language: Option<&LanguageTools>,
) -> Vec<(Slot, Span)> {
    let mut slots = Vec::new();
    slots.extend(title.map(|span| (Slot::Title, span)));
    if kind == FieldKind::Caption {
        slots.push((Slot::Caption, paragraph));
    }
    quotations(view, paragraph, &mut slots);
    let text = &view[paragraph.range()];
    for (slot, pattern) in language.map_or(&[][..], LanguageTools::slots) {
        for found in pattern.captures_iter(text) {
            if let Some(part) = found.get(1).or(found.get(0)) {
                let span = Span::new(paragraph.start() + part.start(), paragraph.start() + part.end());
                slots.push((*slot, span));
            }
        }
    }
    slots
}

/// Quotations between double marks or corner brackets, the marks left out. A last mark without a partner opens
/// a quotation that runs on to the end of the paragraph.
fn quotations(view: &str, paragraph: Span, slots: &mut Vec<(Slot, Span)>) {
    let mut open: Option<usize> = None;
    let mut push = |start: usize, end: usize| slots.push((Slot::Quotation, Span::new(start, end)));
    for (offset, char) in view[paragraph.range()].char_indices() {
        let at = paragraph.start() + offset;
        match (char, open) {
            ('"', Some(start)) | ('」' | '』', Some(start)) => {
                push(start, at);
                open = None;
            }
            ('"' | '「' | '『', None) => open = Some(at + char.len_utf8()),
            _ => {}
        }
    }
    if let Some(start) = open {
        push(start, view.floor_char_boundary(paragraph.end().min(start + LONGEST_QUOTATION)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_paired_and_an_open_one_runs_on() {
        let text = "He said \"yes\" and \"no, I";
        let found = slots(text, Span::new(0, text.len()), None, FieldKind::Text, None);
        let texts: Vec<&str> = found.iter().map(|(_, span)| &text[span.range()]).collect();
        assert_eq!(texts, ["yes", "no, I"]);
    }
}
