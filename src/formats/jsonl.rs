//! JSON Lines: one document a line.

mod lines;

use super::json::layout::{configured, known};
use super::json::members::Members;
use super::json::record::{self, Frame};
use super::json::{is_report, malformed};
use super::notes::position;
use super::{Documents, Format, FormatOptions, Windows, key};
use crate::document::Document;
use crate::input::{Input, Problem};
use crate::source::RawText;
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
            Some(newline) => serde_json::from_slice::<Members<'_>>(&head[..newline]).is_ok(),
            None => head.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\"")),
        }
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        let file_key = key::relative(&input.file, options.root.as_deref()).into();
        Box::new(Records { lines: Lines::new(input), options, file_key, index: 0, windows: None, done: false })
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
    /// Whether what follows is not read.
    done: bool,
}

impl Iterator for Records<'_> {
    type Item = Result<Document, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(document) = self.windows.as_mut().and_then(Windows::next) {
                return Some(Ok(document));
            }
            if self.done {
                return None;
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
        let settings = &self.options.settings.jsonl;
        let raw = line.into_raw(&self.lines);
        let directives = record::is_marked(raw.text()).then(|| {
            let members: Members<'_> = serde_json::from_str(raw.text()).ok()?;
            let layout = configured(settings).or_else(|| known(&members))?;
            Some(record::directives(&raw, &members, &layout))
        });
        let raw = Arc::new(raw.with_directives(directives.flatten().unwrap_or_default()));
        let members: Members<'_> = serde_json::from_str(raw.text()).map_err(|error| {
            malformed(&raw, &error, "not a JSON object").help("JSON Lines has one whole object a line")
        })?;
        if is_report(&members) {
            self.done = true;
            return Err(Problem::note(raw.file().clone(), "skipped: a report of mtaudit, not a text"));
        }
        let frame = Frame { file_key: &self.file_key, index: Some(index), is_list: false, lang: None };
        let layout = configured(settings).or_else(|| known(&members));
        let windows = layout.and_then(|layout| record::document(&raw, &members, &layout, &frame));
        windows.ok_or_else(|| without_text(&raw, &members, &settings.fields))
    }
}

/// Names what the record has in place of what it lacks.
fn without_text(raw: &RawText, members: &Members<'_>, configured: &[String]) -> Problem {
    let wanted = match configured {
        [] => "`text`".to_owned(),
        names => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or "),
    };
    let message = match record::strings(members).as_slice() {
        [] => format!("a record without a string {wanted}, and without any other"),
        names => format!("a record without a string {wanted}; its strings are {}", names.join(", ")),
    };
    Problem::error(raw.file().clone(), message)
        .at(position(raw, 0))
        .help("name the fields that hold text under [jsonl] in mtaudit.toml")
}

#[cfg(test)]
#[path = "jsonl_tests.rs"]
mod tests;
