//! The lines of a file that is read as it goes, each with its position.

use crate::input::{Failure, Input, Position, Problem};
use crate::source::RawText;

/// The longest line that is read, in bytes of UTF-8: one line is held whole.
const MAX_LINE: usize = 64 << 20;
/// Text asked of the decoder at once, in bytes.
const STEP: usize = 64 << 10;

/// One line without its line break.
pub(super) struct Line {
    pub(super) text: String,
    position: Position,
}

impl Line {
    /// The line as the raw text of its documents.
    pub(super) fn into_raw(self, lines: &Lines) -> RawText {
        let Position { byte, line, column } = self.position;
        let encoding = lines.input.decoder.encoding();
        RawText::new(lines.input.file.clone(), None, self.text.into(), encoding).at(byte, line, column)
    }
}

/// The lines of an input. A line that cannot be decoded is a problem, and the next one follows.
pub(super) struct Lines {
    input: Input,
    /// Decoded text; what is before `start` was given, what is before `scanned` holds no line break.
    text: String,
    start: usize,
    scanned: usize,
    /// Where `text[start..]` starts.
    position: Position,
    ended: bool,
    /// What stopped the decoder after the text that was read.
    failure: Option<Failure>,
}

impl Lines {
    pub(super) fn new(input: Input) -> Self {
        let position = input.decoder.position();
        Lines { input, text: String::new(), start: 0, scanned: 0, position, ended: false, failure: None }
    }

    /// The next `length` bytes, of which the last `line_break` are its line break.
    fn take(&mut self, length: usize, line_break: usize) -> Line {
        let whole = &self.text[self.start..self.start + length];
        let line = Line { text: whole[..length - line_break].to_owned(), position: self.position };
        self.position.advance(whole, self.input.decoder.encoding());
        self.start += length;
        self.scanned = self.start;
        line
    }

    /// Reports what stopped the decoder, and goes to the line after it.
    fn recover(&mut self, failure: Failure) -> Problem {
        let problem = match failure {
            Failure::Read(problem) => {
                self.ended = true;
                problem
            }
            Failure::Undecodable(mut problem) => {
                self.skip_line();
                // A NUL byte in the middle of a text file is no binary file that may be skipped.
                problem.kind = crate::input::ProblemKind::Error;
                problem
            }
        };
        self.drop_text();
        problem
    }

    fn too_long(&mut self) -> Problem {
        let message = format!("a line of more than {} MB", MAX_LINE >> 20);
        let problem = Problem::error(self.input.file.clone(), message).at(self.position);
        self.skip_line();
        self.drop_text();
        problem.help("write one record a line")
    }

    fn skip_line(&mut self) {
        match self.input.decoder.skip_line() {
            Ok(more) => self.ended = !more,
            Err(failure) => self.failure = Some(failure),
        }
    }

    fn drop_text(&mut self) {
        self.text.clear();
        (self.start, self.scanned) = (0, 0);
        self.position = self.input.decoder.position();
    }
}

impl Iterator for Lines {
    type Item = Result<Line, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(newline) = memchr::memchr(b'\n', &self.text.as_bytes()[self.scanned..]) {
                let length = self.scanned + newline + 1 - self.start;
                return Some(Ok(self.take(length, 1)));
            }
            self.scanned = self.text.len();
            if let Some(failure) = self.failure.take() {
                return Some(Err(self.recover(failure)));
            }
            let held = self.text.len() - self.start;
            if self.ended {
                return (held > 0).then(|| Ok(self.take(held, 0)));
            }
            if held > MAX_LINE {
                return Some(Err(self.too_long()));
            }
            self.text.drain(..self.start);
            (self.start, self.scanned) = (0, held);
            // One long line must not cost its memory for the rest of the file.
            self.text.shrink_to((2 * held).max(4 * STEP));
            match self.input.decoder.fill(&mut self.text, STEP) {
                Ok(more) => self.ended = !more,
                Err(failure) => self.failure = Some(failure),
            }
        }
    }
}
