//! Which encoding the first bytes of a file are in, and encodings by name.

use super::legacy;
use crate::rules::nearest::nearest;
use encoding_rs::Encoding;

/// An encoding that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, the lower byte first.
    Utf16LittleEndian,
    /// UTF-16, the higher byte first.
    Utf16BigEndian,
    /// An encoding from before Unicode.
    Legacy(&'static Encoding),
}

/// An encoding that the user named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedEncoding(pub(super) TextEncoding);

/// Names that a mistyped one is compared with.
const NAMES: &[&str] = &[
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-5",
    "iso-8859-7",
    "iso-8859-15",
    "koi8-r",
    "koi8-u",
    "macintosh",
    "gbk",
    "gb18030",
    "gb2312",
    "big5",
    "shift_jis",
    "euc-jp",
    "euc-kr",
];

impl NamedEncoding {
    /// The encoding that a label of the Encoding Standard means.
    ///
    /// # Errors
    /// One sentence that names the nearest known label.
    pub fn of(label: &str) -> Result<Self, String> {
        // Some write `windows_1252`, which the standard does not know.
        let known = Encoding::for_label(label.as_bytes());
        let encoding = match known.or_else(|| Encoding::for_label(label.replace('_', "-").as_bytes())) {
            Some(encoding) if encoding == encoding_rs::UTF_8 => TextEncoding::Utf8,
            Some(encoding) if encoding == encoding_rs::UTF_16LE => TextEncoding::Utf16LittleEndian,
            Some(encoding) if encoding == encoding_rs::UTF_16BE => TextEncoding::Utf16BigEndian,
            Some(encoding) if legacy::is_supported(encoding) => TextEncoding::Legacy(encoding),
            Some(encoding) => return Err(format!("text in {} is not read; save it as UTF-8", encoding.name())),
            None => {
                let hint = match nearest(&label.to_lowercase(), NAMES.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known encodings are {} and others", NAMES.join(", ")),
                };
                return Err(format!("unknown encoding `{label}`; {hint}"));
            }
        };
        Ok(NamedEncoding(encoding))
    }
}

/// What the head of a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detected {
    /// Text; `mark` is the length of the byte-order mark in bytes, `guessed` that there is none but the
    /// pattern of NUL bytes leaves no doubt.
    Text { encoding: TextEncoding, mark: usize, guessed: bool },
    /// Text in UTF-32, by its mark or its first tag.
    Utf32,
    /// A NUL byte at this offset, and no text encoding explains it.
    Binary { byte: usize },
}

impl TextEncoding {
    /// The bytes of a text, which is put into a file of this encoding; `None` if it has no form for a character.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            TextEncoding::Utf8 => Some(text.as_bytes().to_vec()),
            TextEncoding::Utf16LittleEndian => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            TextEncoding::Utf16BigEndian => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            TextEncoding::Legacy(encoding) => {
                let (bytes, _, unmappable) = encoding.encode(text);
                (!unmappable).then(|| bytes.into_owned())
            }
        }
    }

    /// Whether it has a form for a character.
    pub fn has(self, character: char) -> bool {
        match self {
            TextEncoding::Legacy(encoding) => !encoding.encode(character.encode_utf8(&mut [0; 4])).2,
            _ => true,
        }
    }

    /// The UTF-16 unit of two bytes.
    pub(super) fn unit(self, bytes: [u8; 2]) -> u16 {
        match self {
            TextEncoding::Utf16BigEndian => u16::from_be_bytes(bytes),
            _ => u16::from_le_bytes(bytes),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            TextEncoding::Utf8 => "UTF-8",
            TextEncoding::Utf16LittleEndian => "UTF-16 (little-endian)",
            TextEncoding::Utf16BigEndian => "UTF-16 (big-endian)",
            TextEncoding::Legacy(encoding) => encoding.name(),
        }
    }
}

