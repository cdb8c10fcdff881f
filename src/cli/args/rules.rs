//! The arguments of `mtaudit rules`.

use super::Selection;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Rules {
    /// List the rules that run, with severity and what they say
    List(List),
    /// Run the examples of rules; of the built-in ones and the configured packs if no path is given
    Test(Test),
    /// Print the JSON Schema of rule files, for editors
    Schema,
    /// Count what rules find in clean text and in machine translations, as `check` would with this configuration
    Measure(Measure),
    /// Write the skeleton of a rule, with examples that pass
    New(New),
    /// Find rules that shadow each other, can never match, have no source or cost too much
    Lint(Lint),
    /// List dated facts whose last day is past
    Stale(Stale),
}

/// `mtaudit rules measure`.
#[derive(Debug, Args)]
pub struct Measure {
    /// Clean text: files (also compressed with gzip) and folders
    #[arg(long, value_name = "PATH", required = true, num_args = 1..)]
    pub corpus: Vec<PathBuf>,
    /// Machine translations to compare with: files and folders
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub mt: Vec<PathBuf>,
    /// Measure only these rules: ids, packs, category:…, severity:…; separated by commas
    #[arg(long, value_name = "SELECTORS", value_delimiter = ',')]
    pub rules: Vec<String>,
    /// A pack (folder or .toml file) to measure before it is configured: only its rules, unless --rules says more
    #[arg(long, value_name = "PATH")]
    pub pack: Vec<PathBuf>,
    /// Show this many places of each rule and corpus
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "10")]
    pub show: Option<usize>,
    /// Another seed shows other places
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// The language of the texts, whatever they say
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
    /// The form of the figures
    #[arg(long, value_enum, default_value_t = MeasureFormat::Table)]
    pub output_format: MeasureFormat,
    /// Threads to audit with [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub threads: Option<u16>,
}

/// `mtaudit rules new`.
#[derive(Debug, Args)]
pub struct New {
    /// Id of the rule: lower-case letters, digits and hyphens, such as honorary-visit
    pub id: String,
    /// The kind of check
    #[arg(long, value_enum, default_value_t = CheckName::Phrase)]
    pub check: CheckName,
    /// The folder of the pack; it is made if it is not there
    #[arg(long, value_name = "DIR", default_value = "house")]
    pub pack: PathBuf,
    /// The language of the texts that a new pack is for
    #[arg(long, value_name = "TAG", default_value = "en")]
    pub lang: String,
}

/// `mtaudit rules lint`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 nothing to say, 1 something to look at, 2 anything abnormal.")]
pub struct Lint {
    /// Packs (folders or .toml files) to look at; the built-in ones and the configured packs if none is given
    pub paths: Vec<PathBuf>,
    /// A list for people, or JSON
    #[arg(long, value_enum, default_value_t = LintFormat::Table)]
    pub output_format: LintFormat,
}

/// `mtaudit rules stale`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 nothing is stale, 1 something is, 2 anything abnormal.")]
pub struct Stale {
    /// Packs (folders or .toml files) to look at; the built-in ones and the configured packs if none is given
    pub paths: Vec<PathBuf>,
    /// The day to compare with, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MeasureFormat {
    Table,
    Json,
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LintFormat {
    Table,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckName {
    Phrase,
    Pattern,
    Lexicon,
    Variants,
    GarbledWord,
    Repetition,
}

/// `mtaudit rules list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    pub selection: Selection,
    /// Also list rules that are switched off
    #[arg(long)]
    pub all: bool,
    /// A table for people, or JSON lines
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Table)]
    pub output_format: ListFormat,
}

/// `mtaudit rules test`.
#[derive(Debug, Args)]
pub struct Test {
    /// Packs (folders or .toml files) whose examples are run
    pub paths: Vec<PathBuf>,
    /// Run only the examples of these rules
    #[arg(long, value_name = "SELECTORS", value_delimiter = ',')]
    pub select: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    Table,
    Jsonl,
}
