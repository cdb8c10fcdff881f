//! Repairs repeated until nothing is left to repair: one may make room for another, or make a new finding.

use super::{Repair, apply};
use crate::input::{Problem, TextEncoding};
use crate::rules::string::Str;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How often repairs are carried out before rules that still find something are taken to have no end.
pub const MOST_PASSES: usize = 5;
/// How often more, to see all the rules that undo each other's repairs.
const WATCHED_PASSES: usize = 5;
/// How often a file is begun anew without such rules.
const MOST_STARTS: usize = 4;

/// A repaired text that its rules leave alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The bytes of the whole file.
    pub bytes: Arc<[u8]>,
    /// How many repairs were carried out.
    pub repairs: usize,
    /// How many are left because what they put in cannot be written there ([`super::Applied::unwritable`]).
    pub unwritable: usize,
    /// Rules whose repairs have no end, in order; none of theirs were carried out.
    pub endless: Vec<Str>,
}

/// Repairs `bytes` until `audit` finds nothing to repair in them. `first` is what was found in them already.
///
/// Rules that still find something after [`MOST_PASSES`] are left out, and the file is begun anew without them.
/// `None` if it does not come to rest even so.
///
/// # Errors
/// If the repaired text cannot be audited.
pub fn settle(
    bytes: &Arc<[u8]>,
    first: &[Repair],
    encoding: TextEncoding,
    mut audit: impl FnMut(Arc<[u8]>) -> Result<Vec<Repair>, Problem>,
) -> Result<Option<Settled>, Problem> {
    let mut endless: BTreeSet<Str> = BTreeSet::new();
    for _ in 0..MOST_STARTS {
        let mut settled = Settled { bytes: bytes.clone(), repairs: 0, unwritable: 0, endless: Vec::new() };
        let mut found = first.to_vec();
        let mut still = BTreeSet::new();
        for pass in 0..MOST_PASSES + WATCHED_PASSES {
            found.retain(|repair| !endless.contains(&repair.rule));
            let applied = apply(&settled.bytes, found, encoding);
            settled.unwritable = applied.unwritable;
            if applied.repairs.is_empty() {
                still.clear();
                break;
            }
            if pass >= MOST_PASSES {
                still.extend(applied.repairs.iter().map(|repair| repair.rule.clone()));
            }
            settled.repairs += applied.repairs.len();
            settled.bytes = applied.bytes.into();
            found = audit(settled.bytes.clone())?;
        }
        if still.is_empty() {
            settled.endless = endless.into_iter().collect();
            return Ok(Some(settled));
        }
        endless.extend(still);
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Edit, Severity};

    /// Repairs that put `new` for every `old` of these rules.
    fn found(text: &[u8], rules: &[(&str, &str, &str)]) -> Vec<Repair> {
        let text = std::str::from_utf8(text).unwrap();
        let of_rule = |&(rule, old, new): &(&str, &str, &str)| -> Vec<Repair> {
            let edit = |(start, _): (usize, &str)| Edit {
                field: "text".into(),
                start: 0,
                end: 0,
                byte_start: start as u64,
                byte_end: (start + old.len()) as u64,
                region: crate::source::Region::default(),
                replacement: new.into(),
                layers: Vec::new(),
            };
            let repair = |edit| Repair { rule: rule.into(), severity: Severity::Warning, edits: vec![edit] };
            text.match_indices(old).map(edit).map(repair).collect()
        };
        rules.iter().flat_map(of_rule).collect()
    }

    fn settled(text: &str, rules: &[(&str, &str, &str)]) -> (String, usize, Vec<String>) {
        let bytes: Arc<[u8]> = text.as_bytes().into();
        let first = found(&bytes, rules);
        let settled = settle(&bytes, &first, TextEncoding::Utf8, |bytes| Ok(found(&bytes, rules))).unwrap().unwrap();
        let endless = settled.endless.iter().map(|rule| rule.to_string()).collect();
        (String::from_utf8(settled.bytes.to_vec()).unwrap(), settled.repairs, endless)
    }

    #[test]
    fn one_repair_makes_room_for_the_next() {
        assert_eq!(settled("a b", &[("1", "a", "b"), ("2", "b", "c")]), ("c c".into(), 3, vec![]));
        assert_eq!(settled("aaaa", &[("1", "aa", "b"), ("2", "bb", "c")]), ("c".into(), 3, vec![]));
        assert_eq!(settled("x", &[]), ("x".into(), 0, vec![]));
    }

    #[test]
    fn rules_that_undo_each_other_are_left_out_and_the_others_stay() {
        let rules = [("there", "cat", "dog"), ("back", "dog", "cat"), ("more", "x", "xx"), ("good", "teh", "the")];
        let (text, repairs, endless) = settled("teh cat x", &rules);
        assert_eq!((text.as_str(), repairs), ("the cat x", 1));
        assert_eq!(endless, ["back", "more", "there"]);
        // Running again changes nothing.
        assert_eq!(settled(&text, &rules).0, text);
    }

    #[test]
    fn a_text_that_cannot_be_audited_any_more_is_a_problem() {
        let bytes: Arc<[u8]> = b"a"[..].into();
        let first = found(&bytes, &[("1", "a", "b")]);
        let broken = |_| Err(Problem::error("f", "broken"));
        assert!(settle(&bytes, &first, TextEncoding::Utf8, broken).is_err());
    }
}
