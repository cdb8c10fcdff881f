//! Gettext PO: translations as the target text of units, the text that they were made from as their source.

mod entries;
mod group;
mod header;
mod unit;

use super::{Documents, Format, FormatOptions, key};
use crate::input::Input;
use group::Groups;

/// Gettext message catalogues.
#[derive(Clone, Copy, Debug)]
pub struct Po;

impl Format for Po {
    fn name(&self) -> &'static str {
        "po"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["po", "pot"]
    }

    /// The first line that is no comment is that of a message.
    fn sniff(&self, head: &[u8]) -> bool {
        let lines = head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii);
        let first = lines.into_iter().find(|line| !line.is_empty() && !line.starts_with(b"#"));
        first.is_some_and(|line| line.starts_with(b"msgid \"") || line.starts_with(b"msgctxt \""))
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        let key = key::relative(&input.file, options.root.as_deref());
        Box::new(Groups::new(input, key.into(), options.settings.po_fuzzy))
    }
}

#[cfg(test)]
#[path = "po_tests.rs"]
mod tests;
