//! Turns patterns and conditions as written into checked regular expressions with their classes and literals.

use super::characters::required_characters;
use super::decode::{TextAt, part_of};
use super::edges::{bare, with_places};
use super::literal::{
    as_normalised, begin_every_match, endings, followers, is_folded, required_as_written, required_sets,
};
use super::marks::required_marks;
use super::model::{ClassRef, Literal, PatternPiece, Reach, TextPattern, TextView};
use super::normal::{fold, normalise_pattern, normalise_phrase};
use super::rarity::{best_first, is_rarer};
use super::reader::Reader;
use super::size;
use super::split::{Piece, Split, split};
use super::string::Str;
use super::whole_words::{alternatives, has_capital, with_boundaries};
use regex_syntax::hir::{Hir, HirKind};
use std::ops::Range;

/// What a compiled expression may take: a stranger's `\w{1000}{1000}` must not fill the memory.
const MOST_COMPILED: usize = 4 << 20;
/// A pattern whose matches may be longer than so many bytes is looked for in a whole window.
const FARTHEST: usize = 160;
/// A text is not searched for each of a set of more texts before it is searched with an expression, which is as fast.
const MOST_WRITTEN: usize = 3;
/// Longer patterns are refused; nobody reads them, and nesting is limited by the length.
const MOST_CHARS: usize = 20_000;

/// A pattern of `check = "pattern"`.
pub fn pattern(reader: &mut Reader<'_>, written: &TextAt, view: TextView) -> Option<TextPattern> {
    let split = split_checked(reader, written)?;
    let normal = |text: &str| if view == TextView::Plain { text.to_owned() } else { normalise_pattern(text) };
    let mut built = build(reader, written, &split, &normal, "")?;
    if view == TextView::Plain {
        let literals = built.literals.iter().map(|literal| literal.text.to_string()).collect();
        built.literals = with_places(as_normalised(literals));
        (built.cased, built.reach) = (Vec::new(), Reach::Window);
        built.also = match &built.pieces[..] {
            [PatternPiece::Regex(only)] => few_as_written(only),
            _ => Vec::new(),
        };
        built.by_class = built.literals.is_empty() && classes(&built).next().is_some();
    }
    if built.literals.is_empty() && built.characters.is_empty() && !built.by_class {
        let message = "this pattern has no fixed text of two letters or more, so that it runs on every sentence";
        reader.warning(written.span.clone(), message).help("name a word that always occurs in it, if there is one");
    }
    Some(built)
}

/// A regular expression of `needs`, `unless`, `document-needs`: in lower case it matches any case, and where it
/// begins or ends with a letter or digit it matches whole words.
pub fn condition(reader: &mut Reader<'_>, written: &TextAt) -> Option<TextPattern> {
    let split = split_checked(reader, written)?;
    let flag = if has_capital(&written.value) { "" } else { "(?i)" };
    let has_class = split.pieces.iter().any(|piece| matches!(piece, Piece::Class(_)));
    // The author's own expression is checked as it stands, so that a caret points into it.
    build(reader, written, &split, &normalise_pattern, "")?;
    let bounded = if has_class { with_boundaries(&written.value) } else { alternatives(&written.value, &split) };
    let bounded = TextAt { value: bounded, span: written.span.clone() };
    let split = split_checked(reader, &bounded)?;
    let mut built = build(reader, &bounded, &split, &normalise_pattern, flag)?;
    built.written = written.value.as_str().into();
    Some(built)
}

/// A phrase of a table: whole words, in lower case any case, `{class}` allowed.
pub fn phrase_condition(reader: &mut Reader<'_>, cell: &TextAt) -> Option<TextPattern> {
    let phrase = normalise_phrase(&cell.value);
    let mut escaped = String::new();
    let mut rest = phrase.as_str();
    // Braces with a lower-case letter after them are classes; everything else stands for itself.
    while let Some(open) = rest.find('{').filter(|&at| rest[at + 1..].starts_with(|c: char| c.is_ascii_lowercase())) {
        let Some(close) = rest[open..].find('}').map(|at| open + at + 1) else { break };
        escaped.push_str(&regex_syntax::escape(&rest[..open]));
        escaped.push_str(&rest[open..close]);
        rest = &rest[close..];
    }
    escaped.push_str(&regex_syntax::escape(rest));
    let mut built = condition(reader, &TextAt { value: escaped, span: cell.span.clone() })?;
    built.written = cell.value.as_str().into();
    Some(built)
}

/// A regular expression without classes, checked; normalised unless the view is plain.
pub fn plain_regex(reader: &mut Reader<'_>, written: &TextAt) -> Option<String> {
    refuse_control(reader, written)?;
    check(reader, written, "", 0..written.value.len())?;
    Some(normalise_pattern(&written.value))
}

