//! Translation units in an XML file: what was translated, with what it was translated from.

use super::placeholders::{self, Printf};
use super::xml::{Element, Items, Kind, Name, Opened, Part, Step, Stream, Wanted};
use super::{Documents, FormatOptions, key};
use crate::document::{Document, Field, FieldKind, Item, Window};
use crate::input::{Input, Problem};
use crate::source::{
    Action, Directive, Layer, RawText, SourceMap, SourceMapBuilder, Span, carried_over, in_notes, in_xml,
};
use std::collections::VecDeque;
use std::sync::Arc;

/// A group of units has about this many bytes of the file.
const GROUP: usize = 256 << 10;
/// Longest name of a field, in characters.
const LONGEST_NAME: usize = 200;
/// What stands for a placeholder: no word, and no lost space.
const OBJECT: &str = "\u{FFFC}";

/// What tells one kind of file from another.
pub(super) trait Units: Send {
    /// What such a file is called, with its article.
    const NOUN: &'static str;

    /// Its root element.
    const ROOT: &'static str;

    /// How its units are found.
    const ITEMS: Items;

    /// Whether an element that holds units is a document of its own.
    fn is_part(&self, opened: &Opened) -> bool;

    /// An element begins that holds units.
    fn open(&mut self, opened: &Opened);

    /// So many elements end that hold units.
    fn close(&mut self, count: usize);

    /// The translations of a unit.
    fn unit(&mut self, unit: &Element<'_>) -> Vec<Field>;

    /// The language of the translations and that of the sources.
    fn languages(&self) -> (Option<Arc<str>>, Option<Arc<str>>);

    /// What is to be said when all was read.
    fn closing(&mut self) -> Option<String> {
        None
    }
}

/// The documents of a file: one, or one for each part that is one, in windows.
pub(super) fn documents<'a, U: Units + 'a>(units: U, input: Input, options: &'a FormatOptions) -> Documents<'a> {
    let key = key::relative(&input.file, options.root.as_deref()).into();
    Box::new(Groups {
        units,
        id: input.file.clone(),
        file: input.file.clone(),
        file_key: key,
        name: None,
        stream: Stream::of_items(input, U::ITEMS),
        fields: Vec::new(),
        spans: Vec::new(),
        begin: 0,
        carried: Vec::new(),
        window: 0,
        part: 0,
        rooted: false,
        read: 0,
        ready: VecDeque::new(),
        done: false,
    })
}

struct Groups<U> {
    units: U,
    stream: Stream,
    file: Arc<str>,
    file_key: Arc<str>,
    /// Of the document.
    id: Arc<str>,
    /// What the document is called in its file.
    name: Option<Arc<str>>,
    /// The translations of the group so far.
    fields: Vec<Field>,
    /// Where the units of what is kept stand, which begins at a raw byte.
    spans: Vec<Span>,
    begin: u64,
    /// Directives of earlier groups of the document that reach further.
    carried: Vec<Directive>,
    /// Of the next group.
    window: u32,
    /// Parts of the file that began.
    part: u64,
    rooted: bool,
    /// Units with a translation.
    read: u64,
    ready: VecDeque<Result<Document, Problem>>,
    done: bool,
}

impl<U: Units> Iterator for Groups<U> {
    type Item = Result<Document, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(ready);
            }
            if self.done {
                return None;
            }
            self.step();
        }
    }
}

