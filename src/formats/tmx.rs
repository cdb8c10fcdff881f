//! TMX: translation memories.

use super::bilingual::{self, Units};
use super::xml::{Element, Items, Opened, Root};
use super::{Documents, Format, FormatOptions};
use crate::document::Field;
use crate::input::Input;
use std::sync::Arc;

/// TMX.
#[derive(Clone, Copy, Debug)]
pub struct Tmx;

impl Format for Tmx {
    fn name(&self) -> &'static str {
        "tmx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tmx"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        Root::of(head).is_some_and(|root| root.local() == "tmx")
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        bilingual::documents(Memory::default(), input, options)
    }
}

#[derive(Default)]
struct Memory {
    source_lang: Option<Arc<str>>,
    /// The first other language of the memory: the one that is read.
    lang: Option<Arc<str>>,
    /// Translations into others.
    others: u64,
    units: u64,
}

impl Units for Memory {
    const NOUN: &'static str = "a TMX file";
    const ROOT: &'static str = "tmx";

    const ITEMS: Items =
        Items::units(|name| name.local == "tu", |name| matches!(name.local, "header" | "body" | "tmx"));

    fn is_part(&self, _: &Opened) -> bool {
        false
    }

    fn open(&mut self, opened: &Opened) {
        if opened.name == "header" {
            // Any language may be the source of a memory that says so.
            let stated = opened.attribute("srclang").filter(|lang| !lang.is_empty() && *lang != "*all*");
            self.source_lang = stated.map(Arc::from);
        }
    }

    fn close(&mut self, _: usize) {}

    fn unit(&mut self, unit: &Element<'_>) -> Vec<Field> {
        self.units += 1;
        let variants = unit.children().filter(|child| child.name().local == "tuv");
        let variants: Vec<_> = variants.filter_map(|variant| Some((variant.lang()?, segment(&variant)?))).collect();
        let own = unit.attribute("srclang").filter(|lang| *lang != "*all*").map(Arc::from);
        // Where nothing says it, the first variant is the source.
        let source_lang: Option<Arc<str>> =
            own.or_else(|| self.source_lang.clone()).or_else(|| variants.first().map(|(lang, _)| lang.clone()));
        let Some(source_lang) = source_lang else { return Vec::new() };
        self.source_lang.get_or_insert_with(|| source_lang.clone());
        let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
        let primary = |lang: &str| lang.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let source = variants
            .iter()
            .find(|(lang, _)| same(lang, &source_lang))
            .or_else(|| variants.iter().find(|(lang, _)| primary(lang) == primary(&source_lang)));
        let name = bilingual::name(unit, &["tuid"], self.units);
        let mut fields = Vec::new();
        for (lang, text) in &variants {
            if source.is_some_and(|(of_source, _)| of_source == lang) {
                continue;
            }
            let read = self.lang.get_or_insert_with(|| lang.clone());
            if same(read, lang) {
                fields.extend(bilingual::field(&name, text, source.map(|(_, source)| source)));
            } else {
                self.others += 1;
            }
        }
        fields
    }

    fn languages(&self) -> (Option<Arc<str>>, Option<Arc<str>>) {
        (self.lang.clone(), self.source_lang.clone())
    }

    fn closing(&mut self) -> Option<String> {
        let lang = self.lang.as_deref().filter(|_| self.others > 0)?;
        Some(format!("only translations into `{lang}`, its first other language, are audited ({} others)", self.others))
    }
}

fn segment<'a>(variant: &Element<'a>) -> Option<Element<'a>> {
    variant.children().find(|child| child.name().local == "seg")
}

#[cfg(test)]
#[path = "tmx_tests.rs"]
mod tests;
