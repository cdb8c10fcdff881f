//! The `repetition` rules over a document.

use super::brackets::bracketed;
use super::copies::copies;
use super::nearby::Nearby;
use super::places::{begins_sentence, equal, has_lower, is_apart, is_lower, is_new_line, is_part, span};
use super::rule::Rule;
use super::runs::{Run, runs};
use super::stream::{Gap, Stream};
use crate::checks::program::Scope;
use crate::checks::{Build, Check, Found, Hit};
use crate::lexicon::for_language;
use crate::rules::model::{CheckSpec, MatchWindow};
use crate::rules::repetition::{Repetition, RepetitionClass};
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::Analysis;
use crate::text::keys::KeyFilter;
use crate::text::passing::each_of_pairs;
use std::ops::Range;

/// Fewest letters of a capitalised word that is looked at: names of one syllable are doubled often enough.
const SHORTEST_CAPITALISED: usize = 5;
/// Fewest words of a clause.
const CLAUSE: usize = 5;
/// A word that often in a row is a loop, whatever its case.
const LOOP: usize = 4;
/// What is said of the first of two places.
const FIRST: &str = "it stands here first";

struct Repetitions {
    rules: Vec<Rule>,
}

/// One field, as the rules read it.
pub(super) struct Place<'a> {
    scope: &'a Scope<'a>,
    field: usize,
    pub(super) analysis: &'a Analysis<'a>,
    stream: &'a Stream,
    /// The words that are in a finding already; empty: none is.
    told: Vec<bool>,
}

/// The check of all active `repetition` rules.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let mut rules: Vec<Rule> = build
        .active()
        .filter_map(|(index, rule)| match &rule.check {
            CheckSpec::Repetition(parameters) => Some(Rule::new(index, parameters)),
            _ => None,
        })
        .collect();
    // What is sure comes first: a circle that was found as a block is not told of again.
    rules.sort_by_key(|rule| (rule.class() as u8, rule.index));
    (!rules.is_empty()).then(|| Box::new(Repetitions { rules }) as Box<dyn Check>)
}

impl Check for Repetitions {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        let active: Vec<&Rule> = self.rules.iter().filter(|rule| scope.speaks(rule.index)).collect();
        if active.is_empty() {
            return;
        }
        let streams: Vec<Stream> = scope.fields.iter().map(Stream::of).collect();
        let has = |wanted: &[RepetitionClass]| active.iter().any(|rule| wanted.contains(&rule.class()));
        let reach = active.iter().map(|rule| rule.parameters.reach as usize).max().unwrap_or(0);
        let mut told: Vec<Vec<bool>> = Vec::with_capacity(streams.len());
        for (field, analysis) in scope.fields.iter().enumerate() {
            let stream = &streams[field];
            let mut place = Place { scope, field, analysis, stream, told: Vec::new() };
            let joints = joints(&active, stream);
            let runs = runs(stream, active.iter().map(|rule| rule.parameters.max_words as usize).max().unwrap_or(0));
            let nearby = has(&[RepetitionClass::Echo, RepetitionClass::Monotony]).then(|| Nearby::of(stream, reach));
            for rule in &active {
                match (rule.class(), &nearby) {
                    (RepetitionClass::Word, _) => runs.iter().for_each(|run| place.word(rule, run, found)),
                    (RepetitionClass::Block, _) => runs.iter().for_each(|run| place.block(rule, run, found)),
                    (RepetitionClass::Chunk, _) => place.chunks(rule, &runs, found),
                    (RepetitionClass::Doublet, _) => place.doublets(rule, &joints, found),
                    (RepetitionClass::Bracketed, _) => place.bracketed(rule, found),
                    (RepetitionClass::Echo, Some(nearby)) => place.echoes(rule, nearby, found),
                    (RepetitionClass::Monotony, Some(nearby)) => place.circles(rule, nearby, found),
                    _ => {}
                }
            }
            told.push(place.told);
        }
        for rule in active.iter().filter(|rule| rule.class() == RepetitionClass::Sentence) {
            sentences(rule, scope, &streams, &mut told, found);
        }
    }
}

/// The words that may join two equal halves, and those behind a comma, in order.
fn joints(rules: &[&Rule], stream: &Stream) -> Vec<u32> {
    let doublets: Vec<&&Rule> = rules.iter().filter(|rule| rule.class() == RepetitionClass::Doublet).collect();
    let mut joints = Vec::new();
    if doublets.is_empty() {
        return joints;
    }
    let words: Vec<&Str> = doublets.iter().flat_map(|rule| &rule.joiners).collect();
    let joiners = KeyFilter::of(&words);
    let may = |(gap, key): (&Gap, &u32)| (*gap == Gap::Comma) | (*gap == Gap::Space) & joiners.may_hold(*key);
    each_of_pairs(&stream.gaps, &stream.keys, may, |at| joints.push(at as u32));
    joints
}

