//! HTML texts as fields: a part of a feed item or a record, and a whole page.

use super::flow::{Attributes, Flow};
use super::part::Part;
use super::reading::Reading;
use super::reference::reference;
use super::shortcode::shortcodes;
use super::tokens::{Tag, Token, tokens};
use crate::document::{Field, FieldKind};
use crate::source::{Layer, SourceMap, Span};
use std::borrow::Cow;
use std::sync::Arc;

/// The fields of an HTML text that is a part of a file: its text under the name that `reading` gives it, then
/// `caption` (what stands below pictures) and `alt` (what they are said to show). What has no words is left out.
///
/// `outer` is the map of the text itself, if it was decoded from something: a JSON string, XML, a CDATA section.
pub(in crate::formats) fn fields(html: &str, outer: Option<&SourceMap>, reading: Reading<'_>) -> Vec<Field> {
    let mut flow = Flow::new(html, reading, Layer::Html, false);
    let mut alt = Part::new(html, Layer::Html);
    let codes = if reading.shortcodes { shortcodes(html) } else { Vec::new() };
    let mut codes = codes.iter().peekable();
    for token in tokens(html, false) {
        let Token::Text(mut text) = token else {
            feed(&mut flow, &mut alt, html, token, false);
            continue;
        };
        // Shortcodes are passed over; what a caption says is below a picture.
        while codes.next_if(|code| code.span.start < text.start).is_some() {}
        while let Some(code) = codes.next_if(|code| code.span.end <= text.end) {
            flow.html(Span { start: text.start, end: code.span.start });
            match code.closes {
                _ if !code.is_caption() => {}
                true => flow.end("figcaption", code.span),
                false => flow.start("figcaption", &NoAttributes, code.span, false),
            }
            text.start = code.span.end;
        }
        flow.html(text);
    }
    let mut fields = flow.finish(outer);
    if alt.has_words() && reading.kind != FieldKind::Title {
        fields.push(alt.field("alt", FieldKind::Caption, outer));
    }
    fields
}

/// A page.
#[derive(Debug, Default)]
pub(in crate::formats) struct Page {
    /// The language that it states.
    pub lang: Option<Arc<str>>,
    /// The date that it was published.
    pub date: Option<Arc<str>>,
    /// Its address.
    pub url: Option<Arc<str>>,
    /// Its title.
    pub title: Option<Arc<str>>,
    /// `title`, `page-title`, `description`, `body`, `caption` and `alt`, those that it has.
    pub fields: Vec<Field>,
}

/// The fields of a page that is a whole file (or a member of one).
pub(in crate::formats) fn page(html: &str) -> Page {
    let xhtml = is_xhtml(html);
    let (mut page, scope) = look(html, xhtml);
    let lang = page.lang.clone();
    let reading = Reading { story: false, ..Reading::body("body", lang.as_deref()) };
    let mut flow = Flow::new(html, reading, Layer::Html, true);
    let mut alt = Part::new(html, Layer::Html);
    let mut description = None;
    let mut inside = 0_usize;
    for token in tokens(html, xhtml) {
        let mut head = false;
        if let Token::Start(tag) = &token {
            if tag.name == "meta" && description.is_none() {
                description = described(html, tag);
            }
            head = matches!(tag.name.as_str(), "title");
            inside += usize::from(scope.is_some_and(|scope| scope == tag.name));
        }
        if let Token::End(name, _) = &token {
            head = name == "title";
            let closes = scope.is_some_and(|scope| scope == name);
            if closes && inside == 1 {
                feed(&mut flow, &mut alt, html, token, xhtml);
                inside = 0;
                continue;
            }
            inside -= usize::from(closes && inside > 0);
        }
        if scope.is_none() || inside > 0 || head || flow.in_page_title() {
            feed(&mut flow, &mut alt, html, token, xhtml);
        }
    }
    page.fields = assemble(flow, alt, description);
    page.title = page.fields.first().filter(|field| field.kind == FieldKind::Title).map(|field| field.text.clone());
    page
}

/// The title first: the headline, and the title of the page where it says something else.
fn assemble(mut flow: Flow<'_>, alt: Part<'_>, description: Option<Part<'_>>) -> Vec<Field> {
    let raw = flow.raw();
    let empty = || Part::new(raw, Layer::Html);
    let headline = std::mem::replace(&mut flow.headline, empty());
    let page_title = std::mem::replace(&mut flow.page_title, empty());
    let mut fields = Vec::new();
    let same = headline.has_words() && page_title.text().contains(headline.text());
    let of_page = if headline.has_words() { "page-title" } else { "title" };
    let titled = headline.has_words();
    if titled {
        fields.push(headline.field("title", FieldKind::Title, None));
    }
    if page_title.has_words() && !same {
        fields.push(page_title.field(of_page, FieldKind::Title, None));
    }
    let mut rest = flow.finish(None);
    if let Some(description) = description.filter(Part::has_words) {
        let body = rest.first().filter(|field| field.kind == FieldKind::Body);
        if !body.is_some_and(|body| super::repeats(description.text(), &body.text)) {
            fields.push(description.field("description", FieldKind::Body, None));
        }
    }
    fields.append(&mut rest);
    if alt.has_words() {
        fields.push(alt.field("alt", FieldKind::Caption, None));
    }
    fields
}

