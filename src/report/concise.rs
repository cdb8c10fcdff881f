//! `concise`: `path:line:column: severity[rule] message`, one line a finding.

use super::colour::Paint;
use super::{Report, ReportOptions, Summary, escape, title, where_it_is};
use crate::finding::Finding;
use std::io::{self, Write};

/// The report.
pub(super) struct Concise {
    paint: Paint,
}

impl Concise {
    pub(super) fn new(options: &ReportOptions) -> Self {
        Concise { paint: Paint::new(options.colour) }
    }
}

impl Report for Concise {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finding(&mut self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let place = self.paint.strong(&where_it_is(&finding.site.place));
        let title = self.paint.severity(finding.severity, finding.kind, &title(finding));
        writeln!(out, "{place}: {title} {}", escape::one_line(&finding.message))
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        out.flush()
    }
}

#[cfg(test)]
mod tests {
    use crate::report::testing;

    #[test]
    fn one_line_a_finding_whatever_is_in_it() {
        let all = testing::all();
        let text = testing::rendered("concise", &all);
        assert_eq!(text.lines().count(), all.len());
        insta::assert_snapshot!(text);
    }
}
