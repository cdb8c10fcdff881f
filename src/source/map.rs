//! The source map: which raw bytes each part of a field's decoded text came from.

mod builder;

pub use builder::SourceMapBuilder;

use super::Span;
use serde::{Deserialize, Serialize};

/// One way of escaping that a piece of text was decoded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layer {
    /// A JSON string escape (`\n`, `\u00e9`, a surrogate pair).
    Json,
    /// An XML character or predefined entity reference.
    Xml,
    /// The inside of a CDATA section, which has no escapes; only its end cannot stand in it.
    Cdata,
    /// An HTML character reference.
    Html,
    /// The same in the value of an attribute between apostrophes, where those cannot stand.
    Quoted,
    /// A run of white space read as one space.
    Space,
    /// A doubled quotation mark of a CSV cell.
    Csv,
    /// A CSV cell without quotation marks, which has no escapes: this sign ends it.
    BareCell(char),
    /// A backslash escape or a character reference of Markdown.
    Markdown,
    /// A backslash escape of a C string (`\n`, `\"`, `\303\251`).
    C,
}

/// How a piece of text relates to its raw bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// The text stands in the raw file as it is.
    Copied,
    /// The raw bytes, decoded through these layers from the outermost in, give the text.
    Decoded(Vec<Layer>),
    /// The text has no raw bytes (a space between two table cells).
    Synthetic,
    /// Raw bytes that are no words: a tag, a placeholder, a cue time, a CDATA mark. The text may be empty.
    Opaque,
}

/// A piece of a field: a span of its text, and the span of the raw text it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Span of the field's text.
    pub text: Span,
    /// Span of the raw text; empty for a synthetic piece.
    pub raw: Span,
    /// How the two relate.
    pub kind: PieceKind,
}

/// The pieces of one field, in order. They tile the field's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceMap {
    pieces: Vec<Piece>,
    /// What the text from an offset on stands inside of, outermost first, in order of the offsets. A copied piece
    /// does not show it: `word` in a JSON string is a copy, and still a quotation mark cannot be written there as
    /// it is.
    enclosing: Vec<(u32, Vec<Layer>)>,
}

impl SourceMap {
    /// The map of a field that is a copy of `length` raw bytes from offset `raw_start` on.
    pub fn copied(raw_start: usize, length: usize) -> Self {
        let pieces = vec![Piece {
            text: Span::new(0, length),
            raw: Span::new(raw_start, raw_start + length),
            kind: PieceKind::Copied,
        }];
        SourceMap { pieces, enclosing: Vec::new() }
    }

    /// The pieces, in order of the text.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The raw span of a span of the field's text, snapped outward to whole pieces where they are not copies.
    pub fn raw(&self, span: Span) -> Span {
        let touched = self.touched(span);
        let (Some(first), Some(last)) = (touched.first(), touched.last()) else {
            return Span::new(0, 0);
        };
        let start = match first.kind {
            PieceKind::Copied => {
                first.raw.start + span.start.saturating_sub(first.text.start).min(first.text.end - first.text.start)
            }
            _ => first.raw.start,
        };
        let end = match last.kind {
            PieceKind::Copied => {
                last.raw.end - (last.text.end.saturating_sub(span.end)).min(last.text.end - last.text.start)
            }
            _ => last.raw.end,
        };
        Span { start, end: end.max(start) }
    }

    /// Whether a span can be replaced in the raw file: it touches nothing synthetic or opaque, and its raw
    /// bytes are one run.
    pub fn editable(&self, span: Span) -> bool {
        let touched = self.touched(span);
        touched.iter().all(|piece| matches!(piece.kind, PieceKind::Copied | PieceKind::Decoded(_)))
            && touched.windows(2).all(|pair| pair[0].raw.end == pair[1].raw.start)
    }

    /// The layers that text put in the place of this span has to be escaped through, outermost first: what the
    /// field stands inside of, and what the pieces there were decoded from.
    pub fn layers(&self, span: Span) -> Vec<Layer> {
        let mut layers = self.enclosing(span.start).to_vec();
        for layer in self.decoded_layers(span) {
            if !layers.contains(&layer) {
                layers.push(layer);
            }
        }
        layers
    }

    /// What the text at an offset stands inside of.
    fn enclosing(&self, offset: u32) -> &[Layer] {
        let after = self.enclosing.partition_point(|(start, _)| *start <= offset);
        after.checked_sub(1).and_then(|last| self.enclosing.get(last)).map_or(&[], |(_, layers)| layers)
    }

