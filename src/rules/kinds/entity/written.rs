//! An entity as its author writes it, in a row of a table or in `[[entity]]`.

use super::terms::{self, TermTable};
use super::wrong_forms;
use crate::finding::Severity;
use crate::rules::decode::{At, OneOrMany, TextAt, Texts};
use crate::rules::entity::{Entity, EntityKind, Gender};
use crate::rules::nearest::did_you_mean;
use crate::rules::normal::normalise_phrase;
use crate::rules::reader::Reader;
use crate::rules::row::{slug, word_of};
use crate::rules::string::Str;
use crate::rules::table::{Row, Table};
use schemars::JsonSchema;
use serde::Deserialize;
use std::ops::Range;

/// The columns of an entity table.
pub const COLUMNS: &[&str] = &[
    "id",
    "kind",
    "name",
    "variants",
    "wrong",
    "right",
    "wrong_expansions",
    "native",
    "language",
    "gender",
    "family",
    "family_first",
    "country",
    "capital",
    "demonyms",
    "acronyms",
    "expansions",
    "single",
    "domain",
    "severity",
    "confidence",
    "needs",
    "unless",
    "near",
    "where",
    "countries_exempt",
    "note",
    "reference",
    "unverified",
    "valid_from",
    "valid_until",
    "aliases",
    "bad_example",
    "good_example",
    "lint_allow",
];

/// A person, organisation, agency, place or office.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct EntityTable {
    /// Lower-case letters, digits, hyphens; else made of the name.
    pub id: Option<TextAt>,
    /// What it is; else `person`.
    pub kind: Option<EntityKind>,
    /// The form to write.
    #[schemars(required)]
    pub name: Option<TextAt>,
    /// Other forms that are right.
    pub variants: Option<Texts>,
    /// Forms that are wrong.
    pub wrong: Option<Texts>,
    /// What to write for these, best first; else the name.
    pub right: Option<Texts>,
    /// Names that are put before or behind its letters by mistake.
    pub wrong_expansions: Option<Texts>,
    /// Its name in its own language and script.
    pub native: Option<Texts>,
    /// The language of that name, a BCP 47 tag.
    pub language: Option<TextAt>,
    /// The pronoun of a person: `she` or `he`.
    pub gender: Option<Gender>,
    /// The family name of a person, where it is not the last word, or the first with `family-first`.
    pub family: Option<Texts>,
    /// Whether the family name stands first.
    pub family_first: Option<bool>,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<TextAt>,
    /// The capital of a country.
    pub capital: Option<TextAt>,
    /// What the people of a place are called, and the adjective.
    pub demonyms: Option<Texts>,
    /// The letters of an organisation.
    pub acronyms: Option<Texts>,
    /// What its letters may stand for beside its name and variants.
    pub expansions: Option<Texts>,
    /// Whether one person at a time holds the office in a country.
    pub single: Option<bool>,
    /// The domain of its pages.
    pub domain: Option<TextAt>,
    /// Severity of its wrong forms; else `warning`.
    pub severity: Option<At<Severity>>,
    /// One sentence that follows the message.
    pub note: Option<TextAt>,
    /// The sources that were read.
    pub reference: Option<Texts>,
    /// A fact without a source: `info` at most.
    pub unverified: Option<bool>,
    /// Former full ids.
    pub aliases: Option<Texts>,
    /// Offices that the person held.
    pub office: Option<OneOrMany<TermTable>>,
}

impl EntityTable {
    /// The cells of a row.
    pub fn of_row(reader: &mut Reader<'_>, table: &Table, row: &Row) -> Self {
        let file = reader.file;
        let list = |column: &str| {
            let texts = table.alternatives(file, row, column);
            (!texts.is_empty()).then_some(Texts(texts))
        };
        let cell = |column: &str| table.cell(row, column).cloned();
        let mut yes = |column: &str| {
            let cell = table.cell(row, column)?;
            word_of(reader, cell, &[("yes", true), ("true", true), ("no", false), ("false", false)])
        };
        let (family_first, single) = (yes("family_first"), yes("single"));
        let kind = table.cell(row, "kind").and_then(|cell| word_of(reader, cell, &EntityKind::ALL));
        let genders = [("she", Gender::She), ("he", Gender::He)];
        EntityTable {
            id: cell("id"),
            kind,
            name: cell("name"),
            variants: list("variants"),
            wrong: list("wrong"),
            right: list("right"),
            wrong_expansions: list("wrong_expansions"),
            native: list("native"),
            language: cell("language"),
            gender: table.cell(row, "gender").and_then(|cell| word_of(reader, cell, &genders)),
            family: list("family"),
            family_first,
            country: cell("country"),
            capital: cell("capital"),
            demonyms: list("demonyms"),
            acronyms: list("acronyms"),
            expansions: list("expansions"),
            single,
            domain: cell("domain"),
            aliases: list("aliases"),
            ..EntityTable::default()
        }
    }

