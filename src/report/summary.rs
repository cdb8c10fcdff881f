//! What a run came to, and the closing lines that people read on stderr.

use super::colour::Paint;
use super::escape;
pub use crate::audit::LanguageOrigin;
use crate::finding::scoring::Verdict;
use crate::finding::{Kind, Severity};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;

/// More languages than this are summed up as "N more".
const LANGUAGES_NAMED: usize = 4;

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Findings of severity error that are shown.
    pub errors: u64,
    /// Findings of severity warning that are shown.
    pub warnings: u64,
    /// Findings of severity info that are shown, labels not counted.
    pub infos: u64,
    /// Labels that are shown.
    pub labels: u64,
    /// Findings below the severity that is shown.
    pub hidden: u64,
    /// Findings that the baseline accepts for now, and that are not shown.
    pub accepted: u64,
    /// Findings that the baseline dismisses, and that are not shown.
    pub dismissed: u64,
    /// Places that the texts ask not to report.
    pub ignored: u64,
    /// Directives in the texts that hide nothing or cannot be read.
    pub idle_directives: u64,
    /// Files that were audited.
    pub files: u64,
    /// Documents that were audited.
    pub documents: u64,
    /// Words that were audited.
    pub words: u64,
    /// The languages that the documents were audited in, in the order in which to name them.
    pub languages: Vec<LanguageUse>,
    /// Rules that were active for at least one document.
    pub rules: u64,
    /// Documents by their verdicts.
    pub verdicts: Verdicts,
    /// Files that could not be read.
    pub problems: u64,
    /// Whether the run was stopped before its end.
    pub interrupted: bool,
    /// How long it took. It differs from run to run, so that it never goes to standard output.
    pub elapsed: Duration,
}

/// Documents by their verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdicts {
    /// Not to be published as they are.
    pub hold: u64,
    /// To be looked at.
    pub review: u64,
    /// Without anything that counts.
    pub publish: u64,
}

impl Verdicts {
    /// Counts one document.
    pub fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Hold => self.hold += 1,
            Verdict::Review => self.review += 1,
            Verdict::Publish => self.publish += 1,
        }
    }
}

/// Documents that were audited in one language, for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageUse {
    /// BCP 47 tag, or `unknown`.
    pub tag: Arc<str>,
    /// The English name, where a pack states one.
    pub name: Option<Arc<str>>,
    /// Where the language came from.
    pub origin: LanguageOrigin,
    /// How many documents.
    pub documents: u64,
    /// Whether there is a word list of it; of a language that is not known, none is missed.
    pub word_list: bool,
}

impl Summary {
    /// Counts one finding that is shown.
    pub fn count(&mut self, kind: Kind, severity: Severity) {
        match (kind, severity) {
            (Kind::Label, _) => self.labels += 1,
            (Kind::Finding, Severity::Error) => self.errors += 1,
            (Kind::Finding, Severity::Warning) => self.warnings += 1,
            (Kind::Finding, Severity::Info) => self.infos += 1,
        }
    }
}

/// The closing lines, for stderr: what was found in how much text, what is hidden, what went wrong. Each line ends
/// with a line break.
pub fn summary_text(summary: &Summary, colour: bool) -> String {
    let paint = Paint::new(colour);
    let mut text = found(summary, paint);
    text.push_str(&format!(" in {}", counted(summary.files, "file", "files")));
    text.push_str(&format!(" ({})", audited(summary)));
    if summary.hidden > 0 {
        let hints = counted(summary.hidden, "hint", "hints");
        let them = if summary.hidden == 1 { "it" } else { "them" };
        text.push_str(&format!("; {hints} hidden, show {them} with --min-severity info"));
    }
    text.push_str(&known(summary));
    if summary.ignored > 0 {
        text.push_str(&format!("; {} ignored as the texts ask", grouped(summary.ignored)));
    }
    text.push_str(&format!("; took {}\n", seconds(summary.elapsed)));
    text.push_str(&without_word_list(summary));
    if summary.idle_directives > 0 {
        let directives = counted(summary.idle_directives, "directive hides", "directives hide");
        text.push_str(&format!("{directives} nothing in the texts\n"));
    }
    if summary.problems > 0 {
        let files = counted(summary.problems, "file", "files");
        text.push_str(&paint.severity(Severity::Error, Kind::Finding, &format!("{files} could not be read")));
        text.push('\n');
    }
    if summary.interrupted {
        let line = "Interrupted: what is reported is not complete";
        text.push_str(&paint.severity(Severity::Error, Kind::Finding, line));
        text.push('\n');
    }
    text
}

