//! Checks: the mechanisms that evaluate rules over an analysed document.
//!
//! A check is one file with a `build` function and one line in the list `BUILDERS`.

mod acronyms;
mod beginnings;
mod boilerplate;
mod capitals;
mod classes;
mod conditions;
pub mod entities;
mod gather;
mod gender;
mod house;
mod ignored;
mod literals;
mod matcher;
mod names;
mod office_holder;
mod offices;
mod pattern;
mod phrase;
mod program;
mod quotes;
mod repetition;
mod surface;
#[cfg(test)]
mod testing;
mod variants;
mod word_index;
mod words;

pub use acronyms::conflict as acronym_conflict;
pub use entities::EntityIndex;
pub use ignored::{DirectiveUse, Ignored};
pub use names::{are_doubtful, writing};
pub use program::{Program, Scope};

use crate::finding::Severity;
use crate::lexicon::Dictionary;
use crate::rules::RuleIndex;
use crate::rules::model::{Rule, RuleSet};
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::Analysis;
use conditions::Neighbours;
use literals::LiteralsBuilder;
use std::sync::Arc;

/// A mechanism, built for the rules of its kind that are active.
pub trait Check: Send + Sync {
    /// Evaluates all its rules over a document.
    fn run(&self, scope: &Scope<'_>, found: &mut Found);
}

/// What a check is built from.
pub struct Build<'r> {
    /// All rules.
    pub rules: &'r RuleSet,
    /// The indexes of the rules that run.
    pub active: &'r [RuleIndex],
    /// The user's own words.
    pub dictionary: &'r Arc<Dictionary>,
    /// Takes the literals that the check wants to be told of.
    literals: &'r mut LiteralsBuilder,
}

impl<'r> Build<'r> {
    /// The pack of a rule, for the literals that only texts are searched for of which it speaks.
    fn pack(&self, rule: RuleIndex) -> Option<u32> {
        Some(self.rules.rules[rule as usize].pack)
    }

    /// The active rules, with their indexes.
    pub fn active(&self) -> impl Iterator<Item = (RuleIndex, &'r Rule)> + use<'r> {
        let rules = self.rules;
        self.active.iter().map(move |&index| (index, &rules.rules[index as usize]))
    }
}

/// Makes a check of the rules of its kind; `None` if there are none.
type Builder = fn(&mut Build<'_>) -> Option<Box<dyn Check>>;

/// The kinds of check, in the order they run.
const BUILDERS: &[Builder] = &[
    phrase::build,
    pattern::build,
    variants::build,
    house::build,
    words::build,
    names::build,
    offices::build,
    acronyms::build,
    office_holder::build,
    repetition::build,
    boilerplate::build,
    quotes::build,
    gender::build,
    capitals::build,
    surface::build,
];

/// What the checks found in one document.
#[derive(Debug, Default)]
pub struct Found {
    /// Index of the check that runs.
    check: usize,
    /// Findings to be.
    pub hits: Vec<Hit>,
    /// Uses of forms, to be compared over a document or a corpus.
    pub uses: Vec<FormUse>,
    /// Uses of the names that the house writes, to be counted over a corpus.
    pub house: Vec<FormUse>,
    /// What the document calls something, to be compared over a corpus.
    pub claims: Vec<Claim>,
    /// Texts to be counted over a corpus.
    pub units: Vec<TextUnit>,
    /// What the text asked not to report.
    pub ignored: Ignored,
}

/// A place where a rule holds; messages and positions are made of it only if it is reported.
#[derive(Debug)]
pub struct Hit {
    /// The rule.
    pub rule: RuleIndex,
    /// Index of the field in its document.
    pub field: usize,
    /// Span of the field's text.
    pub span: Span,
    /// The same place in the view.
    pub view: Span,
    /// What to write, where the check gives it; else the rule's templates do.
    pub suggest: Vec<Str>,
    /// Whether suggestions follow the case of the match.
    pub follow_case: bool,
    /// Whether what the check suggests is only what the letters come to, and may be the wrong word.
    pub guessed: bool,
    /// Values of template holes: groups, classes, `before`, `after`, and what the check tells.
    pub groups: Vec<(Str, String)>,
    /// The severity that it has at most, where the check is not sure of a fact.
    pub at_most: Option<Severity>,
    /// The other places that it rests on.
    pub related: Vec<Witness>,
}

/// Another place that a hit rests on.
#[derive(Debug)]
pub struct Witness {
    /// Index of the field in its document.
    pub field: usize,
    /// Span of the field's text.
    pub span: Span,
    /// What is there, in a few words; may be empty.
    pub note: String,
}

/// One use of a form of a `variants` rule.
#[derive(Debug)]
pub struct FormUse {
    /// The rule.
    pub rule: RuleIndex,
    /// Index of the form.
    pub form: u32,
    /// Index of the field in its document.
    pub field: usize,
    /// Span of the field's text.
    pub span: Span,
    /// The same place in the view.
    pub view: Span,
}

/// What a document calls something: one of the forms that documents of a corpus are compared in.
#[derive(Debug)]
pub struct Claim {
    /// The rule.
    pub rule: RuleIndex,
    /// What is called so: the letters of a name, an acronym.
    pub topic: String,
    /// How it is called.
    pub form: String,
    /// How often.
    pub count: u64,
    /// Index of the field in its document, for the first place.
    pub field: usize,
    /// Span of the field's text.
    pub span: Span,
    /// The same place in the view.
    pub view: Span,
}

/// A text of a document that may stand in others, too.
#[derive(Debug)]
pub struct TextUnit {
    /// The rule.
    pub rule: RuleIndex,
    /// Digest of the text.
    pub digest: u64,
    /// Digest of the longer text that it is a part of.
    pub parent: Option<u64>,
    /// Index of the field in its document.
    pub field: usize,
    /// Span of the field's text.
    pub span: Span,
    /// The same place in the view.
    pub view: Span,
}

impl Hit {
    /// A hit at a span of the view of a field.
    fn new(rule: RuleIndex, field: usize, analysis: &Analysis<'_>, view: Span) -> Self {
        let span = analysis.view.to_field(view);
        Hit {
            rule,
            field,
            span,
            view,
            suggest: Vec::new(),
            follow_case: false,
            guessed: false,
            groups: Vec::new(),
            at_most: None,
            related: Vec::new(),
        }
    }

    /// Adds another place that it rests on, as a span of the view of a field.
    pub fn relate(&mut self, field: usize, analysis: &Analysis<'_>, view: Span, note: impl Into<String>) {
        self.related.push(Witness { field, span: analysis.view.to_field(view), note: note.into() });
    }

    /// Adds what the conditions matched, for templates.
    fn add_neighbours(&mut self, neighbours: &Neighbours, analysis: &Analysis<'_>) {
        for (name, span) in [("before", neighbours.before), ("after", neighbours.after)] {
            if let Some(span) = span {
                self.groups.push((name.into(), analysis.text(span).to_owned()));
            }
        }
    }
}
