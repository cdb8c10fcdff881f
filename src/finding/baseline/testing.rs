//! Findings of small texts, for the tests of baselines.

use crate::finding::*;
use crate::source::Place;
use std::collections::HashMap;

/// A finding of the rule at every place of the word in the text, as the auditor would make them.
pub(crate) fn findings(document: &str, rule: &str, word: &str, text: &str) -> Vec<Finding> {
    let mut ordinals: HashMap<SeedDigest, u32> = HashMap::new();
    let at = text.match_indices(word).map(|(start, _)| {
        let end = start + word.len();
        let before: Vec<&str> = text[..start].split_whitespace().collect();
        let before = &before[before.len().saturating_sub(3)..];
        let after: Vec<&str> = text[end..].split_whitespace().take(3).collect();
        let seed = FingerprintSeed::new(document, rule, word, before, &after);
        let ordinal = ordinals.entry(seed.digest()).or_default();
        *ordinal += 1;
        finding(rule, text, start, end, seed.with_ordinal(*ordinal - 1))
    });
    at.collect()
}

fn finding(rule: &str, text: &str, start: usize, end: usize, fingerprint: Fingerprint) -> Finding {
    let place = Place {
        file: fingerprint.parts().document.clone(),
        member: None,
        line: 1,
        column: start as u32 + 1,
        end_line: 1,
        end_column: end as u32 + 1,
        utf8_column: 1,
        utf8_end_column: 2,
        byte_start: start as u64,
        byte_end: end as u64,
    };
    let (cut_before, cut_after) = (false, false);
    let excerpt = Excerpt { text: text.into(), start: start as u32, end: end as u32, cut_before, cut_after };
    Finding {
        rule: rule.into(),
        kind: Kind::Finding,
        severity: Severity::Error,
        impact: Impact::Major,
        confidence: Confidence::High,
        category: "terminology/wrong-term".into(),
        message: String::new(),
        site: Site {
            document: place.file.clone(),
            place,
            item: None,
            lang: None,
            field: "text".into(),
            start: start as u64,
            end: end as u64,
            text: text[start..end].into(),
            excerpt,
        },
        related: Vec::new(),
        suggestions: Vec::new(),
        fingerprint,
    }
}
