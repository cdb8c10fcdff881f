//! The title in front of a mention and the apposition behind it.

use super::Mention;
use super::words::Roles;
use crate::source::Span;
use crate::text::Analysis;

/// A title in front of a name: "former deputy foreign minister".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// Its words, in the view, without qualifiers that only say when ("former").
    pub span: Span,
    /// Whether a qualifier says that it is not, or not fully, this person's now.
    pub qualified: bool,
}

/// A title behind a name: "X, the deputy minister of Y,".
pub type Apposition = Title;

/// Tokens that a title in front of a name may have.
const LONGEST_TITLE: usize = 8;
/// Bytes that an apposition may have.
const LONGEST_APPOSITION: usize = 120;

/// The words of office or rank that stand directly before a name, in capitals or not.
pub fn title_before(analysis: &Analysis<'_>, mention: &Mention) -> Option<Title> {
    let vocabulary = analysis.vocabulary()?;
    let tokens = &analysis.tokens;
    let first = analysis.token_at(mention.span.start());
    let (mut start, mut has_title, mut qualified) = (None, false, false);
    for at in (first.saturating_sub(LONGEST_TITLE)..first).rev() {
        let token = tokens[at].span;
        let next = tokens[at + 1].span.start();
        if !matches!(&analysis.view.text()[token.end()..next], " " | "-" | ". ") {
            break;
        }
        let roles = vocabulary.roles(analysis.folded(token));
        if roles.any(Roles::QUALIFIER) {
            qualified = true;
            if roles.any(Roles::TITLE.or(Roles::TITLE_WORD)) && start.is_some() {
                start = Some(at);
            }
        } else if roles.any(Roles::TITLE) {
            (start, has_title) = (Some(at), true);
        } else if roles.any(Roles::TITLE_WORD) && start.is_some() {
            start = Some(at);
        } else {
            break;
        }
    }
    let start = start.filter(|_| has_title)?;
    Some(Title { span: Span::new(tokens[start].span.start(), tokens[first - 1].span.end()), qualified })
}

/// The title that stands behind a name between commas, from its first word to the next comma or stop.
pub fn apposition(analysis: &Analysis<'_>, mention: &Mention) -> Option<Apposition> {
    let vocabulary = analysis.vocabulary()?;
    let text = analysis.view.text();
    let rest = text[mention.span.end()..].strip_prefix(", ")?;
    let start = text.len() - rest.len();
    let limit = rest.floor_char_boundary(rest.len().min(LONGEST_APPOSITION));
    let end = start + rest[..limit].find([',', '.', ';', '"', '(', ')', '\n', '–', '—'])?;
    let (mut has_title, mut qualified) = (false, false);
    let first = analysis.token_at(start);
    for token in analysis.tokens[first..].iter().take_while(|token| token.span.end() <= end).take(LONGEST_TITLE) {
        let roles = vocabulary.roles(analysis.folded(token.span));
        qualified |= roles.any(Roles::QUALIFIER) && !has_title;
        has_title |= roles.any(Roles::TITLE);
    }
    has_title.then(|| Title { span: Span::new(start, end), qualified })
}
