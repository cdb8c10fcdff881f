//! Names of the same letters that are written differently: hyphen, space, join, apostrophe, accent.

use super::forms::{Form, LettersHash};
use super::{Side, Variant, known::Known};
use crate::text::fold::without_marks;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// The same letters in several writings. The longest names come first, so that what is found inside one that was
/// found already can be left out.
pub fn variants(forms: &[Form<'_>], least: usize, known: &Known) -> Vec<Variant> {
    let mut groups: FxHashMap<String, Vec<Side>> = FxHashMap::default();
    for side in of_several_forms(forms, least) {
        let key = forms[side.form].letters[side.words.clone()].concat();
        groups.entry(key).or_default().push(side);
    }
    let mut found = Vec::new();
    for (key, sides) in groups.into_iter().filter(|(_, sides)| sides.len() > 1) {
        let mut writings: Vec<(String, Vec<Side>)> = Vec::new();
        for side in sides {
            let writing = writing(side.text(forms));
            match writings.iter_mut().find(|(known, _)| *known == writing) {
                Some((_, sides)) => sides.push(side),
                None => writings.push((writing, vec![side])),
            }
        }
        writings.retain(|(_, sides)| sides.iter().any(|side| forms[side.form].is_running()));
        let texts: Vec<&str> = writings.iter().map(|(text, _)| text.as_str()).collect();
        if writings.len() < 2 || is_doubtful(&texts) {
            continue;
        }
        let place = writings.iter().flat_map(|(_, sides)| sides).map(|side| forms[side.form].first()).min();
        let writings: Vec<Vec<Side>> = writings.into_iter().map(|(_, sides)| sides).collect();
        let in_list = in_list(&writings, forms, known);
        found.push((Reverse(key.len()), place.unwrap_or_default(), Variant { writings, known: in_list }));
    }
    found.sort_by_key(|(length, place, _)| (*length, *place));
    found.into_iter().map(|(_, _, variant)| variant).collect()
}

/// The one writing whose words are all known, where the others have more words or fewer ("Olympic Games",
/// "Olympicgames"). Of an accent the list of words knows nothing.
fn in_list(writings: &[Vec<Side>], forms: &[Form<'_>], known: &Known) -> Option<usize> {
    let words = |at: usize| writings[at][0].text(forms).split(' ');
    let best = (0..writings.len()).find(|at| words(*at).all(|word| known.knows(word)))?;
    let differs = |at: usize| words(at).count() != words(best).count() && !words(at).all(|word| known.knows(word));
    (0..writings.len()).all(|at| at == best || differs(at)).then_some(best)
}

/// The names and parts of names of at least so many letters that may share their letters with another one, in order.
/// Most share them with none, which a hash tells without a string for each.
fn of_several_forms(forms: &[Form<'_>], least: usize) -> Vec<Side> {
    let mut sides: Vec<(u64, Side)> = Vec::with_capacity(2 * forms.len());
    // The one text with these letters; empty: there are two.
    let mut seen: FxHashMap<u64, &str> = FxHashMap::default();
    seen.reserve(2 * forms.len());
    for (index, form) in forms.iter().enumerate() {
        for first in 0..form.words.len() {
            if !form.word(first).chars().any(char::is_uppercase) {
                continue;
            }
            // The hash is of the letters alone: where the words divide is what the writings differ in.
            let mut hash = LettersHash::NONE;
            for last in first..form.words.len() {
                hash = hash.with(form.hashes[last]);
                if hash.letters as usize >= least {
                    let side = Side { form: index, words: first..last + 1 };
                    let text = side.text(forms);
                    let known = seen.entry(hash.value).or_insert(text);
                    if *known != text {
                        *known = "";
                    }
                    sides.push((hash.value, side));
                }
            }
        }
    }
    sides.retain(|(hash, _)| seen[hash].is_empty());
    sides.into_iter().map(|(_, side)| side).collect()
}

/// A name as far as its writing counts here: without full stops, and of its capitals only those inside a word that has
/// small letters, too ("McAllen"). The first letter of a word has its case from the sentence, the particle or the headline.
pub fn writing(text: &str) -> String {
    let mut writing = String::with_capacity(text.len());
    for (number, word) in text.split(' ').enumerate() {
        if number > 0 {
            writing.push(' ');
        }
        let mut letters = word.chars().filter(|letter| *letter != '.');
        writing.extend(letters.next().into_iter().flat_map(char::to_lowercase));
        match word.contains(char::is_lowercase) {
            true => writing.extend(letters),
            false => writing += &letters.collect::<String>().to_lowercase(),
        }
    }
    writing
}

/// Whether the writings only join names that may stand side by side ("New York-London", "New York London").
pub fn is_doubtful(writings: &[&str]) -> bool {
    let hyphens = |text: &str| text.matches('-').count();
    let bare: Vec<String> = writings.iter().map(|text| without_marks(text)).collect();
    // More than one hyphen more or less, and the parts are whole words on both sides.
    let words = |text: &str| text.split(['-', ' ']).map(str::to_owned).collect::<Vec<_>>();
    let same_words = bare.windows(2).all(|pair| words(&pair[0]) == words(&pair[1]));
    let counts: Vec<usize> = bare.iter().map(|text| hyphens(text)).collect();
    same_words && counts.iter().max() > counts.iter().min().map(|least| least + 1).as_ref()
}
