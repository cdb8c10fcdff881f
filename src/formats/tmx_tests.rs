//! Tests of TMX.

use super::*;
use crate::formats::generators::{CODES, Written, markup};
use crate::formats::promises::cases;
use crate::formats::testing::{self, place, shown};
use crate::source::Layer;
use proptest::prelude::*;

fn memory(srclang: &str, units: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\"><header srclang=\"{srclang}\" \
         segtype=\"sentence\"/><body>{units}</body></tmx>"
    )
}

#[test]
fn the_other_language_is_the_target() {
    let (documents, problems) = testing::read(
        &Tmx,
        memory(
            "id-ID",
            "<tu tuid=\"a\"><tuv xml:lang=\"en\"><seg>One &amp; <bpt i=\"1\">&lt;b&gt;</bpt>two<ept i=\"1\">&lt;/b&gt;</ept><ph>x</ph></seg></tuv>\
         <tuv xml:lang=\"id\"><seg>Satu &amp; dua</seg></tuv></tu>\
         <tu><tuv lang=\"id-id\"><seg>Tiga</seg></tuv><tuv lang=\"EN\"><seg>Three</seg></tuv><tuv lang=\"fr\"><seg>Trois</seg></tuv></tu>",
        ),
    );
    assert_eq!(shown(&documents[0]), [("a", "One & two\u{FFFC}"), ("unit 2", "Three")]);
    assert_eq!((documents[0].lang.as_deref(), documents[0].source_lang.as_deref()), (Some("en"), Some("id-ID")));
    assert_eq!(documents[0].fields[0].source.as_deref(), Some("Satu & dua"));
    assert_eq!(place(&documents[0], "One &"), ("One &amp;", vec![Layer::Xml], true));
    assert_eq!(problems[0].message, "only translations into `en`, its first other language, are audited (1 others)");
}

#[test]
fn without_a_source_language_the_first_variant_is_the_source() {
    let unit = "<tu><tuv xml:lang=\"id\"><seg>Satu</seg></tuv><tuv xml:lang=\"en\"><seg>One</seg></tuv></tu>";
    let (documents, problems) = testing::read(&Tmx, memory("*all*", unit));
    assert_eq!((shown(&documents[0]), problems), (vec![("unit 1", "One")], vec![]));
}

#[test]
fn a_broken_unit_is_left_out() {
    let unit = |text: &str| {
        format!("<tu><tuv xml:lang=\"id\"><seg>Satu</seg></tuv><tuv xml:lang=\"en\"><seg>{text}</seg></tuv></tu>\n")
    };
    let (documents, problems) =
        testing::read(&Tmx, memory("id", &[unit("One"), unit("Two</ph>"), unit("Three")].concat()));
    assert_eq!(documents.iter().flat_map(shown).map(|(_, text)| text).collect::<Vec<_>>(), ["One", "Three"]);
    assert_eq!(problems.len(), 1);
    let problem = problems[0].to_string();
    assert!(problem.starts_with("file:3:") && problem.contains("the item that begins in line 3"), "{problem}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(64)))]

    #[test]
    fn any_variant_keeps_the_promises_of_its_map(
        source in markup(CODES), target in markup(CODES), other in markup(CODES), written in Written::any(),
    ) {
        let unit = format!(
            "<tu><note>{other}</note><tuv xml:lang=\"id\"><seg>{source}</seg></tuv><tuv xml:lang=\"en\"><prop>x</prop>\
             <seg>{target}</seg></tuv></tu><tu><tuv xml:lang=\"en\"><seg>{other}</seg></tuv></tu>"
        );
        let (_, problems) = testing::read(&Tmx, written.bytes(&memory("id", &unit)));
        prop_assert!(problems.iter().all(|problem| !problem.is_error()), "{:?}", problems);
    }
}
