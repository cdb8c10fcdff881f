//! Paragraphs of a view and the sentences in them.

use super::ascii::first_wide;
use super::language::LanguageTools;
use crate::source::Span;

/// Longest sentence, in bytes: a longer one is cut at a space, so that no condition reads a whole huge line.
pub const LONGEST_SENTENCE: usize = 8 * 1024;

/// Bytes of a short sentence, to guess how many there are.
const LENGTH_OF_SENTENCE: usize = 80;

/// The paragraphs of a view: what lies between its line breaks.
pub fn paragraphs(view: &str) -> Vec<Span> {
    let mut start = 0;
    let mut paragraphs = Vec::with_capacity(1 + view.len() / LENGTH_OF_PARAGRAPH);
    for end in memchr::memchr_iter(b'\n', view.as_bytes()).chain([view.len()]) {
        if start < end {
            paragraphs.push(Span::new(start, end));
        }
        start = end + 1;
    }
    paragraphs
}

/// Bytes of a paragraph, to guess how many there are.
const LENGTH_OF_PARAGRAPH: usize = 256;

/// The sentences of a paragraph, tiling it but for the spaces between them. `breaks` are offsets where a
/// sentence ends whatever stands there (the end of a title).
pub fn sentences(view: &str, paragraph: Span, breaks: &[usize], language: Option<&LanguageTools>) -> Vec<Span> {
    let text = &view[..paragraph.end()];
    let mut sentences = Vec::with_capacity(1 + paragraph.len() / LENGTH_OF_SENTENCE);
    let mut start = paragraph.start();
    let mut next = start;
    let mut breaks = breaks.iter().copied().peekable();
    while let Some(at) = next_candidate(text, next, start, breaks.peek().copied()) {
        let Some(char) = text[at..].chars().next() else { break };
        next = at + char.len_utf8();
        if breaks.peek().is_some_and(|&end| end <= at) {
            breaks.next();
            push(text, &mut start, at, &mut sentences);
            next = next.max(start);
            continue;
        }
        if is_wide_stop(char) {
            let end = skip_closers(text, at + char.len_utf8());
            push(text, &mut start, end, &mut sentences);
        } else if is_stop(char) {
            let end = skip_closers(text, at + char.len_utf8());
            let next = text[end..].chars().next();
            if next.is_none_or(char::is_whitespace) && !continues(text, start, at, end, char, language) {
                push(text, &mut start, end, &mut sentences);
            }
        } else if char == ' ' && at - start > LONGEST_SENTENCE || at - start > 2 * LONGEST_SENTENCE {
            push(text, &mut start, at, &mut sentences);
        }
        next = next.max(start);
    }
    push(text, &mut start, text.len(), &mut sentences);
    sentences
}

/// The next offset at which a sentence that began at `start` may end: a stop, a character beyond ASCII, a break, or
/// anything once the sentence is long.
fn next_candidate(text: &str, from: usize, start: usize, next_break: Option<usize>) -> Option<usize> {
    let bytes = text.as_bytes();
    let limit = (start + LONGEST_SENTENCE + 1).min(next_break.unwrap_or(usize::MAX)).clamp(from, bytes.len().max(from));
    let range = bytes.get(from..limit)?;
    let stop = memchr::memchr3(b'.', b'!', b'?', range).unwrap_or(range.len());
    let at = from + first_wide(&range[..stop]).unwrap_or(stop);
    Some(at).filter(|at| *at < bytes.len())
}

fn push(text: &str, start: &mut usize, end: usize, sentences: &mut Vec<Span>) {
    if *start < end {
        sentences.push(Span::new(*start, end));
        *start = end + text[end..].len() - text[end..].trim_start_matches(' ').len();
    }
}

fn is_stop(char: char) -> bool {
    matches!(char, '.' | '!' | '?' | '…' | '؟' | '۔' | '।' | '։')
}

/// Full stops that end a sentence with no space behind them.
fn is_wide_stop(char: char) -> bool {
    matches!(char, '。' | '！' | '？' | '｡')
}

fn skip_closers(text: &str, from: usize) -> usize {
    let closers = |c: char| matches!(c, '"' | '\'' | ')' | ']' | '」' | '』' | '）' | '.' | '!' | '?' | '…' | '。');
    from + text[from..].len() - text[from..].trim_start_matches(closers).len()
}

/// Whether the sentence goes on after the stop at `at`: an abbreviation, an initial, a small letter next.
fn continues(text: &str, start: usize, at: usize, end: usize, stop: char, language: Option<&LanguageTools>) -> bool {
    let next = text[end..].chars().find(|c| c.is_alphanumeric());
    if next.is_some_and(char::is_lowercase) {
        return true;
    }
    if stop != '.' || end > at + 1 {
        return false;
    }
    let word_start = text[start..at].rfind([' ', '(', '"', '\'', '-']).map_or(start, |space| start + space + 1);
    let word = &text[word_start..at];
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial || language.is_some_and(|language| language.is_abbreviation(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::language::Language;

    fn split(text: &str, breaks: &[usize]) -> Vec<String> {
        let language = Language { abbreviations: vec!["mr".into(), "u.s".into()], ..Language::default() };
        let tools = LanguageTools::new(&language);
        sentences(text, Span::new(0, text.len()), breaks, Some(&tools))
            .iter()
            .map(|span| text[span.range()].to_owned())
            .collect()
    }

    #[test]
    fn sentences_end_at_stops_but_not_after_abbreviations() {
        assert_eq!(
            split("Mr. Kim met J. R. Smith. He left the U.S. Senate! \"Why?\" x said.", &[]),
            ["Mr. Kim met J. R. Smith.", "He left the U.S. Senate!", "\"Why?\" x said."]
        );
        assert_eq!(split("他来了。她走了。", &[]), ["他来了。", "她走了。"]);
        assert_eq!(split("Title here Body text.", &[10]), ["Title here", "Body text."]);
    }

    #[test]
    fn a_sentence_without_end_is_cut() {
        let long = "word ".repeat(10_000);
        let all = split(&long, &[]);
        assert!(all.len() > 4 && all.iter().all(|one| one.len() <= LONGEST_SENTENCE + 8));
        let solid = "x".repeat(100_000);
        assert!(split(&solid, &[]).iter().all(|one| one.len() <= 2 * LONGEST_SENTENCE + 8));
    }
}
