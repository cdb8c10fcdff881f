//! `check --fix` and `check --diff`: what can be repaired is repaired, or shown, before the report.

use super::args::Check;
use super::auditors::AuditorSet;
use super::check::{interrupted, threads};
use super::run::show_problem;
use super::{Exit, complain, style};
use colored::Colorize;
use mtaudit::audit::{self, Outcome};
use mtaudit::finding::baseline::Known;
use mtaudit::fix::{self, DiffLine, Digest, DigestReader, Refusal, Repair, Settled};
use mtaudit::formats::{self, FormatOptions, MAX_TEXT};
use mtaudit::input::{Input, NamedEncoding, Problem, Source};
use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Cursor, IsTerminal, Read, Write};
use std::iter;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// What came of repairing.
#[derive(Debug)]
pub struct Repaired {
    /// How it ended, the report aside.
    pub exit: Exit,
    /// What can be read only once, as it is now; of standard input, the repaired text was printed.
    pub held: Held,
}

/// The bytes of standard input and of pipes, by the name that they go by.
pub type Held = HashMap<Arc<str>, Arc<[u8]>>;

/// Repairs the files, or shows what repairing would change.
pub fn run(
    auditors: &AuditorSet,
    known: Option<&Known<'_>>,
    arguments: &Check,
    options: &FormatOptions,
    sources: &[Result<Source, Problem>],
) -> anyhow::Result<Repaired> {
    let held = hold(sources);
    let mut fixing = Fixing { auditors, known, arguments, options, held, exit: Exit::Clean, repairs: 0, files: 0 };
    let mut found = fixing.audit(sources);
    if interrupted() {
        complain("Interrupted: nothing was fixed.\n");
        return Ok(Repaired { exit: Exit::Interrupted, held: fixing.held });
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let done = fixing.files(sources, &mut found, &mut out).and_then(|()| {
        if let (Some(stdin), false) = (stdin(sources), arguments.diff) {
            out.write_all(fixing.held.get(&stdin.shown).map_or(&[][..], |bytes| bytes))?;
        }
        out.flush()
    });
    match done {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error.into()),
        _ if arguments.quiet => {}
        _ => complain(&fixing.closing_line(found.unsafe_ones)),
    }
    Ok(Repaired { exit: fixing.exit, held: fixing.held })
}

/// Standard input, if it is among the sources.
pub fn stdin(sources: &[Result<Source, Problem>]) -> Option<&Source> {
    sources.iter().flatten().find(|source| source.path.is_none())
}

/// Opens a source, as it is held if it is.
pub fn open(source: &Source, held: &Held, encoding: Option<NamedEncoding>) -> Result<Input, Problem> {
    held.get(&source.shown).map_or_else(|| Input::open(source, encoding), |bytes| input(source, bytes, encoding))
}

/// What the audit of all files found.
#[derive(Default)]
struct Found {
    /// The repairs, by file.
    repairs: HashMap<Arc<str>, Vec<Repair>>,
    /// Findings with a proposal that somebody has to look at.
    unsafe_ones: usize,
    /// Containers with something to repair, which are not written into.
    containers: HashSet<Arc<str>>,
    /// Files that could not be read whole.
    unreadable: HashSet<Arc<str>>,
    /// What each source held when it was audited.
    digests: Vec<Arc<Mutex<Option<Digest>>>>,
}

struct Fixing<'a> {
    auditors: &'a AuditorSet,
    /// What is known is not repaired: somebody found it right, or left it for later.
    known: Option<&'a Known<'a>>,
    arguments: &'a Check,
    options: &'a FormatOptions,
    held: Held,
    exit: Exit,
    repairs: usize,
    files: usize,
}

