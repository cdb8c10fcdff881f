//! Conditions: what else has to hold where a rule matches.

use super::classes::ClassIndex;
use super::matcher::{Matcher, Place};
use super::program::Scope;
use crate::rules::model::{Adjacent, ClassRef, Conditions, MatchWindow, Near, Rule, Slot, covers};
use crate::rules::normal::{fold, normalise_phrase};
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::{Analysis, Pattern};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// The conditions of one rule, ready to be tried.
#[derive(Debug)]
pub struct Tests {
    before: Vec<Neighbour>,
    after: Vec<Neighbour>,
    near: Vec<Near>,
    needs: Vec<Matcher>,
    unless: Vec<Matcher>,
    document_needs: Vec<Matcher>,
    slots: Vec<Slot>,
    not_slots: Vec<Slot>,
    exempt: Vec<ClassRef>,
    countries: Option<ClassRef>,
    source_terms: Vec<String>,
    source_language: Option<Str>,
    window: MatchWindow,
}

#[derive(Debug)]
enum Neighbour {
    Class(ClassRef),
    Regex(Pattern),
}

/// The neighbours that held, for templates.
#[derive(Debug, Default)]
pub struct Neighbours {
    /// Text that `before` matched.
    pub before: Option<Span>,
    /// Text that `after` matched.
    pub after: Option<Span>,
}

/// Answers that hold for a whole window, so that many matches in one window cost one search.
#[derive(Debug, Default)]
pub struct Memo {
    answers: RefCell<FxHashMap<(usize, usize, Span), bool>>,
    /// The tokens of the window that was asked for last at which a word of a class may start: rules have dozens of patterns
    /// that begin with one class.
    tokens: RefCell<Option<ClassTokens>>,
}

/// The class, the field and the window, and the tokens.
type ClassTokens = (u32, usize, Span, Rc<[usize]>);

impl Tests {
    /// The tests of a rule; `None` if it has no conditions.
    pub fn of(rule: &Rule) -> Option<Box<Tests>> {
        if rule.conditions.is_empty() {
            return None;
        }
        let Conditions {
            before,
            after,
            near,
            needs,
            unless,
            document_needs,
            slots,
            not_slots,
            countries_exempt,
            countries,
            source_terms,
            source_language,
        } = &*rule.conditions;
        let matchers = |patterns: &[_]| patterns.iter().map(Matcher::new).collect();
        Some(Box::new(Tests {
            before: before.iter().map(|adjacent| Neighbour::new(adjacent, true)).collect(),
            after: after.iter().map(|adjacent| Neighbour::new(adjacent, false)).collect(),
            near: near.clone(),
            needs: matchers(needs),
            unless: matchers(unless),
            document_needs: matchers(document_needs),
            slots: slots.clone(),
            not_slots: not_slots.clone(),
            exempt: countries_exempt.clone(),
            countries: countries.clone(),
            source_terms: source_terms.iter().map(|term| fold(&normalise_phrase(term))).collect(),
            source_language: source_language.clone(),
            window: rule.window,
        }))
    }

    /// Whether all conditions hold for a match at `span` of the view of field `field`; the cheap ones first.
    pub fn hold(&self, scope: &Scope<'_>, field: usize, span: Span) -> Option<Neighbours> {
        let analysis = &scope.fields[field];
        if !self.source_has_term(scope, field) || !self.in_slots(analysis, span) {
            return None;
        }
        let classes = scope.classes();
        let sentence = analysis.sentence(span.start());
        let before = neighbour(&self.before, |one| one.before(analysis, span, sentence, classes))?;
        let after = neighbour(&self.after, |one| one.after(analysis, span, sentence, classes))?;
        let holds = (self.near.is_empty()
            || self.near.iter().any(|near| is_near(near, analysis, span, sentence, classes)))
            && self.window_holds(scope, field, span)
            && self.document_holds(scope)
            && !self.is_exempt(scope, field, sentence);
        holds.then_some(Neighbours { before, after })
    }

    /// Whether the source text, where there is one, holds one of the terms, in their language.
    fn source_has_term(&self, scope: &Scope<'_>, field: usize) -> bool {
        let source = scope.fields[field].field.source.as_ref().filter(|_| !self.source_terms.is_empty());
        let Some(source) = source else { return true };
        let in_language = match (&self.source_language, &scope.document.source_lang) {
            (Some(wanted), Some(lang)) => covers(wanted, lang),
            _ => true,
        };
        // The answer is of the field: many matches must not read the source many times.
        in_language
            && scope.memo.answer(&self.source_terms, field, Span::new(0, 0), || {
                let source = fold(&normalise_phrase(source));
                self.source_terms.iter().any(|term| source.contains(term))
            })
    }

    fn in_slots(&self, analysis: &Analysis<'_>, span: Span) -> bool {
        (self.slots.is_empty() || self.slots.iter().any(|&slot| analysis.in_slot(slot, span)))
            && !self.not_slots.iter().any(|&slot| analysis.in_slot(slot, span))
    }

    fn window_holds(&self, scope: &Scope<'_>, field: usize, span: Span) -> bool {
        if self.needs.is_empty() && self.unless.is_empty() {
            return true;
        }
        let analysis = &scope.fields[field];
        let window = analysis.window(self.window, span.start());
        let place = Place { analysis, window, classes: scope.classes() };
        let is_in = |matcher: &Matcher| {
            scope.memo.answer(matcher, field, window, || match matcher.first_class() {
                Some(class) => {
                    let tokens = || place.classes.tokens_in(analysis, window, class).collect();
                    matcher.is_at_one_of(place, &scope.memo.tokens(class, field, window, tokens))
                }
                None => matcher.is_in(place),
            })
        };
        (self.needs.is_empty() || self.needs.iter().any(is_in)) && !self.unless.iter().any(is_in)
    }

