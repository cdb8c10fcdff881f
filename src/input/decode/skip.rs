//! Going on behind what cannot be decoded.

use super::{Decoder, Failure, TextEncoding};

impl Decoder {
    /// Goes to the line after the next line break. The answer is whether there may be more.
    ///
    /// # Errors
    /// [`Failure::Read`].
    pub fn skip_line(&mut self) -> Result<bool, Failure> {
        self.skip(b'\n', 0, true)
    }

    /// Goes past the next character, decodable or not, and on to the first `byte` after it, which is a character of
    /// ASCII that is no part of another one in any encoding. The answer is whether it was found.
    ///
    /// # Errors
    /// [`Failure::Read`].
    pub fn skip_to(&mut self, byte: u8) -> Result<bool, Failure> {
        self.skip(byte, 1, false)
    }

    /// Goes to the first unit after `first` ones that is this byte, or past it.
    fn skip(&mut self, byte: u8, mut first: usize, past: bool) -> Result<bool, Failure> {
        let width = match self.encoding {
            TextEncoding::Utf8 | TextEncoding::Legacy(_) => 1,
            _ => 2,
        };
        loop {
            let bytes = &self.buffer[self.start..self.end];
            let from = (first * width).min(bytes.len());
            let found = match width {
                1 => memchr::memchr(byte, &bytes[from..]).map(|at| from + at),
                _ => self.units(&bytes[from..]).position(|unit| unit == u16::from(byte)).map(|at| from + 2 * at),
            };
            let length = match found {
                Some(at) => at + if past { width } else { 0 },
                None => bytes.len() / width * width,
            };
            first = first.saturating_sub(length / width);
            self.pass(length, width);
            if found.is_some() {
                return Ok(true);
            }
            if self.ended {
                self.start = self.end;
                return Ok(false);
            }
            self.read().map_err(|error| self.unreadable(&error))?;
        }
    }

    /// Goes past bytes that are not decoded; every unit of a line is a column.
    fn pass(&mut self, length: usize, width: usize) {
        let units = self.buffer[self.start..self.start + length].chunks_exact(width);
        let (mut lines, mut columns) = (0, 0);
        for unit in units {
            let is_break = match unit {
                [byte] => *byte == b'\n',
                [first, second] => self.encoding.unit([*first, *second]) == u16::from(b'\n'),
                _ => false,
            };
            (lines, columns) = if is_break { (lines + 1, 0) } else { (lines, columns + 1) };
        }
        let position = &mut self.position;
        position.column = if lines > 0 { 1 } else { position.column }.saturating_add(columns);
        position.line = position.line.saturating_add(lines);
        position.byte += length as u64;
        self.start += length;
    }
}
