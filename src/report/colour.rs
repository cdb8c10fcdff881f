//! The one switch for colour: what the user chose, the environment, and whether a terminal listens.

use crate::finding::{Kind, Severity};
use colored::{Color, ColoredString, Colorize};
use std::env;
use std::io::{self, IsTerminal};
use std::str::FromStr;

/// What the user asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColourChoice {
    /// Colour if standard output is a terminal and the environment does not object.
    #[default]
    Auto,
    /// Colour in any case.
    Always,
    /// No colour.
    Never,
}

impl ColourChoice {
    /// The choices by the names that the command line gives them.
    pub const NAMES: [(&'static str, ColourChoice); 3] =
        [("auto", ColourChoice::Auto), ("always", ColourChoice::Always), ("never", ColourChoice::Never)];

    /// `auto`, `always` or `never`.
    pub fn name(self) -> &'static str {
        match self {
            ColourChoice::Auto => "auto",
            ColourChoice::Always => "always",
            ColourChoice::Never => "never",
        }
    }
}

impl FromStr for ColourChoice {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = ColourChoice::NAMES.iter().find(|(known, _)| *known == name);
        known.map(|&(_, choice)| choice).ok_or_else(|| format!("expected auto, always or never, not `{name}`"))
    }
}

/// Sets colour on or off for the whole program. `Auto` asks the environment now: `CLICOLOR_FORCE` (not `0`) turns
/// it on, else `NO_COLOR` (not empty), `CLICOLOR=0` and `TERM=dumb` turn it off, else it is on if standard output
/// is a terminal.
pub fn set(choice: ColourChoice) {
    let on = match choice {
        ColourChoice::Always => true,
        ColourChoice::Never => false,
        ColourChoice::Auto => detect(|name| env::var(name).ok(), io::stdout().is_terminal()),
    };
    colored::control::set_override(on);
    #[cfg(windows)]
    if on {
        // Old consoles print the escape codes unless told otherwise; a failure leaves them as they were.
        let _ = colored::control::set_virtual_terminal(true);
    }
}

/// Whether the program colours now.
pub fn on() -> bool {
    colored::control::SHOULD_COLORIZE.should_colorize()
}

fn detect(variable: impl Fn(&str) -> Option<String>, terminal: bool) -> bool {
    if variable("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0") {
        return true;
    }
    let objects = variable("NO_COLOR").is_some_and(|value| !value.is_empty())
        || variable("CLICOLOR").is_some_and(|value| value == "0")
        || variable("TERM").is_some_and(|value| value == "dumb");
    terminal && !objects
}

/// Colours our own strings, or leaves them alone. Off if either its maker or the program's switch says so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    on: bool,
}

impl Paint {
    pub(super) fn new(wanted: bool) -> Self {
        Paint { on: wanted && on() }
    }

    pub(super) fn is_on(self) -> bool {
        self.on
    }

    fn apply(self, text: &str, style: impl Fn(&str) -> ColoredString) -> String {
        if self.on { style(text).to_string() } else { text.to_string() }
    }

    /// What matters most in a line.
    pub(super) fn strong(self, text: &str) -> String {
        self.apply(text, |text| text.bold())
    }

    /// Gutters and arrows.
    pub(super) fn frame(self, text: &str) -> String {
        self.apply(text, |text| text.color(Color::BrightBlue).bold())
    }

    /// The name of a severity, in the colour that annotate-snippets underlines with.
    pub(super) fn severity(self, severity: Severity, kind: Kind, text: &str) -> String {
        let colour = match (kind, severity) {
            (Kind::Label, _) => Color::BrightGreen,
            (Kind::Finding, Severity::Error) => Color::BrightRed,
            (Kind::Finding, Severity::Warning) => Color::Yellow,
            (Kind::Finding, Severity::Info) => Color::BrightBlue,
        };
        self.apply(text, |text| text.color(colour).bold())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(set: &[(&str, &str)], terminal: bool) -> bool {
        detect(|name| set.iter().find(|(n, _)| *n == name).map(|(_, v)| v.to_string()), terminal)
    }

    #[test]
    fn the_environment_decides_as_the_conventions_say() {
        assert!(detected(&[], true));
        assert!(!detected(&[], false));
        assert!(!detected(&[("NO_COLOR", "1")], true));
        assert!(detected(&[("NO_COLOR", "")], true));
        assert!(!detected(&[("CLICOLOR", "0")], true));
        assert!(!detected(&[("TERM", "dumb")], true));
        assert!(detected(&[("CLICOLOR_FORCE", "1")], false));
        assert!(detected(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false));
        assert!(!detected(&[("CLICOLOR_FORCE", "0")], false));
    }

    #[test]
    fn choices_are_read_by_name() {
        for (name, choice) in ColourChoice::NAMES {
            assert_eq!((name.parse(), choice.name()), (Ok(choice), name));
        }
        assert!("yes".parse::<ColourChoice>().is_err());
    }
}
