//! Where a word may start or end, in any script.

/// Whether no letter or digit touches the place from both sides: a word may start or end there.
pub fn is_boundary(text: &str, offset: usize) -> bool {
    let bytes = text.as_bytes();
    if offset == 0 || offset >= bytes.len() {
        return true;
    }
    let (before, after) = (bytes[offset - 1], bytes[offset]);
    if before.is_ascii() && after.is_ascii() {
        return !(is_word(char::from(before)) && is_word(char::from(after)));
    }
    let before = text[..offset].chars().next_back();
    let after = text[offset..].chars().next();
    match (before, after) {
        (Some(before), Some(after)) => {
            !(is_word(before) && is_word(after)) || is_unspaced(before) || is_unspaced(after)
        }
        _ => true,
    }
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_' || unicode_normalization::char::is_combining_mark(char)
}

/// Whether the character is of a script that does not put spaces between words.
pub fn is_unspaced(char: char) -> bool {
    use unicode_script::{Script, UnicodeScript};
    char >= '\u{E00}'
        && matches!(
            char.script(),
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Thai
                | Script::Lao
                | Script::Khmer
                | Script::Myanmar
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_no_letter_goes_on_and_everywhere_in_chinese() {
        assert!(is_boundary("ab-c", 2) && !is_boundary("abc", 1) && is_boundary("ab", 2));
        assert!(is_boundary("漢字", 3) && !is_boundary("éa", 2));
    }
}
