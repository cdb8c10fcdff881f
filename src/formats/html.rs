//! HTML: the text that a reader of a page sees as its story; menus, scripts and code are no text.
//!
//! [`fields`] reads an HTML text that is a part of something else, a feed item or a JSON record; its map leads through
//! that of the text itself. [`page`] reads a whole page,
//! [`xhtml_fields`] HTML that is a part of an XML file.

mod flow;
mod held;
mod part;
mod read;
mod reading;
mod reference;
mod roles;
mod shortcode;
mod tokens;
mod xhtml;

pub(in crate::formats) use held::directives as held_directives;
pub(in crate::formats) use read::{Page, fields, page};
pub(in crate::formats) use reading::Reading;
pub(in crate::formats) use reference::reference;
pub(in crate::formats) use xhtml::fields as xhtml_fields;

use super::{Documents, Format, FormatOptions, Windows, key, whole};
use crate::document::{Document, Item, Window};
use crate::input::{Input, Problem};
use crate::source::{RawText, in_markup};
use std::sync::Arc;

/// HTML pages.
#[derive(Clone, Copy, Debug)]
pub struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["htm", "html", "xhtml"]
    }

    /// It begins with a doctype or the root element, comments and an XML declaration aside.
    fn sniff(&self, head: &[u8]) -> bool {
        let mut rest = head.trim_ascii_start();
        loop {
            let end = match rest {
                [b'<', b'?', ..] => memchr::memmem::find(rest, b"?>").map(|at| at + 2),
                [b'<', b'!', b'-', b'-', ..] => memchr::memmem::find(rest, b"-->").map(|at| at + 3),
                _ => break,
            };
            let Some(end) = end else { return false };
            rest = rest[end..].trim_ascii_start();
        }
        let starts = |with: &[u8]| rest.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
        starts(b"<!doctype html") || starts(b"<html")
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        let key: Arc<str> = key::relative(&input.file, options.root.as_deref()).into();
        let (raw, problem) = whole::read(input, "an HTML page");
        let document = raw.map(|raw| document(raw, key));
        let (document, nothing) = match document {
            Some(document) if document.fields.is_empty() => {
                let note = Problem::note(document.id, "a page without text outside of menus, scripts and code");
                (None, Some(note))
            }
            document => (document, None),
        };
        let windows = document.into_iter().flat_map(Windows::new).map(Ok);
        Box::new(windows.chain(nothing.map(Err)).chain(problem.map(Err)))
    }
}

fn document(raw: RawText, key: Arc<str>) -> Document {
    let Page { lang, date, url, title, fields } = page(raw.text());
    let directives = in_markup(raw.text(), 0);
    let raw = raw.with_directives(directives);
    Document {
        id: raw.file().clone(),
        key,
        item: Some(Arc::new(Item { index: 0, id: None, title, url })),
        lang,
        source_lang: None,
        date,
        raw: Arc::new(raw),
        fields,
        window: Window::WHOLE,
        feed: None,
    }
}

/// Whether a summary only repeats a part of a text, white space and the dots at its end aside: what is wrong in it
/// would be reported twice.
pub(in crate::formats) fn repeats(summary: &str, text: &str) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let summary = words(summary);
    let bare = summary.trim_end_matches(['.', '…', '[', ']', ' ']);
    !bare.is_empty() && words(text).contains(bare)
}

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;
