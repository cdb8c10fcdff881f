//! The MQM error types that a rule may name, each with its ITS 2.0 localization quality issue type.

/// `(MQM type, ITS 2.0 type)`, in the order of the documentation.
pub const CATEGORIES: &[(&str, &str)] = &[
    ("terminology/wrong-term", "terminology"),
    ("terminology/inconsistent", "inconsistency"),
    ("accuracy/mistranslation", "mistranslation"),
    ("accuracy/untranslated", "untranslated"),
    ("accuracy/addition", "addition"),
    ("accuracy/omission", "omission"),
    ("accuracy/do-not-translate", "mistranslation"),
    ("linguistic-conventions/spelling", "misspelling"),
    ("linguistic-conventions/grammar", "grammar"),
    ("linguistic-conventions/punctuation", "typographical"),
    ("linguistic-conventions/duplication", "duplication"),
    ("linguistic-conventions/textual", "inconsistency"),
    ("linguistic-conventions/unintelligible", "uncategorized"),
    ("linguistic-conventions/character-encoding", "characters"),
    ("style/inconsistent", "style"),
    ("style/unidiomatic", "style"),
    ("style/awkward", "style"),
    ("locale-conventions/date-format", "locale-violation"),
    ("locale-conventions/time-format", "locale-violation"),
    ("locale-conventions/number-format", "locale-violation"),
    ("locale-conventions/name-format", "locale-violation"),
    ("locale-conventions/currency-format", "locale-violation"),
    ("audience-appropriateness/culture-specific", "locale-specific-content"),
    ("design-markup/markup", "markup"),
    ("design-markup/whitespace", "whitespace"),
    ("other/machine-translation-disclosure", "other"),
];

/// The names of all categories.
pub fn names() -> impl Iterator<Item = &'static str> {
    CATEGORIES.iter().map(|(mqm, _)| *mqm)
}

/// The ITS 2.0 localization quality issue type of an MQM category.
pub fn its_type(category: &str) -> Option<&'static str> {
    CATEGORIES.iter().find(|(mqm, _)| *mqm == category).map(|(_, its)| *its)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_rule_language_documents_every_category() {
        let documented = include_str!("../../docs/rule-language.md");
        for name in super::names() {
            assert!(documented.contains(&format!("`{name}`")), "{name}");
        }
    }
}
