//! `github`: workflow commands that GitHub Actions turns into annotations of the changed lines.
//!
//! A step shows at most ten annotations of each level, so that the most severe are written and the rest counted.
//! Escaping is that of the runner: `%`, CR and LF in a message, `:` and `,` too in a property.

use super::severest::Severest;
use super::summary::grouped;
use super::{Report, ReportOptions, Summary, escape, where_it_is};
use crate::finding::{Finding, Severity, Suggestion};
use std::io::{self, Write};

/// Annotations of one level that a step shows.
const MOST: usize = 10;

/// The report.
pub(super) struct GitHub {
    errors: Severest<String>,
    warnings: Severest<String>,
    notices: Severest<String>,
}

impl GitHub {
    pub(super) fn new(_: &ReportOptions) -> Self {
        let [errors, warnings] = [MOST, MOST].map(Severest::new);
        // One notice is kept for what is not shown.
        GitHub { errors, warnings, notices: Severest::new(MOST - 1) }
    }
}

impl Report for GitHub {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finding(&mut self, finding: &Finding, _: &mut dyn Write) -> io::Result<()> {
        let (level, kept) = match finding.severity {
            Severity::Error => ("error", &mut self.errors),
            Severity::Warning => ("warning", &mut self.warnings),
            Severity::Info => ("notice", &mut self.notices),
        };
        kept.offer(finding, || command(level, finding));
        Ok(())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let levels = [("error", &mut self.errors), ("warning", &mut self.warnings), ("notice", &mut self.notices)];
        let mut more = Vec::new();
        for (name, kept) in levels {
            let kept = std::mem::replace(kept, Severest::new(0));
            if kept.left_out() > 0 {
                let plural = if kept.left_out() == 1 { "" } else { "s" };
                more.push(format!("{} more {name}{plural}", grouped(kept.left_out())));
            }
            for command in kept.by_severity() {
                writeln!(out, "{command}")?;
            }
        }
        if !more.is_empty() {
            let more = more.join(", ");
            writeln!(
                out,
                "::notice title=mtaudit::{more} not shown here: GitHub shows {MOST} of each level in a step"
            )?;
        }
        out.flush()
    }
}

fn command(level: &str, finding: &Finding) -> String {
    let place = &finding.site.place;
    let mut text = format!("::{level} file={},line={}", property(&escape::one_line(&place.file)), place.line);
    // The columns of several lines would be taken for those of one.
    if place.end_line == place.line {
        text.push_str(&format!(",endLine={},col={},endColumn={}", place.end_line, place.column, place.end_column));
    } else {
        text.push_str(&format!(",endLine={}", place.end_line));
    }
    let title = escape::one_line(&finding.rule);
    text.push_str(&format!(",title={}::{}", property(&title), message(finding)));
    text
}

/// `path:1:2: message; write “…”`: the log of the step shows nothing but the message.
fn message(finding: &Finding) -> String {
    let mut text = format!("{}: {}", where_it_is(&finding.site.place), escape::one_line(&finding.message));
    let wanted = finding.suggestions.first().filter(|one| !finding.message.contains(&one.replacement));
    match wanted.map(|Suggestion { replacement, .. }| replacement.as_str()) {
        None => {}
        Some("") => text.push_str("; delete it"),
        Some(replacement) => text.push_str(&format!("; write “{}”", escape::one_line(replacement))),
    }
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    text.replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use crate::report::testing;

    #[test]
    fn a_command_a_finding_whatever_is_in_it() {
        let text = testing::rendered("github", &testing::all());
        assert!(text.lines().all(|line| line.starts_with("::")));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn what_a_runner_reads_is_what_was_meant() {
        let mut finding = testing::plain();
        finding.site.place.file = "a:b,c%\r\n::error::x.txt".into();
        finding.message = "100%\n::error::no".into();
        let text = testing::rendered("github", &[finding]);
        assert_eq!(text.lines().count(), 1);
        // As the runner does it: the properties end at the first `::` after the command.
        let (head, message) = text.strip_prefix("::").unwrap().split_once("::").unwrap();
        let properties = head.split_once(' ').unwrap().1;
        let file = properties.split(',').find_map(|one| one.strip_prefix("file=")).unwrap();
        let unescape = |text: &str| {
            let text = text.replace("%3A", ":").replace("%2C", ",").replace("%0D", "\r").replace("%0A", "\n");
            text.replace("%25", "%")
        };
        assert_eq!(unescape(file), "a:b,c% ::error::x.txt");
        assert!(unescape(message).contains("100% ::error::no"));
    }

    #[test]
    fn ten_of_each_level_the_most_severe_first_and_the_rest_counted() {
        let warning = testing::wide();
        let mut worst = testing::combining();
        worst.impact = crate::finding::Impact::Critical;
        let mut all = vec![warning; 12];
        all.push(worst);
        all.extend(vec![testing::plain(); 11]);
        all.extend(vec![testing::label(); 11]);
        let text = testing::rendered("github", &all);
        let count = |level: &str| text.lines().filter(|line| line.starts_with(level)).count();
        assert_eq!((count("::error "), count("::warning "), count("::notice ")), (10, 10, 10));
        let first = text.lines().find(|line| line.starts_with("::warning ")).unwrap();
        assert!(first.contains("any/spelling/breve"));
        assert!(text.ends_with(
            "::1 more error, 3 more warnings, 2 more notices not shown here: GitHub shows 10 of each level in a step\n"
        ));
    }

    #[test]
    fn nothing_found_is_nothing_written() {
        assert_eq!(testing::rendered("github", &[]), "");
    }
}
