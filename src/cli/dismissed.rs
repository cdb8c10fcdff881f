//! The baseline of a run: where it is, read, and compared with what is found.

use super::args::{BaselineOptions, Global};
use super::session::Session;
use super::{complain, style};
use anyhow::{Context, bail};
use mtaudit::config::Config;
use mtaudit::finding::baseline::{Aliases, BASELINE_FILE, Baseline, Known};
use mtaudit::formats;
use mtaudit::report::colour;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A larger file is a mistake.
const MAX_BYTES: u64 = 1 << 28;

/// A baseline that was read.
pub struct Dismissed {
    baseline: Baseline,
    aliases: Aliases,
    /// Its bytes, if there is a file.
    pub bytes: Option<Vec<u8>>,
    /// Whether it could not be used and the run goes on all the same.
    pub abnormal: bool,
}

/// Where the baseline of a run is, whether there is one or not. Without a configuration it is in the current folder;
/// whoever wants no configuration gets none.
pub fn path(global: &Global, config: &Config, given: Option<&Path>) -> Option<PathBuf> {
    match given {
        Some(path) => Some(path.to_owned()),
        None if global.isolated => None,
        None => Some(config.folder.as_deref().unwrap_or(Path::new("")).join(BASELINE_FILE)),
    }
}

/// The path as messages have it: from the current folder.
pub fn shown(path: &Path) -> String {
    style::safe(&formats::path_from(&path.to_string_lossy(), None))
}

impl Dismissed {
    /// The baseline that `check` applies; none if there is none.
    pub fn of_check(global: &Global, session: &Session, options: &BaselineOptions) -> anyhow::Result<Option<Self>> {
        if options.no_baseline {
            return Ok(None);
        }
        let path = path(global, &session.config, options.baseline.as_deref());
        let read = path.as_deref().map(|path| Dismissed::read(path, global, session)).transpose()?;
        let there = read.filter(|read| read.bytes.is_some());
        if there.is_none() && options.only_new {
            let wanted = shown(path.as_deref().unwrap_or(Path::new(BASELINE_FILE)));
            bail!("--only-new needs a baseline, and there is no {wanted}; `mtaudit baseline create` writes one");
        }
        match (&there, &options.baseline) {
            (None, Some(path)) => bail!("no such baseline: {}", shown(path)),
            _ => Ok(there),
        }
    }

    /// The baseline in a file; an empty one where there is no file.
    ///
    /// # Errors
    /// If it cannot be read, or if a line cannot be used; which lines these are has been said.
    pub fn read(path: &Path, global: &Global, session: &Session) -> anyhow::Result<Self> {
        let shown = shown(path);
        let cannot = || format!("cannot read the baseline {shown}");
        let aliases = aliases(session);
        let bytes = match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(cannot),
            Ok(metadata) if metadata.len() > MAX_BYTES => bail!("{}: larger than {} MB", cannot(), MAX_BYTES >> 20),
            Ok(_) => Some(fs::read(path).with_context(cannot)?),
        };
        let parsed = bytes.as_deref().map_or_else(|| Ok(Baseline::default()), |bytes| Baseline::parse(&shown, bytes));
        match parsed {
            Ok(baseline) => Ok(Dismissed { baseline, aliases, bytes, abnormal: false }),
            Err(errors) => {
                for error in &errors {
                    complain(&format!("{}\n", error.render(colour::on())));
                }
                let many = style::counted(errors.len(), "error", "errors");
                if !global.keep_going {
                    bail!("{many} in the baseline; nothing was audited");
                }
                Ok(Dismissed { baseline: Baseline::default(), aliases, bytes, abnormal: true })
            }
        }
    }

    /// An empty one that takes the place of what is in the file, whatever that is.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn replaced(path: &Path, session: &Session) -> anyhow::Result<Self> {
        let bytes = match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            bytes => Some(bytes.with_context(|| format!("cannot read the baseline {}", shown(path)))?),
        };
        Ok(Dismissed { baseline: Baseline::default(), aliases: aliases(session), bytes, abnormal: false })
    }

    /// The same, ready to be asked.
    pub fn known(&self) -> Known<'_> {
        Known::new(&self.baseline, &self.aliases)
    }
}

fn aliases(session: &Session) -> Aliases {
    let rules = session.rules.rules.iter();
    rules.flat_map(|rule| rule.aliases.iter().map(|alias| (alias.clone(), rule.id.clone()))).collect()
}
