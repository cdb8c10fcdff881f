//! Severity, impact, confidence and kind.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Drives CI and what is shown. Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A hint or a label.
    Info,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

/// Drives the MQM score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Impact {
    /// Penalty 0.
    Neutral,
    /// Penalty 1.
    Minor,
    /// Penalty 5.
    Major,
    /// Penalty 25.
    Critical,
}

/// Orders findings and filters them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Often a false alarm.
    Low,
    /// Mostly right.
    Medium,
    /// Nearly always right.
    High,
}

/// Whether something is to be repaired or only to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Something to repair.
    Finding,
    /// A neutral fact ("discloses machine translation"): severity info, impact neutral, never fails a run.
    Label,
}

impl Severity {
    /// The default impact of a rule of this severity.
    pub fn default_impact(self) -> Impact {
        match self {
            Severity::Error => Impact::Major,
            Severity::Warning => Impact::Minor,
            Severity::Info => Impact::Neutral,
        }
    }

    /// `error`, `warning`, `info`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Impact {
    /// `critical`, `major`, `minor`, `neutral`.
    pub fn name(self) -> &'static str {
        match self {
            Impact::Neutral => "neutral",
            Impact::Minor => "minor",
            Impact::Major => "major",
            Impact::Critical => "critical",
        }
    }
}

impl Confidence {
    /// `high`, `medium`, `low`.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

impl Kind {
    /// `finding`, `label`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Finding => "finding",
            Kind::Label => "label",
        }
    }
}
