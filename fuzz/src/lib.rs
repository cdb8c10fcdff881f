//! What the fuzz targets share: an audit with the built-in rules over bytes, and what must hold of its findings.

use mtaudit::audit::{self, Auditor, Outcome, Settings};
use mtaudit::finding::Finding;
use mtaudit::fix::{self, Repair};
use mtaudit::formats::{self, FormatOptions};
use mtaudit::input::{Input, Problem};
use mtaudit::report::{Assessment, FORMATS, ReportOptions, Summary};
use mtaudit::rules::{PackSource, RuleIndex, RuleSet};
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::sync::{Arc, LazyLock};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Every built-in rule that is on.
static AUDITOR: LazyLock<Auditor> = LazyLock::new(|| auditor(Arc::new(mtaudit::embedded::builtin())));

/// An auditor with all rules of a set that are on; texts are kept, so that every report can be written.
pub fn auditor(rules: Arc<RuleSet>) -> Auditor {
    let active: Vec<RuleIndex> = (0..).zip(&rules.rules).filter(|(_, rule)| rule.enabled).map(|(at, _)| at).collect();
    Auditor::new(rules, &active, Settings { keep_texts: true, ..Settings::default() })
}

/// What an audit of some bytes came to.
pub struct Run {
    /// Findings and what reports are told of each document.
    pub documents: Vec<(Vec<Finding>, Assessment)>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// Audits bytes in `format`, or in the one that they look like, with the built-in rules.
pub fn audit(bytes: &[u8], format: Option<&'static str>) -> Run {
    audit_with(&AUDITOR, bytes, format)
}

/// Audits bytes in `format`, or in the one that they look like.
pub fn audit_with(auditor: &Auditor, bytes: &[u8], format: Option<&'static str>) -> Run {
    let mut run = Run { documents: Vec::new(), problems: Vec::new() };
    let options = FormatOptions { format, ..FormatOptions::default() };
    let input = match input(bytes) {
        Ok(input) => input,
        Err(problem) => {
            run.problems.push(problem);
            return run;
        }
    };
    let ended = audit::run(auditor, formats::documents_of(input, &options), 1, |outcome| {
        match outcome {
            Outcome::Audited(audited) => {
                let document = Assessment {
                    file: audited.file,
                    document: audited.document,
                    item: audited.item,
                    lang: audited.lang,
                    texts: audited.texts,
                    ..Assessment::default()
                };
                run.documents.push((audited.findings, document));
            }
            Outcome::Compared(compared) => run.documents.push((compared.findings, Assessment::default())),
            Outcome::Problem(problem) => run.problems.push(problem),
        }
        ControlFlow::Continue(())
    });
    ended.expect("what waited in a temporary file is read again");
    run
}

/// Reads bytes in `format`: the map of every field of every document has to keep its promises, every problem has to be
/// in the bytes. The office formats are zip files: what is none is taken for the member that holds the text.
pub fn read(bytes: &[u8], format: &'static str) {
    let packed = container(bytes, format);
    let options = FormatOptions { format: Some(format), ..FormatOptions::default() };
    let Ok(input) = input(packed.as_deref().unwrap_or(bytes)) else { return };
    for result in formats::documents_of(input, &options) {
        match result {
            Ok(document) => formats::promises::check_maps(&document),
            Err(problem) if packed.is_none() => {
                assert!(problem.byte.is_none_or(|byte| byte <= bytes.len() as u64), "{problem:?}");
            }
            Err(_) => {}
        }
    }
}

/// A zip file of an office format whose text is in these bytes, unless they are a zip file already.
fn container(bytes: &[u8], format: &str) -> Option<Vec<u8>> {
    const RELATIONS: &str = "<container><rootfiles><rootfile full-path=\"a.opf\"/></rootfiles></container>";
    const PACKAGE: &str = "<package><manifest><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/></manifest>\
        <spine><itemref idref=\"a\"/></spine></package>";
    let members: &[(&str, &[u8])] = match format {
        _ if bytes.starts_with(b"PK") => return None,
        "docx" => &[("word/document.xml", bytes)],
        "odt" => &[("content.xml", bytes)],
        "epub" => &[
            ("META-INF/container.xml", RELATIONS.as_bytes()),
            ("a.opf", PACKAGE.as_bytes()),
            ("a.xhtml", bytes),
        ],
        _ => return None,
    };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in members {
        zip.start_file(*name, stored).ok()?;
        zip.write_all(bytes).ok()?;
    }
    zip.finish().ok().map(Cursor::into_inner)
}

/// Audits bytes as [`audit`] does; then every place has to be in them, every report has to take the findings, and every
/// repair has to be writable.
pub fn check(bytes: &[u8], format: Option<&'static str>) {
    let run = audit(bytes, format);
    let all: Vec<&Finding> = run.documents.iter().flat_map(|(findings, _)| findings).collect();
    for finding in &all {
        holds(finding, bytes);
    }
    report(&run);
    let repairs: Vec<Repair> = all.iter().filter_map(|finding| Repair::of(finding, true)).collect();
    let Ok(encoding) = input(bytes).map(|input| input.decoder.text_encoding()) else { return };
    let again = |bytes: Arc<[u8]>| {
        let run = audit(&bytes, format);
        Ok(run.documents.iter().flat_map(|(findings, _)| findings).filter_map(|one| Repair::of(one, true)).collect())
    };
    // Without repairs there is nothing to settle, and an audit can be saved.
    if !repairs.is_empty() {
        let _ = fix::settle(&bytes.into(), &repairs, encoding, again);
    }
}

/// Writes every report of a run.
pub fn report(run: &Run) {
    let mut out = Vec::new();
    for format in FORMATS {
        let mut report = (format.new)(&ReportOptions::default());
        report.begin(&mut out).expect("memory takes it");
        for (findings, document) in &run.documents {
            findings.iter().for_each(|finding| report.finding(finding, &mut out).expect("memory takes it"));
            report.document(document, &mut out).expect("memory takes it");
        }
        report.finish(&Summary::default(), &mut out).expect("memory takes it");
        assert!(std::str::from_utf8(&out).is_ok(), "{} is not UTF-8", format.name);
        out.clear();
    }
}

/// A pack of one rule file and one table, `table.csv`.
pub fn pack(rules: &str, table: &str) -> PackSource {
    PackSource::in_memory("fuzz", &[("rules.toml", rules), ("table.csv", table)])
}

fn input(bytes: &[u8]) -> Result<Input, Problem> {
    Input::from_reader("input".into(), true, Box::new(Cursor::new(bytes.to_vec())))
}

/// What must hold of every finding, whatever it was found in.
fn holds(finding: &Finding, bytes: &[u8]) {
    let (site, place) = (&finding.site, &finding.site.place);
    assert!(place.line >= 1 && place.column >= 1, "{finding:?}");
    assert!((place.line, place.column) <= (place.end_line, place.end_column), "{finding:?}");
    assert!(place.byte_start <= place.byte_end && site.start <= site.end, "{finding:?}");
    assert_eq!(site.text.chars().count() as u64, site.end - site.start, "{finding:?}");
    assert!(site.excerpt.text.get(site.excerpt.start as usize..site.excerpt.end as usize).is_some(), "{finding:?}");
    // A place in a container is counted in its member.
    if place.member.is_none() {
        assert!(place.byte_end <= bytes.len() as u64, "{finding:?}");
        for edit in finding.suggestions.iter().flat_map(|suggestion| &suggestion.edits) {
            assert!(edit.byte_start <= edit.byte_end && edit.byte_end <= bytes.len() as u64, "{finding:?}");
        }
    }
}
