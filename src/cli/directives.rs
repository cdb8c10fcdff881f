//! Directives in the texts that hide nothing: gathered over the windows and records of a file, and told with their
//! places.

use mtaudit::checks::DirectiveUse;
use mtaudit::input::{Position, Problem};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The directives of the file that is being audited.
#[derive(Default)]
pub struct Directives {
    file: Arc<str>,
    /// By their raw bytes.
    uses: BTreeMap<u64, DirectiveUse>,
    /// Whether those that hide nothing are not told, because not all rules run.
    pub partly: bool,
}

impl Directives {
    /// Takes what came of the directives of a document; gives what is to be told of the file before, if it is another.
    pub fn take(&mut self, file: &Arc<str>, uses: &[DirectiveUse]) -> Vec<Problem> {
        let notes = if self.file == *file { Vec::new() } else { self.finish() };
        self.file = file.clone();
        for one in uses {
            let known = self.uses.entry(one.position.byte).or_insert_with(|| one.clone());
            known.unused &= one.unused;
        }
        notes
    }

    /// What is to be told of the last file.
    pub fn finish(&mut self) -> Vec<Problem> {
        let note = |position: Position, what: String| Problem {
            byte: None,
            ..Problem::note(self.file.clone(), what).at(position)
        };
        let told = std::mem::take(&mut self.uses).into_values().filter_map(|one| match one.wrong {
            Some(wrong) => Some(note(one.position, wrong)),
            None if one.unused && !self.partly => Some(note(one.position, "this directive hides nothing".to_owned())),
            None => None,
        });
        told.collect()
    }
}