    fn decoded_layers(&self, span: Span) -> Vec<Layer> {
        let mut layers: Vec<Layer> = Vec::new();
        for piece in self.touched(span) {
            if let PieceKind::Decoded(of_piece) = &piece.kind {
                for layer in of_piece {
                    if !layers.contains(layer) {
                        layers.push(*layer);
                    }
                }
            }
        }
        layers
    }

    /// The spans of text that are opaque and not empty, in order.
    pub fn opaque(&self) -> impl Iterator<Item = Span> + '_ {
        self.pieces
            .iter()
            .filter(|piece| piece.kind == PieceKind::Opaque && !piece.text.is_empty())
            .map(|piece| piece.text)
    }

    /// The pieces that hold at least one byte of the span; for an empty span, the piece at its place.
    /// Pieces without text count only between two others.
    fn touched(&self, span: Span) -> &[Piece] {
        let first = self.pieces.partition_point(|piece| piece.text.end <= span.start);
        let mut last = self.pieces.partition_point(|piece| piece.text.start < span.end);
        if span.is_empty() || last <= first {
            let at = first.min(self.pieces.len().saturating_sub(1));
            last = (at + 1).min(self.pieces.len());
            return &self.pieces[at.min(last)..last];
        }
        // `first` may stand on a piece without text that ends where the span starts; it was passed over by
        // `<=`. Pieces without text at the end start where the span ends; `<` passed over them.
        &self.pieces[first..last]
    }

    /// The map of a text that was decoded twice: `self` maps the final text to the middle text, `inner` maps
    /// the middle text to the raw one.
    pub fn through(&self, inner: &SourceMap) -> SourceMap {
        let mut pieces = Vec::new();
        for outer in &self.pieces {
            match &outer.kind {
                PieceKind::Copied => inner.slice_into(outer, &mut pieces),
                PieceKind::Decoded(layers) => {
                    let mut all = inner.decoded_layers(outer.raw);
                    all.extend(layers);
                    // Where a tag or the border of a section lies inside, the raw bytes do not decode as they stand.
                    let broken = |piece: &Piece| matches!(piece.kind, PieceKind::Opaque | PieceKind::Synthetic);
                    let kind = match inner.touched(outer.raw).iter().any(broken) {
                        true => PieceKind::Opaque,
                        false => PieceKind::Decoded(all),
                    };
                    pieces.push(Piece { text: outer.text, raw: inner.raw(outer.raw), kind });
                }
                kind => pieces.push(Piece { text: outer.text, raw: inner.raw(outer.raw), kind: kind.clone() }),
            }
        }
        for piece in &mut pieces {
            if piece.kind == PieceKind::Synthetic {
                piece.raw.end = piece.raw.start;
            }
        }
        SourceMap { pieces, enclosing: self.enclosing_through(inner) }
    }

    /// What the final text stands inside of: at each place the layers of the inner map, then those of this one.
    fn enclosing_through(&self, inner: &SourceMap) -> Vec<(u32, Vec<Layer>)> {
        let mut enclosing: Vec<(u32, Vec<Layer>)> = Vec::new();
        let mut add = |text: u32, middle: u32| {
            let (outside, inside) = (inner.enclosing(middle), self.enclosing(text));
            let same = |(_, last): &(u32, Vec<Layer>)| last.iter().eq(outside.iter().chain(inside));
            if !enclosing.last().is_some_and(same) {
                enclosing.push((text, [outside, inside].concat()));
            }
        };
        for piece in &self.pieces {
            add(piece.text.start, piece.raw.start);
            if piece.kind == PieceKind::Copied {
                let first = inner.enclosing.partition_point(|(start, _)| *start <= piece.raw.start);
                let within = inner.enclosing[first..].iter().take_while(|(start, _)| *start < piece.raw.end);
                within.for_each(|(start, _)| add(piece.text.start + (start - piece.raw.start), *start));
            }
        }
        enclosing
    }

    /// The pieces under `outer`, a copy of this map's text, with their text moved to where `outer` has it.
    fn slice_into(&self, outer: &Piece, pieces: &mut Vec<Piece>) {
        for inner in self.touched(outer.raw) {
            let from = inner.text.start.max(outer.raw.start);
            let to = inner.text.end.min(outer.raw.end);
            if to < from {
                continue;
            }
            let text = Span {
                start: outer.text.start + (from - outer.raw.start),
                end: outer.text.start + (to - outer.raw.start),
            };
            let raw = match inner.kind {
                PieceKind::Copied => {
                    let start = inner.raw.start + (from - inner.text.start);
                    Span { start, end: start + (to - from) }
                }
                _ => inner.raw,
            };
            pieces.push(Piece { text, raw, kind: inner.kind.clone() });
        }
    }

    /// The map of the part `span` of the text, its offsets starting at 0.
    pub fn part(&self, span: Span) -> SourceMap {
        let mut pieces = Vec::new();
        let outer = Piece { text: Span::new(0, span.len()), raw: span, kind: PieceKind::Copied };
        self.slice_into(&outer, &mut pieces);
        let mut enclosing = vec![(0, self.enclosing(span.start).to_vec())];
        let inside = self.enclosing.iter().filter(|(start, _)| span.start < *start && *start < span.end);
        enclosing.extend(inside.map(|(start, layers)| (start - span.start, layers.clone())));
        SourceMap { pieces, enclosing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_snaps_outward_to_whole_decoded_pieces_only() {
        // raw: a&amp;b
        let mut builder = SourceMapBuilder::new();
        builder.copied(0, "a");
        builder.decoded(Span::new(1, 6), "&", Layer::Xml);
        builder.copied(6, "b");
        let (text, map) = builder.finish();
        assert_eq!(text, "a&b");
        assert_eq!(map.raw(Span::new(1, 2)), Span::new(1, 6));
        assert_eq!(map.raw(Span::new(0, 1)), Span::new(0, 1));
        assert_eq!(map.raw(Span::new(1, 3)), Span::new(1, 7));
        assert!(map.editable(Span::new(0, 3)));
    }

    #[test]
    fn tags_at_the_edge_stay_outside_and_tags_inside_cannot_be_edited_over() {
        // raw: <b>an</b> x
        let mut builder = SourceMapBuilder::new();
        builder.opaque(Span::new(0, 3), "");
        builder.copied(3, "an");
        builder.opaque(Span::new(5, 9), "");
        builder.copied(9, " x");
        let (_, map) = builder.finish();
        assert_eq!(map.raw(Span::new(0, 2)), Span::new(3, 5));
        assert!(map.editable(Span::new(0, 2)));
        assert_eq!(map.raw(Span::new(0, 4)), Span::new(3, 11));
        assert!(!map.editable(Span::new(0, 4)));
    }

    #[test]
    fn a_copy_of_decoded_text_keeps_the_inner_pieces() {
        // raw JSON: x\u0026amp;y  → middle: x&amp;y  → text: x&y
        let mut json = SourceMapBuilder::within(Layer::Json);
        json.copied(0, "x");
        json.decoded(Span::new(1, 7), "&", Layer::Json);
        json.copied(7, "amp;y");
        let (_, inner) = json.finish();
        let mut html = SourceMapBuilder::within(Layer::Html);
        html.copied(0, "x");
        html.decoded(Span::new(1, 6), "&", Layer::Html);
        html.copied(6, "y");
        let (text, outer) = html.finish();
        let map = outer.through(&inner);
        assert_eq!(text, "x&y");
        assert_eq!(map.raw(Span::new(1, 2)), Span::new(1, 11));
        assert_eq!(map.pieces()[1].kind, PieceKind::Decoded(vec![Layer::Json, Layer::Html]));
        assert_eq!(map.raw(Span::new(2, 3)), Span::new(11, 12));
        // A plain copy stands inside of both all the same, also in a part of the text.
        assert_eq!(map.layers(Span::new(0, 1)), [Layer::Json, Layer::Html]);
        assert_eq!(map.part(Span::new(2, 3)).layers(Span::new(0, 1)), [Layer::Json, Layer::Html]);
    }

    #[test]
    fn what_was_decoded_over_a_border_is_opaque() {
        // raw: &]]>amp;  → middle: &amp;  → text: &
        let mut sections = SourceMapBuilder::within(Layer::Cdata);
        sections.copied(0, "&");
        sections.opaque(Span::new(1, 4), "");
        sections.copied(4, "amp;");
        let (_, inner) = sections.finish();
        let mut html = SourceMapBuilder::within(Layer::Html);
        html.decoded(Span::new(0, 5), "&", Layer::Html);
        let (_, outer) = html.finish();
        let map = outer.through(&inner);
        assert_eq!((map.pieces()[0].kind.clone(), map.raw(Span::new(0, 1))), (PieceKind::Opaque, Span::new(0, 8)));
    }

    #[test]
    fn a_synthetic_piece_has_no_raw_bytes_and_cannot_be_edited() {
        let mut builder = SourceMapBuilder::new();
        builder.copied(4, "ab");
        builder.synthetic(" ");
        builder.copied(20, "cd");
        let (text, map) = builder.finish();
        assert_eq!(text, "ab cd");
        assert_eq!(map.raw(Span::new(2, 3)), Span::new(6, 6));
        assert_eq!(map.raw(Span::new(1, 4)), Span::new(5, 21));
        assert!(!map.editable(Span::new(1, 4)));
        assert_eq!(map.part(Span::new(1, 4)).pieces().len(), 3);
    }
}
