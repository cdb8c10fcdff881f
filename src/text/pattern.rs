//! Regular expressions for short windows: the engines of the `regex` crate, its lazy DFA only where that pays.
//!
//! A rule's pattern is compiled when it is first tried and then sees a sentence at a time. Without the DFA (and the
//! reversed automaton that it needs) compiling takes about a quarter of the time, which on one article is most of the
//! run; one that is tried in much text is compiled again, with it. Matching is linear and finds the same either way. Most sentences are ASCII: for them a pattern is compiled without the letters of other
//! scripts, so that `\p{L}` and `\b` are small.

use regex_automata::meta::{Config, Regex};
use regex_automata::util::captures::Captures;
use regex_automata::{Anchored, Input, PatternID};
use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// A pattern that has been tried in so many bytes of text is compiled once more, for speed.
const HOT: usize = 48 * 1024;

/// A regular expression, in the syntax of the `regex` crate, compiled when it is first tried. One that does not compile
/// matches nothing; the loader has checked those of rule files.
#[derive(Debug)]
pub struct Pattern {
    source: Arc<str>,
    /// For texts of ASCII, and for all others.
    ascii: Engines,
    any: Engines,
}

/// One expression, compiled cheaply and, once it has been tried much, with the lazy DFA.
#[derive(Debug, Default)]
struct Engines {
    cold: OnceLock<Option<Regex>>,
    hot: OnceLock<Option<Regex>>,
    /// Bytes that it has been tried in. Threads may count a little short: only speed hangs on it.
    read: AtomicUsize,
}

/// A match of a [`Pattern`]; offsets are in bytes of the text that was searched.
#[derive(Debug)]
pub struct Groups {
    whole: Range<usize>,
    /// Of an expression with groups.
    captures: Option<Captures>,
}

impl Groups {
    /// The whole match.
    pub fn whole(&self) -> Range<usize> {
        self.whole.clone()
    }

    /// A group by its number, if it took part in the match.
    pub fn get(&self, index: usize) -> Option<Range<usize>> {
        self.captures.as_ref()?.get_group(index).map(|group| group.range())
    }

    /// The groups but the whole match, in order, each with its name if it has one.
    pub fn iter(&self) -> impl Iterator<Item = (Option<&str>, Option<Range<usize>>)> {
        self.captures.iter().flat_map(|captures| {
            let names = captures.group_info().pattern_names(PatternID::ZERO);
            names.zip(captures.iter()).skip(1).map(|(name, group)| (name, group.map(|group| group.range())))
        })
    }
}

impl Pattern {
    /// A pattern.
    pub fn new(source: impl Into<Arc<str>>) -> Self {
        Pattern { source: source.into(), ascii: Engines::default(), any: Engines::default() }
    }

    /// Whether it matches anywhere in the text.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex(text, text.len()).is_some_and(|regex| regex.is_match(text))
    }

    /// The first match at or after an offset, looking at the text before it.
    pub fn find_at(&self, text: &str, start: usize) -> Option<Groups> {
        self.find(text, Input::new(text).span(start..text.len()))
    }

    /// The match that starts just at an offset.
    pub fn find_just_at(&self, text: &str, start: usize) -> Option<Groups> {
        self.find(text, Input::new(text).span(start..text.len()).anchored(Anchored::Yes))
    }

    fn find(&self, text: &str, input: Input<'_>) -> Option<Groups> {
        let regex = self.regex(text, input.end() - input.start())?;
        if regex.captures_len() == 1 {
            return regex.search(&input).map(|found| Groups { whole: found.range(), captures: None });
        }
        let mut captures = regex.create_captures();
        regex.search_captures(&input, &mut captures);
        let whole = captures.get_group(0)?.range();
        Some(Groups { whole, captures: Some(captures) })
    }

    fn regex(&self, text: &str, length: usize) -> Option<&Regex> {
        if text.is_ascii() {
            self.ascii.get(length, || Some(of_ascii(&regex_syntax::parse(&self.source).ok()?)))
        } else {
            self.any.get(length, || regex_syntax::parse(&self.source).ok())
        }
    }
}

impl Engines {
    fn get(&self, length: usize, hir: impl Fn() -> Option<Hir>) -> Option<&Regex> {
        if self.read.load(Ordering::Relaxed) < HOT {
            self.read.fetch_add(length, Ordering::Relaxed);
            self.cold.get_or_init(|| compile(&hir()?, false)).as_ref()
        } else {
            self.hot.get_or_init(|| compile(&hir()?, true)).as_ref()
        }
    }
}

fn compile(hir: &Hir, hot: bool) -> Option<Regex> {
    let config = Config::new().hybrid(hot).dfa(false).onepass(hot).nfa_size_limit(Some(10 << 20));
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_pattern_searches_from_an_offset_or_just_there() {
        let pattern = Pattern::new(r"\b(?<word>\w+)\b");
        let found = pattern.find_at("éa bc", 1 + 1).unwrap();
        assert_eq!(found.whole(), 4..6);
        assert!(pattern.find_just_at("éa bc", 3).is_none());
        assert_eq!(found.iter().collect::<Vec<_>>(), [(Some("word"), Some(4..6))]);
        assert!(!Pattern::new("(").is_match("("));
    }

    #[test]
    fn what_no_ascii_text_holds_does_not_match_there_and_keeps_its_groups() {
        let pattern = Pattern::new(r"(é)|(?<a>\p{L}+)(ß?)(?i:k)");
        let found = pattern.find_at("xyK", 0).unwrap();
        assert_eq!(found.iter().map(|(name, _)| name).collect::<Vec<_>>(), [None, Some("a"), None]);
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
                let whole = expected.get_group(0).map(|group| group.range());
                let groups: Vec<_> = expected.iter().skip(1).map(|group| group.map(|group| group.range())).collect();
                let (cold, hot) = (Pattern::new(source), Pattern::new(source));
                hot.ascii.read.store(HOT, Ordering::Relaxed);
                for found in [cold, hot].iter().map(|pattern| pattern.find_at(&text, 0)) {
                    prop_assert_eq!(found.as_ref().map(Groups::whole), whole.clone());
                    prop_assert!(found.is_none_or(|found| found.iter().map(|(_, group)| group).eq(groups.clone())));
                }
            }
        }
    }
}
