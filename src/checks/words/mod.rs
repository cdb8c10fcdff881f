//! Checks of words that no list knows: garbled ones, misspellings, words of another language.
//!
//! [`check`] collects the unknown words of a document once; what becomes of a word is for the classifiers, which
//! are pure functions of a word, a rule's parameters and the language's word list. Whether the place of a word
//! speaks against looking at it at all (a URL, code, a word mentioned as a word) is for [`context`].

mod affixes;
mod check;
pub mod context;
mod density;
mod foreign;
pub mod garbled;
mod initial;
pub mod misspelling;
mod passages;
mod spot;
mod untranslated;

pub use check::build;
