//! The `mtaudit` program: arguments → run → exit code.

#![deny(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod cli;

use clap::{ColorChoice, CommandFactory, FromArgMatches};
use cli::args::Cli;
use mtaudit::report::colour;
use std::process::ExitCode;

/// What one document took is wanted again by the next one: the memory is kept, where the allocator would give it back to the
/// system each time and have it zeroed page by page. The most that a run takes is no more by it.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn keep_memory() {
    const LARGEST_KEPT: i32 = 32 << 20;
    const MOST_KEPT: i32 = 64 << 20;
    // SAFETY: sets two numbers of the allocator, before there is another thread.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGEST_KEPT);
        libc::mallopt(libc::M_TRIM_THRESHOLD, MOST_KEPT);
    }
}

fn main() -> ExitCode {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    keep_memory();
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
