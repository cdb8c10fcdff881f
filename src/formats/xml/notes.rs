//! What is wrong with an XML file that is read all the same, told once each.

use crate::input::{Position, Problem};
use std::sync::Arc;

/// Kinds of what is told of one file at most.
const MOST: usize = 64;

/// What was tolerated so far: a message, where it was first, and how often it was.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<(String, Position, u64)>);

impl Notes {
    /// Adds a note, with its place if it is the first of its kind.
    pub(super) fn add(&mut self, message: &str, position: impl FnOnce() -> Position) {
        if let Some((.., count)) = self.0.iter_mut().find(|(known, ..)| known == message) {
            *count += 1;
        } else if self.0.len() < MOST {
            self.0.push((message.to_owned(), position(), 1));
        }
    }

    /// The notes, as problems that are none.
    pub(super) fn take(&mut self, file: &Arc<str>) -> impl Iterator<Item = Problem> + use<> {
        let file = file.clone();
        std::mem::take(&mut self.0).into_iter().map(move |(message, position, count)| {
            let more = if count > 1 { format!(" ({count} times)") } else { String::new() };
            Problem::note(file.clone(), format!("{message}{more}")).at(position)
        })
    }
}
