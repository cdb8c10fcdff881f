//! Tests of RSS and of XML as feeds have it: layers, places, tolerance, and what is broken.

use super::*;
use crate::document::Document;
use crate::formats::promises::cases;
use crate::formats::testing::{self, place, shown};
use crate::input::{Problem, ProblemKind};
use crate::source::Layer;
use proptest::prelude::*;

fn feed(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:media=\"http://search.yahoo.com/mrss/\">\n<channel><title>The Feed</title><language>en-GB</language>\n\
         {items}</channel></rss>\n"
    )
}

fn read(bytes: impl Into<Vec<u8>>) -> (Vec<Document>, Vec<Problem>) {
    testing::read(&Rss, bytes)
}

fn only(item: &str) -> Document {
    let (mut documents, problems) = read(feed(&format!("<item>{item}</item>")));
    assert_eq!(problems, []);
    documents.pop().unwrap()
}

fn notes(problems: &[Problem]) -> Vec<String> {
    assert!(problems.iter().all(|problem| problem.kind == ProblemKind::Note));
    problems
        .iter()
        .map(|problem| format!("{}:{} {}", problem.line.unwrap(), problem.column.unwrap(), problem.message))
        .collect()
}

fn error(text: &str) -> String {
    let (_, problems) = read(text);
    problems.iter().find(|problem| problem.is_error()).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn an_item_is_a_document_with_what_it_says_of_itself() {
    let (documents, problems) = read(feed(
        "<item><title>One</title><link>https://e.org/1</link><guid isPermaLink=\"false\">tag:1</guid>\
         <pubDate>Tue, 14 May 2024 10:00:00 +0700</pubDate><description>A b.</description></item>\n\
         <item xml:lang='id'><link> https://e.org/2 </link><dc:date>2024-05-15T01:00:00Z</dc:date></item>\
         <item><title>No id</title><dc:language>fr</dc:language></item>",
    ));
    assert_eq!(problems, []);
    let said: Vec<_> = (documents.iter())
        .map(|document| {
            let item = document.item.as_deref().unwrap();
            (&*document.id, &*document.key, document.lang.as_deref(), document.date.as_deref(), item.url.as_deref())
        })
        .collect();
    assert_eq!(
        said,
        [
            ("tag:1", "tag:1", Some("en-GB"), Some("2024-05-14"), Some("https://e.org/1")),
            ("https://e.org/2", "https://e.org/2", Some("id"), Some("2024-05-15"), Some("https://e.org/2")),
            ("file#2", "file#~rvm52thiqwxeylmz", Some("fr"), None, None),
        ]
    );
    assert_eq!(documents[0].item.as_deref().unwrap().title.as_deref(), Some("One"));
    assert_eq!(shown(&documents[0]), [("title", "One"), ("description", "A b.")]);
    assert_eq!(documents[1].raw.line_column(0), (5, 1));
}

#[test]
fn html_is_read_through_cdata_and_through_escapes() {
    let document = only(
        "<title>Tom &amp;amp; Jerry&amp;#8217;s <![CDATA[<b>sh]]><![CDATA[ow</b>]]></title>\
         <description>Other words.</description>\
         <content:encoded><![CDATA[<p>Caf&eacute; <b>de</b> la]]>&lt;br&gt;<![CDATA[ pa]]><![CDATA[ix</p>\n<p>Two</p>]]>\
         </content:encoded>",
    );
    assert_eq!(
        shown(&document),
        [("title", "Tom & Jerry’s show"), ("description", "Other words."), ("content", "Café de la\npaix\n\nTwo")]
    );
    assert_eq!(place(&document, "& Jerry’s"), ("&amp;amp; Jerry&amp;#8217;s", vec![Layer::Xml, Layer::Html], true));
    assert_eq!(place(&document, "Café"), ("Caf&eacute;", vec![Layer::Cdata, Layer::Html], true));
    assert_eq!(place(&document, "paix"), ("pa]]><![CDATA[ix", vec![Layer::Cdata, Layer::Html], false));
    assert_eq!(place(&document, "la"), ("la", vec![Layer::Cdata, Layer::Html], true));
}

#[test]
fn a_summary_that_repeats_the_content_is_not_read_twice() {
    let of = |description: &str| {
        shown_names(&only(&format!(
            "<description>{description}</description><content:encoded>&lt;p&gt;The envoy  came.&lt;/p&gt;&lt;p&gt;He left.\
             &lt;/p&gt;</content:encoded>"
        )))
    };
    assert_eq!(of("The envoy came. [&amp;#8230;]"), ["content"]);
    assert_eq!(of("The envoy comes"), ["description", "content"]);
}

fn shown_names(document: &Document) -> Vec<String> {
    document.fields.iter().map(|field| field.name.to_string()).collect()
}

#[test]
fn captions_are_read_once() {
    let document = only(
        "<title>The Port</title><media:content><media:title>The Port</media:title>\
         <media:description type=\"html\">A ship &lt;b&gt;lies&lt;/b&gt; there</media:description></media:content>\
         <description>&lt;img alt=\"A ship\"&gt; It came.</description>",
    );
    assert_eq!(
        shown(&document),
        [
            ("title", "The Port"),
            ("description", "It came."),
            ("alt", "A ship"),
            ("media:description", "A ship lies there")
        ]
    );
}

#[test]
fn plain_text_keeps_its_paragraphs() {
    let document = only("<description>One\ntwo.\r\n\r\nThree &amp; four.</description>");
    assert_eq!(shown(&document), [("description", "One two.\r\n\r\nThree & four.")]);
}

#[test]
fn what_readers_tolerate_is_read_with_a_note() {
    let (documents, problems) = read(
        "<rss><channel>\n<item><title>AT&T & R&D; now</title>\n<dc:date>soon</dc:date><guid>1</guid></item>\
         <item><title>a&nbsp;b &unknown; c</title><guid>1</guid></item></channel></rss>",
    );
    assert_eq!(shown(&documents[0]), [("title", "AT&T & R\u{FFFC} now")]);
    assert_eq!(shown(&documents[1]), [("title", "a\u{A0}b \u{FFFC} c")]);
    assert_eq!((&*documents[0].key, &*documents[1].key), ("1", "1#2"));
    assert_eq!(
        notes(&problems),
        [
            "2:16 a bare `&`, which XML writes as `&amp;` (2 times)",
            "2:22 the entity `&D;` is not expanded",
            "3:1 the prefix `dc:` is not declared",
            "2:1 a date that cannot be read: `soon`",
            "3:59 `&nbsp;`, which XML does not know, is read as in HTML",
            "3:67 the entity `&unknown;` is not expanded",
            "3:45 an item with the id of another one; the ids are told apart by a number",
        ]
    );
}

#[test]
fn an_empty_feed_is_noted_and_what_is_no_feed_is_named() {
    assert_eq!(notes(&read(feed("")).1), ["4:11 an RSS feed without items"]);
    assert_eq!(
        error("<!DOCTYPE html>\n<html><head><title>502</title><meta charset=utf-8></head></html>"),
        "file:2:1: an HTML page where an RSS feed should be (byte 16); it may be a page that reports an error"
    );
    assert_eq!(error("<opml></opml>"), "file:1:1: not an RSS feed: its root element is `<opml>` (byte 0)");
    assert_eq!(error("Bad gateway"), "file:1:1: not XML: text before the root element (byte 0)");
    assert_eq!(error(""), "file:1:1: not XML: there is no element in it (byte 0)");
}

#[test]
fn what_stands_before_a_break_is_read() {
    let whole = feed("<item><title>One é</title></item><item><title>Two</title></item>");
    for (end, _) in whole.char_indices() {
        let (documents, problems) = read(&whole[..end]);
        let items = whole[..end].matches("</item>").count();
        assert_eq!(documents.len(), items, "{}", &whole[..end]);
        assert!(end == whole.len() - 1 || problems.iter().any(Problem::is_error), "{}", &whole[..end]);
    }
    let text = "<rss><channel><item><title>é x</title></item>\n<item><title>Two</titel></item></channel></rss>";
    assert_eq!(
        error(text),
        "file:2:17: not well-formed: `</titel>` where `<title>` is to be closed (byte 63); what stands before it was read"
    );
    assert_eq!(
        error("<rss><channel><item>"),
        "file:1:21: the file ends inside of `<item>` (byte 20); it may be cut off; what is whole was read"
    );
}

#[test]
fn entities_are_neither_expanded_nor_fetched_and_nesting_is_bounded() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">\
        <!ENTITY c SYSTEM \"file:///etc/passwd\">]><rss><channel><item><title>x &b; &c; y</title></item></channel></rss>";
    let (documents, problems) = read(bomb);
    assert_eq!(shown(&documents[0]), [("title", "x \u{FFFC} \u{FFFC} y")]);
    assert_eq!(problems.len(), 2);
    let deep = feed(&format!("<item><title>ok</title></item><item>{}", "<a>".repeat(100_000)));
    let (documents, problems) = read(deep);
    assert_eq!((documents.len(), problems.len()), (1, 1));
    assert!(problems[0].message.contains("deep inside of each other"), "{problems:?}");
    let outside = "<rss>".repeat(100_000);
    assert!(error(&outside).contains("deep inside"));
}

