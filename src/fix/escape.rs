//! A decoded text written as it has to stand inside of JSON, XML, HTML, Markdown or a CSV cell.

use crate::source::Layer;
use std::fmt::Write;

/// The text escaped through these layers, which are given outermost first; `None` where it cannot stand there at all.
/// A character that is not `plain` is written as an escape or a reference of the outermost layer that has some, which
/// every reader undoes: whether the title of a feed is HTML, readers do not agree.
///
/// Space is no escaping: text in the place of collapsed white space stands as it is.
pub(super) fn escape(text: &str, layers: &[Layer], plain: &dyn Fn(char) -> bool) -> Option<String> {
    let has_references = |layer: &Layer| matches!(layer, Layer::Json | Layer::Xml | Layer::Html | Layer::Quoted);
    let outermost = layers.iter().position(has_references);
    let mut escaped = text.to_owned();
    for (at, layer) in layers.iter().enumerate().rev() {
        let plain: &dyn Fn(char) -> bool = if outermost == Some(at) { plain } else { &|_| true };
        escaped = match layer {
            Layer::Json => json(&escaped, plain),
            Layer::Xml | Layer::Html => markup(&escaped, plain),
            Layer::Quoted => markup(&escaped, plain).replace('\'', "&#39;"),
            // The end of a section is written in two sections.
            Layer::Cdata => escaped.replace("]]>", "]]]]><![CDATA[>"),
            Layer::Csv => escaped.replace('"', "\"\""),
            Layer::BareCell(delimiter) if escaped.contains([*delimiter, '"', '\r', '\n']) => return None,
            Layer::BareCell(_) | Layer::Space => escaped,
            Layer::Markdown => markdown(&escaped),
            Layer::C => c_string(&escaped),
        };
    }
    Some(escaped)
}

fn json(text: &str, plain: &dyn Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c if u32::from(c) < 0x20 || !plain(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a string cannot fail.
                    let _ = write!(escaped, "\\u{unit:04x}");
                }
            }
            c => escaped.push(c),
        }
    }
    escaped
}

fn c_string(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c if u32::from(c) < 0x20 => {
                let _ = write!(escaped, "\\{:03o}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// Signs that begin markup stand behind a backslash. What is no markup where it stands is left alone: the underscore of
/// `snake_case`, the ampersand of "R&D".
fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    for (at, c) in text.char_indices() {
        let after = &text[at + c.len_utf8()..];
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_markup = match c {
            '\\' | '`' | '*' | '[' | ']' | '~' | '|' => true,
            '_' => !inside(before) || !inside(after.chars().next()),
            '<' => after.starts_with(|next: char| next.is_ascii_alphabetic() || "/!?".contains(next)),
            '&' => after.trim_start_matches(|next: char| next == '#' || next.is_ascii_alphanumeric()).starts_with(';'),
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(c);
        before = Some(c);
    }
    escaped
}

/// Text and attribute values alike: a quotation mark as a reference is right in both.
fn markup(text: &str, plain: &dyn Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if !plain(c) => {
                let _ = write!(escaped, "&#x{:X};", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn escaped(text: &str, layers: &[Layer]) -> String {
        escape(text, layers, &|_| true).unwrap()
    }

    fn in_ascii(text: &str, layers: &[Layer]) -> String {
        escape(text, layers, &|c| c.is_ascii()).unwrap()
    }

    #[test]
    fn the_innermost_layer_is_escaped_first() {
        assert_eq!(escaped("a \"b\" & c\\", &[Layer::Json]), r#"a \"b\" & c\\"#);
        assert_eq!(escaped("a \"b\" & c", &[Layer::Json, Layer::Html]), "a &quot;b&quot; &amp; c");
        assert_eq!(escaped("<b>", &[Layer::Xml, Layer::Html]), "&amp;lt;b&amp;gt;");
        assert_eq!(escaped("a & b]]>", &[Layer::Cdata]), "a & b]]]]><![CDATA[>");
        assert_eq!(escaped("it's \"x\"", &[Layer::Quoted]), "it&#39;s &quot;x&quot;");
        assert_eq!(escaped("say \"x\"", &[Layer::Csv]), "say \"\"x\"\"");
        assert_eq!(escaped("as it is \"\\<", &[]), "as it is \"\\<");
        assert_eq!(escaped(" ", &[Layer::Space]), " ");
        assert_eq!(in_ascii("é \"x\"\n\u{1}\\", &[Layer::C]), r#"é \"x\"\n\001\\"#);
    }

    #[test]
    fn a_file_of_ascii_stays_one_where_it_can() {
        assert_eq!(in_ascii("é𝄞", &[Layer::Json]), r"\u00e9\ud834\udd1e");
        assert_eq!(in_ascii("é <𝄞", &[Layer::Json, Layer::Html]), r"\u00e9 &lt;\ud834\udd1e");
        assert_eq!(in_ascii("é <𝄞", &[Layer::Xml, Layer::Html]), "&#xE9; &amp;lt;&#x1D11E;");
        assert_eq!(in_ascii("é <𝄞", &[Layer::Cdata, Layer::Html]), "&#xE9; &lt;&#x1D11E;");
        assert_eq!(in_ascii("é", &[]), "é");
    }

    #[test]
    fn a_cell_without_quotation_marks_takes_nothing_that_needs_them() {
        let bare = |text| escape(text, &[Layer::BareCell(';')], &|_| true);
        assert_eq!(bare("the capital, Seoul").as_deref(), Some("the capital, Seoul"));
        for text in ["the capital; Seoul", "say \"x\"", "a\nb"] {
            assert_eq!(bare(text), None, "{text:?}");
        }
    }

    #[test]
    fn markdown_escapes_what_would_be_markup_and_nothing_else() {
        let markdown = |text| escaped(text, &[Layer::Markdown]);
        assert_eq!(markdown("R&D, AT&T; 2 < 3, snake_case"), "R&D, AT\\&T; 2 < 3, snake_case");
        assert_eq!(markdown("<unk> &lt; *a* _b_ [c] `d`"), r"\<unk> \&lt; \*a\* \_b\_ \[c\] \`d\`");
        assert_eq!(markdown("a | b ~~c~~ \\"), r"a \| b \~\~c\~\~ \\");
    }

    proptest! {
        #[test]
        fn json_reads_back_what_was_escaped(text in "\\PC*|[\\x00-\\x7f]*", ascii: bool) {
            let escaped = escape(&text, &[Layer::Json], &|c| !ascii || c.is_ascii()).unwrap();
            prop_assert!(!ascii || escaped.is_ascii());
            prop_assert_eq!(serde_json::from_str::<String>(&format!("\"{escaped}\"")).unwrap(), text);
        }
    }
}
