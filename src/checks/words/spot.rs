//! An unknown word where it stands: its text, its neighbours, the hit that it makes.

use super::context::{is_in_short_quotation, is_running_text};
use crate::checks::Hit;
use crate::checks::program::Scope;
use crate::lexicon::WordList;
use crate::rules::RuleIndex;
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::keys::KeyFilter;
use crate::text::{Analysis, Shape, Token};

/// Letters of the longest abbreviation that is told from a word by its brackets.
const LONGEST_ABBREVIATION: usize = 5;

/// A word that no list knows.
#[derive(Debug)]
pub struct Unknown {
    /// Index of the field.
    pub field: usize,
    /// Index of the token.
    pub token: usize,
    /// How often the document has it.
    pub count: u32,
    /// Whether a rule has found it: then weaker rules do not look at it.
    pub claimed: bool,
    /// Whether it is a name that lacks its capital.
    pub name: bool,
}

impl Unknown {
    /// Where it stands in the view.
    pub fn span(&self, scope: &Scope<'_>) -> Span {
        scope.fields[self.field].tokens[self.token].span
    }

    /// The word.
    pub fn word<'s>(&self, scope: &'s Scope<'_>) -> &'s str {
        scope.fields[self.field].text(self.span(scope))
    }

    /// Whether it stands as a word of running text.
    pub fn is_running(&self, scope: &Scope<'_>) -> bool {
        is_running_text(scope.fields[self.field].view.text(), self.span(scope).range())
    }

    /// Whether it is an abbreviation that is introduced there: a short word alone between round brackets.
    pub fn is_introduced(&self, scope: &Scope<'_>) -> bool {
        let span = self.span(scope);
        let text = scope.fields[self.field].view.text();
        text[..span.start()].ends_with(" (")
            && text[span.end()..].starts_with(')')
            && self.word(scope).chars().count() <= LONGEST_ABBREVIATION
    }

    /// A hit of a rule at this word, if it stands in running text and the rule's conditions hold.
    pub fn hit(&self, scope: &Scope<'_>, rule: RuleIndex) -> Option<Hit> {
        self.is_running(scope).then(|| hit(scope, rule, self.field, self.span(scope))).flatten()
    }

    /// The token before it and the one after it, where nothing but a space stands between.
    pub fn neighbours(&self, analysis: &Analysis<'_>) -> [Option<Token>; 2] {
        let before = self.token.checked_sub(1).filter(|&before| touches(analysis, before));
        let after = Some(self.token + 1).filter(|_| touches(analysis, self.token));
        [before, after].map(|index| index.and_then(|index| analysis.tokens.get(index)).copied())
    }

    /// Whether its sentence starts with a capital: some texts have none at all.
    pub fn is_in_a_cased_sentence(&self, scope: &Scope<'_>) -> bool {
        let analysis = &scope.fields[self.field];
        let sentence = analysis.text(analysis.sentence(self.span(scope).start()));
        sentence.chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_uppercase)
    }

    /// Whether it stands in a phrase of another language, a name or a short quotation, or is introduced as a word. A name
    /// before it says nothing of a word whose repair is `sure`.
    pub fn is_beside_strangers(
        &self,
        scope: &Scope<'_>,
        lexicon: &WordList<'_>,
        introduced_by: &[Str],
        sure: bool,
    ) -> bool {
        let analysis = &scope.fields[self.field];
        let words = self.neighbours(analysis).map(|token| token.map(|token| analysis.text(token.span)));
        let strange = |word: &str| word.chars().all(char::is_alphabetic) && !lexicon.knows(word);
        let is_name = |word: &str| word.starts_with(char::is_uppercase);
        words[0].is_some_and(|word| introduced_by.iter().any(|one| **one == *word))
            || words[0].is_some_and(|word| strange(word) && !(sure && is_name(word)))
            || words[1].is_some_and(|word| strange(word) && !is_name(word))
            || is_in_short_quotation(analysis.view.text(), self.span(scope).range())
    }
}

/// A hit of a rule at a span of a view, if the rule's conditions hold.
pub fn hit(scope: &Scope<'_>, rule: RuleIndex, field: usize, span: Span) -> Option<Hit> {
    let neighbours = scope.holds(rule, field, span)?;
    let analysis = &scope.fields[field];
    let mut hit = Hit::new(rule, field, analysis, span);
    hit.add_neighbours(&neighbours, analysis);
    Some(hit)
}

/// Whether nothing but a space stands between a token and the next one.
pub fn touches(analysis: &Analysis<'_>, index: usize) -> bool {
    match analysis.tokens.get(index..) {
        Some([first, second, ..]) => &analysis.view.text()[first.span.end()..second.span.start()] == " ",
        _ => false,
    }
}

/// The Capitalised words of a document that may be among some, in lower case, wherever they stand.
pub fn capitalised<'s>(scope: &'s Scope<'_>, among: &KeyFilter) -> impl Iterator<Item = &'s str> {
    scope.fields.iter().flat_map(move |analysis| {
        let (tokens, keys) = (&analysis.tokens[..], analysis.keys());
        let is_one = move |index: &&usize| tokens[**index].shape == Shape::Capitalised && among.may_hold(keys[**index]);
        analysis.not_lower().iter().filter(is_one).map(|index| analysis.folded(tokens[*index].span))
    })
}
