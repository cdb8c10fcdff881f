//! Dates of a text against the calendar.

use super::signs;
use crate::rules::string::Str;
use crate::rules::surface::{Calendar, CalendarClass};
use crate::source::Span;
use crate::text::Analysis;
use rustc_hash::{FxHashMap, FxHashSet};

/// Years whose weekdays are told: before, dates may be of another calendar.
const YEARS: std::ops::RangeInclusive<u32> = 1925..=2199;

/// What a rule knows of dates.
pub(super) struct Dates {
    class: CalendarClass,
    months: FxHashMap<Box<str>, u32>,
    /// Whether the language writes months with a capital, as the rule does.
    cased: bool,
    weekdays: FxHashMap<Box<str>, usize>,
    names: Vec<Str>,
    ordinals: Vec<Str>,
    between: FxHashSet<Box<str>>,
    announced_by: FxHashSet<Box<str>>,
    signs: Vec<Str>,
}

/// A date that cannot be.
#[derive(Debug)]
pub(super) struct Wrong {
    pub span: Span,
    /// The weekday that it was.
    pub weekday: Option<Str>,
}

/// A date as it stands in a text, by the indexes of its words.
struct Date {
    first: usize,
    last: usize,
    month: u32,
    day: u32,
    year: Option<u32>,
    /// Whether the day stands behind the month.
    month_first: bool,
}

impl Dates {
    pub(super) fn new(parameters: &Calendar) -> Self {
        let split = |text: &Str| text.split(" | ").map(str::to_lowercase).collect::<Vec<_>>();
        let number = |names: &[Str]| -> Vec<(Box<str>, usize)> {
            let of = |(index, name)| split(name).into_iter().map(move |one| (one.into(), index));
            names.iter().enumerate().flat_map(of).collect()
        };
        let first = |name: &Str| name.split(" | ").next().unwrap_or_default().into();
        let months: FxHashMap<Box<str>, u32> =
            number(&parameters.months).into_iter().map(|(name, index)| (name, index as u32 + 1)).collect();
        Dates {
            class: parameters.class,
            months,
            cased: parameters.months.iter().any(|name| name.starts_with(char::is_uppercase)),
            weekdays: number(&parameters.weekdays).into_iter().collect(),
            names: parameters.weekdays.iter().map(first).collect(),
            ordinals: parameters.ordinals.clone(),
            between: parameters.between.iter().map(|word| word.to_lowercase().into()).collect(),
            announced_by: parameters.announced_by.iter().map(|word| word.to_lowercase().into()).collect(),
            signs: parameters.signs.clone(),
        }
    }

    /// The names of months, in lower case.
    pub(super) fn months(&self) -> impl Iterator<Item = &str> {
        self.months.keys().map(|name| &**name)
    }

    /// The dates of a field that cannot be; `months` are the tokens that may be names of months.
    pub(super) fn find(&self, analysis: &Analysis<'_>, months: &[usize]) -> Vec<Wrong> {
        if let [year, month, day] = &self.signs[..] {
            let text = analysis.view.text();
            let dates = text.match_indices(&**year).filter_map(|(at, _)| signs::date(text, at, [year, month, day]));
            return dates.filter_map(|date| self.other_weekday(text, &date)).collect();
        }
        let mut found = Vec::new();
        for &index in months {
            let token = analysis.tokens[index];
            let Some(&month) = self.months.get(analysis.folded(token.span)) else { continue };
            if !analysis.text(token.span).starts_with(char::is_uppercase) && self.is_cased(analysis, index) {
                continue;
            }
            found.extend(self.date(analysis, index, month).and_then(|date| self.wrong(analysis, &date)));
        }
        found
    }

    /// Whether a month has to have its capital to be one.
    fn is_cased(&self, analysis: &Analysis<'_>, index: usize) -> bool {
        // "may" and "march" in lower case are other words; a longer one beside digits is a month whatever its case.
        self.cased && analysis.tokens[index].span.len() < 6
    }

    fn wrong(&self, analysis: &Analysis<'_>, date: &Date) -> Option<Wrong> {
        let place =
            |first: usize| Span::new(analysis.tokens[first].span.start(), analysis.tokens[date.last].span.end());
        // Without a year, the day before the month may be a number of something else, and so may that behind it.
        let exists = (1..=days(date.month, date.year)).contains(&date.day);
        match self.class {
            CalendarClass::Day => {
                let is_date = date.year.is_some()
                    || !date.month_first
                    || self.ends_there(analysis, date.last)
                    || self.is_announced(analysis, date.first);
                (!exists && is_date && (1..=31).contains(&date.day))
                    .then(|| Wrong { span: place(date.first), weekday: None })
            }
            CalendarClass::Weekday => {
                let year = date.year.filter(|year| exists && YEARS.contains(year))?;
                let before = self.skip_back(analysis, date.first)?;
                let said = *self.weekdays.get(analysis.folded(analysis.tokens[before].span))?;
                let was = weekday(year, date.month, date.day);
                (said != was).then(|| Wrong { span: place(before), weekday: self.names.get(was).cloned() })
            }
        }
    }

    /// A date in signs with the weekday behind it, if that was another.
    fn other_weekday(&self, text: &str, date: &signs::Date) -> Option<Wrong> {
        let exists = (1..=12).contains(&date.month) && (1..=days(date.month, Some(date.year))).contains(&date.day);
        let behind = text[date.place.end..].trim_start_matches([' ', '，', ',']);
        let bracketed = behind.strip_prefix(['(', '（']);
        let name = bracketed.unwrap_or(behind);
        let fits = |weekday: &str, index: usize| {
            let rest = name.strip_prefix(weekday)?;
            // A sign alone ("月") is a weekday in brackets only.
            let alone = weekday.chars().count() == 1;
            (!alone || bracketed.is_some() && rest.starts_with([')', '）'])).then_some((weekday.len(), index))
        };
        let (length, said) = self.weekdays.iter().filter_map(|(weekday, index)| fits(weekday, *index)).max()?;
        let was = weekday(date.year, date.month, date.day);
        let end = text.len() - name.len() + length;
        let wrong = exists && YEARS.contains(&date.year) && said != was;
        wrong.then(|| Wrong { span: Span::new(date.place.start, end), weekday: self.names.get(was).cloned() })
    }

