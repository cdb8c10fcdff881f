//! The `misspelling` check: which unknown words are one edit away from a common one.
//!
//! The words that one edit makes of a word are looked up among the common ones, where some word of the list begins
//! as far as the edit goes. That is a few dozen look-ups of one cache line each, and less work than walking an automaton
//! with all its branches.

use super::affixes::Affixes;
use crate::lexicon::{COMMON_LEVEL, WordList};
use crate::rules::string::Str;
use crate::rules::words::{Misspelling, MisspellingClass};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::LazyCell;
use std::ops::Range;

/// Longest word looked at, in letters.
const LONGEST_WORD: usize = 24;
/// Fewest letters of a misspelt short word.
const SHORTEST_WORD: usize = 3;
/// Greatest level of a word that is meant although its misspelling has the capital of its sentence.
const LEVEL_OF_INITIAL: u8 = 10;
/// Fewest letters of a misspelt word that has the capital of its sentence: shorter ones are names.
const SHORTEST_INITIAL: usize = 4;
/// Greatest level of a word that is meant although a new word could be read into its misspelling.
const LEVEL_OF_EVERYDAY: u8 = 35;
/// Greatest level of a word that is meant although a new word of rare parts could be read into its misspelling.
const LEVEL_OF_PLAIN: u8 = 20;
/// Greatest level of a stem that is not rare.
const LEVEL_OF_STEM: u8 = 50;
/// How many repairs are suggested at most.
const MOST_REPAIRS: usize = 3;

/// One rule, ready to examine words.
#[derive(Clone, Debug)]
pub struct Misspeller<'a> {
    lexicon: WordList<'a>,
    rule: Misspelling,
    alphabet: Vec<char>,
    /// The groups that a letter is in, as bits.
    confused: FxHashMap<char, u32>,
    short_words: FxHashSet<Str>,
    allowed: FxHashSet<Str>,
    affixes: Affixes,
}

/// How a word differs from the one that was meant, likeliest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slip {
    /// Two letters changed places, one of two equal letters is missing, or there is a second one.
    Usual,
    /// A letter stands for one that sounds or looks like it.
    Alike,
    /// Another letter is missing.
    Missing,
    /// There is a letter too many.
    Added,
    /// A letter stands for any other.
    Replaced,
}

impl<'a> Misspeller<'a> {
    /// Prepares a rule for the language of this word list.
    pub fn new(rule: &Misspelling, lexicon: impl Into<WordList<'a>>) -> Self {
        let mut confused: FxHashMap<char, u32> = FxHashMap::default();
        for (bit, group) in rule.confused.iter().take(32).enumerate() {
            for letter in group.chars() {
                *confused.entry(letter).or_default() |= 1 << bit;
            }
        }
        Self {
            lexicon: lexicon.into(),
            alphabet: rule.alphabet.chars().collect(),
            confused,
            short_words: rule.short_words.iter().cloned().collect(),
            allowed: rule.allowed.iter().cloned().collect(),
            affixes: Affixes::new(&rule.prefixes, &rule.suffixes),
            rule: rule.clone(),
        }
    }

    /// The words after which another is introduced as a new one.
    pub fn introduced_by(&self) -> &[Str] {
        &self.rule.introduced_by
    }

    /// The class of misspellings that the rule is about.
    pub fn class(&self) -> MisspellingClass {
        self.rule.class
    }

    /// Whether so many words of a document are unknown that one letter does not tell what any of them should be.
    pub fn is_lost_in(&self, unknown: usize, different: usize, words: usize) -> bool {
        let limit = u64::from(self.rule.per_100k) * words as u64;
        limit > 0 && different >= self.rule.min_words as usize && unknown as u64 * 100_000 >= limit
    }

    /// Whether a word is so short that it is near these by chance, in a document with other unknown words.
    pub fn is_chance(&self, word: &str, repairs: &[Str]) -> bool {
        word.chars().count() < self.rule.min_length_among as usize
            && !repairs.iter().any(|repair| self.short_words.contains(repair))
    }

    /// The name that this word in lower case is.
    pub fn name(&self, word: &str) -> Option<Str> {
        let letters = word.chars().count();
        if letters < self.rule.min_length as usize || letters > LONGEST_WORD || self.allowed.contains(word) {
            return None;
        }
        let mut rest = word.chars();
        let name: String = rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect();
        let level = self.lexicon.level(&name).filter(|&level| level <= self.rule.common_level);
        level.map(|_| name.into())
    }

