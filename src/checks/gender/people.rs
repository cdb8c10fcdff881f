//! The people of a document, with the gender that the entity tables or its own honorifics tell.

use super::parameters::Parameters;
use crate::checks::program::Scope;
use crate::rules::entity::{EntityKind, Gender as EntityGender};
use crate::source::Span;
use crate::text::Analysis;
use crate::text::mentions::{Gender, Mention, Roles};
use rustc_hash::FxHashMap;

/// Somebody, as far as the document and the tables know.
#[derive(Clone, Debug)]
pub struct Person {
    /// The gender; `None` if nothing tells it, or not alike.
    pub gender: Option<Gender>,
    /// Where an honorific tells it: the field, and the honorific with the name.
    pub told: Option<(usize, Span)>,
}

/// All people of a document by their names.
#[derive(Debug, Default)]
pub struct People<'a> {
    all: Vec<Person>,
    /// By the letters of a name of two words or more.
    full: FxHashMap<&'a str, usize>,
    /// By the letters of a family name, or of another word at an end of a name; `None` where it is that of several.
    part: FxHashMap<&'a str, Option<usize>>,
}

impl<'a> People<'a> {
    /// The people of a document; empty if the gender of none is known.
    pub fn of(scope: &'a Scope<'_>, rule: &Parameters) -> Self {
        let mut people = People::default();
        // Names in full come first, so that "Ms. Weber" is Anna Weber wherever she is named.
        for whole in [true, false] {
            for (field, analysis) in scope.fields.iter().enumerate() {
                let mentions = analysis.mentions();
                for mention in mentions.iter().filter(|mention| !mention.office) {
                    if (mentions.words(mention).len() > 1) == whole {
                        people.add(scope, (field, analysis), mention, rule);
                    }
                }
            }
        }
        if people.all.iter().all(|person| person.gender.is_none()) {
            return People::default();
        }
        people
    }

    /// Whether there is nobody whose gender is known.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether there is somebody of this gender.
    pub fn knows_of(&self, gender: Gender) -> bool {
        self.all.iter().any(|person| person.gender == Some(gender))
    }

    /// Who a mention is.
    pub fn who(&self, analysis: &Analysis<'_>, mention: &Mention) -> Option<usize> {
        let folded = analysis.mentions().letters(mention);
        match analysis.mentions().words(mention).len() {
            1 => self.part.get(folded).copied().flatten(),
            _ => self.full.get(folded).copied(),
        }
    }

    /// One of them.
    pub fn person(&self, index: usize) -> &Person {
        &self.all[index]
    }

    fn add(&mut self, scope: &Scope<'_>, at: (usize, &'a Analysis<'_>), mention: &Mention, rule: &Parameters) {
        let (field, analysis) = at;
        let folded = analysis.mentions().letters(mention);
        let told = honorific(analysis, mention, rule);
        let index = if analysis.mentions().words(mention).len() > 1 {
            match self.full.get(folded) {
                Some(&known) => known,
                None => {
                    let gender = in_tables(scope, folded);
                    let index = self.push(gender);
                    self.full.insert(folded, index);
                    let mut words = analysis.mentions().letters_of_words(mention);
                    let ends = words.next().into_iter().chain(words.last());
                    for word in ends {
                        let several = |known: &mut Option<usize>| *known = known.filter(|known| *known == index);
                        self.part.entry(word).and_modify(several).or_insert(Some(index));
                    }
                    index
                }
            }
        } else {
            match (self.part.get(folded), told) {
                (Some(Some(known)), _) => *known,
                (None, Some(_)) => {
                    let index = self.push(None);
                    self.part.insert(folded, Some(index));
                    index
                }
                _ => return,
            }
        };
        if let Some((gender, span)) = told {
            let person = &mut self.all[index];
            match person.gender {
                // Told one thing and then the other: nothing is known.
                Some(known) if known != gender => self.all[index] = Person { gender: None, told: Some((field, span)) },
                None if person.told.is_some() => {}
                _ => *person = Person { gender: Some(gender), told: person.told.or(Some((field, span))) },
            }
        }
    }

    fn push(&mut self, gender: Option<Gender>) -> usize {
        self.all.push(Person { gender, told: None });
        self.all.len() - 1
    }
}

/// The gender of the one person whom the entity tables know by this name.
fn in_tables(scope: &Scope<'_>, folded: &str) -> Option<Gender> {
    let mut people = scope.entities_named(folded).filter(|(_, entity)| entity.kind == EntityKind::Person);
    let (_, person) = people.next()?;
    let gender = person.gender.filter(|_| people.next().is_none())?;
    Some(match gender {
        EntityGender::She => Gender::She,
        EntityGender::He => Gender::He,
    })
}

/// The gender that the honorific or title directly in front of a name tells, and where both stand.
fn honorific(analysis: &Analysis<'_>, mention: &Mention, rule: &Parameters) -> Option<(Gender, Span)> {
    if let Some((gender, front)) = mention.gender.zip(mention.front) {
        let last = analysis.folded(front).rsplit([' ', '.']).find(|word| !word.is_empty())?;
        let counts = rule.honorifics.is_empty() || rule.honorifics.contains(last);
        return counts.then(|| (gender, Span::new(front.start(), mention.span.end())));
    }
    let before = (mention.token as usize).checked_sub(1)?;
    if !rule.title_keys.may_hold(analysis.keys()[before]) {
        return None;
    }
    let before = analysis.tokens[before].span;
    let word = analysis.folded(before);
    let beside = &analysis.view.text()[before.end()..mention.span.start()] == " ";
    let gender = match (rule.titles_he.contains(word), rule.titles_she.contains(word)) {
        (true, false) => Gender::He,
        (false, true) => Gender::She,
        _ => return None,
    };
    beside.then(|| (gender, Span::new(before.start(), mention.span.end())))
}

/// Whether a name is that of a thing for all we know: a place, a body, letters.
pub fn is_thing(scope: &Scope<'_>, analysis: &Analysis<'_>, mention: &Mention, rule: &Parameters) -> bool {
    let text = analysis.text(mention.span);
    let words = analysis.mentions().words(mention);
    if words.iter().any(|word| rule.things.contains(analysis.folded(*word))) {
        return true;
    }
    if text.chars().all(|c| !c.is_lowercase()) {
        return true;
    }
    let folded = analysis.mentions().letters(mention);
    let mut entities = scope.entities_named(folded).peekable();
    let thing = entities.peek().is_some() && entities.all(|(_, entity)| entity.kind != EntityKind::Person);
    if thing || scope.country(folded).is_some() {
        return true;
    }
    let start = mention.front.map_or(mention.span.start(), Span::start);
    let before = analysis.token_at(start).checked_sub(1).map(|at| analysis.tokens[at].span);
    before.is_some_and(|before| {
        &analysis.view.text()[before.end()..start] == " " && rule.before_things.contains(analysis.folded(before))
    })
}

/// Whether a word is a noun for somebody: a title of the language, or one of the rule's.
pub fn is_somebody(roles: Roles, word: &str, rule: &Parameters) -> bool {
    roles.any(Roles::TITLE.or(Roles::HONORIFIC)) || rule.people.contains(word)
}
