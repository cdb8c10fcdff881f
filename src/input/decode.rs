//! Bytes to text, a piece at a time, with the position of whatever cannot be decoded.

mod skip;

use super::choice::{Evidence, choose};
use super::declared::declared;
use super::encoding::{Detected, NamedEncoding, TextEncoding, detect};
use super::{Position, Problem, legacy};
use crate::source::{Encoding, encoded_length};
use std::fmt;
use std::io::{ErrorKind, Read};
use std::sync::Arc;

/// Bytes that are looked at to tell the format, and text from what is none.
const HEAD: usize = 8 * 1024;
/// Bytes that are looked at to tell a legacy encoding; always as many, however they arrive.
const SAMPLE: usize = 64 * 1024;
/// What the files of office programs and books begin with: zip files, and the container that encrypted ones are in.
const CONTAINERS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"];
/// Bytes asked of the reader at once, at most.
const CHUNK: usize = 64 * 1024;
/// Bytes asked of it first: most files are articles and end there.
const FIRST: usize = 32 * 1024;
/// Bytes that are left to read into before there is more room: as many as tell whether a file has ended.
const LEAST: usize = 1024;

/// Reads a file from its start to its end as text; holds no more of it than one chunk.
pub struct Decoder {
    reader: Box<dyn Read + Send>,
    file: Arc<str>,
    named: bool,
    encoding: TextEncoding,
    /// Whether the file is a container of others, which is no text itself.
    is_container: bool,
    /// Raw bytes: those before `start` are decoded, those from `end` on are room to read into.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    position: Position,
    /// The encoding that the file says it is in, if that is not read.
    unread: Option<String>,
}

/// Why the decoder stopped. What was decoded before is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The file cannot be read further; the next call finds its end.
    Read(Problem),
    /// The next bytes are no text; [`Decoder::skip_line`] and [`Decoder::skip_to`] go past them.
    Undecodable(Problem),
}

impl Failure {
    /// The problem to report.
    pub fn into_problem(self) -> Problem {
        match self {
            Failure::Read(problem) | Failure::Undecodable(problem) => problem,
        }
    }
}

impl Decoder {
    /// A decoder, and a note where the encoding had to be guessed.
    pub(super) fn new(
        file: Arc<str>,
        named: bool,
        reader: Box<dyn Read + Send>,
        forced: Option<NamedEncoding>,
    ) -> Result<(Self, Option<Problem>), Problem> {
        let mut decoder = Decoder {
            reader,
            file,
            named,
            encoding: TextEncoding::Utf8,
            is_container: false,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            ended: false,
            position: Position::after_mark(0),
            unread: None,
        };
        let mut unread = None;
        while decoder.end < SAMPLE && !decoder.ended {
            unread = decoder.read().err().or(unread);
        }
        if CONTAINERS.iter().any(|start| decoder.buffer[..decoder.end].starts_with(start)) {
            decoder.is_container = true;
            if let Some(error) = unread {
                decoder.ended = false;
                decoder.reader = Box::new(Failing(Some(error)));
            }
            return Ok((decoder, None));
        }
        let utf16 = [TextEncoding::Utf16LittleEndian, TextEncoding::Utf16BigEndian];
        let named_utf16 = forced.is_some_and(|NamedEncoding(encoding)| utf16.contains(&encoding));
        let detected = match detect(&decoder.buffer[..decoder.end.min(HEAD)]) {
            Detected::Binary { .. } if named_utf16 => {
                Detected::Text { encoding: TextEncoding::Utf8, mark: 0, guessed: false }
            }
            detected => detected,
        };
        match detected {
            Detected::Utf32 => Err(decoder.of_kind("text in UTF-32, which is not read", "save it as UTF-8")),
            Detected::Binary { byte } => Err(decoder.binary(Position::after_mark(byte as u64))),
            Detected::Text { encoding, mark, guessed } => {
                let sample = &decoder.buffer[..decoder.end.min(SAMPLE)];
                let whole = decoder.ended && decoder.end <= SAMPLE && unread.is_none();
                let evidence = Evidence { sample, whole, detected: encoding, marked: mark > 0, guessed };
                let (encoding, note) = choose(evidence, forced);
                decoder.unread = declared(sample).filter(|label| NamedEncoding::of(label).is_err());
                decoder.encoding = encoding;
                decoder.start = mark;
                decoder.position = Position::after_mark(mark as u64);
                // What the reader gave before it failed is decoded first; the error comes again at its end.
                if let Some(error) = unread {
                    decoder.ended = false;
                    decoder.reader = Box::new(Failing(Some(error)));
                }
                let note = note.map(|(message, help)| {
                    let note = Problem::note(decoder.file.clone(), message);
                    help.map_or(note.clone(), |help| note.help(help))
                });
                Ok((decoder, note))
            }
        }
    }

