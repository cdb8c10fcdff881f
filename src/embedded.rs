//! What is compiled into the program: the built-in packs.

use crate::rules::RuleSet;

/// Made by the build script from `rules/`.
static RULES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.postcard"));

/// The same bytes for as long as the program runs, if these are a part of what is embedded: what is decoded from there need
/// not be copied.
pub fn same_bytes(bytes: &[u8]) -> Option<&'static [u8]> {
    let start = bytes.as_ptr().addr().checked_sub(RULES.as_ptr().addr())?;
    RULES.get(start..start.checked_add(bytes.len())?)
}

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
