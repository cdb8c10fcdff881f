//! What a file held when it was audited: its length and a hash of its bytes.

use sha2::{Digest as _, Sha256};
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

/// The length and the hash of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest {
    length: u64,
    hash: [u8; 32],
}

impl Digest {
    /// The digest of bytes that are held.
    pub fn of(bytes: &[u8]) -> Self {
        Digest { length: bytes.len() as u64, hash: Sha256::digest(bytes).into() }
    }
}

/// A reader that notes the digest of what it read, once it has read all.
pub struct DigestReader<R> {
    reader: R,
    hasher: Sha256,
    length: u64,
    digest: Arc<Mutex<Option<Digest>>>,
}

impl<R: Read> DigestReader<R> {
    /// The reader, which leaves the digest in `digest` when it comes to the end.
    pub fn new(reader: R, digest: Arc<Mutex<Option<Digest>>>) -> Self {
        DigestReader { reader, hasher: Sha256::new(), length: 0, digest }
    }
}

impl<R: Read> Read for DigestReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.hasher.update(buffer.get(..count).unwrap_or_default());
        self.length += count as u64;
        if count == 0 && !buffer.is_empty() {
            let digest = Digest { length: self.length, hash: self.hasher.clone().finalize().into() };
            *self.digest.lock().unwrap_or_else(PoisonError::into_inner) = Some(digest);
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_a_reader_is_that_of_its_bytes() {
        let bytes = vec![7; 100_000];
        let digest = Arc::default();
        let mut reader = DigestReader::new(&bytes[..], Arc::clone(&digest));
        assert_eq!(*digest.lock().unwrap(), None);
        io::copy(&mut reader, &mut io::sink()).unwrap();
        assert_eq!(*digest.lock().unwrap(), Some(Digest::of(&bytes)));
        assert_ne!(Digest::of(b"a"), Digest::of(b"b"));
    }
}