    fn document_holds(&self, scope: &Scope<'_>) -> bool {
        let in_document = |matcher: &Matcher| {
            scope.fields.iter().enumerate().any(|(field, analysis)| {
                let window = Span::new(0, analysis.view.text().len());
                scope.memo.answer(matcher, field, window, || {
                    matcher.is_in(Place { analysis, window, classes: scope.classes() })
                })
            })
        };
        self.document_needs.is_empty() || self.document_needs.iter().any(in_document)
    }

    /// Whether the sentence speaks of an exempt country or, naming none, is in a document that does.
    fn is_exempt(&self, scope: &Scope<'_>, field: usize, sentence: Span) -> bool {
        if self.exempt.is_empty() {
            return false;
        }
        let names = |class: &ClassRef, field: usize, window: Span| {
            let analysis = &scope.fields[field];
            scope.memo.answer(class, field, window, || {
                tokens_in(analysis, window).any(|token| scope.classes().at(analysis, token, class).next().is_some())
            })
        };
        if self.exempt.iter().any(|class| names(class, field, sentence)) {
            return true;
        }
        let silent = self.countries.as_ref().is_none_or(|any| !names(any, field, sentence));
        silent
            && scope.fields.iter().enumerate().any(|(field, analysis)| {
                let whole = Span::new(0, analysis.view.text().len());
                self.exempt.iter().any(|class| names(class, field, whole))
            })
    }
}

/// The first neighbour that holds: `Some(None)` where none is asked for, `None` where none holds.
#[expect(clippy::option_option, reason = "the outer level says whether the condition holds, the inner what it matched")]
fn neighbour(all: &[Neighbour], find: impl Fn(&Neighbour) -> Option<Span>) -> Option<Option<Span>> {
    if all.is_empty() { Some(None) } else { all.iter().find_map(find).map(Some) }
}

fn tokens_in(analysis: &Analysis<'_>, window: Span) -> std::ops::Range<usize> {
    analysis.token_at(window.start())..analysis.token_at(window.end())
}

fn is_near(near: &Near, analysis: &Analysis<'_>, span: Span, sentence: Span, classes: &ClassIndex) -> bool {
    let within = near.within as usize;
    let (first, last) = (analysis.token_at(span.start()), analysis.token_at(span.end()));
    let tokens = tokens_in(analysis, sentence);
    let around = first.saturating_sub(within).max(tokens.start)..(last + within).min(tokens.end);
    around.into_iter().any(|token| {
        classes.at(analysis, token, &near.class).any(|found| !found.overlaps(span) && found.end <= sentence.end)
    })
}

impl Neighbour {
    fn new(adjacent: &Adjacent, before: bool) -> Self {
        match adjacent {
            Adjacent::Class(class) => Neighbour::Class(class.clone()),
            Adjacent::Regex(regex) => {
                Neighbour::Regex(Pattern::new(if before { format!(r"(?:{regex})\z").into() } else { regex.clone() }))
            }
        }
    }

    fn before(&self, analysis: &Analysis<'_>, span: Span, sentence: Span, classes: &ClassIndex) -> Option<Span> {
        let text = &analysis.view.text()[sentence.start().min(span.start())..span.start()];
        let end = span.start() - (text.len() - text.trim_end().len());
        match self {
            Neighbour::Class(class) => classes.before(analysis, end, class, sentence),
            Neighbour::Regex(regex) => {
                let found = regex.find_at(text.trim_end(), 0)?.whole();
                Some(Span::new(end - text.trim_end().len() + found.start, end))
            }
        }
    }

    fn after(&self, analysis: &Analysis<'_>, span: Span, sentence: Span, classes: &ClassIndex) -> Option<Span> {
        let text = &analysis.view.text()[span.end()..sentence.end().max(span.end())];
        let start = span.end() + (text.len() - text.trim_start().len());
        match self {
            Neighbour::Class(class) => {
                let token = analysis.token_at(start);
                let here = analysis.tokens.get(token).is_some_and(|t| t.span.start() == start);
                here.then(|| classes.at(analysis, token, class).next())?
            }
            Neighbour::Regex(regex) => {
                let found = regex.find_just_at(text.trim_start(), 0)?.whole();
                Some(Span::new(start, start + found.end))
            }
        }
    }
}

impl Memo {
    /// The tokens of a window at which a word of a class may start.
    fn tokens(&self, class: &ClassRef, field: usize, window: Span, find: impl FnOnce() -> Rc<[usize]>) -> Rc<[usize]> {
        let mut last = self.tokens.borrow_mut();
        if let Some((of, at, span, tokens)) = &*last
            && (*of, *at, *span) == (class.class, field, window)
        {
            return tokens.clone();
        }
        let tokens = find();
        *last = Some((class.class, field, window, tokens.clone()));
        tokens
    }

    /// The answer of `asked` (told apart by its address) for a window of a field.
    fn answer<T>(&self, asked: &T, field: usize, window: Span, answer: impl FnOnce() -> bool) -> bool {
        let key = (std::ptr::from_ref(asked) as usize, field, window);
        if let Some(&known) = self.answers.borrow().get(&key) {
            return known;
        }
        let answer = answer();
        self.answers.borrow_mut().insert(key, answer);
        answer
    }
}
