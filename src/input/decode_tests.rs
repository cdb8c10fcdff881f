//! Tests of the decoder: every encoding in every chunking, and the position of what cannot be decoded.

use super::*;
use crate::input::ProblemKind;
use proptest::prelude::*;

/// A reader that gives a few bytes at a time, so that characters fall apart.
struct Dribble {
    bytes: Vec<u8>,
    at: usize,
    step: usize,
}

impl Read for Dribble {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.step.min(buffer.len()).min(self.bytes.len() - self.at);
        buffer[..count].copy_from_slice(&self.bytes[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("the disk is gone"))
    }
}

fn decoder(bytes: &[u8]) -> Decoder {
    let reader = Dribble { bytes: bytes.to_vec(), at: 0, step: 3 };
    Decoder::new("f".into(), true, Box::new(reader), None).unwrap().0
}

fn all(mut decoder: Decoder) -> (String, Option<Failure>) {
    let mut text = String::new();
    loop {
        match decoder.fill(&mut text, 1) {
            Ok(true) => {}
            Ok(false) => return (text, None),
            Err(failure) => return (text, Some(failure)),
        }
    }
}

fn utf16(text: &str, encode: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(encode).collect()
}

fn undecodable(bytes: &[u8]) -> (String, Problem) {
    match all(decoder(bytes)) {
        (text, Some(Failure::Undecodable(problem))) => (text, problem),
        other => panic!("{other:?}"),
    }
}

proptest! {
    #[test]
    fn text_survives_every_encoding(text in "[^\\x00]{0,40}") {
        prop_assume!(!text.starts_with('\u{FEFF}'));
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        let forms = [text.clone().into_bytes(), marked, utf16(&text, u16::to_le_bytes), utf16(&text, u16::to_be_bytes)];
        for bytes in forms {
            prop_assert_eq!(all(decoder(&bytes)), (text.clone(), None));
        }
    }

    #[test]
    fn whatever_the_bytes_are_their_valid_start_is_read(bytes in proptest::collection::vec(1..=255u8, 0..60)) {
        prop_assume!(!bytes.starts_with(b"\xEF\xBB\xBF") && !bytes.starts_with(b"\xFF\xFE"));
        prop_assume!(!bytes.starts_with(b"\xFE\xFF"));
        let decoder = decoder(&bytes);
        prop_assume!(decoder.encoding() == Encoding::Utf8);
        let (text, failure) = all(decoder);
        let valid = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), str::len);
        prop_assert_eq!(text.as_bytes(), &bytes[..valid]);
        prop_assert_eq!(failure.is_some(), valid < bytes.len());
    }
}

#[test]
fn a_long_text_is_read_in_bounded_steps() {
    let text = "漢字 and words\n".repeat(20_000);
    let mut decoder = Decoder::new("f".into(), true, Box::new(std::io::Cursor::new(text.clone())), None).unwrap().0;
    let mut read = String::new();
    while decoder.fill(&mut read, 1).unwrap() {
        assert!(decoder.buffer.len() <= SAMPLE + CHUNK + 4);
    }
    assert_eq!(read, text);
    assert_eq!((decoder.position().byte, decoder.position().line), (text.len() as u64, 20_001));
}

#[test]
fn invalid_utf8_is_told_with_byte_line_and_column() {
    let (text, problem) = undecodable(b"ab\n\xC3\xA9x caf\xE9 y\n");
    assert_eq!(text, "ab\néx caf");
    assert_eq!((problem.line, problem.column, problem.byte), (Some(2), Some(7), Some(10)));
    assert_eq!(
        problem.to_string(),
        "f:2:7: not valid UTF-8 (0xE9) (byte 10); save it as UTF-8, or name its encoding with --encoding"
    );
}

