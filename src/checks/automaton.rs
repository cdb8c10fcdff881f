//! One Aho-Corasick automaton over the literals of all checks, run once over the folded view.

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Who wants to be told of a literal, and what it stands for there.
#[derive(Clone, Copy, Debug)]
struct Subscriber {
    check: u32,
    tag: u32,
}

/// A literal found in a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// What the check that asked for it calls it.
    pub tag: u32,
    /// First byte in the view.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Collects literals.
#[derive(Debug, Default)]
pub struct AutomatonBuilder {
    literals: Vec<Arc<str>>,
    subscribers: Vec<Vec<Subscriber>>,
    index: FxHashMap<Arc<str>, u32>,
    /// The check that literals are added for.
    pub check: u32,
}

impl AutomatonBuilder {
    /// Asks to be told of a literal, which must be folded and not empty.
    pub fn add(&mut self, literal: &Arc<str>, tag: u32) {
        let next = self.literals.len() as u32;
        let index = *self.index.entry(literal.clone()).or_insert(next);
        if index == next {
            self.literals.push(literal.clone());
            self.subscribers.push(Vec::new());
        }
        self.subscribers[index as usize].push(Subscriber { check: self.check, tag });
    }

    /// The automaton.
    ///
    /// # Errors
    /// If the literals are more than an automaton holds (over two thousand million states).
    pub fn finish(self) -> Result<Automaton, BuildError> {
        // The contiguous form is several times smaller than a DFA and as fast on text, where most bytes are
        // in a few states.
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(self.literals.iter().map(|literal| literal.as_bytes()))?;
        Ok(Automaton { search, subscribers: self.subscribers })
    }
}

/// The automaton of a program.
#[derive(Debug)]
pub struct Automaton {
    search: AhoCorasick,
    subscribers: Vec<Vec<Subscriber>>,
}

impl Automaton {
    /// The occurrences in a folded view, for each of `checks` checks, in order of their ends.
    pub fn scan(&self, folded: &str, checks: usize) -> Vec<Vec<Occurrence>> {
        let mut found = vec![Vec::new(); checks];
        for hit in self.search.find_overlapping_iter(folded) {
            for subscriber in &self.subscribers[hit.pattern().as_usize()] {
                let occurrence = Occurrence { tag: subscriber.tag, start: hit.start() as u32, end: hit.end() as u32 };
                found[subscriber.check as usize].push(occurrence);
            }
        }
        found
    }
}
