//! Letters inside a word that are written several times over: "subsubsub", "tototodo".

use std::ops::Range;

/// Most letters of a chunk.
const LONGEST_CHUNK: usize = 12;
/// Longest word looked at, in bytes; a longer one is no word.
const LONGEST_WORD: usize = 256;

/// The chunk that stands at least `times` times in a row in the word, as the range of all its copies and the range of
/// the first. It has two different letters at least.
pub(super) fn chunk(word: &str, times: usize, least: usize) -> Option<(Range<usize>, Range<usize>)> {
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
