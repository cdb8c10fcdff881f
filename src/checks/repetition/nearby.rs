//! Where the same four words stood before, a little earlier: echoes, and stretches that go round in circles.

use super::stream::{Gap, Stream, hash};
use std::ops::Range;

/// How many words are compared at once.
pub(super) const GRAM: usize = 4;
/// The farthest that is looked back, in words.
pub(super) const FARTHEST: usize = 200;
/// Places of a table that holds where each group of four words was last seen, at least and at most; powers of two. A group
/// that lost its place to another is one that is not found again: seldom, because no group is looked for that is far away.
const TABLE: Range<usize> = 1 << 8..1 << 14;
/// Places for each word.
const PLACES_A_WORD: usize = 64;
/// Words that stand for others in a statement that is made like another one, at most.
const MOST_EXCHANGED: usize = 2;
/// A stretch goes in circles if one in so many of the groups that come again comes at least a third time.
const THRICE: usize = 3;
/// There is no earlier place.
const NEVER: u32 = 0;

/// For each word that ends a group of four: how many words earlier the same group ended; 0 if not within reach.
pub(super) struct Nearby {
    distances: Vec<u32>,
    /// The words of which it is not 0.
    again: Vec<usize>,
}

impl Nearby {
    pub(super) fn of(stream: &Stream, reach: usize) -> Self {
        let reach = reach.min(FARTHEST);
        let mut distances = vec![NEVER; stream.len()];
        let places = (stream.len() * PLACES_A_WORD).next_power_of_two().clamp(TABLE.start, TABLE.end);
        let mut table = vec![0_u16; places];
        let (mut words_since_break, mut again) = (0, Vec::new());
        for (at, (gap, back)) in stream.gaps.iter().zip(&mut distances).enumerate() {
            words_since_break = if *gap == Gap::Break { 1 } else { words_since_break + 1 };
            if words_since_break < GRAM {
                continue;
            }
            let group = |end: usize| &stream.keys[end + 1 - GRAM..end + 1];
            let place = &mut table[(hash(group(at)) >> 40) as usize & (places - 1)];
            // Of a number its lower half is kept, which tells how far away it is; what is farther is not the same group.
            let distance = (at as u16).wrapping_sub(std::mem::replace(place, at as u16)) as usize;
            if (1..=reach).contains(&distance) && at + 1 - GRAM >= distance && group(at - distance) == group(at) {
                *back = distance as u32;
                again.push(at);
            }
        }
        Nearby { distances, again }
    }

    /// Whether a stretch says of one thing what was said of another just before, on purpose: one word or two stand for others
    /// between groups that are as far from their first place ("… if the mother …, … if the father …"), or a label
    /// follows where another one did ("in group B …, in group C …").
    pub(super) fn is_parallel(&self, stretch: Range<usize>, keys: &[u32], is_label: impl Fn(usize) -> bool) -> bool {
        let again = self.again_in(stretch.start + GRAM - 1..stretch.end);
        // What comes a third time is on no purpose.
        let thrice = again.iter().filter(|at| self.distances[**at - self.distances[**at] as usize] > 0).count();
        if thrice * THRICE >= again.len() {
            return false;
        }
        self.runs(again).any(|run| {
            let end = run[run.len() - 1];
            let (distance, behind) = (self.distances[end] as usize, end + 1);
            let group = |start: usize| keys.get(start..start + GRAM);
            let same = |start: usize| start + GRAM <= stretch.end && group(start) == group(start - distance);
            behind < stretch.end
                && ((1..=MOST_EXCHANGED).any(|words| same(behind + words))
                    || is_label(behind) && is_label(behind - distance))
        })
    }

    /// The words in a range that end a group which stood there before.
    fn again_in(&self, ends: Range<usize>) -> &[usize] {
        let [first, last] = [ends.start, ends.end].map(|end| self.again.partition_point(|at| *at < end));
        self.again.get(first..last).unwrap_or_default()
    }

    /// Those that follow each other and are as far from where they stood before, together.
    fn runs<'n>(&'n self, again: &'n [usize]) -> impl Iterator<Item = &'n [usize]> {
        again.chunk_by(|before, at| before + 1 == *at && self.distances[*before] == self.distances[*at])
    }

    /// Spans that stand there again: the words of the second, and how many words earlier the first began. The two do
    /// not overlap.
    pub(super) fn echoes(&self, least: usize) -> Vec<(Range<usize>, usize)> {
        let spans = self.runs(&self.again).map(|run| {
            let (start, distance) = (run[0] + 1 - GRAM, self.distances[run[0]] as usize);
            (start..start + (run.len() + GRAM - 1).min(distance), distance)
        });
        spans.filter(|(words, _)| words.len() >= least).collect()
    }

    /// Whether there may be such stretches as [`Nearby::circles`] finds; `false` is certain.
    pub(super) fn may_hold_circles(&self, least: usize, new_percent: usize) -> bool {
        self.again.len() * 100 >= least_again(least.max(2 * GRAM), new_percent)
    }

