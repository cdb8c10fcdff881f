//! `mtaudit man [COMMAND]`: the manual page, as roff.

use super::args::{Cli, Man};
use super::{Exit, complain, print, style};
use clap::{Command, CommandFactory};

/// What the foot of a page says the command is from.
const SOURCE: &str = concat!("mtaudit ", env!("CARGO_PKG_VERSION"));

/// Runs the command.
pub fn run(arguments: &Man) -> anyhow::Result<Exit> {
    let mut command = Cli::command();
    // Gives every command its full name and the global options.
    command.build();
    let mut page = &command;
    for name in &arguments.command {
        let Some(found) = page.find_subcommand(name) else {
            complain(&style::error(&unknown(page, name)));
            return Ok(Exit::Abnormal);
        };
        page = found;
    }
    let name = page.get_display_name().unwrap_or("mtaudit").to_owned();
    let mut roff = Vec::new();
    clap_mangen::Man::new(page.clone()).title(name).source(SOURCE).render(&mut roff)?;
    print(&String::from_utf8_lossy(&roff))?;
    Ok(Exit::Clean)
}

fn unknown(command: &Command, name: &str) -> String {
    let names = || command.get_subcommands().map(Command::get_name).filter(|name| *name != "help");
    let hint = match mtaudit::rules::nearest::nearest(name, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if command.has_subcommands() => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
        None => format!("`{}` has no commands of its own", command.get_bin_name().unwrap_or("mtaudit")),
    };
    format!("no command is called `{}`; {hint}", style::safe(name))
}
