//! Any bytes as a file whose content tells its format: audited with all built-in rules, reported in every format,
//! repaired in memory.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| mtaudit_fuzz::check(bytes, None));
