//! Quotation marks and brackets without their other half, where the pair breaks.

use crate::rules::surface::{Half, Pairs, PairsClass};
use crate::source::Span;
use crate::text::Analysis;

/// A bracket that a paragraph does not close may be closed in one of so many behind it.
const PARAGRAPHS_IN_BRACKETS: usize = 3;
/// Longest interval ("[0, 1)"), in bytes: its brackets may be of two kinds.
const LONGEST_INTERVAL: usize = 24;

/// How a mark is turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Opens,
    Closes,
    /// By its place it may be either.
    Either,
}

/// The marks whose other half is missing.
pub(super) fn unpaired(parameters: &Pairs, analysis: &Analysis<'_>) -> Vec<Span> {
    let wanted = |half: Half| parameters.missing.is_none_or(|missing| missing == half);
    let mut found = match parameters.class {
        PairsClass::Quotation => quotations(analysis),
        PairsClass::Bracket => brackets(analysis),
        PairsClass::Glued => return glued(analysis),
        PairsClass::Floating => return floating(analysis),
        PairsClass::Reversed => return reversed(analysis),
    };
    found.retain(|(_, missing)| wanted(*missing));
    found.sort_by_key(|(span, _)| span.start());
    found.into_iter().map(|(span, _)| span).collect()
}

/// A quotation that is open.
#[derive(Clone, Copy, Debug)]
struct Quotation {
    span: Span,
    /// Where its paragraph starts.
    paragraph: usize,
    /// Whether it stands inside a sentence: one that begins where a sentence does may go on in other paragraphs, each
    /// with a mark of its own, and is not judged.
    inside: bool,
}

fn quotations(analysis: &Analysis<'_>) -> Vec<(Span, Half)> {
    let mut found = Vec::new();
    let mut open: Vec<Quotation> = Vec::new();
    for paragraph in analysis.paragraphs() {
        let text = analysis.text(paragraph);
        for (offset, _) in text.match_indices('"') {
            let before = text[..offset].chars().next_back();
            let span = Span::new(paragraph.start() + offset, paragraph.start() + offset + 1);
            let place = by_place(before, text[offset + 1..].chars().next());
            let plain = analysis.plain(span);
            if analysis.language().is_some_and(|language| language.is_inner_mark('"', before, &text[offset + 1..])) {
                continue;
            }
            // Inches and seconds.
            if open.is_empty() && plain == "\"" && before.is_some_and(|char| char.is_ascii_digit()) {
                continue;
            }
            let turn = match (plain, place) {
                ("“" | "„" | "«", Turn::Opens) | ("”" | "»", Turn::Closes) => place,
                ("“" | "„" | "«" | "”" | "»", Turn::Opens | Turn::Closes) if !open.is_empty() => Turn::Either,
                _ => place,
            };
            let closes = turn == Turn::Closes || turn == Turn::Either && !open.is_empty();
            if closes {
                // "the Greens" plan": an apostrophe that was typed as a quotation mark is another slip.
                let possessive = before == Some('s')
                    && text[offset + 1..].starts_with([' '])
                    && text[offset + 2..].starts_with(char::is_lowercase);
                if open.pop().is_none() && place == Turn::Closes && !possessive {
                    found.push((span, Half::Opening));
                }
                continue;
            }
            let starts = text[..offset].trim_start().is_empty();
            let anew = starts || place != Turn::Opens || ends_sentence(&text[..offset]);
            let inside = !anew && is_inside(&text[..offset]);
            let of_another = open.last().is_some_and(|last| last.paragraph != paragraph.start());
            // A quotation in a quotation has at most one around it; one that begins anew ends those before.
            if !open.is_empty() && (of_another || anew || open.len() > 1) {
                let lost = open.drain(..).filter(|one| one.inside && !(of_another && starts));
                found.extend(lost.map(|one| (one.span, Half::Closing)));
            }
            open.push(Quotation { span, paragraph: paragraph.start(), inside });
        }
    }
    found.extend(open.into_iter().filter(|one| one.inside).map(|one| (one.span, Half::Closing)));
    found
}

/// How a mark is turned, by what stands beside it.
fn by_place(before: Option<char>, after: Option<char>) -> Turn {
    let free_before = before.is_none_or(|char| char.is_whitespace() || "([{-–—/'\"".contains(char));
    let free_after = after.is_none_or(|char| char.is_whitespace() || ".,;:!?)]}-–—/'\"…".contains(char));
    match (free_before, free_after) {
        (true, false) => Turn::Opens,
        (false, true) => Turn::Closes,
        _ => Turn::Either,
    }
}

/// Whether a sentence ends before a mark.
fn ends_sentence(before: &str) -> bool {
    let rest = before.trim_end_matches([' ', '"', '\'', ')', ']']);
    rest.ends_with(['.', '!', '?', '…'])
}

