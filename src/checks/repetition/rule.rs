//! A `repetition` rule made ready: its words as sets, and what they say of the words of a text.

use super::stream::{Gap, Stream};
use crate::rules::RuleIndex;
use crate::rules::repetition::{Repetition, RepetitionClass};
use crate::rules::string::Str;
use crate::text::Analysis;
use crate::text::keys::KeyFilter;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// A rule and its parameters.
pub(super) struct Rule {
    pub index: RuleIndex,
    pub parameters: Repetition,
    words: FxHashSet<Str>,
    allowed: FxHashSet<Str>,
    allowed_endings: Vec<Str>,
    function_words: FxHashSet<Str>,
    pub joiners: FxHashSet<Str>,
    joiner_keys: KeyFilter,
}

impl Rule {
    pub(super) fn new(index: RuleIndex, parameters: &Repetition) -> Self {
        let set = |words: &[Str]| words.iter().cloned().collect();
        let (endings, allowed): (Vec<Str>, Vec<Str>) =
            parameters.allowed.iter().cloned().partition(|word| word.starts_with('-'));
        Rule {
            index,
            words: set(&parameters.words),
            allowed: set(&allowed),
            allowed_endings: endings.iter().map(|ending| ending.trim_start_matches('-').into()).collect(),
            function_words: set(&parameters.function_words),
            joiners: set(&parameters.joiners),
            joiner_keys: KeyFilter::of(&parameters.joiners),
            parameters: parameters.clone(),
        }
    }

    pub(super) fn class(&self) -> RepetitionClass {
        self.parameters.class
    }

    /// Whether it stands there as often as the rule asks.
    pub(super) fn counts(&self, copies: usize) -> bool {
        copies >= self.parameters.times.max(2) as usize && copies <= self.parameters.most_times as usize
    }

    /// Whether what stands between two copies of a block is what the rule asks for.
    pub(super) fn joins(&self, joint: Gap) -> bool {
        let sign = match joint {
            Gap::Space | Gap::None => " ",
            Gap::Comma => ",",
            Gap::Stop => ".",
            Gap::Dash => "-",
            Gap::Mark => ";",
            Gap::Hyphen | Gap::Break => return false,
        };
        self.joiners.is_empty() || self.joiners.contains(sign)
    }

    /// The same between two words, where a space is what is asked for unless the rule says otherwise.
    pub(super) fn joins_words(&self, joint: Gap) -> bool {
        if self.joiners.is_empty() { joint == Gap::Space } else { self.joins(joint) }
    }

    /// Whether a word with this key may be one of the joiners; `false` is certain.
    #[inline]
    pub(super) fn may_join(&self, key: u32) -> bool {
        self.joiner_keys.may_hold(key)
    }

    /// Whether a word or chunk, in lower case, may be repeated.
    pub(super) fn allows(&self, word: &str) -> bool {
        !self.words.is_empty() && !self.words.contains(word)
            || self.allowed.contains(word)
            || self.allowed_endings.iter().any(|ending| word.len() > ending.len() && word.ends_with(&**ending))
    }

    /// Whether a stretch of words has the length, the letters and the content that the rule asks for.
    pub(super) fn has_substance(&self, analysis: &Analysis<'_>, stream: &Stream, words: Range<usize>) -> bool {
        let parameters = &self.parameters;
        if words.len() < parameters.min_words as usize {
            return false;
        }
        let (mut letters, mut alphabetic, mut content) = (0, 0, FxHashSet::default());
        for at in words.clone() {
            let word = analysis.folded(analysis.tokens[at].span);
            let count = word.chars().filter(|letter| letter.is_alphabetic()).count();
            letters += count;
            alphabetic += usize::from(count > 0);
            if count > 0 && !self.function_words.contains(word) {
                content.insert(stream.keys[at]);
            }
        }
        letters >= parameters.min_letters as usize
            && alphabetic * 2 > words.len()
            && content.len() >= parameters.min_content as usize
    }
}
