//! Selectors of `--select` and `--ignore`: which rules are meant.

use crate::finding::Severity;
use crate::rules::nearest::nearest;
use std::fmt;
use std::str::FromStr;

/// Names one rule, or all rules that have something in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Selector {
    /// A full rule id, or whole parts from the start of one: `en/offices` means all its rules, and the id of a
    /// lexicon all its rows.
    Id(String),
    /// `category:`, with an MQM error type id or whole parts from the start of one.
    Category(String),
    /// `severity:`, with the severity that the rules have.
    Severity(Severity),
}

impl Selector {
    /// Whether a rule is meant.
    pub fn matches(&self, rule_id: &str, category: &str, severity: Severity) -> bool {
        match self {
            Selector::Id(id) => starts_with_parts(rule_id, id),
            Selector::Category(name) => starts_with_parts(category, name),
            Selector::Severity(wanted) => severity == *wanted,
        }
    }

    /// For a selector that means no rule: the nearest one that does. `known` are the rule ids, or the categories
    /// for a selector of these.
    pub fn nearest<'a>(&self, known: impl IntoIterator<Item = &'a str>) -> Option<Selector> {
        let known: Vec<&str> = known.into_iter().collect();
        let find = |name: &str| {
            // Several packs may have a rule of one name: the one whose whole id is nearest is meant.
            let by_last_part = |wanted: &str| {
                let alike = known.iter().copied().filter(|known| last_part(known) == wanted);
                alike.min_by_key(|known| strsim::damerau_levenshtein(name, known))
            };
            // A name without its pack, or with the wrong one; else a name with a slip somewhere.
            by_last_part(last_part(name))
                .or_else(|| {
                    nearest(name, known.iter().flat_map(|known| prefixes(known)).filter(|id| ends_alike(id, name)))
                })
                .or_else(|| by_last_part(nearest(last_part(name), known.iter().map(|known| last_part(known)))?))
        };
        match self {
            Selector::Id(id) => find(id).map(|near| Selector::Id(near.to_owned())),
            Selector::Category(name) => find(name).map(|near| Selector::Category(near.to_owned())),
            Selector::Severity(_) => None,
        }
    }
}

/// Whether `name` is `prefix`, or goes on after it with a new part.
fn starts_with_parts(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '#']))
}

/// The id and all its shorter forms of whole parts.
fn prefixes(id: &str) -> impl Iterator<Item = &str> {
    id.match_indices(['/', '#']).map(|(at, _)| &id[..at]).chain([id])
}

/// Whether the last parts are near each other by themselves: a long id must not be near another only for the pack
/// that they share.
fn ends_alike(one: &str, other: &str) -> bool {
    nearest(last_part(one), [last_part(other)]).is_some()
}

fn last_part(id: &str) -> &str {
    id.rsplit(['/', '#']).next().unwrap_or(id)
}

impl FromStr for Selector {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let selector = match text.split_once(':') {
            None => Selector::Id(text.trim_end_matches('/').to_owned()),
            Some(("category", name)) => Selector::Category(name.trim_end_matches('/').to_owned()),
            Some(("severity", "error")) => Selector::Severity(Severity::Error),
            Some(("severity", "warning")) => Selector::Severity(Severity::Warning),
            Some(("severity", "info")) => Selector::Severity(Severity::Info),
            Some(("severity", name)) => {
                return Err(format!("unknown severity `{name}`; it can be error, warning, info"));
            }
            Some((kind, _)) => {
                return Err(format!("unknown selector `{kind}:`; there are `category:` and `severity:`, and rule ids"));
            }
        };
        match &selector {
            Selector::Id(name) | Selector::Category(name) if name.is_empty() => Err("an empty selector".to_owned()),
            _ => Ok(selector),
        }
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Selector::Id(id) => f.write_str(id),
            Selector::Category(name) => write!(f, "category:{name}"),
            Selector::Severity(severity) => write!(f, "severity:{severity}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selector(text: &str) -> Selector {
        text.parse().unwrap()
    }

    fn matches(text: &str) -> bool {
        selector(text).matches("en/from-id/calques#honorary-visit", "accuracy/mistranslation", Severity::Warning)
    }

    #[test]
    fn whole_parts_of_an_id_or_a_category_match() {
        for text in ["en", "en/", "en/from-id", "en/from-id/calques", "en/from-id/calques#honorary-visit"] {
            assert!(matches(text), "{text}");
        }
        for text in ["category:accuracy", "category:accuracy/mistranslation", "severity:warning"] {
            assert!(matches(text), "{text}");
        }
        for text in ["e", "en/from", "en/from-id/calques#honorary", "category:acc", "severity:error", "from-id"] {
            assert!(!matches(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_selector_says_why() {
        let message = |text: &str| text.parse::<Selector>().unwrap_err();
        assert_eq!(message("severity:fatal"), "unknown severity `fatal`; it can be error, warning, info");
        assert!(message("lang:en").starts_with("unknown selector `lang:`"));
        assert_eq!(message(" "), "an empty selector");
        assert_eq!(message("category:"), "an empty selector");
    }

    #[test]
    fn a_selector_of_no_rule_gets_the_nearest_that_has_one() {
        let ids = ["en/offices/affairs-president", "en/from-id/calques#honorary-visit", "any/garbled/garbled-word"];
        let near = |text: &str| selector(text).nearest(ids).map(|near| near.to_string());
        assert_eq!(near("en/ofices").as_deref(), Some("en/offices"));
        assert_eq!(near("affairs-president").as_deref(), Some("en/offices/affairs-president"));
        assert_eq!(near("any/garbled-word").as_deref(), Some("any/garbled/garbled-word"));
        assert_eq!(near("en/from-id/calques#holiday-exodus"), None);
        assert_eq!(near("zzz"), None);
        assert_eq!(near("severity:error"), None);
        let category = selector("category:acuracy").nearest(["accuracy/untranslated"]);
        assert_eq!(category.unwrap().to_string(), "category:accuracy");
    }
}
