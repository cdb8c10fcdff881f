//! What a language's data is turned into for running, and which language a text is in.

use super::analysis::Analysis;
use super::keys::key;
use super::mentions::Vocabulary;
use super::pattern::Pattern;
use super::tokens::Shape;
use crate::lexicon::{Lexicon, for_language};
use crate::rules::language::{Language, SlotPattern};
use crate::rules::model::Slot;
use crate::rules::string::Str;

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;
use unicode_script::{Script, UnicodeScript};

/// A language's data, ready to be looked up.
#[derive(Debug)]
pub struct LanguageTools {
    data: Language,
    abbreviations: FxHashSet<Str>,
    /// For the first byte of an abbreviation its lengths, as bits: most words before a full stop are none.
    abbreviated: [u32; 256],
    function_words: FxHashSet<Str>,
    slots: Vec<SlotMatcher>,
    vocabulary: Vocabulary,
    lexicon: Option<&'static Lexicon<'static>>,
}

/// A pattern of a slot; see [`SlotPattern`].
#[derive(Debug)]
struct SlotMatcher {
    slot: Slot,
    pattern: Pattern,
    needed: Vec<Vec<Str>>,
}

impl LanguageTools {
    /// The tools of a language.
    pub fn new(data: &Language) -> Self {
        let abbreviations = data.abbreviations.iter().cloned().collect();
        let mut abbreviated = [0; 256];
        for word in data.abbreviations.iter().filter(|word| word.len() <= LONGEST_ABBREVIATION) {
            let lengths = word.as_bytes().first().map(|first| &mut abbreviated[usize::from(*first)]);
            lengths.into_iter().for_each(|lengths| *lengths |= 1 << word.len());
        }
        let function_words = data.function_words.iter().cloned().collect();
        let matcher = |slot: &SlotPattern| SlotMatcher {
            slot: slot.slot,
            pattern: Pattern::new(slot.pattern.clone()),
            needed: slot.needed.clone(),
        };
        let slots = data.slots.iter().map(matcher).collect();
        let vocabulary = Vocabulary::new(&data.names);
        let lexicon = for_language(&data.code);
        LanguageTools { data: data.clone(), abbreviations, abbreviated, function_words, slots, vocabulary, lexicon }
    }

    /// Words in and around names.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The word list, if there is one.
    pub fn lexicon(&self) -> Option<&'static Lexicon<'static>> {
        self.lexicon
    }

    /// What the rule files say of it.
    pub fn data(&self) -> &Language {
        &self.data
    }

    /// Whether a full stop after this word does not end a sentence.
    pub fn is_abbreviation(&self, word: &str) -> bool {
        let mut lower = [0; LONGEST_ABBREVIATION];
        let Some(lower) = lower.get_mut(..word.len()) else { return false };
        if !word.is_ascii() {
            return self.abbreviations.contains(&*word.to_lowercase());
        }
        let first = word.as_bytes().first().map_or(0, u8::to_ascii_lowercase);
        if self.abbreviated[usize::from(first)] >> word.len() & 1 == 0 {
            return false;
        }
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        std::str::from_utf8(lower).is_ok_and(|word| self.abbreviations.contains(word))
    }

    /// Whether a word of the folded view is one of those that most sentences have.
    pub fn is_function_word(&self, folded: &str) -> bool {
        self.function_words.contains(folded)
    }

    /// Whether a mark of the view is a part of a word (an abbreviation in Hebrew): it stands before the last letter.
    pub fn is_inner_mark(&self, mark: char, before: Option<char>, after: &str) -> bool {
        let mut after = after.chars();
        self.data.inner_marks.contains(mark)
            && before.is_some_and(char::is_alphabetic)
            && after.next().is_some_and(char::is_alphabetic)
            && !after.next().is_some_and(char::is_alphabetic)
    }

    /// The patterns of a slot that may match in a text.
    pub fn slot_patterns(&self, wanted: Slot, text: &str) -> impl Iterator<Item = &Pattern> {
        let may_match = move |one: &&SlotMatcher| {
            one.slot == wanted && one.needed.iter().all(|set| set.iter().any(|needed| text.contains(&**needed)))
        };
        self.slots.iter().filter(may_match).map(|one| &one.pattern)
    }
}

/// Longest abbreviation, in bytes.
const LONGEST_ABBREVIATION: usize = 16;

/// Tells the language of a text by its scripts and by the share of its words that are function words.
#[derive(Debug)]
pub struct Detector {
    /// For the key of each function word its languages, as bits.
    words: FxHashMap<u32, u64>,
    languages: Vec<(Arc<str>, Vec<Script>)>,
}

/// Words read at most; enough to tell, and no cost on long documents.
const WORDS_READ: usize = 300;
/// Least share of function words: prose has 0.25 to 0.5, lists of names under 0.1.
const LEAST_SHARE: f64 = 0.12;
/// How far the best language has to be ahead of the second, in function words.
const LEAST_LEAD: f64 = 1.15;

