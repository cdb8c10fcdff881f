//! The distinct forms in which the names of a document are written, with all their places.

use crate::checks::program::Scope;
use crate::checks::words::context::is_in_address;
use crate::source::Span;
use crate::text::mentions::{Gender, Roles};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::ops::Range;

/// Words that a name has at most; longer runs are lists and headlines.
const MOST_WORDS: usize = 8;

/// Words that most names have at most.
const FEW_WORDS: usize = 3;

/// One form: a name as it is written.
#[derive(Debug)]
pub struct Form<'a> {
    /// As the view has it.
    pub text: &'a str,
    /// Its words, as ranges of `text`.
    pub words: SmallVec<[Range<usize>; FEW_WORDS]>,
    /// The letters of each word, see [`crate::text::fold::letters`].
    pub letters: SmallVec<[&'a str; FEW_WORDS]>,
    /// A hash of the letters of each word.
    pub hashes: SmallVec<[LettersHash; FEW_WORDS]>,
    /// What each word is known for in and around names.
    pub roles: SmallVec<[Roles; FEW_WORDS]>,
    /// Where it stands, in order.
    pub uses: SmallVec<[Use; 2]>,
}

/// A hash of letters, of which that of a longer text can be made without reading it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LettersHash {
    /// It: the letters as digits of a number.
    pub value: u64,
    /// How many letters.
    pub letters: u32,
    /// The base to the power of that.
    power: u64,
}

impl LettersHash {
    /// Of no letter.
    pub const NONE: LettersHash = LettersHash { value: 0, letters: 0, power: 1 };
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

    /// The hash of a text.
    pub fn of(text: &str) -> Self {
        text.chars().fold(LettersHash::NONE, |before, letter| {
            before.with(LettersHash { value: u64::from(letter), letters: 1, power: LettersHash::BASE })
        })
    }

    /// The hash of this text and the one behind it.
    pub fn with(self, behind: LettersHash) -> Self {
        LettersHash {
            value: self.value.wrapping_mul(behind.power).wrapping_add(behind.value),
            letters: self.letters + behind.letters,
            power: self.power.wrapping_mul(behind.power),
        }
    }
}

/// A place of a form.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// Index of the field.
    pub field: u32,
    /// Where, in the view.
    pub span: Span,
    /// Whether it is a headline's.
    pub headline: bool,
    /// What an honorific in front tells.
    pub gender: Option<Gender>,
}

impl<'a> Form<'a> {
    /// A word of it.
    pub fn word(&self, index: usize) -> &'a str {
        &self.text[self.words[index].clone()]
    }

    /// Whether it stands in running text.
    pub fn is_running(&self) -> bool {
        self.uses.iter().any(|one| !one.headline)
    }

    /// Uses in running text.
    pub fn count(&self) -> usize {
        self.uses.iter().filter(|one| !one.headline).count()
    }

    /// Its first place.
    pub fn first(&self) -> (u32, u32) {
        self.uses.first().map_or((u32::MAX, u32::MAX), |one| (one.field, one.span.start))
    }

    /// The gender that its honorifics tell, if they agree.
    pub fn gender(&self) -> Option<Gender> {
        let mut told = self.uses.iter().filter_map(|one| one.gender);
        let first = told.next()?;
        told.all(|other| other == first).then_some(first)
    }
}

/// The forms of all names of a document, in order of their first place. In an address a name has the form that the
/// address wants.
pub fn forms<'a>(scope: &'a Scope<'_>) -> Vec<Form<'a>> {
    let mut forms: Vec<Form<'a>> = Vec::new();
    let mut known: FxHashMap<&'a str, usize> = FxHashMap::default();
    for (field, analysis) in scope.fields.iter().enumerate() {
        let mentions = analysis.mentions();
        // About as many forms as there are every other mention.
        known.reserve(mentions.len() / 2);
        forms.reserve(mentions.len() / 2);
        let roles = |word: &str| analysis.vocabulary().map(|words| words.roles(word)).unwrap_or_default();
        for mention in mentions.iter() {
            let words = mentions.words(mention);
            if words.len() > MOST_WORDS || is_in_address(analysis.view.text(), mention.span.range()) {
                continue;
            }
            let text = analysis.text(mention.span);
            let index = *known.entry(text).or_insert_with(|| {
                let at = |offset: usize| offset - mention.span.start();
                forms.push(Form {
                    text,
                    words: words.iter().map(|word| at(word.start())..at(word.end())).collect(),
                    letters: mentions.letters_of_words(mention).collect(),
                    hashes: mentions.letters_of_words(mention).map(LettersHash::of).collect(),
                    roles: words.iter().map(|word| roles(analysis.folded(*word))).collect(),
                    uses: SmallVec::new(),
                });
                forms.len() - 1
            });
            forms[index].uses.push(Use {
                field: field as u32,
                span: mention.span,
                headline: mention.headline,
                gender: mention.gender,
            });
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_hash_of_two_texts_is_that_of_both_together(one in "\\PC{0,9}", other in "\\PC{0,9}") {
            let both = LettersHash::of(&one).with(LettersHash::of(&other));
            prop_assert_eq!(both, LettersHash::of(&format!("{one}{other}")));
            prop_assert!(one == other || LettersHash::of(&one) != LettersHash::of(&other));
        }
    }
}
