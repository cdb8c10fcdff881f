//! Documents through the auditor on several threads, and out again in the order they came in.

use super::together::Together;
use super::{Auditor, Counts, DocumentAudit, LanguageOrigin};
use crate::checks::DirectiveUse;
use crate::document::{Document, FieldText, Item};
use crate::finding::Finding;
use crate::finding::scoring::Impacts;
use crate::input::Problem;
use crossbeam_channel::{Receiver, Sender, bounded};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// What became of one input.
// One is handed on at a time and none is kept: a box would save nothing.
#[allow(clippy::large_enum_variant)]
#[derive(Debug)]
pub enum Outcome<E> {
    /// A document was audited.
    Audited(Audited),
    /// Documents that belong together were compared; all of them were handed on before.
    Compared(Compared),
    /// Something could not be read.
    Problem(E),
}

/// What documents say together that none says by itself.
#[derive(Debug)]
pub struct Compared {
    /// The findings, each at a place in one of the documents.
    pub findings: Vec<Finding>,
    /// What is counted of them.
    pub counts: Counts,
    /// How many documents were compared.
    pub documents: u64,
    /// Whether there were so many names that those that came late were not compared.
    pub incomplete: bool,
}

/// An audited document.
#[derive(Debug, Serialize, Deserialize)]
pub struct Audited {
    /// Its findings, in order of their places.
    pub findings: Vec<Finding>,
    /// What is counted of its findings.
    pub counts: Counts,
    /// Its words.
    pub words: u64,
    /// The language it was audited in.
    pub lang: Option<Arc<str>>,
    /// How that is known.
    pub origin: LanguageOrigin,
    /// The file it is from.
    pub file: Arc<str>,
    /// Its key, which fingerprints take for it.
    pub key: Arc<str>,
    /// What came of the directives in its text, in order; of a long text, one may come more than once.
    pub directives: Vec<DirectiveUse>,
    /// Its id.
    pub document: Arc<str>,
    /// The feed item or record, if it is one.
    pub item: Option<Arc<Item>>,
    /// Its texts, if they are kept and it has findings.
    pub texts: Option<Arc<[FieldText]>>,
}

impl Audited {
    /// Its findings by impact, hidden ones included.
    pub fn impacts(&self) -> Impacts {
        let mut impacts = self.counts.hidden_impacts;
        self.findings.iter().for_each(|finding| impacts.count(finding));
        impacts
    }
}

/// Which auditor audits the documents of a file. An auditor audits all.
pub trait Auditors: Sync {
    /// The auditor of the documents of this file, the same at every call.
    fn of(&self, file: &str) -> &Auditor;
}

impl Auditors for Auditor {
    fn of(&self, _: &str) -> &Auditor {
        self
    }
}

/// Documents under way at once, per thread: enough to keep threads busy, few enough to keep memory small. A long one counts
/// as several.
const IN_FLIGHT: usize = 32;
/// Bytes of text of which each counts as a document.
const LONG: usize = 64 << 10;
/// The most that a document counts as.
const MOST_WEIGHT: usize = 8;
/// Bytes of text that are audited together: each check is fetched once for them, and what was learnt of them is still near.
const TOGETHER: usize = 160 << 10;

/// Audits documents on `threads` threads (at least one), each by the auditor of its file, and hands the outcomes to `sink` in input order, until it
/// breaks. Documents that are compared with each other wait for the last of them.
///
/// # Errors
/// If documents that waited in a temporary file could not be read again; those before them were handed on.
///
/// What `sink` sees does not depend on the number of threads. A document at which the auditor fails (a panic, which is
/// a mistake of this program) is a problem; the others are audited.
pub fn run<E: Send + From<Problem>>(
    auditors: &impl Auditors,
    documents: impl Iterator<Item = Result<Document, E>> + Send,
    threads: usize,
    sink: impl FnMut(Outcome<E>) -> ControlFlow<()>,
) -> io::Result<()> {
    let mut collector = Collector { auditors, open: None, together: None, lost: None, sink };
    let flow = on_threads(auditors, documents, threads.max(1), &mut collector);
    if flow.is_continue() {
        let _ = collector.end_together();
    }
    collector.lost.map_or(Ok(()), Err)
}