impl Detector {
    /// A detector of these languages; of more than 64, the first 64.
    pub fn new(languages: &[Language]) -> Self {
        let mut words: FxHashMap<u32, u64> = FxHashMap::default();
        let mut known = Vec::new();
        for (bit, language) in languages.iter().take(64).enumerate() {
            for word in &language.function_words {
                *words.entry(key(word)).or_default() |= 1 << bit;
            }
            let scripts = language.scripts.iter().filter_map(|code| Script::from_short_name(code)).collect();
            known.push((Arc::from(&*language.code), scripts));
        }
        Detector { words, languages: known }
    }

    /// The language of a document, from the longest of its fields.
    pub fn detect_in(&self, fields: &[Analysis<'_>]) -> Option<Arc<str>> {
        let longest = fields.iter().max_by_key(|field| field.tokens.len())?;
        self.detect(longest)
    }

    /// The language of a text, from its first words; `None` if that is not clear.
    pub fn detect(&self, text: &Analysis<'_>) -> Option<Arc<str>> {
        let sample = &text.tokens[..text.tokens.len().min(WORDS_READ)];
        if sample.is_empty() {
            return None;
        }
        let mut scripts: FxHashMap<Script, usize> = FxHashMap::default();
        let mut counts = vec![0_usize; self.languages.len()];
        // Letters in all, and those of words of ASCII alone.
        let (mut letters, mut latin) = (0, 0);
        for (token, key) in sample.iter().zip(text.keys()) {
            let mut bits = self.words.get(key).copied().unwrap_or(0);
            while bits != 0 {
                counts[bits.trailing_zeros() as usize] += 1;
                bits &= bits - 1;
            }
            if token.shape == Shape::Lower {
                latin += token.span.len();
                continue;
            }
            let word = text.folded(token.span);
            if word.is_ascii() {
                latin += word.bytes().filter(u8::is_ascii_alphabetic).count();
                continue;
            }
            for char in word.chars().filter(|c| c.is_alphabetic()) {
                letters += 1;
                *scripts.entry(char.script()).or_default() += 1;
            }
        }
        letters += latin;
        *scripts.entry(Script::Latin).or_default() += latin;
        let of_script = |wanted: &[Script]| wanted.iter().map(|s| scripts.get(s).copied().unwrap_or(0)).sum::<usize>();
        let mut best: Vec<(f64, usize)> = Vec::new();
        for (index, (_, wanted)) in self.languages.iter().enumerate() {
            let share = counts[index] as f64 / sample.len() as f64;
            if wanted.is_empty() {
                if share >= LEAST_SHARE && counts[index] >= 2 {
                    best.push((share, index));
                }
            } else if of_script(wanted) * 2 > letters && has_each(wanted, &scripts, letters) {
                // A script of its own speaks for a language; function words decide between those that share it,
                // and the more scripts a language asks for, the more it is meant (kana and Han: Japanese).
                best.push((1.0 + share + 0.1 * wanted.len() as f64, index));
            }
        }
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        match best[..] {
            [] => None,
            [(first, _), (second, _), ..] if first < 1.0 && first < second * LEAST_LEAD => None,
            [(_, index), ..] => Some(self.languages[index].0.clone()),
        }
    }
}

/// Whether each of several scripts is there: at least one letter in fifty.
fn has_each(wanted: &[Script], scripts: &FxHashMap<Script, usize>, letters: usize) -> bool {
    wanted.len() < 2 || wanted.iter().any(|s| *s != Script::Han && scripts.get(s).copied().unwrap_or(0) * 50 >= letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Field, FieldKind};
    use crate::source::SourceMap;

    fn language(code: &str, words: &str, scripts: &[&str]) -> Language {
        Language {
            code: code.into(),
            function_words: words.split(' ').map(Into::into).collect(),
            scripts: scripts.iter().map(|&s| s.into()).collect(),
            ..Language::default()
        }
    }

    #[test]
    fn function_words_and_scripts_tell_the_language() {
        let detector = Detector::new(&[
            language("en", "the of and to in is that he", &[]),
            language("de", "der die und in ist dass er", &[]),
            language("ja", "", &["Hira", "Kana", "Hani"]),
            language("zh", "", &["Hani"]),
            language("ru", "и в не что он", &["Cyrl"]),
            language("uk", "і в не що він", &["Cyrl"]),
        ]);
        let detect = |text: &str| {
            let field = Field::new("text", FieldKind::Text, text, SourceMap::copied(0, text.len()));
            detector.detect(&Analysis::of(&field)).map(|code| code.to_string())
        };
        assert_eq!(detect("He went to the house and slept in the room.").as_deref(), Some("en"));
        assert_eq!(detect("Er ging in die Stadt und er schlief, dass der Hund lacht.").as_deref(), Some("de"));
        assert_eq!(detect("彼は東京に行った。").as_deref(), Some("ja"));
        assert_eq!(detect("他去了北京。").as_deref(), Some("zh"));
        assert_eq!(detect("Він не знав, що це і є").as_deref(), Some("uk"));
        assert_eq!(detect("Kim Putin Pyongyang"), None);
        assert_eq!(detect(""), None);
    }
}
