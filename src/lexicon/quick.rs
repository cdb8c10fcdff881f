//! The quick table: which of the common words a word may be, answered by one hash and mostly one cache line.
//!
//! Nine of ten words of a text are among a few ten thousand common ones. An automaton walks them letter by
//! letter; this open-addressed table of 24-bit fingerprints with an 8-bit level finds them some five times
//! faster. Eight bits of the fingerprints stand by themselves, eight slots compared at a time: of most words that are not
//! there, these tell it. Like a Bloom filter the table can take an unknown word for a known one, once in several million.

/// Bytes of a slot that stand by themselves: the tag, 0 in an empty slot, which no tag is.
const TAG_BYTES: usize = 1;
/// Bytes of a slot behind all tags: the rest of the fingerprint, little-endian, and the level.
const REST_BYTES: usize = 3;
/// Slots whose tags are compared in one step. So many tags are repeated behind the last one.
const STEP: usize = 8;

/// The table, as the build wrote it.
#[derive(Clone, Debug)]
pub(super) struct QuickTable<'a> {
    tags: &'a [u8],
    rest: &'a [[u8; REST_BYTES]],
}

impl<'a> QuickTable<'a> {
    /// Reads a table; anything but a power of two of slots is taken for an empty one.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let size = bytes.len().saturating_sub(STEP) / (TAG_BYTES + REST_BYTES);
        let (tags, rest) = bytes.split_at_checked(size + STEP).unwrap_or_default();
        let (rest, more) = rest.as_chunks();
        let usable = size.is_power_of_two() && rest.len() == size && more.is_empty();
        if usable { Self { tags, rest } } else { Self { tags: &[], rest: &[] } }
    }

    /// The level of the word, if it is in the table.
    #[inline]
    pub(super) fn level(&self, word: &[u8]) -> Option<u8> {
        let mask = self.rest.len().checked_sub(1)?;
        let Place { mut index, tag, print } = place(hash(word), mask);
        // A full table would never end the search; the build leaves at least a quarter free, a damaged one is
        // bounded by the number of slots.
        for _ in 0..self.rest.len().div_ceil(STEP) {
            let tags = u64::from_le_bytes(*self.tags.get(index..)?.first_chunk()?);
            // Lowest marks are exact: what is behind an empty slot is not looked at.
            let empty = zero_bytes(tags);
            let mut alike = zero_bytes(tags ^ (u64::from(tag) * LOW_BITS)) & empty.wrapping_sub(1);
            while alike != 0 {
                let [low, high, level] = self.rest[(index + alike.trailing_zeros() as usize / 8) & mask];
                if u16::from_le_bytes([low, high]) == print {
                    return Some(level);
                }
                alike &= alike - 1;
            }
            if empty != 0 {
                return None;
            }
            index = (index + STEP) & mask;
        }
        None
    }
}

/// The lowest bit of each byte of eight.
const LOW_BITS: u64 = 0x0101_0101_0101_0101;

/// Marks bytes that are 0 by their highest bits: the lowest mark is one of them, higher ones may be none.
#[inline]
fn zero_bytes(eight: u64) -> u64 {
    eight.wrapping_sub(LOW_BITS) & !eight & (LOW_BITS << 7)
}

/// Builds the table of these words; levels are at least 1.
pub(super) fn build<'w>(words: impl ExactSizeIterator<Item = (&'w str, u8)>) -> Vec<u8> {
    let size = (words.len() * 4 / 3 + 1).next_power_of_two();
    let mask = size - 1;
    let mut tags = vec![0_u8; size];
    let mut rest = vec![[0; REST_BYTES]; size];
    for (word, level) in words {
        let Place { mut index, tag, print } = place(hash(word.as_bytes()), mask);
        while tags[index] != 0 {
            index = (index + 1) & mask;
        }
        let [low, high] = print.to_le_bytes();
        (tags[index], rest[index]) = (tag, [low, high, level.max(1)]);
    }
    let repeated: Vec<u8> = tags.iter().cycle().take(STEP).copied().collect();
    [tags, repeated, rest.into_flattened()].concat()
}

/// Where the search for a hash starts, and what it looks for there.
struct Place {
    index: usize,
    /// What the tag of the slot has to be.
    tag: u8,
    /// What the rest of its fingerprint has to be.
    print: u16,
}

#[inline]
fn place(hash: u64, mask: usize) -> Place {
    // The low bits choose the slot, the high ones are the fingerprint: they have to be independent.
    Place { index: (hash as usize) & mask, tag: ((hash >> 56) as u8).max(1), print: (hash >> 40) as u16 }
}

/// A fast hash of short byte strings; the build and the program have to agree on it.
#[inline]
fn hash(word: &[u8]) -> u64 {
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut state = word.len() as u64;
    let (chunks, _) = word.as_chunks::<8>();
    for chunk in chunks {
        state = mix(state ^ u64::from_le_bytes(*chunk), MULTIPLIER);
    }
    // The rest is read in one piece that may overlap what was read before: the length tells such words apart.
    let last = if let Some(last) = word.last_chunk::<8>() {
        u64::from_le_bytes(*last)
    } else if let (Some(first), Some(last)) = (word.first_chunk::<4>(), word.last_chunk::<4>()) {
        u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last))
    } else {
        word.iter().fold(0, |last, &byte| last << 8 | u64::from(byte))
    };
    mix(mix(state ^ last, MULTIPLIER), 0xD6E8_FEB8_6659_FD93)
}

/// Both halves of the 128-bit product, folded.
#[inline]
fn mix(value: u64, multiplier: u64) -> u64 {
    let product = u128::from(value ^ 0xA076_1D64_78BD_642F) * u128::from(multiplier);
    (product as u64) ^ ((product >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn empty_and_damaged_tables_know_nothing() {
        for bytes in [&[][..], &[1, 2, 3], &[0; 12], &[0; 24], &[1; 24]] {
            assert_eq!(QuickTable::new(bytes).level(b"word"), None);
        }
    }

    proptest! {
        #[test]
        fn every_word_of_the_table_is_found(words in proptest::collection::btree_map("\\PC{0,20}", 1_u8..90, 0..200)) {
            let words: BTreeMap<String, u8> = words;
            let bytes = build(words.iter().map(|(word, &level)| (word.as_str(), level)));
            let table = QuickTable::new(&bytes);
            // Once in several million two words have one fingerprint, and the level may be that of the other.
            let print = |word: &str| {
                let Place { tag, print, .. } = place(hash(word.as_bytes()), 0);
                (tag, print)
            };
            for word in words.keys() {
                let found = table.level(word.as_bytes());
                prop_assert!(words.iter().any(|(one, level)| found == Some(*level) && print(one) == print(word)));
            }
        }
    }
}
