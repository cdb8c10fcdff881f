//! The keys of the commonest words, so few that they stay in the nearest cache: of seven in ten words that are new to a
//! text they tell that the list has them.
//!
//! Each key has two places where it may be. Once in several hundred thousand a word that is not in the list has the key of
//! one that is, and is taken for it.

/// Keys of a table, a power of two: 32 KB.
const PLACES: usize = 1 << 13;

/// The table, as the build wrote it.
#[derive(Clone, Debug)]
pub struct Everyday<'a> {
    keys: &'a [[u8; 4]; PLACES],
}

impl<'a> Everyday<'a> {
    /// The table without a word.
    pub const NONE: Everyday<'static> = Everyday { keys: &[[0; 4]; PLACES] };

    /// Reads a table; anything of another size is taken for an empty one.
    pub fn new(bytes: &'a [u8]) -> Self {
        let (keys, rest) = bytes.as_chunks();
        let whole = keys.try_into().ok().filter(|_| rest.is_empty());
        Self { keys: whole.unwrap_or(Everyday::NONE.keys) }
    }

    /// Whether a word with this key is one of them; without a branch.
    #[inline]
    pub fn has(&self, key: u32) -> bool {
        let [first, second] = places(key);
        let at = |place: usize| u32::from_le_bytes(self.keys[place % PLACES]);
        (key != 0) & ((at(first) == key) | (at(second) == key))
    }
}

/// Builds the table of the words with these keys, commonest first; those for which no place is left are not in it.
pub(super) fn build(keys: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut table = vec![0_u32; PLACES];
    for key in keys {
        let own = places(key);
        if own.iter().any(|&place| table[place] == key) {
            continue;
        }
        let free = own.into_iter().find(|&place| table[place] == 0);
        // A key that holds one of both places may have another one that is free.
        let freed = || {
            own.into_iter().find_map(|place| {
                let other = places(table[place]).into_iter().find(|&other| table[other] == 0)?;
                Some((place, other))
            })
        };
        if let Some(place) = free {
            table[place] = key;
        } else if let Some((place, other)) = freed() {
            table[other] = table[place];
            table[place] = key;
        }
    }
    table.into_iter().flat_map(u32::to_le_bytes).collect()
}

/// Both places of a key.
#[inline]
fn places(key: u32) -> [usize; 2] {
    [key as usize % PLACES, (key >> 16) as usize % PLACES]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn empty_and_damaged_tables_have_no_word() {
        for bytes in [&[][..], &[1, 2, 3], &[1; 12], &build([].into_iter())] {
            let table = Everyday::new(bytes);
            assert!(![0, 1, 0x0101_0101, u32::MAX].into_iter().any(|key| table.has(key)));
        }
    }

    proptest! {
        #[test]
        fn the_first_keys_are_found_and_no_other(keys in prop::collection::vec(1..u32::MAX, 0..2000), other in 1..u32::MAX) {
            let bytes = build(keys.iter().copied());
            let table = Everyday::new(&bytes);
            let found = keys.iter().filter(|key| table.has(**key)).count();
            prop_assert!(found + keys.len() / 50 >= keys.len(), "{found} of {}", keys.len());
            prop_assert!(keys.contains(&other) || !table.has(other));
        }
    }
}
