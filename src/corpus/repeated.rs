//! Texts that stand in many documents of a corpus: what a site puts around its articles.

use super::evidence::{GroupKey, Sample};
use crate::rules::boilerplate::Boilerplate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How often texts stand in the documents of a corpus.
pub type Repeated = BTreeMap<GroupKey, Texts>;

/// The texts of one corpus that may be repeated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Texts {
    /// Documents of the corpus, with or without any of the texts.
    pub documents: u64,
    /// By digest.
    pub uses: BTreeMap<u64, TextUses>,
}

/// In how many documents a text stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TextUses {
    /// In how many documents.
    pub documents: u64,
    /// The longer text that it is always a part of.
    pub parent: Option<u64>,
    /// One of its places.
    pub sample: Option<Sample>,
}

impl Texts {
    /// Adds what later documents have.
    pub fn merge(&mut self, later: Texts) {
        self.documents += later.documents;
        for (digest, uses) in later.uses {
            match self.uses.get_mut(&digest) {
                None => drop(self.uses.insert(digest, uses)),
                Some(mine) => {
                    mine.documents += uses.documents;
                    mine.parent = mine.parent.filter(|parent| uses.parent == Some(*parent));
                    mine.sample = mine.sample.take().or(uses.sample);
                }
            }
        }
    }

    /// The texts that stand in most documents, as the rule counts. Those that are always a part of another of them are
    /// named by it.
    pub fn residue(&self, rule: &Boilerplate) -> Residue {
        let least = rule.least(self.documents);
        let repeated: BTreeSet<u64> =
            self.uses.iter().filter(|(_, uses)| uses.documents >= least).map(|(digest, _)| *digest).collect();
        let mut whole = BTreeMap::new();
        for &digest in &repeated {
            let mut outer = digest;
            // A part of a part: a lead is in a sentence, and that in a paragraph.
            for _ in 0..4 {
                match self.uses.get(&outer).and_then(|uses| uses.parent).filter(|parent| repeated.contains(parent)) {
                    Some(parent) => outer = parent,
                    None => break,
                }
            }
            whole.insert(digest, outer);
        }
        Residue { whole }
    }
}

/// The texts that are repeated, each with the longest that it is always a part of (or itself).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Residue {
    whole: BTreeMap<u64, u64>,
}

impl Residue {
    /// The text that is reported for this one, if it is repeated.
    pub fn whole(&self, digest: u64) -> Option<u64> {
        self.whole.get(&digest).copied()
    }

    /// The texts to report.
    pub fn reported(&self) -> impl Iterator<Item = u64> + '_ {
        self.whole.iter().filter(|(digest, whole)| digest == whole).map(|(digest, _)| *digest)
    }

    /// Whether nothing is repeated.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uses(documents: u64, parent: Option<u64>) -> TextUses {
        TextUses { documents, parent, sample: None }
    }

    fn rule() -> Boilerplate {
        Boilerplate { share: 0.5, min_documents: 3, ..Boilerplate::default() }
    }

    #[test]
    fn what_stands_in_most_documents_is_repeated_and_its_parts_are_told_by_it() {
        let texts = Texts {
            documents: 8,
            uses: [(1, uses(4, None)), (2, uses(5, Some(1))), (3, uses(8, Some(2))), (4, uses(3, None))].into(),
        };
        let residue = texts.residue(&rule());
        assert_eq!(residue.reported().collect::<Vec<_>>(), [1]);
        assert_eq!([1, 2, 3, 4].map(|digest| residue.whole(digest)), [Some(1), Some(1), Some(1), None]);
    }

    #[test]
    fn of_few_documents_nothing_is_said() {
        let texts = Texts { documents: 2, uses: [(1, uses(2, None))].into() };
        assert!(texts.residue(&rule()).is_empty());
    }

    #[test]
    fn a_text_that_also_stands_alone_is_no_part() {
        let mut texts = Texts { documents: 1, uses: [(2, uses(1, Some(1)))].into() };
        texts.merge(Texts { documents: 2, uses: [(2, uses(2, None)), (1, uses(2, None))].into() });
        assert_eq!((texts.documents, texts.uses[&2].documents, texts.uses[&2].parent), (3, 3, None));
    }
}
