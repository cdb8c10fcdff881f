//! `mtaudit check --show-settings`: what a run would go by, and where each setting is from.

use super::args::{Check, Colour, ConfidenceName, Global};
use super::check::{fail_on, fail_on_verdict, least_shown, threads};
use super::outputs::{Output, outputs};
use super::session::Session;
use super::{Exit, dismissed, print, style};
use mtaudit::config::{Override, RuleSettings, Selector};
use mtaudit::finding::scoring::Scoring;
use mtaudit::formats::{FormatSettings, HtmlFields};
use mtaudit::report;
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;

const DEFAULT: &str = "default";

/// Runs the command.
pub fn run(global: &Global, arguments: &Check) -> anyhow::Result<Exit> {
    let session = Session::open(global)?;
    let outputs = outputs(arguments)?;
    let rules = session.active(&arguments.selection)?.len();
    let mut table = Table { rows: Vec::new(), file: session.config.file().unwrap_or(DEFAULT).to_owned() };
    table.configured(global, &session, arguments, &outputs);
    table.rules("rules", &session.config.rules);
    session.config.overrides.iter().for_each(|one| table.one_override(one));
    table.given(global, arguments, &outputs);
    let running = style::counted(rules, "rule runs", "rules run");
    let elsewhere = if session.config.overrides.is_empty() { "" } else { " where no override says otherwise" };
    print(&format!("{}\n{running}{elsewhere}\n", table.render()))?;
    Ok(session.exit())
}

struct Table {
    /// Setting, value, origin.
    rows: Vec<[String; 3]>,
    /// What the configuration file is called.
    file: String,
}

impl Table {
    fn add(&mut self, setting: &str, value: impl Into<String>, origin: &str) {
        let value = style::safe(&value.into());
        self.rows.push([style::safe(setting), value, style::safe(origin)]);
    }

    /// What the command line says, else what the file says, else the default.
    fn resolved(&mut self, name: &str, given: Option<String>, configured: Option<String>, default: &str) {
        let file = self.file.clone();
        match (given, configured) {
            (Some(value), _) => self.add(name, value, &format!("--{name}")),
            (None, Some(value)) => self.add(name, value, &file),
            (None, None) => self.add(name, default, DEFAULT),
        }
    }

    /// The settings of the file, and options of the same name.
    fn configured(&mut self, global: &Global, session: &Session, arguments: &Check, outputs: &[Output]) {
        let config = &session.config;
        let file = self.file.clone();
        let origin = match (&global.config, global.isolated, config.file()) {
            (Some(_), ..) => "--config",
            (None, true, _) => "--isolated",
            (None, false, Some(_)) => "the nearest upwards",
            (None, false, None) => "none found here or above",
        };
        self.add("configuration", config.file().unwrap_or("none"), origin);
        self.resolved("lang", arguments.texts.lang.clone(), config.lang.clone(), "detected");
        let home = config.folder.as_deref().unwrap_or(Path::new(""));
        let shown = |path: &Path| path.strip_prefix(home).unwrap_or(path).display().to_string();
        let packs: Vec<_> = config.packs.iter().map(|pack| shown(pack.get_ref())).collect();
        self.resolved("packs", None, joined(&packs), "built-in ones only");
        let selection = &arguments.selection;
        self.resolved("select", joined(&selection.select), selectors(&config.select), "all rules that are on");
        match (joined(&selection.ignore), selectors(&config.ignore)) {
            (Some(given), Some(configured)) => {
                self.add("ignore", format!("{given}, {configured}"), &format!("--ignore and {file}"));
            }
            (given, configured) => self.resolved("ignore", given, configured, "nothing"),
        }
        let confidence = selection.min_confidence.map(|name| match name {
            ConfidenceName::High => "high",
            ConfidenceName::Medium => "medium",
            ConfidenceName::Low => "low",
        });
        self.resolved("min-confidence", confidence.map(str::to_owned), None, "low");
        let fails = fail_on(arguments, session).map_or("never", |severity| severity.name());
        self.chosen("fail-on", fails, arguments.fail_on.is_some(), config.fail_on.is_some());
        let verdict = fail_on_verdict(arguments, session).map_or("none", |verdict| verdict.name());
        let given = arguments.fail_on_verdict.is_some();
        self.chosen("fail-on-verdict", verdict, given, config.fail_on_verdict.is_some());
        let (scoring, default) = (config.scoring, Scoring::default());
        let threshold = scoring.threshold.to_string();
        self.chosen("scoring.threshold", &threshold, false, scoring.threshold != default.threshold);
        let acceptable = scoring.acceptable_penalty.to_string();
        let configured = scoring.acceptable_penalty != default.acceptable_penalty;
        self.chosen("scoring.acceptable-penalty", &acceptable, false, configured);
        let least = least_shown(arguments, session, outputs).name();
        self.chosen("min-severity", least, arguments.min_severity.is_some(), config.min_severity.is_some());
        let baseline = &arguments.baseline;
        match (dismissed::path(global, config, baseline.baseline.as_deref()), baseline.no_baseline) {
            (_, true) => self.add("baseline", "none", "--no-baseline"),
            (Some(path), false) => {
                let there = if path.is_file() { "" } else { " (not there)" };
                let given = baseline.baseline.is_some();
                self.chosen("baseline", &format!("{}{there}", shown(&path)), given, false);
            }
            (None, false) => self.add("baseline", "none", "--isolated"),
        }
        if !config.dictionary.is_empty() {
            let files: Vec<_> = config.dictionary_files.iter().map(|path| shown(path)).collect();
            let from = joined(&files).map(|files| format!(" ({files})")).unwrap_or_default();
            let words = style::counted(config.dictionary.len(), "word", "words");
            self.add("dictionary", format!("{words}{from}"), &file);
        }
        self.formats(&config.formats);
    }

