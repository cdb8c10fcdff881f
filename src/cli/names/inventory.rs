//! The names that documents have, gathered.

use crate::cli::session::Session;
use mtaudit::checks::EntityIndex;
use mtaudit::document::Document;
use mtaudit::rules::entity::EntityKind;
use mtaudit::rules::model::covers;
use mtaudit::rules::string::Str;
use mtaudit::source::{Place, Span};
use mtaudit::text::fold::letters;
use mtaudit::text::mentions::title_before;
use mtaudit::text::{Analysis, Detector, LanguageTools};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// Most names that are kept.
const MOST_NAMES: usize = 1 << 20;
/// Words of a name at most; longer runs are lists and headlines.
const MOST_WORDS: usize = 8;

/// The names so far.
pub struct Inventory<'s> {
    session: &'s Session,
    lang: Option<&'s str>,
    tools: Vec<LanguageTools>,
    detector: Detector,
    entities: EntityIndex,
    names: HashMap<String, Spellings>,
    documents: u64,
    full: bool,
}

/// A name in its spellings.
#[derive(Default)]
struct Spellings {
    forms: Vec<Form>,
    /// Documents that have it in any spelling, and the last of them.
    documents: u64,
    last: u64,
    /// Uses with a title or an honorific of a person in front.
    titled: u64,
}

/// A spelling of a name.
#[derive(Clone, Debug, Serialize)]
pub struct Form {
    /// As the normalised text has it.
    pub form: String,
    /// Documents that have it.
    pub documents: u64,
    /// How often it stands in running text.
    pub count: u64,
    /// Where it stands first.
    pub first: First,
    #[serde(skip)]
    last: u64,
}

/// A place of a spelling.
#[derive(Clone, Debug, Serialize)]
pub struct First {
    pub file: Arc<str>,
    pub member: Option<Arc<str>>,
    pub document: Arc<str>,
    pub line: u32,
    pub column: u32,
}

/// A name as it is listed.
#[derive(Debug, Serialize)]
pub struct Name {
    /// The form that the tables want, if the texts have it; else the one of most documents.
    pub name: String,
    /// What it is, where a table or a title tells.
    pub kind: Option<&'static str>,
    /// The rule of the table that knows it.
    pub entity: Option<Str>,
    /// Documents that have it in any spelling.
    pub documents: u64,
    /// How often it stands in running text.
    pub count: u64,
    /// Its spellings, the one of `name` first.
    pub forms: Vec<Form>,
}

impl<'s> Inventory<'s> {
    /// No names yet; `lang` is the language of all texts, whatever they say.
    pub fn new(session: &'s Session, lang: Option<&'s str>) -> Self {
        Inventory {
            session,
            lang,
            tools: session.rules.languages.iter().map(LanguageTools::new).collect(),
            detector: Detector::new(&session.rules.languages),
            entities: EntityIndex::new(&session.rules),
            names: HashMap::new(),
            documents: 0,
            full: false,
        }
    }

    /// Documents read.
    pub fn documents(&self) -> u64 {
        self.documents
    }

    /// Whether there were more names than are kept.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// Adds the names of a document.
    pub fn take(&mut self, document: &Document) {
        // Windows of one document are one.
        self.documents += u64::from(document.window.index == 0);
        let fields: Vec<Analysis<'_>> = document.fields.iter().map(Analysis::of).collect();
        let lang = self.language(document, &fields);
        let known = |tools: &LanguageTools| lang.as_deref().is_some_and(|tag| covers(&tools.data().code, tag));
        let at = self.tools.iter().position(known);
        for field in fields {
            let analysis = field.in_language(at.map(|at| &self.tools[at]));
            let mentions = analysis.mentions();
            let overlap = document.window.held_before();
            for mention in mentions.iter().filter(|mention| !mention.headline && !mention.office) {
                let span = analysis.view.to_field(mention.span);
                if mentions.words(mention).len() > MOST_WORDS || span.end() <= overlap {
                    continue;
                }
                let titled = mention.gender.is_some() || title_before(&analysis, mention).is_some();
                let text = analysis.text(mention.span);
                if !titled && mentions.words(mention).len() == 1 && self.is_plain(&analysis, mention.span) {
                    continue;
                }
                add((&mut self.names, &mut self.full), text, self.documents, titled, || {
                    (document.raw.place(analysis.field.map.raw(span)), document.id.clone())
                });
            }
        }
    }

