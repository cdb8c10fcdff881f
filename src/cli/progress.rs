//! The progress line: on standard error, only on a terminal, and only when a run takes long.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// A run that is over sooner shows nothing.
const DELAY: Duration = Duration::from_millis(700);
/// How often the line is drawn again.
const INTERVAL: Duration = Duration::from_millis(100);
/// To the start of the line, and nothing on it.
const ERASE: &str = "\r\u{1b}[K";

/// The terminal's current line. There is one terminal, so there is one of these.
static LINE: Mutex<Line> = Mutex::new(Line { drawn: false, broken: false });

struct Line {
    /// Whether the progress line stands there.
    drawn: bool,
    /// Whether a report's line stands there unfinished: nothing may be drawn over it.
    broken: bool,
}

fn line() -> MutexGuard<'static, Line> {
    LINE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes the progress line away and writes to the terminal; the line comes back by itself. `write` must not call
/// this again.
pub fn pause<T>(write: impl FnOnce() -> T) -> T {
    let mut line = line();
    erase(&mut line);
    write()
}

fn erase(line: &mut Line) {
    if std::mem::take(&mut line.drawn) {
        let _ = io::stderr().lock().write_all(ERASE.as_bytes());
    }
}

/// A writer to the terminal that the progress line shows on.
pub struct Paused<W>(pub W);

impl<W: Write> Write for Paused<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut line = line();
        erase(&mut line);
        let written = self.0.write(bytes)?;
        line.broken = bytes[..written].last().is_some_and(|&last| last != b'\n');
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// What a run has done so far.
#[derive(Debug, Default)]
pub struct Done {
    files: AtomicU64,
    bytes: AtomicU64,
}

impl Done {
    /// A file was opened.
    pub fn file(&self) {
        self.files.fetch_add(1, Ordering::Relaxed);
    }

    /// Text was read.
    pub fn text(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    fn text_of(&self, files: usize) -> String {
        let megabytes = self.bytes.load(Ordering::Relaxed) as f64 / 1e6;
        let file = self.files.load(Ordering::Relaxed);
        format!("Auditing: file {file} of {files}, {megabytes:.1} MB of text")
    }
}

/// The line of one run; dropping it takes it away.
pub struct Progress {
    /// What is shown.
    pub done: Arc<Done>,
    ticker: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts to watch a run over so many files; shows nothing unless `shown`.
    pub fn start(shown: bool, files: usize) -> Self {
        let done = Arc::new(Done::default());
        let counted = done.clone();
        let ticker = shown.then(|| {
            let (stop, stopped) = channel();
            let tick = move || {
                let mut wait = DELAY;
                while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                    draw(&counted.text_of(files));
                    wait = INTERVAL;
                }
            };
            (stop, std::thread::spawn(tick))
        });
        Progress { done, ticker }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, ticker)) = self.ticker.take() {
            drop(stop);
            let _ = ticker.join();
            pause(|| ());
        }
    }
}

fn draw(text: &str) {
    let mut line = line();
    if !line.broken {
        line.drawn = true;
        let _ = io::stderr().lock().write_all(format!("{ERASE}{text}").as_bytes());
    }
}

/// Whether a progress line is welcome: somebody watches a terminal that can erase a line.
pub fn is_welcome() -> bool {
    welcome(|name| std::env::var(name).ok(), io::stderr().is_terminal())
}

fn welcome(variable: impl Fn(&str) -> Option<String>, terminal: bool) -> bool {
    let in_ci = variable("CI").is_some_and(|value| !value.is_empty() && value != "false");
    terminal && !in_ci && variable("TERM").is_none_or(|value| value != "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_somebody_who_watches_sees_it() {
        let with = |set: &'static [(&str, &str)], terminal| {
            welcome(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string()), terminal)
        };
        assert!(with(&[("TERM", "xterm")], true));
        assert!(with(&[("CI", "")], true));
        assert!(!with(&[], false));
        assert!(!with(&[("CI", "true")], true));
        assert!(!with(&[("TERM", "dumb")], true));
    }

    #[test]
    fn it_says_how_far_the_run_is() {
        let done = Done::default();
        done.file();
        done.text(2_340_000);
        assert_eq!(done.text_of(12), "Auditing: file 1 of 12, 2.3 MB of text");
    }

    #[test]
    fn what_is_written_arrives_and_an_unfinished_line_is_kept() {
        let mut written = Vec::new();
        Paused(&mut written).write_all(b"a finding,").unwrap();
        assert!(line().broken);
        Paused(&mut written).write_all(b" whole\n").unwrap();
        assert!(!line().broken);
        assert_eq!(written, b"a finding, whole\n");
    }
}
