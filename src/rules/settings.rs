//! What `[rules."id"]` of a configuration changes in a rule beyond severity and the like.

use super::house;
use super::model::{CheckSpec, Rule};
use super::normal::normalise_phrase;
use super::string::Str;
use super::surface::SurfaceRule;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Makes a form the one that a `variants` rule or an entity asks for, even of a text that uses only another; a new form is
/// added.
///
/// # Errors
/// The rule is of another kind.
pub fn prefer(rule: &mut Rule, form: &str) -> Result<(), String> {
    if rule.entity().is_some() {
        house::prefer(rule, form);
        return Ok(());
    }
    let CheckSpec::Variants(variants) = &mut rule.check else {
        return Err(format!("`{}` has no forms to prefer one of", rule.id));
    };
    let form: Str = normalise_phrase(form).into();
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
    match &rule.check {
        CheckSpec::Variants(variants) => variants.forms.iter().any(|known| **known == *form),
        CheckSpec::Entity(entity) => entity.names().any(|known| **known == *form),
        _ => false,
    }
}

/// Changes parameters of a rule's check.
///
/// # Errors
/// A parameter that the check does not have or that cannot be changed, or a value of the wrong kind.
pub fn change_parameters(rule: &mut Rule, changes: &toml::Table) -> Result<(), String> {
    for (key, value) in changes {
        if key == "languages" {
            rule.languages = value.clone().try_into().map_err(|_| {
                format!("`languages` of `{}`: a list of BCP 47 tags, such as [\"de\", \"fr\"]", rule.id)
            })?;
            continue;
        }
        let changed = match &mut rule.check {
            CheckSpec::GarbledWord(parameters) => change_one(&mut **parameters, key, value),
            CheckSpec::NameVariant(parameters) => change_one(&mut **parameters, key, value),
            CheckSpec::NameStyle(parameters) => change_one(&mut **parameters, key, value),
            CheckSpec::OfficeConflict(parameters) => change_one(&mut **parameters, key, value),
            CheckSpec::AcronymConflict(parameters) => change_one(&mut **parameters, key, value),
            CheckSpec::Boilerplate(parameters) => change_one(parameters, key, value),
            CheckSpec::GenderConflict(parameters) => change_one(&mut **parameters, key, value),
            CheckSpec::CapitalisationVariant(parameters) => change_one(&mut **parameters, key, value),
            CheckSpec::Words(rule) => rule.change(key, value),
            CheckSpec::Surface(rule) => match &mut **rule {
                SurfaceRule::Mojibake(parameters) => change_one(parameters, key, value),
                SurfaceRule::Calendar(parameters) => change_one(parameters, key, value),
                SurfaceRule::Pairs(parameters) => change_one(parameters, key, value),
                SurfaceRule::Article(parameters) => change_one(parameters, key, value),
                SurfaceRule::NumberStyle(parameters) => change_one(parameters, key, value),
            },
            CheckSpec::Repetition(parameters) => change_one(&mut **parameters, key, value),
            CheckSpec::QuoteConflict(parameters) => change_one(&mut **parameters, key, value),
            CheckSpec::Variants(variants) if key == "scope" => set(&mut variants.scope, value),
            _ => Change::Unknown,
        };
        match changed {
            Change::Done => {}
            Change::Wrong(message) => return Err(format!("`{key}` of `{}`: {message}", rule.id)),
            Change::Unknown => {
                return Err(format!(
                    "`{key}` of `{}` cannot be set here; severity, impact, confidence, enabled, languages and the parameters of detectors can",
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

/// Changes a parameter of a detector, by its name in rule files. What the rule is (its class) stays.
fn change_one<T: Serialize + DeserializeOwned>(parameters: &mut T, key: &str, value: &toml::Value) -> Change {
    let Ok(mut table) = toml::Table::try_from(&*parameters) else { return Change::Unknown };
    if key == "class" || !table.contains_key(key) {
        return Change::Unknown;
    }
    table.insert(key.to_owned(), value.clone());
    set(parameters, &toml::Value::Table(table))
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
