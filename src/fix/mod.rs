//! Fixes: the edits of findings, chosen, escaped and put into the raw bytes of their files.
//!
//! [`Repair`]s are taken from findings and collected by file; [`choose`] drops those that overlap; [`apply`] writes
//! them into the bytes; [`settle`] repeats that until nothing is left to repair; [`replace`] puts the new bytes in
//! the place of the old file, whole or not at all; [`diff`] shows them instead.

mod apply;
mod diff;
mod digest;
mod escape;
mod repair;
mod replace;
mod settle;

pub use apply::{Applied, apply};
pub use diff::{DiffLine, diff};
pub use digest::{Digest, DigestReader};
pub use repair::{Repair, choose, is_in_container};
pub use replace::{Refusal, put, replace};
pub use settle::{MOST_PASSES, Settled, settle};

use crate::finding::Edit;

/// The text of an edit as it has to stand in the raw file, before the file's encoding; `None` where it cannot.
pub fn written(edit: &Edit) -> Option<String> {
    escape::escape(&edit.replacement, &edit.layers, &|_| true)
}
