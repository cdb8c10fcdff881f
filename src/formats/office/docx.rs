//! DOCX: the text of a Word document, as it reads with all changes accepted.

use super::container::{Container, of_member};
use super::prose::{Prose, fields};
use super::xml::{Step, Tag, walk, walk_without};
use super::{Content, Properties, documents};
use crate::formats::notes::position;
use crate::formats::{Documents, Format, FormatOptions};
use crate::input::{Input, Problem};
use crate::source::{RawText, Span};
use std::collections::HashMap;
use std::sync::Arc;

/// Word documents (Office Open XML).
#[derive(Clone, Copy, Debug)]
pub struct Docx;

impl Format for Docx {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "docm"]
    }

    /// A zip file with the folder of a Word document among its first members.
    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(b"PK\x03\x04") && memchr::memmem::find(head, b"word/").is_some()
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        documents(input, options, read)
    }
}

/// What a paragraph is by its style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Style {
    #[default]
    Text,
    Title,
    Heading,
    /// A line of a table of contents, which says again what the headings say.
    Contents,
}

/// Elements that are not read: deleted and moved text, text boxes, the second of two versions of a drawing, field
/// instructions, what a paragraph was before.
const SKIPPED: [&str; 10] = [
    "del",
    "moveFrom",
    "txbxContent",
    "Fallback",
    "instrText",
    "delText",
    "pPrChange",
    "rPrChange",
    "sectPr",
    "binData",
];

fn read(container: &mut Container) -> Result<Content, Problem> {
    let main = main_part(container)?;
    let raw = container.needed(&main, "a Word document")?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let styles = match container.text(format!("{folder}/styles.xml").trim_start_matches('/'))? {
        Some(raw) => styles(&raw)?,
        None => HashMap::new(),
    };
    let properties = match container.text("docProps/core.xml")? {
        Some(raw) => properties(&raw)?,
        None => Properties::default(),
    };
    let mut reader = Reader::new(raw.text(), &styles);
    walk_without(raw.text(), &SKIPPED, |step| reader.step(step)).map_err(|error| malformed(&raw, &main, error))?;
    let fields = fields(reader.title, reader.body, reader.caption);
    Ok((raw, properties, fields))
}

/// What is wrong with the XML of a member.
pub(super) fn malformed(raw: &RawText, member: &str, (at, why): (usize, String)) -> Problem {
    let problem = Problem::error(raw.file().clone(), format!("not well-formed XML: {why}"));
    of_member(problem.at(position(raw, at)), member)
}

/// The member that holds the text, as the relations of the file name it.
fn main_part(container: &mut Container) -> Result<String, Problem> {
    let usual = "word/document.xml".to_owned();
    let name = "_rels/.rels";
    let Some(raw) = container.text(name)? else { return Ok(usual) };
    let mut target = None;
    let found = walk(raw.text(), |step| {
        if let Step::Start(tag, _) = step
            && tag.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
        {
            target = tag.attribute("Target");
        }
    });
    found.map_err(|error| malformed(&raw, name, error))?;
    Ok(target.map_or(usual, |target| target.trim_start_matches('/').to_owned()))
}

/// The language and the title that the properties of a document state.
pub(super) fn properties(raw: &RawText) -> Result<Properties, Problem> {
    let mut properties = Properties::default();
    let mut element = String::new();
    let found = walk(raw.text(), |step| match step {
        Step::Start(tag, false) => element = tag.name,
        Step::Text(span) => {
            let text: Arc<str> = raw.text()[span.range()].trim().into();
            match element.as_str() {
                "language" if !text.is_empty() => properties.lang = Some(text),
                "title" if !text.is_empty() => properties.title = Some(text),
                _ => {}
            }
        }
        Step::End(_) => element.clear(),
        _ => {}
    });
    found.map_err(|error| malformed(raw, "properties", error))?;
    Ok(properties)
}

