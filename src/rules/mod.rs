//! Rule files: the model that they become, the loader, the examples that test them.

pub mod garbled;
pub mod language;
pub mod model;
pub mod normal;
pub mod template;

pub use model::{Rule, RuleIndex, RuleSet};
