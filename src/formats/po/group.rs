//! A PO file in groups of entries, read as it goes; each group is a window of the file's document.

use super::entries::{self, Entries, Entry};
use super::header::Header;
use super::unit;
use crate::document::{Document, Field, Window};
use crate::formats::MAX_TEXT;
use crate::formats::notes::{Notes, position};
use crate::input::{Failure, Input, Position, Problem};
use crate::source::{Directive, RawText, carried_over};
use std::collections::VecDeque;
use std::sync::Arc;

/// A group has about this many bytes of the file.
const GROUP: usize = 128 << 10;

/// The groups of a file.
pub(super) struct Groups {
    input: Input,
    key: Arc<str>,
    /// Whether fuzzy entries are audited.
    fuzzy_too: bool,
    /// What was read and is in no group yet.
    text: String,
    /// Where `text` starts.
    position: Position,
    header: Header,
    /// Directives of earlier groups that reach further.
    carried: Vec<Directive>,
    index: u32,
    entries: usize,
    fuzzy: usize,
    notes: Notes,
    ready: VecDeque<Result<Document, Problem>>,
    /// Whether `text` holds all that is left.
    ended: bool,
    done: bool,
}

impl Groups {
    pub(super) fn new(input: Input, key: Arc<str>, fuzzy_too: bool) -> Self {
        Groups {
            position: input.decoder.position(),
            input,
            key,
            fuzzy_too,
            text: String::new(),
            header: Header::default(),
            carried: Vec::new(),
            index: 0,
            entries: 0,
            fuzzy: 0,
            notes: Notes::default(),
            ready: VecDeque::new(),
            ended: false,
            done: false,
        }
    }

    /// Reads one group.
    fn group(&mut self) {
        let Some(end) = self.read() else { return };
        let rest = self.text.split_off(end);
        let group = std::mem::replace(&mut self.text, rest);
        let encoding = self.input.decoder.encoding();
        let Position { byte, line, column } = self.position;
        self.position.advance(&group, encoding);
        let raw = RawText::new(self.input.file.clone(), None, group.into(), encoding).at(byte, line, column);
        let Entries { entries, problems, directives: own } = entries::read(raw.text());
        let mut directives = std::mem::take(&mut self.carried);
        directives.extend(own);
        self.carried = carried_over(&directives, |at| {
            let (line, column) = raw.line_column(at);
            (raw.raw_byte(at), line, column)
        });
        let raw = Arc::new(raw.with_directives(directives));
        for (at, message) in problems {
            let problem = Problem::error(raw.file().clone(), message).at(position(&raw, at));
            self.ready.push_back(Err(problem.help("the rest of this entry is not read")));
        }
        self.entries += entries.len();
        let fields = entries.iter().flat_map(|entry| self.fields(&raw, entry)).collect();
        self.add(raw, fields);
        if self.done {
            self.closing();
        }
    }

    /// Fills `text` with a group; where it ends. Nothing, if the file is not to be read.
    fn read(&mut self) -> Option<usize> {
        let mut wanted = GROUP;
        while !self.ended {
            if self.text.len() < wanted {
                let missing = wanted - self.text.len();
                match self.input.decoder.fill(&mut self.text, missing) {
                    Ok(more) => self.ended = !more,
                    Err(failure) => self.fail(failure),
                }
                continue;
            }
            if let Some(end) = entries::boundary(&self.text) {
                return Some(end);
            }
            if self.text.len() > MAX_TEXT {
                let message = format!("an entry of more than {} MB", MAX_TEXT >> 20);
                self.ready.push_back(Err(Problem::error(self.input.file.clone(), message).at(self.position)));
                self.text.clear();
                self.ended = true;
            }
            wanted = 2 * self.text.len();
        }
        self.done = true;
        Some(self.text.len())
    }

    /// What came before the failure is still audited; but a small file that is not text after all is not.
    fn fail(&mut self, failure: Failure) {
        if self.index == 0 && matches!(failure, Failure::Undecodable(_)) {
            self.text.clear();
            self.entries = 1;
        } else {
            self.text.truncate(self.text.rfind("\n\n").unwrap_or(0));
        }
        self.ended = true;
        self.ready.push_back(Err(failure.into_problem()));
    }

    fn fields(&mut self, raw: &RawText, entry: &Entry) -> Vec<Field> {
        if entry.obsolete {
            return Vec::new();
        }
        if entry.is_header(raw.text()) {
            let text = entry.strings.first().map(|(_, parts)| unit::plain(raw.text(), parts)).unwrap_or_default();
            self.header = Header::of(&text);
            return Vec::new();
        }
        if entry.fuzzy && !self.fuzzy_too {
            self.fuzzy += 1;
            return Vec::new();
        }
        unit::fields(raw.text(), entry)
    }

    fn add(&mut self, raw: Arc<RawText>, fields: Vec<Field>) {
        // The last window says that it is; a file without text has none.
        if fields.is_empty() && (self.index == 0 || !self.done) {
            return;
        }
        let window = Window { index: self.index, last: self.done, overlap: 0 };
        self.index = self.index.saturating_add(1);
        let (lang, source_lang) = (self.header.lang.clone(), self.header.source_lang.clone());
        let document = Document { lang, source_lang, fields, window, ..Document::of_file(raw, self.key.clone()) };
        self.ready.push_back(Ok(document));
    }

    fn closing(&mut self) {
        let file = || self.input.file.clone();
        if self.fuzzy > 0 {
            let (entries, are) = if self.fuzzy == 1 { ("entry", "is") } else { ("entries", "are") };
            let message = format!("{} fuzzy {entries} {are} not audited", self.fuzzy);
            self.notes.add(Problem::note(file(), message).help("set fuzzy = true under [po] in mtaudit.toml"));
        } else if self.index == 0 && self.entries > 0 && self.ready.is_empty() {
            self.notes.add(Problem::note(file(), "nothing in it is translated"));
        } else if self.entries == 0 && self.position != Position::after_mark(0) && self.ready.is_empty() {
            self.ready.push_back(Err(Problem::error(file(), "a PO file without an entry (`msgid`, `msgstr`)")));
        }
        let notes = std::mem::take(&mut self.notes);
        self.ready.extend(notes.finish().map(Err));
    }
}

impl Iterator for Groups {
    type Item = Result<Document, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(ready);
            }
            if self.done {
                return None;
            }
            self.group();
        }
    }
}
