//! The program: all active rules, compiled; and the scope of one document that it runs over.

use super::classes::ClassIndex;
use super::conditions::{Memo, Neighbours, Tests};
use super::entities::EntityIndex;
use super::gather::gather;
use super::literals::{LiteralsBuilder, Occurrence};
use super::{BUILDERS, Build, Check, Found, ignored};
use crate::document::Document;
use crate::lexicon::Dictionary;
use crate::rules::entity::{Entity, EntityKind};
use crate::rules::model::covers;
use crate::rules::string::Str;
use crate::rules::{RuleIndex, RuleSet};
use crate::source::Span;
use crate::text::{Analysis, LanguageTools};
use std::sync::{Arc, OnceLock};

/// Active rules, compiled once and shared by all threads.
pub struct Program {
    /// The rules that it was made from.
    pub rules: Arc<RuleSet>,
    languages: Vec<LanguageTools>,
    classes: ClassIndex,
    literals: LiteralsBuilder,
    checks: Vec<Box<dyn Check>>,
    /// The conditions of each rule, made ready when it first matches.
    conditions: Vec<OnceLock<Option<Box<Tests>>>>,
    entities: OnceLock<EntityIndex>,
    active: Vec<RuleIndex>,
    /// The pack of each rule, and whether it speaks of some languages only: a rule is large, and asked for this often.
    packs_of_rules: Vec<(u32, bool)>,
}

/// One document with everything that checks read of it.
pub struct Scope<'a> {
    /// The program.
    pub program: &'a Program,
    /// The document.
    pub document: &'a Document,
    /// Its language, if it is known.
    pub lang: Option<&'a str>,
    /// The analyses of its fields, in their order.
    pub fields: Vec<Analysis<'a>>,
    /// Whether it is compared with other documents.
    pub compared: bool,
    /// Whether each pack speaks of a text in this language, from this source language.
    packs: Vec<bool>,
    /// Literals found, by check and field.
    occurrences: Vec<Vec<Vec<Occurrence>>>,
    /// Answers of conditions.
    pub memo: Memo,
}

impl Program {
    /// Compiles the active rules, given by index in rising order; `dictionary` holds words that are right.
    pub fn new(rules: Arc<RuleSet>, active: &[RuleIndex], dictionary: &Arc<Dictionary>) -> Self {
        let mut literals = LiteralsBuilder::default();
        let mut checks = Vec::new();
        for build in BUILDERS {
            literals.check = checks.len() as u32;
            checks.extend(build(&mut Build { rules: &rules, active, dictionary, literals: &mut literals }));
        }
        Program {
            languages: rules.languages.iter().map(LanguageTools::new).collect(),
            classes: ClassIndex::new(&rules),
            literals,
            checks,
            conditions: rules.rules.iter().map(|_| OnceLock::new()).collect(),
            entities: OnceLock::new(),
            active: active.to_vec(),
            packs_of_rules: rules.rules.iter().map(|rule| (rule.pack, !rule.languages.is_empty())).collect(),
            rules,
        }
    }

    /// How many rules run.
    pub fn active(&self) -> usize {
        self.active.len()
    }

    /// The rules that run, in rising order.
    pub fn active_rules(&self) -> impl Iterator<Item = RuleIndex> {
        self.active.iter().copied()
    }

    /// The entities of all its rules by their names.
    pub fn entities(&self) -> &EntityIndex {
        self.entities.get_or_init(|| EntityIndex::new(&self.rules))
    }

    /// The tools of a language; `en` also serves `en-GB`.
    pub fn language(&self, tag: &str) -> Option<&LanguageTools> {
        self.languages.iter().find(|language| covers(&language.data().code, tag))
    }

