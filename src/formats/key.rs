//! The key of a document: its path relative to the config's folder, the same on every machine.

use crate::finding::short_digest;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The path of a file relative to `root` (else to the current folder), with `/` between folders.
pub fn relative(file: &str, root: Option<&Path>) -> String {
    let current = std::env::current_dir().unwrap_or_default();
    let root = normal(&root.map_or_else(|| current.clone(), |root| current.join(root)));
    let path = normal(&current.join(file));
    let shared = root.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let mut parts = vec!["..".to_owned(); root.components().count() - shared];
    parts.extend(path.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned()));
    parts.join("/")
}

/// Characters of each field that a record without a name is known by.
pub(super) const BEGINNING: usize = 100;

/// The key of a record in a file: its id or its address behind the file's key. A record without either is known by its
/// title and the first words of its fields: a number would be another record's when one more comes first.
pub(super) fn of_record(
    file_key: &str,
    id: Option<&str>,
    url: Option<&str>,
    title: Option<&str>,
    fields: impl Iterator<Item = String>,
) -> Arc<str> {
    if let Some(name) = id.or(url) {
        return format!("{file_key}#{name}").into();
    }
    let mut beginning = title.unwrap_or_default().to_owned();
    for field in fields {
        beginning.push('\n');
        beginning.extend(field.chars().take(BEGINNING));
    }
    format!("{file_key}#~{}", short_digest(&beginning)).into()
}

/// The path without `.` and `..`. Links are not resolved: where a checkout lies must not change its keys.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_relative_to_the_root_however_the_path_was_written() {
        let root = Path::new("/project");
        assert_eq!(relative("/project/news/a.txt", Some(root)), "news/a.txt");
        assert_eq!(relative("/project/./news/../news/a.txt", Some(root)), "news/a.txt");
        assert_eq!(relative("/elsewhere/a.txt", Some(root)), "../elsewhere/a.txt");
        assert_eq!(relative("./news/a.txt", None), "news/a.txt");
        assert_eq!(relative("-", None), "-");
        let current = std::env::current_dir().unwrap();
        assert_eq!(relative("src/a.txt", Some(&current.join("src"))), "a.txt");
    }
}
