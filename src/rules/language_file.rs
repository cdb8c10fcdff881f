//! The `[language]` table of a language file.

use super::condition::slot;
use super::decode::{decode, keys_of, refuse_unknown_keys};
use super::file::LanguageTable;
use super::language::{Article, Inflection, Language, SlotPattern};
use super::normal::{normalise_pattern, normalise_phrase};
use super::pattern::{few_as_written, plain_regex};
use super::reader::Reader;
use super::string::Str;
use toml::Spanned;
use toml::de::DeTable;

/// Reads the table; what is wrong is reported, and the rest is used.
pub fn read(reader: &mut Reader<'_>, mut table: Spanned<DeTable<'_>>) -> Option<Language> {
    let span = table.span();
    refuse_unknown_keys(reader.file, table.get_mut(), keys_of::<LanguageTable>(), "`language`", reader.problems);
    let table: LanguageTable = decode(reader.file, table, reader.problems);
    let (Some(code), Some(name)) = (&table.code, &table.name) else {
        reader.error(span, "a language needs the keys `code` and `name`").help("code = \"en\", name = \"English\"");
        return None;
    };
    if reader.declared.languages.iter().any(|language| language.code.eq_ignore_ascii_case(&code.value)) {
        reader.error(code.span.clone(), format!("the language `{}` is already described", code.value));
        return None;
    }
    let mut slots = Vec::new();
    for pattern in table.slot.iter().flatten() {
        if let (Some(slot), Some(_)) =
            (slot(reader, &pattern.slot.value, &pattern.slot), plain_regex(reader, &pattern.pattern))
        {
            let normal = normalise_pattern(&pattern.pattern.value);
            slots.push(SlotPattern { slot, needed: few_as_written(&normal), pattern: normal.into() });
        }
    }
    let mut inflections = Vec::new();
    for inflection in table.inflection.iter().flatten() {
        let mut rules = Vec::new();
        for (regex, to) in &inflection.rules {
            rules.extend(plain_regex(reader, regex).map(|regex| (regex.into(), to.as_str().into())));
        }
        inflections.push(Inflection { of: inflection.of.value.as_str().into(), word: inflection.word, rules });
    }
    Some(Language {
        code: code.value.as_str().into(),
        name: name.value.clone(),
        function_words: words(table.function_words.as_deref()),
        scripts: words(table.scripts.as_deref()),
        letters: normalise_phrase(&table.letters.unwrap_or_default()).into(),
        beginnings: words(table.beginnings.as_deref()),
        endings: words(table.endings.as_deref()),
        abbreviations: words(table.abbreviations.as_deref()),
        inner_marks: table.inner_marks.unwrap_or_default().into(),
        smiles: table.smiles.unwrap_or_default().into(),
        slots,
        article: table.article.map(|article| Article {
            consonant: article.consonant.into(),
            vowel: article.vowel.into(),
            vowel_letters: article.vowel_letters.into(),
            vowel_starts: words(Some(&article.vowel_starts)),
            consonant_starts: words(Some(&article.consonant_starts)),
            vowel_names: article.vowel_names.into(),
        }),
        inflections,
        names: table.names.unwrap_or_default(),
    })
}

fn words(list: Option<&[String]>) -> Vec<Str> {
    list.unwrap_or_default().iter().map(|word| normalise_phrase(word).into()).collect()
}
