//! The stable JSON form of a finding: its keys, their order and their units are a contract with other tools.

use super::{ReportOptions, Summary, Verdicts, summary::LanguageOrigin};
use crate::finding::{Applicability, Confidence, Excerpt, Finding, Impact, Kind, Related, Severity, Site, Suggestion};
use serde::Serialize;
use serde::ser::SerializeSeq;
use std::io::{self, Write};
use unicode_segmentation::UnicodeSegmentation;

/// Version of the form; it grows when a key changes its meaning, not when one is added.
pub(super) const SCHEMA: u32 = 1;

/// One finding. `start` and `end` count Unicode scalars of the field's decoded text, `column` and `end_column` those
/// of the raw line, `byte_*` raw bytes.
#[derive(Serialize)]
pub(super) struct FindingView<'a> {
    schema: u32,
    kind: Kind,
    rule: &'a str,
    severity: Severity,
    impact: Impact,
    confidence: Confidence,
    category: &'a str,
    message: &'a str,
    file: &'a str,
    member: Option<&'a str>,
    document: &'a str,
    item: Option<ItemView<'a>>,
    lang: Option<&'a str>,
    field: &'a str,
    start: u64,
    end: u64,
    text: &'a str,
    context: Option<String>,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    byte_start: u64,
    byte_end: u64,
    #[serde(serialize_with = "suggestions")]
    suggestions: &'a [Suggestion],
    #[serde(serialize_with = "related")]
    related: &'a [Related],
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct ItemView<'a> {
    index: u64,
    id: Option<&'a str>,
    title: Option<&'a str>,
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct SuggestionView<'a> {
    replacement: &'a str,
    applicability: Applicability,
    edits: Vec<EditView<'a>>,
}

#[derive(Serialize)]
struct EditView<'a> {
    field: &'a str,
    start: u64,
    end: u64,
    byte_start: u64,
    byte_end: u64,
    replacement: &'a str,
}

#[derive(Serialize)]
struct RelatedView<'a> {
    file: &'a str,
    member: Option<&'a str>,
    document: &'a str,
    item: Option<ItemView<'a>>,
    field: &'a str,
    start: u64,
    end: u64,
    text: &'a str,
    line: u32,
    column: u32,
    byte_start: u64,
    byte_end: u64,
    message: Option<&'a str>,
}

/// The summary of the `json` report: everything but the elapsed time, which differs from run to run.
#[derive(Serialize)]
pub(super) struct SummaryView<'a> {
    errors: u64,
    warnings: u64,
    infos: u64,
    labels: u64,
    hidden: u64,
    accepted: u64,
    dismissed: u64,
    ignored: u64,
    files: u64,
    documents: u64,
    words: u64,
    languages: Vec<LanguageView<'a>>,
    rules: u64,
    verdicts: Verdicts,
    problems: u64,
    interrupted: bool,
}

#[derive(Serialize)]
struct LanguageView<'a> {
    tag: &'a str,
    origin: LanguageOrigin,
    documents: u64,
}

impl<'a> FindingView<'a> {
    pub(super) fn new(finding: &'a Finding, options: &ReportOptions) -> Self {
        let site = &finding.site;
        FindingView {
            schema: SCHEMA,
            kind: finding.kind,
            rule: &finding.rule,
            severity: finding.severity,
            impact: finding.impact,
            confidence: finding.confidence,
            category: &finding.category,
            message: &finding.message,
            file: &site.place.file,
            member: site.place.member.as_deref(),
            document: &site.document,
            item: item(site),
            lang: site.lang.as_deref(),
            field: &site.field,
            start: site.start,
            end: site.end,
            text: &site.text,
            context: context(&site.excerpt, options.context),
            line: site.place.line,
            column: site.place.column,
            end_line: site.place.end_line,
            end_column: site.place.end_column,
            byte_start: site.place.byte_start,
            byte_end: site.place.byte_end,
            suggestions: &finding.suggestions,
            related: &finding.related,
            fingerprint: finding.fingerprint.as_str(),
        }
    }
}

impl<'a> SummaryView<'a> {
    pub(super) fn new(summary: &'a Summary) -> Self {
        let languages = summary.languages.iter();
        SummaryView {
            errors: summary.errors,
            warnings: summary.warnings,
            infos: summary.infos,
            labels: summary.labels,
            hidden: summary.hidden,
            accepted: summary.accepted,
            dismissed: summary.dismissed,
            ignored: summary.ignored,
            files: summary.files,
            documents: summary.documents,
            words: summary.words,
            languages: languages
                .map(|one| LanguageView { tag: &one.tag, origin: one.origin, documents: one.documents })
                .collect(),
            rules: summary.rules,
            verdicts: summary.verdicts,
            problems: summary.problems,
            interrupted: summary.interrupted,
        }
    }
}

fn item(site: &Site) -> Option<ItemView<'_>> {
    site.item.as_deref().map(|item| ItemView {
        index: item.index,
        id: item.id.as_deref(),
        title: item.title.as_deref(),
        url: item.url.as_deref(),
    })
}

fn suggestions<S: serde::Serializer>(all: &&[Suggestion], serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(all.len()))?;
    for one in all.iter() {
        let edits = one.edits.iter().map(|edit| EditView {
            field: &edit.field,
            start: edit.start,
            end: edit.end,
            byte_start: edit.byte_start,
            byte_end: edit.byte_end,
            replacement: &edit.replacement,
        });
        list.serialize_element(&SuggestionView {
            replacement: &one.replacement,
            applicability: one.applicability,
            edits: edits.collect(),
        })?;
    }
    list.end()
}

