//! The tags of an HTML text with their places, by a tokenizer of the HTML standard.
//!
//! Text is what lies between two tags; only its place is given, so that references in it keep theirs.

use crate::source::Span;
use html5gum::emitters::{Emitter, naive_next_state};
use html5gum::{Error, State, Tokenizer};
use std::collections::VecDeque;

/// The most attributes of a tag that are kept.
const MOST_ATTRIBUTES: usize = 64;

/// A part of an HTML text. Parts come in order and leave nothing out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Text, with references in it.
    Text(Span),
    /// A start tag.
    Start(Tag),
    /// An end tag: its name in lower case.
    End(String, Span),
    /// A comment, a doctype, or what was broken off at the end.
    Other(Span),
}

/// A start tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tag {
    /// The name in lower case.
    pub(super) name: String,
    /// Names in lower case, and where the values stand, without quotation marks.
    pub(super) attributes: Vec<(String, Span)>,
    /// Whether it ends with `/>`.
    pub(super) closed: bool,
    /// From `<` to `>`.
    pub(super) span: Span,
}

/// The tokens of an HTML text. In XHTML, `<script/>` and `<title/>` are closed by themselves.
pub(super) fn tokens(html: &str, xhtml: bool) -> impl Iterator<Item = Token> {
    let emitter = Emit { xhtml, length: html.len(), ..Emit::default() };
    Tokenizer::new_with_emitter(html, emitter).flatten()
}

/// What is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Current {
    #[default]
    Other,
    Start,
    End,
}

#[derive(Debug, Default)]
struct Emit {
    xhtml: bool,
    /// Of the whole text.
    length: usize,
    tokens: VecDeque<Token>,
    position: usize,
    /// Where the last token ended.
    done: usize,
    /// Where what may be a tag starts.
    open: Option<usize>,
    current: Current,
    tag: Tag,
    name: Vec<u8>,
    attribute: Vec<u8>,
    /// Of the attribute's value, once there is one.
    value: Option<(usize, usize)>,
    last_start_tag: Vec<u8>,
}

impl Emit {
    /// The span of the tag that ends here; the text before it is a token of its own.
    fn close(&mut self) -> Span {
        let start = self.open.take().unwrap_or(self.done).max(self.done);
        self.text(start);
        self.done = self.position.max(start);
        Span::new(start, self.done)
    }

    fn text(&mut self, end: usize) {
        if self.done < end {
            self.tokens.push_back(Token::Text(Span::new(self.done, end)));
        }
    }

    fn finish_attribute(&mut self) {
        let name = std::mem::take(&mut self.attribute);
        let value = self.value.take();
        if self.current == Current::Start && !name.is_empty() && self.tag.attributes.len() < MOST_ATTRIBUTES {
            let name = String::from_utf8_lossy(&name).into_owned();
            let nowhere = self.open.unwrap_or(self.done);
            let (start, end) = value.unwrap_or((nowhere, nowhere));
            if !self.tag.attributes.iter().any(|(known, _)| *known == name) {
                self.tag.attributes.push((name, Span::new(start, end)));
            }
        }
    }
}

impl Emitter for Emit {
    type Token = Token;

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn start_open_tag(&mut self) {
        self.open = Some(self.position.saturating_sub(1));
    }

    fn emit_string(&mut self, _: &[u8]) {
        // It was no tag after all.
        self.open = None;
    }

    fn init_start_tag(&mut self) {
        self.current = Current::Start;
        self.name.clear();
        self.tag = Tag::default();
    }

    fn init_end_tag(&mut self) {
        self.current = Current::End;
        self.name.clear();
    }

    fn init_comment(&mut self) {
        self.current = Current::Other;
    }

    fn init_doctype(&mut self) {
        self.current = Current::Other;
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.name.extend(name);
    }

    fn init_attribute(&mut self) {
        self.finish_attribute();
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.attribute.extend(name);
    }

    fn init_attribute_value(&mut self) {
        self.value = Some((self.position, self.position));
    }

    fn push_attribute_value(&mut self, _: &[u8]) {
        if let Some((_, end)) = &mut self.value {
            *end = self.position;
        }
    }

