//! What the rows of all tables of rules have in common: id, message, documentation, examples.

use super::decode::{TextAt, part_of};
use super::diagnostic::RulePlace;
use super::example::parse_marks;
use super::model::{Example, Rule, RuleDocs};
use super::nearest::did_you_mean;
use super::reader::Reader;
use super::rule::{Draft, lint_kind};
use super::string::Str;
use super::table::{Row, Table};
use super::template::Template;
use super::validity::{self, Validity};
use crate::finding::{Confidence, Severity};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The rows of one table so far.
pub struct Rows {
    /// What a row begins with: the rule of the table without message, documentation and conditions.
    pub bare: Rule,
    /// The rules that they became.
    pub rules: Vec<Rule>,
    /// Where each id was first given.
    places: FxHashMap<Str, Range<usize>>,
}

impl Rows {
    /// No row yet, of so many.
    pub fn new(bare: Rule, count: usize) -> Self {
        // A rule is large, and a table has thousands: growing step by step would move all of them again and again.
        let places = FxHashMap::with_capacity_and_hasher(count, Default::default());
        Rows { bare, rules: Vec::with_capacity(count), places }
    }

    /// The full id of a row: `pack/rule#row`, by the column `id`, else the slug of a text.
    pub fn id(
        &mut self,
        reader: &mut Reader<'_>,
        draft: &Draft<'_>,
        table: &Table,
        row: &Row,
        text: &TextAt,
    ) -> Option<Str> {
        match table.cell(row, "id") {
            Some(cell) => self.id_of(reader, draft, cell, true),
            None => self.id_of(reader, draft, text, false),
        }
    }

    /// The full id of a row that is called by a text, which is the id itself or is made one.
    pub fn id_of(&mut self, reader: &mut Reader<'_>, draft: &Draft<'_>, text: &TextAt, is_id: bool) -> Option<Str> {
        let id = if is_id { text.value.clone() } else { slug(&text.value) };
        let span = text.span.clone();
        if id.is_empty() || is_id && slug(&id) != id {
            let help = "use lower-case letters, digits and hyphens";
            reader.error(span, format!("`{id}` is no id")).help(help);
            return None;
        }
        let full: Str = format!("{}#{id}", draft.rule.id).into();
        if let Some(first) = self.places.get(&full) {
            let help = "give one of the rows another id in the column `id`";
            let message = format!("two rows have the id `{id}`");
            let first = RulePlace::new(reader.file, first.clone());
            reader.error(span, message).other(first, "the first one").help(help);
            return None;
        }
        self.places.insert(full.clone(), span);
        Some(full)
    }
}

/// Letters and digits in lower case, a hyphen for everything between.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_alphanumeric() => slug.push(c),
            '\'' | '’' => {}
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The value of a cell that may hold one of a few words, or a report that it does not.
pub fn word_of<T: Copy>(reader: &mut Reader<'_>, cell: &TextAt, known: &[(&str, T)]) -> Option<T> {
    let found = known.iter().find(|(name, _)| *name == cell.value).map(|(_, value)| *value);
    if found.is_none() {
        let note = reader.error(cell.span.clone(), format!("`{}` cannot stand here", cell.value));
        if let Some(help) = did_you_mean(&cell.value, known.iter().map(|(name, _)| *name)) {
            note.help(help);
        }
    }
    found
}

/// Whether the row says that its fact has no source.
pub fn is_unverified(reader: &mut Reader<'_>, table: &Table, row: &Row) -> bool {
    let words = [("yes", true), ("true", true), ("no", false), ("false", false)];
    let cell = table.cell(row, "unverified");
    cell.and_then(|cell| word_of(reader, cell, &words)).unwrap_or(false)
}

/// The rule's message with the row's note after it.
pub fn message(reader: &mut Reader<'_>, draft: &Draft<'_>, table: &Table, row: &Row) -> Template {
    match table.cell(row, "note") {
        Some(note) => message_with(reader, draft, note),
        None => draft.rule.message.clone(),
    }
}

/// The rule's message with a note after it.
pub fn message_with(reader: &mut Reader<'_>, draft: &Draft<'_>, note: &TextAt) -> Template {
    let message = draft.table.message.as_ref().map_or("", |message| &message.value);
    let note_text = note.value.replace('{', "{{").replace('}', "}}");
    // The message alone was parsed before, and the note has no holes.
    let stop = if message.ends_with(['.', '!', '?', '…', '。']) { "" } else { "." };
    match Template::parse(&format!("{message}{stop} {note_text}")) {
        Ok(template) => template,
        Err(_) => {
            reader.error(note.span.clone(), "this note cannot follow the message");
            Template::default()
        }
    }
}

