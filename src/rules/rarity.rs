//! Which of several sets of literals is found least often in a text, and is the best to look for.
//!
//! A text may have the [`EDGE`] of a word at its ends.

use super::edges::{EDGE, bare};
use super::literal::MOST_LITERALS;
use std::cmp::Reverse;

/// Sets that a match has to hold, kept of one expression.
pub const MOST_SETS: usize = 4;

/// Sets of literals in order of rank, the first of equals first, without those that another one implies.
pub fn best_first(mut sets: Vec<Vec<String>>) -> Vec<Vec<String>> {
    // A space at an end makes no literal rarer by rank, and the longer one is the better of two all the same.
    let length = |set: &[String]| set.iter().map(|text| bare(text).len()).min();
    sets.sort_by_cached_key(|set| Reverse((rank(set), length(set))));
    let mut best: Vec<Vec<String>> = Vec::new();
    for set in sets {
        // Where one of the better set is, one of this set is as well.
        let implied = |better: &Vec<String>| better.iter().all(|text| set.iter().any(|part| text.contains(part)));
        if best.len() < MOST_SETS && !best.iter().any(implied) {
            best.push(set);
        }
    }
    best
}

/// A set without the texts that hold another one of it: where the longer text is, the shorter one in it is, too.
pub fn shortest(set: Vec<String>) -> Vec<String> {
    without_longer(set, |text, short| text.contains(short))
}

/// A set without the texts that are longer than need be, because they hold a shorter one of it in a way.
pub fn without_longer(mut set: Vec<String>, holds: impl Fn(&str, &str) -> bool) -> Vec<String> {
    set.sort_unstable_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    let mut shortest: Vec<String> = Vec::new();
    for text in set {
        if !shortest.iter().any(|short| holds(&text, short)) {
            shortest.push(text);
        }
    }
    shortest.sort_unstable();
    shortest
}

/// The better of two sets, by rank, if there is one.
pub fn better(one: Option<Vec<String>>, other: Option<Vec<String>>) -> Option<Vec<String>> {
    [one, other].into_iter().flatten().reduce(best_of)
}

/// The better of two sets, by rank.
pub fn best_of(one: Vec<String>, other: Vec<String>) -> Vec<String> {
    if rank(&other) > rank(&one) { other } else { one }
}

/// Whether literals occur less often than others.
pub fn is_rarer<T: AsRef<str>>(these: &[T], others: &[T]) -> bool {
    rank(these) > rank(others)
}

/// Long literals are rarer than short ones, and whole words rarer than parts of such; few are better than many. An empty
/// set is the worst.
pub fn rank<T: AsRef<str>>(set: &[T]) -> (usize, usize, usize) {
    let least = |of: &dyn Fn(&str) -> usize| set.iter().map(|text| of(text.as_ref())).min().unwrap_or(0);
    let edges = |text: &str| usize::from(text.starts_with(EDGE)) + usize::from(text.ends_with(EDGE));
    (least(&weight).min(8), least(&edges), MOST_LITERALS.saturating_sub(set.len()))
}

/// Letters count, spaces do not: `" of "` is no rarer than `"of"`. A stop or comma at the end does not count
/// either, because a space follows it nearly always. A digit is rarer than a letter, and a sign of markup than any other. A
/// no-break space is rare in the plain view, and so is a space before a mark.
fn weight(text: &str) -> usize {
    let text = bare(text);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let spaced_mark = text.as_bytes().windows(2).any(|pair| pair[0] == b' ' && b".,:;?!".contains(&pair[1]));
    let extra = if digits > 0 { digits } else { usize::from(spaced_mark) };
    let text = match text.strip_suffix(['.', ',']) {
        Some(before) if before.ends_with(char::is_alphanumeric) => before,
        _ => text,
    };
    let counted = text.chars().filter(|c| !c.is_ascii_whitespace());
    let signs = |c| match c {
        c if is_rare(c) => 3,
        c if is_symbol(c) => 2,
        _ => 1,
    };
    counted.map(signs).sum::<usize>() + extra
}

/// Whether it is worth while to look for these.
pub fn useful(set: &[String]) -> bool {
    !set.is_empty() && set.iter().all(|text| weight(text) >= 2 && !text.contains(['\n', '\r']))
}

/// A sign of markup or code, of which most texts have none.
fn is_rare(c: char) -> bool {
    matches!(c, '&' | '#' | '<' | '>' | '[' | ']' | '\\' | '^' | '`' | '{' | '|' | '}' | '~' | '=')
}

/// A sign that is rare in running text.
fn is_symbol(c: char) -> bool {
    !c.is_alphanumeric()
        && !c.is_ascii_whitespace()
        && !matches!(c, '.' | ',' | '\'' | '"' | '-' | ':' | ';' | '?' | '!')
}
