//! A place in a raw file, in every unit a report needs.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Where a stretch of a raw file begins and ends, in lines and columns.
///
/// Lines and columns are 1-based; `column` and `end_column` count Unicode scalars of the raw line, `utf8_column` and
/// `utf8_end_column` the bytes that those scalars have in UTF-8, whatever the file is encoded in. Ends are exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Region {
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line that the stretch ends on.
    pub end_line: u32,
    /// Column one past the last character.
    pub end_column: u32,
    /// `column` in bytes of UTF-8.
    pub utf8_column: u32,
    /// `end_column` in bytes of UTF-8.
    pub utf8_end_column: u32,
}

/// A resolved place in a raw file.
///
/// Lines and columns are 1-based; columns count Unicode scalars of the raw line and `end_column` is
/// exclusive. Bytes are 0-based offsets into the raw bytes of the file (of the member, where there is one),
/// before any decoding; a byte-order mark counts as bytes but not as a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The path as it was given or found, with `/` between folders; `-` for standard input without a name.
    pub file: Arc<str>,
    /// The path of the member inside a container (DOCX, EPUB), if the file is one.
    pub member: Option<Arc<str>>,
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line that the place ends on.
    pub end_line: u32,
    /// Column one past the last character.
    pub end_column: u32,
    /// `column` in bytes of UTF-8, whatever the file is encoded in.
    pub utf8_column: u32,
    /// `end_column` in bytes of UTF-8.
    pub utf8_end_column: u32,
    /// Offset of the first raw byte.
    pub byte_start: u64,
    /// Offset one past the last raw byte.
    pub byte_end: u64,
}

impl Place {
    /// Its lines and columns.
    pub fn region(&self) -> Region {
        Region {
            line: self.line,
            column: self.column,
            end_line: self.end_line,
            end_column: self.end_column,
            utf8_column: self.utf8_column,
            utf8_end_column: self.utf8_end_column,
        }
    }
}
