//! WordPress exports (WXR): posts and pages.

use super::feed::{self, Feed, Taken};
use super::html::{self, Reading};
use super::xml::{Element, Items, Name, Root, Wanted};
use super::{Documents, Format, FormatOptions, rss};
use crate::document::Field;
use crate::input::Input;
use std::sync::Arc;

/// WordPress exports.
#[derive(Clone, Copy, Debug)]
pub struct Wxr;

impl Format for Wxr {
    fn name(&self) -> &'static str {
        "wxr"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["wxr"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        Root::of(head).is_some_and(|root| root.local() == "rss" && root.tag.contains("wordpress.org/export/"))
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        feed::documents(Export, input, options)
    }
}

struct Export;

impl Feed for Export {
    const NOUN: &'static str = "a WordPress export";

    fn is_root(&self, name: &str) -> bool {
        name == "rss"
    }

    fn items(&self) -> Option<Items> {
        Some(rss::ITEMS)
    }

    fn wanted(&self, path: &[String], name: Name<'_>) -> Wanted {
        rss::wanted(path, name)
    }

    fn take(&self, element: &Element<'_>, lang: Option<&Arc<str>>) -> Taken {
        if let Some(taken) = rss::language(element) {
            return taken;
        }
        let plain = |name: &str| element.child(name).and_then(|child| child.plain());
        let kind = plain("wp:post_type");
        let deleted = plain("wp:status").is_some_and(|status| matches!(&*status, "trash" | "auto-draft"));
        if deleted || !kind.is_none_or(|kind| matches!(&*kind, "post" | "page")) {
            return Taken::Other;
        }
        let mut entry = rss::entry(element, lang);
        // Of a draft, it is all zeros.
        let date = plain("wp:post_date").filter(|date| !date.starts_with("0000"));
        entry.date = date.or_else(|| entry.date.filter(|date| !date.contains("-0001")));
        let lang = entry.lang.clone();
        let fields = |name: &str, called: &str| {
            element.child(name).map(|child| post(&child, called, lang.as_deref())).unwrap_or_default()
        };
        let (excerpt, content) = (fields("excerpt:encoded", "excerpt"), fields("content:encoded", "content"));
        entry.fields.extend(rss::without_repetition(excerpt, content));
        Taken::Item(Box::new(entry))
    }
}

/// The fields of a text that WordPress makes HTML of: blank lines end paragraphs, shortcodes are no words.
fn post(element: &Element<'_>, name: &str, lang: Option<&str>) -> Vec<Field> {
    let (text, map) = element.text();
    let reading = Reading { blank_lines: true, shortcodes: true, ..Reading::body(name, lang) };
    html::fields(&text, Some(&map), reading)
}

#[cfg(test)]
#[path = "wxr_tests.rs"]
mod tests;
