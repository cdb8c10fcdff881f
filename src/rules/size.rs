//! How large a regular expression becomes at most when it is compiled, without compiling it.

use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};

/// Of a state of the automaton with its transitions, in bytes; generous.
const STATE: usize = 64;
/// Of one sequence of byte ranges (a character has four bytes at most): a class of characters is made of these.
const SEQUENCE: usize = 160;
/// Of what every automaton has.
const FRAME: usize = 4096;

/// An upper bound of the bytes that the compiled expression takes, far above it where it has large classes.
pub fn at_most(hir: &Hir) -> usize {
    of(hir).saturating_add(FRAME)
}

/// The depth of an expression is limited by its parser, so that recursion is safe here.
fn of(hir: &Hir) -> usize {
    let all = |children: &[Hir]| children.iter().map(|child| of(child).saturating_add(STATE)).fold(STATE, add);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => STATE,
        HirKind::Literal(literal) => literal.0.len().saturating_mul(2 * STATE),
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().iter().map(|range| sequences(*range) * SEQUENCE).fold(2 * STATE, add)
        }
        HirKind::Class(Class::Bytes(class)) => class.ranges().len().saturating_mul(SEQUENCE).saturating_add(STATE),
        HirKind::Capture(capture) => of(&capture.sub).saturating_add(2 * STATE),
        HirKind::Repetition(repetition) => {
            // `x{2,}` is two copies and a loop.
            let copies = repetition.max.unwrap_or(repetition.min.saturating_add(1)).max(1) as usize;
            of(&repetition.sub).saturating_add(2 * STATE).saturating_mul(copies).saturating_add(STATE)
        }
        HirKind::Concat(children) | HirKind::Alternation(children) => all(children),
    }
}

fn add(one: usize, other: usize) -> usize {
    one.saturating_add(other)
}

/// How many sequences of byte ranges a range of characters is made of, at most.
fn sequences(range: ClassUnicodeRange) -> usize {
    let (first, last) = (range.start(), range.end());
    // Within 64 characters only the last byte differs, within 4,096 the last two.
    let same = |bits: u32| u32::from(first) >> bits == u32::from(last) >> bits;
    match first.len_utf8() == last.len_utf8() {
        true if last.is_ascii() || same(6) => 1,
        true if same(12) => 3,
        true => 10,
        false => 24,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether it compiles within so many bytes.
    fn fits(pattern: &str, bytes: usize) -> bool {
        regex::RegexBuilder::new(pattern).size_limit(bytes).build().is_ok()
    }

    fn estimate(pattern: &str) -> usize {
        at_most(&regex_syntax::parse(pattern).unwrap())
    }

    #[test]
    fn ordinary_patterns_are_small_and_copies_of_large_classes_are_not() {
        assert!(estimate(r"\bpresidents? of (?:the )?\w+ (?P<name>[A-Z]\w+)\b") < 1 << 20);
        assert!(estimate(r"\w{1000}") > 32 << 20);
        assert!(estimate(r"((\w{1000}){1000}){1000}") > 1 << 40);
    }

    fn expression() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            "[a-z]{1,6}",
            r"[à-öа-я漢字😀]{1,4}",
            Just(r"\w".to_owned()),
            Just(r"\p{Lu}".to_owned()),
            Just(r"[^\s]".to_owned()),
            Just(".".to_owned()),
            Just(r"[a-zà-ž\x{3000}-\x{20000}]".to_owned()),
            Just(r"\b".to_owned()),
            Just("(?i)straße".to_owned()),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
                prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| format!("(?:{})", parts.join("|"))),
                inner.clone().prop_map(|one| format!("({one})")),
                (inner.clone(), 0..4u32, 0..4u32)
                    .prop_map(|(one, min, more)| format!("(?:{one}){{{min},{}}}", min + more)),
                (inner, prop::sample::select(vec!["*", "+", "?", "{2,}", "+?"]))
                    .prop_map(|(one, op)| format!("(?:{one}){op}")),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]
        #[test]
        fn nothing_becomes_larger_than_estimated(pattern in expression()) {
            prop_assert!(fits(&pattern, estimate(&pattern)), "{pattern}");
        }
    }
}
