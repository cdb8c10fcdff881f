//! `mtaudit completions SHELL`: the script that completes commands and options.

use super::args::{Cli, Completions};
use super::{Exit, print};
use clap::CommandFactory;

/// Runs the command.
pub fn run(arguments: &Completions) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "mtaudit", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}
