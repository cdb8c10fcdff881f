//! The cues of a subtitle file: where the text of each stands.

use crate::source::Span;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// SubRip.
    Srt,
    /// WebVTT.
    Vtt,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The text of each cue: its lines, from the first character to the last.
    pub(super) cues: Vec<Span>,
    /// Whether there was a line of times.
    pub(super) timed: bool,
    /// The language that the head of the file states.
    pub(super) lang: Option<String>,
    /// What is not as it should be: where, and what.
    pub(super) notes: Vec<(usize, &'static str)>,
}

/// A line without its line break.
type Line<'r> = (usize, &'r str);

/// Reads the cues of a file. What is malformed is read as far as it is text, with a note.
pub(super) fn read(raw: &str, kind: Kind) -> Read {
    let mut read = Read::default();
    let mut block: Vec<Line<'_>> = Vec::new();
    let mut first = true;
    let mut start = 0;
    for line in raw.split_inclusive('\n').chain([""]) {
        let text = line.trim_end_matches(['\n', '\r']);
        if !text.trim().is_empty() {
            block.push((start, text));
        } else if !block.is_empty() {
            read.block(&block, kind, first);
            first = false;
            block.clear();
        }
        start += line.len();
    }
    read
}

impl Read {
    /// Lines between two blank ones: a cue, or a comment, a style sheet, a region.
    fn block(&mut self, block: &[Line<'_>], kind: Kind, first: bool) {
        let mut block = block;
        if kind == Kind::Vtt {
            if first && block[0].1.starts_with("WEBVTT") {
                block = self.head(block);
            } else if first {
                self.notes.push((block[0].0, "the file does not begin with WEBVTT; read as WebVTT all the same"));
            }
            if is_no_cue(block) {
                return;
            }
        }
        if block.is_empty() {
            return;
        }
        if !block.iter().any(|&(_, line)| is_time(line)) {
            if block.len() > 1 || !is_number(block[0].1) {
                self.notes.push((block[0].0, "text without a line of times above it; read all the same"));
                self.cue(block);
            }
            return;
        }
        // Where the blank line between two cues is missing, a block holds several.
        let mut text = 0;
        let mut seen = false;
        for (number, &(start, line)) in block.iter().enumerate() {
            if !is_time(line) {
                continue;
            }
            self.timed = true;
            if !has_times(line) {
                self.notes.push((start, "times that cannot be read; they look like 00:00:01,000 --> 00:00:02,000"));
            }
            // The line above is its number, or its name.
            let named = number > text && (is_number(block[number - 1].1) || (!seen && number == 1));
            let end = if named { number - 1 } else { number };
            if end > text {
                let missing = if seen { "no blank line above this cue" } else { "text above the times of a cue" };
                self.notes.push((block[end].0, missing));
                self.cue(&block[text..end]);
            }
            (text, seen) = (number + 1, true);
        }
        self.cue(&block[text..]);
    }

    /// The head of a WebVTT file, which may state the language; what of the block comes after it.
    fn head<'b, 'r>(&mut self, block: &'b [Line<'r>]) -> &'b [Line<'r>] {
        let end = block.iter().position(|&(_, line)| is_time(line)).map_or(block.len(), |time| time.max(1));
        for &(_, line) in &block[1..end] {
            if let Some((key, value)) = line.split_once(':')
                && key.trim().eq_ignore_ascii_case("language")
                && !value.trim().is_empty()
            {
                self.lang = Some(value.trim().to_owned());
            }
        }
        &block[end..]
    }

    fn cue(&mut self, lines: &[Line<'_>]) {
        if let (Some(&(start, _)), Some(&(last, line))) = (lines.first(), lines.last()) {
            self.cues.push(Span::new(start, last + line.len()));
        }
    }
}

/// Whether a block of WebVTT is a comment, a style sheet or a region.
fn is_no_cue(block: &[Line<'_>]) -> bool {
    let Some(&(_, line)) = block.first() else { return true };
    let word = line.split([' ', '\t']).next().unwrap_or_default();
    // A comment may hold anything; the name of a cue may be one of the other words.
    word == "NOTE" || (matches!(line.trim_end(), "STYLE" | "REGION") && !block.iter().any(|&(_, line)| is_time(line)))
}

/// Whether a line is nothing but a number.
pub(super) fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a line is meant to hold the times of a cue.
pub(super) fn is_time(line: &str) -> bool {
    let Some(at) = memchr::memmem::find(line.as_bytes(), b"->") else { return false };
    let before = line[..at].trim_end_matches(['-', ' ', '\t']).trim();
    // Broken ones, too; but an arrow in a text is no time.
    !before.is_empty() && before.contains(':') && before.chars().all(|c| c.is_ascii_digit() || " :.,-".contains(c))
}

/// Whether a line holds two times as they should be written.
fn has_times(line: &str) -> bool {
    let Some((from, to)) = line.split_once("-->") else { return false };
    is_timestamp(from.trim()) && to.split_whitespace().next().is_some_and(is_timestamp)
}

/// `00:01:02,345` or `01:02.345`.
fn is_timestamp(time: &str) -> bool {
    let parts: Vec<&str> = time.split([':', ',', '.']).collect();
    (3..=4).contains(&parts.len())
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
        && time.rfind([',', '.']) > time.rfind(':')
}
