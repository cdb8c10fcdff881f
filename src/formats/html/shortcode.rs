//! Shortcodes of WordPress: `[gallery ids="1,2"]`, `[caption]…[/caption]`.

use crate::source::Span;
use std::collections::HashSet;

/// The longest shortcode that is looked for, in bytes.
const LONGEST: usize = 2000;
/// Those of WordPress itself, which may stand without attributes.
const BUILT_IN: [&str; 8] = ["audio", "caption", "wp_caption", "embed", "gallery", "playlist", "video", "more"];

/// A shortcode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shortcode<'t> {
    /// Its name.
    pub(super) name: &'t str,
    /// Whether it ends one.
    pub(super) closes: bool,
    /// From `[` to `]`.
    pub(super) span: Span,
}

impl Shortcode<'_> {
    /// Whether a caption is in it.
    pub(super) fn is_caption(&self) -> bool {
        matches!(self.name, "caption" | "wp_caption")
    }
}

/// The shortcodes of a text, in order. What stands in brackets is one if it is built in, has an attribute, or is ended
/// somewhere; `[sic]` is none.
pub(super) fn shortcodes(text: &str) -> Vec<Shortcode<'_>> {
    let mut found = Vec::new();
    for at in memchr::memchr_iter(b'[', text.as_bytes()) {
        let rest = &text[at + 1..text.floor_char_boundary((at + LONGEST).min(text.len()))];
        let Some(end) = rest.find(['[', ']']).filter(|&end| rest[end..].starts_with(']')) else { continue };
        let inside = &rest[..end];
        let bare = inside.trim_start_matches('/');
        let length =
            bare.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
        let (name, attributes) = bare.split_at(length);
        let is_name = name.starts_with(|char: char| char.is_ascii_lowercase());
        if is_name && (attributes.is_empty() || attributes.starts_with([' ', '\n', '/', '='])) {
            let closes = inside.starts_with('/');
            let sure = closes || attributes.contains('=') || BUILT_IN.contains(&name);
            found.push((Shortcode { name, closes, span: Span::new(at, at + end + 2) }, sure));
        }
    }
    let ended: HashSet<&str> = found.iter().filter(|(code, _)| code.closes).map(|(code, _)| code.name).collect();
    found.into_iter().filter(|(code, sure)| *sure || ended.contains(code.name)).map(|(code, _)| code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_of_prose_are_no_shortcodes() {
        let text = "[caption id=\"a\" align='b']<img> A ship[/caption] he [sic] said [the mayor] [gallery] [x=1] [box]in\
            [/box] [open [more] [Applause]";
        let found: Vec<_> = shortcodes(text).iter().map(|code| &text[code.span.range()]).collect();
        assert_eq!(
            found,
            ["[caption id=\"a\" align='b']", "[/caption]", "[gallery]", "[x=1]", "[box]", "[/box]", "[more]"]
        );
        assert_eq!(shortcodes(&"[".repeat(10_000)), []);
    }
}
