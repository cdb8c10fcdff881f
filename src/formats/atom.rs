//! Atom.

use super::feed::{self, Entry, Feed, Taken};
use super::html::{self, Reading};
use super::xml::{Element, Items, Name, Root, Wanted};
use super::{Documents, Format, FormatOptions, rss};
use crate::document::{Field, FieldKind};
use crate::input::Input;
use std::sync::Arc;

/// Atom.
#[derive(Clone, Copy, Debug)]
pub struct Atom;

impl Format for Atom {
    fn name(&self) -> &'static str {
        "atom"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["atom"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        Root::of(head).is_some_and(|root| match root.local() {
            "feed" => true,
            // An entry by itself.
            "entry" => root.tag.contains("w3.org/2005/Atom") || root.tag.contains("purl.org/atom/"),
            _ => false,
        })
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        feed::documents(AtomFeed, input, options)
    }
}

struct AtomFeed;

impl Feed for AtomFeed {
    const NOUN: &'static str = "an Atom feed";

    fn is_root(&self, name: &str) -> bool {
        matches!(name, "feed" | "atom:feed" | "entry" | "atom:entry")
    }

    fn items(&self) -> Option<Items> {
        Some(Items::of_feed(1, |name| is_own(name, "entry")))
    }

    fn wanted(&self, path: &[String], name: Name<'_>) -> Wanted {
        if is_own(name, "entry") && path.len() <= 1 { Wanted::Whole } else { Wanted::Enter }
    }

    fn take(&self, element: &Element<'_>, lang: Option<&Arc<str>>) -> Taken {
        let plain = |name: &str| child(element, name).and_then(|child| child.plain());
        let lang = element.lang().or_else(|| lang.cloned());
        let url = address(element);
        let mut entry = Entry {
            id: plain("id").or_else(|| url.clone()),
            url,
            date: plain("published").or_else(|| plain("updated")).or_else(|| plain("issued")),
            lang: lang.clone(),
            ..Entry::default()
        };
        let fields = |name: &str, kind: FieldKind| {
            let found = child(element, name);
            found.map(|found| construct(&found, name, kind, lang.as_deref())).unwrap_or_default()
        };
        entry.fields = fields("title", FieldKind::Title);
        let (summary, content) = (fields("summary", FieldKind::Body), fields("content", FieldKind::Body));
        entry.fields.extend(rss::without_repetition(summary, content));
        rss::media(element, &mut entry.fields);
        Taken::Item(Box::new(entry))
    }
}

/// Whether a name is one of Atom, which may have a prefix.
fn is_own(name: Name<'_>, local: &str) -> bool {
    name.local == local && matches!(name.prefix, "" | "atom")
}

fn child<'a>(element: &Element<'a>, local: &str) -> Option<Element<'a>> {
    element.children().find(|child| is_own(child.name(), local))
}

/// The page of an entry.
fn address(entry: &Element<'_>) -> Option<Arc<str>> {
    let links = entry.children().filter(|child| is_own(child.name(), "link"));
    let of_page = |link: &Element<'_>| link.attribute("rel").is_none_or(|rel| rel.trim() == "alternate");
    let address = links.filter(of_page).find_map(|link| link.attribute("href"))?;
    Some(address.trim().into())
}

/// The fields of a text construct: plain text, HTML as text, or XHTML.
fn construct(element: &Element<'_>, name: &str, kind: FieldKind, lang: Option<&str>) -> Vec<Field> {
    let own = element.lang();
    let lang = own.as_deref().or(lang);
    let reading = Reading { kind, lang, ..Reading::body(name, None) };
    // Of version 0.3; no bytes of the file say a text that is written in it.
    if element.attribute("mode").as_deref() == Some("base64") {
        return Vec::new();
    }
    match element.attribute("type").as_deref().map_or("text", str::trim) {
        "xhtml" | "application/xhtml+xml" => html::xhtml_fields(element, reading),
        "html" | "text/html" => {
            let (text, map) = element.text();
            html::fields(&text, Some(&map), reading)
        }
        "text" | "text/plain" | "" => {
            let (text, map) = element.text();
            let field = Field::new(name, kind, text, map);
            field.text.contains(char::is_alphanumeric).then_some(field).into_iter().collect()
        }
        // A picture, a film, data.
        _ => Vec::new(),
    }
}

#[cfg(test)]
#[path = "atom_tests.rs"]
mod tests;
