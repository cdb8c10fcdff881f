//! Where a text leaves ASCII: most of many texts does not, and is passed many bytes at a time.

/// Bytes that are looked at together.
const AT_ONCE: usize = 64;

/// The offset of the first byte that is not ASCII.
pub fn first_wide(bytes: &[u8]) -> Option<usize> {
    let plain = bytes.chunks(AT_ONCE).take_while(|block| block.is_ascii()).count() * AT_ONCE;
    let rest = bytes.get(plain..)?;
    Some(plain + rest.iter().position(|byte| !byte.is_ascii())?)
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
