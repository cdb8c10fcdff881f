//! Compiles the built-in packs with the program's own loader, so that a built-in rule has no privilege and an
//! error in one stops the build.

// The loader serves the library too, which uses more of it.
#![allow(dead_code, unused_imports, clippy::all)]

#[path = "src/finding/level.rs"]
mod level;
#[path = "src/rules/mod.rs"]
mod rules;

/// What the loader needs of the crate.
mod finding {
    pub use crate::level::{Confidence, Impact, Kind, Severity};
}

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/rules");
    println!("cargo::rerun-if-changed=src/finding/level.rs");
    println!("cargo::rerun-if-changed=build.rs");
    match embed() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// Everything that is embedded, one call each.
fn embed() -> Result<(), String> {
    embed_rules()
}

/// Writes `rules.postcard`, the built-in rules as the program reads them.
fn embed_rules() -> Result<(), String> {
    let sources = rules::source::builtin_sources(Path::new("rules"));
    let loaded = rules::load(rules::RuleSet::default(), &sources);
    if !loaded.errors.is_empty() {
        let rendered: Vec<String> = loaded.errors.iter().map(|error| error.render(false)).collect();
        return Err(format!("{}\n{} errors in the built-in rules", rendered.join("\n\n"), rendered.len()));
    }
    let out = std::env::var("OUT_DIR").map_err(|error| error.to_string())?;
    let bytes = postcard::to_stdvec(&loaded.rules).map_err(|error| error.to_string())?;
    std::fs::write(Path::new(&out).join("rules.postcard"), bytes).map_err(|error| error.to_string())
}
