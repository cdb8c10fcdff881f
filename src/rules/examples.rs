//! The examples of a `[[rule]]`: read, marked, and enough of them.

use super::decode::{TextAt, decode, keys_of, refuse_unknown_keys};
use super::example::parse_marks;
use super::file::ExampleTable;
use super::model::{Example, ExampleText, Rule};
use super::reader::Reader;
use super::row::marked_text;
use super::validity::is_day;
use crate::finding::{Kind, Severity};
use std::ops::Range;
use toml::Spanned;
use toml::de::DeTable;

/// The examples that are well formed, each with its place; the others are reported.
pub fn read(reader: &mut Reader<'_>, tables: Vec<Spanned<DeTable<'_>>>) -> Vec<(Example, Range<usize>)> {
    let mut examples = Vec::new();
    for mut table in tables {
        let span = table.span();
        let keys = keys_of::<ExampleTable>();
        refuse_unknown_keys(reader.file, table.get_mut(), keys, "an example", reader.problems);
        let table: ExampleTable = decode(reader.file, table, reader.problems);
        // An example that is wrong still counts as one, so that nobody is told of two things for one.
        let example = example(reader, table, span.clone());
        examples.push((example, span));
    }
    examples
}

fn example(reader: &mut Reader<'_>, table: ExampleTable, span: Range<usize>) -> Example {
    let line = reader.file.line(span.start);
    let (bad, documents) = match (&table.bad, &table.good, &table.documents) {
        (Some(text), None, None) => (true, marked_text(reader, text, true).into_iter().collect()),
        (None, Some(text), None) => (false, marked_text(reader, text, false).into_iter().collect()),
        (None, None, Some(texts)) => documents(reader, texts, span.clone()),
        _ => {
            let help = "`bad` for a text with marks, `good` for one in which the rule is silent, or `documents`";
            reader.error(span.clone(), "an example has one of `bad`, `good` and `documents`").help(help);
            (table.bad.is_some(), Vec::new())
        }
    };
    if let Some(fixed) = table.fixed.as_ref().filter(|_| !bad) {
        reader.error(fixed.span.clone(), "only a bad example has a `fixed` text");
    }
    if let Some(date) = table.date.as_ref().filter(|date| !is_day(&date.value)) {
        reader.error(date.span.clone(), format!("`{}` is no date", date.value)).help("write it as 2024-05-31");
    }
    Example {
        bad,
        documents,
        fixed: table.fixed.map(|text| text.value),
        title: table.title,
        lang: table.lang.map(Into::into),
        source: table.source,
        source_lang: table.source_lang.map(Into::into),
        date: table.date.map(|date| date.value.into()),
        line,
    }
}

/// Several documents: bad if any of them has a mark.
fn documents(reader: &mut Reader<'_>, texts: &[TextAt], span: Range<usize>) -> (bool, Vec<ExampleText>) {
    let mut documents = Vec::new();
    for text in texts {
        match parse_marks(&text.value) {
            Ok(parsed) => documents.push(parsed),
            // The same words as for a single text.
            Err(_) => _ = marked_text(reader, text, true),
        }
    }
    if texts.is_empty() {
        reader.error(span, "the list `documents` is empty");
    }
    (documents.iter().any(|document| !document.primary.is_empty()), documents)
}

/// Reports that a rule has too few examples: two bad ones and a good one, or one bad one where it only informs.
pub fn check_count(reader: &mut Reader<'_>, rule: &Rule, examples: &[(Example, Range<usize>)], span: Range<usize>) {
    let bad = examples.iter().filter(|(example, _)| example.bad).count();
    let good = examples.len() - bad;
    let informs = rule.severity == Severity::Info || rule.kind == Kind::Label;
    let (bad_wanted, good_wanted) = if informs { (1, 0) } else { (2, 1) };
    if bad >= bad_wanted && good >= good_wanted {
        return;
    }
    let message = match informs {
        true => "this rule has no bad example; it needs one".to_owned(),
        false => format!("this rule needs two bad examples and a good one; it has {bad} and {good}"),
    };
    let help = "examples are tests: [[rule.example]] with bad = \"She paid an [[honorary visit]].\", another one, \
        and [[rule.example]] with good = \"…\", best a text that looks like a bad one";
    reader.error(span, message).help(help);
}
