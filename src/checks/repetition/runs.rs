//! Runs: the same words back to back, whatever their number, in one pass for each length.

use super::stream::{Gap, Stream};

/// The longest block that is looked for, in words. A longer one that stands twice is found as an echo.
pub(super) const LONGEST_BLOCK: usize = 24;

/// A block of words that is followed by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// The first word.
    pub start: usize,
    /// How many words the block has.
    pub period: usize,
    /// How many times it stands there.
    pub copies: usize,
    /// What stands between the copies.
    pub joint: Gap,
}

impl Run {
    /// The word behind the last copy.
    pub(super) fn end(&self) -> usize {
        self.start + self.period * self.copies
    }
}

/// All runs, shorter blocks first: "a a a a" is one word four times, not two words twice.
pub(super) fn runs(stream: &Stream, longest: usize) -> Vec<Run> {
    let mut found = Vec::new();
    // The run that each word is in, counted from one.
    let mut owner: Vec<usize> = Vec::new();
    for period in 1..=longest.min(LONGEST_BLOCK) {
        let before = found.len();
        of_period(stream, period, &mut found);
        let mut kept = before;
        for at in before..found.len() {
            let run = found[at];
            let of_start = owner.get(run.start).copied().unwrap_or(0);
            let inside = of_start != 0 && of_start == owner[run.end() - 1];
            if !inside {
                found[kept] = run;
                kept += 1;
            }
        }
        found.truncate(kept);
        if !found.is_empty() {
            owner.resize(stream.len(), 0);
        }
        for (number, run) in found.iter().enumerate().skip(before) {
            owner[run.start..run.end()].fill(number + 1);
        }
    }
    found
}

fn of_period(stream: &Stream, period: usize, found: &mut Vec<Run>) {
    let (keys, gaps) = (&stream.keys, &stream.gaps);
    let last = keys.len().saturating_sub(period);
    let mut start = None;
    let mut next = 0;
    while next < last {
        if start.is_none() {
            match next_alike(keys, next, period) {
                Some(alike) => next = alike,
                None => break,
            }
        }
        let at = next;
        next += 1;
        let same = keys[at] == keys[at + period];
        // What stands between the words has to be the same too, but for what stands before the first copy.
        let goes_on = same && gaps[at + period] != Gap::Break;
        let fits = start.is_none_or(|from| from == at || gaps[at] == gaps[at + period]);
        if let Some(from) = start
            && !(goes_on && fits)
        {
            close(stream, from, at, period, found);
            start = None;
        }
        if goes_on && start.is_none() {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        close(stream, from, keys.len() - period, period, found);
    }
}

/// Where, from a word on, the next words begin that a copy may follow. A block of so many words in a row that come again
/// holds one of every so many: the others need not be looked at.
fn next_alike(keys: &[u32], from: usize, period: usize) -> Option<usize> {
    let (words, later) = (keys.get(..keys.len().checked_sub(period)?)?, &keys[period..]);
    let alike = |at: usize| words[at] == later[at];
    let mut one = from.next_multiple_of(period);
    while words.get(one)? != later.get(one)? {
        one += period;
    }
    Some((from..one).rev().take_while(|at| alike(*at)).last().unwrap_or(one))
}

/// The run of words `from..at` that are the same as those a period later.
fn close(stream: &Stream, from: usize, at: usize, period: usize, found: &mut Vec<Run>) {
    let copies = (at - from) / period + 1;
    if copies >= 2 {
        found.push(Run { start: from, period, copies, joint: stream.gaps[from + period] });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::keys::key;
    use proptest::prelude::*;

    /// A stream of words with a space between, a comma behind a word that ends in one.
    fn stream(text: &str) -> Stream {
        let words: Vec<&str> = text.split(' ').collect();
        let mut gaps = vec![Gap::Break];
        gaps.extend(words.iter().map(|word| match word.chars().last() {
            Some(',') => Gap::Comma,
            Some('\n') => Gap::Break,
            _ => Gap::Space,
        }));
        gaps.truncate(words.len());
        Stream::new(words.iter().map(|word| key(word.trim_end_matches([',', '\n']))).collect(), gaps)
    }

    fn found(text: &str) -> Vec<(usize, usize, usize)> {
        runs(&stream(text), 8).iter().map(|run| (run.start, run.period, run.copies)).collect()
    }

    #[test]
    fn blocks_are_found_with_the_shortest_period() {
        assert_eq!(found("he read the the book"), [(2, 1, 2)]);
        assert_eq!(found("a a a a"), [(0, 1, 4)]);
        assert_eq!(found("x of the plan of the plan y"), [(1, 3, 2)]);
        assert_eq!(found("a b a b a c"), [(0, 2, 2)]);
        assert!(found("a b c d").is_empty());
        assert!(found("").is_empty());
    }

    #[test]
    fn what_stands_between_counts() {
        assert!(found("a, b a b c").is_empty());
        assert_eq!(found("a b, a b"), [(0, 2, 2)]);
        assert!(found("a\n a").is_empty());
    }

    proptest! {
        #[test]
        fn a_run_is_a_repetition(words in prop::collection::vec("[ab][,\n]?", 0..40)) {
            let stream = stream(&words.join(" "));
            for run in runs(&stream, 8) {
                prop_assert!(run.end() <= stream.len() && run.copies >= 2);
                for at in run.start..run.end() - run.period {
                    prop_assert_eq!(stream.keys[at], stream.keys[at + run.period]);
                }
                prop_assert!(!stream.gaps[run.start + 1..run.end()].contains(&Gap::Break));
            }
        }

        #[test]
        fn every_repetition_is_in_a_run(words in prop::collection::vec("[abc]", 0..30)) {
            let stream = stream(&words.join(" "));
            let runs = runs(&stream, 8);
            for period in 1..=8 {
                for start in 0..stream.len().saturating_sub(2 * period - 1) {
                    let copy = start + period..start + 2 * period;
                    if stream.keys[start..start + period] == stream.keys[copy.clone()] {
                        prop_assert!(runs.iter().any(|run| run.start < copy.end && run.end() > start));
                    }
                }
            }
        }
    }
}
