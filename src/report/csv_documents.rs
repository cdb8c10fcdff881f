//! `csv` with `--summary`: a table of documents, the worst first.

use super::assessment::rounded;
use super::csv::Table;
use super::{Assessment, Assessments, Report, ReportOptions, Summary};
use crate::finding::Finding;
use std::borrow::Cow;
use std::io::{self, Write};

/// The columns, in order. `status` and `comment` are for whoever reads the table.
const COLUMNS: [&str; 19] = [
    "verdict",
    "score",
    "raw_score",
    "penalty",
    "critical",
    "major",
    "minor",
    "neutral",
    "findings",
    "words",
    "small_sample",
    "pass",
    "title",
    "url",
    "document",
    "file",
    "lang",
    "status",
    "comment",
];

/// The report; it keeps documents until the end.
pub(super) struct CsvDocuments {
    table: Table,
    documents: Assessments,
}

impl CsvDocuments {
    pub(super) fn new(options: &ReportOptions) -> Self {
        CsvDocuments { table: Table::new(options.csv), documents: Assessments::default() }
    }
}

impl Report for CsvDocuments {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.table.begin(&COLUMNS, out)
    }

    fn finding(&mut self, _: &Finding, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn document(&mut self, document: &Assessment, _: &mut dyn Write) -> io::Result<()> {
        self.documents.add(document);
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        for one in self.documents.ranked() {
            let (table, score, item) = (&self.table, &one.score, one.item.as_deref());
            let number = |number: u64| Cow::from(number.to_string());
            let yes = |yes: bool| Cow::from(if yes { "yes" } else { "no" });
            table.row(
                &[
                    score.verdict.name().into(),
                    rounded(score.calibrated).to_string().into(),
                    rounded(score.raw).to_string().into(),
                    number(score.penalty),
                    number(score.impacts.critical),
                    number(score.impacts.major),
                    number(score.impacts.minor),
                    number(score.impacts.neutral),
                    number(one.findings),
                    number(score.words),
                    yes(score.small_sample),
                    yes(score.pass),
                    table.text(item.and_then(|item| item.title.as_deref()).unwrap_or("")),
                    table.text(item.and_then(|item| item.url.as_deref()).unwrap_or("")),
                    table.text(&one.document),
                    table.text(&one.file),
                    one.lang.as_deref().unwrap_or("").into(),
                    "".into(),
                    "".into(),
                ],
                out,
            )?;
        }
        out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn a_row_a_document_the_worst_first() {
        let mut report = CsvDocuments::new(&ReportOptions::default());
        let documents = testing::assessments().into_iter().map(|document| (Vec::new(), Some(document)));
        insta::assert_snapshot!(testing::told(&mut report, &documents.collect::<Vec<_>>()));
    }
}
