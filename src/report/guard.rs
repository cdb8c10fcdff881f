//! The guard of table cells: nothing that a stranger wrote becomes a formula, a number or a date.
//!
//! A spreadsheet decides by a cell's look what it is. A guarded cell begins with one apostrophe, which makes it
//! text in every spreadsheet. A cell is guarded if, after leading white space, it
//! - begins with a formula character (`= + - @`, also full-width), a tab, a carriage return or a digit, or
//! - holds a digit and is short, with at most three words: that is what dates ("Sept. 5"), amounts ("$5"), and
//!   numbers ("(5)", ".5") look like in any language. Addresses, quotations and file names with a suffix do
//!   not, so they stay as they are and can be clicked.
//!
//! A cell that begins with a genuine apostrophe gets a second one, so that [`unguard`] is exact.

use std::borrow::Cow;

/// No spreadsheet reads a longer text as a number or a date.
const LONGEST_DATE: usize = 48;

/// The text as a cell that a spreadsheet leaves alone.
pub fn guard(text: &str) -> Cow<'_, str> {
    if needs_guard(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text of a cell that [`guard`] wrote.
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

fn needs_guard(text: &str) -> bool {
    if text.starts_with(['\'', '\t', '\r']) {
        return true;
    }
    let Some(first) = text.trim_start().chars().next() else { return false };
    matches!(first, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\u{2212}' | '\'')
        || first.is_numeric()
        || looks_like_a_value(text)
}

fn looks_like_a_value(text: &str) -> bool {
    text.len() <= 4 * LONGEST_DATE
        && text.chars().count() <= LONGEST_DATE
        && text.chars().any(char::is_numeric)
        && text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).count() <= 3
        && !text.contains('"')
        && !text.contains("://")
        && !has_suffix(text)
}

/// Whether the text ends like `name.txt`. Two letters at least: "5 p.m" is a time.
fn has_suffix(text: &str) -> bool {
    let Some((stem, suffix)) = text.rsplit_once('.') else { return false };
    stem.ends_with(char::is_alphanumeric)
        && (2..=5).contains(&suffix.len())
        && suffix.starts_with(|c: char| c.is_ascii_alphabetic())
        && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_numbers_and_dates_stay_text() {
        let guarded = [
            "=cmd|' /C calc'!A0",
            "+1",
            "-1",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            " =1",
            "19/1",
            "13/9/2023",
            "1-2",
            "00123",
            "3E5",
            ".5",
            "(5)",
            "$5",
            "１２",
            "٣",
            "Sept. 5",
            "September 27, 2023 10:00 PM",
            "Mai 2023",
            "MARCH1",
            "May/5",
            "2023-09-27.txt",
        ];
        for text in guarded {
            assert_eq!(guard(text), format!("'{text}"));
        }
    }

    #[test]
    fn ordinary_text_is_not_touched() {
        let plain = [
            "",
            "…",
            "a=b",
            "President of Country Affairs",
            "on the 27th of September",
            "news/2023-09-27.txt",
            "feed2.jsonl",
            "a.txt:1:1 \"She\"",
            "https://example.org/2023/9",
        ];
        for text in plain {
            assert_eq!(guard(text), text);
        }
    }

    #[test]
    fn a_genuine_apostrophe_is_doubled() {
        assert_eq!(guard("'tis"), "''tis");
        assert_eq!(unguard("''tis"), "'tis");
        assert_eq!(unguard("O'Brien"), "O'Brien");
    }

    proptest! {
        #[test]
        fn unguard_undoes_guard(text in "\\PC*|['=+@0-9\\t\\r -]*") {
            let cell = guard(&text);
            prop_assert_eq!(unguard(&cell), text.as_str());
        }
    }
}
