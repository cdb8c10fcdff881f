//! One element of an XML file with all that is in it, as a list of its parts.

use super::names::{Name, Prefixes};
use crate::formats::html::reference;
use crate::source::{Layer, SourceMap, SourceMapBuilder, Span};
use quick_xml::events::attributes::Attributes as RawAttributes;
use std::borrow::Cow;
use std::sync::Arc;

/// The most parts of an element.
const MOST_NODES: usize = 1 << 20;
/// How a CDATA section begins and ends.
const CDATA: (&str, &str) = ("<![CDATA[", "]]>");
/// What stands for an entity that is not expanded: no word, and no lost space.
const OBJECT: &str = "\u{FFFC}";

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Kind {
    /// An element: the node is its start tag.
    Element,
    /// Text as it stands.
    Text,
    /// A reference to a character.
    Reference,
    /// An entity that is not expanded.
    Unknown,
    /// A CDATA section.
    Cdata,
    /// A comment or an instruction.
    Other,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    kind: Kind,
    span: Span,
    /// The end tag; empty if there is none.
    close: Span,
    /// The number of the next node that is not inside.
    after: u32,
}

/// The parts of an element, in their order in the text.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// Adds a part; its number.
    pub(super) fn push(&mut self, kind: Kind, span: Span) -> usize {
        let number = self.nodes.len();
        self.nodes.push(Node { kind, span, close: Span::new(span.end(), span.end()), after: number as u32 + 1 });
        number
    }

    /// Ends an element.
    pub(super) fn close(&mut self, number: Option<usize>, close: Span) {
        let after = self.nodes.len() as u32;
        if let Some(node) = number.and_then(|number| self.nodes.get_mut(number)) {
            (node.close, node.after) = (close, after);
        }
    }

    /// Whether it has as many parts as are read.
    pub(super) fn is_full(&self) -> bool {
        self.nodes.len() >= MOST_NODES
    }
}

/// A part of an element as a reader meets it.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) enum Part<'a> {
    /// An element begins.
    Start(Element<'a>),
    /// An element ends, with its end tag.
    End(Element<'a>, Span),
    /// Text, a reference, a section, or what is none of them.
    Leaf(Kind, Span),
}

/// An element.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) struct Element<'a> {
    tree: &'a Tree,
    /// The text that the spans are of.
    raw: &'a str,
    prefixes: &'a Prefixes,
    number: usize,
}

impl<'a> Element<'a> {
    /// The element that a tree is.
    pub(super) fn new(tree: &'a Tree, raw: &'a str, prefixes: &'a Prefixes) -> Self {
        Element { tree, raw, prefixes, number: 0 }
    }

    fn node(&self) -> &'a Node {
        &self.tree.nodes[self.number]
    }

    /// Its name, with the usual prefix of its namespace.
    pub(in crate::formats) fn name(&self) -> Name<'a> {
        self.prefixes.resolve(tag_name(&self.raw[self.node().span.range()])).0
    }

    /// The text that all spans are of.
    pub(in crate::formats) fn raw(&self) -> &'a str {
        self.raw
    }

    /// Its start tag.
    pub(in crate::formats) fn tag(&self) -> Span {
        self.node().span
    }

    /// All of it, with its tags.
    pub(in crate::formats) fn whole(&self) -> Span {
        Span { start: self.node().span.start, end: self.node().close.end }
    }

    /// Whether it has no end tag and nothing in it, as in `<br/>`.
    pub(in crate::formats) fn is_empty(&self) -> bool {
        let node = self.node();
        node.close.is_empty() && node.after as usize == self.number + 1
    }

    /// The elements in it, without those in them.
    pub(in crate::formats) fn children(&self) -> impl Iterator<Item = Element<'a>> + use<'a> {
        let parent = *self;
        let last = parent.node().after as usize;
        let mut next = self.number + 1;
        std::iter::from_fn(move || {
            while next < last {
                let number = next;
                let node = &parent.tree.nodes[number];
                next = node.after as usize;
                if node.kind == Kind::Element {
                    return Some(Element { number, ..parent });
                }
            }
            None
        })
    }

    /// The first element in it that has this name.
    pub(in crate::formats) fn child(&self, name: &str) -> Option<Element<'a>> {
        self.children().find(|child| child.name().is(name))
    }

    /// All elements below it, in their order.
    pub(in crate::formats) fn descendants(&self) -> impl Iterator<Item = Element<'a>> + use<'a> {
        let parent = *self;
        let numbers = self.number + 1..parent.node().after as usize;
        numbers
            .filter(move |&number| parent.tree.nodes[number].kind == Kind::Element)
            .map(move |number| Element { number, ..parent })
    }

    /// The parts between its tags, in their order; elements in it come twice, with their start and their end.
    pub(in crate::formats) fn parts(&self) -> impl Iterator<Item = Part<'a>> + use<'a> {
        let parent = *self;
        let last = parent.node().after as usize;
        let mut next = self.number + 1;
        let mut open: Vec<usize> = Vec::new();
        std::iter::from_fn(move || {
            if let Some(&number) = open.last()
                && parent.tree.nodes[number].after as usize <= next
            {
                open.pop();
                let element = Element { number, ..parent };
                return Some(Part::End(element, element.node().close));
            }
            let node = parent.tree.nodes[..last].get(next)?;
            let number = next;
            next += 1;
            if node.kind == Kind::Element {
                open.push(number);
                return Some(Part::Start(Element { number, ..parent }));
            }
            Some(Part::Leaf(node.kind, node.span))
        })
    }

    /// The value of an attribute, decoded.
    pub(in crate::formats) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let tag = &self.raw[self.node().span.range()];
        attributes(tag).find(|attribute| attribute.name == name).map(|attribute| attribute.decoded())
    }

    /// Where the value of an attribute stands.
    pub(in crate::formats) fn attribute_span(&self, name: &str) -> Option<Span> {
        let span = self.node().span;
        let value = attributes(&self.raw[span.range()]).find(|attribute| attribute.name == name)?.span;
        Some(Span::new(span.start() + value.start(), span.start() + value.end()))
    }

    /// The language that it states.
    pub(in crate::formats) fn lang(&self) -> Option<Arc<str>> {
        let lang = self.attribute("xml:lang").or_else(|| self.attribute("lang"))?;
        Some(lang.trim()).filter(|lang| !lang.is_empty()).map(Arc::from)
    }

    /// Its text with its map. Elements in it are opaque.
    pub(in crate::formats) fn text(&self) -> (String, SourceMap) {
        let mut builder = SourceMapBuilder::within(Layer::Xml);
        for part in self.parts() {
            match part {
                Part::Start(element) => builder.opaque(element.tag(), ""),
                Part::End(_, span) if span.is_empty() => {}
                Part::End(_, span) => builder.opaque(span, ""),
                Part::Leaf(kind, span) => self.leaf(&mut builder, kind, span),
            }
        }
        builder.finish()
    }

    /// Adds a part of its text to a text.
    pub(in crate::formats) fn leaf(&self, builder: &mut SourceMapBuilder, kind: Kind, span: Span) {
        leaf(builder, self.raw, kind, span);
    }

    /// Its text alone, without white space around it; none if there is none.
    pub(in crate::formats) fn plain(&self) -> Option<Arc<str>> {
        let (text, _) = self.text();
        Some(text.trim()).filter(|text| !text.is_empty()).map(Arc::from)
    }
}

