//! A review table as any spreadsheet may have saved it: read, compared with an audit, made into entries of a baseline,
//! which has to be read again as it was written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtaudit::finding::baseline::{Aliases, Baseline, Known};
use mtaudit::review::{Review, read, text_of};
use mtaudit_fuzz::{Run, audit};
use std::collections::HashSet;
use std::sync::LazyLock;

static RUN: LazyLock<Run> = LazyLock::new(|| audit(include_bytes!("../../samples/visit.txt"), Some("text")));

fuzz_target!(|bytes: &[u8]| {
    let Ok((text, _)) = text_of("review.csv", bytes, None) else { return };
    let Ok(rows) = read("review.csv", &text) else { return };
    let (baseline, aliases) = (Baseline::default(), Aliases::default());
    let known = Known::new(&baseline, &aliases);
    let mut review = Review::new(&known, &rows);
    RUN.documents.iter().for_each(|(findings, _)| review.document(findings));
    let decided = review.finish(&HashSet::from(["input".into()]));
    let changed = baseline.with(decided.decisions);
    let again = Baseline::parse("baseline", &changed.render()).expect("what was written can be read");
    assert_eq!(again, changed);
});