    /// Stretches of `window` words (or shorter paragraphs of at least `least`) of whose groups of four words at most
    /// `new_percent` are new, joined where they overlap.
    pub(super) fn circles(
        &self,
        paragraph: Range<usize>,
        least: usize,
        window: usize,
        new_percent: usize,
    ) -> Vec<Range<usize>> {
        let least = least.max(2 * GRAM);
        let window = window.clamp(least, FARTHEST);
        let mut found: Vec<Range<usize>> = Vec::new();
        if paragraph.len() < least {
            return found;
        }
        let grams = paragraph.start + GRAM - 1..paragraph.end;
        // A group is new in a window if its last occurrence stands before the window.
        let old = |at: usize| self.distances[at] as usize;
        if self.again_in(grams.clone()).len() * 100 < least_again(least, new_percent) {
            return found;
        }
        let mut next = vec![usize::MAX; paragraph.len()];
        let (mut from, mut repeated) = (grams.start, 0);
        for at in grams.clone() {
            if old(at) > 0 && at - old(at) >= from {
                repeated += 1;
            }
            if old(at) > 0 && at - old(at) >= paragraph.start {
                next[at - old(at) - paragraph.start] = at;
            }
            if at + 1 - from > window - GRAM + 1 {
                if next[from - paragraph.start] <= at {
                    repeated -= 1;
                }
                from += 1;
            }
            let count = at + 1 - from;
            let full = count == window - GRAM + 1 || at + 1 == grams.end && count + GRAM > least;
            if full && (count - repeated) * 100 <= new_percent * count {
                // It ends with the last group that is not new.
                let last = (from..=at).rev().find(|&at| old(at) > 0).unwrap_or(at);
                let stretch = from + 1 - GRAM..last + 1;
                match found.last_mut() {
                    Some(before) if before.end >= stretch.start => before.end = stretch.end.max(before.end),
                    _ => found.push(stretch),
                }
            }
        }
        found
    }
}

/// A hundred times the fewest groups of a stretch that are not new.
fn least_again(least: usize, new_percent: usize) -> usize {
    (100 - new_percent.min(100)) * (least - GRAM + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::keys::key;
    use proptest::prelude::*;

    fn stream(words: &[impl AsRef<str>]) -> Stream {
        let gaps = words.iter().enumerate().map(|(at, _)| if at == 0 { Gap::Break } else { Gap::Space }).collect();
        Stream::new(words.iter().map(|word| key(word.as_ref())).collect(), gaps)
    }

    #[test]
    fn a_span_that_comes_back_is_an_echo() {
        let words: Vec<&str> = "a b c d e x y a b c d e z".split(' ').collect();
        let nearby = Nearby::of(&stream(&words), 60);
        assert_eq!(nearby.echoes(5), [(7..12, 7)]);
        assert!(nearby.echoes(6).is_empty());
        assert!(Nearby::of(&stream(&words), 6).echoes(4).is_empty());
    }

    #[test]
    fn a_circle_has_few_new_groups() {
        let words: Vec<&str> = "a b c d a b d c a b c d b a b c d a b d c a b c d a".split(' ').collect();
        let nearby = Nearby::of(&stream(&words), 60);
        assert_eq!(nearby.circles(0..words.len(), 24, 60, 65), vec![0..words.len()]);
        let plain: Vec<String> = (0..40).map(|number| number.to_string()).collect();
        let nearby = Nearby::of(&stream(&plain), 60);
        assert!(nearby.circles(0..40, 24, 60, 65).is_empty());
    }

    #[test]
    fn a_statement_that_is_made_like_another_one_is_no_circle() {
        let is_parallel = |text: &str| {
            let words: Vec<&str> = text.split(' ').collect();
            let stream = stream(&words);
            let is_label = |word: usize| words[word].parse::<u8>().is_ok();
            Nearby::of(&stream, 60).is_parallel(0..words.len(), &stream.keys, is_label)
        };
        assert!(is_parallel("a b c d e f g h x a b c d i f g h x"));
        assert!(is_parallel("a b c d 1 e f g x a b c d 2 i k l m"));
        // Nothing is exchanged, or it comes a third time.
        assert!(!is_parallel("a b c d e f g h x a b c d e f g h x"));
        assert!(!is_parallel("a b c d e f g h x a b c d i f g h x a b c d k f g h x a b c d l f g h x"));
        assert!(!is_parallel("a b c d 1 e f g x a b c d o i k l m") && !is_parallel("a b"));
    }

    proptest! {
        #[test]
        fn circles_and_echoes_lie_in_the_text(words in prop::collection::vec("[ab]", 0..120), window in 0_usize..80) {
            let nearby = Nearby::of(&stream(&words), 60);
            for (span, distance) in nearby.echoes(4) {
                prop_assert!(span.end <= words.len() && distance <= span.start && span.len() <= distance);
                prop_assert_eq!(&words[span.clone()], &words[span.start - distance..span.end - distance]);
            }
            for circle in nearby.circles(0..words.len(), 24, window, 65) {
                prop_assert!(circle.end <= words.len() && circle.len() >= 8);
                nearby.is_parallel(circle, &stream(&words).keys, |_| true);
            }
        }
    }
}
