//! The form of the indefinite article that the next word does not take ("a apple").

use crate::lexicon::Lexicon;
use crate::rules::language::Article;
use crate::rules::string::Str;
use crate::rules::surface::ArticleRule;
use crate::source::Span;
use crate::text::keys::key;
use crate::text::passing::each_of;
use crate::text::{Analysis, LanguageTools, Shape};
use rustc_hash::FxHashSet;

/// What a rule knows of words behind an article.
pub(super) struct Articles {
    skip: FxHashSet<Str>,
    labelled: FxHashSet<Str>,
    either: Vec<Str>,
    vowel: FxHashSet<Str>,
    consonant: FxHashSet<Str>,
    vowel_numbers: Vec<Str>,
}

impl Articles {
    pub(super) fn new(parameters: &ArticleRule) -> Self {
        let set = |words: &[Str]| words.iter().cloned().collect();
        Articles {
            skip: set(&parameters.skip),
            labelled: set(&parameters.labelled),
            either: parameters.either.clone(),
            vowel: set(&parameters.vowel_acronyms),
            consonant: set(&parameters.consonant_acronyms),
            vowel_numbers: parameters.vowel_numbers.clone(),
        }
    }

    /// The articles of a field that are wrong, each with its word, and what to write.
    pub(super) fn find(&self, analysis: &Analysis<'_>) -> Vec<(Span, String)> {
        let mut found = Vec::new();
        let Some(language) = analysis.language() else { return found };
        let Some(article) = &language.data().article else { return found };
        let longest = article.consonant.len().max(article.vowel.len());
        let (keys, articles) = (analysis.keys(), [&article.consonant, &article.vowel].map(|article| key(article)));
        let is_one = |key: &u32| (*key == articles[0]) | (*key == articles[1]);
        let mut places = Vec::new();
        each_of(keys, is_one, |index| places.push(index));
        for index in places {
            let Some([first, second, ..]) = analysis.tokens.get(index..) else { continue };
            if first.span.len() > longest || !matches!(first.shape, Shape::Lower | Shape::Capitalised) {
                continue;
            }
            let folded = analysis.folded(first.span);
            if folded != &*article.consonant && folded != &*article.vowel {
                continue;
            }
            if !self.is_article(analysis, index) {
                continue;
            }
            let Some(right) = self.right(analysis, language, article, index + 1) else { continue };
            let either = || self.either.iter().any(|start| analysis.folded(second.span).starts_with(&**start));
            if folded != &**right && !either() {
                let mut letters = right.chars();
                let initial = letters.next().map(|letter| match first.shape {
                    Shape::Capitalised => letter.to_uppercase().collect::<String>(),
                    _ => letter.to_string(),
                });
                let written = initial.unwrap_or_default() + letters.as_str();
                let span = Span::new(first.span.start(), second.span.end());
                found.push((span, format!("{written} {}", analysis.text(second.span))));
            }
        }
        found
    }

    /// Whether these letters are an article that a word follows, and no label ("hepatitis A infection").
    fn is_article(&self, analysis: &Analysis<'_>, index: usize) -> bool {
        let (text, span) = (analysis.view.text(), analysis.tokens[index].span);
        let gap = &text[span.end()..analysis.tokens[index + 1].span.start()];
        let free = text[..span.start()].chars().next_back().is_none_or(|char| char.is_whitespace() || char == '"');
        let starts = || {
            let sentence = &text[analysis.sentence(span.start()).start()..span.start()];
            sentence.chars().all(|char| char.is_whitespace() || char == '"')
        };
        let labelled = || {
            let before = index.checked_sub(1).map(|before| analysis.folded(analysis.tokens[before].span));
            before.is_some_and(|word| self.labelled.contains(word))
        };
        // "An Nan was there": a name may begin with these letters.
        let capital = |at: usize| analysis.tokens[at].shape == Shape::Capitalised;
        let named = capital(index) && capital(index + 1);
        gap == " " && free && !named && (analysis.tokens[index].shape == Shape::Lower || starts()) && !labelled()
    }

    /// The form that stands before a word; none if that cannot be told.
    fn right<'a>(
        &self,
        analysis: &Analysis<'_>,
        language: &LanguageTools,
        article: &'a Article,
        index: usize,
    ) -> Option<&'a Str> {
        let (token, key) = (analysis.tokens[index], analysis.keys()[index]);
        let word = analysis.text(token.span);
        let sound = |vowel: bool| if vowel { &article.vowel } else { &article.consonant };
        match token.shape {
            Shape::Lower | Shape::Capitalised => {
                let folded = analysis.folded(token.span);
                let knows = |lexicon: &Lexicon<'_>| lexicon.everyday().has(key) || lexicon.knows(word);
                let known = language.lexicon().is_some_and(knows);
                let judged = word.len() > 1 && known && !self.skip.contains(folded);
                judged.then(|| article.before(folded))
            }
            Shape::Upper => match (self.vowel.contains(word), self.consonant.contains(word)) {
                (false, false) => None,
                (vowel, _) => Some(sound(vowel)),
            },
            Shape::Other => self.number(word).map(sound),
        }
    }

    /// Whether the reading of a number begins with a vowel; of four digits, nobody knows how they are read.
    fn number(&self, word: &str) -> Option<bool> {
        let digits: usize = word.bytes().take_while(u8::is_ascii_digit).count();
        let (first, rest) = word.split_at(digits);
        let whole = rest.chars().all(|char| char.is_ascii_digit() || matches!(char, ',' | '.'));
        ((1..=3).contains(&digits) && whole).then(|| {
            self.vowel_numbers.iter().any(|number| match number.strip_suffix('*') {
                Some(start) => first.starts_with(start),
                None => **number == *first,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{auditor, findings, rule};

    #[test]
    fn the_article_follows_the_sound_of_words_letters_and_numbers() {
        let lines = "check = \"article\"\nskip = [\"and\", \"is\"]\nlabelled = [\"hepatitis\"]\neither = [\"histor\"]\n\
                     vowel-acronyms = [\"FBI\"]\nconsonant-acronyms = [\"NATO\", \"UN\"]\nvowel-numbers = [\"8*\", \"11\", \"18\"]\n\
                     message = \"m\"";
        let auditor = auditor(&rule(lines));
        let repaired = |text: &str| -> Vec<String> {
            let first = |finding: &crate::finding::Finding| finding.suggestions[0].replacement.clone();
            findings(&auditor, text).iter().map(first).collect()
        };
        for (text, right) in [
            ("It was a apple.", "an apple"),
            ("A old man came.", "An old"),
            ("He is an doctor.", "a doctor"),
            ("She waited a hour.", "an hour"),
            ("It is an university.", "a university"),
            ("He met a FBI agent.", "an FBI"),
            ("He met an NATO envoy.", "a NATO"),
            ("A boy of 9 and a 11-year-old ran.", "an 11"),
            ("It took an 10 minutes.", "a 10"),
        ] {
            assert_eq!(repaired(text), [right], "{text}");
        }
        for text in [
            "An hour, a university, an historic day, a historic one, a one-off, an FBI agent, a UN envoy.",
            "Hepatitis A is mild; a hepatitis A outbreak was not; grade a and b.",
            "An 80-year-old, an 8-year-old, an 11th, a 110, a 1,100, a 1800 model, an 18.5 percent rise.",
            "Serie A ended; item a, other; Ping An insured it. An Nan saw it.",
        ] {
            assert_eq!(repaired(text), Vec::<String>::new(), "{text}");
        }
    }
}
