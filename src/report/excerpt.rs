//! An excerpt as it is drawn: the marked lines only, escaped, cut to a width, with the marks moved along.

use super::escape;
use std::iter;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// What stands where text is left out.
const CUT: &str = "…";
/// A gap of fewer columns is shown rather than cut.
const SMALLEST_GAP: usize = 6;
/// How far a cut moves towards the mark so that it falls between words, in columns.
const WORD_SEARCH: usize = 16;

/// The lines to draw.
#[derive(Debug)]
pub(super) struct Drawing {
    /// The lines, separated by `\n`; nothing in them needs escaping.
    pub(super) text: String,
    /// The marks as byte ranges of `text`, in the order given.
    pub(super) marks: Vec<Range<usize>>,
    /// How many lines of the excerpt come before the first one drawn.
    pub(super) lines_before: usize,
}

/// Draws the lines that hold the marks (byte ranges of `text`), each at most about `width` columns. `cut_before`
/// and `cut_after` say that `text` itself is cut out of a longer line.
pub(super) fn draw(text: &str, marks: &[Range<usize>], cut_before: bool, cut_after: bool, width: usize) -> Drawing {
    let marks: Vec<Range<usize>> = marks.iter().map(|mark| tidy(text, mark)).collect();
    let first = marks.iter().map(|mark| mark.start).min().unwrap_or(0);
    let last = marks.iter().map(|mark| mark.end).max().unwrap_or(0);
    let lines_start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
    let lines_end = text[last..].find('\n').map_or(text.len(), |newline| last + newline);

    let mut drawing = Drawing {
        text: String::new(),
        marks: vec![0..0; marks.len()],
        lines_before: text[..lines_start].bytes().filter(|&byte| byte == b'\n').count(),
    };
    let mut start = lines_start;
    for line in text[lines_start..lines_end].split('\n') {
        if start > lines_start {
            drawing.text.push('\n');
        }
        let end = start + line.len();
        let kept = keep(line, &local(&marks, start..end), width);
        let cut_before = cut_before && start == 0;
        let cut_after = cut_after && end == text.len();
        put_line(&mut drawing, line, start, &kept, &marks, cut_before, cut_after);
        start = end + 1;
    }
    drawing
}

/// The mark inside the text and on character boundaries, without the line breaks at its end.
fn tidy(text: &str, mark: &Range<usize>) -> Range<usize> {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(mark.start.min(text.len()));
    let end = boundary(mark.end.clamp(start, text.len()));
    let trimmed = text[start..end].trim_end_matches(['\n', '\r']).len();
    start..start + trimmed
}

/// What has to be seen of the marks in a line, relative to it: all of a mark within the line, else the end that lies
/// in it; nothing of a mark that began before it and goes on after it.
fn local(marks: &[Range<usize>], line: Range<usize>) -> Vec<Range<usize>> {
    let here = |at: usize| (line.start..=line.end).contains(&at).then(|| at - line.start);
    let part = |mark: &Range<usize>| match (here(mark.start), here(mark.end)) {
        (Some(start), Some(end)) => Some(start..end),
        (Some(end), None) | (None, Some(end)) => Some(end..end),
        (None, None) => None,
    };
    marks.iter().filter_map(part).collect()
}

/// The graphemes of a line with the columns before each.
struct Ruler {
    /// Byte offset of each grapheme, and the end of the line.
    offsets: Vec<usize>,
    /// Columns before each of them.
    columns: Vec<usize>,
}

impl Ruler {
    fn new(line: &str) -> Self {
        let mut ruler = Ruler { offsets: vec![0], columns: vec![0] };
        let (mut column, mut previous) = (0, None);
        let mut rest = line;
        while let Some(grapheme) = first_grapheme(rest) {
            for character in grapheme.chars() {
                column += escape::columns(character, previous);
                previous = Some(character);
            }
            rest = &rest[grapheme.len()..];
            ruler.offsets.push(line.len() - rest.len());
            ruler.columns.push(column);
        }
        ruler
    }

    /// Index of the last grapheme boundary at or before a byte.
    fn floor(&self, byte: usize) -> usize {
        self.offsets.partition_point(|&offset| offset <= byte) - 1
    }

    /// Index of the first grapheme boundary at or after a byte.
    fn ceil(&self, byte: usize) -> usize {
        self.offsets.partition_point(|&offset| offset < byte).min(self.offsets.len() - 1)
    }

    fn width(&self, range: &Range<usize>) -> usize {
        self.columns[range.end] - self.columns[range.start]
    }

    /// The range of grapheme boundaries, longer by at most so many columns either side.
    fn grown(&self, range: &Range<usize>, by: usize) -> Range<usize> {
        let left = self.columns[range.start].saturating_sub(by);
        let right = self.columns[range.end] + by;
        let start = self.columns.partition_point(|&column| column < left).min(range.start);
        start..(self.columns.partition_point(|&column| column <= right) - 1).max(range.end)
    }
}

