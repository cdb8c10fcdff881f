//! Raw byte offsets in a text that its file holds in a legacy encoding.

use encoding_rs::Encoding;

/// Bytes of text between two checkpoints.
const STEP: usize = 1024;

/// Raw offsets at checkpoints, so that no look-up encodes more than about [`STEP`] bytes of text.
///
/// The decoder lets only such text through as encodes to the very bytes that it was read from, so that encoding a
/// part of it gives the length of that part in the file.
#[derive(Debug)]
pub struct LegacyIndex {
    encoding: &'static Encoding,
    /// `(text offset, raw offset)`, both rising.
    checkpoints: Vec<(u32, u32)>,
}

impl LegacyIndex {
    /// Indexes a text.
    pub fn of(text: &str, encoding: &'static Encoding) -> Self {
        let mut checkpoints = vec![(0, 0)];
        let (mut at, mut raw) = (0, 0);
        while at < text.len() {
            let end = text.floor_char_boundary((at + STEP).min(text.len()));
            raw += encoded_length(&text[at..end], encoding) as u32;
            checkpoints.push((end as u32, raw));
            at = end;
        }
        LegacyIndex { encoding, checkpoints }
    }

    /// Raw bytes before an offset of the text that was indexed.
    pub fn raw(&self, text: &str, offset: usize) -> u32 {
        let next = self.checkpoints.partition_point(|&(at, _)| at as usize <= offset);
        let (at, raw) = self.checkpoints[next.saturating_sub(1)];
        raw + encoded_length(&text[at as usize..offset], self.encoding) as u32
    }
}

/// How many bytes a text takes in an encoding.
pub fn encoded_length(text: &str, encoding: &'static Encoding) -> usize {
    if encoding.is_single_byte() { text.chars().count() } else { encoding.encode(text).0.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, GB18030, SHIFT_JIS, WINDOWS_1251};

    #[test]
    fn the_checkpoints_agree_with_encoding() {
        for (encoding, part) in
            [(WINDOWS_1251, "Мир и x\n"), (GB18030, "平壤 a\n"), (SHIFT_JIS, "ｱ東京 b\n"), (BIG5, "臺 c")]
        {
            let text = part.repeat(700);
            let index = LegacyIndex::of(&text, encoding);
            for (offset, _) in text.char_indices().step_by(89).chain([(text.len(), ' ')]) {
                assert_eq!(index.raw(&text, offset) as usize, encoding.encode(&text[..offset]).0.len());
            }
        }
    }
}