fn feed<'r>(flow: &mut Flow<'r>, alt: &mut Part<'r>, html: &'r str, token: Token, xhtml: bool) {
    match token {
        Token::Text(span) => flow.html(span),
        Token::End(name, span) => flow.end(&name, span),
        Token::Other(_) => {}
        Token::Start(tag) => {
            flow.start(&tag.name, &Values { html, tag: &tag }, tag.span, xhtml && tag.closed);
            if tag.name == "img" && flow.is_read() {
                alt.end_paragraph();
                if let Some(span) = tag.value("alt") {
                    value(html, span, alt);
                }
            }
        }
    }
}

/// The value of an attribute as text of a field. A bare value is no sentence.
pub(super) fn value(html: &str, span: Span, part: &mut Part<'_>) {
    let layer = match html[..span.start()].chars().next_back() {
        Some('"') => Layer::Html,
        Some('\'') => Layer::Quoted,
        _ => return,
    };
    part.enter(layer);
    let mut at = span.start();
    while at < span.end() {
        let rest = &html[at..span.end()];
        let white = rest.len() - rest.trim_start().len();
        if white > 0 {
            part.space(Span::new(at, at + white), false);
            at += white;
        } else if let Some((shown, length)) = reference(rest, true) {
            part.decoded(Span::new(at, at + length), shown.text(&mut [0; 4]), layer);
            at += length;
        } else {
            let stop = |&(at, char): &(usize, char)| at > 0 && (char == '&' || char.is_whitespace());
            let length = rest.char_indices().find(stop).map_or(rest.len(), |(at, _)| at);
            part.words(Span::new(at, at + length));
            at += length;
        }
    }
}

/// What the head of a page says of it, and the element that holds its main text, if one does.
fn look(html: &str, xhtml: bool) -> (Page, Option<&'static str>) {
    let mut page = Page::default();
    let (mut main, mut article) = (false, false);
    let first = |slot: &mut Option<Arc<str>>, value: Option<Cow<'_, str>>| {
        if let (None, Some(value)) = (&slot, value.filter(|value| !value.trim().is_empty())) {
            *slot = Some(value.trim().into());
        }
    };
    for token in tokens(html, xhtml) {
        let Token::Start(tag) = token else { continue };
        let values = Values { html, tag: &tag };
        match tag.name.as_str() {
            "html" | "body" => first(&mut page.lang, values.get("lang").or_else(|| values.get("xml:lang"))),
            "main" => main = true,
            "article" => article = true,
            "link" if values.get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                first(&mut page.url, values.get("href"));
            }
            "meta" => {
                let name = ["property", "name", "itemprop"].iter().find_map(|key| values.get(key));
                match name.map(|name| name.to_ascii_lowercase()).as_deref() {
                    Some("article:published_time" | "date" | "dc.date" | "dcterms.date" | "datepublished") => {
                        let date = values.get("content").and_then(|date| crate::formats::date::day(&date));
                        first(&mut page.date, date.map(Cow::Owned));
                    }
                    Some("og:url") => first(&mut page.url, values.get("content")),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    (page, if main { Some("main") } else { article.then_some("article") })
}

/// The text of a description of the page.
fn described<'r>(html: &'r str, tag: &Tag) -> Option<Part<'r>> {
    let values = Values { html, tag };
    let name = values.get("name")?;
    let mut part = Part::new(html, Layer::Html);
    value(html, tag.value("content").filter(|_| name.eq_ignore_ascii_case("description"))?, &mut part);
    Some(part)
}

/// Whether a page is written as XML.
fn is_xhtml(html: &str) -> bool {
    html.trim_start().starts_with("<?xml")
}

impl Tag {
    fn value(&self, name: &str) -> Option<Span> {
        self.attributes.iter().find(|(known, _)| known == name).map(|&(_, span)| span)
    }
}

/// Of a shortcode.
struct NoAttributes;

impl Attributes for NoAttributes {
    fn get(&self, _: &str) -> Option<Cow<'_, str>> {
        None
    }
}

/// The values of a tag.
struct Values<'a> {
    html: &'a str,
    tag: &'a Tag,
}

impl Attributes for Values<'_> {
    fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        let raw = &self.html[self.tag.value(name)?.range()];
        if !raw.contains('&') {
            return Some(raw.into());
        }
        let (mut text, mut at) = (String::new(), 0);
        while let Some(char) = raw[at..].chars().next() {
            let length = match reference(&raw[at..], true) {
                Some((shown, length)) => {
                    text += shown.text(&mut [0; 4]);
                    length
                }
                None => {
                    text.push(char);
                    char.len_utf8()
                }
            };
            at += length;
        }
        Some(text.into())
    }
}
