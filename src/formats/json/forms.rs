//! A text that a record gives in several forms: plain, as HTML, for a machine.

use super::layout::Rule;
use super::members::Members;
use super::record::{read as read_string, repeats};
use crate::document::FieldKind;
use crate::formats::window::FieldSource;
use crate::source::RawText;
use rustc_hash::FxHashSet;
use serde_json::value::RawValue;
use std::collections::VecDeque;

/// Of a hundred words, how many another form of a text has at least. Forms differ by captions and crossheads.
const SHARED: usize = 80;

/// One form.
struct Form<'a> {
    path: String,
    value: &'a RawValue,
    is_html: bool,
    is_main: bool,
}

impl<'a> Form<'a> {
    /// What an object of a list says of its text; nothing, if no reader is shown it.
    fn of(path: String, object: &'a RawValue) -> Option<Self> {
        let members = Members::of(object)?;
        let value = members.get("value")?;
        let kind = members.string("contentType").or_else(|| members.string("contenttype"));
        let is_html = match kind.as_deref() {
            Some(kind) if kind.contains("html") => true,
            Some(kind) if kind.starts_with("text/") => false,
            None => members.string("value")?.trim_start().starts_with('<'),
            Some(_) => return None,
        };
        let is_main = members.string("role").is_some_and(|role| &*role == "main");
        value.get().starts_with('"').then_some(Form { path, value, is_html, is_main })
    }
}

/// Adds the fields of the forms of a text: HTML, which has the paragraphs, before plain text, and one that says what
/// another does not at all.
pub(super) fn read(
    raw: &RawText,
    members: &Members<'_>,
    rule: &Rule<'_>,
    lang: Option<&str>,
    fields: &mut VecDeque<FieldSource>,
) {
    let listed = members.select(rule.path).into_iter();
    let mut forms: Vec<_> = listed.filter_map(|(path, object)| Form::of(path, object)).collect();
    forms.sort_by_key(|form| (!form.is_html, !form.is_main));
    let first = fields.len();
    for form in forms {
        let before = fields.len();
        let name = rule.name.filter(|_| before == first).unwrap_or(&form.path);
        read_string(raw, form.value, &Rule { html: form.is_html, ..*rule }, name, lang, fields);
        let among = if rule.summary { 0 } else { first };
        if fields.len() > before && says_the_same(fields, among..before, rule.kind) {
            fields.truncate(before);
        }
    }
}

/// Whether the field behind a range says what one in it says.
fn says_the_same(fields: &VecDeque<FieldSource>, range: std::ops::Range<usize>, kind: FieldKind) -> bool {
    let text = |index: usize| match fields.get(index) {
        Some(FieldSource::Whole(field)) => Some(field.text.clone()),
        _ => None,
    };
    let Some(new) = text(range.end) else { return false };
    if kind != FieldKind::Body {
        return repeats(fields, range.end);
    }
    let words: FxHashSet<&str> = new.split_whitespace().collect();
    { range }.filter_map(text).any(|known| {
        let known: FxHashSet<&str> = known.split_whitespace().collect();
        100 * words.intersection(&known).count() >= SHARED * words.len()
    })
}
