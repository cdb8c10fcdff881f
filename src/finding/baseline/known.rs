//! Which findings a baseline knows: the comparison, document by document.
//!
//! Among the findings of a document, those of one rule and one text are compared with the entries of the same, in
//! passes from the surest to the least sure. Each entry stands for one finding, so that as many are reported as came
//! to a text that was looked at.

use super::{Aliases, Baseline, List, Scope};
use crate::finding::{Finding, Fingerprint, Parts};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

/// A baseline, ready to be asked.
#[derive(Debug)]
pub struct Known<'b> {
    baseline: &'b Baseline,
    aliases: &'b Aliases,
    /// Entries of one finding or one document, by what they are compared by.
    by_tuple: HashMap<Tuple<'b>, Vec<usize>>,
    /// Entries that reach everywhere, by rule and text.
    everywhere: HashMap<(&'b str, &'b str), usize>,
    /// Entries that have nothing but a name.
    by_name: HashMap<&'b str, usize>,
}

/// Document, rule, text.
type Tuple<'b> = (&'b str, &'b str, &'b str);

/// How one finding is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matched {
    /// Index of the entry.
    pub entry: usize,
    /// The list it is on.
    pub list: List,
}

/// How many findings are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Of those accepted for now.
    pub accepted: u64,
    /// Of those dismissed for good.
    pub dismissed: u64,
}

impl<'b> Known<'b> {
    /// Prepares to compare. Entries of a rule's former id are its own.
    pub fn new(baseline: &'b Baseline, aliases: &'b Aliases) -> Self {
        let (mut by_tuple, mut everywhere, mut by_name) = (HashMap::new(), HashMap::new(), HashMap::new());
        for (index, entry) in baseline.entries.iter().enumerate() {
            let rule = present(&entry.rule, aliases);
            match entry.scope {
                Scope::Everywhere => drop(everywhere.entry((rule, &*entry.text)).or_insert(index)),
                Scope::Here if entry.document.is_empty() => {
                    by_name.insert(&*entry.fingerprint, index);
                }
                _ => by_tuple.entry((&*entry.document, rule, &*entry.text)).or_insert_with(Vec::new).push(index),
            }
        }
        Known { baseline, aliases, by_tuple, everywhere, by_name }
    }

