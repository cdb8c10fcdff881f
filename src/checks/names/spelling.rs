//! Names that differ in the order of their words, or in a letter or two of one of them.

use super::Variant;
use super::forms::Form;
use super::several::Several;
use super::{Side, known::Known};
use crate::rules::names::{NameClass, NameVariant};
use crate::text::mentions::Roles;
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};
use std::ops::Range;

/// Words compared with each other at most because they stand beside the same word; more are a list of relatives.
const MOST_ALIKE: usize = 24;
/// Names of one word compared with each other at most because they start with the same letter.
const MOST_SINGLE: usize = 96;
/// Edits that two spellings of a name differ in at most.
const MOST_EDITS: u32 = 2;
/// Bits that their [`bag`]s differ in at most.
const MOST_DIFFERENT: u32 = 2 * MOST_EDITS;

/// The same words in another order.
pub fn orders(forms: &[Form<'_>], rule: &NameVariant) -> Vec<Variant> {
    // By a sum of hashes, which does not tell the order of the words.
    let sum = |form: &Form<'_>| form.hashes.iter().fold(0_u64, |sum, word| sum.wrapping_add(word.value));
    let some = || forms.iter().enumerate().filter(|(_, form)| (2..=4).contains(&form.words.len()));
    let mut several = Several::for_keys(forms.len());
    some().for_each(|(index, form)| several.add(sum(form), index as u64 + 2));
    let mut groups: FxHashMap<u64, SmallVec<[usize; 2]>> = FxHashMap::default();
    for (index, form) in some().filter(|(_, form)| several.may_have(sum(form)) && form.is_running()) {
        let letters: usize = form.letters.iter().map(|word| word.len()).sum();
        // "FC Town" and "Town FC", "A. Name" and "Name A." are two ways to write, not two orders of a name.
        let written_out = || (0..form.words.len()).all(|at| form.word(at).contains(char::is_lowercase));
        if letters >= rule.min_letters as usize && written_out() {
            groups.entry(sum(form)).or_default().push(index);
        }
    }
    let is_exempt = |form: &Form<'_>| form.letters.iter().any(|word| rule.exempt.iter().any(|one| **one == **word));
    let sorted = |form: &Form<'_>| {
        let mut words: SmallVec<[&str; 4]> = form.letters.iter().copied().collect();
        words.sort_unstable();
        words.concat()
    };
    let mut found: Vec<Variant> = Vec::new();
    for group in groups.into_values().filter(|group| group.len() > 1 && !is_exempt(&forms[group[0]])) {
        let words = sorted(&forms[group[0]]);
        let mut writings: Vec<Vec<Side>> = Vec::new();
        for index in group.into_iter().filter(|index| sorted(&forms[*index]) == words) {
            let same = |sides: &Vec<Side>| forms[sides[0].form].letters == forms[index].letters;
            match writings.iter_mut().find(|sides| same(sides)) {
                Some(sides) => sides.push(Side::whole(forms, index)),
                None => writings.push(vec![Side::whole(forms, index)]),
            }
        }
        if writings.len() > 1 {
            found.push(Variant { writings, known: None });
        }
    }
    in_order(found, forms)
}

/// The letters of a word, and the names it stands in beside another.
type Beside<'a> = (&'a str, SmallVec<[Side; 1]>);

/// Words that stand beside the same word, two or more; and whether that comes first.
pub type Pairs<'a> = Vec<(bool, SmallVec<[Beside<'a>; 1]>)>;

