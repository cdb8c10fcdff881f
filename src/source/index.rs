//! An index from the byte offsets of a text to its lines and to counts of Unicode scalars and UTF-16 units.

/// Counts at checkpoints, so that no look-up scans more than 1024 bytes, however long a line is.
#[derive(Debug)]
pub struct TextIndex {
    line_starts: Vec<u32>,
    /// `(scalars, UTF-16 units)` before each multiple of [`STEP`]; empty for pure ASCII, where both equal bytes.
    checkpoints: Vec<(u32, u32)>,
}

const STEP: usize = 1024;

impl TextIndex {
    /// Indexes a text.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut line_starts = vec![0];
        line_starts.extend(memchr::memchr_iter(b'\n', bytes).map(|newline| newline as u32 + 1));
        let mut checkpoints = Vec::new();
        if !bytes.is_ascii() {
            let (mut chars, mut units) = (0, 0);
            for (i, &byte) in bytes.iter().enumerate() {
                if i % STEP == 0 {
                    checkpoints.push((chars, units));
                }
                let (char, unit) = weight(byte);
                chars += char;
                units += unit;
            }
            // An offset at the very end of a text whose length is a multiple of STEP looks here.
            checkpoints.push((chars, units));
        }
        TextIndex { line_starts, checkpoints }
    }

    /// Unicode scalars and UTF-16 units before a byte offset of the text that was indexed.
    pub fn counts(&self, text: &str, offset: usize) -> (u32, u32) {
        if self.checkpoints.is_empty() {
            return (offset as u32, offset as u32);
        }
        let (mut chars, mut units) = self.checkpoints[offset / STEP];
        for &byte in &text.as_bytes()[offset / STEP * STEP..offset] {
            let (char, unit) = weight(byte);
            chars += char;
            units += unit;
        }
        (chars, units)
    }

    /// The 0-based line of a byte offset and the offset of that line's first byte.
    pub fn line(&self, offset: usize) -> (u32, usize) {
        let line = self.line_starts.partition_point(|&start| start as usize <= offset) - 1;
        (line as u32, self.line_starts[line] as usize)
    }
}

/// What a UTF-8 byte adds to the count of scalars and of UTF-16 units: a lead byte counts for its character.
fn weight(byte: u8) -> (u32, u32) {
    match byte {
        0x80..=0xBF => (0, 0),
        0xF0.. => (1, 2),
        _ => (1, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checkpoints_agree_with_counting() {
        let text = "aé漢𝄞\n".repeat(1500);
        let index = TextIndex::of(&text);
        for (offset, _) in text.char_indices().step_by(97).chain([(text.len(), ' ')]) {
            let before = &text[..offset];
            let counted = (before.chars().count() as u32, before.encode_utf16().count() as u32);
            assert_eq!(index.counts(&text, offset), counted);
        }
    }
}
