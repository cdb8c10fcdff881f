//! What a configuration says of single formats.

/// How files of some formats are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormatSettings {
    /// `[jsonl]`: records of JSON Lines.
    pub jsonl: RecordSettings,
    /// `[json]`: JSON files.
    pub json: RecordSettings,
    /// `[csv]`: tables.
    pub csv: TableSettings,
    /// `[po] fuzzy`: whether translations that are marked as fuzzy are audited.
    pub po_fuzzy: bool,
}

/// Which parts of a JSON record hold text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordSettings {
    /// `records`: the path of the array (or object) whose elements are documents; none: the file itself.
    pub records: Option<String>,
    /// `fields`: the paths of the fields that hold text, with dots between names and `*` for any; empty: those of a
    /// known kind of record.
    pub fields: Vec<String>,
    /// `html`: which of them are HTML.
    pub html: HtmlFields,
}

/// Which fields are HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum HtmlFields {
    /// None of those that the configuration names.
    #[default]
    None,
    /// All of them.
    All,
    /// Those of these paths.
    Some(Vec<String>),
}

impl HtmlFields {
    /// Whether the field of this path, as it is configured, is HTML.
    pub fn contains(&self, path: &str) -> bool {
        match self {
            HtmlFields::None => false,
            HtmlFields::All => true,
            HtmlFields::Some(paths) => paths.iter().any(|one| one == path),
        }
    }
}

/// Which columns of a table hold what, by their headers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableSettings {
    /// `columns`: those that hold text; empty: those of well-known names.
    pub columns: Vec<String>,
    /// `source`: the text that it was translated from.
    pub source: Option<String>,
    /// `lang`: the language of a row.
    pub lang: Option<String>,
    /// `id`: the name of a row.
    pub id: Option<String>,
    /// `delimiter`: what stands between cells; none: it is told by the header.
    pub delimiter: Option<u8>,
}
