//! Directives: what a text says, in comments, about findings that are not to be reported in it.
//!
//! A format recognises them ([`of_comment`], [`in_markup`], [`in_xml`], [`in_notes`], [`in_lines`]) and hands them to the raw text that they stand
//! in ([`super::RawText::with_directives`]); what they reach is worked out where findings are made.

use super::Span;
use memchr::memmem;

/// What every directive begins with.
const MARK: &str = "mtaudit-";
/// More in one text are not looked at.
pub const MOST_DIRECTIVES: usize = 500;
/// More rules in one directive are not looked at.
const MOST_RULES: usize = 20;
/// A longer comment is none.
const LONGEST: usize = 2_000;

/// One directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// What it says.
    pub action: Action,
    /// The rules that it speaks of, as selectors; none: all rules.
    pub rules: Vec<String>,
    /// The raw text of the comment.
    pub at: Span,
    /// The raw text that `ignore` speaks of, where the format knows it: a unit of translation, a line of what it holds.
    pub reach: Option<Span>,
    /// Where it stands in the file, for one that was carried over from an earlier stretch: raw byte, line, column.
    pub carried: Option<(u64, u32, u32)>,
}

/// What a directive says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// `mtaudit-ignore`: nothing is reported in its line; where it stands alone, in the paragraph after it.
    Ignore,
    /// `mtaudit-ignore-next-line`: nothing in the next line that is not blank.
    IgnoreNextLine,
    /// `mtaudit-ignore-file`: nothing in the text.
    IgnoreFile,
    /// `mtaudit-disable`: nothing from here to `mtaudit-enable`, or the end.
    Disable,
    /// `mtaudit-enable`: ends what was disabled.
    Enable,
    /// A word that is none of these.
    Unknown(String),
}

/// The names of the actions.
pub const ACTIONS: [&str; 5] =
    ["mtaudit-ignore", "mtaudit-ignore-next-line", "mtaudit-ignore-file", "mtaudit-disable", "mtaudit-enable"];

impl Action {
    fn of(word: &str) -> Self {
        match word {
            "ignore" => Action::Ignore,
            "ignore-next-line" => Action::IgnoreNextLine,
            "ignore-file" => Action::IgnoreFile,
            "disable" => Action::Disable,
            "enable" => Action::Enable,
            _ => Action::Unknown(format!("{MARK}{word}")),
        }
    }
}

/// The directive that is all of a comment, whose text (without `<!--` and the like) is this and which stands at `at`.
///
/// Rules are separated by spaces or commas. What follows ` -- ` or stands in brackets is a reason, for people.
pub fn of_comment(comment: &str, at: Span) -> Option<Directive> {
    if comment.len() > LONGEST {
        return None;
    }
    let said = comment.trim().strip_prefix(MARK)?;
    let said = said.split(" -- ").next().unwrap_or(said);
    let said = said.split('(').next().unwrap_or(said);
    let mut words = said.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    let action = Action::of(words.next()?);
    Some(Directive {
        action,
        rules: words.take(MOST_RULES).map(str::to_owned).collect(),
        at,
        reach: None,
        carried: None,
    })
}

/// The directives in the comments of marked-up text, which starts at `start` of the raw text.
pub fn in_markup(markup: &str, start: usize) -> Vec<Directive> {
    in_comments(markup, start, &[("<!--", "-->")])
}

/// The same of XML that may hold HTML, whose comments are escaped then.
pub fn in_xml(markup: &str) -> Vec<Directive> {
    in_comments(markup, 0, &[("<!--", "-->"), ("&lt;!--", "--&gt;"), ("&lt;!--", "-->")])
}