    /// How files of some formats are read.
    fn formats(&mut self, formats: &FormatSettings) {
        let yes = |on: bool| on.then(|| "true".to_owned());
        let html = |fields: &HtmlFields| match fields {
            HtmlFields::None => None,
            HtmlFields::All => yes(true),
            HtmlFields::Some(paths) => joined(paths),
        };
        let FormatSettings { jsonl, json, csv, po_fuzzy } = formats;
        self.resolved("jsonl.fields", None, joined(&jsonl.fields), "title, text");
        self.resolved("jsonl.html", None, html(&jsonl.html), "false");
        self.resolved("json.records", None, json.records.clone(), "the file, or the elements of its array");
        self.resolved("json.fields", None, joined(&json.fields), "those of a feed, else title, text");
        self.resolved("json.html", None, html(&json.html), "false");
        self.resolved("csv.columns", None, joined(&csv.columns), "text, target, translation, title, body");
        self.resolved("csv.source", None, csv.source.clone(), "source");
        self.resolved("csv.lang", None, csv.lang.clone(), "lang");
        self.resolved("csv.id", None, csv.id.clone(), "id");
        let delimiter = csv.delimiter.map(|byte| char::from(byte).escape_default().to_string());
        self.resolved("csv.delimiter", None, delimiter, "told by the header");
        self.resolved("po.fuzzy", None, yes(*po_fuzzy), "false");
    }

    /// A value that is resolved already.
    fn chosen(&mut self, name: &str, value: &str, given: bool, configured: bool) {
        let value = || Some(value.to_owned());
        self.resolved(name, value().filter(|_| given), value().filter(|_| configured), &value().unwrap_or_default());
    }

    /// Options that have no place in the file.
    fn given(&mut self, global: &Global, arguments: &Check, outputs: &[Output]) {
        self.resolved("format", arguments.texts.format.clone(), None, "by name and content");
        let given = !arguments.output_format.is_empty();
        for output in outputs {
            self.chosen("output-format", output.format.name, given, false);
            let file = output.file.as_ref().map(|path| path.display().to_string());
            self.resolved("output-file", file, None, "standard output");
        }
        let ignored = if arguments.texts.no_ignore { "all files" } else { "honoured" };
        self.add("ignore files", ignored, if arguments.texts.no_ignore { "--no-ignore" } else { DEFAULT });
        self.chosen("threads", &threads(arguments).to_string(), arguments.threads.is_some(), false);
        let colour = if report::colour::on() { "on" } else { "off" };
        let origin = if global.color == Colour::Auto { "environment and terminal" } else { "--color" };
        self.add("color", colour, origin);
    }

    fn rules(&mut self, name: &str, rules: &BTreeMap<String, RuleSettings>) {
        let file = self.file.clone();
        for (id, settings) in rules {
            self.add(&format!("{name}.\"{id}\""), changes(settings), &file);
        }
    }

    fn one_override(&mut self, one: &Override) {
        let file = self.file.clone();
        let name = format!("overrides {}", one.paths.join(", "));
        let mut said: Vec<String> = Vec::new();
        said.extend(one.lang.as_ref().map(|lang| format!("lang {lang}")));
        said.extend(
            one.select.as_ref().map(|list| {
                format!("select {}", selectors(list).unwrap_or_else(|| "all rules that are on".to_owned()))
            }),
        );
        said.extend(selectors(&one.ignore).map(|list| format!("ignore {list}")));
        said.extend(one.rules.iter().map(|(id, settings)| format!("{id}: {}", changes(settings))));
        self.add(&name, if said.is_empty() { "nothing".to_owned() } else { said.join("; ") }, &file);
    }

    fn render(&self) -> String {
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let (first, second) = (width(0), width(1).min(60));
        let line = |[setting, value, origin]: &[String; 3]| format!("{setting:first$}  {value:second$}  {origin}\n");
        self.rows.iter().map(line).collect()
    }
}

fn joined(list: &[String]) -> Option<String> {
    (!list.is_empty()).then(|| list.join(", "))
}

fn selectors(list: &[Spanned<Selector>]) -> Option<String> {
    joined(&list.iter().map(|one| one.get_ref().to_string()).collect::<Vec<_>>())
}

/// The changes to one rule, as its table says them.
fn changes(settings: &RuleSettings) -> String {
    let named = [
        ("severity", settings.severity.map(|value| value.name())),
        ("impact", settings.impact.map(|value| value.name())),
        ("confidence", settings.confidence.map(|value| value.name())),
    ];
    let mut said: Vec<String> =
        named.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}", value?))).collect();
    said.extend(settings.enabled.map(|enabled| format!("enabled = {enabled}")));
    said.extend(settings.prefer.as_ref().map(|form| format!("prefer = {form}")));
    said.extend(settings.parameters.iter().map(|(key, value)| format!("{key} = {value}")));
    said.join(", ")
}
