//! The text of a table in whatever encoding a spreadsheet saved it.

use crate::input::{Input, NamedEncoding, Problem};
use std::io::Cursor;
use std::sync::Arc;

/// The text of these bytes: UTF-8 or UTF-16 with or without a byte-order mark, or an encoding of one language that
/// they look like.
///
/// # Errors
/// If they are no text.
pub fn text_of(file: &str, bytes: Vec<u8>) -> Result<String, Problem> {
    let encoding = utf16_without_mark(&bytes).and_then(|label| NamedEncoding::of(label).ok());
    let file: Arc<str> = file.into();
    let mut input = Input::new(file, true, Box::new(Cursor::new(bytes)), encoding)?;
    let mut text = String::new();
    while input.decoder.fill(&mut text, usize::MAX).map_err(|failure| failure.into_problem())? {}
    Ok(text)
}

/// A table begins with a name of a column, whose letters are ASCII: every other byte of UTF-16 is NUL.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => Some("utf-16le"),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => Some("utf-16be"),
        _ => None,
    }
}
