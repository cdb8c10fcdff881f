//! Compiles the data of `rules/` into what the program embeds.

#[path = "lexicon/embed.rs"]
mod lexicon;

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = std::env::var("CARGO_MANIFEST_DIR")?;
    let out = std::env::var("OUT_DIR")?;
    println!("cargo::rerun-if-changed=src/build.rs");
    println!("cargo::rerun-if-changed=src/lexicon");
    lexicon::embed(&Path::new(&root).join("rules"), Path::new(&out))
}
