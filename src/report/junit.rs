//! `junit`: test results as CI servers read them: a suite a file, a failed case a finding, a passed case a document
//! without any.
//!
//! Errors and warnings fail a case; hints and labels are told in one that passes, because nobody has to act on them.

use super::{Assessment, Report, ReportOptions, Summary, escape, severity_name, where_it_is, xml};
use crate::finding::{Finding, Severity, Suggestion};
use crate::rules::template::cut;
use std::io::{self, Write};
use std::sync::Arc;

/// Characters of the found text that a failure repeats.
const LONGEST_FOUND: usize = 300;

/// The report; it keeps the cases of one file.
pub(super) struct JUnit {
    suite: Option<Suite>,
}

struct Suite {
    file: Arc<str>,
    cases: Vec<u8>,
    tests: u64,
    failures: u64,
    /// Whether the document under way has a case.
    told: bool,
}

impl JUnit {
    pub(super) fn new(_: &ReportOptions) -> Self {
        JUnit { suite: None }
    }

    /// The suite of this file, after what is complete was written.
    fn suite(&mut self, file: &Arc<str>, out: &mut dyn Write) -> io::Result<&mut Suite> {
        if self.suite.as_ref().is_some_and(|suite| suite.file != *file) {
            self.flush(out)?;
        }
        let new = || Suite { file: file.clone(), cases: Vec::new(), tests: 0, failures: 0, told: false };
        Ok(self.suite.get_or_insert_with(new))
    }

    fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let Some(suite) = self.suite.take() else { return Ok(()) };
        let (name, tests, failures) = (xml::text(&suite.file), suite.tests, suite.failures);
        writeln!(out, "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">")?;
        out.write_all(&suite.cases)?;
        writeln!(out, "  </testsuite>")
    }
}

impl Report for JUnit {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mtaudit\">\n")
    }

    fn compared(&mut self, _: &mut dyn Write) -> io::Result<()> {
        self.suite.iter_mut().for_each(|suite| suite.told = false);
        Ok(())
    }

    fn finding(&mut self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let suite = self.suite(&finding.site.place.file, out)?;
        suite.told = true;
        suite.tests += 1;
        let cases = &mut suite.cases;
        let name = format!("{} {}", finding.rule, where_it_is(&finding.site.place));
        let document = xml::text(&finding.site.document);
        writeln!(cases, "    <testcase name=\"{}\" classname=\"{document}\">", xml::text(&name))?;
        if finding.severity == Severity::Info {
            writeln!(cases, "      <system-out>{}</system-out>", xml::text(&details(finding)))?;
        } else {
            suite.failures += 1;
            writeln!(
                cases,
                "      <failure type=\"{}\" message=\"{}\">{}</failure>",
                severity_name(finding),
                xml::text(&finding.message),
                xml::text(&details(finding)),
            )?;
        }
        writeln!(cases, "    </testcase>")
    }

    fn document(&mut self, document: &Assessment, out: &mut dyn Write) -> io::Result<()> {
        let suite = self.suite(&document.file, out)?;
        if !std::mem::take(&mut suite.told) {
            suite.tests += 1;
            let name = xml::text(&document.document);
            writeln!(suite.cases, "    <testcase name=\"{name}\" classname=\"{name}\"/>")?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        self.flush(out)?;
        out.write_all(b"</testsuites>\n")?;
        out.flush()
    }
}

/// What stands under the message: where it is, what was found, what to write.
fn details(finding: &Finding) -> String {
    let title = format!("{}[{}]", severity_name(finding), finding.rule);
    let mut lines = vec![format!("{}: {title} {}", where_it_is(&finding.site.place), finding.message)];
    lines.push(format!("found: {}", escape::one_line(&cut(&finding.site.text, LONGEST_FOUND))));
    let wanted = finding.suggestions.iter().map(|Suggestion { replacement, .. }| escape::one_line(replacement));
    lines.extend(wanted.map(|replacement| format!("write: {replacement}")));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use crate::report::testing;

    #[test]
    fn a_suite_a_file_and_a_failure_a_finding() {
        insta::assert_snapshot!(testing::rendered("junit", &testing::all()));
    }

    #[test]
    fn a_document_without_findings_is_a_test_that_passed() {
        let documents = [testing::assessment("b.txt", 0), testing::assessment("c.txt", 0)];
        let text = testing::rendered_documents(
            "junit",
            &[(vec![testing::plain()], documents[0].clone()), (Vec::new(), documents[1].clone())],
        );
        assert!(text.contains("<testsuite name=\"c.txt\" tests=\"1\" failures=\"0\" errors=\"0\">"));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn counts_are_those_of_the_cases() {
        let text = testing::rendered("junit", &testing::all());
        let sum = |name: &str| -> usize {
            let of = |line: &str| line.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0.parse::<usize>().ok();
            text.lines().filter(|line| line.contains("<testsuite ")).filter_map(of).sum()
        };
        assert_eq!(sum("tests"), text.matches("<testcase ").count());
        assert_eq!(sum("failures"), text.matches("<failure ").count());
    }

    #[test]
    fn nothing_audited_is_an_empty_report() {
        insta::assert_snapshot!(testing::rendered("junit", &[]));
    }
}
