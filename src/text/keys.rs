//! Filters that tell by the keys of words that a word is in no list.

pub use super::key::{key, key_in, key_of};

use super::passing::each_of;
use super::{Analysis, Shape};
use std::cell::Cell;
use std::ops::Range;

/// The keys of a list of words, as bits: most words of a text are in no list, which this tells in one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFilter {
    /// A power of two of them.
    bits: Box<[u64]>,
}

/// Bits for each word, so that few others share one.
const BITS_A_WORD: usize = 32;

impl Default for KeyFilter {
    fn default() -> Self {
        KeyFilter::for_words(64)
    }
}

impl KeyFilter {
    /// An empty filter for about so many words.
    pub fn for_words(count: usize) -> Self {
        let bits = (count * BITS_A_WORD).next_power_of_two().max(512);
        KeyFilter { bits: vec![0; bits / 64].into() }
    }

    /// A filter for these words, in lower case.
    pub fn of<T: AsRef<str>>(words: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator>) -> Self {
        let words = words.into_iter();
        let mut filter = KeyFilter::for_words(words.len());
        words.for_each(|word| filter.add(key(word.as_ref())));
        filter
    }

    /// Adds the key of a word.
    pub fn add(&mut self, key: u32) {
        let (word, bit) = self.place(key);
        self.bits[word] |= bit;
    }

    /// Whether a word with this key may be one of them; `false` is certain.
    #[inline]
    pub fn may_hold(&self, key: u32) -> bool {
        let (word, bit) = self.place(key);
        self.bits[word] & bit != 0
    }

    /// Whether a token of a text may be one of them, as it is or without what follows an apostrophe ("ministry's").
    #[inline]
    pub fn may_hold_stem(&self, analysis: &Analysis<'_>, token: usize) -> bool {
        let of = &analysis.tokens[token];
        self.may_hold(analysis.keys()[token])
            || of.shape == Shape::Other && self.may_hold_bare(analysis.folded(of.span))
    }

    /// The tokens of a text that may be one of them, as [`KeyFilter::may_hold_stem`] tells.
    pub fn stems_in(&self, analysis: &Analysis<'_>) -> Vec<usize> {
        let keys = analysis.keys();
        let mut found = Vec::with_capacity(keys.len() / 32);
        each_of(keys, |key| self.may_hold(*key), |index| found.push(index));
        let bare =
            analysis.bare_keys().iter().filter(|(index, key)| self.may_hold(*key) && !self.may_hold(keys[*index]));
        let whole = found.len();
        found.extend(bare.map(|(index, _)| index));
        if found.len() > whole {
            found.sort_unstable();
        }
        found
    }

    fn may_hold_bare(&self, folded: &str) -> bool {
        folded.split_once('\'').is_some_and(|(stem, _)| self.may_hold(key(stem)))
    }

    #[inline]
    fn place(&self, key: u32) -> (usize, u64) {
        ((key >> 6) as usize & (self.bits.len() - 1), 1 << (key % 64))
    }
}

/// Keys of words that were looked at before, the last ones only: most words of a text are words that it had before.
#[derive(Debug)]
pub struct Recent(Box<[Cell<u32>]>);

/// Keys that are remembered of a text, at least and at most; powers of two.
const REMEMBERED: Range<usize> = 256..16384;
/// Words of a text for each key that is remembered.
const WORDS_A_KEY: usize = 4;

impl Recent {
    /// Of a text of about so many words, in which no word was yet.
    pub fn of(words: usize) -> Self {
        let remembered = (words / WORDS_A_KEY).next_power_of_two().clamp(REMEMBERED.start, REMEMBERED.end);
        Recent(vec![Cell::new(0); remembered].into())
    }

    /// Whether a key was added, and not lost its place to another since.
    #[inline]
    pub fn has(&self, key: u32) -> bool {
        self.0[key as usize & (self.0.len() - 1)].get() == key
    }

    /// Remembers a key.
    #[inline]
    pub fn add(&self, key: u32) {
        self.0[key as usize & (self.0.len() - 1)].set(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_filter_holds_its_words(words in prop::collection::vec("\\PC{0,12}", 0..40)) {
            let filter = KeyFilter::of(&words);
            prop_assert!(words.iter().all(|word| filter.may_hold(key(word))));
        }
    }

    #[test]
    fn a_filter_of_few_words_lets_few_others_pass() {
        let filter = KeyFilter::of((0..50).map(|number| format!("word{number}")));
        let passed = (0..10_000).filter(|number| filter.may_hold(key(&format!("other{number}")))).count();
        assert!(passed < 600, "{passed}");
        assert!(!KeyFilter::default().may_hold(key("a")));
    }
}
