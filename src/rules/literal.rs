//! The literal texts of which one occurs in every match of a regular expression: the index of patterns.

use super::edges::{EDGE, bare, is_edge, join};
use super::model::Literal;
use super::normal::{fold, fold_char, normalise_phrase};
use super::rarity::{MOST_SETS, best_first, best_of, rank, shortest, useful, without_longer};
use regex_syntax::hir::literal::{self, Extractor};
use regex_syntax::hir::{Class, Hir, HirKind};
use std::cmp::Reverse;

/// Sets of literals grow by alternations (which cost a text nothing) and multiply by small classes.
pub const MOST_LITERALS: usize = 128;
/// Small classes (`[ao]`) and options (`s?`) multiply literals up to this many.
const MOST_PRODUCT: usize = 32;
/// Longer literals are split: the rest makes a hit no rarer.
const MOST_CHARS: usize = 64;

/// In which case literals are given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Folded,
    Written,
}

/// What is known of the texts that a part of an expression matches.
struct Known {
    /// All texts that it matches, folded, if they are few.
    exact: Option<Vec<String>>,
    /// Sets of texts: of each, one occurs in every match.
    required: Vec<Vec<String>>,
    /// Where `exact` is not known: texts of which one begins every match.
    begin: Option<Vec<String>>,
    /// And texts of which one ends it.
    end: Option<Vec<String>>,
}

impl Known {
    fn new(exact: Option<Vec<String>>, required: Vec<Vec<String>>) -> Self {
        Known { exact, required, begin: None, end: None }
    }

    /// All sets that are required.
    fn all(self) -> Vec<Vec<String>> {
        let mut all = self.required;
        all.extend(self.exact.filter(|set| useful(set)));
        all
    }
}

/// Folded literals of which at least one occurs in every match, or none if there are no useful ones. Useful are
/// literals of two characters and more, or with a symbol in them: a hit of a single letter is no help, a hit of
/// `/` is. A line break is in no normalised text, so that a literal with one is not useful either.
pub fn required_literals(hir: &Hir) -> Vec<String> {
    required_sets(hir).into_iter().next().unwrap_or_default()
}

/// All such sets, of each of which one literal occurs in every match: the best first, and no more than a few.
pub fn required_sets(hir: &Hir) -> Vec<Vec<String>> {
    sets(hir, Case::Folded)
}

/// The same in the case that a match has them in.
pub fn required_as_written(hir: &Hir) -> Vec<Vec<String>> {
    sets(hir, Case::Written)
}

/// Whether that makes no difference, because nothing in the expression is changed by folding.
pub fn is_folded(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).is_ok_and(|text| text.chars().all(is_folded_char)),
        HirKind::Class(Class::Unicode(class)) => {
            let size: usize = class.ranges().iter().map(|range| range.len()).sum();
            size > 2 * MOST_PRODUCT
                || class.ranges().iter().flat_map(|range| range.start()..=range.end()).all(is_folded_char)
        }
        HirKind::Class(Class::Bytes(_)) => true,
        HirKind::Repetition(repetition) => is_folded(&repetition.sub),
        HirKind::Capture(capture) => is_folded(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(is_folded),
    }
}

fn is_folded_char(c: char) -> bool {
    fold_char(c) == c
}

fn sets(hir: &Hir, case: Case) -> Vec<Vec<String>> {
    best_first(literals(hir, case).all().into_iter().map(shortest).collect())
}

/// Folded texts of which one ends every match; none if they are too many to be listed.
pub fn endings(hir: &Hir) -> Vec<String> {
    let known = literals(hir, Case::Folded);
    let ends = known.exact.or(known.end).unwrap_or_default().iter().map(|text| bare(text).to_owned()).collect();
    let ends = without_longer(ends, |text, short| text.ends_with(short));
    if ends.iter().any(String::is_empty) { Vec::new() } else { ends }
}

