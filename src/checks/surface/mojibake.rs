//! UTF-8 that was read in another encoding ("â€™"), and what it was.

use crate::rules::surface::Mojibake;
use crate::source::Span;
use crate::text::ascii::first_wide;
use encoding_rs::Encoding;
use rustc_hash::FxHashMap;

/// The repairs of a rule.
pub(super) struct Repairs {
    tables: Vec<Table>,
}

/// The bytes from 80 on that characters stand for in an encoding.
struct Table {
    bytes: FxHashMap<char, u8>,
    /// Whether the encoding is one of Latin letters.
    latin: bool,
}

/// Characters that were one, misread.
struct Sequence {
    end: usize,
    length: usize,
    /// The last of them, as it was read.
    last: char,
    /// What they were; `None` if some are missing.
    char: Option<char>,
}

impl Repairs {
    pub(super) fn new(parameters: &Mojibake) -> Self {
        let known = parameters.encodings.iter().filter_map(|label| Encoding::for_label(label.as_bytes()));
        Repairs { tables: known.map(Table::new).collect() }
    }

    /// All misread stretches of a text, with what they were.
    pub(super) fn find(&self, text: &str) -> Vec<(Span, Option<String>)> {
        if text.is_ascii() {
            return Vec::new();
        }
        let mut found: Vec<(Span, Option<String>)> = Vec::new();
        for table in &self.tables {
            let before = found.len();
            table.find(text, &mut found);
            // What one encoding explains is not explained by another one as well.
            let (earlier, later) = found.split_at(before);
            let kept: Vec<_> = later
                .iter()
                .filter(|(span, _)| !earlier.iter().any(|(other, _)| other.overlaps(*span)))
                .cloned()
                .collect();
            found.truncate(before);
            found.extend(kept);
        }
        found.sort_by_key(|(span, _)| (span.start(), span.end()));
        found
    }
}

impl Table {
    fn new(encoding: &'static Encoding) -> Self {
        let mut bytes = FxHashMap::default();
        for byte in 0x80..=0xFF_u8 {
            let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
            let mut chars = text.chars();
            if let (Some(char), None) = (chars.next(), chars.next())
                && char != char::REPLACEMENT_CHARACTER
            {
                bytes.insert(char, byte);
            }
        }
        let latin = bytes.get(&'é') == Some(&0xE9);
        if latin {
            // Latin-1 has control characters where Windows-1252 has signs.
            (0x80..=0x9F_u8).for_each(|byte| {
                bytes.entry(char::from(byte)).or_insert(byte);
            });
        }
        Table { bytes, latin }
    }

    fn find(&self, text: &str, found: &mut Vec<(Span, Option<String>)>) {
        let mut at = 0;
        while at < text.len() {
            let Some(next) = first_wide(&text.as_bytes()[at..]) else { return };
            at += next;
            let Some(first) = text[at..].chars().next() else { return };
            let mut end = at;
            let mut sequences = Vec::new();
            while let Some(sequence) = self.sequence(text, end) {
                end = sequence.end;
                sequences.push(sequence);
            }
            if sequences.is_empty() {
                at += first.len_utf8();
                continue;
            }
            if self.is_plausible(text, at, &sequences) {
                let read: Option<String> = sequences.iter().map(|sequence| sequence.char).collect();
                found.push((Span::new(at, end), read.map(|read| self.again(read))));
            }
            at = end;
        }
    }

    /// The repair of what was misread twice.
    fn again(&self, read: String) -> String {
        let mut inner = Vec::new();
        self.find(&read, &mut inner);
        match inner.as_slice() {
            [(span, Some(once))] if span.len() == read.len() => once.clone(),
            _ => read,
        }
    }

