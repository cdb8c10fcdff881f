//! `checkstyle`: the XML that Jenkins, and many others, read; written as findings come.

use super::{Report, ReportOptions, Summary, xml};
use crate::finding::{Finding, Severity};
use std::io::{self, Write};
use std::sync::Arc;

/// The report.
pub(super) struct Checkstyle {
    /// The file whose element is open.
    file: Option<Arc<str>>,
}

impl Checkstyle {
    pub(super) fn new(_: &ReportOptions) -> Self {
        Checkstyle { file: None }
    }
}

impl Report for Checkstyle {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n")
    }

    fn finding(&mut self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let place = &finding.site.place;
        if self.file.as_ref() != Some(&place.file) {
            if self.file.is_some() {
                writeln!(out, "  </file>")?;
            }
            writeln!(out, "  <file name=\"{}\">", xml::text(&place.file))?;
            self.file = Some(place.file.clone());
        }
        let severity = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        writeln!(
            out,
            "    <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"mtaudit.{}\"/>",
            place.line,
            place.column,
            xml::text(&finding.message),
            xml::text(&finding.rule),
        )
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if self.file.is_some() {
            writeln!(out, "  </file>")?;
        }
        out.write_all(b"</checkstyle>\n")?;
        out.flush()
    }
}

#[cfg(test)]
mod tests {
    use crate::report::testing;

    #[test]
    fn findings_stand_in_the_element_of_their_file() {
        insta::assert_snapshot!(testing::rendered("checkstyle", &testing::all()));
    }

    #[test]
    fn elements_open_and_close() {
        let all = testing::all();
        let text = testing::rendered("checkstyle", &all);
        assert_eq!(text.matches("<file ").count(), text.matches("</file>").count());
        assert_eq!(text.matches("<error ").count(), all.len());
        assert!(text.lines().all(|line| line.trim_start().starts_with('<') && line.ends_with('>')));
    }

    #[test]
    fn nothing_found_is_an_empty_report() {
        insta::assert_snapshot!(testing::rendered("checkstyle", &[]));
    }
}
