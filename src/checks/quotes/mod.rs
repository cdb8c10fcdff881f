//! The `quote-conflict` rules: two quotations of one statement, worded differently in one document.
//!
//! Quotations that share rare stems are found by an index, the best few are aligned word by word. What each quotation
//! costs is bounded, so the time is linear in the number of quotations.

mod align;
mod words;

use crate::checks::program::Scope;
use crate::checks::{Build, Check, Found, Hit};
use crate::rules::RuleIndex;
use crate::rules::model::CheckSpec;
use crate::rules::quotes::QuoteConflict;
use crate::source::Span;
use crate::text::Analysis;
use align::{Stretch, align, differences};
use rustc_hash::{FxHashSet, FxHasher};
use smallvec::SmallVec;
use std::cmp::Reverse;
use std::hash::Hasher;
use std::ops::Range;
use words::{Quotation, Quotations, Word};

/// A stem that stands in more quotations than this tells nothing of which are alike.
const MOST_PLACES: usize = 32;
/// Earlier quotations that one is aligned with at most, those that share most stems.
const MOST_ALIGNED: usize = 6;
/// A finding is no wider than this, in bytes; else it is the first stretch that differs.
const WIDEST: usize = 80;
/// Stretches that the message names.
const MOST_NAMED: usize = 3;

/// The quotations that hold a stem; most stems stand in few.
type Places = SmallVec<[u32; 4]>;

struct QuoteConflicts {
    rules: Vec<(RuleIndex, QuoteConflict)>,
}

/// The check of all active `quote-conflict` rules.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let parameters = |(index, rule): (RuleIndex, &crate::rules::Rule)| match &rule.check {
        CheckSpec::QuoteConflict(parameters) => Some((index, (**parameters).clone())),
        _ => None,
    };
    let rules: Vec<_> = build.active().filter_map(parameters).collect();
    (!rules.is_empty()).then(|| Box::new(QuoteConflicts { rules }) as Box<dyn Check>)
}

impl Check for QuoteConflicts {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        for (rule, parameters) in self.rules.iter().filter(|(rule, _)| scope.speaks(*rule)) {
            let quotations = Quotations::of(scope, parameters);
            let pass = Pass { scope, rule: *rule, parameters, quotations: &quotations };
            pass.run(found);
        }
    }
}

struct Pass<'a, 'd> {
    scope: &'a Scope<'d>,
    rule: RuleIndex,
    parameters: &'a QuoteConflict,
    quotations: &'a Quotations,
}

/// Two quotations of one statement.
struct Conflict<'a> {
    earlier: &'a Quotation,
    later: &'a Quotation,
    /// Words of the earlier one, words of the later one.
    stretches: Vec<Stretch>,
    shared: usize,
}

/// Memory that is used again for each pair of quotations.
struct Scratch {
    scores: Vec<i32>,
    /// By number of stem; all false between uses.
    stems: Vec<bool>,
    /// By number of quotation; all 0 between uses.
    shared: Vec<u32>,
}

impl Scratch {
    /// How many words of the one have a stem of the other: no alignment has more pairs.
    fn words_in_both(&mut self, one: &[Word], other: &[Word]) -> usize {
        one.iter().for_each(|word| self.stems[word.stem as usize] = true);
        let count = other.iter().filter(|word| self.stems[word.stem as usize]).count();
        one.iter().for_each(|word| self.stems[word.stem as usize] = false);
        count
    }
}

