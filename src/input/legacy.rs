//! Legacy encodings: telling which one bytes are in, and decoding so that every character keeps its bytes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, GB18030, GBK};
use unicode_script::{Script, UnicodeScript};

/// Longest sequence of bytes that is one character.
const LONGEST: usize = 4;

/// Text at the start of some bytes.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// Bytes that the text was read from.
    pub(super) length: usize,
    /// Whether the next bytes are no text, or none that can be told from its characters again.
    pub(super) wrong: bool,
}

/// Decodes the whole characters at the start of `bytes`; `ended` says that no more bytes follow.
///
/// Text that would not encode to the same bytes again is not let through: its places would be wrong. (Some
/// encodings have a few characters twice.)
pub(super) fn decode(bytes: &[u8], encoding: &'static Encoding, ended: bool) -> Decoded {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len() * 3 + LONGEST);
    let mut text = String::with_capacity(room);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, false);
    let malformed = matches!(result, DecoderResult::Malformed(..));
    if encoding.is_single_byte() {
        let length = text.chars().count();
        return Decoded { text, length, wrong: malformed };
    }
    let encoded = encoding.encode(&text).0;
    if bytes.starts_with(&encoded) {
        let length = encoded.len();
        let left = read - length.min(read);
        let wrong = malformed || left >= LONGEST || (ended && left > 0);
        return Decoded { text, length, wrong };
    }
    let mut length = 0;
    let same = text.char_indices().find(|(at, char)| {
        let encoded = encoding.encode(&text[*at..*at + char.len_utf8()]).0;
        let differs = !bytes[length..].starts_with(&encoded);
        length += if differs { 0 } else { encoded.len() };
        differs
    });
    text.truncate(same.map_or(text.len(), |(at, _)| at));
    Decoded { text, length, wrong: true }
}

/// The legacy encoding of a file that starts with `sample`, if that is clear. `whole` says that it is all of it.
pub(super) fn detect(sample: &[u8], whole: bool) -> Option<&'static Encoding> {
    if !is_foreign_to_utf8(sample) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, whole);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // The larger encoding of the two has the euro sign where most programs write it.
    let candidates = if guess == GBK { [Some(GBK), Some(GB18030)] } else { [Some(guess), None] };
    candidates.into_iter().flatten().find(|encoding| is_supported(encoding) && reads_well(sample, encoding, whole))
}

/// Whether the encoding is one character after another, without states, and holds ASCII as it is.
pub(super) fn is_supported(encoding: &'static Encoding) -> bool {
    encoding.is_ascii_compatible() && encoding != encoding_rs::X_USER_DEFINED && encoding != encoding_rs::UTF_8
}

/// Whether more of the bytes that are not ASCII contradict UTF-8 than are valid in it: otherwise the file is UTF-8
/// with something broken in it. Part of a character at the end contradicts nothing.
fn is_foreign_to_utf8(sample: &[u8]) -> bool {
    if std::str::from_utf8(sample).map_or_else(|error| error.error_len().is_none(), |_| true) {
        return false;
    }
    let (mut valid, mut foreign) = (0, 0);
    let mut rest = sample.len();
    for chunk in sample.utf8_chunks() {
        valid += chunk.valid().chars().filter(|char| !char.is_ascii()).count();
        rest -= chunk.valid().len() + chunk.invalid().len();
        let cut_off = rest == 0 && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
        foreign += usize::from(!chunk.invalid().is_empty() && !cut_off);
    }
    foreign > valid
}

