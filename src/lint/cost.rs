//! Rules that cost too much: patterns that run everywhere, and patterns that become large.

use super::{LintKind, Lints};
use crate::rules::RuleSet;
use crate::rules::model::{CheckSpec, PatternPiece};
use regex_automata::nfa::thompson::NFA;
use regex_syntax::hir::{Class, Hir, HirKind};

/// A pattern should not take more than this, compiled, in bytes: it takes a millisecond to make where its literal
/// first occurs.
pub const MOST_COMPILED: usize = 256 << 10;
/// A class of more ranges is large: every repetition is another copy of it.
const LARGE_CLASS: usize = 50;

/// Finds them.
pub fn lint(rules: &RuleSet, lints: &mut Lints) {
    for rule in &rules.rules {
        let CheckSpec::Pattern(patterns) = &rule.check else { continue };
        for pattern in patterns {
            if pattern.literals.is_empty() && !pattern.by_class && pattern.characters.is_empty() {
                let why = "the pattern has no fixed text of two letters or more, so that it runs on every sentence";
                lints.add(rule, LintKind::Costly, why, "name a word that always occurs in it, if there is one");
            }
            for piece in &pattern.pieces {
                let PatternPiece::Regex(source) = piece else { continue };
                let size = NFA::new(source).map_or(0, |nfa| nfa.memory_usage());
                if size <= MOST_COMPILED {
                    continue;
                }
                let counted = regex_syntax::parse(source).map_or(0, |hir| copies(&hir));
                let kilobytes = |bytes: usize| bytes >> 10;
                let limit = kilobytes(MOST_COMPILED);
                let mut why = format!("the pattern takes {} KB compiled, more than {limit}", kilobytes(size));
                if counted > 1 {
                    why.push_str(&format!(": it repeats a large class of letters {counted} times"));
                }
                let advice =
                    "count only what has to be counted: `[a-z]`, `\\p{L}+` or `\\S+` instead of `\\p{L}{1,40}`";
                lints.add(rule, LintKind::Costly, why, advice);
            }
        }
    }
}

/// How often the most repeated large class is written out. The depth of an expression is limited by its parser, so
/// that recursion is safe here.
fn copies(hir: &Hir) -> u32 {
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => u32::from(class.ranges().len() > LARGE_CLASS),
        HirKind::Capture(capture) => copies(&capture.sub),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min).max(1);
            copies(&repetition.sub).saturating_mul(times)
        }
        HirKind::Concat(children) | HirKind::Alternation(children) => children.iter().map(copies).max().unwrap_or(0),
        _ => 0,
    }
}