/// The words that stand beside each word of names, with their places. Longer names are read two words at a time, so that
/// a name is found in a longer run too.
pub fn beside<'a>(forms: &'a [Form<'_>]) -> Pairs<'a> {
    let mut several = Several::for_keys(2 * forms.len());
    each_beside(forms, |one| several.add(one.key, forms[one.form].hashes[one.off].value));
    let mut beside: FxHashMap<u64, (bool, SmallVec<[Beside<'a>; 1]>)> = FxHashMap::default();
    each_beside(forms, |one| {
        if !several.may_have(one.key) {
            return;
        }
        let letters = forms[one.form].letters[one.off];
        let (_, others) = beside.entry(one.key).or_insert_with(|| (one.same < one.off, SmallVec::new()));
        let side = Side { form: one.form, words: one.words.start.min(one.off)..one.words.end.max(one.off + 1) };
        match others.iter().position(|(known, _)| *known == letters) {
            Some(known) => others[known].1.push(side),
            None if others.len() < MOST_ALIKE => others.push((letters, smallvec![side])),
            None => {}
        }
    });
    let mut pairs: Pairs<'_> = beside.into_values().filter(|(_, others)| others.len() > 1).collect();
    // A map has no order, and of two findings at one place the first is kept.
    pairs.sort_by_key(|(first, others)| {
        let Side { form, words } = &others[0].1[0];
        (*form, words.start, words.end, *first)
    });
    pairs
}

/// A word of a name and the one beside it, by their numbers.
struct Neighbours {
    form: usize,
    same: usize,
    off: usize,
    /// See [`context`].
    words: Range<usize>,
    /// A hash of the letters of those, and of which side they stand on.
    key: u64,
}

fn each_beside(forms: &[Form<'_>], mut visit: impl FnMut(Neighbours)) {
    for (index, form) in forms.iter().enumerate() {
        for at in 0..form.words.len().saturating_sub(1) {
            for (same, off) in [(at, at + 1), (at + 1, at)] {
                let Some(words) = context(form, at, same) else { continue };
                let start = u64::from(same == at);
                let key = form.hashes[words.clone()].iter().fold(start, |key, word| key.rotate_left(23) ^ word.value);
                visit(Neighbours { form: index, same, off, words, key });
            }
        }
    }
}

/// Two words that follow each other in names, of which one is the same and the other nearly.
pub fn one_word_off(forms: &[Form<'_>], pairs: &Pairs<'_>, rule: &NameVariant, known: &Known) -> Vec<Variant> {
    let mut found = Vec::new();
    for (same_first, others) in pairs {
        for (at, (letters, sides)) in others.iter().enumerate() {
            for (other_letters, other_sides) in &others[at + 1..] {
                let word = |sides: &[Side]| {
                    let Range { start, end } = sides[0].words;
                    forms[sides[0].form].word(if *same_first { end - 1 } else { start })
                };
                let words = (word(sides), word(other_sides));
                let running = |sides: &[Side]| sides.iter().any(|side| forms[side.form].is_running());
                let differ = differ_as(rule, known, (letters, other_letters), words);
                if differ && running(sides) && running(other_sides) && !known.are_two_words(words) {
                    let better = known.better(words).map(|first| usize::from(!first));
                    found.push(Variant { writings: vec![sides.to_vec(), other_sides.to_vec()], known: better });
                }
            }
        }
    }
    in_order(found, forms)
}

/// The words that have to be the same, for the one beside `same` to be compared: that word, and the one before it
/// where it is a particle. A title or an honorific is nobody's name, and neither is a single letter.
fn context(form: &Form<'_>, at: usize, same: usize) -> Option<Range<usize>> {
    if form.letters[same].chars().nth(1).is_none() || form.roles[same].any(Roles::TITLE.or(Roles::HONORIFIC)) {
        return None;
    }
    match form.roles[same].any(Roles::PARTICLE) {
        false => Some(same..same + 1),
        true if same == at => Some(same.saturating_sub(1)..same + 1),
        true => None,
    }
}

/// Names of one word that differ in a letter or two.
pub fn singles(forms: &[Form<'_>], rule: &NameVariant, known: &Known) -> Vec<Variant> {
    let mut by_letter: FxHashMap<char, Vec<(usize, u64)>> = FxHashMap::default();
    for (index, form) in forms.iter().enumerate().filter(|(_, form)| form.words.len() == 1 && form.is_running()) {
        let plain = form.text.chars().all(char::is_alphabetic) && form.text.chars().any(char::is_lowercase);
        if plain && form.letters[0].len() >= rule.min_letters as usize {
            let letters = form.letters[0];
            by_letter.entry(letters.chars().next().unwrap_or(' ')).or_default().push((index, bag(letters)));
        }
    }
    // Known words are none of them; of a few it is cheaper to ask that of those that are near another one.
    let is_new = |index: usize| !known.knows(forms[index].text);
    let mut found = Vec::new();
    for mut group in by_letter.into_values() {
        let few = group.len() <= MOST_SINGLE;
        if !few {
            group.retain(|(index, _)| is_new(*index));
            if group.len() > MOST_SINGLE {
                continue;
            }
        }
        for (at, &(one, bag)) in group.iter().enumerate() {
            let near = group[at + 1..].iter().filter(|(_, other)| (bag ^ other).count_ones() <= MOST_DIFFERENT);
            for &(other, _) in near {
                let letters = (forms[one].letters[0], forms[other].letters[0]);
                let differ = differ_as(rule, known, letters, (forms[one].text, forms[other].text));
                if differ && (!few || is_new(one) && is_new(other)) {
                    let writings = vec![vec![Side::whole(forms, one)], vec![Side::whole(forms, other)]];
                    found.push(Variant { writings, known: None });
                }
            }
        }
    }
    in_order(found, forms)
}

/// Which letters a word has. An edit changes two of the bits at most.
fn bag(letters: &str) -> u64 {
    letters.chars().fold(0, |bag, letter| bag | 1 << (letter as u32 % 64))
}

/// Maps have no order; findings have.
pub fn in_order(mut found: Vec<Variant>, forms: &[Form<'_>]) -> Vec<Variant> {
    found.sort_by_key(|variant| {
        let places = variant.writings.iter().flatten().map(|side| forms[side.form].first());
        let mut places: Vec<_> = places.collect();
        places.sort_unstable();
        places
    });
    found
}

/// Whether two words differ as the class of the rule says.
fn differ_as(rule: &NameVariant, known: &Known, (a, b): (&str, &str), words: (&str, &str)) -> bool {
    if a == b || !a.is_ascii() && a.chars().any(|c| !c.is_alphabetic()) {
        return false;
    }
    match rule.class {
        NameClass::Ending => differ_in_ending(a, b, rule),
        _ => {
            differ_in_letters(rule, a, b)
                && !(holds_acronym(words.0) && holds_acronym(words.1))
                && !is_derived(rule, known, (a, b), words)
        }
    }
}

/// Whether a word has an acronym in it ("LibreSSL"), in which a letter more or less makes another name.
fn holds_acronym(word: &str) -> bool {
    let capitals = |pair: (char, char)| pair.0.is_uppercase() && pair.1.is_uppercase();
    word.contains(char::is_lowercase) && word.chars().zip(word.chars().skip(1)).any(capitals)
}

fn differ_in_letters(rule: &NameVariant, a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    // What is told in a moment comes first: most words differ in that.
    if long.len() > short.len() + 4 || a.chars().next() != b.chars().next() {
        return false;
    }
    let length = short.chars().count();
    let most = if length < rule.two_edits_from as usize { 1 } else { MOST_EDITS };
    if length < rule.min_letters as usize || (bag(a) ^ bag(b)).count_ones() > 2 * most {
        return false;
    }
    let (one, other) = (a.bytes().filter(u8::is_ascii_digit), b.bytes().filter(u8::is_ascii_digit));
    one.eq(other) && strsim::osa_distance(a, b) <= most as usize
}

/// Whether the longer word is made of the shorter one with an ending ("Ossetia", "Ossetian"). Where only the longer one
/// is known, the shorter one has lost a letter.
fn is_derived(rule: &NameVariant, known: &Known, (a, b): (&str, &str), words: (&str, &str)) -> bool {
    let (short, long, words) = if a.len() <= b.len() { (a, b, words) } else { (b, a, (words.1, words.0)) };
    let Some(ending) = long.strip_prefix(short) else { return false };
    let lost = known.better(words) == Some(false);
    !lost && rule.derivations.iter().any(|known| **known == *ending)
}

/// Whether two words are one stem with two of the rule's endings (or one of them bare).
pub fn differ_in_ending(a: &str, b: &str, rule: &NameVariant) -> bool {
    if rule.min_letters > 0 && a.as_bytes().first() != b.as_bytes().first() {
        return false;
    }
    let shared: usize = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let stem_letters = a[..shared].chars().count();
    let is_ending = |rest: &str| rest.is_empty() || rule.endings.iter().any(|ending| **ending == *rest);
    stem_letters >= rule.min_letters as usize && is_ending(&a[shared..]) && is_ending(&b[shared..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn rule(class: NameClass) -> NameVariant {
        NameVariant {
            class,
            min_letters: 4,
            derivations: vec!["n".into(), "ian".into()],
            endings: vec!["a".into(), "u".into(), "ovi".into()],
            ..NameVariant::default()
        }
    }

    fn differ(rule: &NameVariant, (a, b): (&str, &str)) -> bool {
        differ_as(rule, &Known::new(None, Arc::default()), (a, b), (a, b))
    }

    #[test]
    fn short_words_may_differ_in_one_letter_and_long_ones_in_two() {
        let spelling = rule(NameClass::Spelling);
        assert!(differ(&spelling, ("trinh", "trihn")) && differ(&spelling, ("klimenko", "klymenka")));
        assert!(!differ(&spelling, ("trinh", "trung")) && !differ(&spelling, ("henan", "hunans")));
        assert!(!differ(&spelling, ("russia", "russian")) && !differ(&spelling, ("liu", "lin")));
    }

    #[test]
    fn products_that_differ_in_an_acronym_are_two_names() {
        let single = rule(NameClass::Single);
        let known = Known::new(None, Arc::default());
        assert!(!differ_as(&single, &known, ("openssh", "openssl"), ("OpenSSH", "OpenSSL")));
        assert!(differ_as(&single, &known, ("mcallistor", "mcallister"), ("McAllistor", "McAllister")));
    }

    #[test]
    fn case_endings_are_told_from_other_letters() {
        let ending = rule(NameClass::Ending);
        assert!(differ(&ending, ("rivera", "riveru")) && differ(&ending, ("novak", "novakovi")));
        assert!(!differ(&ending, ("rivera", "riverb")) && !differ(&ending, ("ana", "anu")));
    }
}
