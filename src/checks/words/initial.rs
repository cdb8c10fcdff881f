//! Misspelt words that begin a sentence: their capital hides them among names.

use super::misspelling::Misspeller;
use super::spot::{Unknown, capitalised, touches};
use crate::checks::program::Scope;
use crate::lexicon::{Dictionary, Lexicon};
use crate::rules::string::Str;
use crate::text::Shape;
use crate::text::keys::KeyFilter;
use rustc_hash::FxHashMap;

/// The first words of sentences that no list knows, with or without their capital, and that the document has once, each
/// before a word in lower case: a name is often followed by another one, and comes back.
pub(super) fn collect(scope: &Scope<'_>, lexicon: &Lexicon<'_>, dictionary: &Dictionary, lang: &str) -> Vec<Unknown> {
    let mut initial = Vec::new();
    for (field, analysis) in scope.fields.iter().enumerate() {
        for &token in analysis.not_lower() {
            let here = analysis.tokens[token];
            let may_begin = here.shape == Shape::Capitalised
                && !token.checked_sub(1).is_some_and(|before| touches(analysis, before));
            if !may_begin {
                continue;
            }
            let (word, folded) = (analysis.text(here.span), analysis.folded(here.span));
            let next = analysis.tokens.get(token + 1).filter(|_| touches(analysis, token));
            let start = here.span.start();
            if next.is_some_and(|next| next.shape == Shape::Lower)
                && !lexicon.everyday().has(analysis.keys()[token])
                && !lexicon.is_quickly_known(folded)
                && analysis.sentence(start).start() == start
                && lexicon.level(folded).is_none()
                && !lexicon.knows(word)
                && !analysis.title().is_some_and(|title| title.contains(here.span))
                && !dictionary.knows(word)
                && !dictionary.knows(folded)
                && !dictionary.spells(lang, word)
            {
                initial.push(Unknown { field, token, count: 0, claimed: false, name: false });
            }
        }
    }
    if initial.is_empty() {
        return initial;
    }
    let folded: Vec<&str> = initial.iter().map(|one| scope.fields[one.field].folded(one.span(scope))).collect();
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for word in capitalised(scope, &KeyFilter::of(&folded)) {
        *counts.entry(word).or_default() += 1;
    }
    initial.retain(|one| counts.get(scope.fields[one.field].folded(one.span(scope))) == Some(&1));
    initial
}

/// The everyday words that the word may be a misspelling of, with their capital; none if it may be a name.
pub(super) fn repairs(misspeller: &Misspeller<'_>, folded: &str) -> Vec<Str> {
    let capitalised = |repair: Str| {
        let mut letters = repair.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>().into()
    };
    misspeller.everyday(folded).into_iter().map(capitalised).collect()
}
