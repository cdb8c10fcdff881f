//! Fingerprints: names of findings that survive moved lines, new thresholds and new versions.

use crate::document::ParagraphBreak;
use crate::rules::string::Str;
use crate::text::View;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// `m1-` and the base32 (RFC 4648, lower case, no padding) of the first 80 bits of a SHA-256 over document
/// key, rule id, normalised matched text, three normalised tokens either side and the ordinal among equal
/// tuples in the document. It carries what it was made of, for a baseline to compare when something of it changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fingerprint {
    name: Arc<str>,
    parts: Arc<Parts>,
    ordinal: u32,
}

/// What a fingerprint is made of but the ordinal. Texts that are very long are shortened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Parts {
    /// Key of the document.
    pub document: Arc<str>,
    /// Full id of the rule.
    pub rule: Str,
    /// The normalised matched text, see [`settled`].
    pub text: String,
    /// The normalised tokens before it, separated by spaces.
    pub before: String,
    /// The normalised tokens after it.
    pub after: String,
}

impl Fingerprint {
    /// The fingerprint as text.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// What it is made of, but the ordinal.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// 0-based number among findings of the document with equal parts.
    pub fn ordinal(&self) -> u32 {
        self.ordinal
    }

    /// Whether a text has the form of a fingerprint.
    pub fn is_one(text: &str) -> bool {
        let base32 = |byte: u8| byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte);
        text.strip_prefix("m1-").is_some_and(|name| name.len() == 16 && name.bytes().all(base32))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Everything a fingerprint is made of but the ordinal, which is known only when a document is complete.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FingerprintSeed {
    digest: SeedDigest,
    parts: Arc<Parts>,
}

/// Digest of the tuple without the ordinal, of texts that are not shortened.
pub type SeedDigest = [u8; 32];

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
        let parts = Parts {
            document: document_key.into(),
            rule: rule.into(),
            text: settled(text),
            before: shortened(&before.join(" ")).into_owned(),
            after: shortened(&after.join(" ")).into_owned(),
        };
        FingerprintSeed { digest: hash.finalize().into(), parts: parts.into() }
    }

    /// What tells it from others.
    pub fn digest(&self) -> SeedDigest {
        self.digest
    }

    /// The fingerprint of the finding that is number `ordinal` (0-based) among those with an equal seed.
    pub fn with_ordinal(&self, ordinal: u32) -> Fingerprint {
        let mut hash = Sha256::new();
        hash.update(self.digest);
        hash.update(ordinal.to_le_bytes());
        let name = format!("m1-{}", base32(&hash.finalize()));
        Fingerprint { name: name.into(), parts: self.parts.clone(), ordinal }
    }
}

/// A text normalised until that changes nothing more, so that what is read back or written by hand is equal to what
/// was found: what normalising drops may leave two characters that compose. A very long one is shortened.
pub fn settled(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..MOST_PASSES {
        let next = View::of(&text, ParagraphBreak::BlankLine).folded().trim().to_owned();
        if next == text {
            break;
        }
        text = next;
    }
    shortened(&text).into_owned()
}

/// Times that a text is normalised; two are nearly always enough.
const MOST_PASSES: usize = 8;
/// Most characters of a text that is kept as it is.
const LONGEST: usize = 160;

/// The text, or the beginning of one that is very long with a digest of the whole, so that two of them are equal
/// where the texts are. Shortening twice changes nothing.
pub fn shortened(text: &str) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else { return Cow::Borrowed(text) };
    let kept = text[..end].char_indices().nth(LONGEST / 2).map_or("", |(end, _)| &text[..end]);
    Cow::Owned(format!("{}… #{}", kept.trim_end(), short_digest(text)))
}

/// 16 letters and digits that tell a text from others.
pub fn short_digest(text: &str) -> String {
    base32(&Sha256::digest(text.as_bytes()))
}

/// The first 80 bits of a digest, in lower case.
fn base32(digest: &[u8]) -> String {
    data_encoding::BASE32_NOPAD.encode(&digest[..digest.len().min(10)]).to_lowercase()
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

    #[test]
    fn a_fingerprint_is_known_by_its_form() {
        assert!(Fingerprint::is_one(FingerprintSeed::new("", "", "", &[], &[]).with_ordinal(0).as_str()));
        for text in
            ["", "m1-", "m1-ABCDEFGHIJKLMNOP", "m1-abcdefghijklmnop1", "m2-abcdefghijklmnop", "m1-abcdefghijklmno8"]
        {
            assert!(!Fingerprint::is_one(text), "{text}");
        }
    }

    #[test]
    fn long_texts_are_told_apart_by_their_digests() {
        let long = "word ".repeat(200);
        let other = long.clone() + "x";
        let (one, two) = (shortened(&long).into_owned(), shortened(&other).into_owned());
        assert!(one != two && one.chars().count() <= LONGEST);
        assert_eq!(shortened(&one), one);
        assert_eq!(shortened("short"), "short");
    }
}