/// What paragraphs of each style are. Ids differ from language to language; names are English everywhere.
fn styles(raw: &RawText) -> Result<HashMap<String, Style>, Problem> {
    let mut styles = HashMap::new();
    let mut id = None;
    let found = walk(raw.text(), |step| {
        let Step::Start(tag, _) = step else { return };
        match tag.name.as_str() {
            "style" => id = tag.attribute("styleId"),
            "name" => {
                let name = tag.attribute("val").unwrap_or_default().to_lowercase();
                let style = match name.as_str() {
                    "title" => Style::Title,
                    name if name.starts_with("heading ") || name == "subtitle" => Style::Heading,
                    name if name.starts_with("toc ") => Style::Contents,
                    _ => return,
                };
                styles.extend(id.take().map(|id| (id, style)));
            }
            _ => {}
        }
    });
    found.map_err(|error| malformed(raw, "styles.xml", error))?;
    Ok(styles)
}

struct Reader<'r> {
    raw: &'r str,
    styles: &'r HashMap<String, Style>,
    title: Prose<'r>,
    body: Prose<'r>,
    caption: Prose<'r>,
    style: Style,
    /// Whether the text of the document is in `title` while a paragraph of that style is read.
    in_title: bool,
    in_text: bool,
    in_run: bool,
    hidden: bool,
}

impl<'r> Reader<'r> {
    fn new(raw: &'r str, styles: &'r HashMap<String, Style>) -> Self {
        let prose = || Prose::new(raw);
        Reader {
            raw,
            styles,
            title: prose(),
            body: prose(),
            caption: prose(),
            style: Style::Text,
            in_title: false,
            in_text: false,
            in_run: false,
            hidden: false,
        }
    }

    fn step(&mut self, step: Step<'r>) {
        match step {
            Step::Start(tag, closed) => self.start(&tag, closed),
            Step::End(name) => self.end(&name),
            Step::Text(span) | Step::Reference(span) if self.in_text => self.text(span),
            _ => {}
        }
    }

    fn prose(&mut self) -> &mut Prose<'r> {
        if self.in_title { &mut self.title } else { &mut self.body }
    }

    fn text(&mut self, span: Span) {
        if !self.hidden && self.style != Style::Contents {
            self.prose().text(span);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, closed: bool) {
        match tag.name.as_str() {
            "p" => {
                self.body.end_paragraph(false);
                (self.style, self.in_title) = (Style::Text, false);
            }
            "pStyle" => {
                let id = tag.attribute("val").unwrap_or_default();
                self.style = self.styles.get(&id).copied().unwrap_or_default();
                self.in_title = self.style == Style::Title && !self.title.has_words();
            }
            "r" if !closed => (self.in_run, self.hidden) = (true, false),
            "vanish" if self.in_run => {
                self.hidden = !matches!(tag.attribute("val").as_deref(), Some("0" | "false" | "off"));
            }
            "t" if !closed => self.in_text = true,
            "tab" if self.in_run => self.prose().mark("\t"),
            "br" | "cr" if self.in_run => self.prose().mark("\n"),
            "noBreakHyphen" => self.prose().mark("\u{2011}"),
            "sym" | "object" => self.prose().mark("\u{FFFC}"),
            "docPr" => self.alternative(tag),
            _ => {}
        }
    }

    /// What a picture is said to show.
    fn alternative(&mut self, tag: &Tag<'_>) {
        let Some(value) = tag.raw_attribute("descr") else { return };
        // The value is a part of the raw text: the distance of the two is its offset.
        let start = (value.as_ptr() as usize).wrapping_sub(self.raw.as_ptr() as usize);
        if self.raw.get(start..start.saturating_add(value.len())) == Some(&*value) {
            self.caption.text(Span::new(start, start + value.len()));
            self.caption.end_paragraph(false);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "r" => (self.in_run, self.hidden) = (false, false),
            "p" => {
                self.body.end_paragraph(matches!(self.style, Style::Heading | Style::Title) && !self.in_title);
                if self.in_title {
                    self.title.end_paragraph(false);
                }
                (self.style, self.in_title) = (Style::Text, false);
            }
            _ => {}
        }
    }
}
