//! Templates of messages and suggestions: text with `{match}`, `{suggestion}`, `{1}`, `{name}`, …

use super::string::Str;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Characters of what fills a hole of a message.
const LONGEST_SAID: usize = 200;

/// A parsed template.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Template {
    parts: Vec<Part>,
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Part {
    /// Text as it stands.
    Text(Str),
    /// `{match}`, `{suggestion}`, `{before}`, `{after}`, `{entity}`, a group's number or name, or a class of
    /// the pattern.
    Hole(Str),
}

impl Template {
    /// Parses a template. `{{` and `}}` stand for braces.
    ///
    /// # Errors
    /// The byte offset of a brace that is not closed, not opened, or holds no name.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text.char_indices().peekable();
        while let Some((at, char)) = rest.next() {
            match char {
                '{' | '}' if rest.next_if(|&(_, next)| next == char).is_some() => plain.push(char),
                '{' => {
                    let close = text[at..].find('}').ok_or(at)?;
                    let name = &text[at + 1..at + close];
                    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
                        return Err(at);
                    }
                    if !plain.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut plain).into()));
                    }
                    parts.push(Part::Hole(name.into()));
                    while rest.next_if(|&(i, _)| i <= at + close).is_some() {}
                }
                '}' => return Err(at),
                _ => plain.push(char),
            }
        }
        if !plain.is_empty() {
            parts.push(Part::Text(plain.into()));
        }
        Ok(Template { parts })
    }

    /// A template that is this text, with no holes.
    pub fn text(text: &str) -> Self {
        let parts = if text.is_empty() { Vec::new() } else { vec![Part::Text(text.into())] };
        Template { parts }
    }

    /// The parts, in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The names of the holes.
    pub fn holes(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Hole(name) => Some(&**name),
            Part::Text(_) => None,
        })
    }

    /// Fills the holes of a message, in which a whole passage is cut: the finding has it.
    pub fn say<'v>(&self, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> String {
        self.fill(|hole| {
            let text = value(hole)?;
            let end = text.char_indices().nth(LONGEST_SAID).map(|(end, _)| end);
            Some(end.map_or(text.clone(), |end| format!("{}…", &text[..end]).into()))
        })
    }

    /// Fills the holes; a hole that `value` does not know stays empty.
    pub fn fill<'v>(&self, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> String {
        let mut filled = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Hole(name) => filled.push_str(&value(name).unwrap_or_default()),
            }
        }
        filled
    }
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
    }
}
