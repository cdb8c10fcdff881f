//! A decoded stretch of a raw file with indexes from its text offsets to lines, columns and raw bytes.

use super::{Place, Span};
use std::sync::{Arc, OnceLock};

/// How the raw bytes of a file encode its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, either byte order.
    Utf16,
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
    index: OnceLock<Index>,
}

/// Counts at every checkpoint, so that no look-up scans more than [`STEP`] bytes, however long a line is.
#[derive(Debug)]
struct Index {
    line_starts: Vec<u32>,
    /// `(chars, utf16 units)` before each multiple of [`STEP`]; empty for pure ASCII, where both equal bytes.
    checkpoints: Vec<(u32, u32)>,
}

const STEP: usize = 1024;

impl RawText {
    /// A stretch that is a whole file in UTF-8 without a byte-order mark.
    pub fn whole(file: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        RawText::new(file.into(), None, text.into(), Encoding::Utf8)
    }

    /// A stretch at the start of its file; see [`RawText::at`] for others.
    pub fn new(file: Arc<str>, member: Option<Arc<str>>, text: Arc<str>, encoding: Encoding) -> Self {
        RawText { file, member, text, encoding, base_byte: 0, base_line: 1, base_column: 1, index: OnceLock::new() }
    }

    /// The same stretch, starting at this raw byte, 1-based line and 1-based column of its file.
    pub fn at(mut self, byte: u64, line: u32, column: u32) -> Self {
        (self.base_byte, self.base_line, self.base_column) = (byte, line, column);
        self
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
        Place {
            file: self.file.clone(),
            member: self.member.clone(),
            line,
            column,
            end_line,
            end_column,
            byte_start: self.raw_byte(span.start()),
            byte_end: self.raw_byte(span.end()),
        }
    }

    /// The 1-based line and column (in Unicode scalars) of a text offset.
    pub fn line_column(&self, offset: usize) -> (u32, u32) {
        let offset = offset.min(self.text.len());
        let index = self.index();
        let line = index.line_starts.partition_point(|&start| start as usize <= offset) - 1;
        let column = self.counts(offset).0 - self.counts(index.line_starts[line] as usize).0;
        let first = if line == 0 { self.base_column } else { 1 };
        (self.base_line + line as u32, first + column)
    }

    /// The raw byte offset of a text offset.
    pub fn raw_byte(&self, offset: usize) -> u64 {
        let offset = offset.min(self.text.len());
        let inside = match self.encoding {
            Encoding::Utf8 => offset as u64,
            Encoding::Utf16 => 2 * u64::from(self.counts(offset).1),
        };
        self.base_byte + inside
    }

    /// Unicode scalars and UTF-16 units before a text offset.
    pub fn counts(&self, offset: usize) -> (u32, u32) {
        let index = self.index();
        if index.checkpoints.is_empty() {
            return (offset as u32, offset as u32);
        }
        let (mut chars, mut units) = index.checkpoints[offset / STEP];
        for &byte in &self.text.as_bytes()[offset / STEP * STEP..offset] {
            let (char, unit) = weight(byte);
            chars += char;
            units += unit;
        }
        (chars, units)
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut line_starts = vec![0];
            line_starts.extend(memchr::memchr_iter(b'\n', bytes).map(|newline| newline as u32 + 1));
            let mut checkpoints = Vec::new();
            if !bytes.is_ascii() {
                let (mut chars, mut units) = (0, 0);
                for (i, &byte) in bytes.iter().enumerate() {
                    if i % STEP == 0 {
                        checkpoints.push((chars, units));
                    }
                    let (char, unit) = weight(byte);
                    chars += char;
                    units += unit;
                }
                // An offset at the very end of a text whose length is a multiple of STEP looks here.
                checkpoints.push((chars, units));
            }
            Index { line_starts, checkpoints }
        })
    }
}

/// What a UTF-8 byte adds to the count of scalars and of UTF-16 units: a lead byte counts for its character.
fn weight(byte: u8) -> (u32, u32) {
    match byte {
        0x80..=0xBF => (0, 0),
        0xF0.. => (1, 2),
        _ => (1, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_scalars_and_bytes_count_the_files_encoding() {
        let text = "é𝄞x\nb";
        let raw = RawText::new("f".into(), None, text.into(), Encoding::Utf16).at(2, 1, 1);
        let place = raw.place(Span::new(6, 7));
        assert_eq!((place.line, place.column, place.end_column), (1, 3, 4));
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

    #[test]
    fn the_checkpoints_agree_with_counting() {
        let text = "aé漢𝄞\n".repeat(1500);
        let raw = RawText::whole("f", text.as_str());
        for (offset, _) in text.char_indices().step_by(97).chain([(text.len(), ' ')]) {
            let before = &text[..offset];
            assert_eq!(raw.counts(offset), (before.chars().count() as u32, before.encode_utf16().count() as u32));
        }
    }
}
