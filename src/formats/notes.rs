//! Notes about one file, kept to a number that somebody reads.

use crate::input::{Position, Problem};
use crate::source::RawText;
use std::sync::Arc;

/// Notes that are given one by one; the rest is counted.
const MOST: usize = 8;

/// The notes about a file, in order.
#[derive(Debug, Default)]
pub(super) struct Notes {
    first: Vec<Problem>,
    more: Option<(Arc<str>, usize)>,
}

impl Notes {
    /// Adds a note.
    pub(super) fn add(&mut self, note: Problem) {
        if self.first.len() < MOST {
            self.first.push(note);
        } else {
            self.more.get_or_insert_with(|| (note.file.clone(), 0)).1 += 1;
        }
    }

    /// Takes the notes that were added so far and that are given one by one; the count of the others comes with
    /// [`Notes::finish`].
    pub(super) fn finish(self) -> impl Iterator<Item = Problem> {
        let more = self.more.map(|(file, count)| {
            let of = if count == 1 { "note of this file" } else { "notes of this file" };
            Problem::note(file, format!("{count} more {of}"))
        });
        self.first.into_iter().chain(more)
    }
}

/// The position of an offset of a raw text.
pub(super) fn position(raw: &RawText, offset: usize) -> Position {
    let (line, column) = raw.line_column(offset);
    Position { byte: raw.raw_byte(offset), line, column }
}
