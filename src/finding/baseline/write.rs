//! The file of a baseline: one entry a line, made to be read in a diff.

use super::{Baseline, Entry, List, Scope, VERSION};
use crate::report::write_json;
use serde::Serialize;

/// The first line.
#[derive(Serialize)]
struct Head {
    #[serde(rename = "mtaudit-baseline")]
    version: u64,
}

/// An entry, what people read first.
#[derive(Serialize)]
struct Line<'a> {
    list: List,
    #[serde(skip_serializing_if = "str::is_empty")]
    document: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    rule: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    excerpt: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
    #[serde(skip_serializing_if = "is_here")]
    scope: Scope,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    before: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    after: &'a str,
    #[serde(skip_serializing_if = "is_first")]
    ordinal: u32,
    #[serde(skip_serializing_if = "str::is_empty")]
    fingerprint: &'a str,
}

fn is_here(scope: &Scope) -> bool {
    *scope == Scope::Here
}

fn is_first(ordinal: &u32) -> bool {
    *ordinal == 0
}

impl Baseline {
    /// The file: a line that names the version, then the entries in their order.
    pub fn render(&self) -> Vec<u8> {
        let mut file = Vec::new();
        line(&mut file, &Head { version: VERSION });
        for entry in &self.entries {
            line(&mut file, &Line::of(entry));
        }
        file
    }
}

impl<'a> Line<'a> {
    fn of(entry: &'a Entry) -> Self {
        Line {
            list: entry.list,
            document: &entry.document,
            rule: &entry.rule,
            excerpt: &entry.excerpt,
            reason: &entry.reason,
            scope: entry.scope,
            // The text of a finding may be empty: only the view's signs that say nothing are in it.
            text: Some(entry.text.as_str()).filter(|text| !text.is_empty() || !entry.document.is_empty()),
            before: &entry.before,
            after: &entry.after,
            ordinal: entry.ordinal,
            fingerprint: &entry.fingerprint,
        }
    }
}

fn line(file: &mut Vec<u8>, value: &impl Serialize) {
    // Memory takes all that is written to it, and no key of a line can fail.
    let _ = write_json(file, value);
    file.push(b'\n');
}
