//! The rows of a table that is read as it goes, each with its position and where its cells stand.

use crate::input::{Failure, Input, Position, Problem, ProblemKind};
use crate::source::{Layer, RawText, Span};
use std::collections::VecDeque;
use std::sync::Arc;

/// The longest row that is read, in bytes of UTF-8: one row is held whole.
const MAX_ROW: usize = 64 << 20;
/// Text asked of the decoder at once, in bytes.
const STEP: usize = 64 << 10;
/// What may stand between cells; of those that are as frequent in the header, the first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// One row without its line break.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) file: Arc<str>,
    pub(super) text: String,
    pub(super) position: Position,
    pub(super) cells: Vec<Cell>,
}

/// A cell of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its span of the row; of a quoted one, what is inside of the quotation marks.
    pub(super) span: Span,
    /// How its text is escaped: as it stands between quotation marks, or without.
    pub(super) layer: Layer,
}

impl Row {
    /// Whether there is nothing in it.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The cells, and the row as the raw text of its document.
    pub(super) fn into_raw(self, rows: &Rows) -> (Vec<Cell>, RawText) {
        let Position { byte, line, column } = self.position;
        let raw = RawText::new(self.file, None, self.text.into(), rows.input.decoder.encoding());
        (self.cells, raw.at(byte, line, column))
    }
}

/// The rows of an input.
pub(super) struct Rows {
    input: Input,
    delimiter: u8,
    /// Decoded text; what is before `start` was given.
    text: String,
    start: usize,
    /// Where `text[start..]` starts.
    position: Position,
    ended: bool,
    /// What stopped the decoder after the text that was read.
    failure: Option<Failure>,
    /// Problems that are given before the next row.
    problems: VecDeque<Problem>,
    /// Whether a quotation mark was left open up to the end, so that from there on none reaches over a line break.
    lines_only: bool,
    /// The same for one row.
    this_line_only: bool,
    stopped: bool,
}

/// What a text starts with.
enum Scan {
    /// A row of so many bytes, of which the last ones are its line break.
    Row { cells: Vec<Cell>, length: usize, line_break: usize },
    /// A row that goes on.
    More,
    /// A row with a quotation mark, at this offset, that nothing closed up to the end of the text.
    Open(usize),
    /// A row with a quotation mark, at this offset, that was left open before the next cell with one.
    Unclosed(usize),
}

impl Rows {
    pub(super) fn new(mut input: Input, delimiter: Option<u8>) -> Self {
        let mut text = String::new();
        let mut failure = None;
        let mut ended = false;
        let position = input.decoder.position();
        match input.decoder.fill(&mut text, STEP) {
            Ok(more) => ended = !more,
            Err(failed) => failure = Some(failed),
        }
        let mut rows = Rows {
            delimiter: delimiter.unwrap_or_else(|| delimiter_of(&text)),
            input,
            text,
            start: 0,
            position,
            ended,
            failure,
            problems: VecDeque::new(),
            lines_only: false,
            this_line_only: false,
            stopped: false,
        };
        rows.declared(delimiter);
        rows
    }

    /// The first line may say what the delimiter is, for Excel: `sep=;`.
    fn declared(&mut self, configured: Option<u8>) {
        let line = self.text.split_inclusive('\n').next().unwrap_or_default();
        if let Some(&[delimiter]) = line.trim_end().strip_prefix("sep=").map(str::as_bytes) {
            self.delimiter = configured.unwrap_or(delimiter);
            let length = line.len();
            self.advance(length);
        }
    }

    /// The path of the file.
    pub(super) fn file(&self) -> &Arc<str> {
        &self.input.file
    }

    /// Gives these problems, and no more rows.
    pub(super) fn stop_with(&mut self, problems: Vec<Problem>) {
        self.problems.extend(problems);
        self.stopped = true;
    }

    fn advance(&mut self, length: usize) {
        self.position.advance(&self.text[self.start..self.start + length], self.input.decoder.encoding());
        self.start += length;
    }

    fn take(&mut self, cells: Vec<Cell>, length: usize, line_break: usize) -> Row {
        let text = self.text[self.start..self.start + length - line_break].to_owned();
        let row = Row { file: self.input.file.clone(), text, position: self.position, cells };
        self.advance(length);
        row
    }

    /// Reads on; whether there was more.
    fn fill(&mut self) -> bool {
        if self.ended || self.failure.is_some() {
            return false;
        }
        self.text.drain(..self.start);
        self.start = 0;
        // Twice as much as is held, so that a long row is not looked at again and again.
        let wanted = self.text.len().max(STEP);
        match self.input.decoder.fill(&mut self.text, wanted) {
            Ok(more) => self.ended = !more,
            Err(failure) => self.failure = Some(failure),
        }
        true
    }

    /// Reports what stopped the decoder; the row in which it did is left out.
    fn recover(&mut self, failure: Failure) -> Problem {
        let problem = match failure {
            Failure::Read(problem) => {
                self.ended = true;
                problem
            }
            Failure::Undecodable(mut problem) => {
                match self.input.decoder.skip_line() {
                    Ok(more) => self.ended = !more,
                    Err(failure) => self.failure = Some(failure),
                }
                // A NUL byte in the middle of a table is no binary file that may be skipped.
                problem.kind = ProblemKind::Error;
                problem
            }
        };
        self.text.clear();
        self.start = 0;
        self.position = self.input.decoder.position();
        problem
    }

