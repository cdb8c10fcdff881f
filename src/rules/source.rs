//! Where packs come from: files in memory or a folder on disk, read with limits.

use super::diagnostic::RuleError;
use super::string::Str;
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The largest rule file or table that is read: real ones are far below, and a stranger's file must not fill the
/// memory.
pub const MOST_BYTES: u64 = 16 * 1024 * 1024;
/// The most rule files of one pack.
const MOST_FILES: usize = 1000;

/// A text file with the path that messages show.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path as it was given, with `/`.
    pub path: Str,
    /// Its text, without a byte order mark.
    pub text: Arc<str>,
    /// Byte offsets at which lines begin.
    line_starts: Arc<[usize]>,
}

/// The files of one pack.
#[derive(Clone, Debug)]
pub struct PackSource {
    /// What the pack is called unless it says otherwise.
    pub name: String,
    /// Whether it is embedded in the program.
    pub builtin: bool,
    /// Whether its one file is a configuration, of which only `lang` and `[[entity]]` are read.
    pub settings: bool,
    /// The rule files.
    pub files: Vec<SourceFile>,
    /// Where the tables are that they name.
    pub tables: Tables,
    /// What could not be read.
    pub errors: Vec<RuleError>,
}

/// Where tables are looked up.
#[derive(Clone, Debug)]
pub enum Tables {
    /// In memory: paths within the pack and their files.
    Memory(Vec<(String, SourceFile)>),
    /// In a folder, and nowhere else. With the path that messages show.
    Folder(PathBuf, String),
}

impl SourceFile {
    /// A file from its bytes.
    ///
    /// # Errors
    /// It is not UTF-8.
    pub fn new(path: &str, bytes: &[u8]) -> Result<Self, RuleError> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line = bytes[..error.valid_up_to()].iter().filter(|&&b| b == b'\n').count() + 1;
            let mut problem = RuleError::about_file(path, format!("line {line} is not UTF-8"));
            problem.help = Some("save the file as UTF-8 (in a spreadsheet: \"CSV UTF-8\")".to_owned());
            problem
        })?;
        Ok(SourceFile::of_text(path, text))
    }

    /// A file from its text.
    pub fn of_text(path: &str, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        SourceFile { path: path.into(), text: text.into(), line_starts }
    }

    /// 1-based line of a byte offset.
    pub fn line(&self, at: usize) -> u32 {
        u32::try_from(self.line_starts.partition_point(|&start| start <= at)).unwrap_or(u32::MAX)
    }

    /// Byte offset at which the line of a byte offset begins.
    pub fn line_start(&self, at: usize) -> usize {
        let line = self.line_starts.partition_point(|&start| start <= at);
        self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0)
    }

    /// Reads a file from disk.
    ///
    /// # Errors
    /// It is missing, too large or not UTF-8.
    pub fn read(path: &Path, shown: &str) -> Result<Self, RuleError> {
        let mut bytes = Vec::new();
        // A pipe or a device has no size to ask for, so that the reading itself is limited.
        let read = fs::File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes));
        read.map_err(|error| unreadable(shown, &error))?;
        if bytes.len() as u64 > MOST_BYTES {
            let message = format!("the file is larger than {} MB, the most that is read", MOST_BYTES >> 20);
            return Err(RuleError::about_file(shown, message));
        }
        SourceFile::new(shown, &bytes)
    }
}

impl PackSource {
    /// A pack of files in memory: paths within the pack, and texts.
    pub fn in_memory(name: &str, files: &[(&str, &str)]) -> Self {
        let mut pack = PackSource::empty(name, Tables::Memory(Vec::new()));
        let mut tables = Vec::new();
        for (path, text) in files {
            let file = SourceFile::of_text(&format!("{name}/{path}"), text);
            if path.ends_with(".toml") { pack.files.push(file) } else { tables.push(((*path).to_owned(), file)) }
        }
        pack.tables = Tables::Memory(tables);
        pack
    }

    /// The pack in a folder, or in one rule file. What cannot be read is in [`PackSource::errors`].
    pub fn read(path: &Path) -> Self {
        let shown = shown(path);
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            // `.` and `..` have no name of their own.
            let named = path.canonicalize().ok().and_then(|path| Some(path.file_name()?.to_owned()));
            let name = named.map_or(name, |name| name.to_string_lossy().into_owned());
            return PackSource::read_folder(path, &shown, &name);
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut pack = PackSource::empty(&name, Tables::Folder(folder.to_owned(), self::shown(folder)));
        pack.add(path, &shown);
        pack
    }

