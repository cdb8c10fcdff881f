//! Any bytes as JSON Lines.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| mtaudit_fuzz::read(bytes, "jsonl"));
