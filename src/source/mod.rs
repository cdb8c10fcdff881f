//! Where text comes from: spans, the source map from decoded text back to raw bytes, and places in raw files.

mod directive;
mod index;
mod legacy;
mod map;
mod place;
mod raw;
mod span;

pub use directive::{
    ACTIONS, Action, Directive, MOST_DIRECTIVES, carried_over, in_lines, in_markup, in_notes, in_xml, of_comment,
};
pub use index::TextIndex;
pub use legacy::encoded_length;
pub use map::{Layer, Piece, PieceKind, SourceMap, SourceMapBuilder};
pub use place::{Place, Region};
pub use raw::{Encoding, RawText};
pub use span::Span;
