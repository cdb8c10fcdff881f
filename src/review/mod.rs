//! Reviews: what editors wrote into the table that a report gave them, taken back as decisions.
//!
//! [`read`] reads the table as a spreadsheet saved it; [`Review`] finds what its rows speak of among the findings of
//! an audit and makes entries of a baseline of them.

mod decide;
mod encoding;
mod table;

pub use decide::{Decided, Review};
pub use encoding::text_of;
pub use table::{Row, Status, read};

#[cfg(test)]
mod tests;
