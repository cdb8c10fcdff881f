//! RSS 0.9x, 1.0 and 2.0.

use super::feed::{self, Entry, Feed, Taken};
use super::html::{self, Reading};
use super::xml::{Element, Items, Name, Root, Wanted};
use super::{Documents, Format, FormatOptions};
use crate::document::{Field, FieldKind};
use crate::input::Input;
use std::sync::Arc;

/// RSS.
#[derive(Clone, Copy, Debug)]
pub struct Rss;

impl Format for Rss {
    fn name(&self) -> &'static str {
        "rss"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rss", "rdf"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        Root::of(head).is_some_and(|root| {
            root.local() == "rss"
                || root.local() == "RDF" && (root.tag.contains("rss/1.0/") || root.tag.contains("netscape"))
        })
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        feed::documents(Channel, input, options)
    }
}

struct Channel;

/// How the items of a channel are found.
pub(super) const ITEMS: Items = Items::of_feed(2, |name| name.is("item"));

impl Feed for Channel {
    const NOUN: &'static str = "an RSS feed";

    fn is_root(&self, name: &str) -> bool {
        matches!(name, "rss" | "rdf:RDF")
    }

    fn items(&self) -> Option<Items> {
        Some(ITEMS)
    }

    fn wanted(&self, path: &[String], name: Name<'_>) -> Wanted {
        wanted(path, name)
    }

    fn take(&self, element: &Element<'_>, lang: Option<&Arc<str>>) -> Taken {
        if let Some(taken) = language(element) {
            return taken;
        }
        let mut entry = entry(element, lang);
        let lang = entry.lang.clone();
        let description =
            first(element, ["description", "dc:description"]).map(|of| text(&of, "description", lang.as_deref()));
        let content = element.child("content:encoded").map(|of| text(&of, "content", lang.as_deref())).or_else(|| {
            let reading = Reading::body("content", lang.as_deref());
            first(element, ["xhtml:body", "body"]).map(|of| html::xhtml_fields(&of, reading))
        });
        entry.fields.extend(without_repetition(description.unwrap_or_default(), content.unwrap_or_default()));
        media(element, &mut entry.fields);
        Taken::Item(Box::new(entry))
    }
}

/// Items and the language of the channel are wanted whole.
pub(super) fn wanted(path: &[String], name: Name<'_>) -> Wanted {
    let channel = path.last().is_some_and(|parent| parent == "channel");
    let language = channel && (name.is("language") || name.is("dc:language"));
    if name.is("item") || language { Wanted::Whole } else { Wanted::Enter }
}

/// What the language of a channel says, if the element is one.
pub(super) fn language(element: &Element<'_>) -> Option<Taken> {
    (!element.name().is("item")).then(|| element.plain().map_or(Taken::Nothing, Taken::Lang))
}

/// What an item says of itself, and its title.
pub(super) fn entry(item: &Element<'_>, lang: Option<&Arc<str>>) -> Entry {
    let plain = |name: &str| item.child(name).and_then(|child| child.plain());
    let about = || item.attribute("rdf:about").map(|about| Arc::from(about.trim()));
    let url = plain("link").or_else(about);
    let own = item.lang().or_else(|| plain("dc:language")).or_else(|| plain("language"));
    Entry {
        id: plain("guid").or_else(about).or_else(|| url.clone()),
        url,
        date: plain("pubDate").or_else(|| plain("dc:date")).or_else(|| plain("dcterms:created")),
        lang: own.or_else(|| lang.cloned()),
        source_lang: None,
        fields: first(item, ["title", "dc:title"]).map(|title| headline(&title)).unwrap_or_default(),
    }
}

/// The first element in it of the first of these names that it has.
fn first<'a>(element: &Element<'a>, names: [&str; 2]) -> Option<Element<'a>> {
    names.into_iter().find_map(|name| element.child(name))
}

/// A headline. It is HTML for most readers: `&amp;#8217;` shows an apostrophe.
pub(super) fn headline(element: &Element<'_>) -> Vec<Field> {
    let (text, map) = element.text();
    html::fields(&text, Some(&map), Reading::title("title"))
}

/// The fields of an element that holds HTML or plain text.
pub(super) fn text(element: &Element<'_>, name: &str, lang: Option<&str>) -> Vec<Field> {
    let own = element.lang();
    let (text, map) = element.text();
    // Without a tag, it may be plain text.
    let blank_lines = !text.contains('<');
    let reading = Reading { blank_lines, ..Reading::body(name, own.as_deref().or(lang)) };
    html::fields(&text, Some(&map), reading)
}

/// The fields of a summary and of a content. A summary that only repeats the content is left out: a finding in it
/// would be reported twice.
pub(super) fn without_repetition(summary: Vec<Field>, content: Vec<Field>) -> impl Iterator<Item = Field> {
    let is_body = |field: &&Field| field.kind == FieldKind::Body;
    let repeats = match (summary.iter().find(is_body), content.iter().find(is_body)) {
        (Some(summary), Some(content)) => html::repeats(&summary.text, &content.text),
        _ => false,
    };
    let summary = if repeats { Vec::new() } else { summary };
    summary.into_iter().chain(content)
}

/// What pictures and films of an item are said to show, where that is not its title.
pub(super) fn media(item: &Element<'_>, fields: &mut Vec<Field>) {
    for element in item.descendants() {
        let name = element.name();
        let Some(called) = ["media:title", "media:description"].into_iter().find(|called| name.is(called)) else {
            continue;
        };
        let (text, map) = element.text();
        let reading = Reading { kind: FieldKind::Caption, ..Reading::body(called, None) };
        let read = html::fields(&text, Some(&map), reading);
        let new: Vec<_> = read.into_iter().filter(|new| fields.iter().all(|known| known.text != new.text)).collect();
        fields.extend(new);
    }
}

#[cfg(test)]
#[path = "rss_tests.rs"]
mod tests;