/// Whether every match of an expression begins with one of these folded literals.
pub fn begin_every_match(literals: &[Literal], hir: &Hir) -> bool {
    let beginnings = Extractor::new().extract(hir);
    let is_one = |beginning: &literal::Literal| {
        let text = std::str::from_utf8(beginning.as_bytes()).map(|text| text.chars().map(plain).collect::<String>());
        text.is_ok_and(|text| literals.iter().any(|literal| text.starts_with(&*literal.text)))
    };
    beginnings.literals().is_some_and(|all| !all.is_empty() && all.iter().all(is_one))
}

/// Beginnings of an expression that are looked at, to tell what follows its literals.
const MOST_BEGINNINGS: usize = 4096;
/// Bytes that are told of what follows a literal.
const MOST_FOLLOWING: usize = 3;
/// Different texts that may follow; where there are more, nearly everything does.
const MOST_FOLLOWERS: usize = 256;

/// Texts of so many bytes of ASCII each of which one stands behind a literal with which a match begins; none if that
/// cannot be told. Every match begins with a literal, see [`begin_every_match`].
pub fn followers(literals: &[Literal], hir: &Hir) -> Vec<String> {
    let mut extractor = Extractor::new();
    extractor.limit_total(MOST_BEGINNINGS).limit_class(2 * MOST_PRODUCT);
    let beginnings = extractor.extract(hir);
    let mut followers: Vec<String> = Vec::new();
    for beginning in beginnings.literals().unwrap_or_default() {
        let Ok(text) = std::str::from_utf8(beginning.as_bytes()) else { return Vec::new() };
        let text: String = text.chars().map(plain).collect();
        followers.extend(literals.iter().filter_map(|literal| text.strip_prefix(&*literal.text)).map(Into::into));
    }
    let length = followers.iter().map(String::len).min().unwrap_or(0).min(MOST_FOLLOWING);
    if length == 0 || !followers.iter().all(|text| text.is_ascii()) {
        return Vec::new();
    }
    followers.iter_mut().for_each(|text| text.truncate(length));
    followers.sort_unstable();
    followers.dedup();
    if followers.len() > MOST_FOLLOWERS { Vec::new() } else { followers }
}

/// The literals of a pattern of the plain view as the normalised view shows them, because that is the one that is
/// searched for literals; none if one of them says too little there (`“`, two spaces).
pub fn as_normalised(set: Vec<String>) -> Vec<String> {
    let normal: Vec<String> = set.iter().map(|text| fold(&normalise_phrase(text))).collect();
    if useful(&normal) { normal } else { Vec::new() }
}

/// The depth of an expression is limited by its parser, so that recursion is safe here.
fn literals(hir: &Hir, case: Case) -> Known {
    match hir.kind() {
        HirKind::Look(look) if is_edge(*look) => Known::new(Some(vec![EDGE.into()]), Vec::new()),
        HirKind::Empty | HirKind::Look(_) => Known::new(Some(vec![String::new()]), Vec::new()),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) if text.contains(EDGE) => Known::new(None, Vec::new()),
            Ok(text) if case == Case::Written => Known::new(Some(vec![text.to_owned()]), Vec::new()),
            Ok(text) => Known::new(Some(vec![fold(text)]), Vec::new()),
            Err(_) => Known::new(None, Vec::new()),
        },
        HirKind::Class(class) => Known::new(class_members(class, case), Vec::new()),
        HirKind::Capture(capture) => literals(&capture.sub, case),
        HirKind::Repetition(repetition) => {
            let child = literals(&repetition.sub, case);
            match (repetition.min, repetition.max) {
                (1, Some(1)) => child,
                (0, Some(1)) => {
                    let optional = |mut set: Vec<String>| {
                        set.push(String::new());
                        set
                    };
                    Known::new(child.exact.map(optional), Vec::new())
                }
                (0, _) => Known::new(None, Vec::new()),
                _ => {
                    let begin = child.exact.clone().or_else(|| child.begin.clone());
                    let end = child.exact.clone().or_else(|| child.end.clone());
                    Known { exact: None, required: child.all(), begin, end }
                }
            }
        }
        HirKind::Concat(children) => concatenation(children, case),
        HirKind::Alternation(children) => alternation(children, case),
    }
}

