//! Which encoding a file is read in, by what the user, its mark, its bytes and the file itself say.

use super::declared::declared;
use super::encoding::{NamedEncoding, TextEncoding};
use super::legacy;

/// Bytes of a file in which a declaration is looked for.
const HEAD: usize = 8 * 1024;

/// What is known of a file before anything is decoded.
#[derive(Clone, Copy)]
pub(super) struct Evidence<'a> {
    /// Its first bytes.
    pub sample: &'a [u8],
    /// Whether these are all.
    pub whole: bool,
    /// What its mark or the pattern of its NUL bytes tells; UTF-8 if there is neither.
    pub detected: TextEncoding,
    /// Whether it has a byte-order mark.
    pub marked: bool,
    /// Whether the NUL bytes alone tell it.
    pub guessed: bool,
}

/// What is worth knowing about a choice, and what is to be done about it.
pub(super) type Remark = (String, Option<&'static str>);

/// The encoding to read a file in. `named` is what the user says.
pub(super) fn choose(evidence: Evidence<'_>, named: Option<NamedEncoding>) -> (TextEncoding, Option<Remark>) {
    let Evidence { sample, whole, detected, marked, guessed } = evidence;
    // A byte-order mark counts more than what anyone says.
    if let (Some(NamedEncoding(encoding)), false) = (named, marked) {
        return (encoding, None);
    }
    let may_be_legacy = !marked && detected == TextEncoding::Utf8;
    let stated = match detected {
        TextEncoding::Utf8 => stated(sample),
        _ => stated(&legible(sample)),
    };
    // What it says of itself counts where its bytes do not contradict.
    match stated.filter(|_| !guessed) {
        Some((_, said)) if may_be_legacy && said.fits(sample) => return (said, None),
        Some((label, said)) if !said.is_like(detected) && !is_broken(sample, detected) => {
            let message = format!("read as {}, although it says that it is in {label}", detected.name());
            return (detected, Some((message, Some("correct what it says"))));
        }
        _ => {}
    }
    if let Some(legacy) = legacy::detect(sample, whole).filter(|_| may_be_legacy) {
        let message = format!("read as {} (detected)", legacy.name());
        return (TextEncoding::Legacy(legacy), Some((message, Some("save it as UTF-8"))));
    }
    let message = || format!("read as {}, which it does not say it is", detected.name());
    (detected, guessed.then(|| (message(), None)))
}

/// The encoding that a file says it is in, if that is read, with its label.
fn stated(head: &[u8]) -> Option<(String, TextEncoding)> {
    let label = declared(head)?;
    let NamedEncoding(encoding) = NamedEncoding::of(&label).ok()?;
    Some((label, encoding))
}

/// The ASCII of a text in UTF-16.
fn legible(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|byte| byte.is_ascii() && *byte != 0).take(HEAD).collect()
}

/// Whether bytes, cut anywhere, are no text in UTF-8.
fn is_broken(sample: &[u8], encoding: TextEncoding) -> bool {
    encoding == TextEncoding::Utf8 && std::str::from_utf8(sample).is_err_and(|error| error.error_len().is_some())
}

impl TextEncoding {
    /// Whether bytes that carry no mark may be in this encoding, which they say they are: one from before Unicode, unless
    /// they are UTF-8 beyond ASCII.
    fn fits(self, sample: &[u8]) -> bool {
        matches!(self, TextEncoding::Legacy(_)) && (sample.is_ascii() || is_broken(sample, TextEncoding::Utf8))
    }

    /// Whether two encodings are the same but for the order of bytes.
    fn is_like(self, other: TextEncoding) -> bool {
        let is_wide = |encoding| matches!(encoding, TextEncoding::Utf16LittleEndian | TextEncoding::Utf16BigEndian);
        self == other || is_wide(self) && is_wide(other)
    }
}
