//! Markdown: the words of a file without its markup; code, addresses and front matter are no text.

mod read;

use super::{Documents, Format, FormatOptions, Windows, key};
use crate::document::{Document, Window};
use crate::input::{Failure, Input, Problem};
use crate::source::RawText;
use std::sync::Arc;

/// The longest file that is read, in bytes of UTF-8: what a link or a code block is may stand far away, so that a
/// file is held whole.
const MAX_FILE: usize = 32 << 20;
/// Text asked of the decoder at once, in bytes.
const STEP: usize = 1 << 20;

/// Markdown.
#[derive(Clone, Copy, Debug)]
pub struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    /// Any text is Markdown; only a name says that it was meant as such.
    fn sniff(&self, _head: &[u8]) -> bool {
        false
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        let key: Arc<str> = key::relative(&input.file, options.root.as_deref()).into();
        let (document, problem) = document(input, key);
        let windows = document.into_iter().flat_map(Windows::new);
        Box::new(windows.map(Ok).chain(problem.map(Err)))
    }
}

/// The file as one document, as far as it can be read, and what kept the rest from being read.
fn document(mut input: Input, key: Arc<str>) -> (Option<Document>, Option<Problem>) {
    let position = input.decoder.position();
    let mut text = String::new();
    let mut problem = None;
    loop {
        match input.decoder.fill(&mut text, STEP) {
            Ok(true) if text.len() <= MAX_FILE => {}
            Ok(true) => {
                let message = format!("a Markdown file of more than {} MB", MAX_FILE >> 20);
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
    let fields = read::fields(&text);
    let raw = RawText::new(input.file.clone(), None, text.into(), input.decoder.encoding());
    let raw = Arc::new(raw.at(position.byte, position.line, position.column));
    let document = Document {
        id: input.file,
        key,
        item: None,
        lang: None,
        source_lang: None,
        date: None,
        raw,
        fields,
        window: Window::WHOLE,
    };
    (Some(document), problem)
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
