//! What is wrong with a rule file: where, what, and what to do, rendered with a caret under the place.

use super::source::SourceFile;
use super::string::Str;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::ops::Range;

/// More problems than this in one load help nobody; the rest is counted, not kept.
const MOST_PROBLEMS: usize = 500;
/// Characters shown of a very long line, around the place.
const MOST_COLUMNS: usize = 200;
/// Characters of a message.
const MOST_MESSAGE: usize = 1000;
/// Lines shown of a place that spans many.
const MOST_LINES: usize = 4;

/// Something wrong in a rule file (or worth knowing, see [`RuleError::warning`]).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct RuleError {
    /// Where.
    pub place: Box<RulePlace>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Another place that it has to do with (the first of two equal ids), and what is there.
    pub other: Option<Box<(RulePlace, String)>>,
    /// The rules still load; the author should look.
    pub warning: bool,
}

/// A place in a rule file, with the lines it stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulePlace {
    /// The file, as it was given, with `/`.
    pub file: Str,
    /// 1-based line; 0 if it is about the file as a whole.
    pub line: u32,
    /// 1-based column in Unicode scalars.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column one past the end.
    pub end_column: u32,
    /// The lines of the place (cut where they are very long).
    pub excerpt: String,
    /// Byte range of the place in `excerpt`.
    pub marked: Range<usize>,
}

/// Collects the problems of all files.
#[derive(Debug, Default)]
pub struct Problems {
    /// What stops a run.
    pub errors: Vec<RuleError>,
    /// What does not.
    pub warnings: Vec<RuleError>,
    /// Errors so far, also those that were not kept.
    error_count: usize,
}

impl Problems {
    /// Adds an error about a byte range of a file.
    pub fn error(&mut self, file: &SourceFile, span: Range<usize>, message: impl Into<String>) -> Note<'_> {
        self.error_count += 1;
        let room = self.errors.len() < MOST_PROBLEMS;
        let error = room.then(|| RuleError::at(file, span, message.into(), false));
        Note(error.map(|error| push(&mut self.errors, error)))
    }

    /// Adds an error about a file as a whole.
    pub fn error_in_file(&mut self, path: &str, message: impl Into<String>) -> Note<'_> {
        self.error_count += 1;
        let error = RuleError::about_file(path, message);
        Note((self.errors.len() < MOST_PROBLEMS).then(|| push(&mut self.errors, error)))
    }

    /// Adds a warning about a byte range of a file.
    pub fn warning(&mut self, file: &SourceFile, span: Range<usize>, message: impl Into<String>) -> Note<'_> {
        let room = self.warnings.len() < MOST_PROBLEMS;
        let warning = room.then(|| RuleError::at(file, span, message.into(), true));
        Note(warning.map(|warning| push(&mut self.warnings, warning)))
    }

    /// How many errors there are; a caller that compares it before and after knows whether a part was sound.
    pub fn error_count(&self) -> usize {
        self.error_count
    }

    /// The errors and warnings, each in order of file and place.
    pub fn finish(mut self) -> (Vec<RuleError>, Vec<RuleError>) {
        let key = |error: &RuleError| (error.place.file.clone(), error.place.line, error.place.column);
        self.errors.sort_by_key(key);
        self.warnings.sort_by_key(key);
        (self.errors, self.warnings)
    }
}

fn push(list: &mut Vec<RuleError>, error: RuleError) -> &mut RuleError {
    let at = list.len();
    list.push(error);
    &mut list[at]
}

/// The problem just added, to say more of it.
#[derive(Debug)]
pub struct Note<'p>(Option<&'p mut RuleError>);

impl Note<'_> {
    /// Says what to do about it.
    pub fn help(self, help: impl Into<String>) -> Self {
        if let Note(Some(error)) = self {
            error.help = Some(one_line(&help.into()));
            return Note(Some(error));
        }
        self
    }

    /// Shows another place that it has to do with.
    pub fn other(self, place: RulePlace, what: &str) -> Self {
        if let Note(Some(error)) = self {
            error.other = Some(Box::new((place, what.to_owned())));
            return Note(Some(error));
        }
        self
    }
}

impl RuleError {
    /// An error about a file as a whole.
    pub fn about_file(path: &str, message: impl Into<String>) -> Self {
        let place = RulePlace { file: path.into(), ..RulePlace::default() };
        RuleError { place: Box::new(place), message: message.into(), help: None, other: None, warning: false }
    }

    /// An error (or a warning) about a byte range of a file.
    pub fn at(file: &SourceFile, span: Range<usize>, message: String, warning: bool) -> Self {
        let place = Box::new(RulePlace::new(file, span));
        RuleError { place, message: one_line(&message), help: None, other: None, warning }
    }

