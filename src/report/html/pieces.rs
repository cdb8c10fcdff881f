//! The text of a document as the page shows it, and where findings lie in it, in UTF-16 units as scripts count.

use crate::document::FieldText;
use crate::finding::{Finding, Site};
use crate::report::Assessment;
use serde_json::{Value, json};
use std::sync::Arc;

/// Text around a place: its field, the scalars of the field before it, and whether text is left out before and after.
type Around = (Arc<str>, u64, String, (bool, bool));

/// The pieces of a document's text, in reading order.
pub(super) struct Pieces(Vec<Piece>);

struct Piece {
    field: Arc<str>,
    /// Unicode scalars of the field before it, and after its end.
    start: u64,
    end: u64,
    text: Arc<str>,
    /// Whether text of the field before and after it is left out.
    cut: (bool, bool),
    /// UTF-16 units before each scalar and at the end; empty for ASCII, where both are one.
    units: Vec<u32>,
}

impl Piece {
    fn new(field: Arc<str>, start: u64, text: Arc<str>, cut: (bool, bool)) -> Self {
        let mut units = Vec::new();
        let mut end = start + text.len() as u64;
        if !text.is_ascii() {
            let mut unit = 0;
            for character in text.chars() {
                units.push(unit);
                unit += character.len_utf16() as u32;
            }
            end = start + units.len() as u64;
            units.push(unit);
        }
        Piece { field, start, end, text, cut, units }
    }

    /// UTF-16 units before a scalar of the field, as near as the piece has it.
    fn unit(&self, scalar: u64) -> u32 {
        let inside = scalar.clamp(self.start, self.end) - self.start;
        self.units.get(inside as usize).copied().unwrap_or(inside as u32)
    }
}

impl Pieces {
    /// Every field whole.
    pub(super) fn whole(texts: &[FieldText]) -> Self {
        let piece = |field: &FieldText| Piece::new(field.name.clone(), 0, field.text.clone(), (false, false));
        Pieces(texts.iter().map(piece).collect())
    }

    /// What is around the findings of a document and its related places; pieces that touch are one.
    pub(super) fn around(findings: &[Finding], document: &Assessment) -> Self {
        let mut fields: Vec<&str> = Vec::new();
        let mut sites: Vec<&Site> = Vec::new();
        for finding in findings {
            let related = finding.related.iter().map(|related| &related.site);
            let here = |site: &&Site| site.place.file == document.file && site.document == document.document;
            for site in std::iter::once(&finding.site).chain(related.filter(here)) {
                if !fields.contains(&&*site.field) {
                    fields.push(&site.field);
                }
                sites.push(site);
            }
        }
        let field = |site: &Site| fields.iter().position(|field| *field == &*site.field);
        sites.sort_by_key(|site| (field(site), first(site)));
        let mut pieces: Vec<Around> = Vec::new();
        for site in sites {
            let (start, text) = (first(site), &site.excerpt.text);
            let cut = (site.excerpt.cut_before, site.excerpt.cut_after);
            match pieces.last_mut() {
                Some((last, from, joined, last_cut))
                    if *last == site.field && start <= *from + joined.chars().count() as u64 =>
                {
                    let held = *from + joined.chars().count() as u64 - start;
                    if let Some((more, _)) = text.char_indices().nth(held as usize) {
                        joined.push_str(&text[more..]);
                        last_cut.1 = cut.1;
                    }
                }
                _ => pieces.push((site.field.clone(), start, text.clone(), cut)),
            }
        }
        let piece = |(field, start, text, cut): Around| Piece::new(field, start, text.into(), cut);
        Pieces(pieces.into_iter().map(piece).collect())
    }

    /// The pieces as the script reads them.
    pub(super) fn parts(&self) -> Vec<Value> {
        self.0.iter().map(|piece| json!([piece.field, piece.text, piece.cut.0, piece.cut.1])).collect()
    }

    /// Number of the piece that holds the start of a site, and the site's start and end in it; −1 if none does.
    pub(super) fn place(&self, site: &Site) -> (i64, u32, u32) {
        let holds = |piece: &Piece| piece.field == site.field && (piece.start..=piece.end).contains(&site.start);
        match (0..).zip(&self.0).find(|(_, piece)| holds(piece)) {
            Some((number, piece)) => (number, piece.unit(site.start), piece.unit(site.end)),
            None => (-1, 0, 0),
        }
    }
}

/// Unicode scalars of the field before the excerpt of a site.
fn first(site: &Site) -> u64 {
    let before = site.excerpt.text.get(..site.excerpt.start as usize).unwrap_or_default();
    site.start.saturating_sub(before.chars().count() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    fn shown(pieces: &Pieces, site: &Site) -> String {
        let (part, start, end) = pieces.place(site);
        let text: Vec<u16> = pieces.0[part as usize].text.encode_utf16().collect();
        String::from_utf16(&text[start as usize..end as usize]).unwrap()
    }

    #[test]
    fn places_count_as_scripts_do() {
        let finding = testing::wide();
        let text: Arc<str> = "𝄞𝄞é\nfirst [[東京]]𝄞 end".replace("[[", "").replace("]]", "").into();
        let start = text.chars().position(|c| c == '東').unwrap() as u64;
        let site = Site { start, end: start + 2, ..finding.site };
        let whole = Pieces::whole(&[FieldText { name: "text".into(), text }]);
        assert_eq!(shown(&whole, &site), "東京");
        assert_eq!(whole.place(&site), (0, 12, 14));
    }

    #[test]
    fn around_findings_lines_that_touch_are_shown_once() {
        let finding = testing::related_here();
        let document = Assessment { file: "a.txt".into(), document: "a.txt".into(), ..Assessment::default() };
        let pieces = Pieces::around(&[finding.clone(), finding.clone()], &document);
        assert_eq!(pieces.0.len(), 1);
        assert_eq!(shown(&pieces, &finding.site), "She");
        for related in &finding.related {
            assert_eq!(shown(&pieces, &related.site), related.site.text);
        }
    }

    #[test]
    fn a_place_that_is_not_shown_is_told_so() {
        let mut site = testing::wide().site;
        site.field = "other".into();
        assert_eq!(Pieces::whole(&[]).place(&site).0, -1);
    }
}