impl Fixing<'_> {
    /// Audits all sources; keeps nothing of them but their repairs.
    fn audit(&mut self, sources: &[Result<Source, Problem>]) -> Found {
        let mut found = Found::default();
        found.digests.resize_with(sources.len(), Default::default);
        let (held, options, digests) = (&self.held, self.options, found.digests.clone());
        let opened = sources.iter().zip(digests).flat_map(|(source, digest)| {
            let input = match source {
                Ok(source) => noted(source, held, options.encoding, digest),
                Err(problem) => Err(problem.clone()),
            };
            input.map_or_else(
                |problem| Box::new(iter::once(Err(problem))) as formats::Documents<'_>,
                |input| formats::documents_of(input, options),
            )
        });
        let documents = opened.take_while(|_| !interrupted());
        // Nothing waits where documents are not compared, so that nothing can be lost.
        let _ = audit::run(self.auditors, documents, threads(self.arguments), |outcome| {
            match outcome {
                Outcome::Compared(_) => {}
                Outcome::Audited(mut audited) => {
                    if let Some(known) = self.known {
                        known.hide(&mut audited.findings);
                    }
                    for finding in &audited.findings {
                        if let Some(repair) = Repair::of(finding, self.arguments.unsafe_fixes) {
                            found.repairs.entry(finding.site.place.file.clone()).or_default().push(repair);
                        } else if Repair::of(finding, true).is_some() {
                            found.unsafe_ones += 1;
                        } else if fix::is_in_container(finding) && !finding.suggestions.is_empty() {
                            found.containers.insert(finding.site.place.file.clone());
                        }
                    }
                }
                Outcome::Problem(problem) => {
                    if problem.is_error() {
                        found.unreadable.insert(problem.file.clone());
                    }
                    // The report after --fix tells of them.
                    if self.arguments.diff {
                        show_problem(&problem, self.arguments.quiet);
                        self.exit = self.exit.max(if problem.is_error() { Exit::Abnormal } else { Exit::Clean });
                    }
                }
            }
            ControlFlow::Continue(())
        });
        found
    }

    /// Repairs one file after the other.
    fn files(&mut self, sources: &[Result<Source, Problem>], found: &mut Found, out: &mut dyn Write) -> io::Result<()> {
        let mut done: HashSet<PathBuf> = HashSet::new();
        for (source, digest) in sources.iter().zip(&found.digests) {
            let Ok(source) = source else { continue };
            if found.containers.remove(&source.shown) {
                let message = "not fixed: members of containers are not repaired";
                self.left(Problem::note(source.shown.clone(), message).help("repair it in its own program"));
            }
            let Some(repairs) = found.repairs.remove(&source.shown) else { continue };
            if interrupted() {
                self.exit = Exit::Interrupted;
                break;
            }
            if found.unreadable.contains(&source.shown) {
                self.left(Problem::note(source.shown.clone(), "not fixed, because it could not be read whole"));
                continue;
            }
            // The same file under two names is repaired once.
            let path = source.path.as_ref().and_then(|path| path.canonicalize().ok());
            if path.is_some_and(|path| !done.insert(path)) {
                continue;
            }
            let digest = *digest.lock().unwrap_or_else(PoisonError::into_inner);
            match self.settle(source, digest, &repairs) {
                Ok((old, settled)) if *old != *settled.bytes => self.write(source, &old, settled, out)?,
                Ok(_) => {}
                Err(problem) => self.left(problem),
            }
        }
        Ok(())
    }

    /// The bytes of a source, and the same repaired.
    fn settle(
        &mut self,
        source: &Source,
        digest: Option<Digest>,
        repairs: &[Repair],
    ) -> Result<(Arc<[u8]>, Settled), Problem> {
        let refused = |why: String| Problem::error(source.shown.clone(), format!("not fixed: {why}"));
        let bytes: Arc<[u8]> = match (self.held.get(&source.shown), &source.path) {
            (Some(bytes), _) => bytes.clone(),
            (None, Some(path)) => fs::read(path).map_err(|error| refused(error.to_string()))?.into(),
            (None, None) => return Err(refused("it is gone".into())),
        };
        if digest != Some(Digest::of(&bytes)) {
            return Err(refused(Refusal::Changed.to_string()));
        }
        let encoding = input(source, &bytes, self.options.encoding)?.decoder.text_encoding();
        let settled = fix::settle(&bytes, repairs, encoding, |bytes| self.audit_again(source, &bytes));
        let settled =
            settled.map_err(|problem| refused(format!("repaired, it could not be read any more ({problem})")))?;
        let settled = settled.ok_or_else(|| refused("its repairs make new findings without end".into()))?;
        if !settled.endless.is_empty() {
            let rules = settled.endless.join(", ");
            let message = format!("not fixed in this file, because the repairs have no end: {rules}");
            show_problem(&Problem::note(source.shown.clone(), message), self.arguments.quiet);
        }
        if settled.unwritable > 0 {
            let findings = style::counted(settled.unwritable, "finding", "findings");
            let why =
                "the new text has a sign that the encoding lacks, or one that ends a cell without quotation marks";
            let message = format!("{findings} not fixed, because {why}");
            show_problem(&Problem::note(source.shown.clone(), message), self.arguments.quiet);
        }
        Ok((bytes, settled))
    }

    /// The repairs of a text that is held.
    fn audit_again(&self, source: &Source, bytes: &Arc<[u8]>) -> Result<Vec<Repair>, Problem> {
        let documents = formats::documents_of(input(source, bytes, self.options.encoding)?, self.options);
        // Threads are not worth their start for one small document.
        let threads = if bytes.len() > MAX_TEXT { threads(self.arguments) } else { 1 };
        let mut repairs = Vec::new();
        let mut broken = None;
        let _ = audit::run(self.auditors, documents, threads, |outcome: Outcome<Problem>| {
            match outcome {
                Outcome::Compared(_) => {}
                Outcome::Audited(mut audited) => {
                    if let Some(known) = self.known {
                        known.hide(&mut audited.findings);
                    }
                    let wanted = |finding| Repair::of(finding, self.arguments.unsafe_fixes);
                    repairs.extend(audited.findings.iter().filter_map(wanted));
                }
                Outcome::Problem(problem) if problem.is_error() => {
                    broken = Some(problem);
                    return ControlFlow::Break(());
                }
                Outcome::Problem(_) => {}
            }
            ControlFlow::Continue(())
        });
        broken.map_or(Ok(repairs), Err)
    }

    /// Puts a repaired text where it belongs, or shows how it differs.
    fn write(&mut self, source: &Source, old: &[u8], new: Settled, out: &mut dyn Write) -> io::Result<()> {
        match (&source.path, self.arguments.diff) {
            (_, true) => {
                let shown = |bytes: &[u8]| text(source, bytes, self.options.encoding);
                show_diff(source, &shown(old), &shown(&new.bytes), out)?;
                self.exit = self.exit.max(Exit::Findings);
            }
            (None, false) => drop(self.held.insert(source.shown.clone(), new.bytes)),
            (Some(path), false) => {
                if let Err(refusal) = fix::replace(path, old, &new.bytes) {
                    self.left(Problem::error(source.shown.clone(), format!("not fixed: {refusal}")));
                    return Ok(());
                }
            }
        }
        self.repairs += new.repairs;
        self.files += 1;
        Ok(())
    }

    /// A file is left as it is.
    fn left(&mut self, problem: Problem) {
        show_problem(&problem, self.arguments.quiet);
        if problem.is_error() {
            self.exit = self.exit.max(Exit::Abnormal);
        }
    }

    fn closing_line(&self, unsafe_ones: usize) -> String {
        let findings = style::counted(self.repairs, "finding", "findings");
        let files = style::counted(self.files, "file", "files");
        let done = match (self.repairs, self.arguments.diff) {
            (0, _) => "Nothing to fix".to_owned(),
            (_, true) => format!("Would fix {findings} in {files}"),
            (_, false) => format!("Fixed {findings} in {files}"),
        };
        match unsafe_ones {
            0 => format!("{done}.\n"),
            1 => format!("{done}; 1 more has a proposal to look at (--unsafe-fixes).\n"),
            count => format!("{done}; {count} more have proposals to look at (--unsafe-fixes).\n"),
        }
    }
}

