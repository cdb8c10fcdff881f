//! What every part of the loader needs at hand: the file being read, what is declared so far, and the problems.

use super::diagnostic::{Note, Problems};
use super::inflect::Form;
use super::model::{Class, ClassRef, Pack, covers};
use super::nearest::{did_you_mean, nearest};
use super::source::{PackSource, SourceFile};
use super::string::Str;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// What is declared: packs, classes and languages of all that is loaded together.
pub type Declared = super::model::RuleSet;

/// Reads one file of one pack.
pub struct Reader<'a> {
    /// The file.
    pub file: &'a SourceFile,
    /// The pack that it belongs to.
    pub source: &'a PackSource,
    /// Index of that pack.
    pub pack: u32,
    /// What is declared.
    pub declared: &'a Declared,
    /// What is wrong.
    pub problems: &'a mut Problems,
    /// What was looked up before.
    pub cache: &'a mut Cache,
}

/// What the rows of large tables ask for again and again.
#[derive(Default)]
pub struct Cache {
    /// Classes by pack and by `class` or `class:tag`; only those that there are.
    classes: HashMap<(u32, String), ClassRef>,
    /// Inflections by language and name.
    pub forms: HashMap<(Str, String), Arc<[Form]>>,
}

impl Reader<'_> {
    /// The same reader for another file of the pack.
    pub fn for_file<'b>(&'b mut self, file: &'b SourceFile) -> Reader<'b> {
        Reader {
            file,
            source: self.source,
            pack: self.pack,
            declared: self.declared,
            problems: self.problems,
            cache: self.cache,
        }
    }

    /// The pack being read.
    pub fn pack(&self) -> &Pack {
        &self.declared.packs[self.pack as usize]
    }

    /// Adds an error about a byte range of the file.
    pub fn error(&mut self, span: Range<usize>, message: impl Into<String>) -> Note<'_> {
        self.problems.error(self.file, span, message)
    }

    /// Adds a warning.
    pub fn warning(&mut self, span: Range<usize>, message: impl Into<String>) -> Note<'_> {
        self.problems.warning(self.file, span, message)
    }

    /// Resolves `class` or `class:tag`, or says that it is unknown.
    pub fn class_ref(&mut self, written: &str, span: Range<usize>) -> Option<ClassRef> {
        let key = (self.pack, written.to_owned());
        if let Some(known) = self.cache.classes.get(&key) {
            return Some(known.clone());
        }
        let class = self.resolve(written, span)?;
        self.cache.classes.insert(key, class.clone());
        Some(class)
    }

    fn resolve(&mut self, written: &str, span: Range<usize>) -> Option<ClassRef> {
        let (name, tag) = match written.split_once(':') {
            Some((name, tag)) => (name, Some(tag)),
            None => (written, None),
        };
        let declared = self.declared;
        let Some((index, class)) = class(declared, self.pack, name) else {
            let names: Vec<&str> = visible_classes(declared, self.pack).map(|(_, class)| &*class.name).collect();
            let help = match nearest(name, names.iter().copied()) {
                Some(near) => format!("did you mean `{{{near}}}`?"),
                None => format!("declare it: `[class.{name}]` with `words = [\"…\"]` or `file = \"….csv\"`"),
            };
            self.error(span, format!("there is no class `{name}`")).help(help);
            return None;
        };
        let Some(tag) = tag else { return Some(ClassRef { class: index, tag: None }) };
        // Tags are matched as they are written in the table, whatever the case here.
        let found = class.words.iter().find(|word| word.tag.eq_ignore_ascii_case(tag)).map(|word| word.tag.clone());
        if found.is_none() || tag.is_empty() {
            let mut tags: Vec<&str> = class.words.iter().map(|word| &*word.tag).filter(|tag| !tag.is_empty()).collect();
            tags.sort_unstable();
            tags.dedup();
            let message = format!("no word of the class `{name}` has the tag `{tag}`");
            let help = match tags.is_empty() {
                true => Some("the class has no tags: its table has no column `tag`".to_owned()),
                false => did_you_mean(tag, tags.iter().copied()),
            };
            let note = self.error(span, message);
            if let Some(help) = help {
                note.help(help);
            }
            return None;
        }
        Some(ClassRef { class: index, tag: found })
    }
}

/// A class by name: the pack's own before a shared one.
fn class<'d>(declared: &'d Declared, pack: u32, name: &str) -> Option<(u32, &'d Class)> {
    let named = || visible_classes(declared, pack).filter(|(_, class)| &*class.name == name);
    named().find(|(_, class)| class.pack == pack).or_else(|| named().next())
}

/// The classes that a pack may use: its own, and the shared ones of packs for its target language or any.
pub fn visible_classes(declared: &Declared, pack: u32) -> impl Iterator<Item = (u32, &Class)> {
    let language = declared.packs[pack as usize].target_language.as_deref();
    let visible = move |class: &Class| {
        let of_language = match declared.packs[class.pack as usize].target_language.as_deref() {
            None => true,
            Some(range) => language.is_some_and(|tag| covers(range, tag)),
        };
        class.pack == pack || class.shared && of_language
    };
    (0..).zip(&declared.classes).filter(move |(_, class)| visible(class))
}
