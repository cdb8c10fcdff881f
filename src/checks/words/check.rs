//! The rules about unknown words over a document: its unknown words are collected once, and each is examined.

use super::density;
use super::foreign::Signs;
use super::garbled::Garbled;
use super::initial;
use super::misspelling::Misspeller;
use super::passages::{self, FunctionWords};
use super::spot::{Unknown, capitalised};
use super::untranslated::{Leftovers, is_cased};
use crate::checks::program::Scope;
use crate::checks::{Build, Check, Found};
use crate::lexicon::{Dictionary, Everyday, Lexicon, WordList, for_language};
use crate::rules::RuleIndex;
use crate::rules::garbled::GarbledClass;
use crate::rules::model::CheckSpec;
use crate::rules::string::Str;
use crate::rules::words::{MisspellingClass, UnknownDensity, UnknownWord, Untranslated, UntranslatedClass, WordRule};
use crate::text::keys::{KeyFilter, Recent};
use crate::text::passing::each_of_pairs;
use crate::text::{Shape, Token};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// A word that looks glued but comes back this often in a document is a term of it.
const TERM: u32 = 3;
/// A word that no list knows and that comes back this often in a document is no slip of the pen.
const RECURRING: u32 = 2;
/// So many different unknown words of a document may each be a slip of its own.
const FEW_UNKNOWN: usize = 2;
/// A text is in another language, or no text, if one in so many of its words is unknown, and at least
/// [`MANY_UNKNOWN`] are.
const STRANGE_SHARE: usize = 8;
/// See [`STRANGE_SHARE`].
const MANY_UNKNOWN: usize = 64;

#[derive(Default)]
struct UnknownWords {
    garbled: Vec<(RuleIndex, GarbledClass, Garbled<'static>)>,
    misspellings: Vec<(RuleIndex, Misspeller<'static>)>,
    untranslated: Vec<(RuleIndex, Untranslated)>,
    passages: Vec<(RuleIndex, Untranslated)>,
    /// The function words of all languages, if some rule asks for passages.
    function_words: FunctionWords,
    unknown: Vec<(RuleIndex, UnknownWord)>,
    density: Vec<(RuleIndex, UnknownDensity)>,
    /// What words of other languages are known by in a text of each language that has a word list.
    signs: Vec<(Str, Signs)>,
    /// Words that the user's texts may hold.
    dictionary: Arc<Dictionary>,
}

/// The check of all active rules about unknown words; a rule whose language has no word list is silent.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let mut check = UnknownWords { dictionary: build.dictionary.clone(), ..UnknownWords::default() };
    let mut any = false;
    for (index, rule) in build.active() {
        let language = build.rules.pack_of(rule).target_language.as_deref();
        let lexicon = language.and_then(for_language);
        let list = lexicon.map(WordList::from).or_else(|| build.dictionary.list(language?));
        match (&rule.check, list) {
            (CheckSpec::GarbledWord(parameters), Some(list)) => {
                check.garbled.push((index, parameters.class, Garbled::new(parameters, list)));
            }
            (CheckSpec::Words(one), list) => match (&**one, list) {
                (WordRule::Misspelling(parameters), Some(list)) => {
                    check.misspellings.push((index, Misspeller::new(parameters, list)));
                }
                (WordRule::Misspelling(_), None) => continue,
                (WordRule::UnknownWord(parameters), _) => check.unknown.push((index, parameters.clone())),
                (WordRule::UnknownDensity(parameters), _) => check.density.push((index, parameters.clone())),
                (WordRule::Untranslated(parameters), _) if parameters.class == UntranslatedClass::Passages => {
                    check.passages.push((index, parameters.clone()));
                }
                (WordRule::Untranslated(parameters), _) => {
                    let Some(language) = build.rules.pack_of(rule).target_language.clone() else { continue };
                    if !check.signs.iter().any(|(known, _)| *known == language) {
                        check.signs.push((language.clone(), Signs::new(&build.rules.languages, &language)));
                    }
                    check.untranslated.push((index, parameters.clone()));
                }
            },
            _ => continue,
        }
        any = true;
    }
    if !check.passages.is_empty() {
        check.function_words = FunctionWords::new(&build.rules.languages);
    }
    any.then(|| Box::new(check) as Box<dyn Check>)
}

impl Check for UnknownWords {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        let Some(lang) = scope.lang else { return };
        for (rule, parameters) in self.passages.iter().filter(|(rule, _)| scope.speaks(*rule)) {
            passages::find(*rule, parameters, &self.function_words, scope, found);
        }
        let lexicon = for_language(lang);
        if lexicon.is_none() && !self.dictionary.speaks(lang) {
            return;
        }
        let mut unknown = self.collect(scope, lang, lexicon);
        let tokens: usize = scope.fields.iter().map(|field| field.tokens.len()).sum();
        let strange = unknown.len() >= MANY_UNKNOWN && unknown.len() * STRANGE_SHARE >= tokens;
        if let Some(lexicon) = lexicon.filter(|_| !strange) {
            self.find_initial(scope, lexicon, lang, (unknown.len(), tokens), found);
        }
        if unknown.is_empty() {
            return;
        }
        self.find_garbled(scope, &mut unknown, found);
        if !strange {
            self.find_names(scope, &mut unknown, found);
            if let Some(lexicon) = lexicon {
                self.find_untranslated(scope, lexicon, &mut unknown, found);
            }
            if let Some(list) = lexicon.map(WordList::from).or_else(|| self.dictionary.list(lang)) {
                self.find_misspellings(scope, &list, &mut unknown, found);
            }
        }
        self.find_unknown(scope, &mut unknown, found);
        for (rule, parameters) in self.density.iter().filter(|(rule, _)| scope.speaks(*rule)) {
            density::find(*rule, parameters, scope, &unknown, found);
        }
    }
}

