//! Parameters of the checks that look at signs, dates and pairs. The keys of a rule are these fields.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A rule about signs, dates or pairs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SurfaceRule {
    /// See [`Mojibake`].
    Mojibake(Mojibake),
    /// See [`Calendar`].
    Calendar(Calendar),
    /// See [`Pairs`].
    Pairs(Pairs),
}

/// Parameters of `check = "mojibake"`: UTF-8 that was read in another encoding, with its repair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct Mojibake {
    /// What the text may have been read as, by the labels of the Encoding Standard.
    pub encodings: Vec<Arc<str>>,
}

/// Parameters of `check = "calendar"`: days that no calendar has, and weekdays that were others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct Calendar {
    /// `day`: days that a month does not have. `weekday`: a weekday that the date did not fall on.
    pub class: CalendarClass,
    /// The twelve months, alternatives separated by ` | `.
    pub months: Vec<Arc<str>>,
    /// The seven weekdays from Monday on, alternatives separated by ` | `.
    pub weekdays: Vec<Arc<str>>,
    /// Endings of ordinal numbers ("31st").
    pub ordinals: Vec<Arc<str>>,
    /// Words that may stand between the parts of a date.
    pub between: Vec<Arc<str>>,
}

/// What is wrong with a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CalendarClass {
    /// A day that the month does not have.
    #[default]
    Day,
    /// A weekday that the date did not fall on.
    Weekday,
}

/// Parameters of `check = "pairs"`: a quotation mark or bracket without its other half.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
pub struct Pairs {
    /// `quotation` or `bracket`.
    pub class: PairsClass,
}

/// Which marks are paired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PairsClass {
    /// Quotation marks, double ones.
    #[default]
    Quotation,
    /// Round and square brackets.
    Bracket,
}

impl Default for Mojibake {
    fn default() -> Self {
        Mojibake { encodings: vec!["windows-1252".into()] }
    }
}

impl SurfaceRule {
    /// What its messages may tell beside the match and the suggestion.
    pub fn holes(&self) -> &'static [&'static str] {
        match self {
            SurfaceRule::Calendar(parameters) if parameters.class == CalendarClass::Weekday => &["weekday"],
            _ => &[],
        }
    }
}
