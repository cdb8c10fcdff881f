//! Prefixes and suffixes: whether an unknown word is a new word made by the rules of its language.

use crate::rules::string::Str;

/// Fewest letters of a stem.
const SHORTEST_STEM: usize = 3;

/// The prefixes and suffixes of a rule.
#[derive(Clone, Debug, Default)]
pub(in crate::checks) struct Affixes {
    prefixes: Vec<Str>,
    suffixes: Vec<Suffix>,
}

/// A suffix, and the ending of the stem that it replaces ("ing/e": "making" from "make").
#[derive(Clone, Debug)]
struct Suffix {
    ending: String,
    restored: String,
}

impl Affixes {
    pub(in crate::checks) fn new(prefixes: &[Str], suffixes: &[Str]) -> Self {
        let suffix = |written: &Str| {
            let (ending, restored) = written.split_once('/').unwrap_or((written, ""));
            Suffix { ending: ending.to_owned(), restored: restored.to_owned() }
        };
        Self { prefixes: prefixes.to_vec(), suffixes: suffixes.iter().map(suffix).collect() }
    }

    /// Whether the word is a known stem with a prefix, a suffix, or both.
    pub(in crate::checks) fn explain(&self, word: &str, known: impl Fn(&str) -> bool) -> bool {
        let stem_known = |stem: &str| stem.chars().count() >= SHORTEST_STEM && known(stem);
        let suffixed = |word: &str| {
            self.suffixes.iter().any(|suffix| {
                word.strip_suffix(suffix.ending.as_str()).is_some_and(|stem| {
                    stem_known(&format!("{stem}{}", suffix.restored))
                        || suffix.restored.is_empty() && undoubled(stem).is_some_and(stem_known)
                })
            })
        };
        let rests = self.prefixes.iter().filter_map(|prefix| word.strip_prefix(&**prefix));
        suffixed(word) || rests.into_iter().any(|rest| stem_known(rest) || suffixed(rest))
    }

    /// Whether the word is nothing but this known stem with one prefix or suffix.
    pub(in crate::checks) fn derive(&self, word: &str, stem: &str) -> bool {
        let prefixed = self.prefixes.iter().any(|prefix| word.strip_prefix(&**prefix) == Some(stem));
        let suffixed = |suffix: &Suffix| {
            let rest = word.strip_suffix(suffix.ending.as_str());
            rest.zip(stem.strip_suffix(suffix.restored.as_str())).is_some_and(|(rest, stem)| rest == stem)
        };
        prefixed || self.suffixes.iter().any(suffixed)
    }
}

/// The stem without the letter that a suffix doubles ("stopp" in "stopping").
fn undoubled(stem: &str) -> Option<&str> {
    let mut letters = stem.char_indices().rev();
    let (last, letter) = letters.next()?;
    let (_, before) = letters.next()?;
    (letter == before).then(|| &stem[..last])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn affixes() -> Affixes {
        let list = |words: &[&str]| words.iter().map(|&word| Str::from(word)).collect::<Vec<_>>();
        Affixes::new(&list(&["re", "un"]), &list(&["ing", "ing/e", "ier/y", "ness"]))
    }

    #[test]
    fn a_stem_with_a_prefix_or_suffix_is_explained() {
        let known = |stem: &str| ["make", "happy", "stop", "play", "kind"].contains(&stem);
        for word in ["remake", "making", "remaking", "happier", "stopping", "unkindness", "replay"] {
            assert!(affixes().explain(word, known), "{word}");
        }
        for word in ["make", "kinding-", "unun", "ness", "", "gkind", "reremake"] {
            assert!(!affixes().explain(word, known), "{word}");
        }
    }

    #[test]
    fn a_word_is_derived_by_one_affix() {
        assert!(affixes().derive("rerelease", "release"));
        assert!(affixes().derive("making", "make"));
        assert!(!affixes().derive("apappropriate", "appropriate"));
    }
}
