//! The `gender-conflict` rules: a pronoun for the other gender of the only person that it can stand for.
//!
//! Sentence by sentence, what may be the antecedent of a pronoun is kept: people whose gender is known, and everybody
//! and everything else that may be a person. A pronoun is at odds only if one known person of the other gender is all
//! that there is.

mod parameters;
mod people;
#[cfg(test)]
mod tests;

use crate::checks::program::Scope;
use crate::checks::{Build, Check, Found, Hit};
use crate::finding::Severity;
use crate::rules::RuleIndex;
use crate::rules::model::CheckSpec;
use crate::source::Span;
use crate::text::mentions::{Gender, Mention, Roles, apposition, title_before};
use crate::text::passing::each_of;
use crate::text::{Analysis, Shape};
use parameters::Parameters;
use people::{People, is_somebody, is_thing};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::VecDeque;

/// What one sentence may hold for a pronoun to stand for; where there is more, nobody is the only one.
const MOST_HERE: usize = 24;

/// Sentences before that of a pronoun in which it may stand for somebody without a name.
const NOUN_REACH: usize = 2;

struct Genders {
    rules: Vec<(RuleIndex, Parameters)>,
}

/// The check of all active `gender-conflict` rules.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let mut rules = Vec::new();
    for (index, rule) in build.active() {
        if let CheckSpec::GenderConflict(parameters) = &rule.check {
            rules.push((index, Parameters::of(parameters)));
        }
    }
    (!rules.is_empty()).then(|| Box::new(Genders { rules }) as Box<dyn Check>)
}

impl Check for Genders {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        for (rule, parameters) in self.rules.iter().filter(|(rule, _)| scope.speaks(*rule)) {
            let people = People::of(scope, parameters);
            if people.is_empty() {
                continue;
            }
            let words: Vec<_> = scope.fields.iter().map(|field| marked(field, parameters)).collect();
            if !has_other_pronoun(&words, &people) {
                continue;
            }
            for (field, (analysis, words)) in scope.fields.iter().zip(words).enumerate() {
                let mut pass = Pass {
                    scope,
                    rule: *rule,
                    parameters,
                    people: &people,
                    field,
                    analysis,
                    before: VecDeque::new(),
                    spare: Vec::new(),
                    behind: Vec::new(),
                    words,
                    word: 0,
                    mention: 0,
                    things: RefCell::default(),
                    read: 0,
                    quoted: false,
                    found,
                };
                pass.run();
            }
        }
    }
}

/// Whether there is a pronoun that is not for the gender of everybody who is known: most documents have none.
/// `words` are those of each field.
fn has_other_pronoun(words: &[Vec<Marked>], people: &People) -> bool {
    let wanted = match (people.knows_of(Gender::He), people.knows_of(Gender::She)) {
        (true, true) => return true,
        (true, false) => Roles::PRONOUN_SHE,
        (false, true) => Roles::PRONOUN_HE,
        (false, false) => return false,
    };
    words.iter().flatten().any(|word| word.roles.any(wanted))
}

/// A token that may be a pronoun, a title or a noun for somebody.
#[derive(Clone, Copy, Debug)]
struct Marked {
    token: usize,
    roles: Roles,
}

/// Such tokens of a field, in order.
fn marked(analysis: &Analysis<'_>, rule: &Parameters) -> Vec<Marked> {
    let mut marked = Vec::new();
    let (vocabulary, keys) = (analysis.vocabulary(), analysis.keys());
    let roles = |token: usize| {
        let folded = analysis.folded(analysis.tokens[token].span);
        vocabulary.map(|words| words.roles_by_key(keys[token], folded)).unwrap_or_default()
    };
    let is_marked =
        |key: &u32| rule.people_keys.may_hold(*key) | vocabulary.is_some_and(|words| words.may_have_role(*key));
    each_of(keys, is_marked, |token| marked.push(Marked { token, roles: roles(token) }));
    marked
}

