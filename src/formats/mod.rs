//! Input formats: each turns a file into an iterator of bounded documents.

mod atom;
mod bilingual;
mod csv;
mod date;
mod feed;
#[cfg(test)]
mod generators;
mod html;
mod json;
mod json_string;
mod jsonl;
mod key;
mod markdown;
mod newsml;
mod nitf;
mod notes;
mod office;
mod placeholders;
mod po;
#[cfg(any(test, fuzzing))]
pub mod promises;
mod rss;
mod settings;
mod subtitles;
#[cfg(test)]
mod testing;
mod text;
mod tmx;
mod whole;
mod window;
mod wxr;
mod xliff;
mod xml;

pub use atom::Atom;
pub use csv::Csv;
pub use html::Html;
pub use json::Json;
pub use jsonl::Jsonl;
pub use key::relative as path_from;
pub use markdown::Markdown;
pub use newsml::NewsMl;
pub use nitf::Nitf;
pub use office::{Docx, Epub, Odt};
pub use po::Po;
pub use rss::Rss;
pub use settings::{FormatSettings, HtmlFields, RecordSettings, TableSettings};
pub use subtitles::{Srt, Vtt};
pub use text::Text;
pub use tmx::Tmx;
pub use window::{MAX_TEXT, Windows};
pub use wxr::Wxr;
pub use xliff::Xliff;
pub use xml::Xml;

use crate::document::Document;
use crate::input::{Input, NamedEncoding, Problem, Source};
use crate::rules::nearest::nearest;
use std::path::{Path, PathBuf};

/// The documents of one input, in order; a problem stands where it was met.
pub type Documents<'a> = Box<dyn Iterator<Item = Result<Document, Problem>> + Send + 'a>;

/// One input format.
pub trait Format: Send + Sync {
    /// What `--format` calls it.
    fn name(&self) -> &'static str;

    /// The file extensions that it is known by, in lower case and without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// Whether a text that starts with `head` (UTF-8, some thousand bytes, cut anywhere) is in this format.
    fn sniff(&self, head: &[u8]) -> bool;

    /// The documents of `input`, each of at most about 1 MB of text.
    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a>;
}

/// What the formats are told by the command line and the config.
#[derive(Clone, Debug, Default)]
pub struct FormatOptions {
    /// The format that every input is in, whatever its name.
    pub format: Option<&'static str>,
    /// The encoding of inputs without a byte-order mark, whatever their bytes look like.
    pub encoding: Option<NamedEncoding>,
    /// The config's folder, which document keys are relative to; without one, the current folder.
    pub root: Option<PathBuf>,
    /// What the configuration says of single formats.
    pub settings: FormatSettings,
}

/// The formats. Content is tried in this order; those of XML stand before `Xml`, and everything is text.
static FORMATS: &[&dyn Format] = &[
    &Json, &Jsonl, &Wxr, &Rss, &Atom, &Nitf, &NewsMl, &Xliff, &Tmx, &Html, &Xml, &Markdown, &Srt, &Vtt, &Po, &Csv,
    &Docx, &Odt, &Epub, &Text,
];

/// The day of a date after ISO 8601 or RFC 2822, as `YYYY-MM-DD`; none if it is no date.
pub fn day(date: &str) -> Option<String> {
    date::day(date)
}

/// The names that `--format` takes.
pub fn names() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name()).collect()
}

/// The extensions of the files that are read in folders.
pub fn extensions() -> Vec<&'static str> {
    let mut extensions: Vec<_> = FORMATS.iter().flat_map(|format| format.extensions()).copied().collect();
    extensions.sort_unstable();
    extensions
}

/// The format of this name, or of this extension.
///
/// # Errors
/// One sentence that names the nearest known format, or all of them.
pub fn by_name(name: &str) -> Result<&'static dyn Format, String> {
    let is_meant = |format: &&dyn Format| format.name() == name || format.extensions().contains(&name);
    FORMATS.iter().copied().find(is_meant).ok_or_else(|| match nearest(name, names()) {
        Some(near) => format!("unknown format `{name}`; did you mean `{near}`?"),
        None => format!("unknown format `{name}`; known formats are {}", names().join(", ")),
    })
}