/// `; 3 accepted and 1 dismissed hidden by the baseline`
fn known(summary: &Summary) -> String {
    match (summary.accepted, summary.dismissed) {
        (0, 0) => String::new(),
        (accepted, 0) => format!("; {} accepted hidden by the baseline", grouped(accepted)),
        (0, dismissed) => format!("; {} dismissed hidden by the baseline", grouped(dismissed)),
        (accepted, dismissed) => {
            format!("; {} accepted and {} dismissed hidden by the baseline", grouped(accepted), grouped(dismissed))
        }
    }
}

/// The line of verdicts, for stderr, with a line break.
pub fn verdicts_text(verdicts: &Verdicts) -> String {
    let documents = |count: u64| counted(count, "document", "documents");
    let Verdicts { hold, review, publish } = *verdicts;
    format!("{} to hold, {} to review, {} to publish\n", documents(hold), grouped(review), grouped(publish))
}

/// `No word list for German: unknown words were not looked for`
fn without_word_list(summary: &Summary) -> String {
    let mut names: Vec<String> = Vec::new();
    for language in summary.languages.iter().filter(|language| !language.word_list) {
        let name = escape::one_line(language.name.as_deref().unwrap_or(&language.tag)).to_string();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(LANGUAGES_NAMED);
    names.truncate(LANGUAGES_NAMED);
    if more > 0 {
        names.push(format!("{} more", grouped(more as u64)));
    }
    if names.is_empty() {
        return String::new();
    }
    format!("No word list for {}: unknown words were not looked for\n", names.join(", "))
}

fn found(summary: &Summary, paint: Paint) -> String {
    let all = [
        (summary.errors, "error", "errors", Severity::Error, Kind::Finding),
        (summary.warnings, "warning", "warnings", Severity::Warning, Kind::Finding),
        (summary.infos, "hint", "hints", Severity::Info, Kind::Finding),
        (summary.labels, "label", "labels", Severity::Info, Kind::Label),
    ];
    let parts: Vec<String> = all
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many, severity, kind)| paint.severity(severity, kind, &counted(count, one, many)))
        .collect();
    match parts.split_last() {
        None => "Found nothing".to_string(),
        Some((only, [])) => format!("Found {only}"),
        Some((last, others)) => format!("Found {} and {last}", others.join(", ")),
    }
}

/// `812 words, 31 rules, English: 2 documents, detected`
fn audited(summary: &Summary) -> String {
    let mut text = format!("{}, {}", counted(summary.words, "word", "words"), counted(summary.rules, "rule", "rules"));
    for (index, language) in summary.languages.iter().take(LANGUAGES_NAMED).enumerate() {
        text.push_str(if index == 0 { ", " } else { "; " });
        text.push_str(&language_use(language));
    }
    let more = summary.languages.len().saturating_sub(LANGUAGES_NAMED);
    if more > 0 {
        text.push_str(&format!("; {} more", grouped(more as u64)));
    }
    if summary.languages.is_empty() && summary.documents != summary.files {
        text.push_str(&format!(", {}", counted(summary.documents, "document", "documents")));
    }
    text
}

