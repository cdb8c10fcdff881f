//! What a regular expression needs of a text, so that it is known which texts can never have it.

use crate::rules::normal::{Normal, normal_char};
use regex_syntax::hir::{Class, Hir, HirKind};

/// A class of more characters is not looked through one by one.
const MOST_MEMBERS: usize = 64;

/// The text that an expression sees: the normalised view, with or without breaks between paragraphs.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Whether a match may reach over the end of a paragraph.
    pub paragraphs: bool,
}

impl Seen {
    /// What every match of the expression needs and the text never has, in words; `None` if it may match.
    pub fn lacks(self, hir: &Hir) -> Option<String> {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => None,
            HirKind::Literal(literal) => self.literal(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(class) => {
                let members = members(class)?;
                members.iter().map(|c| self.character(*c)).collect::<Option<Vec<_>>>()?.into_iter().next()
            }
            HirKind::Capture(capture) => self.lacks(&capture.sub),
            HirKind::Repetition(repetition) if repetition.min == 0 => None,
            HirKind::Repetition(repetition) => {
                let spaces = repetition.min > 1 && is_space(&repetition.sub);
                spaces.then(two_spaces).or_else(|| self.lacks(&repetition.sub))
            }
            HirKind::Concat(children) => {
                let spaces = children.windows(2).any(|pair| is_space(&pair[0]) && is_space(&pair[1]));
                let of_children = || children.iter().find_map(|child| self.lacks(child));
                (spaces && !self.paragraphs).then(two_spaces).or_else(of_children)
            }
            HirKind::Alternation(children) => {
                let all: Option<Vec<String>> = children.iter().map(|child| self.lacks(child)).collect();
                all?.into_iter().next()
            }
        }
    }

    fn literal(self, text: &str) -> Option<String> {
        if text.contains("  ") {
            return Some(two_spaces());
        }
        text.chars().find_map(|c| self.character(c))
    }

    fn character(self, c: char) -> Option<String> {
        let name = || format!("U+{:04X}", u32::from(c));
        match normal_char(c) {
            Normal::Keep => None,
            Normal::Space if c == ' ' || c == '\n' && self.paragraphs => None,
            Normal::Space if c == '\n' => Some("a line break".to_owned()),
            Normal::Space if c == '\t' => Some("a tab".to_owned()),
            Normal::To(_) => Some(format!("the sign {c} ({})", name())),
            Normal::Space | Normal::Drop => Some(format!("the invisible sign {}", name())),
        }
    }
}

fn two_spaces() -> String {
    "two spaces in a row".to_owned()
}

/// Whether what the expression matches is white space, and not nothing.
fn is_space(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.iter().all(|byte| byte.is_ascii_whitespace()),
        HirKind::Class(class) => members(class).is_some_and(|all| all.iter().all(|c| c.is_whitespace())),
        HirKind::Capture(capture) => is_space(&capture.sub),
        HirKind::Repetition(repetition) => repetition.min > 0 && is_space(&repetition.sub),
        _ => false,
    }
}

/// Whether every match begins (or ends) with white space.
pub fn has_space_at(hir: &Hir, end: bool) -> bool {
    let at = |text: &str| if end { text.ends_with(' ') } else { text.starts_with(' ') };
    match hir.kind() {
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).is_ok_and(at),
        HirKind::Capture(capture) => has_space_at(&capture.sub, end),
        HirKind::Concat(children) => {
            let child = if end { children.last() } else { children.first() };
            child.is_some_and(|child| has_space_at(child, end))
        }
        HirKind::Alternation(children) => children.iter().all(|child| has_space_at(child, end)),
        _ => is_space(hir),
    }
}

/// The members of a class, if they are few and not none.
fn members(class: &Class) -> Option<Vec<char>> {
    let Class::Unicode(class) = class else { return None };
    let size: usize = class.ranges().iter().map(|range| range.len()).sum();
    let all = || class.ranges().iter().flat_map(|range| range.start()..=range.end()).collect();
    (1..=MOST_MEMBERS).contains(&size).then(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lacks(pattern: &str) -> Option<String> {
        Seen { paragraphs: false }.lacks(&regex_syntax::parse(pattern).unwrap())
    }

    #[test]
    fn what_the_normalised_text_never_has_is_named() {
        assert_eq!(lacks(r"don\x{2019}t").as_deref(), Some("the sign ’ (U+2019)"));
        assert_eq!(lacks(r"a  b").as_deref(), Some("two spaces in a row"));
        assert_eq!(lacks(r"a\s\s+b").as_deref(), Some("two spaces in a row"));
        assert_eq!(lacks(r"a\s{2,}b").as_deref(), Some("two spaces in a row"));
        assert_eq!(lacks(r"end\.\nNext").as_deref(), Some("a line break"));
        assert_eq!(lacks(r"\d+\x{a0}km").as_deref(), Some("the invisible sign U+00A0"));
        assert_eq!(lacks(r"[\x{201c}\x{201d}]x").as_deref(), Some("the sign “ (U+201C)"));
    }

    #[test]
    fn what_may_be_there_is_not() {
        for pattern in [r"don(?:\x{2019}|')t", r"a\s+b", r"a ?\s?b", r#"[\x{201c}"]x"#, r"(?:\n)?x", r"\p{L}+", "–"] {
            assert_eq!(lacks(pattern), None, "{pattern}");
        }
        let over = Seen { paragraphs: true };
        assert_eq!(over.lacks(&regex_syntax::parse(r"end\.\nNext").unwrap()), None);
    }

    #[test]
    fn white_space_at_an_end_is_seen() {
        let at = |pattern: &str, end| has_space_at(&regex_syntax::parse(pattern).unwrap(), end);
        assert!(at(" of", false) && at(r"\s+of", false) && at("the ", true) && at("(?:a |the )", true));
        assert!(!at("of", false) && !at(r"\s*of", false) && !at("(?:a|the )", true));
    }
}