    /// The scope of the analysed fields of a document whose language is `lang`; `compared` if it is one of a corpus.
    pub fn scope<'a>(
        &'a self,
        document: &'a Document,
        fields: Vec<Analysis<'a>>,
        lang: Option<&'a str>,
        compared: bool,
    ) -> Scope<'a> {
        let tools = lang.and_then(|tag| self.language(tag));
        let fields: Vec<Analysis<'a>> = fields.into_iter().map(|field| field.in_language(tools)).collect();
        let packs = self.rules.packs.iter().map(|pack| {
            let target = pack.target_language.as_ref();
            let target_fits = target.is_none_or(|target| lang.is_some_and(|lang| covers(target, lang)));
            let source = document.source_lang.as_ref();
            let source_fits = pack.source_languages.is_empty()
                || source.is_none_or(|source| pack.source_languages.iter().any(|about| covers(about, source)));
            target_fits && source_fits
        });
        let packs: Vec<bool> = packs.collect();
        let literals = self.literals.speaking(&packs);
        let mut occurrences = vec![Vec::with_capacity(fields.len()); self.checks.len()];
        for field in &fields {
            for (check, found) in literals.scan(field, self.checks.len()).into_iter().enumerate() {
                occurrences[check].push(found);
            }
        }
        Scope { program: self, document, lang, fields, compared, packs, occurrences, memo: Memo::default() }
    }

    /// Runs all checks over each of these documents: one check over all of them before the next one, so that a processor
    /// need not fetch what every check is made of for each short text again.
    pub fn run(&self, scopes: &[Scope<'_>]) -> Vec<Found> {
        let mut found: Vec<Found> = scopes.iter().map(|_| Found::default()).collect();
        for (index, check) in self.checks.iter().enumerate() {
            for (scope, found) in scopes.iter().zip(&mut found) {
                found.check = index;
                check.run(scope, found);
            }
        }
        for (scope, found) in scopes.iter().zip(&mut found) {
            ignored::leave_out(scope, found);
            gather(&self.rules, found);
        }
        found
    }
}

impl Scope<'_> {
    /// The literals of a check that were found in a field, in order of their ends.
    pub fn occurrences(&self, check: usize, field: usize) -> &[Occurrence] {
        &self.occurrences[check][field]
    }

    /// Whether a rule speaks of this document.
    pub fn speaks(&self, rule: RuleIndex) -> bool {
        let (pack, of_some) = self.program.packs_of_rules[rule as usize];
        self.packs[pack as usize] && (!of_some || self.is_in_one_of(&self.program.rules.rules[rule as usize].languages))
    }

    /// Whether the text is known to be in one of these languages.
    fn is_in_one_of(&self, languages: &[Str]) -> bool {
        self.lang.is_some_and(|lang| languages.iter().any(|range| covers(range, lang)))
    }

    /// The entities with this name (folded by [`crate::text::fold::letters`]) whose packs speak of this document.
    pub fn entities_named<'s>(&'s self, folded: &str) -> impl Iterator<Item = (RuleIndex, &'s Entity)> {
        self.entities_of(self.program.entities().named(folded))
    }

    /// The code of the country that this is a name, or the adjective, of (folded by [`crate::text::fold::letters`]).
    pub fn country(&self, folded: &str) -> Option<&str> {
        let index = self.program.entities();
        let places = index.named(folded).iter().chain(index.of_people(folded));
        let entities = places.filter_map(|rule| self.program.rules.entity(*rule));
        entities.filter(|entity| entity.kind == EntityKind::Place).find_map(|entity| entity.country.as_deref())
    }

    /// The entities with this acronym whose packs speak of this document.
    pub fn entities_lettered<'s>(&'s self, acronym: &str) -> impl Iterator<Item = (RuleIndex, &'s Entity)> {
        self.entities_of(self.program.entities().lettered(acronym))
    }

    /// Those among the rules that an [`EntityIndex`] found whose packs speak of this document.
    pub fn entities_of<'s>(&'s self, found: &'s [RuleIndex]) -> impl Iterator<Item = (RuleIndex, &'s Entity)> {
        let speaking = found.iter().filter(|rule| self.speaks(**rule));
        speaking.filter_map(|rule| Some((*rule, self.program.rules.entity(*rule)?)))
    }

    /// The word classes.
    pub fn classes(&self) -> &ClassIndex {
        &self.program.classes
    }

    /// The neighbours, if the conditions of a rule hold for a match at `span` of the view of a field.
    pub fn holds(&self, rule: RuleIndex, field: usize, span: Span) -> Option<Neighbours> {
        let index = rule as usize;
        match self.program.conditions[index].get_or_init(|| Tests::of(&self.program.rules.rules[index])) {
            None => Some(Neighbours::default()),
            Some(tests) => tests.hold(self, field, span),
        }
    }
}
