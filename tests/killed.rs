//! Killed at any moment, or out of room: a text, the baseline, what a review makes of it and a list of learned words are
//! the old file or the new one, never a part of one.

#![cfg(unix)]

mod support;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::house::house;
use support::program::{Project, project};

const BASELINE: &str = "mtaudit-baseline.jsonl";
/// Runs that are killed after a time, and as soon as a temporary file is seen.
const RUNS: u32 = 4;

fn visits() -> Project {
    house(&[("visit", "honorary visit", "error"), ("office", "country affairs", "error")])
}

fn text() -> String {
    (0..3_000).map(|number| format!("Number {number} was an honorary visit, and number {number} was over.\n")).collect()
}

/// Kills the program again and again, at other moments each time, and looks at the file after each.
fn kill(project: &Project, arguments: &[&str], file: &str, old: &str) {
    project.write(file, old);
    let started = Instant::now();
    let ran = project.run(arguments);
    let whole = started.elapsed();
    assert_ne!(ran.code, Some(2), "{ran:?}");
    let new = project.read(file);
    assert_ne!(new, old);
    let mut left = 0;
    for run in 0..2 * RUNS {
        project.write(file, old);
        let mut child = project.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let started = Instant::now();
        if run < RUNS {
            std::thread::sleep(whole * run / RUNS);
        } else {
            let temporary = || project.names().iter().filter(|name| name.ends_with(".tmp")).count() > left;
            while !temporary() && child.try_wait().unwrap().is_none() && started.elapsed() < Duration::from_secs(60) {
                std::thread::yield_now();
            }
        }
        // SIGKILL, which no program can handle.
        let _ = child.kill();
        child.wait().unwrap();
        let now = project.read(file);
        assert!(now == old || now == new, "run {run}: {} bytes are neither the old nor the new file", now.len());
        left = project.names().iter().filter(|name| name.ends_with(".tmp")).count();
    }
    // What killed runs leave behind disturbs no later one.
    project.write(file, old);
    project.run(arguments);
    assert_eq!(project.read(file), new);
}

/// The program where no file may grow beyond this many blocks, which it gets told as an error: a full disk.
fn without_room(project: &Project, blocks: u32, arguments: &str) -> (Option<i32>, String) {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" {arguments}");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_mtaudit")]).current_dir(project.path("")).env("NO_COLOR", "1");
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_text_that_is_repaired_is_the_old_or_the_new_one() {
    let project = visits();
    kill(&project, &["check", "--fix", "a.txt", "--quiet"], "a.txt", &text());
    project.write("a.txt", text());
    let (code, said) = without_room(&project, 8, "check --fix --quiet --output-file /dev/null a.txt");
    assert_eq!((code, project.read("a.txt")), (Some(2), text()), "{said}");
    assert!(said.contains("a.txt: not fixed: "), "{said}");
}

#[test]
fn a_baseline_that_is_updated_is_the_old_or_the_new_one() {
    let project = visits();
    project.write("a.txt", text());
    project.run(&["baseline", "create", "a.txt"]);
    let old = project.read(BASELINE);
    project.write("a.txt", text() + "The country affairs went well.\n");
    kill(&project, &["baseline", "update", "a.txt"], BASELINE, &old);
    project.write(BASELINE, &old);
    let (code, said) = without_room(&project, 8, "baseline update a.txt");
    assert_eq!((code, project.read(BASELINE)), (Some(2), old), "{said}");
    assert!(said.contains("mtaudit-baseline.jsonl was not written and is as it was: "), "{said}");
    // One that was not there is not there in part either.
    std::fs::remove_file(project.path(BASELINE)).unwrap();
    assert_eq!(without_room(&project, 8, "baseline create a.txt").0, Some(2));
    assert!(!project.exists(BASELINE));
}

#[test]
fn a_review_is_taken_whole_or_not_at_all() {
    let project = visits();
    project.write("a.txt", text());
    project.run(&["baseline", "create", "a.txt"]);
    let old = project.read(BASELINE);
    project.run(&["check", "--no-baseline", "--output-format", "csv", "--output-file", "t.csv", "a.txt"]);
    let table = project.read("t.csv").replace(",,\r\n", ",dismissed,right\r\n");
    project.write("t.csv", &table);
    kill(&project, &["review", "import", "t.csv", "a.txt"], BASELINE, &old);
    project.write(BASELINE, &old);
    let (code, said) = without_room(&project, 8, "review import t.csv a.txt");
    assert_eq!((code, project.read(BASELINE)), (Some(2), old), "{said}");
    assert_eq!(project.read("t.csv"), table);
}

#[test]
fn a_list_that_learns_words_is_the_old_or_the_new_one() {
    let project = project(&[(
        "mtaudit.toml",
        "lang = \"en\"\nselect = [\"en/garbled\"]\n[dictionary]\nfiles = [\"words.txt\"]\n",
    )]);
    project.write("a.txt", "The water ofthe village is apappropriate.\n".repeat(3_000));
    // Long enough that a disk of few blocks has no room for another.
    let old: String = (0..2_000).map(|number| format!("ship{number}\n")).collect();
    kill(&project, &["check", "--learn-words", "--quiet", "--output-file", "out", "a.txt"], "words.txt", &old);
    project.write("words.txt", &old);
    let (code, said) = without_room(&project, 8, "check --learn-words --quiet --output-file /dev/null a.txt");
    assert_eq!((code, project.read("words.txt")), (Some(2), old), "{said}");
    assert!(said.contains("words.txt was not written and is as it was: "), "{said}");
}
