//! Repairs written into the raw bytes of a file, which are otherwise copied.

use super::escape::escape;
use super::{Repair, choose};
use crate::finding::Edit;
use crate::input::TextEncoding;

/// What came of applying repairs to the bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The new bytes.
    pub bytes: Vec<u8>,
    /// The repairs that were carried out, in order of their places in the old bytes.
    pub repairs: Vec<Repair>,
    /// How many were not because what they put in cannot be written there: the encoding has no form for it, or a cell
    /// without quotation marks would end.
    pub unwritable: usize,
}

/// Applies those of the repairs that do not overlap, lie in the file and change it.
pub fn apply(bytes: &[u8], repairs: Vec<Repair>, encoding: TextEncoding) -> Applied {
    // A file of ASCII alone was written so on purpose, if it has escapes for the rest.
    let ascii = encoding == TextEncoding::Utf8 && bytes.is_ascii();
    let plain = |c: char| c.is_ascii() || (!ascii && encoding.has(c));
    let new_bytes = |edit: &Edit| encoding.encode(&escape(&edit.replacement, &edit.layers, &plain)?);
    let written = |repair: &Repair| -> Option<Vec<Vec<u8>>> { repair.edits.iter().map(new_bytes).collect() };
    let mut unwritable = 0;
    // One that changes nothing must not be in the way of one that does.
    let changing = repairs.into_iter().filter(|repair| match written(repair) {
        Some(new) => changes(bytes, repair, &new),
        None => {
            unwritable += 1;
            false
        }
    });
    let repairs = choose(changing.collect());
    let new_of = |repair: &Repair| Some(places(repair)?.into_iter().zip(written(repair)?).collect::<Vec<_>>());
    let mut edits: Vec<_> = repairs.iter().filter_map(new_of).flatten().collect();
    edits.sort_unstable();
    let mut new = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for ((start, end), replacement) in edits {
        new.extend_from_slice(&bytes[at..start]);
        new.extend_from_slice(&replacement);
        at = end;
    }
    new.extend_from_slice(&bytes[at..]);
    Applied { bytes: new, repairs, unwritable }
}

/// Where the edits of a repair stand in a file.
fn places(repair: &Repair) -> Option<Vec<(usize, usize)>> {
    let place = |edit: &Edit| Some((usize::try_from(edit.byte_start).ok()?, usize::try_from(edit.byte_end).ok()?));
    repair.edits.iter().map(place).collect()
}

/// Whether a repair that puts these texts in lies in the file and changes it.
fn changes(bytes: &[u8], repair: &Repair, new: &[Vec<u8>]) -> bool {
    let old: Option<Vec<&[u8]>> =
        places(repair).and_then(|places| places.into_iter().map(|(start, end)| bytes.get(start..end)).collect());
    old.is_some_and(|old| old.iter().zip(new).any(|(old, new)| *old != new.as_slice()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::source::Layer;
    use proptest::prelude::*;

    fn repair(edits: &[(usize, usize, &str)], layers: &[Layer]) -> Repair {
        let edit = |&(start, end, replacement): &(usize, usize, &str)| Edit {
            field: "text".into(),
            start: 0,
            end: 0,
            byte_start: start as u64,
            byte_end: end as u64,
            region: crate::source::Region::default(),
            replacement: replacement.into(),
            layers: layers.to_vec(),
        };
        Repair { rule: "x/y".into(), severity: Severity::Warning, edits: edits.iter().map(edit).collect() }
    }

    #[test]
    fn edits_are_written_in_the_encoding_and_the_escaping_of_their_place() {
        let plain = apply(b"an honorary visit", vec![repair(&[(0, 17, "une visite \"é\"")], &[])], TextEncoding::Utf8);
        assert_eq!(plain.bytes, "une visite \"é\"".as_bytes());
        let json = apply(br#"{"text":"a b"}"#, vec![repair(&[(9, 10, "\"é\"")], &[Layer::Json])], TextEncoding::Utf8);
        assert_eq!(json.bytes, br#"{"text":"\"\u00e9\" b"}"#);
        let wide = apply(b"\xFF\xFEa\0b\0", vec![repair(&[(2, 4, "é𝄞")], &[])], TextEncoding::Utf16LittleEndian);
        assert_eq!(wide.bytes, b"\xFF\xFE\xE9\0\x34\xD8\x1E\xDDb\0");
    }

    #[test]
    fn what_the_encoding_lacks_is_a_reference_where_there_are_some_and_else_not_written() {
        let latin = TextEncoding::Legacy(encoding_rs::WINDOWS_1252);
        let new = |layers: &[Layer]| apply(b"a \xE9", vec![repair(&[(0, 1, "é 東")], layers)], latin);
        let written = |layers: &[Layer]| (new(layers).bytes, new(layers).unwritable);
        assert_eq!(written(&[Layer::Html]), (b"\xE9 &#x6771; \xE9".to_vec(), 0));
        assert_eq!(written(&[Layer::Cdata, Layer::Html]), (b"\xE9 &#x6771; \xE9".to_vec(), 0));
        assert_eq!(written(&[]), (b"a \xE9".to_vec(), 1));
        assert_eq!(written(&[Layer::Cdata]), (b"a \xE9".to_vec(), 1));
        // Of a repair that is made in two places, neither is.
        let both = repair(&[(0, 1, "x"), (2, 3, "東")], &[]);
        let applied = apply(b"a \xE9", vec![both], latin);
        assert_eq!((applied.bytes, applied.unwritable), (b"a \xE9".to_vec(), 1));
    }

    #[test]
    fn repairs_that_change_nothing_or_lie_outside_are_none() {
        let nothing = repair(&[(0, 1, "a")], &[]);
        let outside = repair(&[(1, 9, "x")], &[]);
        let applied = apply(b"abc", vec![nothing, outside, repair(&[(0, 2, "z")], &[])], TextEncoding::Utf8);
        assert_eq!((&applied.bytes[..], applied.repairs.len()), (&b"zc"[..], 1));
    }

    proptest! {
        #[test]
        fn every_byte_outside_of_edits_is_as_it_was(
            bytes in proptest::collection::vec(any::<u8>(), 0..60),
            edits in proptest::collection::vec((0..70usize, 0..8usize, "[a-z\"é]{0,4}"), 0..12),
        ) {
            let repairs = edits.iter().map(|(start, length, text)| repair(&[(*start, start + length, text)], &[]));
            let applied = apply(&bytes, repairs.collect(), TextEncoding::Utf8);
            // Walk both: between edits the bytes are equal, at edits stands the replacement.
            let (mut old, mut new) = (0, 0);
            for repair in &applied.repairs {
                let edit = &repair.edits[0];
                let (start, end) = (edit.byte_start as usize, edit.byte_end as usize);
                prop_assert_eq!(&bytes[old..start], &applied.bytes[new..new + start - old]);
                new += start - old;
                prop_assert!(applied.bytes[new..].starts_with(edit.replacement.as_bytes()));
                new += edit.replacement.len();
                old = end;
            }
            prop_assert_eq!(&bytes[old..], &applied.bytes[new..]);
        }
    }
}
