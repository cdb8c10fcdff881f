//! The kinds of lints, which a rule may acknowledge by name.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What can be the matter with a rule that loads and passes its examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LintKind {
    /// Another rule finds the same, under the same conditions.
    Duplicate,
    /// Another rule finds all that this one finds.
    Shadowed,
    /// It can never find anything, or one of its phrases or patterns cannot.
    NeverMatches,
    /// One of its conditions says nothing.
    DeadCondition,
    /// It claims a fact without a source.
    NoSource,
    /// It costs too much.
    Costly,
    /// It acknowledges what is not the matter with it.
    UnusedAllow,
}

impl LintKind {
    /// Those that a rule may acknowledge, by the names that stand in `lint-allow`.
    pub const ALLOWABLE: [(&'static str, LintKind); 6] = [
        ("duplicate", LintKind::Duplicate),
        ("shadowed", LintKind::Shadowed),
        ("never-matches", LintKind::NeverMatches),
        ("dead-condition", LintKind::DeadCondition),
        ("no-source", LintKind::NoSource),
        ("costly", LintKind::Costly),
    ];
}

impl fmt::Display for LintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LintKind::Duplicate => "duplicate",
            LintKind::Shadowed => "shadowed",
            LintKind::NeverMatches => "never matches",
            LintKind::DeadCondition => "condition without effect",
            LintKind::NoSource => "no source",
            LintKind::Costly => "costly",
            LintKind::UnusedAllow => "acknowledged for nothing",
        })
    }
}
