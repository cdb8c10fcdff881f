//! The text of a table in whatever encoding a spreadsheet saved it.

use crate::input::{Input, NamedEncoding, Problem};
use std::io::Cursor;
use std::sync::Arc;

/// What spreadsheets of the West save, and where a few accents, dashes or curly quotation marks tell nothing.
const USUAL: &str = "windows-1252";
/// What workbooks begin with.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0"];

/// The text of these bytes, and a note where their encoding is a guess: UTF-8, or UTF-16 with or without a byte-order
/// mark; else what is `named`; else an encoding of one language that they look like; else windows-1252. What counts in
/// a table is ASCII, and only comments can be misread.
///
/// # Errors
/// If they are no text, or a workbook.
pub fn text_of(file: &str, bytes: &[u8], named: Option<NamedEncoding>) -> Result<(String, Option<Problem>), Problem> {
    if WORKBOOKS.iter().any(|start| bytes.starts_with(start)) {
        return Err(Problem::error(file, "a workbook, not a table").help("save it as CSV"));
    }
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    let utf16 = utf16_without_mark(bytes).and_then(|label| NamedEncoding::of(label).ok());
    let encoding = utf16.or(named.filter(|_| !is_utf8));
    let (error, usual) = match (decoded(file, bytes, encoding), NamedEncoding::of(USUAL)) {
        (Err(error), Ok(usual)) if encoding.is_none() && !bytes.contains(&0) => (error, usual),
        (read, _) => return read,
    };
    let (text, _) = decoded(file, bytes, Some(usual)).map_err(|_| error)?;
    let note = Problem::note(file, format!("read as {USUAL}, which is a guess"));
    Ok((text, Some(note.help("if comments come out wrong, name its encoding with --encoding"))))
}

fn decoded(file: &str, bytes: &[u8], encoding: Option<NamedEncoding>) -> Result<(String, Option<Problem>), Problem> {
    let file: Arc<str> = file.into();
    let mut input = Input::new(file, true, Box::new(Cursor::new(bytes.to_vec())), encoding)?;
    let mut text = String::new();
    while input.decoder.fill(&mut text, usize::MAX).map_err(|failure| failure.into_problem())? {}
    // That UTF-16 does not say what it is, is no news of a table.
    Ok((text, input.note.filter(|_| encoding.is_none())))
}

/// A table begins with a name of a column, whose letters are ASCII: every other byte of UTF-16 is NUL.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => Some("utf-16le"),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => Some("utf-16be"),
        _ => None,
    }
}
