//! A decoded text written as it has to stand inside of JSON, XML, HTML or a CSV cell.

use crate::source::Layer;
use std::fmt::Write;

/// The text escaped through these layers, which are given outermost first. With `ascii`, nothing but ASCII is
/// written where the innermost escaping layer has a form for it.
///
/// Space is no escaping: text in the place of collapsed white space stands as it is.
pub(super) fn escape(text: &str, layers: &[Layer], ascii: bool) -> String {
    let mut escaped = text.to_owned();
    for layer in layers.iter().rev() {
        escaped = match layer {
            Layer::Json => json(&escaped, ascii),
            Layer::Xml | Layer::Html => markup(&escaped, ascii),
            Layer::Quoted => markup(&escaped, ascii).replace('\'', "&#39;"),
            // The end of a section is written in two sections.
            Layer::Cdata => escaped.replace("]]>", "]]]]><![CDATA[>"),
            Layer::Csv => escaped.replace('"', "\"\""),
            Layer::Space => escaped,
            Layer::Markdown => markdown(&escaped),
            Layer::C => c_string(&escaped),
        };
    }
    escaped
}

fn json(text: &str, ascii: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c if u32::from(c) < 0x20 || (ascii && !c.is_ascii()) => {
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

/// Signs that begin markup stand behind a backslash.
fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Text and attribute values alike: a quotation mark as a reference is right in both.
fn markup(text: &str, ascii: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if ascii && !c.is_ascii() => {
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

    #[test]
    fn the_innermost_layer_is_escaped_first() {
        assert_eq!(escape("a \"b\" & c\\", &[Layer::Json], false), r#"a \"b\" & c\\"#);
        assert_eq!(escape("a \"b\" & c", &[Layer::Json, Layer::Html], false), "a &quot;b&quot; &amp; c");
        assert_eq!(escape("<b>", &[Layer::Xml, Layer::Html], false), "&amp;lt;b&amp;gt;");
        assert_eq!(escape("a & b]]>", &[Layer::Cdata], false), "a & b]]]]><![CDATA[>");
        assert_eq!(escape("it's \"x\"", &[Layer::Quoted], false), "it&#39;s &quot;x&quot;");
        assert_eq!(escape("say \"x\"", &[Layer::Csv], false), "say \"\"x\"\"");
        assert_eq!(escape("as it is \"\\<", &[], false), "as it is \"\\<");
        assert_eq!(escape(" ", &[Layer::Space], false), " ");
        assert_eq!(escape("é \"x\"\n\u{1}\\", &[Layer::C], true), r#"é \"x\"\n\001\\"#);
    }

    #[test]
    fn a_file_of_ascii_stays_one_where_it_can() {
        assert_eq!(escape("é𝄞", &[Layer::Json], true), r"\u00e9\ud834\udd1e");
        assert_eq!(escape("é𝄞", &[Layer::Json, Layer::Html], true), "&#xE9;&#x1D11E;");
        assert_eq!(escape("é", &[], true), "é");
    }

    proptest! {
        #[test]
        fn json_reads_back_what_was_escaped(text in "\\PC*|[\\x00-\\x7f]*", ascii: bool) {
            let escaped = escape(&text, &[Layer::Json], ascii);
            prop_assert!(!ascii || escaped.is_ascii());
            prop_assert_eq!(serde_json::from_str::<String>(&format!("\"{escaped}\"")).unwrap(), text);
        }
    }
}