impl UnknownWords {
    /// The words in lower case that no list knows, in the order of the text.
    fn collect(&self, scope: &Scope<'_>, lang: &str, lexicon: Option<&Lexicon<'_>>) -> Vec<Unknown> {
        let mut unknown = Vec::new();
        let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
        // Most words of a text are words that it had before or words of every day; by their keys, which hardly any two
        // words share.
        let everyday = lexicon.map_or(&Everyday::NONE, Lexicon::everyday);
        let known = Recent::of(scope.fields.iter().map(|field| field.tokens.len()).sum());
        for (field, analysis) in scope.fields.iter().enumerate() {
            let (tokens, keys) = (&analysis.tokens[..], analysis.keys());
            let may = |(token, key): (&Token, &u32)| {
                (token.shape == Shape::Lower) & !known.has(*key) & !everyday.has(*key) | (token.shape == Shape::Other)
            };
            each_of_pairs(tokens, keys, may, |index| {
                let (token, key) = (tokens[index], keys[index]);
                let lower = token.shape == Shape::Lower;
                let word = analysis.text(token.span);
                let foreign = || !word.is_ascii() && !word.starts_with(char::is_uppercase);
                if lower && known.has(key) || !lower && !foreign() {
                    return;
                }
                if lexicon.is_some_and(|lexicon| lexicon.level(word).is_some()) {
                    if lower {
                        known.add(key);
                    }
                } else if !self.dictionary.knows(word) && !self.dictionary.spells(lang, word) {
                    unknown.push(Unknown { field, token: index, count: 0, claimed: false, name: false });
                    *counts.entry(word).or_default() += 1;
                }
            });
        }
        for one in &mut unknown {
            one.count = counts.get(one.word(scope)).copied().unwrap_or(0);
        }
        unknown
    }

    fn find_garbled(&self, scope: &Scope<'_>, unknown: &mut [Unknown], found: &mut Found) {
        for one in unknown {
            for (rule, class, garbled) in &self.garbled {
                let term = *class == GarbledClass::Glued && one.count >= TERM;
                if term || !scope.speaks(*rule) {
                    continue;
                }
                let Some(repair) = garbled.examine(one.word(scope)) else { continue };
                let Some(mut hit) = one.hit(scope, *rule) else { continue };
                hit.suggest = repair.replacement.into_iter().map(Str::from).collect();
                // A space that is missing is missing; a translation that stumbled over the letters of a word has often
                // stumbled over its meaning, too.
                hit.guessed = *class != GarbledClass::Glued;
                found.hits.push(hit);
                one.claimed = true;
            }
        }
    }

    fn find_untranslated(&self, scope: &Scope<'_>, lexicon: &Lexicon<'_>, unknown: &mut [Unknown], found: &mut Found) {
        let cased = is_cased(scope);
        for (rule, parameters) in self.untranslated.iter().filter(|(rule, _)| scope.speaks(*rule)) {
            let pack = scope.program.rules.pack_of(&scope.program.rules.rules[*rule as usize]);
            let signs = self.signs.iter().find(|(language, _)| Some(language) == pack.target_language.as_ref());
            let Some((_, signs)) = signs else { continue };
            let possible = signs.possible(scope.document.source_lang.as_deref());
            let leftovers = Leftovers { rule: *rule, parameters, signs, possible, lexicon, cased };
            leftovers.find(scope, unknown, found);
        }
    }

