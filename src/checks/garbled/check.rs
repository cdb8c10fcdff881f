//! The `garbled-word` rules over a document: every word that the word list does not know is examined.

use super::{Garbled, context::is_running_text};
use crate::checks::program::Scope;
use crate::checks::{Build, Check, Found, Hit};
use crate::lexicon::{Dictionary, Lexicon, for_language};
use crate::rules::RuleIndex;
use crate::rules::garbled::GarbledClass;
use crate::rules::model::CheckSpec;
use crate::text::{Shape, Token};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A word that looks glued but comes back this often in a document is a term of it.
const TERM: u32 = 3;

struct GarbledWords {
    /// The rules of each language that has a word list.
    lists: Vec<List>,
    /// Words that the user's texts may hold.
    dictionary: Arc<Dictionary>,
}

struct List {
    lexicon: &'static Lexicon<'static>,
    rules: Vec<(RuleIndex, GarbledClass, Garbled<'static>)>,
}

/// The check of all active `garbled-word` rules; a rule whose language has no word list is silent.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let mut lists: Vec<List> = Vec::new();
    for (index, rule) in build.active() {
        let CheckSpec::GarbledWord(parameters) = &rule.check else { continue };
        let language = build.rules.pack_of(rule).target_language.as_deref();
        let Some(lexicon) = language.and_then(for_language) else { continue };
        let prepared = (index, parameters.class, Garbled::new(parameters, lexicon));
        match lists.iter_mut().find(|list| std::ptr::eq(list.lexicon, lexicon)) {
            Some(list) => list.rules.push(prepared),
            None => lists.push(List { lexicon, rules: vec![prepared] }),
        }
    }
    (!lists.is_empty())
        .then(|| Box::new(GarbledWords { lists, dictionary: build.dictionary.clone() }) as Box<dyn Check>)
}

impl Check for GarbledWords {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        for list in self.lists.iter().filter(|list| list.rules.iter().any(|(rule, ..)| scope.speaks(*rule))) {
            list.run(scope, &self.dictionary, found);
        }
    }
}

impl List {
    fn run(&self, scope: &Scope<'_>, dictionary: &Dictionary, found: &mut Found) {
        let mut unknown: Vec<(usize, Token)> = Vec::new();
        let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
        for (field, analysis) in scope.fields.iter().enumerate() {
            for token in &analysis.tokens {
                let word = analysis.text(token.span);
                let looked_at = match token.shape {
                    Shape::Lower => true,
                    Shape::Other => !word.is_ascii(),
                    Shape::Capitalised | Shape::Upper => false,
                };
                if looked_at && self.lexicon.level(word).is_none() && !dictionary.knows(word) {
                    unknown.push((field, *token));
                    *counts.entry(word).or_default() += 1;
                }
            }
        }
        for (field, token) in unknown {
            let analysis = &scope.fields[field];
            let word = analysis.text(token.span);
            for (rule, class, garbled) in &self.rules {
                let term = *class == GarbledClass::Glued && counts.get(word).is_some_and(|&count| count >= TERM);
                if term || !scope.speaks(*rule) {
                    continue;
                }
                let Some(repair) = garbled.examine(word) else { continue };
                if is_running_text(analysis.view.text(), token.span.range())
                    && let Some(neighbours) = scope.holds(*rule, field, token.span)
                {
                    let mut hit = Hit::new(*rule, field, analysis, token.span);
                    hit.suggest = repair.replacement.into_iter().map(Arc::from).collect();
                    // A space that is missing is missing; a translation that stumbled over the letters of a word
                    // has often stumbled over its meaning, too.
                    hit.guessed = *class != GarbledClass::Glued;
                    hit.add_neighbours(&neighbours, analysis);
                    found.hits.push(hit);
                }
            }
        }
    }
}
