//! The validated rule model: what the loader makes of rule files and the engine runs.
//!
//! Everything here is plain data that `postcard` writes at build time and reads back at start-up, so nothing
//! may depend on `deserialize_any` (no untagged enums, no skipped fields).

use super::string::Str;
use crate::finding::{Confidence, Impact, Kind, Severity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::Range;

use super::boilerplate::Boilerplate;
use super::conflicts::{AcronymConflict, NameStyle, OfficeConflict};
use super::consistency::{CapitalisationVariant, GenderConflict};
use super::deferred::Deferred;
use super::entity::Entity;
use super::garbled::GarbledWord;
use super::language::Language;
pub use super::limits::{Adjacent, Conditions, MatchWindow, Near, OwnConditions, Slot, TextView};
use super::lint_kind::LintKind;
use super::names::NameVariant;
use super::office::OfficeHolder;
use super::quotes::QuoteConflict;
use super::repetition::Repetition;
use super::surface::SurfaceRule;
use super::template::Template;
use super::validity::Validity;
use super::words::WordRule;

/// Index of a rule in [`RuleSet::rules`].
pub type RuleIndex = u32;

/// All packs that were loaded together, ready to be run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RuleSet {
    /// The packs, in the order they were loaded.
    pub packs: Vec<Pack>,
    /// Sets of words that patterns and conditions refer to by index.
    pub classes: Vec<Class>,
    /// What is known of each target language, sorted by code.
    pub languages: Vec<Language>,
    /// The rules, sorted by pack and then as written.
    pub rules: Vec<Rule>,
}

/// A folder (or file) of rules with shared metadata.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// `en/offices` for a built-in pack, the folder's or file's name for a user's.
    pub id: Str,
    /// One sentence.
    pub description: String,
    /// The language of the text that it audits; `None` is any (`*`).
    pub target_language: Option<Str>,
    /// The languages whose habits it is about; empty is any.
    pub source_languages: Vec<Str>,
    /// Whether it is embedded in the program.
    pub builtin: bool,
}

/// One rule, or one row of a lexicon or of a table of variants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// `pack/rule`, or `pack/lexicon#row`.
    pub id: Str,
    /// Former full ids.
    pub aliases: Vec<Str>,
    /// Index of its pack.
    pub pack: u32,
    /// Target languages that it speaks of, within what its pack is about; empty is any.
    pub languages: Vec<Str>,
    /// Finding or label.
    pub kind: Kind,
    /// See [`Severity`].
    pub severity: Severity,
    /// See [`Impact`].
    pub impact: Impact,
    /// See [`Confidence`].
    pub confidence: Confidence,
    /// MQM error type id.
    pub category: Str,
    /// What the editor reads.
    pub message: Template,
    /// What to write instead, best first; empty where the check itself or nothing gives it.
    pub suggest: Vec<Template>,
    /// Whether it runs unless selected by its id.
    pub enabled: bool,
    /// When the fact in it holds.
    pub validity: Validity,
    /// What else has to hold where it matches.
    pub conditions: OwnConditions,
    /// How far a match and its conditions reach.
    pub window: MatchWindow,
    /// The text that its patterns see.
    pub view: TextView,
    /// More hits than this in a document are told as one.
    pub gather: Option<u32>,
    /// Fewer hits than this in a document are not told.
    pub at_least: u32,
    /// The mechanism with its parameters.
    pub check: CheckSpec,
    /// What `explain` prints and `rules test` runs.
    pub docs: Deferred<RuleDocs>,
}

