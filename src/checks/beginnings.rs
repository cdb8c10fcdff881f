//! Literals found by how they begin: a bit for the first bytes of each says of most places of a text that none is there.
//!
//! An Aho-Corasick automaton finds the same. To build it took longer than to audit a short article, and to run it longer
//! than this, because most of a text is no beginning of anything.

use crate::rules::model::Literal;
use crate::text::passing::TOGETHER;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A literal is looked for by so many of its first bytes: by as many as it has, and at most this many.
const LONGEST: usize = 7;

/// Literals in the order of their bytes.
#[derive(Debug)]
pub struct Beginnings {
    entries: Vec<Entry>,
    /// The entries with each beginning by which one of them is looked for.
    groups: FxHashMap<u64, Range<u32>>,
    /// For the kinds of three bytes, and whether a word goes on before them, whether a literal may begin with such ones
    /// there: most of a text begins nothing.
    kinds: Bits,
    /// By how many bytes literals are looked for, as bits: by fewer than four for the first byte, by more for the hash of
    /// four.
    few: [u8; 256],
    many: Box<[u8; 1 << 16]>,
    /// For the hash of all bytes that one is looked for by whether there is one.
    whole: Bits,
}

#[derive(Debug)]
struct Entry {
    literal: Literal,
    /// What the caller calls it.
    number: u32,
    /// The longest entry before it that it begins with.
    within: Option<u32>,
}

impl Beginnings {
    /// Literals, none of them empty, with what each is called.
    pub fn new(mut literals: Vec<(Literal, usize)>) -> Self {
        // Of equal ones the first comes last, because they are looked through from the end.
        literals.sort_unstable_by(|(literal, number), other| literal.text.cmp(&other.0.text).then(other.1.cmp(number)));
        let mut entries: Vec<Entry> = Vec::with_capacity(literals.len());
        let mut open: Vec<u32> = Vec::new();
        for (literal, number) in literals {
            while open.pop_if(|last| !literal.text.starts_with(&*entries[*last as usize].literal.text)).is_some() {}
            let within = open.last().copied();
            open.push(entries.len() as u32);
            entries.push(Entry { literal, number: number as u32, within });
        }
        let mut groups = FxHashMap::default();
        let [mut kinds, mut whole] = [(); 2].map(|()| Bits::default());
        let (mut few, mut many) = ([0; 256], Box::new([0; 1 << 16]));
        for entry in &entries {
            let text = entry.literal.text.as_bytes();
            let of = |at: usize| text.get(at).map_or(0..MANY_KINDS, |byte| kind(*byte)..kind(*byte) + 1);
            // Where a word goes on, one that begins with letters and counts only as words does not.
            let bounded = entry.literal.starts_word && text[0].is_ascii_alphanumeric();
            let before = if bounded { &[0][..] } else { &[0, INSIDE] };
            for (before, first) in before.iter().flat_map(|before| of(0).map(move |first| (before, first))) {
                for second in of(1) {
                    of(2).for_each(|third| kinds.set(of_three(*before, first, second, third)));
                }
            }
        }
        for length in 1..=LONGEST {
            let mut start = 0;
            for group in
                entries.chunk_by(|one, next| one.first(length).is_some() && one.first(length) == next.first(length))
            {
                let end = start + group.len() as u32;
                if let Some(bytes) = group[0].first(length).filter(|_| group.iter().any(|one| one.length() == length)) {
                    let value = value(bytes);
                    groups.insert(key(value, length), start..end);
                    whole.set(hash(value));
                    match length {
                        ..4 => few[usize::from(value as u8)] |= 1 << length,
                        _ => many[usize::from(hash(value & most(4)))] |= 1 << length,
                    }
                }
                start = end;
            }
        }
        Beginnings { entries, groups, kinds, few, many, whole }
    }

