//! The text of a Markdown file as fields with maps.

use crate::document::{Field, FieldKind, ParagraphBreak};
use crate::source::{self, Directive, Layer, SourceMapBuilder, Span};
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// What stands for code, an address or a picture inside a sentence: no word, and no lost space.
const OBJECT: &str = "\u{FFFC}";

/// The fields of a file: `title` (its first heading of level 1), `body`, and `caption` (what pictures are said to
/// show), and the directives in its comments. Paragraphs, headings, list items and table cells are paragraphs of the body.
pub(super) fn fields(raw: &str) -> (Vec<Field>, Vec<Directive>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_GFM;
    let mut reader = Reader { raw, ..Reader::default() };
    for (event, range) in Parser::new_ext(raw, options).into_offset_iter() {
        reader.event(event, range);
    }
    let directives = std::mem::take(&mut reader.directives);
    (reader.finish(), directives)
}

/// Where text goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Target {
    #[default]
    Body,
    Title,
}

#[derive(Default)]
struct Reader<'r> {
    raw: &'r str,
    title: Part,
    body: Part,
    caption: Part,
    target: Target,
    /// Spans of the body that are headings.
    headings: Vec<Span>,
    /// Open blocks whose text is none: code, front matter, HTML.
    skipped: usize,
    /// Open links whose text is their address.
    addresses: usize,
    /// Open pictures.
    pictures: usize,
    directives: Vec<Directive>,
}

/// A field under construction.
struct Part {
    builder: SourceMapBuilder,
    /// Where the raw text of what was added last ends.
    raw_end: usize,
    /// Whether a new paragraph begins with what comes next.
    breaks: bool,
    /// Where the text of the paragraph begins.
    start: usize,
}

impl<'r> Reader<'r> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.is_read() => self.text(&text, range),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) if self.is_read() => self.object(range),
            Event::SoftBreak | Event::HardBreak if self.is_read() => self.line_break(range),
            Event::InlineHtml(html) if html.starts_with("<!--") => self.comments(range),
            Event::InlineHtml(html) if self.is_read() && is_line_break(&html) => {
                let raw = self.raw;
                let part = self.part();
                part.open(raw, range.start);
                part.add(range.end, |builder| builder.opaque(span(&range), "\n"));
            }
            Event::Rule => self.body.breaks = true,
            _ => {}
        }
    }

    fn is_read(&self) -> bool {
        self.skipped == 0 && self.addresses == 0
    }

    fn part(&mut self) -> &mut Part {
        match (self.pictures, self.target) {
            (0, Target::Body) => &mut self.body,
            (0, Target::Title) => &mut self.title,
            _ => &mut self.caption,
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } => {
                if self.is_read() {
                    self.object(range);
                }
                self.addresses += 1;
            }
            // Every link counts, so that ends are told apart by their number alone.
            Tag::Link { .. } => self.addresses += usize::from(self.addresses > 0),
            Tag::Image { .. } => {
                if self.is_read() && self.pictures == 0 {
                    self.object(range);
                    self.caption.breaks = true;
                }
                self.pictures += 1;
            }
            Tag::Heading { level, .. } => {
                self.body.breaks = true;
                if *level == HeadingLevel::H1 && !self.title.has_words() {
                    self.title = Part::default();
                    self.target = Target::Title;
                }
            }
            Tag::HtmlBlock => {
                self.comments(range);
                self.skipped += 1;
                self.body.breaks = true;
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.skipped += 1;
                self.body.breaks = true;
            }
            _ => self.body.breaks = true,
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::Link => self.addresses = self.addresses.saturating_sub(1),
            TagEnd::Image => self.pictures = self.pictures.saturating_sub(1),
            TagEnd::Heading(_) => {
                let end = self.body.builder.text().len();
                // Without text in it, the break before it still waits.
                if self.target == Target::Body && !self.body.breaks && self.body.start < end {
                    self.headings.push(Span::new(self.body.start, end));
                }
                self.target = Target::Body;
                self.body.breaks = true;
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {
                self.skipped = self.skipped.saturating_sub(1);
                self.body.breaks = true;
            }
            _ => self.body.breaks = true,
        }
    }

    /// Text as it stands, an entity, or text that starts with an escaped character.
    fn text(&mut self, text: &str, mut range: Range<usize>) {
        let raw = self.raw;
        let Some(mut written) = raw.get(range.clone()) else { return };
        // White space at the end of a line may be in the range, and is in no text.
        if !text.ends_with([' ', '\t']) {
            written = written.trim_end_matches([' ', '\t']);
            range.end = range.start + written.len();
        }
        let first = text.chars().next().filter(char::is_ascii_punctuation);
        // The backslash of an escape may or may not be in the range.
        let escaped = first.is_some_and(|first| written.strip_prefix('\\').is_some_and(|rest| rest.starts_with(first)))
            && written.len() == text.len() + 1;
        let before = range.start.checked_sub(1).filter(|&at| raw.as_bytes()[at] == b'\\');
        let part = self.part();
        if !escaped && written == text {
            match (first, before) {
                (Some(first), Some(at)) if part.raw_end <= at && !is_escaped(raw, at) => {
                    part.open(raw, at);
                    let end = range.start + first.len_utf8();
                    part.add(end, |b| b.decoded(Span::new(at, end), &text[..first.len_utf8()], Layer::Markdown));
                    part.add(range.end, |b| b.copied(end, &text[first.len_utf8()..]));
                }
                _ => {
                    part.open(raw, range.start);
                    part.add(range.end, |builder| builder.copied(range.start, text));
                }
            }
            return;
        }
        part.open(raw, range.start);
        if escaped {
            let escape = Span::new(range.start, range.start + 2);
            part.add(escape.end(), |builder| builder.decoded(escape, &text[..1], Layer::Markdown));
            range.start += 2;
            part.add(range.end, |builder| builder.copied(range.start, &text[1..]));
        } else {
            part.add(range.end, |builder| builder.decoded(span(&range), text, Layer::Markdown));
        }
    }

    fn comments(&mut self, range: Range<usize>) {
        let markup = self.raw.get(range.clone()).unwrap_or_default();
        self.directives.extend(source::in_markup(markup, range.start));
    }

    fn object(&mut self, range: Range<usize>) {
        let raw = self.raw;
        let part = self.part();
        part.open(raw, range.start);
        part.add(range.end, |builder| builder.opaque(span(&range), OBJECT));
    }

    /// A line break wraps, also a hard one: the view joins what stands on both sides of it.
    fn line_break(&mut self, range: Range<usize>) {
        let raw = self.raw;
        let Some(written) = raw.get(range.clone()) else { return };
        let Some(found) = written.find("\r\n").or_else(|| written.find('\n')) else { return };
        let (at, end) = (range.start + found, range.start + found + written[found..].find('\n').unwrap_or(0) + 1);
        let part = self.part();
        part.open(raw, at);
        part.add(end, |builder| builder.copied(at, &raw[at..end]));
    }

    fn finish(self) -> Vec<Field> {
        let mut fields = Vec::new();
        let titled = self.title.has_words();
        if titled {
            fields.push(self.title.field("title", FieldKind::Title));
        }
        // Where the file has headings, its first line is not taken for one.
        let kind = if titled || !self.headings.is_empty() { FieldKind::Body } else { FieldKind::Text };
        let mut body = self.body.field("body", kind);
        body.headings = self.headings;
        fields.push(body);
        if self.caption.has_words() {
            fields.push(self.caption.field("caption", FieldKind::Caption));
        }
        fields
    }
}

