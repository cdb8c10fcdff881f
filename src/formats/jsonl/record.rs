//! One line of JSON as a document.

use crate::document::{Document, Field, FieldKind, Item, Window};
use crate::formats::window::{FieldSource, LazyField};
use crate::formats::{MAX_TEXT, Windows, json_string, key};
use crate::input::{Position, Problem};
use crate::source::RawText;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

/// The members of a JSON object, in order, each value as it is written. Values are not looked into, so that
/// however deep they nest, nothing recurses.
pub(super) struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// A member name; borrowed unless it holds an escape.
struct Name<'a>(Cow<'a, str>);

impl<'a> Members<'a> {
    /// The value of a member name, else of a path of names separated by dots. Of equal names, the last counts.
    fn get(&self, path: &str) -> Option<&'a RawValue> {
        let own = self.0.iter().rev().find(|(name, _)| name == path).map(|&(_, value)| value);
        own.or_else(|| {
            let (first, rest) = path.split_once('.')?;
            let members: Members<'a> = serde_json::from_str(self.get(first)?.get()).ok()?;
            members.get(rest)
        })
    }

    /// The decoded value of a member that is a string.
    fn string(&self, name: &str) -> Option<Arc<str>> {
        let json = self.get(name)?.get();
        let text = || json_string::decode(json, json_string::inside(json, 0), usize::MAX).finish().0;
        json.starts_with('"').then(|| text().into())
    }

    /// The value of a member that is a string or a number, as text; not an empty one.
    fn name(&self, name: &str) -> Option<Arc<str>> {
        let json = self.get(name)?.get();
        let number = json.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        if number { Some(json.into()) } else { self.string(name).filter(|text| !text.is_empty()) }
    }
}

/// The document that a line holds, in windows.
///
/// # Errors
/// No JSON object, or no text in it, with the position.
pub(super) fn document(
    raw: Arc<RawText>,
    file_key: &str,
    index: u64,
    configured: &[String],
) -> Result<Windows, Problem> {
    let line = raw.text();
    let members: Members<'_> = serde_json::from_str(line).map_err(|error| malformed(&raw, &error))?;
    let title = members.string("title");
    let Some(fields) = fields(&members, line, configured) else {
        return Err(without_text(&raw, &members, configured));
    };
    let id = members.name("id");
    let url = members.string("url");
    let beginnings = fields.iter().map(|field| match field {
        FieldSource::Whole(field) => field.text.to_string(),
        FieldSource::Lazy(lazy) => (lazy.decode)(line, lazy.raw, 4 * key::BEGINNING).finish().0,
    });
    let key = key::of_record(file_key, id.as_deref(), url.as_deref(), title.as_deref(), beginnings);
    let frame = Document {
        key,
        id: id.clone().unwrap_or_else(|| format!("{}#{index}", raw.file()).into()),
        item: Some(Arc::new(Item { index, id, title, url })),
        lang: members.string("lang"),
        source_lang: members.string("source_lang"),
        date: members.string("date"),
        fields: Vec::new(),
        window: Window::WHOLE,
        raw: raw.clone(),
    };
    Ok(Windows::of(frame, fields))
}

/// The fields that are strings, in order, if there is text among them. Unless others are configured, they are
/// `title` and `text`.
fn fields(members: &Members<'_>, line: &str, configured: &[String]) -> Option<VecDeque<FieldSource>> {
    let usual = ["title".to_owned(), "text".to_owned()];
    let names = if configured.is_empty() { &usual[..] } else { configured };
    let mut source = members.string("source");
    let mut fields = VecDeque::new();
    let mut text_found = false;
    for (number, name) in names.iter().enumerate() {
        let Some(json) = members.get(name).map(RawValue::get).filter(|json| json.starts_with('"')) else {
            continue;
        };
        if names[..number].contains(name) {
            continue;
        }
        // The value is a part of the line: the distance of the two is its offset.
        let offset = (json.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
        let raw = json_string::inside(json, offset);
        let lazy = raw.len() > MAX_TEXT;
        let (text, map) = json_string::decode(line, raw, if lazy { 0 } else { usize::MAX }).finish();
        let mut field = Field::new(name.as_str(), kind(name), text, map);
        if field.kind != FieldKind::Title {
            // The source is that of the text, which is the first field that is no headline.
            field.source = source.take();
        }
        text_found |= field.kind != FieldKind::Title || !configured.is_empty();
        fields.push_back(match lazy {
            true => FieldSource::Lazy(LazyField { frame: field, raw, decode: json_string::decode }),
            false => FieldSource::Whole(field),
        });
    }
    text_found.then_some(fields)
}

fn kind(name: &str) -> FieldKind {
    match name.rsplit('.').next().unwrap_or(name) {
        "title" | "headline" => FieldKind::Title,
        "caption" => FieldKind::Caption,
        _ => FieldKind::Text,
    }
}

/// Names what the record has in place of what it lacks.
fn without_text(raw: &RawText, members: &Members<'_>, configured: &[String]) -> Problem {
    let wanted = match configured {
        [] => "`text`".to_owned(),
        names => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or "),
    };
    let strings: Vec<_> = members.0.iter().filter(|(_, value)| value.get().starts_with('"')).collect();
    let mut names: Vec<_> = strings.iter().take(12).map(|(name, _)| format!("`{name}`")).collect();
    if strings.len() > names.len() {
        names.push("…".into());
    }
    let (line, column) = raw.line_column(0);
    let position = Position { byte: raw.raw_byte(0), line, column };
    let message = match names.as_slice() {
        [] => format!("a record without a string {wanted}, and without any other"),
        names => format!("a record without a string {wanted}; its strings are {}", names.join(", ")),
    };
    Problem::error(raw.file().clone(), message)
        .at(position)
        .help("name the fields that hold text under [jsonl] in mtaudit.toml")
}

fn malformed(raw: &RawText, error: &serde_json::Error) -> Problem {
    // The parser counts the bytes it has read, and says where it is a second time in its message.
    let at = crate::formats::window::boundary(raw.text(), error.column().saturating_sub(1));
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    let (line, column) = raw.line_column(at);
    Problem::error(raw.file().clone(), format!("not a JSON object: {message}"))
        .at(Position { byte: raw.raw_byte(at), line, column })
        .help("JSON Lines has one whole object a line")
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Name(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member name")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}
