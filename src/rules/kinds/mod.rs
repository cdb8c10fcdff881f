//! The parameters of each check, and how they become rules: one file a check.

pub mod acronym_conflict;
pub mod article;
pub mod boilerplate;
pub mod calendar;
pub mod capitalisation_variant;
pub mod entity;
pub mod garbled_word;
pub mod gender_conflict;
pub mod lexicon;
pub mod misspelling;
pub mod mojibake;
pub mod name_style;
pub mod name_variant;
pub mod number_style;
pub mod office_conflict;
pub mod office_holder;
pub mod pairs;
pub mod pattern;
pub mod phrase;
pub mod quote_conflict;
pub mod repetition;
pub mod unknown_density;
pub mod unknown_word;
pub mod untranslated;
pub mod variants;
