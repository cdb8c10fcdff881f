//! Where a word is no word of the text's language to be judged: in a URL, a handle, code, a mention of itself.

use std::ops::Range;

/// Letters on either side of a word in which the signs of a URL or file name are looked for.
const REACH: usize = 128;

/// Whether the word at this byte range stands as a word of running text.
///
/// It does not if it is a part of something longer (a URL, an e-mail address, a file name, a handle, a hashtag, an
/// entity, a hyphenated or contracted word, anything with digits), or if it is set off as a word that is talked
/// about (alone between quotation marks, asterisks, underscores or backticks). A range that does not lie in the
/// text does not hold a word.
pub fn is_running_text(text: &str, span: Range<usize>) -> bool {
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else { return false };
    if text.get(span).is_none_or(str::is_empty) {
        return false;
    }
    !joined_before(before) && !joined_after(after) && !set_off(before, after) && !in_address(before, after)
}

/// Longest quotation, in letters on either side of the word, that is a title or a phrase rather than speech.
const SHORT_QUOTATION: usize = 24;

/// Whether the word at this byte range stands in a quotation of a few words: a title, a phrase of another language.
pub fn is_in_short_quotation(text: &str, span: Range<usize>) -> bool {
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else { return false };
    let inside = |letter: &char| !matches!(letter, '"' | '\n' | '*' | '_');
    let quoted = |letter: Option<char>| matches!(letter, Some('"' | '*' | '_'));
    let open = before.chars().rev().take(SHORT_QUOTATION).find(|letter| !inside(letter));
    let close = after.chars().take(SHORT_QUOTATION).find(|letter| !inside(letter));
    quoted(open) && quoted(close) && open == close
}

/// Whether what stands before the word belongs to it.
fn joined_before(before: &str) -> bool {
    let mut letters = before.chars().rev();
    let Some(last) = letters.next() else { return false };
    match last {
        // A hyphen, apostrophe or stop joins only what is on its other side.
        '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | '.' | ':' => letters.next().is_some_and(char::is_alphanumeric),
        '@' | '#' | '/' | '\\' | '_' | '=' | '&' | '%' | '$' | '~' | '+' | '|' | '<' => true,
        _ => last.is_alphanumeric() || is_mark(last) || is_debris(last),
    }
}

/// Whether what stands after the word belongs to it.
fn joined_after(after: &str) -> bool {
    let mut letters = after.chars();
    let Some(first) = letters.next() else { return false };
    match first {
        '-' | '\u{2010}' | '\u{2011}' | '\'' | '’' | '.' | ':' => letters.next().is_some_and(char::is_alphanumeric),
        // `name(` and `name[` are code; "word (s)" has a space.
        '@' | '/' | '\\' | '_' | '=' | '%' | '~' | '+' | '|' | '>' | '(' | '[' | '{' => true,
        _ => first.is_alphanumeric() || is_mark(first) || is_debris(first),
    }
}

/// Signs that touch a word where an encoding was misread ("didnâ€™t").
fn is_debris(letter: char) -> bool {
    matches!(letter, '\u{80}' | '¡'..='ª' | '¬'..='¶' | '¸'..='º' | '¼'..='¿' | '€' | '™')
}

/// A combining mark is a part of the letter before it.
fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter)
}

/// Whether the word stands alone between marks that set it off.
fn set_off(before: &str, after: &str) -> bool {
    let (Some(open), Some(close)) = (before.chars().next_back(), after.chars().next()) else { return false };
    matches!(
        (open, close),
        ('"', '"')
            | ('\'', '\'')
            | ('“' | '”' | '„', '”' | '“')
            | ('‘' | '’' | '‚', '’' | '‘')
            | ('«', '»')
            | ('»', '«')
            | ('‹', '›')
            | ('「', '」')
            | ('*', '*')
            | ('_', '_')
            | ('`', '`')
    )
}