/// What a pronoun may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Antecedent {
    /// A person whose gender is known, and where.
    Known(usize, Gender, Span),
    /// Somebody of whom a pronoun tells the gender, and nothing else is known.
    Of(Gender),
    /// Somebody with a name, or something that may be somebody.
    Somebody,
    /// The same, by the number of the mention, or a thing: which is asked when it matters.
    Named(usize),
    /// Somebody who is called by a noun ("a driver"): a pronoun stands for them for a sentence or two.
    Noun,
}

struct Pass<'a, 'd> {
    scope: &'a Scope<'d>,
    rule: RuleIndex,
    parameters: &'a Parameters,
    people: &'a People<'a>,
    field: usize,
    analysis: &'a Analysis<'d>,
    /// What the sentences before hold, the last one at the back.
    before: VecDeque<Vec<Antecedent>>,
    spare: Vec<Antecedent>,
    behind: Vec<&'a Mention>,
    /// See [`marked`], and the number of the first of them that begins behind what has been read.
    words: Vec<Marked>,
    word: usize,
    /// The number of the first mention that ends behind what has been read.
    mention: usize,
    /// Whether the mentions that were asked for are things, by their numbers.
    things: RefCell<FxHashMap<usize, bool>>,
    /// How far quotation marks have been counted, and whether one is open there.
    read: usize,
    quoted: bool,
    found: &'a mut Found,
}

