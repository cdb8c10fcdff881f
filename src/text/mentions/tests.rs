use super::*;
use crate::document::{Field, FieldKind};
use crate::source::SourceMap;
use crate::text::{Analysis, LanguageTools};
use proptest::prelude::*;

fn english() -> LanguageTools {
    LanguageTools::new(crate::embedded::builtin().language("en").unwrap())
}

fn field(text: &str) -> Field {
    Field::new("text", FieldKind::Text, text, SourceMap::copied(0, text.len()))
}

/// The mentions of a text, `title|` before, `'s` behind, `*` where the first word starts a sentence.
fn mentions(text: &str) -> Vec<String> {
    let (field, tools) = (field(text), english());
    let analysis = Analysis::of(&field).in_language(Some(&tools));
    let shown = analysis.mentions().iter().map(|mention| {
        let front = mention.front.map(|front| format!("{}|", analysis.text(front))).unwrap_or_default();
        let behind = if mention.possessive { "'s" } else { "" };
        let initial = if mention.initial { "*" } else { "" };
        format!("{initial}{front}{}{behind}", analysis.text(mention.span))
    });
    shown.collect()
}

#[test]
fn names_with_particles_hyphens_and_initials() {
    assert_eq!(
        mentions("He met Ludwig van Beethoven, Kim Jong-un, J. K. Rowling, Shireen Abu Akla and Faisal al-Sayegh."),
        ["Ludwig van Beethoven", "Kim Jong-un", "J. K. Rowling", "Shireen Abu Akla", "Faisal al-Sayegh"]
    );
    assert_eq!(mentions("He met Ursula von der Leyen of the la Rosa house."), ["Ursula von der Leyen", "Rosa"]);
    assert_eq!(mentions("It was only much later that they heard what al-Sayegh said."), ["al-Sayegh"]);
    assert_eq!(mentions("Nobody who was there had ever heard of it\n\nal-Sayegh said so."), ["*al-Sayegh"]);
    assert_eq!(mentions("They saw Sinn O'Brien's dog and the Smiths' house."), ["Sinn O'Brien's", "Smiths's"]);
}

#[test]
fn a_hyphen_between_spaces_stands_for_a_dash() {
    assert_eq!(mentions("MERAK - The ferry left. The crew slept."), ["*MERAK"]);
    assert_eq!(mentions("He flew with Skyline - Zorban and slept."), ["Skyline", "*Zorban"]);
}

#[test]
fn titles_are_taken_off() {
    assert_eq!(
        mentions("Then Russian Foreign Minister Sergey Lavrov met Mr. Kim, Lt. Gen. Ann Lee and Queen Letizia."),
        ["Russian Foreign Minister|Sergey Lavrov", "Mr|Kim", "Lt. Gen|Ann Lee", "Queen|Letizia"]
    );
    assert_eq!(
        mentions("The Foreign Minister left for Prime Minister's office."),
        ["Foreign Minister", "Prime Minister's"]
    );
}

#[test]
fn a_title_of_several_words_ends_where_the_name_begins() {
    assert_eq!(
        mentions("He met the President of Foreign Affairs Kim Jong Un."),
        ["President", "Foreign Affairs|Kim Jong Un"]
    );
}

#[test]
fn a_sentence_starts_with_a_capital_anyway() {
    assert_eq!(mentions("Thousands of people came. Lavrov left. \"Never,\" said Pyongyang."), ["*Lavrov", "Pyongyang"]);
    assert_eq!(mentions("Brown spoke. Then Brown left with Moscow."), ["*Brown", "Brown", "Moscow"]);
    assert_eq!(mentions("On Monday Putin spoke in January."), ["Putin"]);
}

#[test]
fn what_is_glued_to_a_name_is_not_of_it() {
    assert_eq!(
        mentions("A Cairo-based, pro-Russian, Tokyo-style group met non-EU envoys from South Korea."),
        ["Cairo", "Russian", "Tokyo", "EU", "South Korea"]
    );
}

#[test]
fn headlines_are_marked() {
    let (field, tools) = (field("Envoy Visits Northern Capital Again\n\nThe envoy met Lavrov there today."), english());
    let analysis = Analysis::of(&field).in_language(Some(&tools));
    let headline: Vec<bool> = analysis.mentions().iter().map(|mention| mention.headline).collect();
    assert_eq!(headline.last(), Some(&false));
    assert!(headline[..headline.len() - 1].iter().all(|&headline| headline));
}

#[test]
fn titles_in_lower_case_and_behind() {
    let text = "The former deputy foreign minister Ana Diaz met Bo Lee, the acting mayor of Springfield, today.";
    let (field, tools) = (field(text), english());
    let analysis = Analysis::of(&field).in_language(Some(&tools));
    let all: Vec<&Mention> = analysis.mentions().iter().collect();
    let before = title_before(&analysis, all[0]).unwrap();
    assert_eq!((analysis.text(before.span), before.qualified), ("deputy foreign minister", true));
    assert_eq!(title_before(&analysis, all[1]), None);
    let behind = apposition(&analysis, all[1]).unwrap();
    assert_eq!((analysis.text(behind.span), behind.qualified), ("the acting mayor of Springfield", true));
}

proptest! {
    #[test]
    fn mentions_are_in_order_in_range_and_on_boundaries(text in "(\\PC|[A-Z][a-z]{1,5}[ '.-]){0,60}") {
        let (field, tools) = (field(&text), english());
        let analysis = Analysis::of(&field).in_language(Some(&tools));
        let mut end = 0;
        for mention in analysis.mentions().iter() {
            prop_assert!(mention.span.start() >= end && mention.span.end() > mention.span.start());
            end = mention.span.end();
            let words = analysis.mentions().words(mention);
            prop_assert_eq!(words.first().map(|word| word.start), Some(mention.span.start));
            prop_assert_eq!(words.last().map(|word| word.end), Some(mention.span.end));
            for word in words {
                prop_assert!(!analysis.text(*word).is_empty());
            }
            title_before(&analysis, mention);
            apposition(&analysis, mention);
        }
    }
}
