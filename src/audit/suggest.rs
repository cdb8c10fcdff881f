//! Suggestions: templates filled, case followed, the article before repaired, edits through the source map.

use super::resolve::Resolver;
use super::typeset;
use crate::checks::{Hit, Scope};
use crate::corpus::Sample;
use crate::finding::{Applicability, Confidence, Edit, Suggestion};
use crate::rules::model::{Rule, TextView};
use crate::source::Span;
use crate::text::Analysis;

/// A suggestion and what of it stands for the match alone, without a repaired article.
pub struct Made {
    /// What `{suggestion}` in a message is.
    pub bare: String,
    /// The suggestion.
    pub suggestion: Suggestion,
}

/// What a hit matched, as its rule saw it: a rule about typography sees the signs of the text, not those of the view.
pub fn matched<'a>(rule: &Rule, hit: &Hit, scope: &'a Scope<'_>) -> &'a str {
    match rule.view {
        TextView::Plain => &scope.document.fields[hit.field].text[hit.span.range()],
        TextView::Normalised => scope.fields[hit.field].text(hit.view),
    }
}

/// The suggestions for a hit, best first; those that change nothing are left out.
pub fn suggestions(resolver: &mut Resolver<'_>, rule: &Rule, hit: &Hit) -> Vec<Made> {
    let scope = resolver.scope();
    let analysis = &scope.fields[hit.field];
    let matched = matched(rule, hit, scope);
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

/// The suggestion of a form that another one is to give way to.
pub fn form(rule: &Rule, sample: &Sample, form: &str) -> Suggestion {
    let site = &sample.site;
    let edits: Vec<Edit> = (sample.layers.iter())
        .map(|layers| Edit {
            field: site.field.clone(),
            start: site.start,
            end: site.end,
            byte_start: site.place.byte_start,
            byte_end: site.place.byte_end,
            region: site.place.region(),
            replacement: typeset::like(&site.text, form),
            layers: layers.clone(),
        })
        .collect();
    let applicability = applicability(rule, 1, !edits.is_empty());
    Suggestion { replacement: form.to_owned(), applicability, edits }
}

/// Whether a repair may be applied unread: it is the only one, the rule is sure, and `settled` (the raw file can be
/// edited, the suggestion is no guess).
fn applicability(rule: &Rule, suggestions: usize, settled: bool) -> Applicability {
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
    let mut parts = vec![(hit.span, bare.clone())];
    let mut replacement = bare.clone();
    if let Some(article) = article_before(resolver, analysis, hit.view, &bare) {
        replacement = format!("{} {bare}", article.written);
        let span = analysis.view.to_field(article.span);
        let both = Span::new(span.start(), hit.span.end());
        let document = resolver.scope().document;
        let (text, map) = (&document.fields[hit.field].text, &document.fields[hit.field].map);
        let between = Span::new(span.end(), hit.span.start());
        let as_it_is = document.raw.text()[map.raw(between).range()] == text[between.range()];
        // Markup between the two (`an **honorary visit**`) and unusual space stay as they are: then each is an edit of
        // its own.
        parts = match article.adjacent && map.editable(both) && as_it_is && is_plain_space(&text[between.range()]) {
            true => vec![(both, replacement.clone())],
            false => vec![(span, article.written), (hit.span, bare.clone())],
        };
    }
    let edits: Option<Vec<Edit>> = parts.iter().map(|(span, text)| edit(resolver, hit.field, *span, text)).collect();
    let applicability = applicability(rule, count, edits.is_some() && !hit.guessed);
    let suggestion = Suggestion { replacement, applicability, edits: edits.unwrap_or_default() };
    Made { bare, suggestion }
}

/// Whether a space is what a suggestion has between two words anyway: one, or a wrapped line ([`typeset::like`]).
fn is_plain_space(space: &str) -> bool {
    space == " " || (space.contains('\n') && space.trim_matches([' ', '\r', '\n']).is_empty())
}

/// The edit that puts a text in the place of a span of a field; none if the raw file cannot be edited there.
fn edit(resolver: &mut Resolver<'_>, index: usize, span: Span, replacement: &str) -> Option<Edit> {
    let document = resolver.scope().document;
    let field = &document.fields[index];
    if !field.map.editable(span) {
        return None;
    }
    let place = document.raw.place(field.map.raw(span));
    let (start, end) = resolver.characters(index, span);
    Some(Edit {
        field: field.name.clone(),
        start,
        end,
        byte_start: place.byte_start,
        byte_end: place.byte_end,
        region: place.region(),
        replacement: typeset::like(&field.text[span.range()], replacement),
        layers: field.map.layers(span),
    })
}

/// An article that has to change with what follows it.
struct ArticleBefore {
    /// Where it stands in the view.
    span: Span,
    /// How it is to be written.
    written: String,
    /// Whether nothing but a space stands between.
    adjacent: bool,
}

/// The indefinite article just before a match, if it is not written as it has to be before the replacement. Between
/// the two is a space, and maybe an opening quotation mark, bracket or mark of emphasis.
fn article_before(
    resolver: &Resolver<'_>,
    analysis: &Analysis<'_>,
    view: Span,
    replacement: &str,
) -> Option<ArticleBefore> {
    let article = resolver.language()?.article.as_ref()?;
    let before = analysis.token_at(view.start()).checked_sub(1)?;
    let span = analysis.tokens.get(before)?.span;
    let written = analysis.text(span);
    let folded = analysis.folded(span);
    let opening = analysis.view.text().get(span.end()..view.start())?.strip_prefix(' ')?;
    let opens = opening.chars().all(|c| matches!(c, '"' | '\'' | '(' | '[' | '*' | '_'));
    if !opens || (folded != &*article.consonant && folded != &*article.vowel) {
        return None;
    }
    let right = in_case_of(written, article.before(replacement));
    (right != written).then_some(ArticleBefore { span, written: right, adjacent: opening.is_empty() })
}

/// A text in the case of another: ALL CAPS, Capitalised, or Every Word Capitalised; a name knows which of its words have a
/// capital.
fn in_case_of(model: &str, text: &str) -> String {
    let letters: Vec<char> = model.chars().filter(|c| c.is_alphabetic()).collect();
    let first_upper = letters.first().is_some_and(|c| c.is_uppercase());
    let is_word = |word: &&str| word.chars().any(char::is_alphabetic);
    let capital = |word: &str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    if letters.len() > 1 && letters.iter().all(|c| c.is_uppercase()) {
        text.to_uppercase()
    } else if model.split(' ').filter(is_word).count() > 1
        && model.split(' ').filter(is_word).all(capital)
        && !text.chars().any(char::is_uppercase)
    {
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
        assert_eq!(in_case_of("One Belt One Road", "Belt and Road"), "Belt and Road");
        assert_eq!(in_case_of("Honorary visit", "courtesy call"), "Courtesy call");
        assert_eq!(in_case_of("honorary visit", "courtesy call"), "courtesy call");
        assert_eq!(in_case_of("A", "an"), "An");
    }
}
