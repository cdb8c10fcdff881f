//! Where a document introduces an acronym: "World Health Organization (WHO)".

use crate::checks::program::Scope;
use crate::rules::conflicts::AcronymConflict;
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::Analysis;
use crate::text::Shape;
use crate::text::fold::letters;

/// Words of an expansion at most.
const MOST_WORDS: usize = 10;
/// Letters of an acronym.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;
/// Letters of a word that tells something; two words are compared by as many letters.
const TELLING: usize = 4;
/// Letters by which two words are the same but for their ending.
const STEM: usize = 6;

/// An expansion with its acronym in brackets behind it.
#[derive(Debug)]
pub struct Introduction<'a> {
    /// Index of the field.
    pub field: usize,
    /// The expansion in the view.
    pub expansion: Span,
    /// The acronym in the view.
    pub letters_span: Span,
    /// The expansion as the view has it.
    pub text: &'a str,
    /// Its words, folded.
    pub words: Vec<&'a str>,
    /// Where they stand in the view.
    spans: Vec<Span>,
    /// Its letters, see [`letters`].
    pub letters: String,
    /// The acronym.
    pub acronym: &'a str,
    /// The first letters of its words, without those of connectors.
    initials: String,
}

impl Introduction<'_> {
    /// Whether the expansion is this name, or ends in it ("British Royal Air Force").
    pub fn ends_with(&self, name: &str) -> bool {
        self.letters.ends_with(&letters(name))
    }

    /// Whether the acronym is the first letters of the expansion's words.
    pub fn has_initials(&self) -> bool {
        self.initials == letters(self.acronym)
    }

    /// How many telling words of the expansion the name has, too.
    pub fn shares_words_with(&self, name: &str) -> usize {
        let of_name: Vec<String> = name.split([' ', '-']).map(|word| stem(&letters(word))).collect();
        let telling = self.words.iter().filter(|word| word.len() >= TELLING);
        telling.filter(|word| of_name.contains(&stem(&letters(word)))).count()
    }

    /// The part of the expansion that starts as a name does, if one does: what stands before it in the sentence may
    /// have a capital, too ("Inspectors of the Organization …").
    pub fn part_like(&self, name: &str) -> Span {
        let first = name.split(' ').next().map(|word| stem(&letters(word))).unwrap_or_default();
        let start = self.words.iter().rposition(|word| stem(&letters(word)) == first);
        start.map_or(self.expansion, |at| Span { start: self.spans[at].start, end: self.expansion.end })
    }

    /// The last words of it that have the letters of the acronym, if any have: what stands before them in the sentence may
    /// have a capital, too ("On Sunday the …").
    pub fn lettered_part(&self, connectors: &[Str]) -> Option<Span> {
        let acronym = letters(self.acronym);
        let connects = |word: &str| connectors.iter().any(|connector| **connector == *word);
        let initials = |from: usize| {
            let words = self.words[from..].iter().filter(|word| !connects(word));
            letters(&words.filter_map(|word| word.chars().next()).collect::<String>())
        };
        let starts = (0..self.words.len()).rev().filter(|at| !connects(self.words[*at]));
        let start = starts.into_iter().find(|at| initials(*at) == acronym)?;
        Some(Span { start: self.spans[start].start, end: self.expansion.end })
    }

    /// Whether it expands the same acronym in other words: not just a longer or shorter form, nor another body. Where
    /// both have the acronym's letters, as two bodies may have, more of their words have to be the same.
    pub fn conflicts_with(&self, other: &Introduction<'_>) -> bool {
        let (one, two) = (&self.letters, &other.letters);
        let part = one.ends_with(two.as_str()) || two.ends_with(one.as_str());
        let close = strsim::osa_distance(one, two) <= 2;
        let least = match (self.has_initials(), other.has_initials()) {
            (true, true) => 2,
            (false, false) => return false,
            _ => 1,
        };
        !part && !close && self.shares_words_with(other.text) >= least
    }
}

fn stem(word: &str) -> String {
    word.chars().take(STEM).collect()
}

