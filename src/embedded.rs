//! What is compiled into the program: the built-in packs, decoded once, on first use.

use crate::rules::RuleSet;
use std::sync::OnceLock;

/// Made by `build.rs` from `rules/`.
static RULES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.postcard"));

/// The built-in packs.
pub fn builtin() -> &'static RuleSet {
    static DECODED: OnceLock<RuleSet> = OnceLock::new();
    // The bytes come from the same types in the same build, so that they decode; a test makes sure.
    DECODED.get_or_init(|| postcard::from_bytes(RULES).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_rules_decode() {
        let decoded: RuleSet = postcard::from_bytes(RULES).unwrap();
        assert_eq!(&decoded, builtin());
    }
}