#[test]
fn a_character_that_the_end_cuts_off_is_invalid() {
    assert_eq!(undecodable(b"ab\xE6\xBC").1.byte, Some(2));
    assert_eq!(undecodable(b"\xFF\xFEa\0\x34\xD8").1.message, "not valid UTF-16 (unpaired surrogate 0xD834)");
    assert_eq!(
        undecodable(b"\xFF\xFEa\0b").1.to_string(),
        "f:1:2: not valid UTF-16 (half a character) (byte 4); save it as UTF-8"
    );
    assert_eq!(undecodable(b"\xFE\xFF\0a\xD8\x34\0b\0c").0, "a");
}

#[test]
fn a_guessed_encoding_is_noted() {
    let bytes: Vec<u8> = "One line of text.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (decoder, note) = Decoder::new("f".into(), false, Box::new(std::io::Cursor::new(bytes)), None).unwrap();
    assert_eq!(decoder.encoding(), Encoding::Utf16);
    let note = note.unwrap();
    assert!(!note.is_error());
    assert_eq!(note.message, "read as UTF-16 (little-endian), which it does not say it is");
    assert_eq!(decoder.head(), b"One line of text.\n");
}

#[test]
fn nul_bytes_are_an_error_in_a_named_file_and_a_note_in_a_found_one() {
    let open =
        |named| Decoder::new("f".into(), named, Box::new(&b"\x7FELF\x02\0\0\0"[..]), None).map(drop).unwrap_err();
    assert_eq!(open(true).kind, ProblemKind::Error);
    assert_eq!(open(true).byte, Some(5));
    assert_eq!(open(false).to_string(), "f: skipped: a binary file, not text (NUL byte) (byte 5)");
    assert!(!open(false).is_error());
    let late = [&[b'a'; 3 * HEAD][..], b"\0b"].concat();
    let (text, problem) = undecodable(&late);
    assert_eq!((text.len(), problem.byte), (3 * HEAD, Some(3 * HEAD as u64)));
}

#[test]
fn an_error_in_the_middle_comes_after_the_text_before_it() {
    for length in [0, 10, HEAD - 1, HEAD, HEAD + 1, 3 * CHUNK] {
        let bytes = vec![b'a'; length];
        let reader = std::io::Cursor::new(bytes).chain(Broken);
        let mut decoder = Decoder::new("f".into(), true, Box::new(reader), None).unwrap().0;
        let mut text = String::new();
        let failure = loop {
            match decoder.fill(&mut text, 100) {
                Ok(more) => assert!(more),
                Err(failure) => break failure,
            }
        };
        assert_eq!(text.len(), length);
        let problem = failure.into_problem();
        assert_eq!((problem.byte, problem.column), (Some(length as u64), Some(length as u32 + 1)));
        assert_eq!(problem.message, "cannot be read further: the disk is gone");
        assert_eq!(decoder.fill(&mut text, 1), Ok(false));
    }
}

#[test]
fn a_line_that_cannot_be_decoded_can_be_skipped() {
    for (bytes, byte) in [
        (&b"a\n\xFF\xFF \xFF\nb\n"[..], 7),
        (b"\xFF\xFEa\0\n\0\x34\xD8 \0\n\0b\0\n\0", 12),
        (b"\xFE\xFF\0a\0\n\xD8\x34\0 \0\n\0b\0\n", 12),
    ] {
        let mut decoder = decoder(bytes);
        let mut text = String::new();
        assert!(matches!(decoder.fill(&mut text, 100), Err(Failure::Undecodable(_))));
        assert_eq!(text, "a\n");
        assert_eq!(decoder.skip_line(), Ok(true));
        assert_eq!(decoder.position(), Position { byte, line: 3, column: 1 });
        text.clear();
        assert_eq!(decoder.fill(&mut text, 100), Ok(false));
        assert_eq!(text, "b\n");
    }
    let mut last = decoder(b"\xFF");
    assert!(last.fill(&mut String::new(), 1).is_err());
    assert_eq!(last.skip_line(), Ok(false));
}

