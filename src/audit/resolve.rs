//! From a hit to a finding that owns its place: positions, excerpt, text, fingerprint.

use crate::checks::{FormUse, Scope, Witness};
use crate::corpus::Sample;
use crate::document::Document;
use crate::finding::{Excerpt, Finding, FingerprintSeed, Related, Site, Suggestion};
use crate::rules::model::Rule;
use crate::rules::validity::day_of;
use crate::source::{Layer, Span, TextIndex};
use std::sync::Arc;

/// Resolves hits of one document; keeps an index of each field that it was asked about.
pub struct Resolver<'a> {
    scope: &'a Scope<'a>,
    lang: Option<Arc<str>>,
    indexes: Vec<Option<TextIndex>>,
}

/// Most bytes of a line kept on either side of a span.
const EXCERPT_REACH: usize = 240;
/// Most bytes of a span kept in an excerpt.
const LONGEST_EXCERPT: usize = 2_000;

impl<'a> Resolver<'a> {
    /// A resolver of a document that is audited in `lang`.
    pub fn new(scope: &'a Scope<'a>, lang: Option<Arc<str>>) -> Self {
        let mut indexes = Vec::new();
        indexes.resize_with(scope.fields.len(), || None);
        Resolver { scope, lang, indexes }
    }

    /// The document with its analyses.
    pub fn scope(&self) -> &'a Scope<'a> {
        self.scope
    }

    /// What the rule files say of the document's language.
    pub fn language(&self) -> Option<&'a crate::rules::language::Language> {
        self.scope.program.language(self.lang.as_deref()?).map(crate::text::LanguageTools::data)
    }

    /// The language that it is audited in.
    pub fn lang(&self) -> Option<&Arc<str>> {
        self.lang.as_ref()
    }

    /// The site of a span of a field's text.
    pub fn site(&mut self, field: usize, span: Span) -> Site {
        let characters = self.characters(field, span);
        site_of(self.scope.document, self.lang.clone(), field, span, characters)
    }

    /// Another place that a hit rests on.
    pub fn related(&mut self, witness: &Witness) -> Related {
        Related { site: self.site(witness.field, witness.span), message: witness.note.clone() }
    }

    /// The Unicode scalar offsets of a span in the whole decoded field.
    pub fn characters(&mut self, field: usize, span: Span) -> (u64, u64) {
        let of = &self.scope.document.fields[field];
        let index = self.indexes[field].get_or_insert_with(|| TextIndex::of(&of.text));
        let at = |offset: usize| of.base_chars + u64::from(index.counts(&of.text, offset).0);
        (at(span.start()), at(span.end()))
    }

    /// What the fingerprint of a finding at a span of the view is made of.
    pub fn seed(&self, rule: &str, field: usize, view: Span) -> FingerprintSeed {
        let Words { text, before, after } = self.words_around(field, view);
        FingerprintSeed::new(&self.scope.document.key, rule, text, &before, &after)
    }

    /// A span of the view and the tokens beside it, normalised. They are of its paragraph, so that a paragraph may move
    /// without renaming its findings.
    pub fn words_around(&self, field: usize, view: Span) -> Words<'a> {
        let analysis = &self.scope.fields[field];
        let first = analysis.token_at(view.start());
        let after = analysis.token_at(view.end());
        let text = |range: std::ops::Range<usize>| -> Vec<&'a str> {
            analysis.tokens[range].iter().map(|token| analysis.folded(token.span)).collect()
        };
        let paragraph = analysis.paragraph(view.start());
        let (from, to) = (analysis.token_at(paragraph.start()), analysis.token_at(paragraph.end()));
        Words {
            text: analysis.folded(view),
            before: text(first.saturating_sub(3).max(from).min(first)..first),
            after: text(after..(after + 3).min(to).max(after)),
        }
    }

    /// What text put at a span has to be escaped for, outermost first; nothing if it cannot be replaced in the raw file.
    pub fn layers(&self, field: usize, span: Span) -> Option<Vec<Layer>> {
        let map = &self.scope.document.fields[field].map;
        map.editable(span).then(|| map.layers(span))
    }

    /// Whether the document says on which day it was published.
    pub fn is_dated(&self) -> bool {
        self.scope.document.date.as_deref().is_some_and(|date| day_of(date).is_some())
    }

    /// A use of a form, complete enough to be reported when the document is gone.
    pub fn sample(&mut self, rule: &str, one: &FormUse) -> Sample {
        Sample {
            site: self.site(one.field, one.span),
            seed: self.seed(rule, one.field, one.view),
            layers: self.layers(one.field, one.span),
            dated: self.is_dated(),
        }
    }
}

