//! Word classes, looked up at the tokens of a text.

use crate::rules::RuleSet;
use crate::rules::model::{Class, ClassRef, ClassWord};
use crate::rules::normal::{fold, fold_char};
use crate::source::Span;
use crate::text::keys::{KeyFilter, key};
use crate::text::{Analysis, Shape, is_boundary, tokens};
use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};

/// All classes, each indexed when it is first asked for.
pub struct ClassIndex {
    rules: Arc<RuleSet>,
    classes: Vec<OnceLock<Words>>,
}

/// The words of one class, by their first token.
#[derive(Debug)]
struct Words {
    /// Equal keys together, with the longest word first.
    by_key: Vec<Entry>,
    filter: KeyFilter,
    /// Tokens of the longest word.
    longest: usize,
}

#[derive(Debug)]
struct Entry {
    /// The key of the first token of the word.
    key: u32,
    /// Where the word stands in its class.
    number: u32,
    /// Whether it stands in a text in the letter case that it has.
    exact: bool,
}

impl ClassIndex {
    /// An index of the classes of these rules.
    pub fn new(rules: &Arc<RuleSet>) -> Self {
        ClassIndex { rules: rules.clone(), classes: rules.classes.iter().map(|_| OnceLock::new()).collect() }
    }

    /// A class with its index; `None` if there is none of this number.
    fn of(&self, class: &ClassRef) -> Option<(&Class, &Words)> {
        let number = class.class as usize;
        let of = self.rules.classes.get(number)?;
        Some((of, self.classes.get(number)?.get_or_init(|| Words::new(of))))
    }

    /// Whether a word of a class may start at one of the tokens in a span; `false` is certain.
    pub fn may_be_in(&self, analysis: &Analysis<'_>, span: Span, class: &ClassRef) -> bool {
        self.tokens_in(analysis, span, class).next().is_some()
    }

    /// The tokens in a span at which a word of a class may start; at others none does.
    pub fn tokens_in(&self, analysis: &Analysis<'_>, span: Span, class: &ClassRef) -> impl Iterator<Item = usize> {
        let words = self.of(class).map(|(_, words)| words);
        let tokens = analysis.token_at(span.start())..analysis.token_at(span.end());
        tokens.filter(move |token| words.is_some_and(|words| words.filter.may_hold_stem(analysis, *token)))
    }

    /// The tokens of a text at which a word of a class may start; at others none does.
    pub fn tokens_that_may_start(&self, analysis: &Analysis<'_>, class: &ClassRef) -> Vec<usize> {
        self.of(class).map_or_else(Vec::new, |(_, words)| words.filter.stems_in(analysis))
    }

    /// The spans of words of a class that start at the token with this index, the longest first.
    pub fn at<'i>(
        &'i self,
        analysis: &'i Analysis<'_>,
        token: usize,
        class: &'i ClassRef,
    ) -> impl Iterator<Item = Span> + 'i {
        let there = analysis.tokens.get(token).zip(self.of(class));
        let found = there.map(|(of_token, (declared, words))| {
            let start = of_token.span.start();
            words.starting_with(analysis, token).iter().filter_map(move |entry| {
                let word = &declared.words[entry.number as usize];
                let wanted = class.tag.as_ref().is_none_or(|tag| *tag == word.tag);
                let here = wanted && word.is_at(analysis, start, entry.exact);
                here.then(|| Span::new(start, start + word.text.len()))
            })
        });
        found.into_iter().flatten()
    }

    /// The span of a word of the class that ends at an offset, within `sentence`.
    pub fn before(&self, analysis: &Analysis<'_>, end: usize, class: &ClassRef, sentence: Span) -> Option<Span> {
        let last = analysis.token_at(end.saturating_sub(1));
        let longest = self.of(class).map_or(0, |(_, words)| words.longest);
        let from = (last + 1).saturating_sub(longest);
        (from..=last)
            .filter(|&token| analysis.tokens.get(token).is_some_and(|t| t.span.start >= sentence.start))
            .find_map(|token| self.at(analysis, token, class).find(|span| span.end() == end))
    }
}

impl Words {
    fn new(class: &Class) -> Self {
        let mut words = Words { by_key: Vec::new(), filter: KeyFilter::for_words(class.words.len()), longest: 0 };
        for (number, word) in class.words.iter().enumerate() {
            let parts = tokens(&word.text);
            let Some(first) = parts.first().filter(|first| first.span.start == 0) else { continue };
            let key = key(&fold(&word.text[first.span.range()]));
            words.filter.add(key);
            let exact = word.text.chars().any(|c| fold_char(c) != c);
            words.by_key.push(Entry { key, number: number as u32, exact });
            words.longest = words.longest.max(parts.len());
        }
        let length = |entry: &Entry| class.words[entry.number as usize].text.len();
        words.by_key.sort_by_key(|entry| (entry.key, Reverse(length(entry))));
        words
    }

    /// The words that may start with a token, or with it without a possessive or other apostrophe part.
    fn starting_with(&self, analysis: &Analysis<'_>, token: usize) -> &[Entry] {
        let whole = self.with_key(analysis.keys()[token]);
        let of = analysis.tokens[token];
        if !whole.is_empty() || of.shape != Shape::Other {
            return whole;
        }
        analysis.folded(of.span).split_once('\'').map_or(whole, |(stem, _)| self.with_key(key(stem)))
    }

    fn with_key(&self, wanted: u32) -> &[Entry] {
        if !self.filter.may_hold(wanted) {
            return &[];
        }
        let start = self.by_key.partition_point(|entry| entry.key < wanted);
        let length = self.by_key[start..].iter().take_while(|entry| entry.key == wanted).count();
        &self.by_key[start..start + length]
    }
}

impl ClassWord {
    /// Whether the view has the word at an offset, up to a boundary; `exact`: in the letter case it has.
    fn is_at(&self, analysis: &Analysis<'_>, start: usize, exact: bool) -> bool {
        let view = if exact { analysis.view.text() } else { analysis.view.folded() };
        view[start..].starts_with(&*self.text) && is_boundary(analysis.view.text(), start + self.text.len())
    }
}
