//! What a format wants of the elements of an XML file, and what it is given.

use crate::formats::xml::tree::Tree;
use crate::input::Position;
use std::sync::Arc;

/// What a format wants of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) enum Wanted {
    /// What is in it, one element after the other.
    Enter,
    /// All of it at once.
    Whole,
}

/// What a stream comes to.
#[derive(Debug)]
pub(in crate::formats) enum Step {
    /// An element begins that was entered.
    Opened(Opened),
    /// An element of this name ends that was entered, and with it those in it that were not closed: so many in all.
    Closed {
        /// Its name, with the usual prefix of its namespace.
        name: String,
        /// How many elements end.
        count: usize,
    },
    /// An element that was wanted whole.
    Whole(Captured),
}

/// The start tag of an element that was entered.
#[derive(Debug)]
pub(in crate::formats) struct Opened {
    /// Its name, with the usual prefix of its namespace.
    pub name: String,
    /// Its attributes: names, and values decoded.
    pub(super) attributes: Vec<(String, String)>,
    /// Whether nothing is in it, and no end follows.
    pub is_empty: bool,
    /// Where it stands.
    pub position: Position,
}

impl Opened {
    /// The value of an attribute.
    pub(in crate::formats) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// The language that it states.
    pub(in crate::formats) fn lang(&self) -> Option<Arc<str>> {
        self.attribute("xml:lang").or_else(|| self.attribute("lang")).filter(|lang| !lang.is_empty()).map(Arc::from)
    }
}

/// An element that was taken whole; [`super::Stream::element`] looks at it.
#[derive(Debug)]
pub(in crate::formats) struct Captured {
    pub(super) tree: Tree,
}
