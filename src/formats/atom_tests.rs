//! Tests of Atom: the three kinds of text, and what an entry says of itself.

use super::*;
use crate::formats::generators::{Written, XHTML, escaped, markup};
use crate::formats::promises::cases;
use crate::formats::testing::{self, place, shown};
use crate::source::Layer;
use proptest::prelude::*;

fn feed(entries: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>F</title>{entries}</feed>"
    )
}

#[test]
fn an_entry_may_stand_by_itself_and_version_0_3_is_read() {
    let entry = "<?xml version=\"1.0\"?><entry xmlns=\"http://www.w3.org/2005/Atom\"><id>1</id><title type=\"\">One</title></entry>";
    let (documents, problems) = testing::read(&Atom, entry);
    assert_eq!((shown(&documents[0]), problems), (vec![("title", "One")], vec![]));
    assert!(Atom.sniff(entry.as_bytes()) && !Atom.sniff(b"<entry><word>a</word></entry>"));
    let old = "<a:feed version=\"0.3\" xmlns:a=\"http://purl.org/atom/ns#\"><a:entry><a:title mode=\"escaped\" \
        type=\"text/html\">A &amp;lt;b&amp;gt; &lt;i&gt;b&lt;/i&gt;</a:title><a:content mode=\"base64\">QSBiCg==</a:content>\
        </a:entry></a:feed>";
    let (documents, problems) = testing::read(&Atom, old);
    assert_eq!((shown(&documents[0]), problems), (vec![("title", "A <b> b")], vec![]));
}

#[test]
fn text_html_and_xhtml_are_read_each_in_its_way() {
    let (documents, problems) = testing::read(
        &Atom,
        feed(
            "<entry><id>urn:1</id><title type=\"html\">A &amp;amp; &lt;b&gt;B&lt;/b&gt;</title><updated>2024-05-15T00:00:00Z</updated>\
         <published>2024-05-14T00:00:00Z</published><link rel=\"self\" href=\"https://e.org/self\"/>\
         <link href=\"https://e.org/1?a&amp;b\"/><summary>1 &lt; 2, he <![CDATA[said]]>.</summary>\
         <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Caf&#233; <b>de</b><br/>la\n <i xml:lang=\"fr\">paix</i>\
         &amp; <![CDATA[R&D]]></p><script>no</script><pre>no</pre><p>Two<img alt=\"A &quot;ship&quot;\" src=\"x\"/></p></div></content></entry>\
         <entry xml:lang=\"ko\"><id>urn:2</id><content type=\"image/png\">AAAA</content></entry>",
        ),
    );
    assert_eq!(problems, []);
    assert_eq!(
        shown(&documents[0]),
        [
            ("title", "A & B"),
            ("summary", "1 < 2, he said."),
            ("content", "Café de\nla \u{FFFC}& R&D\n\nTwo\u{FFFC}"),
            ("alt", "A \"ship\""),
        ]
    );
    assert_eq!(place(&documents[0], "Café"), ("Caf&#233;", vec![Layer::Xml], true));
    assert_eq!(place(&documents[0], "R&D"), ("R&D", vec![Layer::Cdata], true));
    assert_eq!(place(&documents[0], "Two"), ("Two", vec![Layer::Xml], true));
    let item = documents[0].item.as_deref().unwrap();
    assert_eq!((&*documents[0].key, item.url.as_deref()), ("urn:1", Some("https://e.org/1?a&b")));
    assert_eq!((documents[0].date.as_deref(), documents[0].lang.as_deref()), (Some("2024-05-14"), Some("en")));
    assert_eq!((documents[1].lang.as_deref(), documents[1].fields.len()), (Some("ko"), 0));
}

#[test]
fn a_prefix_may_stand_before_all_names() {
    let (documents, problems) = testing::read(
        &Atom,
        "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:entry><a:id>1</a:id><a:title>T</a:title></a:entry></a:feed>",
    );
    assert_eq!((problems, shown(&documents[0])), (vec![], vec![("title", "T")]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(64)))]

    #[test]
    fn any_entry_keeps_the_promises_of_its_maps(
        title in escaped(),
        summary in escaped(),
        content in markup(XHTML),
        kind in "(xhtml|html|text)",
        written in Written::any(),
    ) {
        let text = feed(&format!(
            "<entry><title type=\"{kind}\">{title}</title><summary type=\"html\">{summary}</summary>\
             <content type=\"{kind}\"><div>{content}</div></content></entry>"
        ));
        let (documents, problems) = testing::read(&Atom, written.bytes(&text));
        prop_assert_eq!(documents.len(), 1);
        prop_assert!(problems.iter().all(|problem| !problem.is_error()), "{:?}", problems);
    }

    #[test]
    fn any_elements_are_read_or_named(text in "(<b>x</b>|<p>|</p>|<p/>|<!\\[CDATA\\[a&b\\]\\]>|<!-- c -->|word |&|é){0,20}") {
        testing::read(&Atom, feed(&format!("<entry><content type=\"xhtml\"><div>{text}</div></content></entry>")));
    }
}