/// A window and its audit, which there is none of where the auditor failed; or a problem.
type AuditOf<E> = Result<(Option<DocumentAudit>, Document), E>;

/// A document to audit, or a problem; with its number.
type Job<E> = (u64, Result<Document, E>);

/// Audits documents together; each by itself if the auditor fails at one of them.
fn audit<E>(auditors: &impl Auditors, jobs: Vec<Job<E>>) -> Vec<(u64, AuditOf<E>)> {
    let documents: Vec<&Document> = jobs.iter().filter_map(|(_, document)| document.as_ref().ok()).collect();
    let audits: Vec<Option<DocumentAudit>> = match caught(auditors, &documents) {
        Some(audits) => audits.into_iter().map(Some).collect(),
        None => documents.chunks(1).map(|one| caught(auditors, one).and_then(|mut audit| audit.pop())).collect(),
    };
    let mut audits = audits.into_iter();
    let with_audit = |(number, job): Job<E>| (number, job.map(|document| (audits.next().flatten(), document)));
    jobs.into_iter().map(with_audit).collect()
}

/// The audits of documents, those that follow each other and have one auditor together; none if it fails.
fn caught(auditors: &impl Auditors, documents: &[&Document]) -> Option<Vec<DocumentAudit>> {
    let of = |document: &Document| auditors.of(document.raw.file());
    let audit = || {
        let of_one = documents.chunk_by(|one, next| std::ptr::eq(of(one), of(next)));
        of_one.flat_map(|documents| of(documents[0]).audit_windows(documents)).collect()
    };
    // Whatever fails is in no state that anybody sees later: an auditor has none but what it makes ready once.
    catch_unwind(AssertUnwindSafe(audit)).ok()
}

/// What came of documents that were audited together: of each its number and what it counts as.
type Done<E> = Vec<(u64, usize, AuditOf<E>)>;

/// One thread's work, until there is no more or nobody waits for it.
fn work<E>(auditors: &impl Auditors, threads: usize, jobs: &Receiver<Job<E>>, done: &Sender<Done<E>>) {
    while let Some(batch) = next(jobs, threads) {
        let weights: Vec<usize> = batch.iter().map(weight).collect();
        let audits = audit(auditors, batch).into_iter().zip(weights);
        if done.send(audits.map(|((number, audit), weight)| (number, weight, audit)).collect()).is_err() {
            return;
        }
    }
}

/// The next document, and those that wait behind it and are short, as many as are one thread's part.
fn next<E>(jobs: &Receiver<Job<E>>, threads: usize) -> Option<Vec<Job<E>>> {
    let mut batch = vec![jobs.recv().ok()?];
    let part = jobs.len() / threads;
    let mut size = size_of(&batch[0]);
    while batch.len() <= part
        && size < TOGETHER
        && let Ok(job) = jobs.try_recv()
    {
        size += size_of(&job);
        batch.push(job);
    }
    Some(batch)
}

/// Bytes of the text of a document.
fn size_of<E>((_, document): &Job<E>) -> usize {
    document.as_ref().map_or(0, |document| document.fields.iter().map(|field| field.text.len()).sum())
}

/// What a document counts as.
fn weight<E>(job: &Job<E>) -> usize {
    (1 + size_of(job) / LONG).min(MOST_WEIGHT)
}

fn on_threads<E: Send + From<Problem>>(
    auditors: &impl Auditors,
    documents: impl Iterator<Item = Result<Document, E>> + Send,
    threads: usize,
    collector: &mut Collector<'_, impl Auditors, impl FnMut(Outcome<E>) -> ControlFlow<()>>,
) -> ControlFlow<()> {
    // A permit goes round: taken for each document that is read, given back when its outcome is out.
    let (give_permit, take_permit) = bounded(IN_FLIGHT * threads);
    for _ in 0..IN_FLIGHT * threads {
        // The channel has room for all of them.
        let _ = give_permit.send(());
    }
    let (send_job, jobs) = bounded::<Job<E>>(IN_FLIGHT * threads);
    let (send_done, done) = bounded::<Done<E>>(IN_FLIGHT * threads);
    std::thread::scope(|scope| {
        scope.spawn(move || read(documents, &take_permit, &send_job));
        for _ in 0..threads {
            let (jobs, send_done) = (jobs.clone(), send_done.clone());
            scope.spawn(move || work(auditors, threads, &jobs, &send_done));
        }
        drop((jobs, send_done));
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, weight, outcome) in done.iter().flatten() {
            waiting.insert(number, (weight, outcome));
            while let Some((weight, outcome)) = waiting.remove(&next) {
                next += 1;
                // Dropping the ends of the channels makes the reader and the workers stop.
                collector.take(outcome)?;
                for _ in 0..weight {
                    let _ = give_permit.send(());
                }
            }
        }
        ControlFlow::Continue(())
    })
}