/// Whether the sample is text in this encoding: every byte has a meaning, none is a control character, and
/// letters stand beside letters of their own script.
fn reads_well(sample: &[u8], encoding: &'static Encoding, whole: bool) -> bool {
    let decoded = decode(sample, encoding, whole);
    let control = |char: char| char.is_control() && !matches!(char, '\t' | '\n' | '\r' | '\u{c}');
    let private = |char: char| matches!(char, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}');
    // The bytes of erased memory and of byte-order marks; they are letters in many encodings.
    let filler = sample.iter().filter(|&&byte| byte >= 0xFE).count();
    let beyond = sample.iter().filter(|byte| !byte.is_ascii()).count();
    if decoded.wrong || decoded.text.chars().any(|char| control(char) || private(char)) || filler * 2 > beyond {
        return false;
    }
    let (mut fitting, mut strange) = (0, 0);
    let chars: Vec<char> = decoded.text.chars().collect();
    for pair in chars.windows(2) {
        let [one, other] = [pair[0], pair[1]];
        if (one.is_ascii() && other.is_ascii()) || !one.is_alphabetic() || !other.is_alphabetic() {
            continue;
        }
        if family(one) == family(other) { fitting += 1 } else { strange += 1 }
    }
    // One pair of Latin letters is enough (café); in other encodings noise gives a few.
    let enough = if encoding == encoding_rs::WINDOWS_1252 { 1 } else { 4 };
    fitting >= enough && strange * 8 <= fitting
}

/// Scripts that stand side by side in words are one.
fn family(char: char) -> Script {
    match char.script() {
        Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo | Script::Common => Script::Han,
        script => script,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::*;

    const TEXTS: [(&Encoding, &str); 8] = [
        (WINDOWS_1251, "Президент провёл переговоры в Москве, сообщает агентство «Мир»."),
        (WINDOWS_1252, "Le président a été reçu à l’hôtel de ville — « très bien », dit-il."),
        (WINDOWS_1252, "Der Minister sprach über die Größe der Stadt und fuhr müde nach Köln."),
        (GBK, "朝鲜外交部发言人星期三表示，感谢蒙古国人民的一切好意。"),
        (SHIFT_JIS, "北朝鮮の外務省は水曜日、モンゴルの人々の親切に感謝すると述べた。"),
        (EUC_KR, "북한 외무성 대변인은 수요일 몽골 인민의 친절에 감사한다고 말했다."),
        (BIG5, "外交部發言人星期三表示，感謝蒙古國人民的一切好意，並將訪問臺灣。"),
        (EUC_JP, "北朝鮮の外務省は水曜日、モンゴルの人々の親切に感謝すると述べた。"),
    ];

    #[test]
    fn real_text_is_told_and_read_back() {
        for (encoding, text) in TEXTS {
            let (bytes, _, unmappable) = encoding.encode(text);
            assert!(!unmappable, "{text}");
            let bytes = [b"Envoy visits\n\n", &bytes[..]].concat();
            let found = detect(&bytes, true).unwrap_or_else(|| panic!("{} is not told", encoding.name()));
            let decoded = decode(&bytes, found, true);
            assert_eq!(decoded.text, format!("Envoy visits\n\n{text}"), "{}", found.name());
            assert_eq!((decoded.length, decoded.wrong), (bytes.len(), false));
        }
    }

    #[test]
    fn what_is_not_clear_is_not_guessed() {
        let broken = ["Das Gespräch über die Größe".as_bytes(), b" der Stra\xDFe"].concat();
        for bytes in [&b"not \xFF\xFE text"[..], b"ab\xE6\xBC", b"plain", b"\x81\x8D \x90 x", b"a \x93 b", &broken] {
            assert_eq!(detect(bytes, true), None, "{bytes:?}");
        }
    }

    #[test]
    fn characters_that_have_two_forms_are_not_let_through() {
        // 0x80 and 0xA2E3 are both the euro sign.
        let twice = decode(b"ab\xC4\xE3\xA2\xE3x", GBK, true);
        assert_eq!((&*twice.text, twice.length, twice.wrong), ("ab你", 4, true));
        let one = decode(b"ab\xC4\xE3\xA2\xE3x", GB18030, true);
        assert_eq!((&*one.text, one.length, one.wrong), ("ab你€x", 7, false));
        let half = decode(b"ab\xC4", GBK, false);
        assert_eq!((&*half.text, half.length, half.wrong), ("ab", 2, false));
        assert!(decode(b"ab\xC4", GBK, true).wrong && decode(b"ab\xFFcd", GBK, false).wrong);
        assert_eq!(decode(b"ab\xFFcd", GBK, false).length, 2);
    }
}
