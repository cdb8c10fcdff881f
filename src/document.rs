//! The document model: what formats yield and checks read.

use crate::source::{RawText, SourceMap, Span};
use std::sync::Arc;

/// A bounded document (at most about 1 MB of text): an article, a feed item, one JSONL record, a window of a
/// huge text file.
#[derive(Debug)]
pub struct Document {
    /// Stable id: the path of a text file, the `id` of a record, the guid of a feed item.
    pub id: Arc<str>,
    /// What the fingerprint takes for the document: a guid, or a path relative to the config's folder,
    /// with a record's id behind it.
    pub key: Arc<str>,
    /// The item of a feed or the record of a data file, where the document is one.
    pub item: Option<Arc<Item>>,
    /// The language that the document itself states (a BCP 47 tag).
    pub lang: Option<Arc<str>>,
    /// The language that it was translated from, where known.
    pub source_lang: Option<Arc<str>>,
    /// The date that it was published, `YYYY-MM-DD…`, where known.
    pub date: Option<Arc<str>>,
    /// The stretch of the raw file that the fields' maps point into.
    pub raw: Arc<RawText>,
    /// The fields, in reading order.
    pub fields: Vec<Field>,
    /// Which window of a larger document this is.
    pub window: Window,
    /// The key of the feed that it is an item of: items of one feed are audited together.
    pub feed: Option<Arc<str>>,
}

impl Document {
    /// A document that is a whole file, of which nothing but its text is known; still without its fields.
    pub fn of_file(raw: Arc<RawText>, key: Arc<str>) -> Self {
        Document {
            id: raw.file().clone(),
            key,
            item: None,
            lang: None,
            source_lang: None,
            date: None,
            raw,
            fields: Vec::new(),
            window: Window::WHOLE,
            feed: None,
        }
    }
}

/// What a feed item or a record is called.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Item {
    /// 0-based position in its file.
    pub index: u64,
    /// Its guid or id, if it has one.
    pub id: Option<Arc<str>>,
    /// Its title, if it has one.
    pub title: Option<Arc<str>>,
    /// Its address, if it has one.
    pub url: Option<Arc<str>>,
}

/// One decoded text of a document.
#[derive(Debug)]
pub struct Field {
    /// `title`, `body`, `caption`, `text`, or the key it was read from.
    pub name: Arc<str>,
    /// What it is read as.
    pub kind: FieldKind,
    /// The decoded text.
    pub text: Arc<str>,
    /// The text that it was translated from, where the format has it.
    pub source: Option<Arc<str>>,
    /// The map of the text to the document's raw text.
    pub map: SourceMap,
    /// Unicode scalars of the whole field before this text; more than 0 only in a later window.
    pub base_chars: u64,
    /// How its paragraphs are told apart.
    pub paragraphs: ParagraphBreak,
    /// Spans of the text that the format marks as headings, in order.
    pub headings: Vec<Span>,
}

impl Field {
    /// A field whose text is `span` of the raw text, as it stands.
    pub fn copied(name: impl Into<Arc<str>>, kind: FieldKind, raw: &RawText, span: Span) -> Self {
        let text: Arc<str> =
            if span.len() == raw.text().len() { raw.shared_text() } else { raw.text()[span.range()].into() };
        Field::new(name, kind, text, SourceMap::copied(span.start(), span.len()))
    }

    /// A field with a map of its own.
    pub fn new(name: impl Into<Arc<str>>, kind: FieldKind, text: impl Into<Arc<str>>, map: SourceMap) -> Self {
        let text = text.into();
        let paragraphs = ParagraphBreak::of(&text);
        Field { name: name.into(), kind, text, source: None, map, base_chars: 0, paragraphs, headings: Vec::new() }
    }
}

/// What a field is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A headline.
    Title,
    /// Running text; its first line may be a title.
    Text,
    /// Running text whose title, if it has one, is known from elsewhere.
    Body,
    /// A picture caption.
    Caption,
    /// The target of a translation unit.
    Unit,
}

/// The text of a field, kept when its document is gone.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FieldText {
    /// The field's name.
    pub name: Arc<str>,
    /// Its whole decoded text.
    pub text: Arc<str>,
}

impl FieldText {
    /// The texts of a document that is held whole.
    pub fn of(document: &Document) -> Arc<[FieldText]> {
        let texts =
            document.fields.iter().map(|field| FieldText { name: field.name.clone(), text: field.text.clone() });
        texts.collect()
    }
}

/// What ends a paragraph in a plain-text field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParagraphBreak {
    /// A blank line; a single line break only wraps.
    BlankLine,
    /// Every line break: the text has no blank line.
    Line,
}

impl ParagraphBreak {
    /// How the paragraphs of this text are told apart.
    pub fn of(text: &str) -> Self {
        let mut blank = false;
        for line in text.trim_end().split('\n').map(str::trim) {
            if line.is_empty() && blank {
                return ParagraphBreak::BlankLine;
            }
            blank |= !line.is_empty();
        }
        ParagraphBreak::Line
    }
}

/// Which part of a document too large to be held at once this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// 0-based; 0 also for a whole document.
    pub index: u32,
    /// Whether no window of the same document follows.
    pub last: bool,
    /// Bytes at the start of each field that the previous window held already: what lies wholly inside them
    /// was reported there.
    pub overlap: u32,
}

impl Window {
    /// The window of a document that is held whole.
    pub const WHOLE: Window = Window { index: 0, last: true, overlap: 0 };

    /// How many bytes at the start of the first field the window before held, too.
    pub fn held_before(&self) -> usize {
        if self.index == 0 { 0 } else { self.overlap as usize }
    }

    /// Whether the document is held whole.
    pub fn is_whole(&self) -> bool {
        self.index == 0 && self.last
    }
}