fn read<E>(documents: impl Iterator<Item = Result<Document, E>>, permits: &Receiver<()>, jobs: &Sender<Job<E>>) {
    for (number, document) in documents.enumerate() {
        let job = (number as u64, document);
        if (0..weight(&job)).any(|_| permits.recv().is_err()) || jobs.send(job).is_err() {
            return;
        }
    }
}

/// What is said of a document at which the auditor failed.
fn failure(file: &Arc<str>) -> Problem {
    Problem::error(file.clone(), "this program failed here, and what it would have found is lost")
        .help("please report what it printed, with the file")
}

/// Puts the windows of documents together again, and the documents of a corpus.
struct Collector<'a, A, S> {
    auditors: &'a A,
    open: Option<DocumentAudit>,
    /// Documents that wait for others, and the file of the first.
    together: Option<(Together, Arc<str>)>,
    /// Why what waited could not be handed on.
    lost: Option<io::Error>,
    sink: S,
}

impl<A: Auditors, S> Collector<'_, A, S> {
    fn take<E: From<Problem>>(&mut self, outcome: AuditOf<E>) -> ControlFlow<()>
    where
        S: FnMut(Outcome<E>) -> ControlFlow<()>,
    {
        let (audit, document) = match outcome {
            Err(problem) => return (self.sink)(Outcome::Problem(problem)),
            Ok(audited) => audited,
        };
        let file = document.raw.file().clone();
        let auditor = self.auditors.of(&file);
        let reach = auditor.reach(&document);
        if self.together.as_ref().map(|(together, _)| &together.reach) != reach.as_ref() {
            self.end_together()?;
            self.together = reach.map(|reach| (Together::new(reach), file.clone()));
        }
        match (&mut self.together, &audit) {
            (Some((together, _)), Some(audit)) => together.window(auditor, &document, audit),
            (_, None) => (self.sink)(Outcome::Problem(failure(&file).into()))?,
            (None, Some(_)) => {}
        }
        let whole = match (self.open.take(), audit) {
            (Some(mut open), Some(audit)) => {
                open.merge(audit);
                Some(open)
            }
            (open, audit) => open.or(audit),
        };
        if !document.window.last {
            self.open = whole;
            return ControlFlow::Continue(());
        }
        let Some(mut whole) = whole else { return ControlFlow::Continue(()) };
        let (words, key) = (whole.words, whole.key.clone());
        let directives = std::mem::take(&mut whole.directives);
        let claims = std::mem::take(&mut whole.claims);
        let (lang, origin) = whole.language.take().unwrap_or((None, LanguageOrigin::Unknown));
        let (document, item) = whole.document.take().unwrap_or_else(|| (file.clone(), None));
        let texts = whole.texts.take();
        let (findings, evidence, counts) = auditor.finish(whole);
        let texts = texts.filter(|_| !findings.is_empty());
        let audited = Audited { findings, counts, words, lang, origin, file, key, directives, document, item, texts };
        match &mut self.together {
            Some((together, _)) => {
                together.document(audited, evidence, claims);
                ControlFlow::Continue(())
            }
            None => (self.sink)(Outcome::Audited(audited)),
        }
    }

    /// Hands on what waited for the end of its corpus.
    fn end_together<E>(&mut self) -> ControlFlow<()>
    where
        S: FnMut(Outcome<E>) -> ControlFlow<()>,
    {
        let Some((together, file)) = self.together.take() else { return ControlFlow::Continue(()) };
        together.finish(self.auditors.of(&file), &mut self.sink).unwrap_or_else(|error| {
            self.lost = Some(error);
            ControlFlow::Break(())
        })
    }
}
