//! Words as names are made of: tokens that hyphens and apostrophes join.

use super::extract::Input;
use crate::rules::language::Names;
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::keys::{KeyFilter, key};
use crate::text::tokens::{Shape, Token};
use rustc_hash::FxHashMap;

/// What a word in or around a name is known for; the bits of [`Vocabulary`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(u16);

impl Roles {
    /// Stands inside a name.
    pub const PARTICLE: Roles = Roles(1);
    /// Stands before a name.
    pub const HONORIFIC: Roles = Roles(2);
    /// Stands before a man's name.
    pub const HE: Roles = Roles(4);
    /// Stands before a woman's name.
    pub const SHE: Roles = Roles(8);
    /// Names an office or a rank.
    pub const TITLE: Roles = Roles(16);
    /// Stands in a title.
    pub const TITLE_WORD: Roles = Roles(32);
    /// Says that a title is not, or not fully, held now.
    pub const QUALIFIER: Roles = Roles(64);
    /// Belongs to the name before it.
    pub const SUFFIX: Roles = Roles(128);
    /// Is no part of a name beside it.
    pub const CALENDAR: Roles = Roles(256);
    /// Is glued to a name with a hyphen.
    pub const COMPOUND: Roles = Roles(512);
    /// Stands for a man.
    pub const PRONOUN_HE: Roles = Roles(1024);
    /// Stands for a woman.
    pub const PRONOUN_SHE: Roles = Roles(2048);

    /// Whether it has one of these roles.
    pub fn any(self, of: Roles) -> bool {
        self.0 & of.0 != 0
    }

    /// Both together.
    pub const fn or(self, other: Roles) -> Roles {
        Roles(self.0 | other.0)
    }
}

/// The words of [`Names`], to be looked up.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    roles: FxHashMap<Str, Roles>,
    keys: KeyFilter,
    possessives: Vec<Str>,
    bare_possessive_after: Str,
    clitics: Vec<Str>,
}

/// The longest word that has a role, in bytes.
const LONGEST: usize = 24;

impl Vocabulary {
    /// The vocabulary of a language.
    pub fn new(names: &Names) -> Self {
        let mut roles: FxHashMap<Str, Roles> = FxHashMap::default();
        for (list, role) in [
            (&names.particles, Roles::PARTICLE),
            (&names.honorifics, Roles::HONORIFIC),
            (&names.honorifics_he, Roles::HONORIFIC.or(Roles::HE)),
            (&names.honorifics_she, Roles::HONORIFIC.or(Roles::SHE)),
            (&names.titles, Roles::TITLE),
            (&names.title_words, Roles::TITLE_WORD),
            (&names.qualifiers, Roles::QUALIFIER),
            (&names.suffixes, Roles::SUFFIX),
            (&names.calendar, Roles::CALENDAR),
            (&names.compound_endings, Roles::COMPOUND),
            (&names.pronouns_he, Roles::PRONOUN_HE),
            (&names.pronouns_she, Roles::PRONOUN_SHE),
        ] {
            for word in list {
                let known = roles.entry(word.clone()).or_default();
                *known = known.or(role);
            }
        }
        Vocabulary {
            keys: KeyFilter::of(roles.keys()),
            roles,
            possessives: names.possessives.clone(),
            bare_possessive_after: names.bare_possessive_after.clone(),
            clitics: names.clitics.clone(),
        }
    }

    /// The length of an ending that is glued to a name, and whether it makes a possessive.
    fn ending(&self, folded: &str) -> Option<(usize, bool)> {
        let of = |list: &[Str]| list.iter().find(|ending| folded.ends_with(&***ending)).map(|ending| ending.len());
        if !folded.contains('\'') {
            return None;
        }
        of(&self.possessives).map(|length| (length, true)).or_else(|| Some((of(&self.clitics)?, false)))
    }

    /// Whether a word with this key may have a role; `false` is certain.
    pub fn may_have_role(&self, key: u32) -> bool {
        self.keys.may_hold(key)
    }

    /// The roles of a word of the folded view.
    pub fn roles(&self, folded: &str) -> Roles {
        self.roles_by_key(key(folded), folded)
    }