    /// Calls `visit` with each literal that stands in a text, and where.
    pub fn each(&self, text: &str, mut visit: impl FnMut(usize, Range<usize>)) {
        if self.entries.is_empty() {
            return;
        }
        let bytes = text.as_bytes();
        let mut look = |at: usize| {
            let value = value(&bytes[at..]);
            if let Some(group) = self.group(value) {
                self.find(group, &bytes[at..], |entry| {
                    let found = at..at + entry.literal.text.len();
                    if entry.literal.may_count(bytes, found.clone()) {
                        visit(entry.number as usize, found);
                    }
                });
            }
        };
        let mut passed = [0; TOGETHER];
        // The kinds of some bytes behind those of the three before them, of which there are none at the beginning; and
        // what is known of the three that end with each.
        let (mut kinds, mut threes) = ([0; BEFORE + TOGETHER], [0; TOGETHER]);
        for (part, bytes_of_part) in bytes.chunks(TOGETHER).enumerate() {
            kinds.copy_within(TOGETHER.., 0);
            kinds[BEFORE..].iter_mut().zip(bytes_of_part).for_each(|(kind, byte)| *kind = KINDS[usize::from(*byte)]);
            for (at, three) in threes.iter_mut().enumerate() {
                *three = of_three(kinds[at], kinds[at + 1], kinds[at + 2], kinds[at + 3]);
            }
            let mut count = 0;
            for (at, three) in threes[..bytes_of_part.len()].iter().enumerate() {
                passed[count % TOGETHER] = at as u8;
                count += usize::from(self.kinds.has(*three));
            }
            let places =
                passed[..count].iter().filter_map(|last| (part * TOGETHER + usize::from(*last)).checked_sub(2));
            places.filter(|at| self.lengths(value(&bytes[*at..])) != 0).for_each(&mut look);
        }
        (bytes.len().saturating_sub(2)..bytes.len()).for_each(look);
    }

    /// By how many bytes there may be entries that begin as these do, as bits.
    #[inline]
    fn lengths(&self, value: u64) -> u8 {
        self.few[usize::from(value as u8)] | self.many[usize::from(hash(value & most(4)))]
    }

    /// The entries that begin as these bytes do: with as many of them as there are entries for.
    #[inline]
    fn group(&self, value: u64) -> Option<Range<u32>> {
        let mut lengths = self.lengths(value);
        // The longest are tried first.
        while let Some(length) = lengths.checked_ilog2() {
            let length = length as usize;
            let bytes = value & most(length);
            if self.whole.has(hash(bytes))
                && let Some(group) = self.groups.get(&key(bytes, length))
            {
                return Some(group.clone());
            }
            lengths &= !(1 << length);
        }
        None
    }

    /// The literals of a group that these bytes begin with. They are the last one that is not behind the bytes in their
    /// order, or what that one begins with in turn.
    // Apart from the loop that calls it, which has to be small.
    #[inline(never)]
    fn find(&self, group: Range<u32>, bytes: &[u8], mut visit: impl FnMut(&Entry)) {
        let (start, end) = (group.start as usize, group.end as usize);
        let before = start + self.entries[start..end].partition_point(|entry| entry.literal.text.as_bytes() <= bytes);
        let mut next = self.entries[..before].last();
        while let Some(entry) = next {
            if bytes.starts_with(entry.literal.text.as_bytes()) {
                visit(entry);
            }
            next = entry.within.map(|within| &self.entries[within as usize]);
        }
    }
}

impl Entry {
    /// By how many bytes it is looked for.
    fn length(&self) -> usize {
        self.literal.text.len().min(LONGEST)
    }

    /// So many of its first bytes, if it has them.
    fn first(&self, length: usize) -> Option<&[u8]> {
        self.literal.text.as_bytes().get(..length)
    }
}

/// Bytes before a place that tell what may begin at it.
const BEFORE: usize = 3;

/// Bytes are of so many kinds: one for each small letter, and few for all others.
const MANY_KINDS: u16 = 32;

/// The bit beside the kind of a byte that says whether it is a letter or digit.
const INSIDE: u16 = 1 << 15;

