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
        let mut at = 0;
        while let Some(found) = (at <= text.len()).then(|| pattern.captures_at(text, at)).flatten() {
            let Some(whole) = found.get_group(0) else { break };
            let part = found.get_group(1).unwrap_or(whole);
            slots.push((*slot, Span::new(paragraph.start() + part.start, paragraph.start() + part.end)));
            at = whole.end.max(whole.start + text[whole.start..].chars().next().map_or(1, char::len_utf8));
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
