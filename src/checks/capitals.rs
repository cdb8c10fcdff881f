//! The `capitalisation-variant` rules: one institution, capitalised in two ways in running text.
//!
//! The names of institutions that a document writes with capitals are put together from its mentions; the same words in
//! other letter case are looked for in one pass over its tokens.

use super::program::Scope;
use super::{Build, Check, Found, Hit};
use crate::rules::RuleIndex;
use crate::rules::consistency::{CapitalClass, CapitalisationVariant};
use crate::rules::model::{CheckSpec, Slot};
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::keys::{KeyFilter, key};
use crate::text::mentions::Mention;
use crate::text::{Analysis, Shape, Token};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// Tokens of a name at most.
const LONGEST: usize = 10;
/// Words of the name that are no connectors, at least.
const FEWEST_WORDS: usize = 2;
/// Names that start with one word, at most; more are compared with nothing.
const MOST_ALIKE: usize = 16;

struct Capitals {
    rules: Vec<(RuleIndex, Parameters)>,
    /// The heads of all rules.
    head_keys: KeyFilter,
}

/// The parameters of a rule, its lists as sets.
struct Parameters {
    class: CapitalClass,
    lists: Lists,
}

/// What tells the names of institutions.
struct Lists {
    heads: FxHashSet<Str>,
    connectors: FxHashSet<Str>,
    generic_after: FxHashSet<Str>,
}

impl Lists {
    /// Where the heads of names stand in a field, among these tokens.
    fn heads_in(&self, analysis: &Analysis<'_>, tokens: &[usize]) -> Vec<u32> {
        let tokens = tokens.iter().map(|token| analysis.tokens[*token]);
        let heads = tokens.filter(|token| self.heads.contains(bare(analysis, token)));
        heads.map(|token| token.span.start).collect()
    }
}

impl Parameters {
    fn of(rule: &CapitalisationVariant) -> Self {
        let set = |list: &[Str]| list.iter().cloned().collect();
        let lists = Lists {
            heads: set(&rule.heads),
            connectors: set(&rule.connectors),
            generic_after: set(&rule.generic_after),
        };
        Parameters { class: rule.class, lists }
    }
}

/// The check of all active `capitalisation-variant` rules.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let (mut rules, mut heads) = (Vec::new(), Vec::new());
    for (index, rule) in build.active() {
        if let CheckSpec::CapitalisationVariant(parameters) = &rule.check {
            rules.push((index, Parameters::of(parameters)));
            heads.extend(&parameters.heads);
        }
    }
    (!rules.is_empty()).then(|| Box::new(Capitals { rules, head_keys: KeyFilter::of(heads) }) as Box<dyn Check>)
}

impl Check for Capitals {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        let rules: Vec<_> = self.rules.iter().filter(|(rule, _)| scope.speaks(*rule)).collect();
        if rules.is_empty() {
            return;
        }
        let heads: Vec<Vec<usize>> = scope.fields.iter().map(|field| self.head_keys.stems_in(field)).collect();
        let names: Vec<Names<'_>> = rules.iter().map(|(_, one)| Names::of(scope, &one.lists, &heads)).collect();
        let firsts: Vec<&str> = names.iter().flat_map(|names| names.by_first.keys().copied()).collect();
        if firsts.is_empty() {
            return;
        }
        let first_keys = KeyFilter::of(&firsts);
        for (field, analysis) in scope.fields.iter().enumerate() {
            let begin = first_keys.stems_in(analysis);
            for ((rule, parameters), names) in rules.iter().zip(&names) {
                Pass { scope, rule: *rule, parameters, names }.field(field, &begin, found);
            }
        }
    }
}

/// A name of an institution with all its capitals.
struct Name<'a> {
    field: usize,
    span: Span,
    /// Its words, folded.
    words: Vec<&'a str>,
    /// The key of the second.
    second: u32,
    /// Which of them have a capital; particles and parts behind a hyphen have none.
    capitals: Vec<bool>,
}

/// The names of the institutions of a document, by their first word.
#[derive(Default)]
struct Names<'a> {
    by_first: FxHashMap<&'a str, Vec<Name<'a>>>,
}

