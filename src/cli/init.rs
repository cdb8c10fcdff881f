//! `mtaudit init`: a commented configuration to start from.

use super::{Exit, complain, print, style};
use anyhow::Context;
use mtaudit::config::{Config, FILE_NAME};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};

/// What is written. Lines that begin with `#` and no space are settings with their defaults.
const TEMPLATE: &str = include_str!("init.toml");

/// Runs the command.
pub fn run() -> anyhow::Result<Exit> {
    let mut file = match OpenOptions::new().write(true).create_new(true).open(FILE_NAME) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            complain(&style::error(&format!("{FILE_NAME} is there already, and is left as it is")));
            return Ok(Exit::Abnormal);
        }
        Err(error) => return Err(error).context(format!("cannot write {FILE_NAME}")),
    };
    file.write_all(TEMPLATE.as_bytes()).with_context(|| format!("cannot write {FILE_NAME}"))?;
    print(&format!("Wrote {FILE_NAME}. All settings in it are comments: take away the # of those that you change.\n"))?;
    let above = std::env::current_dir().ok().and_then(|folder| Config::find(folder.parent()?));
    if let Some((_, above)) = above {
        complain(&style::note(&format!("../{above} is no longer read here: the nearest file counts")));
    }
    Ok(Exit::Clean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mtaudit::config::KEYS;

    /// The template with the `#` of its settings taken away.
    fn settings() -> String {
        let line = |line: &str| match line.strip_prefix('#') {
            Some(setting) if !setting.starts_with(' ') && !setting.is_empty() => setting.to_owned() + "\n",
            _ => line.to_owned() + "\n",
        };
        TEMPLATE.lines().map(line).collect()
    }

    #[test]
    fn the_template_can_be_read_with_and_without_its_comments() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE_NAME);
        for text in [TEMPLATE.to_owned(), settings()] {
            std::fs::write(&file, &text).unwrap();
            Config::load(&file).unwrap();
        }
        let config = Config::load(&file).unwrap();
        assert_eq!(config.lang.as_deref(), Some("en"));
        assert_eq!((config.overrides.len(), config.rules.len()), (1, 2));
    }

    #[test]
    fn the_template_shows_every_key_and_nothing_but_comments() {
        let keys: toml::Table = settings().parse().unwrap();
        for key in KEYS {
            assert!(keys.contains_key(*key), "{key}");
        }
        assert!(TEMPLATE.lines().all(|line| line.is_empty() || line.starts_with('#')));
        assert!(TEMPLATE.lines().all(|line| line.chars().count() <= 100));
    }
}