/// The mechanism that evaluates a rule. One variant a check; `rules/registry.rs` lists them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CheckSpec {
    /// Fixed phrases (also the rows of a lexicon).
    Phrase(Vec<Phrase>),
    /// Regular expressions with word classes.
    Pattern(Vec<TextPattern>),
    /// Forms of which a document, or the corpus, may use one.
    Variants(Variants),
    /// Words that are no words.
    GarbledWord(Box<GarbledWord>),
    /// A person, organisation, agency, place or office, with its wrong forms.
    Entity(Box<Entity>),
    /// One name, spelled in several ways.
    NameVariant(Box<NameVariant>),
    /// Names of one language in two styles.
    NameStyle(Box<NameStyle>),
    /// Offices at odds.
    OfficeConflict(Box<OfficeConflict>),
    /// Acronyms at odds.
    AcronymConflict(Box<AcronymConflict>),
    /// Misspellings, words of other languages, unknown words.
    Words(Box<WordRule>),
    /// Offices in front of people who do not hold them.
    OfficeHolder(Box<OfficeHolder>),
    /// What stands there twice or more often.
    Repetition(Box<Repetition>),
    /// Text that repeats in most documents.
    Boilerplate(Boilerplate),
    /// Two quotations of one statement, worded differently.
    QuoteConflict(Box<QuoteConflict>),
    /// Pronouns at odds with whom they stand for.
    GenderConflict(Box<GenderConflict>),
    /// Institutions capitalised in two ways.
    CapitalisationVariant(Box<CapitalisationVariant>),
    /// Signs, dates and pairs.
    Surface(Box<SurfaceRule>),
}

/// A phrase of the folded view.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phrase {
    /// The phrase, normalised as a text is (NFC, straight quotes, single spaces) but not folded.
    pub text: Str,
    /// Which case it matches.
    pub case: Case,
    /// What to write instead of this form; empty: the rule's [`Rule::suggest`].
    pub suggest: Vec<Str>,
}

/// Which case a phrase matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Case {
    /// Exactly as written.
    Exact,
    /// As written (lower case), Capitalised, Title Case or ALL CAPS.
    Lower,
    /// Any.
    Any,
}

/// Forms of one name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variants {
    /// The forms, normalised, matched in exact case.
    pub forms: Vec<Str>,
    /// Index of the form to use, if one is preferred; else the majority, else the first seen.
    pub prefer: Option<u32>,
    /// Whether that form is the only right one (the configuration says so), rather than one of several.
    pub house: bool,
    /// Within what the forms have to agree.
    pub scope: Scope,
}

/// Within what something has to be consistent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Each document for itself.
    Document,
    /// All documents of a run together (`--corpus`).
    Corpus,
}

/// A set of words, looked up in the tokens of a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Class {
    /// Name as written in braces.
    pub name: Str,
    /// Index of the pack that declares it.
    pub pack: u32,
    /// Whether other packs of the same target language may use it.
    pub shared: bool,
    /// Normalised words and phrases; lower case matches any case, a word with capitals exactly.
    pub words: Deferred<Vec<ClassWord>>,
}

/// A word of a class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassWord {
    /// The word or phrase.
    pub text: Str,
    /// The value of the column `tag`; empty without one.
    pub tag: Str,
}

/// `{class}` or `{class:tag}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassRef {
    /// Index in [`RuleSet::classes`].
    pub class: u32,
    /// Only words with this tag.
    pub tag: Option<Str>,
}

/// A regular expression whose top level may hold word classes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TextPattern {
    /// As the author wrote it.
    pub written: Str,
    /// Regular expressions and classes in turn.
    pub pieces: Vec<PatternPiece>,
    /// Texts of the folded normalised view (also for a pattern of the plain view) of which one occurs in every
    /// match; empty: none is known, it is always run.
    pub literals: Vec<Literal>,
    /// The literals in the case that a match has them in, sorted; empty if they are too many to be listed.
    pub cased: Vec<Str>,
    /// How far from its literal a match may begin and end.
    pub reach: Reach,
    /// Such texts that a condition of the rule asks for in the window, where they are rarer than `literals`.
    pub rarer: Vec<Literal>,
    /// Further sets of such texts, of each of which one occurs in every match as well: to try them is cheaper than to
    /// compile the pattern. For a pattern of the plain view as they stand in the text, and few.
    pub also: Vec<Vec<Str>>,
    /// Sets of marks and digits, of each of which one occurs in every match; `é` is in a set for all beyond ASCII.
    pub marks: Vec<Str>,
    /// Folded texts of so many bytes each of which one stands just behind the literal that every match begins with; empty:
    /// none is known.
    pub follows: Vec<Str>,
    /// Folded texts of which one stands just before the class of a pattern that begins with an expression of few bytes;
    /// empty: none is known.
    pub leads: Vec<Str>,
    /// Ranges of characters beyond ASCII of which one occurs in every match; empty: none is known.
    pub characters: Vec<(char, char)>,
    /// Whether a token of a class of the pattern finds its place, because it has no literal but starts with
    /// or holds a class.
    pub by_class: bool,
}

