//! A rule file and a table of anybody: loaded, its errors shown; what loads is tested by its examples and run.
//! The table stands behind the first NUL byte.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtaudit::audit::test_examples;
use mtaudit::rules::{RuleSet, load};
use mtaudit_fuzz::{audit_with, auditor, pack, report};
use std::sync::Arc;

const TEXT: &str =
    "She said \"the\u{a0}cat's hat\" on 31 June 2024 — Кот и 貓 12,000.50 km/h.\n\nA \\n {name} <b>word</b>, word.";

fuzz_target!(|text: &str| {
    let (rules, table) = text.split_once('\0').unwrap_or((text, "term,suggest\ncat,dog\n"));
    let loaded = load(RuleSet::default(), &[pack(rules, table)]);
    for error in &loaded.errors {
        error.render(true);
        error.render(false);
    }
    let rules = Arc::new(loaded.rules);
    if rules.rules.is_empty() {
        return;
    }
    let all: Vec<u32> = (0..rules.rules.len() as u32).collect();
    let _ = test_examples(&rules, &all, &Arc::default());
    let auditor = auditor(rules.clone());
    report(&audit_with(&auditor, TEXT.as_bytes(), Some("text")));
    report(&audit_with(&auditor, text.as_bytes(), Some("text")));
});
