//! Tests of NITF.

use super::*;
use crate::formats::generators::{NITF, Written, markup};
use crate::formats::promises::cases;
use crate::formats::testing::{self, place, shown};
use crate::source::Layer;
use proptest::prelude::*;

const ARTICLE: &str = "<?xml version=\"1.0\"?>\n<nitf xml:lang=\"en\"><head><title>Slug</title><docdata>\
    <doc-id id-string=\"x-1\"/><date.issue norm=\"20240514T100000Z\"/></docdata></head><body><body.head><hedline>\
    <hl1>Envoy Visits Port</hl1><hl2>He came &amp; left</hl2></hedline><byline>By A. B.</byline>\
    <abstract><p>In short.</p></abstract></body.head><body.content><block><p>The <em>en</em>voy came.</p><hl2>Then</hl2>\
    <p>He left.</p><media media-type=\"image\"><media-reference source=\"a.jpg\">a.jpg</media-reference>\
    <media-caption><p>The port.</p></media-caption><media-producer>Agency</media-producer></media></block>\
    </body.content><body.end><tagline>End</tagline></body.end></body></nitf>";

#[test]
fn an_article_is_a_document() {
    let (documents, problems) = testing::read(&Nitf, ARTICLE);
    assert_eq!(problems, []);
    assert_eq!(
        shown(&documents[0]),
        [
            ("title", "Envoy Visits Port"),
            ("subtitle", "He came & left"),
            ("abstract", "In short."),
            ("body", "The envoy came.\n\nThen\n\nHe left."),
            ("caption", "The port."),
        ]
    );
    let said = (&*documents[0].key, documents[0].lang.as_deref(), documents[0].date.as_deref());
    assert_eq!(said, ("x-1", Some("en"), Some("2024-05-14")));
    assert_eq!(place(&documents[0], "came & left"), ("came &amp; left", vec![Layer::Xml], true));
    assert_eq!(documents[0].fields[3].headings.len(), 1);
    assert!(Nitf.sniff(ARTICLE.as_bytes()));
}

#[test]
fn what_is_no_article_is_named() {
    let (documents, problems) = testing::read(&Nitf, "<rss/>");
    assert_eq!((documents.len(), problems[0].message.as_str()), (0, "not a NITF article: its root element is `<rss>`"));
}

#[test]
fn a_broken_article_is_read_up_to_the_break() {
    let broken = |text: &str| {
        let article = format!(
            "<nitf xml:lang=\"en\"><body><hedline><hl1>The head</hl1></hedline><body.content><p>One é.</p>\n{text}"
        );
        let (documents, problems) = testing::read(&Nitf, article);
        assert_eq!(problems.len(), 1, "{text}: {problems:?}");
        assert!(problems[0].is_error() && problems[0].to_string().starts_with("file:2:"), "{text}: {problems:?}");
        let all = documents.iter().flat_map(shown).map(|(_, text)| text.to_owned());
        all.collect::<Vec<_>>()
    };
    assert_eq!(broken("<p>Two &amp; <em>th</em>ree"), ["The head", "One é.\n\nTwo & three"]);
    assert_eq!(broken("<p>Two</p><p>a < b</p></body.content></body></nitf>"), ["The head", "One é.\n\nTwo\n\na"]);
    assert_eq!(broken("<p>Two</em></p></body.content></body></nitf>"), ["The head", "One é.\n\nTwo"]);
    assert_eq!(broken("<p>Two</p><!-- no end</nitf>"), ["The head", "One é.\n\nTwo"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(64)))]

    #[test]
    fn any_article_keeps_the_promises_of_its_maps(
        first in markup(NITF),
        second in markup(NITF),
        summary in markup(NITF),
        body in markup(NITF),
        caption in markup(NITF),
        written in Written::any(),
    ) {
        let text = format!(
            "<?xml version=\"1.0\"?><!DOCTYPE nitf SYSTEM \"nitf.dtd\"><nitf xml:lang=\"en\"><head><title>{first}</title></head><body>\
             <body.head><hedline><hl1>{first}</hl1><hl2>{second}</hl2></hedline><abstract>{summary}</abstract></body.head>\
             <body.content><block>{body}<media><media-caption>{caption}</media-caption></media></block></body.content>\
             <body.end>{caption}</body.end></body></nitf>"
        );
        let (documents, problems) = testing::read(&Nitf, written.bytes(&text));
        prop_assert_eq!(documents.len(), 1);
        prop_assert!(problems.iter().all(|problem| !problem.is_error()), "{:?}", problems);
    }
}
