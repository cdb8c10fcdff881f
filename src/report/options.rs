//! Everything that the look of a report depends on.

use crate::rules::RuleSet;
use std::sync::Arc;

/// Sizes and switches of reports. The caller reads terminal and environment; a report never does.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportOptions {
    /// Whether to colour; the caller sets it from [`super::colour::on`].
    pub colour: bool,
    /// Columns of a line of an excerpt, gutter included: those of the terminal, or 160 where there is none.
    pub width: usize,
    /// Characters of context either side of a finding in machines' formats and tables.
    pub context: usize,
    /// At most how many related places and how many suggestions people see with one finding.
    pub places: usize,
    /// How the table for editors is written.
    pub csv: CsvOptions,
    /// The rules of the run, for reports that describe them.
    pub rules: Arc<RuleSet>,
}

/// How the table for editors is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvOptions {
    /// Whether to begin with a UTF-8 byte-order mark, which some spreadsheets need to see UTF-8.
    pub bom: bool,
    /// The byte between cells.
    pub delimiter: u8,
    /// Whether to write every cell as it is, without the guard against formulas, numbers and dates.
    pub raw: bool,
}

impl Default for ReportOptions {
    fn default() -> Self {
        let (csv, rules) = (CsvOptions::default(), Arc::default());
        ReportOptions { colour: false, width: 160, context: 60, places: 5, csv, rules }
    }
}

impl Default for CsvOptions {
    fn default() -> Self {
        CsvOptions { bom: false, delimiter: b',', raw: false }
    }
}
