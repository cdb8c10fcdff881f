//! `mtaudit explain --mentions FILE`: the names that the checks see in a text, for authors of rules.

use super::args::{Explain, Global};
use super::session::Session;
use super::{Exit, complain, print, style};
use mtaudit::formats::{self, FormatOptions};
use mtaudit::input::{WalkOptions, walk};
use mtaudit::report::escape;
use mtaudit::text::mentions::{Gender, Mention, apposition, title_before};
use mtaudit::text::{Analysis, Detector, LanguageTools};
use std::fmt::Write;
use std::path::PathBuf;

/// Prints a line for each mention: its place in the field (characters, from 0), what it is, what stands around it.
pub fn run(global: &Global, arguments: &Explain, file: &PathBuf) -> anyhow::Result<Exit> {
    let session = Session::open(global)?;
    let detector = Detector::new(&session.rules.languages);
    let mut exit = session.exit();
    let mut text = String::new();
    for source in walk(std::slice::from_ref(file), &WalkOptions::default()) {
        let source = match source {
            Ok(source) => source,
            Err(problem) => {
                complain(&style::error(&problem.to_string()));
                exit = Exit::Abnormal;
                continue;
            }
        };
        for document in formats::documents(&source, &FormatOptions::default()) {
            let document = match document {
                Ok(document) => document,
                Err(problem) => {
                    complain(&style::error(&problem.to_string()));
                    exit = Exit::Abnormal;
                    continue;
                }
            };
            for field in &document.fields {
                let analysis = Analysis::of(field);
                let detected = || detector.detect(&analysis);
                let lang = arguments.lang.as_deref().map(Into::into).or(document.lang.clone()).or_else(detected);
                let tools = lang.as_deref().and_then(|tag| session.rules.language(tag)).map(LanguageTools::new);
                let analysis = analysis.in_language(tools.as_ref());
                let _ = writeln!(
                    text,
                    "{} {} ({}, {})",
                    document.id,
                    field.name,
                    lang.as_deref().unwrap_or("language unknown"),
                    style::counted(analysis.mentions().len(), "mention", "mentions"),
                );
                for mention in analysis.mentions().iter() {
                    let _ = writeln!(text, "  {}", line(&analysis, mention));
                }
            }
        }
    }
    print(&text)?;
    Ok(exit)
}

fn line(analysis: &Analysis<'_>, mention: &Mention) -> String {
    let span = analysis.view.to_field(mention.span);
    let start = analysis.field.text[..span.start()].chars().count();
    let shown = |text: &str| escape::one_line(text).into_owned();
    let mut line = format!("{start:>6}  {}", shown(analysis.text(mention.span)));
    if let Some(title) = title_before(analysis, mention) {
        let former = if title.qualified { ", qualified" } else { "" };
        let _ = write!(line, "  [title: {}{former}]", shown(analysis.text(title.span)));
    }
    if let Some(behind) = apposition(analysis, mention) {
        let _ = write!(line, "  [behind: {}]", shown(analysis.text(behind.span)));
    }
    let gender = mention.gender.map(|gender| if gender == Gender::She { "she" } else { "he" });
    let flags = [
        (mention.possessive, "possessive"),
        (mention.initial, "starts a sentence"),
        (mention.headline, "headline"),
        (mention.office, "office"),
    ];
    let flags = flags.into_iter().filter_map(|(is, name)| is.then_some(name)).chain(gender);
    for flag in flags {
        let _ = write!(line, "  [{flag}]");
    }
    line
}
