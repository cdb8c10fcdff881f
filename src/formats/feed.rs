//! Feeds: items in an XML file, each a document.

use super::xml::{self, Element, Name, Opened, Step, Stream, Wanted};
use super::{Documents, FormatOptions, Windows, date, key};
use crate::document::{Document, Field, FieldKind, Item, Window};
use crate::input::{Input, Problem};
use crate::source::in_xml;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What tells one kind of feed from another.
pub(super) trait Feed: Send {
    /// What a feed of this kind is called, with its article: `an RSS feed`.
    const NOUN: &'static str;

    /// Whether this is the name of its root element.
    fn is_root(&self, name: &str) -> bool;

    /// How its items are found behind one that is broken.
    fn items(&self) -> Option<xml::Items> {
        None
    }

    /// What is wanted of an element, given the names of those around it.
    fn wanted(&self, path: &[String], name: Name<'_>) -> Wanted;

    /// What an element that was wanted whole says. `lang` is the language of the feed.
    fn take(&self, element: &Element<'_>, lang: Option<&Arc<str>>) -> Taken;
}

/// What an element of a feed says.
#[derive(Debug)]
pub(super) enum Taken {
    /// An item.
    Item(Box<Entry>),
    /// An item that is none to audit, such as a picture.
    Other,
    /// The language of the items that follow.
    Lang(Arc<str>),
    /// Nothing.
    Nothing,
}

/// An item of a feed.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// Its guid or id, else its address.
    pub id: Option<Arc<str>>,
    /// Its address.
    pub url: Option<Arc<str>>,
    /// Its date as it is written.
    pub date: Option<Arc<str>>,
    /// Its language, or that of the feed.
    pub lang: Option<Arc<str>>,
    /// The language that it was translated from.
    pub source_lang: Option<Arc<str>>,
    /// Its fields, in reading order.
    pub fields: Vec<Field>,
}

/// The documents of a feed.
pub(super) fn documents<'a>(feed: impl Feed + 'a, input: Input, options: &'a FormatOptions) -> Documents<'a> {
    let file = input.file.clone();
    let mut stream = match feed.items() {
        Some(items) => Stream::of_items(input, items),
        None => Stream::new(input),
    };
    stream.tell_stray_directives();
    Box::new(Items {
        feed,
        file_key: key::relative(&file, options.root.as_deref()).into(),
        file,
        stream,
        lang: None,
        seen: FxHashMap::default(),
        index: 0,
        rooted: false,
        windows: None,
    })
}

struct Items<F> {
    feed: F,
    stream: Stream,
    file: Arc<str>,
    file_key: Arc<str>,
    /// The language of the feed.
    lang: Option<Arc<str>>,
    /// Hashes of ids, and how many items had each.
    seen: FxHashMap<u64, u32>,
    /// Items so far, without those that are broken.
    index: u64,
    rooted: bool,
    /// What is left of the item before.
    windows: Option<Windows>,
}

impl<F: Feed> Iterator for Items<F> {
    type Item = Result<Document, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(document) = self.windows.as_mut().and_then(Windows::next) {
                return Some(Ok(document));
            }
            self.windows = None;
            let feed = &self.feed;
            let step = match self.stream.next(|path, name| feed.wanted(path, name))? {
                Err(problem) => return Some(Err(problem)),
                Ok(step) => step,
            };
            match step {
                Step::Opened(opened) if !self.rooted => {
                    self.rooted = true;
                    self.lang = opened.lang();
                    if let Some(problem) = self.is_no_feed(&opened) {
                        self.stream.end();
                        return Some(Err(problem));
                    }
                }
                Step::Opened(_) => {}
                Step::Closed { name, .. } => {
                    if self.index + self.stream.broken() == 0 && self.feed.is_root(&name) {
                        self.stream.note(&format!("{} without items", F::NOUN), 0);
                    }
                }
                Step::Whole(captured) => {
                    let element = self.stream.element(&captured);
                    match self.feed.take(&element, self.lang.as_ref()) {
                        Taken::Lang(lang) => self.lang = Some(lang),
                        Taken::Nothing => {}
                        Taken::Other => self.index += 1,
                        Taken::Item(entry) => self.windows = Some(self.document(*entry)),
                    }
                }
            }
        }
    }
}

impl<F: Feed> Items<F> {
    /// What is to be said of a file with another root element.
    fn is_no_feed(&self, opened: &Opened) -> Option<Problem> {
        if self.feed.is_root(&opened.name) {
            return None;
        }
        let problem = match opened.name.to_ascii_lowercase().as_str() {
            "html" => {
                let message = format!("an HTML page where {} should be", F::NOUN);
                self.stream.problem(message, opened.position).help("it may be a page that reports an error")
            }
            _ => {
                let message = format!("not {}: its root element is `<{}>`", F::NOUN, opened.name);
                self.stream.problem(message, opened.position)
            }
        };
        Some(problem)
    }

    fn document(&mut self, entry: Entry) -> Windows {
        let index = self.index + self.stream.broken();
        self.index += 1;
        let day = entry.date.as_deref().and_then(date::day);
        if let (Some(date), None) = (&entry.date, &day) {
            let shown: String = date.chars().take(40).collect();
            self.stream.note(&format!("a date that cannot be read: `{shown}`"), 0);
        }
        let (id, key) = self.id(&entry, index);
        let title = entry.fields.iter().find(|field| field.kind == FieldKind::Title).map(|field| field.text.clone());
        let raw = self.stream.cut();
        let directives = in_xml(raw.text());
        let raw = Arc::new(raw.with_directives(directives));
        let document = Document {
            id,
            key,
            item: Some(Arc::new(Item { index, id: entry.id, title, url: entry.url })),
            lang: entry.lang,
            source_lang: entry.source_lang,
            date: day.map(Arc::from),
            raw,
            fields: entry.fields,
            window: Window::WHOLE,
            feed: Some(self.file_key.clone()),
        };
        Windows::new(document)
    }

    /// The id of an item and its key. One that another item has had gets a number.
    fn id(&mut self, entry: &Entry, index: u64) -> (Arc<str>, Arc<str>) {
        let Some(id) = &entry.id else {
            let beginnings = entry.fields.iter().map(|field| field.text.to_string());
            let key = key::of_record(&self.file_key, None, entry.url.as_deref(), None, beginnings);
            return (format!("{}#{index}", self.file).into(), key);
        };
        let mut hasher = FxHasher::default();
        id.hash(&mut hasher);
        let count = self.seen.entry(hasher.finish()).or_default();
        *count += 1;
        if *count == 1 {
            return (id.clone(), id.clone());
        }
        let numbered: Arc<str> = format!("{id}#{count}").into();
        self.stream.note("an item with the id of another one; the ids are told apart by a number", 0);
        (numbered.clone(), numbered)
    }
}
