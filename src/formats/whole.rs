//! A file that has to be held whole, because what a part of it means may stand far away.

use crate::input::{Failure, Input, Problem};
use crate::source::RawText;

/// The longest such file that is read, in bytes of UTF-8.
const MAX_FILE: usize = 32 << 20;
/// Text asked of the decoder at once, in bytes.
const STEP: usize = 1 << 20;

/// The text of an input, as far as it can be read, and what kept the rest from being read.
///
/// `kind` is what a message calls the file ("a Markdown file").
pub(super) fn read(mut input: Input, kind: &str) -> (Option<RawText>, Option<Problem>) {
    let position = input.decoder.position();
    let mut text = String::new();
    let mut problem = None;
    loop {
        match input.decoder.fill(&mut text, STEP) {
            Ok(true) if text.len() <= MAX_FILE => {}
            Ok(true) => {
                let message = format!("{kind} of more than {} MB", MAX_FILE >> 20);
                let help = "split it, or read it as plain text with --format text";
                return (None, Some(Problem::error(input.file, message).help(help)));
            }
            Ok(false) => break,
            // A file that is not text after all is not audited at its start.
            Err(Failure::Undecodable(problem)) => return (None, Some(problem)),
            // What came before is, without the word that was broken off.
            Err(Failure::Read(error)) => {
                text.truncate(text.rfind(char::is_whitespace).unwrap_or(0));
                problem = Some(error);
                break;
            }
        }
    }
    if problem.is_some() && text.is_empty() {
        return (None, problem);
    }
    let raw = RawText::new(input.file, None, text.into(), input.decoder.encoding());
    (Some(raw.at(position.byte, position.line, position.column)), problem)
}
