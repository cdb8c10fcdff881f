//! The command line: its commands and options, and nothing of what they do.

mod dismissal;
mod rules;

pub use dismissal::{Audited, Baseline, BaselineOptions, Import, Prune, Review, Taken};
pub use rules::{CheckName, Lint, LintFormat, List, ListFormat, Measure, MeasureFormat, New, Rules, Stale, Test};

use super::outputs::{OutputFormat, OutputFormatParser};
use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use mtaudit::formats;
use std::path::PathBuf;

/// Finds what machine translation left behind in finished text, says why it is wrong and what to write instead.
#[derive(Debug, Parser)]
#[command(name = "mtaudit", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub global: Global,
}

/// Options of every command.
#[derive(Debug, Args)]
pub struct Global {
    /// When to colour the output (NO_COLOR is honoured)
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Colour::Auto, help_heading = "Global options")]
    pub color: Colour,
    /// The configuration file, instead of the nearest mtaudit.toml
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "isolated", help_heading = "Global options")]
    pub config: Option<PathBuf>,
    /// Read no configuration file: built-in packs and defaults only
    #[arg(long, global = true, help_heading = "Global options")]
    pub isolated: bool,
    /// Go on with the rest when a rule file or the configuration is wrong; the exit code is 2 all the same
    #[arg(long, global = true, help_heading = "Global options")]
    pub keep_going: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Audit files, folders or standard input
    Check(Box<Check>),
    /// List the names in texts: how often, in which spellings, in which documents
    Names(Box<Names>),
    /// Write and renew the baseline: findings that are known and not reported again
    #[command(subcommand)]
    Baseline(Baseline),
    /// Take back what editors decided in an exported table
    #[command(subcommand)]
    Review(Review),
    /// Print the documentation of a rule with its examples
    Explain(Explain),
    /// List, test and describe rules
    #[command(subcommand)]
    Rules(Rules),
    /// Write a commented mtaudit.toml into the current folder
    Init,
    /// Print the completion script of a shell
    Completions(Completions),
    /// Print the manual page, of mtaudit or of one of its commands
    Man(Man),
}

/// `mtaudit check`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 anything abnormal, 130 interrupted.")]
#[command(group = ArgGroup::new("fixes").args(["fix", "diff"]))]
pub struct Check {
    #[command(flatten)]
    pub texts: Texts,
    /// Compare all texts with each other: names, acronyms, house forms, text that repeats (within a feed this is done always)
    #[arg(long)]
    pub corpus: bool,
    /// Audit only files that changed since this revision of their git repository, and files that are new to it
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    pub changed_since: Option<String>,
    #[command(flatten)]
    pub selection: Selection,
    /// Show findings of this severity and above [default: warning in reports for people, info in others]
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "Findings")]
    pub min_severity: Option<SeverityName>,
    /// Exit with 1 if there are findings of this severity or above [default: error]
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "Findings")]
    pub fail_on: Option<FailOn>,
    /// Exit with 1, too, if a document is to be held, or to be reviewed
    #[arg(long, value_enum, value_name = "VERDICT", help_heading = "Findings")]
    pub fail_on_verdict: Option<VerdictName>,

    #[command(flatten)]
    pub baseline: BaselineOptions,

    /// Apply the safe repairs to the files, and report what remains (with -, print the repaired text)
    #[arg(long, help_heading = "Fixes")]
    pub fix: bool,
    /// With --fix or --diff: apply the first proposal where a person should look, too
    #[arg(long, requires = "fixes", help_heading = "Fixes")]
    pub unsafe_fixes: bool,
    /// Print what --fix would change as a unified diff, and change nothing; exit with 1 if it would
    #[arg(long, conflicts_with = "output_file", help_heading = "Fixes")]
    pub diff: bool,

    /// The form of the report [default: full]; given several times, each but one with a file: sarif=mtaudit.sarif
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = OutputFormatParser::new(), help_heading = "Report")]
    pub output_format: Vec<OutputFormat>,
    /// Where the report goes, instead of standard output; for several reports, with {format} in its name
    #[arg(long, value_name = "FILE", help_heading = "Report")]
    pub output_file: Option<PathBuf>,
    /// Tell documents instead of findings: verdict, score and counts, the worst first (full, concise, grouped and csv)
    #[arg(long, conflicts_with = "statistics", help_heading = "Report")]
    pub summary: bool,
    /// csv: begin with a byte-order mark, which some spreadsheets need
    #[arg(long, help_heading = "Report")]
    pub csv_bom: bool,
    /// csv: the character between cells
    #[arg(long, value_name = "CHARACTER", default_value = ",", value_parser = delimiter, help_heading = "Report")]
    pub csv_delimiter: u8,
    /// csv: write cells as they are, without the guard against formulas
    #[arg(long, help_heading = "Report")]
    pub csv_raw: bool,

    /// Count the findings of each rule, in a table after them (full, concise and grouped)
    #[arg(long, help_heading = "Report")]
    pub statistics: bool,
    /// Print findings and errors only: no closing lines, no notes, no progress
    #[arg(short, long, help_heading = "Report")]
    pub quiet: bool,

    /// Audit again whenever a file, the configuration or a configured pack changes, until Ctrl-C
    #[arg(long, conflicts_with = "fixes")]
    pub watch: bool,
    /// Add the words that rules about unknown words found to the first file of `[dictionary] files`
    #[arg(long, conflicts_with_all = ["watch", "fixes"])]
    pub learn_words: bool,
    /// Print the settings of a run and where each is from, and audit nothing
    #[arg(long, conflicts_with_all = ["watch", "fixes"])]
    pub show_settings: bool,
    /// Threads to audit with [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub threads: Option<u16>,
}