/// Neighbours with few texts are joined; of all joined stretches and what the children require, the best counts.
fn concatenation(children: &[Hir], case: Case) -> Known {
    let mut best = Sets::default();
    let nothing = || vec![String::new()];
    let mut run = nothing();
    // The texts of each child of the run: where it grows too many, it begins again with the last of them.
    let mut parts: Vec<Vec<String>> = Vec::new();
    // The first stretch, once it has ended.
    let mut first: Option<Vec<String>> = None;
    for child in children {
        let known = literals(child, case);
        best.extend(known.required);
        let begins = known.exact.clone().or(known.begin);
        match begins.as_ref().and_then(|texts| product(&run, texts)) {
            Some(joined) => run = joined,
            None => {
                first.get_or_insert_with(|| run.clone());
                best.extend([run]);
                run = with_last(&mut parts, begins.unwrap_or_else(nothing));
            }
        }
        match known.exact {
            Some(exact) => {
                parts.push(exact);
            }
            None => {
                // What this part begins with ends the stretch; what it ends with begins the next.
                first.get_or_insert_with(|| run.clone());
                best.extend([run]);
                run = known.end.unwrap_or_else(nothing);
                parts = vec![run.clone()];
            }
        }
    }
    match first {
        None => Known::new(Some(run), best.0),
        Some(first) => {
            best.extend([run.clone()]);
            Known { exact: None, required: best.0, begin: Some(first), end: Some(run) }
        }
    }
}

/// What follows the parts of a run, with as many of the last parts before it as fit; the others are dropped.
fn with_last(parts: &mut Vec<Vec<String>>, next: Vec<String>) -> Vec<String> {
    while !parts.is_empty() {
        parts.remove(0);
        let joined = parts.iter().chain([&next]).try_fold(vec![String::new()], |run, part| product(&run, part));
        if let Some(joined) = joined {
            return joined;
        }
    }
    next
}

/// The useful sets of a concatenation, the best of them if they are many.
#[derive(Default)]
struct Sets(Vec<Vec<String>>);

impl Sets {
    fn extend(&mut self, sets: impl IntoIterator<Item = Vec<String>>) {
        self.0.extend(sets.into_iter().filter(|set| useful(set)));
        if self.0.len() > 2 * MOST_SETS {
            self.0.sort_by_cached_key(|set| Reverse(rank(set)));
            self.0.truncate(MOST_SETS);
        }
    }
}

fn alternation(children: &[Hir], case: Case) -> Known {
    let mut exact = Some(Vec::new());
    let mut required = Some(Vec::new());
    for child in children {
        let known = literals(child, case);
        exact = union(exact, known.exact.clone());
        // Of each alternative the best: `(?:a b|c d)` requires one of two texts, not one of four.
        required = union(required, known.all().into_iter().reduce(best_of));
    }
    Known::new(exact, required.into_iter().collect())
}

fn union(set: Option<Vec<String>>, more: Option<Vec<String>>) -> Option<Vec<String>> {
    let mut set = set?;
    set.extend(more?);
    set.sort_unstable();
    set.dedup();
    (set.len() <= MOST_LITERALS).then_some(set)
}

fn product(left: &[String], right: &[String]) -> Option<Vec<String>> {
    // One long alternation keeps its size beside a fixed text; two small ones multiply within a limit.
    let size = left.len() * right.len();
    if size > MOST_PRODUCT && left.len() > 1 && right.len() > 1 || size > MOST_LITERALS {
        return None;
    }
    let joined: Vec<String> = left.iter().flat_map(|left| right.iter().map(move |right| join(left, right))).collect();
    let short = joined.iter().all(|text| text.chars().count() <= MOST_CHARS);
    short.then_some(joined)
}

/// A character as literals have it: folded, and a letter for the two signs that an ASCII letter matches in any case.
fn plain(c: char) -> char {
    match c {
        '\u{212a}' => 'k',
        '\u{17f}' => 's',
        _ => fold_char(c),
    }
}

