//! The `mtaudit` program: arguments → run → exit code.

#![deny(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod cli;

use clap::{ColorChoice, CommandFactory, FromArgMatches};
use cli::args::Cli;
use mtaudit::report::colour;
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::set_colour(std::env::args_os());
    let choice = if colour::on() { ColorChoice::Always } else { ColorChoice::Never };
    let parsed = Cli::command().color(choice).try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches));
    let outcome = match parsed {
        Ok(arguments) => cli::run(arguments),
        Err(message) => {
            // Help and version go to standard output and are no error; a closed pipe is none either.
            let _ = message.print();
            return if message.use_stderr() { cli::Exit::Abnormal.into() } else { cli::Exit::Clean.into() };
        }
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(error) => {
            cli::complain(&cli::style::error(&format!("{error:#}")));
            cli::Exit::Abnormal.into()
        }
    }
}
