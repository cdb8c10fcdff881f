//! Words as numbers: a hash of each.
//!
//! The build script uses this file too, so it depends on nothing of the crate.

use std::ops::Range;

/// The hash of a word in lower case.
#[inline]
pub fn key(word: &str) -> u32 {
    key_of(word.as_bytes())
}

/// The same of its bytes.
#[inline]
pub fn key_of(bytes: &[u8]) -> u32 {
    match bytes.len() {
        0..EIGHT => of_few(number(bytes), bytes.len()),
        _ => of_many(bytes),
    }
}

/// Fewer than eight bytes as a number, the first lowest: read in two pieces that may overlap.
#[inline]
fn number(bytes: &[u8]) -> u64 {
    let behind = |length: usize| 8 * (bytes.len() - length);
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << behind(4);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return u64::from(u16::from_le_bytes(*first)) | u64::from(u16::from_le_bytes(*last)) << behind(2);
    }
    bytes.first().map_or(0, |byte| u64::from(*byte))
}

/// The keys of words of a text: the same, and faster, because what is behind a word can be read.
#[inline]
pub fn key_in(text: &str, word: Range<usize>) -> u32 {
    let bytes = text.as_bytes();
    match bytes[word.start..].first_chunk() {
        Some(first) if word.len() < EIGHT => {
            let own = (1 << (8 * word.len())) - 1;
            of_few(u64::from_le_bytes(*first) & own, word.len())
        }
        Some(_) => of_many(&bytes[word]),
        None => key(&text[word]),
    }
}

/// Bytes that are hashed in one step.
const EIGHT: usize = 8;

/// The key of a word of fewer than eight bytes, which are a number.
#[inline]
fn of_few(bytes: u64, length: usize) -> u32 {
    mixed(bytes ^ (length as u64) << 56)
}

/// The key of a word of eight bytes or more.
#[inline]
fn of_many(bytes: &[u8]) -> u32 {
    let (eights, _) = bytes.as_chunks::<EIGHT>();
    let last = bytes.last_chunk::<EIGHT>().copied().unwrap_or_default();
    let mut state = bytes.len() as u64;
    for eight in eights {
        state = (state ^ u64::from_le_bytes(*eight)).wrapping_mul(SPREAD).rotate_left(26);
    }
    mixed(state ^ u64::from_le_bytes(last))
}

/// An odd number with bits all over, 2^64 divided by the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Both halves of the product of a number and another.
#[inline]
fn mixed(value: u64) -> u32 {
    let product = u128::from(value) * u128::from(SPREAD);
    let folded = (product as u64) ^ (product >> 64) as u64;
    (folded ^ (folded >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_of_a_text_has_the_key_of_the_word(before in "[a-zé]{0,3}", word in "[a-zé']{0,20}", after in "[a-zé ]{0,9}") {
            let text = format!("{before}{word}{after}");
            prop_assert_eq!(key_in(&text, before.len()..before.len() + word.len()), key(&word));
        }
    }
}