fn split_checked(reader: &mut Reader<'_>, written: &TextAt) -> Option<Split> {
    if written.value.is_empty() || written.value.chars().count() > MOST_CHARS {
        let message = if written.value.is_empty() { "the pattern is empty" } else { "the pattern is too long" };
        reader.error(written.span.clone(), message);
        return None;
    }
    refuse_control(reader, written)?;
    match split(&written.value) {
        Ok(split) => Some(split),
        Err(error) => {
            let span = part_of(reader.file, written, error.span);
            reader.error(span, error.message).help(error.help);
            None
        }
    }
}

/// Reports what `"\b"` becomes in double quotation marks: a sign that is in no text.
fn refuse_control(reader: &mut Reader<'_>, written: &TextAt) -> Option<()> {
    let Some(control) = written.value.chars().find(|c| matches!(c, '\u{8}' | '\u{c}' | '\u{1b}')) else {
        return Some(());
    };
    let escape = match control {
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        _ => 'e',
    };
    let message = format!("`\\{escape}` in double quotation marks is a control character, which is in no text");
    let help = "write the pattern in single quotation marks, where a backslash is a backslash: '\\bvisits?\\b'";
    reader.error(written.span.clone(), message).help(help);
    None
}

/// Checks each piece, resolves the classes and finds the literals.
fn build(
    reader: &mut Reader<'_>,
    written: &TextAt,
    split: &Split,
    normal: &dyn Fn(&str) -> String,
    flag: &str,
) -> Option<TextPattern> {
    let mut pieces = Vec::new();
    let mut literals = Vec::new();
    let mut cased = Vec::new();
    let mut hirs = Vec::new();
    let mut characters = None;
    let mut sound = true;
    for piece in &split.pieces {
        match piece {
            Piece::Class(range) => {
                let span = part_of(reader.file, written, range.clone());
                let class = reader.class_ref(&written.value[range.clone()], span);
                sound &= class.is_some();
                pieces.extend(class.map(PatternPiece::Class));
            }
            Piece::Regex(range) => {
                // Flags at the top level hold to the end of the pattern, over the classes in between.
                let earlier = split.flags.iter().filter(|flags| flags.end <= range.start);
                let prefix: String =
                    flag.chars().chain(earlier.flat_map(|flags| written.value[flags.clone()].chars())).collect();
                let Some(hir) = check(reader, written, &prefix, range.clone()) else {
                    sound = false;
                    continue;
                };
                let normalised = normal(&written.value[range.clone()]);
                let same = normalised == written.value[range.clone()];
                let regex = prefix + &normalised;
                // Normalising may have changed it: `[‘-’]` is no range any more.
                match if same { Ok(hir) } else { regex_syntax::parse(&regex) } {
                    Ok(hir) => {
                        let sets = required_sets(&hir);
                        cased.extend(if is_folded(&hir) { sets.clone() } else { required_as_written(&hir) });
                        literals.extend(sets);
                        characters = characters.or_else(|| required_characters(&hir));
                        hirs.push(hir);
                    }
                    Err(_) => {
                        let message = "this expression does not work on normalised text, where there is one \
                             apostrophe, one quotation mark and one hyphen";
                        reader.error(written.span.clone(), message).help("write the plain signs ' \" - in it");
                        sound = false;
                    }
                }
                pieces.push(PatternPiece::Regex(regex.into()));
            }
        }
    }
    let mut sets = best_first(literals).into_iter();
    let (literals, cased) = in_case(sets.next().unwrap_or_default(), cased);
    let begins = matches!(pieces.first(), Some(PatternPiece::Regex(_)));
    let reach = match &hirs[..] {
        [first, ..] if begins && begin_every_match(&literals, first) => Reach::Start,
        [only] => match (&pieces[..], within(only)) {
            ([_], reach) => reach,
            ([PatternPiece::Regex(_), PatternPiece::Class(_), ..], Reach::Bytes(most)) => Reach::Lead(most),
            _ => Reach::Window,
        },
        _ => Reach::Window,
    };
    let leads = match (&reach, &hirs[..]) {
        (Reach::Lead(_), [lead]) => endings(lead).into_iter().map(Into::into).collect(),
        _ => Vec::new(),
    };
    let follows = match (&reach, hirs.first()) {
        (Reach::Start, Some(first)) => followers(&literals, first).into_iter().map(Into::into).collect(),
        _ => Vec::new(),
    };
    let shared = |set: Vec<String>| with_places(set).into_iter().map(|literal| literal.text).collect();
    let also = sets.map(shared).collect();
    let by_class = literals.is_empty() && pieces.iter().any(|piece| matches!(piece, PatternPiece::Class(_)));
    let written = written.value.as_str().into();
    let characters = characters.unwrap_or_default();
    let marks = hirs.iter().flat_map(required_marks).map(Into::into).collect();
    let rarer = Vec::new();
    sound.then_some(TextPattern {
        written,
        pieces,
        literals,
        cased,
        reach,
        rarer,
        also,
        marks,
        follows,
        leads,
        characters,
        by_class,
    })
}

/// Sets of few texts, of each of which one stands in every match of an expression, in the case that it has there.
pub fn few_as_written(pattern: &str) -> Vec<Vec<Str>> {
    let sets = regex_syntax::parse(pattern).map(|hir| required_as_written(&hir)).unwrap_or_default();
    let few = sets.into_iter().filter(|set| set.len() <= MOST_WRITTEN);
    few.map(|set| set.iter().map(|text| bare(text).into()).collect()).collect()
}