impl<U: Units> Groups<U> {
    fn step(&mut self) {
        // What stands before the first unit may say what is not to be reported in all of them.
        if self.fields.is_empty() {
            self.stream.hold_below(GROUP);
        }
        let wanted = |_: &[String], name: Name<'_>| match (U::ITEMS.is_item)(name) {
            true => Wanted::Whole,
            false => Wanted::Enter,
        };
        match self.stream.next(wanted) {
            None => {
                self.flush(true);
                self.done = true;
            }
            Some(Err(problem)) => {
                if self.stream.goes_on() {
                    self.set_aside();
                } else if problem.is_error() {
                    // What stands before it is a whole document as far as it goes.
                    self.flush(true);
                }
                self.ready.push_back(Err(problem));
            }
            Some(Ok(Step::Opened(opened))) => self.open(&opened),
            Some(Ok(Step::Closed { name, count })) => {
                self.units.close(count);
                if name == U::ROOT {
                    self.closing();
                }
            }
            Some(Ok(Step::Whole(captured))) => {
                let element = self.stream.element(&captured);
                let fields = self.units.unit(&element);
                self.read += fields.len() as u64;
                self.fields.extend(fields);
                let begin = self.stream.begin();
                if self.begin != begin {
                    (self.begin, self.spans) = (begin, Vec::new());
                }
                self.spans.push(element.whole());
                match self.stream.kept() >= GROUP {
                    true => self.flush(false),
                    false if !self.fields.is_empty() => self.stream.hold(),
                    false => {}
                }
            }
        }
    }

    fn open(&mut self, opened: &Opened) {
        if !self.rooted {
            self.rooted = true;
            if opened.name != U::ROOT {
                let message = format!("not {}: its root element is `<{}>`", U::NOUN, opened.name);
                self.ready.push_back(Err(self.stream.problem(message, opened.position)));
                self.stream.end();
                return;
            }
        }
        if self.units.is_part(opened) {
            // Still with the languages of the part before.
            self.flush(true);
            if self.part > 0 {
                self.stream.cut();
            }
            self.carried.clear();
            let name = opened.attribute("original").or_else(|| opened.attribute("id"));
            let number = self.part.to_string();
            let name = name.filter(|name| !name.is_empty());
            self.name = name.map(Arc::from);
            if self.part > 0 {
                self.id = format!("{}#{}", self.file, name.unwrap_or(&number)).into();
            }
            self.part += 1;
        }
        self.units.open(opened);
    }

    fn closing(&mut self) {
        if self.read + self.stream.broken() == 0 {
            self.stream.note("nothing in it is translated", 0);
        }
        if let Some(note) = self.units.closing() {
            self.stream.note(&note, 0);
        }
    }

    /// Makes a window of the units before a break; what is kept is given up then.
    fn set_aside(&mut self) {
        if !self.fields.is_empty() {
            return self.flush(false);
        }
        let raw = self.stream.cut();
        self.directives(&raw);
    }

    /// Makes a document, or a window of one, of the units so far.
    fn flush(&mut self, last: bool) {
        let fields = std::mem::take(&mut self.fields);
        if fields.is_empty() && (self.window == 0 || !last) {
            return;
        }
        let raw = self.stream.cut();
        let directives = self.directives(&raw);
        let raw = Arc::new(raw.with_directives(directives));
        let (lang, source_lang) = self.units.languages();
        let window = Window { index: self.window, last, overlap: 0 };
        self.window = if last { 0 } else { self.window.saturating_add(1) };
        let of_file = self.id.strip_prefix(&*self.file).unwrap_or_default();
        let item = Item { index: self.part.saturating_sub(1), id: self.name.clone(), title: None, url: None };
        self.ready.push_back(Ok(Document {
            id: self.id.clone(),
            key: format!("{}{of_file}", self.file_key).into(),
            item: Some(Arc::new(item)),
            lang,
            source_lang,
            date: None,
            raw,
            fields,
            window,
            feed: None,
        }));
    }

    /// What notes and comments of a group say of findings in it. Those in a unit speak of it.
    fn directives(&mut self, raw: &RawText) -> Vec<Directive> {
        let spans = std::mem::take(&mut self.spans);
        let mut own = in_xml(raw.text());
        own.extend(in_notes(raw.text()));
        own.sort_by_key(|directive| directive.at.start());
        for directive in &mut own {
            if matches!(directive.action, Action::Ignore | Action::IgnoreNextLine) {
                let unit = spans.get(spans.partition_point(|unit| unit.end() <= directive.at.start()));
                directive.reach = unit.filter(|unit| unit.contains(directive.at)).copied();
            }
        }
        let mut directives = std::mem::take(&mut self.carried);
        directives.extend(own);
        self.carried = carried_over(&directives, |at| {
            let (line, column) = raw.line_column(at);
            (raw.raw_byte(at), line, column)
        });
        directives
    }
}

/// The field of a translation, if it says something.
pub(super) fn field(name: &str, target: &Element<'_>, source: Option<&Element<'_>>) -> Option<Field> {
    let (text, inner) = inline(target);
    let source: Option<Arc<str>> = source.map(|source| inline(source).0.into());
    let (text, map) = placeholders::masked(&text, source.as_deref(), Printf::Perhaps).finish();
    let mut field = Field::new(name, FieldKind::Unit, text, map.through(&inner));
    field.source = source;
    field.text.contains(char::is_alphanumeric).then_some(field)
}

/// What a unit is called: the first of these attributes that it has, else its number.
pub(super) fn name(unit: &Element<'_>, attributes: &[&str], number: u64) -> String {
    let stated = attributes.iter().find_map(|name| unit.attribute(name).filter(|name| !name.trim().is_empty()));
    let name = stated.map_or_else(|| format!("unit {number}"), |name| name.trim().to_owned());
    name.chars().take(LONGEST_NAME).collect()
}

/// The text of a source or a target with its map. Placeholders are no words; tags are no words and leave no space.
fn inline(element: &Element<'_>) -> (String, SourceMap) {
    let mut builder = SourceMapBuilder::within(Layer::Xml);
    // Elements that are passed over with all that is in them.
    let mut passed = 0_usize;
    for part in element.parts() {
        match part {
            Part::Start(_) if passed > 0 => passed += 1,
            Part::End(..) if passed > 0 => passed -= 1,
            Part::Leaf(..) if passed > 0 => {}
            Part::Start(start) => match shown(&start) {
                Some(text) => {
                    builder.opaque(start.whole(), text);
                    passed = 1;
                }
                None => builder.opaque(start.tag(), ""),
            },
            Part::End(_, span) if span.is_empty() => {}
            Part::End(_, span) => builder.opaque(span, ""),
            Part::Leaf(Kind::Other, span) => builder.opaque(span, ""),
            Part::Leaf(kind, span) => element.leaf(&mut builder, kind, span),
        }
    }
    builder.finish()
}

/// What stands in the text for an inline element that is no text; none if its content is text.
fn shown(element: &Element<'_>) -> Option<&'static str> {
    let is = |name: &str, values: &[&str]| element.attribute(name).is_some_and(|value| values.contains(&value.trim()));
    match element.name().local {
        "g" | "pc" | "hi" | "mrk" if is("translate", &["no"]) || is("mtype", &["protected"]) => Some(OBJECT),
        "x" | "ph" | "it" | "ut"
            if is("ctype", &["lb"]) || is("type", &["lb", "fmt"]) && is("subType", &["xlf:lb"]) =>
        {
            Some("\n")
        }
        "x" | "ph" | "it" | "ut" | "cp" => Some(OBJECT),
        // Tags, with the code that they stand for.
        "bx" | "ex" | "bpt" | "ept" | "sc" | "ec" | "sm" | "em" => Some(""),
        _ => None,
    }
}

/// Whether the start of an element says that what is in it is not to be translated; none if it says nothing.
pub(super) fn untranslatable(value: Option<&str>) -> Option<bool> {
    match value?.trim() {
        "no" => Some(true),
        "yes" => Some(false),
        _ => None,
    }
}