static KINDS: [u16; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < kinds.len() {
        kinds[byte] = match byte as u8 {
            b' ' => 0,
            letter @ b'a'..=b'z' => (letter & 31) as u16 | INSIDE,
            b'0'..=b'9' => 27 | INSIDE,
            b'.' | b',' => 28,
            0x80.. => 29,
            b'"' | b'\'' | b'-' => 30,
            b'A'..=b'Z' => 31 | INSIDE,
            _ => 31,
        };
        byte += 1;
    }
    kinds
};

fn kind(byte: u8) -> u16 {
    KINDS[usize::from(byte)] & (MANY_KINDS - 1)
}

/// The kinds of three bytes, and whether a word goes on before them, as one number.
#[inline]
fn of_three(before: u16, first: u16, second: u16, third: u16) -> u16 {
    (first << 10 | second << 5 | third) & (INSIDE - 1) | before & INSIDE
}

/// The first eight bytes; where there are fewer, with zeros: what is found by them is compared with what is there.
#[inline]
fn value(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte)),
    }
}

/// So many bytes, all bits set.
#[inline]
fn most(length: usize) -> u64 {
    (1 << (length * 8)) - 1
}

/// So many bytes, told from others of another length.
fn key(value: u64, length: usize) -> u64 {
    value | (length as u64) << 56
}

#[inline]
fn hash(value: u64) -> u16 {
    (value.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as u16
}

/// A bit for each number.
#[derive(Debug)]
struct Bits(Box<[u64; 1 << 10]>);

impl Default for Bits {
    fn default() -> Self {
        Bits(Box::new([0; 1 << 10]))
    }
}

impl Bits {
    fn set(&mut self, number: u16) {
        self.0[usize::from(number >> 6)] |= 1 << (number % 64);
    }

    #[inline]
    fn has(&self, number: u16) -> bool {
        self.0[usize::from(number >> 6)] >> (number % 64) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(literals: &[&str], text: &str) -> Vec<String> {
        let numbered = literals.iter().enumerate().map(|(number, &text)| (Literal::anywhere(text), number)).collect();
        let mut found = Vec::new();
        Beginnings::new(numbered).each(text, |number, at| {
            assert_eq!(&text[at.clone()], literals[number]);
            found.push(format!("{} {number}", at.start));
        });
        found
    }

    #[test]
    fn literals_that_begin_with_each_other_are_all_found() {
        let literals = ["the a", "the", "the army", "the an", "the army of", "t", "th", "the zoo", "the"];
        assert_eq!(found(&literals, "the army!"), ["0 2", "0 0", "0 1", "0 8", "0 6", "0 5"]);
        assert_eq!(found(&literals, "xth"), ["1 6", "1 5"]);
    }

    #[test]
    fn the_end_of_a_text_is_no_place_for_what_goes_on() {
        assert_eq!(found(&["\u{0}", "a\u{0}", "ab", "abc", "é"], "ab"), ["0 2"]);
        assert_eq!(found(&["=", "é"], "é="), ["0 1", "2 0"]);
        assert!(found(&["a"], "").is_empty() && found(&[], "a").is_empty());
    }

    #[test]
    fn what_stands_between_two_literals_in_their_order_is_found_by_what_both_begin_with() {
        assert_eq!(found(&["abc", "abcdea", "abcdez", "ab"], "abcdem"), ["0 0", "0 3"]);
        assert_eq!(found(&["abcdm", "abc", "abcdz"], "abcda"), ["0 1"]);
    }

    #[test]
    fn thousands_of_literals_that_begin_alike_cost_a_text_no_more_than_one() {
        let literals: Vec<String> = (1000..9999).map(|number| format!("the ministry of number {number}")).collect();
        let numbered =
            literals.iter().enumerate().map(|(number, text)| (Literal::anywhere(text.as_str()), number)).collect();
        let beginnings = Beginnings::new(numbered);
        // All end in no entry, whatever stands beside them in the order.
        assert!(beginnings.entries.iter().all(|entry| entry.within.is_none()));
    }
}
