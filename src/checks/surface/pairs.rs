//! Quotation marks without their other half, where the pair breaks, and marks that stand as they are not turned.

use super::brackets::brackets;
use crate::rules::surface::{Half, Pairs, PairsClass};
use crate::source::Span;
use crate::text::{Analysis, LanguageTools};
use std::cell::OnceCell;

/// Longest quotation, in bytes, whose opening mark is looked for at the end of the word before it.
const LONGEST_TURNED: usize = 200;

/// How a mark is turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Opens,
    Closes,
    /// By its place it may be either.
    Either,
}

/// The quotation marks of a field, and what is wrong with them; found when a rule first asks.
pub(super) struct Marks<'a> {
    analysis: &'a Analysis<'a>,
    /// Their offsets in the view, each with the mark as the field has it.
    all: OnceCell<Vec<(usize, &'a str)>>,
    quotations: OnceCell<Quotations>,
}

impl<'a> Marks<'a> {
    pub(super) fn of(analysis: &'a Analysis<'a>) -> Self {
        Marks { analysis, all: OnceCell::new(), quotations: OnceCell::new() }
    }

    /// The places of a rule's marks, each with what to write instead if that is known.
    pub(super) fn places(&self, parameters: &Pairs) -> Vec<(Span, Option<String>)> {
        let alone = |span: Span| (span, None);
        match parameters.class {
            PairsClass::Quotation => unpaired(parameters.missing, &self.quotations().unpaired),
            PairsClass::Bracket => unpaired(parameters.missing, &brackets(self.analysis)),
            PairsClass::Turned => {
                let turned = self.quotations().turned.iter();
                turned.map(|place| (place.span, Some(place.repaired.clone()))).collect()
            }
            PairsClass::Glued => glued(self.analysis, self.all()).into_iter().map(alone).collect(),
            PairsClass::Floating => floating(self.analysis, self.all()).into_iter().map(alone).collect(),
            PairsClass::Reversed => reversed(self.analysis, self.all()).into_iter().map(alone).collect(),
        }
    }

