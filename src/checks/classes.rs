//! Word classes, looked up at the tokens of a text.

use crate::rules::model::{Class, ClassRef};
use crate::rules::normal::fold;
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::keys::{KeyFilter, key};
use crate::text::{Analysis, is_boundary, tokens};
use rustc_hash::FxHashMap;

/// All classes, by the first token of their words.
#[derive(Debug, Default)]
pub struct ClassIndex {
    /// Entries in order of falling length, by first token.
    entries: FxHashMap<Box<str>, Vec<Entry>>,
    /// Tokens of the longest word of each class.
    longest: Vec<u32>,
    /// The keys of the first tokens of each class.
    keys: Vec<KeyFilter>,
}

#[derive(Debug)]
struct Entry {
    class: u32,
    tag: Str,
    folded: Box<str>,
    /// The word as written, if it has capitals and so matches exactly.
    exact: Option<Str>,
}

impl ClassIndex {
    /// Indexes classes by their position in the slice.
    pub fn new(classes: &[Class]) -> Self {
        let mut index = ClassIndex {
            longest: vec![0; classes.len()],
            keys: classes.iter().map(|class| KeyFilter::for_words(class.words.len())).collect(),
            ..ClassIndex::default()
        };
        for (class, of) in classes.iter().enumerate() {
            for word in &of.words {
                let folded = fold(&word.text);
                let parts = tokens(&folded);
                let Some(first) = parts.first().filter(|first| first.span.start == 0) else { continue };
                let first_word = &folded[first.span.range()];
                index.keys[class].add(key(first_word));
                let first_word = first_word.into();
                index.longest[class] = index.longest[class].max(parts.len() as u32);
                let exact = word.text.chars().any(char::is_uppercase).then(|| word.text.clone());
                let entry = Entry { class: class as u32, tag: word.tag.clone(), folded: folded.into(), exact };
                index.entries.entry(first_word).or_default().push(entry);
            }
        }
        for entries in index.entries.values_mut() {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.folded.len()));
        }
        index
    }

    /// Whether a word of a class may start at one of the tokens in a span; `false` is certain.
    pub fn may_be_in(&self, analysis: &Analysis<'_>, span: Span, class: &ClassRef) -> bool {
        let Some(filter) = self.keys.get(class.class as usize) else { return false };
        let mut tokens = analysis.token_at(span.start())..analysis.token_at(span.end());
        tokens.any(|token| filter.may_hold_stem(analysis, token))
    }

    /// The spans of words of a class that start at the token with this index, the longest first.
    pub fn at<'i>(
        &'i self,
        analysis: &'i Analysis<'_>,
        token: usize,
        class: &'i ClassRef,
    ) -> impl Iterator<Item = Span> + 'i {
        let token = analysis.tokens.get(token);
        let entries = token.and_then(|token| self.first(analysis.folded(token.span)));
        let start = token.map_or(0, |token| token.span.start());
        entries.into_iter().flatten().filter_map(move |entry| {
            let wanted = entry.class == class.class && class.tag.as_ref().is_none_or(|tag| *tag == entry.tag);
            let end = start + entry.folded.len();
            let here = wanted
                && analysis.view.folded()[start..].starts_with(&*entry.folded)
                && entry.exact.as_ref().is_none_or(|exact| analysis.view.text()[start..].starts_with(&**exact))
                && is_boundary(analysis.view.text(), end);
            here.then(|| Span::new(start, end))
        })
    }

    /// The entries whose first token is this one, or this one without a possessive or other apostrophe part.
    fn first(&self, token: &str) -> Option<&Vec<Entry>> {
        self.entries.get(token).or_else(|| self.entries.get(token.split_once('\'')?.0))
    }

    /// The span of a word of the class that ends at an offset, within `sentence`.
    pub fn before(&self, analysis: &Analysis<'_>, end: usize, class: &ClassRef, sentence: Span) -> Option<Span> {
        let last = analysis.token_at(end.saturating_sub(1));
        let longest = self.longest.get(class.class as usize).copied().unwrap_or(0) as usize;
        let from = (last + 1).saturating_sub(longest);
        (from..=last)
            .filter(|&token| analysis.tokens.get(token).is_some_and(|t| t.span.start >= sentence.start))
            .find_map(|token| self.at(analysis, token, class).find(|span| span.end() == end))
    }
}