    /// The raw bytes that are not decoded yet.
    pub(super) fn into_bytes(self) -> impl Read {
        let rest = self.buffer[self.start..self.end].to_vec();
        std::io::Cursor::new(rest).chain(self.reader)
    }

    /// How the raw bytes encode the text.
    pub fn encoding(&self) -> Encoding {
        match self.encoding {
            TextEncoding::Utf8 => Encoding::Utf8,
            TextEncoding::Utf16LittleEndian | TextEncoding::Utf16BigEndian => Encoding::Utf16,
            TextEncoding::Legacy(legacy) => Encoding::Legacy(legacy),
        }
    }

    /// The encoding itself, to write into the file.
    pub fn text_encoding(&self) -> TextEncoding {
        self.encoding
    }

    /// The position of the first character that is not decoded yet.
    pub fn position(&self) -> Position {
        self.position
    }

    /// The first few thousand bytes that are not decoded yet, in UTF-8, to tell the format by.
    pub fn head(&self) -> Vec<u8> {
        let bytes = &self.buffer[self.start..self.end];
        let bytes = &bytes[..bytes.len().min(HEAD)];
        match self.encoding {
            TextEncoding::Utf8 => bytes.to_vec(),
            TextEncoding::Legacy(encoding) => legacy::decode(bytes, encoding, false).text.into_bytes(),
            _ => String::from_utf16_lossy(&self.units(bytes).collect::<Vec<_>>()).into_bytes(),
        }
    }

    /// Appends at least this many bytes of text, in UTF-8, and at most two chunks more; less at the end of the
    /// file. The answer is whether there may be more.
    ///
    /// # Errors
    /// See [`Failure`]; the text before it has been appended.
    pub fn fill(&mut self, text: &mut String, at_least: usize) -> Result<bool, Failure> {
        let wanted = text.len().saturating_add(at_least);
        loop {
            self.decode(text).map_err(Failure::Undecodable)?;
            if text.len() >= wanted {
                return Ok(true);
            }
            if self.ended {
                return Ok(false);
            }
            self.read().map_err(|error| self.unreadable(&error))?;
        }
    }

    /// Decodes what was read, up to a character that is not complete yet.
    fn decode(&mut self, text: &mut String) -> Result<(), Problem> {
        if self.is_container {
            // Said once: there is nothing in it to go on with.
            self.is_container = false;
            (self.start, self.ended) = (self.end, true);
            return Err(self.binary(self.position));
        }
        match self.encoding {
            TextEncoding::Utf8 => self.decode_utf8(text),
            TextEncoding::Legacy(encoding) => self.decode_legacy(text, encoding),
            _ => self.decode_utf16(text),
        }
    }

    fn decode_utf8(&mut self, text: &mut String) -> Result<(), Problem> {
        let before = text.len();
        let bytes = &self.buffer[self.start..self.end];
        let (valid, wrong) = match std::str::from_utf8(bytes) {
            Ok(valid) => (valid, false),
            Err(error) => {
                let wrong = error.error_len().is_some() || self.ended;
                // `valid_up_to` is a boundary by contract; an empty text would repeat the error, not lose it.
                (std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(), wrong)
            }
        };
        let valid = match memchr::memchr(0, valid.as_bytes()) {
            Some(nul) => &valid[..nul],
            None => valid,
        };
        text.push_str(valid);
        self.start += valid.len();
        self.position.advance(&text[before..], Encoding::Utf8);
        match self.buffer[..self.end].get(self.start) {
            Some(0) => Err(self.binary(self.position)),
            Some(byte) if wrong => {
                let help = match &self.unread {
                    Some(label) => format!("it says that it is in {label}, which is not read; save it as UTF-8"),
                    None => "save it as UTF-8, or name its encoding with --encoding".to_owned(),
                };
                Err(self.problem(format!("not valid UTF-8 (0x{byte:02X})")).help(help))
            }
            _ => Ok(()),
        }
    }