/// The first grapheme of a text. A sign of ASCII before another one is one by itself, which most are.
fn first_grapheme(text: &str) -> Option<&str> {
    match text.as_bytes() {
        [b' '..=b'~', rest @ ..] if rest.first().is_none_or(u8::is_ascii) => Some(&text[..1]),
        _ => text.graphemes(true).next(),
    }
}

/// The byte ranges of a line to show: all of it if it fits, else the marks with as much around them as fits.
fn keep(line: &str, marks: &[Range<usize>], width: usize) -> Vec<Range<usize>> {
    // Indentation says nothing in prose, and the carriage return belongs to the line break.
    let first_mark = marks.iter().map(|mark| mark.start).min().unwrap_or(line.len());
    let last_mark = marks.iter().map(|mark| mark.end).max().unwrap_or(0);
    let start = (line.len() - line.trim_start().len()).min(first_mark);
    let end = line.trim_end().len().max(last_mark).max(start);

    let ruler = Ruler::new(line);
    let whole = ruler.floor(start)..ruler.ceil(end);
    if ruler.width(&whole) <= width {
        return iter::once(start..end).collect();
    }
    let cores = cores(&ruler, marks, &whole, width);
    let fits = |by: usize| {
        let kept = merged(&ruler, cores.iter().map(|core| ruler.grown(core, by)));
        kept.iter().map(|part| ruler.width(part)).sum::<usize>() <= width
    };
    // The largest margin that fits, by bisection; a mark keeps its neighbours even where there is no room.
    let (mut low, mut high) = (WORD_SEARCH, width);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if fits(middle) { low = middle } else { high = middle - 1 }
    }
    let grown = cores.iter().map(|core| {
        let grown = ruler.grown(core, low);
        let grown = grown.start.max(whole.start)..grown.end.min(whole.end).max(core.end);
        between_words(line, &ruler, core, grown, &whole)
    });
    let kept = merged(&ruler, grown);
    let bytes = |part: &Range<usize>| {
        let part_start = ruler.offsets[part.start].max(start);
        part_start..ruler.offsets[part.end].min(end).max(part_start)
    };
    kept.iter().map(bytes).collect()
}

/// What has to be seen of the marks, as ranges of grapheme boundaries: all of a short mark, both ends of a long one.
fn cores(ruler: &Ruler, marks: &[Range<usize>], whole: &Range<usize>, width: usize) -> Vec<Range<usize>> {
    let mut cores = Vec::new();
    for mark in marks {
        let mark = ruler.floor(mark.start)..ruler.ceil(mark.end);
        if mark.is_empty() || ruler.width(&mark) <= width / 2 {
            cores.push(mark);
        } else {
            // At least a grapheme each, since a mark may begin or end inside one.
            let left = ruler.grown(&(mark.start..mark.start + 1), width / 4).end;
            let right = ruler.grown(&(mark.end - 1..mark.end), width / 4).start;
            cores.push(mark.start..left);
            cores.push(right..mark.end);
        }
    }
    if cores.is_empty() {
        cores.push(whole.start..whole.start);
    }
    cores
}

/// The ranges in order, joined where they touch or nearly do.
fn merged(ruler: &Ruler, ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = ranges.collect();
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if ruler.columns[range.start] < ruler.columns[last.end] + SMALLEST_GAP => {
                last.end = last.end.max(range.end);
            }
            _ => merged.push(range),
        }
    }
    merged
}

/// The grown range with its cut ends moved towards the core to the next space, if one is near.
fn between_words(
    line: &str,
    ruler: &Ruler,
    core: &Range<usize>,
    grown: Range<usize>,
    whole: &Range<usize>,
) -> Range<usize> {
    let is_space = |grapheme: usize| line[ruler.offsets[grapheme]..].starts_with(char::is_whitespace);
    let mut start = grown.start;
    if start > whole.start {
        let near = |at: &usize| ruler.columns[*at] <= ruler.columns[grown.start] + WORD_SEARCH;
        let space = (grown.start..core.start).take_while(near).find(|&at| is_space(at));
        start = space.map_or(start, |space| space + 1);
    }
    let mut end = grown.end;
    if end < whole.end {
        let near = |at: &usize| ruler.columns[*at] + WORD_SEARCH >= ruler.columns[grown.end];
        let space = (core.end..grown.end).rev().take_while(near).find(|&at| is_space(at));
        end = space.unwrap_or(end);
    }
    start..end
}

