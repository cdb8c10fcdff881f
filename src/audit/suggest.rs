//! Suggestions: templates filled, case followed, the article before repaired, edits through the source map.

use super::resolve::Resolver;
use super::typeset;
use crate::checks::Hit;
use crate::finding::{Applicability, Confidence, Edit, Suggestion};
use crate::rules::model::Rule;
use crate::source::Span;
use crate::text::Analysis;

/// A suggestion and what of it stands for the match alone, without a repaired article.
pub struct Made {
    /// What `{suggestion}` in a message is.
    pub bare: String,
    /// The suggestion.
    pub suggestion: Suggestion,
}

/// The suggestions for a hit, best first; those that change nothing are left out.
pub fn suggestions(resolver: &mut Resolver<'_>, rule: &Rule, hit: &Hit) -> Vec<Made> {
    let scope = resolver.scope();
    let analysis = &scope.fields[hit.field];
    let matched = analysis.text(hit.view);
    let mut texts: Vec<String> = if hit.suggest.is_empty() {
        let fill = |template: &crate::rules::template::Template| {
            template.fill(|hole| match hole {
                "match" => Some(matched.into()),
                name => hit.groups.iter().find(|(known, _)| **known == *name).map(|(_, value)| value.as_str().into()),
            })
        };
        rule.suggest.iter().map(fill).collect()
    } else {
        hit.suggest.iter().map(|text| text.to_string()).collect()
    };
    if hit.follow_case {
        for text in &mut texts {
            *text = in_case_of(matched, text);
        }
    }
    texts.retain(|text| text != matched);
    let count = texts.len();
    texts.into_iter().map(|bare| make(resolver, rule, hit, analysis, bare, count)).collect()
}

/// Whether a repair may be applied unread: it is the only one, the rule is sure, and `settled` (the raw file can be
/// edited, the suggestion is no guess).
pub fn applicability(rule: &Rule, suggestions: usize, settled: bool) -> Applicability {
    if suggestions == 1 && rule.confidence == Confidence::High && settled {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    }
}

fn make(
    resolver: &mut Resolver<'_>,
    rule: &Rule,
    hit: &Hit,
    analysis: &Analysis<'_>,
    bare: String,
    count: usize,
) -> Made {
    let (span, replacement) = match article_before(resolver, analysis, hit.view, &bare) {
        Some((article, written)) => {
            let start = analysis.view.to_field(article).start();
            (Span::new(start, hit.span.end()), format!("{written} {bare}"))
        }
        None => (hit.span, bare.clone()),
    };
    let document = resolver.scope().document;
    let field = &document.fields[hit.field];
    let editable = field.map.editable(span);
    let edits = if editable {
        let place = document.raw.place(field.map.raw(span));
        let (start, end) = resolver.characters(hit.field, span);
        vec![Edit {
            field: field.name.clone(),
            start,
            end,
            byte_start: place.byte_start,
            byte_end: place.byte_end,
            replacement: typeset::like(&field.text[span.range()], &replacement),
            layers: field.map.layers(span),
        }]
    } else {
        Vec::new()
    };
    let applicability = applicability(rule, count, editable && !hit.guessed);
    let suggestion = Suggestion { replacement, applicability, edits };
    Made { bare, suggestion }
}

/// The indefinite article just before a match, and how it is to be written before the replacement, if that is
/// not how it is written.
fn article_before(
    resolver: &Resolver<'_>,
    analysis: &Analysis<'_>,
    view: Span,
    replacement: &str,
) -> Option<(Span, String)> {
    let article = resolver.language()?.article.as_ref()?;
    let before = analysis.token_at(view.start()).checked_sub(1)?;
    let token = analysis.tokens.get(before)?.span;
    let written = analysis.text(token);
    let folded = analysis.folded(token);
    let adjacent = &analysis.view.text()[token.end()..view.start()] == " ";
    if !adjacent || (folded != &*article.consonant && folded != &*article.vowel) {
        return None;
    }
    let right = in_case_of(written, article.before(replacement));
    (right != written).then_some((token, right))
}

/// A text in the case of another: ALL CAPS, Capitalised, or Every Word Capitalised.
fn in_case_of(model: &str, text: &str) -> String {
    let letters: Vec<char> = model.chars().filter(|c| c.is_alphabetic()).collect();
    let first_upper = letters.first().is_some_and(|c| c.is_uppercase());
    let is_word = |word: &&str| word.chars().any(char::is_alphabetic);
    let capital = |word: &str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    if letters.len() > 1 && letters.iter().all(|c| c.is_uppercase()) {
        text.to_uppercase()
    } else if model.split(' ').filter(is_word).count() > 1 && model.split(' ').filter(is_word).all(capital) {
        text.split(' ').map(capitalised).collect::<Vec<_>>().join(" ")
    } else if first_upper {
        capitalised(text)
    } else {
        text.to_owned()
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggestion_follows_the_case_of_the_match() {
        assert_eq!(in_case_of("HONORARY VISIT", "courtesy call"), "COURTESY CALL");
        assert_eq!(in_case_of("Honorary Visit", "courtesy call"), "Courtesy Call");
        assert_eq!(in_case_of("Honorary visit", "courtesy call"), "Courtesy call");
        assert_eq!(in_case_of("honorary visit", "courtesy call"), "courtesy call");
        assert_eq!(in_case_of("A", "an"), "An");
    }
}
