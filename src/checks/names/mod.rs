//! The `name-variant` rules: one name, spelled in several ways in one document; and, because they read the same forms,
//! the `name-style` rules.

mod across;
mod endings;
mod forms;
mod known;
mod letters;
mod several;
mod spelling;
mod style;

use crate::checks::program::Scope;
use crate::checks::{Build, Check, Found, Hit};
use crate::lexicon::{Dictionary, for_language};
use crate::rules::RuleIndex;
use crate::rules::entity::Entity;
use crate::rules::model::{CheckSpec, Scope as RuleScope};
use crate::rules::names::{NameClass, NameVariant};
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::fold::letters as letters_of;
pub use across::are_doubtful;
use forms::{Form, Use};
use known::Known;
pub use letters::writing;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;
use style::Styles;

/// A name of one document in two or more writings.
pub struct Variant {
    /// Each writing, with the forms or parts of forms that have it.
    writings: Vec<Vec<Side>>,
    /// The writing to use, where something but counting tells it.
    known: Option<usize>,
}

/// A form, or some words of it.
#[derive(Clone, Debug)]
pub struct Side {
    form: usize,
    words: Range<usize>,
}

impl Side {
    fn whole(forms: &[Form<'_>], form: usize) -> Side {
        Side { form, words: 0..forms[form].words.len() }
    }

    fn range(&self, forms: &[Form<'_>]) -> Range<usize> {
        let words = &forms[self.form].words;
        words[self.words.start].start..words[self.words.end - 1].end
    }

    fn text<'a>(&self, forms: &[Form<'a>]) -> &'a str {
        &forms[self.form].text[self.range(forms)]
    }
}

struct Names {
    variants: Vec<(RuleIndex, NameVariant, Option<Str>)>,
    styles: Vec<(RuleIndex, Styles)>,
    dictionary: Arc<Dictionary>,
}

/// The check of all active `name-variant` and `name-style` rules.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let mut names = Names { variants: Vec::new(), styles: Vec::new(), dictionary: build.dictionary.clone() };
    for (index, rule) in build.active() {
        match &rule.check {
            CheckSpec::NameVariant(parameters) => {
                let language = build.rules.pack_of(rule).target_language.clone();
                names.variants.push((index, (**parameters).clone(), language));
            }
            CheckSpec::NameStyle(parameters) => names.styles.push((index, Styles::new(parameters))),
            _ => {}
        }
    }
    (!names.variants.is_empty() || !names.styles.is_empty()).then(|| Box::new(names) as Box<dyn Check>)
}

impl Check for Names {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        let variants = || self.variants.iter().filter(|(rule, ..)| scope.speaks(*rule));
        let styles = || self.styles.iter().filter(|(rule, _)| scope.speaks(*rule));
        if variants().next().is_none() && styles().next().is_none() {
            return;
        }
        let forms = &forms::forms(scope);
        let mut pairs = None;
        let mut seen = told_by_tables(scope, found);
        for (rule, parameters, _) in variants().filter(|(_, parameters, _)| parameters.scope == RuleScope::Corpus) {
            if scope.compared {
                across::claims(scope, *rule, parameters, forms, found);
            }
        }
        for (rule, parameters, language) in variants() {
            if parameters.scope == RuleScope::Corpus {
                continue;
            }
            let lexicon = language.as_deref().and_then(for_language);
            let known = Known::new(lexicon, self.dictionary.clone());
            let variants = match parameters.class {
                NameClass::Letters => letters::variants(forms, parameters.min_letters as usize, &known),
                NameClass::Order => spelling::orders(forms, parameters),
                NameClass::Spelling | NameClass::Ending => {
                    let pairs = pairs.get_or_insert_with(|| spelling::beside(forms));
                    let mut variants = spelling::one_word_off(forms, pairs, parameters, &known);
                    if parameters.class == NameClass::Ending {
                        variants.extend(endings::both_words(forms, parameters));
                    }
                    variants
                }
                NameClass::Single => spelling::singles(forms, parameters, &known),
            };
            let mut report = Report { scope, rule: *rule, forms, seen: &mut seen, found };
            for variant in variants {
                let by_letter = matches!(parameters.class, NameClass::Spelling | NameClass::Ending | NameClass::Single);
                let told_apart = by_letter && report.are_told_apart(&variant);
                if !told_apart {
                    report.variant(variant);
                }
            }
        }
        for (rule, parameters) in styles() {
            style::find(scope, *rule, parameters, forms, found);
        }
    }
}

/// Places where a table of forms already compares the document with itself: by field and start of each word.
fn told_by_tables(scope: &Scope<'_>, found: &Found) -> FxHashSet<(u32, usize)> {
    let mut forms: FxHashMap<RuleIndex, (u32, bool)> = FxHashMap::default();
    for one in &found.uses {
        let (first, mixed) = forms.entry(one.rule).or_insert((one.form, false));
        *mixed |= *first != one.form;
    }
    let mut told = FxHashSet::default();
    for one in found.uses.iter().filter(|one| forms[&one.rule].1) {
        let analysis = &scope.fields[one.field];
        let tokens = analysis.token_at(one.view.start())..analysis.token_at(one.view.end());
        told.extend(analysis.tokens[tokens].iter().map(|token| (one.field as u32, token.span.start())));
    }
    told
}

