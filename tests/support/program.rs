//! The real program, run in a folder of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
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
    /// Standard output as it is, which may be no text.
    pub bytes: Vec<u8>,
}

/// A run that goes on.
pub struct Running {
    child: Child,
    stderr: Receiver<String>,
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
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Writes the configuration.
    pub fn config(&self, text: &str) {
        self.write("mtaudit.toml", text);
    }

    /// What a file holds.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// What a file that may be no text holds.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// Whether there is such a file or folder.
    pub fn exists(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// The names in the folder, in order.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The program with these arguments.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_in("", arguments)
    }

    /// The same in a folder of the project.
    pub fn run_in(&self, folder: &str, arguments: &[&str]) -> Ran {
        let mut command = self.command(arguments);
        Ran::of(command.current_dir(self.path(folder)).stdin(Stdio::null()).output().unwrap())
    }

    /// The program, which goes on.
    pub fn spawn(&self, arguments: &[&str]) -> Running {
        let mut command = self.command(arguments);
        let pipes = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (send, stderr) = channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| send.send(line)));
        Running { child, stderr }
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

    /// `mtaudit check --isolated` with this on standard input.
    pub fn piped(&self, arguments: &[&str], input: &[u8]) -> Ran {
        self.run_with(&[&["check", "--isolated"], arguments].concat(), input)
    }

    /// The program with these arguments and this on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }
}

impl Running {
    /// Waits for a line on standard error that begins so.
    pub fn wait_for(&mut self, start: &str) {
        while let Ok(line) = self.stderr.recv_timeout(Duration::from_secs(30)) {
            if line.starts_with(start) {
                return;
            }
        }
        self.child.kill().unwrap();
        panic!("no line of standard error begins with {start:?}");
    }

    /// Does what Ctrl-C does, and waits for the end.
    pub fn interrupt(mut self) -> Ran {
        let signal = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(signal.success());
        let mut stdout = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
        let code = self.child.wait().unwrap().code();
        Ran { bytes: stdout.clone().into(), stdout, stderr: self.stderr.try_iter().collect(), code }
    }
}

impl Ran {
    fn of(output: Output) -> Self {
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            bytes: output.stdout,
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
