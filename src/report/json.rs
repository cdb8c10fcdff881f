//! `json`: one object `{"schema":1,"summary":{…},"findings":[…],"documents":[…]}`, the worst document first.

use super::list::JsonList;
use super::view::{FindingView, SCHEMA, SummaryView, write_json};
use super::{Assessment, Assessments, Report, ReportOptions, Summary};
use crate::finding::Finding;
use std::io::{self, Write};

/// The report. The summary stands before the findings, so the findings are kept until the end, as bytes (about a
/// kilobyte each); `jsonl` is the format that keeps nothing.
pub(super) struct Json {
    options: ReportOptions,
    findings: Vec<u8>,
    documents: Assessments,
}

impl Json {
    pub(super) fn new(options: &ReportOptions) -> Self {
        Json { options: options.clone(), findings: Vec::new(), documents: Assessments::default() }
    }
}

impl Report for Json {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finding(&mut self, finding: &Finding, _: &mut dyn Write) -> io::Result<()> {
        self.findings.extend_from_slice(if self.findings.is_empty() { b"\n" } else { b",\n" });
        write_json(&mut self.findings, &FindingView::new(finding, &self.options))
    }

    fn document(&mut self, document: &Assessment, _: &mut dyn Write) -> io::Result<()> {
        self.documents.add(document);
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"schema\":{SCHEMA},\"summary\":")?;
        write_json(out, &SummaryView::new(summary))?;
        out.write_all(b",\"findings\":[")?;
        out.write_all(&self.findings)?;
        out.write_all(if self.findings.is_empty() { b"],\"documents\":[" } else { b"\n],\"documents\":[" })?;
        self.findings = Vec::new();
        let mut list = JsonList::default();
        for document in self.documents.ranked() {
            list.write(document, out)?;
        }
        list.close(b"]}\n", out)
    }
}

#[cfg(test)]
mod tests {
    use crate::report::testing;

    #[test]
    fn one_object_with_the_summary_first() {
        let text = testing::rendered("json", &[testing::plain(), testing::label()]);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["summary"]["labels"], 1);
        assert_eq!(value["findings"].as_array().unwrap().len(), 2);
        insta::assert_snapshot!(text);
    }

    #[test]
    fn without_findings_it_is_still_an_object() {
        insta::assert_snapshot!(testing::rendered("json", &[]));
    }
}