impl Place<'_> {
    pub(super) fn folded(&self, word: usize) -> &str {
        self.analysis.folded(self.analysis.tokens[word].span)
    }

    pub(super) fn written(&self, word: usize) -> &str {
        self.analysis.text(self.analysis.tokens[word].span)
    }

    /// Whether the copies of a run are what they seem, and none is the cell of a table.
    pub(super) fn is_sound(&self, run: &Run) -> bool {
        let copy = |number: usize| run.start + number * run.period..run.start + (number + 1) * run.period;
        (1..run.copies)
            .all(|number| !is_apart(self.analysis, copy(number).start) && equal(self.analysis, copy(0), copy(number)))
    }

    /// Reports a place; the suggestion is to keep one copy.
    pub(super) fn report(
        &mut self,
        rule: &Rule,
        words: Range<usize>,
        times: usize,
        kept: Option<Span>,
        related: Option<Span>,
        found: &mut Found,
    ) {
        let at = span(self.analysis, &words);
        let Some(neighbours) = self.scope.holds(rule.index, self.field, at) else { return };
        let mut hit = Hit::new(rule.index, self.field, self.analysis, at);
        hit.suggest = kept.map(|kept| self.analysis.text(kept).into()).into_iter().collect();
        hit.add_neighbours(&neighbours, self.analysis);
        if rule.class().counts() {
            hit.groups.push(("times".into(), times.to_string()));
        }
        if let Some(first) = related {
            hit.relate(self.field, self.analysis, first, FIRST);
        }
        found.hits.push(hit);
        self.told.resize(self.stream.len(), false);
        self.told[words].fill(true);
    }

    fn word(&mut self, rule: &Rule, run: &Run, found: &mut Found) {
        if run.period != 1 || !rule.joins_words(run.joint) || !rule.counts(run.copies) {
            return;
        }
        let word = self.folded(run.start);
        let is_number = word.len() > 1 && word.bytes().any(|byte| byte.is_ascii_digit());
        if word.chars().any(|letter| !letter.is_alphabetic() && letter != '\'') && !(is_number && self.is_in_prose(run))
            || word.chars().count() < rule.parameters.min_letters as usize
            || rule.allows(word)
        {
            return;
        }
        let at = span(self.analysis, &(run.start..run.end()));
        if self.has_case_of_slip(rule, run) && !is_part(self.analysis, at) && self.is_sound(run) {
            self.report(
                rule,
                run.start..run.end(),
                run.copies,
                Some(span(self.analysis, &(run.start..run.start + 1))),
                None,
                found,
            );
        }
    }

    /// Whether a run stands behind a word and ends its clause, as a number in a table does not.
    fn is_in_prose(&self, run: &Run) -> bool {
        let before = run.start.checked_sub(1).is_some_and(|before| {
            let word = self.written(before);
            word.chars().count() > 1 && word.chars().all(char::is_alphabetic)
        });
        before && self.stream.gaps[run.start] == Gap::Space && self.ends_clause(run.end())
    }

    /// Whether the copies are written as a word that slipped in twice: in lower case, the first perhaps with the capital
    /// of its sentence; or all with a capital, if that is a common word. Of a rule that asks for names: all with a capital, if it is no common word.
    fn has_case_of_slip(&self, rule: &Rule, run: &Run) -> bool {
        let Repetition { common_level, names, .. } = rule.parameters;
        let rest = run.start + 1..run.end();
        // No name is that long.
        if run.copies >= LOOP {
            return true;
        }
        if !names && rest.clone().all(|word| is_lower(self.written(word))) {
            return is_lower(self.written(run.start)) || begins_sentence(self.analysis, self.stream, run.start);
        }
        let level = || {
            let lexicon = self.scope.lang.and_then(for_language)?;
            lexicon.level(self.folded(run.start)).or_else(|| lexicon.level(self.written(run.start)))
        };
        !is_lower(self.written(run.start))
            && rest.clone().all(|word| self.written(word) == self.written(run.start))
            && self.folded(run.start).len() >= SHORTEST_CAPITALISED
            && (common_level > 0 || names)
            && names != level().is_some_and(|level| u32::from(level) <= common_level)
    }

    fn block(&mut self, rule: &Rule, run: &Run, found: &mut Found) {
        let first = run.start..run.start + run.period;
        let parameters = &rule.parameters;
        if run.period < 2
            || run.period < parameters.min_words as usize
            || run.period > parameters.max_words as usize
            || !rule.joins(run.joint)
            || !rule.counts(run.copies)
            || !rule.has_substance(self.analysis, self.stream, first.clone())
            || !self.is_sound(run)
            || (1..run.copies).any(|copy| is_new_line(self.analysis, run.start + copy * run.period))
        {
            return;
        }
        let at = span(self.analysis, &(run.start..run.end()));
        if !is_part(self.analysis, at) {
            self.report(rule, run.start..run.end(), run.copies, Some(span(self.analysis, &first)), None, found);
        }
    }

    fn doublets(&mut self, rule: &Rule, joints: &[u32], found: &mut Found) {
        let comma = rule.joiners.contains(",");
        let words = self.stream.len();
        let mut reported = 0;
        for at in joints.iter().map(|at| *at as usize) {
            // The first word of the second half, and the end of the first.
            let joined = match self.stream.gaps[at] {
                Gap::Comma => comma.then_some((at, at)),
                Gap::Space => (rule.may_join(self.stream.keys[at])
                    && self.stream.gaps.get(at + 1) == Some(&Gap::Space)
                    && rule.joiners.contains(self.folded(at)))
                .then_some((at, at + 1)),
                _ => None,
            };
            let Some((first_end, second)) = joined else { continue };
            let longest = (rule.parameters.max_words as usize).min(first_end).min(words - second);
            let keys = &self.stream.keys;
            let fits = |length: &usize| {
                keys[first_end - 1] == keys[second + length - 1]
                    && keys[first_end - length..first_end] == keys[second..second + length]
            };
            let Some(length) = (1..=longest).rev().find(fits) else { continue };
            let (first, last) = (first_end - length, second + length);
            if first >= reported && self.is_doublet(rule, first..first_end, second..last) {
                reported = last;
                let kept = span(self.analysis, &(first..first_end));
                self.report(rule, first..last, 2, Some(kept), None, found);
            }
        }
    }

    fn is_doublet(&self, rule: &Rule, first: Range<usize>, second: Range<usize>) -> bool {
        let inner = |words: &Range<usize>| (words.start + 1..words.end).all(|at| self.stream.gaps[at] == Gap::Space);
        let at = span(self.analysis, &(first.start..second.end));
        // "…, more, more": three in a row are emphasis.
        let again = self.stream.gaps.get(second.end) == Some(&Gap::Comma)
            && self.stream.keys.get(second.end) == self.stream.keys.get(second.start);
        // The first word of a clause may have the capital of its sentence; "Cash and cash equivalents" is none.
        let may_begin = first.len() >= CLAUSE && begins_sentence(self.analysis, self.stream, first.start);
        let is_small = |word: usize| is_lower(self.written(word)) || word == first.start && may_begin;
        let emphasis = again
            || first.start > 0
                && first.len() == 1
                && self.stream.keys[first.start - 1] == self.stream.keys[first.start];
        inner(&first)
            && inner(&second)
            && !emphasis
            && rule.has_substance(self.analysis, self.stream, first.clone())
            && !first.clone().any(|word| rule.allows(self.folded(word)))
            && first.clone().chain(second.clone()).all(is_small)
            && !is_part(self.analysis, at)
            && !(first.end..=second.start).any(|word| is_apart(self.analysis, word) || is_new_line(self.analysis, word))
            && equal(self.analysis, first, second.clone())
    }

    fn bracketed(&mut self, rule: &Rule, found: &mut Found) {
        for (first, second) in bracketed(self.analysis, self.stream, rule.parameters.max_words as usize) {
            let allowed = first.clone().any(|word| rule.allows(self.folded(word)));
            // "Mini (MINI)": a name beside the way that it is set.
            let in_capitals = |words: &Range<usize>| !words.clone().any(|word| has_lower(self.written(word)));
            if allowed
                || in_capitals(&first) != in_capitals(&second)
                || !rule.has_substance(self.analysis, self.stream, first.clone())
                || is_apart(self.analysis, second.start)
                || is_new_line(self.analysis, second.start)
                || !equal(self.analysis, first.clone(), second.clone())
            {
                continue;
            }
            let before = found.hits.len();
            let kept = span(self.analysis, &first);
            self.report(rule, first.start..second.end, 2, Some(kept), None, found);
            if let Some(hit) = found.hits.get_mut(before) {
                // The closing bracket goes with the copy inside.
                hit.view.end += 1;
                hit.span = self.analysis.view.to_field(hit.view);
            }
        }
    }

    /// Whether a finding shares a word with these.
    fn is_told(&self, words: Range<usize>) -> bool {
        self.told.get(words).is_some_and(|told| told.contains(&true))
    }

    /// Whether a clause ends before this word.
    fn ends_clause(&self, word: usize) -> bool {
        self.stream.gaps.get(word).is_none_or(|gap| !matches!(gap, Gap::Space | Gap::None | Gap::Hyphen))
    }

    fn echoes(&mut self, rule: &Rule, nearby: &Nearby, found: &mut Found) {
        let window = self.scope.program.rules.rules[rule.index as usize].window;
        for (second, distance) in nearby.echoes(rule.parameters.min_words as usize) {
            let between = distance - second.len();
            if distance > rule.parameters.reach as usize || between > rule.parameters.most_between as usize {
                continue;
            }
            let first = second.start - distance..second.end - distance;
            let (at, before) = (span(self.analysis, &second), span(self.analysis, &first));
            let near = match window {
                MatchWindow::Sentence => self.analysis.sentence(before.start()) == self.analysis.sentence(at.end() - 1),
                MatchWindow::Paragraph | MatchWindow::Field => true,
            };
            if near
                && rule.has_substance(self.analysis, self.stream, first.clone())
                && self.ends_clause(second.end)
                && !second.clone().any(|word| is_apart(self.analysis, word))
                && !is_new_line(self.analysis, second.start)
                && equal(self.analysis, first, second.clone())
                && !self.is_told(second.clone())
            {
                self.report(rule, second, 2, None, Some(before), found);
            }
        }
    }

    fn circles(&mut self, rule: &Rule, nearby: &Nearby, found: &mut Found) {
        let parameters = &rule.parameters;
        let (least, window) = (parameters.min_words as usize, parameters.reach as usize);
        let new_percent = parameters.new_percent as usize;
        // Most texts have too few groups that are not new, all together.
        if !nearby.may_hold_circles(least, new_percent) {
            return;
        }
        let mut start = 0;
        let breaks = self.stream.ends.iter().copied().filter(|at| self.stream.gaps[*at] == Gap::Break);
        for end in breaks.chain([self.stream.len()]) {
            for circle in nearby.circles(start..end, least, window, new_percent) {
                let apart = circle.clone().skip(1).any(|word| is_apart(self.analysis, word));
                // "Group B", "in 2019".
                let is_label = |word: usize| {
                    let text = self.folded(word);
                    text.chars().count() == 1 || text.contains(|char: char| char.is_ascii_digit())
                };
                if !apart
                    && rule.has_substance(self.analysis, self.stream, circle.clone())
                    && !nearby.is_parallel(circle.clone(), &self.stream.keys, is_label)
                    && !self.is_told(circle.clone())
                {
                    self.report(rule, circle, 2, None, None, found);
                }
            }
            start = end;
        }
    }
}

