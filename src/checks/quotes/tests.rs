//! Tests of the check over whole documents.

use crate::audit::Auditor;
use crate::checks::testing::{auditor, findings, rule, shown};
use proptest::prelude::*;
use std::sync::LazyLock;

static AUDITOR: LazyLock<Auditor> = LazyLock::new(|| {
    let lines = "check = \"quote-conflict\"\nsuffixes = [\"s\", \"ly\", \"ing\"]\nmessage = \"{here} / {there}\"";
    auditor(&rule(lines))
});

fn pair(primary: &str, related: &[&str]) -> (String, Vec<String>) {
    (primary.to_owned(), related.iter().map(|&text| text.to_owned()).collect())
}

#[test]
fn the_later_quotation_is_marked_where_it_differs_and_the_earlier_one_related() {
    let text = "He said “the old bridges of the town need much repair soon”.\n\n\
        She wrote: «The old bridge of this town need much repair soon».";
    assert_eq!(shown(&AUDITOR, text), [pair("bridge of this", &["bridges", "the"])]);
    let messages: Vec<String> = findings(&AUDITOR, text).into_iter().map(|finding| finding.message).collect();
    assert_eq!(messages, ["\"bridge\", \"this\" / \"bridges\", \"the\""]);
}

#[test]
fn a_statement_that_is_quoted_again_in_part_or_twice_alike_is_none() {
    let whole = "\"The old bridges of the town need much repair soon, and money,\" he said.\n\n";
    for again in ["\"the old bridges of the town need much repair\"", "\"The old ... town need much repair soon\""] {
        assert!(findings(&AUDITOR, &format!("{whole}It said {again}.\n\nIt said {again}.")).is_empty(), "{again}");
    }
}

#[test]
fn a_document_of_many_quotations_takes_linear_time() {
    // All alike, all different, and long ones: what a pair costs is bounded, and so is the number of pairs.
    for text in [
        (0..9_000).map(|at| format!("\"The {at} old bridges of the town need repair {at}.\" ")).collect::<String>(),
        (0..9_000).map(|at| format!("\"Word{at} stem{at} other{at} thing{at} more{at} last{at}.\" ")).collect(),
        (0..1_500).map(|at| format!("\"{at} {}\" ", "some thing or another ".repeat(26))).collect(),
    ] {
        findings(&AUDITOR, &text);
    }
}

proptest! {
    #[test]
    fn findings_lie_in_quotations_of_any_text(text in "([\"“” .\n]|old |bridge |bridges |towns |repair |much |é){0,80}") {
        for finding in findings(&AUDITOR, &text) {
            prop_assert!(!finding.related.is_empty());
            prop_assert!(!finding.site.text.contains(['"', '“']));
        }
    }
}
