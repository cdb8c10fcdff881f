//! `[dictionary]`: words that are right although no word list has them.

use super::Config;
use super::read::{Reader, Value};
use crate::lexicon::{Dictionary, hunspell};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use toml::Spanned;
use toml::de::DeString;

/// A larger file is not a list of words that somebody wrote.
const MAX_BYTES: u64 = 16 << 20;

impl Reader<'_> {
    /// Reads the table and the files that it names.
    pub(super) fn dictionary(
        &mut self,
        key: &Spanned<DeString<'_>>,
        value: Value<'_, '_>,
        folder: &Path,
        config: &mut Config,
    ) {
        let mut dictionary = Dictionary::default();
        for (key, value) in self.table(key, value).into_iter().flatten() {
            match key.get_ref().as_ref() {
                "words" => {
                    for word in self.texts(key, value) {
                        match one_word(word.get_ref()) {
                            Ok(word) => dictionary.add(word),
                            Err(message) => self.error(word.span(), &message),
                        }
                    }
                }
                "files" => {
                    for file in self.texts(key, value) {
                        let path = folder.join(file.get_ref());
                        if let Err(message) = read(&path, &mut dictionary) {
                            self.error(file.span(), &format!("`{}` {message}", file.get_ref()));
                        }
                        config.dictionary_files.push(path);
                    }
                }
                "hunspell" => {
                    for (language, value) in self.table(key, value).into_iter().flatten() {
                        let Some(file) = self.text(language, value) else { continue };
                        match hunspell::read(&folder.join(&file)) {
                            Ok(read) => dictionary.add_hunspell(language.get_ref(), read),
                            Err(message) => self.error(value.span(), &format!("`{file}` {message}")),
                        }
                    }
                }
                _ => self.unknown(key, &["words", "files", "hunspell"]),
            }
        }
        config.dictionary = Arc::new(dictionary);
    }
}

fn one_word(word: &str) -> Result<&str, String> {
    let mut parts = word.split_whitespace();
    match (parts.next(), parts.next()) {
        (Some(word), None) => Ok(word),
        (None, _) => Err("an empty word".to_owned()),
        (Some(_), Some(_)) => Err(format!("`{word}` is more than one word; list each by itself")),
    }
}

/// Adds the words of a file, one a line; `#` begins a comment.
fn read(path: &Path, dictionary: &mut Dictionary) -> Result<(), String> {
    let unread = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => "does not exist".to_owned(),
        _ => format!("cannot be read: {error}"),
    };
    let metadata = fs::metadata(path).map_err(unread)?;
    if !metadata.is_file() {
        return Err("is not a file".to_owned());
    }
    if metadata.len() > MAX_BYTES {
        return Err(format!("is larger than {} MB", MAX_BYTES >> 20));
    }
    let text = String::from_utf8(fs::read(path).map_err(unread)?).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|&&byte| byte == b'\n').count();
        format!("is not valid UTF-8 (line {})", line + 1)
    })?;
    for (index, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default();
        if !line.trim().is_empty() {
            dictionary.add(one_word(line).map_err(|_| format!("has more than one word in line {}", index + 1))?);
        }
    }
    Ok(())
}
