//! One JSON object as a document.

use super::forms;
use super::layout::{Layout, Rule};
use super::members::{Members, text_of};
use crate::document::{Document, Field, FieldKind, Item, Window};
use crate::formats::window::{FieldSource, LazyField};
use crate::formats::{MAX_TEXT, Windows, html, json_string, key};
use crate::source::{Directive, RawText, Span};
use serde_json::value::RawValue;
use std::collections::VecDeque;
use std::sync::Arc;

/// What a record has from the file that it is in.
#[derive(Debug)]
pub(in crate::formats) struct Frame<'a> {
    /// The key of the file.
    pub(in crate::formats) file_key: &'a str,
    /// The number of the record; none, if it is the whole file.
    pub(in crate::formats) index: Option<u64>,
    /// Whether the file is one list of records, rather than a collection of whatever was put in it.
    pub(in crate::formats) is_list: bool,
    /// The language that the file states.
    pub(in crate::formats) lang: Option<Arc<str>>,
}

/// The document that a record holds, in windows; nothing, if none of the fields is there.
///
/// Its values have to be parts of the raw text.
pub(in crate::formats) fn document(
    raw: &Arc<RawText>,
    members: &Members<'_>,
    layout: &Layout<'_>,
    frame: &Frame<'_>,
) -> Option<Windows> {
    let string = |paths: &[&str]| paths.iter().find_map(|path| members.string(path).filter(|text| !text.is_empty()));
    let lang = string(layout.lang).or_else(|| frame.lang.clone());
    let fields = fields(raw, members, layout, lang.as_deref())?;
    let id = layout.id.iter().find_map(|path| members.name(path));
    let url = string(layout.url);
    let title = title(members, layout).or_else(|| headline(&fields));
    let file = raw.file();
    let key: Arc<str> = match (&id, frame.index) {
        (Some(id), _) if layout.global_id => id.clone(),
        // A file with one record is known by its path.
        (None, None) => frame.file_key.into(),
        (_, _) => {
            let texts = beginnings(raw, &fields);
            key::of_record(frame.file_key, id.as_deref(), url.as_deref(), title.as_deref(), texts)
        }
    };
    let place = || frame.index.map_or_else(|| file.clone(), |index| format!("{file}#{index}").into());
    let item = Item { index: frame.index.unwrap_or(0), id: id.clone(), title, url };
    let document = Document {
        id: id.unwrap_or_else(place),
        key,
        item: Some(Arc::new(item)),
        lang,
        source_lang: members.string("source_lang"),
        date: string(layout.date),
        fields: Vec::new(),
        window: Window::WHOLE,
        feed: (frame.is_list && layout.global_id).then(|| frame.file_key.into()),
        raw: raw.clone(),
    };
    Some(Windows::of(document, fields))
}

/// Whether a text may hold directives, so that it is worth looking for them.
pub(in crate::formats) fn is_marked(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"mtaudit-").is_some()
}

/// What comments in the HTML of a record say of findings in it. Its values have to be parts of the raw text.
pub(in crate::formats) fn directives(raw: &RawText, members: &Members<'_>, layout: &Layout<'_>) -> Vec<Directive> {
    let html = layout.fields.iter().filter(|rule| rule.html);
    let values = html.flat_map(|rule| members.select(rule.path)).filter(|(_, value)| value.get().starts_with('"'));
    let of_value = |value: &RawValue| {
        let (text, map) = json_string::decode(raw.text(), inside(raw, value), usize::MAX).finish();
        html::held_directives(&text, &map)
    };
    let mut directives: Vec<Directive> = values.flat_map(|(_, value)| of_value(value)).collect();
    directives.sort_by_key(|directive| directive.at.start());
    directives
}

/// Where the inside of a string stands that is a part of the raw text: the distance of the two is its offset.
fn inside(raw: &RawText, value: &RawValue) -> Span {
    let offset = (value.get().as_ptr() as usize).saturating_sub(raw.text().as_ptr() as usize);
    json_string::inside(value.get(), offset)
}

/// At least the first words of each field.
fn beginnings(raw: &RawText, fields: &VecDeque<FieldSource>) -> impl Iterator<Item = String> {
    fields.iter().map(|field| match field {
        FieldSource::Whole(field) => field.text.to_string(),
        FieldSource::Lazy(lazy) => (lazy.decode)(raw.text(), lazy.raw, 4 * key::BEGINNING).finish().0,
    })
}

