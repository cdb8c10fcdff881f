//! Whole sentences that a document holds twice.

use super::stream::{Stream, hash};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Words that sentences have on average, to guess how many there are.
const WORDS_OF_SENTENCE: usize = 16;

/// A stretch of words of a field, by their indexes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub field: usize,
    pub words: Range<usize>,
}

/// The sentences of at least `least` words that stood in the document before, each with its first place; sentences
/// in a row that stood there in a row are one.
pub(super) fn copies(streams: &[Stream], least: usize) -> Vec<(Stretch, Stretch)> {
    let words: usize = streams.iter().map(Stream::len).sum();
    let mut first: FxHashMap<u64, Stretch> = FxHashMap::default();
    first.reserve(words / WORDS_OF_SENTENCE);
    let mut found: Vec<(Stretch, Stretch)> = Vec::new();
    for (field, stream) in streams.iter().enumerate() {
        // Whether the sentence before was a copy, and how many short ones came since.
        let mut at = 0;
        let mut open = false;
        for end in stream.ends.iter().copied().chain([stream.len()]) {
            let words = at..end;
            at = end;
            let goes_on = |before: &(Stretch, Stretch), stream: &Stream| {
                let earlier = &streams[before.1.field];
                let next = before.1.words.end..before.1.words.end + words.len();
                next.end <= before.0.words.start.max(if before.1.field < field { usize::MAX } else { 0 })
                    && earlier.keys.get(next.clone()) == stream.keys.get(words.clone())
            };
            if open
                && let Some(last) = found.last_mut()
                && goes_on(last, stream)
            {
                last.0.words.end = words.end;
                last.1.words.end += words.len();
                continue;
            }
            open = false;
            if words.len() < least {
                continue;
            }
            let hash = hash(&stream.keys[words.clone()]);
            let here = Stretch { field, words: words.clone() };
            match first.get(&hash) {
                Some(earlier) if streams[earlier.field].keys[earlier.words.clone()] == stream.keys[words] => {
                    found.push((here, earlier.clone()));
                    open = true;
                }
                Some(_) => {}
                None => {
                    first.insert(hash, here);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::repetition::stream::Gap;
    use crate::text::keys::key;
    use proptest::prelude::*;

    fn stream(text: &str) -> Stream {
        let words: Vec<&str> = text.split(' ').collect();
        let mut gaps = vec![Gap::Break];
        gaps.extend(words.iter().map(|word| if word.ends_with('.') { Gap::Stop } else { Gap::Space }));
        gaps.truncate(words.len());
        Stream::new(words.iter().map(|word| key(word.trim_end_matches('.'))).collect(), gaps)
    }

    fn found(texts: &[&str]) -> Vec<(Range<usize>, Range<usize>)> {
        let streams: Vec<Stream> = texts.iter().map(|text| stream(text)).collect();
        copies(&streams, 3).into_iter().map(|(here, first)| (here.words, first.words)).collect()
    }

    #[test]
    fn a_sentence_that_stands_twice_is_found_with_its_first_place() {
        assert_eq!(found(&["a b c. d e f. a b c. g"]), [(6..9, 0..3)]);
        assert_eq!(found(&["a b c. d e f. x. a b c. d e f. y"]), [(7..13, 0..6)]);
        assert_eq!(found(&["a b c. a b c. a b c."]), [(3..6, 0..3), (6..9, 0..3)]);
        assert_eq!(found(&["a b c", "a b c. d"]), [(0..3, 0..3)]);
        assert!(found(&["a b. a b. a c."]).is_empty());
    }

    proptest! {
        #[test]
        fn a_copy_is_a_copy(words in prop::collection::vec("[ab]\\.?", 1..60)) {
            let streams = [stream(&words.join(" "))];
            for (here, first) in copies(&streams, 2) {
                prop_assert!(first.words.end <= here.words.start);
                prop_assert_eq!(&streams[0].keys[here.words], &streams[0].keys[first.words]);
            }
        }
    }
}
