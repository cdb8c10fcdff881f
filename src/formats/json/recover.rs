//! What can still be read of a JSON file that is broken: the elements of its list before the break.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// The whole elements of the outermost array, or of the array in the outermost object, in which a text breaks off.
pub(super) fn elements(text: &str) -> Vec<&RawValue> {
    let mut found = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // That it fails is known.
    let _ = List { found: &mut found, deep: 1 }.deserialize(&mut deserializer);
    found
}

/// Collects the elements of an array; in an object, those of its last array.
struct List<'f, 'a> {
    found: &'f mut Vec<&'a RawValue>,
    /// Objects that may be looked into.
    deep: usize,
}

impl<'a> DeserializeSeed<'a> for List<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for List<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut seq: A) -> Result<(), A::Error> {
        self.found.clear();
        while let Some(element) = seq.next_element::<&RawValue>()? {
            self.found.push(element);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_key::<IgnoredAny>()?.is_some() {
            match self.deep {
                0 => drop(map.next_value::<IgnoredAny>()?),
                _ => map.next_value_seed(List { found: self.found, deep: 0 })?,
            }
        }
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_whole_before_the_break_is_found() {
        let found = |text| elements(text).into_iter().map(RawValue::get).collect::<Vec<_>>();
        assert_eq!(found("[{\"a\":1},{\"b\":[2]},{\"c\""), ["{\"a\":1}", "{\"b\":[2]}"]);
        assert_eq!(found("{\"v\":\"1\",\"x\":[0],\"n\":{\"y\":[9]},\"items\":[{\"a\":1},{\"b"), ["{\"a\":1}"]);
        assert!(found("{\"v\":\"1").is_empty() && found("").is_empty() && found("7").is_empty());
        let deep = "[".repeat(100_000);
        assert!(found(&deep).is_empty() && found(&format!("{{\"a\":{deep}")).is_empty());
    }
}
