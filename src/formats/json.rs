//! JSON files: feeds and lists of records that are known by their members, and what a configuration describes.

mod forms;
pub(super) mod layout;
pub(super) mod members;
pub(super) mod record;
mod recover;

use super::notes::{Notes, position};
use super::{Documents, Format, FormatOptions, RecordSettings, Windows, key, whole, window};
use crate::input::{Input, Problem, ProblemKind};
use crate::source::RawText;
use layout::{Layout, configured, json_feed, known};
use members::{Members, elements};
use record::Frame;
use serde_json::value::RawValue;
use std::ops::Range;
use std::sync::Arc;

/// JSON files.
#[derive(Clone, Copy, Debug)]
pub struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json", "jsonfeed"]
    }

    /// An array of objects, an object that goes on in the next line, or a feed in one line.
    fn sniff(&self, head: &[u8]) -> bool {
        let head = head.trim_ascii_start();
        let Some((first, rest)) = head.split_first() else { return false };
        let after = rest.trim_ascii_start();
        match first {
            b'[' => after.starts_with(b"{"),
            b'{' if memchr::memmem::find(rest, b"://jsonfeed.org/version/").is_some() => true,
            b'{' => {
                after.starts_with(b"\"") && rest.iter().take_while(|byte| **byte != b'"').any(|byte| *byte == b'\n')
            }
            _ => false,
        }
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        let file_key = key::relative(&input.file, options.root.as_deref());
        let named = input.named;
        let (raw, problem) = whole::read(input, "a JSON file");
        let Some(raw) = raw else { return Box::new(problem.map(Err).into_iter()) };
        if raw.text().trim().is_empty() {
            return Box::new(problem.map(Err).into_iter());
        }
        let raw = Arc::new(raw);
        let (records, problems) = Records::of(raw, file_key, &options.settings.json, named, problem);
        Box::new(records.map(Ok).chain(problems.into_iter().map(Err)))
    }
}

/// The records of a file, each given as a span of its text, so that only one is decoded at a time.
struct Records<'a> {
    raw: Arc<RawText>,
    file_key: String,
    settings: &'a RecordSettings,
    /// Whether the file says that it is a JSON Feed.
    is_feed: bool,
    /// The language that it states.
    lang: Option<Arc<str>>,
    /// Where the records that hold text stand, the last one first, each with its number.
    spans: Vec<(Option<u64>, Range<usize>)>,
    windows: Option<Windows>,
}

impl<'a> Records<'a> {
    /// The records of a file that have text, and what is to be said of it.
    fn of(
        raw: Arc<RawText>,
        file_key: String,
        settings: &'a RecordSettings,
        named: bool,
        unread: Option<Problem>,
    ) -> (Self, Vec<Problem>) {
        let mut records = Records {
            raw: raw.clone(),
            file_key,
            settings,
            is_feed: false,
            lang: None,
            spans: Vec::new(),
            windows: None,
        };
        let text = raw.text();
        let (values, broken) = match serde_json::from_str::<&RawValue>(text) {
            Ok(value) => (records.find(value), None),
            Err(error) => {
                let found = recover::elements(text).into_iter().enumerate();
                (found.map(|(index, value)| (Some(index as u64), value)).collect(), Some(error))
            }
        };
        let mut notes = Notes::default();
        let mut first_without = None;
        let mut skipped = false;
        for (index, value) in values {
            let start = (value.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
            let Some(members) = Members::of(value) else {
                let problem = Problem::error(raw.file().clone(), "a record that is not an object");
                first_without.get_or_insert_with(|| problem.at(position(&raw, start)));
                continue;
            };
            if is_report(&members) {
                notes.add(Problem::note(raw.file().clone(), "skipped: a report of mtaudit, not a text"));
                skipped = true;
            } else if records.windows_of(&raw, index, &members).is_some() {
                records.spans.push((index, start..start + value.get().len()));
            } else if let Some(problem) = without_text(&raw, &members, start, settings) {
                first_without.get_or_insert(problem);
            }
        }
        records.spans.reverse();
        if let Some(mut problem) = first_without.filter(|_| records.spans.is_empty() && broken.is_none() && !skipped) {
            if !named {
                problem.kind = ProblemKind::Note;
                problem.message.insert_str(0, "skipped: ");
            }
            notes.add(problem);
        }
        // A file that could not be read to its end is broken there.
        let broken = unread.or_else(|| broken.map(|error| malformed(&raw, &error, "not JSON")));
        (records, notes.finish().chain(broken).collect())
    }

    /// The values that are records: those that the configuration names, the items of a feed, the elements of an
    /// array, else the file itself.
    fn find<'v>(&mut self, value: &'v RawValue) -> Vec<(Option<u64>, &'v RawValue)> {
        let numbered = |values: Vec<&'v RawValue>| (0..).map(Some).zip(values).collect();
        if let Some(values) = elements(value) {
            return numbered(values);
        }
        let Some(members) = Members::of(value) else { return vec![(None, value)] };
        if let Some(path) = &self.settings.records {
            let path = path.strip_suffix(".*").unwrap_or(path);
            let lists = members.select(path).into_iter().map(|(_, list)| list);
            let values = lists.flat_map(|list| match (elements(list), Members::of(list)) {
                (Some(elements), _) => elements,
                (None, Some(members)) => members.0.into_iter().map(|(_, value)| value).collect(),
                (None, None) => Vec::new(),
            });
            return numbered(values.collect());
        }
        let is_feed = members.string("version").is_some_and(|version| version.contains("jsonfeed.org/version"));
        if is_feed || (self.settings.fields.is_empty() && known(&members).is_none()) {
            let items = members.get("items").and_then(elements);
            let of_feed = |value: &&RawValue| Members::of(value).is_some_and(|members| known(&members).is_some());
            if let Some(items) = items.filter(|items| is_feed || items.first().is_some_and(of_feed)) {
                self.is_feed = is_feed;
                self.lang = members.string("language");
                return numbered(items);
            }
        }
        vec![(None, value)]
    }