/// What a fingerprint takes of a text.
pub struct Words<'a> {
    pub text: &'a str,
    /// The tokens before and after it, three at most.
    pub before: Vec<&'a str>,
    pub after: Vec<&'a str>,
}

/// The site of a span of a field's text, whose Unicode scalar offsets in the whole field are known.
pub fn site_of(
    document: &Document,
    lang: Option<Arc<str>>,
    field: usize,
    span: Span,
    (start, end): (u64, u64),
) -> Site {
    let of = &document.fields[field];
    Site {
        place: document.raw.place(of.map.raw(span)),
        document: document.id.clone(),
        item: document.item.clone(),
        lang,
        field: of.name.clone(),
        start,
        end,
        text: of.text[span.range()].to_owned(),
        excerpt: excerpt(&of.text, span),
    }
}

/// A finding of a rule at a site, its fingerprint still without the ordinal of its document.
pub fn finding(rule: &Rule, message: String, site: Site, suggestions: Vec<Suggestion>) -> Finding {
    Finding {
        rule: rule.id.clone(),
        kind: rule.kind,
        severity: rule.severity,
        impact: rule.impact,
        confidence: rule.confidence,
        category: rule.category.clone(),
        message,
        site,
        related: Vec::new(),
        suggestions,
        fingerprint: FingerprintSeed::new("", "", "", &[], &[]).with_ordinal(0),
    }
}

/// The lines of a text that hold a span, cut where they are very long.
pub(super) fn excerpt(text: &str, span: Span) -> Excerpt {
    let line_start = text[..span.start()].rfind('\n').map_or(0, |newline| newline + 1);
    let shown_end = floor(text, span.end().min(span.start() + LONGEST_EXCERPT));
    let line_end = text[shown_end..].find('\n').map_or(text.len(), |newline| shown_end + newline);
    let start = floor(text, line_start.max(span.start().saturating_sub(EXCERPT_REACH)));
    let end = floor(text, line_end.min(shown_end + EXCERPT_REACH));
    let shown = text[start..end].trim_end_matches('\r');
    Excerpt {
        text: shown.to_owned(),
        start: (span.start() - start) as u32,
        end: ((shown_end - start).min(shown.len())) as u32,
        cut_before: start > line_start,
        cut_after: end < line_end || shown_end < span.end(),
    }
}

fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_whole_lines_unless_they_are_long() {
        let text = "first\nthe second line\nthird";
        let shown = excerpt(text, Span::new(10, 16));
        assert_eq!((&*shown.text, shown.start, shown.cut_before), ("the second line", 4, false));
        let wrapped = excerpt(text, Span::new(17, 27));
        assert_eq!(wrapped.text, "the second line\nthird");
        let long = format!("{}é漢{}", "x".repeat(5_000), "y".repeat(5_000));
        let shown = excerpt(&long, Span::new(5_000, 5_005));
        assert_eq!(&shown.text[shown.start as usize..shown.end as usize], "é漢");
        assert!(shown.cut_before && shown.cut_after && shown.text.len() < 600);
        let huge = excerpt(&long, Span::new(0, long.len()));
        assert!(huge.text.len() < 3_000 && huge.cut_after);
    }
}