/// The title as it is read, entities of HTML decoded.
fn title(members: &Members<'_>, layout: &Layout<'_>) -> Option<Arc<str>> {
    let path = *layout.title.iter().find(|path| members.has_text(path))?;
    let text = members.string(path)?;
    if !layout.fields.iter().any(|rule| rule.path == path && rule.html) {
        return Some(text);
    }
    html::fields(&text, None, html::Reading::title("title")).first().map(|field| field.text.clone())
}

/// The first field that is a headline.
fn headline(fields: &VecDeque<FieldSource>) -> Option<Arc<str>> {
    fields.iter().find_map(|field| match field {
        FieldSource::Whole(field) => (field.kind == FieldKind::Title).then(|| field.text.clone()),
        FieldSource::Lazy(_) => None,
    })
}

/// The fields that are strings, in order, if there is text among them.
fn fields(
    raw: &RawText,
    members: &Members<'_>,
    layout: &Layout<'_>,
    lang: Option<&str>,
) -> Option<VecDeque<FieldSource>> {
    let mut source = members.string("source");
    let mut fields: VecDeque<FieldSource> = VecDeque::new();
    // Where titles are not all that there is, a record of nothing but a title has no text.
    let mut text_found = false;
    for rule in &layout.fields {
        if rule.unless.iter().any(|other| members.has_text(other)) {
            continue;
        }
        if rule.typed {
            let before = fields.len();
            forms::read(raw, members, rule, lang, &mut fields);
            text_found |= fields.len() > before;
            continue;
        }
        for (path, value) in members.select(rule.path) {
            if !value.get().starts_with('"') {
                continue;
            }
            let name = rule.name.unwrap_or(&path);
            let before = fields.len();
            read(raw, value, rule, name, lang, &mut fields);
            if rule.summary && fields.len() > before && repeats(&fields, before) {
                fields.truncate(before);
            }
            for field in fields.iter_mut().skip(before) {
                let (FieldSource::Whole(frame) | FieldSource::Lazy(LazyField { frame, .. })) = field;
                // The source is that of the text, which is the first field that is no headline.
                if frame.kind != FieldKind::Title {
                    frame.source = source.take();
                }
            }
            text_found |= rule.kind != FieldKind::Title || layout.global_id || rule.name.is_none();
        }
    }
    text_found.then_some(fields)
}

/// Adds what a string holds.
pub(super) fn read(
    raw: &RawText,
    value: &RawValue,
    rule: &Rule<'_>,
    name: &str,
    lang: Option<&str>,
    fields: &mut VecDeque<FieldSource>,
) {
    let span = inside(raw, value);
    let lazy = span.len() > MAX_TEXT && !rule.html;
    let (text, map) = json_string::decode(raw.text(), span, if lazy { 0 } else { usize::MAX }).finish();
    if rule.html {
        let reading = html::Reading { kind: rule.kind, ..html::Reading::body(name, lang) };
        fields.extend(html::fields(&text, Some(&map), reading).into_iter().map(FieldSource::Whole));
        return;
    }
    let frame = Field::new(name, rule.kind, text, map);
    fields.push_back(match lazy {
        true => FieldSource::Lazy(LazyField { frame, raw: span, decode: json_string::decode }),
        false => FieldSource::Whole(frame),
    });
}

/// Whether the field at this index says what an earlier one says.
pub(super) fn repeats(fields: &VecDeque<FieldSource>, index: usize) -> bool {
    let text = |field: &FieldSource| match field {
        FieldSource::Whole(field) => Some(field.text.clone()),
        FieldSource::Lazy(_) => None,
    };
    let Some(summary) = fields.get(index).and_then(text) else { return false };
    fields.iter().take(index).filter_map(text).any(|text| html::repeats(&summary, &text))
}

/// The names of the members that are strings, some of them, for somebody who has to choose.
pub(in crate::formats) fn strings(members: &Members<'_>) -> Vec<String> {
    let strings: Vec<_> = members.0.iter().filter(|(_, value)| text_of(value).is_some()).collect();
    let mut names: Vec<_> = strings.iter().take(12).map(|(name, _)| format!("`{name}`")).collect();
    if strings.len() > names.len() {
        names.push("…".into());
    }
    names
}
