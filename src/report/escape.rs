//! Text of strangers made safe to print: what a terminal obeys or hides is shown as `<U+001B>`.

use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// Columns that a tab takes in an excerpt.
const TAB: &str = "    ";

/// How a character is printed in an excerpt, given the one before it; `None`: as it is.
pub(super) fn shown(character: char, previous: Option<char>) -> Option<Cow<'static, str>> {
    match character {
        '\t' => Some(TAB.into()),
        ' '..='~' => None,
        _ if is_unprintable(character, previous) => Some(format!("<U+{:04X}>", u32::from(character)).into()),
        _ => None,
    }
}

/// Columns that a character takes in a terminal, printed as [`shown`] says.
pub(super) fn columns(character: char, previous: Option<char>) -> usize {
    match shown(character, previous) {
        Some(text) => text.len(),
        None => character.width().unwrap_or(1),
    }
}

/// The text on one line, safe to print: line breaks and tabs become spaces.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len() + 16);
    let mut previous = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\t' => line.push(' '),
            _ => match shown(character, previous) {
                Some(shown) => line.push_str(&shown),
                None => line.push(character),
            },
        }
        previous = Some(character);
    }
    Cow::Owned(line)
}

/// Whether a terminal would obey the character, reorder the line by it, break the line at it or show nothing.
fn is_unprintable(character: char, previous: Option<char>) -> bool {
    match character {
        // Joiners are spelling in scripts that join or stack letters, and glue in emoji; elsewhere they hide.
        '\u{200C}' | '\u{200D}' => !previous.is_some_and(takes_joiner),
        // Emoji and ideographs select their variants with these.
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => previous.is_none_or(|c| c.is_ascii_alphabetic()),
        _ => {
            character.is_control()
                || matches!(character,
                    '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
                    | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
                    | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
                    | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
        }
    }
}

/// Whether a joiner after this character has a visible effect.
fn takes_joiner(previous: char) -> bool {
    matches!(previous,
        '\u{0600}'..='\u{08FF}'      // Arabic, Syriac, Thaana, N'Ko and their neighbours
        | '\u{0900}'..='\u{0DFF}'    // the scripts of India and Sri Lanka
        | '\u{0F00}'..='\u{109F}'    // Tibetan, Myanmar
        | '\u{1780}'..='\u{18AF}'    // Khmer, Mongolian
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{FE0F}' | '\u{2600}'..='\u{27BF}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_shown() {
        assert_eq!(one_line("a\u{1b}[2Jb\u{0}\u{9b}"), "a<U+001B>[2Jb<U+0000><U+009B>");
        assert_eq!(one_line("a\u{202e}b\u{2066}c\u{200f}"), "a<U+202E>b<U+2066>c<U+200F>");
        assert_eq!(one_line("a\u{200b}b\u{feff}c\u{ad}d\u{e0041}"), "a<U+200B>b<U+FEFF>c<U+00AD>d<U+E0041>");
    }

    #[test]
    fn line_breaks_become_spaces() {
        assert_eq!(one_line("a\r\nb\nc\td\u{2028}e\rf"), "a b c d<U+2028>e<U+000D>f");
    }

    #[test]
    fn ordinary_text_of_any_script_stays() {
        for text in ["naïve cafe\u{301}", "平壤 東京", "می\u{200c}خواهم", "क्\u{200d}ष", "👩\u{200d}👧", "❤\u{fe0f}"]
        {
            assert_eq!(one_line(text), text);
        }
        assert_eq!(one_line("ad\u{200d}min"), "ad<U+200D>min");
    }

    #[test]
    fn columns_are_those_of_what_is_printed() {
        assert_eq!(columns('\u{1b}', None), "<U+001B>".len());
        assert_eq!(columns('東', None), 2);
        assert_eq!(columns('\u{301}', Some('e')), 0);
        assert_eq!(columns('\t', None), 4);
    }
}
