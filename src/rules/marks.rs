//! The marks and digits of which one occurs in every match of a regular expression: where a text has none of them, the
//! expression need not be tried.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Sets that are kept of one expression.
const MOST_SETS: usize = 3;

/// A set of marks and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Set {
    /// Those of ASCII, as bits.
    ascii: u128,
    /// Whether it has others, which are not told apart.
    others: bool,
}

impl Set {
    fn or(self, other: Set) -> Set {
        Set { ascii: self.ascii | other.ascii, others: self.others || other.others }
    }
}

/// Sets of marks and digits, of each of which one occurs in every match, the rarest first: those of ASCII, and `é` for all
/// that are not.
pub fn required_marks(hir: &Hir) -> Vec<String> {
    sets(hir).into_iter().map(written).collect()
}

/// What stands in a set for everything beyond ASCII.
pub const OTHERS: char = 'é';

fn written(set: Set) -> String {
    let ascii = (0..128_u8).filter(|byte| set.ascii >> byte & 1 == 1).map(char::from);
    ascii.chain(set.others.then_some(OTHERS)).collect()
}

/// The sets, the rarest first. The depth of an expression is limited by its parser, so that recursion is safe here.
fn sets(hir: &Hir) -> Vec<Set> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Vec::new(),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).unwrap_or_default();
            best(text.chars().filter_map(|char| of([(char, char)])).collect())
        }
        HirKind::Class(Class::Unicode(class)) => {
            of(class.ranges().iter().map(|range| (range.start(), range.end()))).into_iter().collect()
        }
        HirKind::Class(Class::Bytes(_)) => Vec::new(),
        HirKind::Capture(capture) => sets(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => sets(&repetition.sub),
        HirKind::Repetition(_) => Vec::new(),
        HirKind::Concat(children) => best(children.iter().flat_map(sets).collect()),
        HirKind::Alternation(children) => alternation(children),
    }
}

/// Of each alternative one set: those that make the rarest one together with each set of the first.
fn alternation(children: &[Hir]) -> Vec<Set> {
    let Some((first, others)) = children.split_first() else { return Vec::new() };
    let others: Vec<Vec<Set>> = others.iter().map(sets).collect();
    let rarest = |set: Set, more: &Vec<Set>| more.iter().map(|one| set.or(*one)).min_by_key(|set| frequency(*set));
    best(sets(first).into_iter().filter_map(|set| others.iter().try_fold(set, rarest)).collect())
}

/// The set of these characters, if none of them is a letter of ASCII, white space or a control character.
fn of(ranges: impl IntoIterator<Item = (char, char)>) -> Option<Set> {
    let mut set = Set { ascii: 0, others: false };
    for (first, last) in ranges {
        set.others |= !last.is_ascii();
        for char in (first..=last).take_while(char::is_ascii) {
            if char.is_ascii_alphabetic() || char == ' ' || char.is_ascii_control() {
                return None;
            }
            set.ascii |= 1 << (char as u32);
        }
    }
    (set.ascii != 0 || set.others).then_some(set)
}

fn best(mut sets: Vec<Set>) -> Vec<Set> {
    sets.sort_by_key(|set| (frequency(*set), set.ascii, set.others));
    sets.dedup();
    sets.truncate(MOST_SETS);
    sets
}

/// About how many of ten thousand characters of a newspaper are in a set.
fn frequency(set: Set) -> u32 {
    let common = [('.', 100), (',', 110), ('-', 30), ('"', 30), ('\'', 30), (':', 8), ('(', 8), (')', 8)];
    let of = |byte: u8| match char::from(byte) {
        '0'..='9' => 10,
        char => common.iter().find(|(one, _)| *one == char).map_or(2, |(_, count)| *count),
    };
    let ascii: u32 = (0..128_u8).filter(|byte| set.ascii >> byte & 1 == 1).map(of).sum();
    ascii + if set.others { 40 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(pattern: &str) -> Vec<String> {
        required_marks(&regex_syntax::parse(pattern).unwrap())
    }

    #[test]
    fn what_every_match_holds_is_found_the_rarest_first() {
        assert_eq!(marks(r"\b[0-9]{1,3}\.[0-9]{3} people"), [".", "0123456789"]);
        assert_eq!(marks(r"\d{1,3}(?:\. \d| [.,] ?\d) ?(?:percent|%)"), ["0123456789é", ",."]);
        assert_eq!(marks("“[^“”\"]{1,120}\"(?:[\\s.,]|$)"), ["\"", "é"]);
        assert_eq!(marks(r"[!?.…],? [-–—] said"), ["-é", "!.?é"]);
        assert_eq!(marks(r"a(?:b|\.)c,?"), Vec::<String>::new());
        assert_eq!(marks(r"[^a]+ \w+ \s"), Vec::<String>::new());
    }

    #[test]
    fn every_match_holds_one_of_each_set() {
        use proptest::strategy::{Strategy, ValueTree};
        use proptest::test_runner::TestRunner;
        let mut runner = TestRunner::deterministic();
        for pattern in [r"[0-9]{1,3}\.[0-9]{3}(x|,)", r"(a\.|b,)+(-|–)?\(é?\)", r"([!?]|\.\.) (–|-) [a-z]{1,3}[.;]"]
        {
            let sets = required_marks(&regex_syntax::parse(pattern).unwrap());
            assert!(!sets.is_empty());
            let strategy = proptest::string::string_regex(pattern).unwrap();
            for _ in 0..200 {
                let text = strategy.new_tree(&mut runner).unwrap().current();
                let is_in = |char: char, set: &str| set.contains(if char.is_ascii() { char } else { OTHERS });
                assert!(
                    sets.iter().all(|set| text.chars().any(|char| is_in(char, set))),
                    "{pattern} {text:?} {sets:?}"
                );
            }
        }
    }
}
