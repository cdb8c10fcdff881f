//! The `untranslated` check: words and runs of words of another language among those of the text's.

use super::context::is_in_short_quotation;
use super::foreign::{Languages, Sign, Signs};
use super::spot::{self, Unknown, touches};
use crate::checks::program::Scope;
use crate::checks::{Found, Hit};
use crate::lexicon::Lexicon;
use crate::rules::RuleIndex;
use crate::rules::words::{Untranslated, UntranslatedClass};
use crate::source::Span;
use crate::text::{Analysis, Shape, Token};

/// A word that comes back this often in a document is a term of it.
const TERM: u32 = 3;
/// Most words of a run: a longer stretch of another language is cut.
const LONGEST_RUN: usize = 60;

/// What the rule has found in a document, and what it looks with.
pub struct Leftovers<'r> {
    /// The rule.
    pub rule: RuleIndex,
    /// Its parameters.
    pub parameters: &'r Untranslated,
    /// What other languages are known by.
    pub signs: &'r Signs,
    /// The languages that words may be left of.
    pub possible: Languages,
    /// The text's own words.
    pub lexicon: &'r Lexicon<'r>,
    /// Whether the document writes names with a capital: where it has none, a strange word may be a name.
    pub cased: bool,
}

/// Whether a document writes some name with its capital in the middle of a sentence.
pub fn is_cased(scope: &Scope<'_>) -> bool {
    scope.fields.iter().any(|field| field.mentions().iter().any(|mention| !mention.initial))
}

