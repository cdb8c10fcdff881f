//! A text of a rule: of the built-in packs a piece of what the program embeds, of others an allocation that is shared.

use crate::embedded;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// An immutable text that is cheap to clone.
#[derive(Clone)]
pub enum Str {
    /// A part of the program.
    Static(&'static str),
    /// Made while it runs. Boxed, so that a `Str` is no larger than a `&str`: there are tens of thousands.
    Shared(Arc<Box<str>>),
}

impl Deref for Str {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        match self {
            Str::Static(text) => text,
            Str::Shared(text) => text,
        }
    }
}

impl Default for Str {
    fn default() -> Self {
        Str::Static("")
    }
}

impl From<&str> for Str {
    fn from(text: &str) -> Self {
        Str::Shared(Arc::new(text.into()))
    }
}

impl From<String> for Str {
    fn from(text: String) -> Self {
        Str::Shared(Arc::new(text.into()))
    }
}

impl AsRef<str> for Str {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Str {
    #[inline]
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq for Str {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Str {}

impl PartialOrd for Str {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Str {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl Hash for Str {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for Str {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}

impl fmt::Display for Str {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}

impl JsonSchema for Str {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        str::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        str::json_schema(generator)
    }
}

impl Serialize for Str {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Str {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Str;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Str, E> {
                Ok(text.into())
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Str, E> {
                match embedded::same_bytes(bytes) {
                    Some(bytes) => std::str::from_utf8(bytes).map(Str::Static),
                    None => std::str::from_utf8(bytes).map(Str::from),
                }
                .map_err(E::custom)
            }
        }

        // Postcard writes a text as it writes bytes, and the bytes are ours to check, once. Of TOML comes a text all the same.
        deserializer.deserialize_bytes(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_text_is_the_same_wherever_it_is_kept() {
        let (fixed, shared) = (Str::Static("naïve"), Str::from("naïve"));
        assert_eq!(fixed, shared);
        assert_eq!(fixed.cmp(&Str::from("naïf")), Ordering::Greater);
        assert!(HashSet::from([fixed]).contains("naïve"));
        assert_eq!(size_of::<Str>(), size_of::<&str>());
    }

    #[test]
    fn texts_of_the_built_in_rules_are_parts_of_the_program_and_others_are_copied() {
        let rules = embedded::builtin();
        assert!(rules.rules.iter().all(|rule| matches!(rule.id, Str::Static(_))));
        let bytes = postcard::to_stdvec(&Str::Static("copied")).unwrap();
        let copied: Str = postcard::from_bytes(&bytes).unwrap();
        assert!(matches!(copied, Str::Shared(_)) && &*copied == "copied");
        let broken: Result<Str, _> = postcard::from_bytes(&[1, 0xff]);
        assert!(broken.is_err());
    }
}
