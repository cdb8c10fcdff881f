//! Evidence of documents, merged, and what it says about them together.

mod evidence;
mod variants;

pub use evidence::{Evidence, FormUses, Group, GroupKey, Reach, Sample};
pub use variants::{Judgement, judge, judge_by_house};
