//! Where a text too large to be held at once is cut, and documents cut into windows there.

use crate::document::{Document, Field, ParagraphBreak, Window};
use crate::source::Span;
use std::collections::VecDeque;

/// The most text that a document holds, in bytes.
pub const MAX_TEXT: usize = 1 << 20;
/// A window of a larger text has at least this many bytes.
const MIN_TEXT: usize = MAX_TEXT / 2;
/// What a window repeats of the one before it where it could not be cut between paragraphs, in bytes.
const OVERLAP: usize = 16 << 10;

/// Where a window ends and where the next one starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// Bytes of this window.
    pub end: usize,
    /// Offset of the next window in this text; before `end` where the two overlap.
    pub next: usize,
}

/// Where to cut a text of more than [`MAX_TEXT`] bytes, of which no more than that is looked at.
///
/// Between two paragraphs if it has some, else at a line break, else at white space, else between two characters.
pub(super) fn cut(text: &str, paragraphs: ParagraphBreak) -> Cut {
    let from = boundary(text, MIN_TEXT);
    let to = boundary(text, MAX_TEXT);
    let part = &text[from..to];
    let between = match paragraphs {
        ParagraphBreak::BlankLine => blank_line(part),
        ParagraphBreak::Line => part.find('\n').map(|newline| newline + 1),
    };
    if let Some(end) = between {
        return Cut { end: from + end, next: from + end };
    }
    let after = |text: &str, at: usize| text[at..].chars().next().map_or(at, |char| at + char.len_utf8());
    let end = part.rfind('\n').or_else(|| part.rfind(char::is_whitespace)).map_or(to, |at| from + after(part, at));
    let near = boundary(text, end - OVERLAP);
    // The repeated part starts with a whole word, if there is one near.
    let word = text[near..end].char_indices().take(1024).find(|(_, char)| char.is_whitespace());
    Cut { end, next: word.map_or(near, |(at, char)| near + at + char.len_utf8()) }
}

/// The last character boundary of a text at or before this offset.
pub(super) fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The offset after the first blank lines of a text, which starts anywhere.
fn blank_line(text: &str) -> Option<usize> {
    let mut blank = None;
    let mut start = text.find('\n')? + 1;
    while let Some(newline) = memchr::memchr(b'\n', &text.as_bytes()[start..]) {
        let end = start + newline + 1;
        if text[start..end].trim().is_empty() {
            blank = Some(end);
        } else if blank.is_some() {
            break;
        }
        start = end;
    }
    blank
}

/// Cuts a document into windows of at most about [`MAX_TEXT`] bytes of text each.
///
/// Fields stay whole and together while they fit; a larger field is cut, alone in its windows. What does not
/// differ between windows (ids, the raw text, a field's source) is shared.
#[derive(Debug)]
pub struct Windows {
    /// The document without its fields.
    frame: Document,
    fields: VecDeque<Field>,
    /// What the first field of `fields` still holds.
    rest: Rest,
    index: u32,
    done: bool,
}

/// How far the field that is being cut is done.
#[derive(Clone, Copy, Debug, Default)]
struct Rest {
    start: usize,
    overlap: usize,
    chars: u64,
}

impl Windows {
    /// The windows of this document; itself alone, if it is small enough.
    pub fn new(mut document: Document) -> Self {
        let fields = std::mem::take(&mut document.fields).into();
        Windows { frame: document, fields, rest: Rest::default(), index: 0, done: false }
    }

    /// The next part of the field in front, and whether it is the last.
    fn part(&mut self) -> Option<(Field, bool)> {
        let field = self.fields.front()?;
        let left = &field.text[self.rest.start..];
        let last = left.len() <= MAX_TEXT;
        let cut = if last { Cut { end: left.len(), next: left.len() } } else { cut(left, field.paragraphs) };
        let span = Span::new(self.rest.start, self.rest.start + cut.end);
        let part = Field {
            name: field.name.clone(),
            kind: field.kind,
            text: left[..cut.end].into(),
            source: field.source.clone(),
            map: field.map.part(span),
            base_chars: field.base_chars + self.rest.chars,
            paragraphs: field.paragraphs,
        };
        self.rest.chars += left[..cut.next].chars().count() as u64;
        self.rest.start += cut.next;
        self.rest.overlap = cut.end - cut.next;
        Some((part, last))
    }
}

impl Iterator for Windows {
    type Item = Document;

    fn next(&mut self) -> Option<Document> {
        if self.done {
            return None;
        }
        let mut window = Window { index: self.index, last: false, overlap: self.rest.overlap as u32 };
        let mut fields = Vec::new();
        let mut room = MAX_TEXT;
        while self.rest.start == 0 && self.fields.front().is_some_and(|field| field.text.len() <= room) {
            let field = self.fields.pop_front()?;
            room -= field.text.len();
            fields.push(field);
        }
        if fields.is_empty()
            && let Some((field, last)) = self.part()
        {
            fields.push(field);
            if last {
                self.fields.pop_front();
                self.rest = Rest::default();
            }
        }
        self.index = self.index.saturating_add(1);
        self.done = self.fields.is_empty();
        window.last = self.done;
        Some(Document {
            id: self.frame.id.clone(),
            key: self.frame.key.clone(),
            item: self.frame.item.clone(),
            lang: self.frame.lang.clone(),
            source_lang: self.frame.source_lang.clone(),
            date: self.frame.date.clone(),
            raw: self.frame.raw.clone(),
            fields,
            window,
        })
    }
}

#[cfg(test)]
#[path = "window_tests.rs"]
mod tests;
