//! Examples are tests: runs the examples of rules, each against its own rule alone, and says what differed.

use super::variations::variations;
use super::{Auditor, Settings};
use crate::corpus::Evidence;
use crate::document::{Document, Field, FieldKind, Window};
use crate::finding::Finding;
use crate::lexicon::{Dictionary, for_language};
use crate::rules::RuleIndex;
use crate::rules::model::{CheckSpec, Example, ExampleText, Rule, RuleSet};
use crate::rules::string::Str;
use crate::source::{RawText, Span};
use std::sync::Arc;

/// What the examples came to.
#[derive(Debug, Default)]
pub struct ExampleReport {
    /// Rules that have examples and were tested.
    pub rules: usize,
    /// Examples run, as written.
    pub examples: usize,
    /// Variations of them run.
    pub variations: usize,
    /// Bad examples that were not run, because their language has no word list.
    pub unlisted: usize,
    /// What differed.
    pub failures: Vec<ExampleFailure>,
}

/// An example that did not do what it says.
#[derive(Debug)]
pub struct ExampleFailure {
    /// Full id of the rule.
    pub rule: Str,
    /// Its rule file.
    pub file: Str,
    /// 1-based line of the example in the file.
    pub line: u32,
    /// What was done to the example, if it failed only so.
    pub variation: Option<&'static str>,
    /// What differed, in a sentence.
    pub what: String,
    /// The text with what was found marked `[[…]]` and `{{…}}`.
    pub found: String,
    /// The text with what was expected, marked alike.
    pub expected: String,
}

/// Runs the examples of the rules with these indexes; `dictionary` holds the user's words and word lists.
pub fn test_examples(rules: &Arc<RuleSet>, tested: &[RuleIndex], dictionary: &Arc<Dictionary>) -> ExampleReport {
    let settings = Settings { corpus: true, rules_apart: true, dictionary: dictionary.clone(), ..Settings::default() };
    let auditor = Auditor::new(rules.clone(), tested, settings);
    let mut report = ExampleReport::default();
    for &index in tested {
        let rule = &rules.rules[index as usize];
        report.rules += usize::from(!rule.docs.examples.is_empty());
        for example in &rule.docs.examples {
            let language = example.lang.as_ref().or(rules.pack_of(rule).target_language.as_ref());
            let listed = language.is_none_or(|tag| for_language(tag).is_some() || dictionary.speaks(tag));
            if example.bad && rule.check.needs_word_list() && !listed {
                report.unlisted += 1;
                continue;
            }
            test_example(&auditor, rules, rule, example, &mut report);
        }
    }
    report
}

fn test_example(auditor: &Auditor, rules: &RuleSet, rule: &Rule, example: &Example, report: &mut ExampleReport) {
    report.examples += 1;
    let run = Run { auditor, rules, rule, example };
    let before = report.failures.len();
    report.failures.extend(run.compare(&example.documents, None));
    report.failures.extend(run.compare_fixed());
    let varied = matches!(rule.check, CheckSpec::Phrase(_) | CheckSpec::Variants(_) | CheckSpec::Entity(_));
    if example.bad && varied && report.failures.len() == before {
        for (name, documents) in variations(rule, &example.documents) {
            report.variations += 1;
            report.failures.extend(run.compare(&documents, Some(name)));
        }
    }
}

struct Run<'a> {
    auditor: &'a Auditor,
    rules: &'a RuleSet,
    rule: &'a Rule,
    example: &'a Example,
}

