//! A text and its map under construction.

use super::{Layer, Piece, PieceKind, SourceMap};
use crate::source::Span;

/// Builds a field's text together with its map, piece by piece, in order.
#[derive(Debug, Default)]
pub struct SourceMapBuilder {
    text: String,
    pieces: Vec<Piece>,
    enclosing: Vec<(u32, Vec<Layer>)>,
}

impl SourceMapBuilder {
    /// An empty text, of a file where every character may stand as it is.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty text inside of something that has to be escaped: a JSON string, XML or HTML text, a CSV cell.
    ///
    /// A format whose text is escaped says so here, or repairs of it are written as they are.
    pub fn within(layer: Layer) -> Self {
        SourceMapBuilder { enclosing: vec![(0, vec![layer])], ..Self::default() }
    }

    /// What follows stands inside of this layer instead: a CDATA section begins, or ends.
    pub fn enter(&mut self, layer: Layer) {
        self.enclosing.push((self.text.len() as u32, vec![layer]));
    }

    /// Text that stands at `raw_start` as it is. Adjacent copies become one piece.
    pub fn copied(&mut self, raw_start: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        if let Some(last) = self.pieces.last_mut()
            && last.kind == PieceKind::Copied
            && last.raw.end() == raw_start
        {
            last.text.end = self.text.len() as u32;
            last.raw.end += text.len() as u32;
            return;
        }
        self.push(start, Span::new(raw_start, raw_start + text.len()), PieceKind::Copied);
    }

    /// Text that the raw bytes give when decoded in this layer.
    pub fn decoded(&mut self, raw: Span, text: &str, layer: Layer) {
        let start = self.text.len();
        self.text.push_str(text);
        self.push(start, raw, PieceKind::Decoded(vec![layer]));
    }

    /// Text that has no raw bytes.
    pub fn synthetic(&mut self, text: &str) {
        let at = self.pieces.last().map_or(0, |piece| piece.raw.end());
        let start = self.text.len();
        self.text.push_str(text);
        self.push(start, Span::new(at, at), PieceKind::Synthetic);
    }

    /// Raw bytes that are no words; `text` is what stands for them in the field, mostly nothing.
    pub fn opaque(&mut self, raw: Span, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.push(start, raw, PieceKind::Opaque);
    }

    /// What was built so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text and its map.
    pub fn finish(self) -> (String, SourceMap) {
        (self.text, SourceMap { pieces: self.pieces, enclosing: self.enclosing })
    }

    fn push(&mut self, start: usize, raw: Span, kind: PieceKind) {
        let text = Span::new(start, self.text.len());
        self.pieces.push(Piece { text, raw, kind });
    }
}
