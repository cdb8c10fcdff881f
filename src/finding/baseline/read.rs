//! The file of a baseline, read: every line that cannot be used is an error with its place.

use super::{Baseline, Entry, List, Scope, VERSION};
use crate::config::ConfigError;
use crate::finding::{Fingerprint, settled};
use crate::rules::SourceFile;
use serde::Deserialize;

/// More errors than this in one file help nobody.
const MOST_ERRORS: usize = 20;

/// A line as it is written, by this program or by hand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    list: Option<List>,
    #[serde(default)]
    document: String,
    #[serde(default)]
    rule: String,
    #[serde(default)]
    excerpt: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    scope: Scope,
    text: Option<String>,
    #[serde(default)]
    before: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    ordinal: u32,
    #[serde(default)]
    fingerprint: String,
    /// The head, which stands alone; where two files were joined there may be another.
    #[serde(rename = "mtaudit-baseline")]
    version: Option<u64>,
}

impl Baseline {
    /// The baseline in the bytes of a file that errors show as `file`.
    ///
    /// # Errors
    /// All that is wrong with it, up to a number; not one of its entries is used then.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Vec<ConfigError>> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let at = error.valid_up_to();
                let source = SourceFile::of_text(file, &String::from_utf8_lossy(bytes));
                let span = at..at + '\u{FFFD}'.len_utf8();
                return Err(vec![ConfigError::at(&source, span, "not valid UTF-8").help("save it as UTF-8")]);
            }
        };
        let source = SourceFile::of_text(file, text);
        let (mut entries, mut errors) = (Vec::new(), Vec::new());
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            match entry(&source, start, line.trim_end_matches(['\n', '\r'])) {
                Ok(entry) => entries.extend(entry),
                Err(error) => errors.push(*error),
            }
            if errors.len() == MOST_ERRORS {
                break;
            }
            start += line.len();
        }
        if errors.is_empty() { Ok(Baseline::of(entries)) } else { Err(errors) }
    }
}

/// The entry of a line that begins at `start`; none in a blank line and the head.
fn entry(source: &SourceFile, start: usize, text: &str) -> Result<Option<Entry>, Box<ConfigError>> {
    let whole = start..start + text.len();
    let wrong = |message: &str, help: &str| {
        Err(Box::new(ConfigError::at(source, whole.clone(), message.to_owned()).help(help)))
    };
    if text.trim().is_empty() {
        return Ok(None);
    }
    if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| text.starts_with(mark)) {
        return wrong("a merge that is not resolved", "keep the lines of both sides; their order does not matter");
    }
    let line: Line = serde_json::from_str(text).map_err(|error| {
        let at = start + text.floor_char_boundary(error.column().saturating_sub(1));
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message);
        let end = (at + 1).min(whole.end).max(at);
        ConfigError::at(source, at..end, format!("not an entry of a baseline: {message}"))
            .help("an entry is one JSON object on one line; docs/baseline.md describes it")
    })?;
    if let Some(version) = line.version {
        return match version {
            VERSION => Ok(None),
            _ => wrong("a baseline of another version", "use the mtaudit that wrote it, or create it again"),
        };
    }
    let Some(list) = line.list else {
        return wrong("an entry without `list`", "write \"list\":\"accepted\" or \"list\":\"dismissed\"");
    };
    let named = !line.fingerprint.is_empty();
    if named && !Fingerprint::is_one(&line.fingerprint) {
        return wrong("this is no fingerprint", "copy it from a report; it looks like m1- and 16 letters and digits");
    }
    let told = !line.rule.is_empty() && line.text.is_some();
    match line.scope {
        Scope::Here if !named && (!told || line.document.is_empty()) => {
            return wrong(
                "an entry that says not which finding",
                "add `fingerprint`, or `document`, `rule` and `text`",
            );
        }
        Scope::Document if !told || line.document.is_empty() => {
            return wrong("an entry of a document without `document`, `rule` and `text`", "add what is missing");
        }
        Scope::Everywhere if !told => {
            return wrong("an entry that reaches everywhere without `rule` and `text`", "add what is missing");
        }
        _ => {}
    }
    let mut entry = Entry {
        // What is told by name alone is compared by name alone.
        document: if told { line.document.into() } else { "".into() },
        rule: line.rule.into(),
        text: settled(line.text.as_deref().unwrap_or_default()),
        before: line.before,
        after: line.after,
        ordinal: line.ordinal,
        scope: line.scope,
        list,
        excerpt: line.excerpt,
        reason: line.reason,
        fingerprint: line.fingerprint,
    };
    entry.widen();
    Ok(Some(entry))
}