    fn all(&self) -> &[(usize, &'a str)] {
        self.all.get_or_init(|| {
            let marks = memchr::memchr_iter(b'"', self.analysis.view.text().as_bytes());
            marks.map(|at| (at, self.analysis.plain(Span::new(at, at + 1)))).collect()
        })
    }

    fn quotations(&self) -> &Quotations {
        self.quotations.get_or_init(|| quotations(self.analysis, self.all()))
    }
}

/// The marks whose other half is the wanted one, in the order of the text.
fn unpaired(wanted: Option<Half>, found: &[(Span, Half)]) -> Vec<(Span, Option<String>)> {
    let wanted = found.iter().filter(|(_, missing)| wanted.is_none_or(|wanted| wanted == *missing));
    let mut places: Vec<_> = wanted.map(|(span, _)| (*span, None)).collect();
    places.sort_by_key(|(span, _)| span.start());
    places
}

/// What is wrong with the quotation marks of a text.
#[derive(Debug, Default)]
struct Quotations {
    /// Marks without their other half, and which half that is.
    unpaired: Vec<(Span, Half)>,
    turned: Vec<Turned>,
}

/// A mark that opens a quotation and touches the word before it, with that word and the first of the quotation.
#[derive(Debug)]
struct Turned {
    span: Span,
    repaired: String,
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

fn quotations(analysis: &Analysis<'_>, mut marks: &[(usize, &str)]) -> Quotations {
    let mut found = Quotations::default();
    let mut open: Vec<Quotation> = Vec::new();
    for paragraph in analysis.paragraphs() {
        let text = analysis.text(paragraph);
        let (here, rest) = marks.split_at(marks.partition_point(|(at, _)| *at < paragraph.end()));
        marks = rest;
        // Behind a mark between two words, which may open and may close, nothing tells what the others do.
        let mut unsure = false;
        for &(at, plain) in here {
            let offset = at - paragraph.start();
            let (before, after) = around(text, offset);
            let span = Span::new(at, at + 1);
            let place = by_place(before, after);
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
            unsure |= !open.is_empty() && [before, after].iter().all(|char| char.is_some_and(char::is_alphanumeric));
            if closes {
                if open.pop().is_some() || place != Turn::Closes || unsure || is_possessive(analysis, text, offset) {
                    continue;
                }
                if let Some(place) = turned(text, offset, paragraph.start()) {
                    found.turned.push(place);
                    open.push(Quotation { span, paragraph: paragraph.start(), inside: false });
                } else if before != Some('"') && after != Some('"') {
                    // A doubled mark is another rule's.
                    found.unpaired.push((span, Half::Opening));
                }
                continue;
            }
            let starts = text[..offset].trim_start().is_empty();
            let anew = starts || place != Turn::Opens || ends_sentence(&text[..offset]);
            let inside = !anew && !unsure && is_inside(&text[..offset]);
            let of_another = open.last().is_some_and(|last| last.paragraph != paragraph.start());
            // A quotation in a quotation has at most one around it; one that begins anew ends those before.
            if !open.is_empty() && (of_another || anew || open.len() > 1) {
                let lost = open.drain(..).filter(|one| one.inside && !(of_another && starts));
                found.unpaired.extend(lost.map(|one| (one.span, Half::Closing)));
            }
            open.push(Quotation { span, paragraph: paragraph.start(), inside });
        }
    }
    found.unpaired.extend(open.into_iter().filter(|one| one.inside).map(|one| (one.span, Half::Closing)));
    found
}

/// The characters before and after a mark.
fn around(text: &str, offset: usize) -> (Option<char>, Option<char>) {
    (text[..offset].chars().next_back(), text[offset + 1..].chars().next())
}

/// Whether the mark is an apostrophe of a possessive that was typed as a quotation mark ("the Greens\" plan"), which is
/// another slip.
fn is_possessive(analysis: &Analysis<'_>, text: &str, offset: usize) -> bool {
    let (before, after) = (text[..offset].chars().next_back(), text[offset + 1..].strip_prefix(' '));
    let bare = |language: &LanguageTools| {
        before.is_some_and(|before| language.data().names.bare_possessive_after.contains(before))
    };
    after.is_some_and(|after| after.starts_with(char::is_lowercase)) && analysis.language().is_some_and(bare)
}

/// The place of a mark that would close what nothing opened, if it opens what the next one closes in the same sentence.
fn turned(text: &str, offset: usize, start: usize) -> Option<Turned> {
    let quoted = text[offset + 1..].strip_prefix(' ')?;
    let length = quoted.find('"').filter(|length| (2..=LONGEST_TURNED).contains(length))?;
    let next = offset + 2 + length;
    let whole = quoted.starts_with(char::is_alphanumeric)
        && !['.', '!', '?']
            .iter()
            .any(|stop| quoted[..length].match_indices(*stop).any(|(at, _)| quoted[at + 1..length].starts_with(' ')));
    let (before, after) = around(text, next);
    let word = text[..offset].rfind(' ').map_or(0, |space| space + 1);
    if !whole || by_place(before, after) == Turn::Opens || !text[word..offset].contains(char::is_alphanumeric) {
        return None;
    }
    let first = quoted[..length].split(' ').next()?;
    let end = offset + 2 + first.len();
    let repaired = format!("{} \"{first}", &text[word..offset]);
    Some(Turned { span: Span::new(start + word, start + end), repaired })
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
fn glued(analysis: &Analysis<'_>, marks: &[(usize, &str)]) -> Vec<Span> {
    let word = |index: usize| analysis.tokens.get(index).map(|token| token.span).filter(|span| span.len() > 1);
    let bytes = analysis.view.text().as_bytes();
    let is_space = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(|byte| *byte == b' ');
    let between = |&(offset, _): &(usize, &str)| {
        if is_space(offset.checked_sub(1)) || is_space(Some(offset + 1)) {
            return None;
        }
        let after = analysis.token_at(offset);
        let before = word(after.checked_sub(1)?).filter(|span| span.end() == offset)?;
        let after = word(after).filter(|span| span.start() == offset + 1)?;
        let lower = analysis.text(before).ends_with(char::is_lowercase);
        (lower && analysis.text(after).starts_with(char::is_alphabetic)).then(|| before.start()..after.end())
    };
    let places = marks.iter().filter_map(between);
    places.map(|place| Span::new(place.start, place.end)).collect()
}

/// Curly quotation marks that are turned against their place, with the word that they touch. One that closes what a low
/// mark opened is as its language wants it.
fn reversed(analysis: &Analysis<'_>, marks: &[(usize, &str)]) -> Vec<Span> {
    let text = analysis.view.text();
    let mut low = false;
    let against = |&(offset, plain): &(usize, &str)| {
        if plain == "\"" {
            return None;
        }
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
    marks.iter().filter_map(against).collect()
}

/// Quotation marks between two spaces in a line of text, with the spaces.
fn floating(analysis: &Analysis<'_>, marks: &[(usize, &str)]) -> Vec<Span> {
    let text = analysis.view.text();
    let between = |&(offset, _): &(usize, &str)| {
        let before = text[..offset].strip_suffix(' ')?.chars().next_back()?;
        let after = text[offset + 1..].strip_prefix(' ')?.chars().next()?;
        let written =
            |char: char| char.is_alphanumeric() || matches!(char, ',' | '.' | '!' | '?' | ';' | ':' | '(' | ')');
        (written(before) && written(after)).then(|| Span::new(offset - 1, offset + 2))
    };
    marks.iter().filter_map(between).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use crate::checks::testing::{auditor, rule, shown};

    /// What a rule of this class finds.
    pub(in crate::checks::surface) fn found(class: &str, missing: &str, text: &str) -> Vec<String> {
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
    fn a_mark_that_opens_at_the_end_of_a_word_is_turned_and_its_pair_is_whole() {
        let turned = |text: &str| found("turned", "", text);
        let missing = |text: &str| found("quotation", "", text);
        for (text, place) in [
            ("In the\" deadly quartet\", one was height.", "the\" deadly"),
            ("A film (\"The Castle\",\" Green Mile\") was shown.", ",\" Green"),
            ("A woman who,\" boldly opposed the others\", is free.", "who,\" boldly"),
            ("The success of the\" peasants \" was great.", "the\" peasants"),
        ] {
            let shown = turned(text);
            assert!(shown.len() == 1 && shown[0].ends_with(place), "{text}: {shown:?}");
            assert!(missing(text).is_empty(), "{text}");
        }
        for text in
            ["It is late,\" she said. It is early,\" he said.", "It is late,\" she said, \"and dark\".", "It is late\""]
        {
            assert!(turned(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn nothing_is_missing_behind_a_mark_that_may_be_turned_either_way() {
        for text in
            ["The \"world of\"after the storm\", in fact\"good\" goods\" here.", "A \"good\"day\", and bad.\"\""]
        {
            assert!(found("quotation", "", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn marks_between_words_and_between_spaces() {
        assert_eq!(found("glued", "", "of\"cheap and \"good\" 5\"x7\" O\"Brien"), ["of\"cheap"]);
        let reversed = ["day“", "”price", "there.“"];
        assert_eq!(found("reversed", "", "A “day“ and ”price” „Tag“ “not there.“"), reversed);
        assert_eq!(found("floating", "", "said, \" We\" are \" here \"").len(), 2);
    }
}