impl<'a> Names<'a> {
    /// `heads` are the tokens of each field that may be heads.
    fn of(scope: &'a Scope<'_>, rule: &Lists, heads: &[Vec<usize>]) -> Self {
        let mut names = Names::default();
        for (field, analysis) in scope.fields.iter().enumerate() {
            let heads = rule.heads_in(analysis, &heads[field]);
            if heads.is_empty() {
                continue;
            }
            let mentions = analysis.mentions().iter().filter(|mention| !mention.headline);
            let start = |mention: &Mention| mention.front.map_or(mention.span.start, |front| front.start);
            let mut spans: Vec<Span> = Vec::with_capacity(analysis.mentions().len());
            spans.extend(mentions.map(|one| Span { start: start(one), end: one.span.end }));
            // "Ministry" and "Health" are one name in "Ministry of Health".
            let joins = |at: usize| connects(analysis, spans[at - 1].end()..spans[at].start(), rule);
            let mut read = 0;
            for head in heads {
                // The name that holds the head, or ends behind it.
                let near = spans[read..].partition_point(|span| span.end <= head) + read;
                if near == spans.len() {
                    break;
                }
                let first = (read..near).rev().take_while(|at| joins(at + 1)).last().unwrap_or(near);
                if spans[first].start > head {
                    continue;
                }
                let behind = (near + 1..spans.len()).take_while(|at| joins(*at)).last();
                read = behind.unwrap_or(near) + 1;
                names.add(field, analysis, Span { start: spans[first].start, end: spans[read - 1].end }, rule);
            }
        }
        names
    }

    fn add(&mut self, field: usize, analysis: &'a Analysis<'_>, span: Span, rule: &Lists) {
        let tokens = analysis.token_at(span.start())..analysis.token_at(span.end());
        if tokens.len() > LONGEST || analysis.in_slot(Slot::Title, span) {
            return;
        }
        // An article in front is no part of the name.
        let is_article = |token: &Token| {
            let word = analysis.folded(token.span);
            rule.connectors.contains(word) || rule.generic_after.contains(word)
        };
        let articles = analysis.tokens[tokens.clone()].iter().take_while(|token| is_article(token)).count();
        let tokens = &analysis.tokens[tokens.start + articles..tokens.end];
        let has_capital = |token: &Token| is_capital(analysis, token) && token.span.len() > 1;
        let is_institution = tokens.iter().any(|token| rule.heads.contains(bare(analysis, token)));
        if !is_institution || tokens.iter().filter(|token| has_capital(token)).count() < FEWEST_WORDS {
            return;
        }
        let words: Vec<&str> = tokens.iter().map(|token| bare(analysis, token)).collect();
        let capitals: Vec<bool> = tokens.iter().map(has_capital).collect();
        let span = Span::new(tokens[0].span.start(), span.end());
        let known = self.by_first.entry(words[0]).or_default();
        if known.len() < MOST_ALIKE && known.iter().all(|name| name.words != words) {
            let second = words.get(1).map_or(0, |word| key(word));
            known.push(Name { field, span, words, second, capitals });
        }
    }
}

/// Whether only connectors stand between two parts of a name.
fn connects(analysis: &Analysis<'_>, gap: Range<usize>, rule: &Lists) -> bool {
    if gap.len() >= 16 {
        return false;
    }
    let text = analysis.view.text().get(gap).unwrap_or("");
    text.strip_prefix(' ')
        .and_then(|text| text.strip_suffix(' '))
        .is_some_and(|words| words.split(' ').all(|word| rule.connectors.contains(word)))
}

fn is_capital(analysis: &Analysis<'_>, token: &Token) -> bool {
    analysis.text(token.span).starts_with(char::is_uppercase)
}

/// A word in lower case, without a possessive ending.
fn bare<'a>(analysis: &'a Analysis<'_>, token: &Token) -> &'a str {
    let word = analysis.folded(token.span);
    if token.shape == Shape::Other { word.split('\'').next().unwrap_or(word) } else { word }
}

struct Pass<'a, 'd> {
    scope: &'a Scope<'d>,
    rule: RuleIndex,
    parameters: &'a Parameters,
    names: &'a Names<'a>,
}

impl Pass<'_, '_> {
    /// `begin` are the tokens that a name may begin with.
    fn field(&self, field: usize, begin: &[usize], found: &mut Found) {
        let analysis = &self.scope.fields[field];
        let mut next = 0;
        for &at in begin {
            if at < next {
                continue;
            }
            let first = bare(analysis, &analysis.tokens[at]);
            let alike = self.names.by_first.get(first).into_iter().flatten();
            // The longest name that stands here, in whatever letter case.
            let here = alike.filter(|name| stands_at(analysis, at, name)).max_by_key(|name| name.words.len());
            let Some(name) = here else { continue };
            let tokens = at..at + name.words.len();
            next = tokens.end;
            if self.differs(analysis, tokens.clone(), name) {
                self.report(field, tokens, name, found);
            }
        }
    }

    /// Whether capitals are missing as the class of the rule says.
    fn differs(&self, analysis: &Analysis<'_>, tokens: Range<usize>, name: &Name<'_>) -> bool {
        let first = tokens.start;
        let start = analysis.tokens[first].span.start();
        let starts = analysis.sentence(start).start() == start;
        let (mut missing, mut missing_here, mut half) = (false, false, false);
        for (at, in_name) in tokens.zip(&name.capitals) {
            if !in_name {
                // What follows a connector may be a name of its own: "church of Lakewood".
                missing_here = false;
            } else if is_capital(analysis, &analysis.tokens[at]) {
                half |= missing_here;
            } else if at != first || !starts {
                (missing, missing_here) = (true, true);
            }
        }
        match self.parameters.class {
            CapitalClass::Half => half,
            CapitalClass::All => missing && !half && !self.is_generic(analysis, first),
        }
    }

