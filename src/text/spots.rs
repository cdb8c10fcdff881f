//! Where to look in a list of offsets for the first behind another one, without a search through all of it.

use std::ops::Range;

/// Bytes of text that share a place in the list.
const BLOCK: usize = 64;

/// For each block of a text, the first offset of a list that lies behind the start of the block.
#[derive(Debug, Default)]
pub struct Spots {
    first: Vec<u32>,
}

impl Spots {
    /// Of offsets in rising order, and of so many as fit in 32 bits.
    pub fn of(offsets: impl Iterator<Item = usize>) -> Self {
        let mut first = Vec::new();
        for (index, offset) in offsets.enumerate() {
            while first.len() * BLOCK < offset {
                first.push(index as u32);
            }
        }
        Spots { first }
    }

    /// The part of a list of so many in which the first lies that is behind this offset, or behind which it lies.
    pub fn at(&self, offset: usize, count: usize) -> Range<usize> {
        let block = offset / BLOCK;
        let spot = |block: usize| self.first.get(block).map_or(count, |&first| first as usize);
        spot(block)..spot(block + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_search_of_the_part_finds_what_a_search_of_all_finds(
            mut offsets in proptest::collection::vec(0_usize..4000, 0..60), offset in 0_usize..4200,
        ) {
            offsets.sort_unstable();
            let near = Spots::of(offsets.iter().copied()).at(offset, offsets.len());
            let found = near.start + offsets[near].partition_point(|one| *one <= offset);
            prop_assert_eq!(found, offsets.partition_point(|one| *one <= offset));
        }
    }
}