/// The directives in the notes (`<note>`) of an XML file for translators.
pub fn in_notes(markup: &str) -> Vec<Directive> {
    let mut found = Vec::new();
    for mark in memmem::find_iter(markup.as_bytes(), MARK) {
        if found.len() == MOST_DIRECTIVES {
            break;
        }
        let near = markup.ceil_char_boundary(mark.saturating_sub(LONGEST));
        let before = markup[near..mark].trim_end();
        let after = &markup[mark..markup.floor_char_boundary(mark + LONGEST)];
        let tag = before.strip_suffix('>').and_then(|before| Some((before.rfind('<')?, before)));
        let (Some((tag, before)), Some(length)) = (tag, after.find("</")) else { continue };
        let name = before[tag + 1..].split_whitespace().next().unwrap_or_default();
        if name.rsplit(':').next() == Some("note") {
            found.extend(of_comment(&after[..length], Span::new(near + tag, mark + length)));
        }
    }
    found
}

/// The directives in comments that have one of these beginnings and ends.
fn in_comments(markup: &str, start: usize, ends: &[(&str, &str)]) -> Vec<Directive> {
    let mut found = Vec::new();
    let mut from = 0;
    for mark in memmem::find_iter(markup.as_bytes(), MARK) {
        if mark < from || found.len() == MOST_DIRECTIVES {
            continue;
        }
        let before = markup[..mark].trim_end();
        let window = &markup[mark..markup.floor_char_boundary(mark + LONGEST)];
        let whole = |&&(open, close): &&(&str, &str)| before.ends_with(open) && window.contains(close);
        let Some((open, close)) = ends.iter().find(whole) else { continue };
        let Some(length) = window.find(close) else { continue };
        let end = mark + length + close.len();
        let at = Span::new(start + before.len() - open.len(), start + end);
        found.extend(of_comment(&markup[mark..mark + length], at));
        from = end;
    }
    found
}

/// The directives of plain text: lines that hold nothing else, after `#`, `//`, `;` or `%` or in `<!-- -->` if you like.
pub fn in_lines(text: &str) -> Vec<Directive> {
    let mut found = Vec::new();
    let mut from = 0;
    for mark in memmem::find_iter(text.as_bytes(), MARK) {
        if mark < from || found.len() == MOST_DIRECTIVES {
            continue;
        }
        // A line that is longer is none, and not looked at.
        let near = text.floor_char_boundary(mark.saturating_sub(LONGEST));
        let Some(start) = line_start(&text[near..mark], near) else { continue };
        let rest = &text[mark..text.floor_char_boundary(mark + LONGEST)];
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = text[start..mark + length].trim_end_matches('\r');
        found.extend(of_line(line, Span::new(start, start + line.len())));
        from = mark + length;
    }
    found
}

/// Where the line starts that ends with this text, which starts at `near`.
fn line_start(before: &str, near: usize) -> Option<usize> {
    match before.rfind('\n') {
        Some(newline) => Some(near + newline + 1),
        None => (near == 0).then_some(0),
    }
}

/// The directive that is all of a line of plain text. Words that look like no rules make it a sentence.
fn of_line(line: &str, at: Span) -> Option<Directive> {
    let bare = line.trim();
    let bare = match bare.strip_prefix("<!--") {
        Some(comment) => comment.strip_suffix("-->")?,
        None => bare.trim_start_matches(['#', '/', ';', '%']),
    };
    let directive = of_comment(bare, at)?;
    let is_name =
        |rule: &String| rule.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"/#:_-".contains(&b));
    (!matches!(directive.action, Action::Unknown(_)) && directive.rules.iter().all(is_name)).then_some(directive)
}

/// What directives of a stretch still say at its end, for the next stretch of the same text; `place` tells where a raw
/// offset stands in the file.
pub fn carried_over(directives: &[Directive], place: impl Fn(usize) -> (u64, u32, u32)) -> Vec<Directive> {
    let mut open: Vec<Directive> = Vec::new();
    for directive in directives {
        match directive.action {
            Action::IgnoreFile | Action::Disable => open.push(Directive {
                at: Span::new(0, 0),
                carried: directive.carried.or_else(|| Some(place(directive.at.start()))),
                ..directive.clone()
            }),
            Action::Enable => open.retain_mut(|one| one.action == Action::IgnoreFile || !ended(one, directive)),
            _ => {}
        }
    }
    open
}

