//! Documents of the in-memory format, made so that the raw bytes of every character are known from the start.
//!
//! A sample is written part by part; what each part shows and where it stands is noted while it is written. The
//! decoders know nothing of these notes: tests compare the two.

use super::decode;
use mtaudit::document::{Document, Field, FieldKind, Window};
use mtaudit::source::{Encoding, RawText, SourceMap, Span};
use std::ops::Range;
use std::sync::Arc;

/// The member of the zip container.
const MEMBER: &str = "content/article.xml";

/// A part of an HTML text.
#[derive(Clone, Debug)]
pub enum Part {
    /// Characters that stand for themselves.
    Plain(String),
    /// A character written as a reference: by name if it has one, or in decimal or hexadecimal digits.
    Reference(char, u8),
    /// A tag: shows nothing.
    Tag,
    /// A placeholder: an opaque character.
    Placeholder,
    /// The border of two table cells: a space without raw bytes.
    Cell,
}

/// What the HTML text is put into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// A string of a JSON record; the flag escapes all that is not ASCII.
    Json(bool),
    /// The text of an XML element, `&` and `<` as references.
    Xml,
    /// The same, with every second part in a CDATA section.
    CData,
    /// A member of a zip file, which is XML.
    Zip,
}

/// How the bytes of the file encode it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bytes {
    Utf8,
    Utf8WithMark,
    Utf16LittleEndian,
}

/// A character of the field: its bytes in the text, and the bytes of the raw text that say it.
#[derive(Clone, Debug)]
pub struct Shown {
    pub text: Range<usize>,
    /// `None` for a character without raw bytes.
    pub raw: Option<Range<usize>>,
}

/// A document with all that is known of it beforehand.
#[derive(Debug)]
pub struct Sample {
    pub document: Document,
    /// The raw bytes of the file (of the member).
    pub bytes: Vec<u8>,
    pub encoding: Bytes,
    pub container: Container,
    /// The characters of the field, in order.
    pub shown: Vec<Shown>,
    /// The text of the field, as it was meant.
    pub meant: String,
    /// Bytes of the raw text before and after the field.
    around: (usize, usize),
}

/// An HTML text in its container, in a file.
pub fn sample(parts: &[Part], container: Container, encoding: Bytes) -> Sample {
    let (before, after) = match container {
        Container::Json(_) => ("{\"id\": \"é1\",\n \"body\": \"", "\"}\n"),
        _ => ("<?xml version=\"1.0\"?>\n<item><name>漢</name><body>", "</body></item>\n"),
    };
    let mut raw = before.to_owned();
    let (mut shown, mut meant) = (Vec::new(), String::new());
    for (number, part) in parts.iter().enumerate() {
        let section = container == Container::CData && number % 2 == 1;
        if section {
            raw.push_str("<![CDATA[");
        }
        for (html, char, has_raw) in written(part) {
            let start = raw.len();
            html.chars().for_each(|char| raw.push_str(&contained(char, container, section)));
            if let Some(char) = char {
                let text = meant.len()..meant.len() + char.len_utf8();
                shown.push(Shown { text, raw: has_raw.then_some(start..raw.len()) });
                meant.push(char);
            }
        }
        if section {
            raw.push_str("]]>");
        }
    }
    let body = Span::new(before.len(), raw.len());
    raw.push_str(after);
    let (text, map) = read(&raw, body, container);
    let mut document = document(&raw, container, encoding);
    document.fields.push(Field::new("body", FieldKind::Text, text, map));
    Sample {
        document,
        bytes: encoded(&raw, encoding),
        encoding,
        shown,
        meant,
        container,
        around: (before.len(), after.len()),
    }
}

/// The HTML of a part, character by character: what is written, what it shows, and whether it has raw bytes.
fn written(part: &Part) -> Vec<(String, Option<char>, bool)> {
    match part {
        Part::Plain(text) => text.chars().map(|char| (char.to_string(), Some(char), true)).collect(),
        Part::Reference(char, form) => {
            let name = match (char, form) {
                ('&', 0) => "&amp;".to_owned(),
                ('<', 0) => "&lt;".to_owned(),
                ('é', 0) => "&eacute;".to_owned(),
                (char, 1) => format!("&#{};", *char as u32),
                (char, _) => format!("&#x{:X};", *char as u32),
            };
            vec![(name, Some(*char), true)]
        }
        Part::Tag => vec![("<b class=\"x\">".to_owned(), None, true)],
        Part::Placeholder => vec![("<ph/>".to_owned(), Some('\u{FFFC}'), true)],
        Part::Cell => {
            vec![("</td>".into(), None, true), (String::new(), Some(' '), false), ("<td>".into(), None, true)]
        }
    }
}

/// A character of the HTML as the container writes it.
fn contained(char: char, container: Container, section: bool) -> String {
    match container {
        Container::Json(ascii) => match char {
            '"' => "\\\"".into(),
            '\\' => "\\\\".into(),
            '\n' => "\\n".into(),
            '&' if ascii => "\\u0026".into(),
            char if ascii && !char.is_ascii() => {
                char.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
            }
            char => char.into(),
        },
        _ if section => char.into(),
        _ => match char {
            '&' => "&amp;".into(),
            '<' => "&lt;".into(),
            '>' => "&#62;".into(),
            char => char.into(),
        },
    }
}

