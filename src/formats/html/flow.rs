//! The text of a page from its tags: which part goes into which field, and where its paragraphs end.
//!
//! Elements are not nested by calls, so that however deep they are, nothing recurses.

use super::part::Part;
use super::reading::Reading;
use super::reference::reference;
use super::roles::{Role, hides, is_menu, role};
use crate::document::{Field, FieldKind};
use crate::source::{Layer, SourceMap, Span};
use std::borrow::Cow;

/// An attribute of a tag: its value decoded.
pub(super) trait Attributes {
    /// The value of the attribute of this name, in lower case.
    fn get(&self, name: &str) -> Option<Cow<'_, str>>;
}

/// Where text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Body,
    Caption,
    Headline,
    PageTitle,
}

/// An open element, inline ones left out.
#[derive(Debug)]
struct Open {
    /// Number of its name in `names`.
    name: u16,
    role: Role,
    /// Whether nothing in it is read.
    skips: bool,
}

/// Elements that are known by name at once.
const MOST_NAMES: usize = 256;

#[derive(Debug)]
pub(super) struct Flow<'r> {
    raw: &'r str,
    reading: Reading<'r>,
    pub(super) body: Part<'r>,
    pub(super) caption: Part<'r>,
    /// The first headline, where it is not a part of the body.
    pub(super) headline: Part<'r>,
    pub(super) page_title: Part<'r>,
    /// Spans of the body that are headings.
    headings: Vec<Span>,
    open: Vec<Open>,
    /// Names of open elements, each with how many are open.
    names: Vec<(String, u32)>,
    /// Open elements whose text is none; that are stories; captions; superscripts; headlines; page titles.
    skipped: u32,
    stories: u32,
    captions: u32,
    raised: u32,
    headlines: u32,
    page_titles: u32,
    /// Whether the first headline is a field of its own.
    takes_headline: bool,
}

impl<'r> Flow<'r> {
    /// A flow over a raw text whose words stand inside of this layer. With `takes_headline`, the first headline becomes
    /// a field of its own.
    pub(super) fn new(raw: &'r str, reading: Reading<'r>, layer: Layer, takes_headline: bool) -> Self {
        let part = || Part::new(raw, layer);
        Flow {
            raw,
            reading,
            body: part(),
            caption: part(),
            headline: part(),
            page_title: part(),
            headings: Vec::new(),
            open: Vec::new(),
            names: Vec::new(),
            skipped: 0,
            stories: u32::from(reading.story),
            captions: 0,
            raised: 0,
            headlines: 0,
            page_titles: 0,
            takes_headline,
        }
    }

    /// What follows stands inside of this layer.
    pub(super) fn enter(&mut self, layer: Layer) {
        for part in [&mut self.body, &mut self.caption, &mut self.headline, &mut self.page_title] {
            part.enter(layer);
        }
    }

    fn target(&self) -> Target {
        match self {
            Flow { page_titles: 1.., .. } => Target::PageTitle,
            Flow { captions: 1.., .. } => Target::Caption,
            Flow { headlines: 1.., .. } => Target::Headline,
            _ => Target::Body,
        }
    }

