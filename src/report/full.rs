//! `full`: each finding with the text it is in, marked, the other places, and what to write instead.

use super::colour::Paint;
use super::excerpt::{Drawing, draw};
use super::{Report, ReportOptions, Summary, escape, title, where_it_is};
use crate::document::Item;
use crate::finding::{Applicability, Finding, Kind, Related, Severity, Site, Suggestion};
use crate::rules::template::cut;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::io::{self, Write};
use std::ops::Range;

/// Columns of the shortest excerpt that is still of use.
const NARROWEST: usize = 30;
/// Characters of an id or a title that are shown with a place.
const LONGEST_ID: usize = 80;

/// The report.
pub(super) struct Full {
    options: ReportOptions,
    paint: Paint,
    first: bool,
}

impl Full {
    pub(super) fn new(options: &ReportOptions) -> Self {
        Full { options: options.clone(), paint: Paint::new(options.colour), first: true }
    }

    /// The drawn excerpt with its gutter, as annotate-snippets renders it.
    fn excerpt(&self, board: &Board<'_>, drawing: &Drawing, level: Level<'static>, gutter: usize) -> String {
        let annotations = board.marks.iter().zip(&drawing.marks).map(|(mark, range)| {
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let label = Some(mark.label.as_str()).filter(|label| !label.is_empty());
            kind.span(range.clone()).label(label)
        });
        // The excerpt is cut already, so that the renderer must not cut it again.
        let renderer = if self.paint.is_on() { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.term_width(usize::from(u16::MAX));
        let (first_line, last_line) = board.lines(drawing);
        let snippet = Snippet::source(drawing.text.as_str())
            .line_start(usize::try_from(first_line).unwrap_or(1))
            .annotations(annotations);
        let rendered = renderer.render(&[Group::with_level(level).element(snippet)]);
        // Excerpts are rendered one by one, because paths and columns are not those of the cut text; a margin makes
        // their gutters equally wide.
        let margin = " ".repeat(gutter.saturating_sub(digits(last_line)));
        rendered.lines().map(|line| format!("{margin}{line}\n")).collect()
    }

    fn arrow(&self, site: &Site, arrow: &str, described: bool, gutter: usize) -> String {
        let description = if described { describe(site) } else { String::new() };
        format!("{}{} {}{description}\n", " ".repeat(gutter), self.paint.frame(arrow), where_it_is(&site.place))
    }

    fn note(&self, gutter: usize, name: &str, text: &str) -> String {
        let equals = self.paint.frame("=");
        format!("{} {equals} {} {text}\n", " ".repeat(gutter), self.paint.strong(&format!("{name}:")))
    }

    fn text(&self, finding: &Finding) -> String {
        let shown = finding.related.len().min(self.options.places);
        let (boards, repeats) = boards(finding, &finding.related[..shown]);
        let widest = boards.iter().map(|board| digits(board.last_line())).max().unwrap_or(1);
        // The gutter is `12 | `; a span of several lines has a bracket in two columns more.
        let width = self.options.width.saturating_sub(widest + 5).max(NARROWEST);
        let drawings: Vec<Drawing> = boards.iter().map(|board| board.draw(width)).collect();
        let last_lines = boards.iter().zip(&drawings).map(|(board, drawing)| board.lines(drawing).1);
        let gutter = last_lines.map(digits).max().unwrap_or(1);
        let frame = format!("{} {}\n", " ".repeat(gutter), self.paint.frame("|"));

        let mut text = self.paint.severity(finding.severity, finding.kind, &title(finding));
        text.push_str(&self.paint.strong(&format!(": {}", escape::one_line(&finding.message))));
        text.push('\n');
        for (index, (board, drawing)) in boards.iter().zip(&drawings).enumerate() {
            let described = index == 0 || !same_document(board.site, &finding.site);
            if index > 0 {
                text.push_str(&frame);
            }
            text.push_str(&self.arrow(board.site, if index == 0 { "-->" } else { ":::" }, described, gutter));
            if !board.text.is_empty() {
                text.push_str(&self.excerpt(board, drawing, level(finding), gutter));
            }
        }
        let mut notes = String::new();
        for repeat in repeats {
            let mut place = format!("also {}{}", where_it_is(&repeat.site.place), describe(&repeat.site));
            if !repeat.message.is_empty() {
                place.push_str(&format!(": {}", escape::one_line(&repeat.message)));
            }
            notes.push_str(&self.note(gutter, "note", &place));
        }
        if finding.related.len() > shown {
            let more = finding.related.len() - shown;
            let places = if more == 1 { "place" } else { "places" };
            notes.push_str(&self.note(gutter, "note", &format!("and {more} more {places}")));
        }
        for (index, suggestion) in finding.suggestions.iter().take(self.options.places).enumerate() {
            notes.push_str(&self.note(gutter, "help", &help(suggestion, index == 0)));
        }
        if finding.suggestions.len() > self.options.places {
            let more = finding.suggestions.len() - self.options.places;
            notes.push_str(&self.note(gutter, "help", &format!("or one of {more} more")));
        }
        if !notes.is_empty() {
            text.push_str(&frame);
            text.push_str(&notes);
        }
        text
    }
}

impl Report for Full {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finding(&mut self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        if !self.first {
            out.write_all(b"\n")?;
        }
        self.first = false;
        out.write_all(self.text(finding).as_bytes())
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        // The closing lines on stderr follow on the same terminal.
        if !self.first {
            out.write_all(b"\n")?;
        }
        out.flush()
    }
}

/// One excerpt with everything that is marked in it.
struct Board<'a> {
    site: &'a Site,
    text: String,
    marks: Vec<Mark>,
}

