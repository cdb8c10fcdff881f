//! `--summary`: one line a document, the worst first.

use super::colour::Paint;
use super::summary::grouped;
use super::{Assessment, Assessments, Report, ReportOptions, Summary, escape};
use crate::finding::scoring::{Impacts, Verdict};
use crate::finding::{Finding, Kind, Severity};
use std::io::{self, Write};

/// The report; it keeps documents until the end.
pub(super) struct Ranking {
    paint: Paint,
    documents: Assessments,
}

impl Ranking {
    pub(super) fn new(options: &ReportOptions) -> Self {
        Ranking { paint: Paint::new(options.colour), documents: Assessments::default() }
    }
}

impl Report for Ranking {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finding(&mut self, _: &Finding, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn document(&mut self, document: &Assessment, _: &mut dyn Write) -> io::Result<()> {
        self.documents.add(document);
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let documents = self.documents.ranked();
        let width = |cell: fn(&Assessment) -> String| documents.iter().map(|one| cell(one).len()).max().unwrap_or(0);
        let (scores, counts, sizes) = (width(score), width(found), width(size));
        for one in documents {
            let verdict = one.score.verdict.name();
            let severity = match one.score.verdict {
                Verdict::Hold => Severity::Error,
                Verdict::Review => Severity::Warning,
                Verdict::Publish => Severity::Info,
            };
            let painted = self.paint.severity(severity, Kind::Finding, verdict);
            let gap = " ".repeat(Verdict::Publish.name().len() - verdict.len());
            let (score, found, size) = (score(one), found(one), size(one));
            writeln!(out, "{painted}{gap}  {score:>scores$}  {found:<counts$}  {size:<sizes$}  {}", name(one))?;
        }
        out.flush()
    }
}

fn score(document: &Assessment) -> String {
    format!("{:.1}", document.score.calibrated)
}

/// `1 critical, 4 major, 2 minor`
fn found(document: &Assessment) -> String {
    let Impacts { critical, major, minor, .. } = document.score.impacts;
    let counts = [(critical, "critical"), (major, "major"), (minor, "minor")];
    let parts: Vec<String> = (counts.iter().filter(|(count, _)| *count > 0))
        .map(|(count, name)| format!("{} {name}", grouped(*count)))
        .collect();
    if parts.is_empty() { "-".to_owned() } else { parts.join(", ") }
}

/// `480 words, small sample`
fn size(document: &Assessment) -> String {
    let words = if document.score.words == 1 { "word" } else { "words" };
    let small = if document.score.small_sample { ", small sample" } else { "" };
    format!("{} {words}{small}", grouped(document.score.words))
}

/// The file, and of a document in it its id and title.
fn name(document: &Assessment) -> String {
    let file = escape::one_line(&document.file);
    let Some(item) = &document.item else { return file.into_owned() };
    let title = item.title.as_deref().map(|title| format!(" “{}”", escape::one_line(title))).unwrap_or_default();
    format!("{file} {}{title}", escape::one_line(&document.document))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn one_line_a_document_the_worst_first() {
        let mut report = Ranking::new(&ReportOptions::default());
        let documents = testing::assessments().into_iter().map(|document| (Vec::new(), Some(document)));
        insta::assert_snapshot!(testing::told(&mut report, &documents.collect::<Vec<_>>()));
    }
}
