//! Where a document names an office, whose it is, and who holds it.

use crate::checks::program::Scope;
use crate::rules::conflicts::OfficeConflict;
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::fold::letters;
use crate::text::mentions::{Mention, Roles};
use crate::text::{Analysis, Shape, is_boundary};

/// Bytes between a name and the office in an apposition behind it ("X, the long-serving minister").
const APPOSITION: usize = 48;

/// A wording of an office that is searched for.
#[derive(Debug)]
pub struct Wording {
    /// The office, as its row names it.
    pub office: Str,
    /// Whether it has one holder at a time.
    pub single: bool,
    /// Whether it is a word for the people and rooms of an office, which counts with a rank before it.
    pub body: bool,
}

/// An office in a text.
#[derive(Debug)]
pub struct OfficeUse<'a> {
    /// Index of the field.
    pub field: usize,
    /// Its words in the view, ranks included.
    pub span: Span,
    /// The office, as its row names it.
    pub office: Str,
    /// Its words in lower case, ranks included.
    pub wording: String,
    /// Whether it has one holder at a time.
    pub single: bool,
    /// Whether it is called after who holds the office above ("the minister's deputy office").
    pub body: bool,
    /// The word that makes it the office below ("deputy").
    pub rank: Option<&'a str>,
    /// Whether it is said not to be held now ("former").
    pub qualified: bool,
    /// Whose it is: the code of a country, or the letters of a name.
    pub holder: Option<String>,
    /// Who holds it.
    pub person: Option<Person<'a>>,
}

/// Who holds an office.
#[derive(Debug)]
pub struct Person<'a> {
    /// As the text has it.
    pub name: &'a str,
    /// The letters of the last word.
    pub family: String,
    /// The letters of the words before.
    given: Vec<String>,
}

impl Person<'_> {
    /// Whether two people of one family name may be one: one has no given name, or they share one.
    pub fn may_be(&self, other: &Person<'_>) -> bool {
        self.given.is_empty() || other.given.is_empty() || self.given.iter().any(|name| other.given.contains(name))
    }

    /// Whether any word of the names is the same.
    pub fn shares_a_word(&self, other: &Person<'_>) -> bool {
        self.words().any(|word| other.words().any(|other| other == word))
    }

    /// The letters of each word.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.given.iter().chain([&self.family]).map(String::as_str)
    }
}

/// All offices that a document names, in order.
pub fn uses<'a>(scope: &'a Scope<'_>, check: usize, wordings: &[Wording], rule: &OfficeConflict) -> Vec<OfficeUse<'a>> {
    let mut found = Vec::new();
    for (field, analysis) in scope.fields.iter().enumerate() {
        let text = analysis.view.text();
        let mut spans: Vec<(Span, usize)> = scope
            .occurrences(check, field)
            .iter()
            .map(|at| (Span { start: at.start, end: at.end }, at.tag as usize))
            .filter(|(span, _)| is_boundary(text, span.start()) && is_boundary(text, span.end()))
            .collect();
        // "president" in "vice president" is no use of it.
        spans.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        let mut end = 0;
        for (span, wording) in spans {
            if span.end() > end {
                end = span.end();
                found.extend(one_use(scope, field, analysis, span, &wordings[wording], rule));
            }
        }
    }
    found
}

/// A use of an office; `None` for a word such as "office" without a rank before it.
fn one_use<'a>(
    scope: &'a Scope<'_>,
    field: usize,
    analysis: &'a Analysis<'_>,
    office: Span,
    wording: &Wording,
    rule: &OfficeConflict,
) -> Option<OfficeUse<'a>> {
    let text = analysis.view.text();
    let tokens = &analysis.tokens;
    let mut first = analysis.token_at(office.start());
    let (mut rank, mut qualified) = (None, false);
    while first > 0 && matches!(&text[tokens[first - 1].span.end()..tokens[first].span.start()], " " | "-") {
        let before = analysis.folded(tokens[first - 1].span);
        if rule.ranks.iter().any(|known| **known == *before) {
            rank = Some(before);
        } else if analysis.vocabulary().is_some_and(|words| words.roles(before).any(Roles::QUALIFIER)) {
            qualified = true;
        } else {
            break;
        }
        first -= 1;
    }
    if wording.body && rank.is_none() {
        return None;
    }
    let ranked = Span::new(tokens[first].span.start().min(office.start()), office.end());
    let owner = owner(analysis, ranked);
    // "Weber's deputy office" is one name of it.
    let span = match owner {
        Some(owner) if wording.body => Span::new(owner.span.start(), ranked.end()),
        _ => ranked,
    };
    // "Former French Prime Minister": the adjective may stand between.
    let is_qualifier = |at: usize| {
        let before = analysis.folded(tokens[at].span);
        analysis.vocabulary().is_some_and(|words| words.roles(before).any(Roles::QUALIFIER))
    };
    qualified |= first.checked_sub(2).is_some_and(is_qualifier);
    Some(OfficeUse {
        field,
        span,
        office: wording.office.clone(),
        wording: analysis.folded(span).replace('-', " "),
        single: wording.single,
        body: wording.body,
        rank,
        qualified: qualified || is_qualified_behind(analysis, span),
        holder: holder(scope, analysis, ranked, owner),
        person: person(analysis, span),
    })
}