/// Which texts are audited, and how they are read.
#[derive(Debug, Default, Args)]
pub struct Texts {
    /// Files and folders to audit, or - for standard input; the current folder if none is given
    pub paths: Vec<PathBuf>,

    /// The language of the texts (a BCP 47 tag such as en), whatever they say
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// The input format, instead of going by file name and content
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(formats::names()))]
    pub format: Option<String>,
    /// The encoding of files without a byte-order mark (windows-1251, gbk, …), instead of going by their bytes
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
    /// The name that standard input goes by in reports; its ending tells the format
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<String>,
    /// Audit hidden files and those that ignore files name, too
    #[arg(long)]
    pub no_ignore: bool,
    /// Of the files that are named, audit only those that would be found in the current folder (for hooks that name all)
    #[arg(long)]
    pub force_exclude: bool,
    /// Only items published on this day or later (2024-05-31); those without a date are left out
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Only the item with this id (a guid of a feed, the id of a record); may be given several times
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    pub item: Vec<String>,
}

/// `mtaudit names`.
#[derive(Debug, Args)]
#[command(after_help = "To begin a house table: mtaudit names archive/ --as-entities > names.toml")]
pub struct Names {
    #[command(flatten)]
    pub texts: Texts,
    /// Only names that stand in so many documents
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min_documents: u64,
    /// Only names that are written in several ways
    #[arg(long)]
    pub variants: bool,
    /// The form of the list
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = NamesFormat::Table)]
    pub output_format: NamesFormat,
    /// Print [[entity]] tables for mtaudit.toml or a rule file instead, to be read and corrected
    #[arg(long, conflicts_with = "output_format")]
    pub as_entities: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NamesFormat {
    Table,
    Json,
    Csv,
}

/// `mtaudit completions`.
#[derive(Debug, Args)]
#[command(after_help = "For bash: mtaudit completions bash > ~/.local/share/bash-completion/completions/mtaudit")]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// `mtaudit man`.
#[derive(Debug, Args)]
#[command(after_help = "To read it: mtaudit man > mtaudit.1 && man ./mtaudit.1")]
pub struct Man {
    /// A command, such as check or rules list; mtaudit itself if none is given
    pub command: Vec<String>,
}

/// Which rules run.
#[derive(Debug, Default, Args)]
pub struct Selection {
    /// Run only these rules: ids, packs (en/offices), category:…, severity:…; separated by commas
    #[arg(long, value_name = "SELECTORS", value_delimiter = ',', help_heading = "Findings")]
    pub select: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "SELECTORS", value_delimiter = ',', help_heading = "Findings")]
    pub ignore: Vec<String>,
    /// Run only rules of this confidence and above
    #[arg(long, value_enum, value_name = "CONFIDENCE", help_heading = "Findings")]
    pub min_confidence: Option<ConfidenceName>,
}

impl Selection {
    /// Whether the command line says anything.
    pub fn is_given(&self) -> bool {
        !self.select.is_empty() || !self.ignore.is_empty() || self.min_confidence.is_some()
    }
}

/// `mtaudit explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// Full id of the rule, as reports print it, or of a table of rules
    #[arg(required_unless_present = "mentions")]
    pub rule: Option<String>,
    /// Print the names that the checks see in a file instead: a debugging aid for authors of rules
    #[arg(long, value_name = "FILE", conflicts_with = "rule")]
    pub mentions: Option<PathBuf>,
    /// With --mentions: the language of the file
    #[arg(long, value_name = "TAG", requires = "mentions")]
    pub lang: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SeverityName {
    Error,
    Warning,
    Info,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ConfidenceName {
    High,
    Medium,
    Low,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum VerdictName {
    Hold,
    Review,
}

/// A single ASCII character, or `\t` or `tab`.
fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n') => Ok(*byte),
        b"\\t" | b"tab" => Ok(b'\t'),
        _ => Err("write one ASCII character other than a quotation mark, or tab".to_owned()),
    }
}
