//! The elements of a JSON array, one a line, written as they come.

use super::view::write_json;
use serde::Serialize;
use std::io::{self, Write};

/// An array that is being written.
#[derive(Default)]
pub(super) struct JsonList {
    begun: bool,
}

impl JsonList {
    /// Writes one element.
    pub(super) fn write(&mut self, value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.begun { b",\n" } else { b"\n" })?;
        self.begun = true;
        write_json(out, value)
    }

    /// Writes what closes the array, on a line of its own if there were elements, and flushes.
    pub(super) fn close(&mut self, end: &[u8], out: &mut dyn Write) -> io::Result<()> {
        if self.begun {
            out.write_all(b"\n")?;
        }
        out.write_all(end)?;
        out.flush()
    }
}
