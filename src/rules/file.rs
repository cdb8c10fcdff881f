//! The shapes of a rule file, as its author writes them. The doc comments are the descriptions of the JSON Schema.

use super::decode::{At, OneOrMany, TextAt, Texts};
use super::model::{MatchWindow, TextView};
use crate::finding::{Confidence, Impact, Kind, Severity};
use schemars::JsonSchema;
use serde::Deserialize;

/// The keys that a rule file may have at its top.
pub const TOP_KEYS: &[&str] = &["pack", "class", "language", "rule", "entity"];

/// Metadata shared by all rules of a pack.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct PackTable {
    /// The pack's name; else the name of its folder or file. A user's pack only.
    pub name: Option<TextAt>,
    /// One sentence: what the pack is about.
    #[schemars(required)]
    pub description: Option<TextAt>,
    /// The language of the audited text: a BCP 47 tag (`en` covers `en-GB`), or `*` for any.
    pub target_language: Option<TextAt>,
    /// The languages whose habits it is about; none given is any.
    pub source_languages: Option<Texts>,
}

/// A set of words that patterns and conditions name in braces.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct ClassTable {
    /// The words and phrases of the class.
    pub words: Option<Texts>,
    /// A CSV table beside the rule file with the column `word` and, optionally, `tag`.
    pub file: Option<TextAt>,
    /// Whether other packs of the same target language may use it.
    pub shared: Option<bool>,
}

/// The keys that every rule has, whatever its check.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct RuleTable {
    /// Lower-case letters, digits, hyphens; unique in its pack.
    #[schemars(required)]
    pub id: Option<TextAt>,
    /// The kind of check.
    #[schemars(required)]
    pub check: Option<TextAt>,
    /// One sentence for the editor: what is wrong and why. A template: `{match}`, `{suggestion}`, `{1}`, …
    #[schemars(required)]
    pub message: Option<TextAt>,
    /// What to write instead, best first. Templates.
    pub suggest: Option<Texts>,
    /// Drives what fails a run.
    #[schemars(required)]
    pub severity: Option<At<Severity>>,
    /// `label` for a neutral fact, which is `info` and never fails a run.
    pub kind: Option<At<Kind>>,
    /// Weight in the MQM score; else by severity.
    pub impact: Option<Impact>,
    /// How sure the rule is; else `medium`.
    pub confidence: Option<Confidence>,
    /// MQM error type, `dimension/type`.
    #[schemars(required)]
    pub category: Option<TextAt>,
    /// Why it happens, how to fix it, when it is right after all.
    #[schemars(required)]
    pub explanation: Option<TextAt>,
    /// The sources that were read for a fact in it.
    pub references: Option<Vec<String>>,
    /// A fact without a source: the rule is `info` at most.
    pub unverified: Option<bool>,
    /// Lints of `rules lint` that were looked at and are to stand, such as `duplicate`; a comment says why.
    pub lint_allow: Option<Texts>,
    /// Target languages that it speaks of, as BCP 47 tags, within what its pack is about; without it any, also an
    /// unknown one.
    pub languages: Option<Texts>,
    /// Former full ids: dismissals of them stay valid.
    pub aliases: Option<Texts>,
    /// `false`: it runs only when its id is selected.
    pub enabled: Option<bool>,
    /// The first day on which the fact in it holds, `YYYY-MM-DD`.
    pub valid_from: Option<TextAt>,
    /// The last day on which the fact in it holds, `YYYY-MM-DD`.
    pub valid_until: Option<TextAt>,
    /// Overrides how phrases match case.
    pub case: Option<CaseKey>,
    /// The text that patterns see.
    pub view: Option<TextView>,
    /// How far a match, `needs` and `unless` reach.
    pub window: Option<MatchWindow>,
    /// More findings than this in a document are told as one: the first, with the others as related places.
    pub gather: Option<u32>,
    /// Fewest findings in a document: fewer are not told.
    pub at_least: Option<u32>,
    /// Only in these slots; `"!quotation"` means not there.
    #[serde(rename = "where")]
    pub slots: Option<Texts>,
    /// What stands just before the match: `{class}` or a regular expression; several: any of them.
    pub before: Option<Texts>,
    /// What stands just after the match.
    pub after: Option<Texts>,
    /// A word of a class within a number of words on either side.
    pub near: Option<OneOrMany<NearTable>>,
    /// One of these regular expressions has to occur in the window.
    pub needs: Option<Texts>,
    /// None of these regular expressions may occur in the window.
    pub unless: Option<Texts>,
    /// One of these regular expressions has to occur in the document.
    pub document_needs: Option<Texts>,
    /// ISO 3166 codes: silent where such a country is spoken of.
    pub countries_exempt: Option<Texts>,
    /// Where the source text is known, it must contain one of these.
    pub source_term: Option<Texts>,
}