impl<'a> Pass<'a, '_> {
    fn run(&mut self) {
        for paragraph in self.analysis.paragraphs() {
            (self.read, self.quoted) = (paragraph.start(), false);
            for sentence in self.analysis.sentences(paragraph.start()) {
                self.sentence(*sentence);
            }
        }
    }

    fn sentence(&mut self, sentence: Span) {
        let (analysis, mentions) = (self.analysis, self.analysis.mentions());
        // Its memory was another sentence's.
        let mut here = std::mem::take(&mut self.spare);
        here.clear();
        // Mentions of which nobody has asked yet what stands behind them.
        let mut behind = std::mem::take(&mut self.behind);
        behind.clear();
        let (mut titles_until, mut from) = (sentence.start(), sentence.start());
        loop {
            let token = |pass: &Self| pass.words.get(pass.word).map(|word| analysis.tokens[word.token]);
            while token(self).is_some_and(|token| token.span.start() < from) {
                self.word += 1;
            }
            while mentions.get(self.mention).is_some_and(|mention| mention.span.end() <= from) {
                self.mention += 1;
            }
            let token = token(self).filter(|token| token.span.end <= sentence.end);
            let mention = mentions.get(self.mention).filter(|mention| mention.span.start < sentence.end);
            if let Some(mention) = mention
                && token.is_none_or(|token| mention.span.start <= token.span.start)
            {
                here.push(self.antecedent(self.mention, mention));
                behind.push(mention);
                from = mention.span.end();
                continue;
            }
            let Some(token) = token else { break };
            from = token.span.end();
            let word = analysis.folded(token.span);
            let Marked { token: index, roles } = self.words[self.word];
            let gender = match (roles.any(Roles::PRONOUN_HE), roles.any(Roles::PRONOUN_SHE)) {
                (true, false) => Some(Gender::He),
                (false, true) => Some(Gender::She),
                _ => None,
            };
            if let Some(gender) = gender.filter(|_| token.shape != Shape::Upper) {
                self.read_marks(token.span.start());
                let antecedent = self.pronoun((token.span, gender), sentence, &mut here);
                here.extend(antecedent);
            } else if is_somebody(roles, word, self.parameters) {
                // What stands behind a comma and is a title belongs to the name before it.
                let last = behind.drain(..).rev().find_map(|mention| apposition(analysis, mention));
                titles_until = last.map_or(titles_until, |title| title.span.end());
                if token.span.start() >= titles_until {
                    titles_until = self.title_of_next(index).unwrap_or(titles_until);
                    if token.span.start() >= titles_until {
                        here.push(Antecedent::Noun);
                    }
                }
            }
            if here.len() > MOST_HERE {
                here.retain(|one| !self.is_nobody(one));
            }
            if here.len() > MOST_HERE {
                here = vec![Antecedent::Somebody];
            }
        }
        self.behind = behind;
        self.before.push_back(here);
        if let Some(past) = self.before.len().checked_sub(NOUN_REACH + 1) {
            self.before[past].retain(|one| *one != Antecedent::Noun);
        }
        if self.before.len() > self.parameters.reach {
            self.spare = self.before.pop_front().unwrap_or_default();
        }
    }

    /// Counts the quotation marks up to an offset.
    fn read_marks(&mut self, to: usize) {
        let text = self.analysis.view.text().get(self.read..to).unwrap_or("");
        let marks = match text.is_ascii() {
            true => memchr::memchr_iter(b'"', text.as_bytes()).count(),
            false => text.matches(['"', '「', '」', '『', '』']).count(),
        };
        self.quoted ^= marks % 2 == 1;
        self.read = to.max(self.read);
    }

    /// Where the name ends whose title a word is: "the foreign minister of Peru" is nobody's, "foreign minister X" X's.
    fn title_of_next(&self, at: usize) -> Option<usize> {
        let token = self.analysis.tokens[at].span;
        let mentions = self.analysis.mentions();
        // Titles are short: the mention is among the next few words.
        let next = self.analysis.tokens[at..].iter().take(6).find_map(|next| mentions.at(next.span.start()))?;
        let in_front = next.front.is_some_and(|front| front.contains(token));
        let in_title = || title_before(self.analysis, next).is_some_and(|title| title.span.contains(token));
        (in_front || in_title()).then(|| next.span.start())
    }

    fn antecedent(&self, number: usize, mention: &Mention) -> Antecedent {
        let known = self.people.who(self.analysis, mention).filter(|_| !mention.office);
        match known.and_then(|index| Some((index, self.people.person(index).gender?))) {
            Some((index, gender)) => Antecedent::Known(index, gender, mention.span),
            None => Antecedent::Named(number),
        }
    }

    /// Whether it is a thing.
    fn is_nobody(&self, one: &Antecedent) -> bool {
        let Antecedent::Named(number) = *one else { return false };
        let is_thing = || {
            let mention = self.analysis.mentions().get(number);
            mention.is_some_and(|mention| is_thing(self.scope, self.analysis, mention, self.parameters))
        };
        *self.things.borrow_mut().entry(number).or_insert_with(is_thing)
    }

    /// Looks at a pronoun; what it stands for is another antecedent if nobody in reach explains it.
    fn pronoun(
        &mut self,
        (pronoun, gender): (Span, Gender),
        sentence: Span,
        here: &mut Vec<Antecedent>,
    ) -> Option<Antecedent> {
        here.retain(|one| !self.is_nobody(one));
        let subject = if here.is_empty() { self.subject_behind(pronoun, sentence) } else { None };
        let explains = |one: &Antecedent| match one {
            Antecedent::Known(_, of, _) | Antecedent::Of(of) => *of == gender,
            Antecedent::Somebody | Antecedent::Noun => true,
            Antecedent::Named(_) => !self.is_nobody(one),
        };
        if here.iter().chain(&subject).any(explains) || self.before.iter().flatten().any(explains) {
            return None;
        }
        // All that is named there is things.
        let is_known = |one: &Antecedent| !matches!(one, Antecedent::Named(_));
        self.before.iter_mut().for_each(|sentence| sentence.retain(is_known));
        let reach: Vec<Antecedent> = self.before.iter().flatten().chain(&*here).chain(&subject).copied().collect();
        let known = |one: &Antecedent| match one {
            Antecedent::Known(index, _, span) => Some((*index, *span)),
            _ => None,
        };
        let Some((person, place)) = reach.iter().rev().find_map(known) else { return Some(Antecedent::Of(gender)) };
        if reach.iter().filter_map(known).any(|(index, _)| index != person) || self.stands_beside_its_twin(pronoun) {
            return Some(Antecedent::Of(gender));
        }
        let is_person = |one: &&Antecedent| known(one).is_some();
        let last = self.before.back().map_or(&[][..], Vec::as_slice);
        let near =
            subject.is_some() || here.iter().any(|one| is_person(&one)) || last.iter().any(|one| is_person(&one));
        if !near {
            return Some(Antecedent::Of(gender));
        }
        // The person is called by the other pronoun here: this one may be for somebody who is not named.
        let mixed = here.contains(&Antecedent::Of(other(gender)));
        let opens =
            || self.analysis.text(Span { end: pronoun.start, ..sentence }).chars().all(|c| !c.is_alphanumeric());
        let subject_before = here.is_empty() && opens() && matches!(last.first(), Some(Antecedent::Known(..)));
        let certain = !mixed
            && (subject.is_some() || is_person(&here.first().unwrap_or(&Antecedent::Somebody)) || subject_before);
        self.report(pronoun, gender, (person, place), certain);
        None
    }

    /// The person behind the comma of a phrase that opens a sentence: "During his visit, X said".
    fn subject_behind(&self, pronoun: Span, sentence: Span) -> Option<Antecedent> {
        let analysis = self.analysis;
        let text = analysis.view.text();
        let first = analysis.tokens.get(analysis.token_at(sentence.start()))?;
        let opener = analysis.folded(first.span);
        let opens = self.parameters.openers.contains(opener);
        if !opens {
            return None;
        }
        let comma = text[pronoun.end()..sentence.end()].find(", ")? + pronoun.end();
        let mut tokens = analysis.tokens[analysis.token_at(comma)..].iter().take(6);
        let mentions = analysis.mentions();
        let number = tokens.find_map(|token| mentions.number_at(token.span.start()))?;
        let mention = mentions.get(number)?;
        let named =
            |from: usize| mention.span.start() == from || mention.front.is_some_and(|front| front.start() == from);
        let title = title_before(analysis, mention).map(|title| title.span.start());
        let is_subject = !mention.possessive && (named(comma + 2) || title == Some(comma + 2));
        is_subject.then(|| self.antecedent(number, mention)).filter(|one| !self.is_nobody(one))
    }

    /// Whether the pronoun is one of two that stand for anybody: "his or her".
    fn stands_beside_its_twin(&self, pronoun: Span) -> bool {
        let tokens = &self.analysis.tokens;
        let at = self.analysis.token_at(pronoun.start());
        let near = at.saturating_sub(2)..(at + 3).min(tokens.len());
        let is_pronoun = |index: usize| {
            let roles = self.analysis.vocabulary().map(|words| words.roles(self.analysis.folded(tokens[index].span)));
            roles.is_some_and(|roles| roles.any(Roles::PRONOUN_HE.or(Roles::PRONOUN_SHE)))
        };
        near.into_iter().any(|index| index != at && is_pronoun(index))
    }

    fn report(&mut self, pronoun: Span, gender: Gender, (person, place): (usize, Span), certain: bool) {
        let analysis = self.analysis;
        // In a quotation somebody else speaks, of whom we do not know.
        if self.quoted {
            return;
        }
        let Some(neighbours) = self.scope.holds(self.rule, self.field, pronoun) else { return };
        let mut hit = Hit::new(self.rule, self.field, analysis, pronoun);
        let word = analysis.folded(pronoun);
        let pairs = self.parameters.pronouns.iter().map(|(he, she)| match gender {
            Gender::He => (he, she),
            Gender::She => (she, he),
        });
        hit.suggest.extend(pairs.clone().filter(|(from, _)| ***from == *word).map(|(_, to)| to.clone()));
        hit.guessed = true;
        hit.follow_case = true;
        let own = pairs.map(|(_, to)| to.to_string()).next().unwrap_or_default();
        hit.groups.push(("other".into(), own));
        hit.groups.push(("person".into(), analysis.text(place).to_owned()));
        let told = self.people.person(person).told;
        if told.is_none_or(|(field, span)| field != self.field || !span.contains(place)) {
            hit.relate(self.field, analysis, place, analysis.text(place));
        }
        if let Some((field, span)) = told {
            let there = &self.scope.fields[field];
            hit.relate(field, there, span, there.text(span));
        }
        hit.at_most = (!certain).then_some(Severity::Info);
        hit.add_neighbours(&neighbours, analysis);
        self.found.hits.push(hit);
    }
}

fn other(gender: Gender) -> Gender {
    match gender {
        Gender::He => Gender::She,
        Gender::She => Gender::He,
    }
}
