//! Hunspell dictionaries of the user: a `.dic` file with the `.aff` file beside it.

use encoding_rs::Encoding;
use std::fs;
use std::path::Path;

/// Larger files are no dictionaries.
const MAX_BYTES: u64 = 64 << 20;

/// Reads a dictionary by the path of its `.dic` file, or the same without its ending.
///
/// # Errors
/// What is wrong with it, to follow its name in a sentence.
pub fn read(path: &Path) -> Result<spellbook::Dictionary, String> {
    let (aff, dic) = (bytes(&path.with_extension("aff"))?, bytes(&path.with_extension("dic"))?);
    let encoding = encoding_of(&aff)?;
    let decoded = |bytes: &[u8]| encoding.decode(bytes).0.into_owned();
    spellbook::Dictionary::new(&decoded(&aff), &decoded(&dic)).map_err(|error| format!("is no dictionary: {error}"))
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let name = path.extension().and_then(|name| name.to_str()).unwrap_or_default();
    let unread = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => format!("has no `.{name}` file"),
        _ => format!("cannot be read: {error}"),
    };
    if fs::metadata(path).map_err(unread)?.len() > MAX_BYTES {
        return Err(format!("is larger than {} MB", MAX_BYTES >> 20));
    }
    fs::read(path).map_err(unread)
}

/// The encoding that the line `SET` of the affix file names; without one it is Latin-1.
fn encoding_of(aff: &[u8]) -> Result<&'static Encoding, String> {
    let lines = aff.split(|&byte| byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok());
    let named = lines.filter_map(|line| line.trim_start_matches('\u{FEFF}').strip_prefix("SET ")).next();
    let Some(name) = named.map(str::trim) else { return Ok(encoding_rs::WINDOWS_1252) };
    // "ISO8859-1" is how these files spell "ISO-8859-1".
    let label = name.replace("ISO8859", "ISO-8859").replace("microsoft-cp", "windows-");
    Encoding::for_label(label.as_bytes()).ok_or_else(|| format!("is in the encoding `{name}`, which is not known"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dictionary_is_read_in_its_encoding() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("de");
        fs::write(path.with_extension("aff"), "SET ISO8859-1\nSFX S Y 1\nSFX S 0 n .\n").unwrap();
        fs::write(path.with_extension("dic"), b"2\nbr\xFCcke/S\nhaus\n").unwrap();
        let dictionary = read(&path).unwrap();
        assert!(dictionary.check("brücken") && dictionary.check("Haus") && !dictionary.check("hauss"));
        assert!(read(&path.with_extension("dic")).is_ok());
        fs::write(path.with_extension("aff"), "SET nothing\n").unwrap();
        assert!(read(&path).unwrap_err().contains("`nothing`"));
        assert_eq!(read(&folder.path().join("fr")).unwrap_err(), "has no `.aff` file");
    }
}