/// The encoding of a file that starts with `head`.
pub(super) fn detect(head: &[u8]) -> Detected {
    let marked = |encoding, mark| Detected::Text { encoding, mark, guessed: false };
    match head {
        [0xEF, 0xBB, 0xBF, rest @ ..] => match memchr::memchr(0, rest) {
            Some(byte) => Detected::Binary { byte: byte + 3 },
            None => marked(TextEncoding::Utf8, 3),
        },
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] | [b'<', 0, 0, 0, ..] | [0, 0, 0, b'<', ..] => Detected::Utf32,
        [0xFF, 0xFE, ..] => marked(TextEncoding::Utf16LittleEndian, 2),
        [0xFE, 0xFF, ..] => marked(TextEncoding::Utf16BigEndian, 2),
        _ => match memchr::memchr(0, head) {
            None => marked(TextEncoding::Utf8, 0),
            Some(byte) => match utf16_by_nul_bytes(head) {
                Some(encoding) => Detected::Text { encoding, mark: 0, guessed: true },
                None => Detected::Binary { byte },
            },
        },
    }
}

/// Text in UTF-16 has its NUL bytes all on one side of its units, in many of them, beside characters that
/// stand in texts; strings separated by NUL bytes have them on both sides before long.
fn utf16_by_nul_bytes(head: &[u8]) -> Option<TextEncoding> {
    let units = head.len() / 2;
    if units == 0 {
        return None;
    }
    let needed = if units < 32 { units.div_ceil(2) } else { units / 10 };
    let nul_bytes = |side: usize| head.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let encoding = match (nul_bytes(0), nul_bytes(1)) {
        (0, high) if high >= needed => TextEncoding::Utf16LittleEndian,
        (high, 0) if high >= needed => TextEncoding::Utf16BigEndian,
        _ => return None,
    };
    let text = |unit: u16| !matches!(unit, 0..=8 | 11 | 12 | 14..=31 | 0x7F..=0x9F | 0xE000..=0xF8FF | 0xFFFE..);
    head.chunks_exact(2).all(|pair| text(encoding.unit([pair[0], pair[1]]))).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn little_endian(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn marks_and_nul_patterns_tell_the_encoding() {
        use TextEncoding::*;
        let text = |encoding, mark, guessed| Detected::Text { encoding, mark, guessed };
        assert_eq!(detect(b"abc"), text(Utf8, 0, false));
        assert_eq!(detect(b""), text(Utf8, 0, false));
        assert_eq!(detect(b"\xEF\xBB\xBFabc"), text(Utf8, 3, false));
        assert_eq!(detect(b"\xFF\xFEa\0"), text(Utf16LittleEndian, 2, false));
        assert_eq!(detect(b"\xFE\xFF\0a"), text(Utf16BigEndian, 2, false));
        assert_eq!(detect(&little_endian("Hello there.\n")), text(Utf16LittleEndian, 0, true));
        assert_eq!(detect(b"\0H\0e\0l\0l\0o"), text(Utf16BigEndian, 0, true));
        let russian = "Президент России провёл переговоры в Москве, сообщает агентство.\n";
        assert_eq!(detect(&little_endian(russian)), text(Utf16LittleEndian, 0, true));
    }

    #[test]
    fn encodings_are_known_by_their_labels() {
        assert_eq!(NamedEncoding::of("UTF8"), Ok(NamedEncoding(TextEncoding::Utf8)));
        assert_eq!(NamedEncoding::of("latin1"), Ok(NamedEncoding(TextEncoding::Legacy(encoding_rs::WINDOWS_1252))));
        assert_eq!(NamedEncoding::of("cp-1251").unwrap_err().split(';').next(), Some("unknown encoding `cp-1251`"));
        assert_eq!(
            NamedEncoding::of("window-1251").unwrap_err(),
            "unknown encoding `window-1251`; did you mean `windows-1251`?"
        );
        assert_eq!(NamedEncoding::of("iso-2022-jp").unwrap_err(), "text in ISO-2022-JP is not read; save it as UTF-8");
        assert!(NAMES.iter().all(|name| NamedEncoding::of(name).is_ok()));
    }

    #[test]
    fn strings_between_nul_bytes_are_binary() {
        assert_eq!(detect(b"hello\0world"), Detected::Binary { byte: 5 });
        assert_eq!(detect(b"\x7FELF\x02\x01\x01\0\0\0\0"), Detected::Binary { byte: 7 });
        assert_eq!(detect(b"\xFF\xFE\0\0a\0\0\0"), Detected::Utf32);
        assert_eq!(detect(b"\0\0\0<\0\0\0r"), Detected::Utf32);
        assert_eq!(detect(b"\0"), Detected::Binary { byte: 0 });
        assert_eq!(detect(&[1, 0, 2, 0, 3, 0, 4, 0]), Detected::Binary { byte: 1 });
    }
}
