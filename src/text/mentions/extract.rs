//! The pass over the tokens of a field that finds the mentions.

use super::words::{Roles, Vocabulary, Word, word};
use super::{Gender, Mention, Mentions};
use crate::lexicon::Lexicon;
use crate::source::Span;
use crate::text::fold::push_letters;
use crate::text::keys::key;
use crate::text::tokens::{Shape, Token};
use rustc_hash::FxHashSet;

/// Words above this level of the list seldom start a sentence; a name that looks like one ("Ri") does.
const RARE_LEVEL: u8 = 60;
/// Words of a run at most; the rest of a longer one is another run.
const LONGEST_RUN: usize = 12;
/// Words in lower case between two capitalised words of a name at most: "von und zu".
const MOST_PARTICLES: usize = 3;
/// Words in capitals of more letters than this are shouted, not acronyms.
const LONGEST_ACRONYM: usize = 5;
/// A line is a headline if this share of its longer words is capitalised.
const HEADLINE_SHARE: f64 = 0.65;
/// The same for a line that ends in a full stop, as headlines seldom do.
const STOPPED_SHARE: f64 = 0.85;
/// Letters of the words that tell a headline; shorter ones are in lower case there too.
const HEADLINE_WORD: usize = 4;

/// What mentions are taken from.
pub struct Input<'a> {
    /// The view and its folded twin.
    pub view: &'a str,
    /// The same, folded.
    pub folded: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// Their keys.
    pub keys: &'a [u32],
    /// The indexes of those that are not in lower case.
    pub not_lower: &'a [usize],
    /// Its paragraphs, in order.
    pub paragraphs: &'a [Span],
    /// Words in and around names.
    pub vocabulary: &'a Vocabulary,
    /// The word list of its language.
    pub lexicon: Option<&'a Lexicon<'static>>,
}

/// The mentions of a field.
pub fn extract(input: &Input<'_>) -> Mentions {
    // About one in three of the words that are not in lower case is a name of its own.
    let mentions = Mentions::for_names(input.not_lower.len() / 3);
    let mut pass = Pass { input, inside: FxHashSet::default(), run: Vec::new(), headline: false, mentions };
    pass.collect_inside();
    for &paragraph in input.paragraphs {
        pass.paragraph(paragraph);
    }
    pass.mentions
}

struct Pass<'a> {
    input: &'a Input<'a>,
    /// The keys of words, as they are written, that have a capital in the middle of a sentence.
    inside: FxHashSet<u32>,
    /// The run that is being read, with whether each word starts a sentence.
    run: Vec<(Word, bool)>,
    headline: bool,
    mentions: Mentions,
}

