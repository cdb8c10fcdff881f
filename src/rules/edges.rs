//! Where words start and end at the ends of literals: a match of `\bmen\b` has a word there, not a part of one.

use super::model::Literal;
use regex_syntax::hir::Look;

/// A place where a word starts or ends (`\b`), at either end of a literal: a sign that is in no text.
pub const EDGE: char = '\u{ffff}';

/// A literal without the edges of words.
pub fn bare(literal: &str) -> &str {
    literal.trim_matches(EDGE)
}

/// Literals with where they count, by the edges that they have.
pub fn with_places(set: Vec<String>) -> Vec<Literal> {
    let is_word = |char: Option<char>| char.is_some_and(|c| regex_syntax::try_is_word_character(c).unwrap_or(false));
    let mut placed: Vec<Literal> = set
        .iter()
        .map(|text| Literal {
            text: bare(text).into(),
            starts_word: text.starts_with(EDGE) && is_word(bare(text).chars().next()),
            ends_word: text.ends_with(EDGE) && is_word(bare(text).chars().next_back()),
        })
        .collect();
    placed.sort_unstable();
    placed.dedup_by(|next, one| {
        let same = next.text == one.text;
        if same {
            (one.starts_word, one.ends_word) = (one.starts_word && next.starts_word, one.ends_word && next.ends_word);
        }
        same
    });
    placed
}

/// A literal with its edges.
pub fn with_edges(literal: &Literal) -> String {
    edged(literal.starts_word, &literal.text, literal.ends_word)
}

/// Two texts as one. An edge between them says nothing: what is beside it there is known.
pub fn join(left: &str, right: &str) -> String {
    let joined = [left, right].concat();
    if !left.ends_with(EDGE) && !right.starts_with(EDGE) {
        return joined;
    }
    match joined.replace(EDGE, "") {
        text if text.len() == joined.len() => text,
        text if text.is_empty() => EDGE.into(),
        text => edged(joined.starts_with(EDGE), &text, joined.ends_with(EDGE)),
    }
}

fn edged(start: bool, text: &str, end: bool) -> String {
    let edge = |is_there: bool| if is_there { String::from(EDGE) } else { String::new() };
    edge(start) + text + &edge(end)
}

/// Whether a place is where a word starts or ends, in any script.
pub fn is_edge(look: Look) -> bool {
    use Look::{WordEndHalfUnicode, WordEndUnicode, WordStartHalfUnicode, WordStartUnicode, WordUnicode};
    [WordUnicode, WordStartUnicode, WordEndUnicode, WordStartHalfUnicode, WordEndHalfUnicode].contains(&look)
}

#[cfg(test)]
mod tests {
    use super::super::literal::required_literals;
    use super::*;

    #[test]
    fn literals_have_the_edges_of_words() {
        let of = |pattern: &str| -> Vec<String> {
            let literals = required_literals(&regex_syntax::parse(pattern).unwrap());
            literals.iter().map(|text| text.replace(EDGE, "|")).collect()
        };
        assert_eq!(of(r"\b(?:men|women)\b"), ["|men|", "|women|"]);
        assert_eq!(of(r"\b(?:am|is) \w+ \bof the\b \w+"), [" of the "]);
        assert_eq!(of(r"(?:\bmen|women)(?:\b)?"), ["women", "|men"]);
        assert_eq!(of(r"\bmen\B|(?-u:\b)women"), ["women", "|men"]);
        assert_eq!(of(r"\b(?:Men|Wamen|Menko)(?:a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p)\w"), ["|men", "|wamen"]);
        assert_eq!(of("\u{ffff}said|x"), Vec::<String>::new());
        assert_eq!(of("go[\u{ffff}-]on"), ["go"]);
        let placed = |pattern: &str| with_places(required_literals(&regex_syntax::parse(pattern).unwrap()));
        let men = Literal { ends_word: false, ..Literal::words("men") };
        assert_eq!(placed(r"\bmen\b|\bMen"), [men]);
        assert_eq!(placed(r"\w\b²a|\w\b\$ "), [Literal::anywhere("$ "), Literal::anywhere("²a")]);
    }
}
