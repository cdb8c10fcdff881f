//! The entries of a part of a PO file: where each string of them stands.

use crate::source::{Action, Directive, Span, of_comment};

/// One entry. Strings are given as the insides of their quotation marks, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// Whether its translation still has to be looked at by somebody.
    pub(super) fuzzy: bool,
    /// Whether its message is no longer used.
    pub(super) obsolete: bool,
    /// Flags that say in which language of formats its placeholders are (`c-format`), or are not (`no-c-format`).
    pub(super) formats: Vec<Span>,
    /// `msgctxt`.
    pub(super) context: Vec<Span>,
    /// `msgid`.
    pub(super) id: Vec<Span>,
    /// `msgid_plural`.
    pub(super) plural: Vec<Span>,
    /// `msgstr`, and `msgstr[n]` with its number.
    pub(super) strings: Vec<(Option<u32>, Vec<Span>)>,
}

impl Entry {
    /// Whether it is the header: the one of the empty message.
    pub(super) fn is_header(&self, raw: &str) -> bool {
        self.context.is_empty() && self.id.iter().all(|part| raw[part.range()].is_empty())
    }
}

/// Where a text that starts with an entry can be cut between two of them, as late as possible.
pub(super) fn boundary(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // A line begins at `at`; what is before is whole.
    memchr::memrchr_iter(b'\n', bytes).map(|newline| newline + 1).find(|&at| {
        let line = |at: usize| &bytes[at..memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end)];
        let before = memchr::memrchr(b'\n', &bytes[..at - 1]).map_or(0, |newline| newline + 1);
        let above = line(before).trim_ascii_start();
        // A comment below a string belongs to the next entry, and a blank line to none.
        above.is_empty()
            || (at < bytes.len() && bytes[at] == b'#' && (above.starts_with(b"\"") || above.starts_with(b"msgstr")))
    })
}

/// Which string of an entry a line continues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Context,
    Id,
    Plural,
    String,
}

/// What a text comes to.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) entries: Vec<Entry>,
    /// What is wrong with it, and where. A broken entry is left out.
    pub(super) problems: Vec<(usize, String)>,
    /// What comments say of findings. Those above an entry speak of it.
    pub(super) directives: Vec<Directive>,
}

/// The entries of a text.
pub(super) fn read(raw: &str) -> Entries {
    let mut reader = Reader { raw, read: Entries::default(), entry: None, part: None, skips: false, above: 0 };
    let mut start = 0;
    for line in raw.split_inclusive('\n') {
        let text = line.trim_end();
        reader.line(start + (text.len() - text.trim_start().len()), text.trim_start());
        start += line.len();
    }
    reader.end(start);
    reader.read
}

struct Reader<'r> {
    raw: &'r str,
    read: Entries,
    entry: Option<(usize, Entry)>,
    part: Option<Part>,
    /// Whether the entry is broken, and what follows up to its end is left out.
    skips: bool,
    /// Directives that stand above entries before this one.
    above: usize,
}

