//! Says in plain words what the TOML parser says of a file that is no TOML.

use super::source::SourceFile;
use std::ops::Range;

/// What is wrong, and what to do about it.
pub struct SyntaxError {
    /// A clause.
    pub message: String,
    /// A clause.
    pub help: String,
    /// Whether it is a key that stands twice: more of these often follow from the first.
    pub repeated: bool,
}

/// Typographic quotation marks that word processors write.
const TYPOGRAPHIC: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

/// Explains an error of the parser at a place of the file.
pub fn explain(file: &SourceFile, span: &Range<usize>, message: &str) -> SyntaxError {
    let text = file.text.get(span.clone()).unwrap_or_default();
    let error = |message: &str, help: &str| SyntaxError { message: message.into(), help: help.into(), repeated: false };
    if message.contains("duplicate key") {
        return SyntaxError { repeated: true, ..repeated(file, span, text) };
    }
    if message.contains("escaped value") || message.contains("escape") {
        let help = "write the text in single quotation marks, where a backslash is a backslash: '\\bvisits?\\b'";
        return error("a backslash has a meaning of its own in double quotation marks", help);
    }
    if message.contains("must be quoted") {
        if text.starts_with(TYPOGRAPHIC) {
            return error("these quotation marks are typographic ones", "write the straight signs: \" or '");
        }
        let help = format!("write \"{text}\"");
        return error("this text has no quotation marks", if text.len() < 60 { &help } else { "write \"…\"" });
    }
    if message.contains("expected newline") {
        let help = "a remark begins with `#`; what belongs to the text stands inside its quotation marks";
        return error("more follows here than one value", help);
    }
    if message.contains("missing comma") {
        return error("a comma is missing in this list", "write [\"one\", \"two\"]");
    }
    if message.contains("invalid basic string") || message.contains("invalid literal string") {
        let help = "end it with the sign it begins with; a text of several lines stands between three of them: \"\"\"";
        return error("this text is not closed on its line", help);
    }
    let help = "texts stand in quotation marks, lists in square brackets; in a pattern use single quotation marks";
    error(&format!("this is no TOML: {message}"), help)
}

/// A key or a table that stands twice.
fn repeated(file: &SourceFile, span: &Range<usize>, text: &str) -> SyntaxError {
    let line = file.text.get(file.line_start(span.start)..).unwrap_or_default();
    let line = line.lines().next().unwrap_or_default().trim();
    let (message, help) = if line.starts_with("[[rule]]") {
        let help = "put the examples of a rule behind its keys; `[[rule]]` begins the next rule";
        ("an example stands before the first `[[rule]]`".to_owned(), help.to_owned())
    } else if line.starts_with('[') && !line.starts_with("[[") {
        let name = line.trim_matches(['[', ']']);
        let help = format!("where there may be several, write `[[{name}]]`, with two brackets on either side");
        (format!("the table `[{name}]` stands here twice"), help)
    } else {
        let help = format!("remove one of them; where a key takes several texts, write {text} = [\"one\", \"two\"]");
        (format!("the key `{text}` stands here twice"), help)
    };
    SyntaxError { message, help, repeated: true }
}
