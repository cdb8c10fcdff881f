//! The inventory of names as a table, JSON, CSV, or `[[entity]]` tables.

use super::inventory::{Form, Name};
use crate::cli::style;
use mtaudit::report::guard;
use mtaudit::rules::row::slug;
use std::collections::HashSet;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// A longer name does not push the other columns to the right.
const WIDEST: usize = 40;
/// Spellings of a name in one line of the table; the rest is counted.
const MOST_FORMS: usize = 6;

/// For people: a line a name.
pub fn table(names: &[Name], out: &mut dyn Write) -> io::Result<()> {
    if names.is_empty() {
        return writeln!(out, "No names found.");
    }
    let widths = names.iter().map(|name| style::safe(&name.name).width());
    let widest = widths.filter(|width| *width <= WIDEST).max().unwrap_or(0).max("name".len());
    let pad = |text: &str| format!("{text}{}", " ".repeat(widest.saturating_sub(text.width())));
    writeln!(out, "{}  documents   times  {:<12}  other spellings", pad("name"), "kind")?;
    for name in names {
        let others: Vec<String> = (name.forms[1..].iter().take(MOST_FORMS))
            .map(|form| format!("{} ({})", style::safe(&form.form), form.documents))
            .collect();
        let mut others = others.join(", ");
        if name.forms.len() > MOST_FORMS + 1 {
            others.push_str(&format!(", {} more", name.forms.len() - MOST_FORMS - 1));
        }
        let (shown, kind) = (pad(&style::safe(&name.name)), name.kind.unwrap_or("-"));
        let line = format!("{shown}  {:>9}  {:>6}  {kind:<12}  {others}", name.documents, name.count);
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// One array, an object a name.
pub fn json(names: &[Name], out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, names)?;
    writeln!(out)
}

/// A row a spelling, the one of the name first.
pub fn csv(names: &[Name], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    table.write_record([
        "name",
        "kind",
        "spelling",
        "documents",
        "times",
        "file",
        "document",
        "line",
        "column",
        "entity",
    ])?;
    for name in names {
        for Form { form, documents, count, first, .. } in &name.forms {
            table.write_record([
                &*guard(&name.name),
                name.kind.unwrap_or(""),
                &guard(form),
                &documents.to_string(),
                &count.to_string(),
                &guard(&first.file),
                &guard(&first.document),
                &first.line.to_string(),
                &first.column.to_string(),
                &guard(name.entity.as_deref().unwrap_or("")),
            ])?;
        }
    }
    table.flush()
}

/// `[[entity]]` tables for a house: of each name the spelling of most documents, and the others as wrong. What nothing
/// tells the kind of is commented out, because a place that is taken for a person does harm.
pub fn entities(names: &[Name], out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "# The names of an archive, for mtaudit.toml or a rule file of yours. Read them first: the spelling of most\n\
         # documents need not be right, and `wrong` is what will be reported. Names without a kind are commented out:\n\
         # give them one (person, organisation, agency, place) and take the # away."
    )?;
    let mut ids: HashSet<String> = HashSet::new();
    for name in names.iter().filter(|name| name.name.contains(char::is_lowercase)) {
        let mark = if name.kind.is_some() { "" } else { "# " };
        let others: Vec<String> = name.forms[1..].iter().map(|form| quoted(&form.form)).collect();
        writeln!(out, "\n# {}, {}", count(name.documents, "document"), count(name.count, "time"))?;
        writeln!(out, "{mark}[[entity]]")?;
        let id = slug(&name.name);
        if !ids.insert(id.clone()) {
            let number = (2..).map(|number| format!("{id}-{number}")).find(|id| ids.insert(id.clone()));
            writeln!(out, "{mark}id = {}", quoted(&number.unwrap_or(id)))?;
        }
        writeln!(out, "{mark}name = {}", quoted(&name.name))?;
        writeln!(out, "{mark}kind = {}", quoted(name.kind.unwrap_or("?")))?;
        if !others.is_empty() {
            writeln!(out, "{mark}wrong = [{}]", others.join(", "))?;
        }
    }
    Ok(())
}

/// A basic string of TOML; JSON's rules of escaping are those of TOML for everything that a name can hold.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn count(number: u64, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}
