//! What limits where a rule speaks: its conditions, slots, window and view. A part of the rule model.

use super::deferred::Deferred;
use super::model::{ClassRef, TextPattern};
use super::string::Str;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::{Deref, DerefMut};

/// What has to hold beside the match.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Conditions {
    /// The text just before, one of these.
    pub before: Vec<Adjacent>,
    /// The text just after, one of these.
    pub after: Vec<Adjacent>,
    /// A word of a class within a number of tokens, one of these.
    pub near: Vec<Near>,
    /// One of these occurs in the window.
    pub needs: Vec<TextPattern>,
    /// None of these occurs in the window.
    pub unless: Vec<TextPattern>,
    /// One of these occurs in the document.
    pub document_needs: Vec<TextPattern>,
    /// Only in these slots; empty is everywhere.
    pub slots: Vec<Slot>,
    /// Not in these slots.
    pub not_slots: Vec<Slot>,
    /// Silent where one of these countries (tags of the class `country`) is spoken of.
    pub countries_exempt: Vec<ClassRef>,
    /// The class of all countries, if any is exempt.
    pub countries: Option<ClassRef>,
    /// Where the segment's source text is known, one of these must be in it.
    pub source_terms: Vec<Str>,
    /// The language of these terms: with a source in another language the rule is silent.
    pub source_language: Option<Str>,
}

/// The conditions of a rule. There are thousands of rules: most have none, and of the others few find their literals in a
/// text.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OwnConditions(Option<Box<Deferred<Conditions>>>);

static NONE: Conditions = Conditions {
    before: Vec::new(),
    after: Vec::new(),
    near: Vec::new(),
    needs: Vec::new(),
    unless: Vec::new(),
    document_needs: Vec::new(),
    slots: Vec::new(),
    not_slots: Vec::new(),
    countries_exempt: Vec::new(),
    countries: None,
    source_terms: Vec::new(),
    source_language: None,
};

impl OwnConditions {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none() || **self == NONE
    }
}

impl From<Conditions> for OwnConditions {
    fn from(conditions: Conditions) -> Self {
        OwnConditions((conditions != NONE).then(|| Box::new(conditions.into())))
    }
}

impl Deref for OwnConditions {
    type Target = Conditions;

    fn deref(&self) -> &Conditions {
        self.0.as_deref().map_or(&NONE, |conditions| conditions)
    }
}

impl DerefMut for OwnConditions {
    fn deref_mut(&mut self) -> &mut Conditions {
        self.0.get_or_insert_with(|| Box::new(Conditions::default().into()))
    }
}

impl PartialEq for OwnConditions {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

/// Text next to a match, over white space.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Adjacent {
    /// A word of a class.
    Class(ClassRef),
    /// A regular expression, anchored at the match by the engine.
    Regex(Str),
}

/// A word of a class within `within` tokens on either side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Near {
    /// The class.
    pub class: ClassRef,
    /// How many tokens away at most.
    pub within: u32,
}

/// A part of a text with rules of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Slot {
    /// A headline.
    Title,
    /// Running text: none of the others but quotation and attribution.
    Body,
    /// `JAKARTA -` at the start of a paragraph.
    Dateline,
    /// A photo credit in brackets.
    Credit,
    /// "quoted by …", "according to …".
    Attribution,
    /// Between quotation marks.
    Quotation,
    /// A picture caption.
    Caption,
}

/// How far a match and its conditions reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MatchWindow {
    /// One sentence.
    #[default]
    Sentence,
    /// One paragraph.
    Paragraph,
    /// The field, at most 64 KB around the match.
    Field,
}

/// The text that patterns see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TextView {
    /// NFC, one apostrophe, one quotation mark, one space, one hyphen, wrapped lines joined.
    #[default]
    Normalised,
    /// As it stands in the field.
    Plain,
}

impl Slot {
    /// All slots, with their names in rule files.
    pub const ALL: [(&'static str, Slot); 7] = [
        ("title", Slot::Title),
        ("body", Slot::Body),
        ("dateline", Slot::Dateline),
        ("credit", Slot::Credit),
        ("attribution", Slot::Attribution),
        ("quotation", Slot::Quotation),
        ("caption", Slot::Caption),
    ];
}