struct Mark {
    range: Range<usize>,
    primary: bool,
    label: String,
}

impl<'a> Board<'a> {
    fn new(site: &'a Site, primary: bool, label: &str) -> Self {
        let excerpt = &site.excerpt;
        let mut text = excerpt.text.clone();
        // Decoded text may have line breaks where the file has none; then the gutter cannot number them.
        let raw_breaks = site.place.end_line.saturating_sub(site.place.line) as usize;
        if site.text.matches('\n').count() != raw_breaks {
            text = text.replace(['\n', '\r'], " ");
        }
        let range = excerpt.start as usize..excerpt.end as usize;
        let label = escape::one_line(label).into_owned();
        Board { site, text, marks: vec![Mark { range, primary, label }] }
    }

    /// The number of the first line of the text, as if every line break in it were one of the file.
    fn first_line(&self) -> u64 {
        let before = self.text.get(..self.site.excerpt.start as usize).unwrap_or("");
        u64::from(self.site.place.line).saturating_sub(before.matches('\n').count() as u64).max(1)
    }

    /// The number that the last line of the text would have.
    fn last_line(&self) -> u64 {
        self.first_line() + self.text.matches('\n').count() as u64
    }

    fn draw(&self, width: usize) -> Drawing {
        let marks: Vec<Range<usize>> = self.marks.iter().map(|mark| mark.range.clone()).collect();
        draw(&self.text, &marks, self.site.excerpt.cut_before, self.site.excerpt.cut_after, width)
    }

    /// The numbers of the first and the last line drawn.
    fn lines(&self, drawing: &Drawing) -> (u64, u64) {
        let first = self.first_line() + drawing.lines_before as u64;
        (first, first + drawing.text.matches('\n').count() as u64)
    }

    /// Marks a related place, if it lies in this excerpt and on the line that the gutter would say.
    fn take(&mut self, related: &Related) -> bool {
        let range = self.find(&related.site);
        if let Some(range) = range {
            let label = escape::one_line(&related.message).into_owned();
            self.marks.push(Mark { range, primary: false, label });
            return true;
        }
        false
    }

    fn find(&self, other: &Site) -> Option<Range<usize>> {
        if !same_document(self.site, other) || self.site.field != other.field {
            return None;
        }
        let before = self.text.get(..self.site.excerpt.start as usize)?.chars().count() as u64;
        let first_character = self.site.start.checked_sub(before)?;
        let byte = |character: u64| {
            let index = usize::try_from(character.checked_sub(first_character)?).ok()?;
            let mut ends = self.text.char_indices().map(|(at, _)| at).chain([self.text.len()]);
            ends.nth(index)
        };
        let range = byte(other.start)?..byte(other.end)?;
        let line = self.first_line() + self.text.get(..range.start)?.matches('\n').count() as u64;
        let same_text = self.site.excerpt.text.get(range.clone())? == other.text;
        (same_text && line == u64::from(other.place.line)).then_some(range)
    }
}

/// The excerpts of a finding, that of the finding itself first, then one for each related place that is in none
/// before; and the related places where only the same text stands again, of which an excerpt would say nothing new.
fn boards<'a>(finding: &'a Finding, related: &'a [Related]) -> (Vec<Board<'a>>, Vec<&'a Related>) {
    let mut boards = vec![Board::new(&finding.site, true, "")];
    let mut repeats = Vec::new();
    for one in related {
        if boards.iter_mut().any(|board| board.take(one)) {
            continue;
        }
        if one.site.text == finding.site.text {
            repeats.push(one);
        } else {
            boards.push(Board::new(&one.site, false, &one.message));
        }
    }
    (boards, repeats)
}

fn same_document(one: &Site, other: &Site) -> bool {
    one.document == other.document && one.place.file == other.place.file && one.place.member == other.place.member
}