/// How phrases match case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CaseKey {
    /// As written.
    Exact,
    /// In any case.
    Any,
}

/// A word of a class near the match.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NearTable {
    /// `class` or `class:tag`.
    pub class: TextAt,
    /// How many words away at most; else 8.
    pub within: Option<u32>,
}

/// A text in which the rule finds what is marked, or in which it is silent.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct ExampleTable {
    /// A text in which the rule finds exactly what is marked `[[…]]`.
    pub bad: Option<TextAt>,
    /// A text in which the rule is silent.
    pub good: Option<TextAt>,
    /// The text after the first suggestion of every finding is applied.
    pub fixed: Option<TextAt>,
    /// A title beside the text.
    pub title: Option<String>,
    /// The language of the text, if not the pack's.
    pub lang: Option<String>,
    /// The language of the source text.
    pub source_lang: Option<String>,
    /// The source text.
    pub source: Option<String>,
    /// The document's date, `YYYY-MM-DD`.
    pub date: Option<TextAt>,
    /// Several documents, for a rule of corpus scope: with marks it is bad, without it is good.
    pub documents: Option<Vec<TextAt>>,
}

/// What the engine may not know by itself about a language.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct LanguageTable {
    /// BCP 47 primary tag.
    #[schemars(required)]
    pub code: Option<TextAt>,
    /// English name, for reports.
    #[schemars(required)]
    pub name: Option<TextAt>,
    /// Frequent words in lower case; the share of a text's words that stand here tells its language.
    pub function_words: Option<Vec<String>>,
    /// ISO 15924 codes of scripts that alone tell the language.
    pub scripts: Option<Vec<String>>,
    /// Letters beyond a to z, in lower case: they tell a word of it in a text of another language.
    pub letters: Option<String>,
    /// Beginnings by which a word of it is known in a text of another language.
    pub beginnings: Option<Vec<String>>,
    /// Endings by which a word of it is known in a text of another language.
    pub endings: Option<Vec<String>>,
    /// Words after which a full stop does not end a sentence: lower case, without the last stop.
    pub abbreviations: Option<Vec<String>>,
    /// Marks that belong to a word when they stand before its last letter, as a quotation mark in Hebrew abbreviations.
    pub inner_marks: Option<String>,
    /// Brackets that are written alone, as a smile in place of a full stop.
    pub smiles: Option<String>,
    /// Regular expressions that mark slots, tried on each paragraph.
    pub slot: Option<Vec<SlotTable>>,
    /// The two forms of the indefinite article and what decides between them.
    pub article: Option<ArticleTable>,
    /// How regular forms are made.
    pub inflection: Option<Vec<InflectionTable>>,
    /// Words in and around names: lower case, without a final full stop.
    pub names: Option<super::language::Names>,
}

/// A regular expression that marks a slot.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SlotTable {
    /// The slot.
    pub slot: TextAt,
    /// The expression; group 1, or else the whole match, is the slot.
    pub pattern: TextAt,
}

/// An indefinite article with two forms.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ArticleTable {
    /// The form before a consonant.
    pub consonant: String,
    /// The form before a vowel.
    pub vowel: String,
    /// Letters that mostly sound as vowels at the start of a word.
    #[serde(default)]
    pub vowel_letters: String,
    /// Beginnings of words that sound like a vowel all the same.
    #[serde(default)]
    pub vowel_starts: Vec<String>,
    /// Beginnings of words that sound like a consonant all the same.
    #[serde(default)]
    pub consonant_starts: Vec<String>,
    /// Capital letters that, read by name at the start of an acronym, sound like a vowel.
    #[serde(default)]
    pub vowel_names: String,
}

/// How one regular form is made.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct InflectionTable {
    /// What a rule's `inflect` names, such as `noun` or `verb`.
    pub of: TextAt,
    /// Which word of a phrase is changed: `first` or `last`.
    pub word: super::language::InflectedWord,
    /// Regular expressions and replacements; the first that matches makes the form.
    pub rules: Vec<(TextAt, String)>,
}
