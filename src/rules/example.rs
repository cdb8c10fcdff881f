//! Marks of examples: `[[…]]` is what a rule finds, `{{…}}` a related place.

use super::model::ExampleText;

/// What is wrong with the marks of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkError {
    /// Byte offset of the mark.
    pub at: usize,
    /// What is wrong with it, in words.
    pub message: &'static str,
}

/// The pairs of marks: opening, closing, and what is said when one is left over.
const PAIRS: [(&str, &str); 2] = [("[[", "]]"), ("{{", "}}")];

/// Takes the marks out of a text. `\[[`, `\]]`, `\{{` and `\}}` stand for the signs themselves. A place of one
/// kind may lie inside one of the other kind, not inside one of its own.
///
/// # Errors
/// The first mark that has no partner, or that marks nothing.
pub fn parse_marks(marked: &str) -> Result<ExampleText, MarkError> {
    let mut parsed = ExampleText::default();
    let mut open: [Option<(usize, usize)>; 2] = [None, None];
    let mut at = 0;
    while let Some(c) = marked[at..].chars().next() {
        let rest = &marked[at..];
        if let Some(sign) = rest.strip_prefix('\\').and_then(sign_at) {
            parsed.text.push_str(sign);
            at += 1 + sign.len();
            continue;
        }
        let Some(sign) = sign_at(rest) else {
            parsed.text.push(c);
            at += c.len_utf8();
            continue;
        };
        let kind = usize::from(sign.starts_with(['{', '}']));
        if sign == PAIRS[kind].0 {
            if open[kind].is_some() {
                return Err(MarkError { at, message: "this mark stands inside another one of its kind" });
            }
            open[kind] = Some((parsed.text.len(), at));
        } else {
            let Some((start, opened)) = open[kind].take() else {
                return Err(MarkError { at, message: "this mark closes a place that was not opened" });
            };
            if start == parsed.text.len() {
                return Err(MarkError { at: opened, message: "nothing stands between these marks" });
            }
            let place = (offset(start), offset(parsed.text.len()));
            if kind == 0 { parsed.primary.push(place) } else { parsed.related.push(place) }
        }
        at += sign.len();
    }
    match open.into_iter().flatten().map(|(_, at)| at).min() {
        Some(at) => Err(MarkError { at, message: "this mark opens a place that is not closed" }),
        None => Ok(parsed),
    }
}

/// The mark that the text begins with.
fn sign_at(text: &str) -> Option<&'static str> {
    PAIRS.iter().flat_map(|(open, close)| [*open, *close]).find(|sign| text.starts_with(sign))
}

/// Rule files are far smaller than 4 GB; a longer one would have been refused.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_are_taken_out() {
        let parsed = parse_marks(r"An [[honorary visit]] to {{Hanoi}}, \[[sic\]].").unwrap();
        assert_eq!(parsed.text, "An honorary visit to Hanoi, [[sic]].");
        assert_eq!((parsed.primary, parsed.related), (vec![(3, 17)], vec![(21, 26)]));
    }

    #[test]
    fn places_of_both_kinds_may_nest() {
        let parsed = parse_marks("[[a {{b}} c]]").unwrap();
        assert_eq!((parsed.primary, parsed.related), (vec![(0, 5)], vec![(2, 3)]));
    }

    #[test]
    fn marks_without_a_partner_are_named() {
        let at = |text| parse_marks(text).unwrap_err().at;
        assert_eq!([at("a [[b"), at("a ]] b"), at("[[a [[b]]"), at("a [[]]"), at("{{a [[b]]")], [2, 2, 4, 2, 0]);
    }

    proptest! {
        #[test]
        fn any_text_parses_or_says_where_it_does_not(text in r"([\[\]{}\\]|\PC){0,30}") {
            match parse_marks(&text) {
                Ok(parsed) => {
                    for (start, end) in parsed.primary.into_iter().chain(parsed.related) {
                        prop_assert!(start < end && parsed.text.get(start as usize..end as usize).is_some());
                    }
                }
                Err(error) => prop_assert!(text.get(error.at..).is_some()),
            }
        }
    }
}