fn related<S: serde::Serializer>(all: &&[Related], serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(Some(all.len()))?;
    for Related { site, message } in all.iter() {
        list.serialize_element(&RelatedView {
            file: &site.place.file,
            member: site.place.member.as_deref(),
            document: &site.document,
            item: item(site),
            field: &site.field,
            start: site.start,
            end: site.end,
            text: &site.text,
            line: site.place.line,
            column: site.place.column,
            byte_start: site.place.byte_start,
            byte_end: site.place.byte_end,
            message: Some(message.as_str()).filter(|message| !message.is_empty()),
        })?;
    }
    list.end()
}

/// The span with up to so many characters either side on one line, line breaks as spaces; `None` without an excerpt.
pub(super) fn context(excerpt: &Excerpt, characters: usize) -> Option<String> {
    let text = &excerpt.text;
    if text.is_empty() {
        return None;
    }
    let (start, end) = (excerpt.start as usize, excerpt.end as usize);
    let (before, after) = (text.get(..start).unwrap_or(text), text.get(end..).unwrap_or(""));
    let span = text.get(start..end).unwrap_or("");
    // Of ASCII each character is a grapheme, but for the two of a line break.
    let single = |text: &str| text.is_ascii() && !text.contains('\r');
    let before_length = match single(before) {
        true => before.len().min(characters),
        false => fitting(before.graphemes(true).rev(), characters),
    };
    let after_length = match single(after) {
        true => after.len().min(characters),
        false => fitting(after.graphemes(true), characters),
    };
    let around = [from_word(before, before_length), span, to_word(after, after_length)].concat();
    let lines: Vec<&str> = around.split(['\n', '\r']).filter(|line| !line.is_empty()).collect();
    Some(lines.join(" ").trim().to_string())
}

/// The last `length` bytes of a text, without the part of a word that the cut left at their start.
fn from_word(text: &str, length: usize) -> &str {
    let (left_out, kept) = text.split_at(text.len() - length);
    let cut = left_out.ends_with(char::is_alphanumeric) && kept.starts_with(char::is_alphanumeric);
    let word_end = if cut { kept.find(char::is_whitespace) } else { None };
    word_end.map_or(kept, |end| &kept[end..])
}

/// The first `length` bytes of a text, without the part of a word that the cut left at their end.
fn to_word(text: &str, length: usize) -> &str {
    let (kept, left_out) = text.split_at(length);
    let cut = left_out.starts_with(char::is_alphanumeric) && kept.ends_with(char::is_alphanumeric);
    let word_start = if cut { kept.rfind(char::is_whitespace) } else { None };
    word_start.map_or(kept, |start| &kept[..start])
}

/// Bytes of the first graphemes that have at most so many characters together: whole graphemes, so that a letter
/// keeps its accents.
fn fitting<'a>(graphemes: impl Iterator<Item = &'a str>, characters: usize) -> usize {
    let (mut bytes, mut count) = (0, 0);
    for grapheme in graphemes {
        count += grapheme.chars().count();
        if count > characters {
            break;
        }
        bytes += grapheme.len();
    }
    bytes
}

/// Writes a value as JSON on one line. Beside what JSON demands, everything is escaped that a terminal obeys or
/// that some tools take for a line break, so that a line is a line and safe to print; parsed, it is the same text.
pub(crate) fn write_json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    // A value is written in many small pieces.
    let mut line = Vec::with_capacity(1024);
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut line, Escaping(needs_escape)))?;
    out.write_all(&line)
}

/// The same for a script element of a page: nothing in it can begin or end an element, a comment or an entity.
pub(super) fn write_script_json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let needs_escape = |character| matches!(character, '<' | '>' | '&') || needs_escape(character);
    let mut serializer = serde_json::Serializer::with_formatter(out, Escaping(needs_escape));
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// Escapes what JSON would leave as it is and this says of.
struct Escaping<F>(F);

impl<F: Fn(char) -> bool> serde_json::ser::Formatter for Escaping<F> {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, character)) = rest.char_indices().find(|&(_, c)| self.0(c)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            write!(writer, "\\u{:04x}", u32::from(character))?;
            rest = &rest[at + character.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

/// Controls beyond ASCII, line separators and bidi controls; all of them have four hexadecimal digits.
fn needs_escape(character: char) -> bool {
    matches!(character, '\u{7F}'..='\u{9F}' | '\u{61C}' | '\u{200E}' | '\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, span: &str) -> Excerpt {
        let start = text.find(span).unwrap();
        Excerpt {
            text: text.into(),
            start: start as u32,
            end: (start + span.len()) as u32,
            cut_before: false,
            cut_after: false,
        }
    }

    #[test]
    fn context_is_one_line_cut_between_graphemes() {
        assert_eq!(context(&excerpt("one\r\ntwo X three\n\nfour", "X"), 60).unwrap(), "one two X three four");
        assert_eq!(context(&excerpt("abcdeX12345", "X"), 2).unwrap(), "deX12");
        assert_eq!(context(&excerpt("the word X word then", "X"), 7).unwrap(), "word X word");
        assert_eq!(context(&excerpt("ae\u{301}X", "X"), 1).unwrap(), "X");
        assert_eq!(context(&excerpt("ae\u{301}X", "X"), 2).unwrap(), "e\u{301}X");
        assert_eq!(context(&excerpt("", ""), 60), None);
    }

    #[test]
    fn json_is_printable_and_parses_back() {
        let text = "a\u{1b}[2J\u{9b}\u{202e}b\u{2028}\u{200f}é東\"\\";
        let mut bytes = Vec::new();
        write_json(&mut bytes, &text).unwrap();
        let json = String::from_utf8(bytes).unwrap();
        assert_eq!(json, r#""a\u001b[2J\u009b\u202eb\u2028\u200fé東\"\\""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