    /// The quotation mark at this offset of the row is taken for one that is meant as it stands.
    fn leave_open(&mut self, at: usize, to_end: bool) -> Problem {
        let mut position = self.position;
        position.advance(&self.text[self.start..self.start + at], self.input.decoder.encoding());
        self.this_line_only = true;
        self.lines_only |= to_end;
        let help = match to_end {
            true => "close the cell, or double the mark; from here on, a cell ends with its line",
            false => "close the cell, or double the mark; this row is read without it",
        };
        Problem::error(self.input.file.clone(), "a quotation mark at the start of a cell that is never closed")
            .at(position)
            .help(help)
    }
}

impl Iterator for Rows {
    type Item = Result<Row, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(problem) = self.problems.pop_front() {
                return Some(Err(problem));
            }
            let rest = &self.text[self.start..];
            if self.stopped || (rest.is_empty() && self.ended && self.failure.is_none()) {
                return None;
            }
            match scan(rest, self.delimiter, self.ended, self.lines_only || self.this_line_only) {
                Scan::Row { cells, length, line_break } => {
                    self.this_line_only = false;
                    return Some(Ok(self.take(cells, length, line_break)));
                }
                Scan::Open(at) if self.ended => return Some(Err(self.leave_open(at, true))),
                Scan::Unclosed(at) => return Some(Err(self.leave_open(at, false))),
                Scan::More | Scan::Open(_) if rest.len() > MAX_ROW => {
                    self.stopped = true;
                    let message = format!("a row of more than {} MB", MAX_ROW >> 20);
                    let problem = Problem::error(self.input.file.clone(), message).at(self.position);
                    return Some(Err(problem.help("is a quotation mark left open in it?")));
                }
                Scan::More | Scan::Open(_) => {
                    if !self.fill() {
                        match self.failure.take() {
                            Some(failure) => return Some(Err(self.recover(failure))),
                            None => return None,
                        }
                    }
                }
            }
        }
    }
}

/// The first row of a text, which is whole if the file has ended.
fn scan(text: &str, delimiter: u8, ended: bool, lines_only: bool) -> Scan {
    let bytes = text.as_bytes();
    let mut cells = Vec::new();
    let mut at = 0;
    loop {
        let quoted = match bytes.get(at) {
            Some(b'"') => quoted(bytes, at, delimiter, ended, lines_only),
            None if !ended => return Scan::More,
            _ => Quoted::No,
        };
        let (cell, end) = match quoted {
            Quoted::More if ended => return Scan::Open(at),
            Quoted::More => return Scan::More,
            Quoted::Unclosed => return Scan::Unclosed(at),
            Quoted::Upto(end) => (Cell { span: Span::new(at + 1, end), layer: Layer::Csv }, end + 1),
            Quoted::No => {
                let found = memchr::memchr2(delimiter, b'\n', &bytes[at..]).map(|length| at + length);
                let Some(end) = found.or(ended.then_some(bytes.len())) else { return Scan::More };
                let line_ends = bytes.get(end).is_none_or(|&byte| byte == b'\n');
                let carriage = usize::from(line_ends && end > at && bytes[end - 1] == b'\r');
                (
                    Cell { span: Span::new(at, end - carriage), layer: Layer::BareCell(char::from(delimiter)) },
                    end - carriage,
                )
            }
        };
        cells.push(cell);
        if bytes.get(end) == Some(&delimiter) {
            at = end + 1;
            continue;
        }
        let line_break = bytes[end..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let line_break = if bytes[end..].starts_with(b"\n") { 1 } else { line_break };
        return Scan::Row { cells, length: end + line_break, line_break };
    }
}

enum Quoted {
    /// A cell up to the quotation mark at this offset.
    Upto(usize),
    /// The mark that closes it has not come yet.
    More,
    /// A quotation mark that is a sign of the text.
    No,
    /// The mark that should close it is missing: a cell below begins with another one.
    Unclosed,
}

/// Reads a cell that starts with a quotation mark at `at`.
///
/// It ends with a mark that stands before a delimiter or the end of the line. Others inside of it, which are no
/// pairs, are mistakes that many programs make; a cell with such a mark ends in its line, or is not a quoted one.
fn quoted(bytes: &[u8], at: usize, delimiter: u8, ended: bool, lines_only: bool) -> Quoted {
    let mut from = at + 1;
    let mut within_line = lines_only;
    let mut line = at;
    loop {
        let found = memchr::memchr(b'"', &bytes[from..]).map(|length| from + length);
        let looked_at = &bytes[line..found.unwrap_or(bytes.len())];
        if within_line && memchr::memchr(b'\n', looked_at).is_some() {
            return Quoted::No;
        }
        let Some(mark) = found else { return if within_line && ended { Quoted::No } else { Quoted::More } };
        line = mark;
        match bytes.get(mark + 1) {
            Some(b'"') => from = mark + 2,
            None if !ended => return Quoted::More,
            None | Some(b'\n' | b'\r') => return Quoted::Upto(mark),
            Some(&next) if next == delimiter => return Quoted::Upto(mark),
            Some(_) => {
                if bytes[mark - 1] == delimiter && memchr::memchr(b'\n', &bytes[at..mark]).is_some() {
                    return Quoted::Unclosed;
                }
                within_line = true;
                from = mark + 1;
            }
        }
    }
}

/// The delimiter of a table, as its first line tells.
fn delimiter_of(text: &str) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => DELIMITERS.iter().zip(&mut counts).for_each(|(&one, count)| *count += usize::from(one == byte)),
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    DELIMITERS.iter().zip(counts).find(|&(_, count)| count == most).map_or(b',', |(&delimiter, _)| delimiter)
}
