//! Dates as feeds and pages write them, as `YYYY-MM-DD`.

/// The months of RFC 2822.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day of a date after ISO 8601 (`2024-05-14T10:00:00Z`, `20240514T100000Z`) or RFC 2822
/// (`Tue, 14 May 2024 10:00:00 +0700`), as it is written: no zone is converted. None if it is no date.
pub(super) fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let (year, month, day) = iso(text).or_else(|| rfc_2822(text))?;
    let is_day = (1..=12).contains(&month) && (1..=31).contains(&day) && (1000..=9999).contains(&year);
    is_day.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

fn iso(text: &str) -> Option<(u32, u32, u32)> {
    let date = text.split(['T', 't', ' ']).next()?;
    match *date.split('-').collect::<Vec<_>>() {
        [year, month, day] if (year.len(), month.len(), day.len()) == (4, 2, 2) => {
            Some((number(year)?, number(month)?, number(day)?))
        }
        [all] if all.len() == 8 && all.is_ascii() => {
            Some((number(&all[..4])?, number(&all[4..6])?, number(&all[6..])?))
        }
        _ => None,
    }
}

/// The name of the day is left out by some, and so is the comma.
fn rfc_2822(text: &str) -> Option<(u32, u32, u32)> {
    let words: Vec<&str> = text.split([' ', ',', '-', '\t']).filter(|word| !word.is_empty()).take(4).collect();
    let at = words.iter().position(|word| word.starts_with(|char: char| char.is_ascii_digit())).filter(|&at| at < 2)?;
    let [day, month, year] = *words.get(at..at + 3)? else { return None };
    let month = month.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|known| *known == month)? as u32 + 1;
    let year = match number(year)? {
        year @ 0..50 => year + 2000,
        year @ 50..1000 => year + 1900,
        year => year,
    };
    Some((year, month, number(day)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_read_as_it_is_written() {
        let read = |text| day(text).unwrap_or_default();
        assert_eq!(read("Tue, 14 May 2024 23:30:00 +0700"), "2024-05-14");
        assert_eq!(read("14 May 2024"), "2024-05-14");
        assert_eq!(read(" Tue 4 June 24 10:00 GMT"), "2024-06-04");
        assert_eq!(read("2024-05-14T01:00:00+09:00"), "2024-05-14");
        assert_eq!(read("2024-05-14 01:00:00"), "2024-05-14");
        assert_eq!(read("20240514T010000Z"), "2024-05-14");
        for wrong in ["", "yesterday", "2024-13-01", "2024-5-14x", "14/05/2024", "é1 May 2024", "Tue, 14 Mé 2024"] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }
}
