//! What has been seen of a corpus so far, in bounded memory: enough to tell what has to be looked at when it has ended.

use super::evidence::{GroupKey, Sample};
use super::repeated::{TextUses, Texts};
use rustc_hash::FxHashMap;

/// Most things whose forms are compared (names, mostly): about 40 MB.
const MOST_TOPICS: usize = 1 << 20;
/// Most texts that are counted at a time; then the rare ones are dropped.
const MOST_TEXTS: usize = 1 << 18;
/// A text that was in fewer than one of so many documents may be dropped.
const RARE: u64 = 20;
/// Documents of whose texts a place is kept at once; of later ones, when they have been repeated so often.
const FIRST_DOCUMENTS: u64 = 4;

/// Counts of a corpus, or of several that are read together.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Digest of the first form of each thing, and whether there was another.
    topics: FxHashMap<u64, (u64, bool)>,
    /// Whether there were more things than are held.
    topics_full: bool,
    corpora: Vec<Corpus>,
    texts: FxHashMap<(u32, u64), Count>,
}

/// A corpus whose texts are counted.
#[derive(Debug)]
struct Corpus {
    key: GroupKey,
    documents: u64,
    /// The document counted last.
    last: Option<u64>,
    /// Documents that a text may have been in before it was dropped, at most.
    missed: u64,
}

/// How often a text was seen.
#[derive(Debug)]
struct Count {
    documents: u64,
    missed: u64,
    last: u64,
    parent: Option<u64>,
    sample: Option<Box<Sample>>,
}

impl Ledger {
    /// Counts a form of a thing, both by their digests.
    pub fn form(&mut self, topic: u64, form: u64) {
        let has_room = self.topics.len() < MOST_TOPICS;
        match self.topics.get_mut(&topic) {
            Some((first, mixed)) => *mixed |= *first != form,
            None if has_room => drop(self.topics.insert(topic, (form, false))),
            None => self.topics_full = true,
        }
    }

    /// Whether a thing has several forms.
    pub fn is_open(&self, topic: u64) -> bool {
        self.topics.get(&topic).is_some_and(|(_, mixed)| *mixed)
    }

    /// Whether names that came late were not compared, because there were too many.
    pub fn is_full(&self) -> bool {
        self.topics_full
    }

    /// Counts a document of a corpus; its number there. Windows of one document count once.
    pub fn document(&mut self, key: &GroupKey, number: u64) -> u32 {
        let at = match self.corpora.iter().rposition(|corpus| corpus.key == *key) {
            Some(at) => at,
            None => {
                self.corpora.push(Corpus { key: key.clone(), documents: 0, last: None, missed: 0 });
                self.corpora.len() - 1
            }
        };
        let corpus = &mut self.corpora[at];
        if corpus.last != Some(number) {
            corpus.documents += 1;
            corpus.last = Some(number);
        }
        at as u32
    }

    /// How many documents of a corpus were counted.
    pub fn documents(&self, corpus: u32) -> u64 {
        self.corpora[corpus as usize].documents
    }

    /// Counts a text of that document; a place of it is asked for if it is wanted.
    pub fn text(&mut self, corpus: u32, text: u64, parent: Option<u64>, least: u64, sample: impl FnOnce() -> Sample) {
        if self.texts.len() >= MOST_TEXTS {
            self.drop_rare();
        }
        let of = &self.corpora[corpus as usize];
        let number = of.last.unwrap_or(0);
        let new = || Count { documents: 0, missed: of.missed, last: u64::MAX, parent, sample: None };
        let count = self.texts.entry((corpus, text)).or_insert_with(new);
        if count.last == number {
            return;
        }
        count.last = number;
        count.documents += 1;
        count.parent = count.parent.filter(|known| parent == Some(*known));
        if count.sample.is_none() && (of.documents <= FIRST_DOCUMENTS || count.documents >= least) {
            count.sample = Some(Box::new(sample()));
        }
    }

    /// Drops texts that are too rare to be in most documents. What is dropped may have been in one of [`RARE`]
    /// documents so far, and counts as such if it comes again.
    fn drop_rare(&mut self) {
        let bounds: Vec<u64> = self.corpora.iter().map(|corpus| corpus.documents / RARE).collect();
        self.texts.retain(|(corpus, _), count| count.documents + count.missed > bounds[*corpus as usize].max(1));
        for (corpus, bound) in self.corpora.iter_mut().zip(&bounds) {
            corpus.missed = (*bound).max(1);
        }
    }

    /// The texts of each corpus, by its number, that may be repeated often enough, with counts that may lack what was
    /// dropped; they have to be counted again where [`Ledger::counts_all`] does not hold.
    pub fn candidates(&mut self, least: impl Fn(&GroupKey, u64) -> u64) -> Vec<(GroupKey, Texts)> {
        let needed: Vec<u64> = self.corpora.iter().map(|corpus| least(&corpus.key, corpus.documents)).collect();
        let texts = |corpus: &Corpus| Texts { documents: corpus.documents, ..Texts::default() };
        let mut all: Vec<_> = self.corpora.iter().map(|corpus| (corpus.key.clone(), texts(corpus))).collect();
        for ((corpus, text), count) in std::mem::take(&mut self.texts) {
            if count.documents + count.missed >= needed[corpus as usize] {
                let sample = count.sample.map(|sample| *sample);
                let uses = TextUses { documents: count.documents, parent: count.parent, sample };
                all[corpus as usize].1.uses.insert(text, uses);
            }
        }
        all
    }

    /// Whether no text was ever dropped.
    pub fn counts_all(&self) -> bool {
        self.corpora.iter().all(|corpus| corpus.missed == 0)
    }
}
