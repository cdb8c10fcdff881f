//! Regular expressions for short windows: the engines of the `regex` crate without its lazy DFA.
//!
//! A rule's pattern is compiled when it is first tried and then sees a sentence at a time. Without the DFA (and the
//! reversed automaton that it needs) compiling takes about a quarter of the time, which on one article is most of the
//! run; matching stays linear. Most sentences are ASCII: for them a pattern is compiled without the letters of other
//! scripts, so that `\p{L}` and `\b` are small.

use regex_automata::meta::{Config, Regex};
use regex_automata::util::captures::Captures;
use regex_automata::{Anchored, Input};
use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition};
use std::sync::{Arc, OnceLock};

/// A regular expression, in the syntax of the `regex` crate, compiled when it is first tried. One that does not compile
/// matches nothing; the loader has checked those of rule files.
#[derive(Debug)]
pub struct Pattern {
    source: Arc<str>,
    /// For texts of ASCII, and for all others.
    ascii: OnceLock<Option<Regex>>,
    any: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern.
    pub fn new(source: impl Into<Arc<str>>) -> Self {
        Pattern { source: source.into(), ascii: OnceLock::new(), any: OnceLock::new() }
    }

    /// Whether it matches anywhere in the text.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex(text).is_some_and(|regex| regex.is_match(text))
    }

    /// The groups of the first match at or after an offset, looking at the text before it; group 0 is the match.
    pub fn captures_at(&self, text: &str, start: usize) -> Option<Captures> {
        self.captures(text, Input::new(text).span(start..text.len()))
    }

    /// The groups of the match that starts just at an offset.
    pub fn captures_from(&self, text: &str, start: usize) -> Option<Captures> {
        self.captures(text, Input::new(text).span(start..text.len()).anchored(Anchored::Yes))
    }

    fn captures(&self, text: &str, input: Input<'_>) -> Option<Captures> {
        let regex = self.regex(text)?;
        let mut captures = regex.create_captures();
        regex.captures(input, &mut captures);
        captures.is_match().then_some(captures)
    }

    fn regex(&self, text: &str) -> Option<&Regex> {
        if text.is_ascii() {
            self.ascii.get_or_init(|| compile(&of_ascii(&regex_syntax::parse(&self.source).ok()?))).as_ref()
        } else {
            self.any.get_or_init(|| compile(&regex_syntax::parse(&self.source).ok()?)).as_ref()
        }
    }
}

fn compile(hir: &Hir) -> Option<Regex> {
    let config = Config::new().hybrid(false).dfa(false).onepass(false).nfa_size_limit(Some(10 << 20));
    Regex::builder().configure(config).build_from_hir(hir).ok()
}

/// An expression that does in ASCII text what this one does, with the same groups. The depth of an expression is
/// limited by its parser, so that recursion is safe here.
fn of_ascii(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Literal(literal) if !literal.0.is_ascii() => Hir::fail(),
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges().iter().take_while(|range| range.start().is_ascii());
            let in_ascii = ranges.map(|range| ClassUnicodeRange::new(range.start(), range.end().min('\x7f')));
            Hir::class(Class::Unicode(ClassUnicode::new(in_ascii)))
        }
        HirKind::Look(look) => Hir::look(match look {
            Look::WordUnicode => Look::WordAscii,
            Look::WordUnicodeNegate => Look::WordAsciiNegate,
            Look::WordStartUnicode => Look::WordStartAscii,
            Look::WordEndUnicode => Look::WordEndAscii,
            Look::WordStartHalfUnicode => Look::WordStartHalfAscii,
            Look::WordEndHalfUnicode => Look::WordEndHalfAscii,
            other => *other,
        }),
        HirKind::Repetition(repetition) => {
            Hir::repetition(Repetition { sub: Box::new(of_ascii(&repetition.sub)), ..repetition.clone() })
        }
        HirKind::Capture(capture) => Hir::capture(Capture { sub: Box::new(of_ascii(&capture.sub)), ..capture.clone() }),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(of_ascii).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(of_ascii).collect()),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(Class::Bytes(_)) => hir.clone(),
    }
}

/// The names of the groups of a match, in order; group 0 has none.
pub fn group_names(captures: &Captures) -> impl Iterator<Item = Option<&str>> {
    use regex_automata::PatternID;
    captures.group_info().pattern_names(PatternID::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_pattern_searches_from_an_offset_or_just_there() {
        let pattern = Pattern::new(r"\b(?<word>\w+)\b");
        let found = pattern.captures_at("éa bc", 1 + 1).unwrap();
        assert_eq!(found.get_group(0).unwrap().range(), 4..6);
        assert!(pattern.captures_from("éa bc", 3).is_none());
        assert_eq!(group_names(&found).collect::<Vec<_>>(), [None, Some("word")]);
        assert!(!Pattern::new("(").is_match("("));
    }

    #[test]
    fn what_no_ascii_text_holds_does_not_match_there_and_keeps_its_groups() {
        let pattern = Pattern::new(r"(é)|(?<a>\p{L}+)(ß?)(?i:k)");
        let found = pattern.captures_at("xyK", 0).unwrap();
        assert_eq!(found.group_len(), 4);
        assert_eq!(group_names(&found).collect::<Vec<_>>(), [None, None, Some("a"), None]);
        assert!(Pattern::new("x(é)?y|漢").is_match("xy") && !Pattern::new("é+|漢").is_match("e"));
    }

    proptest! {
        #[test]
        fn text_of_ascii_is_matched_as_any_other(text in "[a-cKX0-2 .,'-]{0,24}") {
            for source in [
                r"\b(\w+)\b \b(?<x>\p{Lu}\p{L}*)?", r"([\p{L}\d]+|[)'%]) ([,.;:!?])\B", r"(?i)k[^a]|é|(\d{1,3})(?:,|$)",
                r"^[^\s]+|(a|b|)+\s", r"(?:é|a)+?(\W)", r"\b{start}(\S+)\b{end}", r"[[:^alpha:]&&\PN]+(x*)",
            ] {
                let regex = regex_automata::meta::Regex::new(source).unwrap();
                let mut expected = regex.create_captures();
                regex.captures(&text, &mut expected);
                let groups = |captures: &Captures| captures.iter().map(|g| g.map(|g| g.range())).collect::<Vec<_>>();
                let found = Pattern::new(source).captures_at(&text, 0);
                prop_assert_eq!(found.is_some(), expected.is_match());
                prop_assert!(found.is_none_or(|found| groups(&found) == groups(&expected)));
            }
        }
    }
}