    /// Whether a word before a name in lower case makes it one of many, or another one ("East" before "German
    /// parliament").
    fn is_generic(&self, analysis: &Analysis<'_>, first: usize) -> bool {
        let Some(before) = first.checked_sub(1).map(|at| analysis.tokens[at]) else { return false };
        let gap = &analysis.view.text()[before.span.end()..analysis.tokens[first].span.start()];
        self.parameters.lists.generic_after.contains(analysis.folded(before.span))
            || gap == " " && is_capital(analysis, &analysis.tokens[first]) && is_capital(analysis, &before)
    }

    fn report(&self, field: usize, tokens: Range<usize>, name: &Name<'_>, found: &mut Found) {
        let analysis = &self.scope.fields[field];
        let last = analysis.tokens[tokens.end - 1].span;
        let end = last.start() + bare(analysis, &analysis.tokens[tokens.end - 1]).len();
        let span = Span::new(analysis.tokens[tokens.start].span.start(), end);
        if analysis.in_slot(Slot::Title, span) || self.in_headline(analysis, span) {
            return;
        }
        let Some(neighbours) = self.scope.holds(self.rule, field, span) else { return };
        let there = &self.scope.fields[name.field];
        let written = there.text(name.span).to_owned();
        let mut hit = Hit::new(self.rule, field, analysis, span);
        hit.suggest = vec![written.as_str().into()];
        hit.guessed = true;
        hit.relate(name.field, there, name.span, written.clone());
        hit.groups.push(("other".into(), written));
        hit.add_neighbours(&neighbours, analysis);
        found.hits.push(hit);
    }

    /// Whether the mentions around tell that the line is a headline.
    fn in_headline(&self, analysis: &Analysis<'_>, span: Span) -> bool {
        let mention = analysis.mentions().at(span.start()).or_else(|| analysis.mentions().before(span.end()));
        let line = analysis.paragraph(span.start());
        mention.is_some_and(|mention| mention.headline && line.contains(mention.span))
    }
}

/// Whether the words stand there one after the other, with nothing but a space or a hyphen between.
fn stands_at(analysis: &Analysis<'_>, at: usize, name: &Name<'_>) -> bool {
    let words = &name.words;
    let Some(tokens) = analysis.tokens.get(at..at + words.len()) else { return false };
    let second =
        tokens.get(1).is_none_or(|token| token.shape == Shape::Other || analysis.keys()[at + 1] == name.second);
    if !second {
        return false;
    }
    let text = analysis.view.text();
    // The first is known to be the same.
    tokens.iter().zip(words).skip(1).all(|(token, word)| bare(analysis, token) == *word)
        && tokens.windows(2).all(|pair| matches!(&text[pair[0].span.end()..pair[1].span.start()], " " | "-"))
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{auditor, findings, rule, shown};

    fn found(class: &str, text: &str) -> Vec<(String, Vec<String>)> {
        let lines = format!(
            "check = \"capitalisation-variant\"\nclass = \"{class}\"\nheads = [\"center\", \"ministry\"]\n\
            connectors = [\"of\", \"the\"]\ngeneric-after = [\"a\"]\nmessage = \"{{other}}\""
        );
        shown(&auditor(&rule(&lines)), text)
    }

    #[test]
    fn a_name_misses_some_of_its_capitals_or_all() {
        let text = "The Cardiac Care Center opened. A nurse of the cardiac Care Center left the cardiac care center.";
        let pair = |primary: &str| vec![(primary.to_owned(), vec!["Cardiac Care Center".to_owned()])];
        assert_eq!(found("half", text), pair("cardiac Care Center"));
        assert_eq!(found("all", text), pair("cardiac care center"));
        assert_eq!(found("all", "The Cardiac Care Center opened. It is a cardiac care center."), []);
    }

    #[test]
    fn what_starts_a_sentence_or_follows_a_connector_is_not_half_a_name() {
        let text = "The Ministry of Roads met. Ministry of roads staff sang. The ministry of Roads denied it.";
        assert_eq!(found("half", text), []);
        assert_eq!(found("half", "The Ministry of Old Roads met. The Ministry of old Roads sang.").len(), 1);
    }

    #[test]
    fn many_names_take_linear_time() {
        let auditor = auditor(&rule(
            "check = \"capitalisation-variant\"\nclass = \"half\"\nheads = [\"center\"]\nmessage = \"m\"",
        ));
        let text: String = (0..6_000).map(|at| format!("The Care{at} Center met the care Center. ")).collect();
        findings(&auditor, &text);
        findings(&auditor, &"Care Center care Center ".repeat(6_000));
    }
}
