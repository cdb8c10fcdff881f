//! Placeholders, tags and marks of keys in the texts of programs: they are no words.

use crate::source::{SourceMapBuilder, Span};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Whether `%` begins a placeholder in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Printf {
    /// It does.
    Yes,
    /// It is a per cent sign.
    No,
    /// Nothing says so; it does where it looks like it.
    Perhaps,
}

/// `{name}`, `{0:>8}`, `${name}`, `#{name}`, `%{name}`, `{{ name }}`, `{% if %}`, `$(name)`.
const BRACES: &str = r"\{\{[^{}]*\}\}|\{%[^{}%]*%\}|[$#%]?\{[\w.\[\]!:<>=^+,/-]*\}|\$\([\w.]+\)";
/// `%s`, `%2$d`, `%-8.3f`, `%(name)s`, `%1` and `%L2` of Qt, `%%`.
const PRINTF: &str = r"%%|%\([\w .-]+\)[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|%[-+#0']*(?:\d+\$)?[-+#0']*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|L|q|j|z|t)?[diouxXeEfFgGaAcCsSpn@]|%L?\d{1,2}";
/// A tag with its attributes, a comment; `<0>` and `</0>` are tags of Lingui and i18next.
const TAG: &str = r"</?[A-Za-z0-9][^<>]*>|<!--[^<>]*-->";
/// Names that a program replaces, like `@count` and `:url`; only where the source has the same.
const NAMES: &str = r"[@!:%$#][A-Za-z_]\w*";
/// A character reference of HTML.
const REFERENCE: &str = r"&#?[A-Za-z0-9]+;";

static FORMS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        "(?P<brace>{BRACES})|(?P<printf>{PRINTF})|(?P<tag>{TAG})|(?P<reference>{REFERENCE})|(?P<name>{NAMES})"
    ))
    .ok()
});

/// Elements that stand in a line of text and separate nothing.
const INLINE: [&str; 30] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "g", "i", "ins", "kbd", "mark",
    "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
];
/// Elements that are paragraphs of their own, or contain some.
const BLOCKS: [&str; 24] = [
    "address",
    "blockquote",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// The text with what is no word as opaque pieces. `source` is what it was translated from: what stands in both is
/// no word more often.
pub(super) fn masked(text: &str, source: Option<&str>, printf: Printf) -> SourceMapBuilder {
    let mut builder = SourceMapBuilder::new();
    let key_mark = key_mark(text, source);
    let mut at = 0;
    let copy = |builder: &mut SourceMapBuilder, range: Range<usize>| {
        let mark = key_mark.filter(|mark| range.contains(mark));
        builder.copied(range.start, &text[range.start..mark.unwrap_or(range.end)]);
        if let Some(mark) = mark {
            builder.opaque(Span::new(mark, mark + 1), "");
            builder.copied(mark + 1, &text[mark + 1..range.end]);
        }
    };
    for (range, shown) in opaque(text, source, printf) {
        copy(&mut builder, at..range.start);
        builder.opaque(Span::new(range.start, range.end), shown);
        at = range.end;
    }
    copy(&mut builder, at..text.len());
    builder
}

/// The parts that are no words, in order, each with what stands for it in the text.
fn opaque<'t>(text: &'t str, source: Option<&str>, printf: Printf) -> Vec<(Range<usize>, &'t str)> {
    let mut found = Vec::new();
    let Some(forms) = FORMS.as_ref() else { return found };
    let mut at = 0;
    while let Some(captures) = (at < text.len()).then(|| forms.captures_at(text, at)).flatten() {
        let Some(whole) = captures.get(0) else { break };
        let range = whole.range();
        let named = |name: &str| captures.name(name).is_some();
        let in_source = |text: &str| source.is_some_and(|source| source.contains(text));
        let shown = if named("tag") {
            tag(whole.as_str(), in_source(whole.as_str()))
        } else if named("brace") {
            Some(whole.as_str())
        } else if named("reference") {
            // Where the source is HTML, the text is HTML; else a reference is what is left of some.
            source.is_some_and(is_html).then_some(whole.as_str())
        } else if named("printf") {
            let free = |char: Option<char>| char.is_none_or(|char| !char.is_alphanumeric() && char != ')');
            let alone = free(text[..range.start].chars().next_back()) && free(text[range.end..].chars().next());
            let is_one = match printf {
                Printf::Yes => true,
                Printf::No => false,
                Printf::Perhaps => alone || in_source(whole.as_str()),
            };
            is_one.then_some(if whole.as_str() == "%%" { "%" } else { whole.as_str() })
        } else {
            in_source(whole.as_str()).then_some(whole.as_str())
        };
        at = match shown {
            Some(shown) => {
                found.push((range.clone(), shown));
                range.end
            }
            // What it is no placeholder of may hold one.
            None => range.start + text[range.start..].chars().next().map_or(1, char::len_utf8),
        };
    }
    found
}

