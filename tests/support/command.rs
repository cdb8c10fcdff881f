//! The program run in a folder that goes away, and what it printed.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A folder with texts and a configuration.
pub struct Project(tempfile::TempDir);

/// What a run printed and how it ended.
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
}

/// A run that goes on.
pub struct Running {
    child: Child,
    stderr: Receiver<String>,
}

impl Project {
    pub fn new() -> Self {
        Project(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file and the folders that it is in.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn config(&self, text: &str) {
        self.write("mtaudit.toml", text);
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_in("", arguments)
    }

    pub fn run_in(&self, folder: &str, arguments: &[&str]) -> Ran {
        let output = self.command(folder, arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code() }
    }

    pub fn spawn(&self, arguments: &[&str]) -> Running {
        let mut command = self.command("", arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (send, stderr) = channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| send.send(line)));
        Running { child, stderr }
    }

    fn command(&self, folder: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mtaudit"));
        command.current_dir(self.path(folder)).args(arguments).env("NO_COLOR", "1").stdin(Stdio::null());
        command
    }
}

impl Running {
    /// Waits for a line on standard error that begins so.
    pub fn wait_for_stderr(&mut self, start: &str) {
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
        Ran { stdout, stderr: self.stderr.try_iter().collect(), code }
    }
}
