//! `boilerplate`: the paragraphs, sentences, leads and endings of a document, to be counted over its corpus.

use super::program::Scope;
use super::{Build, Check, Found, TextUnit};
use crate::document::FieldKind;
use crate::rules::RuleIndex;
use crate::rules::boilerplate::Boilerplate;
use crate::rules::model::CheckSpec;
use crate::source::Span;
use crate::text::Analysis;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// Most texts of a document that are counted.
const MOST_UNITS: usize = 4096;

struct Repeats {
    rules: Vec<(RuleIndex, Boilerplate)>,
}

/// The check of all active `boilerplate` rules.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let of = |(index, rule): (RuleIndex, &crate::rules::Rule)| match &rule.check {
        CheckSpec::Boilerplate(parameters) => Some((index, parameters.clone())),
        _ => None,
    };
    let rules: Vec<_> = build.active().filter_map(of).collect();
    (!rules.is_empty()).then(|| Box::new(Repeats { rules }) as Box<dyn Check>)
}

impl Check for Repeats {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        if !scope.compared {
            return;
        }
        for (rule, parameters) in self.rules.iter().filter(|(rule, _)| scope.speaks(*rule)) {
            let mut units = Units { rule: *rule, parameters, seen: FxHashSet::default(), found };
            for (field, analysis) in scope.fields.iter().enumerate() {
                if !matches!(analysis.field.kind, FieldKind::Title | FieldKind::Unit) {
                    units.field(field, analysis);
                }
            }
        }
    }
}

/// What part of a text a digest is of: a lead is not the same as a sentence of the same words.
#[derive(Clone, Copy, Hash)]
enum Part {
    Whole,
    Lead,
    End,
}

struct Units<'a> {
    rule: RuleIndex,
    parameters: &'a Boilerplate,
    /// Digests of the document so far: a text counts once.
    seen: FxHashSet<u64>,
    found: &'a mut Found,
}

impl Units<'_> {
    fn field(&mut self, field: usize, analysis: &Analysis<'_>) {
        let last = analysis.paragraphs().last();
        for paragraph in analysis.paragraphs() {
            if self.seen.len() >= MOST_UNITS {
                return;
            }
            let whole = self.sentence(field, analysis, paragraph, None);
            let sentences = analysis.sentences(paragraph.start());
            let mut first = whole;
            if sentences.len() > 1 {
                for (at, sentence) in sentences.iter().enumerate() {
                    let digest = self.sentence(field, analysis, *sentence, whole);
                    if at == 0 {
                        first = digest.or(whole);
                    }
                }
            }
            self.lead(field, analysis, paragraph, first);
            if Some(paragraph) == last {
                let end = sentences.last().filter(|_| sentences.len() > 1);
                let parent = end.map(|end| digest(analysis, *end, Part::Whole)).or(whole);
                self.ending(field, analysis, paragraph, parent);
            }
        }
    }

    /// A paragraph or a sentence, if it is long enough to say something.
    fn sentence(&mut self, field: usize, analysis: &Analysis<'_>, span: Span, parent: Option<u64>) -> Option<u64> {
        let words = analysis.token_at(span.end()) - analysis.token_at(span.start());
        if words < self.parameters.min_words as usize || !has_letters(analysis.text(span), self.parameters.min_letters)
        {
            return None;
        }
        self.add(field, analysis, trimmed(analysis, span), Part::Whole, parent)
    }

    /// What stands before a colon at the start of a paragraph, where something follows.
    fn lead(&mut self, field: usize, analysis: &Analysis<'_>, paragraph: Span, parent: Option<u64>) {
        let first = analysis.token_at(paragraph.start());
        let after = (first + self.parameters.lead_words as usize).min(analysis.tokens.len());
        let Some(last) = analysis.tokens[first..after].last() else { return };
        let reach = last.span.end().min(paragraph.end());
        let text = analysis.view.text();
        // The colon may stand just behind the last word.
        let reach = text[reach..paragraph.end()].chars().next().map_or(reach, |next| reach + next.len_utf8());
        let Some((at, colon)) = text[paragraph.start()..reach].char_indices().find(|(_, c)| matches!(c, ':' | '：'))
        else {
            return;
        };
        let span = Span::new(paragraph.start(), paragraph.start() + at + colon.len_utf8());
        let words = analysis.token_at(span.end()) - first;
        if words >= 2 && !text[span.end()..paragraph.end()].trim().is_empty() {
            self.add(field, analysis, trimmed(analysis, span), Part::Lead, parent);
        }
    }

    /// The last words of the last paragraph.
    fn ending(&mut self, field: usize, analysis: &Analysis<'_>, paragraph: Span, parent: Option<u64>) {
        let words = self.parameters.edge_words as usize;
        let (first, end) = (analysis.token_at(paragraph.start()), analysis.token_at(paragraph.end()));
        if words > 0 && end - first > words {
            let start = analysis.tokens[end - words].span.start();
            self.add(field, analysis, trimmed(analysis, Span::new(start, paragraph.end())), Part::End, parent);
        }
    }

    fn add(
        &mut self,
        field: usize,
        analysis: &Analysis<'_>,
        view: Span,
        part: Part,
        parent: Option<u64>,
    ) -> Option<u64> {
        let digest = digest(analysis, view, part);
        if self.seen.insert(digest) {
            let span = analysis.view.to_field(view);
            self.found.units.push(TextUnit { rule: self.rule, digest, parent, field, span, view });
        }
        Some(digest)
    }
}

fn trimmed(analysis: &Analysis<'_>, span: Span) -> Span {
    let text = analysis.text(span);
    let start = span.start() + text.len() - text.trim_start().len();
    Span::new(start, (span.start() + text.trim_end().len()).max(start))
}

/// Whether a text has at least so many letters.
fn has_letters(text: &str, least: u32) -> bool {
    let least = least as usize;
    least == 0 || text.chars().filter(|c| c.is_alphabetic()).nth(least - 1).is_some()
}

fn digest(analysis: &Analysis<'_>, span: Span, part: Part) -> u64 {
    let mut hasher = FxHasher::default();
    part.hash(&mut hasher);
    analysis.folded(trimmed(analysis, span)).hash(&mut hasher);
    hasher.finish()
}
