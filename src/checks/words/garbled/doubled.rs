//! Words with a chunk of letters written twice or more: "apappropriate", "unununited", "thethe", "brambramders".

use super::{Garbled, Repair, RepairKind};

/// Letters of a doubled chunk. A single doubled letter is a plain misspelling, and eight letters are a word.
const CHUNK_LETTERS: std::ops::RangeInclusive<usize> = 2..=7;

/// Fewest letters of a doubled chunk that is garbling even if nothing known is left without it.
const SHORTEST_SURE_CHUNK: usize = 3;

/// How many copies are taken out at most.
const MOST_DELETIONS: usize = 3;

/// Fewest letters of a repaired word: below that anything can be made of anything.
const SHORTEST_REPAIR: usize = 4;

/// Fewest letters of a repaired word that is known but not common: a long word is not hit by chance.
const SHORTEST_RARE_REPAIR: usize = 8;

/// Fewest letters of a word that is garbled when it is written twice; shorter ones are names, interjections
/// and reduplications ("dandan", "blabla").
const SHORTEST_DOUBLED_WORD: usize = 5;

/// How many shortened forms are followed up: a bound for words like "nanananana".
const MOST_FORMS: usize = 64;

impl Garbled<'_> {
    /// The word without its doubled chunks, if that is a common one.
    pub(super) fn doubled(&self, letters: &[char]) -> Option<Repair> {
        if let Some(unit) = repeated_unit(letters) {
            return self.doubled_word(unit);
        }
        let shortened = shortened_forms(letters);
        // A common word after three deletions is a likelier meaning than a rare one after two.
        let common = shortened.iter().find_map(|form| self.repaired(letters, form, |word| self.is_common(word)));
        let replacement = common.or_else(|| {
            let long = shortened.iter().filter(|form| form.len() >= SHORTEST_RARE_REPAIR);
            long.into_iter().find_map(|form| self.repaired(letters, form, |word| self.lexicon.level(word).is_some()))
        })?;
        Some(Repair { replacement: Some(replacement), kind: RepairKind::DoubledChunk })
    }

    /// Whether a long chunk is doubled in a word of which nothing can be made.
    pub(super) fn repeated(&self, word: &str, letters: &[char]) -> Option<Repair> {
        let chunk = |&(start, length): &(usize, usize)| {
            // "hmmmmmmm" is drawn out, not doubled.
            let chunk = &letters[start..start + length];
            length >= SHORTEST_SURE_CHUNK && chunk.iter().any(|letter| *letter != chunk[0])
        };
        if repeated_unit(letters).is_some() || !doubled_chunks(letters).any(|place| chunk(&place)) {
            return None;
        }
        let known = |stem: &str| self.lexicon.level(stem).is_some();
        let explained = self.doubled(letters).is_some() || self.affixes.explain(word, known);
        (!explained).then_some(Repair { replacement: None, kind: RepairKind::Unclear })
    }

    fn repaired(&self, letters: &[char], form: &[char], accepted: impl Fn(&str) -> bool) -> Option<String> {
        let word: String = form.iter().collect();
        let derived = || self.affixes.derive(&letters.iter().collect::<String>(), &word);
        (accepted(&word) && !derived()).then_some(word)
    }

    fn doubled_word(&self, unit: &[char]) -> Option<Repair> {
        let word: String = unit.iter().collect();
        let garbled =
            self.function_words.contains(word.as_str()) || unit.len() >= SHORTEST_DOUBLED_WORD && self.is_common(&word);
        garbled.then_some(Repair { replacement: Some(word), kind: RepairKind::DoubledWord })
    }
}

/// The shortest chunk of which the word is nothing but copies.
fn repeated_unit(letters: &[char]) -> Option<&[char]> {
    let length = letters.len();
    (1..=length / 2).filter(|unit| length.is_multiple_of(*unit)).find_map(|unit| {
        let repeated = letters[unit..].iter().zip(letters).all(|(later, earlier)| later == earlier);
        repeated.then(|| &letters[..unit])
    })
}

/// What is left of the word when doubled chunks are taken out: fewest deletions first, then the longest chunk
/// first, which is the order from the least daring repair.
fn shortened_forms(letters: &[char]) -> Vec<Vec<char>> {
    let mut forms = vec![letters.to_vec()];
    let mut round = 0..1;
    for _ in 0..MOST_DELETIONS {
        for index in round.clone() {
            let form = forms[index].clone();
            for (start, length) in doubled_chunks(&form) {
                let mut rest = form.clone();
                rest.drain(start..start + length);
                if rest.len() >= SHORTEST_REPAIR && forms.len() < MOST_FORMS && !forms.contains(&rest) {
                    forms.push(rest);
                }
            }
        }
        round = round.end..forms.len();
    }
    forms.remove(0);
    forms
}

/// Start and length of every chunk that is followed by its copy, longest first.
fn doubled_chunks(letters: &[char]) -> impl Iterator<Item = (usize, usize)> {
    CHUNK_LETTERS.rev().flat_map(move |length| {
        let starts = 0..(letters.len() + 1).saturating_sub(2 * length);
        starts
            .filter(move |&start| letters[start..start + length] == letters[start + length..start + 2 * length])
            .map(move |start| (start, length))
    })
}
