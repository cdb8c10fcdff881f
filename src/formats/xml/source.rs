//! The decoded text of a file for the XML parser, which keeps what has been read of the current item.

use crate::input::{Failure, Input, Position, Problem, utf8_column_after};
use crate::source::RawText;
use std::io::{self, BufRead, Read};

/// The largest item that is read, in bytes of UTF-8: one item is held whole.
const MAX_ITEM: usize = 64 << 20;
/// Text asked of the decoder at once, in bytes.
const STEP: usize = 64 << 10;

/// A file as a reader of UTF-8. What the parser has taken stays, until it is forgotten.
pub(super) struct TextSource {
    input: Input,
    /// Decoded text; what is before `start` is forgotten, what is before `taken` the parser has.
    text: String,
    start: usize,
    taken: usize,
    /// Where `text[start..]` starts.
    position: Position,
    /// The column of `position` in bytes of UTF-8.
    utf8_column: u32,
    ended: bool,
    /// What stopped the reading.
    pub(super) problem: Option<Problem>,
}

impl TextSource {
    pub(super) fn new(input: Input) -> Self {
        let position = input.decoder.position();
        TextSource {
            input,
            text: String::new(),
            start: 0,
            taken: 0,
            position,
            utf8_column: 1,
            ended: false,
            problem: None,
        }
    }

    /// The file, as reports show it.
    pub(super) fn file(&self) -> std::sync::Arc<str> {
        self.input.file.clone()
    }

    /// What the parser has taken and nobody forgot.
    pub(super) fn kept(&self) -> &str {
        &self.text[self.start..self.taken]
    }

    /// The position of an offset of the kept text.
    pub(super) fn position(&self, offset: usize) -> Position {
        let mut position = self.position;
        let kept = self.kept();
        position.advance(&kept[..kept.floor_char_boundary(offset)], self.input.decoder.encoding());
        position
    }

    /// Forgets the kept text.
    pub(super) fn forget(&mut self) {
        let kept = &self.text[self.start..self.taken];
        self.position.advance(kept, self.input.decoder.encoding());
        self.utf8_column = utf8_column_after(self.utf8_column, kept);
        self.start = self.taken;
    }

    /// The kept text as the raw text of a document; it is forgotten.
    pub(super) fn cut(&mut self) -> RawText {
        let Position { byte, line, column } = self.position;
        let raw = RawText::new(self.file(), None, self.kept().into(), self.input.decoder.encoding());
        let raw = raw.at(byte, line, column).utf8_column(self.utf8_column);
        self.forget();
        raw
    }

    fn fail(&mut self, problem: Problem) -> io::Error {
        self.ended = true;
        self.problem = Some(problem);
        io::Error::other("reported elsewhere")
    }
}

impl BufRead for TextSource {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken == self.text.len() && !self.ended {
            let kept = self.taken - self.start;
            if kept > MAX_ITEM {
                let problem = Problem::error(self.file(), format!("an element of more than {} MB", MAX_ITEM >> 20));
                let problem = problem.at(self.position).help("nothing behind it is read; split it");
                return Err(self.fail(problem));
            }
            self.text.drain(..self.start);
            (self.start, self.taken) = (0, kept);
            // One large item must not cost its memory for the rest of the file.
            self.text.shrink_to((2 * kept).max(4 * STEP));
            match self.input.decoder.fill(&mut self.text, STEP) {
                Ok(more) => self.ended = !more,
                Err(failure) if self.taken == self.text.len() => {
                    let problem = match failure {
                        Failure::Read(problem) => problem,
                        Failure::Undecodable(mut problem) => {
                            // A NUL byte in the middle of XML is no binary file that may be skipped.
                            problem.kind = crate::input::ProblemKind::Error;
                            problem
                        }
                    };
                    return Err(self.fail(problem));
                }
                // What came before is parsed first; the failure comes again.
                Err(Failure::Undecodable(_)) => {}
                Err(Failure::Read(problem)) => {
                    self.ended = true;
                    self.problem = Some(problem);
                }
            }
        }
        Ok(&self.text.as_bytes()[self.taken..])
    }

    fn consume(&mut self, length: usize) {
        self.taken = (self.taken + length).min(self.text.len());
    }
}

impl Read for TextSource {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(buffer.len());
        buffer[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}
