//! Tests of RSS and of XML as feeds have it: layers, places, tolerance, and what is broken.

use super::*;
use crate::document::Document;
use crate::formats::generators::{Written, escaped};
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
        "file:2:17: not well-formed: `</titel>` where `<title>` is to be closed (byte 63); the item that begins \
         in line 2 is left out; the others are read"
    );
    assert_eq!(
        error("<rss><channel><item>"),
        "file:1:21: the file ends inside of `<item>` (byte 20); it may be cut off; what is whole was read"
    );
}

#[test]
fn a_broken_item_is_named_and_the_others_are_read() {
    let broken = [
        ("<title>Two</titel>", "2:17: not well-formed: `</titel>` where `<title>` is to be closed"),
        ("<title>a < b, it's</title>", "2:16: a `<` that begins no tag"),
        ("<title>Two <b title='x>y</title>", "2:18: "),
        ("<title>Two", "2:17: not well-formed: `</item>` where `<title>` is to be closed"),
        ("<title>Two</title></a>", "2:25: not well-formed: `</a>` where `<item>`"),
        ("<title>Two</title><!-- no end", "2:25: not well-formed"),
        ("<title>Two</title><![CDATA[ no end", "2:25: not well-formed"),
        ("<title>Two</title><!oops>", "2:27: not well-formed"),
        ("<title>Tw\u{1}\u{2}o</title>\u{3}</x>", "2:"),
    ];
    for (inside, said) in broken {
        let text = format!(
            "<rss><channel><item><title>One é</title></item>\n<item>{inside}</item>\n\n<item><title>Three</title></item>\
             <language>x</language>\n<item><guid>4</guid></item></channel></rss>"
        );
        let (documents, problems) = read(text);
        let titles: Vec<_> =
            documents.iter().map(|document| document.item.as_deref().unwrap().title.as_deref()).collect();
        assert_eq!(titles, [Some("One é"), Some("Three"), None], "{inside} {problems:?}");
        assert_eq!((&*documents[1].id, documents[1].raw.line_column(0)), ("file#2", (4, 1)), "{inside}");
        assert_eq!(documents[2].lang.as_deref(), Some("x"), "{inside}");
        assert_eq!(problems.len(), 1, "{inside} {problems:?}");
        let problem = problems[0].to_string();
        assert!(problems[0].is_error() && problem.contains(said), "{problem}");
        assert!(problem.ends_with("the item that begins in line 2 is left out; the others are read"), "{problem}");
    }
}

#[test]
fn bytes_that_are_no_text_break_their_item_only() {
    let text = "<rss><channel><item><title>One</title></item>\n<item><title>Tw\u{7}o é</title></item>\
        <item><guid>3</guid><title>Three é</title></item></channel></rss>";
    let bytes: Vec<u8> = text.bytes().map(|byte| if byte == 7 { 0xFF } else { byte }).collect();
    let (documents, problems) = read(bytes);
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[1].raw.raw_byte(0), text.find("<item><guid>").unwrap() as u64);
    assert_eq!(documents[1].raw.line_column(0).0, 2);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].to_string().starts_with("file:2:16: not valid UTF-8 (0xFF) (byte 61)"), "{problems:?}");
    let wide: Vec<u8> = format!("\u{FEFF}{text}")
        .replace('\u{7}', "\u{D7FF}")
        .encode_utf16()
        .flat_map(|unit| if unit == 0xD7FF { 0xDC00_u16 } else { unit }.to_le_bytes())
        .collect();
    let (documents, problems) = read(wide);
    assert_eq!((documents.len(), problems.len()), (2, 1), "{problems:?}");
    assert_eq!(
        documents[1].raw.raw_byte(0),
        2 * (1 + text.chars().take_while(|char| *char != '3').count() as u64 - 12)
    );
}

#[test]
fn an_item_that_is_not_closed_ends_where_the_next_one_begins() {
    let (documents, problems) =
        read(feed("<item><title>One</title>\n<item><title>Two</title></item><item><title>Three</title></item>"));
    assert_eq!(documents.iter().map(|document| shown(document)[0].1).collect::<Vec<_>>(), ["Two", "Three"]);
    assert!(problems[0].to_string().starts_with("file:5:1: an item begins inside of another one"), "{problems:?}");
}

#[test]
fn what_is_broken_around_the_items_does_not_stop_them() {
    let (documents, problems) = read(
        "<rss><channel><title>a < b</title><image><url>x</image>\n<item><title>One</title></item></x></channel>\
         <item><title>Two</title></item></rss> PHP says so",
    );
    assert_eq!(documents.len(), 2);
    let errors: Vec<_> = problems.iter().filter(|problem| problem.is_error()).map(ToString::to_string).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].ends_with("reading goes on with the next item"), "{errors:?}");
    let many = "<item><a></item>".repeat(3000);
    let (documents, problems) = read(feed(&format!("<item><title>One</title></item>{many}")));
    assert_eq!((documents.len(), problems.len()), (1, 1001));
    assert!(problems[1000].to_string().contains("too much of this file is broken"), "{}", problems[1000]);
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

#[test]
fn elements_with_other_names_are_known_by_what_they_stand_for() {
    let prefixed = "<r:rss xmlns:r=\"http://backend.userland.com/rss2\" xmlns:d=\"http://purl.org/dc/elements/1.1/\">\
        <r:channel><r:item><d:title>One</d:title><d:description>Two</d:description></r:item></r:channel></r:rss>";
    let (documents, problems) = read(prefixed);
    assert_eq!(problems, []);
    assert_eq!(shown(&documents[0]), [("title", "One"), ("description", "Two")]);
    assert!(Rss.sniff(prefixed.as_bytes()));
    let body = "<title>T</title><body xmlns=\"http://www.w3.org/1999/xhtml\"><p>A <b>b</b></p></body>";
    assert_eq!(shown(&only(body)), [("title", "T"), ("content", "A b")]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(64)))]

    #[test]
    fn any_item_keeps_the_promises_of_its_maps(
        title in escaped(),
        description in escaped(),
        content in escaped(),
        written in Written::any(),
    ) {
        let text = feed(&format!(
            "<item><title>{title}</title><description>{description}</description>\
             <content:encoded>{content}</content:encoded></item><item/>"
        ));
        let (documents, problems) = read(written.bytes(&text));
        prop_assert_eq!(documents.len(), 2);
        prop_assert!(problems.iter().all(|problem| !problem.is_error()), "{:?}", problems);
    }

    #[test]
    fn any_bytes_are_read_or_named(text in "(<|>|/|rss|channel|item|title|&|;|<!\\[CDATA\\[|\\]\\]>|<!--|-->|<\\?|\\?>|<!|'|=|é| |a){0,40}") {
        read(text);
    }
}
