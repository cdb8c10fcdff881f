//! Records that wait for the end of a corpus: in memory while they are few, then in a temporary file.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;

/// Bytes of records that are held in memory, as they weigh themselves.
const MOST_HELD: usize = 8 << 20;

/// Something that knows about how many bytes of memory it takes.
pub trait Weighed {
    /// About how many bytes it takes.
    fn weight(&self) -> usize;
}

/// Records in the order in which they came. The file has no name and goes when the spool does.
#[derive(Debug)]
pub struct Spool<T> {
    held: Vec<T>,
    weight: usize,
    most: usize,
    file: Option<File>,
    /// Bytes of whole records in the file.
    written: u64,
    /// Whether the file cannot be written any more, so that the rest stays in memory.
    broken: bool,
}

impl<T: Serialize + DeserializeOwned + Weighed> Default for Spool<T> {
    fn default() -> Self {
        Spool::holding(MOST_HELD)
    }
}

impl<T: Serialize + DeserializeOwned + Weighed> Spool<T> {
    /// A spool that holds about so many bytes in memory.
    pub fn holding(most: usize) -> Self {
        Spool { held: Vec::new(), weight: 0, most, file: None, written: 0, broken: false }
    }

    /// Adds a record.
    pub fn push(&mut self, record: T) {
        self.weight += record.weight();
        self.held.push(record);
        // A full disk is no reason to lose what memory can hold.
        if self.weight > self.most && !self.broken {
            self.broken = self.spill().is_err();
        }
    }

    /// Whether records were written to the file.
    pub fn has_spilled(&self) -> bool {
        self.written > 0
    }

    fn spill(&mut self) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(self.weight);
        for record in &self.held {
            let start = bytes.len();
            bytes.extend_from_slice(&[0; 8]);
            bytes = postcard::to_extend(record, bytes).map_err(io::Error::other)?;
            let length = (bytes.len() - start - 8) as u64;
            bytes[start..start + 8].copy_from_slice(&length.to_le_bytes());
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.seek(SeekFrom::Start(self.written))?;
        file.write_all(&bytes)?;
        self.written += bytes.len() as u64;
        self.held.clear();
        self.weight = 0;
        Ok(())
    }

    /// Hands out every record, in order, and keeps them.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn each(&mut self, mut take: impl FnMut(&T)) -> io::Result<()> {
        let _ = self.read(|record| {
            take(&record);
            ControlFlow::Continue(())
        })?;
        self.held.iter().for_each(take);
        Ok(())
    }

    /// Hands out every record, in order, until `take` breaks.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn drain(mut self, mut take: impl FnMut(T) -> ControlFlow<()>) -> io::Result<ControlFlow<()>> {
        if self.read(&mut take)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        Ok(self.held.into_iter().try_for_each(take))
    }

    /// The records in the file.
    fn read(&mut self, mut take: impl FnMut(T) -> ControlFlow<()>) -> io::Result<ControlFlow<()>> {
        let Some(file) = &mut self.file else { return Ok(ControlFlow::Continue(())) };
        file.seek(SeekFrom::Start(0))?;
        let mut reader = BufReader::with_capacity(1 << 16, file).take(self.written);
        let mut bytes = Vec::new();
        while reader.limit() > 0 {
            let mut length = [0; 8];
            reader.read_exact(&mut length)?;
            bytes.resize(u64::from_le_bytes(length) as usize, 0);
            reader.read_exact(&mut bytes)?;
            if take(postcard::from_bytes(&bytes).map_err(io::Error::other)?).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Weighed for String {
        fn weight(&self) -> usize {
            self.len()
        }
    }

    fn filled(most: usize) -> Spool<String> {
        let mut spool = Spool::holding(most);
        (0..100).for_each(|number| spool.push(format!("record {number}")));
        spool
    }

    #[test]
    fn records_come_back_in_order_wherever_they_waited() {
        let expected: Vec<String> = (0..100).map(|number| format!("record {number}")).collect();
        for (most, spilled) in [(1 << 20, false), (100, true), (0, true)] {
            let mut spool = filled(most);
            assert_eq!(spool.has_spilled(), spilled);
            for _ in 0..2 {
                let mut seen = Vec::new();
                spool.each(|record| seen.push(record.clone())).unwrap();
                assert_eq!(seen, expected);
            }
            let mut seen = Vec::new();
            let flow = spool.drain(|record| {
                seen.push(record);
                ControlFlow::Continue(())
            });
            assert!(flow.unwrap().is_continue() && seen == expected);
        }
    }

    #[test]
    fn whoever_has_enough_gets_no_more() {
        for most in [1 << 20, 10] {
            let mut seen = 0;
            let flow = filled(most).drain(|_| {
                seen += 1;
                if seen == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert!(flow.unwrap().is_break() && seen == 3);
        }
    }
}
