//! Splits a pattern at its word classes: `\b(?:said|told) {person:kp}`.

use std::ops::Range;

/// A part of a pattern as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A regular expression: its byte range.
    Regex(Range<usize>),
    /// A word class: the byte range of what stands between the braces.
    Class(Range<usize>),
}

/// A pattern that cannot be split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitError {
    /// The place in the pattern.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: &'static str,
    /// What to do.
    pub help: &'static str,
}

/// What [`split`] finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// The parts, in order; no regular expression is empty.
    pub pieces: Vec<Piece>,
    /// The flag groups at the top level (`(?i)`): they also hold for the pieces after them. Each with its place.
    pub flags: Vec<Range<usize>>,
    /// Places of `|` outside groups.
    pub bars: Vec<usize>,
}

/// Splits a pattern at its classes. A brace with a lower-case letter after it is a class, unless it belongs to an
/// escape (`\p{…}`, `\b{…}`) or stands in square brackets.
///
/// # Errors
/// A class inside a group, before a quantifier, beside a top-level `|`, or with an odd name.
pub fn split(pattern: &str) -> Result<Split, SplitError> {
    let bytes = pattern.as_bytes();
    let mut split = Split::default();
    let (mut at, mut start, mut groups, mut brackets) = (0, 0, 0usize, 0usize);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => {
                at = escape_end(pattern, at);
                continue;
            }
            b'[' => {
                brackets += 1;
                // `[]` and `[^]` begin with a literal bracket.
                let first = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'^'));
                if brackets == 1 && bytes.get(first) == Some(&b']') {
                    at = first;
                }
            }
            b']' if brackets > 0 => brackets -= 1,
            _ if brackets > 0 => {}
            b'(' => {
                if groups == 0
                    && let Some(end) = flags_end(bytes, at)
                {
                    split.flags.push(at..end);
                    at = end;
                    continue;
                }
                groups += 1;
            }
            b')' => groups = groups.saturating_sub(1),
            b'|' if groups == 0 => split.bars.push(at),
            b'{' if bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase) => {
                let name = class_name(pattern, at)?;
                let end = name.end + 1;
                check_neighbours(bytes, at..end, groups)?;
                if start < at {
                    split.pieces.push(Piece::Regex(start..at));
                }
                split.pieces.push(Piece::Class(name));
                (at, start) = (end, end);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    if start < pattern.len() {
        split.pieces.push(Piece::Regex(start..pattern.len()));
    }
    let has_class = split.pieces.iter().any(|piece| matches!(piece, Piece::Class(_)));
    match split.bars.first() {
        Some(&bar) if has_class => Err(SplitError {
            span: bar..bar + 1,
            message: "a pattern with a class cannot have alternatives with `|` outside a group",
            help: "put the alternatives in a group, `(?:said|told) {person}`, or write two patterns in a list",
        }),
        _ => Ok(split),
    }
}

/// One past an escape: `\d`, `\p{Lu}`, `\x41`, `\b{start}`.
fn escape_end(pattern: &str, at: usize) -> usize {
    let Some(letter) = pattern[at + 1..].chars().next() else { return pattern.len() };
    let after = at + 1 + letter.len_utf8();
    let braced = matches!(letter, 'p' | 'P' | 'x' | 'u' | 'U' | 'b' | 'B') && pattern[after..].starts_with('{');
    match braced.then(|| pattern[after..].find('}')).flatten() {
        // `\b{start}` is a kind of word boundary; any other name after `\b` is a class that follows a boundary.
        Some(close) if !matches!(letter, 'b' | 'B') || is_boundary_name(&pattern[after + 1..after + close]) => {
            after + close + 1
        }
        _ => after,
    }
}

fn is_boundary_name(name: &str) -> bool {
    matches!(name, "start" | "end" | "start-half" | "end-half")
}

/// One past a flag group such as `(?i)` or `(?s-u)`.
fn flags_end(bytes: &[u8], at: usize) -> Option<usize> {
    let flags = bytes.get(at + 2..).filter(|_| bytes[at + 1] == b'?')?;
    let length = flags.iter().take_while(|b| b.is_ascii_alphabetic() || **b == b'-').count();
    (length > 0 && flags.get(length) == Some(&b')')).then_some(at + 3 + length)
}

fn class_name(pattern: &str, open: usize) -> Result<Range<usize>, SplitError> {
    let length = pattern[open + 1..].find('}');
    let name = open + 1..open + 1 + length.unwrap_or(pattern.len() - open - 1);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':');
    match length {
        Some(_) if pattern[name.clone()].chars().all(plain) => Ok(name),
        _ => Err(SplitError {
            span: open..name.end,
            message: "this brace opens a class that is not closed",
            help: "write `{class}` or `{class:tag}`; for the sign itself, write `\\{`",
        }),
    }
}

fn check_neighbours(bytes: &[u8], class: Range<usize>, groups: usize) -> Result<(), SplitError> {
    if groups > 0 {
        let message = "a class may stand only at the top level of a pattern, not inside a group";
        let help = "write one pattern for each alternative, in a list, or use `before`, `after` or `near`";
        return Err(SplitError { span: class, message, help });
    }
    let quantified = match bytes.get(class.end) {
        Some(b'?' | b'*' | b'+') => true,
        Some(b'{') => bytes.get(class.end + 1).is_some_and(u8::is_ascii_digit),
        _ => false,
    };
    if quantified {
        let message = "a class cannot be optional or repeated";
        let help = "write two patterns in a list, one with the class and one without";
        return Err(SplitError { span: class.start..class.end + 1, message, help });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(pattern: &str) -> Vec<String> {
        let pieces = split(pattern).unwrap().pieces;
        let show = |piece: &Piece| match piece {
            Piece::Regex(range) => pattern[range.clone()].to_owned(),
            Piece::Class(range) => format!("<{}>", &pattern[range.clone()]),
        };
        pieces.iter().map(show).collect()
    }

    #[test]
    fn classes_are_told_from_quantifiers_and_escapes() {
        assert_eq!(shown(r"\b(?:a|b){2} {person:kp} x"), [r"\b(?:a|b){2} ", "<person:kp>", " x"]);
        assert_eq!(shown(r"\p{lu}\x{41}\b{start}[{a}]\{b}"), [r"\p{lu}\x{41}\b{start}[{a}]\{b}"]);
        assert_eq!(shown(r"\b{office}{country}"), [r"\b", "<office>", "<country>"]);
        assert_eq!(shown(r"[]({a}] {b}"), ["[]({a}] ", "<b>"]);
    }

    #[test]
    fn classes_elsewhere_are_refused() {
        for pattern in ["(?:{a}|b)", "{a}?", "{a}{2}", "x|{a}", "{a b}", "{a"] {
            assert!(split(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn top_level_flags_are_found() {
        assert_eq!(split("(?i)a (?:(?x)b) (?s-u)").unwrap().flags, [0..4, 16..22]);
        assert!(split("(?i:a)").unwrap().flags.is_empty());
    }

    proptest! {
        #[test]
        fn any_text_splits_or_says_where_it_does_not(pattern in r"([\[\](){}\\|?^:pb]|\PC){0,20}") {
            match split(&pattern) {
                Ok(split) => for piece in split.pieces {
                    let (Piece::Regex(range) | Piece::Class(range)) = piece;
                    prop_assert!(pattern.get(range).is_some());
                },
                Err(error) => prop_assert!(pattern.get(error.span).is_some()),
            }
        }
    }
}
