//! `check = "garbled-word"`: words that are no words.

use crate::rules::decode::{At, Texts, decode};
use crate::rules::garbled::{GarbledClass, GarbledWord};
use crate::rules::model::CheckSpec;
use crate::rules::normal::normalise_phrase;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::rule::Draft;
use crate::rules::string::Str;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "garbled-word"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// `doubled`: a chunk of letters written twice; `repeated`: the
    /// same in a word of which nothing can be made; `glued`: two words written as one; `joined`: a word with a piece of
    /// another behind it; `derived`: a suffix behind a word that does not take it.
    #[schemars(required)]
    class: Option<At<GarbledClass>>,
    /// The shortest word looked at, in letters.
    min_length: Option<u32>,
    /// The greatest level of the word list at which a word counts as common: a repair has to be common.
    common_level: Option<u32>,
    /// Function words of the language.
    function_words: Option<Texts>,
    /// Words that, glued in front of a common word, are found.
    glued_before: Option<Texts>,
    /// Words that, glued behind a common word, are found.
    glued_after: Option<Texts>,
    /// Endings behind which a word cannot go on.
    closing_endings: Option<Texts>,
    /// Suffixes behind endings or words that do not take them, written `ing+ness`.
    derivations: Option<Texts>,
    /// Prefixes that make a new word of a known stem.
    prefixes: Option<Texts>,
    /// Suffixes that make a new word of a known stem.
    suffixes: Option<Texts>,
    /// Words that are right although they look garbled.
    allowed: Option<Texts>,
}

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let Some(class) = keys.class else {
        draft.missing(reader, "class", "class = \"doubled\" or class = \"glued\"");
        return None;
    };
    let mut rule = draft.rule.clone();
    let default = GarbledWord::default();
    rule.check = CheckSpec::GarbledWord(Box::new(GarbledWord {
        class: class.value,
        min_length: keys.min_length.unwrap_or(default.min_length),
        common_level: keys.common_level.unwrap_or(default.common_level),
        function_words: words(keys.function_words),
        glued_before: words(keys.glued_before),
        glued_after: words(keys.glued_after),
        closing_endings: words(keys.closing_endings),
        derivations: words(keys.derivations),
        prefixes: words(keys.prefixes),
        suffixes: words(keys.suffixes),
        allowed: words(keys.allowed),
    }));
    Some(Made::Rule(Box::new(rule)))
}

fn words(texts: Option<Texts>) -> Vec<Str> {
    texts.unwrap_or_default().0.iter().map(|text| normalise_phrase(&text.value).into()).collect()
}
