//! Text of strangers as XML 1.0.

use std::borrow::Cow;

/// The text as the value of an attribute or the text of an element. What XML has no form for, and what reorders or
/// hides text, is shown as `<U+001B>`, escaped like the rest.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| matches!(c, '&' | '<' | '>' | '"' | '\'') || !is_plain(c)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            // Written as they are, a parser makes spaces of them in an attribute.
            '\t' | '\n' | '\r' => escaped.push_str(&format!("&#{};", u32::from(character))),
            _ if is_plain(character) => escaped.push(character),
            _ => escaped.push_str(&format!("&lt;U+{:04X}&gt;", u32::from(character))),
        }
    }
    Cow::Owned(escaped)
}

fn is_plain(character: char) -> bool {
    match character {
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}' => false,
        _ => !character.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_place() {
        assert_eq!(text("a<b>&\"'é東"), "a&lt;b&gt;&amp;&quot;&apos;é東");
        assert_eq!(
            text("]]>\u{0}\u{1b}\u{ffff}\u{202e}"),
            "]]&gt;&lt;U+0000&gt;&lt;U+001B&gt;&lt;U+FFFF&gt;&lt;U+202E&gt;"
        );
        assert_eq!(text("a\tb\nc\r"), "a&#9;b&#10;c&#13;");
        assert_eq!(text("plain"), "plain");
    }
}