    fn set_self_closing(&mut self) {
        self.tag.closed = true;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.finish_attribute();
        let span = self.close();
        let name = String::from_utf8_lossy(&self.name).into_owned();
        if self.current == Current::End {
            self.tokens.push_back(Token::End(name, span));
            return None;
        }
        let tag = Tag { name, span, ..std::mem::take(&mut self.tag) };
        self.last_start_tag.clone_from(&self.name);
        let closed = tag.closed && self.xhtml;
        self.tokens.push_back(Token::Start(tag));
        if closed { None } else { naive_next_state(&self.name) }
    }

    fn emit_current_comment(&mut self) {
        let span = self.close();
        self.tokens.push_back(Token::Other(span));
    }

    fn emit_current_doctype(&mut self) {
        let span = self.close();
        self.tokens.push_back(Token::Other(span));
    }

    fn emit_eof(&mut self) {
        // A tag that was begun and not ended is no text.
        let end = self.open.unwrap_or(self.length).clamp(self.done, self.length);
        self.text(end);
        if end < self.length {
            self.tokens.push_back(Token::Other(Span::new(end, self.length)));
        }
    }

    fn pop_token(&mut self) -> Option<Token> {
        self.tokens.pop_front()
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.current == Current::End && !self.last_start_tag.is_empty() && self.last_start_tag == self.name
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn set_last_start_tag(&mut self, _: Option<&[u8]>) {}
    fn emit_error(&mut self, _: Error) {}
    fn set_force_quirks(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The raw text of each token, with what it is.
    fn shown(html: &str) -> Vec<(char, &str)> {
        let shown = tokens(html, false).map(|token| match token {
            Token::Text(span) => ('t', &html[span.range()]),
            Token::Start(tag) => ('s', &html[tag.span.range()]),
            Token::End(_, span) => ('e', &html[span.range()]),
            Token::Other(span) => ('o', &html[span.range()]),
        });
        shown.collect()
    }

    fn attributes(html: &str) -> Vec<(String, &str)> {
        let Some(Token::Start(tag)) = tokens(html, false).next() else { return Vec::new() };
        tag.attributes.into_iter().map(|(name, span)| (name, &html[span.range()])).collect()
    }

    #[test]
    fn tags_and_the_text_between_them_have_their_places() {
        assert_eq!(
            shown("a<b>é &amp; x</b>\r\n<!-- n -->y< z <i"),
            [('t', "a"), ('s', "<b>"), ('t', "é &amp; x"), ('e', "</b>"), ('t', "\r\n"), ('o', "<!-- n -->")]
                .into_iter()
                .chain([('t', "y< z "), ('o', "<i")])
                .collect::<Vec<_>>()
        );
        assert_eq!(
            shown("<script>a<b></scrip></script>x")[1..],
            [('t', "a<b></scrip>"), ('e', "</script>"), ('t', "x")]
        );
        assert_eq!(shown("<!doctype html><p>x&")[1..], [('s', "<p>"), ('t', "x&")]);
    }

    #[test]
    fn values_of_attributes_have_their_places() {
        let html = "<img ALT=\"a &lt; b\" src=x title='' hidden alt=again data-x='1>2'>";
        let found = attributes(html);
        let found: Vec<_> = found.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        assert_eq!(found, [("alt", "a &lt; b"), ("src", "x"), ("title", ""), ("hidden", ""), ("data-x", "1>2")]);
    }

    proptest! {
        #[test]
        fn tokens_lie_side_by_side_whatever_the_text(
            html in "(<|>|/|!|-|--|a|b|script|title|textarea|=|\"|'| |\r|\r\n|\n|é|𝄞|&|;|#|amp|\\[CDATA\\[|\\]\\]){0,30}",
            xhtml: bool,
        ) {
            let mut end = 0;
            for token in tokens(&html, xhtml) {
                let span = match &token {
                    Token::Text(span) | Token::End(_, span) | Token::Other(span) => *span,
                    Token::Start(tag) => {
                        for (_, value) in &tag.attributes {
                            prop_assert!(tag.span.contains(*value));
                            prop_assert!(Span::checked(&html, value.start(), value.end()).is_some());
                        }
                        tag.span
                    }
                };
                prop_assert_eq!(span.start(), end);
                prop_assert!(Span::checked(&html, span.start(), span.end()).is_some());
                end = span.end();
                if matches!(token, Token::Start(_) | Token::End(..)) {
                    prop_assert!(html[span.range()].starts_with('<') && html[span.range()].ends_with('>'));
                }
            }
            prop_assert_eq!(end, html.len());
        }
    }
}
