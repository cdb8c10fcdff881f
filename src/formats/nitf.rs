//! NITF: articles of news agencies.

use super::feed::{self, Entry, Feed, Taken};
use super::html::{self, Reading};
use super::xml::{Element, Name, Root, Wanted};
use super::{Documents, Format, FormatOptions};
use crate::document::{Field, FieldKind};
use crate::input::Input;
use std::sync::Arc;

/// NITF.
#[derive(Clone, Copy, Debug)]
pub struct Nitf;

impl Format for Nitf {
    fn name(&self) -> &'static str {
        "nitf"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["nitf"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        Root::of(head).is_some_and(|root| root.local() == "nitf")
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        feed::documents(Article, input, options)
    }
}

struct Article;

impl Feed for Article {
    const NOUN: &'static str = "a NITF article";

    fn is_root(&self, name: &str) -> bool {
        name == "nitf"
    }

    fn wanted(&self, _: &[String], name: Name<'_>) -> Wanted {
        if name.local == "nitf" { Wanted::Whole } else { Wanted::Enter }
    }

    fn take(&self, element: &Element<'_>, _: Option<&Arc<str>>) -> Taken {
        Taken::Item(Box::new(article(element)))
    }
}

/// An element of NITF by its name, wherever it stands.
fn find<'a>(element: &Element<'a>, local: &str) -> Option<Element<'a>> {
    element.descendants().find(|found| found.name().local == local)
}

/// An article.
pub(super) fn article(nitf: &Element<'_>) -> Entry {
    let attribute = |local: &str, name: &str| -> Option<Arc<str>> {
        let value = find(nitf, local)?.attribute(name)?;
        Some(value.trim()).filter(|value| !value.is_empty()).map(Arc::from)
    };
    let issued = ["date.issue", "date.release", "story.date"].iter().find_map(|local| attribute(local, "norm"));
    let lang = nitf.lang().or_else(|| find(nitf, "body")?.lang());
    Entry {
        id: attribute("doc-id", "id-string"),
        url: attribute("pubdata", "ex-ref"),
        date: issued.or_else(|| attribute("pubdata", "date.publication")),
        fields: fields(nitf, lang.as_deref()),
        lang,
        ..Entry::default()
    }
}

/// Headlines, abstract, body and captions.
fn fields(nitf: &Element<'_>, lang: Option<&str>) -> Vec<Field> {
    let read = |local: &str, name: &str, kind: FieldKind| {
        let reading = Reading { kind, ..Reading::body(name, lang) };
        find(nitf, local).map(|found| html::xhtml_fields(&found, reading)).unwrap_or_default()
    };
    let mut fields = read("hl1", "title", FieldKind::Title);
    if fields.is_empty() {
        fields = read("title", "title", FieldKind::Title);
    }
    // The second headline; others stand in the body.
    if let Some(second) = find(nitf, "hedline").and_then(|headlines| find(&headlines, "hl2")) {
        fields.extend(html::xhtml_fields(&second, Reading::title("subtitle")));
    }
    fields.extend(read("abstract", "abstract", FieldKind::Body));
    fields.extend(read("body.content", "body", FieldKind::Body));
    fields
}

#[cfg(test)]
#[path = "nitf_tests.rs"]
mod tests;