/// The encoding that the Encoding Standard has under this label.
fn legacy(label: &str) -> (&'static encoding_rs::Encoding, NamedEncoding) {
    (encoding_rs::Encoding::for_label(label.as_bytes()).unwrap(), NamedEncoding::of(label).unwrap())
}

fn named_decoder(bytes: &[u8], encoding: NamedEncoding, step: usize) -> Decoder {
    let reader = Dribble { bytes: bytes.to_vec(), at: 0, step };
    Decoder::new("f".into(), true, Box::new(reader), Some(encoding)).unwrap().0
}

#[test]
fn a_legacy_encoding_is_detected_and_noted() {
    let (encoding, _) = legacy("windows-1252");
    let bytes = encoding.encode("Le président a été reçu à l’hôtel.\n").0.into_owned();
    let (decoder, note) = Decoder::new("f".into(), false, Box::new(std::io::Cursor::new(bytes)), None).unwrap();
    assert_eq!(decoder.encoding(), Encoding::Legacy(encoding));
    let note = note.unwrap();
    assert!(!note.is_error());
    assert_eq!(note.to_string(), "f: read as windows-1252 (detected); save it as UTF-8");
    assert_eq!(decoder.head(), "Le président a été reçu à l’hôtel.\n".as_bytes());
    assert_eq!(all(decoder), ("Le président a été reçu à l’hôtel.\n".into(), None));
}

#[test]
fn a_long_text_in_a_legacy_encoding_is_read_in_steps() {
    for (label, line) in
        [("gbk", "平壤 the envoy visits 北京\n"), ("shift_jis", "ｱ東京 x\n"), ("windows-1251", "Мир x\n")]
    {
        let (encoding, named) = legacy(label);
        let text = line.repeat(30_000);
        let bytes = encoding.encode(&text).0.into_owned();
        let decoder = named_decoder(&bytes, named, 4_099);
        assert!(all(decoder) == (text, None), "{label}");
    }
}

#[test]
fn bytes_that_are_no_character_of_the_named_encoding_are_told() {
    let (_, gbk) = legacy("gbk");
    let mut decoder = named_decoder(b"ab\n\xC4\xE3x\xFF y\nz\n", gbk, 3);
    let mut text = String::new();
    let Err(Failure::Undecodable(problem)) = decoder.fill(&mut text, 100) else { panic!("{text}") };
    assert_eq!(
        (&*text, problem.to_string()),
        ("ab\n你x", "f:2:3: no character of GBK (0xFF) (byte 6); save it as UTF-8".into())
    );
    assert_eq!(decoder.skip_line(), Ok(true));
    text.clear();
    assert_eq!((decoder.fill(&mut text, 100), &*text), (Ok(false), "z\n"));
    let cut = all(named_decoder(b"ab\xC4", gbk, 3));
    assert!(cut.0 == "ab" && cut.1.is_some());
    let nul = all(named_decoder(&[&[b'a'; HEAD][..], b"\xC4\xE3\0"].concat(), gbk, 99)).1.unwrap().into_problem();
    assert_eq!(nul.byte, Some(HEAD as u64 + 2));
}

#[test]
fn a_byte_order_mark_counts_more_than_the_named_encoding() {
    let (_, gbk) = legacy("gbk");
    assert_eq!(all(named_decoder("\u{FEFF}é".as_bytes(), gbk, 3)), ("é".into(), None));
    let (_, utf16) = legacy("utf-16be");
    assert_eq!(all(named_decoder(b"\0a\x4E\x00", utf16, 3)), ("a\u{4E00}".into(), None));
}

