//! Rule files: the model that they become, the loader, the examples that test them.
//!
//! `build.rs` compiles this module too, to turn the built-in packs into the bytes of [`crate::embedded`]. So it
//! depends on nothing of the crate but the levels of `crate::finding`, the folding of `crate::text` and those bytes.

pub mod boilerplate;
pub mod category;
pub mod characters;
pub mod class;
pub mod condition;
pub mod conflicts;
pub mod consistency;
pub mod decode;
pub mod deferred;
pub mod diagnostic;
pub mod edges;
pub mod entity;
pub mod example;
pub mod examples;
pub mod file;
pub mod garbled;
pub mod house;
pub mod inflect;
pub mod kinds;
pub mod language;
pub mod language_file;
pub mod limits;
pub mod lint_kind;
pub mod literal;
pub mod loader;
pub mod marks;
pub mod model;
pub mod names;
pub mod nearest;
pub mod normal;
pub mod office;
pub mod pattern;
pub mod quotes;
pub mod rarity;
pub mod reader;
pub mod registry;
pub mod repetition;
pub mod row;
pub mod rule;
pub mod schema;
pub mod settings;
pub mod size;
pub mod source;
mod spec;
pub mod split;
pub mod string;
pub mod surface;
pub mod syntax;
pub mod table;
pub mod template;
pub mod validity;
pub mod whole_words;
pub mod words;

pub use diagnostic::RuleError;
pub use loader::{Loaded, load};
pub use model::{Rule, RuleIndex, RuleSet};
pub use schema::schema;
pub use source::{PackSource, SourceFile};
