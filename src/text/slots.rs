//! Slots of a paragraph: the parts with rules of their own.

use super::language::LanguageTools;
use crate::document::FieldKind;
use crate::rules::model::Slot;
use crate::source::Span;

/// Longest quotation, in bytes: a quotation mark without a partner marks no more than this.
const LONGEST_QUOTATION: usize = 2_000;

/// The spans of a slot in a paragraph of the view. (A title is known of the field, and body is what is left.)
pub fn slot_spans(
    view: &str,
    paragraph: Span,
    slot: Slot,
    kind: FieldKind,
    language: Option<&LanguageTools>,
) -> Vec<Span> {
    let mut spans = Vec::new();
    match slot {
        Slot::Quotation => quotations(view, paragraph, language, &mut spans),
        Slot::Caption if kind == FieldKind::Caption => spans.push(paragraph),
        _ => {}
    }
    let text = &view[paragraph.range()];
    for pattern in language.into_iter().flat_map(|language| language.slot_patterns(slot, text)) {
        let mut at = 0;
        while let Some(found) = (at <= text.len()).then(|| pattern.find_at(text, at)).flatten() {
            let whole = found.whole();
            let part = found.get(1).unwrap_or(whole.clone());
            spans.push(Span::new(paragraph.start() + part.start, paragraph.start() + part.end));
            at = whole.end.max(whole.start + text[whole.start..].chars().next().map_or(1, char::len_utf8));
        }
    }
    spans
}

/// Quotations between double marks or corner brackets, the marks left out. A last mark without a partner opens
/// a quotation that runs on to the end of the paragraph.
fn quotations(view: &str, paragraph: Span, language: Option<&LanguageTools>, spans: &mut Vec<Span>) {
    let mut open: Option<usize> = None;
    let mut push = |start: usize, end: usize| spans.push(Span::new(start, end));
    // The corner brackets share their first byte.
    for offset in memchr::memchr2_iter(b'"', "「".as_bytes()[0], view[paragraph.range()].as_bytes()) {
        let at = paragraph.start() + offset;
        let Some(char) = view[at..].chars().next() else { break };
        let after = &view[at + char.len_utf8()..paragraph.end()];
        let before = || view[paragraph.start()..at].chars().next_back();
        if char == '"' && language.is_some_and(|language| language.is_inner_mark(char, before(), after)) {
            continue;
        }
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
        let found = slot_spans(text, Span::new(0, text.len()), Slot::Quotation, FieldKind::Text, None);
        let texts: Vec<&str> = found.iter().map(|span| &text[span.range()]).collect();
        assert_eq!(texts, ["yes", "no, I"]);
    }
}
