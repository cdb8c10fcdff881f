//! A position in a file that is read from its start to its end.

use crate::source::{Encoding, encoded_length};

/// Where the next character of a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// 0-based offset of its first raw byte.
    pub byte: u64,
    /// 1-based line.
    pub line: u32,
    /// 1-based column in Unicode scalars.
    pub column: u32,
}

impl Position {
    /// The first character of a file whose byte-order mark, if any, has this many bytes.
    pub fn after_mark(bytes: u64) -> Self {
        Position { byte: bytes, line: 1, column: 1 }
    }

    /// Moves past `text`, which the file holds in this encoding.
    pub fn advance(&mut self, text: &str, encoding: Encoding) {
        self.byte += match encoding {
            Encoding::Utf8 => text.len() as u64,
            Encoding::Utf16 => 2 * text.encode_utf16().count() as u64,
            Encoding::Legacy(legacy) => encoded_length(text, legacy) as u64,
        };
        let bytes = text.as_bytes();
        let of_line = match memchr::memrchr(b'\n', bytes) {
            Some(newline) => {
                self.line = self.line.saturating_add(memchr::memchr_iter(b'\n', bytes).count() as u32);
                self.column = 1;
                &text[newline + 1..]
            }
            None => text,
        };
        self.column = self.column.saturating_add(of_line.chars().count() as u32);
    }
}

/// The column in bytes of UTF-8 behind `text`, which begins in this one.
pub fn utf8_column_after(column: u32, text: &str) -> u32 {
    match memchr::memrchr(b'\n', text.as_bytes()) {
        Some(newline) => (text.len() - newline) as u32,
        None => column.saturating_add(text.len() as u32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_counts_lines_scalars_and_raw_bytes() {
        let mut position = Position::after_mark(2);
        position.advance("é\n\n𝄞x", Encoding::Utf16);
        assert_eq!(position, Position { byte: 2 + 12, line: 3, column: 3 });
        position.advance("yz", Encoding::Utf16);
        assert_eq!(position, Position { byte: 2 + 16, line: 3, column: 5 });
    }
}
