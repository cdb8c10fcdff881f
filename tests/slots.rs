//! The slots of realistic English articles: which words are title, dateline, credit, caption, attribution, quotation.

use mtaudit::document::{Field, FieldKind};
use mtaudit::rules::model::Slot;
use mtaudit::source::{SourceMap, Span};
use mtaudit::text::{Analysis, LanguageTools};

const SLOTS: [(Slot, char); 6] = [
    (Slot::Title, 't'),
    (Slot::Dateline, 'd'),
    (Slot::Credit, 'r'),
    (Slot::Caption, 'c'),
    (Slot::Attribution, 'a'),
    (Slot::Quotation, 'q'),
];

/// The slots that a phrase of the article lies in, a letter each; `-` for none, which is the body.
fn slots(article: &str, phrase: &str) -> String {
    let rules = mtaudit::embedded::builtin();
    let english = rules.languages.iter().find(|language| &*language.code == "en").unwrap();
    let tools = LanguageTools::new(english);
    let field = Field::new("text", FieldKind::Text, article, SourceMap::copied(0, article.len()));
    let analysis = Analysis::of(&field).in_language(Some(&tools));
    let start = article.find(phrase).unwrap_or_else(|| panic!("{phrase} is not in the article"));
    let span = analysis.view.to_view(Span::new(start, start + phrase.len()));
    let found: String = SLOTS.iter().filter(|(slot, _)| analysis.in_slot(*slot, span)).map(|&(_, name)| name).collect();
    let body = analysis.in_slot(Slot::Body, span);
    assert_eq!(body, !found.contains(['t', 'd', 'r', 'c']), "{phrase} is {found:?} and body: {body}");
    if found.is_empty() { "-".to_owned() } else { found }
}

fn check(article: &str, expected: &[(&str, &str)]) {
    let found: Vec<_> = expected.iter().map(|&(phrase, _)| (phrase, slots(article, phrase))).collect();
    let expected: Vec<_> = expected.iter().map(|&(phrase, slots)| (phrase, slots.to_owned())).collect();
    assert_eq!(found, expected);
}

#[test]
fn an_article_with_a_caption_between_its_paragraphs() {
    check(
        "Herders Visit “New” Farm\n\nWONSAN, North Korea — The herders came on Monday, according to KCNA.\n\n\
         Herders look at the stable on 14 May 2024. (Antara/HO-KCNA)\n\n“We like it,” said Dorj Batsuren, who leads \
         them. It is quoted by Antara News that he “will\nreturn in spring”.\n",
        &[
            ("Visit “New” Farm", "t"),
            ("“New”", "t"),
            ("WONSAN, North Korea", "d"),
            ("herders came", "-"),
            ("KCNA", "a"),
            ("look at the stable", "c"),
            ("Antara/HO-KCNA", "r"),
            ("We like it", "q"),
            ("Dorj Batsuren", "a"),
            ("Antara News", "a"),
            ("will\nreturn", "q"),
            ("leads", "-"),
        ],
    );
}

#[test]
fn an_article_with_title_and_caption_on_lines_of_their_own() {
    check(
        "Flood Closes Ten Bridges\nResidents wait for a boat in Sukamaju. (Photo: Rahmat/Antara)\n\n\
         Jakarta (ANTARA) - The water rose on Sunday.\n\nThe agency told Reuters that ten bridges are closed.\n\n\
         Photo: Doc. of the agency\n",
        &[
            ("Closes Ten", "t"),
            ("wait for a boat", "c"),
            ("Photo: Rahmat/Antara", "r"),
            ("Jakarta (ANTARA)", "d"),
            ("water rose", "-"),
            ("Reuters", "a"),
            ("Photo: Doc. of the agency", "r"),
        ],
    );
}

#[test]
fn lines_without_blank_lines_between_them_are_paragraphs() {
    check(
        "Port opens second terminal\nNOVY BEREG, May 3 (Xinhua) -- The port opened its terminal.\n\
         A crane lifts a container. (Reuters/Jane Roe)\n\"It is time\", the director told the news agency.\n",
        &[
            ("opens second", "t"),
            ("NOVY BEREG, May 3 (Xinhua)", "d"),
            ("opened its terminal", "-"),
            ("lifts a container", "c"),
            ("Reuters/Jane Roe", "r"),
            ("It is time", "q"),
        ],
    );
}

#[test]
fn texts_without_slots_have_a_body_only() {
    check(
        "He came home. She read a book (the old one) and slept.\n\nNobody spoke - not a word.\n",
        &[("came home", "-"), ("the old one", "-"), ("Nobody", "-"), ("not a word", "-")],
    );
}
