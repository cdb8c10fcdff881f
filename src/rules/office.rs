//! The parameters of `office-holder`.

use super::string::Str;
use serde::{Deserialize, Serialize};

/// What an office in front of a name is compared by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OfficeHolder {
    /// Folded words beside an office that make another office of it, or one of another time.
    pub qualifiers: Vec<Str>,
}