impl Leftovers<'_> {
    /// Looks at the unknown words of a document, in the order of the text.
    pub fn find(&self, scope: &Scope<'_>, unknown: &mut [Unknown], found: &mut Found) {
        match self.parameters.class {
            UntranslatedClass::Words => self.find_words(scope, unknown, found),
            UntranslatedClass::Runs => self.find_runs(scope, unknown, found),
            // Found without the unknown words.
            UntranslatedClass::Passages => {}
        }
    }

    fn sign(&self, word: &str) -> Option<(Sign, Languages)> {
        if self.parameters.allowed.iter().any(|allowed| **allowed == *word) {
            return None;
        }
        self.signs.of(
            word,
            self.possible,
            (self.parameters.min_length as usize, self.parameters.min_length_affix as usize),
            self.lexicon,
        )
    }

    fn find_words(&self, scope: &Scope<'_>, unknown: &mut [Unknown], found: &mut Found) {
        let mut told = Vec::new();
        for (index, one) in unknown.iter().enumerate().filter(|(_, one)| !one.claimed && one.count < TERM) {
            let Some((sign, languages)) = self.sign(one.word(scope)) else { continue };
            let by_letters = sign == Sign::Letters || !self.parameters.letters_only;
            if by_letters && self.is_among_own_words(scope, one, sign) && one.is_running(scope) {
                let hit = self.hit(scope, one.field, one.span(scope), languages);
                told.extend(hit.map(|hit| (index, hit)));
            }
        }
        if told.len() >= self.parameters.min_in_document as usize {
            told.iter().for_each(|(index, _)| unknown[*index].claimed = true);
            found.hits.extend(told.into_iter().map(|(_, hit)| hit));
        }
    }

    /// Whether the words beside it are of the text's language, and it is no part of a name, a quotation or a gloss.
    fn is_among_own_words(&self, scope: &Scope<'_>, one: &Unknown, sign: Sign) -> bool {
        let analysis = &scope.fields[one.field];
        let (text, span) = (analysis.view.text(), one.span(scope));
        let glossed = text[..span.start()].ends_with(['(', '[', '"', '\''])
            || text[span.end()..].starts_with([')', ']', '"', '\'', '(']);
        let own =
            |token: &Token| token.shape == Shape::Lower && self.lexicon.level(analysis.text(token.span)).is_some();
        let neighbours = one.neighbours(analysis);
        let beside: Vec<&Token> = neighbours.iter().flatten().collect();
        // A short word by itself needs company on both sides to be out of place.
        let enough = if sign == Sign::FunctionWord { 2 } else { 1 };
        // A name that English has a word for ("Haiti") says nothing of the word behind it, if that has other letters.
        let name = |token: &Token| token.shape == Shape::Capitalised && self.lexicon.knows(analysis.text(token.span));
        let behind_name =
            sign == Sign::Letters && matches!(neighbours, [Some(before), Some(after)] if name(&before) && own(&after));
        !glossed
            && (behind_name || beside.len() >= enough && beside.into_iter().all(own))
            && !is_in_short_quotation(text, span.range())
            && (self.cased || sign == Sign::Letters)
            && one.is_in_a_cased_sentence(scope)
    }

    fn find_runs(&self, scope: &Scope<'_>, unknown: &mut [Unknown], found: &mut Found) {
        let mut index = 0;
        while index < unknown.len() {
            let one = &unknown[index];
            let run = self.run_at(&scope.fields[one.field], one.token);
            let inside = unknown[index..].iter().take_while(|other| other.field == one.field && other.token < run.end);
            let inside = inside.count().max(1);
            let whole = &mut unknown[index..index + inside];
            index += inside;
            if let Some(hit) = self.judge(scope, whole, run) {
                found.hits.push(hit);
                whole.iter_mut().for_each(|one| one.claimed = true);
            }
        }
    }

    /// The tokens around an unknown one that may be of the same foreign phrase.
    fn run_at(&self, analysis: &Analysis<'_>, token: usize) -> std::ops::Range<usize> {
        let belongs = |index: usize| {
            let Some(token) = analysis.tokens.get(index) else { return false };
            let word = analysis.text(token.span);
            let unknown = match token.shape {
                Shape::Lower | Shape::Capitalised => !self.lexicon.knows(word),
                Shape::Other => !word.is_ascii() && !self.lexicon.knows(word),
                Shape::Upper => false,
            };
            unknown || self.signs.function_word(analysis.folded(token.span)) & self.possible != 0
        };
        let (mut start, mut end) = (token, token + 1);
        while start > 0 && token - start < LONGEST_RUN && touches(analysis, start - 1) && belongs(start - 1) {
            start -= 1;
        }
        while end - token < LONGEST_RUN && touches(analysis, end - 1) && belongs(end) {
            end += 1;
        }
        start..end
    }

    /// A hit, if the run is a phrase of one other language that nothing sets off.
    fn judge(&self, scope: &Scope<'_>, unknown: &[Unknown], mut run: std::ops::Range<usize>) -> Option<Hit> {
        let field = unknown.first()?.field;
        let analysis = &scope.fields[field];
        let word = |index: usize| analysis.text(analysis.tokens[index].span);
        let is_unknown = |index: usize| unknown.iter().any(|one| one.token == index);
        let signs: Vec<(Sign, Languages)> = unknown.iter().filter_map(|one| self.sign(word(one.token))).collect();
        let languages = signs.iter().fold(self.possible, |all, (_, one)| all & one);
        if signs.is_empty() || languages == 0 || unknown.len() < 2 {
            return None;
        }
        // Words that the text's language has too are of the run only if the other language has them as well.
        let of_language = |index: usize| {
            is_unknown(index)
                || self.signs.function_word(analysis.folded(analysis.tokens[index].span)) & languages != 0
                || analysis.tokens[index].shape == Shape::Capitalised
        };
        while run.len() > 1 && !is_unknown(run.start) && !of_language(run.start) {
            run.start += 1;
        }
        while run.len() > 1 && !is_unknown(run.end - 1) && !of_language(run.end - 1) {
            run.end -= 1;
        }
        let capitals = run.clone().filter(|&index| analysis.tokens[index].shape == Shape::Capitalised).count();
        let named = capitals > 0 && unknown.len() < 3;
        let fresh = unknown.iter().all(|one| !one.claimed && one.count < TERM && one.is_running(scope));
        let span = Span::new(analysis.tokens[run.start].span.start(), analysis.tokens[run.end - 1].span.end());
        let text = analysis.view.text();
        let glossed = text[..span.start()].ends_with(['(', '[', '"', '\''])
            && text[span.end()..].starts_with([')', ']', '"', '\'', ',', '.']);
        let short = run.len() < self.parameters.min_words as usize;
        // Names in lower case are no phrase, which has small words, or letters that English has not.
        let mut folded = run.clone().map(|index| analysis.folded(analysis.tokens[index].span));
        let is_phrase = signs.iter().any(|(sign, _)| *sign == Sign::Letters)
            || folded.any(|word| self.signs.function_word(word) & languages != 0);
        if !self.cased && !is_phrase {
            return None;
        }
        if named || short || !fresh || glossed || is_in_short_quotation(text, span.range()) {
            return None;
        }
        self.hit(scope, field, span, languages)
    }

    fn hit(&self, scope: &Scope<'_>, field: usize, span: Span, languages: Languages) -> Option<Hit> {
        let mut hit = spot::hit(scope, self.rule, field, span)?;
        let name = self.signs.name(languages).unwrap_or("another language");
        hit.groups.push(("language".into(), name.to_owned()));
        Some(hit)
    }
}
