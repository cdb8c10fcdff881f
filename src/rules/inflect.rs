//! Regular forms of phrases and of their suggestions, by the inflections of a language file.

use super::decode::TextAt;
use super::language::{InflectedWord, Inflection};
use super::model::covers;
use super::nearest::did_you_mean;
use super::reader::Reader;
use super::string::Str;
use regex::Regex;
use std::sync::Arc;

/// An inflection with its expressions compiled.
pub struct Form {
    word: InflectedWord,
    rules: Vec<(Regex, String)>,
}

/// The forms that `inflect` names, or a report that the language has none of that name.
pub fn forms(reader: &mut Reader<'_>, names: &[TextAt]) -> Vec<Arc<[Form]>> {
    let Some(first) = names.first() else { return Vec::new() };
    let Some(tag) = reader.pack().target_language.clone() else {
        let message = "a pack for any language has no inflection";
        reader.error(first.span.clone(), message).help("give the pack a `target-language`");
        return Vec::new();
    };
    let mut all = Vec::new();
    for name in names {
        let key = (tag.clone(), name.value.clone());
        let forms = match reader.cache.forms.get(&key) {
            Some(forms) => forms.clone(),
            None => named(reader, &tag, name),
        };
        reader.cache.forms.insert(key, forms.clone());
        all.push(forms);
    }
    all
}

/// The forms of one name.
fn named(reader: &mut Reader<'_>, tag: &str, name: &TextAt) -> Arc<[Form]> {
    let inflections: Vec<&Inflection> = (reader.declared.languages.iter())
        .filter(|language| covers(&language.code, tag))
        .flat_map(|language| &language.inflections)
        .collect();
    let of_name = inflections.iter().filter(|inflection| *inflection.of == *name.value);
    // What does not compile was reported when the language file was read.
    let compiled = |rules: &[(Str, Str)]| {
        rules.iter().filter_map(|(regex, to)| Some((Regex::new(regex).ok()?, to.to_string()))).collect()
    };
    let forms: Arc<[Form]> =
        of_name.map(|inflection| Form { word: inflection.word, rules: compiled(&inflection.rules) }).collect();
    if forms.is_empty() {
        let note = reader.error(name.span.clone(), format!("`{tag}` has no inflection `{}`", name.value));
        let help = did_you_mean(&name.value, inflections.iter().map(|inflection| &*inflection.of));
        note.help(help.unwrap_or_else(|| "write the forms as further phrases".to_owned()));
    }
    forms
}

impl Form {
    /// The phrase in this form; none if no rule makes it.
    pub fn of(&self, phrase: &str) -> Option<String> {
        let split = match self.word {
            InflectedWord::First => phrase.find(' '),
            InflectedWord::Last => phrase.rfind(' ').map(|at| at + 1),
        };
        let (before, word, after) = match (self.word, split) {
            (_, None) => ("", phrase, ""),
            (InflectedWord::First, Some(at)) => ("", &phrase[..at], &phrase[at..]),
            (InflectedWord::Last, Some(at)) => (&phrase[..at], &phrase[at..], ""),
        };
        let (regex, to) = self.rules.iter().find(|(regex, _)| regex.is_match(word))?;
        Some(format!("{before}{}{after}", regex.replace(word, to.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_named_word_is_inflected_by_the_first_rule_that_fits() {
        let form = |word| Form {
            word,
            rules: vec![
                (Regex::new("^(.*[^aeiou])y$").unwrap(), "${1}ies".to_owned()),
                (Regex::new("^(.+)$").unwrap(), "${1}s".to_owned()),
            ],
        };
        assert_eq!(form(InflectedWord::Last).of("courtesy city").as_deref(), Some("courtesy cities"));
        assert_eq!(form(InflectedWord::First).of("pay a visit").as_deref(), Some("pays a visit"));
        assert_eq!(form(InflectedWord::First).of("visit").as_deref(), Some("visits"));
    }
}
