//! The quotations of a field, and the words of them as they are compared.

use crate::checks::program::Scope;
use crate::rules::quotes::QuoteConflict;
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::keys::key;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A word of a quotation.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Where, in the view of its field.
    pub span: Span,
    /// The number of its stem.
    pub stem: u32,
    /// The number of its folded letters.
    pub form: u32,
    /// Whether it is no function word.
    pub content: bool,
}

/// Text between quotation marks.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// Index of the field.
    pub field: usize,
    /// Its words.
    pub words: Range<usize>,
}

/// The quotations of a document that are long enough to be compared, in order.
#[derive(Debug, Default)]
pub struct Quotations {
    /// All of them.
    pub all: Vec<Quotation>,
    words: Vec<Word>,
    /// In how many quotations each stem stands is counted by its number.
    pub stems: usize,
}

impl Quotations {
    /// The words of a quotation.
    pub fn words(&self, quotation: &Quotation) -> &[Word] {
        &self.words[quotation.words.clone()]
    }

    /// Reads the quotations of a document.
    pub fn of(scope: &Scope<'_>, rule: &QuoteConflict) -> Self {
        let mut quotations = Quotations::default();
        // What is known of each word, by its key: its number, that of its stem, whether it is no function word. Stems are told
        // by their keys, too.
        let mut known: FxHashMap<u32, (u32, u32, bool)> = FxHashMap::default();
        let mut stems: FxHashMap<u32, u32> = FxHashMap::default();
        for (field, analysis) in scope.fields.iter().enumerate() {
            if !analysis.view.text().contains('"') {
                continue;
            }
            known.reserve(analysis.tokens.len() / 16);
            quotations.words.reserve(analysis.tokens.len() / 8);
            for span in analysis.paragraphs().flat_map(|paragraph| spans(analysis.view.text(), paragraph)) {
                let length = analysis.text(span).chars().take(rule.max_length as usize + 1).count();
                if !(rule.min_length as usize..=rule.max_length as usize).contains(&length) {
                    continue;
                }
                let from = quotations.words.len();
                let tokens = analysis.token_at(span.start())..analysis.token_at(span.end());
                if tokens.len() < rule.min_words as usize {
                    continue;
                }
                for (token, word) in analysis.tokens[tokens.clone()].iter().zip(&analysis.keys()[tokens]) {
                    let next = known.len() as u32;
                    let (form, stem, content) = *known.entry(*word).or_insert_with(|| {
                        let folded = analysis.folded(token.span);
                        let stem = stem(folded, &rule.suffixes, rule.stem_length as usize);
                        let number = stems.len() as u32;
                        let function = analysis.language().is_some_and(|language| language.is_function_word(folded));
                        (next, *stems.entry(key(stem)).or_insert(number), !function)
                    });
                    quotations.words.push(Word { span: token.span, stem, form, content });
                }
                quotations.all.push(Quotation { field, words: from..quotations.words.len() });
            }
        }
        quotations.stems = stems.len();
        quotations
    }
}

/// Letters of a word that an ending leaves, at least.
const LEAST_STEM: usize = 4;

/// What of a word is compared: without its ending, its first letters.
fn stem<'w>(word: &'w str, suffixes: &[Str], length: usize) -> &'w str {
    // Most endings have another last letter.
    let last = |text: &str| text.as_bytes().last().copied();
    let left = |suffix: &&Str| {
        last(suffix) == last(word)
            && word.strip_suffix(&***suffix).is_some_and(|stem| stem.chars().nth(LEAST_STEM - 1).is_some())
    };
    let stem = suffixes.iter().find(left).and_then(|suffix| word.strip_suffix(&**suffix)).unwrap_or(word);
    stem.char_indices().nth(length).map_or(stem, |(end, _)| &stem[..end])
}

/// The text between quotation marks in a paragraph. In the view an opening mark looks as a closing one; what stands
/// beside it tells them apart, so that one mark without its partner does not turn the rest inside out.
pub fn spans(view: &str, paragraph: Span) -> Vec<Span> {
    let text = &view[paragraph.range()];
    let mut spans = Vec::new();
    let mut open: Option<usize> = None;
    for at in memchr::memchr_iter(b'"', text.as_bytes()) {
        let before = text[..at].chars().next_back();
        let after = text[at + 1..].chars().next();
        let spaced = |side: Option<char>| side.is_none_or(char::is_whitespace);
        let opens = (spaced(before) || before.is_some_and(|c| matches!(c, '(' | '[' | '—' | '–' | '-' | '/' | ':')))
            && !spaced(after)
            && !after.is_some_and(|c| matches!(c, '.' | ',' | ';' | '!' | '?' | ')' | ']'));
        match open {
            Some(start) if !(opens && spaced(before)) => {
                spans.push(Span::new(paragraph.start() + start, paragraph.start() + at));
                open = None;
            }
            // French sets marks with a space on either side.
            _ if opens || spaced(before) && spaced(after) => open = Some(at + 1),
            _ => {}
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quoted(text: &str) -> Vec<&str> {
        spans(text, Span::new(0, text.len())).iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn a_missing_mark_does_not_turn_the_rest_inside_out() {
        assert_eq!(quoted("\"One,\" she said. \"Two.\" (\"Three\")"), ["One,", "Two.", "Three"]);
        assert_eq!(quoted("He said \"one and left. Then she said \"two\" to us."), ["two"]);
        assert_eq!(quoted("Il dit : \" un \" et \" deux \"."), [" un ", " deux "]);
        assert_eq!(quoted("one\" and \"two\" and 6\" pipes"), ["two"]);
    }

    #[test]
    fn stems_are_what_endings_leave() {
        let suffixes: Vec<Str> = ["ity", "ely", "s"].map(Str::Static).to_vec();
        assert_eq!(stem("sincerity", &suffixes, 6), stem("sincerely", &suffixes, 6));
        assert_eq!(stem("friends", &suffixes, 6), "friend");
        assert_eq!(stem("city", &suffixes, 6), "city");
    }

    proptest! {
        #[test]
        fn quotations_are_in_order_and_hold_no_mark(text in "[\" a(é.]{0,60}") {
            let mut before = 0;
            for span in spans(&text, Span::new(0, text.len())) {
                prop_assert!(span.start() >= before && !text[span.range()].contains('"'));
                before = span.end();
            }
        }
    }
}
