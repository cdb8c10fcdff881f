//! A field under construction from the paragraphs and runs of an office document.

use super::xml::decode;
use crate::document::{Field, FieldKind, ParagraphBreak};
use crate::source::{Layer, SourceMapBuilder, Span};

/// A field under construction. Spans are of the member's text, and rise.
#[derive(Debug)]
pub(super) struct Prose<'r> {
    raw: &'r str,
    builder: SourceMapBuilder,
    /// Where the raw text of what was added last ends.
    raw_end: usize,
    /// Whether a new paragraph begins with what comes next.
    breaks: bool,
    /// Where the text of the paragraph begins.
    start: usize,
    headings: Vec<Span>,
}

impl<'r> Prose<'r> {
    pub(super) fn new(raw: &'r str) -> Self {
        let builder = SourceMapBuilder::within(Layer::Xml);
        Prose { raw, builder, raw_end: 0, breaks: false, start: 0, headings: Vec::new() }
    }

    /// Whether there is something to audit.
    pub(super) fn has_words(&self) -> bool {
        self.builder.text().contains(char::is_alphanumeric)
    }

    /// Ends the paragraph, which may be a heading.
    pub(super) fn end_paragraph(&mut self, heading: bool) {
        let end = self.builder.text().len();
        if heading && !self.breaks && self.start < end {
            self.headings.push(Span::new(self.start, end));
        }
        self.breaks = true;
    }

    /// Text of the paragraph, with references in it.
    pub(super) fn text(&mut self, span: Span) {
        if !span.is_empty() {
            self.open(span.start());
            decode(self.raw, span, &mut self.builder);
            self.raw_end = span.end();
        }
    }

    /// What stands for a mark of the document: a tab, a line break, an object. Nothing at the start of a paragraph.
    pub(super) fn mark(&mut self, shown: &str) {
        if !self.breaks && !self.builder.text().is_empty() {
            self.builder.synthetic(shown);
        }
    }

    fn open(&mut self, start: usize) {
        if self.builder.text().is_empty() {
            self.start = 0;
        } else if self.breaks {
            self.builder.synthetic("\n\n");
            self.start = self.builder.text().len();
        } else if self.raw_end < start {
            self.builder.opaque(Span::new(self.raw_end, start), "");
        }
        self.breaks = false;
    }

    pub(super) fn field(self, name: &str, kind: FieldKind) -> Field {
        let (text, map) = self.builder.finish();
        let mut field = Field::new(name, kind, text, map);
        field.paragraphs = ParagraphBreak::BlankLine;
        field.headings = self.headings;
        field
    }
}

/// The fields that have words: `title`, `body`, `caption`.
pub(super) fn fields(title: Prose<'_>, body: Prose<'_>, caption: Prose<'_>) -> Vec<Field> {
    let mut fields = Vec::new();
    if title.has_words() {
        fields.push(title.field("title", FieldKind::Title));
    }
    if body.has_words() {
        // Where the document has headings, its first line is not taken for one.
        let kind = if fields.is_empty() && body.headings.is_empty() { FieldKind::Text } else { FieldKind::Body };
        fields.push(body.field("body", kind));
    }
    if caption.has_words() {
        fields.push(caption.field("caption", FieldKind::Caption));
    }
    fields
}