/// Whether what stands at this byte range is a part of an address, a path, a handle or a hashtag.
pub fn is_in_address(text: &str, span: Range<usize>) -> bool {
    let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..)) else { return false };
    in_address(before, after) || before.ends_with('#')
}

/// Whether the run without white space around the word is an address or a path.
fn in_address(before: &str, after: &str) -> bool {
    // Most words stand between spaces, perhaps with a mark behind them.
    let ends = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b' ' | b'\n'));
    let (last, mut next) = (before.as_bytes().last(), after.as_bytes().iter());
    let first = next.next();
    let is_mark = |byte: &u8| byte.is_ascii_punctuation() && !matches!(byte, b'/' | b'@' | b'\\' | b'`');
    if ends(last) && (ends(first) || first.is_some_and(is_mark) && ends(next.next())) {
        return false;
    }
    let joined = |letter: &char| !letter.is_whitespace();
    let start: usize = before.chars().rev().take(REACH).take_while(joined).map(char::len_utf8).sum();
    let end: usize = after.chars().take(REACH).take_while(joined).map(char::len_utf8).sum();
    let sign = |run: &str| run.contains("://") || run.contains("www.") || run.contains(['@', '\\', '`']);
    let run = &before[before.len() - start..];
    sign(run) || sign(&after[..end]) || is_host(run)
}

/// Whether a run begins with the name of a host and goes on with a path: `example.org/`.
fn is_host(run: &str) -> bool {
    let Some((host, _)) = run.split_once('/') else { return false };
    let domain = host.rsplit_once('.').filter(|(name, _)| name.ends_with(char::is_alphanumeric));
    domain.is_some_and(|(_, last)| last.chars().nth(1).is_some() && last.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn runs(text: &str) -> bool {
        let start = text.find("wordord").unwrap();
        is_running_text(text, start..start + "wordord".len())
    }

    #[test]
    fn running_text() {
        for text in [
            "wordord",
            "a wordord b",
            "the wordord. Next",
            "(wordord)",
            "\"A wordord,\" she said",
            "“the wordord”",
            "wordord, wordord",
            "either wordord: or",
            "dash – wordord – dash",
        ] {
            assert!(runs(text), "{text}");
        }
    }

    #[test]
    fn parts_of_something_longer() {
        for text in [
            "https://example.org/a,wordord,b",
            "www.wordord.org",
            "wordord.org",
            "mail wordord@example.org",
            "mail wordord,x@example.org",
            "example.org/a,wordord",
            "@wordord",
            "#wordord",
            "/usr/wordord",
            "C:\\a wordord\\b",
            "wordord.txt",
            "a_wordord",
            "wordord(x)",
            "&wordord;",
            "wordord2",
            "4wordord",
            "non-wordord",
            "wordord-like",
            "wordord’t",
            "d'wordord",
            "wordord's end",
            "wordord\u{301}",
            "key=wordord",
            "wordord€™t",
            "Ã©wordord".trim_start_matches('Ã'),
        ] {
            assert!(!runs(text), "{text}");
        }
    }

    #[test]
    fn addresses_and_what_only_has_a_slash() {
        let is_in = |text: &str| {
            let start = text.find("wordord").unwrap();
            is_in_address(text, start..start + "wordord".len())
        };
        for text in ["https://a.org/b-wordord", "see a.org/wordord-b", "wordord@a.org", "#wordord", "@wordord"] {
            assert!(is_in(text), "{text}");
        }
        for text in ["(A. Wordwise/wordord)", "U.S./wordord", "and/or wordord", "the end.wordord", "wordord/AP"] {
            assert!(!is_in(text), "{text}");
        }
    }

    #[test]
    fn words_that_are_talked_about() {
        for text in
            ["the “wordord” he", "\"wordord\"", "*wordord*", "_wordord_", "`a wordord`b", "„wordord“", "«wordord»"]
        {
            assert!(!runs(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_range_of_any_text_is_answered(text in "\\PC{0,40}", start in 0_usize..50, length in 0_usize..50) {
            is_running_text(&text, start..start + length);
        }
    }
}
