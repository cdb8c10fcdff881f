//! The characters beyond ASCII of which one occurs in every match of a regular expression: where a pattern about
//! foreign scripts has no literal, they keep it away from plain English text.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Ranges of characters, both ends included, in order.
pub type Ranges = Vec<(char, char)>;

/// Characters of which at least one occurs in every match, none of them ASCII; nothing if there are no such.
/// The depth of an expression is limited by its parser, so that recursion is safe here.
pub fn required_characters(hir: &Hir) -> Option<Ranges> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => None,
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            let first = text.chars().find(|c| !c.is_ascii())?;
            Some(vec![(first, first)])
        }
        HirKind::Class(Class::Unicode(class)) => {
            let ranges: Ranges = class.ranges().iter().map(|range| (range.start(), range.end())).collect();
            (!ranges.is_empty() && ranges.iter().all(|(first, _)| !first.is_ascii())).then_some(ranges)
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
    fn a_character_beyond_ascii_is_found_where_every_match_has_one() {
        assert_eq!(of(r"\w+é?Ã[©¨]"), Some(vec![('Ã', 'Ã')]));
        assert_eq!(of(r"(?:x漢+|字)\d"), Some(vec![('字', '字'), ('漢', '漢')]));
        assert_eq!(of(r"[a漢]"), None);
        assert_eq!(of(r"漢*|字"), None);
        assert_eq!(of(r"\p{Latin}\p{Cyrillic}").unwrap()[0].0 as u32, 0x400);
    }
}
