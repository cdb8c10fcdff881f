//! `--since DATE` and `--item ID`: which documents of the files are audited.

use super::args::Texts;
use anyhow::bail;
use mtaudit::document::Document;
use mtaudit::formats;
use mtaudit::rules::nearest::nearest;
use std::sync::{Mutex, PoisonError};

/// Which documents are audited.
#[derive(Debug, Default)]
pub struct Narrow {
    /// Only those published on this day (`YYYY-MM-DD`) or later.
    since: Option<String>,
    /// Only those with one of these ids; all if there are none.
    items: Vec<String>,
    seen: Mutex<Seen>,
}

/// What was met on the way.
#[derive(Debug, Default)]
struct Seen {
    /// Documents that say no day.
    undated: u64,
    /// Documents published before.
    earlier: u64,
    /// Documents that are audited.
    kept: u64,
    /// For each id that is wanted, whether it was met, and the most similar one until then.
    items: Vec<Wanted>,
}

#[derive(Debug, Default, Clone)]
struct Wanted {
    met: bool,
    nearest: Option<String>,
}

impl Narrow {
    /// What the command line asks for.
    ///
    /// # Errors
    /// If the date is none.
    pub fn new(texts: &Texts) -> anyhow::Result<Self> {
        let since = match texts.since.as_deref() {
            None => None,
            Some(text) => match formats::day(text) {
                Some(day) => Some(day),
                None => bail!(
                    "--since `{}` is no date; write year, month and day, such as 2024-05-31",
                    super::style::safe(text)
                ),
            },
        };
        let items = texts.item.clone();
        let seen = Seen { items: vec![Wanted::default(); items.len()], ..Seen::default() };
        Ok(Narrow { since, items, seen: Mutex::new(seen) })
    }

    /// Whether anything is asked for.
    pub fn is_given(&self) -> bool {
        self.since.is_some() || !self.items.is_empty()
    }

    /// Whether a document is audited.
    pub fn keeps(&self, document: &Document) -> bool {
        if self.since.is_none() && self.items.is_empty() {
            return true;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = self.is_item(document, &mut seen) && self.is_since(document, &mut seen);
        seen.kept += u64::from(kept);
        kept
    }

    fn is_item(&self, document: &Document, seen: &mut Seen) -> bool {
        if self.items.is_empty() {
            return true;
        }
        let own = document.item.as_deref().and_then(|item| item.id.as_deref());
        let names = [Some(&*document.id), own];
        let mut is_wanted = false;
        for (item, wanted) in self.items.iter().zip(&mut seen.items) {
            if names.contains(&Some(item.as_str())) {
                wanted.met = true;
                is_wanted = true;
            } else if !wanted.met {
                let known = wanted.nearest.as_deref().into_iter().chain(names.into_iter().flatten());
                let near = nearest(item, known).map(str::to_owned);
                wanted.nearest = near.or(wanted.nearest.take());
            }
        }
        is_wanted
    }

    fn is_since(&self, document: &Document, seen: &mut Seen) -> bool {
        let Some(since) = &self.since else { return true };
        match document.date.as_deref().and_then(formats::day) {
            None => {
                seen.undated += 1;
                false
            }
            Some(day) if day < *since => {
                seen.earlier += 1;
                false
            }
            Some(_) => true,
        }
    }

    /// What whoever ran it should know: ids that nothing has, documents without a date.
    pub fn notes(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let mut notes = Vec::new();
        if let (Some(since), true) = (&self.since, seen.undated > 0) {
            let left_out = super::style::counted(seen.undated as usize, "document", "documents");
            notes.push(format!("{left_out} without a date left out by --since {since}"));
        }
        if let (Some(since), 0, true) = (&self.since, seen.kept, seen.earlier > 0) {
            let earlier = super::style::counted(seen.earlier as usize, "document is", "documents are");
            notes.push(format!("nothing was published on {since} or later; {earlier} older"));
        }
        notes
    }

    /// The ids that no document has, each in a sentence.
    pub fn missing(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let missing = self.items.iter().zip(&seen.items).filter(|(_, wanted)| !wanted.met);
        let sentence = |(item, wanted): (&String, &Wanted)| match &wanted.nearest {
            Some(near) => format!("no item has the id `{item}`; did you mean `{near}`?"),
            None => format!("no item has the id `{item}`"),
        };
        missing.map(sentence).collect()
    }

    /// Whether documents were left out, so that nothing to audit is what was asked for.
    pub fn left_out(&self) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.kept == 0 && seen.earlier + seen.undated > 0
    }
}
