//! The unified diff of two texts, line by line.

use imara_diff::{Algorithm, Diff, Hunk, InternedInput};
use std::ops::Range;

/// Lines shown before and after a change.
const CONTEXT: u32 = 3;

/// One line of a unified diff, with its line break if the text has one there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiffLine<'a> {
    /// `@@ -1,7 +1,7 @@`: where the lines after it stand.
    Place(String),
    /// A line of both texts.
    Kept(&'a str),
    /// A line of the old text.
    Removed(&'a str),
    /// A line of the new text.
    Added(&'a str),
}

/// The unified diff of two texts; empty if they are equal.
pub fn diff<'a>(old: &'a str, new: &'a str) -> Vec<DiffLine<'a>> {
    let input = InternedInput::new(old, new);
    let mut changes = Diff::compute(Algorithm::Histogram, &input);
    changes.postprocess_lines(&input);
    let line_of = |token: &imara_diff::Token| input.interner[*token];
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
        (input.before.iter().map(line_of).collect(), input.after.iter().map(line_of).collect());
    let mut lines = Vec::new();
    let mut group: Vec<Hunk> = Vec::new();
    for hunk in changes.hunks() {
        if group.last().is_some_and(|last| hunk.before.start - last.before.end > 2 * CONTEXT) {
            show(&std::mem::take(&mut group), &old_lines, &new_lines, &mut lines);
        }
        group.push(hunk);
    }
    show(&group, &old_lines, &new_lines, &mut lines);
    lines
}

/// Changes that are near each other, with the lines around them.
fn show<'a>(group: &[Hunk], old: &[&'a str], new: &[&'a str], lines: &mut Vec<DiffLine<'a>>) {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
    let before = first.before.start.min(CONTEXT);
    let after = (old.len() as u32 - last.before.end).min(CONTEXT);
    let of_old = first.before.start - before..last.before.end + after;
    let of_new = first.after.start - before..last.after.end + after;
    lines.push(DiffLine::Place(format!("@@ -{} +{} @@", numbers(&of_old), numbers(&of_new))));
    let part = |lines: &[&'a str], range: Range<u32>| lines[range.start as usize..range.end as usize].to_vec();
    let mut at = of_old.start;
    for hunk in group {
        lines.extend(part(old, at..hunk.before.start).into_iter().map(DiffLine::Kept));
        lines.extend(part(old, hunk.before.clone()).into_iter().map(DiffLine::Removed));
        lines.extend(part(new, hunk.after.clone()).into_iter().map(DiffLine::Added));
        at = hunk.before.end;
    }
    lines.extend(part(old, at..of_old.end).into_iter().map(DiffLine::Kept));
}

/// The first line, from 1, and how many there are; of none, the line before.
fn numbers(range: &Range<u32>) -> String {
    match range.end - range.start {
        0 => format!("{},0", range.start),
        1 => format!("{}", range.start + 1),
        count => format!("{},{count}", range.start + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(old: &str, new: &str) -> String {
        let line = |line: &DiffLine<'_>| match line {
            DiffLine::Place(place) => format!("{place}\n"),
            DiffLine::Kept(text) => format!(" {text}"),
            DiffLine::Removed(text) => format!("-{text}"),
            DiffLine::Added(text) => format!("+{text}"),
        };
        diff(old, new).iter().map(line).collect()
    }

    #[test]
    fn changes_have_three_lines_around_them_and_near_ones_are_together() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n";
        let new = old.replace("5\n6", "five\n6").replace("9\n", "nine\n").replace("18\n", "18\nend");
        insta::assert_snapshot!(shown(old, &new), @r"
        @@ -2,11 +2,11 @@
         2
         3
         4
        -5
        +five
         6
         7
         8
        -9
        +nine
         10
         11
         12
        @@ -16,3 +16,4 @@
         16
         17
         18
        +end
        ");
    }

    #[test]
    fn equal_texts_have_no_diff_and_empty_ones_have_lines_0() {
        assert_eq!(diff("a\n", "a\n"), []);
        assert_eq!(shown("", "a\n"), "@@ -0,0 +1 @@\n+a\n");
        assert_eq!(shown("a\n", ""), "@@ -1 +0,0 @@\n-a\n");
    }

    proptest! {
        #[test]
        fn the_diff_leads_from_the_old_text_to_the_new(old in "[ab\n]{0,40}", new in "[ab\n]{0,40}") {
            let mut rest = old.as_str();
            let mut made = String::new();
            for line in diff(&old, &new) {
                match line {
                    DiffLine::Place(place) => {
                        // What stands before the place is kept.
                        let numbers = place.split(['-', ' ', ',']).nth(2).unwrap();
                        let first: usize = numbers.parse().unwrap();
                        let none = place.split(' ').nth(1).unwrap().ends_with(",0");
                        let wanted = if none { first } else { first - 1 };
                        let done = old[..old.len() - rest.len()].lines().count();
                        for _ in done..wanted {
                            let end = rest.find('\n').unwrap() + 1;
                            made.push_str(&rest[..end]);
                            rest = &rest[end..];
                        }
                    }
                    DiffLine::Kept(text) => {
                        made.push_str(text);
                        rest = rest.strip_prefix(text).unwrap();
                    }
                    DiffLine::Removed(text) => rest = rest.strip_prefix(text).unwrap(),
                    DiffLine::Added(text) => made.push_str(text),
                }
            }
            made.push_str(rest);
            prop_assert_eq!(made, new);
        }
    }
}
