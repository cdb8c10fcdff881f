//! mtaudit audits the text that machine translation leaves behind: rule files describe artifacts, the engine
//! reports where they are, why they are wrong and what to write instead.
//!
//! Bytes become bounded [`document::Document`]s with an exact source map ([`source`]); each is analysed once
//! ([`text`]); checks ([`checks`]) evaluate rules from rule files ([`rules`]) over the analysis and emit
//! [`finding::Finding`]s that own their place.

#![deny(missing_docs)]
#![deny(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod audit;
pub mod checks;
pub mod config;
pub mod corpus;
pub mod document;
pub mod embedded;
pub mod finding;
pub mod fix;
pub mod formats;
pub mod input;
pub mod lexicon;
pub mod lint;
pub mod report;
pub mod review;
pub mod rules;
pub mod source;
pub mod text;
