//! What `[rules."id"]` of a configuration changes in a rule beyond severity and the like.

use super::garbled::GarbledWord;
use super::model::{CheckSpec, Rule};
use super::normal::normalise_phrase;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// Makes a form the one that a `variants` rule asks for, even of a text that uses only another; a new form is
/// added.
///
/// # Errors
/// The rule is of another kind.
pub fn prefer(rule: &mut Rule, form: &str) -> Result<(), String> {
    let CheckSpec::Variants(variants) = &mut rule.check else {
        return Err(format!("`{}` has no forms to prefer one of", rule.id));
    };
    let form: Arc<str> = normalise_phrase(form).into();
    let known = variants.forms.iter().position(|known| *known == form);
    let index = known.unwrap_or_else(|| {
        variants.forms.push(form);
        variants.forms.len() - 1
    });
    variants.prefer = u32::try_from(index).ok();
    variants.house = true;
    Ok(())
}

/// Whether a rule is about this form.
pub fn has_form(rule: &Rule, form: &str) -> bool {
    let form = normalise_phrase(form);
    matches!(&rule.check, CheckSpec::Variants(variants) if variants.forms.iter().any(|known| **known == *form))
}

/// Changes parameters of a rule's check.
///
/// # Errors
/// A parameter that the check does not have or that cannot be changed, or a value of the wrong kind.
pub fn change_parameters(rule: &mut Rule, changes: &toml::Table) -> Result<(), String> {
    for (key, value) in changes {
        let changed = match &mut rule.check {
            CheckSpec::GarbledWord(parameters) => change_garbled(parameters, key, value),
            CheckSpec::Words(rule) => rule.change(key, value),
            CheckSpec::Variants(variants) if key == "scope" => set(&mut variants.scope, value),
            _ => Change::Unknown,
        };
        match changed {
            Change::Done => {}
            Change::Wrong(message) => return Err(format!("`{key}` of `{}`: {message}", rule.id)),
            Change::Unknown => {
                return Err(format!(
                    "`{key}` of `{}` cannot be set here; severity, impact, confidence, enabled and the parameters of detectors can",
                    rule.id
                ));
            }
        }
    }
    Ok(())
}

/// What became of a change of a parameter.
pub enum Change {
    /// It was made.
    Done,
    /// The check has no such parameter.
    Unknown,
    /// The value is of the wrong kind.
    Wrong(String),
}

fn change_garbled(parameters: &mut GarbledWord, key: &str, value: &toml::Value) -> Change {
    match key {
        "min-length" => set(&mut parameters.min_length, value),
        "common-level" => set(&mut parameters.common_level, value),
        "function-words" => set(&mut parameters.function_words, value),
        "glued-before" => set(&mut parameters.glued_before, value),
        "glued-after" => set(&mut parameters.glued_after, value),
        "closing-endings" => set(&mut parameters.closing_endings, value),
        "prefixes" => set(&mut parameters.prefixes, value),
        "suffixes" => set(&mut parameters.suffixes, value),
        "allowed" => set(&mut parameters.allowed, value),
        _ => Change::Unknown,
    }
}

fn set<T: DeserializeOwned>(parameter: &mut T, value: &toml::Value) -> Change {
    match value.clone().try_into() {
        Ok(value) => {
            *parameter = value;
            Change::Done
        }
        Err(error) => Change::Wrong(error.to_string().trim().to_owned()),
    }
}
