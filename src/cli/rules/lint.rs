//! `mtaudit rules lint`: what an author should look at.

use crate::cli::args::{Global, Lint as Arguments, LintFormat};
use crate::cli::session::Session;
use crate::cli::{Exit, print, style};
use mtaudit::lint::{Lint, lint};
use std::collections::BTreeSet;

/// Runs the command.
pub fn run(global: &Global, arguments: &Arguments) -> anyhow::Result<Exit> {
    let session = Session::with_packs(global, &arguments.paths)?;
    let rules = &session.rules.rules;
    let looked_at = |index: usize| arguments.paths.is_empty() || session.is_named(index as u32);
    let ids: BTreeSet<&str> =
        rules.iter().enumerate().filter(|(index, _)| looked_at(*index)).map(|(_, rule)| &*rule.id).collect();
    let mut found = lint(&session.rules);
    found.retain(|lint| ids.contains(&*lint.rule));
    let text = match arguments.output_format {
        LintFormat::Json => format!("{}\n", serde_json::to_string_pretty(&found)?),
        LintFormat::Table => {
            let mut text: String = found.iter().map(shown).collect();
            let things = style::counted(found.len(), "thing", "things");
            text.push_str(&format!("{things} to look at in {}\n", style::counted(ids.len(), "rule", "rules")));
            text
        }
    };
    print(&text)?;
    let exit = if found.is_empty() { Exit::Clean } else { Exit::Findings };
    Ok(exit.max(session.exit()))
}

fn shown(lint: &Lint) -> String {
    let Lint { file, line, rule, kind, why, advice } = lint;
    format!(
        "{} ({kind})\n  --> {}:{line}\n  why: {}\n  do:  {}\n\n",
        style::heading(&style::safe(rule)),
        style::safe(file),
        style::safe(why),
        style::safe(advice),
    )
}
