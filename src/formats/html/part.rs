//! A field under construction: words, and the white space between them as it is shown.

use crate::document::{Field, FieldKind, ParagraphBreak};
use crate::source::{Layer, SourceMap, SourceMapBuilder, Span};

/// What stands for code or a picture inside a sentence: no word, and no lost space.
const OBJECT: &str = "\u{FFFC}";

/// A field under construction. Spans are of the raw text that it is read from, and rise.
#[derive(Debug)]
pub(super) struct Part<'r> {
    raw: &'r str,
    builder: SourceMapBuilder,
    /// Where the raw text of what was added last ends.
    raw_end: usize,
    /// Whether a new paragraph begins with what comes next.
    breaks: bool,
    /// Where the text of the paragraph begins.
    start: usize,
    /// White space that is shown if a word follows, and whether it is a blank line that ends a paragraph.
    space: Option<(Span, bool)>,
    /// Whether a letter or a digit was added. Looking for one takes as long as the text is, and is asked at every tag.
    has_words: bool,
}

impl<'r> Part<'r> {
    /// A field of the raw text, which stands inside of this.
    pub(super) fn new(raw: &'r str, layer: Layer) -> Self {
        let builder = SourceMapBuilder::within(layer);
        Part { raw, builder, raw_end: 0, breaks: false, start: 0, space: None, has_words: false }
    }

    /// Whether there is something to audit.
    pub(super) fn has_words(&self) -> bool {
        self.has_words
    }

    /// The text so far.
    pub(super) fn text(&self) -> &str {
        self.builder.text()
    }

    /// Whether the paragraph has text already.
    pub(super) fn in_paragraph(&self) -> bool {
        !self.breaks && !self.builder.text().is_empty()
    }

    /// Ends the paragraph.
    pub(super) fn end_paragraph(&mut self) {
        self.breaks = true;
        self.space = None;
    }

    /// The span of the text of the paragraph, unless it has none.
    pub(super) fn paragraph(&self) -> Option<Span> {
        let end = self.builder.text().len();
        (!self.breaks && self.start < end).then(|| Span::new(self.start, end))
    }

    /// What follows stands inside of this layer.
    pub(super) fn enter(&mut self, layer: Layer) {
        self.builder.enter(layer);
    }

    /// A word, or several with single spaces between them, as they stand in the raw text.
    pub(super) fn words(&mut self, span: Span) {
        self.open(span.start());
        let text = &self.raw[span.range()];
        self.has_words |= text.contains(char::is_alphanumeric);
        self.builder.copied(span.start(), text);
        self.raw_end = span.end();
    }

    /// Text that the raw bytes give when decoded.
    pub(super) fn decoded(&mut self, raw: Span, text: &str, layer: Layer) {
        self.open(raw.start());
        self.has_words |= text.contains(char::is_alphanumeric);
        self.builder.decoded(raw, text, layer);
        self.raw_end = raw.end();
    }

    /// A run of white space, which may be a blank line that ends a paragraph.
    pub(super) fn space(&mut self, span: Span, blank: bool) {
        let shown = self.in_paragraph() && !self.builder.text().ends_with('\n');
        if shown && self.space.is_none_or(|(_, before)| blank && !before) {
            self.space = Some((span, blank));
        }
    }

    /// A line break.
    pub(super) fn line_break(&mut self, span: Span) {
        self.space = None;
        if self.in_paragraph() {
            self.pass(span.start());
            self.builder.opaque(span, "\n");
            self.raw_end = span.end();
        }
    }

    /// Code, a formula or a picture; nothing at the start of a paragraph.
    pub(super) fn object(&mut self, span: Span) {
        if self.in_paragraph() {
            self.open(span.start());
            self.builder.opaque(span, OBJECT);
            self.raw_end = span.end();
        }
    }

    /// Prepares for text from this raw offset on: a blank line where a paragraph begins, else the space that is due;
    /// what was passed over since the last text is markup.
    fn open(&mut self, start: usize) {
        if self.builder.text().is_empty() {
            self.start = 0;
        } else if self.breaks {
            self.builder.synthetic("\n\n");
            self.start = self.builder.text().len();
        } else {
            self.show_space();
            self.pass(start);
        }
        self.space = None;
        self.breaks = false;
    }

    fn show_space(&mut self) {
        let Some((span, blank)) = self.space else { return };
        self.pass(span.start());
        match &self.raw[span.range()] {
            " " => self.builder.copied(span.start(), " "),
            run if blank => self.builder.copied(span.start(), run),
            _ => self.builder.decoded(span, " ", Layer::Space),
        }
        self.raw_end = span.end();
        if blank {
            self.start = self.builder.text().len();
        }
    }

    fn pass(&mut self, start: usize) {
        if self.raw_end < start {
            self.builder.opaque(Span::new(self.raw_end, start), "");
        }
    }

    /// The field, its map led through that of the text which it was read from.
    pub(super) fn field(self, name: &str, kind: FieldKind, outer: Option<&SourceMap>) -> Field {
        let (text, map) = self.builder.finish();
        let map = outer.map_or_else(|| map.clone(), |outer| map.through(outer));
        let mut field = Field::new(name, kind, text, map);
        field.paragraphs = ParagraphBreak::BlankLine;
        field
    }
}
