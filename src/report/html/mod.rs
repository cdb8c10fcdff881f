//! `html`: one page that needs nothing else, for the desk: documents ranked worst first, their text with marks, why,
//! and what to write.
//!
//! What is known of a document is a JSON element of its own, written as soon as the document is told and parsed by the
//! page when it is opened; an index of all documents follows at the end. So neither the report nor the page holds
//! everything at once. The page runs one script and one style sheet, both named by their hash in its content security
//! policy, loads nothing, and puts text on the page as text only. JSON in it has no `<`, `>` or `&`, so that no text can
//! end its element.

mod pieces;

use super::assessment::rounded;
use super::rulebook::Rulebook;
use super::view::write_script_json;
use super::{Assessment, Report, ReportOptions, Summary, severity_name, where_it_is};
use crate::document::Item;
use crate::finding::{Applicability, Confidence, Finding, Impact, Related, Site, Suggestion};
use crate::rules::string::Str;
use crate::rules::template::cut;
use data_encoding::BASE64;
use pieces::Pieces;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::sync::Arc;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const BODY: &str = include_str!("body.html");

/// Bytes of a document's text that are shown whole; of a longer one, the lines around findings are.
const LONGEST_TEXT: usize = 128 << 10;
/// Bytes of all texts together that are shown whole: what follows is shown as lines around findings.
const MOST_TEXT: usize = 16 << 20;
/// Related places of a finding that are shown.
const MOST_RELATED: usize = 12;
/// Characters of a found text that are repeated beside it.
const LONGEST_FOUND: usize = 200;

/// The report. It keeps the findings of one document, and a line of the index for each.
pub(super) struct Html {
    rulebook: Rulebook,
    /// Kinds of findings in order of their first, and what is told of their rules.
    kinds: Vec<Kind>,
    kind_numbers: HashMap<Kind, usize>,
    explanations: BTreeMap<Str, String>,
    /// Findings of the document under way.
    findings: Vec<Finding>,
    index: Vec<Entry>,
    /// Bytes of text shown whole so far, and documents that are not.
    text: usize,
    shortened: u64,
}

/// What findings of one sort share.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Kind {
    rule: Str,
    severity: &'static str,
    impact: Impact,
    confidence: Confidence,
    category: Str,
}

/// A document in the index.
struct Entry {
    document: Assessment,
    /// The number of its element, if it has findings.
    number: Option<usize>,
    kinds: Vec<usize>,
}

impl Html {
    pub(super) fn new(options: &ReportOptions) -> Self {
        Html {
            rulebook: Rulebook::new(&options.rules),
            kinds: Vec::new(),
            kind_numbers: HashMap::new(),
            explanations: BTreeMap::new(),
            findings: Vec::new(),
            index: Vec::new(),
            text: 0,
            shortened: 0,
        }
    }

    fn kind(&mut self, finding: &Finding) -> usize {
        let kind = Kind {
            rule: finding.rule.clone(),
            severity: severity_name(finding),
            impact: finding.impact,
            confidence: finding.confidence,
            category: finding.category.clone(),
        };
        if let Some(&number) = self.kind_numbers.get(&kind) {
            return number;
        }
        if let Some(rule) = self.rulebook.get(&finding.rule) {
            let explanation = rule.docs.explanation.split_whitespace().collect::<Vec<_>>().join(" ");
            self.explanations.insert(finding.rule.clone(), explanation);
        }
        self.kinds.push(kind.clone());
        self.kind_numbers.insert(kind, self.kinds.len() - 1);
        self.kinds.len() - 1
    }

    /// The text of a document as it is shown: whole while there is room, else what is around its findings.
    fn pieces(&mut self, document: &Assessment, findings: &[Finding]) -> Pieces {
        let texts = document.texts.as_deref().unwrap_or_default();
        let length: usize = texts.iter().map(|field| field.text.len()).sum();
        if texts.is_empty() || length > LONGEST_TEXT || self.text + length > MOST_TEXT {
            self.shortened += 1;
            return Pieces::around(findings, document);
        }
        self.text += length;
        Pieces::whole(texts)
    }
}

