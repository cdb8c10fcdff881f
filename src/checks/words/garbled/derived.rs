//! A suffix behind a known word that does not take it: "lookingness", "knownly".

use super::{Garbled, Repair, RepairKind};

/// Fewest letters of the known word.
const SHORTEST_STEM: usize = 5;

impl Garbled<'_> {
    /// Whether the word is a common one with a suffix that does not go with its ending.
    pub(super) fn derived(&self, word: &str) -> Option<Repair> {
        let invented = self.derivations.iter().any(|(ending, suffix)| {
            word.strip_suffix(&**suffix).is_some_and(|stem| {
                stem.ends_with(&**ending) && stem.chars().count() >= SHORTEST_STEM && self.is_common(stem)
            })
        });
        invented.then_some(Repair { replacement: None, kind: RepairKind::Derived })
    }
}
