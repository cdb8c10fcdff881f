//! The command line: arguments, and one file a command.

pub mod args;
mod auditors;
mod baseline;
mod changed;
mod check;
mod collect;
mod completions;
mod directives;
mod dismissed;
mod explain;
mod fix;
mod init;
mod learn;
mod man;
mod mentions;
mod names;
mod narrow;
mod outputs;
mod progress;
mod review;
mod rules;
mod run;
mod session;
mod settings;
mod sink;
pub mod style;
mod texts;
mod watch;

use args::{Cli, Command};
use mtaudit::report::colour::{self, ColourChoice};
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

/// How a run ended; 2 beats 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing to report at the level that fails a run.
    Clean = 0,
    /// Findings at or above that level, or examples that failed.
    Findings = 1,
    /// Something could not be done.
    Abnormal = 2,
    /// Stopped by the user.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Sets the colour switch from the raw arguments, before clap reads them and may print in colour itself.
pub fn set_colour(arguments: impl Iterator<Item = OsString>) {
    let mut choice = ColourChoice::Auto;
    let mut arguments = arguments.take_while(|argument| argument != "--").peekable();
    while let Some(argument) = arguments.next() {
        let value = match argument.to_str() {
            Some("--color") => arguments.peek().and_then(|value| value.to_str()).map(str::to_owned),
            Some(argument) => argument.strip_prefix("--color=").map(str::to_owned),
            None => None,
        };
        // A wrong value is for clap to complain of.
        choice = value.and_then(|value| value.parse().ok()).unwrap_or(choice);
    }
    colour::set(choice);
}

/// Runs a command.
pub fn run(cli: Cli) -> anyhow::Result<Exit> {
    match cli.command {
        Command::Check(arguments) => check::run(&cli.global, &arguments),
        Command::Names(arguments) => names::run(&cli.global, &arguments),
        Command::Baseline(arguments) => baseline::run(&cli.global, &arguments),
        Command::Review(arguments) => review::run(&cli.global, &arguments),
        Command::Explain(arguments) => explain::run(&cli.global, &arguments),
        Command::Rules(arguments) => rules::run(&cli.global, &arguments),
        Command::Init => init::run(),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    }
}

/// Writes to standard output; that nobody reads it any more is no error.
fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

/// Writes to standard error, where nothing can be done about a failure.
pub fn complain(text: &str) {
    progress::pause(|| {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    });
}
