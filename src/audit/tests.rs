//! Tests of the engine over rules made by hand, without rule files.

use super::*;
use crate::document::{Field, FieldKind, ParagraphBreak, Window};
use crate::finding::{Applicability, Confidence, Impact};
use crate::input::Problem;
use crate::rules::language::{Article, Language};
use crate::rules::model::*;
use crate::rules::template::Template;
use crate::rules::validity::Validity;
use crate::source::{RawText, Span};
use proptest::prelude::*;
use std::ops::ControlFlow;

fn rule(id: &str, check: CheckSpec) -> Rule {
    Rule {
        id: id.into(),
        aliases: vec![],
        pack: 0,
        languages: vec![],
        kind: Kind::Finding,
        severity: Severity::Warning,
        impact: Impact::Minor,
        confidence: Confidence::High,
        category: "terminology/wrong-term".into(),
        message: Template::parse("{match}: write {suggestion}").unwrap(),
        suggest: vec![],
        enabled: true,
        validity: Validity::default(),
        conditions: OwnConditions::default(),
        window: MatchWindow::Sentence,
        gather: None,
        at_least: 1,
        view: TextView::Normalised,
        check,
        docs: RuleDocs::default().into(),
    }
}

fn phrase(text: &str, suggest: &str) -> CheckSpec {
    let case = if text.chars().any(char::is_uppercase) { Case::Exact } else { Case::Lower };
    CheckSpec::Phrase(vec![Phrase { text: text.into(), case, suggest: vec![suggest.into()] }])
}

fn pattern(pieces: Vec<PatternPiece>, literals: &[&str]) -> TextPattern {
    let literals = literals.iter().map(|&text| Literal::anywhere(text)).collect();
    TextPattern { written: "".into(), pieces, literals, ..TextPattern::default() }
}

fn regex(source: &str) -> PatternPiece {
    PatternPiece::Regex(source.into())
}

fn person() -> ClassRef {
    ClassRef { class: 0, tag: Some("kp".into()) }
}

fn variants(forms: &[&str], scope: RuleScope) -> CheckSpec {
    CheckSpec::Variants(Variants {
        forms: forms.iter().map(|&form| form.into()).collect(),
        prefer: None,
        house: false,
        scope,
    })
}

fn rules(rules: Vec<Rule>) -> RuleSet {
    let word = |text: &str, tag: &str| ClassWord { text: text.into(), tag: tag.into() };
    let article = Article {
        consonant: "a".into(),
        vowel: "an".into(),
        vowel_letters: "aeiou".into(),
        vowel_starts: vec!["honor".into()],
        ..Article::default()
    };
    let pack = Pack {
        id: "t".into(),
        description: String::new(),
        target_language: Some("en".into()),
        source_languages: vec![],
        builtin: true,
    };
    RuleSet {
        packs: vec![pack],
        classes: vec![Class {
            name: "person".into(),
            pack: 0,
            shared: true,
            words: vec![word("Kim Jong Un", "kp"), word("Kim Jong-un", "kp"), word("Biden", "us")].into(),
        }],
        languages: vec![Language { code: "en".into(), article: Some(article), ..Language::default() }],
        rules,
    }
}

fn auditor(of: Vec<Rule>) -> Auditor {
    let rules = Arc::new(rules(of));
    let all: Vec<RuleIndex> = (0..rules.rules.len() as u32).collect();
    let settings = Settings { lang: Some("en".into()), corpus: true, ..Settings::default() };
    Auditor::new(rules, &all, settings)
}

fn document(name: &str, text: &str) -> Document {
    let raw = RawText::whole(name, text);
    let field = Field::copied("text", FieldKind::Text, &raw, Span::new(0, text.len()));
    Document { fields: vec![field], ..Document::of_file(Arc::new(raw), name.into()) }
}

fn found(auditor: &Auditor, text: &str) -> Vec<String> {
    auditor.audit_document(&document("a.txt", text)).0.into_iter().map(|finding| finding.site.text).collect()
}

#[test]
fn a_phrase_is_found_wrapped_and_capitalised_and_its_article_repaired() {
    let auditor = auditor(vec![rule("t/visit", phrase("honorary visit", "courtesy call"))]);
    let text = "She paid an honorary\nvisit. HONORARY VISIT!\n\nHonorary visits end.";
    let (findings, _) = auditor.audit_document(&document("a.txt", text));
    assert_eq!(findings.len(), 2);
    let edit = &findings[0].suggestions[0].edits[0];
    assert_eq!(&text[edit.byte_start as usize..edit.byte_end as usize], "an honorary\nvisit");
    assert_eq!(edit.replacement, "a courtesy\ncall");
    assert_eq!(findings[0].message, "honorary visit: write courtesy call");
    assert_eq!(findings[1].suggestions[0].replacement, "COURTESY CALL");
    assert_eq!(findings[0].suggestions[0].applicability, Applicability::Safe);
    assert_eq!((findings[1].site.place.line, findings[1].site.place.column), (2, 8));
}

