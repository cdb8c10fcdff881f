//! The parameters of each check, and how they become rules: one file a check.

pub mod entity;
pub mod garbled_word;
pub mod lexicon;
pub mod name_variant;
pub mod pattern;
pub mod phrase;
pub mod repetition;
pub mod variants;
