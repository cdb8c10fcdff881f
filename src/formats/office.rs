//! Documents of office programs and books: zip files whose members hold the text.

mod container;
mod docx;
mod epub;
mod odt;
mod prose;
mod xml;

pub use docx::Docx;
pub use epub::Epub;
pub use odt::Odt;

use super::{Documents, FormatOptions, Windows, key};
use crate::document::{Document, Field, Item};
use crate::input::{Input, Problem};
use crate::source::RawText;
use container::Container;
use std::sync::Arc;

/// What a file says of itself.
#[derive(Clone, Debug, Default)]
struct Properties {
    lang: Option<Arc<str>>,
    title: Option<Arc<str>>,
}

/// What is read of a container: the text that places are in, what the file says of itself, and its fields.
type Content = (Arc<RawText>, Properties, Vec<Field>);

/// The documents of a container that is read whole.
fn documents<'a>(
    input: Input,
    options: &FormatOptions,
    read: fn(&mut Container) -> Result<Content, Problem>,
) -> Documents<'a> {
    let key = key::relative(&input.file, options.root.as_deref());
    let found = Container::open(input).and_then(|mut container| read(&mut container));
    match found {
        Err(problem) => Box::new(std::iter::once(Err(problem))),
        Ok((raw, properties, fields)) => {
            let title = fields.iter().find(|field| &*field.name == "title").map(|field| field.text.clone());
            let item = Item { title: title.or(properties.title), ..Item::default() };
            let item = Some(Arc::new(item));
            let document = Document { item, lang: properties.lang, fields, ..Document::of_file(raw, key.into()) };
            Box::new(Windows::new(document).map(Ok))
        }
    }
}

#[cfg(test)]
#[path = "office_tests.rs"]
mod tests;