    /// The baseline that is asked.
    pub fn baseline(&self) -> &'b Baseline {
        self.baseline
    }

    /// The present id of a rule that may have had another.
    pub fn present_rule<'r>(&self, rule: &'r str) -> &'r str
    where
        'b: 'r,
    {
        present(rule, self.aliases)
    }

    /// For each of the findings of one document, all of which are given, the entry that knows it.
    pub fn of_document(&self, findings: &[Finding]) -> Vec<Option<Matched>> {
        let mut matched: Vec<Option<usize>> = vec![None; findings.len()];
        let mut groups: BTreeMap<Tuple<'_>, Vec<usize>> = BTreeMap::new();
        for (index, finding) in findings.iter().enumerate() {
            let Parts { document, rule, text, .. } = finding.fingerprint.parts();
            groups.entry((document, rule, text)).or_default().push(index);
        }
        for (tuple, group) in groups {
            if let Some(entries) = self.by_tuple.get(&tuple).filter(|_| has_name(tuple.0)) {
                self.compare(findings, group, entries, &mut matched);
            }
        }
        for (finding, matched) in findings.iter().zip(&mut matched).filter(|(_, matched)| matched.is_none()) {
            let Parts { rule, text, .. } = finding.fingerprint.parts();
            let everywhere = self.everywhere.get(&(&**rule, text.as_str()));
            *matched = everywhere.or_else(|| self.by_name.get(finding.fingerprint.as_str())).copied();
        }
        let with_list = |entry: usize| Matched { entry, list: self.baseline.entries[entry].list };
        matched.into_iter().map(|entry| entry.map(with_list)).collect()
    }

    /// Takes the findings of one document that it knows out, and counts them.
    pub fn hide(&self, findings: &mut Vec<Finding>) -> Hidden {
        let mut hidden = Hidden::default();
        let mut matched = self.of_document(findings).into_iter();
        findings.retain(|_| {
            let matched = matched.next().flatten();
            match matched.map(|matched| matched.list) {
                Some(List::Accepted) => hidden.accepted += 1,
                Some(List::Dismissed) => hidden.dismissed += 1,
                None => {}
            }
            matched.is_none()
        });
        hidden
    }

    /// Compares findings of one document, rule and text with entries of the same.
    fn compare(&self, findings: &[Finding], group: Vec<usize>, entries: &[usize], matched: &mut [Option<usize>]) {
        let all = &self.baseline.entries;
        let single = |&&entry: &&usize| all[entry].scope == Scope::Here;
        let mut pairing =
            Pairing { findings: group, entries: entries.iter().filter(single).copied().collect(), matched };
        let of = |index: usize| -> (&Fingerprint, &Parts) {
            let fingerprint = &findings[index].fingerprint;
            (fingerprint, fingerprint.parts())
        };
        // The same finding.
        pairing.pass(
            false,
            |entry| Some((all[entry].before.as_str(), all[entry].after.as_str(), all[entry].ordinal)),
            |index| Some((of(index).1.before.as_str(), of(index).1.after.as_str(), of(index).0.ordinal())),
        );
        // An equal one of the document was repaired: the others count on from an earlier number.
        pairing.pass(
            false,
            |entry| Some((all[entry].before.as_str(), all[entry].after.as_str())),
            |index| Some((of(index).1.before.as_str(), of(index).1.after.as_str())),
        );
        // What stands beside it on one side was repaired.
        pairing.pass(true, |entry| some(&all[entry].before), |index| some(&of(index).1.before));
        pairing.pass(true, |entry| some(&all[entry].after), |index| some(&of(index).1.after));
        // Only the text is left to go by.
        pairing.pass(true, |_| Some(()), |_| Some(()));
        let whole = entries.iter().find(|&&entry| all[entry].scope == Scope::Document);
        if let Some(&whole) = whole {
            pairing.findings.iter().for_each(|&index| pairing.matched[index] = Some(whole));
        }
    }
}

/// Findings and entries that are not paired yet, in order.
struct Pairing<'m> {
    findings: Vec<usize>,
    entries: Vec<usize>,
    matched: &'m mut [Option<usize>],
}

impl Pairing<'_> {
    /// Pairs those with equal keys, the last with the last. With `unambiguous`, only where there are no more findings
    /// of a key than entries: else nobody can tell which are the new ones.
    fn pass<K: Eq + Hash>(
        &mut self,
        unambiguous: bool,
        key_of_entry: impl Fn(usize) -> Option<K>,
        key_of_finding: impl Fn(usize) -> Option<K>,
    ) {
        if self.findings.is_empty() || self.entries.is_empty() {
            return;
        }
        let mut waiting: HashMap<K, (Vec<usize>, usize)> = HashMap::new();
        for &entry in &self.entries {
            if let Some(key) = key_of_entry(entry) {
                waiting.entry(key).or_default().0.push(entry);
            }
        }
        for &finding in &self.findings {
            if let Some((_, findings)) = key_of_finding(finding).and_then(|key| waiting.get_mut(&key)) {
                *findings += 1;
            }
        }
        let mut paired = HashSet::new();
        for &finding in self.findings.iter().rev() {
            let Some((entries, findings)) = key_of_finding(finding).and_then(|key| waiting.get_mut(&key)) else {
                continue;
            };
            if unambiguous && *findings > entries.len() {
                continue;
            }
            *findings -= 1;
            if let Some(entry) = entries.pop() {
                self.matched[finding] = Some(entry);
                paired.insert(entry);
            }
        }
        self.findings.retain(|&finding| self.matched[finding].is_none());
        self.entries.retain(|entry| !paired.contains(entry));
    }
}

fn present<'a>(rule: &'a str, aliases: &'a Aliases) -> &'a str {
    aliases.get(rule).map_or(rule, |id| id)
}

/// Text on one side, if there is some: that two stand at the start of their paragraphs says nothing.
fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// Whether a document can be told from others: standard input without a name is another text each time.
pub(super) fn has_name(document: &str) -> bool {
    document != "-"
}
