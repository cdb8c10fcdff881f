//! An XML file from its start to its end, in bounded memory: elements that a format enters, and elements that it takes
//! whole.

mod broken;
mod capture;
mod step;

pub(in crate::formats) use step::{Captured, Opened, Step, Wanted};

use super::names::{Name, Prefixes};
use super::notes::Notes;
use super::recovery::{Broken, Items, Recovery};
use super::source::TextSource;
use super::tree::{Element, attributes};
use crate::input::{Input, Position, Problem};
use crate::source::{RawText, Span, in_markup};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::VecDeque;

/// Elements inside of each other at most.
const MOST_NESTED: usize = 1024;
/// What is to be said of a directive in a comment between items, or in front of the first.
const STRAY: &str = "a directive outside of any item hides nothing; it belongs into the item that it speaks of";
/// What is wrong with text that only looks like a tag.
const NO_TAG: &str = "a `<` that begins no tag; XML writes it as `&lt;`";

/// An XML file as it is read.
pub(in crate::formats) struct Stream {
    reader: Reader<TextSource>,
    /// Of the parser.
    buffer: Vec<u8>,
    /// Names of the elements that were entered.
    path: Vec<String>,
    prefixes: Prefixes,
    notes: Notes,
    /// To be given before anything else.
    waiting: VecDeque<Problem>,
    /// The text that was read is kept, for several elements in one document, until it has this many bytes.
    hold: usize,
    /// Going on behind what is broken, where a format can.
    recovery: Option<Recovery>,
    /// Whether what comes next was broken, so that it has to be found where to go on.
    is_behind_break: bool,
    /// Whether a directive outside of the elements that are taken is told.
    tells_stray: bool,
    rooted: bool,
    ended: bool,
}

/// What the parser came to, without its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Start,
    Empty,
    End,
    Text,
    Cdata,
    Reference,
    Other,
    Eof,
}

impl Stream {
    pub(in crate::formats) fn new(input: Input) -> Self {
        Stream {
            reader: parser(TextSource::new(input)),
            buffer: Vec::new(),
            path: Vec::new(),
            prefixes: Prefixes::default(),
            notes: Notes::default(),
            waiting: VecDeque::new(),
            hold: 0,
            recovery: None,
            is_behind_break: false,
            tells_stray: false,
            rooted: false,
            ended: false,
        }
    }

    /// A file of items, of which one that is broken is left out.
    pub(in crate::formats) fn of_items(input: Input, items: Items) -> Self {
        Stream { recovery: Some(Recovery::new(items)), ..Stream::new(input) }
    }

    /// Tells of directives that stand in no element that is taken whole, where they are heard by nobody.
    pub(in crate::formats) fn tell_stray_directives(&mut self) {
        self.tells_stray = true;
    }

    /// Whether the problem that was given last is behind what can be read, which goes on.
    pub(in crate::formats) fn goes_on(&self) -> bool {
        self.is_behind_break
    }

    /// How many items were left out so far because they are broken.
    pub(in crate::formats) fn broken(&self) -> u64 {
        self.recovery.as_ref().map_or(0, |recovery| recovery.broken)
    }

