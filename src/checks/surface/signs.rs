//! Dates that are written with a sign behind each number: "2024年3月5日".

use std::ops::Range;

/// Most digits of a number of a date.
const MOST_DIGITS: usize = 4;

/// A date and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub place: Range<usize>,
    pub year: u32,
    pub month: u32,
    pub day: u32,
}

/// The date whose sign of the year stands at this place of a text.
pub(super) fn date(text: &str, at: usize, [year_sign, month_sign, day_sign]: [&str; 3]) -> Option<Date> {
    let length: usize = text[..at]
        .chars()
        .rev()
        .take(MOST_DIGITS + 1)
        .take_while(|char| digit(*char).is_some())
        .map(char::len_utf8)
        .sum();
    let place = at - length;
    let (year, rest) = number(&text[place..])?;
    let (month, rest) = number(rest.strip_prefix(year_sign)?.trim_start())?;
    let (day, rest) = number(rest.strip_prefix(month_sign)?.trim_start())?;
    let rest = rest.strip_prefix(day_sign)?;
    (year >= 1000).then(|| Date { place: place..text.len() - rest.len(), year, month, day })
}

/// The number that a text begins with, and what follows it.
fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.chars().map_while(digit).count();
    let value = text.chars().map_while(digit).take(MOST_DIGITS).fold(0, |value, digit| 10 * value + digit);
    let length: usize = text.chars().take(digits).map(char::len_utf8).sum();
    (1..=MOST_DIGITS).contains(&digits).then(|| (value, &text[length..]))
}

/// The value of a digit of half or full width.
fn digit(char: char) -> Option<u32> {
    match char {
        '０'..='９' => Some(char as u32 - '０' as u32),
        _ => char.to_digit(10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Option<(u32, u32, u32)> {
        let date = date(text, text.find('年')?, ["年", "月", "日"])?;
        Some((date.year, date.month, date.day))
    }

    #[test]
    fn a_date_is_read_in_digits_of_either_width() {
        assert_eq!(found("于2024年3月5日举行"), Some((2024, 3, 5)));
        assert_eq!(found("２０２４年１２月 ３１日"), Some((2024, 12, 31)));
        for text in ["24年3月5日", "年3月5日", "2024年3月", "12024年3月5日", "2024年春", "2024年3月5"] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[0-9０-９年月日 ]{0,24}") {
            for (at, _) in text.match_indices('年') {
                date(&text, at, ["年", "月", "日"]);
            }
        }
    }
}
