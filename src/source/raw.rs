//! A decoded stretch of a raw file with indexes from its text offsets to lines, columns and raw bytes.

use super::legacy::LegacyIndex;
use super::{Directive, Place, Span, TextIndex};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// How the raw bytes of a file encode its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, either byte order.
    Utf16,
    /// A legacy encoding in which the text encodes to the very bytes it was read from.
    Legacy(&'static encoding_rs::Encoding),
}

/// A stretch of a file as text (a whole small file, a window of a large one, one line of a JSONL file),
/// with what is needed to say where a span of it lies in the raw file.
#[derive(Debug)]
pub struct RawText {
    file: Arc<str>,
    member: Option<Arc<str>>,
    text: Arc<str>,
    encoding: Encoding,
    base_byte: u64,
    base_line: u32,
    base_column: u32,
    base_utf8_column: u32,
    directives: Vec<Directive>,
    index: OnceLock<TextIndex>,
    legacy: OnceLock<LegacyIndex>,
}

impl RawText {
    /// A stretch that is a whole file in UTF-8 without a byte-order mark.
    pub fn whole(file: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        RawText::new(file.into(), None, text.into(), Encoding::Utf8)
    }

    /// A stretch at the start of its file; see [`RawText::at`] for others.
    pub fn new(file: Arc<str>, member: Option<Arc<str>>, text: Arc<str>, encoding: Encoding) -> Self {
        RawText {
            file,
            member,
            text,
            encoding,
            base_byte: 0,
            base_line: 1,
            base_column: 1,
            base_utf8_column: 1,
            directives: Vec::new(),
            index: OnceLock::new(),
            legacy: OnceLock::new(),
        }
    }

    /// The path of the member inside a container that it is of.
    pub fn member(&self) -> Option<&Arc<str>> {
        self.member.as_ref()
    }

    /// A part of the stretch as one of its own, without its directives.
    pub fn part(&self, range: Range<usize>) -> Self {
        let (line, column) = self.line_column(range.start);
        let part = RawText::new(self.file.clone(), self.member.clone(), self.text[range.clone()].into(), self.encoding);
        part.at(self.raw_byte(range.start), line, column).utf8_column(self.utf8_column_at(range.start))
    }

    /// The same stretch, starting at this raw byte, 1-based line and 1-based column of its file.
    pub fn at(mut self, byte: u64, line: u32, column: u32) -> Self {
        (self.base_byte, self.base_line, self.base_column) = (byte, line, column);
        self.base_utf8_column = column;
        self
    }

    /// The same stretch; its first column in bytes of UTF-8, where the line before it is not all ASCII.
    pub fn utf8_column(mut self, column: u32) -> Self {
        self.base_utf8_column = column;
        self
    }

    /// The same stretch, which says this about findings in it. What is beyond a number is left out.
    pub fn with_directives(mut self, mut directives: Vec<Directive>) -> Self {
        directives.truncate(super::MOST_DIRECTIVES);
        self.directives = directives;
        self
    }

    /// What it says about findings in it, in order.
    pub fn directives(&self) -> &[Directive] {
        &self.directives
    }

    /// The decoded text, without a byte-order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The decoded text, shared.
    pub fn shared_text(&self) -> Arc<str> {
        self.text.clone()
    }

    /// The path of the file.
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// The place of a span of [`RawText::text`]. Offsets beyond the text are clamped to it.
    pub fn place(&self, span: Span) -> Place {
        let (line, column) = self.line_column(span.start());
        let (end_line, end_column) = self.line_column(span.end());
        let (utf8_column, utf8_end_column) = (self.utf8_column_at(span.start()), self.utf8_column_at(span.end()));
        Place {
            file: self.file.clone(),
            member: self.member.clone(),
            line,
            column,
            end_line,
            end_column,
            utf8_column,
            utf8_end_column,
            byte_start: self.raw_byte(span.start()),
            byte_end: self.raw_byte(span.end()),
        }
    }

    /// The 1-based line and column (in Unicode scalars) of a text offset.
    pub fn line_column(&self, offset: usize) -> (u32, u32) {
        let offset = offset.min(self.text.len());
        let (line, line_start) = self.index().line(offset);
        let column = self.counts(offset).0 - self.counts(line_start).0;
        let first = if line == 0 { self.base_column } else { 1 };
        (self.base_line + line, first + column)
    }

    /// The 1-based column of a text offset in bytes of UTF-8.
    fn utf8_column_at(&self, offset: usize) -> u32 {
        let offset = offset.min(self.text.len());
        let (line, line_start) = self.index().line(offset);
        let first = if line == 0 { self.base_utf8_column } else { 1 };
        first + (offset - line_start) as u32
    }

    /// The raw byte offset of a text offset.
    pub fn raw_byte(&self, offset: usize) -> u64 {
        let offset = offset.min(self.text.len());
        let inside = match self.encoding {
            Encoding::Utf8 => offset as u64,
            Encoding::Utf16 => 2 * u64::from(self.counts(offset).1),
            Encoding::Legacy(legacy) if legacy.is_single_byte() => u64::from(self.counts(offset).0),
            Encoding::Legacy(legacy) => {
                let index = self.legacy.get_or_init(|| LegacyIndex::of(&self.text, legacy));
                u64::from(index.raw(&self.text, offset))
            }
        };
        self.base_byte + inside
    }

    /// Unicode scalars and UTF-16 units before a text offset.
    pub fn counts(&self, offset: usize) -> (u32, u32) {
        self.index().counts(&self.text, offset)
    }

    fn index(&self) -> &TextIndex {
        self.index.get_or_init(|| TextIndex::of(&self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_the_places_of_the_whole() {
        let text = "ä\nöü wörd\nend";
        let encodings = [(Encoding::Utf8, 3), (Encoding::Utf16, 2), (Encoding::Legacy(encoding_rs::WINDOWS_1252), 0)];
        for (encoding, mark) in encodings {
            let raw = RawText::new("f".into(), None, text.into(), encoding).at(mark, 1, 1);
            let start = text.find("wörd").unwrap();
            let part = raw.part(start..text.len());
            for (from, to) in [(0, 0), (0, 5), (3, 9)] {
                assert_eq!(part.place(Span::new(from, to)), raw.place(Span::new(start + from, start + to)));
            }
        }
    }

    #[test]
    fn columns_count_scalars_and_bytes_count_the_files_encoding() {
        let text = "é𝄞x\nb";
        let raw = RawText::new("f".into(), None, text.into(), Encoding::Utf16).at(2, 1, 1);
        let place = raw.place(Span::new(6, 7));
        assert_eq!((place.line, place.column, place.end_column), (1, 3, 4));
        assert_eq!((place.utf8_column, place.utf8_end_column), (7, 8));
        assert_eq!((place.byte_start, place.byte_end), (2 + 6, 2 + 8));
        assert_eq!(raw.line_column(8), (2, 1));
    }

    #[test]
    fn a_window_continues_the_line_and_column_of_its_file() {
        let raw = RawText::whole("f", "ab\ncd").at(100, 7, 51);
        assert_eq!(raw.line_column(1), (7, 52));
        assert_eq!(raw.line_column(4), (8, 2));
        assert_eq!(raw.raw_byte(4), 104);
    }
}