    /// The common words that this one may be a misspelling of, likeliest first, and whether the first is hardly a chance;
    /// none if the word is probably right.
    pub fn examine(&self, word: &str) -> (Vec<Str>, bool) {
        if word.len() > 4 * LONGEST_WORD || self.lexicon.level(word).is_some() || self.allowed.contains(word) {
            return (Vec::new(), false);
        }
        let letters: Vec<char> = word.chars().collect();
        let plain = letters.iter().all(|letter| self.alphabet.contains(letter));
        if !plain || !(SHORTEST_WORD..=LONGEST_WORD).contains(&letters.len()) || self.is_term(word) {
            return (Vec::new(), false);
        }
        let misjoined = self.is_misjoined(word);
        // Most words are near no common one, so that nothing else has to be known of them.
        let new = LazyCell::new(|| self.is_new_word(word, misjoined, u8::MAX, COMMON_LEVEL));
        // What could only be made of rare words, and is near an everyday one, was not made.
        let made = LazyCell::new(|| *new && self.is_new_word(word, misjoined, LEVEL_OF_STEM, LEVEL_OF_EVERYDAY));
        let mut repairs: Vec<(Slip, u8, Str)> = Vec::new();
        let possible = |slip: Slip| self.is_long_enough(slip, letters.len(), 0);
        self.each_edit(&letters, possible, |slip, edited| {
            let Some(level) = self.common(letters.len(), edited) else { return };
            // "comission" could be a mission together, but is not.
            let everyday = level <= LEVEL_OF_EVERYDAY && (slip == Slip::Usual || level <= LEVEL_OF_PLAIN && !*made);
            let likelier = everyday || !*new;
            let more = if slip == Slip::Usual || misjoined { Some(0) } else { self.more_letters(level) };
            let Some(more) = more.filter(|_| likelier && !self.is_foreign_end(slip, &letters, edited)) else { return };
            if self.is_long_enough(slip, letters.len(), more) {
                match repairs.iter_mut().find(|(.., known)| **known == *edited) {
                    Some(known) => known.0 = known.0.min(slip),
                    None => repairs.push((slip, level, edited.into())),
                }
            }
        });
        repairs.retain(|(.., repair)| self.lexicon.has(repair));
        // A likely slip in a rare word and an unlikely one in an everyday word weigh about the same.
        repairs.sort_by_cached_key(|(slip, level, repair)| {
            let stem = misjoined && word.starts_with(&**repair);
            (!stem, 100 * *slip as u32 + 6 * u32::from(*level), repair.clone())
        });
        repairs.truncate(MOST_REPAIRS);
        let sure = repairs.first().is_some_and(|(slip, ..)| *slip == Slip::Usual);
        (repairs.into_iter().map(|(.., repair)| repair).collect(), sure)
    }

    /// The repairs of a word that hardly is a name, because an everyday word is one usual slip away.
    pub fn everyday(&self, word: &str) -> Vec<Str> {
        if !self.is_near_everyday(word) {
            return Vec::new();
        }
        let (repairs, sure) = self.examine(word);
        let level = repairs.first().and_then(|repair| self.lexicon.level(repair));
        let is_everyday = sure && level.is_some_and(|level| level <= LEVEL_OF_INITIAL);
        if is_everyday { repairs } else { Vec::new() }
    }

    /// Whether a usual slip makes an everyday word of this one; to tell that takes far less than to examine it.
    fn is_near_everyday(&self, word: &str) -> bool {
        let letters: Vec<char> = word.chars().collect();
        let mut near = false;
        if (SHORTEST_INITIAL..=LONGEST_WORD).contains(&letters.len()) {
            self.each_edit(
                &letters,
                |slip| slip == Slip::Usual,
                |_, edited| near |= self.common(letters.len(), edited).is_some_and(|level| level <= LEVEL_OF_INITIAL),
            );
        }
        near
    }

    /// Whether the word is a technical one.
    fn is_term(&self, word: &str) -> bool {
        self.rule.term_beginnings.iter().any(|start| word.starts_with(&**start))
            || self.rule.term_endings.iter().any(|end| word.ends_with(&**end))
    }

