//! Decodes one TOML table into a struct and reports everything that is wrong with it, not only the first thing.

use super::diagnostic::Problems;
use super::nearest::{did_you_mean, nearest};
use super::normal::normalise_phrase;
use super::source::SourceFile;
use super::string::Str;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeOwned, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with its byte range in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Spanned<T>", bound(deserialize = "T: Deserialize<'de>"))]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands, with its quotation marks.
    pub span: Range<usize>,
}

/// A text with its place.
pub type TextAt = At<String>;

/// One text or a list of texts, each with its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(pub Vec<TextAt>);

/// One thing or a list of things.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneOrMany<T>(pub Vec<T>);

impl Texts {
    /// The texts as rules keep them, normalised as running text is.
    pub fn words(self) -> Vec<Str> {
        self.0.iter().map(|text| normalise_phrase(&text.value).into()).collect()
    }
}

impl<T> From<Spanned<T>> for At<T> {
    fn from(spanned: Spanned<T>) -> Self {
        let span = spanned.span();
        At { value: spanned.into_inner(), span }
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

impl JsonSchema for Texts {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Texts".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMany{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// A single text has no place of its own in here; the place of the whole is its place.
        struct TextsVisitor;
        impl<'de> Visitor<'de> for TextsVisitor {
            type Value = Vec<TextAt>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }
            fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
                Ok(vec![At { value: value.to_owned(), span: 0..0 }])
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = list.next_element()? {
                    texts.push(text);
                }
                Ok(texts)
            }
        }
        struct Inner(Vec<TextAt>);
        impl<'de> Deserialize<'de> for Inner {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(TextsVisitor).map(Inner)
            }
        }
        let whole = Spanned::<Inner>::deserialize(deserializer)?;
        let span = whole.span();
        let mut texts = whole.into_inner().0;
        for text in texts.iter_mut().filter(|text| text.span == (0..0)) {
            text.span = span.clone();
        }
        Ok(Texts(texts))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrManyVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
            type Value = OneOrMany<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one entry or a list of them")
            }
            fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Self::Value, E> {
                Ok(OneOrMany(vec![T::deserialize(StrDeserializer::new(value))?]))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                Ok(OneOrMany(vec![T::deserialize(MapAccessDeserializer::new(map))?]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = list.next_element()? {
                    all.push(one);
                }
                Ok(OneOrMany(all))
            }
        }
        deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

/// The keys of a struct.
pub fn keys_of<T: DeserializeOwned>() -> &'static [&'static str] {
    struct Keys<'a>(&'a mut &'static [&'static str]);
    impl<'de> Deserializer<'de> for Keys<'_> {
        type Error = serde::de::value::Error;
        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
            Err(serde::de::Error::custom("only the names are wanted"))
        }
        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Self::Error> {
            *self.0 = fields;
            self.deserialize_any(visitor)
        }
        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }
    let mut keys: &'static [&'static str] = &[];
    // Always the error above: the deserializer holds nothing.
    let _ = T::deserialize(Keys(&mut keys));
    keys
}

/// Reports every key of a table that is not among the known ones, and takes it out. Returns the known keys that
/// were probably meant, so that they are not reported as missing as well.
pub fn refuse_unknown_keys(
    file: &SourceFile,
    table: &mut DeTable<'_>,
    known: &[&str],
    what: &str,
    problems: &mut Problems,
) -> Vec<String> {
    let mut meant = Vec::new();
    let unknown: Vec<(String, Range<usize>)> = (table.keys())
        .filter(|key| !known.contains(&key.get_ref().as_ref()))
        .map(|key| (key.get_ref().to_string(), key.span()))
        .collect();
    for (key, span) in unknown {
        let note = problems.error(file, span, format!("{what} has no key `{key}`"));
        if let Some(help) = did_you_mean(&key, known.iter().copied()) {
            note.help(help);
        }
        meant.extend(nearest(&key, known.iter().copied()).map(str::to_owned));
        table.remove(key.as_str());
    }
    meant
}

/// Decodes a table whose keys are all known. A key with a wrong value is reported and left out, so that the
/// others are read all the same; all fields of `T` must be optional.
pub fn decode<T: DeserializeOwned + Default>(
    file: &SourceFile,
    mut table: Spanned<DeTable<'_>>,
    problems: &mut Problems,
) -> T {
    for _ in 0..=table.get_ref().len() {
        let deserializer = serde::de::IntoDeserializer::into_deserializer(table.clone());
        let error = match T::deserialize(deserializer) {
            Ok(value) => return value,
            Err(error) => error,
        };
        let span = error.span().unwrap_or_else(|| table.span());
        let culprit = (table.get_ref().iter())
            .find(|(key, value)| within(&span, &value.span()) || within(&span, &key.span()))
            .map(|(key, _)| key.get_ref().to_string());
        report(file, span, culprit.as_deref(), error.message(), problems);
        match culprit {
            Some(key) => table.get_mut().remove(key.as_str()),
            None => break,
        };
    }
    T::default()
}

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    inner.start >= outer.start && inner.end <= outer.end
}