/// The literals of a pattern and, if they can be told by it, in which case they stand in a match.
fn in_case(folded: Vec<String>, written: Vec<Vec<String>>) -> (Vec<Literal>, Vec<Str>) {
    let Some(cased) = best_first(written).into_iter().next() else { return (with_places(folded), Vec::new()) };
    let mut of_cased: Vec<String> = cased.iter().map(|text| fold(text)).collect();
    of_cased.sort_unstable();
    of_cased.dedup();
    if is_rarer(&folded, &of_cased) {
        return (with_places(folded), Vec::new());
    }
    let mut cased: Vec<Str> = cased.iter().map(|text| bare(text).into()).collect();
    cased.sort_unstable();
    cased.dedup();
    (with_places(of_cased), cased)
}

/// Where a match has few bytes, that is how far it reaches.
fn within(hir: &Hir) -> Reach {
    let most = hir.properties().maximum_len().filter(|&most| most <= FARTHEST);
    most.map_or(Reach::Window, |most| Reach::Bytes(most as u32))
}

/// Parses one expression, and puts the caret where it fails. It is compiled only where it might become too large:
/// to compile thousands of patterns takes longer than to audit with them, and few of them find their literal.
fn check(reader: &mut Reader<'_>, written: &TextAt, prefix: &str, range: Range<usize>) -> Option<Hir> {
    let regex = format!("{prefix}{}", &written.value[range.clone()]);
    let hir = match regex_syntax::parse(&regex) {
        Ok(hir) => hir,
        Err(error) => {
            let (span, kind) = match &error {
                regex_syntax::Error::Parse(error) => (Some(error.span()), error.kind().to_string()),
                regex_syntax::Error::Translate(error) => (Some(error.span()), error.kind().to_string()),
                other => (None, other.to_string()),
            };
            let offset = |at: usize| (at.saturating_sub(prefix.len()) + range.start).min(range.end);
            let place = match span {
                Some(span) => part_of(reader.file, written, offset(span.start.offset)..offset(span.end.offset)),
                None => written.span.clone(),
            };
            let help = regex_help(&kind);
            reader.error(place, format!("this regular expression does not work: {kind}")).help(help);
            return None;
        }
    };
    if size::at_most(&hir) > MOST_COMPILED
        && let Err(error) = regex::RegexBuilder::new(&regex).size_limit(MOST_COMPILED).build()
    {
        let message = match error {
            regex::Error::CompiledTooBig(_) => "this regular expression becomes too large".to_owned(),
            other => format!("this regular expression does not work: {other}"),
        };
        let place = part_of(reader.file, written, range);
        reader.error(place, message).help("repeat less: `\\w{1,40}` instead of `\\w{1,4000}`");
        return None;
    }
    Some(hir)
}

fn regex_help(kind: &str) -> &'static str {
    if kind.contains("look-around") {
        "use the keys `before`, `after`, `needs` or `unless` instead"
    } else if kind.contains("backreference") {
        "a pattern cannot refer back to a group; write the alternatives out"
    } else if kind.contains("group") {
        "every `(` needs its `)`; for the sign itself, write `\\(`"
    } else {
        "write a backslash before a sign that stands for itself, and check the brackets"
    }
}

/// `{class}` or `{class:tag}` and nothing else.
pub fn lone_class(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    (inner.starts_with(|c: char| c.is_ascii_lowercase()) && !inner.contains(['{', '}'])).then_some(inner)
}

/// The classes of a pattern, for templates that name them.
pub fn classes(pattern: &TextPattern) -> impl Iterator<Item = &ClassRef> {
    pattern.pieces.iter().filter_map(|piece| match piece {
        PatternPiece::Class(class) => Some(class),
        PatternPiece::Regex(_) => None,
    })
}

/// The numbers and names of the groups of a pattern, counted over its pieces.
pub fn group_names(pattern: &TextPattern) -> Vec<String> {
    let mut names = Vec::new();
    let mut count = 0;
    for piece in &pattern.pieces {
        let PatternPiece::Regex(regex) = piece else { continue };
        let Ok(hir) = regex_syntax::parse(regex) else { continue };
        groups(&hir, &mut count, &mut names);
    }
    names
}

/// The depth of an expression is limited by its parser, so that recursion is safe here.
fn groups(hir: &Hir, count: &mut u32, names: &mut Vec<String>) {
    match hir.kind() {
        HirKind::Capture(capture) => {
            *count += 1;
            names.push(count.to_string());
            names.extend(capture.name.as_ref().map(|name| name.to_string()));
            groups(&capture.sub, count, names);
        }
        HirKind::Repetition(repetition) => groups(&repetition.sub, count, names),
        HirKind::Concat(children) | HirKind::Alternation(children) => {
            children.iter().for_each(|child| groups(child, count, names));
        }
        _ => {}
    }
}
