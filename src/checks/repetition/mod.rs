//! The `repetition` check: what stands there twice or more often.
//!
//! A document is read once into numbers, a number a word ([`stream`]); what is repeated is looked for in these:
//! blocks back to back ([`runs`]), spans that come back soon and stretches that go round in circles ([`nearby`]),
//! letters inside a word ([`chunks`]), sentences of the whole document ([`copies`]). All of it is linear in the length of
//! the text. What a rule asks for beside that is in [`rule`] and [`places`].

mod brackets;
mod check;
mod chunks;
mod copies;
mod nearby;
mod places;
mod rule;
mod runs;
mod stream;

pub use check::build;
