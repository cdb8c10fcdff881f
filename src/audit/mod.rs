//! The auditor: rules and settings in, findings of documents out.

mod claims;
mod compare;
mod dated;
mod document;
mod examples;
mod house;
pub mod measure;
mod pipeline;
mod residue;
mod resolve;
mod suggest;
#[cfg(test)]
mod tests;
mod together;
mod typeset;
mod variations;

pub use document::{Counts, DocumentAudit};
pub use examples::{ExampleFailure, ExampleReport, test_examples};
pub use pipeline::{Audited, Auditors, Compared, Outcome, run};
pub use residue::CORPUS_KEY;

use crate::checks::{FormUse, Found, Hit, Program, Scope, TextUnit};
use crate::corpus::{Evidence, GroupKey, Reach};
use crate::document::{Document, FieldText};
use crate::finding::{Finding, Kind, Severity};
use crate::lexicon::Dictionary;
use crate::rules::model::{CheckSpec, Rule, Scope as RuleScope, Variants};
use crate::rules::string::Str;
use crate::rules::{RuleIndex, RuleSet};
use crate::source::Span;
use crate::text::{Analysis, Detector};
use claims::Claims;
use document::{Pending, Unit, with_ordinals};
use resolve::Resolver;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// How documents are audited.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The language of all texts, whatever they say (`--lang`).
    pub lang: Option<Arc<str>>,
    /// The language of texts that do not say (the config's `lang`).
    pub default_lang: Option<Arc<str>>,
    /// Findings below are counted, not made.
    pub min_severity: Severity,
    /// Whether all documents of a run are compared with each other.
    pub corpus: bool,
    /// Whether the items of each feed are compared with each other.
    pub feeds: bool,
    /// Whether each rule is looked at by itself, so that none is silent because another one tells the same.
    pub rules_apart: bool,
    /// Words that are right although no word list has them.
    pub dictionary: Arc<Dictionary>,
    /// Whether the texts of documents that are held whole are handed on with their findings.
    pub keep_texts: bool,
    /// Whether every place of a form that deviates is kept, rather than the first few: to repair them all at once.
    pub all_places: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            lang: None,
            default_lang: None,
            min_severity: Severity::Info,
            corpus: false,
            feeds: true,
            rules_apart: false,
            dictionary: Arc::default(),
            keep_texts: false,
            all_places: false,
        }
    }
}

/// Where the language of a document is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LanguageOrigin {
    /// `--lang`.
    Argument,
    /// The document says so.
    Document,
    /// The config says so.
    Config,
    /// Its words tell.
    Detected,
    /// Not known: only rules for any language ran.
    Unknown,
}

/// Audits documents; shared by threads.
pub struct Auditor {
    program: Arc<Program>,
    settings: Settings,
    detector: Arc<Detector>,
    /// Rules whose forms or texts are compared with those of other places.
    rules_by_id: Arc<FxHashMap<Str, RuleIndex>>,
    /// Whether an active rule compares documents with each other.
    compares: bool,
}

impl Auditor {
    /// An auditor that runs the rules with these indexes, in rising order.
    pub fn new(rules: Arc<RuleSet>, active: &[RuleIndex], settings: Settings) -> Self {
        let compared = (0..).zip(&rules.rules).filter(|(_, rule)| {
            matches!(rule.check, CheckSpec::Variants(_))
                || rule.check.compares_documents()
                || rules.house_entity(rule).is_some()
        });
        let rules_by_id = compared.map(|(index, rule)| (rule.id.clone(), index)).collect();
        let detector = Arc::new(Detector::new(&rules.languages));
        let program = Arc::new(Program::new(rules, active, &settings.dictionary));
        let compares = active.iter().any(|index| {
            let rule = &program.rules.rules[*index as usize];
            rule.check.compares_documents() || house::is_counted(&program.rules, rule)
        });
        Auditor { program, settings, detector, rules_by_id: Arc::new(rules_by_id), compares }
    }

