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
            for step in bytes.chunks(STEP) {
                checkpoints.push((chars, units));
                let (more_chars, more_units) = count(step);
                chars += more_chars;
                units += more_units;
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
        let (chars, units) = self.checkpoints[offset / STEP];
        let (more_chars, more_units) = count(&text.as_bytes()[offset / STEP * STEP..offset]);
        (chars + more_chars, units + more_units)
    }

    /// The 0-based line of a byte offset and the offset of that line's first byte.
    pub fn line(&self, offset: usize) -> (u32, usize) {
        let line = self.line_starts.partition_point(|&start| start as usize <= offset) - 1;
        (line as u32, self.line_starts[line] as usize)
    }
}

/// Unicode scalars and UTF-16 units of UTF-8 bytes: a lead byte counts for its character, and one of four bytes is two
/// units.
fn count(bytes: &[u8]) -> (u32, u32) {
    if bytes.is_ascii() {
        return (bytes.len() as u32, bytes.len() as u32);
    }
    let chars = number(bytes, |byte| !matches!(byte, 0x80..=0xBF));
    (chars, chars + number(bytes, |byte| byte >= 0xF0))
}

/// How many bytes are of a kind. So few at once that their number is one byte: then many are counted together.
fn number(bytes: &[u8], is: impl Fn(u8) -> bool) -> u32 {
    bytes.chunks(255).map(|some| u32::from(some.iter().fold(0_u8, |sum, &byte| sum + u8::from(is(byte))))).sum()
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