    fn find_names(&self, scope: &Scope<'_>, unknown: &mut [Unknown], found: &mut Found) {
        let of_names = |misspeller: &Misspeller<'_>| misspeller.class() == MisspellingClass::Capital;
        for (rule, misspeller) in self.misspellings.iter().filter(|(rule, one)| scope.speaks(*rule) && of_names(one)) {
            for one in unknown.iter_mut().filter(|one| !one.claimed) {
                let Some(name) = misspeller.name(one.word(scope)) else { continue };
                if !one.is_in_a_cased_sentence(scope) {
                    continue;
                }
                let Some(mut hit) = one.hit(scope, *rule) else { continue };
                hit.suggest = vec![name];
                hit.guessed = true;
                found.hits.push(hit);
                (one.claimed, one.name) = (true, true);
            }
        }
    }

    fn find_misspellings(&self, scope: &Scope<'_>, list: &WordList<'_>, unknown: &mut [Unknown], found: &mut Found) {
        let mut names: Option<FxHashSet<&str>> = None;
        let words: usize = scope.fields.iter().map(|field| field.tokens.len()).sum();
        let introduced: FxHashSet<&str> =
            unknown.iter().filter(|one| one.is_introduced(scope)).map(|one| one.word(scope)).collect();
        let unexplained: Vec<&str> = unknown.iter().filter(|one| !one.claimed).map(|one| one.word(scope)).collect();
        let different = unexplained.iter().collect::<FxHashSet<_>>().len();
        let of_letters = |misspeller: &Misspeller<'_>| misspeller.class() == MisspellingClass::Letters;
        for (rule, misspeller) in self.misspellings.iter().filter(|(rule, one)| scope.speaks(*rule) && of_letters(one))
        {
            if misspeller.is_lost_in(unexplained.len(), different, words) {
                continue;
            }
            let looked_at = unknown
                .iter_mut()
                .filter(|one| !one.claimed && one.count < RECURRING && !introduced.contains(one.word(scope)));
            for one in looked_at.take(list.most_compared()) {
                let (repairs, sure) = misspeller.examine(one.word(scope));
                let mut strange = || {
                    one.is_beside_strangers(scope, list, misspeller.introduced_by(), sure)
                        || names
                            .get_or_insert_with(|| capitalised(scope, &KeyFilter::of(&unexplained)).collect())
                            .contains(one.word(scope))
                };
                let chance = || different > FEW_UNKNOWN && misspeller.is_chance(one.word(scope), &repairs);
                if repairs.is_empty() || chance() || strange() {
                    continue;
                }
                let Some(mut hit) = one.hit(scope, *rule) else { continue };
                hit.suggest = repairs;
                hit.guessed = true;
                found.hits.push(hit);
                one.claimed = true;
            }
        }
    }

    /// `counts` are the numbers of unknown words and of words of the document.
    fn find_initial(
        &self,
        scope: &Scope<'_>,
        lexicon: &Lexicon<'_>,
        lang: &str,
        counts: (usize, usize),
        found: &mut Found,
    ) {
        let (unknown, words) = counts;
        let is_asked = |(rule, one): &&(RuleIndex, Misspeller<'_>)| {
            let of_letters = one.class() == MisspellingClass::Letters;
            of_letters && scope.speaks(*rule) && !one.is_lost_in(unknown, unknown, words)
        };
        for (rule, misspeller) in self.misspellings.iter().filter(is_asked) {
            for one in initial::collect(scope, lexicon, &self.dictionary, lang) {
                let repairs = initial::repairs(misspeller, scope.fields[one.field].folded(one.span(scope)));
                if repairs.is_empty() {
                    continue;
                }
                let Some(mut hit) = one.hit(scope, *rule) else { continue };
                (hit.suggest, hit.guessed) = (repairs, true);
                found.hits.push(hit);
            }
        }
    }

    fn find_unknown(&self, scope: &Scope<'_>, unknown: &mut [Unknown], found: &mut Found) {
        for (rule, parameters) in self.unknown.iter().filter(|(rule, _)| scope.speaks(*rule)) {
            for one in unknown.iter_mut().filter(|one| !one.claimed) {
                let word = one.word(scope);
                let long = word.chars().count() >= parameters.min_length as usize;
                if long && !parameters.allowed.iter().any(|allowed| **allowed == *word) {
                    found.hits.extend(one.hit(scope, *rule));
                }
            }
        }
    }
}
