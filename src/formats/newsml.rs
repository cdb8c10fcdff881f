//! NewsML-G2: items of news agencies, with their text inside.

use super::feed::{self, Entry, Feed, Taken};
use super::html::{self, Reading};
use super::xml::{Element, Items, Name, Root, Wanted};
use super::{Documents, Format, FormatOptions, nitf, rss};
use crate::document::{Field, FieldKind};
use crate::input::Input;
use std::sync::Arc;

/// NewsML-G2.
#[derive(Clone, Copy, Debug)]
pub struct NewsMl;

impl Format for NewsMl {
    fn name(&self) -> &'static str {
        "newsml"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["newsml"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        Root::of(head).is_some_and(|root| matches!(root.local(), "newsItem" | "newsMessage"))
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        feed::documents(Message, input, options)
    }
}

struct Message;

impl Feed for Message {
    const NOUN: &'static str = "a NewsML-G2 item or message";

    fn is_root(&self, name: &str) -> bool {
        matches!(name.rsplit(':').next(), Some("newsItem" | "newsMessage"))
    }

    fn items(&self) -> Option<Items> {
        Some(Items::of_feed(2, |name| name.local == "newsItem"))
    }

    fn wanted(&self, _: &[String], name: Name<'_>) -> Wanted {
        if name.local == "newsItem" { Wanted::Whole } else { Wanted::Enter }
    }

    fn take(&self, element: &Element<'_>, lang: Option<&Arc<str>>) -> Taken {
        Taken::Item(Box::new(item(element, lang)))
    }
}

fn child<'a>(element: &Element<'a>, local: &str) -> Option<Element<'a>> {
    element.children().find(|child| child.name().local == local)
}

fn item(item: &Element<'_>, lang: Option<&Arc<str>>) -> Entry {
    let content = child(item, "contentMeta");
    let plain = |of: &str, local: &str| child(&child(item, of)?, local)?.plain();
    let stated = content.and_then(|content| child(&content, "language")?.attribute("tag").map(Arc::from));
    let lang = stated.or_else(|| item.lang()).or_else(|| lang.cloned());
    let date = plain("contentMeta", "contentCreated").or_else(|| plain("itemMeta", "firstCreated"));
    let mut fields = content.map(|content| meta(&content, lang.as_deref())).unwrap_or_default();
    for inline in child(item, "contentSet").into_iter().flat_map(|set| set.children()) {
        // The headline of the item is most often that of its text, too.
        let text = inside(&inline, lang.as_deref());
        let new: Vec<_> = text.into_iter().filter(|new| fields.iter().all(|known| known.text != new.text)).collect();
        fields.extend(new);
    }
    Entry {
        id: item.attribute("guid").map(|guid| Arc::from(guid.trim())),
        url: None,
        date: date.or_else(|| plain("itemMeta", "versionCreated")),
        lang,
        source_lang: None,
        fields,
    }
}

/// Headlines and descriptions.
fn meta(content: &Element<'_>, lang: Option<&str>) -> Vec<Field> {
    let mut fields = Vec::new();
    for element in content.children() {
        let own = element.lang();
        if own.as_deref().zip(lang).is_some_and(|(own, lang)| own != lang) {
            continue;
        }
        let caption = element.attribute("role").is_some_and(|role| role.contains("caption"));
        let (name, kind) = match element.name().local {
            "headline" => ("title", FieldKind::Title),
            "description" if caption => ("caption", FieldKind::Caption),
            "description" => ("description", FieldKind::Body),
            _ => continue,
        };
        fields.extend(html::xhtml_fields(&element, Reading { kind, ..Reading::body(name, lang) }));
    }
    fields
}

/// The text of an item: NITF, XHTML, or plain.
fn inside(inline: &Element<'_>, lang: Option<&str>) -> Vec<Field> {
    match inline.name().local {
        "inlineXML" => {
            if let Some(nitf) = child(inline, "nitf") {
                return nitf::article(&nitf).fields;
            }
            let body = child(inline, "html").and_then(|html| child(&html, "body"));
            html::xhtml_fields(&body.unwrap_or(*inline), Reading::body("body", lang))
        }
        "inlineData" => match inline.attribute("contenttype").as_deref() {
            None | Some("text/plain" | "text/html") => rss::text(inline, "body", lang),
            Some(_) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

#[cfg(test)]
#[path = "newsml_tests.rs"]
mod tests;