/// A text that is looked for, with where it counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Literal {
    /// It, folded.
    pub text: Str,
    /// Whether it counts only where it does not go on a word: no letter or digit is before one with which it begins.
    pub starts_word: bool,
    /// Whether it counts only where no word goes on: no letter or digit is behind one with which it ends.
    pub ends_word: bool,
}

impl Literal {
    /// A text that counts only where it is words.
    pub fn words(text: impl Into<Str>) -> Self {
        Literal { text: text.into(), starts_word: true, ends_word: true }
    }

    /// A text that counts wherever it is.
    pub fn anywhere(text: impl Into<Str>) -> Self {
        Literal { text: text.into(), starts_word: false, ends_word: false }
    }

    /// Whether it may count where it stands in a text, to which it is equal in those bytes; `false` is certain.
    #[inline]
    pub fn may_count(&self, text: &[u8], at: Range<usize>) -> bool {
        let joins = |at: usize| text[at - 1].is_ascii_alphanumeric() && text[at].is_ascii_alphanumeric();
        !(self.starts_word && at.start > 0 && joins(at.start) || self.ends_word && at.end < text.len() && joins(at.end))
    }
}

impl AsRef<str> for Literal {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// How far a match goes from the literal that it was looked for by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// No limit is known but the window.
    #[default]
    Window,
    /// It begins with the literal.
    Start,
    /// It has at most so many bytes.
    Bytes(u32),
    /// It begins with an expression of at most so many bytes, the only one, and a class follows.
    Lead(u32),
}

/// A part of a [`TextPattern`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum PatternPiece {
    /// A regular expression in the syntax of the `regex` crate.
    Regex(Str),
    /// A word of a class.
    Class(ClassRef),
}

/// What `explain` prints and `rules test` runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RuleDocs {
    /// Why it happens, how to fix it, when it is right after all.
    pub explanation: Str,
    /// Sources that were read for the facts in it.
    pub references: Vec<String>,
    /// A fact without a source: info at most.
    pub unverified: bool,
    /// Lints that its author looked at and lets stand.
    pub lint_allow: Vec<LintKind>,
    /// The rule file, as it was given, with `/`.
    pub file: Str,
    /// 1-based line of the rule in its file.
    pub line: u32,
    /// The examples, as written.
    pub examples: Vec<Example>,
}

/// An example of a rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// Whether the rule must find something (exactly what is marked) or be silent.
    pub bad: bool,
    /// The documents, without marks; one, unless the example is of several.
    pub documents: Vec<ExampleText>,
    /// The first document after the suggestions were applied.
    pub fixed: Option<String>,
    /// A title field beside the text.
    pub title: Option<String>,
    /// Target language; else the pack's.
    pub lang: Option<Str>,
    /// The source text.
    pub source: Option<String>,
    /// Its language.
    pub source_lang: Option<Str>,
    /// The document's date.
    pub date: Option<Str>,
    /// 1-based line in the rule file.
    pub line: u32,
}

/// A text of an example with its marks taken out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExampleText {
    /// The text.
    pub text: String,
    /// Byte ranges marked `[[…]]`.
    pub primary: Vec<(u32, u32)>,
    /// Byte ranges marked `{{…}}`.
    pub related: Vec<(u32, u32)>,
}

impl RuleSet {
    /// The pack of a rule.
    pub fn pack_of(&self, rule: &Rule) -> &Pack {
        &self.packs[rule.pack as usize]
    }

    /// What is known of a language; `en` also serves `en-GB`.
    pub fn language(&self, tag: &str) -> Option<&Language> {
        self.languages.iter().find(|language| covers(&language.code, tag))
    }
}

/// Whether the language `range` (`en`) covers the tag (`en`, `en-GB`), ASCII case aside.
pub fn covers(range: &str, tag: &str) -> bool {
    let tag = tag.as_bytes();
    tag.len() >= range.len()
        && tag[..range.len()].eq_ignore_ascii_case(range.as_bytes())
        && matches!(tag.get(range.len()), None | Some(b'-' | b'_'))
}
