//! The header of a PO file: the translation of the empty message.

use std::sync::Arc;

/// What a header states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// The language of the translations, as a BCP 47 tag.
    pub(super) lang: Option<Arc<str>>,
    /// The language of the messages, which some programs state.
    pub(super) source_lang: Option<Arc<str>>,
}

impl Header {
    /// The header in this text, one statement a line.
    pub(super) fn of(text: &str) -> Self {
        let value = |wanted: &str| {
            let mut lines = text.lines().filter_map(|line| line.split_once(':'));
            lines.find(|(key, _)| key.trim().eq_ignore_ascii_case(wanted)).and_then(|(_, value)| tag(value.trim()))
        };
        Header { lang: value("Language"), source_lang: value("X-Source-Language") }
    }
}

/// A BCP 47 tag from a name such as `pt_BR` or `sr@latin`.
fn tag(name: &str) -> Option<Arc<str>> {
    let (name, modifier) = name.split_once('@').unwrap_or((name, ""));
    let name = name.split('.').next().unwrap_or(name).replace('_', "-");
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return None;
    }
    let (language, region) = name.split_once('-').map_or((&*name, None), |(language, rest)| (language, Some(rest)));
    let script = match modifier {
        "latin" => "-Latn",
        "cyrillic" => "-Cyrl",
        _ => "",
    };
    Some(format!("{language}{script}{}", region.map(|rest| format!("-{rest}")).unwrap_or_default()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_become_tags() {
        let header = Header::of("Project-Id-Version: x 1\nLanguage: pt_BR\nX-Source-Language: en\n");
        assert_eq!((header.lang.as_deref(), header.source_lang.as_deref()), (Some("pt-BR"), Some("en")));
        assert_eq!(tag("sr@latin").as_deref(), Some("sr-Latn"));
        assert_eq!(tag("sr_RS.UTF-8@latin").as_deref(), Some("sr-Latn-RS"));
        assert_eq!(Header::of("Language: \nLanguage-Team: German\n"), Header::default());
        assert_eq!(tag("see the team"), None);
    }
}