/// The members of a small class; folded, `[Kk]` is one letter.
fn class_members(class: &Class, case: Case) -> Option<Vec<String>> {
    let Class::Unicode(class) = class else { return None };
    let size: usize = class.ranges().iter().map(|range| range.len()).sum();
    if size > 2 * MOST_PRODUCT {
        return None;
    }
    let members: Vec<char> = class.ranges().iter().flat_map(|range| range.start()..=range.end()).collect();
    if members.contains(&EDGE) {
        return None;
    }
    // `(?i)k` also matches the Kelvin sign, and `(?i)s` the long s. Neither is in a normalised text of today;
    // with them a word of n such letters would have 2^n literals.
    let is_odd_twin = |c: char| {
        fold_char(c) == c
            && (members.iter())
                .any(|&other| other.len_utf8() != c.len_utf8() && other.to_uppercase().eq(c.to_uppercase()))
            && !c.is_ascii()
            || members.iter().any(|&other| other.is_ascii() && !c.is_ascii() && c.to_lowercase().eq([other]))
    };
    let given = |c: char| if case == Case::Written { c } else { fold_char(c) };
    let mut texts: Vec<String> =
        members.iter().copied().filter(|&c| !is_odd_twin(c)).map(|c| given(c).to_string()).collect();
    texts.sort_unstable();
    texts.dedup();
    (texts.len() <= MOST_PRODUCT).then_some(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pattern: &str) -> Vec<String> {
        let literals = required_literals(&regex_syntax::parse(pattern).unwrap());
        literals.iter().map(|text| bare(text).to_owned()).collect()
    }

    #[test]
    fn the_best_literal_is_found() {
        let offices = ["president of foreign affairs", "president of state affairs"];
        assert_eq!(of(r"\bPresident of (?:Foreign|State) Affairs\b"), offices);
        assert_eq!(of(r"(?i)\bkiss\w+"), ["kiss"]);
        assert_eq!(of(r"[Tt]he \w+ colou?rs"), [" colors", " colours"]);
        assert_eq!(of(r"\w+(?:ing)+ \d"), ["ing "]);
        assert_eq!(of(r"(?:abc|\d+)x"), Vec::<String>::new());
        assert_eq!(of(r"\w+/\w+"), ["/"]);
        assert_eq!(of(r",,+"), [",,"]);
        assert_eq!(of(r"\b[0-9]{1,3}\.[0-9]{3}\b").len(), 10);
        assert_eq!(of(r"([a-z]+)\.([A-Z][a-z]+)")[..2], [".a", ".b"]);
        assert_eq!(of(r"(?:ab)+c"), ["abc"]);
        assert_eq!(of(r"\w+ ([,;])\B"), [" ,", " ;"]);
        assert_eq!(of(r"\w+ a"), Vec::<String>::new());
        assert_eq!(as_normalised(of("x\u{201c}y ?")), ["x\"y"]);
        assert_eq!(as_normalised(of("\u{201c}\u{ad}")), Vec::<String>::new());
        assert_eq!(of(r"(?:abc)?def"), ["def"]);
        assert_eq!(of(r"[!?.]'?,? [-] (?:said|says|told)"), [" - said", " - says", " - told"]);
        assert_eq!(of(r"x{0,3}\n\nab\b"), Vec::<String>::new());
    }

    #[test]
    fn what_else_a_match_holds_is_known_as_well() {
        let all = |pattern: &str| -> Vec<Vec<String>> {
            let sets = required_sets(&regex_syntax::parse(pattern).unwrap());
            sets.iter().map(|set| set.iter().map(|text| bare(text).to_owned()).collect()).collect()
        };
        assert_eq!(all(r"\b(?:alpha|gamma) \w+ beta\b"), [vec!["alpha ", "gamma "], vec![" beta"]]);
        assert_eq!(all(r"(?:visit)+ \d+ visitors"), [vec![" visitors"], vec!["visit "]]);
        assert_eq!(all(&r"\w+abc".repeat(30)).len(), 1);
    }

    #[test]
    fn literals_have_their_case_where_a_match_has_it() {
        let as_written = |pattern: &str| {
            let sets = required_as_written(&regex_syntax::parse(pattern).unwrap());
            sets[0].iter().map(|text| bare(text).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(as_written(r"\d (WIB|Wita)\b"), [" WIB", " Wita"]);
        assert_eq!(as_written(r"\b[Mm]en(?i:x)"), ["MenX", "Menx", "menX", "menx"]);
        for (pattern, folded) in
            [(r"\bmen? (?:of|\d) \p{L}+", true), ("[Mm]en", false), ("(?i)men", false), ("aÉ", false)]
        {
            let hir = regex_syntax::parse(pattern).unwrap();
            assert_eq!(is_folded(&hir), folded);
            assert!(!folded || required_sets(&hir) == required_as_written(&hir));
        }
    }

    #[test]
    fn a_pattern_may_end_with_one_of_few_texts() {
        let ends = |pattern: &str| endings(&regex_syntax::parse(pattern).unwrap());
        assert_eq!(ends(r"(?:^| )(?:[Aa]n?|each) "), ["a ", "an ", "each "]);
        assert_eq!(ends(r"\w+ (?:the )?"), [" "]);
        assert_eq!(ends(r"\d+ of\b"), [" of"]);
        assert_eq!(ends("(?:the )?"), Vec::<String>::new());
    }

    #[test]
    fn a_pattern_may_begin_with_its_literals() {
        let begins = |pattern: &str, literals: &[&str]| {
            let literals: Vec<Literal> = literals.iter().map(|text| Literal::anywhere(*text)).collect();
            begin_every_match(&literals, &regex_syntax::parse(pattern).unwrap())
        };
        assert!(begins(r"\b(?:[Ss]aid|told) \w+", &["said", "told"]) && begins("(?i)kim jong", &["kim"]));
        assert!(!begins(r"(?:a |)said", &["said"]) && !begins(r"\w?said", &["said"]) && !begins("a", &[]));
    }

    #[test]
    fn what_follows_a_literal_is_known_where_it_is_one_of_few() {
        let follow = |pattern: &str, literals: &[&str]| {
            let literals: Vec<Literal> = literals.iter().map(|text| Literal::anywhere(*text)).collect();
            followers(&literals, &regex_syntax::parse(pattern).unwrap())
        };
        assert_eq!(follow(r"\b([Ss]aid|told)(It|She)\b", &["said", "told"]), ["it", "sh"]);
        assert_eq!(follow(r"\b(?:would|did not) (?:went|took)\b", &["would ", "did not "]), ["too", "wen"]);
        assert_eq!(follow(r"\b(?:would|did not) \w", &["would ", "did not "]), Vec::<String>::new());
        assert_eq!(follow("said(?: it)?", &["said"]), Vec::<String>::new());
        assert_eq!(follow("said é", &["said"]), Vec::<String>::new());
    }

    #[test]
    fn every_match_holds_one_of_the_literals() {
        use proptest::strategy::{Strategy, ValueTree};
        use proptest::test_runner::TestRunner;
        let mut runner = TestRunner::deterministic();
        for pattern in [
            r"([A-Za-z][a-z][a-z]+)\.([A-Z][a-z]+)",
            r"[0-9]{1,3}\.[0-9]{3}\.[0-9]{3}(\.[0-9]{3})?",
            r"(in|from|since) (the )?(19|20)[0-9]{2} years?,? ((ab)+c|x{2,4}y)",
            r",,+(a|bc)*d?[ef]+",
            r"(a|b?c+d)[x-z]{2}(e|f)?g",
            r"((ab|cd)+ ?){1,3}(Kk|[Qq])-?(-)+",
            r"[Pp]resident of (the )?[Ff]oreign",
        ] {
            let sets = required_sets(&regex_syntax::parse(pattern).unwrap());
            let strategy = proptest::string::string_regex(pattern).unwrap();
            for _ in 0..300 {
                let text = fold(&strategy.new_tree(&mut runner).unwrap().current());
                for literals in &sets {
                    let held = literals.iter().any(|literal| text.contains(literal));
                    assert!(held, "{pattern}: {text:?} holds none of {literals:?}");
                }
            }
        }
    }
}
