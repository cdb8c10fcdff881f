//! JSON Lines: one document a line.

mod lines;
mod record;

use super::{Documents, Format, FormatOptions, Windows, key};
use crate::document::Document;
use crate::input::{Input, Problem};
use lines::{Line, Lines};
use std::sync::Arc;

/// JSON Lines.
#[derive(Clone, Copy, Debug)]
pub struct Jsonl;

impl Format for Jsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    /// The first line is an object; where it is too long for the head, it looks like the start of one.
    fn sniff(&self, head: &[u8]) -> bool {
        let head = head.trim_ascii_start();
        match memchr::memchr(b'\n', head) {
            Some(newline) => serde_json::from_slice::<record::Members<'_>>(&head[..newline]).is_ok(),
            None => head.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\"")),
        }
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        let file_key = key::relative(&input.file, options.root.as_deref()).into();
        Box::new(Records { lines: Lines::new(input), options, file_key, index: 0, windows: None })
    }
}

struct Records<'a> {
    lines: Lines,
    options: &'a FormatOptions,
    file_key: Arc<str>,
    /// Of the next line that is not blank.
    index: u64,
    /// What is left of the record before.
    windows: Option<Windows>,
}

impl Iterator for Records<'_> {
    type Item = Result<Document, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(document) = self.windows.as_mut().and_then(Windows::next) {
                return Some(Ok(document));
            }
            let line = match self.lines.next()? {
                // A broken line is a record too: the others keep their places when it is mended.
                Err(problem) => {
                    self.index += 1;
                    return Some(Err(problem));
                }
                Ok(line) => line,
            };
            if line.text.trim().is_empty() {
                continue;
            }
            match self.document(line) {
                Ok(windows) => self.windows = Some(windows),
                Err(problem) => return Some(Err(problem)),
            }
        }
    }
}

impl Records<'_> {
    fn document(&mut self, line: Line) -> Result<Windows, Problem> {
        let index = self.index;
        self.index += 1;
        let raw = Arc::new(line.into_raw(&self.lines));
        record::document(raw, &self.file_key, index, &self.options.settings.jsonl.fields)
    }
}

#[cfg(test)]
#[path = "jsonl_tests.rs"]
mod tests;
