//! Variations of an example that must not change what is found: quotes, spaces, line wraps, capitals, accents.

use crate::rules::model::{Case, CheckSpec, ExampleText, Rule};
use unicode_normalization::UnicodeNormalization;

/// The variations of the documents of a bad example that differ from it, by name.
pub fn variations(rule: &Rule, documents: &[ExampleText]) -> Vec<(&'static str, Vec<ExampleText>)> {
    let each = |change: fn(&ExampleText) -> ExampleText| documents.iter().map(change).collect::<Vec<_>>();
    let mut all = vec![
        ("with curly quotes", each(curly)),
        ("with no-break spaces", each(no_break)),
        ("with a line wrapped inside", each(wrapped)),
        ("with decomposed accents", each(decomposed)),
    ];
    all.extend(initial(rule, documents).map(|varied| ("at the start of a sentence", vec![varied])));
    all.retain(|(_, varied)| varied.as_slice() != documents);
    all
}

/// A copy of an example in which `change` replaces characters; it is told whether each is in a primary place.
fn map_chars(text: &ExampleText, mut change: impl FnMut(usize, char, bool, &mut String)) -> ExampleText {
    let mut mapped = String::new();
    let mut offsets = Vec::with_capacity(text.text.len() + 1);
    for (at, char) in text.text.char_indices() {
        offsets.resize(at + 1, mapped.len() as u32);
        let inside = text.primary.iter().any(|&(start, end)| (start..end).contains(&(at as u32)));
        change(at, char, inside, &mut mapped);
    }
    offsets.resize(text.text.len() + 1, mapped.len() as u32);
    let place = |&(start, end): &(u32, u32)| (offsets[start as usize], offsets[end as usize]);
    ExampleText {
        primary: text.primary.iter().map(place).collect(),
        related: text.related.iter().map(place).collect(),
        text: mapped,
    }
}

fn curly(text: &ExampleText) -> ExampleText {
    let mut open = false;
    map_chars(text, |_, char, _, mapped| match char {
        '\'' => mapped.push('\u{2019}'),
        '"' => {
            open = !open;
            mapped.push(if open { '\u{201C}' } else { '\u{201D}' });
        }
        _ => mapped.push(char),
    })
}

fn no_break(text: &ExampleText) -> ExampleText {
    map_chars(text, |_, char, inside, mapped| mapped.push(if inside && char == ' ' { '\u{A0}' } else { char }))
}

/// The first space of each primary place becomes a line break; a dash follows as a second paragraph, so that a line
/// break is a wrap and no paragraph.
fn wrapped(text: &ExampleText) -> ExampleText {
    let first_space = |&(start, end): &(u32, u32)| {
        let place = text.text.get(start as usize..end as usize)?;
        Some(start as usize + place.find(' ')?)
    };
    let spaces: Vec<usize> = text.primary.iter().filter_map(first_space).collect();
    if spaces.is_empty() {
        return text.clone();
    }
    let mut varied = map_chars(text, |at, char, _, mapped| mapped.push(if spaces.contains(&at) { '\n' } else { char }));
    varied.text.push_str("\n\n\u{2014}");
    varied
}

fn decomposed(text: &ExampleText) -> ExampleText {
    map_chars(text, |_, char, _, mapped| mapped.extend(std::iter::once(char).nfd()))
}

/// The text from its only primary place on, with a capital: for phrases that nothing before them decides.
fn initial(rule: &Rule, documents: &[ExampleText]) -> Option<ExampleText> {
    let [text] = documents else { return None };
    let [(start, end)] = text.primary[..] else { return None };
    let CheckSpec::Phrase(phrases) = &rule.check else { return None };
    let place = text.text.get(start as usize..end as usize)?;
    let first = place.chars().next().filter(|c| c.is_lowercase())?;
    let free = rule.conditions.is_empty() && phrases.iter().all(|phrase| phrase.case != Case::Exact);
    if !free || !text.related.is_empty() {
        return None;
    }
    let capital: String = first.to_uppercase().collect();
    let rest = &text.text[start as usize + first.len_utf8()..];
    let length = end - start - first.len_utf8() as u32 + capital.len() as u32;
    Some(ExampleText { text: capital + rest, primary: vec![(0, length)], related: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_follow_the_characters() {
        let text = ExampleText { text: "é \"an odd\" x".into(), primary: vec![(4, 10)], related: vec![] };
        let marked = |varied: ExampleText| {
            let (start, end) = varied.primary[0];
            varied.text[start as usize..end as usize].to_owned()
        };
        assert_eq!(marked(curly(&text)), "an odd");
        assert_eq!(marked(no_break(&text)), "an\u{A0}odd");
        assert_eq!(marked(wrapped(&text)), "an\nodd");
        assert_eq!(marked(decomposed(&text)), "an odd");
    }
}
