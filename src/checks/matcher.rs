//! Matching of word-class patterns and word boundaries: what patterns and conditions share.

use super::classes::ClassIndex;
use crate::rules::marks::OTHERS;
use crate::rules::model::{ClassRef, PatternPiece, TextPattern};
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::{Analysis, Groups, Pattern};
use memchr::memmem::Finder;

/// A pattern with its classes.
#[derive(Debug, Default)]
pub struct Matcher {
    pieces: Vec<Piece>,
    /// Folded strings of which one occurs in every match; empty: none is known.
    literals: Vec<Finder<'static>>,
    /// Further sets of such strings; for a pattern of the plain view as they stand in the text.
    also: Vec<Vec<Finder<'static>>>,
    /// Marks that a match has.
    marks: Option<Box<Marks>>,
}

/// Sets of marks, of each of which one occurs in every match.
#[derive(Debug)]
struct Marks {
    /// The sets that each byte is in, as bits.
    of: [u8; 256],
    /// All sets.
    all: u8,
}

impl Marks {
    fn new(sets: &[Str]) -> Option<Box<Self>> {
        let mut marks = Box::new(Marks { of: [0; 256], all: 0 });
        for (bit, set) in sets.iter().take(8).enumerate() {
            let bit = 1 << bit;
            marks.all |= bit;
            for char in set.chars() {
                let bytes = if char == OTHERS { 0x80..0x100 } else { char as usize..char as usize + 1 };
                marks.of[bytes].iter_mut().for_each(|sets| *sets |= bit);
            }
        }
        (marks.all != 0).then_some(marks)
    }

    /// Whether a text has one of each.
    fn are_in(&self, text: &[u8]) -> bool {
        let mut seen = 0;
        text.chunks(64).any(|part| {
            seen |= part.iter().fold(0, |seen, byte| seen | self.of[usize::from(*byte)]);
            seen == self.all
        })
    }
}

#[derive(Debug)]
enum Piece {
    Regex(Pattern),
    Class(ClassRef),
}

/// A match, with the values of its groups.
#[derive(Debug)]
pub struct Match {
    /// Where, in the text that was searched.
    pub span: Span,
    /// Numbered and named groups, and the classes by name.
    pub groups: Vec<(Str, String)>,
}

/// Where a pattern is looked for.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The analysis whose view is searched.
    pub analysis: &'a Analysis<'a>,
    /// The part of it.
    pub window: Span,
    /// The classes.
    pub classes: &'a ClassIndex,
}

impl Matcher {
    /// A matcher of a pattern that the loader has checked.
    pub fn new(pattern: &TextPattern) -> Self {
        let piece = |piece: &PatternPiece| match piece {
            PatternPiece::Regex(source) => Piece::Regex(Pattern::new(source.clone())),
            PatternPiece::Class(class) => Piece::Class(class.clone()),
        };
        let finder = |text: &Str| Finder::new(text.as_bytes()).into_owned();
        Matcher {
            pieces: pattern.pieces.iter().map(piece).collect(),
            literals: pattern.literals.iter().map(|literal| finder(&literal.text)).collect(),
            also: pattern.also.iter().map(|set| set.iter().map(finder).collect()).collect(),
            marks: Marks::new(&pattern.marks),
        }
    }

    /// The only regular expression of a pattern without classes.
    pub fn plain(&self) -> Option<&Pattern> {
        match &self.pieces[..] {
            [Piece::Regex(regex)] => Some(regex),
            _ => None,
        }
    }

    /// Whether the window may hold the words of classes, and holds the literals, that every match holds. Looking for them
    /// is far cheaper than compiling the pattern to find that it does not match. Where its own literals are `known` to
    /// be there they are not looked for.
    pub fn may_match(&self, place: Place<'_>, known: bool) -> bool {
        let may_be_in = |piece: &Piece| match piece {
            Piece::Class(class) => place.classes.may_be_in(place.analysis, place.window, class),
            Piece::Regex(_) => true,
        };
        self.may_match_around(place, known) && self.pieces.iter().all(may_be_in)
    }

    /// The same without the words of classes.
    fn may_match_around(&self, place: Place<'_>, known: bool) -> bool {
        let folded = place.analysis.folded(place.window).as_bytes();
        self.has_marks(place.analysis.text(place.window).as_bytes())
            && (known || self.literals.is_empty() || self.literals.iter().any(|text| text.find(folded).is_some()))
            && self.also_in(folded)
    }

