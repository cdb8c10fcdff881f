//! Regular expressions for short windows: the engines of the `regex` crate, its lazy DFA only where that pays.
//!
//! A rule's pattern is compiled when it is first tried and then sees a sentence at a time. Without the DFA (and the
//! reversed automaton that it needs) compiling takes about a quarter of the time, which on one article is most of the
//! run; one that is tried in much text is compiled again, with it. Matching is linear and finds the same either way.
//! Most sentences are ASCII: for them a pattern is compiled without the letters of other scripts, so that `\p{L}` and
//! `\b` are small. In any other a sieve as small as that tells first that nothing matches, which holds for most.

use crate::rules::string::Str;
use regex_automata::meta::{Config, Regex};
use regex_automata::util::captures::Captures;
use regex_automata::{Anchored, Input, PatternID};
use regex_syntax::hir::{
    Capture, Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition,
};
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A pattern that has been tried in so many bytes of text is compiled once more, for speed.
const HOT: usize = 3 * 1024;
/// Places at which a match may begin in a text beyond ASCII that are tried one by one.
const MOST_PLACES: usize = 8;

/// A regular expression, in the syntax of the `regex` crate, compiled when it is first tried. One that does not compile
/// matches nothing; the loader has checked those of rule files.
#[derive(Debug)]
pub struct Pattern {
    source: Str,
    /// For texts of ASCII, and for all others.
    ascii: Engines,
    any: Engines,
    /// Where this matches nothing in a text that is not ASCII, the expression does not: see [`sieve`].
    sieve: Engines,
}

/// One expression, compiled cheaply and, once it has been tried much, with the lazy DFA.
#[derive(Debug, Default)]
struct Engines {
    /// It is compiled twice at most, and parsed once.
    parsed: OnceLock<Option<Box<Hir>>>,
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
    pub fn new(source: impl Into<Str>) -> Self {
        let [ascii, any, sieve] = [(); 3].map(|()| Engines::default());
        Pattern { source: source.into(), ascii, any, sieve }
    }

    /// Whether it matches anywhere in the text.
    pub fn is_match(&self, text: &str) -> bool {
        let input = Input::new(text);
        // To ask for the first half of a match only would leave out the faster engines.
        match text.is_ascii() {
            true => self.of_ascii(&input).is_some_and(|regex| regex.search_half(&input).is_some()),
            false => self.find(text, &input).is_some(),
        }
    }

    /// The first match at or after an offset, looking at the text before it.
    pub fn find_at(&self, text: &str, start: usize) -> Option<Groups> {
        self.find(text, &Input::new(text).span(start..text.len()))
    }

    /// The first match in a part of the text, looking at what is around it.
    pub fn find_in(&self, text: &str, part: Range<usize>) -> Option<Groups> {
        self.find(text, &Input::new(text).span(part))
    }

    /// Whether it has been compiled, for ASCII or for any text.
    pub fn is_compiled(&self) -> bool {
        [&self.ascii, &self.sieve].iter().any(|engines| engines.cold.get().is_some() || engines.hot.get().is_some())
    }

    /// The match that starts just at an offset.
    pub fn find_just_at(&self, text: &str, start: usize) -> Option<Groups> {
        self.find(text, &Input::new(text).span(start..text.len()).anchored(Anchored::Yes))
    }

    fn find(&self, text: &str, input: &Input<'_>) -> Option<Groups> {
        if text.is_ascii() {
            return groups(self.of_ascii(input)?, input);
        }
        if input.get_anchored() == Anchored::Yes {
            return self.sieve(input)?.search_half(input).and_then(|_| groups(self.cold()?, input));
        }
        let mut input = input.clone();
        // The first match begins where the sieve matches, mostly at its first place.
        for _ in 0..MOST_PLACES {
            let start = self.sieve(&input)?.search(&input)?.start();
            if text.is_char_boundary(start) {
                let just_there = input.clone().span(start..input.end()).anchored(Anchored::Yes);
                if let Some(found) = groups(self.cold()?, &just_there) {
                    return Some(found);
                }
            }
            if start == input.end() {
                return None;
            }
            input.set_start(start + 1);
        }
        input.set_start(text.ceil_char_boundary(input.start()));
        groups(self.any.get(&input, || self.parse())?, &input)
    }

    fn of_ascii(&self, input: &Input<'_>) -> Option<&Regex> {
        self.ascii.get(input, || of_ascii(&self.source))
    }

    fn sieve(&self, input: &Input<'_>) -> Option<&Regex> {
        self.sieve.get(input, || self.any.parsed(|| self.parse()).map(sieve))
    }

    /// The expression for any text, as it is tried at a place that the sieve found.
    fn cold(&self) -> Option<&Regex> {
        self.any.cold(|| self.parse())
    }

