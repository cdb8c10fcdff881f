//! Mentions: the capitalised runs of a text that name a person, an organisation or a place.
//!
//! One pass over the tokens of a field, shared by all checks that compare what a document says about one entity.
//! What a mention names is not decided here. A run ends at punctuation, at a word in lower case that is no particle,
//! behind a possessive ending and at names of days and months; its title ("Foreign Minister", "Mr.") is taken off. A
//! word that starts a sentence counts as a name only if the word list does not know it in lower case, or if it has a
//! capital in the middle of a sentence somewhere in the field.

mod extract;
mod titles;
mod words;

pub use extract::{Input, extract};
pub use titles::{Apposition, Title, apposition, title_before};
pub use words::{Roles, Vocabulary};

use crate::source::Span;
use std::ops::Range;

/// A run of capitalised words that names something. All spans are of the view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The name, without title and possessive ending.
    pub span: Span,
    /// The index of the token that it begins in.
    pub token: u32,
    /// The words of the name, as indexes of [`Mentions::word`].
    words: Range<u32>,
    /// Its letters, as a range of [`Mentions::letters`].
    letters: Range<u32>,
    /// Capitalised words taken off its front: titles and honorifics, with what stood before them in the run.
    pub front: Option<Span>,
    /// The gender that an honorific directly in front tells.
    pub gender: Option<Gender>,
    /// Whether a possessive ending follows.
    pub possessive: bool,
    /// Whether its first word starts a sentence (or follows an opening mark), so that its capital says little.
    pub initial: bool,
    /// Whether it stands in a headline: a line most of whose words are capitalised.
    pub headline: bool,
    /// Whether it ends in a title, so that it names an office rather than who holds it.
    pub office: bool,
}

/// A gender that an honorific or a pronoun tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    /// He, his, Mr.
    He,
    /// She, her, Ms.
    She,
}

/// The mentions of a field.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    all: Vec<Mention>,
    words: Vec<Span>,
    /// Where in the letters those of each word end.
    ends: Vec<u32>,
    letters: String,
}

/// Letters that names have on average.
const LETTERS_OF_NAME: usize = 12;

impl Mentions {
    /// None, with room for about so many.
    fn for_names(count: usize) -> Self {
        Mentions {
            all: Vec::with_capacity(count),
            words: Vec::with_capacity(2 * count),
            ends: Vec::with_capacity(2 * count),
            letters: String::with_capacity(LETTERS_OF_NAME * count),
        }
    }

    /// The mentions, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Mention> {
        self.all.iter()
    }

    /// The words of a mention, in order, as spans of the view; a word with hyphens is one.
    pub fn words(&self, mention: &Mention) -> &[Span] {
        &self.words[mention.words.start as usize..mention.words.end as usize]
    }

    /// The letters of a mention, see [`crate::text::fold::letters`].
    pub fn letters(&self, mention: &Mention) -> &str {
        &self.letters[mention.letters.start as usize..mention.letters.end as usize]
    }

    /// The letters of each of its words, in order.
    pub fn letters_of_words(&self, mention: &Mention) -> impl Iterator<Item = &str> {
        let mut from = mention.letters.start as usize;
        self.ends[mention.words.start as usize..mention.words.end as usize]
            .iter()
            .map(move |&end| &self.letters[std::mem::replace(&mut from, end as usize)..end as usize])
    }

    /// The mention with this number, counted from 0.
    pub fn get(&self, number: usize) -> Option<&Mention> {
        self.all.get(number)
    }

    /// The mention that starts at or holds an offset of the view.
    pub fn at(&self, offset: usize) -> Option<&Mention> {
        self.all.get(self.number_at(offset)?)
    }

    /// The number of that mention.
    pub fn number_at(&self, offset: usize) -> Option<usize> {
        let index = self.all.partition_point(|mention| mention.span.end() <= offset);
        (self.all.get(index)?.span.start() <= offset).then_some(index)
    }

    /// The last mention that ends at or before an offset of the view.
    pub fn before(&self, offset: usize) -> Option<&Mention> {
        let index = self.all.partition_point(|mention| mention.span.end() <= offset);
        self.all.get(index.checked_sub(1)?)
    }

    /// The number of mentions.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

#[cfg(test)]
mod tests;
