//! The page is whole, bounded, and cannot be left by a text.

use super::*;
use crate::document::FieldText;
use crate::report::testing;

fn page(documents: &[(Vec<Finding>, Assessment)]) -> String {
    testing::rendered_documents("html", documents)
}

fn document_of(finding: &Finding, texts: &[(&str, &str)]) -> Assessment {
    let site = &finding.site;
    let field = |&(name, text): &(&str, &str)| FieldText { name: name.into(), text: text.into() };
    Assessment {
        file: site.place.file.clone(),
        document: site.document.clone(),
        item: site.item.clone(),
        texts: (!texts.is_empty()).then(|| texts.iter().map(field).collect()),
        ..testing::assessment("x", 1)
    }
}

/// The JSON elements of a page by their ids.
fn data(page: &str) -> BTreeMap<String, Value> {
    let blocks = page.split("<script type=\"application/json\" id=\"").skip(1);
    let parsed = |block: &str| {
        let (id, rest) = block.split_once("\">").unwrap();
        (id.to_owned(), serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap())
    };
    blocks.map(parsed).collect()
}

#[test]
fn a_page_with_a_document_and_its_finding() {
    let finding = testing::plain();
    let text =
        "A letter reached the capital.\nHe thanked the President of Foreign Affairs Kim Jong Un.\nThen he left.\n";
    let document = document_of(&finding, &[("text", text)]);
    let page = page(&[(vec![finding], document), (Vec::new(), testing::assessment("clean.txt", 0))]);
    let data = data(&page);
    insta::assert_snapshot!(serde_json::to_string_pretty(&data).unwrap());
}

#[test]
fn no_text_leaves_its_place_on_the_page() {
    let nasty = "</script><script>alert(1)</script><!-- <script> ]]> & \u{2028}\u{2029} \u{202e}evil\u{0} <img src=x onerror=alert(1)>";
    let mut finding = testing::plain();
    finding.message = nasty.into();
    finding.rule = nasty.into();
    finding.category = nasty.into();
    finding.site.place.file = nasty.into();
    finding.site.document = nasty.into();
    finding.site.text = nasty.into();
    finding.suggestions[0].replacement = nasty.into();
    finding.related = vec![Related { site: finding.site.clone(), message: nasty.into() }];
    let document = document_of(&finding, &[("text", nasty)]);
    let page = page(&[(vec![finding], document)]);
    let empty = self::page(&[]);
    let count = |page: &str, what: &str| page.matches(what).count();
    // One more element, that of the document, and nothing else that opens or closes one.
    assert_eq!(count(&page, "<script"), count(&empty, "<script") + 1);
    assert_eq!(count(&page, "</script"), count(&empty, "</script") + 1);
    assert_eq!(count(&page, "<!--"), count(&empty, "<!--"));
    assert_eq!(count(&page, "<img"), 0);
    assert!(!page.contains(['\u{2028}', '\u{2029}', '\u{202e}', '\u{0}']));
    let data = data(&page);
    assert_eq!(data["d0"]["parts"][0][1], nasty);
    assert_eq!(data["index"]["documents"][0][2], nasty);
}

#[test]
fn a_suggestion_that_changes_the_article_says_what_it_takes_the_place_of() {
    let mut finding = testing::plain();
    let site = &mut finding.site;
    (site.text, site.excerpt.text) = ("honorary visit".into(), "He paid an honorary visit.".into());
    (site.start, site.end, site.excerpt.start, site.excerpt.end) = (111, 125, 11, 25);
    let (field, mut edits) = (site.field.clone(), finding.suggestions[0].edits.clone());
    (edits[0].field, edits[0].start, edits[0].end) = (field, 108, 125);
    finding.suggestions[0].edits = edits;
    let said = |finding: &crate::finding::Finding| with_article(&finding.site, &finding.suggestions[0]);
    assert_eq!(said(&finding).as_deref(), Some("an honorary visit"));
    finding.suggestions[0].edits[0].start = 111;
    assert_eq!(said(&finding), None);
    finding.suggestions[0].edits.clear();
    assert_eq!(said(&finding), None);
}

#[test]
fn the_policy_allows_this_script_and_this_style_and_no_more() {
    let page = page(&[]);
    let policy = page.split_once("content=\"default-src").unwrap().1.split_once('"').unwrap().0;
    let between = |open: &str, close: &str| page.rsplit_once(open).unwrap().1.split_once(close).unwrap().0.to_owned();
    for text in [between("<script>", "</script>"), between("<style>", "</style>")] {
        assert!(policy.contains(&format!("'sha256-{}'", BASE64.encode(&Sha256::digest(text.as_bytes())))));
    }
    assert!(policy.starts_with(" 'none'") && !policy.contains("unsafe"));
    // It loads nothing, and no attribute is a script or a style.
    for bad in ["src=", "href=\"", " style=\"", " onclick", "@import", "url(", "innerHTML", "eval("] {
        assert!(!page.contains(bad), "{bad}");
    }
}

#[test]
fn long_texts_are_shown_around_their_findings() {
    let finding = testing::plain();
    let text = format!("{}{}", finding.site.excerpt.text, "more text\n".repeat(LONGEST_TEXT / 8));
    let mut report = Html::new(&ReportOptions::default());
    let document = document_of(&finding, &[("text", &text)]);
    let page = testing::told(&mut report, &[(vec![finding], Some(document))]);
    assert!(report.note().unwrap().starts_with("1 document is long"));
    assert!(page.len() < 60_000);
    let data = data(&page);
    assert_eq!(data["d0"]["findings"][0][1], 0);
    assert!(data["d0"]["parts"][0][1].as_str().unwrap().contains("President of Foreign Affairs"));
}

#[test]
fn the_worst_document_comes_first_whatever_the_order_of_the_input() {
    let documents: Vec<_> = testing::assessments().into_iter().map(|document| (Vec::new(), document)).collect();
    let data = data(&page(&documents));
    let verdicts: Vec<&str> =
        data["index"]["documents"].as_array().unwrap().iter().map(|one| one[7].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["hold", "hold", "review", "publish"]);
}