/// Whether a sentence is under way before a mark; a colon may introduce a speech of many paragraphs.
fn is_inside(before: &str) -> bool {
    let Some(rest) = before.strip_suffix(' ') else { return false };
    rest.ends_with(|char: char| char.is_alphanumeric() || matches!(char, ')' | ',' | '%' | '\''))
}

/// Quotation marks between two words, with the words.
fn glued(analysis: &Analysis<'_>) -> Vec<Span> {
    let word = |index: usize| analysis.tokens.get(index).map(|token| token.span).filter(|span| span.len() > 1);
    let between = |(offset, _): (usize, &str)| {
        let after = analysis.token_at(offset);
        let before = word(after.checked_sub(1)?).filter(|span| span.end() == offset)?;
        let after = word(after).filter(|span| span.start() == offset + 1)?;
        let lower = analysis.text(before).ends_with(char::is_lowercase);
        (lower && analysis.text(after).starts_with(char::is_alphabetic)).then(|| before.start()..after.end())
    };
    let places = analysis.view.text().match_indices('"').filter_map(between);
    places.map(|place| Span::new(place.start, place.end)).collect()
}

/// Curly quotation marks that are turned against their place, with the word that they touch. One that closes what a low
/// mark opened is as its language wants it.
fn reversed(analysis: &Analysis<'_>) -> Vec<Span> {
    let text = analysis.view.text();
    let mut low = false;
    let against = |(offset, _): (usize, &str)| {
        let plain = analysis.plain(Span::new(offset, offset + 1));
        let place = by_place(text[..offset].chars().next_back(), text[offset + 1..].chars().next());
        let after = analysis.token_at(offset);
        match (plain, place) {
            ("“", Turn::Closes) if !std::mem::take(&mut low) => {
                let word = analysis.tokens.get(after.checked_sub(1)?)?.span;
                text[word.end()..offset]
                    .chars()
                    .all(|char| ".,!?".contains(char))
                    .then(|| Span::new(word.start(), offset + 1))
            }
            ("”", Turn::Opens) => {
                let word = analysis.tokens.get(after)?.span;
                (word.start() == offset + 1).then(|| Span::new(offset, word.end()))
            }
            ("„" | "‟", _) => {
                low = true;
                None
            }
            _ => None,
        }
    };
    text.match_indices('"').filter_map(against).collect()
}

/// Quotation marks between two spaces in a line of text, with the spaces.
fn floating(analysis: &Analysis<'_>) -> Vec<Span> {
    let text = analysis.view.text();
    let between = |(offset, _): (usize, &str)| {
        let before = text[..offset].strip_suffix(' ')?.chars().next_back()?;
        let after = text[offset + 1..].strip_prefix(' ')?.chars().next()?;
        let written =
            |char: char| char.is_alphanumeric() || matches!(char, ',' | '.' | '!' | '?' | ';' | ':' | '(' | ')');
        (written(before) && written(after)).then(|| Span::new(offset - 1, offset + 2))
    };
    text.match_indices('"').filter_map(between).collect()
}

/// A bracket that is open.
#[derive(Clone, Copy, Debug)]
struct Bracket {
    span: Span,
    round: bool,
    /// The number of its paragraph.
    paragraph: usize,
}

fn brackets(analysis: &Analysis<'_>) -> Vec<(Span, Half)> {
    let mut found = Vec::new();
    // The last one is innermost; those of earlier paragraphs come first.
    let mut open: Vec<Bracket> = Vec::new();
    for (number, paragraph) in analysis.paragraphs().enumerate() {
        let late = open.iter().take_while(|one| one.paragraph + PARAGRAPHS_IN_BRACKETS < number).count();
        found.extend(open.drain(..late).map(|one| (one.span, Half::Closing)));
        let text = analysis.text(paragraph);
        for (offset, sign) in bracket_signs(text) {
            let round = matches!(sign, "(" | ")" | "（" | "）");
            let start = paragraph.start() + offset;
            let span = Span::new(start, start + sign.len());
            if matches!(sign, "(" | "[" | "（") {
                if !is_face(text, offset, sign.len()) {
                    open.push(Bracket { span, round, paragraph: number });
                }
                continue;
            }
            let matching = open.iter().rposition(|one| one.round == round);
            match matching {
                Some(at) => {
                    // What was opened inside of it is lost.
                    found.extend(open.drain(at..).skip(1).map(|one| (one.span, Half::Closing)));
                }
                None if open.last().is_some_and(|one| is_interval(analysis, one.span.end(), start)) => {
                    open.pop();
                }
                None if is_label(&text[..offset]) || is_face(text, offset, sign.len()) => {}
                None => {
                    open.pop();
                    found.push((span, Half::Opening));
                }
            }
        }
    }
    found.extend(open.into_iter().map(|one| (one.span, Half::Closing)));
    found
}