#[test]
fn a_class_in_a_pattern_and_beside_it_decides() {
    let within = vec![regex(r"\bPresident of \w+ Affairs "), PatternPiece::Class(person()), regex(r"(\.|,)")];
    let inside = rule("t/inside", CheckSpec::Pattern(vec![pattern(within, &["president of "])]));
    let mut beside = rule("t/beside", CheckSpec::Pattern(vec![pattern(vec![regex("President")], &["president"])]));
    beside.conditions.after = vec![Adjacent::Class(person())];
    let mut before = rule("t/before", phrase("came", "went"));
    before.conditions.before = vec![Adjacent::Class(person()), Adjacent::Regex(r"\bshe\b".into())];
    let auditor = auditor(vec![inside, beside, before]);
    let of = |text: &str| found(&auditor, text);
    assert_eq!(of("The President of Foreign Affairs Kim Jong Un, he"), ["President of Foreign Affairs Kim Jong Un,"]);
    assert_eq!(of("The President of Foreign Affairs Biden, he"), Vec::<String>::new());
    assert_eq!(of("President Kim Jong-un left. President Biden"), ["President"]);
    assert_eq!(of("Kim Jong Un came. Biden came. So she came."), ["came", "came"]);
}

#[test]
fn windows_needs_unless_and_near_look_only_where_they_say() {
    let mut one = rule("t/one", phrase("polarized world", "multipolar world"));
    one.conditions.needs = vec![pattern(vec![regex(r"(?i)\brussia\b")], &["russia"])];
    one.conditions.unless = vec![pattern(vec![regex(r"(?i)\bvoters\b")], &["voters"])];
    let mut near = rule("t/near", phrase("met", "saw"));
    near.conditions.near = vec![Near { class: person(), within: 2 }];
    let auditor = auditor(vec![one, near]);
    let of = |text: &str| found(&auditor, text);
    assert_eq!(of("Russia wants a polarized world."), ["polarized world"]);
    assert_eq!(of("Russia wins. A polarized world."), Vec::<String>::new());
    assert_eq!(of("Russia has voters in a polarized world."), Vec::<String>::new());
    assert_eq!(of("He met with Kim Jong Un. They met. Kim Jong Un one two three met."), ["met"]);
}

#[test]
fn the_minority_form_is_found_with_the_majority_as_evidence() {
    let auditor = auditor(vec![rule("t/kim", variants(&["Kim Jong Un", "Kim Jong-un", "Kim"], RuleScope::Document))]);
    let text = "Kim Jong Un came.\n\nThen Kim Jong-un left. Kim Jong Un\u{2019}s car.";
    let (findings, evidence) = auditor.audit_document(&document("a.txt", text));
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].site.text, "Kim Jong-un");
    assert_eq!(findings[0].related[0].site.text, "Kim Jong Un");
    assert_eq!(findings[0].suggestions[0].replacement, "Kim Jong Un");
    assert!(evidence.is_empty());
    assert!(found(&auditor, "Kim Jong-un came. Kim Jong-un left.").is_empty());
}

#[test]
fn documents_of_a_corpus_are_compared_after_merging() {
    let auditor = auditor(vec![rule("t/kim", variants(&["Kim Jong Un", "Kim Jong-un"], RuleScope::Corpus))]);
    let mut merged = Evidence::default();
    for (name, text) in [("a", "Kim Jong Un. Kim Jong Un."), ("b", "Kim Jong-un.")] {
        let (findings, evidence) = auditor.audit_document(&document(name, text));
        assert!(findings.is_empty());
        merged.merge(evidence);
    }
    let findings = auditor.audit_corpus(&merged);
    assert_eq!(findings.len(), 1);
    assert_eq!((&*findings[0].site.document, &*findings[0].related[0].site.document), ("b", "a"));
}

#[test]
fn windows_of_a_document_are_one_document_and_overlaps_count_once() {
    let auditor = auditor(vec![
        rule("t/visit", phrase("honorary visit", "courtesy call")),
        rule("t/kim", variants(&["Kim Jong Un", "Kim Jong-un"], RuleScope::Document)),
    ]);
    let text = "Kim Jong Un Kim Jong Un pays an honorary visit and Kim Jong-un pays an honorary visit";
    let whole = auditor.audit_document(&document("a.txt", text)).0;
    let cut = text.find("an honorary").unwrap();
    let end = text.find(" and").unwrap();
    let window = |index: u32, start: usize, stop: usize, overlap: usize| {
        let raw = RawText::whole("a.txt", &text[start..stop]).at(start as u64, 1, start as u32 + 1);
        let mut field = Field::copied("text", FieldKind::Text, &raw, Span::new(0, stop - start));
        field.base_chars = start as u64;
        field.paragraphs = ParagraphBreak::Line;
        let window = Window { index, last: index == 1, overlap: overlap as u32 };
        Document { raw: Arc::new(raw), fields: vec![field], window, ..document("a.txt", "") }
    };
    let mut audit = auditor.audit_window(&window(0, 0, end, 0));
    audit.merge(auditor.audit_window(&window(1, cut, text.len(), end - cut)));
    let places = |findings: &[Finding]| -> Vec<_> {
        findings
            .iter()
            .map(|one| (one.rule.clone(), one.site.place.clone(), one.site.start, one.related.len()))
            .collect()
    };
    let (split, ..) = auditor.finish(audit);
    assert_eq!(places(&split), places(&whole));
    assert_eq!(split.len(), 3);
}