/// Takes the rules that `enable` names out of what `disable` says; whether nothing of it is left.
fn ended(disable: &mut Directive, enable: &Directive) -> bool {
    if enable.rules.is_empty() {
        return true;
    }
    let names = disable.rules.len();
    disable.rules.retain(|rule| !enable.rules.contains(rule));
    // Without rules it says all; these are not taken apart.
    names > 0 && disable.rules.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(comment: &str) -> Option<(Action, Vec<String>)> {
        of_comment(comment, Span::new(0, 1)).map(|one| (one.action, one.rules))
    }

    #[test]
    fn a_comment_that_begins_so_is_a_directive() {
        let rules = |rules: &[&str]| rules.iter().map(|rule| rule.to_string()).collect::<Vec<_>>();
        assert_eq!(said(" mtaudit-ignore "), Some((Action::Ignore, vec![])));
        assert_eq!(said("mtaudit-disable a/b, c#d  e"), Some((Action::Disable, rules(&["a/b", "c#d", "e"]))));
        assert_eq!(said("mtaudit-ignore-next-line a (it is (right))"), Some((Action::IgnoreNextLine, rules(&["a"]))));
        assert_eq!(said("mtaudit-ignore-file a -- because b"), Some((Action::IgnoreFile, rules(&["a"]))));
        assert_eq!(said("mtaudit-ingore a"), Some((Action::Unknown("mtaudit-ingore".into()), rules(&["a"]))));
        assert_eq!(said("see mtaudit-ignore"), None);
        assert_eq!(said("mtaudit-"), None);
    }

    #[test]
    fn comments_of_markup_are_found_where_they_stand() {
        let text = "<p>mtaudit-ignore</p>é<!-- mtaudit-ignore a --> &lt;!--mtaudit-enable--&gt; <!-- mtaudit-disable";
        let shown = |found: Vec<Directive>, start: usize| -> Vec<&str> {
            found.iter().map(|one| &text[one.at.start() - start..one.at.end() - start]).collect()
        };
        // A page that shows a directive has none.
        assert_eq!(shown(in_markup(text, 10), 10), ["<!-- mtaudit-ignore a -->"]);
        assert_eq!(shown(in_xml(text), 0), ["<!-- mtaudit-ignore a -->", "&lt;!--mtaudit-enable--&gt;"]);
    }

    #[test]
    fn a_line_of_text_is_a_directive_if_it_is_nothing_else() {
        let text = "mtaudit-ignore a/b\r\nHe said mtaudit-ignore\n# mtaudit-disable (why not)\nmtaudit-ignore hides it.\n\
                    <!-- mtaudit-enable -->\n// mtaudit-ignore-file category:x";
        let found = in_lines(text);
        let shown: Vec<_> = found.iter().map(|one| &text[one.at.range()]).collect();
        let wanted = ["mtaudit-ignore a/b", "# mtaudit-disable (why not)", "<!-- mtaudit-enable -->"];
        assert_eq!(shown, [&wanted[..], &["// mtaudit-ignore-file category:x"]].concat());
    }

    #[test]
    fn what_is_open_at_the_end_of_a_stretch_goes_on() {
        let text = "<!--mtaudit-ignore-file x--><!--mtaudit-disable a b--><!--mtaudit-disable c--><!--mtaudit-ignore d-->\
                    <!--mtaudit-enable a c-->";
        let open = carried_over(&in_markup(text, 0), |at| (at as u64, 1, at as u32 + 1));
        let shown: Vec<_> = open.iter().map(|one| (one.rules.join(" "), one.carried.map(|place| place.0))).collect();
        assert_eq!(shown, [("x".into(), Some(0)), ("b".into(), Some(28))]);
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_readers(text in "(mtaudit-|ignore|<!--|-->|&lt;!--|é|\n| |#|a/b){0,30}") {
            for one in in_xml(&text).into_iter().chain(in_lines(&text)) {
                prop_assert!(Span::checked(&text, one.at.start(), one.at.end()).is_some());
            }
        }
    }
}
