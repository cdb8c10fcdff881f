//! Inputs that may be compressed: a gzip file is read as what is in it.

use super::{Input, Problem, Source};
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

/// The first bytes of a gzip file.
const GZIP: [u8; 2] = [0x1F, 0x8B];

/// Opens a file, compressed or not; standard input is read as it is. A compressed file goes by its name without
/// `.gz`, so that the ending tells the format; positions are those of what is in it.
///
/// # Errors
/// See [`Input::open`].
pub fn open_gzip(source: &Source) -> Result<Input, Problem> {
    let Some(path) = &source.path else { return Input::open(source, None) };
    let unreadable = |error: std::io::Error| Problem::error(source.shown.clone(), format!("cannot be read: {error}"));
    let mut reader = BufReader::new(File::open(path).map_err(unreadable)?);
    let is_gzip = reader.fill_buf().map_err(unreadable)?.starts_with(&GZIP);
    let (shown, reader): (Arc<str>, Box<dyn Read + Send>) = match is_gzip {
        true => (without_ending(&source.shown).into(), Box::new(MultiGzDecoder::new(reader))),
        false => (source.shown.clone(), Box::new(reader)),
    };
    Input::from_reader(shown, source.named, reader)
}

fn without_ending(name: &str) -> &str {
    match name.len().checked_sub(3).and_then(|at| name.split_at_checked(at)) {
        Some((stem, ending)) if ending.eq_ignore_ascii_case(".gz") && !stem.is_empty() => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn open(name: &str, bytes: &[u8]) -> Result<(String, String), Problem> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let source = Source { shown: name.into(), path: Some(path), named: true };
        let mut input = open_gzip(&source)?;
        let mut text = String::new();
        let filled = input.decoder.fill(&mut text, 1 << 20).map_err(crate::input::Failure::into_problem)?;
        assert!(!filled);
        Ok((input.file.to_string(), text))
    }

    fn compressed(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_compressed_file_is_read_as_what_is_in_it() {
        let expected = ("a.jsonl".to_owned(), "{}\n{}\n".to_owned());
        assert_eq!(open("a.jsonl", b"{}\n{}\n"), Ok(expected.clone()));
        assert_eq!(open("a.jsonl.gz", &compressed("{}\n{}\n")), Ok(expected.clone()));
        // Members one after the other are one file; the name need not say what it is.
        let members = [compressed("{}\n"), compressed("{}\n")].concat();
        assert_eq!(open("a.jsonl", &members), Ok(expected));
    }

    #[test]
    fn a_compressed_file_that_is_cut_off_is_a_problem() {
        let whole = compressed(&"some text of many words\n".repeat(100));
        let problem = open("a.txt.gz", &whole[..whole.len() - 12]).unwrap_err();
        assert!(problem.message.contains("cannot be read further"), "{problem}");
    }
}
