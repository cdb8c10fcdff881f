//! One field, analysed once; what only few rules ask for (sentences, slots) is made when first asked for.

use super::keys::{key, key_in};
use super::language::LanguageTools;
use super::mentions::{self, Mentions, Vocabulary};
use super::passing::each_of;
use super::segments::{paragraphs, sentences};
use super::slots::slot_spans;
use super::spots::Spots;
use super::tokens::{Shape, Token, token_at, tokens};
use super::view::View;
use crate::document::{Field, FieldKind};
use crate::rules::model::{MatchWindow, Slot};
use crate::source::Span;
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};

/// What checks read of a field. All spans are of the view unless a name says otherwise.
#[derive(Debug)]
pub struct Analysis<'d> {
    /// The field itself.
    pub field: &'d Field,
    /// Its normalised view.
    pub view: View,
    /// The words of the view.
    pub tokens: Vec<Token>,
    /// By the ends of the tokens.
    token_spots: Spots,
    paragraphs: Vec<Paragraph>,
    /// By their starts.
    paragraph_spots: Spots,
    language: Option<&'d LanguageTools>,
    title: Option<Span>,
    opaque: Vec<Span>,
    /// Spans of slots asked for so far, by paragraph and slot.
    slots: RefCell<FxHashMap<(usize, Slot), Vec<Span>>>,
    mentions: OnceCell<Mentions>,
    keys: OnceCell<Vec<u32>>,
    bare_keys: OnceCell<Vec<(usize, u32)>>,
    not_lower: OnceCell<Vec<usize>>,
}

#[derive(Debug)]
struct Paragraph {
    span: Span,
    sentences: OnceCell<Vec<Span>>,
}

/// A window of the kind `field` reaches this far, in bytes, around the block of this size that holds the match.
const FIELD_BLOCK: usize = 32 * 1024;

impl<'d> Analysis<'d> {
    /// Analyses a field; its language is set later, when the whole document told it.
    pub fn of(field: &'d Field) -> Self {
        let view = View::of(&field.text, field.paragraphs);
        let mut tokens = tokens(view.text());
        let opaque: Vec<Span> = field.map.opaque().map(|span| view.to_view(span)).collect();
        // A placeholder is no word.
        if !opaque.is_empty() {
            tokens.retain(|token| !any_overlaps(&opaque, token.span));
        }
        let new = |span| Paragraph { span, sentences: OnceCell::new() };
        let paragraphs: Vec<Paragraph> = paragraphs(view.text()).into_iter().map(new).collect();
        let title = title(field, &view, paragraphs.first().map(|first| first.span), paragraphs.len());
        Analysis {
            token_spots: Spots::of(tokens.iter().map(|token| token.span.end())),
            paragraph_spots: Spots::of(paragraphs.iter().map(|paragraph| paragraph.span.start())),
            field,
            view,
            tokens,
            paragraphs,
            language: None,
            title,
            opaque,
            slots: RefCell::default(),
            mentions: OnceCell::new(),
            keys: OnceCell::new(),
            bare_keys: OnceCell::new(),
            not_lower: OnceCell::new(),
        }
    }

    /// The same analysis, in this language.
    pub fn in_language(mut self, language: Option<&'d LanguageTools>) -> Self {
        self.language = language;
        self
    }

    /// The text of a span of the view.
    #[inline]
    pub fn text(&self, span: Span) -> &str {
        &self.view.text()[span.range()]
    }

    /// The folded text of a span of the view.
    #[inline]
    pub fn folded(&self, span: Span) -> &str {
        &self.view.folded()[span.range()]
    }

    /// The field's own text under a span of the view.
    pub fn plain(&self, span: Span) -> &str {
        &self.field.text[self.view.to_field(span).range()]
    }