    /// The next step; `wanted` says what is wanted of an element, given the names of those around it and its own.
    pub(in crate::formats) fn next(
        &mut self,
        wanted: impl Fn(&[String], Name<'_>) -> Wanted,
    ) -> Option<Result<Step, Problem>> {
        loop {
            if let Some(problem) = self.waiting.pop_front() {
                return Some(Err(problem));
            }
            if self.ended {
                return None;
            }
            if self.is_behind_break {
                self.go_on();
                continue;
            }
            match self.step(&wanted) {
                Ok(Some(step)) => return Some(Ok(step)),
                Ok(None) => {}
                Err(broken) => {
                    let problem = self.recover(broken);
                    self.waiting.push_front(problem);
                }
            }
        }
    }

    /// An element that was taken whole. It can be looked at until its text is cut off or forgotten.
    pub(in crate::formats) fn element<'a>(&'a self, captured: &'a Captured) -> Element<'a> {
        Element::new(&captured.tree, self.source().kept(), &self.prefixes)
    }

    /// Keeps the text of what was taken until it is cut off, so that several elements are in it.
    pub(in crate::formats) fn hold(&mut self) {
        self.hold = usize::MAX;
    }

    /// Keeps the text of what was taken as long as it has fewer than this many bytes.
    pub(in crate::formats) fn hold_below(&mut self, bytes: usize) {
        self.hold = bytes;
    }

    /// The raw byte at which the text begins that is kept.
    pub(in crate::formats) fn begin(&self) -> u64 {
        self.source().position(0).byte
    }

    /// The text that is kept, as the raw text of a document.
    pub(in crate::formats) fn cut(&mut self) -> RawText {
        self.hold = 0;
        self.reader.get_mut().cut()
    }

    /// Bytes of the text that is kept.
    pub(in crate::formats) fn kept(&self) -> usize {
        self.source().kept().len()
    }

    /// Tells of something that is read all the same, with the place where an element begins.
    pub(in crate::formats) fn note(&mut self, message: &str, offset: usize) {
        let source = self.reader.get_ref();
        self.notes.add(message, || source.position(offset));
    }

    /// A problem at a position.
    pub(in crate::formats) fn problem(&self, message: impl Into<String>, position: Position) -> Problem {
        Problem::error(self.source().file(), message).at(position)
    }

    /// Reads no further.
    pub(in crate::formats) fn end(&mut self) {
        self.ended = true;
        self.waiting.extend(self.notes.take(&self.reader.get_ref().file()));
    }

    fn source(&self) -> &TextSource {
        self.reader.get_ref()
    }

    fn step(&mut self, wanted: &impl Fn(&[String], Name<'_>) -> Wanted) -> Result<Option<Step>, Broken> {
        if self.kept() >= self.hold {
            self.reader.get_mut().forget();
        }
        let start = self.kept();
        let part = self.read()?;
        let span = Span::new(start, self.kept());
        match part {
            Part::Start | Part::Empty => self.open(span, part == Part::Start, wanted).map(Some),
            Part::End => Ok(self.close(span).map(|(name, count)| Step::Closed { name, count })),
            Part::Text | Part::Cdata | Part::Reference => {
                let text = self.source().kept()[span.range()].trim_start_matches('\u{FEFF}');
                if !self.path.is_empty() || text.trim().is_empty() {
                    return Ok(None);
                }
                if self.rooted && self.recovery.is_some() {
                    // Readers look at a feed no further than to its end.
                    self.note("text behind the root element is not read", start);
                    return Ok(None);
                }
                let where_ = if self.rooted { "behind the root element" } else { "before the root element" };
                Err(self.problem(format!("not XML: text {where_}"), self.source().position(start)).into())
            }
            Part::Other => {
                if self.tells_stray && !in_markup(&self.source().kept()[span.range()], 0).is_empty() {
                    self.note(STRAY, start);
                }
                Ok(None)
            }
            Part::Eof => {
                if let (Some(open), false) = (self.path.last(), self.went_on()) {
                    return Err(self.truncated(open).into());
                }
                if !self.rooted {
                    let problem = self.problem("not XML: there is no element in it", self.source().position(start));
                    return Err(problem.into());
                }
                self.end();
                Ok(None)
            }
        }
    }

    /// Ends the element that an end tag is of; how many end with it. Behind a break, the parser does not know which are
    /// open.
    fn close(&mut self, span: Span) -> Option<(String, usize)> {
        if !self.went_on() {
            return Some((self.path.pop()?, 1));
        }
        let tag = &self.source().kept()[span.range()];
        let name = self.prefixes.resolve(super::tree::tag_name(tag)).0.full();
        let depth = self.path.iter().rposition(|open| *open == name)?;
        let count = self.path.len() - depth;
        Some((self.path.drain(depth..).next()?, count))
    }

    fn open(
        &mut self,
        span: Span,
        has_end: bool,
        wanted: &impl Fn(&[String], Name<'_>) -> Wanted,
    ) -> Result<Step, Broken> {
        self.rooted = true;
        self.learn(span)?;
        let tag = &self.source().kept()[span.range()];
        let name = self.prefixes.resolve(super::tree::tag_name(tag)).0;
        if wanted(&self.path, name) == Wanted::Whole {
            let (tree, read) = self.capture(span, has_end);
            return match read {
                Ok(()) => Ok(Step::Whole(Captured { tree })),
                Err(broken) if self.is_item(span) => Err(broken.in_item(self.source().position(span.start()))),
                Err(broken) if self.recovery.is_none() => {
                    let problem = self.recover(broken);
                    self.waiting.push_back(problem);
                    Ok(Step::Whole(Captured { tree }))
                }
                Err(broken) => Err(broken),
            };
        }
        let name = name.full();
        let attributes = attributes(tag).map(|attribute| (attribute.name.to_owned(), attribute.decoded().into_owned()));
        let opened = Opened {
            name: name.clone(),
            attributes: attributes.collect(),
            is_empty: !has_end,
            position: self.source().position(span.start()),
        };
        if has_end {
            if self.path.len() >= MOST_NESTED {
                return Err(self.too_deep(span.start()));
            }
            self.path.push(name);
        }
        Ok(Step::Opened(opened))
    }

    /// Learns the namespaces that a tag declares, and tells of a prefix that none declared.
    fn learn(&mut self, span: Span) -> Result<(), Broken> {
        let source = self.reader.get_ref();
        let tag = &source.kept()[span.range()];
        if memchr::memmem::find(tag.as_bytes(), b"xmlns").is_some() {
            for attribute in attributes(tag) {
                if let Some(prefix) = attribute.name.strip_prefix("xmlns:") {
                    self.prefixes.declare(prefix, &attribute.decoded());
                }
            }
        }
        let name = super::tree::tag_name(tag);
        if !name.starts_with(begins_tag) {
            return Err(Broken::at(self.problem(NO_TAG, source.position(span.start())), span.start() + 1));
        }
        let name = self.prefixes.resolve(name);
        if let (Name { prefix, .. }, false) = name {
            let message = format!("the prefix `{prefix}:` is not declared");
            self.notes.add(&message, || source.position(span.start()));
        }
        Ok(())
    }

    /// The next part of the file.
    fn read(&mut self) -> Result<Part, Broken> {
        self.buffer.clear();
        self.buffer.shrink_to(1 << 20);
        let before = self.kept();
        let part = self.reader.read_event_into(&mut self.buffer).map(|event| match event {
            Event::Start(_) => Part::Start,
            Event::Empty(_) => Part::Empty,
            Event::End(_) => Part::End,
            Event::Text(_) => Part::Text,
            Event::CData(_) => Part::Cdata,
            Event::GeneralRef(_) => Part::Reference,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => Part::Other,
            Event::Eof => Part::Eof,
        });
        match part {
            Ok(Part::Eof) => match self.reader.get_mut().problem() {
                Some((problem, _)) => Err(problem.into()),
                None => Ok(Part::Eof),
            },
            Ok(part) => Ok(part),
            Err(error) => Err(self.failed(&error, before)),
        }
    }
}

/// Whether markup goes on with this behind its `<`.
fn begins_tag(first: char) -> bool {
    first.is_alphabetic() || "_:/!?".contains(first)
}

fn parser(source: TextSource) -> Reader<TextSource> {
    let mut reader = Reader::from_reader(source);
    reader.config_mut().allow_dangling_amp = true;
    reader
}
