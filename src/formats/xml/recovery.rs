//! Going on behind a broken item.

use super::names::Name;
use super::source::TextSource;
use crate::input::{Position, Problem};

/// Bytes that are parsed again in one file at most: an item that swallows what is behind it gives it back.
const MOST_AGAIN: usize = 256 << 20;
/// Broken items of one file that are told at most.
const MOST_BROKEN: u64 = 1000;
/// The longest name of an element that may be one of an item, in bytes.
const LONGEST_NAME: usize = 64;

/// How the items of a file are found.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) struct Items {
    /// Whether an element of this name is one.
    pub is_item: fn(Name<'_>) -> bool,
    /// How many elements are around an item.
    pub depth: usize,
}

/// What is known of what was broken so far.
#[derive(Debug)]
pub(super) struct Recovery {
    pub(super) items: Items,
    /// Items that were left out.
    pub(super) broken: u64,
    /// Breaks, of items and between them.
    breaks: u64,
    /// Bytes that were parsed again.
    again: usize,
}

impl Recovery {
    pub(super) fn new(items: Items) -> Self {
        Recovery { items, broken: 0, breaks: 0, again: 0 }
    }

    /// Counts a break, of an item or between items; whether to go on behind it, with so many bytes parsed again.
    pub(super) fn counts(&mut self, of_item: bool, again: usize) -> bool {
        self.broken += u64::from(of_item);
        self.breaks += 1;
        self.again = self.again.saturating_add(again);
        self.breaks <= MOST_BROKEN && self.again <= MOST_AGAIN
    }

    /// Whether something was broken, so that the parser does not know which elements are open.
    pub(super) fn went_on(&self) -> bool {
        self.breaks > 0
    }
}

/// What stops the parser.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) problem: Box<Problem>,
    /// The offset in the kept text from where on an item may begin; none if nothing can be read behind it.
    pub(super) from: Option<usize>,
    /// Where the item begins that it is in.
    pub(super) item: Option<Position>,
}

impl Broken {
    /// A problem that may be gone on behind.
    pub(super) fn at(problem: Problem, from: usize) -> Self {
        Broken { problem: Box::new(problem), from: Some(from), item: None }
    }

    /// The same in an item that begins here.
    pub(super) fn in_item(self, begins: Position) -> Self {
        Broken { item: Some(begins), ..self }
    }
}

impl From<Problem> for Broken {
    fn from(problem: Problem) -> Self {
        Broken { problem: Box::new(problem), from: None, item: None }
    }
}

/// Goes to the next start tag whose name is wanted; whether there is one.
pub(super) fn find(source: &mut TextSource, is_wanted: impl Fn(&str) -> bool) -> bool {
    loop {
        let ahead = source.ahead();
        let mut seen = ahead.len();
        let mut found = false;
        for at in memchr::memchr_iter(b'<', ahead.as_bytes()) {
            let rest = &ahead.as_bytes()[at + 1..];
            let name = rest.iter().take(LONGEST_NAME).take_while(|byte| !b" \t\r\n/>".contains(byte)).count();
            if name == rest.len() {
                // The tag may go on in what is not read yet.
                seen = at;
                break;
            }
            if ahead.get(at + 1..at + 1 + name).is_some_and(&is_wanted) {
                (seen, found) = (at, true);
                break;
            }
        }
        source.go_to(seen);
        if found || !source.read_on() {
            return found;
        }
    }
}