impl<'a> Pass<'a, '_> {
    fn run(&self, found: &mut Found) {
        // The quotations that hold a stem, by its number.
        let mut places: Vec<Places> = vec![Places::new(); self.quotations.stems];
        let mut known: FxHashSet<u64> = FxHashSet::default();
        let mut scratch = Scratch {
            scores: Vec::new(),
            stems: vec![false; self.quotations.stems],
            shared: vec![0; self.quotations.all.len()],
        };
        let mut stems: Vec<u32> = Vec::new();
        for (index, later) in self.quotations.all.iter().enumerate() {
            let words = self.quotations.words(later);
            stems.clear();
            stems.extend(words.iter().filter(|word| word.content).map(|word| word.stem));
            stems.sort_unstable();
            stems.dedup();
            let alike = self.alike(&stems, &places, &mut scratch.shared);
            // A statement that is quoted again as it was says which wording is right, and nothing is to be told.
            if !known.insert(wording(words)) {
                continue;
            }
            let conflicts = alike.iter().filter_map(|&earlier| {
                let earlier = &self.quotations.all[earlier as usize];
                self.conflict(earlier, later, &mut scratch)
            });
            if let Some(conflict) = conflicts.max_by_key(|conflict| conflict.shared) {
                self.report(&conflict, found);
            }
            for stem in stems.iter().map(|stem| *stem as usize) {
                if places[stem].len() < MOST_PLACES {
                    places[stem].push(index as u32);
                }
            }
        }
    }

    /// The earlier quotations that share most stems with these, and enough.
    fn alike(&self, stems: &[u32], places: &[Places], shared: &mut [u32]) -> Vec<u32> {
        let least = self.parameters.min_content.max(1);
        let mut alike: Vec<(u32, u32)> = Vec::new();
        let all = || stems.iter().flat_map(|stem| &places[*stem as usize]);
        for &place in all() {
            let count = &mut shared[place as usize];
            *count += 1;
            if *count == least {
                alike.push((place, 0));
            }
        }
        alike.iter_mut().for_each(|(place, count)| *count = shared[*place as usize]);
        all().for_each(|place| shared[*place as usize] = 0);
        alike.sort_unstable_by_key(|&(place, count)| (Reverse(count), place));
        alike.truncate(MOST_ALIGNED);
        alike.into_iter().map(|(place, _)| place).collect()
    }

    fn conflict(&self, earlier: &'a Quotation, later: &'a Quotation, scratch: &mut Scratch) -> Option<Conflict<'a>> {
        let (one, other) = (self.quotations.words(earlier), self.quotations.words(later));
        let shorter = one.len().min(other.len());
        let enough = |shared: usize| {
            shared >= self.parameters.min_shared as usize && shared as f64 >= self.parameters.share * shorter as f64
        };
        // Words are counted in a moment; to align them takes the product of the lengths.
        if !enough(scratch.words_in_both(one, other)) || self.share_a_sentence(earlier, later) {
            return None;
        }
        let alignment = align(one, other, &mut scratch.scores);
        let shared = alignment.pairs.len();
        if !enough(shared) || alignment.content < self.parameters.min_content as usize {
            return None;
        }
        let mut stretches = differences(one, other, &alignment.pairs);
        stretches.retain(|(i, j)| !self.is_edited(earlier.field, one, i) && !self.is_edited(later.field, other, j));
        (!stretches.is_empty()).then_some(Conflict { earlier, later, stretches, shared })
    }

    /// Whether one sentence holds both: it sets them against each other ("from … to …") or lists them.
    fn share_a_sentence(&self, earlier: &Quotation, later: &Quotation) -> bool {
        let (one, other) = (self.quotations.words(earlier).last(), self.quotations.words(later).first());
        earlier.field == later.field
            && one.zip(other).is_some_and(|(one, other)| {
                let sentence = |word: &Word| self.scope.fields[later.field].sentence(word.span.start()).start;
                sentence(one) == sentence(other)
            })
    }

    /// Whether a sign in or beside a stretch says that the quotation was shortened or changed there.
    fn is_edited(&self, field: usize, words: &[Word], stretch: &Range<usize>) -> bool {
        let from = stretch.start.checked_sub(1).map_or(words[stretch.start].span.start(), |at| words[at].span.end());
        let to = words.get(stretch.end).map_or(words[stretch.end - 1].span.end(), |word| word.span.start());
        let text = &self.scope.fields[field].view.folded()[from..to];
        self.parameters.edits.iter().any(|sign| text.contains(&**sign))
    }

    fn report(&self, conflict: &Conflict<'_>, found: &mut Found) {
        let Conflict { earlier, later, stretches, .. } = conflict;
        let (one, other) = (self.quotations.words(earlier), self.quotations.words(later));
        let (before, analysis) = (&self.scope.fields[earlier.field], &self.scope.fields[later.field]);
        let (Some(first), Some(last)) = (stretches.first(), stretches.last()) else { return };
        let whole = span(other, &(first.1.start..last.1.end));
        let primary = if whole.len() <= WIDEST { whole } else { span(other, &first.1) };
        let Some(neighbours) = self.scope.holds(self.rule, later.field, primary) else { return };
        let mut hit = Hit::new(self.rule, later.field, analysis, primary);
        let there = named(before, stretches.iter().map(|stretch| span(one, &stretch.0)));
        let here = named(analysis, stretches.iter().map(|stretch| span(other, &stretch.1)));
        hit.groups.extend([("here".into(), here), ("there".into(), there)]);
        hit.add_neighbours(&neighbours, analysis);
        for (i, j) in stretches {
            hit.relate(
                earlier.field,
                before,
                span(one, i),
                format!("\"{}\" in the other", analysis.text(span(other, j))),
            );
        }
        found.hits.push(hit);
    }
}

/// A hash of the words of a quotation as they are written.
fn wording(words: &[Word]) -> u64 {
    let mut hasher = FxHasher::default();
    words.iter().for_each(|word| hasher.write_u32(word.form));
    hasher.write_usize(words.len());
    hasher.finish()
}

fn span(words: &[Word], range: &Range<usize>) -> Span {
    Span::new(words[range.start].span.start(), words[range.end - 1].span.end())
}

/// The first stretches in quotation marks.
fn named(analysis: &Analysis<'_>, stretches: impl ExactSizeIterator<Item = Span>) -> String {
    let more = if stretches.len() > MOST_NAMED { ", …" } else { "" };
    let named: Vec<String> = stretches.take(MOST_NAMED).map(|span| format!("\"{}\"", analysis.text(span))).collect();
    named.join(", ") + more
}

#[cfg(test)]
mod tests;
