//! A file replaced by new bytes: whole or not at all, and only if it is still what was read.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::Path;

/// Why a file was left as it is.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Somebody wrote to it in the meantime.
    #[error("it changed since it was read")]
    Changed,
    /// It may not be written to.
    #[error("it is read-only")]
    ReadOnly,
    /// It is a pipe or a device.
    #[error("it is not a regular file")]
    NotAFile,
    /// The new bytes could not be written.
    #[error("{0}")]
    Failed(#[from] io::Error),
}

/// Replaces the file by `new`, if it still holds `old`.
///
/// The bytes go to a temporary file in the same folder first, which takes the file's place once it is on the disk:
/// whoever looks, and whatever fails, there is the old file or the new one. Permissions are kept, and a link's target
/// is replaced, not the link.
///
/// # Errors
/// The file is as it was.
pub fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), Refusal> {
    replace_with(path, old, |file| file.write_all(new))
}

/// The same for a file that may not be there yet: without `old`, it is made, and only if there is none.
///
/// # Errors
/// The file is as it was, or not there as before.
pub fn put(path: &Path, old: Option<&[u8]>, new: &[u8]) -> Result<(), Refusal> {
    match old {
        Some(old) => replace(path, old, new),
        None => create_with(path, |file| file.write_all(new)),
    }
}

fn create_with(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Refusal> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = builder();
    permissions_of_new(&mut builder);
    let mut temporary = builder.tempfile_in(folder)?;
    write(temporary.as_file_mut())?;
    temporary.as_file().sync_all()?;
    temporary.persist_noclobber(path).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => Refusal::Changed,
        _ => error.error.into(),
    })?;
    sync_folder(folder);
    Ok(())
}

/// What temporary files are called: nothing that a later run would take for a text.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".mtaudit-").suffix(".tmp");
    builder
}

/// The name is on the disk once the folder is; where folders cannot be synced, the system does it in time.
fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

fn replace_with(path: &Path, old: &[u8], write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Refusal> {
    let path = fs::canonicalize(path)?;
    let metadata = fs::metadata(&path)?;
    if !metadata.is_file() {
        return Err(Refusal::NotAFile);
    }
    if metadata.permissions().readonly() {
        return Err(Refusal::ReadOnly);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut temporary = builder().tempfile_in(folder)?;
    write(temporary.as_file_mut())?;
    keep_owner(temporary.as_file(), &metadata);
    temporary.as_file().set_permissions(metadata.permissions())?;
    temporary.as_file().sync_all()?;
    // As late as possible: what was written in the meantime must not be lost.
    if !holds(&path, old)? {
        return Err(Refusal::Changed);
    }
    temporary.persist(&path).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

/// Whether a file holds these bytes and no others.
fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut file = File::open(path)?;
    if file.metadata()?.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let mut buffer = vec![0; 1 << 16];
    let mut rest = bytes;
    loop {
        let count = match file.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            count => count?,
        };
        match rest.strip_prefix(&buffer[..count]) {
            Some(_) if count == 0 => return Ok(rest.is_empty()),
            Some(after) => rest = after,
            None => return Ok(false),
        }
    }
}

/// The owner of a file stays its owner when another user repairs it, if that user may say so.
#[cfg(unix)]
fn keep_owner(file: &File, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let _ = fchown(file, Some(metadata.uid()), Some(metadata.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

/// A new file is for whom new files are, other than a temporary one.
#[cfg(unix)]
fn permissions_of_new(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn permissions_of_new(_: &mut tempfile::Builder<'_, '_>) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(name: &str, bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_if_it_is_what_was_read() {
        let (folder, path) = folder_with("a.txt", b"old");
        replace(&path, b"old", b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(matches!(replace(&path, b"old", b"newer"), Err(Refusal::Changed)));
        assert!(matches!(replace(&path, b"ne", b"newer"), Err(Refusal::Changed)));
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a.txt"]);
    }

    #[test]
    fn a_writer_that_fails_midway_leaves_the_old_file_and_nothing_else() {
        let (folder, path) = folder_with("a.txt", b"old");
        let failing = |file: &mut File| {
            file.write_all(b"ne")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        };
        assert!(matches!(replace_with(&path, b"old", failing), Err(Refusal::Failed(_))));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["a.txt"]);
    }

    #[test]
    fn a_file_is_made_whole_or_not_at_all() {
        let (folder, other) = folder_with("other", b"");
        let path = folder.path().join("a.txt");
        let failing = |file: &mut File| {
            file.write_all(b"ne")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        };
        assert!(matches!(create_with(&path, failing), Err(Refusal::Failed(_))));
        assert_eq!(names(folder.path()), ["other"]);
        put(&path, None, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(matches!(put(&path, None, b"newer"), Err(Refusal::Changed)));
        assert!(put(&folder.path().join("no/a.txt"), None, b"new").is_err());
        put(&path, Some(b"new"), b"newer").unwrap();
        assert_eq!((fs::read(&path).unwrap(), names(folder.path()).len()), (b"newer".to_vec(), 2));
        drop(other);
    }

    #[test]
    fn what_another_writes_in_the_meantime_stays() {
        let (folder, path) = folder_with("a.txt", b"old");
        let other = |file: &mut File| {
            fs::write(&path, b"theirs")?;
            file.write_all(b"ours")
        };
        assert!(matches!(replace_with(&path, b"old", other), Err(Refusal::Changed)));
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
        assert_eq!(names(folder.path()), ["a.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay_and_read_only_files_are_left_alone() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let (folder, path) = folder_with("a.txt", b"old");
        let link = folder.path().join("link.txt");
        symlink("a.txt", &link).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        replace(&link, b"old", b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        assert!(matches!(replace(&path, b"new", b"newer"), Err(Refusal::ReadOnly)));
        assert!(matches!(replace(Path::new("/dev/null"), b"", b"x"), Err(Refusal::NotAFile)));
    }
}