/// The documents of what the walk found, in the format that its name or its content tells.
pub fn documents<'a>(source: &Source, options: &'a FormatOptions) -> Documents<'a> {
    match Input::open(source, options.encoding) {
        Ok(input) => documents_of(input, options),
        Err(problem) => Box::new(std::iter::once(Err(problem))),
    }
}

/// The documents of an opened input.
pub fn documents_of(mut input: Input, options: &FormatOptions) -> Documents<'_> {
    let note = input.note.take().map(Err);
    Box::new(note.into_iter().chain(choose(&input, options).documents(input, options)))
}

fn choose(input: &Input, options: &FormatOptions) -> &'static dyn Format {
    let forced = options.format.and_then(|name| by_name(name).ok());
    forced.or_else(|| by_extension(&input.file)).unwrap_or_else(|| {
        let head = input.decoder.head();
        FORMATS.iter().copied().find(|format| format.sniff(&head)).unwrap_or(&Text)
    })
}

fn by_extension(file: &str) -> Option<&'static dyn Format> {
    let extension = Path::new(file).extension()?.to_str()?.to_lowercase();
    FORMATS.iter().copied().find(|format| format.extensions().contains(&extension.as_str()))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::io::Read;

    /// An input of these bytes, which the user named.
    pub(crate) fn input(file: &str, bytes: impl Into<Vec<u8>>) -> Input {
        Input::from_reader(file.into(), true, Box::new(std::io::Cursor::new(bytes.into()))).unwrap()
    }

    /// An input that fails after these bytes.
    pub(crate) fn failing_input(file: &str, bytes: &'static [u8]) -> Input {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("the disk is gone"))
            }
        }
        Input::from_reader(file.into(), true, Box::new(bytes.chain(Broken))).unwrap()
    }

    fn chosen(file: &str, bytes: &str) -> &'static str {
        choose(&input(file, bytes), &FormatOptions::default()).name()
    }

    #[test]
    fn the_extension_tells_the_format_and_else_the_content() {
        assert_eq!(chosen("a.TXT", "{\"id\":1}\n"), "text");
        assert_eq!(chosen("a.ndjson", "plain"), "jsonl");
        assert_eq!(chosen("README.md", "{\"id\":1}\n"), "markdown");
        assert_eq!(chosen("-", "\n{\"id\":1,\"text\":\"a\"}\n{\"id\":2}\n"), "jsonl");
        assert_eq!(chosen("-", "{curly} words\n"), "text");
        assert_eq!(chosen("-", "{\n  \"id\": 1\n}\n"), "json");
        assert_eq!(chosen("-", ""), "text");
        let long = format!("{{\"text\":\"{}", "a".repeat(20_000));
        assert_eq!(chosen("-", &long), "jsonl");
        let forced = FormatOptions { format: Some("jsonl"), ..FormatOptions::default() };
        assert_eq!(choose(&input("a.txt", "x"), &forced).name(), "jsonl");
    }

    #[test]
    fn a_wrong_format_name_gets_the_nearest_one() {
        let message = |name| by_name(name).err().unwrap();
        assert_eq!(message("jsnl"), "unknown format `jsnl`; did you mean `jsonl`?");
        assert!(message("xlsx").starts_with("unknown format `xlsx`; known formats are json, jsonl, "));
        assert_eq!(by_name("text").unwrap().name(), "text");
        assert_eq!(by_name("md").unwrap().name(), "markdown");
    }

    #[test]
    fn extensions_are_listed_for_the_walk() {
        let all = extensions();
        assert!(all.is_sorted() && ["jsonl", "md", "srt", "txt"].iter().all(|one| all.contains(one)));
    }
}
