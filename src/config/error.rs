//! What is wrong with a configuration file, rendered with a caret under the place.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A configuration file as it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ConfigFile {
    /// The path as errors show it.
    path: String,
    /// The text without a byte-order mark.
    pub(super) text: String,
}

/// Something wrong in a configuration file. It stops the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    path: String,
    /// What is wrong, in a clause without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The file and the byte range in its text; `None` where it is about the file as a whole.
    place: Option<(Arc<ConfigFile>, Range<usize>)>,
}

impl ConfigFile {
    pub(super) fn new(path: &str, text: &str) -> Arc<Self> {
        Arc::new(ConfigFile { path: path.to_owned(), text: text.trim_start_matches('\u{FEFF}').to_owned() })
    }

    /// The path as errors show it.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// An error about a byte range of the file, which is moved to character boundaries inside it.
    pub(super) fn error(self: &Arc<Self>, span: Range<usize>, message: impl Into<String>) -> ConfigError {
        let boundary = |at: usize| (0..=at.min(self.text.len())).rev().find(|&at| self.text.is_char_boundary(at));
        let start = boundary(span.start).unwrap_or(0);
        let end = boundary(span.end).unwrap_or(start).max(start);
        ConfigError { place: Some((self.clone(), start..end)), ..ConfigError::about(&self.path, message) }
    }
}

impl ConfigError {
    /// An error about the file as a whole.
    pub(super) fn about(path: &str, message: impl Into<String>) -> Self {
        ConfigError { path: path.to_owned(), message: message.into(), help: None, place: None }
    }

    /// The same error with advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// 1-based line and column (in Unicode scalars), where it is about a part of the file.
    pub fn line_column(&self) -> Option<(usize, usize)> {
        let (file, span) = self.place.as_ref()?;
        let before = &file.text[..span.start];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
        Some((line, column))
    }

    /// Where in the file it is, to order errors by.
    pub(super) fn offset(&self) -> usize {
        self.place.as_ref().map_or(0, |(_, span)| span.start)
    }

    /// The error as a compiler shows it: the line with a caret, and the advice under it.
    pub fn render(&self, color: bool) -> String {
        let mut group = match &self.place {
            Some((file, span)) => Group::with_title(Level::ERROR.primary_title(&self.message)).element(
                Snippet::source(&file.text).path(&self.path).annotation(AnnotationKind::Primary.span(span.clone())),
            ),
            None => Group::with_title(Level::ERROR.primary_title(format!("{}: {}", self.path, self.message))),
        };
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help));
        }
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }
}

/// `file:line:column: message; help` on one line.
impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some((line, column)) = self.line_column() {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

impl std::error::Error for ConfigError {}
