//! Names of two words of which both keep the ending of a case: "Marek Havelka", "Marka Havelky".

use super::forms::Form;
use super::spelling::{differ_in_ending, in_order};
use super::{Side, Variant};
use crate::rules::names::NameVariant;
use rustc_hash::FxHashMap;

/// Letters that the beginnings of both words share in all cases.
const BEGINNING: usize = 3;
/// Names compared with each other at most because they begin alike.
const MOST_ALIKE: usize = 24;

/// Names whose two words differ in their endings.
pub fn both_words(forms: &[Form<'_>], rule: &NameVariant) -> Vec<Variant> {
    let mut groups: FxHashMap<(&str, &str), Vec<usize>> = FxHashMap::default();
    for (index, form) in forms.iter().enumerate().filter(|(_, form)| form.words.len() == 2 && form.is_running()) {
        if let (Some(given), Some(family)) = (form.letters[0].get(..BEGINNING), form.letters[1].get(..BEGINNING)) {
            let alike = groups.entry((given, family)).or_default();
            if alike.len() < MOST_ALIKE {
                alike.push(index);
            }
        }
    }
    let mut found = Vec::new();
    for group in groups.into_values() {
        for (at, &one) in group.iter().enumerate() {
            for &other in &group[at + 1..] {
                if differ(&forms[one], &forms[other], rule) {
                    let writings = vec![vec![Side::whole(forms, one)], vec![Side::whole(forms, other)]];
                    found.push(Variant { writings, known: None });
                }
            }
        }
    }
    in_order(found, forms)
}

fn differ(one: &Form<'_>, other: &Form<'_>, rule: &NameVariant) -> bool {
    let pairs = || one.letters.iter().zip(&other.letters);
    let by_ending = |(a, b): (&&str, &&str)| a != b && differ_in_ending(a, b, rule);
    // One letter more on both words is mostly a woman's name beside a man's.
    let longer = |(a, b): (&&str, &&str)| a.len().abs_diff(b.len()) == 1 && (a.starts_with(b) || b.starts_with(a));
    pairs().all(by_ending) && !pairs().all(longer)
}
