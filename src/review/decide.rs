//! What the rows of a review speak of, found among the findings of an audit.

use super::{Row, Status};
use crate::finding::Finding;
use crate::finding::baseline::{Entry, Known, List, Scope};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A review that is compared with an audit, document by document.
pub struct Review<'a> {
    known: &'a Known<'a>,
    rows: &'a [Row],
    /// Rows by the name of their finding.
    by_name: HashMap<&'a str, usize>,
    /// Rows by rule and text, for findings that have another name now.
    by_text: HashMap<(&'a str, &'a str), Vec<usize>>,
    /// By row, the finding of its name.
    found: Vec<Option<Met>>,
    /// By row, whether it may speak of several.
    unclear: Vec<bool>,
    /// Findings that no row names, of a rule and text that one does, by the first of these rows.
    others: HashMap<usize, Vec<Met>>,
}

/// A finding that a row may speak of.
#[derive(Clone, Debug)]
struct Met {
    entry: Entry,
    /// The entry of the baseline that knows it.
    known: Option<usize>,
    file: Arc<str>,
    title: String,
    /// Where it is, for people.
    place: String,
}

/// What came of a review.
#[derive(Debug, Default)]
pub struct Decided {
    /// Entries, each with the one that it takes the place of.
    pub decisions: Vec<(Option<usize>, Entry)>,
    /// Rows that say dismissed.
    pub dismissed: usize,
    /// Rows that say later.
    pub later: usize,
    /// Rows that say fixed, and whose finding is gone.
    pub fixed: usize,
    /// What people have to know of single rows, in order.
    pub notes: Vec<String>,
}

impl<'a> Review<'a> {
    /// Nothing compared yet.
    pub fn new(known: &'a Known<'a>, rows: &'a [Row]) -> Self {
        let (mut by_name, mut by_text) = (HashMap::new(), HashMap::<_, Vec<usize>>::new());
        for (index, row) in rows.iter().enumerate() {
            if !row.fingerprint.is_empty() {
                by_name.insert(row.fingerprint.as_str(), index);
            }
            by_text.entry((known.present_rule(&row.rule), row.found.as_str())).or_default().push(index);
        }
        let (found, unclear) = (vec![None; rows.len()], vec![false; rows.len()]);
        Review { known, rows, by_name, by_text, found, unclear, others: HashMap::new() }
    }

    /// Takes all findings of a document.
    pub fn document(&mut self, findings: &[Finding]) {
        for (finding, known) in findings.iter().zip(self.known.of_document(findings)) {
            let met = || Met::of(finding, known.map(|matched| matched.entry));
            let parts = finding.fingerprint.parts();
            if let Some(&row) = self.by_name.get(finding.fingerprint.as_str()) {
                self.found[row].get_or_insert_with(met);
            } else if let Some(first) =
                self.by_text.get(&(&*parts.rule, parts.text.as_str())).and_then(|rows| rows.first())
            {
                self.others.entry(*first).or_default().push(met());
            }
        }
    }

    /// What was decided. `files` are those that were audited.
    pub fn finish(mut self, files: &HashSet<Arc<str>>) -> Decided {
        self.find_others();
        let mut decided = Decided::default();
        for ((row, met), unclear) in self.rows.iter().zip(self.found).zip(self.unclear) {
            let note = |what: &str| format!("row {}: {what}", row.number);
            let (list, scope) = match (row.status, &met) {
                (Status::Undecided, _) => continue,
                (Status::Fixed, None) => {
                    decided.fixed += 1;
                    continue;
                }
                (Status::Fixed, Some(met)) => {
                    let still = format!("fixed, and it is still there: \"{}\" in {}", met.entry.text, met.place);
                    decided.notes.push(note(&still));
                    continue;
                }
                (Status::Dismissed(scope), _) => (List::Dismissed, scope),
                (Status::Later, _) => (List::Accepted, Scope::Here),
            };
            let Some(met) = met else {
                let there = files.contains(row.file.as_str()) || row.file.is_empty();
                let what = match there {
                    _ if unclear => format!("\"{}\" stands in several places there; export a new table", row.found),
                    true => format!("no longer matches: {} does not find \"{}\" there", row.rule, row.found),
                    false => format!("{} was not audited; name it as a path", row.file),
                };
                decided.notes.push(note(&what));
                continue;
            };
            match list {
                List::Dismissed => decided.dismissed += 1,
                List::Accepted => decided.later += 1,
            }
            let before = met.known.and_then(|index| self.known.baseline().entries().get(index));
            let reason = match before {
                Some(before) if row.comment.is_empty() => &before.reason,
                _ => &row.comment,
            };
            decided.decisions.push((met.known, met.entry.decided(list, scope, reason)));
        }
        decided
    }

    /// A row whose finding has another name now, because the text around it changed, speaks of the one finding that
    /// it can mean, if there is one.
    fn find_others(&mut self) {
        for rows in self.by_text.values() {
            let first = rows.first();
            // What was fixed is gone, whatever like it is elsewhere.
            let open = |&row: &usize| self.found[row].is_none() && self.rows[row].status != Status::Fixed;
            let rows: Vec<usize> = rows.iter().copied().filter(open).collect();
            let Some(others) = first.and_then(|first| self.others.get(first)) else { continue };
            let mut rivals: HashMap<(&str, &str), usize> = HashMap::new();
            rows.iter().for_each(|&row| *rivals.entry(self.rows[row].stands_in()).or_default() += 1);
            // By what a row may say of them: the first, and how many there are.
            let mut means: HashMap<(&str, &str), (&Met, usize)> = HashMap::new();
            for met in others {
                let said = BTreeSet::from([(&*met.file, &*met.title), (&*met.file, ""), ("", &*met.title), ("", "")]);
                said.into_iter().for_each(|key| means.entry(key).or_insert((met, 0)).1 += 1);
            }
            for index in rows {
                let stands_in = self.rows[index].stands_in();
                match means.get(&stands_in) {
                    Some((met, 1)) if rivals[&stands_in] == 1 => self.found[index] = Some((*met).clone()),
                    Some(_) => self.unclear[index] = true,
                    None => {}
                }
            }
        }
    }
}

impl Met {
    fn of(finding: &Finding, known: Option<usize>) -> Self {
        let place = &finding.site.place;
        let title = finding.site.item.as_ref().and_then(|item| item.title.as_deref()).unwrap_or_default();
        Met {
            entry: Entry::of(finding, List::Accepted, Scope::Here, ""),
            known,
            file: place.file.clone(),
            title: title.to_owned(),
            place: format!("{}:{}:{}", place.file, place.line, place.column),
        }
    }
}