impl Report for Html {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let hash = |text: &str| BASE64.encode(&Sha256::digest(text.as_bytes()));
        writeln!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-{}'; \
             style-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<title>mtaudit report</title>\n<style>{STYLE}</style>\n\
             </head>\n{BODY}",
            hash(SCRIPT),
            hash(STYLE),
        )
    }

    fn finding(&mut self, finding: &Finding, _: &mut dyn Write) -> io::Result<()> {
        self.findings.push(finding.clone());
        Ok(())
    }

    fn document(&mut self, document: &Assessment, out: &mut dyn Write) -> io::Result<()> {
        let findings = std::mem::take(&mut self.findings);
        let kinds: Vec<usize> = findings.iter().map(|finding| self.kind(finding)).collect();
        let number = (!findings.is_empty()).then_some(self.index.len());
        if let Some(number) = number {
            let pieces = self.pieces(document, &findings);
            let told: Vec<Value> =
                (findings.iter().zip(&kinds)).map(|(finding, &kind)| told(finding, kind, &pieces, document)).collect();
            write!(out, "<script type=\"application/json\" id=\"d{number}\">")?;
            write_script_json(out, &json!({ "parts": pieces.parts(), "findings": told }))?;
            writeln!(out, "</script>")?;
        }
        let document = Assessment { texts: None, ..document.clone() };
        self.index.push(Entry { document, number, kinds });
        Ok(())
    }

    /// Findings of several documents: each of these has an entry of its own for them, beside the one for itself.
    fn compared(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let findings = std::mem::take(&mut self.findings);
        let mut documents: Vec<(Assessment, Vec<Finding>)> = Vec::new();
        let mut known: HashMap<(Arc<str>, Arc<str>), usize> = HashMap::new();
        for finding in findings {
            let site = &finding.site;
            let at = *known.entry((site.place.file.clone(), site.document.clone())).or_insert_with(|| {
                documents.push((beside_others(site), Vec::new()));
                documents.len() - 1
            });
            documents[at].1.push(finding);
        }
        for (document, findings) in documents {
            self.findings = findings;
            self.document(&document, out)?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        self.compared(out)?;
        let worse = |one: &Entry, other: &Entry| -> Ordering { one.document.worse_first(&other.document) };
        self.index.sort_by(worse);
        let documents: Vec<Value> = self.index.iter().map(indexed).collect();
        let kind =
            |kind: &Kind| json!([kind.rule, kind.severity, kind.impact.name(), kind.confidence.name(), kind.category]);
        let index = json!({
            "words": summary.words,
            "kinds": self.kinds.iter().map(kind).collect::<Vec<_>>(),
            "explanations": self.explanations,
            "documents": documents,
        });
        write!(out, "<script type=\"application/json\" id=\"index\">")?;
        write_script_json(out, &index)?;
        writeln!(out, "</script>\n<script>{SCRIPT}</script>\n</body>\n</html>")?;
        out.flush()
    }

    fn note(&self) -> Option<String> {
        let documents = if self.shortened == 1 { "document is" } else { "documents are" };
        (self.shortened > 0).then(|| {
            format!("{} {documents} long, and shown around their findings only in the html report", self.shortened)
        })
    }
}

/// The document of a place, as it is called where it is compared with others.
fn beside_others(site: &Site) -> Assessment {
    let document = Assessment {
        file: site.place.file.clone(),
        document: site.document.clone(),
        item: site.item.clone(),
        lang: site.lang.clone(),
        ..Assessment::default()
    };
    let title = Some(format!("{} (beside other documents)", document.name()).into());
    let item = Item { title, ..site.item.as_deref().cloned().unwrap_or_default() };
    Assessment { item: Some(Arc::new(item)), ..document }
}

/// A document as a line of the index; its order is that of the script.
fn indexed(entry: &Entry) -> Value {
    let Assessment { file, document, item, lang, score, .. } = &entry.document;
    let item = item.as_deref();
    json!([
        entry.number,
        file,
        document,
        item.and_then(|item| item.title.as_deref()),
        item.and_then(|item| item.url.as_deref()),
        lang,
        score.words,
        score.verdict.name(),
        rounded(score.calibrated),
        score.penalty,
        score.small_sample,
        entry.kinds,
    ])
}

/// A finding; its order is that of the script.
fn told(finding: &Finding, kind: usize, pieces: &Pieces, document: &Assessment) -> Value {
    let (part, start, end) = pieces.place(&finding.site);
    let suggestions: Vec<Value> = (finding.suggestions.iter())
        .map(|one| json!([one.replacement, one.applicability == Applicability::Safe, with_article(&finding.site, one)]))
        .collect();
    let related = finding.related.iter().take(MOST_RELATED).map(|one| related(one, pieces, document));
    json!([
        kind,
        part,
        start,
        end,
        where_it_is(&finding.site.place),
        cut(&finding.site.text, LONGEST_FOUND),
        finding.message,
        suggestions,
        related.collect::<Vec<_>>(),
        finding.fingerprint.as_str(),
    ])
}

/// What a suggestion takes the place of, where that is more than what was found: the article before it changes, too.
fn with_article(site: &Site, suggestion: &Suggestion) -> Option<String> {
    let first = suggestion.edits.iter().filter(|edit| edit.field == site.field).map(|edit| edit.start).min()?;
    let length = usize::try_from(site.start.checked_sub(first)?).ok()?;
    let before = site.excerpt.text.get(..site.excerpt.start as usize)?;
    let (start, _) = before.char_indices().nth_back(length.checked_sub(1)?)?;
    Some(format!("{} {}", before[start..].trim_end(), cut(&site.text, LONGEST_FOUND)))
}

/// A related place; one of another document names it.
fn related(related: &Related, pieces: &Pieces, document: &Assessment) -> Value {
    let site = &related.site;
    let here = site.place.file == document.file && site.document == document.document;
    let key = (!here).then(|| format!("{}\0{}", site.place.file, site.document));
    let (part, start, end) = if here { pieces.place(site) } else { (-1, 0, 0) };
    json!([key, part, start, end, where_it_is(&site.place), cut(&site.text, LONGEST_FOUND), related.message])
}

#[cfg(test)]
mod tests;
