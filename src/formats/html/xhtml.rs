//! HTML that is a part of an XML file: its elements are those of the file, its text is escaped once.

use super::flow::{Attributes, Flow};
use super::part::Part as Text;
use super::reading::Reading;
use super::reference::reference;
use crate::document::{Field, FieldKind};
use crate::formats::xml::{Element, Kind, Part, cdata_inside};
use crate::source::{Layer, Span};
use std::borrow::Cow;

/// The fields of an element that holds XHTML, like those of [`super::fields`].
pub(in crate::formats) fn fields(element: &Element<'_>, reading: Reading<'_>) -> Vec<Field> {
    let raw = element.raw();
    let mut flow = Flow::new(raw, reading, Layer::Xml, false);
    let mut alt = Text::new(raw, Layer::Xml);
    for part in element.parts() {
        match part {
            Part::Start(start) => {
                let name = start.name().local.to_ascii_lowercase();
                flow.start(&name, &start, start.tag(), start.is_empty());
                if name == "img" && flow.is_read() {
                    alt.end_paragraph();
                    if let Some(span) = start.attribute_span("alt") {
                        super::read::value(raw, span, &mut alt);
                    }
                }
            }
            Part::End(_, span) if span.is_empty() => {}
            Part::End(end, span) => flow.end(&end.name().local.to_ascii_lowercase(), span),
            Part::Leaf(kind, span) => leaf(&mut flow, raw, kind, span),
        }
    }
    let mut fields = flow.finish(None);
    if alt.has_words() && reading.kind != FieldKind::Title {
        fields.push(alt.field("alt", FieldKind::Caption, None));
    }
    fields
}

fn leaf(flow: &mut Flow<'_>, raw: &str, kind: Kind, span: Span) {
    match kind {
        Kind::Text => flow.plain(span),
        Kind::Reference => {
            if let Some((shown, _)) = reference(&raw[span.range()], false) {
                flow.decoded(span, shown.text(&mut [0; 4]), Layer::Xml);
            }
        }
        Kind::Unknown => flow.object(span),
        Kind::Cdata => {
            flow.enter(Layer::Cdata);
            flow.plain(cdata_inside(span));
            flow.enter(Layer::Xml);
        }
        Kind::Element | Kind::Other => {}
    }
}

impl Attributes for Element<'_> {
    fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self.attribute(name)
    }
}
