//! XLIFF 1.2 and 2.x: the targets of a translation, with their sources.

use super::bilingual::{self, Units};
use super::xml::{Element, Items, Opened, Root};
use super::{Documents, Format, FormatOptions};
use crate::document::Field;
use crate::input::Input;
use std::sync::Arc;

/// XLIFF.
#[derive(Clone, Copy, Debug)]
pub struct Xliff;

impl Format for Xliff {
    fn name(&self) -> &'static str {
        "xliff"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xliff", "xlf"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        Root::of(head).is_some_and(|root| root.local() == "xliff")
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        bilingual::documents(Translation::default(), input, options)
    }
}

#[derive(Default)]
struct Translation {
    /// Languages that the file states for all of its parts: of the targets, of the sources.
    of_all: [Option<Arc<str>>; 2],
    /// Those of the part.
    of_part: [Option<Arc<str>>; 2],
    /// Open elements, each with whether its units are left as they are.
    kept: Vec<bool>,
    units: u64,
}

impl Units for Translation {
    const NOUN: &'static str = "an XLIFF file";
    const ROOT: &'static str = "xliff";

    const ITEMS: Items = Items::units(
        |name| matches!(name.local, "trans-unit" | "unit"),
        |name| matches!(name.local, "file" | "body" | "group" | "xliff"),
    );

    fn is_part(&self, opened: &Opened) -> bool {
        opened.name == "file"
    }

    fn open(&mut self, opened: &Opened) {
        if !opened.is_empty {
            let stated = bilingual::untranslatable(opened.attribute("translate"));
            self.kept.push(stated.unwrap_or_else(|| self.is_kept()));
        }
        let stated = [["target-language", "trgLang"], ["source-language", "srcLang"]].map(|names| {
            let stated = names.iter().find_map(|name| opened.attribute(name));
            stated.filter(|lang| !lang.is_empty()).map(Arc::from)
        });
        if opened.name == "xliff" {
            self.of_all = stated;
        } else if self.is_part(opened) {
            let [lang, source_lang] = stated;
            let [any, any_source] = self.of_all.clone();
            self.of_part = [lang.or(any), source_lang.or(any_source)];
        }
    }

    fn close(&mut self, count: usize) {
        self.kept.truncate(self.kept.len().saturating_sub(count));
    }

    fn unit(&mut self, unit: &Element<'_>) -> Vec<Field> {
        self.units += 1;
        let stated = unit.attribute("translate");
        if bilingual::untranslatable(stated.as_deref()).unwrap_or_else(|| self.is_kept()) {
            return Vec::new();
        }
        let name = bilingual::name(unit, &["resname", "name", "id"], self.units);
        if unit.name().local == "trans-unit" {
            return self.translation(&name, unit).into_iter().collect();
        }
        let segments = unit.children().filter(|child| child.name().local == "segment");
        let segments: Vec<_> = segments.collect();
        let fields = segments.iter().enumerate().filter_map(|(number, segment)| {
            let name = match segments.len() {
                1 => name.clone(),
                _ => format!("{name}/{}", bilingual::name(segment, &["id"], number as u64 + 1)),
            };
            self.translation(&name, segment)
        });
        fields.collect()
    }

    fn languages(&self) -> (Option<Arc<str>>, Option<Arc<str>>) {
        let [lang, source_lang] = self.of_part.clone();
        (lang, source_lang)
    }
}

impl Translation {
    fn is_kept(&self) -> bool {
        self.kept.last().copied().unwrap_or_default()
    }

    fn translation(&self, name: &str, of: &Element<'_>) -> Option<Field> {
        let child = |local: &str| of.children().find(|child| child.name().local == local);
        let target = child("target")?;
        bilingual::field(name, &target, child("source").as_ref())
    }
}

#[cfg(test)]
#[path = "xliff_tests.rs"]
mod tests;
