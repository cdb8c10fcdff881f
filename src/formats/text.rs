//! Plain text: a file is one document with one field, `text`, which is the file as it stands.

use super::window::{Cut, MAX_TEXT, boundary, cut};
use super::{Documents, Format, FormatOptions, key};
use crate::document::{Document, Field, FieldKind, ParagraphBreak, Window};
use crate::input::{Failure, Input, Position, Problem, utf8_column_after};
use crate::source::{Directive, RawText, SourceMapBuilder, Span, carried_over, in_lines};
use std::sync::Arc;

/// Plain text.
#[derive(Clone, Copy, Debug)]
pub struct Text;

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn sniff(&self, _head: &[u8]) -> bool {
        true
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        let key = key::relative(&input.file, options.root.as_deref());
        Box::new(TextWindows {
            key: key.into(),
            name: "text".into(),
            position: input.decoder.position(),
            input,
            text: String::new(),
            utf8_column: 1,
            chars: 0,
            overlap: 0,
            index: 0,
            paragraphs: None,
            carried: Vec::new(),
            ended: false,
            done: false,
            problem: None,
        })
    }
}

/// The windows of a text that is read as it goes.
struct TextWindows {
    input: Input,
    key: Arc<str>,
    name: Arc<str>,
    /// What was read and is not in a finished window, from the start of the next window on.
    text: String,
    /// Where `text` starts.
    position: Position,
    /// The column of `position` in bytes of UTF-8.
    utf8_column: u32,
    /// Unicode scalars before `text`.
    chars: u64,
    overlap: usize,
    index: u32,
    /// Decided by the first window.
    paragraphs: Option<ParagraphBreak>,
    /// Directives of earlier windows that reach further.
    carried: Vec<Directive>,
    /// Whether `text` holds all that is left.
    ended: bool,
    /// Whether the last window was given.
    done: bool,
    /// To be reported once all windows are given.
    problem: Option<Problem>,
}

impl TextWindows {
    /// Reads until there is more than a window, or the end.
    fn read(&mut self) {
        while !self.ended && self.text.len() <= MAX_TEXT {
            let wanted = MAX_TEXT + 1 - self.text.len();
            match self.input.decoder.fill(&mut self.text, wanted) {
                Ok(more) => self.ended = !more,
                Err(failure) => self.fail(failure),
            }
        }
    }

    /// What came before the failure is still audited, without the word that it broke off; but a small file that
    /// is not text after all is not audited at its start.
    fn fail(&mut self, failure: Failure) {
        let space = self.text.char_indices().rev().find(|(_, char)| char.is_whitespace());
        let whole_words = space.map_or(0, |(at, char)| at + char.len_utf8());
        let undecodable = matches!(failure, Failure::Undecodable(_));
        if whole_words == 0 || (undecodable && self.index == 0) {
            self.text.clear();
            self.done = self.index == 0;
        } else {
            self.text.truncate(whole_words);
        }
        self.overlap = self.overlap.min(self.text.len());
        self.ended = true;
        self.problem = Some(failure.into_problem());
    }

    fn window(&mut self) -> Document {
        let paragraphs =
            *self.paragraphs.get_or_insert_with(|| ParagraphBreak::of(&self.text[..boundary(&self.text, MAX_TEXT)]));
        let last = self.text.len() <= MAX_TEXT;
        let all = self.text.len();
        let Cut { end, next } = if last { Cut { end: all, next: all } } else { cut(&self.text, paragraphs) };
        let encoding = self.input.decoder.encoding();
        let Position { byte, line, column } = self.position;
        let raw = RawText::new(self.input.file.clone(), None, self.text[..end].into(), encoding);
        let mut directives = std::mem::take(&mut self.carried);
        directives.extend(in_lines(raw.text()));
        let raw = Arc::new(raw.at(byte, line, column).utf8_column(self.utf8_column).with_directives(directives));
        let mut field = Field::copied(self.name.clone(), FieldKind::Text, &raw, Span::new(0, end));
        mask(&mut field, raw.directives());
        field.base_chars = self.chars;
        field.paragraphs = paragraphs;
        let window = Window { index: self.index, last, overlap: self.overlap as u32 };
        self.index = self.index.saturating_add(1);
        self.done = last;
        if !last {
            self.position.advance(&self.text[..next], encoding);
            self.utf8_column = utf8_column_after(self.utf8_column, &self.text[..next]);
            self.chars += self.text[..next].chars().count() as u64;
            self.text.drain(..next);
            self.overlap = end - next;
            // What overlaps is read again by the next window, as its own.
            let directives = raw.directives();
            let own = directives.partition_point(|one| one.carried.is_some() || one.at.end() <= next);
            self.carried = carried_over(&directives[..own], |at| {
                let (line, column) = raw.line_column(at);
                (raw.raw_byte(at), line, column)
            });
        }
        Document {
            id: self.input.file.clone(),
            key: self.key.clone(),
            item: None,
            lang: None,
            source_lang: None,
            date: None,
            raw,
            fields: vec![field],
            window,
            feed: None,
        }
    }
}

/// Lines that are directives are no words of the text, though they stand in it.
fn mask(field: &mut Field, directives: &[Directive]) {
    let mut builder = SourceMapBuilder::new();
    let mut at = 0;
    for line in directives.iter().filter(|one| one.carried.is_none()).map(|one| one.at) {
        builder.copied(at, &field.text[at..line.start()]);
        builder.opaque(line, &field.text[line.range()]);
        at = line.end();
    }
    if at > 0 {
        builder.copied(at, &field.text[at..]);
        field.map = builder.finish().1;
    }
}

impl Iterator for TextWindows {
    type Item = Result<Document, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.done {
            self.read();
        }
        if self.done { self.problem.take().map(Err) } else { Some(Ok(self.window())) }
    }
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
