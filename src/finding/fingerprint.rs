//! Fingerprints: names of findings that survive moved lines, new thresholds and new versions.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;

/// `m1-` and the base32 (RFC 4648, lower case, no padding) of the first 80 bits of a SHA-256 over document
/// key, rule id, normalised matched text, three normalised tokens either side and the ordinal among equal
/// tuples in the document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint(Arc<str>);

impl Fingerprint {
    /// The fingerprint as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Everything a fingerprint is made of but the ordinal, which is known only when a document is complete.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FingerprintSeed {
    /// Digest of the tuple without the ordinal.
    digest: [u8; 32],
}

impl FingerprintSeed {
    /// The seed of a finding. `text` and the tokens are normalised by the caller (folded view).
    pub fn new(document_key: &str, rule: &str, text: &str, before: &[&str], after: &[&str]) -> Self {
        let mut hash = Sha256::new();
        let mut part = |bytes: &[u8]| {
            // Lengths keep ("ab", "c") and ("a", "bc") apart.
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        part(document_key.as_bytes());
        part(rule.as_bytes());
        part(text.as_bytes());
        for side in [before, after] {
            part(&(side.len() as u64).to_le_bytes());
            for token in side {
                part(token.as_bytes());
            }
        }
        FingerprintSeed { digest: hash.finalize().into() }
    }

    /// The fingerprint of the finding that is number `ordinal` (0-based) among those with an equal seed.
    pub fn with_ordinal(&self, ordinal: u32) -> Fingerprint {
        let mut hash = Sha256::new();
        hash.update(self.digest);
        hash.update(ordinal.to_le_bytes());
        let digest = hash.finalize();
        let text = data_encoding::BASE32_NOPAD.encode(&digest[..10]).to_lowercase();
        Fingerprint(format!("m1-{text}").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_starts_with_a_letter_and_depends_on_every_part() {
        let base = FingerprintSeed::new("a.txt", "r", "x", &["b"], &["c"]);
        let all = [
            base.with_ordinal(0),
            base.with_ordinal(1),
            FingerprintSeed::new("b.txt", "r", "x", &["b"], &["c"]).with_ordinal(0),
            FingerprintSeed::new("a.txt", "q", "x", &["b"], &["c"]).with_ordinal(0),
            FingerprintSeed::new("a.txt", "r", "y", &["b"], &["c"]).with_ordinal(0),
            FingerprintSeed::new("a.txt", "r", "x", &["b", "c"], &[]).with_ordinal(0),
        ];
        assert!(all[0].as_str().starts_with("m1-") && all[0].as_str().len() == 19);
        for (i, one) in all.iter().enumerate() {
            assert!(!all[..i].contains(one));
        }
    }
}
