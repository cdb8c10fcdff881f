//! `check = "phrase"`: fixed phrases, with their regular forms.

use crate::rules::decode::{TextAt, Texts, decode};
use crate::rules::file::CaseKey;
use crate::rules::inflect::{Form, forms};
use crate::rules::model::{Case, CheckSpec, Phrase};
use crate::rules::normal::normalise_phrase;
use crate::rules::reader::Reader;
use crate::rules::registry::Made;
use crate::rules::rule::Draft;
use crate::rules::string::Str;
use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;
use toml::Spanned;
use toml::de::DeTable;

/// The keys of `check = "phrase"`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Keys {
    /// The phrase, or several.
    #[schemars(required)]
    phrase: Option<Texts>,
    /// `noun`, `verb`: adds the regular forms of the phrase and of the suggestion.
    inflect: Option<Texts>,
}

/// Makes the rule.
pub fn build(reader: &mut Reader<'_>, draft: &Draft<'_>, table: Spanned<DeTable<'_>>) -> Option<Made> {
    let keys: Keys = decode(reader.file, table, reader.problems);
    let Some(Texts(wrong)) = keys.phrase.filter(|texts| !texts.0.is_empty()) else {
        draft.missing(reader, "phrase", "phrase = \"honorary visit\"");
        return None;
    };
    let forms = forms(reader, &keys.inflect.unwrap_or_default().0);
    // A suggestion with holes is filled where the phrase is found; only plain text can be inflected here.
    let suggest = draft.table.suggest.clone().unwrap_or_default().0;
    let plain = suggest.iter().all(|text| !text.value.contains(['{', '}']));
    let right: Vec<String> = suggest.into_iter().filter(|_| plain).map(|text| text.value).collect();
    let mut rule = draft.rule.clone();
    rule.check = CheckSpec::Phrase(phrases(reader, &wrong, &forms, draft.table.case, &right));
    Some(Made::Rule(Box::new(rule)))
}

/// The phrases with their forms; `right` takes the same form. A form that is written out already, or that two
/// phrases share, is kept once, the written one first.
pub fn phrases(
    reader: &mut Reader<'_>,
    wrong: &[TextAt],
    forms: &[Arc<[Form]>],
    case: Option<CaseKey>,
    right: &[String],
) -> Vec<Phrase> {
    let mut all = Vec::new();
    let mut seen: FxHashSet<Str> = FxHashSet::default();
    let alone = wrong.len() == 1 && forms.is_empty();
    let mut push = |text: String, suggest| {
        let text: Str = text.into();
        if alone || seen.insert(text.clone()) {
            all.push(Phrase { case: case_of(&text, case), text, suggest });
        }
    };
    for text in wrong {
        let phrase = normalise_phrase(&text.value);
        if !phrase.chars().any(char::is_alphanumeric) {
            reader.error(text.span.clone(), "a phrase needs a letter or a digit");
            continue;
        }
        push(phrase, Vec::new());
    }
    for text in wrong {
        for form in forms.iter().flat_map(|forms| forms.iter()) {
            let Some(phrase) = form.of(&normalise_phrase(&text.value)) else { continue };
            let suggest = right.iter().map(|right| form.of(right).unwrap_or_else(|| right.clone()).into()).collect();
            push(phrase, suggest);
        }
    }
    all
}

/// The case that a phrase matches: the one asked for, else by whether it has a capital.
fn case_of(text: &str, asked: Option<CaseKey>) -> Case {
    match asked {
        Some(CaseKey::Exact) => Case::Exact,
        Some(CaseKey::Any) => Case::Any,
        None if text.chars().any(char::is_uppercase) => Case::Exact,
        None => Case::Lower,
    }
}
