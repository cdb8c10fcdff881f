//! What is wrong with a configuration file or a baseline: rendered as what is wrong with a rule file is.

use crate::rules::{RuleError, SourceFile};
use std::fmt;
use std::ops::Range;

/// Something wrong in a configuration file, or in a baseline. It stops the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(RuleError);

impl ConfigError {
    /// An error about a byte range of the file.
    pub(crate) fn at(file: &SourceFile, span: Range<usize>, message: impl Into<String>) -> Self {
        ConfigError(RuleError::at(file, span, message.into(), false))
    }

    /// An error about the file as a whole.
    pub(crate) fn about(path: &str, message: impl Into<String>) -> Self {
        ConfigError(RuleError::about_file(path, message))
    }

    /// The same error with advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// What is wrong, in a clause without a full stop.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// 1-based line and column (in Unicode scalars), where it is about a part of the file.
    pub fn line_column(&self) -> Option<(u32, u32)> {
        let place = &self.0.place;
        (place.line > 0).then_some((place.line, place.column))
    }

    /// The error as a compiler shows it: the line with a caret, and the advice under it.
    pub fn render(&self, colour: bool) -> String {
        self.0.render(colour)
    }
}

/// `file:line:column: message; help` on one line.
impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        self.0.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

impl std::error::Error for ConfigError {}
