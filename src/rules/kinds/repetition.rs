//! `check = "repetition"`: what stands there twice or more often.

use crate::rules::decode::{At, Texts, decode};
use crate::rules::model::CheckSpec;
use crate::rules::normal::normalise_phrase;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::repetition::{Repetition, RepetitionClass};
use crate::rules::rule::Draft;
use crate::rules::string::Str;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "repetition"`. Lengths are counted in words of the text, unless they say letters.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// What is repeated: `word` ("the the"), `block` (several words back to back), `chunk` (letters inside a word,
    /// or the parts of a hyphenated one), `doublet` ("peace and peace"), `echo` (a span that comes back soon),
    /// `monotony` (a stretch with few new groups of four words), `sentence` (a sentence of the document), `bracketed`
    /// ("social media (social media)").
    #[schemars(required)]
    class: Option<At<RepetitionClass>>,
    /// Least times that it stands there.
    times: Option<u32>,
    /// Most times; more is the matter of another rule.
    most_times: Option<u32>,
    /// Fewest words of what is repeated (`monotony`: of the stretch looked at).
    min_words: Option<u32>,
    /// Most words of what is repeated.
    max_words: Option<u32>,
    /// Fewest letters of what is repeated.
    min_letters: Option<u32>,
    /// Fewest words of what is repeated that are no function words, each counted once.
    min_content: Option<u32>,
    /// `echo`, `sentence`: most words from the beginning of the one to the beginning of the other (`echo`: at most
    /// 200). `monotony`: the longest stretch that is looked at as one.
    reach: Option<u32>,
    /// `echo`: most words between the two.
    most_between: Option<u32>,
    /// `monotony`: greatest share of new groups of four words, in per cent.
    new_percent: Option<u32>,
    /// `word`: greatest level of the word list of a capitalised word that is looked at; without it none is.
    common_level: Option<u32>,
    /// `word`: whether names are looked at: only capitalised words, and not the common ones.
    names: Option<bool>,
    /// What stands between the two. `doublet`: words, or `,`. `block` and `word`: a space, `,`, `.` (the end of a sentence), `-`
    /// (a dash), `;` (another mark); without it any, in `word` a space.
    joiners: Option<Texts>,
    /// Only these words (`doublet`: the first of them); without it any.
    words: Option<Texts>,
    /// Words (`chunk`: chunks) that may be repeated.
    allowed: Option<Texts>,
    /// Words that carry no meaning of their own.
    function_words: Option<Texts>,
}

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let Some(class) = keys.class else {
        draft.missing(reader, "class", "class = \"word\" or class = \"block\"");
        return None;
    };
    let mut rule = draft.rule.clone();
    let default = Repetition::default();
    rule.check = CheckSpec::Repetition(Box::new(Repetition {
        class: class.value,
        times: keys.times.unwrap_or(default.times),
        most_times: keys.most_times.unwrap_or(default.most_times),
        min_words: keys.min_words.unwrap_or(default.min_words),
        max_words: keys.max_words.unwrap_or(default.max_words),
        min_letters: keys.min_letters.unwrap_or(default.min_letters),
        min_content: keys.min_content.unwrap_or(default.min_content),
        reach: keys.reach.unwrap_or(default.reach),
        most_between: keys.most_between.unwrap_or(default.most_between),
        new_percent: keys.new_percent.unwrap_or(default.new_percent),
        common_level: keys.common_level.unwrap_or(default.common_level),
        names: keys.names.unwrap_or(default.names),
        joiners: keys.joiners.unwrap_or_default().0.iter().map(|text| text.value.as_str().into()).collect(),
        words: words(keys.words),
        allowed: words(keys.allowed),
        function_words: words(keys.function_words),
    }));
    Some(Made::Rule(Box::new(rule)))
}

fn words(texts: Option<Texts>) -> Vec<Str> {
    texts.unwrap_or_default().0.iter().map(|text| normalise_phrase(&text.value).into()).collect()
}