    /// The paragraphs, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = Span> + '_ {
        self.paragraphs.iter().map(|paragraph| paragraph.span)
    }

    /// The paragraph that holds an offset, or the last before it.
    pub fn paragraph(&self, offset: usize) -> Span {
        self.paragraph_index(offset).map_or(Span::new(0, 0), |index| self.paragraphs[index].span)
    }

    /// The sentence that holds an offset, or the last of its paragraph before it.
    pub fn sentence(&self, offset: usize) -> Span {
        let Some(index) = self.paragraph_index(offset) else { return Span::new(0, 0) };
        let all = self.sentences_of(index);
        let at = all.partition_point(|sentence| sentence.start() <= offset).saturating_sub(1);
        all.get(at).copied().unwrap_or(self.paragraphs[index].span)
    }

    /// The sentences of the paragraph that holds an offset.
    pub fn sentences(&self, offset: usize) -> &[Span] {
        self.paragraph_index(offset).map_or(&[], |index| self.sentences_of(index))
    }

    /// The mentions of people, organisations and places; none in a language of which no words around names are known.
    pub fn mentions(&self) -> &Mentions {
        self.mentions.get_or_init(|| {
            let Some(language) = self.language else { return Mentions::default() };
            let paragraphs: Vec<Span> = self.paragraphs().flat_map(|span| self.lines_apart(span)).collect();
            mentions::extract(&mentions::Input {
                view: self.view.text(),
                folded: self.view.folded(),
                tokens: &self.tokens,
                keys: self.keys(),
                not_lower: self.not_lower(),
                paragraphs: &paragraphs,
                vocabulary: language.vocabulary(),
                lexicon: language.lexicon(),
            })
        })
    }

    /// The key of each token, see [`super::keys::key`].
    pub fn keys(&self) -> &[u32] {
        self.keys.get_or_init(|| {
            let folded = self.view.folded();
            self.tokens.iter().map(|token| key_in(folded, token.span.range())).collect()
        })
    }

    /// The tokens with an apostrophe, by their indexes, each with the key of what stands before that ("ministry's").
    pub fn bare_keys(&self) -> &[(usize, u32)] {
        self.bare_keys.get_or_init(|| {
            let bare = |index: &usize| {
                let token = self.tokens[*index];
                let stem = (token.shape == Shape::Other).then(|| self.folded(token.span).split_once('\''))??.0;
                Some((*index, key(stem)))
            };
            self.not_lower().iter().filter_map(bare).collect()
        })
    }

    /// The tokens that are not small letters of ASCII alone, by their indexes: one in four.
    pub fn not_lower(&self) -> &[usize] {
        self.not_lower.get_or_init(|| {
            let mut found = Vec::with_capacity(self.tokens.len() / 3);
            each_of(&self.tokens, |token| token.shape != Shape::Lower, |index| found.push(index));
            found
        })
    }

    /// Words in and around names, if the language is known.
    pub fn vocabulary(&self) -> Option<&Vocabulary> {
        self.language.map(LanguageTools::vocabulary)
    }

    /// What is known of the language, if it is known.
    pub fn language(&self) -> Option<&'d LanguageTools> {
        self.language
    }

    /// The window of a kind around an offset.
    pub fn window(&self, kind: MatchWindow, offset: usize) -> Span {
        match kind {
            MatchWindow::Sentence => self.sentence(offset),
            MatchWindow::Paragraph => self.bounded(self.paragraph(offset), offset),
            MatchWindow::Field => self.bounded(Span::new(0, self.view.text().len()), offset),
        }
    }

    /// The part of a long span in the block that holds the offset and the blocks beside it, so that nearby
    /// offsets share a window and none is read as a whole.
    fn bounded(&self, span: Span, offset: usize) -> Span {
        if span.len() <= 2 * FIELD_BLOCK {
            return span;
        }
        let block = offset / FIELD_BLOCK * FIELD_BLOCK;
        let text = self.view.text();
        let start = text.floor_char_boundary(block.saturating_sub(FIELD_BLOCK / 2).max(span.start()));
        let end = text.floor_char_boundary((block + FIELD_BLOCK + FIELD_BLOCK / 2).min(span.end()));
        Span::new(start, end)
    }

    /// The index of the token that holds or follows an offset.
    pub fn token_at(&self, offset: usize) -> usize {
        let near = self.token_spots.at(offset, self.tokens.len());
        near.start + token_at(&self.tokens[near], offset)
    }

    /// Whether a span lies wholly in a slot.
    pub fn in_slot(&self, slot: Slot, span: Span) -> bool {
        match slot {
            Slot::Title => self.title.is_some_and(|title| title.contains(span)) || self.is_heading(span),
            Slot::Body => ![Slot::Title, Slot::Dateline, Slot::Credit, Slot::Caption]
                .into_iter()
                .any(|other| self.in_slot(other, span)),
            _ => self.paragraph_index(span.start()).is_some_and(|index| {
                let make = || {
                    let spans = |part| slot_spans(self.view.text(), part, slot, self.field.kind, self.language);
                    self.lines_apart(self.paragraphs[index].span).into_iter().flat_map(spans).collect()
                };
                let mut known = self.slots.borrow_mut();
                known.entry((index, slot)).or_insert_with(make).iter().any(|at| at.contains(span))
            }),
        }
    }

    /// Whether a span begins or ends in text that is no words, such as a placeholder. It may hold one whole.
    pub fn is_opaque(&self, span: Span) -> bool {
        let inside = |at: u32| any_overlaps(&self.opaque, Span { start: at, end: at + 1 });
        !span.is_empty() && (inside(span.start) || inside(span.end - 1))
    }

    /// A paragraph, in two parts where it starts with the title: a dateline or a caption begins behind that.
    fn lines_apart(&self, paragraph: Span) -> Vec<Span> {
        match self.title.filter(|title| paragraph.contains(*title) && title.end < paragraph.end) {
            Some(title) => {
                let rest = &self.view.text()[title.end()..paragraph.end()];
                let start = paragraph.end() - rest.trim_start().len();
                vec![title, Span::new(start, paragraph.end())]
            }
            None => vec![paragraph],
        }
    }

    /// Whether a span lies wholly in a heading that the format marks.
    fn is_heading(&self, span: Span) -> bool {
        let headings = &self.field.headings;
        !headings.is_empty() && {
            let span = self.view.to_field(span);
            let at = headings.partition_point(|heading| heading.end < span.end);
            headings.get(at).is_some_and(|heading| heading.contains(span))
        }
    }

    /// The title in the text, if its first line is one.
    pub fn title(&self) -> Option<Span> {
        self.title
    }

    fn paragraph_index(&self, offset: usize) -> Option<usize> {
        let near = self.paragraph_spots.at(offset, self.paragraphs.len());
        let at = near.start + self.paragraphs[near].partition_point(|paragraph| paragraph.span.start() <= offset);
        (!self.paragraphs.is_empty()).then(|| at.saturating_sub(1))
    }

    fn sentences_of(&self, index: usize) -> &[Span] {
        let paragraph = &self.paragraphs[index];
        paragraph.sentences.get_or_init(|| {
            let title_end = self.title.filter(|title| paragraph.span.contains(*title)).map(Span::end);
            sentences(self.view.text(), paragraph.span, title_end.as_slice(), self.language)
        })
    }
}