/// Opens a source to be audited; what it held is noted when it was read to its end.
fn noted(
    source: &Source,
    held: &Held,
    encoding: Option<NamedEncoding>,
    digest: Arc<Mutex<Option<Digest>>>,
) -> Result<Input, Problem> {
    let reader: Box<dyn Read + Send> = match (held.get(&source.shown), &source.path) {
        (Some(bytes), _) => Box::new(Cursor::new(bytes.clone())),
        (None, Some(path)) => match File::open(path) {
            Ok(file) => Box::new(file),
            Err(error) => return Err(Problem::error(source.shown.clone(), format!("cannot be read: {error}"))),
        },
        (None, None) => return Input::open(source, encoding),
    };
    Input::new(source.shown.clone(), source.named, Box::new(DigestReader::new(reader, digest)), encoding)
}

/// The input of a source whose bytes are held.
fn input(source: &Source, bytes: &Arc<[u8]>, encoding: Option<NamedEncoding>) -> Result<Input, Problem> {
    Input::new(source.shown.clone(), source.named, Box::new(Cursor::new(bytes.clone())), encoding)
}

/// Reads what can be read only once. What cannot be read is not held, and its problem comes when it is opened.
fn hold(sources: &[Result<Source, Problem>]) -> Held {
    let read = |source: &Source| -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        match &source.path {
            None => io::stdin().lock().read_to_end(&mut bytes).ok()?,
            Some(path) if !fs::metadata(path).ok()?.is_file() => File::open(path).ok()?.read_to_end(&mut bytes).ok()?,
            Some(_) => return None,
        };
        Some(bytes)
    };
    let held = |source: &Source| read(source).map(|bytes| (source.shown.clone(), bytes.into()));
    sources.iter().flatten().filter_map(held).collect()
}

