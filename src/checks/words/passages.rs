//! The passages of another language in a text, told by function words alone: no word list is needed.
//!
//! A passage is a stretch of one sentence without a function word that only the text's own language has, in which enough
//! function words of one other language stand.

use super::foreign::Languages;
use super::spot;
use crate::checks::Found;
use crate::checks::program::Scope;
use crate::rules::RuleIndex;
use crate::rules::language::Language;
use crate::rules::model::covers;
use crate::rules::string::Str;
use crate::rules::words::Untranslated;
use crate::source::Span;

use crate::text::{Analysis, Token, is_unspaced};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// One word in so many of a passage is a function word, at least.
const SHARE: usize = 4;
/// Words before the first function word that belong to the passage if the sentence begins with them.
const LONGEST_START: usize = 3;

/// The function words of all languages.
#[derive(Debug, Default)]
pub struct FunctionWords {
    words: FxHashMap<Str, Languages>,
    languages: Vec<(Str, String)>,
}

impl FunctionWords {
    /// Those of these languages; of more than 64, the first 64.
    pub fn new(languages: &[Language]) -> Self {
        let mut all = FunctionWords::default();
        for (bit, language) in languages.iter().take(64).enumerate() {
            all.languages.push((language.code.clone(), language.name.clone()));
            // Where words have no spaces between them, a sign is no word.
            for word in language.function_words.iter().filter(|word| !word.chars().any(is_unspaced)) {
                *all.words.entry(word.clone()).or_default() |= 1 << bit;
            }
        }
        all
    }

    fn of(&self, word: &str) -> Languages {
        self.words.get(word).copied().unwrap_or(0)
    }

    /// A language among these, by its tag.
    fn language(&self, tag: &str) -> Option<Languages> {
        self.languages.iter().position(|(code, _)| covers(code, tag)).map(|bit| 1 << bit)
    }
}

/// The passages of a document.
pub fn find(rule: RuleIndex, parameters: &Untranslated, words: &FunctionWords, scope: &Scope<'_>, found: &mut Found) {
    let Some(own) = scope.lang.and_then(|tag| words.language(tag)) else { return };
    let named = parameters.foreign.iter().map(|tag| &**tag).chain(scope.document.source_lang.as_deref());
    let looked_for = Looked {
        parameters,
        words,
        own,
        foreign: named.filter_map(|tag| words.language(tag)).fold(0, |all, one| all | one) & !own,
    };
    for (field, analysis) in scope.fields.iter().enumerate() {
        let mut start = 0;
        for at in 0..=analysis.tokens.len() {
            if at < analysis.tokens.len() && looked_for.goes_on(analysis, at) {
                continue;
            }
            if let Some((range, name)) = looked_for.passage(analysis, start..at) {
                let first = analysis.tokens[range.start].span.start();
                let span = Span::new(first, analysis.tokens[range.end - 1].span.end());
                if let Some(mut hit) = spot::hit(scope, rule, field, span) {
                    hit.groups.push(("language".into(), name.to_owned()));
                    found.hits.push(hit);
                }
            }
            // A word of the text's own language alone is no part of the stretch behind it.
            let own = analysis.tokens.get(at).is_some_and(|token| looked_for.is_own(analysis, *token));
            start = at + usize::from(own);
        }
    }
}

/// What a rule looks for in a text of one language.
struct Looked<'w> {
    parameters: &'w Untranslated,
    words: &'w FunctionWords,
    own: Languages,
    foreign: Languages,
}

impl<'w> Looked<'w> {
    /// Whether a word belongs to the stretch before it.
    fn goes_on(&self, analysis: &Analysis<'_>, at: usize) -> bool {
        let token = analysis.tokens[at];
        let before = at.checked_sub(1).map_or(0, |before| analysis.tokens[before].span.end());
        let gap = &analysis.view.text()[before..token.span.start()];
        matches!(gap, " " | ", " | "-" | "'") && !self.is_own(analysis, token)
    }

    /// Whether a word is a function word of the text's own language and of none that is looked for.
    fn is_own(&self, analysis: &Analysis<'_>, token: Token) -> bool {
        self.words.of(analysis.folded(token.span)) & (self.own | self.foreign) == self.own
    }

    /// The languages looked for of which a word of a stretch is a function word, and not of the text's own.
    fn bits(&self, analysis: &Analysis<'_>, at: usize, start: usize) -> Languages {
        let span = analysis.tokens[at].span;
        let word = analysis.folded(span);
        let bits = self.words.of(word);
        // A capital inside a sentence makes a name of it.
        let named = at != start && analysis.text(span).starts_with(char::is_uppercase);
        let allowed = || self.parameters.allowed.iter().any(|allowed| **allowed == *word);
        if named || bits & self.own != 0 || bits & self.foreign != 0 && allowed() { 0 } else { bits & self.foreign }
    }

    /// The words of a stretch that are of one other language, and its name.
    fn passage(&self, analysis: &Analysis<'_>, stretch: Range<usize>) -> Option<(Range<usize>, &'w str)> {
        if stretch.len() < self.parameters.min_words as usize {
            return None;
        }
        let bits: Vec<Languages> = stretch.clone().map(|at| self.bits(analysis, at, stretch.start)).collect();
        let count = |language: usize| bits.iter().filter(|bits| **bits & 1 << language != 0).count();
        let languages = (0..self.words.languages.len()).filter(|language| self.foreign & 1 << language != 0);
        let (language, count) = languages
            .map(|language| (language, count(language)))
            .max_by_key(|&(language, count)| (count, usize::MAX - language))?;
        if count < self.parameters.min_function_words as usize {
            return None;
        }
        let of_it = |at: &usize| bits[at - stretch.start] & 1 << language != 0;
        let mut range = stretch.clone().find(of_it)?..stretch.clone().rev().find(of_it)? + 1;
        // Function words stand before what they are about.
        range.end = (range.end + 1).min(stretch.end);
        let near = range.start - stretch.start <= LONGEST_START
            && (stretch.start..range.start).all(|at| spot::touches(analysis, at));
        if near && begins(analysis, stretch.start) {
            range.start = stretch.start;
        }
        let capital = |at: &usize| analysis.text(analysis.tokens[*at].span).starts_with(char::is_uppercase);
        let capitals = range.clone().filter(capital).count();
        let dense = range.len() <= count * SHARE && capitals * 2 <= range.len();
        let different: FxHashSet<&str> =
            range.clone().filter(of_it).map(|at| analysis.folded(analysis.tokens[at].span)).collect();
        let long = range.len() >= self.parameters.min_words as usize;
        (dense && long && different.len() > 1).then(|| (range, self.words.languages[language].1.as_str()))
    }
}

/// Whether a word begins a sentence, but for marks before it.
fn begins(analysis: &Analysis<'_>, at: usize) -> bool {
    let start = analysis.tokens[at].span.start();
    let sentence = analysis.sentence(start);
    !analysis.view.text()[sentence.start().min(start)..start].contains(char::is_alphanumeric)
}
