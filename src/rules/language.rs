//! What rule files say of a target language: its scripts, frequent words, abbreviations, articles, inflection.

use super::string::Str;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One target language, from the `[language]` table of `rules/<lang>/language.toml`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Language {
    /// BCP 47 primary tag.
    pub code: Str,
    /// English name, for reports.
    pub name: String,
    /// Frequent function words in lower case: they tell the language of a text.
    pub function_words: Vec<Str>,
    /// Letters and digits of writing systems that alone tell the language (`ا`…): ISO 15924 codes.
    pub scripts: Vec<Str>,
    /// Letters beyond a to z, in lower case.
    pub letters: Str,
    /// Beginnings of words by which a word of it is known in a text of another language.
    pub beginnings: Vec<Str>,
    /// Endings of words by which a word of it is known in a text of another language.
    pub endings: Vec<Str>,
    /// Words after which a full stop does not end a sentence, without the stop, in lower case.
    pub abbreviations: Vec<Str>,
    /// Marks of the normalised view that belong to a word when they stand before its last letter.
    pub inner_marks: Str,
    /// Brackets that are written alone, as a smile in place of a full stop.
    pub smiles: Str,
    /// Patterns of slots, tried on each paragraph.
    pub slots: Vec<SlotPattern>,
    /// Indefinite articles that depend on the sound that follows.
    pub article: Option<Article>,
    /// Regular inflection.
    pub inflections: Vec<Inflection>,
    /// Words in and around names.
    pub names: Names,
}

/// Words in and around names, all in lower case and without a final full stop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Names {
    /// Words in lower case that stand inside a name ("von", "bin").
    pub particles: Vec<Str>,
    /// Words before a name that do not tell a gender ("dr").
    pub honorifics: Vec<Str>,
    /// Words before a man's name ("mr").
    pub honorifics_he: Vec<Str>,
    /// Words before a woman's name ("ms").
    pub honorifics_she: Vec<Str>,
    /// Words that name an office or a rank and stand before a name ("minister").
    pub titles: Vec<Str>,
    /// Words that stand in a title beside those ("foreign", "prime").
    pub title_words: Vec<Str>,
    /// Words before a title that say it is not, or not fully, this person's now ("former", "acting", "deputy").
    pub qualifiers: Vec<Str>,
    /// Words behind a name that belong to it ("jr").
    pub suffixes: Vec<Str>,
    /// Capitalised words that are no part of a name beside them ("monday").
    pub calendar: Vec<Str>,
    /// What stands behind a name and a hyphen without belonging to the name ("based").
    pub compound_endings: Vec<Str>,
    /// Endings behind a name that make it a possessive, with their apostrophe; one that is the apostrophe alone
    /// follows the letters of `bare-possessive-after`.
    pub possessives: Vec<Str>,
    /// Letters after which an apostrophe alone makes a possessive.
    pub bare_possessive_after: Str,
    /// Other endings glued to a name, with their apostrophe ("'ll").
    pub clitics: Vec<Str>,
    /// Pronouns for a man.
    pub pronouns_he: Vec<Str>,
    /// Pronouns for a woman.
    pub pronouns_she: Vec<Str>,
}

/// A regular expression that marks a slot; group 1, if there is one, is the slot, else the whole match.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlotPattern {
    /// The slot.
    pub slot: super::model::Slot,
    /// The pattern, run on the normalised view of each paragraph.
    pub pattern: Str,
    /// Sets of few texts: of each, one stands in every match.
    pub needed: Vec<Vec<Str>>,
}

/// An indefinite article with two forms.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Before a consonant ("a").
    pub consonant: Str,
    /// Before a vowel ("an").
    pub vowel: Str,
    /// Letters that mostly sound as vowels at the start of a word.
    pub vowel_letters: Str,
    /// Beginnings of words, in lower case, that sound like a vowel all the same ("hour", "honor").
    pub vowel_starts: Vec<Str>,
    /// Beginnings of words that sound like a consonant all the same ("uni", "one", "eu").
    pub consonant_starts: Vec<Str>,
    /// Capital letters that, read by name at the start of an acronym, sound like a vowel ("F", "M").
    pub vowel_names: Str,
}

/// How one regular form is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inflection {
    /// `noun` or `verb`: what a rule's `inflect` names.
    pub of: Str,
    /// Which word of a phrase is inflected.
    pub word: InflectedWord,
    /// `(regular expression, replacement)`; the first that matches makes the form.
    pub rules: Vec<(Str, Str)>,
}

/// Which word of a phrase an inflection changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum InflectedWord {
    /// The first (verbs in English).
    First,
    /// The last (nouns in English).
    Last,
}

impl Article {
    /// The form that stands before this word.
    pub fn before(&self, word: &str) -> &Str {
        if self.sounds_like_vowel(word) { &self.vowel } else { &self.consonant }
    }

    fn sounds_like_vowel(&self, word: &str) -> bool {
        let Some(first) = word.chars().next() else { return false };
        let mut letters = word.chars().take_while(|c| c.is_alphanumeric());
        let acronym =
            word.chars().nth(1).is_some_and(char::is_uppercase) && letters.all(|c| c.is_uppercase() || c.is_numeric());
        if acronym && first.is_uppercase() {
            return self.vowel_names.contains(first);
        }
        let small = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        let lower = if small { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) };
        let initial = lower.as_bytes().first();
        let starts =
            |list: &[Str]| list.iter().any(|start| start.as_bytes().first() == initial && lower.starts_with(&**start));
        if starts(&self.vowel_starts) {
            return true;
        }
        !starts(&self.consonant_starts) && lower.chars().next().is_some_and(|c| self.vowel_letters.contains(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_follows_the_sound() {
        let article = Article {
            consonant: "a".into(),
            vowel: "an".into(),
            vowel_letters: "aeiou".into(),
            vowel_starts: vec!["honor".into()],
            consonant_starts: vec!["uni".into()],
            vowel_names: "AFM".into(),
        };
        let forms = ["courtesy", "old", "honorary", "university", "FBI", "UN"].map(|word| &**article.before(word));
        assert_eq!(forms, ["a", "an", "an", "a", "an", "a"]);
    }
}