    /// The date around a month.
    fn date(&self, analysis: &Analysis<'_>, month_at: usize, month: u32) -> Option<Date> {
        let number =
            |at: Option<usize>| at.and_then(|at| Some((at, self.day(analysis.text(analysis.tokens.get(at)?.span))?)));
        let year_at = |behind: usize| {
            let at = self.skip_on(analysis, behind)?;
            let text = analysis.text(analysis.tokens[at].span);
            let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
            let year: u32 = text.parse().ok().filter(|_| digits)?;
            (1000..=2999).contains(&year).then_some((at, year))
        };
        let (first, day_at, day, month_first) = match number(self.skip_back(analysis, month_at)) {
            Some((at, day)) => (at, month_at, day, false),
            None => {
                let (at, day) = number(self.skip_on(analysis, month_at))?;
                (month_at, at, day, true)
            }
        };
        let year = year_at(day_at);
        Some(Date {
            first,
            last: year.map_or(day_at, |(at, _)| at),
            month,
            day,
            year: year.map(|(_, year)| year),
            month_first,
        })
    }

    /// A day of one or two digits, perhaps with the ending of an ordinal.
    fn day(&self, word: &str) -> Option<u32> {
        let digits = word.trim_end_matches(|char: char| !char.is_ascii_digit());
        let ending = &word[digits.len()..];
        let fits = ending.is_empty() || self.ordinals.iter().any(|ordinal| **ordinal == *ending);
        (fits && (1..=2).contains(&digits.len())).then(|| digits.parse().ok())?
    }

    /// The next word of the date.
    fn skip_on(&self, analysis: &Analysis<'_>, at: usize) -> Option<usize> {
        let next = at + 1;
        self.joined(analysis, at, next).then_some(())?;
        let word = analysis.folded(analysis.tokens.get(next)?.span);
        if self.between.contains(word) {
            return self.joined(analysis, next, next + 1).then_some(next + 1);
        }
        Some(next)
    }

    /// The word of the date before.
    fn skip_back(&self, analysis: &Analysis<'_>, at: usize) -> Option<usize> {
        let before = at.checked_sub(1)?;
        self.joined(analysis, before, at).then_some(())?;
        let word = analysis.folded(analysis.tokens[before].span);
        if self.between.contains(word) {
            let farther = before.checked_sub(1)?;
            return self.joined(analysis, farther, before).then_some(farther);
        }
        Some(before)
    }

    /// Whether two neighbouring words may belong to one date.
    fn joined(&self, analysis: &Analysis<'_>, one: usize, other: usize) -> bool {
        let (Some(one), Some(other)) = (analysis.tokens.get(one), analysis.tokens.get(other)) else { return false };
        let gap = &analysis.view.text()[one.span.end()..other.span.start()];
        matches!(gap, " " | ", " | ". " | " (")
    }

    /// Whether the word before a date says that it is one.
    fn is_announced(&self, analysis: &Analysis<'_>, first: usize) -> bool {
        let before = first.checked_sub(1).filter(|&before| self.joined(analysis, before, first));
        before.is_some_and(|before| self.announced_by.contains(analysis.folded(analysis.tokens[before].span)))
    }

    /// Whether nothing that could be counted follows a number.
    fn ends_there(&self, analysis: &Analysis<'_>, at: usize) -> bool {
        let rest = &analysis.view.text()[analysis.tokens[at].span.end()..];
        !analysis.text(analysis.tokens[at].span).ends_with(|char: char| char.is_ascii_digit())
            || rest.is_empty()
            || rest.starts_with(['.', ',', ';', ':', ')', '\n', '"'])
    }
}

/// The days of a month; of any year, if it is not known.
fn days(month: u32, year: Option<u32>) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_none_or(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The weekday of a day of the Gregorian calendar, from 0 (Monday), by Sakamoto's method.
fn weekday(year: u32, month: u32, day: u32) -> usize {
    const SHIFTS: [u32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let year = if month < 3 { year - 1 } else { year };
    let shift = SHIFTS[(month.clamp(1, 12) - 1) as usize];
    let from_sunday = (year + year / 4 - year / 100 + year / 400 + shift + day) % 7;
    ((from_sunday + 6) % 7) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn weekdays_of_known_days() {
        for (date, day) in
            [((2024, 2, 29), 3), ((2000, 1, 1), 5), ((1945, 5, 8), 1), ((2023, 2, 10), 4), ((2100, 3, 1), 0)]
        {
            assert_eq!(weekday(date.0, date.1, date.2), day, "{date:?}");
        }
    }

    proptest! {
        #[test]
        fn the_next_day_is_the_next_weekday(year in 1800_u32..2300, month in 1_u32..13, day in 1_u32..32) {
            prop_assume!(day <= days(month, Some(year)));
            let next = match (day < days(month, Some(year)), month) {
                (true, _) => (year, month, day + 1),
                (false, 12) => (year + 1, 1, 1),
                (false, _) => (year, month + 1, 1),
            };
            prop_assert_eq!((weekday(year, month, day) + 1) % 7, weekday(next.0, next.1, next.2));
        }
    }
}
