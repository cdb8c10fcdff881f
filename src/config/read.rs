//! The schema of the configuration file: its keys, their types, and what is said of everything else.

use super::error::ConfigError;
use super::{Config, FailOn, RuleSettings, Selector};
use crate::finding::scoring::{Scoring, Verdict};
use crate::finding::{Confidence, Impact, Severity};
use crate::rules::SourceFile;
use crate::rules::nearest::nearest;
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

pub(super) type Value<'v, 't> = &'v Spanned<DeValue<'t>>;

/// The keys of the file, in the order in which they are documented.
pub(super) const KEYS: [&str; 16] = [
    "lang",
    "packs",
    "select",
    "ignore",
    "fail-on",
    "fail-on-verdict",
    "min-severity",
    "rules",
    "overrides",
    "entity",
    "dictionary",
    "jsonl",
    "json",
    "csv",
    "po",
    "scoring",
];
const SEVERITIES: [(&str, Severity); 3] =
    [("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)];
const FAIL_ON: [(&str, FailOn); 4] = [
    ("error", FailOn::Severity(Severity::Error)),
    ("warning", FailOn::Severity(Severity::Warning)),
    ("info", FailOn::Severity(Severity::Info)),
    ("never", FailOn::Never),
];
const VERDICTS: [(&str, Verdict); 2] = [("hold", Verdict::Hold), ("review", Verdict::Review)];
const IMPACTS: [(&str, Impact); 4] =
    [("critical", Impact::Critical), ("major", Impact::Major), ("minor", Impact::Minor), ("neutral", Impact::Neutral)];
const CONFIDENCES: [(&str, Confidence); 3] =
    [("high", Confidence::High), ("medium", Confidence::Medium), ("low", Confidence::Low)];

/// The configuration that a file holds, or all that is wrong with it.
pub(super) fn config(file: SourceFile, folder: &Path) -> Result<Config, Vec<ConfigError>> {
    let table = match DeTable::parse(&file.text) {
        Ok(table) => table,
        Err(error) => {
            let message = error.message().trim().replace('\n', ", ");
            return Err(vec![ConfigError::at(
                &file,
                error.span().unwrap_or(0..0),
                format!("not valid TOML: {message}"),
            )]);
        }
    };
    let mut reader = Reader { file: &file, errors: Vec::new() };
    let mut config = reader.config(table.get_ref(), folder);
    let mut errors = reader.errors;
    if !errors.is_empty() {
        errors.sort_by_key(ConfigError::line_column);
        return Err(errors);
    }
    config.folder = Some(folder.to_owned());
    config.file = Some(file);
    Ok(config)
}

/// Reads values and collects what is wrong with them.
pub(super) struct Reader<'f> {
    file: &'f SourceFile,
    errors: Vec<ConfigError>,
}

impl Reader<'_> {
    fn config(&mut self, table: &DeTable<'_>, folder: &Path) -> Config {
        let mut config = Config::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "lang" => config.lang = self.text(key, value),
                "packs" => {
                    let packs = self.texts(key, value).into_iter();
                    config.packs = packs.map(|pack| Spanned::new(pack.span(), folder.join(pack.get_ref()))).collect();
                }
                "select" => config.select = self.selectors(key, value),
                "ignore" => config.ignore = self.selectors(key, value),
                "fail-on" => config.fail_on = self.choice(key, value, &FAIL_ON),
                "fail-on-verdict" => config.fail_on_verdict = self.choice(key, value, &VERDICTS),
                "scoring" => config.scoring = self.scoring(key, value),
                "min-severity" => config.min_severity = self.choice(key, value, &SEVERITIES),
                "rules" => config.rules = self.rules(key, value),
                "overrides" => config.overrides = self.overrides(key, value),
                // Their places matter to the rules that they become; the loader of rules reads them.
                "entity" => config.entities = true,
                "dictionary" => self.dictionary(key, value, folder, &mut config),
                "jsonl" => config.formats.jsonl = self.records(key, value, false),
                "json" => config.formats.json = self.records(key, value, true),
                "csv" => config.formats.csv = self.table_settings(key, value),
                "po" => config.formats.po_fuzzy = self.po(key, value),
                _ => self.unknown(key, &KEYS),
            }
        }
        config
    }

    /// What a document has to reach.
    fn scoring(&mut self, key: &Spanned<DeString<'_>>, value: Value<'_, '_>) -> Scoring {
        let mut scoring = Scoring::default();
        for (key, value) in self.table(key, value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "threshold" => {
                    let number = self.number(key, value, "a number above 0 and below 100", |n| 0.0 < n && n < 100.0);
                    scoring.threshold = number.unwrap_or(scoring.threshold);
                }
                "acceptable-penalty" => {
                    let number = self.number(key, value, "a number above 0", |n| 0.0 < n && n.is_finite());
                    scoring.acceptable_penalty = number.unwrap_or(scoring.acceptable_penalty);
                }
                _ => self.unknown(key, &["threshold", "acceptable-penalty"]),
            }
        }
        scoring
    }

    /// A number that is as wanted, whole or with a fraction.
    fn number(
        &mut self,
        key: &Spanned<DeString<'_>>,
        value: Value<'_, '_>,
        wanted: &str,
        is_wanted: impl Fn(f64) -> bool,
    ) -> Option<f64> {
        let digits = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => {
                self.wrong_type(key, value, wanted);
                return None;
            }
        };
        let number = digits.parse().ok().filter(|&number: &f64| is_wanted(number));
        if number.is_none() {
            self.error(value.span(), &format!("`{}` has to be {wanted}", key.get_ref()));
        }
        number
    }

    /// The settings of rules by their ids.
    pub(super) fn rules(
        &mut self,
        key: &Spanned<DeString<'_>>,
        value: Value<'_, '_>,
    ) -> BTreeMap<String, RuleSettings> {
        let mut rules = BTreeMap::new();
        for (id, value) in self.table(key, value).into_iter().flatten() {
            rules.extend(self.rule(id, value).map(|settings| (id.get_ref().to_string(), settings)));
        }
        rules
    }

    /// The settings of one rule. Its other keys are parameters, which its check judges.
    fn rule(&mut self, id: &Spanned<DeString<'_>>, value: Value<'_, '_>) -> Option<RuleSettings> {
        let mut settings = RuleSettings { span: id.span(), ..RuleSettings::default() };
        for (key, value) in self.table(id, value)? {
            match key.get_ref().as_ref() {
                "severity" => settings.severity = self.choice(key, value, &SEVERITIES),
                "impact" => settings.impact = self.choice(key, value, &IMPACTS),
                "confidence" => settings.confidence = self.choice(key, value, &CONFIDENCES),
                "enabled" => match value.get_ref().as_bool() {
                    Some(enabled) => settings.enabled = Some(enabled),
                    None => self.wrong_type(key, value, "true or false"),
                },
                "prefer" => settings.prefer = self.text(key, value),
                name => {
                    settings.parameters.extend(self.parameter(value).map(|value| (name.to_owned(), value)));
                }
            }
        }
        Some(settings)
    }

    fn parameter(&mut self, value: Value<'_, '_>) -> Option<toml::Value> {
        let parsed = serde::Deserialize::deserialize(toml::de::ValueDeserializer::from(value.clone()));
        parsed.map_err(|error| self.error(value.span(), error.message())).ok()
    }

    pub(super) fn selectors(&mut self, key: &Spanned<DeString<'_>>, value: Value<'_, '_>) -> Vec<Spanned<Selector>> {
        let mut selectors = Vec::new();
        for text in self.texts(key, value) {
            match text.get_ref().parse::<Selector>() {
                Ok(selector) => selectors.push(Spanned::new(text.span(), selector)),
                Err(message) => self.error(text.span(), &message),
            }
        }
        selectors
    }

    fn choice<T: Copy>(
        &mut self,
        key: &Spanned<DeString<'_>>,
        value: Value<'_, '_>,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let text = self.text(key, value)?;
        let chosen = choices.iter().find(|(name, _)| *name == text).map(|&(_, choice)| choice);
        if chosen.is_none() {
            let names: Vec<_> = choices.iter().map(|(name, _)| *name).collect();
            let message = format!("`{}` cannot be `{text}`", key.get_ref());
            let help = did_you_mean(&text, &names, "it can be");
            self.errors.push(ConfigError::at(self.file, value.span(), message).help(help));
        }
        chosen
    }

    pub(super) fn texts(&mut self, key: &Spanned<DeString<'_>>, value: Value<'_, '_>) -> Vec<Spanned<String>> {
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of texts");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for element in array.iter() {
            match element.get_ref().as_str() {
                Some(text) => texts.push(Spanned::new(element.span(), text.to_owned())),
                None => self.wrong_type(key, element, "a list of texts"),
            }
        }
        texts
    }

    pub(super) fn text(&mut self, key: &Spanned<DeString<'_>>, value: Value<'_, '_>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong_type(key, value, "a text");
        }
        text
    }

    pub(super) fn table<'v, 't>(
        &mut self,
        key: &Spanned<DeString<'_>>,
        value: Value<'v, 't>,
    ) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(key, value, "a table");
        }
        table
    }

    pub(super) fn unknown(&mut self, key: &Spanned<DeString<'_>>, known: &[&str]) {
        let message = format!("unknown key `{}`", key.get_ref());
        let help = did_you_mean(key.get_ref(), known, "the keys here are");
        self.errors.push(ConfigError::at(self.file, key.span(), message).help(help));
    }

    pub(super) fn wrong_type(&mut self, key: &Spanned<DeString<'_>>, value: Value<'_, '_>, wanted: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = match wanted {
            "a list of texts" if found != "a list" => {
                format!("`{}` has to be {wanted}; this is {found}", key.get_ref())
            }
            _ => format!("`{}` has to be {wanted}, not {found}", key.get_ref()),
        };
        self.error(value.span(), &message);
    }

    pub(super) fn missing(&mut self, span: std::ops::Range<usize>, message: &str, help: &str) {
        self.errors.push(ConfigError::at(self.file, span, message).help(help));
    }

    pub(super) fn error(&mut self, span: std::ops::Range<usize>, message: &str) {
        self.errors.push(ConfigError::at(self.file, span, message));
    }
}

fn did_you_mean(name: &str, known: &[&str], else_known: &str) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("{else_known} {}", known.join(", ")),
    }
}
