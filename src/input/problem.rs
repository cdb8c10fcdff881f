//! What went wrong with an input, and where.

use std::fmt;
use std::sync::Arc;

/// Something about an input that its user has to know. It never stops the other inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The path as reports show it.
    pub file: Arc<str>,
    /// 1-based line, where the problem has one.
    pub line: Option<u32>,
    /// 1-based column in Unicode scalars, where the problem has one.
    pub column: Option<u32>,
    /// 0-based offset of the raw byte, where the problem has one.
    pub byte: Option<u64>,
    /// What is wrong, in a clause without a full stop.
    pub message: String,
    /// What to do about it, in a clause without a full stop.
    pub help: Option<String>,
    /// Whether the run is abnormal because of it.
    pub kind: ProblemKind,
}

/// Whether a problem makes a run abnormal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Something asked for was not audited: exit code 2.
    Error,
    /// Worth knowing; the exit code stays as it is.
    Note,
}

impl Problem {
    /// An error about a whole file.
    pub fn error(file: impl Into<Arc<str>>, message: impl Into<String>) -> Self {
        Problem {
            file: file.into(),
            line: None,
            column: None,
            byte: None,
            message: message.into(),
            help: None,
            kind: ProblemKind::Error,
        }
    }

    /// A note about a whole file.
    pub fn note(file: impl Into<Arc<str>>, message: impl Into<String>) -> Self {
        Problem { kind: ProblemKind::Note, ..Problem::error(file, message) }
    }

    /// The same problem at a position of its file.
    pub fn at(mut self, position: super::Position) -> Self {
        self.line = Some(position.line);
        self.column = Some(position.column);
        self.byte = Some(position.byte);
        self
    }

    /// The same problem with advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Whether the run is abnormal because of it.
    pub fn is_error(&self) -> bool {
        self.kind == ProblemKind::Error
    }
}

/// `file:line:column: message (byte n); help`, without the parts that are unknown.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        write!(f, ": {}", self.message)?;
        if let Some(byte) = self.byte {
            write!(f, " (byte {byte})")?;
        }
        if let Some(help) = &self.help {
            write!(f, "; {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Position;

    #[test]
    fn a_problem_is_one_line_with_what_is_known() {
        let bare = Problem::error("a.txt", "cannot be read");
        assert_eq!(bare.to_string(), "a.txt: cannot be read");
        let full = bare.at(Position { byte: 9, line: 2, column: 3 }).help("save it as UTF-8");
        assert_eq!(full.to_string(), "a.txt:2:3: cannot be read (byte 9); save it as UTF-8");
    }
}