    /// The problem with the lines of the place and carets under it, as a compiler shows it; no line break at the
    /// end. Control characters of the file are shown as pictures, not sent to the terminal.
    pub fn render(&self, colour: bool) -> String {
        let level = if self.warning { Level::WARNING } else { Level::ERROR };
        let title = level.primary_title(self.message.as_str());
        // Everything else is cleaned by the renderer.
        let clean = |file: &str| annotate_snippets::normalize_untrusted_str(file);
        let mut report = match self.place.line {
            0 => title.element(annotate_snippets::Origin::path(clean(&self.place.file))),
            _ => title.element(snippet(&self.place, clean(&self.place.file), None)),
        };
        if let Some(other) = &self.other {
            report = report.element(snippet(&other.0, clean(&other.0.file), Some(&other.1)));
        }
        if let Some(help) = &self.help {
            report = report.element(Level::HELP.message(annotate_snippets::normalize_untrusted_str(help)));
        }
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        renderer.decor_style(DecorStyle::Ascii).term_width(MOST_COLUMNS).render(&[report])
    }
}

fn snippet<'a>(
    place: &'a RulePlace,
    path: String,
    label: Option<&'a str>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let kind = if label.is_none() { AnnotationKind::Primary } else { AnnotationKind::Context };
    Snippet::source(place.excerpt.as_str())
        .line_start(place.line as usize)
        .path(path)
        .annotation(kind.span(place.marked.clone()).label(label))
}

impl RulePlace {
    /// The place of a byte range of a file; a range that is not quite right is moved to the nearest that is.
    pub fn new(file: &SourceFile, span: Range<usize>) -> Self {
        let text = &*file.text;
        let start = floor(text, span.start);
        let end = floor(text, span.end.max(start)).max(start);
        let line_start = file.line_start(start);
        let shown_end = text[start..].match_indices('\n').map(|(at, _)| start + at).nth(MOST_LINES - 1);
        let marked_end = end.min(shown_end.unwrap_or(end));
        let line_end = text[marked_end..].find('\n').map_or(text.len(), |at| marked_end + at);
        let cut_start = cut_before(text, line_start, start);
        let cut_end = cut_after(text, marked_end, line_end);
        let (line, column) = position(file, start);
        let (end_line, end_column) = position(file, end);
        RulePlace {
            file: file.path.clone(),
            line,
            column,
            end_line,
            end_column,
            excerpt: text[cut_start..cut_end].trim_end_matches(['\r', '\n']).to_owned(),
            marked: (start - cut_start)..(marked_end - cut_start),
        }
        .within_excerpt()
    }

    /// A trailing carriage return was cut off the excerpt; a mark on it must not point beyond.
    fn within_excerpt(mut self) -> Self {
        self.marked.end = self.marked.end.min(self.excerpt.len());
        self.marked.start = self.marked.start.min(self.marked.end);
        self
    }
}

impl std::fmt::Display for RulePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 { write!(f, ":{}:{}", self.line, self.column) } else { Ok(()) }
    }
}

/// A message may quote a cell of many lines or a key of a megabyte: it stays one line that can be read.
fn one_line(message: &str) -> String {
    let mut line: String =
        message.chars().take(MOST_MESSAGE).map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).collect();
    if message.chars().nth(MOST_MESSAGE).is_some() {
        line.push('…');
    }
    line
}

/// The nearest character boundary at or before a byte offset.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn cut_before(text: &str, line_start: usize, start: usize) -> usize {
    if start - line_start <= MOST_COLUMNS { line_start } else { floor(text, start - MOST_COLUMNS / 2) }
}

fn cut_after(text: &str, end: usize, line_end: usize) -> usize {
    if line_end - end <= MOST_COLUMNS { line_end } else { floor(text, end + MOST_COLUMNS / 2) }
}

/// 1-based line and column (in Unicode scalars) of a byte offset.
fn position(file: &SourceFile, at: usize) -> (u32, u32) {
    let column = file.text[file.line_start(at)..at].chars().count() + 1;
    (file.line(at), u32::try_from(column).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_of_a_file_reaches_the_terminal() {
        let file = SourceFile::of_text("a\u{1b}.toml", "x = \"\u{1b}[31m\u{202e}\"\r\n");
        let mut problems = Problems::default();
        problems.error(&file, 4..10, "\u{1b}[31m\nis wrong").help("not \u{1b}");
        let (errors, _) = problems.finish();
        let rendered = errors[0].render(false);
        assert!(!rendered.contains(['\u{1b}', '\u{202e}', '\r']), "{rendered:?}");
        assert!(errors[0].render(true).contains('\u{1b}'));
    }

    #[test]
    fn places_count_characters_and_cut_long_lines() {
        let text = format!("é\n{}ß = 1 {}\r\n", "ä".repeat(1000), "x".repeat(1000));
        let file = SourceFile::of_text("a.toml", &text);
        let at = text.find('ß').unwrap();
        let place = RulePlace::new(&file, at..at + 2);
        assert_eq!((place.line, place.column, place.end_column), (2, 1001, 1002));
        assert_eq!(&place.excerpt[place.marked.clone()], "ß");
        assert!(place.excerpt.len() < 600);
        assert_eq!(RulePlace::new(&file, 99_999..100_000).line, 3);
    }
}
