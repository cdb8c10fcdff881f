//! What holds of a check whatever its parameters are.

use super::model::{CheckSpec, Phrase, Scope};
use super::words::{UntranslatedClass, WordRule};

impl CheckSpec {
    /// Whether the check itself knows what to look for; its rules hold parameters only.
    pub fn is_detector(&self) -> bool {
        !matches!(self, CheckSpec::Phrase(_) | CheckSpec::Pattern(_) | CheckSpec::Variants(_) | CheckSpec::Entity(_))
    }

    /// Whether the check is silent in a language without a word list.
    pub fn needs_word_list(&self) -> bool {
        match self {
            CheckSpec::GarbledWord(_) => true,
            CheckSpec::Words(rule) => match &**rule {
                WordRule::Untranslated(parameters) => parameters.class != UntranslatedClass::Passages,
                _ => true,
            },
            _ => false,
        }
    }

    /// Whether the rule compares documents with each other, too.
    pub fn compares_documents(&self) -> bool {
        match self {
            CheckSpec::Variants(variants) => variants.scope == Scope::Corpus,
            CheckSpec::NameVariant(rule) => rule.scope == Scope::Corpus,
            CheckSpec::AcronymConflict(rule) => rule.scope == Scope::Corpus,
            CheckSpec::Boilerplate(_) => true,
            _ => false,
        }
    }

    /// What the check fills in messages and suggestions beside `{match}` and `{suggestion}`.
    pub fn holes(&self) -> &'static [&'static str] {
        match self {
            CheckSpec::NameVariant(_) | CheckSpec::NameStyle(_) | CheckSpec::CapitalisationVariant(_) => &["other"],
            CheckSpec::OfficeConflict(_) | CheckSpec::GenderConflict(_) => &["other", "person"],
            CheckSpec::AcronymConflict(_) => &["other", "acronym"],
            CheckSpec::Words(check) => check.holes(),
            CheckSpec::QuoteConflict(_) => &["here", "there"],
            CheckSpec::Entity(_) => &["entity"],
            CheckSpec::Boilerplate(_) => &["times"],
            CheckSpec::OfficeHolder(_) => &["entity", "held", "holder"],
            CheckSpec::Repetition(parameters) if parameters.class.counts() => &["times"],
            CheckSpec::Surface(check) => check.holes(),
            _ => &[],
        }
    }

    /// The phrases that a rule finds: those of a `phrase` or a row of a lexicon, or the wrong forms of an entity.
    pub fn phrases(&self) -> Option<&[Phrase]> {
        match self {
            CheckSpec::Phrase(phrases) => Some(phrases),
            CheckSpec::Entity(entity) => Some(&entity.wrong),
            _ => None,
        }
    }
}
