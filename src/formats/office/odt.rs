//! ODT: the text of a document of LibreOffice and others.

use super::container::Container;
use super::docx::{malformed, properties};
use super::prose::{Prose, fields};
use super::xml::{Step, Tag, walk_without};
use super::{Content, Properties, documents};
use crate::formats::{Documents, Format, FormatOptions};
use crate::input::{Input, Problem};
use crate::source::Span;
use std::collections::HashSet;

/// Text documents (OpenDocument).
#[derive(Clone, Copy, Debug)]
pub struct Odt;

impl Format for Odt {
    fn name(&self) -> &'static str {
        "odt"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["odt"]
    }

    /// A zip file whose first member says what it is.
    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(b"PK\x03\x04")
            && memchr::memmem::find(head, b"mimetypeapplication/vnd.oasis.opendocument.text").is_some()
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        documents(input, options, read)
    }
}

/// Elements that are not read: notes and comments, deleted text, text boxes, tables of contents, readings of ruby.
const SKIPPED: [&str; 9] = [
    "note",
    "annotation",
    "tracked-changes",
    "text-box",
    "table-of-content",
    "ruby-text",
    "sequence-decls",
    "forms",
    "object",
];

fn read(container: &mut Container) -> Result<Content, Problem> {
    let manifest = container.text("META-INF/manifest.xml")?;
    if manifest.is_some_and(|raw| raw.text().contains("encryption-data")) {
        let problem = Problem::error(container.file().clone(), "member `content.xml`: encrypted");
        return Err(problem.help("save the file without a password"));
    }
    let raw = container.needed("content.xml", "a text document")?;
    let properties = match container.text("meta.xml")? {
        Some(raw) => properties(&raw)?,
        None => Properties::default(),
    };
    let mut reader = Reader::new(raw.text());
    walk_without(raw.text(), &SKIPPED, |step| reader.step(step))
        .map_err(|error| malformed(&raw, "content.xml", error))?;
    let fields = fields(reader.title, reader.body, reader.caption);
    Ok((raw, properties, fields))
}

struct Reader<'r> {
    title: Prose<'r>,
    body: Prose<'r>,
    caption: Prose<'r>,
    /// Styles of this document that are made of that of titles.
    titles: HashSet<String>,
    in_body: bool,
    /// Open paragraphs and headings.
    paragraphs: usize,
    heading: bool,
    in_title: bool,
    /// Whether the text of an alternative for a picture is read.
    in_caption: bool,
}

impl<'r> Reader<'r> {
    fn new(raw: &'r str) -> Self {
        let prose = || Prose::new(raw);
        Reader {
            title: prose(),
            body: prose(),
            caption: prose(),
            titles: HashSet::from(["Title".to_owned()]),
            in_body: false,
            paragraphs: 0,
            heading: false,
            in_title: false,
            in_caption: false,
        }
    }

    fn step(&mut self, step: Step<'r>) {
        match step {
            Step::Start(tag, closed) => self.start(&tag, closed),
            Step::End(name) => self.end(&name),
            Step::Text(span) | Step::Reference(span) => self.text(span),
        }
    }

    fn prose(&mut self) -> &mut Prose<'r> {
        if self.in_title { &mut self.title } else { &mut self.body }
    }

    fn text(&mut self, span: Span) {
        if self.in_caption {
            self.caption.text(span);
        } else if self.in_body && self.paragraphs > 0 {
            self.prose().text(span);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, closed: bool) {
        match tag.name.as_str() {
            "style" if tag.attribute("parent-style-name").as_deref() == Some("Title") => {
                self.titles.extend(tag.attribute("name"));
            }
            "text" if !closed => self.in_body = true,
            "p" | "h" if !closed => {
                self.body.end_paragraph(false);
                self.paragraphs += 1;
                self.heading = tag.name == "h";
                let style = tag.attribute("style-name").unwrap_or_default();
                self.in_title = self.in_body && self.titles.contains(&style) && !self.title.has_words();
            }
            "s" => self.prose().mark(" "),
            "tab" => self.prose().mark("\t"),
            "line-break" => self.prose().mark("\n"),
            "desc" if !closed => self.in_caption = true,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "text" => self.in_body = false,
            "p" | "h" => {
                self.body.end_paragraph(self.heading && !self.in_title);
                if self.in_title {
                    self.title.end_paragraph(false);
                }
                self.paragraphs = self.paragraphs.saturating_sub(1);
                (self.heading, self.in_title) = (false, false);
            }
            "desc" => {
                self.in_caption = false;
                self.caption.end_paragraph(false);
            }
            _ => {}
        }
    }
}