    /// The same rules, compiled once, for repairs: it keeps every place of a form that deviates, and compares no
    /// documents, because which of them is right is for people to say.
    pub fn for_repairs(&self) -> Self {
        let settings = Settings { all_places: true, corpus: false, feeds: false, ..self.settings.clone() };
        let (program, detector) = (self.program.clone(), self.detector.clone());
        Auditor { program, settings, detector, rules_by_id: self.rules_by_id.clone(), compares: false }
    }

    /// How many rules run.
    pub fn active_rules(&self) -> usize {
        self.program.active()
    }

    /// The name of a language that the rule files know, else its tag.
    pub fn language_name<'a>(&'a self, tag: &'a str) -> &'a str {
        self.program.language(tag).map_or(tag, |language| &language.data().name)
    }

    /// Audits a document that is held whole: its findings, in order of their places, and its evidence for the
    /// corpus.
    pub fn audit_document(&self, document: &Document) -> (Vec<Finding>, Evidence) {
        let audit = self.audit_window(document);
        let mut texts = Evidence::default();
        if let Some(reach) = self.reach(document) {
            together::texts_of(self, document, &audit, &reach, &mut texts);
            audit.claims.iter().for_each(|claims| claims.unpack(self, &reach, |_| true, &mut texts));
        }
        let (mut findings, mut evidence, mut counts) = self.finish(audit);
        self.hide_slight(&mut findings, &mut counts);
        evidence.merge(texts);
        (findings, evidence)
    }

    /// What the documents whose evidence was merged contradict each other in.
    pub fn audit_corpus(&self, evidence: &Evidence) -> Vec<Finding> {
        let (mut pending, mut counts) = (Vec::new(), Counts::default());
        self.compare(evidence, self.settings.min_severity, &mut pending, &mut counts);
        self.compare_texts(evidence, &residue::Removed::default(), &mut pending, &mut counts);
        with_ordinals(pending)
    }

    /// Audits one window of a document; [`DocumentAudit::merge`] the windows in order, then [`Auditor::finish`].
    pub fn audit_window(&self, document: &Document) -> DocumentAudit {
        self.audit_windows(&[document]).remove(0)
    }

    /// The same for several windows, of one document or of several, in their order: what each is told is the same, in less
    /// time.
    pub fn audit_windows(&self, documents: &[&Document]) -> Vec<DocumentAudit> {
        let fields: Vec<Vec<Analysis<'_>>> =
            documents.iter().map(|document| document.fields.iter().map(Analysis::of).collect()).collect();
        let languages: Vec<(Option<Arc<str>>, LanguageOrigin)> =
            documents.iter().zip(&fields).map(|(document, fields)| self.language(document, fields)).collect();
        let scopes: Vec<Scope<'_>> = (documents.iter().zip(fields).zip(&languages))
            .map(|((document, fields), (lang, _))| {
                self.program.scope(document, fields, lang.as_deref(), self.reach(document).is_some())
            })
            .collect();
        let found = self.program.run(&scopes);
        let audits = scopes.into_iter().zip(found).zip(&languages);
        audits.map(|((scope, found), language)| self.audit_of(scope, found, language.clone())).collect()
    }

    fn audit_of(
        &self,
        scope: Scope<'_>,
        mut found: Found,
        language: (Option<Arc<str>>, LanguageOrigin),
    ) -> DocumentAudit {
        let document = scope.document;
        let reach = self.reach(document);
        let overlap = document.window.held_before();
        if overlap > 0 {
            // The previous window held these whole, and reported them.
            found.hits.retain(|hit| hit.span.end() > overlap);
            found.uses.retain(|one| one.span.end() > overlap);
            found.house.retain(|one| one.span.end() > overlap);
            found.claims.retain(|one| one.span.end() > overlap);
            found.units.retain(|one| one.span.end() > overlap);
        }
        let mut resolver = Resolver::new(&scope, language.0.clone());
        // What is found in text that repeats is taken out later, shown or not.
        let least = if reach.is_some() { Severity::Info } else { self.settings.min_severity };
        let mut audit = DocumentAudit::new(least, Evidence::new(self.settings.all_places), words(&scope, overlap));
        self.add_hits(&mut resolver, &found, &mut audit);
        self.add_uses(&mut resolver, &found, reach.as_ref(), &mut audit);
        if let Some(reach) = &reach {
            audit.claims.extend(Claims::of(&resolver, &found));
            self.add_house(&scope.fields, &found, reach, &mut audit);
            let unit = |one: &TextUnit| Unit::of(one, resolver.characters(one.field, one.span));
            audit.units = found.units.iter().map(unit).collect();
        }
        audit.language = Some(language);
        audit.key = document.key.clone();
        audit.counts.ignored += found.ignored.places;
        audit.directives = found.ignored.uses;
        audit.document = Some((document.id.clone(), document.item.clone()));
        audit.texts = (self.settings.keep_texts && document.window.is_whole()).then(|| FieldText::of(document));
        audit
    }

