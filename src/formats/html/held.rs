//! Directives in the comments of HTML that a string holds, whose lines are no lines of the file.

use super::roles::{Role, role};
use super::tokens::{Token, tokens};
use crate::source::{Action, Directive, SourceMap, Span, in_markup};

/// The directives in `html`, which the file has where `map` says. What speaks of lines speaks of those of the string;
/// a paragraph begins a new one as well.
pub(in crate::formats) fn directives(html: &str, map: &SourceMap) -> Vec<Directive> {
    let mut found = in_markup(html, 0);
    if found.is_empty() {
        return found;
    }
    let lines = lines(html);
    for directive in &mut found {
        let own = lines.partition_point(|line| line.end <= directive.at.start());
        let reach = match directive.action {
            Action::Ignore if lines.get(own).is_some_and(|line| line.says) => lines.get(own).map(Line::span),
            Action::Ignore => next(&lines, own).map(|line| paragraph(&lines[line..])),
            Action::IgnoreNextLine => next(&lines, own).map(|line| lines[line].span()),
            _ => None,
        };
        directive.at = map.raw(directive.at);
        // What speaks of nothing reaches nothing but itself.
        directive.reach = Some(reach.map_or(directive.at, |reach| map.raw(reach)));
    }
    found
}

/// A line of the string, or as much of it as stands in one paragraph.
#[derive(Debug, Default)]
struct Line {
    start: usize,
    end: usize,
    /// Whether there is text in it.
    says: bool,
    /// Whether the paragraph ends with it.
    ends: bool,
}

impl Line {
    fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// The first line with text after this one.
fn next(lines: &[Line], own: usize) -> Option<usize> {
    (own + 1..lines.len()).find(|&line| lines[line].says)
}

/// The lines up to the end of the paragraph that the first of them stands in.
fn paragraph(lines: &[Line]) -> Span {
    let last = lines.iter().find(|line| line.ends).or(lines.last());
    Span::new(lines[0].start, last.map_or(lines[0].end, |line| line.end))
}

fn lines(html: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut line = Line::default();
    let mut end = |line: &mut Line, at: usize, ends: bool| {
        let begun = Line { start: at, end: at, ..Line::default() };
        lines.push(Line { end: at, ends, ..std::mem::replace(line, begun) });
    };
    for token in tokens(html, false) {
        match token {
            Token::Text(span) => {
                for part in html[span.range()].split_inclusive('\n') {
                    line.says |= !part.trim().is_empty();
                    line.end += part.len();
                    if part.ends_with('\n') {
                        let at = line.end;
                        end(&mut line, at, false);
                    }
                }
            }
            Token::Start(tag) => tag_ends(&mut line, &tag.name, tag.span, &mut end),
            Token::End(name, span) => tag_ends(&mut line, &name, span, &mut end),
            Token::Other(span) => line.end = span.end(),
        }
    }
    let at = html.len();
    end(&mut line, at, true);
    lines
}

/// A tag ends a line, unless it stands in one.
fn tag_ends(line: &mut Line, name: &str, span: Span, end: &mut impl FnMut(&mut Line, usize, bool)) {
    match role(name) {
        Role::Inline | Role::Object | Role::Raised | Role::Picture | Role::Void => line.end = span.end(),
        role => end(line, span.end(), role != Role::Break),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each directive of the string reaches.
    fn reached(html: &str) -> Vec<&str> {
        let map = SourceMap::copied(0, html.len());
        directives(html, &map).iter().map(|one| &html[one.reach.unwrap().range()]).collect()
    }

    #[test]
    fn a_comment_speaks_of_the_line_or_paragraph_that_it_stands_in() {
        let html = "<p>One <b>two</b>. <!-- mtaudit-ignore --></p><p>Three.</p>";
        assert_eq!(reached(html), ["One <b>two</b>. <!-- mtaudit-ignore --></p>"]);
        assert_eq!(
            reached("<p>One.<br>Two.<!-- mtaudit-ignore x/y --> Three.</p>"),
            ["Two.<!-- mtaudit-ignore x/y --> Three.</p>"]
        );
        assert_eq!(reached("One.\nTwo. <!-- mtaudit-ignore -->\nThree."), ["Two. <!-- mtaudit-ignore -->\n"]);
    }

    #[test]
    fn one_that_stands_alone_speaks_of_the_paragraph_after_it() {
        assert_eq!(
            reached("<p>One.</p><!-- mtaudit-ignore -->\n<p>Two\nthree.</p>\n<p>Four.</p>"),
            ["Two\nthree.</p>"]
        );
        assert_eq!(reached("<p>One.</p><!-- mtaudit-ignore-next-line -->\n<p>Two\nthree.</p>"), ["Two\n"]);
        assert_eq!(reached("<p>One.</p><!-- mtaudit-ignore -->"), ["<!-- mtaudit-ignore -->"]);
        assert_eq!(reached(""), [""; 0]);
    }
}