/// Says in plain words what `serde` says of a wrong value.
fn report(file: &SourceFile, span: Range<usize>, key: Option<&str>, message: &str, problems: &mut Problems) {
    let name = key.map_or_else(|| "the value".to_owned(), |key| format!("`{key}`"));
    let mut quoted = message.split('`').skip(1).step_by(2);
    if message.starts_with("unknown variant") || message.starts_with("unknown field") {
        let word = quoted.next().unwrap_or_default();
        let known: Vec<&str> = quoted.collect();
        let text = match message.starts_with("unknown variant") {
            true => format!("{name} cannot be `{word}`"),
            false => format!("{name} has no key `{word}`"),
        };
        let note = problems.error(file, span, text);
        if let Some(help) = did_you_mean(word, known.iter().copied()) {
            note.help(help);
        }
    } else if let Some(field) = message.strip_prefix("missing field ") {
        problems.error(file, span, format!("{name} lacks the key {field}"));
    } else if let Some((found, expected)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        let written = file.text.get(span.clone()).unwrap_or_default().to_owned();
        // The parser hands a bare date on as a table.
        if found == "map" && written.starts_with(|c: char| c.is_ascii_digit()) {
            let note = problems.error(file, span, format!("{name} is a date without quotation marks"));
            note.help(format!("write \"{written}\""));
            return;
        }
        problems.error(file, span, format!("{name} is {}; it must be {}", plain_found(found), plain_type(expected)));
    } else {
        problems.error(file, span, format!("{name} is wrong: {message}"));
    }
}

fn plain_found(found: &str) -> String {
    let replaced = [("integer ", "the number "), ("floating point ", "the number "), ("string ", "the text ")];
    for (from, to) in replaced {
        if let Some(value) = found.strip_prefix(from) {
            return format!("{to}{value}");
        }
    }
    match found {
        "sequence" => "a list".to_owned(),
        "map" => "a table".to_owned(),
        other => other.strip_prefix("boolean ").unwrap_or(other).to_owned(),
    }
}

fn plain_type(expected: &str) -> &str {
    match expected {
        "a string" => "a text in quotation marks",
        "a sequence" => "a list in square brackets",
        "a boolean" => "true or false",
        "u32" => "a whole number",
        expected if expected.starts_with("struct ") => "a table in braces",
        expected if expected.starts_with("a tuple") => "a list of two texts",
        other => other,
    }
}

/// A table out of a value, or a report that it is none.
pub fn as_table<'t>(
    file: &SourceFile,
    value: Spanned<DeValue<'t>>,
    what: &str,
    problems: &mut Problems,
) -> Option<Spanned<DeTable<'t>>> {
    let span = value.span();
    match value.into_inner() {
        DeValue::Table(table) => Some(Spanned::new(span, table)),
        other => {
            let message = format!("{what} is a {}; it must be a table", other.type_str());
            problems.error(file, span, message);
            None
        }
    }
}

/// The tables of `[[name]]`, or a report that it is something else.
pub fn as_tables<'t>(
    file: &SourceFile,
    value: Spanned<DeValue<'t>>,
    name: &str,
    problems: &mut Problems,
) -> Vec<Spanned<DeTable<'t>>> {
    let span = value.span();
    let DeValue::Array(list) = value.into_inner() else {
        let message = format!("`{name}` must be a list of tables");
        problems.error(file, span, message).help(format!("write `[[{name}]]`, with two brackets on either side"));
        return Vec::new();
    };
    list.into_iter().filter_map(|value| as_table(file, value, &format!("`{name}`"), problems)).collect()
}

/// The byte range in the file of a part of a text, where the text is written without escapes; else of all of it.
pub fn part_of(file: &SourceFile, text: &TextAt, part: Range<usize>) -> Range<usize> {
    match start_of(file, text) {
        Some(start) => start + part.start..start + part.end,
        None => text.span.clone(),
    }
}

/// Where in the file a text begins, inside its quotation marks, if it is written without escapes.
pub fn start_of(file: &SourceFile, text: &TextAt) -> Option<usize> {
    let raw = file.text.get(text.span.clone())?;
    // `'''`, `"""` and `'`, `"` come before the text, and a line break right after three of them is not in it.
    let starts = |at: &usize| raw.get(*at..).is_some_and(|rest| rest.starts_with(&text.value));
    (0..=5).find(starts).map(|at| text.span.start + at)
}