/// Sentences that stand in the document a second time.
fn sentences(rule: &Rule, scope: &Scope<'_>, streams: &[Stream], told: &mut [Vec<bool>], found: &mut Found) {
    for (here, first) in copies(streams, rule.parameters.min_words as usize) {
        let (analysis, before) = (&scope.fields[here.field], &scope.fields[first.field]);
        let at = span(analysis, &here.words);
        let earlier = span(before, &first.words);
        let letters = here.words.clone().map(|word| analysis.tokens[word].span.len()).sum::<usize>();
        let near = here.field == first.field && here.words.start - first.words.start <= rule.parameters.reach as usize;
        if !near && rule.parameters.reach > 0
            || told[here.field].get(here.words.clone()).is_some_and(|told| told.contains(&true))
            || letters < rule.parameters.min_letters as usize
            || before.in_slot(crate::rules::model::Slot::Title, earlier)
            || !rule.has_substance(analysis, &streams[here.field], here.words.clone())
        {
            continue;
        }
        let Some(neighbours) = scope.holds(rule.index, here.field, at) else { continue };
        let mut hit = Hit::new(rule.index, here.field, analysis, at);
        hit.add_neighbours(&neighbours, analysis);
        hit.relate(first.field, before, earlier, FIRST);
        found.hits.push(hit);
        told[here.field].resize(streams[here.field].len(), false);
        told[here.field][here.words].fill(true);
    }
}
