//! Texts as files of the formats may hold them, for the promises that are tried with many.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Elements of XHTML, as [`markup`] takes them: inline, blocks, some that are left out, some that hold nothing.
pub(super) const XHTML: &str = "b|p|div|li|h2|code|sup|i hidden=''|span class='x' lang=\"fr\"|figcaption|script|br/|hr /|p/|\
    img alt='a &lt; \u{e9}'/|x:y xmlns:x='urn:x'";
/// Elements of NITF.
pub(super) const NITF: &str = "em|p|p lede=\"true\"|hl2|person|org value='a &amp; b'|location|num|q|a href='x'|br/|pre|table|tr|\
    td|li|virtloc|media|media-caption|media-producer|byline|note|lang iso='fr'";
/// What stands in translations of XLIFF and TMX: codes, placeholders, parts that are protected.
pub(super) const CODES: &str = "g id='1'|pc id=\"1\"|hi|sub|bpt i='1'|ept i='1'|bx/|ex/|sc/|ec/|x id='1'/|ph|ph/|it|ut|\
    x ctype=\"lb\"/|ph type='fmt' subType='xlf:lb'/|mrk translate='no'|mrk mtype=\"protected\"|mrk|cp hex='1'/";

/// Words and what is hard about them: letters of several bytes, of several characters, of other directions, white space.
pub(super) fn words() -> impl Strategy<Value = String> {
    "(word|é|漢|𝄞|e\u{301}|\u{5E9}\u{5DC}\u{5D5}\u{5DD}|\u{202E}|\u{1F468}\u{200D}\u{1F469}|\u{AD}|\u{A0}| |\t|\r|\r\n|\n\n|\\.){0,6}"
}

/// HTML as people and machines write it: tags that fit together and tags that do not, references, white space.
pub(super) fn html() -> impl Strategy<Value = String> {
    "(<(/?(p|b|div|br|nav|code|sup|h1|h2|figcaption|title|script|li|td)|img alt=\"é &lt;\"|i hidden| |!--)>?|>\
        |a|é|漢| |\t|\r\n|\n\n|&(amp|eacute|#8217|nbsp|x);?|\u{301}|\u{5D0}|𝄞|--|\"|word ){0,40}"
}

/// The inside of an element of XML that holds text or HTML: plain, escaped, in sections, escaped twice.
pub(super) fn escaped() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => words(),
        2 => reference(),
        2 => section(),
        2 => "(&lt;|&#60;)/?(b|p|br/|div|code|img alt=\"x y\")(>|&gt;)",
        1 => other(),
        1 => Just("<x:y a='1'>in</x:y>".to_owned()),
    ];
    vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// The inside of an element of XML with elements in it, well-formed. `tags` are the insides of their start tags, with bars
/// between them; an element with a slash at its end holds nothing.
pub(super) fn markup(tags: &'static str) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => words(),
        2 => reference(),
        1 => section(),
        1 => other(),
    ];
    let inside = piece.prop_recursive(4, 24, 6, move |inside| {
        (select(tags.split('|').collect::<Vec<_>>()), vec(inside, 0..6)).prop_map(|(tag, pieces)| {
            match tag.split_whitespace().next() {
                Some(name) if !tag.ends_with('/') => format!("<{tag}>{}</{name}>", pieces.concat()),
                _ => format!("<{tag}>"),
            }
        })
    });
    vec(inside, 0..6).prop_map(|pieces| pieces.concat())
}

/// Texts in CDATA sections, one behind the other: a tag, a reference may begin in one and end in the next.
pub(super) fn sections(texts: &[String]) -> String {
    texts.iter().map(|text| format!("<![CDATA[{}]]>", text.replace("]]>", ""))).collect()
}

fn reference() -> impl Strategy<Value = String> {
    "&(amp|lt|gt|quot|apos|#8217|#x2019|#x1D11E|nbsp|amp;amp|amp;eacute|amp;#8230|amp;amp;lt|unknown);"
}

fn section() -> impl Strategy<Value = String> {
    // What would end the section early makes another text.
    "(wo|<b>|</p>|&amp;|&|é|\n| |\\]|>){0,5}".prop_map(|inner| sections(&[inner]))
}

/// What is no text, or no reference.
fn other() -> impl Strategy<Value = String> {
    "(<!-- (c|mtaudit-ignore) -->|<\\?pi x\\?>| ?& )"
}

/// How the text of a file is written in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Written {
    Utf8,
    Marked,
    Wide { big: bool },
}

impl Written {
    pub(super) fn any() -> impl Strategy<Value = Written> {
        select(vec![Written::Utf8, Written::Marked, Written::Wide { big: false }, Written::Wide { big: true }])
    }

    pub(super) fn bytes(self, text: &str) -> Vec<u8> {
        let marked = || "\u{FEFF}".chars().chain(text.chars());
        match self {
            Written::Utf8 => text.into(),
            Written::Marked => marked().collect::<String>().into(),
            Written::Wide { big } => {
                let units = marked().collect::<String>().encode_utf16().collect::<Vec<_>>();
                units.into_iter().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
            }
        }
    }
}
