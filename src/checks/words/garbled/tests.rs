//! Tests of the check with the built-in English rules.

use super::*;
use crate::lexicon::for_language;
use crate::rules::string::Str;
use proptest::prelude::*;
use serde::Deserialize;
use std::sync::LazyLock;

/// What these tests read of a rule file.
#[derive(Deserialize)]
struct File {
    rule: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Entry {
    id: String,
    class: String,
    min_length: u32,
    common_level: Option<u32>,
    #[serde(default)]
    function_words: Vec<Str>,
    #[serde(default)]
    glued_before: Vec<Str>,
    #[serde(default)]
    glued_after: Vec<Str>,
    #[serde(default)]
    closing_endings: Vec<Str>,
    #[serde(default)]
    derivations: Vec<Str>,
    #[serde(default)]
    prefixes: Vec<Str>,
    #[serde(default)]
    suffixes: Vec<Str>,
    #[serde(default)]
    allowed: Vec<Str>,
    example: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    bad: Option<String>,
    good: Option<String>,
    fixed: Option<String>,
}

/// The built-in rules with their examples.
static RULES: LazyLock<Vec<(Entry, Garbled<'static>)>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../../../rules/en/garbled/words.toml")).unwrap();
    let lexicon = for_language("en").unwrap();
    file.rule
        .into_iter()
        .map(|entry| (entry.parameters(), entry))
        .map(|(rule, entry)| (entry, Garbled::new(&rule, lexicon)))
        .collect()
});

impl Entry {
    fn parameters(&self) -> GarbledWord {
        GarbledWord {
            class: match self.class.as_str() {
                "doubled" => GarbledClass::Doubled,
                "repeated" => GarbledClass::Repeated,
                "joined" => GarbledClass::Joined,
                "derived" => GarbledClass::Derived,
                _ => GarbledClass::Glued,
            },
            min_length: self.min_length,
            common_level: self.common_level.unwrap_or(GarbledWord::default().common_level),
            function_words: self.function_words.clone(),
            glued_before: self.glued_before.clone(),
            glued_after: self.glued_after.clone(),
            closing_endings: self.closing_endings.clone(),
            derivations: self.derivations.clone(),
            prefixes: self.prefixes.clone(),
            suffixes: self.suffixes.clone(),
            allowed: self.allowed.clone(),
        }
    }
}

fn rule(id: &str) -> &'static Garbled<'static> {
    RULES.iter().find(|(entry, _)| entry.id == id).map(|(_, garbled)| garbled).unwrap()
}

fn stutter() -> &'static Garbled<'static> {
    rule("stutter")
}

fn glued() -> &'static Garbled<'static> {
    rule("glued")
}

fn replacement(garbled: &Garbled<'_>, word: &str) -> Option<String> {
    garbled.examine(word).and_then(|repair| repair.replacement)
}

/// Marks the findings of a text as examples do, and repairs them.
fn marked_and_fixed(garbled: &Garbled<'_>, text: &str) -> (String, String) {
    let (mut marked, mut fixed, mut rest) = (String::new(), String::new(), 0);
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    for word in words {
        let start = rest + text[rest..].find(word).unwrap();
        let end = start + word.len();
        for copy in [&mut marked, &mut fixed] {
            copy.push_str(&text[rest..start]);
        }
        match garbled.examine(word).filter(|_| super::super::context::is_running_text(text, start..end)) {
            Some(repair) => {
                marked.push_str(&format!("[[{word}]]"));
                fixed.push_str(repair.replacement.as_deref().unwrap_or(word));
            }
            None => [&mut marked, &mut fixed].into_iter().for_each(|copy| copy.push_str(word)),
        }
        rest = end;
    }
    marked.push_str(&text[rest..]);
    fixed.push_str(&text[rest..]);
    (marked, fixed)
}

#[test]
fn the_examples_of_the_built_in_rules_hold() {
    for (entry, garbled) in RULES.iter() {
        for example in &entry.example {
            let text = example.bad.as_ref().or(example.good.as_ref()).unwrap();
            let plain = text.replace("[[", "").replace("]]", "");
            let (marked, fixed) = marked_and_fixed(garbled, &plain);
            assert_eq!(&marked, text);
            if let Some(expected) = &example.fixed {
                assert_eq!(&fixed, expected);
                assert_eq!(marked_and_fixed(garbled, &fixed).0, fixed);
            }
        }
    }
}

#[test]
fn copies_are_taken_out_until_a_word_is_left() {
    let found = |word| stutter().examine(word).map(|repair| (repair.replacement.unwrap(), repair.kind));
    let chunk = |word: &str| Some((word.to_owned(), RepairKind::DoubledChunk));
    assert_eq!(found("apappropriate"), chunk("appropriate"));
    assert_eq!(found("apapapappropriate"), chunk("appropriate"));
    assert_eq!(found("unununited"), chunk("united"));
    assert_eq!(found("andand"), Some(("and".to_owned(), RepairKind::DoubledWord)));
    assert_eq!(found("peoplepeoplepeople"), Some(("people".to_owned(), RepairKind::DoubledWord)));
}