/// Whether two expansions of one acronym name one body in different words, told by what they are called alone: of two
/// documents, the acronym may stand for two bodies. All telling words but one are the same, and both have the letters
/// of the acronym or one of them has and the other has its words.
pub fn expansions_conflict(acronym: &str, connectors: &[Str], one: &str, other: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let folded = text.to_lowercase();
        let words = folded.split([' ', '-']).filter(|word| !word.is_empty());
        words.filter(|word| !connectors.iter().any(|known| **known == **word)).map(letters).collect()
    };
    let initials = |words: &[String]| words.iter().filter_map(|word| word.chars().next()).collect::<String>();
    let (a, b) = (words(one), words(other));
    let (long, short) = (letters(one), letters(other));
    let part = long.ends_with(&short) || short.ends_with(&long) || long.starts_with(&short) || short.starts_with(&long);
    let close = strsim::osa_distance(&long, &short) <= 2;
    let acronym = letters(acronym);
    let stems = |words: &[String]| words.iter().map(|word| stem(word)).collect::<Vec<_>>();
    let (a_stems, mut b_stems) = (stems(&a), stems(&b));
    let shared = a_stems.iter().filter(|word| match b_stems.iter().position(|other| other == *word) {
        Some(at) => {
            b_stems.remove(at);
            true
        }
        None => false,
    });
    let shared = shared.count();
    !part
        && !close
        && a.len().abs_diff(b.len()) <= 1
        && shared >= 2
        && shared + 1 >= a.len().max(b.len())
        && (initials(&a) == acronym || initials(&b) == acronym)
}

/// The introductions of a document, in order.
pub fn introductions<'a>(scope: &'a Scope<'_>, rule: &AcronymConflict) -> Vec<Introduction<'a>> {
    let mut found = Vec::new();
    for (field, analysis) in scope.fields.iter().enumerate() {
        let text = analysis.view.text();
        for &at in analysis.not_lower() {
            let token = analysis.tokens[at];
            if token.shape != Shape::Upper {
                continue;
            }
            let bracketed = LETTERS.contains(&token.span.len())
                && text[..token.span.start()].ends_with(" (")
                && text[token.span.end()..].starts_with(')');
            let acronym = analysis.text(token.span);
            if bracketed && !rule.exempt.iter().any(|exempt| **exempt == *acronym) {
                found.extend(expansion(analysis, at, rule).map(|mut one| {
                    one.field = field;
                    one
                }));
            }
        }
    }
    found
}

/// The capitalised words, and connectors between them, that stand before the bracket of token `at`.
fn expansion<'a>(analysis: &'a Analysis<'_>, at: usize, rule: &AcronymConflict) -> Option<Introduction<'a>> {
    let (text, tokens) = (analysis.view.text(), &analysis.tokens);
    let connects = |word: &str| rule.connectors.iter().any(|connector| **connector == *word);
    let mut first = at;
    let mut start = at;
    while start > 0 && at - start < MOST_WORDS {
        let (token, next) = (tokens[start - 1], tokens[start].span.start());
        let gap = &text[token.span.end()..next];
        let capital = analysis.text(token.span).starts_with(char::is_uppercase);
        if !(matches!(gap, " " | "-" | " - ") || start == at && gap == " (")
            || !capital && !connects(analysis.folded(token.span))
        {
            break;
        }
        start -= 1;
        if capital && !connects(analysis.folded(token.span)) {
            first = start;
        }
    }
    if first == at {
        return None;
    }
    let span = Span::new(tokens[first].span.start(), tokens[at - 1].span.end());
    let words: Vec<&str> = tokens[first..at].iter().map(|token| analysis.folded(token.span)).collect();
    let initials = words.iter().filter(|word| !connects(word)).filter_map(|word| word.chars().next());
    Some(Introduction {
        field: 0,
        expansion: span,
        letters_span: tokens[at].span,
        text: analysis.text(span),
        letters: letters(analysis.text(span)),
        acronym: analysis.text(tokens[at].span),
        initials: letters(&initials.collect::<String>()),
        words,
        spans: tokens[first..at].iter().map(|token| token.span).collect(),
    })
}
