//! XLIFF 1.2 and 2.x: the targets of a translation, with their sources.

use super::bilingual::{self, Units};
use super::xml::{Element, Name, Opened, Root};
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
    /// Languages of the file; of version 1.2, of the part of it.
    lang: Option<Arc<str>>,
    source_lang: Option<Arc<str>>,
    /// Open elements, each with whether its units are left as they are.
    kept: Vec<bool>,
    units: u64,
}

impl Units for Translation {
    const NOUN: &'static str = "an XLIFF file";
    const ROOT: &'static str = "xliff";

    fn is_unit(&self, name: Name<'_>) -> bool {
        matches!(name.local, "trans-unit" | "unit")
    }

    fn open(&mut self, opened: &Opened) -> bool {
        if !opened.is_empty {
            let stated = bilingual::untranslatable(opened.attribute("translate"));
            self.kept.push(stated.unwrap_or_else(|| self.is_kept()));
        }
        let language = |names: [&str; 2]| {
            let stated = names.iter().find_map(|name| opened.attribute(name));
            stated.filter(|lang| !lang.is_empty()).map(Arc::from)
        };
        let is_part = opened.name == "file";
        if is_part || opened.name == "xliff" {
            self.lang = language(["target-language", "trgLang"]).or_else(|| self.lang.take());
            self.source_lang = language(["source-language", "srcLang"]).or_else(|| self.source_lang.take());
        }
        is_part
    }

    fn close(&mut self, _: &str) {
        self.kept.pop();
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
        (self.lang.clone(), self.source_lang.clone())
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
