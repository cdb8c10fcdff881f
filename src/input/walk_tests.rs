//! Tests of the walk: order, ignore rules, and paths that cannot be read.

use super::*;
use tempfile::TempDir;

/// A folder with these files; a name with a trailing `/` is a folder.
fn folder(files: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let path = folder.path().join(file);
        if file.ends_with('/') {
            fs::create_dir_all(path).unwrap();
        } else {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text\n").unwrap();
        }
    }
    folder
}

fn options() -> WalkOptions {
    WalkOptions { extensions: vec!["jsonl", "txt"], ..WalkOptions::default() }
}

/// What the walk gives, with the folder's own path taken out: paths, and problems as they print.
fn walked(folder: &TempDir, paths: &[&str], options: &WalkOptions) -> Vec<String> {
    let root = folder.path().to_str().unwrap();
    let paths: Vec<_> = paths.iter().map(|path| folder.path().join(path)).collect();
    let entries = walk(&paths, options).into_iter();
    let lines =
        entries.map(|entry| entry.map_or_else(|problem| problem.to_string(), |source| source.shown.to_string()));
    lines.map(|line| line.replace(&format!("{root}/"), "").replace(root, ".")).collect()
}

#[test]
fn known_files_are_found_in_order_and_each_once() {
    let folder = folder(&["b.txt", "a/z.txt", "a/y.JSONL", "a.txt", "c.rs", "d"]);
    assert_eq!(walked(&folder, &[""], &options()), ["a/y.JSONL", "a/z.txt", "a.txt", "b.txt"]);
    assert_eq!(walked(&folder, &["c.rs", "b.txt", "", "b.txt"], &options())[..3], ["c.rs", "b.txt", "a/y.JSONL"]);
    assert_eq!(walked(&folder, &["c.rs", "b.txt", "", "b.txt"], &options()).len(), 5);
}

#[test]
fn ignore_rules_are_honoured_outside_a_repository_too() {
    let folder = folder(&["a.txt", "drafts/b.txt", "c.txt", ".hidden.txt", ".git/d.txt", "named.txt"]);
    fs::write(folder.path().join(".gitignore"), "drafts/\nnamed.txt\n").unwrap();
    fs::write(folder.path().join(".ignore"), "c.txt\n").unwrap();
    assert_eq!(walked(&folder, &["", "named.txt"], &options()), ["a.txt", "named.txt"]);
    let everything = WalkOptions { no_ignore: true, ..options() };
    let all = [".hidden.txt", "a.txt", "c.txt", "drafts/b.txt", "named.txt"];
    assert_eq!(walked(&folder, &[""], &everything), all);
}

#[test]
fn a_named_file_is_marked_as_such() {
    let folder = folder(&["a.txt", "b.md"]);
    let entries = walk(&[folder.path().join("b.md"), folder.path().to_owned()], &options());
    let named: Vec<_> = entries.into_iter().map(|entry| entry.unwrap().named).collect();
    assert_eq!(named, [true, false]);
}

#[test]
fn a_path_that_is_not_there_is_a_problem_and_the_others_go_on() {
    let folder = folder(&["a.txt"]);
    assert_eq!(
        walked(&folder, &["nowhere.txt", "a.txt"], &options()),
        ["nowhere.txt: no such file or folder", "a.txt"]
    );
}

#[test]
fn a_folder_without_text_says_so() {
    let folder = folder(&["a.rs", "empty/"]);
    let message =
        "no text files in this folder; known extensions are jsonl, txt; name a file to have it read all the same";
    assert_eq!(walked(&folder, &["empty", ""], &options()), [format!("empty: {message}"), format!(": {message}")]);
}

#[test]
fn an_address_gets_the_command_that_pipes_it() {
    let entries = walk(&["https://example.org/a".into()], &WalkOptions::default());
    assert_eq!(
        entries[0].as_ref().unwrap_err().to_string(),
        "https://example.org/a: an address, not a file, and nothing is fetched; to audit a page, run: \
         curl -L https://example.org/a | mtaudit check - --stdin-filename page.txt"
    );
}

#[test]
fn standard_input_has_the_name_that_it_is_given() {
    let given = WalkOptions { stdin_filename: Some("page.txt".into()), ..options() };
    let paths = ["-".into(), "-".into()];
    for (options, shown) in [(options(), "-"), (given, "page.txt")] {
        assert_eq!(walk(&paths, &options), [Ok(Source { shown: shown.into(), path: None, named: true })]);
    }
}

#[test]
fn the_current_folder_is_shown_without_a_dot() {
    // Tests run in the package's folder.
    let rust = WalkOptions { extensions: vec!["toml"], ..options() };
    let found: Vec<_> = walk(&[], &rust).into_iter().flatten().map(|source| source.shown.to_string()).collect();
    assert!(found.contains(&"Cargo.toml".to_owned()));
    assert!(found.iter().all(|path| !path.starts_with("./")));
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_loop_of_links_is_a_problem_and_is_not_followed() {
        let folder = folder(&["a/b.txt"]);
        symlink("..", folder.path().join("a/loop")).unwrap();
        symlink("self.txt", folder.path().join("a/self.txt")).unwrap();
        let lines = walked(&folder, &[""], &options());
        assert_eq!(lines[0], "a/b.txt");
        assert_eq!(lines[1], "a/loop: a link that leads back to a folder that holds it; not followed");
        assert!(lines[2].starts_with("a/self.txt: a link that cannot be followed: "), "{lines:?}");
        assert_eq!(lines.len(), 3);
        assert!(walked(&folder, &["a/self.txt"], &options())[0].starts_with("a/self.txt: cannot be read: "));
    }

    #[test]
    fn a_link_out_of_the_folder_is_noted_and_one_inside_is_found_under_its_own_name() {
        let elsewhere = folder(&["secret.txt", "secret.key"]);
        let folder = folder(&["a.txt"]);
        symlink(elsewhere.path().join("secret.txt"), folder.path().join("out.txt")).unwrap();
        symlink(elsewhere.path().join("secret.key"), folder.path().join("out.key")).unwrap();
        symlink("a.txt", folder.path().join("in.txt")).unwrap();
        symlink("gone.txt", folder.path().join("lost.txt")).unwrap();
        symlink("gone", folder.path().join("lost")).unwrap();
        let entries = walk(&[folder.path().to_owned()], &options());
        let kinds: Vec<_> = entries.iter().map(|entry| entry.as_ref().map_err(Problem::is_error).err()).collect();
        assert_eq!(kinds, [None, Some(true), Some(false)]);
    }

    #[test]
    fn a_link_that_is_named_is_followed() {
        let elsewhere = folder(&["a.txt"]);
        let folder = folder(&[]);
        symlink(elsewhere.path(), folder.path().join("texts")).unwrap();
        assert_eq!(walked(&folder, &["texts", "texts/a.txt"], &options()), ["texts/a.txt"]);
    }
}