/// The inside of a CDATA section.
pub(in crate::formats) fn cdata_inside(span: Span) -> Span {
    Span::new(span.start() + CDATA.0.len(), span.end().saturating_sub(CDATA.1.len()).max(span.start() + CDATA.0.len()))
}

/// Adds a part of a text to it.
fn leaf(builder: &mut SourceMapBuilder, raw: &str, kind: Kind, span: Span) {
    match kind {
        Kind::Text => builder.copied(span.start(), &raw[span.range()]),
        Kind::Reference => match reference(&raw[span.range()], false) {
            Some((shown, _)) => builder.decoded(span, shown.text(&mut [0; 4]), Layer::Xml),
            None => builder.opaque(span, OBJECT),
        },
        Kind::Unknown => builder.opaque(span, OBJECT),
        Kind::Cdata => {
            let inside = cdata_inside(span);
            builder.opaque(Span::new(span.start(), inside.start()), "");
            builder.enter(Layer::Cdata);
            builder.copied(inside.start(), &raw[inside.range()]);
            builder.enter(Layer::Xml);
            builder.opaque(Span::new(inside.end(), span.end()), "");
        }
        Kind::Element | Kind::Other => builder.opaque(span, ""),
    }
}

/// The name in a tag.
pub(super) fn tag_name(tag: &str) -> &str {
    let inside = tag.strip_prefix('<').unwrap_or(tag);
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    inside.split([' ', '\t', '\r', '\n', '/', '>']).next().unwrap_or_default()
}

/// An attribute of a tag.
pub(super) struct Attribute<'a> {
    /// The name as it is written.
    pub(super) name: &'a str,
    value: &'a str,
    /// Where the value stands in the tag.
    span: Span,
}

impl<'a> Attribute<'a> {
    /// The value with its references decoded.
    pub(super) fn decoded(&self) -> Cow<'a, str> {
        if !self.value.contains('&') {
            return self.value.into();
        }
        let (mut text, mut at) = (String::new(), 0);
        while let Some(char) = self.value[at..].chars().next() {
            let length = match reference(&self.value[at..], true) {
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
        text.into()
    }
}

/// The attributes of a tag; what is not well-formed among them is left out.
pub(super) fn attributes(tag: &str) -> impl Iterator<Item = Attribute<'_>> {
    let inside = tag.strip_suffix('>').map_or(tag, |tag| tag.strip_suffix('/').unwrap_or(tag));
    let inside = inside.strip_prefix('<').unwrap_or(inside);
    let mut raw = RawAttributes::new(inside, tag_name(tag).len().min(inside.len()));
    // Looking for duplicates takes quadratic time.
    raw.with_checks(false);
    raw.flatten().filter_map(move |attribute| {
        let Cow::Borrowed(value) = attribute.value else { return None };
        let start = (value.as_ptr() as usize).checked_sub(tag.as_ptr() as usize)?;
        Some(Attribute { name: attribute.key.0, value, span: Span::new(start, start + value.len()) })
    })
}
