//! EPUB: the chapters of a book in reading order, each a document of its own.

use super::container::{Container, of_member};
use super::docx::malformed;
use super::xml::{Step, walk};
use crate::document::{Document, Item};
use crate::formats::{Documents, Format, FormatOptions, Windows, html, key};
use crate::input::{Input, Problem};
use crate::source::RawText;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

/// Electronic books (EPUB 2 and 3).
#[derive(Clone, Copy, Debug)]
pub struct Epub;

impl Format for Epub {
    fn name(&self) -> &'static str {
        "epub"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["epub"]
    }

    /// A zip file whose first member says what it is.
    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(b"PK\x03\x04") && memchr::memmem::find(head, b"mimetypeapplication/epub+zip").is_some()
    }

    fn documents<'a>(&'a self, input: Input, options: &'a FormatOptions) -> Documents<'a> {
        let file_key = key::relative(&input.file, options.root.as_deref());
        let opened = Container::open(input).and_then(|mut container| Ok((book(&mut container)?, container)));
        match opened {
            Err(problem) => Box::new(std::iter::once(Err(problem))),
            Ok((book, container)) => {
                let chapters = book.chapters.into_iter().collect();
                Box::new(Chapters { container, file_key, lang: book.lang, chapters, index: 0, windows: None })
            }
        }
    }
}

/// What the package of a book says.
#[derive(Debug, Default)]
struct Book {
    lang: Option<Arc<str>>,
    /// The members that hold the text, in reading order.
    chapters: Vec<String>,
}

struct Chapters {
    container: Container,
    file_key: String,
    lang: Option<Arc<str>>,
    chapters: VecDeque<String>,
    index: u64,
    windows: Option<Windows>,
}

impl Iterator for Chapters {
    type Item = Result<Document, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(document) = self.windows.as_mut().and_then(Windows::next) {
                return Some(Ok(document));
            }
            let member = self.chapters.pop_front()?;
            let index = self.index;
            self.index += 1;
            match self.container.text(&member) {
                Ok(Some(raw)) => self.windows = self.chapter(raw, &member, index),
                Ok(None) => {
                    let problem =
                        Problem::error(self.container.file().clone(), "it is named in the package, and missing");
                    return Some(Err(of_member(problem, &member)));
                }
                Err(problem) => return Some(Err(problem)),
            }
        }
    }
}

impl Chapters {
    fn chapter(&self, raw: Arc<RawText>, member: &str, index: u64) -> Option<Windows> {
        let page = html::page(raw.text());
        if page.fields.is_empty() {
            return None;
        }
        let item = Item { index, id: Some(member.into()), title: page.title, url: None };
        let document = Document {
            id: format!("{}#{member}", raw.file()).into(),
            item: Some(Arc::new(item)),
            lang: page.lang.or_else(|| self.lang.clone()),
            fields: page.fields,
            ..Document::of_file(raw, format!("{}#{member}", self.file_key).into())
        };
        Some(Windows::new(document))
    }
}

/// Reads the package of a book.
fn book(container: &mut Container) -> Result<Book, Problem> {
    let name = "META-INF/container.xml";
    let raw = container.needed(name, "a book")?;
    let mut package = None;
    let found = walk(raw.text(), |step| {
        if let Step::Start(tag, _) = step
            && tag.name == "rootfile"
            && package.is_none()
        {
            package = tag.attribute("full-path");
        }
    });
    found.map_err(|error| malformed(&raw, name, error))?;
    let nowhere = || of_member(Problem::error(container.file().clone(), "it names no package"), name);
    let package = package.ok_or_else(nowhere)?;
    let raw = container.needed(&package, "a book")?;
    let mut book = Book::default();
    let mut members = HashMap::new();
    let mut order = Vec::new();
    let mut in_language = false;
    let found = walk(raw.text(), |step| match step {
        Step::Start(tag, _) => {
            in_language = tag.name == "language";
            match tag.name.as_str() {
                "item" => {
                    let is_text = tag
                        .attribute("media-type")
                        .is_some_and(|media| media == "application/xhtml+xml" || media == "text/html");
                    // The list of chapters says again what the chapters are called.
                    let is_list =
                        tag.attribute("properties").is_some_and(|all| all.split_whitespace().any(|one| one == "nav"));
                    if let (Some(id), Some(path), true) =
                        (tag.attribute("id"), tag.attribute("href"), is_text && !is_list)
                    {
                        members.insert(id, member(&package, &path));
                    }
                }
                "itemref" => order.extend(tag.attribute("idref")),
                _ => {}
            }
        }
        Step::Text(span) if in_language && book.lang.is_none() => {
            let lang = raw.text()[span.range()].trim();
            book.lang = (!lang.is_empty()).then(|| lang.into());
        }
        Step::End(_) => in_language = false,
        _ => {}
    });
    found.map_err(|error| malformed(&raw, &package, error))?;
    // Two ids may mean one member, which is read once.
    let mut read = HashSet::new();
    let named = order.iter().filter_map(|id| members.remove(id));
    book.chapters = named.filter(|member| read.insert(member.clone())).collect();
    if book.chapters.is_empty() {
        let problem = Problem::error(container.file().clone(), "it names no chapters with text");
        return Err(of_member(problem, &package));
    }
    Ok(book)
}

/// The name of the member that a package means by a relative address. It never leaves the file: it is only looked for
/// among the members.
fn member(package: &str, address: &str) -> String {
    let path = address.split(['#', '?']).next().unwrap_or_default();
    let mut parts: Vec<String> = package.split('/').map(str::to_owned).collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(unescaped(part)),
        }
    }
    parts.join("/")
}

/// `%20` and the like decoded.
fn unescaped(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        match after.get(..2).filter(|_| first == b'%').and_then(hex) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_members() {
        assert_eq!(member("OEBPS/content.opf", "text/ch%201.xhtml#a"), "OEBPS/text/ch 1.xhtml");
        assert_eq!(member("content.opf", "../../etc/passwd"), "etc/passwd");
        assert_eq!(member("a/b.opf", "../c/./d.xhtml"), "c/d.xhtml");
        assert_eq!(unescaped("%zz%4"), "%zz%4");
    }
}
