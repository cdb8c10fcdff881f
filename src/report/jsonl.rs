//! `jsonl`: one JSON object a finding, one a line, written as they come.

use super::view::{FindingView, write_json};
use super::{Report, ReportOptions, Summary};
use crate::finding::Finding;
use std::io::{self, Write};

/// The report.
pub(super) struct JsonLines {
    options: ReportOptions,
}

impl JsonLines {
    pub(super) fn new(options: &ReportOptions) -> Self {
        JsonLines { options: options.clone() }
    }
}

impl Report for JsonLines {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finding(&mut self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        write_json(out, &FindingView::new(finding, &self.options))?;
        out.write_all(b"\n")
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        out.flush()
    }
}

#[cfg(test)]
mod tests {
    use crate::report::testing;

    #[test]
    fn the_keys_of_the_contract_in_their_order() {
        insta::assert_snapshot!(testing::rendered("jsonl", &testing::all()));
    }
}
