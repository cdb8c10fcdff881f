//! What is left of a name when only its letters and digits count.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

/// The letters and digits of a text in lower case, without accents: what spellings of one name share that differ only in
/// hyphens, spaces, apostrophes, accents and letter case. Letters that are no letter with a mark for Unicode (ø, ł)
/// become the one that stands for them where a writing has no such letter.
pub fn letters(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    push_letters(&mut folded, text);
    folded
}

/// Appends the letters and digits of a text, as [`letters`] makes them.
pub fn push_letters(folded: &mut String, text: &str) {
    // Most words need no look at each letter.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let from = folded.len();
        folded.push_str(text);
        folded[from..].make_ascii_lowercase();
        return;
    }
    for c in text.chars() {
        if c.is_ascii() {
            folded.extend(c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()));
        } else {
            // One at a time, because marks are left out, so that their order does not count.
            decompose_compatible(c, |c| {
                if c.is_alphanumeric() {
                    c.to_lowercase().for_each(|c| push_letter(folded, c));
                }
            });
        }
    }
}

/// Appends a letter or digit in lower case, or what stands for it.
fn push_letter(folded: &mut String, c: char) {
    match c {
        'ı' => folded.push('i'),
        'ł' => folded.push('l'),
        'ø' => folded.push('o'),
        'đ' | 'ð' => folded.push('d'),
        'ħ' => folded.push('h'),
        'ß' => folded.push_str("ss"),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'þ' => folded.push_str("th"),
        c if unicode_normalization::char::is_combining_mark(c) => {}
        c => folded.push(c),
    }
}

/// A text without its accents, in the letter case it has.
pub fn without_marks(text: &str) -> String {
    text.nfkd().filter(|&c| !unicode_normalization::char::is_combining_mark(c)).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn characters_are_folded_one_by_one(text in "([a-zA-Z '-]|\\PC|[\u{300}-\u{345}\u{5b0}-\u{5bd}\u{64b}-\u{657}]){0,12}") {
            let mut together = String::new();
            let all = text.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
            all.for_each(|c| push_letter(&mut together, c));
            prop_assert_eq!(letters(&text), together);
        }
    }

    #[test]
    fn spellings_of_one_name_share_their_letters() {
        for name in ["Kim Jong-un", "Kim Jong Un", "KIM JONGUN", "Kim Jong\u{2011}ün"] {
            assert_eq!(letters(name), "kimjongun");
        }
        assert_eq!(letters("Łódź O'Brien Sørensen Weiß 7"), "lodzobriensorensenweiss7");
        assert_eq!(without_marks("Erdoğan é"), "Erdogan e");
        assert_eq!(letters("漢字"), "漢字");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,30}") {
            let once = letters(&text);
            prop_assert_eq!(letters(&once), once);
        }
    }
}