proptest! {
    #[test]
    fn places_in_legacy_encodings_are_those_of_the_raw_bytes(
        which in 0..6usize,
        parts in proptest::collection::vec(0..6usize, 0..60),
        cuts in (any::<proptest::sample::Index>(), any::<proptest::sample::Index>()),
        step in 1..9usize,
    ) {
        let (label, letters) = [
            ("windows-1251", ["a", "\n", "Жук", " ", "я", "«"]),
            ("windows-1252", ["a", "\n", "é", " ", "ß", "’"]),
            ("gb18030", ["a", "\n", "平壤", " ", "€", "ñ"]),
            ("shift_jis", ["a", "\n", "東京", " ", "ｱ", "。"]),
            ("euc-kr", ["a", "\n", "평양", " ", "뷁", "漢"]),
            ("big5", ["a", "\n", "臺灣", " ", "，", "星"]),
        ][which];
        let text: String = parts.iter().map(|&part| letters[part]).collect();
        let (encoding, named) = legacy(label);
        let bytes = encoding.encode(&text).0.into_owned();
        let mut decoder = named_decoder(&bytes, named, step);
        let of_text = decoder.encoding();
        let mut read = String::new();
        while decoder.fill(&mut read, 1).unwrap() {}
        prop_assert_eq!(&read, &text);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (one, other) = (starts[cuts.0.index(starts.len())], starts[cuts.1.index(starts.len())]);
        let (start, end) = (one.min(other), one.max(other));
        let raw = crate::source::RawText::new("f".into(), None, text.as_str().into(), of_text);
        let place = raw.place(crate::source::Span::new(start, end));
        let of_place = &bytes[place.byte_start as usize..place.byte_end as usize];
        prop_assert_eq!(of_place, &*encoding.encode(&text[start..end]).0);
    }
}

#[test]
fn what_a_file_says_of_its_encoding_counts_where_its_bytes_do_not_contradict() {
    let read = |bytes: &[u8]| {
        let (decoder, note) =
            Decoder::new("f".into(), true, Box::new(std::io::Cursor::new(bytes.to_vec())), None).unwrap();
        (decoder.text_encoding().name(), note.map(|note| note.message).unwrap_or_default())
    };
    let cyrillic =
        [b"<?xml version='1.0' encoding='windows-1251'?><a>".as_slice(), &[0xCF, 0xF0, 0xE8], b"</a>"].concat();
    assert_eq!(read(&cyrillic), ("windows-1251", String::new()));
    assert_eq!(read("<meta charset=gbk><p>ascii".as_bytes()), ("GBK", String::new()));
    let said = "read as UTF-8, although it says that it is in windows-1251";
    assert_eq!(read("<?xml version='1.0' encoding='windows-1251'?><a>Привет</a>".as_bytes()), ("UTF-8", said.into()));
    assert_eq!(
        read("\u{FEFF}<?xml version='1.0' encoding='utf-16'?><a>é</a>".as_bytes()),
        ("UTF-8", "read as UTF-8, although it says that it is in utf-16".into())
    );
    let wide: Vec<u8> =
        "\u{FEFF}<?xml version='1.0' encoding='utf-16'?>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&wide), ("UTF-16 (little-endian)", String::new()));
    // What says that it is UTF-8 and is none is told by its bytes, as ever.
    let latin = [b"<?xml version='1.0' encoding='utf-8'?><a>Caf".as_slice(), &[0xE9], b" au lait</a>"].concat();
    assert_eq!(read(&latin), ("windows-1252", "read as windows-1252 (detected)".into()));
}

#[test]
fn an_encoding_that_is_stated_and_not_read_is_named() {
    let (_, problem) = undecodable(b"<?xml version='1.0' encoding='cp437'?><a>\x80</a>");
    assert_eq!(problem.help.as_deref(), Some("it says that it is in cp437, which is not read; save it as UTF-8"));
    let reader = Box::new(&b"\xFF\xFE\0\0<\0\0\0"[..]);
    let problem = Decoder::new("f".into(), true, reader, None).unwrap_err();
    assert_eq!(problem.to_string(), "f: text in UTF-32, which is not read; save it as UTF-8");
}