    /// Whether the word is one made by the rules of the language: its letters are no accident.
    fn is_new_word(&self, word: &str, misjoined: bool, stem: u8, part: u8) -> bool {
        let known = |of: &str| self.lexicon.level(of).is_some_and(|level| level <= stem);
        !misjoined && self.affixes.explain(word, known) || self.is_compound(word, part)
    }

    /// Whether an ending is joined to the word as it never is.
    fn is_misjoined(&self, word: &str) -> bool {
        self.rule.misjoined.iter().any(|end| word.ends_with(&**end))
    }

    fn is_compound(&self, word: &str, greatest: u8) -> bool {
        let shortest = self.rule.min_length_part as usize;
        let is_part = |part: &str| {
            part.chars().count() >= shortest && self.lexicon.level(part).is_some_and(|level| level <= greatest)
        };
        shortest > 0
            && word.char_indices().skip(1).any(|(at, _)| {
                let (first, second) = word.split_at(at);
                is_part(first) && is_part(second)
            })
    }

    /// The level of what an edit made, if it may be what was meant.
    fn common(&self, letters: usize, edited: &str) -> Option<u8> {
        let level = self.lexicon.likely_level(edited).filter(|&level| level <= self.rule.common_level)?;
        let short = letters < self.rule.min_length as usize;
        (!short || self.short_words.contains(edited)).then_some(level)
    }

    /// How much longer than the shortest a word has to be if one of this level was meant.
    fn more_letters(&self, level: u8) -> Option<u32> {
        let by_level = &self.rule.letters_by_level;
        let pair = by_level.iter().find(|(greatest, _)| level <= *greatest);
        if by_level.is_empty() { Some(0) } else { pair.map(|(_, more)| *more) }
    }

    /// Whether the edit took away or changed a last letter that tells of another language, or put one behind it.
    fn is_foreign_end(&self, slip: Slip, letters: &[char], edited: &str) -> bool {
        let listed = slip == Slip::Missing && self.short_words.contains(edited);
        let last = letters.last().filter(|&&last| self.rule.foreign_ends.contains(last));
        slip != Slip::Usual && !listed && last.is_some_and(|last| !edited.ends_with(*last))
    }

    /// Whether so many letters are enough for a slip, and for the word that was meant if that takes `more`. A short word
    /// is one of the list.
    fn is_long_enough(&self, slip: Slip, letters: usize, more: u32) -> bool {
        let least = match slip {
            _ if letters < self.rule.min_length as usize => return slip <= Slip::Missing,
            Slip::Usual | Slip::Alike => self.rule.min_length,
            Slip::Missing => self.rule.min_length_missing,
            Slip::Added => self.rule.min_length_added,
            Slip::Replaced => self.rule.min_length_replaced,
        };
        letters >= (least + more) as usize
    }

    /// Calls `look` with every word that one edit of a wanted kind makes of these letters and that may be in the list.
    fn each_edit(&self, letters: &[char], wanted: impl Fn(Slip) -> bool, mut look: impl FnMut(Slip, &str)) {
        let word: String = letters.iter().collect();
        let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        let branches = self.lexicon.branches(&word);
        let mut edited = String::with_capacity(word.len() + 8);
        // The word with some letters instead of those from one to before another.
        let mut make = |slip: Slip, place: Range<usize>, with: &[char]| {
            let (before, after) = (&word[..starts[place.start]], &word[starts[place.end]..]);
            let next = with.first().map_or_else(|| after.bytes().next(), |letter| Some(first_byte(*letter)));
            if !branches.may_follow(before.len(), next) || !wanted(slip) {
                return;
            }
            edited.clear();
            edited.push_str(before);
            edited.extend(with);
            edited.push_str(after);
            look(slip, &edited);
        };
        let reached = (0..=letters.len()).take_while(|at| branches.may_go_to(starts[*at]));
        for at in reached.clone().filter(|at| *at < letters.len()) {
            let (before, here, after) = (&letters[..at], letters[at], &letters[at + 1..]);
            if let Some(&next) = after.first()
                && next != here
            {
                make(Slip::Usual, at..at + 2, &[next, here]);
            }
            let doubled = before.last() == Some(&here) || after.first() == Some(&here);
            make(if doubled { Slip::Usual } else { Slip::Added }, at..at + 1, &[]);
            let groups = if at > 0 { self.groups(here) } else { 0 };
            for &letter in self.alphabet.iter().filter(|&&letter| letter != here) {
                let alike = groups != 0 && self.groups(letter) & groups != 0;
                make(if alike { Slip::Alike } else { Slip::Replaced }, at..at + 1, &[letter]);
            }
        }
        for at in reached {
            let (before, after) = letters.split_at(at);
            for &letter in &self.alphabet {
                let doubles = before.last() == Some(&letter) || after.first() == Some(&letter);
                make(if doubles { Slip::Usual } else { Slip::Missing }, at..at, &[letter]);
            }
        }
    }

