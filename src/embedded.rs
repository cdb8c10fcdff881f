//! What is compiled into the program: the built-in packs.

use crate::rules::RuleSet;

/// Made by the build script from `rules/`.
static RULES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.postcard"));

/// The built-in packs, decoded.
pub fn builtin() -> RuleSet {
    // The bytes come from the same types in the same build, so that they decode; a test makes sure.
    postcard::from_bytes(RULES).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_rules_decode() {
        let decoded: Result<RuleSet, _> = postcard::from_bytes(RULES);
        assert!(decoded.is_ok_and(|rules| !rules.rules.is_empty()));
    }
}