/// The hits of one rule.
struct Report<'a, 'd, 'f> {
    scope: &'a Scope<'d>,
    rule: RuleIndex,
    forms: &'a [Form<'f>],
    /// Words reported already, by this rule or another, by field and start.
    seen: &'a mut FxHashSet<(u32, usize)>,
    found: &'a mut Found,
}

impl Report<'_, '_, '_> {
    /// Whether the text itself treats the writings as two names: it names both in one sentence, or one as a man and
    /// one as a woman.
    fn are_told_apart(&self, variant: &Variant) -> bool {
        let form = |sides: &Vec<Side>| &self.forms[sides[0].form];
        let (one, other) = (form(&variant.writings[0]), form(&variant.writings[1]));
        let genders = one.gender().zip(other.gender()).is_some_and(|(one, other)| one != other);
        // A known word beside one that is none is a name that was misspelled, wherever it stands.
        genders || variant.known.is_none() && self.share_a_sentence(&one.uses, &other.uses)
    }

    /// Whether two forms stand in one sentence; both lists are in order, and read once.
    fn share_a_sentence(&self, one: &[Use], other: &[Use]) -> bool {
        let (mut a, mut b) = (one.iter().peekable(), other.iter().peekable());
        while let (Some(first), Some(second)) = (a.peek(), b.peek()) {
            let sentence = |at: &Use| (at.field, self.scope.fields[at.field as usize].sentence(at.span.start()).start);
            if sentence(first) == sentence(second) {
                return true;
            }
            if (first.field, first.span) < (second.field, second.span) {
                a.next()
            } else {
                b.next()
            };
        }
        false
    }

    /// Reports each place of the writings that are not the one to use.
    fn variant(&mut self, variant: Variant) {
        if self.is_of_house(&variant) {
            return;
        }
        let count = |sides: &[Side]| sides.iter().map(|side| self.forms[side.form].count()).sum::<usize>();
        let first = |sides: &[Side]| sides.iter().map(|side| self.forms[side.form].first()).min();
        let Some(best) = self.in_tables(&variant).or(variant.known).or_else(|| {
            (0..variant.writings.len())
                .min_by_key(|&at| (Reverse(count(&variant.writings[at])), first(&variant.writings[at])))
        }) else {
            return;
        };
        let mut right: Vec<(Use, Range<usize>)> = self.places(&variant.writings[best]);
        right.sort_by_key(|(one, _)| (one.headline, one.field, one.span));
        let (Some((witness, range)), Some(side)) = (right.first().cloned(), variant.writings[best].first()) else {
            return;
        };
        let written = side.text(self.forms);
        for (_, writing) in variant.writings.iter().enumerate().filter(|(index, _)| *index != best) {
            for (one, part) in self.places(writing) {
                self.place(&one, part, written, (&witness, range.clone()));
            }
        }
    }

    /// Whether all writings have the letters of one name that the house writes: what is none of its forms is told by that.
    fn is_of_house(&self, variant: &Variant) -> bool {
        let forms = variant.writings.iter().flatten().map(|side| letters_of(self.forms[side.form].text));
        let mut forms = forms.peekable();
        let Some(first) = forms.peek().cloned() else { return false };
        let is_name = |entity: &Entity| entity.house && letters_of(&entity.name) == first;
        self.scope.entities_named(&first).any(|(_, entity)| is_name(entity)) && forms.all(|form| form == first)
    }

    /// The writing that the entity tables want, if they know the name and the text has it.
    fn in_tables(&self, variant: &Variant) -> Option<usize> {
        variant.writings.iter().position(|sides| {
            let text = sides[0].text(self.forms);
            self.scope.entities_named(&letters_of(text)).any(|(_, entity)| *entity.name == *text)
        })
    }

    fn places(&self, sides: &[Side]) -> Vec<(Use, Range<usize>)> {
        let mut places = Vec::new();
        for side in sides {
            places.extend(self.forms[side.form].uses.iter().map(|one| (*one, side.range(self.forms))));
        }
        places
    }

    fn place(&mut self, one: &Use, part: Range<usize>, written: &str, witness: (&Use, Range<usize>)) {
        let at = |base: Span, part: &Range<usize>| Span::new(base.start() + part.start, base.start() + part.end);
        let analysis = &self.scope.fields[one.field as usize];
        let view = at(one.span, &part);
        let tokens = analysis.token_at(view.start())..analysis.token_at(view.end());
        if analysis.tokens[tokens.clone()].iter().any(|token| self.seen.contains(&(one.field, token.span.start()))) {
            return;
        }
        let Some(neighbours) = self.scope.holds(self.rule, one.field as usize, view) else { return };
        self.seen.extend(analysis.tokens[tokens].iter().map(|token| (one.field, token.span.start())));
        let mut hit = Hit::new(self.rule, one.field as usize, analysis, view);
        hit.suggest = vec![written.into()];
        hit.groups.push(("other".into(), written.to_owned()));
        hit.add_neighbours(&neighbours, analysis);
        let (field, span) = (witness.0.field as usize, at(witness.0.span, &witness.1));
        hit.relate(field, &self.scope.fields[field], span, format!("{written} here"));
        self.found.hits.push(hit);
    }
}
