//! Templates of messages and suggestions: text with `{match}`, `{suggestion}`, `{1}`, `{name}`, …

use super::string::Str;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Characters of what fills a hole of a message.
const LONGEST_SAID: usize = 200;

/// A template, as it is written: it is taken apart when it is filled, which few are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Template(Str);

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part<'t> {
    /// Text as it stands.
    Text(&'t str),
    /// `{match}`, `{suggestion}`, `{before}`, `{after}`, `{entity}`, a group's number or name, or a class of
    /// the pattern.
    Hole(&'t str),
}

impl Template {
    /// Checks a template. `{{` and `}}` stand for braces.
    ///
    /// # Errors
    /// The byte offset of a brace that is not closed, not opened, or holds no name.
    pub fn parse(text: &str) -> Result<Self, usize> {
        split(text).try_for_each(|part| part.map(drop))?;
        Ok(Template(text.into()))
    }

    /// A template that is this text, with no holes.
    pub fn text(text: &str) -> Self {
        Template(text.replace('{', "{{").replace('}', "}}").into())
    }

    /// The parts, in order.
    fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        split(&self.0).filter_map(Result::ok)
    }

    /// The names of the holes.
    pub fn holes(&self) -> impl Iterator<Item = &str> {
        self.parts().filter_map(|part| match part {
            Part::Hole(name) => Some(name),
            Part::Text(_) => None,
        })
    }

    /// Fills the holes of a message, in which a whole passage is cut: the finding has it.
    pub fn say<'v>(&self, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> String {
        self.fill(|hole| match value(hole)? {
            Cow::Borrowed(text) => Some(cut(text, LONGEST_SAID)),
            Cow::Owned(text) => Some(cut(&text, LONGEST_SAID).into_owned().into()),
        })
    }

    /// Fills the holes; a hole that `value` does not know stays empty.
    pub fn fill<'v>(&self, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> String {
        let mut filled = String::new();
        for part in self.parts() {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Hole(name) => filled.push_str(&value(name).unwrap_or_default()),
            }
        }
        filled
    }
}

/// The text, cut where it is longer than so many characters.
pub fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// The parts of a template, up to the offset of a brace that is wrong.
fn split(text: &str) -> impl Iterator<Item = Result<Part<'_>, usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let plain = rest.find(['{', '}']).unwrap_or(rest.len());
        let part = if plain > 0 {
            at += plain;
            Part::Text(&rest[..plain])
        } else if rest.starts_with("{{") || rest.starts_with("}}") {
            at += 2;
            Part::Text(&rest[..1])
        } else if let Some(name) = hole(rest) {
            at += name.len() + 2;
            Part::Hole(name)
        } else {
            return Some(Err(std::mem::replace(&mut at, text.len())));
        };
        Some(Ok(part))
    })
}

/// The name in the braces that a text begins with.
fn hole(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix('{')?.split_once('}')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_and_doubled_braces_are_braces() {
        let template = Template::parse("{match} is {{not}} {1}").unwrap();
        assert_eq!(template.holes().collect::<Vec<_>>(), ["match", "1"]);
        assert_eq!(template.fill(|name| Some(name.to_uppercase().into())), "MATCH is {not} 1");
        let long = "é".repeat(1_000);
        assert_eq!(template.say(|_| Some((&*long).into())).chars().count(), 2 * 201 + " is {not} ".len());
        assert_eq!(template.say(|name| Some(name.to_owned().into())), "match is {not} 1");
        assert_eq!(Template::parse("a {match"), Err(2));
        assert_eq!(Template::parse("a } b"), Err(2));
        assert_eq!(Template::parse("{a b}"), Err(0));
        assert_eq!(Template::text("{a} }{").fill(|_| None), "{a} }{");
    }
}
