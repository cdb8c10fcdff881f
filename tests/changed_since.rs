//! Which files a pipeline has audited: `check --changed-since`, end to end in repositories made for it, and `--force-exclude`.

mod support;

use std::process::Command;
use support::house::house;
use support::program::{Project, Ran};

/// Git in a project, apart from any configuration of the machine.
fn git(project: &Project, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(project.path(""))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn commit(project: &Project) {
    git(project, &["add", "-A"]);
    git(project, &["commit", "-q", "-m", "x"]);
}

/// A repository with two committed texts, each with a finding.
fn repository() -> Project {
    let project = house(&[("visit", "honorary visit", "error")]);
    project.write("news/a.txt", "An honorary visit.\n");
    project.write("news/b ü.txt", "An honorary visit.\n");
    git(&project, &["init", "-q", "-b", "main"]);
    commit(&project);
    project
}

fn check(project: &Project, arguments: &[&str]) -> Ran {
    project.run(&[&["check", "--output-format", "concise"], arguments].concat())
}

/// The files that have findings.
fn files(ran: &Ran) -> Vec<&str> {
    ran.stdout.lines().map(|line| line.split(':').next().unwrap()).collect()
}

#[test]
fn what_changed_and_what_is_new_is_audited_and_nothing_else() {
    let project = repository();
    let ran = check(&project, &["--changed-since", "HEAD"]);
    assert_eq!((ran.code, &*ran.stdout), (Some(0), ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("note: nothing to audit changed since HEAD"), "{}", ran.stderr);

    project.write("news/b ü.txt", "Then an honorary visit.\n");
    project.write("new.txt", "An honorary visit.\n");
    project.write(".gitignore", "ignored.txt\n");
    project.write("ignored.txt", "An honorary visit.\n");
    let ran = check(&project, &["--changed-since", "HEAD"]);
    assert_eq!((ran.code, files(&ran)), (Some(1), vec!["new.txt", "news/b ü.txt"]));
    commit(&project);
    assert_eq!(check(&project, &["--changed-since=HEAD"]).code, Some(0));
    let ran = check(&project, &["--changed-since", "HEAD~1", "news"]);
    assert_eq!(files(&ran), ["news/b ü.txt"]);
    let ran = project.run_in("news", &["check", "--output-format", "concise", "--changed-since", "HEAD~1"]);
    assert_eq!(files(&ran), ["b ü.txt"]);
    // A file that is gone is no file to audit.
    std::fs::remove_file(project.path("new.txt")).unwrap();
    assert_eq!(files(&check(&project, &["--changed-since", "HEAD~1"])), ["news/b ü.txt"]);
}

#[test]
fn what_others_changed_meanwhile_is_not_ours() {
    let project = repository();
    git(&project, &["branch", "topic"]);
    project.write("news/a.txt", "There was an honorary visit.\n");
    commit(&project);
    git(&project, &["checkout", "-q", "topic"]);
    project.write("news/c.txt", "An honorary visit.\n");
    commit(&project);
    assert_eq!(files(&check(&project, &["--changed-since", "main"])), ["news/c.txt"]);
}

#[test]
fn what_is_no_revision_is_an_error_and_never_an_option() {
    let project = repository();
    for hostile in
        ["nowhere", "--output=stolen", "-h", "--upload-pack=touch stolen", "", "HEAD; touch stolen", "HEAD:news"]
    {
        let ran = check(&project, &["--changed-since", hostile]);
        assert_eq!((ran.code, &*ran.stdout), (Some(2), ""), "{hostile}");
        assert!(ran.stderr.contains("no such revision"), "{hostile}: {}", ran.stderr);
    }
    assert!(!project.exists("stolen"));
}

#[test]
fn outside_a_repository_nothing_can_be_told() {
    let project = house(&[("visit", "honorary visit", "error")]);
    project.write("a.txt", "An honorary visit.\n");
    let mut command = project.command(&["check", "--changed-since", "HEAD"]);
    let output = command.env("GIT_CEILING_DIRECTORIES", project.path("")).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("--changed-since needs a git repository"), "{said}");

    let repository = repository();
    let outside = project.path("a.txt").to_string_lossy().into_owned();
    let ran = check(&repository, &["--changed-since", "HEAD", &outside]);
    assert!(ran.code == Some(2) && ran.stderr.contains("not in the repository"), "{}", ran.stderr);
    let ran = check(&repository, &["--changed-since", "HEAD", "-"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("standard input"), "{}", ran.stderr);
}

#[test]
fn a_hook_that_names_every_file_has_texts_alone_audited() {
    let project = house(&[("visit", "honorary visit", "error")]);
    project.config("packs = [\"house\"]\nlang = \"en\"\nselect = [\"house\"]\n[dictionary]\nfiles = [\"words.txt\"]\n");
    for file in ["a.txt", "main.c", ".hidden.txt", "drafts/b.txt", "house/rows.csv"] {
        project.write(file, "An honorary visit.\n");
    }
    project.write("words.txt", "honorary\n");
    project.write(".ignore", "drafts/\n");
    project.run(&["baseline", "create", "main.c"]);
    let named =
        ["a.txt", "main.c", ".hidden.txt", "drafts/b.txt", "words.txt", "house/rows.csv", "mtaudit-baseline.jsonl"];
    let hook = |named: &[&str]| {
        project.run(&[&["check", "--no-baseline", "--force-exclude", "--output-format", "concise"], named].concat())
    };
    let ran = hook(&named);
    assert_eq!((ran.code, &*ran.stdout), (Some(1), "a.txt:1:4: error[house/visit] honorary visit is wrong\n"));
    // Nothing left is no error here.
    let ran = hook(&named[1..]);
    assert_eq!(
        (ran.code, &*ran.stdout, &*ran.stderr),
        (Some(0), "", "note: no named file is one that would be audited\n")
    );
    // A missing file is one all the same.
    assert_eq!(hook(&["gone.txt"]).code, Some(2));
}
