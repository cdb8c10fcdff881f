//! The quick table: which of the common words a word may be, answered by one hash and one cache line.
//!
//! Nine of ten words of a text are among a few ten thousand common ones. An automaton walks them letter by
//! letter; this open-addressed table of 24-bit fingerprints with an 8-bit level finds them some five times
//! faster. Like a Bloom filter it can take an unknown word for a known one, once in several million.

/// Bytes of one slot: fingerprint and level, little-endian.
const SLOT_BYTES: usize = 4;

/// The table, as the build wrote it.
#[derive(Clone, Debug)]
pub(super) struct QuickTable<'a> {
    slots: &'a [[u8; SLOT_BYTES]],
}

impl<'a> QuickTable<'a> {
    /// Reads a table; anything but a power of two of slots is taken for an empty one.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let (slots, rest) = bytes.as_chunks();
        let usable = rest.is_empty() && slots.len().is_power_of_two();
        Self { slots: if usable { slots } else { &[] } }
    }

    /// The level of the word, if it is in the table.
    #[inline]
    pub(super) fn level(&self, word: &[u8]) -> Option<u8> {
        let mask = self.slots.len().checked_sub(1)?;
        let hash = hash(word);
        let (mut index, wanted) = place(hash, mask);
        // A full table would never end the search; the build leaves at least a quarter free, a damaged one is
        // bounded by the number of slots.
        for _ in 0..self.slots.len() {
            let slot = u32::from_le_bytes(self.slots[index]);
            if slot == 0 {
                return None;
            }
            if slot >> 8 == wanted {
                return Some(slot.to_le_bytes()[0]);
            }
            index = (index + 1) & mask;
        }
        None
    }
}

/// Builds the table of these words; levels are at least 1.
pub(super) fn build<'w>(words: impl ExactSizeIterator<Item = (&'w str, u8)>) -> Vec<u8> {
    let size = (words.len() * 4 / 3 + 1).next_power_of_two();
    let mask = size - 1;
    let mut slots = vec![0_u32; size];
    for (word, level) in words {
        let (mut index, fingerprint) = place(hash(word.as_bytes()), mask);
        while slots[index] != 0 {
            index = (index + 1) & mask;
        }
        slots[index] = fingerprint << 8 | u32::from(level.max(1));
    }
    slots.into_iter().flat_map(u32::to_le_bytes).collect()
}

/// Where the search for a hash starts, and what it looks for there.
#[inline]
fn place(hash: u64, mask: usize) -> (usize, u32) {
    // The low bits choose the slot, the high ones are the fingerprint: they have to be independent.
    ((hash as usize) & mask, (hash >> 40) as u32)
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
        for bytes in [&[][..], &[1, 2, 3], &[0; 12]] {
            assert_eq!(QuickTable::new(bytes).level(b"word"), None);
        }
        assert_eq!(QuickTable::new(&[1; 16]).level(b"word"), None);
    }

    proptest! {
        #[test]
        fn every_word_of_the_table_is_found(words in proptest::collection::btree_map("\\PC{0,20}", 1_u8..90, 0..200)) {
            let words: BTreeMap<String, u8> = words;
            let bytes = build(words.iter().map(|(word, &level)| (word.as_str(), level)));
            let table = QuickTable::new(&bytes);
            for (word, &level) in &words {
                prop_assert_eq!(table.level(word.as_bytes()), Some(level));
            }
        }
    }
}
