//! The time in which a dated fact holds: `valid-from` and `valid-until` of rules and rows.

use super::decode::TextAt;
use super::reader::Reader;
use super::string::Str;
use serde::{Deserialize, Serialize};

/// The days from which and until which a fact holds, both included; none is unlimited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The first day, `YYYY-MM-DD`.
    pub from: Option<Str>,
    /// The last day, `YYYY-MM-DD`.
    pub until: Option<Str>,
}

/// How a dated fact stands to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// It held when the document was published, or it has no date.
    Yes,
    /// It did not.
    No,
    /// The document does not say when it was published.
    Unknown,
}

impl Validity {
    /// Whether the fact has a date at all.
    pub fn is_dated(&self) -> bool {
        self.from.is_some() || self.until.is_some()
    }

    /// Whether the fact held on the date of a document (`YYYY-MM-DD`, whatever follows).
    pub fn holds(&self, date: Option<&str>) -> Holds {
        if !self.is_dated() {
            return Holds::Yes;
        }
        let Some(day) = date.and_then(day_of) else { return Holds::Unknown };
        // Days that are written in one way are in the order of their letters.
        let begun = self.from.as_ref().is_none_or(|from| **from <= *day);
        let lasts = self.until.as_ref().is_none_or(|until| *day <= **until);
        if begun && lasts { Holds::Yes } else { Holds::No }
    }

    /// Whether its last day is before a day.
    pub fn is_over(&self, day: &str) -> bool {
        self.until.as_ref().is_some_and(|until| **until < *day)
    }
}

/// The days as written in a rule or a row; what is no day, and an end before its beginning, is reported.
pub fn read(reader: &mut Reader<'_>, from: Option<&TextAt>, until: Option<&TextAt>) -> Validity {
    let mut day = |text: Option<&TextAt>| -> Option<Str> {
        let text = text?;
        if is_day(&text.value) {
            return Some(text.value.as_str().into());
        }
        reader.error(text.span.clone(), format!("`{}` is no day", text.value)).help("write it as 2024-05-31");
        None
    };
    let validity = Validity { from: day(from), until: day(until) };
    if let (Some(first), Some(last), Some(place)) = (&validity.from, &validity.until, until)
        && last < first
    {
        let message = format!("the fact would end ({last}) before it begins ({first})");
        reader.error(place.span.clone(), message).help("`valid-from` is the first day, `valid-until` the last");
    }
    validity
}

/// Whether a text is a day, `YYYY-MM-DD`.
pub fn is_day(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = text.get(range)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=longest).contains(&day)
}

/// The day that a date begins with, if it does.
pub fn day_of(date: &str) -> Option<&str> {
    date.get(..10).filter(|day| is_day(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_holds_from_its_first_day_to_its_last() {
        let validity = Validity { from: Some("2021-02-01".into()), until: Some("2023-12-31".into()) };
        let holds = ["2021-01-31", "2021-02-01", "2023-12-31T23:00:00Z", "2024-01-01"].map(|d| validity.holds(Some(d)));
        assert_eq!(holds, [Holds::No, Holds::Yes, Holds::Yes, Holds::No]);
        assert_eq!((validity.holds(None), validity.holds(Some("May 2022"))), (Holds::Unknown, Holds::Unknown));
        assert_eq!(Validity::default().holds(None), Holds::Yes);
        assert!(validity.is_over("2024-01-01") && !validity.is_over("2023-12-31"));
        assert!(!Validity::default().is_over("9999-12-31"));
    }

    #[test]
    fn a_day_is_one_of_the_calendar() {
        for day in ["2024-02-29", "2000-02-29", "1999-12-31"] {
            assert!(is_day(day), "{day}");
        }
        for day in [
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-04-31",
            "2024-1-01",
            "31.5.2024",
            "2024-00-10",
            "2024-01-+1",
        ] {
            assert!(!is_day(day), "{day}");
        }
    }
}
