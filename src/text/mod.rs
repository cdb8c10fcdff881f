//! The analysis of a document: normalised view, tokens, paragraphs, sentences, slots, language.

mod analysis;
pub mod ascii;
mod boundary;
pub mod fold;
mod key;
pub mod keys;
mod language;
pub mod mentions;
pub mod passing;
mod pattern;
mod segments;
mod slots;
mod spots;
mod tokens;
mod view;

pub use analysis::Analysis;
pub use boundary::{is_boundary, is_unspaced};
pub use language::{Detector, LanguageTools};
pub use pattern::{Groups, Pattern};
pub use segments::LONGEST_SENTENCE;
pub use tokens::{Shape, Token, token_at, tokens};
pub use view::View;
