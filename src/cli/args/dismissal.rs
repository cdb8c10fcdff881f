//! Options and commands of dismissal: the baseline, and decisions that come back in a table.

use super::{Selection, SeverityName, Texts};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// How `mtaudit check` uses the baseline.
#[derive(Debug, Default, Args)]
pub struct BaselineOptions {
    /// The baseline, instead of mtaudit-baseline.jsonl beside the configuration
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline", help_heading = "Baseline")]
    pub baseline: Option<PathBuf>,
    /// Report everything, also what the baseline knows
    #[arg(long, help_heading = "Baseline")]
    pub no_baseline: bool,
    /// Report only what the baseline does not know; without a baseline, audit nothing and exit with 2
    #[arg(long, conflicts_with = "no_baseline", help_heading = "Baseline")]
    pub only_new: bool,
}

/// `mtaudit baseline`.
#[derive(Debug, Subcommand)]
pub enum Baseline {
    /// Write a baseline of all that is found now
    Create(Create),
    /// Add what is new to the baseline, and drop what was accepted and is gone
    Update(Update),
    /// Drop what is gone from the baseline, on either list
    Prune(Prune),
}

/// What is audited for a baseline.
#[derive(Debug, Args)]
pub struct Audited {
    #[command(flatten)]
    pub texts: Texts,
    /// Compare all texts with each other, as `check --corpus` does
    #[arg(long)]
    pub corpus: bool,
    #[command(flatten)]
    pub selection: Selection,
    /// The baseline, instead of mtaudit-baseline.jsonl beside the configuration
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    pub baseline: Option<PathBuf>,
    /// Print errors only
    #[arg(short, long)]
    pub quiet: bool,
}

/// What is taken into a baseline.
#[derive(Debug, Args)]
pub struct Taken {
    /// Take findings of this severity and above [default: warning, or what fails a run if that is less]
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "Findings")]
    pub min_severity: Option<SeverityName>,
    /// Why the new entries are there, for those who read the baseline
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, help_heading = "Baseline")]
    pub reason: String,
}

/// `mtaudit baseline create`.
#[derive(Debug, Args)]
pub struct Create {
    #[command(flatten)]
    pub audited: Audited,
    #[command(flatten)]
    pub taken: Taken,
    /// Replace a baseline that is there, with all its decisions
    #[arg(long, help_heading = "Baseline")]
    pub force: bool,
}

/// `mtaudit baseline update`.
#[derive(Debug, Args)]
pub struct Update {
    #[command(flatten)]
    pub audited: Audited,
    #[command(flatten)]
    pub taken: Taken,
}

/// `mtaudit baseline prune`.
#[derive(Debug, Args)]
pub struct Prune {
    #[command(flatten)]
    pub audited: Audited,
    /// Drop entries of documents that are not there any more, and those that reach everywhere and met nothing, too
    #[arg(long, help_heading = "Baseline")]
    pub missing: bool,
}
/// `mtaudit review`.
#[derive(Debug, Subcommand)]
pub enum Review {
    /// Take the status and comment cells of a table that `check --output-format csv` wrote into the baseline
    Import(Import),
}

/// `mtaudit review import`.
#[derive(Debug, Args)]
#[command(after_help = "\
Status of a row: fixed, dismissed, dismissed document, dismissed everywhere, later; empty is undecided.
The texts are audited to find what the rows speak of: name the same ones, with the same options, as for the report.")]
pub struct Import {
    /// The table, as a spreadsheet saved it
    pub table: PathBuf,
    #[command(flatten)]
    pub audited: Audited,
    /// Say what would be taken, and change nothing
    #[arg(long, help_heading = "Baseline")]
    pub dry_run: bool,
}
