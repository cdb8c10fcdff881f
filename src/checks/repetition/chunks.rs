//! Letters inside a word that are written several times over: "subsubsub", "tototodo".

use super::check::Place;
use super::places::{is_lower, is_part, span};
use super::rule::Rule;
use super::runs::Run;
use super::stream::Gap;
use crate::checks::Found;
use crate::text::Token;
use crate::text::keys::Recent;
use crate::text::passing::each_of_pairs;
use std::ops::Range;

/// Names repeat two letters, or three ("Dandan"), but not so many.
const MOST_OF_A_NAME: usize = 3;
/// Most letters of a chunk.
const LONGEST_CHUNK: usize = 12;
/// Longest word looked at, in bytes; a longer one is no word.
const LONGEST_WORD: usize = 256;

/// All copies of a piece of a word, and the first of them, as ranges of the word.
type Chunk = (Range<usize>, Range<usize>);

impl Place<'_> {
    /// Reports what repeats a piece of itself: the parts of hyphenated words, and words.
    pub(super) fn chunks(&mut self, rule: &Rule, runs: &[Run], found: &mut Found) {
        // Two equal parts are a word or a name as they stand: "win-win", "couscous".
        let twice = rule.parameters.times <= 2;
        for run in runs.iter().filter(|run| run.period == 1 && run.joint == Gap::Hyphen && rule.counts(run.copies)) {
            let word = self.folded(run.start);
            let letters = word.chars().count();
            let fits = letters >= rule.parameters.min_letters as usize && word.chars().all(char::is_alphabetic);
            if fits && !twice && !rule.allows(word) && self.is_sound(run) {
                let first = span(self.analysis, &(run.start..run.start + 1));
                self.report(rule, run.start..run.end(), run.copies, Some(first), None, found);
            }
        }
        let shortest = rule.parameters.min_letters.max(2) as usize * rule.parameters.times as usize;
        // Most words of a text are words that it had before. By their keys, which few share.
        let plain = Recent::of(self.analysis.tokens.len());
        let (tokens, keys) = (&self.analysis.tokens[..], self.analysis.keys());
        let may = |(token, key): (&Token, &u32)| (token.span.len() >= shortest) & !plain.has(*key);
        each_of_pairs(tokens, keys, may, |index| {
            if !plain.has(keys[index]) {
                match self.chunk_of_word(rule, index) {
                    Some(chunk) => self.report_chunk(rule, index, chunk, found),
                    None => plain.add(keys[index]),
                }
            }
        });
    }

    fn chunk_of_word(&self, rule: &Rule, index: usize) -> Option<Chunk> {
        chunk(self.folded(index), rule.parameters.times as usize, rule.parameters.min_letters as usize)
    }

    fn report_chunk(&mut self, rule: &Rule, index: usize, (all, first): Chunk, found: &mut Found) {
        let parameters = &rule.parameters;
        let token = self.analysis.tokens[index].span;
        let word = self.analysis.folded(token);
        let written = self.written(index);
        let whole = parameters.times <= 2 && all.len() == word.len();
        let is_name = !is_lower(written) && word[first.clone()].chars().count() <= MOST_OF_A_NAME;
        if whole || is_name || rule.allows(&word[first.clone()]) || is_part(self.analysis, token) {
            return;
        }
        let mended = format!("{}{}{}", &written[..all.start], &written[first.clone()], &written[all.end..]);
        let before = found.hits.len();
        self.report(rule, index..index + 1, all.len() / first.len(), None, None, found);
        if let Some(hit) = found.hits.get_mut(before) {
            hit.suggest = vec![mended.into()];
            hit.guessed = true;
        }
    }
}

/// The chunk that stands at least `times` times in a row in the word, as the range of all its copies and the range of
/// the first. It has two different letters at least.
pub(super) fn chunk(word: &str, times: usize, least: usize) -> Option<Chunk> {
    let bytes = word.as_bytes();
    let least = least.max(2);
    if bytes.len() < least * times || bytes.len() > LONGEST_WORD || times < 2 {
        return None;
    }
    // Most words have too many different letters for that.
    let different = bytes.iter().fold(0_u64, |seen, byte| seen | 1 << (byte & 63)).count_ones() as usize;
    if different > bytes.len() - least * (times - 1) {
        return None;
    }
    for period in least..=(bytes.len() / times).min(4 * LONGEST_CHUNK) {
        let mut same = 0;
        for at in 0..bytes.len() - period {
            same = if bytes[at] == bytes[at + period] { same + 1 } else { 0 };
            if same >= period * (times - 1) {
                let start = at + 1 - same;
                let more = (at + 1..bytes.len() - period).take_while(|&at| bytes[at] == bytes[at + period]).count();
                let copies = (same + more) / period + 1;
                let (all, first) = (start..start + copies * period, start..start + period);
                if let Some(letters) = word.get(first.clone())
                    && word.is_char_boundary(all.end)
                    && (least..=LONGEST_CHUNK).contains(&letters.chars().count())
                    && letters.chars().all(char::is_alphabetic)
                    && letters.chars().any(|letter| !letters.starts_with(letter))
                {
                    return Some((all, first));
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(word: &str) -> Option<&str> {
        super::chunk(word, 3, 2).map(|(_, first)| &word[first])
    }

    #[test]
    fn a_chunk_three_times() {
        assert_eq!(found("subsubsubcommittee"), Some("sub"));
        assert_eq!(found("retotototal"), Some("to"));
        assert_eq!(found("ведведведение"), Some("вед"));
        for word in ["banana", "mississippi", "alfalfa", "aaaaaaaa", "", "ab", "government"] {
            assert_eq!(found(word), None, "{word}");
        }
    }

    proptest! {
        #[test]
        fn any_word_is_answered(word in "\\PC{0,40}", times in 0_usize..5) {
            if let Some((all, first)) = chunk(&word, times, 2) {
                prop_assert!(word[all].starts_with(&word[first].repeat(times)));
            }
        }

        #[test]
        fn a_planted_chunk_is_found(before in "[c-z]{0,5}", chunk in "ab[a-z]{0,4}", after in "[c-z]{0,5}") {
            let word = format!("{before}{chunk}{chunk}{chunk}{after}");
            prop_assert!(found(&word).is_some());
        }
    }
}