/// The text of bytes that were audited, to be shown; UTF-8 with its byte-order mark, so that it can be patched.
fn text(source: &Source, bytes: &[u8], encoding: Option<NamedEncoding>) -> String {
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.contains('\0')
    {
        return text.to_owned();
    }
    let mut text = String::new();
    if let Ok(mut decoded) = input(source, &bytes.into(), encoding) {
        // What cannot be decoded was refused before.
        let _ = decoded.decoder.fill(&mut text, usize::MAX);
    }
    text
}

/// Prints a unified diff. On a terminal, what could command it is shown escaped; elsewhere every byte is as it is.
fn show_diff(source: &Source, old: &str, new: &str, out: &mut dyn Write) -> io::Result<()> {
    let terminal = io::stdout().is_terminal();
    let name = style::safe(&source.shown);
    writeln!(out, "{}", format!("--- {name}").bold())?;
    writeln!(out, "{}", format!("+++ {name}").bold())?;
    for line in fix::diff(old, new) {
        let (sign, text) = match line {
            DiffLine::Place(place) => {
                writeln!(out, "{}", place.cyan())?;
                continue;
            }
            DiffLine::Kept(text) => (' ', text),
            DiffLine::Removed(text) => ('-', text),
            DiffLine::Added(text) => ('+', text),
        };
        let (body, line_break) = match text.strip_suffix('\n') {
            Some(body) => (body, "\n"),
            None => (text, "\n\\ No newline at end of file\n"),
        };
        let body = if terminal { style::safe(body.trim_end_matches('\r')) } else { body.to_owned() };
        let shown = format!("{sign}{body}");
        match sign {
            '-' => write!(out, "{}{line_break}", shown.red())?,
            '+' => write!(out, "{}{line_break}", shown.green())?,
            _ => write!(out, "{shown}{line_break}")?,
        }
    }
    Ok(())
}
