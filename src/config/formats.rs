//! `[json]`, `[jsonl]`, `[csv]`, `[po]`: how files of these formats are read.

use super::read::{Reader, Value};
use crate::formats::{HtmlFields, RecordSettings, TableSettings};
use toml::Spanned;
use toml::de::{DeString, DeValue};

impl Reader<'_> {
    /// `[jsonl]`, and `[json]`, which may also say where the records are.
    pub(super) fn records(
        &mut self,
        key: &Spanned<DeString<'_>>,
        value: Value<'_, '_>,
        in_file: bool,
    ) -> RecordSettings {
        let mut settings = RecordSettings::default();
        for (key, value) in self.table(key, value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "fields" => settings.fields = self.plain_texts(key, value),
                "html" => settings.html = self.html(key, value),
                "records" if in_file => settings.records = self.text(key, value),
                _ if in_file => self.unknown(key, &["records", "fields", "html"]),
                _ => self.unknown(key, &["fields", "html"]),
            }
        }
        settings
    }

    fn html(&mut self, key: &Spanned<DeString<'_>>, value: Value<'_, '_>) -> HtmlFields {
        match value.get_ref() {
            DeValue::Boolean(true) => HtmlFields::All,
            DeValue::Boolean(false) => HtmlFields::None,
            DeValue::Array(_) => HtmlFields::Some(self.plain_texts(key, value)),
            _ => {
                self.wrong_type(key, value, "true, false or a list of texts");
                HtmlFields::None
            }
        }
    }

    /// `[csv]`.
    pub(super) fn table_settings(&mut self, key: &Spanned<DeString<'_>>, value: Value<'_, '_>) -> TableSettings {
        let mut settings = TableSettings::default();
        for (key, value) in self.table(key, value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "columns" => settings.columns = self.plain_texts(key, value),
                "source" => settings.source = self.text(key, value),
                "lang" => settings.lang = self.text(key, value),
                "id" => settings.id = self.text(key, value),
                "delimiter" => settings.delimiter = self.delimiter(key, value),
                _ => self.unknown(key, &["columns", "source", "lang", "id", "delimiter"]),
            }
        }
        settings
    }

    fn delimiter(&mut self, key: &Spanned<DeString<'_>>, value: Value<'_, '_>) -> Option<u8> {
        let text = self.text(key, value)?;
        match text.as_bytes() {
            [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\n' | b'\r') => {
                Some(*byte)
            }
            _ => {
                self.error(value.span(), "`delimiter` is one sign, such as \",\", \";\", \"|\" or \"\\t\"");
                None
            }
        }
    }

    /// `[po]`: whether fuzzy translations are audited.
    pub(super) fn po(&mut self, key: &Spanned<DeString<'_>>, value: Value<'_, '_>) -> bool {
        let mut fuzzy = false;
        for (key, value) in self.table(key, value).into_iter().flatten() {
            match (key.get_ref().as_ref(), value.get_ref().as_bool()) {
                ("fuzzy", Some(wanted)) => fuzzy = wanted,
                ("fuzzy", None) => self.wrong_type(key, value, "true or false"),
                _ => self.unknown(key, &["fuzzy"]),
            }
        }
        fuzzy
    }

    fn plain_texts(&mut self, key: &Spanned<DeString<'_>>, value: Value<'_, '_>) -> Vec<String> {
        self.texts(key, value).into_iter().map(Spanned::into_inner).collect()
    }
}