#[test]
fn equal_findings_get_different_fingerprints_that_survive_moved_lines() {
    let auditor = auditor(vec![rule("t/visit", phrase("honorary visit", "courtesy call"))]);
    let prints = |text: &str| -> Vec<String> {
        let (findings, _) = auditor.audit_document(&document("a.txt", text));
        findings.iter().map(|finding| finding.fingerprint.to_string()).collect()
    };
    let before = prints("x honorary visit y\n\nx honorary visit y");
    assert_ne!(before[0], before[1]);
    let after = prints("New line.\n\nx honorary\nvisit y\n\nx honorary visit y");
    assert_eq!(before, after[..2]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn findings_are_in_order_in_range_and_the_same_for_any_number_of_threads(
        texts in proptest::collection::vec("((honorary|Honorary) (visit|漢)|Kim Jong( |-)un|Kim Jong Un|é|\u{2019}|\u{301}|\\.|\n| ){0,30}", 1..12),
    ) {
        let auditor = auditor(vec![
            rule("t/visit", phrase("honorary visit", "courtesy call")),
            rule("t/kim", variants(&["Kim Jong Un", "Kim Jong-un"], RuleScope::Document)),
            rule("t/any", CheckSpec::Pattern(vec![pattern(vec![regex(r"\w+")], &[])])),
        ]);
        let outcomes = |threads: usize| {
            let mut all: Vec<Vec<Finding>> = Vec::new();
            let documents = texts.iter().enumerate().map(|(i, text)| Ok::<_, Problem>(document(&i.to_string(), text)));
            run(&auditor, documents, threads, |outcome| {
                if let Outcome::Audited(audited) = outcome {
                    all.push(audited.findings);
                }
                ControlFlow::Continue(())
            })
            .unwrap();
            all
        };
        let one = outcomes(1);
        prop_assert_eq!(&one, &outcomes(2));
        prop_assert_eq!(&one, &outcomes(8));
        for (text, findings) in texts.iter().zip(&one) {
            prop_assert!(findings.is_sorted_by_key(|finding| finding.order().0));
            for finding in findings {
                let place = &finding.site.place;
                prop_assert_eq!(text.get(place.byte_start as usize..place.byte_end as usize), Some(&*finding.site.text));
                let excerpt = &finding.site.excerpt;
                prop_assert!(excerpt.text.get(excerpt.start as usize..excerpt.end as usize).is_some());
            }
        }
    }
}

/// Fails at one file, as a check with a mistake in it would.
struct Failing(Auditor);

impl Auditors for Failing {
    fn of(&self, file: &str) -> &Auditor {
        // The collector asks for the auditor, too, from the thread of the test.
        assert!(file != "2" || std::thread::current().name().is_some());
        &self.0
    }
}

#[test]
fn where_the_auditor_fails_the_other_documents_are_audited() {
    let failing = Failing(auditor(vec![rule("p", phrase("honorary visit", "courtesy call"))]));
    let documents = (0..30).map(|number| Ok(document(&number.to_string(), "An honorary visit.")));
    let (mut audited, mut problems) = (Vec::new(), Vec::new());
    run(&failing, documents, 2, |outcome: Outcome<Problem>| {
        match outcome {
            Outcome::Audited(one) => audited.extend(one.findings.iter().map(|_| one.file.to_string())),
            Outcome::Problem(problem) => problems.push(problem.file.to_string()),
            Outcome::Compared(_) => {}
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    let others: Vec<String> = (0..30).filter(|number| *number != 2).map(|number| number.to_string()).collect();
    assert_eq!((audited, problems), (others, vec!["2".to_owned()]));
}

#[test]
fn a_dated_fact_is_silent_outside_its_time_and_info_where_the_time_is_not_known() {
    let until = |mut rule: Rule| {
        rule.validity.until = Some("2023-06-30".into());
        rule
    };
    let of_phrase = until(rule("t/office", phrase("prime minister Doe", "former prime minister Doe")));
    let of_forms = until(rule("t/name", variants(&["Kyiv", "Kiev"], RuleScope::Document)));
    let auditor = auditor(vec![of_phrase, of_forms]);
    let of = |date: Option<&str>| -> Vec<(Severity, Impact)> {
        let mut document = document("a.txt", "In Kyiv prime minister Doe spoke. In Kiev he left.");
        document.date = date.map(Into::into);
        let findings = auditor.audit_document(&document).0;
        findings.iter().map(|finding| (finding.severity, finding.impact)).collect()
    };
    assert_eq!(of(Some("2023-06-30T08:00:00Z")), [(Severity::Warning, Impact::Minor); 2]);
    assert_eq!(of(Some("2023-07-01")), []);
    assert_eq!(of(None), [(Severity::Info, Impact::Neutral); 2]);
    assert_eq!(of(Some("last year")), [(Severity::Info, Impact::Neutral); 2]);
}
