//! `mtaudit rules stale`: dated facts whose last day is past, and offices that nobody looked at for a year.

use crate::cli::args::{Global, Stale};
use crate::cli::session::Session;
use crate::cli::{Exit, print, style};
use anyhow::{Context, bail};
use mtaudit::rules::validity::is_day;
use mtaudit::rules::{Rule, RuleIndex};
use std::fmt::Write;
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds of a day.
const DAY: u64 = 24 * 60 * 60;

/// Runs the command.
pub fn run(global: &Global, arguments: &Stale) -> anyhow::Result<Exit> {
    let date = match &arguments.date {
        Some(date) if is_day(date) => date.clone(),
        Some(date) => bail!("`{date}` is no day; write it as 2024-05-31"),
        None => today().context("the clock of this computer is wrong; give the day by --date")?,
    };
    let session = Session::with_packs(global, &arguments.paths)?;
    let looked_at = |index: &RuleIndex| arguments.paths.is_empty() || session.is_named(*index);
    let rules = (0..session.rules.rules.len() as RuleIndex).filter(looked_at);
    let rules: Vec<_> = rules.map(|index| &session.rules.rules[index as usize]).collect();
    let terms = || rules.iter().flat_map(|rule| rule.entity().into_iter().flat_map(|entity| &entity.terms));
    let open = terms().filter(|term| term.until.is_none() && term.checked.is_some()).count();
    let dated = rules.iter().filter(|rule| rule.validity.is_dated()).count() + open;
    let year_ago = a_year_before(&date);
    // The last day, the rule, and what more there is to say.
    let mut stale: Vec<(&str, &Rule, String)> = Vec::new();
    for rule in &rules {
        if let Some(until) = rule.validity.until.as_deref().filter(|_| rule.validity.is_over(&date)) {
            stale.push((until, rule, String::new()));
        }
        let terms = rule.entity().into_iter().flat_map(|entity| &entity.terms);
        for term in terms.filter(|term| term.is_open_since(&year_ago)) {
            let office = format!("  {} ({}), checked then", term.office, term.country);
            stale.push((term.checked.as_deref().unwrap_or_default(), rule, office));
        }
    }
    stale.sort_by(|a, b| (a.0, &a.1.id, &a.2).cmp(&(b.0, &b.1.id, &b.2)));
    let mut text = String::new();
    for (until, rule, office) in &stale {
        let place = format!("{}:{}", rule.docs.file, rule.docs.line);
        writeln!(text, "{until}  {}  {}{}", rule.id, style::safe(&place), style::safe(office))?;
    }
    let facts = style::counted(dated, "dated fact", "dated facts");
    writeln!(text, "{} of {facts} past on {date}", stale.len())?;
    print(&text)?;
    let found = if stale.is_empty() { Exit::Clean } else { Exit::Findings };
    Ok(found.max(session.exit()))
}

/// The same day of the year before; an office that was checked earlier wants another look.
fn a_year_before(day: &str) -> String {
    let year = day.get(..4).and_then(|year| year.parse::<u32>().ok()).unwrap_or_default();
    format!("{:04}{}", year.saturating_sub(1), day.get(4..).unwrap_or_default())
}

/// The day of the system clock, in UTC.
fn today() -> Option<String> {
    Some(day_after_epoch(SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs() / DAY))
}

/// The day of the calendar this many days after 1 January 1970.
fn day_after_epoch(days: u64) -> String {
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let (mut year, mut left) = (1970, days);
    while left >= 365 + u64::from(leap(year)) {
        left -= 365 + u64::from(leap(year));
        year += 1;
    }
    let february = 28 + u64::from(leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", left + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_leap_years() {
        let days = [0, 58, 59, 365, 11_016, 11_017, 19_782, 20_453];
        let expected = [
            "1970-01-01",
            "1970-02-28",
            "1970-03-01",
            "1971-01-01",
            "2000-02-29",
            "2000-03-01",
            "2024-02-29",
            "2025-12-31",
        ];
        assert_eq!(days.map(day_after_epoch), expected);
    }
}
