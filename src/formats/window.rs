//! Where a text too large to be held at once is cut, and documents cut into windows there.

use crate::document::{Document, Field, ParagraphBreak, Window};
use crate::source::{SourceMapBuilder, Span};
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

/// What of these spans, which are in order, lies in a part of their text; their offsets start with it.
fn within(spans: &[Span], part: Span) -> impl Iterator<Item = Span> + '_ {
    let first = spans.partition_point(|span| span.end <= part.start);
    let inside = spans[first..].iter().take_while(move |span| span.start < part.end);
    inside.map(move |span| {
        Span::new(span.start.max(part.start) as usize - part.start(), span.end.min(part.end) as usize - part.start())
    })
}

/// A field of a document that is about to be cut.
#[derive(Debug)]
pub(super) enum FieldSource {
    /// A field that is decoded.
    Whole(Field),
    /// A field that is decoded window by window, so that its map is never held whole.
    Lazy(LazyField),
}

/// A field as it stands in the raw text.
#[derive(Debug)]
pub(super) struct LazyField {
    /// A field without text: its name, its kind, its source.
    pub(super) frame: Field,
    /// Where its raw text starts and ends.
    pub(super) raw: Span,
    /// Decodes a part of the raw text, from any character on and until there are this many bytes of text.
    pub(super) decode: fn(&str, Span, usize) -> SourceMapBuilder,
}

/// Cuts a document into windows of at most about [`MAX_TEXT`] bytes of text each.
///
/// Fields stay whole and together while they fit; a larger field is cut, alone in its windows. What does not
/// differ between windows (ids, the raw text, a field's source) is shared.
#[derive(Debug)]
pub struct Windows {
    /// The document without its fields.
    frame: Document,
    fields: VecDeque<FieldSource>,
    /// How far the first field of `fields` is done.
    rest: Rest,
    index: u32,
    done: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Rest {
    /// Bytes of its text; for a lazy field, of its raw text.
    start: usize,
    overlap: usize,
    chars: u64,
    /// Decided by the first window.
    paragraphs: Option<ParagraphBreak>,
}

impl Windows {
    /// The windows of this document; itself alone, if it is small enough.
    pub fn new(mut document: Document) -> Self {
        let fields = std::mem::take(&mut document.fields);
        Windows::of(document, fields.into_iter().map(FieldSource::Whole).collect())
    }

    /// The windows of a document that has these fields.
    pub(super) fn of(frame: Document, fields: VecDeque<FieldSource>) -> Self {
        Windows { frame, fields, rest: Rest::default(), index: 0, done: false }
    }

    /// The next field, if it is untouched and no larger than this.
    fn whole(&mut self, room: usize) -> Option<Field> {
        let fits = match self.fields.front()? {
            FieldSource::Whole(field) => field.text.len() <= room && self.rest.start == 0,
            FieldSource::Lazy(_) => false,
        };
        match fits.then(|| self.fields.pop_front())?? {
            FieldSource::Whole(field) => Some(field),
            FieldSource::Lazy(_) => None,
        }
    }

    /// The next part of the field in front, which goes when it is done.
    fn part(&mut self) -> Option<Field> {
        let mut headings = Vec::new();
        let (frame, text, map) = match self.fields.front()? {
            FieldSource::Whole(field) => {
                let end = boundary(&field.text, self.rest.start + MAX_TEXT + 4);
                let span = Span::new(self.rest.start, end);
                headings.extend(within(&field.headings, span));
                (field, field.text[span.range()].to_owned(), field.map.part(span))
            }
            FieldSource::Lazy(lazy) => {
                let raw = Span::new(lazy.raw.start() + self.rest.start, lazy.raw.end());
                let (text, map) = (lazy.decode)(self.frame.raw.text(), raw, MAX_TEXT + 1).finish();
                (&lazy.frame, text, map)
            }
        };
        let first = || match self.fields.front() {
            Some(FieldSource::Whole(field)) => field.paragraphs,
            _ => ParagraphBreak::of(&text),
        };
        let paragraphs = self.rest.paragraphs.unwrap_or_else(first);
        let last = text.len() <= MAX_TEXT;
        let cut = if last { Cut { end: text.len(), next: text.len() } } else { cut(&text, paragraphs) };
        let part = Field {
            name: frame.name.clone(),
            kind: frame.kind,
            text: text[..cut.end].into(),
            source: frame.source.clone(),
            map: map.part(Span::new(0, cut.end)),
            base_chars: frame.base_chars + self.rest.chars,
            paragraphs,
            headings: within(&headings, Span::new(0, cut.end)).collect(),
        };
        if last {
            self.fields.pop_front();
            self.rest = Rest::default();
            return Some(part);
        }
        self.rest = Rest {
            start: match self.fields.front()? {
                FieldSource::Whole(_) => self.rest.start + cut.next,
                // What comes next is one character: a piece of its own, or a byte of a copy.
                FieldSource::Lazy(lazy) => map.raw(Span::new(cut.next, cut.next + 1)).start() - lazy.raw.start(),
            },
            overlap: cut.end - cut.next,
            chars: self.rest.chars + text[..cut.next].chars().count() as u64,
            paragraphs: Some(paragraphs),
        };
        Some(part)
    }
}

impl Iterator for Windows {
    type Item = Document;

    fn next(&mut self) -> Option<Document> {
        if self.done {
            return None;
        }
        let overlap = self.rest.overlap as u32;
        let mut fields = Vec::new();
        let mut room = MAX_TEXT;
        while let Some(field) = self.whole(room) {
            room -= field.text.len();
            fields.push(field);
        }
        if fields.is_empty() {
            fields.extend(self.part());
        }
        self.done = self.fields.is_empty();
        let window = Window { index: self.index, last: self.done, overlap };
        self.index = self.index.saturating_add(1);
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
            feed: self.frame.feed.clone(),
        })
    }
}

#[cfg(test)]
#[path = "window_tests.rs"]
mod tests;
