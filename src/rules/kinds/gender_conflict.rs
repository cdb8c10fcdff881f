//! `check = "gender-conflict"`: a pronoun for the other gender of the only person that it can stand for.

use crate::rules::consistency::GenderConflict;
use crate::rules::decode::{Texts, decode};
use crate::rules::model::CheckSpec;
use crate::rules::normal::fold;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::rule::Draft;
use crate::rules::string::Str;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "gender-conflict"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// Sentences before that of the pronoun in which nobody else may be named (default 3).
    reach: Option<u32>,
    /// Honorifics of the language file that tell a gender beyond doubt; without it all of them.
    honorifics: Option<Texts>,
    /// Pronouns for a man, each with the one for a woman that takes its place: `[["he", "she"]]`.
    #[schemars(required)]
    pronouns: Option<Vec<(String, String)>>,
    /// Nouns for people that a pronoun may stand for, beside the titles of the language file.
    people: Option<Texts>,
    /// Titles directly before a name that tell a man.
    titles_he: Option<Texts>,
    /// Titles directly before a name that tell a woman.
    titles_she: Option<Texts>,
    /// Words before a name that tell that it is nobody's.
    before_things: Option<Texts>,
    /// Words in a name that tell that it is nobody's.
    things: Option<Texts>,
    /// Words that open a phrase before the subject of a sentence.
    openers: Option<Texts>,
}

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let Some(pronouns) = keys.pronouns else {
        draft.missing(reader, "pronouns", "pronouns = [[\"he\", \"she\"], [\"his\", \"her\"]]");
        return None;
    };
    let pair = |(he, she): (String, String)| -> (Str, Str) { (fold(&he).into(), fold(&she).into()) };
    let words = |texts: Option<Texts>| texts.unwrap_or_default().words();
    let mut rule = draft.rule.clone();
    rule.check = CheckSpec::GenderConflict(Box::new(GenderConflict {
        reach: keys.reach.unwrap_or(GenderConflict::default().reach),
        honorifics: words(keys.honorifics),
        pronouns: pronouns.into_iter().map(pair).collect(),
        people: words(keys.people),
        titles_he: words(keys.titles_he),
        titles_she: words(keys.titles_she),
        before_things: words(keys.before_things),
        things: words(keys.things),
        openers: words(keys.openers),
    }));
    Some(Made::Rule(Box::new(rule)))
}