    /// The same for a pattern of the plain view whose literals are known to be there.
    pub fn may_match_plain(&self, text: &str) -> bool {
        self.has_marks(text.as_bytes()) && self.also_in(text.as_bytes())
    }

    /// Whether a text has the marks of a match.
    pub fn has_marks(&self, text: &[u8]) -> bool {
        self.marks.as_ref().is_none_or(|marks| marks.are_in(text))
    }

    fn also_in(&self, text: &[u8]) -> bool {
        self.also.iter().all(|set| set.iter().any(|literal| literal.find(text).is_some()))
    }

    /// Whether it matches anywhere in the window.
    pub fn is_in(&self, place: Place<'_>) -> bool {
        if !self.may_match(place, false) {
            return false;
        }
        if let Some(regex) = self.plain() {
            return regex.is_match(place.analysis.text(place.window));
        }
        let mut found = false;
        self.each(place, &mut |_| {
            found = true;
            false
        });
        found
    }

    /// The class with which it begins.
    pub fn first_class(&self) -> Option<&ClassRef> {
        match self.pieces.first() {
            Some(Piece::Class(class)) => Some(class),
            _ => None,
        }
    }

    /// Whether it matches at one of the tokens of the window at which a word of the class with which it begins may start.
    pub fn is_at_one_of(&self, place: Place<'_>, tokens: &[usize]) -> bool {
        let Some(class) = self.first_class().filter(|_| !tokens.is_empty()) else { return false };
        self.may_match_around(place, false) && tokens.iter().any(|token| self.at_class(place, *token, class).is_some())
    }

    /// Calls `visit` with every match in the window, in order and without overlap, until it returns `false`.
    pub fn each(&self, place: Place<'_>, visit: &mut dyn FnMut(Match) -> bool) {
        match self.pieces.first() {
            None => {}
            Some(Piece::Class(class)) => self.each_from_class(place, class, visit),
            Some(Piece::Regex(regex)) => self.each_from_regex(place, regex, visit),
        }
    }

    /// The match that holds the literal at a span of the window, where it lies in the part `near` of the window; `begins`
    /// if the literal begins every match. For a pattern that begins with a regular expression, and is one alone if
    /// `begins` is not set.
    pub fn find_with(&self, place: Place<'_>, literal: Span, near: Span, begins: bool) -> Option<Match> {
        let Some(Piece::Regex(regex)) = self.pieces.first() else { return None };
        let text = place.analysis.text(place.window);
        let base = place.window.start();
        let mut at = near.start() - base;
        loop {
            let here = match begins {
                true => regex.find_just_at(text, at)?,
                false => regex.find_in(text, at..near.end() - base)?,
            };
            let whole = here.whole();
            if base + whole.start > literal.start() {
                return None;
            }
            if begins || base + whole.end >= literal.end() {
                let mut groups = Vec::new();
                let numbered = add_groups(&here, text, 1, &mut groups);
                let end = self.rest(place, 1, base + whole.end, numbered, &mut groups)?;
                return Some(Match { span: Span::new(base + whole.start, end), groups });
            }
            at = whole.end.max(text.ceil_char_boundary(whole.start + 1));
        }
    }

    /// The tokens at which a word of its class may start, where the pattern begins with an expression and a class follows.
    pub fn class_tokens(&self, analysis: &Analysis<'_>, classes: &ClassIndex) -> Vec<usize> {
        match &self.pieces[..] {
            [Piece::Regex(_), Piece::Class(class), ..] => classes.tokens_that_may_start(analysis, class),
            _ => Vec::new(),
        }
    }

    /// The match behind `from` whose class stands at a token, for a pattern that begins with an expression of at most
    /// `most` bytes and goes on with a class.
    pub fn find_at_class(&self, place: Place<'_>, token: usize, from: usize, most: usize) -> Option<Match> {
        let [Piece::Regex(regex), Piece::Class(_), ..] = &self.pieces[..] else { return None };
        let (text, base) = (place.analysis.text(place.window), place.window.start());
        let start = place.analysis.tokens[token].span.start();
        let mut at = text.ceil_char_boundary(start.saturating_sub(most).max(from).max(base) - base);
        while let Some(here) = (at <= start - base).then(|| regex.find_in(text, at..start - base)).flatten() {
            let whole = here.whole();
            if whole.end == start - base {
                let mut groups = Vec::new();
                let numbered = add_groups(&here, text, 1, &mut groups);
                if let Some(end) = self.rest(place, 1, start, numbered, &mut groups) {
                    return Some(Match { span: Span::new(base + whole.start, end), groups });
                }
            }
            at = text.ceil_char_boundary(whole.start + 1);
        }
        None
    }

