//! How an HTML text is read, as the format says that it is in.

use crate::document::FieldKind;

/// How a text is read.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) struct Reading<'a> {
    /// What its main field is called.
    pub name: &'a str,
    /// What its main field is read as.
    pub kind: FieldKind,
    /// Its language, if known: parts in another one are left out.
    pub lang: Option<&'a str>,
    /// Whether a blank line ends a paragraph, as in text that a program makes HTML of.
    pub blank_lines: bool,
    /// Whether shortcodes of WordPress stand in it.
    pub shortcodes: bool,
    /// Whether it is a story by itself, whose headers and footers belong to it.
    pub story: bool,
}

impl<'a> Reading<'a> {
    /// How the text of a story is read, which has a title elsewhere.
    pub(in crate::formats) fn body(name: &'a str, lang: Option<&'a str>) -> Self {
        Reading { name, kind: FieldKind::Body, lang, blank_lines: false, shortcodes: false, story: true }
    }

    /// How a headline is read.
    pub(in crate::formats) fn title(name: &'a str) -> Self {
        Reading { name, kind: FieldKind::Title, lang: None, blank_lines: false, shortcodes: false, story: true }
    }
}
