//! Local alignment of two quotations word by word, and the stretches in which they differ.

use super::words::Word;
use std::ops::Range;

/// What a content word, a function word that is the same adds; what a change or a missing word takes.
const CONTENT: i32 = 2;
const FUNCTION: i32 = 1;
const DIFFERENCE: i32 = 1;

/// The words that two quotations share, in one order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// Pairs of indexes of words with the same stem, rising on both sides.
    pub pairs: Vec<(usize, usize)>,
    /// How many of them are no function words.
    pub content: usize,
}

/// The best local alignment. Time and memory grow with the product of the lengths, which rules bound.
pub fn align(a: &[Word], b: &[Word], scores: &mut Vec<i32>) -> Alignment {
    let width = b.len() + 1;
    scores.clear();
    scores.resize((a.len() + 1) * width, 0);
    let score = |one: &Word, other: &Word| match (one.stem == other.stem, one.content) {
        (true, true) => CONTENT,
        (true, false) => FUNCTION,
        _ => -DIFFERENCE,
    };
    let (mut best, mut end) = (0, (0, 0));
    for (i, one) in a.iter().enumerate() {
        for (j, other) in b.iter().enumerate() {
            let gap = scores[i * width + j + 1].max(scores[(i + 1) * width + j]) - DIFFERENCE;
            let here = (scores[i * width + j] + score(one, other)).max(gap).max(0);
            scores[(i + 1) * width + j + 1] = here;
            // Of two ends that are as good, the later one says more.
            if here > 0 && here >= best {
                (best, end) = (here, (i + 1, j + 1));
            }
        }
    }
    let mut found = Alignment::default();
    let (mut i, mut j) = end;
    while i > 0 && j > 0 && scores[i * width + j] > 0 {
        let here = scores[i * width + j];
        let (one, other) = (&a[i - 1], &b[j - 1]);
        if here == scores[(i - 1) * width + j - 1] + score(one, other) {
            (i, j) = (i - 1, j - 1);
            if one.stem == other.stem {
                found.pairs.push((i, j));
                found.content += usize::from(one.content);
            }
        } else if here == scores[(i - 1) * width + j] - DIFFERENCE {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    found.pairs.reverse();
    found
}

/// Words of the one quotation that stand for words of the other; neither side is empty.
pub type Stretch = (Range<usize>, Range<usize>);

/// Where two quotations differ between the first and the last word that they share. A word that only one has is
/// shown with the word before it.
pub fn differences(a: &[Word], b: &[Word], pairs: &[(usize, usize)]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut add = |one: Range<usize>, other: Range<usize>| {
        if one.is_empty() && other.is_empty() {
            return;
        }
        match found.last_mut() {
            Some(last) if last.0.end == one.start && last.1.end == other.start => {
                (last.0.end, last.1.end) = (one.end, other.end);
            }
            _ => found.push((one, other)),
        }
    };
    let mut before: Option<(usize, usize)> = None;
    for &(i, j) in pairs {
        if let Some((last_i, last_j)) = before {
            add(last_i + 1..i, last_j + 1..j);
        }
        if a[i].form != b[j].form {
            add(i..i + 1, j..j + 1);
        }
        before = Some((i, j));
    }
    for (one, other) in &mut found {
        if one.start == one.end || other.start == other.end {
            (one.start, other.start) = (one.start.saturating_sub(1), other.start.saturating_sub(1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;
    use proptest::prelude::*;

    /// Words of one letter: its lower case is the stem; `o` and `t` are function words.
    fn words(text: &str) -> Vec<Word> {
        let word = |(at, c): (usize, char)| Word {
            span: Span::new(at, at + 1),
            stem: c.to_ascii_lowercase() as u32,
            form: c as u32,
            content: !"ot".contains(c.to_ascii_lowercase()),
        };
        text.chars().enumerate().map(word).collect()
    }

    fn differ(a: &str, b: &str) -> Vec<(String, String)> {
        let (one, other) = (words(a), words(b));
        let alignment = align(&one, &other, &mut Vec::new());
        let stretches = differences(&one, &other, &alignment.pairs);
        stretches.into_iter().map(|(i, j)| (a[i].to_owned(), b[j].to_owned())).collect()
    }

    fn pair(a: &str, b: &str) -> (String, String) {
        (a.to_owned(), b.to_owned())
    }

    #[test]
    fn stretches_that_differ_are_found_between_shared_words() {
        assert_eq!(differ("xxabcdef", "yyabcdefz"), []);
        assert_eq!(differ("abcdef", "abCdef"), [pair("c", "C")]);
        assert_eq!(differ("abcdef", "abcxyDef"), [pair("d", "xyD")]);
        assert_eq!(differ("abcdef", "abcxdef"), [pair("c", "cx")]);
        assert_eq!(differ("abcqdef", "abcxdeF"), [pair("q", "x"), pair("f", "F")]);
    }

    proptest! {
        #[test]
        fn pairs_rise_and_stretches_are_apart(a in "[a-eA-Eot]{0,24}", b in "[a-eA-Eot]{0,24}") {
            let (one, other) = (words(&a), words(&b));
            let found = align(&one, &other, &mut Vec::new());
            for pair in found.pairs.windows(2) {
                prop_assert!(pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1);
            }
            prop_assert!(found.content <= found.pairs.len());
            for (i, j) in differences(&one, &other, &found.pairs) {
                prop_assert!(!i.is_empty() && !j.is_empty() && i.end <= one.len() && j.end <= other.len());
            }
        }

        #[test]
        fn a_text_is_aligned_with_itself_and_does_not_differ(a in "[a-e]{1,24}") {
            let one = words(&a);
            let found = align(&one, &one, &mut Vec::new());
            prop_assert_eq!(found.pairs.len(), one.len());
            prop_assert!(differences(&one, &one, &found.pairs).is_empty());
        }
    }
}
