//! Where reports go: `--output-format FORMAT[=FILE]`, several times, and `--output-file` with `{format}` in it.

use super::args::Check;
use anyhow::bail;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use mtaudit::report::{self, FORMATS, Format};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// What stands for the name of the format in a file name.
const PLACEHOLDER: &str = "{format}";

/// A value of `--output-format`.
#[derive(Clone, Debug)]
pub struct OutputFormat {
    /// The name of the format, which exists.
    pub name: String,
    /// The file after `=`.
    pub file: Option<PathBuf>,
}

/// A report that is asked for, and where it goes.
#[derive(Clone, Debug)]
pub struct Output {
    /// The format.
    pub format: &'static Format,
    /// The file; `None` is standard output.
    pub file: Option<PathBuf>,
}

/// The reports of a run, at least one, in the order in which they were asked for.
///
/// # Errors
/// If two of them would be written to one place.
pub fn outputs(arguments: &Check) -> anyhow::Result<Vec<Output>> {
    let mut asked = arguments.output_format.clone();
    if asked.is_empty() {
        asked.push(OutputFormat { name: FORMATS[0].name.to_owned(), file: None });
    }
    let template = arguments.output_file.as_deref();
    let without_file = asked.iter().filter(|one| one.file.is_none()).count();
    if let Some(template) = template {
        if without_file == 0 {
            bail!("--output-file has no report to write: every --output-format names its file");
        }
        if without_file > 1 && !has_placeholder(template) {
            let shown = template.display();
            bail!("{without_file} reports cannot be written into {shown}; write --output-file 'report.{PLACEHOLDER}'");
        }
    } else if without_file > 1 {
        bail!(
            "{without_file} reports cannot be written to standard output; write --output-file 'report.{PLACEHOLDER}' or \
             --output-format FORMAT=FILE"
        );
    }
    let mut outputs: Vec<Output> = Vec::new();
    for one in asked {
        // The parser of arguments lets known names through only.
        let format = report::format(&one.name).unwrap_or(&FORMATS[0]);
        let file = one.file.or_else(|| template.map(|template| filled(template, format.name)));
        let file = file.filter(|file| file.as_os_str() != "-");
        if let Some(other) = outputs.iter().find(|other| other.file == file) {
            let place = file.map_or("standard output".to_owned(), |file| file.display().to_string());
            bail!("the reports {} and {} would both be written to {place}", other.format.name, format.name);
        }
        outputs.push(Output { format, file });
    }
    Ok(outputs)
}

fn has_placeholder(template: &Path) -> bool {
    template.to_str().is_some_and(|template| template.contains(PLACEHOLDER))
}

fn filled(template: &Path, format: &str) -> PathBuf {
    match template.to_str() {
        Some(text) => text.replace(PLACEHOLDER, format).into(),
        None => template.to_owned(),
    }
}

/// Reads `FORMAT` or `FORMAT=FILE`; helps and completes as if it were the format alone.
#[derive(Clone)]
pub struct OutputFormatParser(PossibleValuesParser);

impl OutputFormatParser {
    /// A parser that knows all formats.
    pub fn new() -> Self {
        let value = |format: &Format| PossibleValue::new(format.name).help(format.description);
        OutputFormatParser(PossibleValuesParser::new(FORMATS.iter().map(value)))
    }
}

impl TypedValueParser for OutputFormatParser {
    type Value = OutputFormat;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<OutputFormat, clap::Error> {
        let (name, file) = match value.to_str().and_then(|value| value.split_once('=')) {
            Some((name, file)) if !file.is_empty() => (OsStr::new(name), Some(PathBuf::from(file))),
            _ => (value, None),
        };
        Ok(OutputFormat { name: self.0.parse_ref(command, argument, name)?, file })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        self.0.possible_values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Cli, Command};
    use clap::Parser;

    fn resolved(arguments: &str) -> Result<Vec<String>, String> {
        let words = ["mtaudit", "check"].into_iter().chain(arguments.split_whitespace());
        let cli = Cli::try_parse_from(words).map_err(|error| error.to_string())?;
        let Command::Check(check) = cli.command else { panic!() };
        let outputs = outputs(&check).map_err(|error| error.to_string())?;
        let shown = |one: &Output| {
            let file = one.file.as_ref().map_or("-".to_owned(), |file| file.display().to_string());
            format!("{} {file}", one.format.name)
        };
        Ok(outputs.iter().map(shown).collect())
    }

    #[test]
    fn one_report_goes_where_it_always_went() {
        assert_eq!(resolved("").unwrap(), ["full -"]);
        assert_eq!(resolved("--output-format csv --output-file a.csv").unwrap(), ["csv a.csv"]);
        assert_eq!(resolved("--output-format sarif --output-file out.{format}").unwrap(), ["sarif out.sarif"]);
        assert_eq!(resolved("--output-file -").unwrap(), ["full -"]);
    }

    #[test]
    fn several_reports_go_to_several_places() {
        assert_eq!(
            resolved("--output-format full --output-format sarif=a.sarif --output-format junit=t=1.xml").unwrap(),
            ["full -", "sarif a.sarif", "junit t=1.xml"]
        );
        assert_eq!(
            resolved("--output-format json --output-format csv --output-file r.{format}").unwrap(),
            ["json r.json", "csv r.csv"]
        );
        assert_eq!(
            resolved("--output-format full=- --output-format csv --output-file r.csv").unwrap(),
            ["full -", "csv r.csv"]
        );
    }

    #[test]
    fn two_reports_in_one_place_are_refused_with_what_to_do() {
        let two = "--output-format json --output-format csv";
        assert!(resolved(two).unwrap_err().contains("--output-format FORMAT=FILE"));
        assert!(resolved(&format!("{two} --output-file r.txt")).unwrap_err().contains("'report.{format}'"));
        assert!(resolved("--output-format json=a --output-format csv=a").unwrap_err().contains("written to a"));
        assert!(resolved("--output-format json=a --output-file b").unwrap_err().contains("no report to write"));
        assert!(resolved("--output-format json=").unwrap_err().contains("possible values"));
        assert!(resolved("--output-format pdf=a").unwrap_err().contains("possible values"));
    }
}