#[test]
fn a_large_item_is_cut_into_windows() {
    let paragraph = format!("<p>{}</p>\n", "A word or two of text. ".repeat(40));
    let item =
        format!("<item><guid>g</guid><content:encoded><![CDATA[{}]]></content:encoded></item>", paragraph.repeat(3000));
    let (documents, problems) = read(feed(&item));
    assert_eq!(problems, []);
    assert!(documents.len() > 1 && documents.iter().all(|document| &*document.key == "g"));
    assert!(documents.iter().all(|document| document.fields.iter().all(|field| field.text.len() <= 1 << 20)));
}

#[test]
fn encodings_are_those_of_the_bytes() {
    let text = feed("<item><title>Café – ünï</title></item>").replace("UTF-8", "utf-16");
    let wide: Vec<u8> = "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (documents, _) = read(wide);
    assert_eq!(shown(&documents[0]), [("title", "Café – ünï")]);
    assert!(documents[0].raw.raw_byte(0) > text.find("<item>").unwrap() as u64);
    let marked = format!("\u{FEFF}\u{FEFF}{}", feed("<item><title>x</title></item>"));
    let (documents, problems) = read(marked);
    assert_eq!((documents.len(), problems), (1, vec![]));
    assert_eq!(documents[0].raw.raw_byte(0), 3 + 3 + feed("").find("</channel").unwrap() as u64);
}

