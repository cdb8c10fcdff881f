//! The key of a document: its path relative to the config's folder, the same on every machine.

use std::path::{Component, Path, PathBuf};

/// The path of a file relative to `root` (else to the current folder), with `/` between folders.
pub fn relative(file: &str, root: Option<&Path>) -> String {
    let current = || std::env::current_dir().unwrap_or_default();
    let root = match root {
        Some(root) => normal(&current().join(root)),
        None => normal(&current()),
    };
    let path = normal(&current().join(file));
    let shared = root.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let mut parts = vec!["..".to_owned(); root.components().count() - shared];
    parts.extend(path.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned()));
    parts.join("/")
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
