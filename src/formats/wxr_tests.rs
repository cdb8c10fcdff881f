//! Tests of WordPress exports: what is read of them, and what WordPress makes of the text.

use super::*;
use crate::formats::generators::{Written, escaped, html, sections};
use crate::formats::promises::cases;
use crate::formats::testing::{self, place, shown};
use crate::source::Layer;
use proptest::prelude::*;

fn export(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- A WordPress eXtended RSS file. -->\n<rss version=\"2.0\"\
         \txmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"\n\
         \txmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n\txmlns:wp=\"http://wordpress.org/export/1.2/\">\
         <channel><title>Site</title><language>en-US</language><wp:wxr_version>1.2</wp:wxr_version>{items}</channel></rss>"
    )
}

#[test]
fn posts_and_pages_are_read_and_nothing_else() {
    let item = |kind: &str, status: &str| {
        format!(
            "<item><title>{kind}</title><guid>{kind}{status}</guid><pubDate>Thu, 30 Nov -0001 00:00:00 +0000</pubDate>\
             <wp:post_date><![CDATA[2024-05-14 10:00:00]]></wp:post_date><wp:post_type><![CDATA[{kind}]]></wp:post_type>\
             <wp:status><![CDATA[{status}]]></wp:status></item>"
        )
    };
    let text = export(
        &[
            item("post", "publish"),
            item("attachment", "inherit"),
            item("nav_menu_item", "publish"),
            item("page", "draft"),
            item("post", "trash"),
        ]
        .concat(),
    );
    let (documents, problems) = testing::read(&Wxr, text.clone());
    assert_eq!(problems, []);
    let read: Vec<_> =
        documents.iter().map(|document| (&*document.id, document.item.as_deref().unwrap().index)).collect();
    assert_eq!(read, [("postpublish", 0), ("pagedraft", 3)]);
    assert_eq!((documents[0].date.as_deref(), documents[0].lang.as_deref()), (Some("2024-05-14"), Some("en-US")));
    assert!(Wxr.sniff(text.as_bytes()) && !Wxr.sniff(b"<rss version='2.0'>"));
}

#[test]
fn blank_lines_end_paragraphs_and_shortcodes_and_comments_are_no_words() {
    let (documents, problems) = testing::read(
        &Wxr,
        export(
            "<item><title>T</title><content:encoded><![CDATA[<!-- wp:paragraph {\"a\":1} -->\n<p>One [sic] word</p>\n\
         <!-- /wp:paragraph -->\n\n[caption id=\"attachment_1\" width=\"300\"]<img src=\"a.jpg\" alt=\"The port\" /> A ship \
         lies there.[/caption]\n\nTwo lines\nof <b>text</b>[gallery ids=\"1,2\"] here.\n\n&nbsp;\nThree]]></content:encoded>\
         <excerpt:encoded><![CDATA[Something else]]></excerpt:encoded></item>",
        ),
    );
    assert_eq!(problems, []);
    assert_eq!(
        shown(&documents[0]),
        [
            ("title", "T"),
            ("excerpt", "Something else"),
            ("content", "One [sic] word\n\nTwo lines of text here.\n\n\u{A0} Three"),
            ("caption", "A ship lies there."),
            ("alt", "The port"),
        ]
    );
    assert_eq!(place(&documents[0], "ship"), ("ship", vec![Layer::Cdata, Layer::Html], true));
}

/// What the editor of WordPress puts into HTML.
fn code() -> impl Strategy<Value = String> {
    "(\\[caption id=\"a\"( width='1')?\\]|\\[/caption\\]|\\[gallery ids=\"1,2\"\\]|\\[sic\\]|\\[\\[gallery\\]\\]|\\[|\\]|\
     <!-- wp:(image \\{\"id\":1\\}|paragraph) -->|<!-- /wp:image -->|<!--more-->|\n\n|\r\n\r\n){0,3}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(64)))]

    #[test]
    fn any_post_keeps_the_promises_of_its_maps(
        title in escaped(),
        excerpt in escaped(),
        content in proptest::collection::vec((html(), code()), 0..4),
        as_it_is in escaped(),
        written in Written::any(),
    ) {
        let content: Vec<String> = content.into_iter().map(|(html, code)| html + &code).collect();
        let text = export(&format!(
            "<item><title>{title}</title><excerpt:encoded>{excerpt}</excerpt:encoded><content:encoded>{}</content:encoded></item>\
             <item><content:encoded>{as_it_is}</content:encoded><wp:comment>{excerpt}</wp:comment></item>",
            sections(&content)
        ));
        let (documents, problems) = testing::read(&Wxr, written.bytes(&text));
        prop_assert_eq!(documents.len(), 2);
        prop_assert!(problems.iter().all(|problem| !problem.is_error()), "{:?}", problems);
    }
}