/// Whether a qualifier is glued or set behind: "president-elect", "presidential candidate" is none.
fn is_qualified_behind(analysis: &Analysis<'_>, span: Span) -> bool {
    // The word that the office ends in may go on ("president's"): then nothing is glued to it.
    let next = analysis.token_at(span.end());
    let Some(token) = analysis.tokens.get(next).filter(|token| token.span.start() > span.end()) else { return false };
    let gap = &analysis.view.text()[span.end()..token.span.start()];
    let roles = analysis.vocabulary().map(|words| words.roles(analysis.folded(token.span)));
    matches!(gap, "-" | " ") && roles.is_some_and(|roles| roles.any(Roles::QUALIFIER))
}

/// Whose office it is: "Russia's", "Russian" before it (`owner`), "of Russia" behind it.
fn holder(scope: &Scope<'_>, analysis: &Analysis<'_>, span: Span, owner: Option<&Mention>) -> Option<String> {
    let text = analysis.view.text();
    let owner = owner.map(|mention| (mention.span, mention.possessive));
    // In "Russian Foreign Minister X" the adjective is in the title that was taken off.
    let adjective = || {
        let first = analysis.token_at(span.start()).checked_sub(1)?;
        let token = analysis.tokens[first].span;
        (&text[token.end()..span.start()] == " ").then_some((token, false))
    };
    let behind = || country_behind(analysis, span).map(|mention| (mention.span, false));
    let (name, possessive) = owner.or_else(behind).or_else(adjective)?;
    // "North Korean": the first word may look like one that starts the sentence, or be taken off with the title.
    let whole = analysis.token_at(name.start()).checked_sub(1).map(|before| analysis.tokens[before].span);
    let whole = whole.filter(|before| &text[before.end()..name.start()] == " ");
    let whole = whole.map(|before| letters(analysis.text(Span::new(before.start(), name.end()))));
    let name = letters(analysis.text(name));
    let country = whole.and_then(|whole| scope.country(&whole)).or_else(|| scope.country(&name)).map(str::to_owned);
    country.or_else(|| possessive.then_some(name))
}

/// The name that stands before an office.
fn owner<'a>(analysis: &'a Analysis<'_>, span: Span) -> Option<&'a Mention> {
    analysis.mentions().before(span.start()).filter(|mention| {
        let gap = analysis.view.text().get(mention.span.end()..span.start()).unwrap_or("");
        gap == " " || mention.possessive && gap.len() <= 3 && gap.ends_with(' ')
    })
}

/// The name behind the word that follows an office, and an article: "of Peru", "of the Maldives".
fn country_behind<'a>(analysis: &'a Analysis<'_>, span: Span) -> Option<&'a Mention> {
    let next = analysis.token_at(span.end());
    let tokens = analysis.tokens.get(next..(next + 3).min(analysis.tokens.len()))?;
    let mentions = analysis.mentions();
    let at = (1..tokens.len()).find(|at| mentions.at(tokens[*at].span.start()).is_some())?;
    let start = tokens[at].span.start();
    let words = tokens[..at].iter().all(|token| {
        let roles = analysis.vocabulary().map(|words| words.roles(analysis.folded(token.span)));
        token.shape == Shape::Lower && token.span.len() <= 3 && !roles.is_some_and(|roles| roles.any(Roles::QUALIFIER))
    });
    let beside = analysis.view.text()[span.end()..start].bytes().all(|byte| byte == b' ' || byte.is_ascii_lowercase());
    mentions.at(start).filter(|mention| words && beside && mention.span.start() == start && !mention.possessive)
}

/// Who holds it: the name behind it, or the one before its comma.
fn person<'a>(analysis: &'a Analysis<'_>, span: Span) -> Option<Person<'a>> {
    let text = analysis.view.text();
    let mentions = analysis.mentions();
    let made = |mention: &Mention| {
        let mut words: Vec<String> = mentions.words(mention).iter().map(|word| letters(analysis.text(*word))).collect();
        let family = words.pop().unwrap_or_default();
        Person { name: analysis.text(mention.span), family, given: words }
    };
    let behind =
        mentions.at(span.end() + 1).filter(|mention| !mention.office && mention.span.start() == span.end() + 1);
    if let Some(mention) = behind.filter(|_| text[span.end()..].starts_with(' ')) {
        return Some(made(mention));
    }
    // An apposition ends at the next mark, behind the country that may follow the office.
    let end = country_behind(analysis, span).map_or(span.end(), |country| country.span.end());
    let ends = text[end..].starts_with([',', '.', ';']);
    let from = text.floor_char_boundary(span.start().saturating_sub(APPOSITION));
    let comma = text[from..span.start()].rfind(", ").map(|at| from + at).filter(|_| ends)?;
    let mention = mentions.at(comma.checked_sub(1)?)?;
    let words = mentions.words(mention).len();
    (mention.span.end() == comma && !mention.office && words >= 2).then(|| made(mention))
}