impl Default for Part {
    fn default() -> Self {
        Part { builder: SourceMapBuilder::within(Layer::Markdown), raw_end: 0, breaks: false, start: 0 }
    }
}

impl Part {
    fn has_words(&self) -> bool {
        self.builder.text().contains(char::is_alphanumeric)
    }

    /// Prepares for text from this raw offset on: a blank line where a paragraph begins, else what was passed over
    /// since the last text is markup.
    fn open(&mut self, raw: &str, start: usize) {
        let passed = raw.get(self.raw_end..start).unwrap_or_default();
        if self.builder.text().is_empty() {
            self.start = 0;
        } else if self.breaks {
            let blank = passed.trim().is_empty() && passed.matches('\n').count() > 1;
            if blank {
                self.builder.copied(self.raw_end, passed)
            } else {
                self.builder.synthetic("\n\n")
            }
            self.start = self.builder.text().len();
        } else if !passed.is_empty() {
            self.builder.opaque(Span::new(self.raw_end, start), "");
        }
        self.breaks = false;
    }

    /// Adds text whose raw text ends here.
    fn add(&mut self, raw_end: usize, add: impl FnOnce(&mut SourceMapBuilder)) {
        add(&mut self.builder);
        self.raw_end = raw_end;
    }

    fn field(self, name: &str, kind: FieldKind) -> Field {
        let (text, map) = self.builder.finish();
        let mut field = Field::new(name, kind, text, map);
        field.paragraphs = ParagraphBreak::BlankLine;
        field
    }
}

/// Whether the backslash at this offset is itself escaped.
fn is_escaped(raw: &str, at: usize) -> bool {
    raw.as_bytes()[..at].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

fn is_line_break(html: &str) -> bool {
    let name = html.trim_start_matches('<').trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

fn span(range: &Range<usize>) -> Span {
    Span::new(range.start, range.end)
}
