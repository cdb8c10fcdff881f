//! Compiles word lists into the form that is embedded: an automaton, a table of the common words, and the keys of the commonest.
//!
//! The build script uses this file too, so it depends on nothing of the crate but those tables and the key of a word.

use super::{everyday, key_of, quick};
use std::collections::BTreeMap;

/// Words up to this level get into the quick table: more would be faster still, but the table has to stay in the cache.
pub(super) const QUICK_LEVEL: u8 = 50;

/// Words of a language with their levels: 10 most common … 80 rare.
pub type Words = BTreeMap<String, u8>;

/// An embedded lexicon, ready to be written to a file.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// An `fst` map from word to level.
    pub automaton: Vec<u8>,
    /// The common words.
    pub quick: Vec<u8>,
    /// The keys of the commonest words.
    pub everyday: Vec<u8>,
}

/// Adds the words of a list, one a line, that all have this level; of a word seen twice the smaller level counts.
/// Empty lines and lines that start with `#` are skipped.
pub fn add_list(words: &mut Words, list: &str, level: u8) {
    for line in list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        words.entry(line.to_owned()).and_modify(|known| *known = level.min(*known)).or_insert(level);
    }
}

/// Compiles the words.
pub fn compile(words: &Words) -> Result<Compiled, fst::Error> {
    let mut builder = fst::MapBuilder::memory();
    for (word, &level) in words {
        builder.insert(word, u64::from(level))?;
    }
    let common: Vec<_> =
        words.iter().filter(|&(_, &level)| level <= QUICK_LEVEL).map(|(word, &level)| (word.as_str(), level)).collect();
    let mut commonest = common.clone();
    commonest.sort_by_key(|&(_, level)| level);
    let everyday = everyday::build(commonest.iter().map(|(word, _)| key_of(word.as_bytes())));
    Ok(Compiled { automaton: builder.into_inner()?, quick: quick::build(common.into_iter()), everyday })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_level_counts() {
        let mut words = Words::new();
        add_list(&mut words, "# a comment\ncolour\nkey\n\n", 35);
        add_list(&mut words, "colour\n", 10);
        add_list(&mut words, "key\n", 80);
        assert_eq!(words.into_iter().collect::<Vec<_>>(), [("colour".to_owned(), 10), ("key".to_owned(), 35)]);
    }

    #[test]
    fn an_empty_list_compiles() {
        assert!(compile(&Words::new()).is_ok());
    }
}
