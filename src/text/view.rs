//! The normalised view of a field (NFC, one apostrophe, quotation mark, hyphen and space, wrapped lines
//! joined), its case-folded twin, and the map back to the field.

use crate::document::ParagraphBreak;
use crate::rules::normal::{Normal, fold, normal_char};
use crate::source::Span;
use unicode_normalization::{IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfc_quick};

/// The normalised view of one field. Paragraphs are separated by `\n`; there is no other line break in it.
#[derive(Debug)]
pub struct View {
    text: String,
    folded: String,
    pieces: Vec<Piece>,
}

/// A run of the view and the run of the field that it stands for: byte for byte if it copies, else as a whole.
#[derive(Clone, Copy, Debug)]
struct Piece {
    view: u32,
    view_length: u32,
    field: u32,
    field_length: u32,
    copies: bool,
}

impl View {
    /// The view of a field's text.
    pub fn of(field: &str, paragraphs: ParagraphBreak) -> Self {
        let mut builder =
            Builder { field, paragraphs, text: String::with_capacity(field.len()), pieces: Vec::new(), copied_from: 0 };
        builder.run();
        let folded = fold(&builder.text);
        View { text: builder.text, folded, pieces: builder.pieces }
    }

    /// The text of the view.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same in lower case, byte for byte at the same offsets.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The span of the field that a span of the view stands for, snapped outward to whole pieces.
    pub fn to_field(&self, span: Span) -> Span {
        let Some(first) = self.piece_at(span.start) else { return Span::new(0, 0) };
        let start = if first.copies { first.field + (span.start - first.view) } else { first.field };
        if span.is_empty() {
            return Span { start, end: start };
        }
        let last = self.piece_at(span.end - 1).unwrap_or(first);
        let end = if last.copies { last.field + (span.end - last.view) } else { last.field + last.field_length };
        Span { start, end: end.max(start) }
    }

    /// The span of the view that stands for a span of the field, snapped outward to whole pieces.
    pub fn to_view(&self, span: Span) -> Span {
        let offset = |at: u32, end: bool| {
            let index =
                self.pieces.partition_point(|piece| piece.field + piece.field_length <= at - u32::from(end && at > 0));
            let Some(piece) = self.pieces.get(index) else { return self.text.len() as u32 };
            if at <= piece.field {
                piece.view
            } else if piece.copies {
                piece.view + (at - piece.field).min(piece.view_length)
            } else if end {
                piece.view + piece.view_length
            } else {
                piece.view
            }
        };
        let start = offset(span.start, false);
        Span { start, end: offset(span.end, !span.is_empty()).max(start) }
    }

    fn piece_at(&self, offset: u32) -> Option<&Piece> {
        let index = self.pieces.partition_point(|piece| piece.view + piece.view_length <= offset);
        self.pieces.get(index).or(self.pieces.last())
    }
}

struct Builder<'f> {
    field: &'f str,
    paragraphs: ParagraphBreak,
    text: String,
    pieces: Vec<Piece>,
    /// Where in the field the stretch begins that is still to be copied as it is.
    copied_from: usize,
}

impl Builder<'_> {
    fn run(&mut self) {
        let bytes = self.field.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if at > 0 && is_plain(bytes[at - 1]) {
                at += ordinary(&bytes[at..]);
            }
            let Some(&byte) = bytes.get(at) else { break };
            match byte {
                b' ' if at > 0 && at + 1 < bytes.len() && is_plain(bytes[at - 1]) && is_plain(bytes[at + 1]) => at += 1,
                b' ' | b'\t'..=b'\r' => at = self.space(at),
                b'`' => {
                    self.replace(at, at + 1, "'");
                    at += 1;
                }
                byte if byte.is_ascii() => at += 1,
                _ => at = self.wide(at),
            }
        }
        self.copy_up_to(bytes.len());
        while self.text.ends_with([' ', '\n']) {
            self.text.pop();
            self.shorten();
        }
    }

    /// A run of white space: one space, or the end of a paragraph.
    fn space(&mut self, at: usize) -> usize {
        let run = &self.field[at..];
        let length = run.find(|c: char| normal_char(c) != Normal::Space).unwrap_or(run.len());
        let breaks = memchr::memchr_iter(b'\n', &run.as_bytes()[..length]).count();
        let ends = breaks >= if self.paragraphs == ParagraphBreak::Line { 1 } else { 2 };
        let nothing_before = at == 0 || (at == self.copied_from && (self.text.is_empty() || self.text.ends_with('\n')));
        let with = match (nothing_before, ends) {
            (true, _) => "",
            (_, true) => "\n",
            _ => " ",
        };
        self.replace(at, at + length, with);
        at + length
    }

    /// A character beyond ASCII, with the marks that follow it.
    fn wide(&mut self, at: usize) -> usize {
        let Some(char) = self.field[at..].chars().next() else { return self.field.len() };
        let next = at + char.len_utf8();
        match normal_char(char) {
            Normal::To(other) => {
                self.replace(at, next, other.encode_utf8(&mut [0; 4]));
                next
            }
            Normal::Drop => {
                self.replace(at, next, "");
                next
            }
            Normal::Space => self.space(at),
            Normal::Keep if is_settled(char) => next,
            Normal::Keep => self.cluster(at),
        }
    }

    /// A character that may compose with the one before or change by itself, and the marks after it.
    fn cluster(&mut self, at: usize) -> usize {
        let before = self.field[self.copied_from..at].chars().next_back();
        let start = at - before.filter(|c| !c.is_whitespace()).map_or(0, char::len_utf8);
        let mut end = at;
        // A hostile text may stack marks without end; Unicode's stream-safe limit is 30.
        for char in self.field[at..].chars().take(32) {
            if end > at && (is_settled(char) || normal_char(char) != Normal::Keep) {
                break;
            }
            end += char.len_utf8();
        }
        let composed: String = self.field[start..end].nfc().collect();
        if composed != self.field[start..end] {
            self.replace(start, end, &composed);
        }
        end
    }

    /// Puts `with` in the place of `start..end` of the field.
    fn replace(&mut self, start: usize, end: usize, with: &str) {
        self.copy_up_to(start);
        // A single byte for a single byte stays inside the copied run.
        self.append(start, end, with, with.len() == 1 && end - start == 1);
        self.copied_from = end;
    }

    fn copy_up_to(&mut self, end: usize) {
        if self.copied_from < end {
            let (start, field) = (self.copied_from, self.field);
            self.append(start, end, &field[start..end], true);
            self.copied_from = end;
        }
    }

    fn append(&mut self, start: usize, end: usize, with: &str, copies: bool) {
        let view = self.text.len() as u32;
        self.text.push_str(with);
        let (view_length, field, field_length) = (with.len() as u32, start as u32, (end - start) as u32);
        if let Some(last) = self.pieces.last_mut()
            && copies
            && last.copies
            && last.field + last.field_length == field
        {
            last.view_length += view_length;
            last.field_length += field_length;
        } else if view_length > 0 {
            self.pieces.push(Piece { view, view_length, field, field_length, copies });
        }
    }

    /// Takes the last byte of the text out of the last piece.
    fn shorten(&mut self) {
        if let Some(last) = self.pieces.last_mut() {
            if last.copies && last.view_length > 1 {
                last.view_length -= 1;
                last.field_length -= 1;
            } else {
                self.pieces.pop();
            }
        }
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic()
}