fn language_use(language: &LanguageUse) -> String {
    let documents = counted(language.documents, "document", "documents");
    let name = escape::one_line(language.name.as_deref().unwrap_or(&language.tag));
    match language.origin {
        LanguageOrigin::Argument => format!("{name}: {documents}, as --lang says"),
        LanguageOrigin::Document if language.documents == 1 => format!("{name}: {documents}, as it says"),
        LanguageOrigin::Document => format!("{name}: {documents}, as they say"),
        LanguageOrigin::Config => format!("{name}: {documents}, as the config says"),
        LanguageOrigin::Detected => format!("{name}: {documents}, detected"),
        LanguageOrigin::Unknown => format!("language unknown: {documents}"),
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// The number with a comma before each group of three digits.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn seconds(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64();
    match seconds {
        s if s < 10.0 => format!("{s:.2} s"),
        s if s < 120.0 => format!("{s:.0} s"),
        s => format!("{} min {:02} s", s as u64 / 60, s as u64 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary() -> Summary {
        let english = |documents, origin| LanguageUse {
            tag: "en".into(),
            name: Some("English".into()),
            origin,
            documents,
            word_list: true,
        };
        Summary {
            errors: 3,
            warnings: 5,
            labels: 1,
            hidden: 4,
            files: 2,
            documents: 2,
            words: 812,
            rules: 31,
            languages: vec![english(2, LanguageOrigin::Detected)],
            elapsed: Duration::from_millis(123),
            ..Summary::default()
        }
    }

    #[test]
    fn the_closing_line_names_counts_language_and_hidden_hints() {
        assert_eq!(
            summary_text(&summary(), false),
            "Found 3 errors, 5 warnings and 1 label in 2 files (812 words, 31 rules, English: 2 documents, \
             detected); 4 hints hidden, show them with --min-severity info; took 0.12 s\n"
        );
    }

    #[test]
    fn one_is_singular_everywhere() {
        let one = Summary {
            errors: 1,
            warnings: 1,
            infos: 1,
            hidden: 1,
            files: 1,
            documents: 1,
            words: 1,
            rules: 1,
            problems: 1,
            languages: vec![LanguageUse {
                tag: "uk".into(),
                name: None,
                origin: LanguageOrigin::Document,
                documents: 1,
                word_list: true,
            }],
            ..Summary::default()
        };
        assert_eq!(
            summary_text(&one, false),
            "Found 1 error, 1 warning and 1 hint in 1 file (1 word, 1 rule, uk: 1 document, as it says); \
             1 hint hidden, show it with --min-severity info; took 0.00 s\n1 file could not be read\n"
        );
    }

    #[test]
    fn what_the_baseline_hides_is_counted() {
        let text = |accepted, dismissed| summary_text(&Summary { accepted, dismissed, ..Summary::default() }, false);
        assert!(text(0, 1).contains("; 1 dismissed hidden by the baseline; took"));
        assert!(text(1200, 0).contains("; 1,200 accepted hidden by the baseline; took"));
        assert!(text(2, 3).contains("; 2 accepted and 3 dismissed hidden by the baseline; took"));
    }

    #[test]
    fn nothing_is_said_plainly() {
        let text =
            summary_text(&Summary { words: 1_234_567, files: 1000, interrupted: true, ..Summary::default() }, false);
        assert_eq!(
            text,
            "Found nothing in 1,000 files (1,234,567 words, 0 rules, 0 documents); took 0.00 s\n\
             Interrupted: what is reported is not complete\n"
        );
    }

    #[test]
    fn long_lists_of_languages_are_summed_up() {
        let mut summary = summary();
        let unknown = |index: usize| LanguageUse {
            tag: format!("x{index}").into(),
            name: None,
            origin: LanguageOrigin::Config,
            documents: 1,
            word_list: true,
        };
        summary.languages.extend((0..5).map(unknown));
        assert!(summary_text(&summary, false).contains("; x2: 1 document, as the config says; 2 more)"));
    }

    #[test]
    fn times_are_as_fine_as_they_are_long() {
        assert_eq!(seconds(Duration::from_millis(1234)), "1.23 s");
        assert_eq!(seconds(Duration::from_millis(61_400)), "61 s");
        assert_eq!(seconds(Duration::from_secs(3661)), "61 min 01 s");
    }
}