#[test]
fn older_versions_are_read_too() {
    let rdf = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" \
        xmlns:d=\"http://purl.org/dc/elements/1.1/\"><channel rdf:about=\"https://e.org\"><title>T</title>\
        <d:language>en</d:language><items><rdf:Seq><rdf:li resource=\"https://e.org/1\"/></rdf:Seq></items></channel>\
        <item rdf:about=\"https://e.org/1\"><title>One</title><d:date>2024-05-14</d:date></item></rdf:RDF>";
    let (documents, problems) = read(rdf);
    assert_eq!(problems, []);
    assert_eq!((&*documents[0].id, documents[0].lang.as_deref()), ("https://e.org/1", Some("en")));
    assert_eq!(documents[0].date.as_deref(), Some("2024-05-14"));
    assert!(Rss.sniff(rdf.as_bytes()) && Rss.sniff(b"<?xml version='1.0'?>\n<!-- a --><rss version='0.91'>"));
    assert!(!Rss.sniff(b"<feed>") && !Rss.sniff(b"<rdf:RDF xmlns:x='urn:y'>"));
}

/// A text as an element of a feed holds it: plain, escaped, in sections, escaped twice.
fn element_text() -> impl Strategy<Value = String> {
    let words =
        "(word|é|漢|𝄞|e\u{301}|\u{5E9}\u{5DC}\u{5D5}\u{5DD}|\u{1F468}\u{200D}\u{1F469}| |\t|\r\n|\n\n|\\.){0,6}";
    let piece = prop_oneof![
        4 => words.prop_map(|text| text),
        2 => "&(amp|lt|gt|quot|apos|#8217|#x2019|nbsp|amp;amp|amp;eacute|amp;#8230|unknown);",
        // What would end the section early makes another feed.
        2 => "(wo|<b>|</p>|&amp;|&|é|\n| |\\]|>){0,5}".prop_map(|inner| format!("<![CDATA[{}]]>", inner.replace("]]>", ""))),
        2 => "(&lt;|&#60;)/?(b|p|br/|div|code|img alt=\"x y\")(>|&gt;)",
        1 => "(<!-- c -->|<\\?pi x\\?>|& | &)",
        1 => Just("<x:y a='1'>in</x:y>".to_owned()),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(64)))]

    #[test]
    fn any_item_keeps_the_promises_of_its_maps(
        title in element_text(),
        description in element_text(),
        content in element_text(),
        mark: bool,
        wide: bool,
    ) {
        let text = feed(&format!(
            "<item><title>{title}</title><description>{description}</description>\
             <content:encoded>{content}</content:encoded></item><item/>"
        ));
        let text = if mark { format!("\u{FEFF}{text}") } else { text };
        let bytes: Vec<u8> = match wide && mark {
            true => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            false => text.into_bytes(),
        };
        let (documents, problems) = read(bytes);
        prop_assert_eq!(documents.len(), 2);
        prop_assert!(problems.iter().all(|problem| !problem.is_error()), "{:?}", problems);
    }

    #[test]
    fn any_bytes_are_read_or_named(text in "(<|>|/|rss|channel|item|title|&|;|<!\\[CDATA\\[|\\]\\]>|<!--|-->|<\\?|\\?>|<!|'|=|é| |a){0,40}") {
        read(text);
    }
}