/// How many bytes in front, behind one that is plain, are words with single spaces between: most of a text, read many
/// bytes at a time.
fn ordinary(bytes: &[u8]) -> usize {
    const AT_ONCE: usize = 32;
    let mut read = 0;
    while let Some(block) = bytes.get(read..=read + AT_ONCE) {
        let (here, next) = (&block[..AT_ONCE], &block[1..]);
        let fits = |at: usize| {
            let (byte, next) = (here[at], next[at]);
            (is_plain(byte) & (byte != b'`')) | ((byte == b' ') & is_plain(next))
        };
        if !(0..AT_ONCE).fold(true, |all, at| all & fits(at)) {
            return read + (0..AT_ONCE).take_while(|at| fits(*at)).count();
        }
        read += AT_ONCE;
    }
    read
}

/// Whether NFC leaves the character as it is, whatever stands beside it.
fn is_settled(char: char) -> bool {
    char < '\u{300}'
        || (canonical_combining_class(char) == 0 && is_nfc_quick(std::iter::once(char)) == IsNormalized::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn view(text: &str) -> View {
        View::of(text, ParagraphBreak::of(text))
    }

    #[test]
    fn quotes_hyphens_and_spaces_become_one_kind() {
        let view = view("\u{201C}Kim\u{A0}Jong\u{2011}un\u{2019}s\u{201D}  x");
        assert_eq!(view.text(), "\"Kim Jong-un's\" x");
        assert_eq!(view.to_field(Span::new(1, 12)), Span::new(3, 17));
    }

    #[test]
    fn a_wrapped_line_is_joined_and_a_blank_line_ends_a_paragraph() {
        assert_eq!(view("an honorary\r\nvisit\n\n  next").text(), "an honorary visit\nnext");
        assert_eq!(view("one\ntwo").text(), "one\ntwo");
        assert_eq!(view("\n\n one \n\n").text(), "one");
    }

    #[test]
    fn decomposed_accents_are_composed_and_map_back_whole() {
        let view = view("Erdog\u{306}an x");
        assert_eq!(view.text(), "Erdo\u{11F}an x");
        assert_eq!(view.to_field(Span::new(4, 6)), Span::new(4, 7));
        assert_eq!(view.to_field(Span::new(9, 10)), Span::new(10, 11));
    }

    #[test]
    fn invisible_characters_inside_a_word_do_not_count() {
        let view = view("visi\u{AD}t");
        assert_eq!(view.text(), "visit");
        assert_eq!(view.to_field(Span::new(0, 5)), Span::new(0, 7));
        assert_eq!(view.to_view(Span::new(0, 7)), Span::new(0, 5));
    }

    proptest! {
        #[test]
        fn every_span_of_the_view_maps_to_characters_of_the_field(
            text in "[a-c .\n\r`\u{301}\u{308}\u{AD}\u{A0}\u{2019}\u{1100}\u{1161}\u{11A8}\u{FB01}é漢𝄞]{0,40}",
        ) {
            let view = view(&text);
            let gone = ['\r', '\u{A0}', '\u{2019}', '\u{AD}'];
            prop_assert!(!view.text().contains(gone));
            prop_assert_eq!(view.text().len(), view.folded().len());
            let starts: Vec<usize> = view.text().char_indices().map(|(i, _)| i).chain([view.text().len()]).collect();
            let mut before = 0;
            for pair in starts.windows(2) {
                let span = view.to_field(Span::new(pair[0], pair[1]));
                prop_assert!(Span::checked(&text, span.start(), span.end()).is_some());
                prop_assert!(!span.is_empty());
                prop_assert!(span.start() >= before);
                before = span.start();
                let back = view.to_view(span);
                prop_assert!(back.start() <= pair[0] && back.end() >= pair[1], "{:?} -> {:?} -> {:?}", pair, span, back);
            }
        }
    }
}
