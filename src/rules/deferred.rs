//! A value of which the built-in packs hold the bytes until somebody asks for it: what explains and tests a rule is most
//! of a pack, and an audit never reads it.

use crate::embedded;
use serde::de::{DeserializeOwned, Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

/// A value, or the bytes of one.
#[derive(Clone)]
pub struct Deferred<T> {
    /// The value, if it was made or changed here.
    value: Option<Box<T>>,
    /// What it is else decoded from.
    bytes: Cow<'static, [u8]>,
    decoded: OnceLock<Box<T>>,
}

impl<T> From<T> for Deferred<T> {
    fn from(value: T) -> Self {
        Deferred { value: Some(Box::new(value)), bytes: Cow::default(), decoded: OnceLock::new() }
    }
}

impl<T: Default> Default for Deferred<T> {
    fn default() -> Self {
        T::default().into()
    }
}

/// The bytes come from the same type in the same build, so that they decode; a test makes sure.
fn decode<T: DeserializeOwned + Default>(bytes: &[u8]) -> Box<T> {
    Box::new(postcard::from_bytes(bytes).unwrap_or_default())
}

impl<T: DeserializeOwned + Default> Deref for Deferred<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.as_deref().unwrap_or_else(|| self.decoded.get_or_init(|| decode(&self.bytes)))
    }
}

impl<T: DeserializeOwned + Default> DerefMut for Deferred<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.value.get_or_insert_with(|| decode(&self.bytes))
    }
}

impl<T: DeserializeOwned + Default + PartialEq> PartialEq for Deferred<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: DeserializeOwned + Default + fmt::Debug> fmt::Debug for Deferred<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}

impl<T: Serialize + DeserializeOwned + Default> Serialize for Deferred<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = postcard::to_stdvec(&**self).map_err(serde::ser::Error::custom)?;
        serializer.serialize_bytes(&bytes)
    }
}

impl<'de, T: Default> Deserialize<'de> for Deferred<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes<T>(PhantomData<T>);

        impl<T: Default> Visitor<'_> for Bytes<T> {
            type Value = Deferred<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("the bytes of a value")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Deferred<T>, E> {
                let bytes = embedded::same_bytes(bytes).map_or_else(|| bytes.to_owned().into(), Cow::Borrowed);
                Ok(Deferred { value: None, bytes, decoded: OnceLock::new() })
            }
        }

        deserializer.deserialize_bytes(Bytes(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_decoded_when_it_is_asked_for_and_can_be_changed() {
        let bytes = postcard::to_stdvec(&Deferred::from(vec![1_u8, 2])).unwrap();
        let mut deferred: Deferred<Vec<u8>> = postcard::from_bytes(&bytes).unwrap();
        assert!(deferred.decoded.get().is_none());
        assert_eq!(*deferred, [1, 2]);
        assert_eq!(deferred, Deferred::from(vec![1, 2]));
        deferred.push(3);
        assert_eq!(*deferred.clone(), [1, 2, 3]);
    }
}
