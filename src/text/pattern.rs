//! Regular expressions for short windows: the engines of the `regex` crate without its lazy DFA.
//!
//! A rule's pattern is compiled when its literal first occurs and then sees a sentence at a time. Without the DFA
//! (and the reversed automaton that it needs) compiling takes about a quarter of the time, which on one article is
//! most of the run; matching stays linear.

use regex_automata::meta::{Config, Regex};
use regex_automata::util::captures::Captures;
use regex_automata::{Anchored, Input};

/// A compiled regular expression, in the syntax of the `regex` crate.
#[derive(Clone, Debug)]
pub struct Pattern(Regex);

impl Pattern {
    /// Compiles it; `None` if it is none. The loader has checked those of rule files.
    pub fn new(source: &str) -> Option<Self> {
        let config = Config::new().hybrid(false).dfa(false).onepass(false).nfa_size_limit(Some(10 << 20));
        Regex::builder().configure(config).build(source).ok().map(Pattern)
    }

    /// Whether it matches anywhere in the text.
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    /// The groups of the first match at or after an offset, looking at the text before it; group 0 is the match.
    pub fn captures_at(&self, text: &str, start: usize) -> Option<Captures> {
        let mut captures = self.0.create_captures();
        self.0.captures(Input::new(text).span(start..text.len()), &mut captures);
        captures.is_match().then_some(captures)
    }

    /// The groups of the match that starts just at an offset.
    pub fn captures_from(&self, text: &str, start: usize) -> Option<Captures> {
        let mut captures = self.0.create_captures();
        self.0.captures(Input::new(text).span(start..text.len()).anchored(Anchored::Yes), &mut captures);
        captures.is_match().then_some(captures)
    }

    /// The name of each group, in order; group 0 has none.
    pub fn group_names(&self) -> impl Iterator<Item = Option<&str>> {
        use regex_automata::PatternID;
        self.0.group_info().pattern_names(PatternID::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_searches_from_an_offset_or_just_there() {
        let pattern = Pattern::new(r"\b(?<word>\w+)\b").unwrap();
        let found = pattern.captures_at("éa bc", 1 + 1).unwrap();
        assert_eq!(found.get_group(0).unwrap().range(), 4..6);
        assert!(pattern.captures_from("éa bc", 3).is_none());
        assert_eq!(pattern.group_names().collect::<Vec<_>>(), [None, Some("word")]);
        assert!(Pattern::new("(").is_none());
    }
}