impl Run<'_> {
    /// The findings of the rule in these texts; all documents of an example are one corpus.
    fn findings(&self, texts: &[ExampleText]) -> Vec<Finding> {
        let mut evidence = Evidence::default();
        let mut all = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            let (findings, of_document) = self.auditor.audit_document(&self.document(index, text));
            all.extend(findings);
            evidence.merge(of_document);
        }
        all.extend(self.auditor.audit_corpus(&evidence));
        all.retain(|finding| finding.rule == self.rule.id);
        all
    }

    fn document(&self, index: usize, text: &ExampleText) -> Document {
        let id: Arc<str> = index.to_string().into();
        let raw = RawText::whole(id.clone(), text.text.as_str());
        let mut body = Field::copied("text", FieldKind::Text, &raw, Span::new(0, text.text.len()));
        body.source = self.example.source.as_deref().map(Into::into);
        let title = self.example.title.as_deref().map(|title| {
            let map = crate::source::SourceMap::copied(0, 0);
            Field::new("title", FieldKind::Title, title, map)
        });
        let pack = self.rules.pack_of(self.rule);
        Document {
            key: id.clone(),
            id,
            item: None,
            lang: self.example.lang.as_deref().or(pack.target_language.as_deref()).map(Arc::from),
            source_lang: self.example.source_lang.as_deref().map(Arc::from),
            date: self.example.date.as_deref().map(Arc::from),
            raw: Arc::new(raw),
            fields: title.into_iter().chain([body]).collect(),
            window: Window::WHOLE,
            feed: None,
        }
    }

    fn compare(&self, texts: &[ExampleText], variation: Option<&'static str>) -> Option<ExampleFailure> {
        let findings = self.findings(texts);
        let found: Vec<ExampleText> = texts.iter().enumerate().map(|(i, text)| marked(&findings, i, text)).collect();
        let related_differs = |(found, expected): (&ExampleText, &ExampleText)| {
            texts.iter().any(|text| !text.related.is_empty()) && found.related != expected.related
        };
        let primary_differs = found.iter().zip(texts).any(|(found, expected)| found.primary != expected.primary);
        let what = if primary_differs {
            match (self.example.bad, findings.len()) {
                (false, _) => "the rule is not silent",
                (true, 0) => "the rule finds nothing",
                (true, _) => "the rule finds something else than what is marked",
            }
        } else if found.iter().zip(texts).any(related_differs) {
            "the related places differ from what is marked {{…}}"
        } else {
            return None;
        };
        let show =
            |texts: &[ExampleText]| texts.iter().map(ExampleText::with_marks).collect::<Vec<_>>().join("\n---\n");
        Some(self.failure(variation, what.to_owned(), show(&found), show(texts)))
    }

    fn compare_fixed(&self) -> Option<ExampleFailure> {
        let expected = self.example.fixed.as_ref()?;
        let text = self.example.documents.first()?;
        let findings = self.findings(std::slice::from_ref(text));
        let fixed = apply_first(&text.text, &findings);
        if fixed != *expected {
            let what = "the text after the suggestions is not `fixed`".to_owned();
            return Some(self.failure(None, what, fixed, expected.clone()));
        }
        let again = ExampleText { text: fixed, ..ExampleText::default() };
        let left = self.findings(std::slice::from_ref(&again));
        let what = "the rule is not silent on `fixed`".to_owned();
        (!left.is_empty()).then(|| self.failure(None, what, marked(&left, 0, &again).with_marks(), again.text.clone()))
    }

    fn failure(
        &self,
        variation: Option<&'static str>,
        what: String,
        found: String,
        expected: String,
    ) -> ExampleFailure {
        ExampleFailure {
            rule: self.rule.id.clone(),
            file: self.rule.docs.file.clone(),
            line: self.example.line,
            variation,
            what,
            found,
            expected,
        }
    }
}

/// The text of document number `index` with the places of findings marked instead of the expected ones.
fn marked(findings: &[Finding], index: usize, text: &ExampleText) -> ExampleText {
    let id = index.to_string();
    let here = |site: &crate::finding::Site| {
        let bytes = |chars: u64| {
            text.text.char_indices().nth(chars as usize).map_or(text.text.len(), |(offset, _)| offset) as u32
        };
        (*site.document == *id && &*site.field == "text").then(|| (bytes(site.start), bytes(site.end)))
    };
    let mut primary: Vec<_> = findings.iter().filter_map(|finding| here(&finding.site)).collect();
    let related = findings.iter().flat_map(|finding| &finding.related);
    let mut related: Vec<_> = related.filter_map(|related| here(&related.site)).collect();
    for places in [&mut primary, &mut related] {
        places.sort_unstable();
        places.dedup();
    }
    ExampleText { text: text.text.clone(), primary, related }
}

/// The text after the first suggestion of every finding, later places first.
fn apply_first(text: &str, findings: &[Finding]) -> String {
    let first = |finding: &Finding| finding.suggestions.first().map(|first| first.edits.clone()).unwrap_or_default();
    let mut edits: Vec<_> = findings.iter().flat_map(first).filter(|edit| &*edit.field == "text").collect();
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.byte_start, edit.byte_end)));
    let mut fixed = text.to_owned();
    let mut changed_from = usize::MAX;
    for edit in edits {
        let (start, end) = (edit.byte_start as usize, edit.byte_end as usize);
        if end <= changed_from && fixed.get(start..end).is_some() {
            fixed.replace_range(start..end, &edit.replacement);
            changed_from = start;
        }
    }
    fixed
}

impl ExampleText {
    /// The text with its marks.
    fn with_marks(&self) -> String {
        let mut marks: Vec<(u32, u8, &str)> = Vec::new();
        for (places, open, close) in [(&self.primary, "[[", "]]"), (&self.related, "{{", "}}")] {
            for &(start, end) in places {
                marks.push((start, 1, open));
                marks.push((end, 0, close));
            }
        }
        marks.sort_unstable();
        let mut shown = String::new();
        let mut at = 0;
        for (offset, _, mark) in marks {
            shown.push_str(self.text.get(at..offset as usize).unwrap_or_default());
            shown.push_str(mark);
            at = offset as usize;
        }
        shown.push_str(self.text.get(at..).unwrap_or_default());
        shown
    }
}