    fn decode_legacy(&mut self, text: &mut String, encoding: &'static encoding_rs::Encoding) -> Result<(), Problem> {
        let decoded = legacy::decode(&self.buffer[self.start..self.end], encoding, self.ended);
        let nul = memchr::memchr(0, decoded.text.as_bytes());
        let valid = nul.map_or(&*decoded.text, |nul| &decoded.text[..nul]);
        text.push_str(valid);
        self.start += if nul.is_some() { encoded_length(valid, encoding) } else { decoded.length };
        self.position.advance(valid, Encoding::Legacy(encoding));
        match self.buffer[..self.end].get(self.start) {
            Some(_) if nul.is_some() => Err(self.binary(self.position)),
            Some(byte) if decoded.wrong => {
                Err(self.invalid(format!("no character of {} (0x{byte:02X})", encoding.name())))
            }
            _ => Ok(()),
        }
    }

    fn decode_utf16(&mut self, text: &mut String) -> Result<(), Problem> {
        let before = text.len();
        let bytes = &self.buffer[self.start..self.end];
        let mut decoded = 0;
        let mut wrong = None;
        for unit in char::decode_utf16(self.units(bytes)) {
            match unit {
                Ok('\0') => {
                    wrong = Some(0);
                    break;
                }
                Ok(char) => {
                    text.push(char);
                    decoded += 2 * char.len_utf16();
                }
                Err(error) => {
                    wrong = Some(error.unpaired_surrogate());
                    break;
                }
            }
        }
        let left = bytes.len() - decoded;
        self.start += decoded;
        self.position.advance(&text[before..], Encoding::Utf16);
        match wrong {
            Some(0) => Err(self.binary(self.position)),
            // The first half of a pair may be the last that was read so far.
            Some(unit) if self.ended || left > 3 => {
                Err(self.invalid(format!("not valid UTF-16 (unpaired surrogate 0x{unit:04X})")))
            }
            None if self.ended && left > 0 => Err(self.invalid("not valid UTF-16 (half a character)".into())),
            _ => Ok(()),
        }
    }

    fn units<'a>(&self, bytes: &'a [u8]) -> impl Iterator<Item = u16> + use<'a> {
        let encoding = self.encoding;
        bytes.chunks_exact(2).map(move |pair| encoding.unit([pair[0], pair[1]]))
    }

    /// Reads at most one chunk; an error ends the file.
    fn read(&mut self) -> Result<(), std::io::Error> {
        self.buffer.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        if self.buffer.is_empty() {
            self.buffer = vec![0; FIRST];
        } else if self.buffer.len() < self.end + LEAST {
            self.buffer.resize(self.end + CHUNK, 0);
        }
        let room = self.buffer.len().min(self.end + CHUNK);
        let read = loop {
            match self.reader.read(&mut self.buffer[self.end..room]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        // A reader that claims more than it was given room for is not believed.
        let count = read.as_ref().map_or(0, |&count| count.min(CHUNK));
        self.end += count;
        self.ended = count == 0;
        read.map(drop)
    }

    fn unreadable(&mut self, error: &std::io::Error) -> Failure {
        self.start = self.end;
        Failure::Read(self.problem(format!("cannot be read further: {error}")))
    }

    fn invalid(&self, message: String) -> Problem {
        self.problem(message).help("save it as UTF-8")
    }

    fn problem(&self, message: String) -> Problem {
        Problem::error(self.file.clone(), message).at(self.position)
    }

    fn binary(&self, position: Position) -> Problem {
        let what = "a binary file, not text (NUL byte)";
        Problem { byte: Some(position.byte), ..self.of_kind(what, "give the text in it as a text file") }
    }

    /// A file that is not read at all: an error if it was named, a note if it was found.
    fn of_kind(&self, what: &str, help: &str) -> Problem {
        match self.named {
            true => Problem::error(self.file.clone(), what).help(help),
            false => Problem::note(self.file.clone(), format!("skipped: {what}")),
        }
    }
}

impl fmt::Debug for Decoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder").field("file", &self.file).field("position", &self.position).finish_non_exhaustive()
    }
}

/// A reader that fails once, then ends.
struct Failing(Option<std::io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;