    fn layout(&self, members: &Members<'_>) -> Option<Layout<'a>> {
        configured(self.settings).or_else(|| if self.is_feed { Some(json_feed()) } else { known(members) })
    }

    fn windows_of(&self, raw: &Arc<RawText>, index: Option<u64>, members: &Members<'_>) -> Option<Windows> {
        let frame = Frame { file_key: &self.file_key, index, is_list: index.is_some(), lang: self.lang.clone() };
        record::document(raw, members, &self.layout(members)?, &frame)
    }

    /// The text that a record stands in, and where: that of the file, which all share, or its own if it says what is not
    /// to be reported in it.
    fn record(&self, range: Range<usize>) -> (Arc<RawText>, Range<usize>) {
        let text = &self.raw.text()[range.clone()];
        if !record::is_marked(text) {
            return (self.raw.clone(), range);
        }
        let own = self.raw.part(range);
        let directives = serde_json::from_str::<Members<'_>>(own.text()).ok().and_then(|members| {
            let layout = self.layout(&members)?;
            Some(record::directives(&own, &members, &layout))
        });
        let whole = 0..own.text().len();
        (Arc::new(own.with_directives(directives.unwrap_or_default())), whole)
    }
}

impl Iterator for Records<'_> {
    type Item = crate::document::Document;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(document) = self.windows.as_mut().and_then(Windows::next) {
                return Some(document);
            }
            let (index, range) = self.spans.pop()?;
            let (raw, range) = self.record(range);
            let members = serde_json::from_str::<Members<'_>>(&raw.text()[range]).ok();
            self.windows = members.and_then(|members| self.windows_of(&raw, index, &members));
        }
    }
}

/// Whether it is what mtaudit itself prints.
pub(super) fn is_report(members: &Members<'_>) -> bool {
    let ours = |name: &str| members.get(name).is_some();
    ours("schema") && (ours("findings") || (ours("fingerprint") && ours("rule")))
}

/// Names what a record has in place of what it lacks. A record without any text says nothing.
fn without_text(raw: &RawText, members: &Members<'_>, start: usize, settings: &RecordSettings) -> Option<Problem> {
    let names: Vec<String> = members.0.iter().take(12).map(|(name, _)| format!("`{name}`")).collect();
    let dots = if members.0.len() > names.len() { ", …" } else { "" };
    let has =
        if names.is_empty() { "it has none".to_owned() } else { format!("its keys are {}{dots}", names.join(", ")) };
    let message = match &settings.fields[..] {
        [] => format!("no record of a kind that is known (JSON Feed, WordPress, ninjs, `text`); {has}"),
        fields => {
            let fields: Vec<_> = fields.iter().map(|field| format!("`{field}`")).collect();
            format!("no string at {}; {has}", fields.join(" or "))
        }
    };
    let help =
        "name the fields that hold text under [json] in mtaudit.toml, such as fields = [\"title\", \"body.*.text\"]";
    Some(Problem::error(raw.file().clone(), message).at(position(raw, start)).help(help))
}

/// What the parser says, with the position of a text of several lines.
pub(super) fn malformed(raw: &RawText, error: &serde_json::Error, what: &str) -> Problem {
    // The parser counts lines, and in the last of them the bytes it has read; it says so again in its message.
    let lines = raw.text().split_inclusive('\n').take(error.line().saturating_sub(1));
    let line: usize = lines.map(str::len).sum();
    let at = window::boundary(raw.text(), line + error.column().saturating_sub(1));
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    Problem::error(raw.file().clone(), format!("{what}: {message}")).at(position(raw, at))
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