    /// Whether its first expression has been compiled.
    pub fn is_compiled(&self) -> bool {
        matches!(self.pieces.first(), Some(Piece::Regex(regex)) if regex.is_compiled())
    }

    fn each_from_class(&self, place: Place<'_>, class: &ClassRef, visit: &mut dyn FnMut(Match) -> bool) {
        let analysis = place.analysis;
        let mut token = analysis.token_at(place.window.start());
        while analysis.tokens.get(token).is_some_and(|t| t.span.end <= place.window.end) {
            match self.at_class(place, token, class) {
                Some(found) => {
                    token = analysis.token_at(found.span.end()).max(token + 1);
                    if !visit(found) {
                        return;
                    }
                }
                None => token += 1,
            }
        }
    }

    /// The match of a pattern that begins with a class, at a token.
    fn at_class(&self, place: Place<'_>, token: usize, class: &ClassRef) -> Option<Match> {
        let mut spans = place.classes.at(place.analysis, token, class).filter(|span| span.end <= place.window.end);
        spans.find_map(|span| {
            let mut groups = Vec::new();
            let end = self.rest(place, 1, span.end(), 1, &mut groups)?;
            Some(Match { span: Span::new(span.start(), end), groups })
        })
    }

    fn each_from_regex(&self, place: Place<'_>, regex: &Pattern, visit: &mut dyn FnMut(Match) -> bool) {
        let text = place.analysis.text(place.window);
        let base = place.window.start();
        let mut at = 0;
        while at <= text.len() {
            let Some(here) = regex.find_at(text, at) else { return };
            let whole = here.whole();
            let mut groups = Vec::new();
            let numbered = add_groups(&here, text, 1, &mut groups);
            at = match self.rest(place, 1, base + whole.end, numbered, &mut groups) {
                Some(end) => {
                    let span = Span::new(base + whole.start, end);
                    if !span.is_empty() && !visit(Match { span, groups }) {
                        return;
                    }
                    (end - base).max(whole.end)
                }
                None => whole.end,
            };
            if at <= whole.start {
                at = whole.start + text[whole.start..].chars().next().map_or(1, char::len_utf8);
            }
        }
    }

    /// Matches the pieces from `index` on at an offset; the offset of the end.
    fn rest(
        &self,
        place: Place<'_>,
        index: usize,
        at: usize,
        numbered: usize,
        groups: &mut Vec<(Str, String)>,
    ) -> Option<usize> {
        let Some(piece) = self.pieces.get(index) else { return Some(at) };
        match piece {
            Piece::Regex(regex) => {
                let text = place.analysis.text(place.window);
                let base = place.window.start();
                let here = regex.find_just_at(text, at - base)?;
                let known = groups.len();
                let numbered = add_groups(&here, text, numbered, groups);
                let end = self.rest(place, index + 1, base + here.whole().end, numbered, groups);
                if end.is_none() {
                    groups.truncate(known);
                }
                end
            }
            Piece::Class(class) => {
                let token = place.analysis.token_at(at);
                let starts_here = place.analysis.tokens.get(token).is_some_and(|t| t.span.start() == at);
                let ends = starts_here.then(|| place.classes.at(place.analysis, token, class))?;
                ends.filter(|span| span.end <= place.window.end)
                    .find_map(|span| self.rest(place, index + 1, span.end(), numbered, groups))
            }
        }
    }
}

/// Adds the groups of a match, numbered from `next` on; the number after the last.
pub fn add_groups(found: &Groups, text: &str, next: usize, groups: &mut Vec<(Str, String)>) -> usize {
    let mut number = next;
    for (name, group) in found.iter() {
        let value = group.and_then(|group| text.get(group)).unwrap_or_default();
        groups.push((number.to_string().into(), value.to_owned()));
        if let Some(name) = name {
            groups.push((name.into(), value.to_owned()));
        }
        number += 1;
    }
    number
}
