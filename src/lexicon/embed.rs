//! Build step: compiles the word lists of `rules/<language>/lexicon/` and writes the code that embeds them.

#[path = "compile.rs"]
mod compile;
// The build writes the tables and never reads them; of keys it makes those of whole words only.
#[allow(dead_code)]
#[path = "everyday.rs"]
mod everyday;
#[allow(dead_code)]
#[path = "../text/key.rs"]
mod key;
#[allow(dead_code)]
#[path = "quick.rs"]
mod quick;

use key::key_of;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Compiles every language's list into `out/lexicon-<language>.fst`, `.quick` and `.everyday`, and writes `out/lexicons.rs`.
pub fn embed(rules: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut code = String::from("static EMBEDDED: &[Embedded] = &[\n");
    for folder in sorted_entries(rules)? {
        let lists = folder.join("lexicon");
        if !lists.is_dir() {
            continue;
        }
        println!("cargo::rerun-if-changed={}", lists.display());
        let language = folder.file_name().and_then(|name| name.to_str()).ok_or("a language's folder is no UTF-8")?;
        let compiled = compile::compile(&read_lists(&lists)?)?;
        for (extension, bytes) in
            [("fst", compiled.automaton), ("quick", compiled.quick), ("everyday", compiled.everyday)]
        {
            fs::write(out.join(format!("lexicon-{language}.{extension}")), bytes)?;
        }
        writeln!(
            code,
            "    Embedded {{ language: {language:?}, \
             automaton: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/lexicon-{language}.fst\")), \
             quick: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/lexicon-{language}.quick\")), \
             everyday: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/lexicon-{language}.everyday\")) }},"
        )?;
    }
    code.push_str("];\n");
    fs::write(out.join("lexicons.rs"), code)?;
    Ok(())
}

/// The words of all files `name-NN.txt` of a folder; NN is their level.
fn read_lists(folder: &Path) -> Result<compile::Words, Box<dyn Error>> {
    let mut words = compile::Words::new();
    for path in sorted_entries(folder)? {
        let Some(name) = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".txt"))
        else {
            continue;
        };
        let level = name.rsplit('-').next().and_then(|level| level.parse().ok());
        let level = level.ok_or_else(|| format!("{}: a word list is called name-NN.txt", path.display()))?;
        compile::add_list(&mut words, &fs::read_to_string(&path)?, level);
    }
    Ok(words)
}

/// The entries of a folder in an order that does not depend on the machine.
fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}