    /// The pack in a folder, with the paths that messages show and its name.
    pub fn read_folder(folder: &Path, shown: &str, name: &str) -> Self {
        let mut pack = PackSource::empty(name, Tables::Folder(folder.to_owned(), shown.to_owned()));
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                pack.errors.push(unreadable(shown, &error));
                return pack;
            }
        };
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".toml") && !name.starts_with('.'))
            .collect();
        // The order of a folder differs from machine to machine.
        names.sort_unstable();
        if names.len() > MOST_FILES {
            let message = format!("the folder has {} rule files; the most is {MOST_FILES}", names.len());
            pack.errors.push(RuleError::about_file(shown, message));
            names.truncate(MOST_FILES);
        }
        if names.is_empty() {
            let mut error = RuleError::about_file(shown, "the folder has no rule file (`.toml`)");
            error.help = Some("a pack is a folder with `.toml` files in it, or one `.toml` file".to_owned());
            pack.errors.push(error);
        }
        for name in names {
            pack.add(&folder.join(&name), &join(shown, &name));
        }
        pack
    }

    /// The pack of the entities that a configuration file has.
    pub fn of_settings(path: &str, text: &str) -> Self {
        let mut pack = PackSource::empty("project", Tables::Memory(Vec::new()));
        pack.settings = true;
        pack.files.push(SourceFile::of_text(path, text));
        pack
    }

    fn empty(name: &str, tables: Tables) -> Self {
        PackSource {
            name: name.to_owned(),
            builtin: false,
            settings: false,
            files: Vec::new(),
            tables,
            errors: Vec::new(),
        }
    }

    fn add(&mut self, path: &Path, shown: &str) {
        match SourceFile::read(path, shown) {
            Ok(file) => self.files.push(file),
            Err(error) => self.errors.push(error),
        }
    }

    /// The table that a rule file names.
    ///
    /// # Errors
    /// What is wrong with the name or the file, and what to do.
    pub fn table(&self, name: &str) -> Result<SourceFile, (String, Option<String>)> {
        let inside = !name.contains('\\')
            && !name.is_empty()
            && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        if !inside {
            let help = "give a path inside the folder of the pack, with `/`, such as \"words.csv\"";
            return Err((format!("`{name}` is not inside the pack's folder"), Some(help.to_owned())));
        }
        match &self.tables {
            Tables::Memory(files) => {
                let found = files.iter().find(|(path, _)| path == name).map(|(_, file)| file.clone());
                found.ok_or_else(|| (format!("there is no file `{name}` in the pack's folder"), None))
            }
            Tables::Folder(folder, shown) => {
                let path = folder.join(name);
                // A link may point anywhere, so that the real places are compared.
                let outside = || {
                    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
                    Some(!path.canonicalize().ok()?.starts_with(folder.canonicalize().ok()?))
                };
                if outside() == Some(true) {
                    return Err((format!("`{name}` leads out of the pack's folder"), None));
                }
                SourceFile::read(&path, &join(shown, name)).map_err(|error| {
                    let message = format!("the table `{name}` cannot be read: {}", error.message);
                    (message, error.help.clone())
                })
            }
        }
    }
}

/// The built-in packs in a folder `rules`: each `rules/<language>/<topic>` is a pack `<language>/<topic>`, and each
/// `rules/<language>/language.toml` stands for itself. Folders named `lexicon` hold word lists, not packs.
pub fn builtin_sources(rules: &Path) -> Vec<PackSource> {
    let mut packs = Vec::new();
    for language in folders(rules) {
        let folder = rules.join(&language);
        let file = folder.join("language.toml");
        let shown = format!("rules/{language}");
        if file.is_file() {
            let mut pack = PackSource::empty(&format!("{language}/language"), Tables::Memory(Vec::new()));
            pack.add(&file, &format!("{shown}/language.toml"));
            packs.push(pack);
        }
        for topic in folders(&folder).into_iter().filter(|topic| topic != "lexicon") {
            let name = format!("{language}/{topic}");
            packs.push(PackSource::read_folder(&folder.join(&topic), &format!("{shown}/{topic}"), &name));
        }
    }
    for pack in &mut packs {
        pack.builtin = true;
    }
    packs
}

/// The names of the folders in a folder, sorted; none if it is not there.
fn folders(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort_unstable();
    names
}

fn unreadable(shown: &str, error: &std::io::Error) -> RuleError {
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        _ => format!("it cannot be read: {error}"),
    };
    RuleError::about_file(shown, message)
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{}/{name}", folder.trim_end_matches('/')) }
}