fn read(raw: &str, body: Span, container: Container) -> (String, SourceMap) {
    let (html, inner) = match container {
        Container::Json(_) => decode::json(raw, body),
        _ => decode::xml(raw, body),
    };
    let (text, outer) = decode::html(&html);
    (text, outer.through(&inner))
}

fn document(raw: &str, container: Container, encoding: Bytes) -> Document {
    let member = (container == Container::Zip).then(|| MEMBER.into());
    let mark = match encoding {
        Bytes::Utf8 => 0,
        Bytes::Utf8WithMark => 3,
        Bytes::Utf16LittleEndian => 2,
    };
    let units = if encoding == Bytes::Utf16LittleEndian { Encoding::Utf16 } else { Encoding::Utf8 };
    Document {
        id: "sample".into(),
        key: "sample".into(),
        item: None,
        lang: Some("en".into()),
        source_lang: None,
        date: None,
        raw: Arc::new(RawText::new("sample".into(), member, raw.into(), units).at(mark, 1, 1)),
        fields: Vec::new(),
        window: Window::WHOLE,
        feed: None,
    }
}

fn encoded(raw: &str, encoding: Bytes) -> Vec<u8> {
    match encoding {
        Bytes::Utf8 => raw.into(),
        Bytes::Utf8WithMark => format!("\u{FEFF}{raw}").into(),
        Bytes::Utf16LittleEndian => format!("\u{FEFF}{raw}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
    }
}

impl Sample {
    pub fn field(&self) -> &Field {
        &self.document.fields[0]
    }

    /// The member of a container that the document is, as it was meant.
    pub fn member(&self) -> Option<&'static str> {
        (self.container == Container::Zip).then_some(MEMBER)
    }

    /// The text that these bytes of the file hold.
    pub fn text_of_bytes(&self, range: Range<u64>) -> String {
        let bytes = &self.bytes[range.start as usize..range.end as usize];
        match self.encoding {
            Bytes::Utf16LittleEndian => {
                let units: Vec<_> = bytes.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
                String::from_utf16(&units).unwrap()
            }
            _ => String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// The text of the field in a file of these bytes, which differs from this one in nothing but the field.
    pub fn read_again(&self, bytes: &[u8]) -> String {
        let raw = match self.encoding {
            Bytes::Utf16LittleEndian => {
                let units: Vec<_> = bytes.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
                String::from_utf16(&units).unwrap()
            }
            _ => String::from_utf8(bytes.to_vec()).unwrap(),
        };
        let raw = raw.trim_start_matches('\u{FEFF}');
        read(raw, Span::new(self.around.0, raw.len() - self.around.1), self.container).0
    }

    /// The characters that a span of the field touches.
    pub fn touched(&self, span: Span) -> impl Iterator<Item = &Shown> {
        self.shown.iter().filter(move |shown| shown.text.start < span.end() && span.start() < shown.text.end)
    }

    /// Where the field shows this text first.
    pub fn find(&self, text: &str) -> Span {
        let start = self.meant.find(text).unwrap();
        Span::new(start, start + text.len())
    }

    /// The raw text that says a span of the field: what a finding on it must point at. Neither end of the span
    /// may be a character without raw bytes.
    pub fn expected(&self, span: Span) -> &str {
        let raws: Vec<_> = self.touched(span).map(|shown| shown.raw.clone()).collect();
        let (first, last) = (raws[0].clone().unwrap(), raws[raws.len() - 1].clone().unwrap());
        &self.document.raw.text()[first.start..last.end]
    }
}

/// A sentence with an artifact in it, written with every kind of part, for each container and each encoding.
/// The field reads "Café & Co: he thanked the President of Foreign Affairs Kim Jong Un. \u{FFFC} end <ok>".
pub fn samples() -> Vec<Sample> {
    let plain = |text: &str| Part::Plain(text.into());
    let parts = [
        plain("Caf"),
        Part::Reference('é', 0),
        plain(" "),
        Part::Reference('&', 0),
        plain(" Co: he thanked the Presid"),
        Part::Reference('e', 1),
        plain("nt of"),
        Part::Cell,
        plain("For"),
        Part::Tag,
        plain("eign Aff"),
        Part::Reference('a', 2),
        plain("irs Kim Jong Un. "),
        Part::Placeholder,
        plain(" end "),
        Part::Reference('<', 0),
        plain("ok>"),
    ];
    let mut samples = Vec::new();
    for container in [Container::Json(false), Container::Json(true), Container::Xml, Container::CData, Container::Zip] {
        for encoding in [Bytes::Utf8, Bytes::Utf8WithMark, Bytes::Utf16LittleEndian] {
            samples.push(sample(&parts, container, encoding));
        }
    }
    samples
}
