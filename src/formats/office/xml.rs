//! The XML of a member as a sequence of tags and text, each with its place; nothing is expanded or fetched.

use crate::formats::html;
use crate::source::{Layer, SourceMapBuilder, Span};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// One step through an XML text.
#[derive(Debug)]
pub(super) enum Step<'x> {
    /// A start tag: its name without a prefix. `true` if it is closed by itself.
    Start(Tag<'x>, bool),
    /// An end tag.
    End(String),
    /// Text as it stands.
    Text(Span),
    /// A character or entity reference, from `&` to `;`.
    Reference(Span),
}

/// A start tag.
#[derive(Debug)]
pub(super) struct Tag<'x> {
    /// Its name without a prefix.
    pub(super) name: String,
    start: BytesStart<'x>,
}

impl Tag<'_> {
    /// The value of an attribute, by its name without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let value = self.raw_attribute(name)?;
        let mut builder = SourceMapBuilder::new();
        decode(&value, Span::new(0, value.len()), &mut builder);
        Some(builder.finish().0)
    }

    /// The same as it is written.
    pub(super) fn raw_attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut attributes = self.start.attributes();
        attributes.with_checks(false);
        attributes.flatten().find(|one| one.key.local_name().as_ref() == name).map(|one| one.value)
    }
}

/// Goes through an XML text, and hands each step to `take`.
///
/// # Errors
/// Where the text breaks off or is malformed, and why.
pub(super) fn walk<'x>(text: &'x str, mut take: impl FnMut(Step<'x>)) -> Result<(), (usize, String)> {
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    loop {
        let from = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| (from, error.to_string()))?;
        let span = Span::new(from, reader.buffer_position() as usize);
        match event {
            Event::Start(start) => {
                depth += 1;
                take(Step::Start(Tag { name: start.local_name().as_ref().to_owned(), start }, false));
            }
            Event::Empty(start) => {
                take(Step::Start(Tag { name: start.local_name().as_ref().to_owned(), start }, true));
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                take(Step::End(end.local_name().as_ref().to_owned()));
            }
            Event::Text(_) => take(Step::Text(span)),
            Event::CData(_) => take(Step::Text(Span::new(span.start() + 9, span.end().saturating_sub(3)))),
            Event::GeneralRef(_) => take(Step::Reference(span)),
            Event::Eof if depth > 0 => return Err((text.len(), "it breaks off inside of an element".to_owned())),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The same without the elements of some names and what is in them.
///
/// # Errors
/// See [`walk`].
pub(super) fn walk_without<'x>(
    text: &'x str,
    skipped: &[&str],
    mut take: impl FnMut(Step<'x>),
) -> Result<(), (usize, String)> {
    // Open elements inside of one that is skipped, with it.
    let mut depth = 0_usize;
    walk(text, |step| match step {
        Step::Start(_, closed) if depth > 0 => depth += usize::from(!closed),
        Step::End(_) if depth > 0 => depth -= 1,
        Step::Start(tag, closed) if skipped.contains(&tag.name.as_str()) => depth += usize::from(!closed),
        _ if depth > 0 => {}
        step => take(step),
    })
}

/// Adds a part of an XML text, its references decoded.
pub(super) fn decode(text: &str, span: Span, builder: &mut SourceMapBuilder) {
    let mut at = span.start();
    while at < span.end() {
        let rest = &text[at..span.end()];
        let next = memchr::memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        builder.copied(at, &rest[..next]);
        at += next;
        let rest = &rest[next..];
        if let Some((shown, length)) = html::reference(rest, false) {
            builder.decoded(Span::new(at, at + length), shown.text(&mut [0; 4]), Layer::Xml);
            at += length;
        } else if !rest.is_empty() {
            builder.copied(at, "&");
            at += 1;
        }
    }
}
