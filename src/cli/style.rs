//! Words for people: coloured by the one switch, safe to print.

use colored::Colorize;
use mtaudit::finding::Severity;
use mtaudit::rules::model::ExampleText;

/// A severity in its colour.
pub fn severity(severity: Severity) -> String {
    let name = severity.name();
    match severity {
        Severity::Error => name.red().bold().to_string(),
        Severity::Warning => name.yellow().bold().to_string(),
        Severity::Info => name.cyan().bold().to_string(),
    }
}

/// A heading.
pub fn heading(text: &str) -> String {
    text.bold().to_string()
}

/// `error: …` as the other messages have it.
pub fn error(text: &str) -> String {
    format!("{}: {text}\n", "error".red().bold())
}

/// An example with what it marks underlined (in brackets where there is no colour).
pub fn example(text: &ExampleText, colour: bool) -> String {
    let mut shown = String::new();
    let mut at = 0;
    for &(start, end) in &text.primary {
        let (start, end) = (start as usize, end as usize);
        shown.push_str(text.text.get(at..start).unwrap_or_default());
        let place = text.text.get(start..end).unwrap_or_default();
        shown.push_str(&if colour { place.red().underline().to_string() } else { format!("[[{place}]]") });
        at = end;
    }
    shown.push_str(text.text.get(at..).unwrap_or_default());
    shown
}

/// `1 rule`, `2 rules`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A line for the terminal: what could command it is shown escaped.
pub fn safe(text: &str) -> String {
    mtaudit::report::escape_line(text).into_owned()
}

/// `note: …` as the other messages have it.
pub fn note(text: &str) -> String {
    format!("{}: {text}\n", "note".cyan().bold())
}