/// Whether a text holds references or tags of HTML.
fn is_html(text: &str) -> bool {
    FORMS.as_ref().is_some_and(|forms| {
        forms.captures_iter(text).any(|found| found.name("reference").is_some() || found.name("tag").is_some())
    })
}

/// What stands for a tag: nothing within a line, a blank line between paragraphs. A name that is none of HTML is no
/// word where the source has the same (`<file>`), else text: `<unk>` is debris.
fn tag(tag: &str, in_source: bool) -> Option<&str> {
    let inside = tag.trim_start_matches(['<', '/']);
    let name = &inside[..inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len())];
    let is = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(name));
    if is(&INLINE) || name.bytes().all(|byte| byte.is_ascii_digit()) {
        Some("")
    } else if is(&BLOCKS) {
        Some("\n\n")
    } else {
        in_source.then_some(tag)
    }
}

/// Where the mark of the key stands that chooses an item of a menu (`_File`, `&Datei`, `Da~tei`): before a letter,
/// once in the text and once in its source.
fn key_mark(text: &str, source: Option<&str>) -> Option<usize> {
    let only = |text: &str, mark: char| {
        let mut places = text.match_indices(mark).map(|(at, _)| at);
        let place = places.next().filter(|_| places.next().is_none())?;
        text[place + 1..].starts_with(char::is_alphanumeric).then_some(place)
    };
    let source = source?;
    ['_', '&', '~'].into_iter().find_map(|mark| {
        only(source, mark)?;
        let place = only(text, mark)?;
        // A reference of HTML is no mark.
        let name = text[place + 1..].trim_start_matches(char::is_alphanumeric);
        (mark != '&' || !name.starts_with(';')).then_some(place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::PieceKind;

    /// The text with opaque parts in brackets.
    fn shown(text: &str, source: Option<&str>, printf: Printf) -> String {
        let (shown, map) = masked(text, source, printf).finish();
        let piece = |piece: &crate::source::Piece| match piece.kind {
            PieceKind::Opaque => format!("[{}]", &shown[piece.text.range()]),
            _ => shown[piece.text.range()].to_owned(),
        };
        map.pieces().iter().map(piece).collect()
    }

    fn perhaps(text: &str) -> String {
        shown(text, None, Printf::Perhaps)
    }

    #[test]
    fn placeholders_of_all_kinds_are_opaque() {
        assert_eq!(perhaps("%s has %(count)d files, %2$s"), "[%s] has [%(count)d] files, [%2$s]");
        assert_eq!(
            perhaps("{0} of {total:>8}, ${x}, {{ y }}, {% z %}"),
            "[{0}] of [{total:>8}], [${x}], [{{ y }}], [{% z %}]"
        );
        assert_eq!(perhaps("%1 and %L2, %{who}"), "[%1] and [%L2], [%{who}]");
        assert_eq!(shown("100%% of %-8.3f", None, Printf::Yes), "100[%] of [%-8.3f]");
    }

    #[test]
    fn a_per_cent_sign_is_none() {
        assert_eq!(perhaps("100% of it, 50%der"), "100% of it, 50%der");
        assert_eq!(shown("5%d", Some("5%d"), Printf::Perhaps), "5[%d]");
        assert_eq!(shown("5 %d", None, Printf::No), "5 %d");
        assert_eq!(shown("%so", None, Printf::Yes), "[%s]o");
    }

    #[test]
    fn names_count_where_the_source_has_them() {
        assert_eq!(
            shown("@count Seiten, :url", Some("@count pages at :url"), Printf::Perhaps),
            "[@count] Seiten, [:url]"
        );
        assert_eq!(perhaps("an @author:now"), "an @author:now");
    }

    #[test]
    fn tags_within_a_line_leave_nothing_and_others_what_they_part() {
        assert_eq!(perhaps("<b class=\"x\">Hal</b>lo<br/>du <0>da</0>"), "[]Hal[]lo[\n\n]du []da[]");
        assert_eq!(perhaps("cp <unk> 1 < 2 > 0"), "cp <unk> 1 < 2 > 0");
        assert_eq!(shown("cp <file>", Some("copy <file>"), Printf::Perhaps), "cp [<file>]");
    }

    #[test]
    fn references_are_markup_where_the_source_has_some() {
        assert_eq!(shown("Tee&nbsp;&amp; mehr", Some("Tea &amp; more"), Printf::Perhaps), "Tee[&nbsp;][&amp;] mehr");
        assert_eq!(perhaps("Tee &quot;hier&quot;"), "Tee &quot;hier&quot;");
    }

    #[test]
    fn the_mark_of_a_key_splits_no_word() {
        assert_eq!(shown("Da_tei", Some("_File"), Printf::Perhaps), "Da[]tei");
        assert_eq!(shown("&Datei", Some("&File"), Printf::Perhaps), "[]Datei");
        assert_eq!(shown("snake_case", Some("A name"), Printf::Perhaps), "snake_case");
        assert_eq!(shown("Eins & Zwei", Some("One & Two"), Printf::Perhaps), "Eins & Zwei");
    }
}