/// Appends the kept parts of one line and notes where the marks come to lie.
fn put_line(
    drawing: &mut Drawing,
    line: &str,
    line_start: usize,
    kept: &[Range<usize>],
    marks: &[Range<usize>],
    cut_before: bool,
    cut_after: bool,
) {
    let mut previous = None;
    for (index, part) in kept.iter().enumerate() {
        let begins_line = line[..part.start].trim_start().is_empty();
        if !begins_line || (cut_before && index == 0) {
            drawing.text.push_str(CUT);
        }
        for (offset, character) in line[part.clone()].char_indices() {
            note(drawing, marks, line_start + part.start + offset);
            match escape::shown(character, previous) {
                Some(shown) => drawing.text.push_str(&shown),
                None => drawing.text.push(character),
            }
            previous = Some(character);
        }
        note(drawing, marks, line_start + part.end);
    }
    let ends_line = kept.last().is_none_or(|part| line[part.end..].trim_end().is_empty());
    if !ends_line || cut_after {
        drawing.text.push_str(CUT);
    }
}

/// Notes that the text so far ends where byte `at` of the excerpt is.
fn note(drawing: &mut Drawing, marks: &[Range<usize>], at: usize) {
    let here = drawing.text.len();
    for (mark, drawn) in marks.iter().zip(&mut drawing.marks) {
        if mark.start == at {
            *drawn = here..drawn.end.max(here);
        }
        if mark.end == at {
            drawn.end = here;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drawn(text: &str, mark: &str, width: usize) -> (String, String) {
        let start = text.find(mark).unwrap();
        let drawing = draw(text, std::slice::from_ref(&(start..start + mark.len())), false, false, width);
        let marked = drawing.text[drawing.marks[0].clone()].to_string();
        (drawing.text, marked)
    }

    #[test]
    fn only_marked_lines_are_drawn() {
        let drawing = draw("one\n  two here\nthree", std::slice::from_ref(&(6..9)), true, true, 80);
        assert_eq!((drawing.text.as_str(), drawing.lines_before), ("two here", 1));
        assert_eq!(drawing.marks.first(), Some(&(0..3)));
    }

    #[test]
    fn a_long_line_is_cut_between_words_on_both_sides() {
        let text = format!("{}TARGET {}", "alpha ".repeat(100), "omega ".repeat(100));
        let (text, marked) = drawn(&text, "TARGET", 60);
        assert_eq!(marked, "TARGET");
        assert!(text.starts_with("…alpha ") && text.ends_with(" omega…"), "{text}");
        assert!((45..=62).contains(&text.chars().count()), "{text}");
    }

    #[test]
    fn room_left_over_on_one_side_serves_the_other() {
        let text = format!("TARGET {}", "omega ".repeat(100));
        let (text, _) = drawn(&text, "TARGET", 60);
        assert!(text.starts_with("TARGET omega") && text.chars().count() > 45, "{text}");
    }

    #[test]
    fn a_mark_wider_than_the_line_shows_both_ends() {
        let text = format!("see FIRST {}LAST end", "middle ".repeat(100));
        let mark = &text[4..text.len() - 4];
        let (text, marked) = drawn(&text, mark, 80);
        assert!(marked.starts_with("FIRST") && marked.contains('…') && marked.ends_with("LAST"), "{text}");
    }

    #[test]
    fn escapes_move_the_marks() {
        assert_eq!(drawn("a\u{1b}[2J b", "b", 80), ("a<U+001B>[2J b".into(), "b".into()));
        assert_eq!(drawn("a \u{202e}x b", "\u{202e}", 80), ("a <U+202E>x b".into(), "<U+202E>".into()));
    }

    #[test]
    fn a_line_break_at_the_end_of_a_mark_is_not_drawn() {
        assert_eq!(drawn("a b\r\nc", "b\r\n", 80), ("a b".into(), "b".into()));
    }

    proptest! {
        #[test]
        fn a_line_is_taken_apart_as_unicode_says(line in "[a \\r\\t\u{301}e東\u{1b}👩🇩🇪\u{200d}क\u{94d}ष]{0,20}|\\PC{0,20}") {
            let mut expected: Vec<usize> = line.grapheme_indices(true).map(|(offset, _)| offset).collect();
            expected.push(line.len());
            prop_assert_eq!(Ruler::new(&line).offsets, expected);
        }

        #[test]
        fn marks_stay_in_range_and_on_boundaries(
            text in "[a \\n\\r\\t\u{301}東\u{1b}👩\u{200d}]{0,200}",
            start in 0usize..300, length in 0usize..300, other in 0usize..300,
            cut in any::<(bool, bool)>(), width in 1usize..60,
        ) {
            let marks = [start..start + length, other..other + 1];
            let drawing = draw(&text, &marks, cut.0, cut.1, width);
            for (mark, original) in drawing.marks.iter().zip(&marks) {
                prop_assert!(mark.start <= mark.end);
                let marked = drawing.text.get(mark.clone());
                prop_assert!(marked.is_some());
                let original = tidy(&text, original);
                prop_assert_eq!(original.is_empty(), mark.is_empty());
            }
            let obeyed = drawing.text.contains(['\u{1b}', '\t', '\r']);
            prop_assert!(!obeyed);
        }
    }
}
