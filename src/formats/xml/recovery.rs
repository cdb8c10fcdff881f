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
    /// Whether an element of this name is around items, and says something of those that follow: behind a break, reading
    /// goes on with its start and its end, too.
    pub is_around: fn(Name<'_>) -> bool,
    /// How many elements are around an item; none if that varies.
    pub depth: Option<usize>,
    /// Whether an item may stand somewhere inside of another one, where it is no item.
    pub nests: bool,
}

impl Items {
    /// Items of a feed, with so many elements around each.
    pub(in crate::formats) const fn of_feed(depth: usize, is_item: fn(Name<'_>) -> bool) -> Self {
        Items { is_item, is_around: |_| false, depth: Some(depth), nests: true }
    }

    /// Units of translation, which stand in groups within groups.
    pub(in crate::formats) const fn units(is_item: fn(Name<'_>) -> bool, is_around: fn(Name<'_>) -> bool) -> Self {
        Items { is_item, is_around, depth: None, nests: false }
    }
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
    /// The offset in the kept text from where on can be read again; none if nothing can be read behind it.
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

/// Goes to the next tag that is wanted by its name and whether it is an end tag; whether there is one.
pub(super) fn find(source: &mut TextSource, is_wanted: impl Fn(&str, bool) -> bool) -> bool {
    loop {
        let ahead = source.ahead();
        let mut seen = ahead.len();
        let mut found = false;
        for at in memchr::memchr_iter(b'<', ahead.as_bytes()) {
            let is_end = ahead.as_bytes().get(at + 1) == Some(&b'/');
            let begin = at + 1 + usize::from(is_end);
            let rest = &ahead.as_bytes()[begin..];
            let name = rest.iter().take(LONGEST_NAME).take_while(|byte| !b" \t\r\n/>".contains(byte)).count();
            if name == rest.len() {
                // The tag may go on in what is not read yet.
                seen = at;
                break;
            }
            if ahead.get(begin..begin + name).is_some_and(|name| is_wanted(name, is_end)) {
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