/// The brackets of a text, with their offsets.
fn bracket_signs(text: &str) -> Vec<(usize, &str)> {
    let ascii =
        memchr::memchr3_iter(b'(', b')', b'[', text.as_bytes()).chain(memchr::memchr_iter(b']', text.as_bytes()));
    let mut signs: Vec<(usize, &str)> = ascii.map(|at| (at, &text[at..=at])).collect();
    if !text.is_ascii() {
        signs.extend(text.match_indices(['（', '）']));
    }
    signs.sort_unstable();
    signs
}

/// Whether what stands between two brackets of different kinds are the ends of an interval.
fn is_interval(analysis: &Analysis<'_>, start: usize, end: usize) -> bool {
    let Some(text) = analysis.view.text().get(start..end).filter(|text| text.len() <= LONGEST_INTERVAL) else {
        return false;
    };
    text.contains([',', ';'])
        && text.chars().any(|char| char.is_ascii_digit())
        && !text.chars().any(char::is_alphabetic)
}

/// Whether a closing bracket stands behind the number or letter of a list: "a)", "12)", "iv)".
fn is_label(before: &str) -> bool {
    let label: usize = before.chars().rev().take(5).take_while(|char| char.is_alphanumeric()).map(char::len_utf8).sum();
    let (rest, label) = before.split_at(before.len() - label);
    let letters = label.chars().count();
    let number = label.chars().all(|char| char.is_ascii_digit()) || label.chars().all(|char| "ivxIVX".contains(char));
    (letters == 1 || number && (2..=4).contains(&letters))
        && rest.chars().next_back().is_none_or(|char| char.is_whitespace() || char == '(')
}

/// Whether a bracket is the mouth of a face, or one of a row of laughing ones.
fn is_face(text: &str, offset: usize, length: usize) -> bool {
    // A face may have a nose.
    let before = text[..offset].trim_end_matches('-').chars().next_back();
    let after = text[offset + length..].chars().next();
    let row = text[offset..].starts_with(')') && (before == Some(')') || after == Some(')'));
    row || matches!(before, Some(':' | ';' | '=' | '^')) || matches!(after, Some(':' | ';' | '='))
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{auditor, rule, shown};

    fn found(class: &str, missing: &str, text: &str) -> Vec<String> {
        let auditor = auditor(&rule(&format!("check = \"pairs\"\nclass = \"{class}\"\n{missing}\nmessage = \"m\"")));
        shown(&auditor, text).into_iter().map(|(found, _)| found).collect()
    }

    #[test]
    fn a_quotation_breaks_where_a_mark_is_missing() {
        let opening = |text: &str| found("quotation", "missing = \"opening\"", text).len();
        let closing = |text: &str| found("quotation", "missing = \"closing\"", text).len();
        for (text, opened, closed) in [
            ("The road is open,\" he said.", 1, 0),
            ("He called it \"a good day and left. She spoke of \"a bad one\".", 0, 1),
            ("He called it “a good day and left.", 0, 1),
            ("He said: \"One.\n\nTwo.\n\nThree.\"", 0, 0),
            ("\"One.\n\n\"Two.\n\n\"Three,\" he said.", 0, 0),
            ("She read \"The 'Old' Sea\" and “a \"new\" book”, a 5\" disc and 12\" more.", 0, 0),
            ("He wrote that „alles gut“ meant \"fine\".", 0, 0),
            ("“Good. “\n\nThe “bad” one.", 0, 0),
        ] {
            assert_eq!((opening(text), closing(text)), (opened, closed), "{text}");
        }
    }

    #[test]
    fn marks_between_words_and_between_spaces() {
        assert_eq!(found("glued", "", "of\"cheap and \"good\" 5\"x7\" O\"Brien"), ["of\"cheap"]);
        let reversed = ["day“", "”price", "there.“"];
        assert_eq!(found("reversed", "", "A “day“ and ”price” „Tag“ “not there.“"), reversed);
        assert_eq!(found("floating", "", "said, \" We\" are \" here \"").len(), 2);
    }

    #[test]
    fn brackets_are_paired_over_lists_faces_and_intervals() {
        let count = |text: &str| found("bracket", "", text).len();
        for text in [
            "a) one, 2) two (three) [four]",
            "Nice :) and ;-) or (: and haha))) yes",
            "The interval [0, 1) and (2; 3] hold (the first day) here (in May).",
            "He said (it was late.\n\nVery late.) and left",
        ] {
            assert_eq!(count(text), 0, "{text}");
        }
        for text in ["He (or she left.", "He left early) today.", "One [two (three] four.", "A （full) one and half（."]
        {
            assert_eq!(count(text), 1, "{text}");
        }
    }
}
