//! A half-open byte range of a UTF-8 text.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A half-open range `start..end` of UTF-8 byte offsets into one text, 0-based.
///
/// Whoever makes a span guarantees that it lies in its text and on `char` boundaries;
/// [`Span::checked`] verifies both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span `start..end`. Documents are bounded (about 1 MB), so offsets fit `u32`.
    ///
    /// An `end` before `start` gives the empty span at `start`.
    #[inline]
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Span { start, end: end.max(start) }
    }

    /// The span if it lies in `text` and both ends are on `char` boundaries.
    pub fn checked(text: &str, start: usize, end: usize) -> Option<Self> {
        (start <= end && text.is_char_boundary(start) && text.is_char_boundary(end)).then(|| Span::new(start, end))
    }

    /// First byte, as an index.
    #[inline]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte, as an index.
    #[inline]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    #[inline]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The range, to index a `str` with.
    #[inline]
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Whether `other` lies wholly inside.
    #[inline]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[inline]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}