    /// The characters at `start` that are the bytes of one character of UTF-8. One space may stand between them.
    fn sequence(&self, text: &str, start: usize) -> Option<Sequence> {
        let mut chars = text[start..].char_indices().map(|(offset, char)| (start + offset, char)).peekable();
        let (_, first) = chars.next()?;
        let lead = *self.bytes.get(&first)?;
        let length = match lead {
            0xC2..=0xDF => 2,
            0xE2..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return None,
        };
        let mut bytes = vec![lead];
        let (mut end, mut last) = (start + first.len_utf8(), first);
        while bytes.len() < length {
            // A space inside tells of tokens; it is no part of a character of two bytes, which may be chance.
            if length > 2 {
                chars.next_if(|&(_, char)| char == ' ');
            }
            let next = chars.peek().and_then(|&(_, char)| self.bytes.get(&char).copied());
            match (next, chars.peek()) {
                (Some(byte @ 0x80..=0xBF), Some(&(at, char))) => {
                    bytes.push(byte);
                    (end, last) = (at + char.len_utf8(), char);
                    chars.next();
                }
                // "â€" and then the sign that the third byte was made into.
                _ if bytes == [0xE2, 0x80] && self.latin => {
                    return Some(Sequence { end, length, last, char: None });
                }
                _ => return None,
            }
        }
        let char = std::str::from_utf8(&bytes).ok()?.chars().next()?;
        Some(Sequence { end, length, last, char: Some(char) })
    }

    /// Whether these characters are hardly what somebody wrote.
    fn is_plausible(&self, text: &str, start: usize, sequences: &[Sequence]) -> bool {
        if !self.latin {
            let cyrillic = |sequence: &Sequence| sequence.char.is_some_and(|char| char.is_alphabetic() || char == '–');
            return sequences.len() >= 3 && sequences.iter().all(cyrillic);
        }
        let before = text[..start].chars().next_back();
        let [only] = sequences else {
            return sequences.iter().all(|one| one.char.is_none_or(|char| !char.is_control() || char < '\u{A0}'));
        };
        let Some(char) = only.char else { return true };
        // An accented capital that ends a quotation or comes before a dash.
        let closes = matches!(only.last, '»' | '”' | '“' | '’' | '‘' | '›' | '‹' | '…' | '™' | '–' | '—' | '\u{A0}');
        match (only.length, char) {
            (2, '\u{80}'..='\u{FF}') => !(closes && before.is_some_and(char::is_uppercase)),
            (2, _) => {
                let after = text[only.end..].chars().next();
                !closes && [before, after].into_iter().flatten().any(char::is_lowercase) && char.is_alphabetic()
            }
            (3, _) => matches!(char, '\u{2000}'..='\u{2BFF}' | '\u{FB00}'..='\u{FFFD}'),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn repairs() -> Repairs {
        Repairs::new(&Mojibake { encodings: vec!["windows-1252".into(), "windows-1251".into()] })
    }

    fn found(text: &str) -> Vec<(&str, Option<String>)> {
        repairs().find(text).into_iter().map(|(span, repaired)| (&text[span.range()], repaired)).collect()
    }

    #[test]
    fn misread_signs_are_read_again() {
        let repaired = |text: &str| match found(text).as_slice() {
            [(_, Some(repaired))] => repaired.clone(),
            other => format!("{other:?}"),
        };
        for (text, right) in [
            ("Itâ€™s", "’"),
            ("cafÃ©", "é"),
            ("a â € œ b", "“"),
            ("It\u{E2}\u{80}\u{99}s", "’"),
            ("naÅ¡a", "š"),
            ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
            ("РџСЂРёРІРµС‚", "Привет"),
            ("Ã¢â‚¬â„¢", "’"),
            ("ðŸ˜€", "😀"),
        ] {
            assert_eq!(repaired(text), right, "{text}");
        }
        assert_eq!(found("2019â €\"2000"), [("â €", None)]);
    }

    #[test]
    fn what_somebody_wrote_is_left() {
        for text in [
            "Évora, São Paulo, «CAFÉ», «MAÇÃ», „BÄ“ und „Ö“",
            "Été à la «café»… où l’été",
            "Привет, мир! «Ђорђе»… Њ",
            "A 25 °C, ½ £, © 2020",
            "über „Käse“, Straße – Größe… ’ ” ™",
            "שלום 你好 ไทย Ελλάδα",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "\\PC{0,60}") {
            for (span, _) in repairs().find(&text) {
                prop_assert!(Span::checked(&text, span.start(), span.end()).is_some());
            }
        }

        #[test]
        fn what_is_misread_is_repaired(word in "[éèêàçñöäü]{2,6}") {
            let (misread, ..) = encoding_rs::WINDOWS_1252.decode(word.as_bytes());
            let text = format!("a {misread} b");
            let found = found(&text);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].1.as_deref(), Some(word.as_str()));
        }
    }
}
