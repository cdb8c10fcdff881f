//! Markdown: the words of a file without its markup; code, addresses and front matter are no text.

mod read;

use super::{Documents, Format, FormatOptions, Windows, key, whole};
use crate::document::{Document, Window};
use crate::input::Input;
use crate::source::RawText;
use std::sync::Arc;

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
        let (raw, problem) = whole::read(input, "a Markdown file");
        let windows = raw.into_iter().flat_map(move |raw| Windows::new(document(raw, key.clone())));
        Box::new(windows.map(Ok).chain(problem.map(Err)))
    }
}

fn document(raw: RawText, key: Arc<str>) -> Document {
    let (fields, directives) = read::fields(raw.text());
    let raw = raw.with_directives(directives);
    Document {
        id: raw.file().clone(),
        key,
        item: None,
        lang: None,
        source_lang: None,
        date: None,
        fields,
        raw: Arc::new(raw),
        window: Window::WHOLE,
        feed: None,
    }
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