    /// The id of the entity in its table.
    pub fn id(&self) -> String {
        let name = || self.name.as_ref().map(|name| slug(&name.value)).unwrap_or_default();
        self.id.as_ref().map_or_else(name, |id| id.value.clone())
    }

    /// The entity, or a report of what it lacks.
    pub fn entity(&self, reader: &mut Reader<'_>, span: Range<usize>, kind: Option<EntityKind>) -> Option<Entity> {
        let kind = self.kind.or(kind).unwrap_or_default();
        let Some(name) = self.name.as_ref().filter(|name| has_letter(&name.value)) else {
            let message = "this entity has no `name`";
            reader.error(span, message).help("give it the form to write, such as \"Kim Jong Un\"");
            return None;
        };
        let name: Str = normalise_phrase(&name.value).into();
        let acronyms = forms(reader, &self.acronyms, None);
        let wrong = wrong_forms(self, &name, &acronyms);
        let variants = forms(reader, &self.variants, Some(&name));
        let known = |text: &str| *name == *text || variants.iter().any(|variant| **variant == *text);
        for text in self.wrong.iter().flat_map(|texts| &texts.0) {
            if known(&normalise_phrase(&text.value)) {
                let message = format!("`{}` is a wrong form and a right one of the same entity", text.value);
                reader.error(text.span.clone(), message).help("take it out of one of the two");
            } else if !has_letter(&text.value) {
                reader.error(text.span.clone(), "a form needs a letter");
            }
        }
        if let (Some(expansions), true) = (&self.wrong_expansions, acronyms.is_empty()) {
            let place = expansions.0.first().map_or(span.clone(), |first| first.span.clone());
            let message = "wrong expansions are found beside the letters, and this entity has none";
            reader.error(place, message).help("fill `acronyms`, or list the forms as `wrong`");
        }
        self.check_kind(reader, kind);
        let text = |text: &Option<TextAt>| text.as_ref().map(|text| normalise_phrase(&text.value).into());
        Some(Entity {
            kind,
            wrong,
            native: forms(reader, &self.native, None),
            language: text(&self.language),
            gender: self.gender,
            family: forms(reader, &self.family, None),
            family_first: self.family_first.unwrap_or(false),
            country: self.country.as_ref().and_then(|code| country(reader, code)),
            capital: text(&self.capital),
            demonyms: forms(reader, &self.demonyms, None),
            acronyms,
            expansions: forms(reader, &self.expansions, None),
            terms: self.office.iter().flat_map(|all| &all.0).filter_map(|one| terms::term(reader, one)).collect(),
            single: self.single.unwrap_or(false),
            domain: text(&self.domain),
            house: false,
            same_as: None,
            name,
            variants,
        })
    }

    /// Reports what an entity of a kind cannot have.
    fn check_kind(&self, reader: &mut Reader<'_>, kind: EntityKind) {
        let of_person = [
            ("family", self.family.as_ref().and_then(|texts| texts.0.first()).map(|text| text.span.clone())),
            ("office", self.office.as_ref().and_then(|all| all.0.first()?.title.as_ref()).map(|t| t.span.clone())),
        ];
        if kind == EntityKind::Person {
            return;
        }
        for (key, span) in of_person {
            if let Some(span) = span {
                let message = format!("`{key}` is about a person, and this is of the kind `{}`", kind.name());
                reader.error(span, message).help("set the kind to `person`, or take it out");
            }
        }
    }
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// The forms of a list, each once; one that is the name itself, or stands there twice, is reported.
fn forms(reader: &mut Reader<'_>, texts: &Option<Texts>, name: Option<&str>) -> Vec<Str> {
    let mut all: Vec<Str> = Vec::new();
    for text in texts.iter().flat_map(|texts| &texts.0) {
        let form: Str = normalise_phrase(&text.value).into();
        if name.is_some_and(|name| *name == *form) || all.contains(&form) {
            reader.error(text.span.clone(), "this form stands here twice").help("take one of them out");
        } else if !form.is_empty() {
            all.push(form);
        }
    }
    all
}

/// A country code in lower case, or a report that it is none.
pub fn country(reader: &mut Reader<'_>, code: &TextAt) -> Option<Str> {
    if code.value.len() == 2 && code.value.chars().all(|c| c.is_ascii_alphabetic()) {
        return Some(code.value.to_ascii_lowercase().into());
    }
    let note = reader.error(code.span.clone(), format!("`{}` is no country code", code.value));
    let help = did_you_mean(&code.value, std::iter::empty());
    note.help(help.unwrap_or("write two letters of ISO 3166-1, such as `kp`".to_owned()));
    None
}
