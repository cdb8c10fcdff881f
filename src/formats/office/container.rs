//! The members of a zip file, each read whole as text, within limits.

use crate::input::{Failure, Input, Position, Problem};
use crate::source::RawText;
use std::io::{Cursor, Read, Seek, SeekFrom, copy};
use std::sync::Arc;
use tempfile::SpooledTempFile;
use zip::ZipArchive;
use zip::result::ZipError;

/// The largest zip file that is read, in bytes; pictures are most of it.
const MAX_FILE: u64 = 512 << 20;
/// What of it is held in memory; the rest goes to a temporary file.
const IN_MEMORY: usize = 16 << 20;
/// The largest member that is read, inflated.
const MAX_MEMBER: u64 = 64 << 20;
/// The most that all members may come to.
const MAX_TOTAL: u64 = 512 << 20;
/// A member that grows more than this, and is no longer small, is a bomb: text shrinks to a twentieth.
const MAX_RATIO: u64 = 250;
const SMALL: u64 = 1 << 20;

/// An open zip file.
pub(super) struct Container {
    archive: ZipArchive<SpooledTempFile>,
    file: Arc<str>,
    /// Bytes inflated so far.
    inflated: u64,
}

impl Container {
    /// Opens a zip file.
    ///
    /// # Errors
    /// A file that is none, that is cut off, or that is too large.
    pub(super) fn open(input: Input) -> Result<Self, Problem> {
        let file = input.file.clone();
        let problem = |message: &str| Problem::error(file.clone(), message);
        let mut spool = SpooledTempFile::new(IN_MEMORY);
        let unreadable = |error: std::io::Error| problem(&format!("cannot be read: {error}"));
        let size = copy(&mut input.into_bytes().take(MAX_FILE + 1), &mut spool).map_err(unreadable)?;
        if size > MAX_FILE {
            return Err(problem(&format!("a file of more than {} MB", MAX_FILE >> 20)));
        }
        let mut start = [0; 4];
        spool.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        let read = spool.read(&mut start).map_err(unreadable)?;
        if start[..read].starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            let message = "encrypted with a password, or a file of an old office program";
            return Err(problem(message).help("save it without a password, in today's format"));
        }
        if !start[..read].starts_with(b"PK") {
            return Err(problem("not a zip file, which this format is").help("name its format with --format"));
        }
        spool.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        match ZipArchive::new(spool) {
            Ok(archive) => Ok(Container { archive, file, inflated: 0 }),
            Err(error) => Err(problem(&format!("a zip file that is broken or cut off: {}", reason(&error)))),
        }
    }

    /// The path of the file.
    pub(super) fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// Whether there is such a member.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The text of a member; none, if there is no such member.
    ///
    /// # Errors
    /// A member that is encrypted, damaged, too large, or no text. It is named.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<Arc<RawText>>, Problem> {
        if !self.has(name) {
            return Ok(None);
        }
        let bytes = self.bytes(name)?;
        let mut input = Input::from_reader(self.file.clone(), true, Box::new(Cursor::new(bytes)))
            .map_err(|problem| of_member(problem, name))?;
        let Position { byte, line, column } = input.decoder.position();
        let mut text = String::new();
        while input.decoder.fill(&mut text, 1 << 20).map_err(Failure::into_problem).map_err(|it| of_member(it, name))? {
        }
        let raw = RawText::new(self.file.clone(), Some(name.into()), text.into(), input.decoder.encoding());
        Ok(Some(Arc::new(raw.at(byte, line, column))))
    }

    /// The text of a member that the format needs.
    ///
    /// # Errors
    /// That it is missing, or what [`Container::text`] says.
    pub(super) fn needed(&mut self, name: &str, kind: &str) -> Result<Arc<RawText>, Problem> {
        let text = self.text(name)?;
        text.ok_or_else(|| Problem::error(self.file.clone(), format!("not {kind}: it has no member `{name}`")))
    }

    fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Problem> {
        let problem = |message: String| of_member(Problem::error(self.file.clone(), message), name);
        let member = match self.archive.by_name(name) {
            Ok(member) => member,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(problem("encrypted".to_owned()).help("save the file without a password"));
            }
            Err(error) => return Err(problem(reason(&error))),
        };
        // What the directory says of the size may be a lie; what comes out is counted.
        let ratio = (member.compressed_size().saturating_mul(MAX_RATIO)).max(SMALL);
        let most = MAX_MEMBER.min(ratio).min(MAX_TOTAL.saturating_sub(self.inflated));
        let mut bytes = Vec::new();
        member
            .take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| problem(format!("cannot be inflated: {error}")))?;
        self.inflated += bytes.len() as u64;
        if bytes.len() as u64 > most {
            let message = format!("more than {} MB of text in it, or a zip bomb", most >> 20);
            return Err(problem(message));
        }
        Ok(bytes)
    }
}

/// The problem of a member, which its message names: the file is a zip file.
pub(super) fn of_member(mut problem: Problem, name: &str) -> Problem {
    problem.message = format!("member `{name}`: {}", problem.message);
    problem
}

fn reason(error: &ZipError) -> String {
    match error {
        ZipError::InvalidArchive(what) => what.to_string(),
        ZipError::UnsupportedArchive(what) => (*what).to_owned(),
        error => error.to_string(),
    }
}