    /// Whether a word with a capital is an everyday word of the language, and no table knows it as a name.
    fn is_plain(&self, analysis: &Analysis<'_>, word: Span) -> bool {
        let folded = analysis.folded(word);
        let everyday = |language: &LanguageTools| {
            language.is_function_word(folded) || language.lexicon().is_some_and(|lexicon| lexicon.is_common(folded))
        };
        analysis.language().is_some_and(everyday) && self.entities.named(&letters(analysis.text(word))).is_empty()
    }

    fn language(&self, document: &Document, fields: &[Analysis<'_>]) -> Option<Arc<str>> {
        let detected = || self.detector.detect_in(fields);
        let given = self.lang.map(Into::into).or_else(|| document.lang.clone());
        given.or_else(|| self.session.config.lang.as_deref().map(Into::into)).or_else(detected)
    }

    /// The names that stand in so many documents, those of most documents first; `varied`: only those with several
    /// spellings.
    pub fn names(self, min_documents: u64, varied: bool) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for (key, spellings) in self.names {
            if spellings.documents < min_documents || varied && spellings.forms.len() < 2 {
                continue;
            }
            let rules = &self.session.rules;
            let known = self.entities.named(&key).first().and_then(|rule| Some((*rule, rules.entity(*rule)?)));
            let wanted = known.map(|(_, entity)| &*entity.name);
            let mut forms = spellings.forms;
            // A spelling in capitals only says the least of how a name is written.
            let capitals = |form: &Form| !form.form.contains(char::is_lowercase);
            forms.sort_by(|a, b| {
                let rank = |form: &Form| {
                    let other = Some(form.form.as_str()) != wanted;
                    (other, capitals(form), Reverse(form.documents), Reverse(form.count))
                };
                rank(a).cmp(&rank(b)).then_with(|| a.form.cmp(&b.form))
            });
            let kind = known.map(|(_, entity)| entity.kind.name());
            names.push(Name {
                name: forms[0].form.clone(),
                kind: kind.or((spellings.titled > 0).then_some(EntityKind::Person.name())),
                entity: known.map(|(rule, _)| rules.rules[rule as usize].id.clone()),
                documents: spellings.documents,
                count: forms.iter().map(|form| form.count).sum(),
                forms,
            });
        }
        names.sort_by(|a, b| {
            let rank = |name: &Name| (Reverse(name.documents), Reverse(name.count));
            rank(a).cmp(&rank(b)).then_with(|| a.name.cmp(&b.name))
        });
        names
    }
}

fn add(
    (names, full): (&mut HashMap<String, Spellings>, &mut bool),
    text: &str,
    document: u64,
    titled: bool,
    place: impl FnOnce() -> (Place, Arc<str>),
) {
    let key = letters(text);
    let room = names.len() < MOST_NAMES;
    let spellings = match names.entry(key) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(new) if room => new.insert(Spellings::default()),
        Entry::Vacant(_) => {
            *full = true;
            return;
        }
    };
    spellings.titled += u64::from(titled);
    if spellings.last != document {
        spellings.last = document;
        spellings.documents += 1;
    }
    let at = match spellings.forms.iter().position(|form| form.form == text) {
        Some(at) => at,
        None => {
            let (place, of) = place();
            let first =
                First { file: place.file, member: place.member, document: of, line: place.line, column: place.column };
            spellings.forms.push(Form { form: text.to_owned(), documents: 0, count: 0, first, last: 0 });
            spellings.forms.len() - 1
        }
    };
    let form = &mut spellings.forms[at];
    form.count += 1;
    if form.last != document {
        form.last = document;
        form.documents += 1;
    }
}