    fn groups(&self, letter: char) -> u32 {
        self.confused.get(&letter).copied().unwrap_or(0)
    }
}

/// The first byte of a letter in a text.
fn first_byte(letter: char) -> u8 {
    letter.encode_utf8(&mut [0; 4]).as_bytes()[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::for_language;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    /// The built-in rule for letters.
    static ENGLISH: LazyLock<Misspeller<'static>> = LazyLock::new(|| {
        let file: toml::Table = toml::from_str(include_str!("../../../rules/en/spelling/pack.toml")).unwrap();
        let rules = file["rule"].as_array().unwrap();
        let rule = rules.iter().find(|rule| rule["id"].as_str() == Some("misspelling")).unwrap();
        Misspeller::new(&rule.clone().try_into().unwrap(), for_language("en").unwrap())
    });

    fn first(word: &str) -> Option<String> {
        ENGLISH.examine(word).0.first().map(|repair| repair.to_string())
    }

    #[test]
    fn one_edit_of_each_kind_is_found() {
        for (word, meant) in [
            ("goverment", "government"),
            ("untill", "until"),
            ("taht", "that"),
            ("seperate", "separate"),
            ("anounced", "announced"),
            ("minixster", "minister"),
            ("hosputal", "hospital"),
        ] {
            assert_eq!(first(word).as_deref(), Some(meant), "{word}");
        }
    }

    #[test]
    fn known_new_technical_and_foreign_words_are_silent() {
        for word in [
            "colour",
            "destocked",
            "unmetered",
            "spondylodiscitis",
            "warfarinase",
            "gau",
            "Goverment",
            "größe",
            "",
            "g",
            "goverment2",
            "mudcrab",
            "qwrtpsdfg",
        ] {
            assert_eq!(first(word), None, "{word}");
        }
        assert!(ENGLISH.examine(&"goverment".repeat(40)).0.is_empty());
    }

    #[test]
    fn a_word_of_rare_parts_is_not_made_but_misspelt() {
        // re + ort + ed, pro + lem + s
        for (word, meant) in [("reorted", "reported"), ("prolems", "problems"), ("anxety", "anxiety")] {
            assert_eq!(first(word).as_deref(), Some(meant), "{word}");
        }
        // What stands before the last letter of another language is no word of this one.
        assert_eq!((first("politica"), first("infectio")), (None, None));
    }

    #[test]
    fn a_first_word_is_near_a_word_of_every_day() {
        assert_eq!(ENGLISH.everyday("sicne").first().map(|repair| &**repair), Some("since"));
        for word in ["laine", "freid", "noor", "teh", "since", ""] {
            assert!(ENGLISH.everyday(word).is_empty(), "{word}");
        }
    }

    #[test]
    fn a_name_is_known_with_its_capital_only() {
        let rule = Misspelling { min_length: 4, ..Misspelling::default() };
        let names = Misspeller::new(&rule, for_language("en").unwrap());
        assert_eq!(names.name("japanese").as_deref(), Some("Japanese"));
        assert_eq!(names.name("goverment"), None);
        assert_eq!(names.name(""), None);
    }

    proptest! {
        #[test]
        fn a_repair_is_common_and_one_edit_away(word in "[a-z']{0,14}") {
            for repair in ENGLISH.examine(&word).0 {
                prop_assert!(ENGLISH.lexicon.likely_level(&repair).is_some() && ENGLISH.lexicon.has(&repair));
                let (long, short) = (repair.len().max(word.len()), repair.len().min(word.len()));
                prop_assert!(long - short <= 1 && strsim::osa_distance(&repair, &word) == 1);
            }
        }

        #[test]
        fn any_word_is_answered(word in "\\PC{0,60}") {
            ENGLISH.examine(&word);
            ENGLISH.name(&word);
        }
    }
}
