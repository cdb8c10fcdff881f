//! The expression of a condition as whole words: with word boundaries where it begins or ends with a letter or digit, and
//! told whether its author wrote capitals.

use super::split::Split;

/// Whether an expression has a capital letter outside its escapes (`\S`, `\p{Lu}`) and group names.
pub fn has_capital(pattern: &str) -> bool {
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '\\' {
            // `\p{…}` or `\pL`.
            if matches!(rest.next(), Some('p' | 'P')) && rest.next() == Some('{') {
                while rest.next_if(|&c| c != '}').is_some() {}
            }
        } else if c == '(' && rest.next_if_eq(&'?').is_some() {
            // Flags and names say nothing of the case: `(?P<Name>`, `(?U)`.
            while rest.next_if(|&c| !matches!(c, ')' | ':' | '>')).is_some() {}
        } else if c.is_uppercase() {
            return true;
        }
    }
    false
}

/// Word boundaries around each top-level alternative that begins or ends with a letter or digit.
pub fn alternatives(pattern: &str, split: &Split) -> String {
    if split.bars.is_empty() {
        return with_boundaries(pattern);
    }
    let mut all = String::from("(?:");
    let mut start = 0;
    for end in split.bars.iter().copied().chain([pattern.len()]) {
        if start > 0 {
            all.push('|');
        }
        all.push_str(&with_boundaries(&pattern[start..end]));
        start = end + 1;
    }
    all.push(')');
    all
}

/// Word boundaries around an expression that begins or ends with a letter or digit.
pub fn with_boundaries(pattern: &str) -> String {
    let begins = pattern.starts_with(char::is_alphanumeric);
    let ends = ends_with_word_character(pattern);
    format!("{}{pattern}{}", if begins { r"\b" } else { "" }, if ends { r"\b" } else { "" })
}

/// Whether the last thing of an expression is a letter or digit that stands for itself, not part of an escape.
fn ends_with_word_character(pattern: &str) -> bool {
    let Some(last) = pattern.chars().next_back().filter(|c| c.is_alphanumeric()) else { return false };
    let tail = &pattern[..pattern.len() - last.len_utf8()];
    // `\d`, `\x41`, `\u0041`, `\pL`: an escape within reach of the last character, not itself escaped.
    let word = tail.trim_end_matches(|c: char| c.is_ascii_hexdigit());
    let escape = |text: &str| text.bytes().rev().take_while(|&b| b == b'\\').count() % 2 == 1;
    let lettered = |text: &str| text.strip_suffix(['x', 'u', 'U', 'p', 'P']).is_some_and(escape);
    !(escape(tail) || lettered(tail) || lettered(word))
}

#[cfg(test)]
mod tests {
    use super::super::split::split;
    use super::*;

    fn bounded(text: &str) -> String {
        alternatives(text, &split(text).unwrap())
    }

    #[test]
    fn conditions_match_whole_words_where_they_begin_and_end_with_one() {
        assert_eq!(bounded("visit"), r"\bvisit\b");
        assert_eq!(bounded(r"\w+ing|per cent|%"), r"(?:\w+ing\b|\bper cent\b|%)");
        assert_eq!(bounded(r"(?:a|b)s?"), r"(?:a|b)s?");
        assert_eq!(bounded(r"a\d"), r"\ba\d");
        assert_eq!(bounded(r"a\x41"), r"\ba\x41");
        assert_eq!(bounded(r"a\\d"), r"\ba\\d\b");
    }

    #[test]
    fn capitals_in_escapes_and_group_names_do_not_count() {
        assert!(!has_capital(r"\S+ \p{Lu}x (?P<Name>a) \W"));
        assert!(has_capital(r"\p{Ll}X") && has_capital("Hanoi"));
    }
}