impl Reader<'_> {
    fn line(&mut self, start: usize, line: &str) {
        if line.is_empty() {
            return self.end(start);
        }
        if line.starts_with('#') {
            return self.comment(start, line);
        }
        if line.starts_with('"') {
            return self.strings(start, line);
        }
        let end = line.find(|c: char| c == '"' || c.is_whitespace()).unwrap_or(line.len());
        let (keyword, rest) = line.split_at(end);
        let (part, number) = match keyword {
            "msgctxt" => (Part::Context, None),
            "msgid" => (Part::Id, None),
            "msgid_plural" => (Part::Plural, None),
            "msgstr" => (Part::String, None),
            "domain" => return,
            _ => match keyword.strip_prefix("msgstr[").and_then(|rest| rest.strip_suffix(']')) {
                Some(number) if number.bytes().all(|byte| byte.is_ascii_digit()) => match number.parse() {
                    Ok(number) => (Part::String, Some(number)),
                    Err(_) => return self.wrong(start, "the number of a plural form is expected in the brackets"),
                },
                _ => return self.wrong(start, "expected `msgid`, `msgstr`, a string in quotation marks or a comment"),
            },
        };
        // Entries need no blank line between them.
        let begins = part == Part::Context || (part == Part::Id && self.part != Some(Part::Context));
        if begins && self.part.is_some() {
            self.end(start);
        }
        self.part = Some(part);
        let (_, entry) = self.entry.get_or_insert_with(|| (start, Entry::default()));
        if part == Part::String {
            entry.strings.push((number, Vec::new()));
        }
        let at = start + end + (rest.len() - rest.trim_start().len());
        self.strings(at, rest.trim_start());
    }

    fn comment(&mut self, start: usize, line: &str) {
        if line.starts_with("#~") {
            // What is no longer used is left out as a whole.
            if self.part.is_some() {
                self.end(start);
            }
            self.entry.get_or_insert_with(|| (start, Entry::default())).1.obsolete = true;
            return;
        }
        if self.part == Some(Part::String) {
            self.end(start);
        }
        // Of a translator (`# `) or of a programmer (`#. `).
        let said = line.trim_start_matches(['#', '.', ' ']);
        self.read.directives.extend(of_comment(said, Span::new(start, start + line.len())));
        if let Some(flags) = line.strip_prefix("#,") {
            let mut at = start + 2;
            let (_, entry) = self.entry.get_or_insert_with(|| (start, Entry::default()));
            for flag in flags.split(',') {
                match flag.trim() {
                    "fuzzy" => entry.fuzzy = true,
                    format if format.ends_with("-format") => entry.formats.push(Span::new(at, at + flag.len())),
                    _ => {}
                }
                at += flag.len() + 1;
            }
        }
    }

    /// The strings on a line, which go together.
    fn strings(&mut self, start: usize, line: &str) {
        if self.skips {
            return;
        }
        let Some(part) = self.part else {
            return self.wrong(start, "a string without `msgid` or `msgstr` in front of it");
        };
        let mut at = 0;
        let mut found = Vec::new();
        while at < line.len() {
            if !line[at..].starts_with('"') {
                return self.wrong(start + at, "a string in quotation marks is expected here");
            }
            let Some(length) = inside(&line[at + 1..]) else {
                return self.wrong(start + at, "a string without a quotation mark at its end");
            };
            found.push(Span::new(start + at + 1, start + at + 1 + length));
            at += length + 2;
            at += line[at..].len() - line[at..].trim_start().len();
        }
        let Some((_, entry)) = &mut self.entry else { return };
        match part {
            Part::Context => entry.context.extend(found),
            Part::Id => entry.id.extend(found),
            Part::Plural => entry.plural.extend(found),
            Part::String => entry.strings.last_mut().into_iter().for_each(|(_, parts)| parts.extend(&found)),
        }
    }

    fn wrong(&mut self, at: usize, message: &str) {
        if !self.skips {
            self.read.problems.push((at, message.to_owned()));
        }
        (self.skips, self.part) = (true, Some(Part::String));
        self.entry.get_or_insert_with(|| (at, Entry::default()));
    }

    /// The entry is complete; what comes next begins at `end`.
    fn end(&mut self, end: usize) {
        let own = std::mem::replace(&mut self.above, self.read.directives.len());
        if self.part.is_some() {
            for directive in &mut self.read.directives[own..] {
                let of_entry = matches!(directive.action, Action::Ignore | Action::IgnoreNextLine);
                directive.reach = of_entry.then_some(Span::new(directive.at.start(), end));
            }
        }
        let part = self.part.take();
        let skipped = std::mem::take(&mut self.skips);
        let Some((start, entry)) = self.entry.take() else { return };
        if skipped || (part.is_none() && !entry.obsolete) {
            return;
        }
        if !entry.obsolete && entry.strings.is_empty() {
            let at = start.min(self.raw.len());
            return self.read.problems.push((at, "a message without `msgstr`".to_owned()));
        }
        self.read.entries.push(entry);
    }
}

/// The length of what is inside of a string, up to the quotation mark that ends it.
fn inside(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let found = at + memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[found] == b'"' {
            return Some(found);
        }
        // The escaped character may be of several bytes, none of which is a mark.
        at = found + 2;
    }
}
