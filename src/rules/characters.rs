//! The unusual characters of which one occurs in every match of a regular expression: where a pattern about foreign
//! scripts or debris has no literal, they keep it away from plain English text.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Ranges of characters, both ends included, in order.
pub type Ranges = Vec<(char, char)>;

/// Whether a text has no unusual characters: it is ASCII without control characters but for white space.
pub fn is_plain(text: &str) -> bool {
    // Without a way out in the middle it is compared many bytes at a time.
    text.bytes().fold(true, |plain, byte| plain & (matches!(byte, b' '..=b'~') | matches!(byte, b'\t'..=b'\r')))
}

/// Whether all characters of a range are unusual.
fn are_unusual(first: char, last: char) -> bool {
    first > '~' || last < '\t' || first > '\r' && last < ' '
}

/// Unusual characters of which at least one occurs in every match; nothing if there are no such.
/// The depth of an expression is limited by its parser, so that recursion is safe here.
pub fn required_characters(hir: &Hir) -> Option<Ranges> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => None,
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            let first = text.chars().find(|&c| are_unusual(c, c))?;
            Some(vec![(first, first)])
        }
        HirKind::Class(Class::Unicode(class)) => {
            let ranges: Ranges = class.ranges().iter().map(|range| (range.start(), range.end())).collect();
            (!ranges.is_empty() && ranges.iter().all(|&(first, last)| are_unusual(first, last))).then_some(ranges)
        }
        HirKind::Class(Class::Bytes(_)) => None,
        HirKind::Capture(capture) => required_characters(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required_characters(&repetition.sub),
        HirKind::Repetition(_) => None,
        HirKind::Concat(children) => children.iter().filter_map(required_characters).min_by_key(size),
        HirKind::Alternation(children) => {
            let mut all = Vec::new();
            for child in children {
                all.extend(required_characters(child)?);
            }
            Some(merged(all))
        }
    }
}

/// How many characters the ranges hold.
fn size(ranges: &Ranges) -> u32 {
    ranges.iter().map(|&(first, last)| last as u32 - first as u32 + 1).sum()
}

/// The ranges in order, those that overlap as one.
fn merged(mut ranges: Ranges) -> Ranges {
    ranges.sort_unstable();
    let mut merged: Ranges = Vec::new();
    for (first, last) in ranges {
        match merged.last_mut() {
            Some(before) if first <= before.1 => before.1 = before.1.max(last),
            _ => merged.push((first, last)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pattern: &str) -> Option<Ranges> {
        required_characters(&regex_syntax::parse(pattern).unwrap())
    }

    #[test]
    fn an_unusual_character_is_found_where_every_match_has_one() {
        assert_eq!(of(r"[\x01-\x08\x7F]+"), Some(vec![('\x01', '\x08'), ('\x7F', '\x7F')]));
        assert_eq!(of(r"[\x01-\t]+"), None);
        assert!(is_plain("a\tb\r\n~") && !is_plain("a\x08") && !is_plain("é") && !is_plain("\x7f"));
        assert_eq!(of(r"\w+é?Ã[©¨]"), Some(vec![('Ã', 'Ã')]));
        assert_eq!(of(r"(?:x漢+|字)\d"), Some(vec![('字', '字'), ('漢', '漢')]));
        assert_eq!(of(r"[a漢]"), None);
        assert_eq!(of(r"漢*|字"), None);
        assert_eq!(of(r"\p{Latin}\p{Cyrillic}").unwrap()[0].0 as u32, 0x400);
    }
}
