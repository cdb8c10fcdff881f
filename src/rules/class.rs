//! Word classes: `[class.office] words = […]` or `file = "x.csv"`.

use super::decode::{TextAt, as_table, decode, keys_of, refuse_unknown_keys};
use super::deferred::Deferred;
use super::entity::{Entity, EntityKind};
use super::file::ClassTable;
use super::model::{Class, ClassWord, RuleSet};
use super::normal::normalise_phrase;
use super::reader::Reader;
use super::string::Str;
use super::table;
use std::collections::HashSet;
use toml::Spanned;
use toml::de::DeValue;

/// The columns of a class's table.
const COLUMNS: &[&str] = &["word", "tag"];

/// The classes of a rule file.
pub fn read(reader: &mut Reader<'_>, value: Spanned<DeValue<'_>>) -> Vec<Class> {
    let mut classes: Vec<Class> = Vec::new();
    let Some(tables) = as_table(reader.file, value, "`class`", reader.problems) else { return classes };
    for (key, value) in tables.into_inner() {
        let name = TextAt { value: key.get_ref().to_string(), span: key.span() };
        let what = format!("`class.{}`", name.value);
        let Some(mut table) = as_table(reader.file, value, &what, reader.problems) else { continue };
        let keys = keys_of::<ClassTable>();
        refuse_unknown_keys(reader.file, table.get_mut(), keys, &what, reader.problems);
        let table: ClassTable = decode(reader.file, table, reader.problems);
        classes.extend(class(reader, &name, &table));
    }
    classes
}

fn class(reader: &mut Reader<'_>, name: &TextAt, table: &ClassTable) -> Option<Class> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.value.starts_with(|c: char| c.is_ascii_lowercase()) || !name.value.chars().all(plain) {
        let help = "use lower-case letters, digits and hyphens, a letter first";
        reader.error(name.span.clone(), format!("`{}` is no name for a class", name.value)).help(help);
        return None;
    }
    let mut words = Vec::new();
    for word in table.words.iter().flat_map(|words| &words.0) {
        words.extend(class_word(reader, word, ""));
    }
    if let Some(file) = &table.file {
        words.extend(words_of_file(reader, file)?);
    }
    if words.is_empty() {
        let help = "give it `words = [\"…\"]` or `file = \"….csv\"`";
        reader.error(name.span.clone(), format!("the class `{}` has no words", name.value)).help(help);
        return None;
    }
    let name = name.value.as_str().into();
    Some(Class { name, pack: reader.pack, shared: table.shared.unwrap_or(false), words: words.into() })
}

fn words_of_file(reader: &mut Reader<'_>, name: &TextAt) -> Option<Vec<ClassWord>> {
    let file = table_file(reader, name)?;
    let mut reader = reader.for_file(&file);
    let table = table::read(&mut reader, COLUMNS, &["word"])?;
    let mut words = Vec::new();
    for row in &table.rows {
        let tag = table.cell(row, "tag").map_or("", |cell| cell.value.as_str());
        match table.cell(row, "word") {
            Some(word) => words.extend(class_word(&mut reader, word, tag)),
            None => _ = reader.error(row.span.clone(), "this row has no `word`"),
        }
    }
    Some(words)
}

fn class_word(reader: &mut Reader<'_>, word: &TextAt, tag: &str) -> Option<ClassWord> {
    let text = normalise_phrase(&word.value);
    if text.is_empty() {
        reader.error(word.span.clone(), "a word of a class is empty");
        return None;
    }
    Some(ClassWord { text: text.into(), tag: tag.into() })
}

/// The table that a key `file` names, or a report of why it cannot be had.
pub fn table_file(reader: &mut Reader<'_>, name: &TextAt) -> Option<super::source::SourceFile> {
    match reader.source.table(&name.value) {
        Ok(file) => Some(file),
        Err((message, help)) => {
            let note = reader.error(name.span.clone(), message);
            if let Some(help) = help {
                note.help(help);
            }
            None
        }
    }
}

/// Adds the names of entities to the classes of their kinds (`{person}`, `{organisation}`, `{place}`), tagged by country:
/// to the shared class that texts of the pack's language have, else to a new one.
pub fn add_entities(declared: &mut RuleSet, pack: u32, entities: &[Entity]) {
    for (_, kind) in EntityKind::ALL {
        let of_kind = || entities.iter().filter(move |entity| entity.kind == kind);
        let Some(name) = kind.class().filter(|_| of_kind().next().is_some()) else { continue };
        let language = declared.packs[pack as usize].target_language.clone();
        let fits = |class: &Class| {
            *class.name == *name
                && (class.pack == pack
                    || class.shared && declared.packs[class.pack as usize].target_language == language)
        };
        let at = declared.classes.iter().position(fits).unwrap_or_else(|| {
            declared.classes.push(Class { name: name.into(), pack, shared: true, words: Deferred::default() });
            declared.classes.len() - 1
        });
        let words = &mut *declared.classes[at].words;
        let mut known: HashSet<(Str, Str)> = words.iter().map(|word| (word.text.clone(), word.tag.clone())).collect();
        for entity in of_kind() {
            let tag = entity.country().cloned().unwrap_or_default();
            for text in entity.names().cloned() {
                if known.insert((text.clone(), tag.clone())) {
                    words.push(ClassWord { text, tag: tag.clone() });
                }
            }
        }
    }
}