    /// The same of a word with this key.
    #[inline]
    pub fn roles_by_key(&self, key: u32, folded: &str) -> Roles {
        // Most words have none, which their keys tell.
        if folded.len() > LONGEST || !self.keys.may_hold(key) {
            return Roles::default();
        }
        self.roles.get(folded).copied().unwrap_or_default()
    }
}

/// A word as names are made of, and what stands around it.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Its span in the view, without a possessive ending.
    pub span: Span,
    /// Where its last token ends, with everything.
    pub end: usize,
    /// Index of the token that it begins in.
    pub first: usize,
    /// Index of the token behind its last one.
    pub next: usize,
    /// Whether it has a capital first letter (behind a particle such as `al-`, too).
    pub capital: bool,
    /// Whether it had a possessive ending.
    pub possessive: bool,
    /// Whether it is all capitals, more than one.
    pub upper: bool,
    /// Whether something is glued to it that is no part of the name (`Cairo-based`, `Kim'll`).
    pub glued: bool,
    /// What it is known for.
    pub roles: Roles,
}

/// The word that starts with token `first`.
pub fn word(input: &Input<'_>, first: usize) -> Word {
    let Input { view, folded, tokens, vocabulary, .. } = *input;
    let joins = |at: usize| matches!(view.as_bytes().get(at), Some(b'-' | b'\''));
    let token = tokens[first];
    // Most words with a capital are one token that nothing is joined to.
    if token.shape == Shape::Capitalised && !joins(token.span.end()) {
        let (span, end) = (token.span, token.span.end());
        let roles = vocabulary.roles_by_key(input.keys[first], &folded[span.range()]);
        let (possessive, upper, glued) = (false, false, false);
        return Word { span, end, first, next: first + 1, capital: true, possessive, upper, glued, roles };
    }
    let mut last = first;
    let mut cut = None;
    while let Some(next) = tokens.get(last + 1) {
        let gap = &view.as_bytes()[tokens[last].span.end()..next.span.start()];
        if gap != b"-" && gap != b"'" || next.span.end() - tokens[first].span.start() > 80 {
            break;
        }
        let part = &folded[next.span.range()];
        // In `Cairo-based` the name ends at the hyphen.
        if cut.is_none() && gap == b"-" && !is_capital(view, next) && vocabulary.roles(part).any(Roles::COMPOUND) {
            cut = Some(tokens[last].span.end());
        }
        last += 1;
    }
    let (mut start, mut begin) = (tokens[first].span.start(), first);
    let mut capital = is_capital(view, &tokens[first]);
    if !capital && last > first {
        // `al-Sayegh` is a name with its particle; in `pro-Russian` the name starts behind the hyphen.
        let inside = (first + 1..=last).find(|&at| is_capital(view, &tokens[at]));
        capital = inside.is_some();
        let particle = vocabulary.roles(&folded[tokens[first].span.range()]).any(Roles::PARTICLE);
        if let Some(at) = inside.filter(|_| !particle) {
            (start, begin) = (tokens[at].span.start(), at);
        }
    }
    let full = tokens[last].span.end();
    let mut end = cut.unwrap_or(full).max(start);
    let (mut possessive, mut glued) = (false, cut.is_some());
    if let Some((length, owns)) = vocabulary.ending(&folded[start..end]).filter(|(length, _)| start + length < end) {
        end -= length;
        (possessive, glued) = (owns, true);
    } else if view.as_bytes().get(full) == Some(&b'\'') && cut.is_none() {
        possessive = folded[start..end].ends_with(|last| vocabulary.bare_possessive_after.contains(last));
    }
    let letters = || view[start..end].chars().filter(|c| c.is_alphabetic());
    let upper = match tokens[first].shape {
        Shape::Lower | Shape::Capitalised if first == last => false,
        _ => letters().nth(1).is_some() && letters().all(char::is_uppercase),
    };
    let roles = vocabulary.roles(&folded[start..end]);
    let next = last + 1;
    Word { span: Span::new(start, end), end: full, first: begin, next, capital, possessive, upper, glued, roles }
}

fn is_capital(view: &str, token: &Token) -> bool {
    match token.shape {
        Shape::Lower => false,
        Shape::Capitalised | Shape::Upper => true,
        Shape::Other => view[token.span.start()..].chars().next().is_some_and(char::is_uppercase),
    }
}
