//! The baseline: findings that somebody looked at and that are not to be reported again.
//!
//! It is a sorted file of JSON lines ([`Baseline::parse`], [`Baseline::render`]). An entry is on one of two lists and
//! speaks of one finding, of equal findings of its document, or of equal findings everywhere. [`Known`] compares the
//! findings of a document with it, and a [`Renewal`] brings it up to date with what an audit found.

mod change;
mod known;
mod read;
mod write;

pub use change::{Changed, Renewal, Stale};
pub use known::{Hidden, Known, Matched};

use super::Finding;
use crate::rules::string::Str;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// What the file is called, beside the configuration.
pub const BASELINE_FILE: &str = "mtaudit-baseline.jsonl";
/// Version of the form of the file.
const VERSION: u64 = 1;

/// On which of the two lists an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum List {
    /// Known and not repaired yet: it goes when it is.
    Accepted,
    /// Looked at and right as it is.
    Dismissed,
}

/// How far an entry reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// One finding.
    #[default]
    Here,
    /// All findings of the rule with this text in the document.
    Document,
    /// All findings of the rule with this text.
    Everywhere,
}

/// One line of the file. What is not known is empty: an entry of one finding has its
/// name, or document, rule and text; one of a document has these three; one of all has rule and text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Key of the document; empty for one that speaks of all.
    pub document: Arc<str>,
    /// Full id of the rule, or an alias of it.
    pub rule: Str,
    /// The matched text, normalised as in [`super::Parts`].
    pub text: String,
    /// The normalised tokens before it.
    pub before: String,
    /// The normalised tokens after it.
    pub after: String,
    /// 0-based number among equal ones of the document.
    pub ordinal: u32,
    /// How far it reaches.
    pub scope: Scope,
    /// The list it is on.
    pub list: List,
    /// The text around the finding when it was written, for people.
    pub excerpt: String,
    /// Why, for people.
    pub reason: String,
    /// Name of the finding; may be empty.
    pub fingerprint: String,
}

/// The entries of a baseline, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Vec<Entry>,
}

/// The present ids of rules by their former ones.
pub type Aliases = HashMap<Str, Str>;

/// Most characters of text on either side of a finding in an excerpt.
const EXCERPT_REACH: usize = 40;
/// Most characters of a finding's own text in an excerpt.
const EXCERPT_TEXT: usize = 80;

impl Entry {
    /// The entry of a finding.
    pub fn of(finding: &Finding, list: List, scope: Scope, reason: &str) -> Self {
        let parts = finding.fingerprint.parts();
        let mut entry = Entry {
            document: parts.document.clone(),
            rule: finding.rule.clone(),
            text: parts.text.clone(),
            before: parts.before.clone(),
            after: parts.after.clone(),
            ordinal: finding.fingerprint.ordinal(),
            scope,
            list,
            excerpt: excerpt(finding),
            reason: reason.to_owned(),
            fingerprint: finding.fingerprint.as_str().to_owned(),
        };
        entry.widen();
        entry
    }

    /// What it speaks of; the order of the file.
    fn about(&self) -> impl Ord + '_ {
        let name = if self.document.is_empty() { self.fingerprint.as_str() } else { "" };
        (&*self.document, &*self.rule, self.text.as_str(), &self.before, &self.after, self.ordinal, self.scope, name)
    }

    /// The entry with a decision.
    pub fn decided(mut self, list: List, scope: Scope, reason: &str) -> Self {
        (self.list, self.scope, self.reason) = (list, scope, reason.to_owned());
        self.widen();
        self
    }

    /// The same decision about what the finding is now.
    fn anchored(&self, finding: &Finding) -> Self {
        Entry::of(finding, self.list, self.scope, &self.reason)
    }

    /// Takes away what an entry of its scope does not look at, so that it does not change with it.
    fn widen(&mut self) {
        if self.scope != Scope::Here {
            self.fingerprint.clear();
            self.before.clear();
            self.after.clear();
            self.ordinal = 0;
        }
        if self.scope == Scope::Everywhere {
            self.document = "".into();
        }
    }
}

impl Baseline {
    /// The baseline of these entries. Of those that speak of the same one is kept, the dismissed one if the lists
    /// differ.
    pub fn of(mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|one, other| one.about().cmp(&other.about()).then(other.list.cmp(&one.list)));
        entries.dedup_by(|later, first| later.about() == first.about());
        Baseline { entries }
    }

    /// The entries, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

/// `They paid an [[honorary visit]] to the President`, on one line.
fn excerpt(finding: &Finding) -> String {
    let excerpt = &finding.site.excerpt;
    let (start, end) = (excerpt.start as usize, excerpt.end as usize);
    let part = |range: std::ops::Range<usize>| excerpt.text.get(range).unwrap_or_default();
    let (before, text, after) = (part(0..start), part(start..end), part(end..excerpt.text.len()));
    let from = before.char_indices().rev().nth(EXCERPT_REACH).map_or(0, |(at, _)| word_start(before, at));
    let to = after.char_indices().nth(EXCERPT_REACH).map_or(after.len(), |(at, _)| word_end(after, at));
    let mut shown = text.to_owned();
    if let Some((at, _)) = text.char_indices().nth(EXCERPT_TEXT) {
        shown.truncate(at);
        shown.push('…');
    }
    let whole = format!("{}[[{shown}]]{}", &before[from..], &after[..to]);
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the first whole word after a cut starts; the cut itself where there is none.
fn word_start(text: &str, at: usize) -> usize {
    text[at..].find(char::is_whitespace).map_or(at, |space| at + space)
}

/// Where the last whole word before a cut ends.
fn word_end(text: &str, at: usize) -> usize {
    text[..at].rfind(char::is_whitespace).unwrap_or(at)
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