fn level(finding: &Finding) -> Level<'static> {
    match (finding.kind, finding.severity) {
        (Kind::Label, _) => Level::NOTE,
        (Kind::Finding, Severity::Error) => Level::ERROR,
        (Kind::Finding, Severity::Warning) => Level::WARNING,
        (Kind::Finding, Severity::Info) => Level::INFO,
    }
}

/// ` (item "id", field)` where path, line and column do not say all.
fn describe(site: &Site) -> String {
    let mut parts = Vec::new();
    match site.item.as_deref() {
        Some(Item { id: Some(name), .. } | Item { title: Some(name), .. }) => {
            parts.push(format!("item \"{}\"", shortened(name)));
        }
        Some(item) => parts.push(format!("item #{}", item.index)),
        None if site.document != site.place.file => parts.push(format!("document \"{}\"", shortened(&site.document))),
        None => {}
    }
    if !parts.is_empty() || &*site.field != "text" {
        parts.push(shortened(&site.field));
    }
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

fn shortened(text: &str) -> String {
    escape::one_line(&cut(text, LONGEST_ID)).into_owned()
}

/// `write: X`, `or: X`. White space and bare punctuation are put between quotation marks to be seen.
fn help(suggestion: &Suggestion, first: bool) -> String {
    let replacement = &suggestion.replacement;
    let unclear = replacement.trim() != replacement || !replacement.contains(char::is_alphanumeric);
    let shown = escape::one_line(replacement);
    let mut text = match (replacement.is_empty(), first, unclear) {
        (true, true, _) => "delete it".to_string(),
        (true, false, _) => "or delete it".to_string(),
        (false, true, false) => format!("write: {shown}"),
        (false, true, true) => format!("write: \"{shown}\""),
        (false, false, false) => format!("or: {shown}"),
        (false, false, true) => format!("or: \"{shown}\""),
    };
    if suggestion.applicability == Applicability::Unsafe {
        text.push_str(" (check the sentence)");
    }
    text
}

fn digits(number: u64) -> usize {
    number.checked_ilog10().unwrap_or(0) as usize + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::colour::{self, ColourChoice};
    use crate::report::testing;
    use proptest::prelude::*;

    #[test]
    fn plain_text() {
        insta::assert_snapshot!(testing::rendered("full", &[testing::plain(), testing::label()]));
    }

    #[test]
    fn wide_and_combining_characters_keep_the_carets_in_place() {
        insta::assert_snapshot!(testing::rendered("full", &[testing::wide(), testing::combining()]));
    }

    #[test]
    fn several_lines() {
        insta::assert_snapshot!(testing::rendered("full", &[testing::multi_line(), testing::decoded_breaks()]));
    }

    #[test]
    fn related_places() {
        let findings = [testing::related_here(), testing::related_elsewhere(), testing::related_many()];
        insta::assert_snapshot!(testing::rendered("full", &findings));
    }

    #[test]
    fn hostile_text_is_shown_not_obeyed() {
        let text = testing::rendered("full", &[testing::hostile(), testing::formula()]);
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'));
        assert!(!text.contains(['\u{202e}', '\u{200b}', '\u{2066}']));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = testing::rendered("full", &[testing::long_line()]);
        assert!(text.lines().skip(1).all(|line| line.chars().count() <= 166), "{text}");
        insta::assert_snapshot!(text);
    }

    #[test]
    fn long_lines_and_long_spans_together_stay_readable() {
        let options = ReportOptions { width: 60, ..ReportOptions::default() };
        insta::assert_snapshot!(testing::rendered_with(
            "full",
            &[testing::many_lines(), testing::wide_long()],
            &options
        ));
    }

    #[test]
    fn suggestions() {
        let findings = [testing::suggestions(), testing::deletion(), testing::no_excerpt(), testing::empty_span()];
        insta::assert_snapshot!(testing::rendered("full", &findings));
    }

    #[test]
    fn colour() {
        colour::set(ColourChoice::Always);
        let options = ReportOptions { colour: true, ..ReportOptions::default() };
        let text = testing::rendered_with("full", &[testing::related_here()], &options);
        insta::assert_snapshot!(text.replace('\u{1b}', "␛"));
        let text = testing::rendered_with("concise", &[testing::plain()], &options);
        insta::assert_snapshot!(text.replace('\u{1b}', "␛"));
    }

    proptest! {
        #[test]
        fn any_place_can_be_shown(
            text in "[a \\n\\t\\r\u{301}東\u{1b}/()\u{3000}]{0,120}",
            start in 0usize..140, length in 0usize..60, other in 0usize..140, line in 1u32..1200, width in 0usize..90,
        ) {
            let finding = testing::anywhere(&text, start, length, other, line);
            let options = ReportOptions { width, ..ReportOptions::default() };
            for format in ["full", "concise", "jsonl", "csv"] {
                prop_assert!(!testing::rendered_with(format, std::slice::from_ref(&finding), &options).is_empty());
            }
        }
    }
}
