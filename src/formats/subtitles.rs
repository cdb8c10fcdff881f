//! Subtitles: SubRip (SRT) and WebVTT. The text of all cues is one field, in which a sentence goes on from cue to
//! cue; numbers, times, settings and tags are no words.

mod cues;
mod speech;

use super::notes::{Notes, position};
use super::{Documents, Format, FormatOptions, Windows, key, whole};
use crate::document::{Document, Field, FieldKind, ParagraphBreak};
use crate::input::{Input, Problem};
use crate::source::RawText;
use cues::Kind;
use std::iter::once;
use std::sync::Arc;

/// SubRip subtitles.
#[derive(Clone, Copy, Debug)]
pub struct Srt;

/// WebVTT subtitles and captions.
#[derive(Clone, Copy, Debug)]
pub struct Vtt;

impl Format for Srt {
    fn name(&self) -> &'static str {
        "srt"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["srt"]
    }

    /// A number, and a line with times.
    fn sniff(&self, head: &[u8]) -> bool {
        let Ok(head) = std::str::from_utf8(&head[..head.len().min(200)]) else { return false };
        let mut lines = head.trim_start().lines();
        lines.next().is_some_and(cues::is_number) && lines.next().is_some_and(cues::is_time)
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        read(input, options, Kind::Srt)
    }
}

impl Format for Vtt {
    fn name(&self) -> &'static str {
        "vtt"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["vtt"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(b"WEBVTT")
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        read(input, options, Kind::Vtt)
    }
}

fn read<'a>(input: Input, options: &FormatOptions, kind: Kind) -> Documents<'a> {
    let key = key::relative(&input.file, options.root.as_deref());
    let (raw, problem) = whole::read(input, "a subtitle file");
    let (windows, notes) = match raw.map(|raw| document(Arc::new(raw), key.into(), kind)) {
        None => (None, Notes::default()),
        Some(Ok((document, notes))) => (Some(Windows::new(document)), notes),
        Some(Err(problem)) => return Box::new(once(Err(problem))),
    };
    let documents = windows.into_iter().flatten().map(Ok);
    Box::new(documents.chain(notes.finish().chain(problem).map(Err)))
}

/// The cues of a file as one document.
///
/// # Errors
/// A file without a cue.
fn document(raw: Arc<RawText>, key: Arc<str>, kind: Kind) -> Result<(Document, Notes), Problem> {
    let read = cues::read(raw.text(), kind);
    if !read.timed && !read.cues.is_empty() {
        let message = "no cue with a time, such as `00:00:01,000 --> 00:00:02,000`";
        return Err(Problem::error(raw.file().clone(), message).help("read it as plain text with --format text"));
    }
    let mut notes = Notes::default();
    for (offset, message) in read.notes {
        notes.add(Problem::note(raw.file().clone(), message).at(position(&raw, offset)));
    }
    let (text, map) = speech::text(raw.text(), &read.cues, kind).finish();
    let mut field = Field::new("text", FieldKind::Body, text, map);
    field.paragraphs = ParagraphBreak::BlankLine;
    let lang = read.lang.map(Into::into);
    Ok((Document { lang, fields: vec![field], ..Document::of_file(raw, key) }, notes))
}

#[cfg(test)]
#[path = "subtitles_tests.rs"]
mod tests;
