//! Findings made by hand, for the tests of reports.

use super::{Assessment, Report, ReportOptions, Summary, format};
use crate::document::Item;
use crate::finding::scoring::{Impacts, Scoring};
use crate::finding::*;
use crate::rules::{PackSource, RuleSet, load};
use crate::source::Place;
use std::sync::Arc;
use std::time::Duration;

pub(super) fn rendered(name: &str, findings: &[Finding]) -> String {
    rendered_with(name, findings, &ReportOptions::default())
}

pub(super) fn rendered_with(name: &str, findings: &[Finding], options: &ReportOptions) -> String {
    let mut report = (format(name).unwrap().new)(options);
    told(&mut *report, &[(findings.to_vec(), None)])
}

/// A report of documents with their findings.
pub(super) fn rendered_documents(name: &str, documents: &[(Vec<Finding>, Assessment)]) -> String {
    let mut report = (format(name).unwrap().new)(&ReportOptions { rules: rules(), ..ReportOptions::default() });
    let documents: Vec<_> = documents.iter().cloned().map(|(findings, document)| (findings, Some(document))).collect();
    told(&mut *report, &documents)
}

pub(super) fn told(report: &mut dyn Report, documents: &[(Vec<Finding>, Option<Assessment>)]) -> String {
    let mut summary =
        Summary { files: 1, documents: 1, words: 8, rules: 2, elapsed: Duration::from_secs(1), ..Summary::default() };
    let mut out = Vec::new();
    report.begin(&mut out).unwrap();
    for (findings, document) in documents {
        for finding in findings {
            summary.count(finding.kind, finding.severity);
            report.finding(finding, &mut out).unwrap();
        }
        document.iter().for_each(|document| report.document(document, &mut out).unwrap());
    }
    report.finish(&summary, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A document of 600 words with so many minor findings.
pub(super) fn assessment(name: &str, minor: u64) -> Assessment {
    let score = Scoring::default().score(600, Impacts { minor, ..Impacts::default() });
    Assessment { file: name.into(), document: name.into(), findings: minor, score, ..Assessment::default() }
}

/// Documents of every verdict, one of them a record with a hostile title.
pub(super) fn assessments() -> Vec<Assessment> {
    let of = |name: &str, words: u64, impacts: Impacts| {
        let score = Scoring::default().score(words, impacts);
        Assessment { file: name.into(), document: name.into(), lang: Some("en".into()), score, ..Assessment::default() }
    };
    let mut record = of("feed.jsonl", 300, Impacts { major: 1, minor: 2, ..Impacts::default() });
    record.document = "guid-0011".into();
    let title = Some("=Visit\u{1b}[2J to\nthe capital".into());
    record.item = Some(Arc::new(Item { index: 11, id: Some("guid-0011".into()), title, url: None }));
    record.findings = 3;
    vec![
        of("clean.txt", 1_812, Impacts::default()),
        record,
        of("minor.txt", 700, Impacts { minor: 2, neutral: 4, ..Impacts::default() }),
        of("critical.txt", 20_000, Impacts { critical: 1, ..Impacts::default() }),
    ]
}

/// Rules of which one is that of [`plain`].
pub(super) fn rules() -> Arc<RuleSet> {
    let rules = r#"
        [pack]
        description = "Offices"
        target-language = "en"
        [[rule]]
        id = "affairs-president"
        check = "phrase"
        phrase = "President of Foreign Affairs"
        suggest = "President of the State Affairs"
        message = "{match} is not an office; it is {suggestion}"
        severity = "error"
        confidence = "high"
        category = "terminology/wrong-term"
        explanation = "The office is *one*,\nand has one name."
        references = ["A page <of> the office"]
        [[rule.example]]
        bad = "He met the [[President of Foreign Affairs]] today."
        fixed = "He met the President of the State Affairs today."
        [[rule.example]]
        bad = "The [[President of Foreign Affairs]] left."
        [[rule.example]]
        good = "The president of a club met `him`."
    "#;
    let mut loaded = load(RuleSet::default(), &[PackSource::in_memory("offices", &[("offices.toml", rules)])]);
    assert!(loaded.errors.is_empty(), "{:?}", loaded.errors);
    loaded.rules.rules[0].id = plain().rule;
    Arc::new(loaded.rules)
}

/// The place of the first `[[…]]` in a text file of these contents.
pub(super) fn site(file: &str, marked: &str) -> Site {
    let (before, rest) = marked.split_once("[[").unwrap();
    let (span, after) = rest.split_once("]]").unwrap();
    site_at(file, &format!("{before}{span}{after}"), before.len(), before.len() + span.len())
}

fn site_at(file: &str, text: &str, start: usize, end: usize) -> Site {
    let line = |at: usize| text[..at].matches('\n').count() as u32 + 1;
    let column = |at: usize| text[..at].chars().rev().take_while(|&c| c != '\n').count() as u32 + 1;
    let utf8_column = |at: usize| (at - text[..at].rfind('\n').map_or(0, |newline| newline + 1)) as u32 + 1;
    Site {
        place: Place {
            file: file.into(),
            member: None,
            line: line(start),
            column: column(start),
            end_line: line(end),
            end_column: column(end),
            utf8_column: utf8_column(start),
            utf8_end_column: utf8_column(end),
            byte_start: start as u64,
            byte_end: end as u64,
        },
        document: file.into(),
        item: None,
        lang: Some("en".into()),
        field: "text".into(),
        start: text[..start].chars().count() as u64,
        end: text[..end].chars().count() as u64,
        text: text[start..end].to_string(),
        excerpt: Excerpt {
            text: text.into(),
            start: start as u32,
            end: end as u32,
            cut_before: false,
            cut_after: false,
        },
    }
}

/// A warning at a site.
fn finding(rule: &str, message: &str, site: Site) -> Finding {
    let fingerprint = FingerprintSeed::new(&site.document, rule, &site.text, &[], &[]).with_ordinal(0);
    Finding {
        rule: rule.into(),
        kind: Kind::Finding,
        severity: Severity::Warning,
        impact: Impact::Minor,
        confidence: Confidence::Medium,
        category: "terminology/wrong-term".into(),
        message: message.into(),
        site,
        related: Vec::new(),
        suggestions: Vec::new(),
        fingerprint,
    }
}

fn suggestion(replacement: &str, applicability: Applicability, site: &Site) -> Suggestion {
    let edit = Edit {
        field: site.field.clone(),
        start: site.start,
        end: site.end,
        byte_start: site.place.byte_start,
        byte_end: site.place.byte_end,
        region: site.place.region(),
        replacement: replacement.into(),
        layers: Vec::new(),
    };
    Suggestion { replacement: replacement.into(), applicability, edits: vec![edit] }
}

/// The site as a record of a JSONL file on line 12.
fn in_feed(mut site: Site, id: Option<&str>) -> Site {
    site.item = Some(Arc::new(Item {
        index: 11,
        id: id.map(Into::into),
        title: Some("Visit to the capital".into()),
        url: Some("https://example.org/news/11".into()),
    }));
    site.document = id.map_or_else(|| format!("{}#11", site.place.file).into(), Into::into);
    site.field = "body".into();
    site.place.column += 40;
    site.place.end_column = site.place.column + site.text.chars().count() as u32;
    site.place.utf8_column += 40;
    site.place.utf8_end_column = site.place.utf8_column + site.text.len() as u32;
    (site.place.line, site.place.end_line) = (12, 12);
    site
}

pub(super) fn plain() -> Finding {
    let site = site(
        "news/visit.txt",
        "A letter reached the capital.\nHe thanked the [[President of Foreign Affairs]] Kim Jong Un.\nThen he left.\n",
    );
    let message =
        "“President of Foreign Affairs” is not an office of Kim Jong Un; it is “President of the State Affairs”";
    let mut finding = finding("en/offices/affairs-president", message, site);
    finding.severity = Severity::Error;
    finding.impact = Impact::Major;
    finding.confidence = Confidence::High;
    finding.suggestions = vec![suggestion("President of the State Affairs", Applicability::Safe, &finding.site)];
    finding
}

pub(super) fn label() -> Finding {
    let site = site("about.txt", "[[This text was translated by a machine.]]\n");
    let mut finding = finding("any/labels/machine-translated", "discloses machine translation", site);
    (finding.kind, finding.severity, finding.impact) = (Kind::Label, Severity::Info, Impact::Neutral);
    finding
}

pub(super) fn wide() -> Finding {
    finding("any/scripts/mixed", "two names of one city", site("記事.txt", "首相は平壤を訪問し、[[東京]]に戻った。\n"))
}

pub(super) fn combining() -> Finding {
    let site = site("a.txt", "Le cafe\u{301} est ferme\u{301} a\u{300} [[Pyo\u{306}ngyang]] ce soir.\n");
    finding("any/spelling/breve", "a name with and without its breve", site)
}

pub(super) fn multi_line() -> Finding {
    let site = site("a.txt", "\n\nThe minister said [[that the talks\nhad gone well and\nthat he]] would return.\n");
    finding("en/grammar/that-that", "the clause begins twice", site)
}

/// A span over a line break that the file has as an escape.
pub(super) fn decoded_breaks() -> Finding {
    let site = in_feed(site("feed.jsonl", "One.\nThe talks [[ended.\n\nEnded]] well.\nThree.\n"), Some("guid-0011"));
    finding("any/repeats/word", "the word stands twice", site)
}

pub(super) fn related_here() -> Finding {
    let text = "Mr Kim spoke. She said that Mr Kim had left.\nShe was glad.\n";
    let mut finding = finding("en/gender/pronoun", "“She” stands for a man", site_at("a.txt", text, 14, 17));
    let related =
        |start, end, message: &str| Related { site: site_at("a.txt", text, start, end), message: message.into() };
    finding.related = vec![related(0, 6, "he is named here"), related(45, 48, ""), related(28, 34, "and here")];
    finding
}

pub(super) fn related_elsewhere() -> Finding {
    let here = in_feed(site("feed.jsonl", "The [[Juche Tower]] stands on the river.\n"), Some("guid-0011"));
    let mut finding = finding("en/variants/tower", "one name is written in two ways", here);
    let far = site("a.txt", &format!("{}It is the [[Tower of Juche]].\n", "line\n".repeat(1041)));
    let mut member = site("b.docx", "The [[Tower of the Juche Idea]] again");
    member.place.member = Some("word/document.xml".into());
    finding.related = vec![
        Related { site: far, message: "written so here".into() },
        Related { site: member, message: "and so here".into() },
    ];
    finding
}

pub(super) fn related_many() -> Finding {
    let mut finding = finding("any/repeats/line", "the line repeats", site("a.txt", "[[Read more]]\n"));
    let other = |index: u32| {
        let mut site = in_feed(site("f.jsonl", "[[Read more]]"), None);
        (site.place.line, site.place.end_line) = (index, index);
        Related { site, message: String::new() }
    };
    finding.related = (9..16).map(other).collect();
    finding
}

pub(super) fn hostile() -> Finding {
    let text = "A\u{1b}[2J \u{202e}nwod\u{200b} [[ed\u{200d}it\u{0}or\u{1b}]0;x\u{7}]] \u{2066}end\u{9b}31m\tx\r\n";
    let mut site = in_feed(site("fi\nle\u{1b}[31m.jsonl", text), Some("id\u{202e}\u{1b}]8;;x"));
    site.field = "bo\u{1b}dy".into();
    let mut finding = finding("x/\u{1b}[5m", "says \u{1b}[2J\nand \u{202e}more", site);
    finding.suggestions = vec![suggestion("e\u{1b}d\nit", Applicability::Unsafe, &finding.site)];
    finding
}

pub(super) fn formula() -> Finding {
    let mut finding = finding("any/formula", "=1+1", site("=a.txt", "[[=cmd|' /C calc'!A0]]\n"));
    finding.suggestions = vec![suggestion("19/1", Applicability::Safe, &finding.site)];
    finding
}

pub(super) fn long_line() -> Finding {
    let words = "the quick brown fox jumps over the lazy dog and ".repeat(100);
    let text = format!("{words}thanked the [[President of Country Affairs]], {words}and Kim {words}");
    let mut finding = finding("en/offices/x", "not an office", site("long.txt", &text));
    let text = text.replace("[[", "").replace("]]", "");
    let start = text.find("Kim").unwrap();
    finding.related = vec![Related { site: site_at("long.txt", &text, start, start + 3), message: "this man".into() }];
    finding
}

/// A span over thirty lines, each of them long.
pub(super) fn many_lines() -> Finding {
    let line = "and so it goes on and on, from one end of the paper to the other and back\n".repeat(30);
    finding(
        "any/repeats/paragraph",
        "the paragraph stands twice",
        site("a.txt", &format!("Once [[upon a time\n{line}]]end")),
    )
}

pub(super) fn wide_long() -> Finding {
    let words = "朝鮮中央通信によると、金正恩総書記は".repeat(40);
    finding(
        "any/scripts/mixed",
        "two names of one city",
        site("記事.txt", &format!("\u{3000}{words}[[平壤]]を訪問し、{words}")),
    )
}

pub(super) fn suggestions() -> Finding {
    let mut finding = finding("en/calques/visit", "a calque", site("a.txt", "He paid [[a honorary visit]] .\n"));
    let site = finding.site.clone();
    finding.suggestions = vec![
        suggestion("a courtesy call", Applicability::Safe, &site),
        suggestion("an official visit", Applicability::Unsafe, &site),
        suggestion(", ", Applicability::Safe, &site),
        suggestion("", Applicability::Unsafe, &site),
        suggestion("5", Applicability::Safe, &site),
        suggestion("6", Applicability::Safe, &site),
        suggestion("7", Applicability::Safe, &site),
    ];
    finding
}

pub(super) fn deletion() -> Finding {
    let mut finding = finding("any/repeats/word", "the word stands twice", site("a.txt", "He [[had ]]had left.\n"));
    finding.suggestions = vec![suggestion("", Applicability::Safe, &finding.site)];
    finding
}

pub(super) fn no_excerpt() -> Finding {
    let mut finding = finding("any/empty", "the document has no text", site("a.txt", "[[]]"));
    finding.severity = Severity::Info;
    finding
}

pub(super) fn empty_span() -> Finding {
    finding("any/punctuation/stop", "the full stop is missing", site("a.txt", "He left[[]]\nShe stayed.\n"))
}

/// A finding with one related place, wherever the numbers say, even out of range.
pub(super) fn anywhere(text: &str, start: usize, length: usize, other: usize, line: u32) -> Finding {
    let within = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap();
    let (from, to) = (within(start), within(start + length));
    let mut here = site_at("a.txt", text, from, to);
    here.excerpt.start = start as u32;
    here.excerpt.end = (start + length) as u32;
    here.place.line = line;
    let mut there = site_at("a.txt", text, within(other), text.len());
    there.place.line = line;
    let mut finding = finding("any/x", "x", here);
    finding.related = vec![Related { site: there, message: "y".into() }];
    finding
}

/// One of every sort.
pub(super) fn all() -> Vec<Finding> {
    vec![
        plain(),
        label(),
        wide(),
        combining(),
        multi_line(),
        decoded_breaks(),
        related_here(),
        related_elsewhere(),
        hostile(),
        formula(),
        suggestions(),
        deletion(),
        no_excerpt(),
        empty_span(),
    ]
}
