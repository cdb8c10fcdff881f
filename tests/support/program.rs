//! The real program, run in a folder of its own.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder with files that the program is run in.
pub struct Project {
    folder: TempDir,
}

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// A project with these files.
pub fn project(files: &[(&str, &str)]) -> Project {
    let project = Project { folder: tempfile::tempdir().unwrap() };
    for (name, text) in files {
        project.write(name, text.as_bytes());
    }
    project
}

/// A rule file with one sound rule `r` of this check, but for what these lines, which start on line 6, say.
pub fn pack(check: &str, lines: &str) -> String {
    format!(
        "[pack]\ndescription = \"x\"\n[[rule]]\nid = \"r\"\ncheck = \"{check}\"\n{lines}\n\
         message = \"{{match}} is wrong\"\nseverity = \"warning\"\ncategory = \"terminology/wrong-term\"\n\
         explanation = \"e\"\n[[rule.example]]\nbad = \"It is [[bad]].\"\n[[rule.example]]\nbad = \"A [[bad]] day.\"\n\
         [[rule.example]]\ngood = \"A badge.\"\n"
    )
}

impl Project {
    /// The path of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, and the folders that it is in.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// The program with these arguments, without colour.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mtaudit"));
        command.current_dir(self.folder.path()).env("NO_COLOR", "1").args(arguments);
        command
    }

    /// `mtaudit check` with these arguments.
    pub fn check(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(&["check"]).args(arguments).stdin(Stdio::null()).output().unwrap())
    }

    /// The concise report on these paths, without a configuration.
    pub fn concise(&self, paths: &[&str]) -> Ran {
        self.check(&[&["--isolated", "--output-format", "concise"], paths].concat())
    }

    /// The same with this on standard input.
    pub fn piped(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(&["check", "--isolated"]);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }
}

impl Ran {
    fn of(output: Output) -> Self {
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