/// When the fact of a row holds: what the row says, else what its rule says.
pub fn validity(reader: &mut Reader<'_>, draft: &Draft<'_>, table: &Table, row: &Row) -> Validity {
    let [from, until] = ["valid_from", "valid_until"].map(|column| table.cell(row, column));
    match (from, until) {
        (None, None) => draft.rule.validity.clone(),
        _ => validity::read(reader, from, until),
    }
}

/// What `explain` prints of a row, and its examples.
pub fn docs(reader: &mut Reader<'_>, draft: &Draft<'_>, table: &Table, row: &Row) -> RuleDocs {
    let mut docs = RuleDocs::clone(&draft.rule.docs);
    let line = reader.file.line(row.span.start);
    (docs.file, docs.line, docs.examples) = (reader.file.path.clone(), line, Vec::new());
    if let Some(reference) = table.cell(row, "reference") {
        docs.references = vec![reference.value.clone()];
    }
    docs.unverified |= is_unverified_quietly(table, row);
    let allowed = table.alternatives(reader.file, row, "lint_allow");
    docs.lint_allow = allowed.iter().filter_map(|name| lint_kind(reader, name)).collect();
    for (column, bad) in [("bad_example", true), ("good_example", false)] {
        if let Some(cell) = table.cell(row, column) {
            docs.examples.extend(example(reader, cell, bad));
        }
    }
    docs
}

/// As [`is_unverified`], where an odd word was reported before.
fn is_unverified_quietly(table: &Table, row: &Row) -> bool {
    table.cell(row, "unverified").is_some_and(|cell| matches!(cell.value.as_str(), "yes" | "true"))
}

fn example(reader: &mut Reader<'_>, cell: &TextAt, bad: bool) -> Option<Example> {
    let text = marked_text(reader, cell, bad)?;
    let line = reader.file.line(cell.span.start);
    Some(Example { bad, documents: vec![text], line, ..Example::default() })
}

/// A text with its marks taken out: a bad one has some, a good one none. What is wrong is reported.
pub fn marked_text(reader: &mut Reader<'_>, text: &TextAt, bad: bool) -> Option<super::model::ExampleText> {
    let parsed = match parse_marks(&text.value) {
        Ok(parsed) => parsed,
        Err(error) => {
            let mark = part_of(reader.file, text, error.at..error.at + 2);
            reader
                .error(mark, error.message)
                .help("a place is marked `[[so]]`; for the signs themselves, write `\\[[`");
            return None;
        }
    };
    if bad && parsed.primary.is_empty() {
        let help = "put `[[` and `]]` around the text that the rule finds";
        reader.error(text.span.clone(), "this bad example marks nothing").help(help);
        return None;
    }
    let marked = !parsed.primary.is_empty() || !parsed.related.is_empty();
    if !bad && marked {
        let help = "take the marks out, or call it a bad example";
        reader.error(text.span.clone(), "a good example has no marks: the rule is silent in it").help(help);
        return None;
    }
    Some(parsed)
}

/// Reports examples that a row of its severity lacks.
pub fn check_examples(reader: &mut Reader<'_>, table: &Table, row: &Row, rule: &Rule) {
    if rule.severity == Severity::Info {
        return;
    }
    let columns = ["bad_example", "good_example"];
    let lacking: Vec<&str> = columns.into_iter().filter(|column| table.cell(row, column).is_none()).collect();
    if !lacking.is_empty() {
        let message = format!("a row of severity {} needs a `{}`", rule.severity, lacking.join("` and a `"));
        let help = "fill the cells, or set the severity to info";
        reader.error(row.span.clone(), message).help(help);
    }
}

/// Severity and confidence of a row; one that is unverified is `info`.
pub fn severity(reader: &mut Reader<'_>, draft: &Draft<'_>, table: &Table, row: &Row, rule: &mut Rule) {
    let levels = [("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)];
    let own = table.cell(row, "severity").and_then(|cell| word_of(reader, cell, &levels));
    if let Some(own) = own.filter(|own| *own != rule.severity) {
        (rule.severity, rule.impact) = (own, own.default_impact());
    }
    // A row with a source of its own is not unverified because its lexicon is.
    let inherited = draft.rule.docs.unverified && table.cell(row, "reference").is_none();
    if is_unverified(reader, table, row) || inherited {
        if let (Some(cell), true) = (table.cell(row, "severity"), own > Some(Severity::Info)) {
            let help = "name a source in the column `reference`, or set the severity to info";
            reader.error(cell.span.clone(), "a row that is unverified is `info` at most").help(help);
        }
        (rule.severity, rule.impact) = (Severity::Info, Severity::Info.default_impact());
    }
    let levels = [("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low)];
    if let Some(own) = table.cell(row, "confidence").and_then(|cell| word_of(reader, cell, &levels)) {
        rule.confidence = own;
    }
}
