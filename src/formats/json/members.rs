//! JSON values by their paths. Only the levels that a path names are looked into, so that however deep values nest,
//! nothing recurses.

use crate::formats::json_string;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// The members of a JSON object, in order, each value as it is written.
#[derive(Debug)]
pub(in crate::formats) struct Members<'a>(pub(in crate::formats) Vec<(Cow<'a, str>, &'a RawValue)>);

/// A member name; borrowed unless it holds an escape.
struct Name<'a>(Cow<'a, str>);

impl<'a> Members<'a> {
    /// The members of a value, if it is an object.
    pub(in crate::formats) fn of(value: &'a RawValue) -> Option<Self> {
        value.get().starts_with('{').then(|| serde_json::from_str(value.get()).ok())?
    }

    /// The value of a member name, else of a path of names separated by dots. Of equal names, the last counts.
    pub(in crate::formats) fn get(&self, path: &str) -> Option<&'a RawValue> {
        self.own(path).or_else(|| {
            let (first, rest) = path.split_once('.')?;
            Members::of(self.own(first)?)?.get(rest)
        })
    }

    fn own(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|&(_, value)| value)
    }

    /// The values of a path in which `*` stands for any name or number, each with its own path, in their order.
    pub(in crate::formats) fn select(&self, path: &str) -> Vec<(String, &'a RawValue)> {
        let mut found = Vec::new();
        match self.own(path) {
            Some(value) => found.push((path.to_owned(), value)),
            None => self.walk(path, "", &mut found),
        }
        found
    }

    fn walk(&self, path: &str, above: &str, found: &mut Vec<(String, &'a RawValue)>) {
        let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
        if first == "*" {
            for (name, value) in &self.0 {
                below(value, rest, &join(above, name), found);
            }
        } else if let Some(value) = self.own(first) {
            below(value, rest, &join(above, first), found);
        }
    }

    /// The decoded value of a member that is a string.
    pub(in crate::formats) fn string(&self, path: &str) -> Option<Arc<str>> {
        text_of(self.get(path)?)
    }

    /// The value of a member that is a string or a number, as text; not an empty one.
    pub(in crate::formats) fn name(&self, path: &str) -> Option<Arc<str>> {
        let json = self.get(path)?.get();
        let number = json.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        if number { Some(json.into()) } else { self.string(path).filter(|text| !text.is_empty()) }
    }

    /// Whether there is such a member that is a string with something in it.
    pub(in crate::formats) fn has_text(&self, path: &str) -> bool {
        self.get(path).is_some_and(|value| value.get().starts_with('"') && value.get() != "\"\"")
    }
}

/// The values of the rest of a path in a value.
fn below<'a>(value: &'a RawValue, rest: Option<&str>, above: &str, found: &mut Vec<(String, &'a RawValue)>) {
    let Some(path) = rest else { return found.push((above.to_owned(), value)) };
    if let Some(members) = Members::of(value) {
        return members.walk(path, above, found);
    }
    let Some(elements) = elements(value) else { return };
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let wanted = |index: usize| first == "*" || first.parse() == Ok(index);
    for (index, element) in elements.into_iter().enumerate().filter(|(index, _)| wanted(*index)) {
        below(element, rest, &join(above, &index.to_string()), found);
    }
}

fn join(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}.{name}") }
}

/// The elements of a value, if it is an array.
pub(in crate::formats) fn elements(value: &RawValue) -> Option<Vec<&RawValue>> {
    value.get().starts_with('[').then(|| serde_json::from_str(value.get()).ok())?
}

/// The decoded text of a value, if it is a string.
pub(in crate::formats) fn text_of(value: &RawValue) -> Option<Arc<str>> {
    let json = value.get();
    let text = || json_string::decode(json, json_string::inside(json, 0), usize::MAX).finish().0;
    json.starts_with('"').then(|| text().into())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_name_or_number() {
        let json = r#"{"body":[{"text":"a"},{"text":"b","x":{"y":1}},7],"a.b":"dots","m":{"k":{"text":"c"}}}"#;
        let members: Members<'_> = serde_json::from_str(json).unwrap();
        let select = |path: &str| -> Vec<String> {
            members.select(path).into_iter().map(|(path, value)| format!("{path}={}", value.get())).collect()
        };
        assert_eq!(select("body.*.text"), ["body.0.text=\"a\"", "body.1.text=\"b\""]);
        assert_eq!(select("*.*.text"), ["body.0.text=\"a\"", "body.1.text=\"b\"", "m.k.text=\"c\""]);
        assert_eq!(select("body.1.x.y"), ["body.1.x.y=1"]);
        assert_eq!(select("a.b"), ["a.b=\"dots\""]);
        assert_eq!(select("body.*").len(), 3);
        assert!(select("body.text").is_empty() && select("x").is_empty() && select("").is_empty());
    }
}
