//! Which keys come with several values: most come with one, and need no list of them.

/// Tells it by hashes; of some keys that share their place with another it says so, too.
#[derive(Debug)]
pub struct Several {
    /// The one value of the keys of each place, or what says that there are several.
    values: Vec<u64>,
}

/// Places for each key, so that few share one.
const PLACES_A_KEY: usize = 2;
/// No value yet.
const NONE: u64 = 0;
/// More than one value.
const MANY: u64 = 1;

impl Several {
    /// For about so many keys.
    pub fn for_keys(count: usize) -> Self {
        Several { values: vec![NONE; (PLACES_A_KEY * count).next_power_of_two()] }
    }

    /// Adds a key with a value, both as hashes.
    pub fn add(&mut self, key: u64, value: u64) {
        let value = value.max(MANY + 1);
        let place = self.place(key);
        let known = &mut self.values[place];
        *known = if *known == NONE || *known == value { value } else { MANY };
    }

    /// Whether a key may have come with several values; `false` is certain.
    pub fn may_have(&self, key: u64) -> bool {
        self.values[self.place(key)] == MANY
    }

    fn place(&self, key: u64) -> usize {
        (key ^ key >> 29) as usize & (self.values.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_with_several_values_are_told(pairs in prop::collection::vec((0..40_u64, 2..5_u64), 0..60)) {
            let mut several = Several::for_keys(pairs.len());
            pairs.iter().for_each(|(key, value)| several.add(*key, *value));
            for (key, value) in &pairs {
                let other = pairs.iter().any(|(same, other)| same == key && other != value);
                prop_assert!(!other || several.may_have(*key));
            }
        }
    }
}
