//! What one document calls each name, to be compared with other documents: names of the same letters.

use super::forms::Form;
use super::letters::{is_doubtful, writing};
use crate::checks::program::Scope;
use crate::checks::{Claim, FormUse, Found};
use crate::rules::RuleIndex;
use crate::rules::names::NameVariant;
use crate::source::Span;
use rustc_hash::FxHasher;
use std::cmp::Reverse;
use std::hash::Hasher;

/// Claims, for each name of two words or more, the writing that the document uses most: what else it uses is told of
/// the document by itself, and what a table of forms knows is compared by that. One word alone ("Lina", "Pena") is too often another's.
pub fn claims(scope: &Scope<'_>, rule: RuleIndex, parameters: &NameVariant, forms: &[Form<'_>], found: &mut Found) {
    let mut names: Vec<(u64, usize)> = (forms.iter().enumerate())
        .filter(|(_, form)| is_compared(form, parameters.min_letters))
        .map(|(index, form)| (digest(&form.letters), index))
        .collect();
    names.sort_unstable();
    let count = |indexes: &[usize]| indexes.iter().map(|index| forms[*index].count()).sum::<usize>();
    let first = |indexes: &[usize]| indexes.iter().map(|index| forms[*index].first()).min();
    let in_table = |field: u32, span: Span| {
        let overlaps = |one: &FormUse| one.field == field as usize && one.view.overlaps(span);
        found
            .uses
            .iter()
            .any(|one| scope.program.rules.rules[one.rule as usize].check.compares_documents() && overlaps(one))
    };
    let mut claims = Vec::new();
    for same in names.chunk_by(|(one, _), (other, _)| one == other) {
        let mut writings: Vec<(String, Vec<usize>)> = Vec::new();
        for &(_, index) in same {
            let writing = writing(forms[index].text);
            match writings.iter_mut().find(|(known, _)| *known == writing) {
                Some((_, indexes)) => indexes.push(index),
                None => writings.push((writing, vec![index])),
            }
        }
        let best = writings.iter().min_by_key(|(_, indexes)| (Reverse(count(indexes)), first(indexes)));
        let Some((writing, indexes)) = best else { continue };
        let uses = indexes.iter().flat_map(|index| &forms[*index].uses).filter(|one| !one.headline);
        let Some(one) = uses.min_by_key(|one| (one.field, one.span)) else { continue };
        if scope.holds(rule, one.field as usize, one.span).is_none() || in_table(one.field, one.span) {
            continue;
        }
        let (field, count) = (one.field as usize, count(indexes) as u64);
        let span = scope.fields[field].view.to_field(one.span);
        let topic = forms[indexes[0]].letters.concat();
        claims.push(Claim { rule, topic, form: writing.clone(), count, field, span, view: one.span });
    }
    found.claims.append(&mut claims);
}

/// Whether a name is one that other documents may write differently: of two words or more, in running text.
fn is_compared(form: &Form<'_>, min_letters: u32) -> bool {
    let parts = form.text.split([' ', '-']).filter(|part| !part.is_empty()).count();
    let letters: usize = form.letters.iter().map(|letters| letters.chars().count()).sum();
    // A headline in capitals says nothing of the letter case; a name of initials is one of many.
    let has_case = || form.text.contains(char::is_lowercase);
    parts > 1 && letters >= min_letters as usize && form.is_running() && has_case()
}

/// Digest of the letters of a name, wherever its words divide.
fn digest(letters: &[&str]) -> u64 {
    let mut hasher = FxHasher::default();
    letters.iter().flat_map(|word| word.bytes()).for_each(|byte| hasher.write_u8(byte));
    hasher.finish()
}

/// Whether two writings only join names that may stand side by side, so that nobody can tell which is right.
pub fn are_doubtful(one: &str, other: &str) -> bool {
    is_doubtful(&[one, other])
}
