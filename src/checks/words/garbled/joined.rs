//! A common word with a piece of another behind it: "acceleratednc", "theicles".

use super::{Garbled, Repair, RepairKind};

/// Fewest letters of the common word, unless it is a function word.
const SHORTEST_COMMON: usize = 6;

/// Fewest letters of the piece: one letter too many is a misspelling.
const SHORTEST_PIECE: usize = 2;

impl Garbled<'_> {
    /// Whether the word is complete before it ends.
    pub(super) fn joined(&self, word: &str) -> Option<Repair> {
        let closed = |first: &str| {
            self.function_words.contains(first)
                || first.chars().count() >= SHORTEST_COMMON
                    && self.closing_endings.iter().any(|ending| first.ends_with(&**ending))
                    && self.is_common(first)
        };
        let known = |part: &str| self.lexicon.level(part).is_some();
        let splits = || word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
        let joined = splits().any(|(first, piece)| piece.chars().count() >= SHORTEST_PIECE && closed(first));
        let compound = || {
            let long = |part: &str| part.chars().count() >= 3;
            splits().any(|(first, second)| long(first) && long(second) && known(first) && self.is_common(second))
        };
        let found = joined && !self.affixes.explain(word, known) && !compound() && self.glued(word).is_none();
        found.then_some(Repair { replacement: None, kind: RepairKind::Joined })
    }
}
