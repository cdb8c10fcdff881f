//! The decoded text of a file for the XML parser, which keeps what has been read of the current item.

use crate::input::{Decoder, Failure, Input, Position, Problem, ProblemKind, utf8_column_after};
use crate::source::{Encoding, RawText};
use std::io::{self, BufRead, Read};
use std::sync::Arc;

/// The largest item that is read, in bytes of UTF-8: one item is held whole.
const MAX_ITEM: usize = 64 << 20;
/// Text asked of the decoder at once, in bytes.
const STEP: usize = 64 << 10;

/// A file as a reader of UTF-8. What the parser has taken stays, until it is forgotten.
pub(super) struct TextSource {
    file: Arc<str>,
    encoding: Encoding,
    /// None, once the source was moved elsewhere.
    decoder: Option<Decoder>,
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
    problem: Option<(Problem, Stop)>,
    /// Why nothing more is read, if it can be gone on behind that.
    stopped: Option<Stop>,
}

/// What kind of thing stops the reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    /// The file cannot be read.
    Unreadable,
    /// Bytes that are no text.
    Undecodable,
    /// More than is held at once.
    TooLarge,
}

impl TextSource {
    pub(super) fn new(input: Input) -> Self {
        TextSource {
            file: input.file,
            encoding: input.decoder.encoding(),
            position: input.decoder.position(),
            utf8_column: 1,
            decoder: Some(input.decoder),
            text: String::new(),
            start: 0,
            taken: 0,
            ended: false,
            problem: None,
            stopped: None,
        }
    }

    /// The source, for another parser; an ended one stays behind.
    pub(super) fn take(&mut self) -> Self {
        let rest = TextSource {
            file: self.file.clone(),
            encoding: self.encoding,
            decoder: None,
            text: String::new(),
            start: 0,
            taken: 0,
            position: self.position,
            utf8_column: self.utf8_column,
            ended: true,
            problem: None,
            stopped: None,
        };
        std::mem::replace(self, rest)
    }

    /// The file, as reports show it.
    pub(super) fn file(&self) -> Arc<str> {
        self.file.clone()
    }

    /// What stopped the reading, and whether it can be gone on behind it.
    pub(super) fn problem(&mut self) -> Option<(Problem, bool)> {
        let (problem, stop) = self.problem.take()?;
        Some((problem, stop != Stop::Unreadable))
    }

    /// What the parser has taken and nobody forgot.
    pub(super) fn kept(&self) -> &str {
        &self.text[self.start..self.taken]
    }

    /// The position of an offset of the kept text.
    pub(super) fn position(&self, offset: usize) -> Position {
        let mut position = self.position;
        let kept = self.kept();
        position.advance(&kept[..kept.floor_char_boundary(offset)], self.encoding);
        position
    }

    /// Forgets the kept text.
    pub(super) fn forget(&mut self) {
        let kept = &self.text[self.start..self.taken];
        self.position.advance(kept, self.encoding);
        self.utf8_column = utf8_column_after(self.utf8_column, kept);
        self.start = self.taken;
    }

    /// The kept text as the raw text of a document; it is forgotten.
    pub(super) fn cut(&mut self) -> RawText {
        let Position { byte, line, column } = self.position;
        let raw = RawText::new(self.file(), None, self.kept().into(), self.encoding);
        let raw = raw.at(byte, line, column).utf8_column(self.utf8_column);
        self.forget();
        raw
    }

    /// Goes on to an offset in what follows the kept text; what is before it is forgotten.
    pub(super) fn go_to(&mut self, offset: usize) {
        self.give_back(offset);
        self.forget();
    }

    /// Goes to an offset of the kept text, or of what follows it; what is before it is kept.
    pub(super) fn give_back(&mut self, offset: usize) {
        self.taken = self.text.ceil_char_boundary((self.start + offset).min(self.text.len()));
    }

    /// The text that is there and that the parser has not taken.
    pub(super) fn ahead(&self) -> &str {
        &self.text[self.taken..]
    }

    /// Reads on behind what was read, and behind what stopped the reading; whether there is more. What is ahead may be
    /// dropped.
    pub(super) fn read_on(&mut self) -> bool {
        self.forget();
        loop {
            let stop = self.stopped.take();
            if stop == Some(Stop::Undecodable) && !self.pass_undecodable() {
                self.ended = true;
            } else if stop.is_some() {
                self.ended = false;
            }
            if self.ended {
                return false;
            }
            let before = self.ahead().len();
            let end = self.fill().is_err() && self.stopped.is_none();
            if end || self.ahead().len() > before {
                return !end;
            }
        }
    }

    /// Goes behind bytes that are no text, to where an element may begin. What is ahead ended there.
    fn pass_undecodable(&mut self) -> bool {
        let Some(decoder) = &mut self.decoder else { return false };
        let found = decoder.skip_to(b'<');
        self.problem = None;
        self.text.clear();
        (self.start, self.taken) = (0, 0);
        self.position = decoder.position();
        // Of bytes that are no text, each is a column.
        self.utf8_column = self.position.column;
        match found {
            Ok(found) => found,
            Err(failure) => {
                self.problem = Some((failure.into_problem(), Stop::Unreadable));
                false
            }
        }
    }

    fn fail(&mut self, problem: Problem, stop: Stop) -> io::Error {
        self.ended = true;
        self.problem = Some((problem, stop));
        self.stopped = Some(stop).filter(|stop| *stop != Stop::Unreadable);
        io::Error::other("reported elsewhere")
    }

    /// Reads more text behind what is there.
    fn fill(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        self.text.drain(..self.start);
        self.taken -= self.start;
        self.start = 0;
        let before = self.text.len();
        // One large item must not cost its memory for the rest of the file.
        self.text.shrink_to((2 * before).max(4 * STEP));
        match decoder.fill(&mut self.text, STEP) {
            Ok(more) => self.ended = !more,
            Err(failure) if self.text.len() == before => {
                return Err(match failure {
                    Failure::Read(problem) => self.fail(problem, Stop::Unreadable),
                    Failure::Undecodable(mut problem) => {
                        // A NUL byte in the middle of XML is no binary file that may be skipped.
                        problem.kind = ProblemKind::Error;
                        self.fail(problem, Stop::Undecodable)
                    }
                });
            }
            // What came before is parsed first; the failure comes again.
            Err(Failure::Undecodable(_)) => {}
            Err(Failure::Read(problem)) => {
                self.ended = true;
                self.problem = Some((problem, Stop::Unreadable));
            }
        }
        Ok(())
    }
}

impl BufRead for TextSource {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken == self.text.len() && !self.ended {
            if self.taken - self.start > MAX_ITEM {
                let problem = Problem::error(self.file(), format!("an element of more than {} MB", MAX_ITEM >> 20));
                let problem = problem.at(self.position).help("split it");
                return Err(self.fail(problem, Stop::TooLarge));
            }
            self.fill()?;
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
