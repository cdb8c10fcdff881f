//! The text of cues as one field: who speaks, and whether a sentence goes on.

use super::cues::Kind;
use crate::formats::html::reference;
use crate::source::{Layer, SourceMapBuilder, Span};

/// Tags of subtitles. What else stands between angle brackets is text, debris of an engine (`<unk>`) included.
const TAGS: [&str; 16] =
    ["i", "b", "u", "s", "c", "v", "font", "lang", "ruby", "rt", "em", "strong", "span", "br", "p", "div"];

/// What stands between the last text and the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Join {
    /// Markup at most.
    #[default]
    Nothing,
    /// A line break within a cue.
    Line,
    /// The end of a cue.
    Cue,
    /// Somebody else speaks.
    Speaker,
}

/// The text of these cues with its map.
pub(super) fn text(raw: &str, cues: &[Span], kind: Kind) -> SourceMapBuilder {
    let builder = if kind == Kind::Vtt { SourceMapBuilder::within(Layer::Html) } else { SourceMapBuilder::new() };
    let mut speech = Speech { raw, kind, builder, raw_end: 0, join: Join::Nothing, speaker: None };
    for cue in cues {
        speech.join = speech.join.max_with(Join::Cue);
        let mut start = cue.start();
        for line in raw[cue.range()].split_inclusive('\n') {
            speech.line(start, line.trim_end());
            start += line.len();
        }
    }
    speech.builder
}

impl Join {
    /// A change of the speaker is more than the end of a cue, and that more than a line break.
    fn max_with(self, other: Join) -> Join {
        if (other as u8) > (self as u8) { other } else { self }
    }
}

struct Speech<'r> {
    raw: &'r str,
    kind: Kind,
    builder: SourceMapBuilder,
    /// Where the raw text of what was added last ends.
    raw_end: usize,
    join: Join,
    /// Who speaks, in WebVTT.
    speaker: Option<&'r str>,
}

impl<'r> Speech<'r> {
    /// One line of a cue, which starts at this offset of the raw text.
    fn line(&mut self, start: usize, line: &'r str) {
        self.join = self.join.max_with(Join::Line);
        let mut at = 0;
        // Nothing but markup so far: a dash would be that of a new speaker.
        let mut begins = true;
        while at < line.len() {
            let rest = &line[at..];
            if begins && let Some(length) = space(rest).or_else(|| speaker_mark(rest)) {
                if !rest.starts_with(char::is_whitespace) {
                    self.join = Join::Speaker;
                }
                at += length;
                continue;
            }
            if let Some(length) = self.markup(rest) {
                at += length;
                continue;
            }
            if begins && is_label(rest) {
                self.join = Join::Speaker;
            }
            begins = false;
            // SubRip has no references.
            if let Some((shown, length)) = reference(rest, false).filter(|_| self.kind == Kind::Vtt) {
                let mut buffer = [0; 4];
                let shown = shown.text(&mut buffer);
                self.open(start + at, shown);
                self.builder.decoded(Span::new(start + at, start + at + length), shown, Layer::Html);
                at += length;
            } else {
                let first = rest.chars().next().map_or(1, char::len_utf8);
                let end = at + first + rest[first..].find(['<', '{', '&']).unwrap_or(rest.len() - first);
                self.open(start + at, &line[at..end]);
                self.builder.copied(start + at, &line[at..end]);
                at = end;
            }
            self.raw_end = start + at;
        }
    }

    /// The length of the tag that a text starts with.
    fn markup(&mut self, rest: &'r str) -> Option<usize> {
        // Styles of Advanced SubStation, which players honour in any subtitle.
        if rest.starts_with("{\\") {
            return rest.find('}').map(|end| end + 1);
        }
        let inside = rest.strip_prefix('<')?;
        let inside = &inside[..inside.find(['>', '<']).filter(|&end| inside.as_bytes()[end] == b'>')?];
        let name = inside.trim_start_matches('/');
        let name = &name[..name.find([' ', '\t', '.', '/', '=']).unwrap_or(name.len())];
        let is_tag = TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name));
        let is_time = self.kind == Kind::Vtt && name.starts_with(|c: char| c.is_ascii_digit()) && name.contains(':');
        if !is_tag && !is_time && inside != "/" {
            return None;
        }
        if name.eq_ignore_ascii_case("br") {
            self.join = self.join.max_with(Join::Line);
        }
        if name == "v" && !inside.starts_with('/') {
            let speaker = inside.split_once([' ', '\t']).map_or("", |(_, speaker)| speaker.trim());
            if self.speaker.is_some_and(|before| before != speaker) {
                self.join = Join::Speaker;
            }
            self.speaker = Some(speaker);
        }
        Some(inside.len() + 2)
    }

    /// Prepares for this text, which starts at this raw offset: what was passed over since the last text is markup,
    /// the end of a line, or of more.
    fn open(&mut self, start: usize, text: &str) {
        let join = std::mem::take(&mut self.join);
        if self.builder.text().is_empty() {
            return;
        }
        let passed = Span::new(self.raw_end, start);
        // A cue that ends with a stop ends its sentence, unless the next one goes on in small letters.
        let goes_on = text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
        match join {
            Join::Nothing if passed.is_empty() => {}
            Join::Nothing => self.builder.opaque(passed, ""),
            Join::Line if self.raw[passed.range()].trim().is_empty() && !passed.is_empty() => {
                self.builder.copied(passed.start(), &self.raw[passed.range()]);
            }
            Join::Cue if ends(self.builder.text()) && !goes_on => self.builder.opaque(passed, "\n\n"),
            Join::Line | Join::Cue => self.builder.opaque(passed, "\n"),
            Join::Speaker => self.builder.opaque(passed, "\n\n"),
        }
    }
}

/// Whether a text ends with the end of a sentence.
fn ends(text: &str) -> bool {
    let closers = ['"', '\'', ')', ']', '”', '’', '»', '」', '』', '）', '♪', ' '];
    text.trim_end_matches(closers).ends_with(['.', '!', '?', '…', '؟', '۔', '।', '։', '。', '！', '？', ':'])
}

/// The length of the white space that a text starts with.
fn space(text: &str) -> Option<usize> {
    let length = text.len() - text.trim_start().len();
    (length > 0).then_some(length)
}

/// The length of the dash or the `>>` of a new speaker that a line starts with.
fn speaker_mark(line: &str) -> Option<usize> {
    let rest = match line.strip_prefix(">>") {
        Some(rest) => rest.trim_start_matches('>'),
        None => line.strip_prefix(['-', '–', '—', '‐', '‑'])?,
    };
    let text = rest.trim_start();
    let first = text.chars().find(|c| *c == '-' || c.is_alphanumeric())?;
    // Two hyphens are a dash in a sentence, and so is one before a small letter.
    (!first.is_lowercase() && !rest.starts_with('-') && (text.len() < rest.len() || !first.is_numeric()))
        .then(|| line.len() - text.len())
}

/// Whether a line starts with who speaks, in capitals: `MAN:`.
fn is_label(line: &str) -> bool {
    let Some((label, _)) = line.split_once(':') else { return false };
    label.len() <= 40
        && label.chars().any(char::is_uppercase)
        && label.chars().all(|c| c.is_uppercase() || c.is_numeric() || " .'-#".contains(c))
}
