//! XML as the formats read it: one item after the other, each with its raw text, whatever the size of the file.
//!
//! [`Stream`] goes through a file and hands out the elements that a format asks for as small trees; the text of an
//! element is a [`Content`](tree::Element::text) with a map. No entity is expanded but the predefined ones, and nothing
//! is fetched.

mod names;
mod notes;
mod recovery;
mod source;
mod stream;
mod tree;

pub(in crate::formats) use names::Name;
pub(in crate::formats) use recovery::Items;
pub(in crate::formats) use stream::{Opened, Step, Stream, Wanted};
pub(in crate::formats) use tree::{Element, Kind, Part, cdata_inside};

use super::{Documents, FORMATS, Format, FormatOptions};
use crate::input::{Input, Problem};

/// XML files whose root element tells what they are.
#[derive(Clone, Copy, Debug)]
pub struct Xml;

impl Format for Xml {
    fn name(&self) -> &'static str {
        "xml"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xml"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.trim_ascii_start().starts_with(b"<?xml ")
    }

    /// The documents of the format that knows the root element.
    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        let head = input.decoder.head();
        let known = FORMATS.iter().copied().take_while(|format| format.name() != self.name());
        if let Some(format) = { known }.find(|format| format.sniff(&head)) {
            return format.documents(input, options);
        }
        let what = match Root::of(&head) {
            Some(root) => format!("XML of another kind: its root element is `<{}>`", root.name),
            None => "not XML: no element at its start".to_owned(),
        };
        let problem = match input.named {
            true => Problem::error(input.file, what).help(READ),
            false => Problem::note(input.file, format!("skipped: {what}")),
        };
        Box::new(std::iter::once(Err(problem.at(input.decoder.position()))))
    }
}

/// What is read of XML.
const READ: &str = "read are RSS (`<rss>`, `<rdf:RDF>`), Atom (`<feed>`), WordPress exports, NITF (`<nitf>`), NewsML-G2 \
    (`<newsItem>`, `<newsMessage>`), XLIFF (`<xliff>`), TMX (`<tmx>`) and XHTML (`<html>`)";

/// The start of a root element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Root<'a> {
    /// Its name as it is written.
    pub name: &'a str,
    /// Its start tag, as far as it is there.
    pub tag: &'a str,
}

impl<'a> Root<'a> {
    /// The root element of a file that starts with `head`, which is cut anywhere.
    pub(super) fn of(head: &'a [u8]) -> Option<Self> {
        let valid = match std::str::from_utf8(head) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).ok()?,
        };
        let mut rest = valid.trim_start_matches('\u{FEFF}').trim_start();
        loop {
            let end = if rest.starts_with("<?") {
                "?>"
            } else if rest.starts_with("<!--") {
                "-->"
            } else if rest.starts_with("<!") {
                let subset = rest.find('[').is_some_and(|open| rest.find('>').is_none_or(|end| open < end));
                if subset { "]>" } else { ">" }
            } else {
                break;
            };
            rest = rest[rest.find(end)? + end.len()..].trim_start();
        }
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        let name = tree::tag_name(tag);
        (tag.starts_with('<') && !name.is_empty()).then_some(Root { name, tag })
    }

    /// The name without its prefix.
    pub(super) fn local(&self) -> &'a str {
        self.name.rsplit(':').next().unwrap_or(self.name)
    }
}

#[cfg(test)]
#[path = "xml_tests.rs"]
mod tests;