    fn parse(&self) -> Option<Hir> {
        regex_syntax::parse(&self.source).ok()
    }
}

/// The first match of an expression, with its groups if it has some.
fn groups(regex: &Regex, input: &Input<'_>) -> Option<Groups> {
    if regex.captures_len() == 1 {
        return regex.search(input).map(|found| Groups { whole: found.range(), captures: None });
    }
    // To find the groups takes longer, and most texts do not match.
    let there = regex.search(input)?.span();
    let mut captures = regex.create_captures();
    regex.search_captures(&input.clone().range(there.start..input.end()).anchored(Anchored::Yes), &mut captures);
    let whole = captures.get_group(0)?.range();
    Some(Groups { whole, captures: Some(captures) })
}

impl Engines {
    fn get(&self, input: &Input<'_>, parse: impl FnOnce() -> Option<Hir>) -> Option<&Regex> {
        let length = input.end() - input.start();
        if self.read.load(Ordering::Relaxed).saturating_add(length) < HOT {
            self.read.fetch_add(length, Ordering::Relaxed);
            return self.cold(parse);
        }
        self.hot.get_or_init(|| compile(self.parsed(parse)?, true)).as_ref()
    }

    fn cold(&self, parse: impl FnOnce() -> Option<Hir>) -> Option<&Regex> {
        self.cold.get_or_init(|| compile(self.parsed(parse)?, false)).as_ref()
    }

    fn parsed(&self, parse: impl FnOnce() -> Option<Hir>) -> Option<&Hir> {
        self.parsed.get_or_init(|| parse().map(Box::new)).as_deref()
    }
}

fn compile(hir: &Hir, hot: bool) -> Option<Regex> {
    // It is tried where its literal is and needs no search for that.
    let config =
        Config::new().hybrid(hot).dfa(false).onepass(false).auto_prefilter(false).nfa_size_limit(Some(10 << 20));
    let config = config.utf8_empty(hir.properties().is_utf8());
    Regex::builder().configure(config).build_from_hir(hir).ok()
}

/// An expression with its parts (literals, classes, looks) changed, and the same groups. The depth of an expression is
/// limited by its parser, so that recursion is safe here.
fn mapped(hir: &Hir, change: &dyn Fn(&Hir) -> Hir) -> Hir {
    match hir.kind() {
        HirKind::Repetition(repetition) => {
            Hir::repetition(Repetition { sub: Box::new(mapped(&repetition.sub, change)), ..repetition.clone() })
        }
        HirKind::Capture(capture) => {
            Hir::capture(Capture { sub: Box::new(mapped(&capture.sub, change)), ..capture.clone() })
        }
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(|part| mapped(part, change)).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(|part| mapped(part, change)).collect()),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => change(hir),
    }
}

/// An expression that matches wherever this one does, and elsewhere: without word boundaries, which the lazy DFA knows in
/// ASCII text only, and with any bytes beyond ASCII for a character of a class that has such.
fn sieve(hir: &Hir) -> Hir {
    mapped(hir, &|part| match part.kind() {
        HirKind::Look(look) if is_word_look(*look) => Hir::empty(),
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges().iter().take_while(|range| range.start().is_ascii());
            let in_ascii = ranges.map(|range| ClassBytesRange::new(range.start() as u8, range.end().min('\x7f') as u8));
            let in_ascii = Hir::class(Class::Bytes(ClassBytes::new(in_ascii)));
            if class.is_ascii() {
                return in_ascii;
            }
            let beyond = Hir::class(Class::Bytes(ClassBytes::new([ClassBytesRange::new(0x80, 0xff)])));
            let beyond = Repetition { min: 2, max: Some(4), greedy: true, sub: Box::new(beyond) };
            Hir::alternation(vec![in_ascii, Hir::repetition(beyond)])
        }
        _ => part.clone(),
    })
}

fn is_word_look(look: Look) -> bool {
    use Look::{
        WordEndHalfUnicode, WordEndUnicode, WordStartHalfUnicode, WordStartUnicode, WordUnicode, WordUnicodeNegate,
    };
    let of_words =
        [WordUnicode, WordUnicodeNegate, WordStartUnicode, WordEndUnicode, WordStartHalfUnicode, WordEndHalfUnicode];
    of_words.contains(&look)
}

/// An expression that does in ASCII text what this one does, with the same groups.
fn of_ascii(source: &str) -> Option<Hir> {
    // Without the classes of Unicode it is parsed in a small part of the time; what names others is not parsed so.
    let mut plain = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build();
    let plain = (!may_fold_to_ascii(source)).then(|| plain.parse(&with_letters_of_ascii(source)).ok()).flatten();
    plain.or_else(|| Some(in_ascii(&regex_syntax::parse(source).ok()?)))
}

