//! The command line: arguments, and one file a command.

pub mod args;
mod check;
mod explain;
mod rules;
mod session;
mod style;

use args::{Cli, Colour, Command};
use mtaudit::report::colour::{self, ColourChoice};
use std::io::{self, Write};

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

/// Runs a command.
pub fn run(cli: Cli) -> anyhow::Result<Exit> {
    colour::set(match cli.global.color {
        Colour::Auto => ColourChoice::Auto,
        Colour::Always => ColourChoice::Always,
        Colour::Never => ColourChoice::Never,
    });
    match cli.command {
        Command::Check(arguments) => check::run(&cli.global, &arguments),
        Command::Explain(arguments) => explain::run(&cli.global, &arguments),
        Command::Rules(arguments) => rules::run(&cli.global, &arguments),
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
fn complain(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