#[test]
fn what_is_no_lower_case_word_is_not_examined() {
    for word in ["Apappropriate", "APAPPROPRIATE", "ap-appropriate", "apappropriate2", "", "ap", "апапп"] {
        assert_eq!(replacement(stutter(), word), None, "{word}");
        assert_eq!(replacement(glued(), word), None, "{word}");
    }
}

#[test]
fn a_long_word_is_debris_of_another_kind() {
    let long = "ap".repeat(LONGEST_WORD) + "appropriate";
    assert_eq!(replacement(stutter(), &long), None);
    assert_eq!(replacement(stutter(), &"na".repeat(LONGEST_WORD / 2)), None);
}

#[test]
fn glued_words_are_told_from_derived_ones() {
    assert_eq!(replacement(glued(), "ofthe").as_deref(), Some("of the"));
    assert_eq!(replacement(glued(), "thegovernment").as_deref(), Some("the government"));
    assert_eq!(replacement(glued(), "governmentof").as_deref(), Some("government of"));
    for word in ["hehe", "without", "forgettable", "theologist", "outofthe", "theqqqq", "ofstuffz"] {
        assert_eq!(replacement(glued(), word), None, "{word}");
    }
}

/// Common words to plant slips in, in an order that has nothing to do with the alphabet.
fn common_words() -> Vec<&'static str> {
    let list = include_str!("../../../../rules/en/lexicon/scowl-20.txt");
    let mut words: Vec<_> =
        list.lines().filter(|word| word.len() >= 5 && word.bytes().all(|byte| byte.is_ascii_lowercase())).collect();
    let mut numbers = Numbers(7);
    words.sort_by_cached_key(|_| numbers.next(1 << 31));
    words
}

/// A small generator of numbers, always the same.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

#[test]
fn planted_stutters_are_found() {
    let (garbled, mut numbers) = (stutter(), Numbers(1));
    let (mut planted, mut found) = (0_u32, 0_u32);
    let mut missed = Vec::new();
    for word in common_words().into_iter().cycle().take(2_400) {
        // A piece of two to six letters at the start, at the end or anywhere, once or twice.
        let length = 2 + numbers.next(5.min(word.len() - 3));
        let start = match numbers.next(3) {
            0 => 0,
            1 => word.len() - length,
            _ => numbers.next(word.len() - length + 1),
        };
        let piece = &word[start..start + length];
        let copies = piece.repeat(1 + numbers.next(2));
        let slip = format!("{}{copies}{}", &word[..start], &word[start..]);
        if garbled.lexicon.level(&slip).is_some() {
            continue;
        }
        planted += 1;
        match replacement(garbled, &slip) {
            Some(repaired) if repaired == word => found += 1,
            other => missed.push((slip, other)),
        }
    }
    assert!(planted >= 2_000);
    assert!(found * 100 >= planted * 97, "{found} of {planted}: {missed:?}");
}

#[test]
fn planted_lost_spaces_are_found() {
    let (garbled, mut numbers) = (glued(), Numbers(2));
    let (before, after) = (["the", "of", "and", "with", "from"], ["the", "of", "and", "that"]);
    let (mut planted, mut found) = (0_u32, 0_u32);
    let mut missed = Vec::new();
    for word in common_words().into_iter().take(2_000) {
        let slip = match numbers.next(2) {
            0 => format!("{}{word}", before[numbers.next(before.len())]),
            _ => format!("{word}{}", after[numbers.next(after.len())]),
        };
        planted += 1;
        if garbled.examine(&slip).is_some() {
            found += 1;
        } else {
            missed.push(slip);
        }
    }
    assert!(found * 100 >= planted * 90, "{found} of {planted}: {missed:?}");
}

proptest! {
    #[test]
    fn a_repair_is_made_of_known_words(word in "[a-dt]{2,8}(the|of|and)?[a-eé]{0,8}") {
        let lexicon = for_language("en").unwrap();
        for garbled in [stutter(), glued()] {
            if let Some(repair) = garbled.examine(&word) {
                prop_assert!(repair.replacement.unwrap().split(' ').all(|part| lexicon.level(part).is_some()));
                prop_assert!(lexicon.level(&word).is_none());
            }
        }
    }

    #[test]
    fn any_word_is_answered(word in "\\PC{0,60}") {
        stutter().examine(&word);
        rule("repeated-chunk").examine(&word);
        glued().examine(&word);
    }
}
