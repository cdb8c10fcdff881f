//! Input: which files to read, and how their bytes become text.

mod choice;
mod declared;
mod decode;
mod encoding;
mod gzip;
mod legacy;
mod position;
mod problem;
mod walk;

pub use decode::{Decoder, Failure};
pub use encoding::{NamedEncoding, TextEncoding};
pub use gzip::open_gzip;
pub use position::{Position, utf8_column_after};
pub use problem::{Problem, ProblemKind};
pub use walk::{Source, WalkOptions, walk};

use std::io::Read;
use std::sync::Arc;

/// One opened file (or standard input), ready to be decoded.
#[derive(Debug)]
pub struct Input {
    /// The path as reports show it.
    pub file: Arc<str>,
    /// Whether the user named it, rather than a folder that it is in.
    pub named: bool,
    /// Its text.
    pub decoder: Decoder,
    /// What is worth knowing about how it is read, such as an encoding that was guessed.
    pub note: Option<Problem>,
}

impl Input {
    /// Opens what [`walk`] found and looks at its first bytes. A file without a byte-order mark is read in
    /// `encoding`, if one is given.
    ///
    /// # Errors
    /// A file that cannot be read, or a binary one: an error if it was named, a note if it was found.
    pub fn open(source: &Source, encoding: Option<NamedEncoding>) -> Result<Self, Problem> {
        let reader: Box<dyn Read + Send> = match &source.path {
            None => Box::new(std::io::stdin()),
            Some(path) => match std::fs::File::open(path) {
                Ok(file) => Box::new(file),
                Err(error) => return Err(Problem::error(source.shown.clone(), format!("cannot be read: {error}"))),
            },
        };
        Input::new(source.shown.clone(), source.named, reader, encoding)
    }

    /// The raw bytes of the file, of one that is no text but a container of others.
    pub fn into_bytes(self) -> impl Read {
        self.decoder.into_bytes()
    }

    /// The same for any reader. `named` says whether the user named the file, rather than a folder it is in.
    ///
    /// # Errors
    /// See [`Input::open`].
    pub fn from_reader(file: Arc<str>, named: bool, reader: Box<dyn Read + Send>) -> Result<Self, Problem> {
        Input::new(file, named, reader, None)
    }

    /// The same, read in `encoding` if one is given and there is no byte-order mark.
    ///
    /// # Errors
    /// See [`Input::open`].
    pub fn new(
        file: Arc<str>,
        named: bool,
        reader: Box<dyn Read + Send>,
        encoding: Option<NamedEncoding>,
    ) -> Result<Self, Problem> {
        let (decoder, note) = Decoder::new(file.clone(), named, reader, encoding)?;
        Ok(Input { file, named, decoder, note })
    }
}
