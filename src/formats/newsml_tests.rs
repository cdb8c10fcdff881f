//! Tests of NewsML-G2.

use super::*;
use crate::formats::generators::{NITF, Written, XHTML, escaped, markup};
use crate::formats::promises::cases;
use crate::formats::testing::{self, shown};
use proptest::prelude::*;

fn item(guid: &str, inside: &str) -> String {
    format!(
        "<newsItem guid=\"{guid}\" xml:lang=\"en-GB\"><itemMeta><versionCreated>2024-05-15T00:00:00Z</versionCreated>\
         <firstCreated>2024-05-14T00:00:00Z</firstCreated></itemMeta><contentMeta><headline>Envoy Visits Port</headline>\
         <headline xml:lang=\"ko\">한국어</headline><description role=\"drol:caption\">The port.</description></contentMeta>\
         <contentSet>{inside}</contentSet></newsItem>"
    )
}

#[test]
fn items_of_a_message_are_documents_with_their_text_inside() {
    let text = format!(
        "<?xml version=\"1.0\"?><newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><header/><itemSet>{}{}{}</itemSet></newsMessage>",
        item(
            "urn:1",
            "<inlineXML><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>no</title></head><body>\
            <p>He came<br/>here.</p></body></html></inlineXML>"
        ),
        item(
            "urn:2",
            "<inlineXML><nitf><body><body.head><hedline><hl1>Envoy Visits Port</hl1></hedline></body.head>\
            <body.content><p>He came.</p></body.content></body></nitf></inlineXML>"
        ),
        item(
            "urn:3",
            "<inlineData contenttype=\"text/plain\">One.\n\nTwo.</inlineData><inlineData contenttype=\"image/png\">AA\
            </inlineData>"
        ),
    );
    let (documents, problems) = testing::read(&NewsMl, text.clone());
    assert_eq!(problems, []);
    for (document, body) in documents.iter().zip(["He came\nhere.", "He came.", "One.\n\nTwo."]) {
        assert_eq!(shown(document), [("title", "Envoy Visits Port"), ("caption", "The port."), ("body", body)]);
        assert_eq!((document.lang.as_deref(), document.date.as_deref()), (Some("en-GB"), Some("2024-05-14")));
    }
    assert_eq!(documents.iter().map(|document| &*document.key).collect::<Vec<_>>(), ["urn:1", "urn:2", "urn:3"]);
    assert!(NewsMl.sniff(text.as_bytes()) && NewsMl.sniff(b"<newsItem guid='1'>"));
}

#[test]
fn an_item_alone_is_a_file_too() {
    let (documents, problems) = testing::read(&NewsMl, item("urn:1", ""));
    assert_eq!((documents.len(), problems.len()), (1, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(64)))]

    #[test]
    fn any_item_keeps_the_promises_of_its_maps(
        headline in markup(XHTML),
        page in markup(XHTML),
        article in markup(NITF),
        data in escaped(),
        kind in "(plain|html|rtf)",
        written in Written::any(),
    ) {
        let items = [
            format!("<inlineXML><html><head><title>{headline}</title></head><body>{page}</body></html></inlineXML>"),
            format!("<inlineXML>{page}</inlineXML>"),
            format!(
                "<inlineXML><nitf><body><body.head><hedline><hl1>{headline}</hl1></hedline></body.head><body.content>{article}\
                 </body.content></body></nitf></inlineXML>"
            ),
            format!("<inlineData contenttype=\"text/{kind}\">{data}</inlineData><inlineData>{data}</inlineData>"),
        ];
        let items = items.map(|inside| {
            item("1", &inside).replace("The port.", &data).replace("Envoy Visits Port", &headline)
        });
        let text = format!("<newsMessage><itemSet>{}</itemSet></newsMessage>", items.concat());
        let (documents, problems) = testing::read(&NewsMl, written.bytes(&text));
        prop_assert_eq!(documents.len(), items.len());
        prop_assert!(problems.iter().all(|problem| !problem.is_error()), "{:?}", problems);
    }
}
