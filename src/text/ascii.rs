//! Where a text leaves ASCII, or has a byte of another rare kind: most of it is passed many bytes at a time.

/// Bytes that are looked at together.
const AT_ONCE: usize = 64;

/// The offset of the first byte that is not ASCII.
pub fn first_wide(bytes: &[u8]) -> Option<usize> {
    first_of(bytes, |byte| !byte.is_ascii())
}

/// The offset of the first byte of a kind.
pub fn first_of(bytes: &[u8], is: impl Fn(u8) -> bool) -> Option<usize> {
    // Without a way out in the middle a block is compared many bytes at a time.
    let has_none = |block: &&[u8]| !block.iter().fold(false, |any, byte| any | is(*byte));
    let passed = bytes.chunks(AT_ONCE).take_while(has_none).count() * AT_ONCE;
    Some(passed + bytes.get(passed..)?.iter().position(|byte| is(*byte))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_is_found(text in "[a ]{0,200}é?[aé]{0,70}") {
            let expected = text.bytes().position(|byte| !byte.is_ascii());
            prop_assert_eq!(first_wide(text.as_bytes()), expected);
        }
    }
}
