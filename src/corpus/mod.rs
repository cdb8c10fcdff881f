//! Evidence of documents, merged, and what it says about them together.

mod evidence;
mod ledger;
mod repeated;
mod spool;
mod variants;

pub use evidence::{Evidence, FormUses, Group, GroupKey, Reach, Sample};
pub use ledger::Ledger;
pub use repeated::{Repeated, Residue, TextUses, Texts};
pub use spool::{Spool, Weighed};
pub use variants::{Judgement, judge, judge_by_house};