    /// The findings of a document whose windows were merged, in order of their places, its evidence for the corpus,
    /// and what is counted.
    pub fn finish(&self, mut audit: DocumentAudit) -> (Vec<Finding>, Evidence, Counts) {
        let document = audit.evidence.split_documents();
        self.compare(&document, audit.least, &mut audit.pending, &mut audit.counts);
        audit.pending.sort_by(|a, b| a.finding.order().cmp(&b.finding.order()));
        (with_ordinals(audit.pending), audit.evidence, audit.counts)
    }

    fn language(&self, document: &Document, fields: &[Analysis<'_>]) -> (Option<Arc<str>>, LanguageOrigin) {
        let known = [
            (self.settings.lang.clone(), LanguageOrigin::Argument),
            (document.lang.clone(), LanguageOrigin::Document),
            (self.settings.default_lang.clone(), LanguageOrigin::Config),
        ];
        if let Some(first) = known.into_iter().find(|(lang, _)| lang.is_some()) {
            return first;
        }
        match self.detector.detect_in(fields) {
            Some(lang) => (Some(lang), LanguageOrigin::Detected),
            None => (None, LanguageOrigin::Unknown),
        }
    }

    fn rule(&self, index: RuleIndex) -> &Rule {
        &self.program.rules.rules[index as usize]
    }

    fn add_hits(&self, resolver: &mut Resolver<'_>, found: &Found, audit: &mut DocumentAudit) {
        // The longest first: two patterns of a rule may find the same place, or one a part of the other's.
        let fields = &resolver.scope().fields;
        let mut order: Vec<&Hit> = found.hits.iter().filter(|hit| !fields[hit.field].is_opaque(hit.view)).collect();
        order.sort_by_key(|hit| (hit.rule, hit.field, hit.span.start, std::cmp::Reverse(hit.span.end)));
        let mut last: Option<&Hit> = None;
        order.retain(|hit| {
            let inside = |last: &Hit| (last.rule, last.field) == (hit.rule, hit.field) && last.span.contains(hit.span);
            let repeats = last.is_some_and(inside);
            last = if repeats { last } else { Some(*hit) };
            !repeats
        });
        order.sort_by_key(|hit| (hit.field, hit.span, hit.rule));
        for hit in order {
            let rule = self.rule(hit.rule);
            let date = resolver.scope().document.date.as_deref();
            let Some(severity) = dated::severity(rule, date) else { continue };
            let severity = hit.at_most.map_or(severity, |most| severity.min(most));
            if !self.shows(rule, severity, 1, audit.least, &mut audit.counts) {
                continue;
            }
            let suggestions = suggest::suggestions(resolver, rule, hit);
            let matched = suggest::matched(rule, hit, resolver.scope());
            let message = rule.message.say(|hole| match hole {
                "match" => Some(matched.into()),
                "suggestion" => suggestions.first().map(|first| first.bare.as_str().into()),
                name => hit.groups.iter().find(|(known, _)| **known == *name).map(|(_, value)| value.as_str().into()),
            });
            let site = resolver.site(hit.field, hit.span);
            let seed = resolver.seed(&rule.id, hit.field, hit.view);
            let suggestions = suggestions.into_iter().map(|one| one.suggestion).collect();
            let mut finding = dated::with_severity(resolve::finding(rule, message, site, suggestions), severity);
            finding.related = hit.related.iter().map(|witness| resolver.related(witness)).collect();
            audit.pending.push(Pending { finding, seed });
        }
    }

    fn add_uses(&self, resolver: &mut Resolver<'_>, found: &Found, reach: Option<&Reach>, audit: &mut DocumentAudit) {
        let whole = resolver.scope().document.window.is_whole();
        // What the house writes otherwise is told by its name, whatever else a text uses.
        let house = self.told_by_house(found);
        let told_by_house = |one: &&FormUse| house.get(&one.field).is_some_and(|cover| cover.overlaps(one.view));
        let uses: Vec<&FormUse> = found.uses.iter().filter(|one| !told_by_house(one)).collect();
        // For each rule the first form used, and whether another was.
        let mut forms: FxHashMap<RuleIndex, (u32, bool)> = FxHashMap::default();
        for one in &uses {
            let (first, mixed) = forms.entry(one.rule).or_insert((one.form, false));
            *mixed |= *first != one.form;
        }
        let mut seen: Vec<(RuleIndex, u32)> = Vec::new();
        let fields = &resolver.scope().fields;
        // What a document is told by itself is not told again of the corpus.
        let told: FxHashSet<(usize, Span)> = (uses.iter())
            .filter(|one| {
                reach.is_some()
                    && !self.settings.rules_apart
                    && forms[&one.rule].1
                    && !self.rule(one.rule).check.compares_documents()
            })
            .map(|one| (one.field, one.span))
            .collect();
        let is_told =
            |one: &FormUse| self.rule(one.rule).check.compares_documents() && told.contains(&(one.field, one.span));
        for one in uses.into_iter().filter(|one| !is_told(one)).filter(|one| !fields[one.field].is_opaque(one.view)) {
            let rule = self.rule(one.rule);
            let CheckSpec::Variants(variants) = &rule.check else { continue };
            if dated::severity(rule, resolver.scope().document.date.as_deref()).is_none() {
                continue;
            }
            let reach = match (variants.scope, reach) {
                (RuleScope::Corpus, Some(reach)) => reach.clone(),
                (RuleScope::Corpus, None) => continue,
                // A whole document that keeps to one form has nothing to compare.
                // Unless it is not the form that the house wants.
                _ if whole && !forms[&one.rule].1 && !deviates(variants, one.form) => continue,
                _ => Reach::Document(resolver.scope().document.key.clone()),
            };
            let new = !seen.contains(&(one.rule, one.form));
            if new {
                seen.push((one.rule, one.form));
            }
            let key = GroupKey::of_rule(reach, rule.id.clone());
            audit.evidence.add(key, &variants.forms[one.form as usize], new, || resolver.sample(&rule.id, one));
        }
    }

    /// Drops the findings of a document that waited below the least severity, and counts them.
    pub(crate) fn hide_slight(&self, findings: &mut Vec<Finding>, counts: &mut Counts) {
        findings.retain(|finding| {
            let shown = finding.kind == Kind::Label || finding.severity >= self.settings.min_severity;
            if !shown {
                counts.hidden += 1;
                counts.hidden_impacts.add(finding.impact, 1);
            }
            shown
        });
    }

    /// Counts findings of a rule that have this severity; whether they are shown.
    fn shows(&self, rule: &Rule, severity: Severity, findings: u64, least: Severity, counts: &mut Counts) -> bool {
        if rule.kind == Kind::Label {
            return true;
        }
        counts.worst = counts.worst.max(Some(severity));
        let shown = severity >= least;
        if !shown {
            counts.hidden += findings;
            counts.hidden_impacts.add(dated::impact(rule, severity), findings);
        }
        shown
    }
}

/// Whether a form is not the one that the house wants.
fn deviates(variants: &Variants, form: u32) -> bool {
    variants.house && variants.prefer != Some(form)
}

/// Words of a document, without those that the previous window counted.
fn words(scope: &Scope<'_>, overlap: usize) -> u64 {
    let count = |field: &Analysis<'_>| {
        if overlap == 0 {
            return field.tokens.len();
        }
        let end = field.view.to_view(Span::new(0, overlap.min(field.field.text.len()))).end();
        field.tokens.len() - field.token_at(end)
    };
    scope.fields.iter().map(count).sum::<usize>() as u64
}