impl Pass<'_> {
    fn collect_inside(&mut self) {
        let Input { view, tokens, not_lower, .. } = *self.input;
        self.inside.reserve(not_lower.len() / 4);
        for &at in not_lower.iter().filter(|at| **at > 0) {
            let (before, token) = (tokens[at - 1], tokens[at]);
            if token.shape == Shape::Upper {
                continue;
            }
            let word = &view[token.span.range()];
            let word = if token.shape == Shape::Other { word.split('\'').next().unwrap_or_default() } else { word };
            let capital = token.shape == Shape::Capitalised || word.starts_with(char::is_uppercase);
            if capital && !starts(&view[before.span.end()..token.span.start()], false) {
                self.inside.insert(key(word));
            }
        }
    }

    fn paragraph(&mut self, paragraph: Span) {
        let Input { view, tokens, not_lower, .. } = *self.input;
        let (mut at, end) = (self.token_from(paragraph.start()), self.token_from(paragraph.end()));
        // The tokens of the paragraph that are not in lower case, from the one at `at` or behind it.
        let first_of = |token: usize| not_lower.partition_point(|index| *index < token);
        let mut others = &not_lower[first_of(at)..first_of(end)];
        let stopped = view[paragraph.range()].trim_end().ends_with(['.', '!', '?', '"']);
        let shouted = self.is_headline(&tokens[at..end], others.len(), stopped);
        let mut before = paragraph.start();
        let mut first = true;
        let mut abbreviated = false;
        while at < end {
            if tokens[at].shape == Shape::Lower && !self.joins_capital(at) {
                self.lower(at, end);
                if self.run.is_empty() {
                    // Of what follows in lower case only the last may be part of a name.
                    others = &others[others.iter().take_while(|other| **other < at).count()..];
                    at = others.first().map_or(end, |other| *other).saturating_sub(2).max(at);
                }
                (before, first, abbreviated) = (tokens[at].span.end(), false, false);
                at += 1;
                continue;
            }
            let word = word(self.input, at);
            let gap = &view[before.min(word.span.start())..tokens[at].span.start()];
            let initial = first || starts(gap, abbreviated);
            if first || !(gap == " " || abbreviated && gap == ". ") {
                self.flush();
            }
            self.headline = shouted;
            self.take(&word, initial);
            abbreviated = self.is_abbreviation(&word);
            (before, first) = (word.end, false);
            at = word.next.max(at + 1);
        }
        self.flush();
    }

    fn token_from(&self, offset: usize) -> usize {
        self.input.tokens.partition_point(|token| token.span.start() < offset)
    }

    /// Whether a word in lower case is the first part of one with a capital (`al-Sayegh`).
    fn joins_capital(&self, at: usize) -> bool {
        let Input { view, tokens, .. } = *self.input;
        let next = tokens.get(at + 1).filter(|next| next.shape != Shape::Lower);
        next.is_some_and(|next| &view[tokens[at].span.end()..next.span.start()] == "-")
    }

    /// A word in lower case: a particle between two capitalised words, or the end of a run.
    fn lower(&mut self, at: usize, end: usize) {
        let Input { view, folded, tokens, vocabulary, .. } = *self.input;
        let Some((last, _)) = self.run.last() else { return };
        let span = tokens[at].span;
        let is_particle = |at: usize| vocabulary.roles(&folded[tokens[at].span.range()]).any(Roles::PARTICLE);
        // Several may follow each other: "von der".
        let next = (at + 1..end.min(at + MOST_PARTICLES + 1)).find(|&next| tokens[next].shape != Shape::Lower);
        let goes_on = !last.possessive
            && &view[last.end..span.start()] == " "
            && next.is_some_and(|next| {
                (at..next).all(is_particle)
                    && matches!(&view[span.end()..tokens[at + 1].span.start()], " " | "-" | "'")
                    && matches!(&view[tokens[next - 1].span.end()..tokens[next].span.start()], " " | "-" | "'")
            });
        if goes_on {
            let word = Word {
                span,
                end: span.end(),
                first: at,
                next: at + 1,
                capital: false,
                possessive: false,
                upper: false,
                glued: false,
                roles: Roles::PARTICLE,
            };
            self.run.push((word, false));
        } else {
            self.flush();
        }
    }

    fn take(&mut self, word: &Word, initial: bool) {
        let text = &self.input.view[word.span.range()];
        let shouted = word.upper && text.chars().filter(|c| c.is_alphabetic()).nth(LONGEST_ACRONYM).is_some();
        if !word.capital || shouted || word.roles.any(Roles::CALENDAR) {
            self.flush();
            return;
        }
        if initial && !self.is_name_at_start(text, word) {
            self.flush();
            return;
        }
        self.run.push((*word, initial));
        if word.possessive || word.glued || self.run.len() >= LONGEST_RUN {
            self.flush();
        }
    }

    /// Whether a capitalised word that starts a sentence is a name for all we know.
    fn is_name_at_start(&self, text: &str, word: &Word) -> bool {
        if self.inside.contains(&key(text)) || word.roles.any(Roles::HONORIFIC.or(Roles::TITLE)) {
            return true;
        }
        let folded = &self.input.folded[word.span.range()];
        let Input { tokens, keys, .. } = *self.input;
        let is_token = tokens[word.first].span == word.span;
        let rare = |lexicon: &Lexicon<'_>| {
            let everyday = is_token && lexicon.everyday().has(keys[word.first]);
            !everyday && lexicon.level(folded).is_none_or(|level| level > RARE_LEVEL)
        };
        self.input.lexicon.is_some_and(rare) && !folded.contains('\'')
    }

    /// Whether a full stop behind a word, if there is one, may be that of an abbreviation.
    fn is_abbreviation(&self, word: &Word) -> bool {
        let view = self.input.view;
        let text = &view[word.span.range()];
        view.as_bytes().get(word.end) == Some(&b'.')
            && (text.chars().count() == 1
                || text.contains('.')
                || text.len() <= 5 && word.roles.any(Roles::HONORIFIC.or(Roles::TITLE).or(Roles::SUFFIX)))
    }

    /// Ends the run: takes the title off its front and particles off its end, and keeps the rest as a mention.
    fn flush(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let view = self.input.view;
        while self.run.last().is_some_and(|(word, _)| !word.capital) {
            self.run.pop();
        }
        let front = Roles::HONORIFIC.or(Roles::TITLE);
        let titles = self.run.iter().rposition(|(word, _)| word.roles.any(front)).map_or(0, |last| last + 1);
        // "The Foreign Minister" names an office, and nobody.
        let office = titles == self.run.len();
        let titles = if office { 0 } else { titles + self.rest_of_title(titles) };
        let name = &self.run[titles..];
        if let (Some((first, initial)), Some((last, _))) = (name.first(), name.last()) {
            let before = titles.checked_sub(1).map(|at| &self.run[at].0);
            let front = before.map(|before| Span::new(self.run[0].0.span.start(), before.span.end()));
            let gender =
                before.map(|word| word.roles).and_then(|roles| match (roles.any(Roles::HE), roles.any(Roles::SHE)) {
                    (true, false) => Some(Gender::He),
                    (false, true) => Some(Gender::She),
                    _ => None,
                });
            let from = self.mentions.words.len() as u32;
            let span = Span::new(first.span.start(), last.span.end());
            let letters = self.mentions.letters.len() as u32;
            for (word, _) in name {
                self.mentions.words.push(word.span);
                push_letters(&mut self.mentions.letters, &view[word.span.range()]);
                self.mentions.ends.push(self.mentions.letters.len() as u32);
            }
            self.mentions.all.push(Mention {
                span,
                token: first.first as u32,
                letters: letters..self.mentions.letters.len() as u32,
                words: from..self.mentions.words.len() as u32,
                front,
                gender,
                possessive: last.possessive,
                initial: *initial,
                headline: self.headline,
                office,
            });
        }
        self.run.clear();
    }

    /// How many words from `first` on end a title that began before the run: "President of Foreign Affairs Ana Diaz".
    fn rest_of_title(&self, first: usize) -> usize {
        let Input { view, folded, tokens, vocabulary, .. } = *self.input;
        let roles = |span: Span| vocabulary.roles(&folded[span.range()]);
        let words = self.run.iter().take_while(|(word, _)| word.roles.any(Roles::TITLE_WORD)).count();
        let Some((start, _)) = self.run.get(first).filter(|_| first == 0 && words > 0) else { return 0 };
        let before = self.token_from(start.span.start());
        let begun = before >= 2
            && tokens[before - 1].shape == Shape::Lower
            && roles(tokens[before - 2].span).any(Roles::TITLE)
            && &view[tokens[before - 1].span.end()..start.span.start()] == " ";
        if begun && words < self.run.len() { words } else { 0 }
    }

    /// Whether most of the longer words of a line have a capital; of a line that ends in a stop, nearly all. So many of
    /// them are not in lower case.
    fn is_headline(&self, tokens: &[Token], not_lower: usize, stopped: bool) -> bool {
        let share = if stopped { STOPPED_SHARE } else { HEADLINE_SHARE };
        let (mut long, mut capital) = (0_u32, 0_u32);
        for token in tokens.iter().filter(|token| token.span.len() >= HEADLINE_WORD) {
            let (letter, upper) = match token.shape {
                Shape::Lower => (true, false),
                Shape::Capitalised | Shape::Upper => (true, true),
                Shape::Other => {
                    let text = &self.input.view[token.span.range()];
                    (text.starts_with(char::is_alphabetic), text.starts_with(char::is_uppercase))
                }
            };
            long += u32::from(letter);
            capital += u32::from(upper);
            // Most lines are none, which soon is certain.
            if not_lower as f64 <= f64::from(long - capital) / (1.0 - share) * share {
                return false;
            }
        }
        long >= 3 && f64::from(capital) / f64::from(long) > share
    }
}

/// Whether the text between two words ends a sentence or opens something, so that the next word has a capital anyway.
/// Behind an abbreviation a full stop does not.
fn starts(gap: &str, abbreviated: bool) -> bool {
    let marks = ['.', '!', '?', ':', ';', '"', '(', ')', '[', ']', '—', '–', '…', '\n', '•', '*', '|', '/'];
    // A hyphen between spaces stands for a dash: "MERAK - The ferry left."
    !(gap == " " || abbreviated && gap == ". ") && (gap.contains(marks) || gap == " - ")
}
