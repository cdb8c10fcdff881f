//! Any bytes as NewsML-G2.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| mtaudit_fuzz::read(bytes, "newsml"));
