//! Compiles the data of `rules/` into what the program embeds: the packs, with the program's own loader, so that a
//! built-in rule has no privilege and an error in one stops the build; and the word lists.

// The loader serves the library too, which uses more of it.
#![allow(dead_code, unused_imports, clippy::all)]

#[path = "text/ascii.rs"]
mod ascii;
#[path = "text/fold.rs"]
mod fold;
#[path = "finding/level.rs"]
mod level;
#[path = "lexicon/embed.rs"]
mod lexicon;
#[path = "rules/mod.rs"]
mod rules;

/// What the loader needs of the crate.
mod finding {
    pub use crate::level::{Confidence, Impact, Kind, Severity};
}

/// While the packs are compiled nothing is embedded yet.
mod embedded {
    pub fn same_bytes(_: &[u8]) -> Option<&'static [u8]> {
        None
    }
}

/// What it needs to compare names.
mod text {
    pub(crate) use crate::{ascii, fold};
}

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    for watched in [
        "rules",
        "src/build.rs",
        "src/rules",
        "src/lexicon",
        "src/finding/level.rs",
        "src/text/ascii.rs",
        "src/text/fold.rs",
    ] {
        println!("cargo::rerun-if-changed={watched}");
    }
    match embed() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn embed() -> Result<(), Box<dyn Error>> {
    let (packs, out) = (Path::new("rules"), std::env::var("OUT_DIR")?);
    embed_rules(packs, Path::new(&out))?;
    lexicon::embed(packs, Path::new(&out))
}

/// Writes `rules.postcard`, the built-in rules as the program reads them.
fn embed_rules(packs: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let sources = rules::source::builtin_sources(packs);
    let loaded = rules::load(rules::RuleSet::default(), &sources);
    if !loaded.errors.is_empty() {
        let rendered: Vec<String> = loaded.errors.iter().map(|error| error.render(false)).collect();
        return Err(format!("{}\n{} errors in the built-in rules", rendered.join("\n\n"), rendered.len()).into());
    }
    std::fs::write(out.join("rules.postcard"), postcard::to_stdvec(&loaded.rules)?)?;
    Ok(())
}