/// Whether one of these spans, which are in order, shares a byte with another.
fn any_overlaps(spans: &[Span], other: Span) -> bool {
    let first = spans.partition_point(|span| span.end <= other.start);
    spans.get(first).is_some_and(|span| span.overlaps(other))
}

/// Longest title, in characters.
const LONGEST_TITLE: usize = 160;

/// The span of the title: the whole of a title field, or a first line that is short, has no final stop, and
/// has a body behind it.
fn title(field: &Field, view: &View, first: Option<Span>, paragraphs: usize) -> Option<Span> {
    let first = first?;
    match field.kind {
        FieldKind::Title => return Some(Span::new(0, view.text().len())),
        FieldKind::Body | FieldKind::Caption | FieldKind::Unit => return None,
        FieldKind::Text => {}
    }
    if field.base_chars > 0 {
        return None;
    }
    let before = field.text.len() - field.text.trim_start().len();
    let line = field.text[before..].lines().next().unwrap_or_default().trim_end();
    let rest = field.text[before + line.len()..].trim_start();
    let wraps = rest.chars().next().is_none_or(char::is_lowercase);
    let stops = line.ends_with(['.', '!', '?', '…', ':', ';', ',', '。', '！', '？', '"', '”']);
    let span = view.to_view(Span::new(before, before + line.len()));
    let own_paragraph = span.end >= first.end;
    let body = !rest.is_empty() && (own_paragraph && paragraphs > 1 || !own_paragraph && !wraps);
    (body && !stops && line.chars().count() <= LONGEST_TITLE && line.contains(char::is_alphabetic)).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    fn field(text: &str) -> Field {
        Field::new("text", FieldKind::Text, text, SourceMap::copied(0, text.len()))
    }

    fn title_of(text: &str) -> Option<String> {
        let field = field(text);
        let analysis = Analysis::of(&field);
        analysis.title().map(|span| analysis.text(span).to_owned())
    }

    #[test]
    fn a_first_line_is_a_title_only_with_a_body_and_no_stop() {
        assert_eq!(
            title_of("Envoy Visits Capital\nA caption here.\n\nThe body.").as_deref(),
            Some("Envoy Visits Capital")
        );
        assert_eq!(title_of("Envoy Visits Capital\n\nThe body.").as_deref(), Some("Envoy Visits Capital"));
        assert_eq!(title_of("Only one line"), None);
        assert_eq!(title_of("It ended here.\nThe body."), None);
        assert_eq!(title_of("She paid an honorary\nvisit to the mayor.\n\nNext."), None);
    }

    #[test]
    fn a_placeholder_is_no_word() {
        let mut builder = crate::source::SourceMapBuilder::new();
        builder.copied(0, "Hello ");
        builder.opaque(Span::new(6, 12), "%(name)s");
        builder.copied(12, " there");
        let (text, map) = builder.finish();
        let field = Field::new("text", FieldKind::Unit, text, map);
        let analysis = Analysis::of(&field);
        let words: Vec<&str> = analysis.tokens.iter().map(|token| analysis.text(token.span)).collect();
        assert_eq!(words, ["Hello", "there"]);
        assert!(analysis.is_opaque(Span::new(8, 9)) && analysis.is_opaque(Span::new(0, 8)));
        assert!(!analysis.is_opaque(Span::new(0, 6)) && !analysis.is_opaque(Span::new(0, 20)));
    }

    #[test]
    fn a_title_ends_its_sentence_and_long_windows_are_bounded() {
        let first = field("Envoy Visits\nA caption is here. More.\n\nThe body.");
        let analysis = Analysis::of(&first);
        assert_eq!(analysis.text(analysis.sentence(15)), "A caption is here.");
        assert!(analysis.in_slot(Slot::Title, Span::new(0, 5)) && analysis.in_slot(Slot::Body, Span::new(14, 18)));
        let long = field(&"word ".repeat(40_000));
        let analysis = Analysis::of(&long);
        assert!(analysis.window(MatchWindow::Field, 100_000).len() <= 2 * FIELD_BLOCK);
        assert!(analysis.window(MatchWindow::Paragraph, 100_000).range().contains(&100_000));
    }
}