/// Whether an expression may name one of the two letters beyond ASCII whose other letter case is in ASCII, as it stands or
/// by its number.
fn may_fold_to_ascii(source: &str) -> bool {
    let lower = source.to_ascii_lowercase();
    source.contains(['\u{17f}', '\u{212a}']) || ["17f", "212a"].iter().any(|number| lower.contains(number))
}

/// What the classes of letters and digits that patterns use most are in ASCII. In brackets each is a class within that class.
const LETTERS: [(&str, &str); 4] = [("p{L}", "[a-zA-Z]"), ("p{Lu}", "[A-Z]"), ("p{Ll}", "[a-z]"), ("p{N}", "[0-9]")];

/// The source of an expression with those classes as they are in ASCII.
fn with_letters_of_ascii(source: &str) -> String {
    let mut plain = String::with_capacity(source.len() + 16);
    let mut rest = source;
    while let Some(escape) = rest.find('\\') {
        let (before, after) = (&rest[..escape], &rest[escape + 1..]);
        plain.push_str(before);
        match LETTERS.iter().find(|(class, _)| after.starts_with(class)) {
            Some((class, letters)) => {
                plain.push_str(letters);
                rest = &after[class.len()..];
            }
            None => {
                // A second backslash stands for itself.
                let escaped = after.chars().next().map_or(0, char::len_utf8);
                plain.push_str(&rest[escape..escape + 1 + escaped]);
                rest = &after[escaped..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// The same of an expression that was parsed for any text.
fn in_ascii(hir: &Hir) -> Hir {
    mapped(hir, &|part| match part.kind() {
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
        _ => part.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

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

    #[test]
    fn an_expression_for_ascii_means_what_it_did() {
        assert_eq!(with_letters_of_ascii(r"\p{L}[\p{Lu}x]\\p{L}\p{Greek}"), r"[a-zA-Z][[A-Z]x]\\p{L}\p{Greek}");
        for (source, text) in [(r"(?i)\u{17f}x", "SX"), ("(?i)\u{212a}x", "kx"), (r"\\p\{L\}", r"\p{L}"), ("\\", "a")] {
            assert_eq!(Pattern::new(source).is_match(text), Regex::new(source).is_ok_and(|regex| regex.is_match(text)));
        }
    }

    /// The same expressions twice and as the crate compiles them, because compiling them takes longest.
    static PAIRS: LazyLock<Vec<(Pattern, Pattern, Regex)>> = LazyLock::new(|| {
        let sources = [
            r"\b(\w+)\b \b(?<x>\p{Lu}\p{L}*)?",
            r"([\p{L}\d]+|[)'%]) ([,.;:!?])\B",
            r"\Ba|é\b",
            r"\b{start}(\S+)\b{end}",
            r"(?i)k[^a]{1,3}(é|a\b)",
            r"(?:é|a)+?(\W)|^[^\s]+x?$",
        ];
        let all = |source: &str| (Pattern::new(source), Pattern::new(source), Regex::new(source).unwrap());
        sources.into_iter().map(all).collect()
    });

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

        #[test]
        fn what_is_tried_much_matches_as_before(text in "[a-cK0-2é漢– .,-]{0,24}", start in 0_usize..8) {
            let start = text.floor_char_boundary(start);
            for (cold, hot, plain) in PAIRS.iter() {
                let all = |pattern: &'static Pattern| [&pattern.ascii, &pattern.any, &pattern.sieve];
                all(cold).iter().for_each(|engines| engines.read.store(0, Ordering::Relaxed));
                all(hot).iter().for_each(|engines| engines.read.store(HOT, Ordering::Relaxed));
                let of = |found: Option<Groups>| {
                    found.map(|found| (found.whole(), found.iter().map(|(_, group)| group).collect::<Vec<_>>()))
                };
                prop_assert_eq!(of(cold.find_at(&text, start)), of(hot.find_at(&text, start)));
                prop_assert_eq!(of(cold.find_just_at(&text, start)), of(hot.find_just_at(&text, start)));
                prop_assert_eq!(cold.is_match(&text), hot.is_match(&text));
                let mut expected = plain.create_captures();
                plain.search_captures(&Input::new(&text).span(start..text.len()), &mut expected);
                let groups: Vec<_> = expected.iter().map(|group| group.map(|group| group.range())).collect();
                let found = of(cold.find_at(&text, start));
                let found = found.map(|(whole, groups)| [vec![Some(whole)], groups].concat());
                let found = found.unwrap_or_else(|| vec![None; groups.len()]);
                // An expression without groups is searched without them.
                prop_assert_eq!(&found[..], &groups[..found.len()]);
            }
        }
    }
}