    fn part(&mut self) -> &mut Part<'r> {
        match self.target() {
            Target::Body => &mut self.body,
            Target::Caption => &mut self.caption,
            Target::Headline => &mut self.headline,
            Target::PageTitle => &mut self.page_title,
        }
    }

    /// The raw text.
    pub(super) fn raw(&self) -> &'r str {
        self.raw
    }

    /// Whether what comes is the title of the page.
    pub(super) fn in_page_title(&self) -> bool {
        self.page_titles > 0
    }

    /// Whether text is read here.
    pub(super) fn is_read(&self) -> bool {
        self.skipped == 0
    }

    /// A start tag. With `closed`, the element has no content.
    pub(super) fn start(&mut self, name: &str, attributes: &impl Attributes, span: Span, closed: bool) {
        let role = role(name);
        self.close_implied(name, role);
        match role {
            Role::Break if self.is_read() => self.part().line_break(span),
            Role::Picture if self.is_read() => self.part().object(span),
            Role::Break | Role::Picture => {}
            Role::Void => {
                if name == "hr" {
                    self.part().end_paragraph();
                }
            }
            _ => self.start_element(name, role, attributes, span, closed),
        }
    }

    fn start_element(&mut self, name: &str, role: Role, attributes: &impl Attributes, span: Span, closed: bool) {
        let hidden = self.is_hidden(attributes);
        let skips = hidden
            || match role {
                Role::Skipped | Role::Object => true,
                // Drawings have titles, too.
                Role::PageTitle => self.page_title.has_words(),
                Role::Banner => self.stories == 0,
                _ => false,
            };
        if role != Role::Inline
            && role != Role::Object
            && role != Role::Raised
            && (role != Role::Skipped || breaks(name))
        {
            self.part().end_paragraph();
        }
        if self.is_read() && skips && (role == Role::Object || (hidden && role == Role::Inline)) {
            self.part().object(span);
        }
        // What is inline and read needs no end.
        if closed || (role == Role::Inline && !skips) {
            return;
        }
        let Some(number) = self.number(name) else { return };
        self.names[usize::from(number)].1 += 1;
        let role = match role {
            // Only the first headline is the page's.
            Role::MainHeading if !self.takes_headline || self.headline.has_words() || !self.is_read() || skips => {
                Role::Heading
            }
            role => role,
        };
        self.open.push(Open { name: number, role, skips });
        self.count(role, skips, 1);
        if role == Role::MainHeading || role == Role::Caption {
            self.part().end_paragraph();
        }
    }

    /// An end tag.
    pub(super) fn end(&mut self, name: &str, span: Span) {
        match role(name) {
            // What is written `</br>` and `</p>` alone shows a break.
            Role::Break if self.is_read() => return self.part().line_break(span),
            Role::Block if self.is_read() => self.part().end_paragraph(),
            _ => {}
        }
        let open = |(known, count): &(String, u32)| known == name && *count > 0;
        let Some(number) = self.names.iter().position(open) else { return };
        while let Some(last) = self.open.last() {
            let found = usize::from(last.name) == number;
            self.pop();
            if found {
                break;
            }
        }
    }

    fn pop(&mut self) {
        let Some(Open { name, role, skips }) = self.open.pop() else { return };
        if role == Role::Heading && self.is_read() && self.target() == Target::Body {
            self.headings.extend(self.body.paragraph());
        }
        if !matches!(role, Role::Inline | Role::Object | Role::Raised | Role::Skipped) {
            self.part().end_paragraph();
        }
        self.names[usize::from(name)].1 -= 1;
        self.count(role, skips, -1);
    }

    fn count(&mut self, role: Role, skips: bool, by: i32) {
        let count = match role {
            Role::Story => &mut self.stories,
            Role::Caption => &mut self.captions,
            Role::Raised => &mut self.raised,
            Role::MainHeading => &mut self.headlines,
            Role::PageTitle => &mut self.page_titles,
            _ => &mut 0,
        };
        *count = count.saturating_add_signed(by);
        if skips {
            self.skipped = self.skipped.saturating_add_signed(by);
        }
    }

    /// Paragraphs, list items and table cells end where the next one begins, without an end tag.
    fn close_implied(&mut self, name: &str, role: Role) {
        let Some(last) = self.open.last() else { return };
        let last = self.names[usize::from(last.name)].0.as_str();
        let ends = match last {
            "p" => {
                !matches!(role, Role::Inline | Role::Object | Role::Raised | Role::Break | Role::Picture | Role::Void)
            }
            "li" | "option" | "rt" | "rp" => name == last,
            "dt" | "dd" => matches!(name, "dt" | "dd"),
            "td" | "th" => matches!(name, "td" | "th" | "tr"),
            "tr" => name == last,
            _ => false,
        };
        if ends {
            self.pop();
        }
    }

    fn is_hidden(&self, attributes: &impl Attributes) -> bool {
        let is = |name: &str, test: &dyn Fn(&str) -> bool| attributes.get(name).is_some_and(|value| test(&value));
        is("hidden", &|_| true)
            || is("aria-hidden", &|value| value == "true")
            || is("translate", &|value| value == "no")
            || is("role", &is_menu)
            || is("style", &hides)
            || ["lang", "xml:lang"].iter().any(|name| is(name, &|lang| self.is_foreign(lang)))
    }

    /// Whether a part is in another language than the text.
    fn is_foreign(&self, lang: &str) -> bool {
        let primary = |tag: &str| tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let known = self.reading.lang.map(primary).filter(|own| !own.is_empty());
        known.is_some_and(|own| !lang.trim().is_empty() && primary(lang) != own)
    }

    /// The number of a name; none once too many are known.
    fn number(&mut self, name: &str) -> Option<u16> {
        let known = self.names.iter().position(|(known, _)| known == name);
        let number = known.or_else(|| {
            (self.names.len() < MOST_NAMES).then(|| {
                self.names.push((name.to_owned(), 0));
                self.names.len() - 1
            })
        })?;
        u16::try_from(number).ok()
    }

    /// Text with character references of HTML.
    pub(super) fn html(&mut self, span: Span) {
        self.text(span, true);
    }

    /// Text without references.
    pub(super) fn plain(&mut self, span: Span) {
        self.text(span, false);
    }

    /// Text that the raw bytes give when decoded.
    pub(super) fn decoded(&mut self, span: Span, text: &str, layer: Layer) {
        if self.is_read() {
            match self.raised > 0 && !text.contains(char::is_alphabetic) {
                true => {}
                false if text.chars().all(|char| char.is_ascii_whitespace()) => self.part().space(span, false),
                false => self.part().decoded(span, text, layer),
            }
        }
    }

    /// Something that is no word.
    pub(super) fn object(&mut self, span: Span) {
        if self.is_read() {
            self.part().object(span);
        }
    }

    fn text(&mut self, span: Span, references: bool) {
        if !self.is_read() {
            return;
        }
        let raw = self.raw;
        if self.raised > 0 && !raw[span.range()].contains(char::is_alphabetic) {
            return;
        }
        let blank_lines = self.reading.blank_lines;
        let part = self.part();
        let (mut at, end) = (span.start(), span.end());
        while at < end {
            let rest = &raw[at..end];
            let white = rest.len() - rest.trim_start_matches(is_space).len();
            if white > 0 {
                let run = Span::new(at, at + white);
                part.space(run, blank_lines && memchr::memchr_iter(b'\n', &rest.as_bytes()[..white]).count() > 1);
                at += white;
            } else if let Some((shown, length)) = references.then(|| reference(rest, false)).flatten() {
                part.decoded(Span::new(at, at + length), shown.text(&mut [0; 4]), Layer::Html);
                at += length;
            } else {
                let length = words(rest, references);
                part.words(Span::new(at, at + length));
                at += length;
            }
        }
    }

    /// The main field, then captions; only what has words.
    pub(super) fn finish(mut self, outer: Option<&SourceMap>) -> Vec<Field> {
        // What was never closed ends here.
        while !self.open.is_empty() {
            self.pop();
        }
        let mut fields = Vec::new();
        if self.body.has_words() {
            let mut field = self.body.field(self.reading.name, self.reading.kind, outer);
            if self.reading.kind != FieldKind::Title {
                field.headings = self.headings;
            }
            fields.push(field);
        }
        if self.caption.has_words() {
            fields.push(self.caption.field("caption", FieldKind::Caption, outer));
        }
        fields
    }
}

/// White space of HTML, which is shown as one space.
fn is_space(char: char) -> bool {
    matches!(char, ' ' | '\t' | '\n' | '\r' | '\x0C')
}

/// Whether an element that is left out stands between paragraphs.
fn breaks(name: &str) -> bool {
    matches!(name, "pre" | "nav" | "aside" | "menu" | "listing" | "xmp" | "plaintext" | "dialog" | "search")
}

/// The length of the words that a text starts with: up to white space other than a single space, or a reference.
fn words(text: &str, references: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        let plain = |next: Option<&u8>| next.is_some_and(|next| !next.is_ascii_whitespace() && *next != b'&');
        match byte {
            b'&' if references => return at,
            b'\t' | b'\n' | b'\r' | b'\x0C' => return at,
            b' ' if !plain(bytes.get(at + 1)) => return at,
            _ => at += 1,
        }
    }
    at
}
