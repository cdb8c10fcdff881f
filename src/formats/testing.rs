//! What tests of formats ask of a document, its promises checked.

use super::promises::{apart, check_maps};
use super::tests::input;
use super::{Format, FormatOptions};
use crate::document::Document;
use crate::input::Problem;
use crate::source::{Layer, Span};

/// The documents of a file, each checked, and the problems.
pub(super) fn read(format: &dyn Format, bytes: impl Into<Vec<u8>>) -> (Vec<Document>, Vec<Problem>) {
    let (documents, problems) = apart(format.documents(input("file", bytes), &FormatOptions::default()));
    documents.iter().for_each(check_maps);
    (documents, problems)
}

/// The fields of a document: names and texts.
pub(super) fn shown(document: &Document) -> Vec<(&str, &str)> {
    document.fields.iter().map(|field| (&*field.name, &*field.text)).collect()
}

/// The raw text of the first field of a document that shows these words, the layers it is escaped in, and whether it can
/// be edited.
pub(super) fn place<'a>(document: &'a Document, words: &str) -> (&'a str, Vec<Layer>, bool) {
    let field = document.fields.iter().find(|field| field.text.contains(words)).expect("a field with these words");
    let start = field.text.find(words).unwrap_or_default();
    let span = Span::new(start, start + words.len());
    (&document.raw.text()[field.map.raw(span).range()], field.map.layers(span), field.map.editable(span))
}
