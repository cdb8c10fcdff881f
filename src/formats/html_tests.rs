use super::*;
use crate::document::{Field, FieldKind};
use crate::formats::generators::html;
use crate::formats::promises::{cases, check_map};
use crate::formats::tests::{failing_input, input};
use crate::source::{Layer, SourceMapBuilder, Span};
use proptest::prelude::*;

/// The fields of a page: names and texts.
fn shown(html: &str) -> Vec<(String, String)> {
    let page = page(html);
    for field in &page.fields {
        check_map(html, field);
    }
    page.fields.iter().map(|field| (field.name.to_string(), field.text.to_string())).collect()
}

fn body(html: &str) -> String {
    let found = shown(html);
    found.into_iter().find(|(name, _)| name == "body").map(|(_, text)| text).unwrap_or_default()
}

fn part(html: &str, blank_lines: bool) -> Vec<Field> {
    let fields = fields(html, None, Reading { blank_lines, ..Reading::body("content", Some("en")) });
    fields.iter().for_each(|field| check_map(html, field));
    fields
}

fn text(html: &str) -> String {
    part(html, false).first().map(|field| field.text.to_string()).unwrap_or_default()
}

#[test]
fn the_story_of_a_page_is_read_and_what_stands_around_it_is_not() {
    let html = "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><title>Envoy Visits Port | The Paper</title>\n\
        <meta name=\"description\" content=\"An envoy &amp; his &quot;team&quot; came.\">\n\
        <meta property=\"article:published_time\" content=\"2024-05-14T10:00:00Z\">\
        <link rel=canonical href=\"https://example.org/a?b&amp;c\">\
        <style>p { color: red }</style><script>var a = '<p>no</p>';</script></head>\n\
        <body><header><nav><a href=/>Home</a></nav><p>The Paper</p></header>\n\
        <main><article><header><h1>Envoy Visits Port</h1></header>\n\
        <p>The <b>en</b>voy\n  came&nbsp;by ship.</p><h2>Next day</h2>\n<ul><li>One<li>Two</ul>\
        <figure><img src=a.jpg alt=\"The port at night\"><figcaption>The port. (Agency)</figcaption></figure>\
        <pre>code()</pre><p>Run <code>ls -l</code> now.<br>Then go.</p><aside>Read also</aside></article></main>\
        <footer>Imprint</footer></body></html>";
    let expected = [
        ("title", "Envoy Visits Port"),
        ("description", "An envoy & his \"team\" came."),
        ("body", "The envoy came\u{A0}by ship.\n\nNext day\n\nOne\n\nTwo\n\nRun \u{FFFC} now.\nThen go."),
        ("caption", "The port. (Agency)"),
        ("alt", "The port at night"),
    ];
    let found = shown(html);
    let found: Vec<_> = found.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(found, expected);
    let page = page(html);
    let known = [page.lang, page.date, page.url, page.title];
    let known: Vec<_> = known.iter().map(|one| one.as_deref().unwrap_or_default()).collect();
    assert_eq!(known, ["en-GB", "2024-05-14", "https://example.org/a?b&c", "Envoy Visits Port"]);
    let body = page.fields.iter().find(|field| &*field.name == "body").unwrap();
    let headings: Vec<_> = body.headings.iter().map(|span| &body.text[span.range()]).collect();
    assert_eq!(headings, ["Next day"]);
}

#[test]
fn a_title_of_the_page_that_says_something_else_is_a_field_too() {
    let html = "<html><title>Ship &eacute; Comes</title><body><h1>The Ship Came</h1><p>x y</p>";
    assert_eq!(
        shown(html)[..2],
        [("title".into(), "The Ship Came".into()), ("page-title".into(), "Ship é Comes".into())]
    );
    assert_eq!(shown("<title>Only\n this</title><p>x y</p>")[0], ("title".into(), "Only this".into()));
    assert_eq!(shown("<svg><title>Icon</title></svg><p>x y</p>"), [("body".into(), "x y".into())]);
}

#[test]
fn inline_tags_leave_no_space_and_blocks_end_paragraphs() {
    assert_eq!(text("Pres<b>id</b>ent  <i> X</i>\t<i>Y</i> <!-- no -->Z"), "President X Y Z");
    assert_eq!(text("<p>a<p>b<div>c</div>d<table><tr><td>e<td>f</table>g"), "a\n\nb\n\nc\n\nd\n\ne\n\nf\n\ng");
    assert_eq!(text("x<br/>y<br>\n<br>z"), "x\ny\n\nz");
    assert_eq!(text("word<sup>1</sup> 10<sup>th</sup> CO<sub>2</sub>"), "word 10th CO2");
    assert_eq!(text("<ruby>漢<rt>kan</rt></ruby>字"), "漢字");
    assert_eq!(text("a<img src=x>b <svg><path/></svg>c"), "a\u{FFFC}b \u{FFFC}c");
    assert_eq!(text("un&shy;told &mdash; AT&T &#8217;s&nbsp;x &copy y"), "un\u{AD}told — AT&T ’s\u{A0}x © y");
}

#[test]
fn hidden_parts_and_parts_in_another_language_are_left_out() {
    assert_eq!(text("<p hidden>no<p>yes <span aria-hidden=true>no</span>x"), "yes \u{FFFC}x");
    assert_eq!(text("<div style='display: none'>no<div>no</div></div>yes"), "yes");
    assert_eq!(text("He said <i lang=ko>안녕</i> to <i lang=en-US>them</i>."), "He said \u{FFFC} to them.");
    assert_eq!(text("<p lang=id>Tidak<p>yes<nav><p>no</nav> on"), "yes\n\non");
    assert_eq!(text("<b translate=no>Xyz Corp</b> and <b class=x translate=no>Q</b> end"), "and \u{FFFC} end");
    assert_eq!(text("<textarea><p>no</textarea><select><option>no</select>yes"), "yes");
}

#[test]
fn blank_lines_end_paragraphs_where_they_are_said_to() {
    let fields = part("One\ntwo <b>x</b>\n\n<i>three</i>\r\n\r\nfour", true);
    assert_eq!(&*fields[0].text, "One two x\n\nthree\r\n\r\nfour");
    assert_eq!(text("One\ntwo\n\nthree"), "One two three");
}

#[test]
fn a_scope_is_the_main_part_of_a_page() {
    assert_eq!(body("<p>menu</p><main><p>x</main><p>y"), "x");
    assert_eq!(
        body("<p>menu</p><article><p>x<article>y</article>z</article>a<article>b</article>"),
        "x\n\ny\n\nz\n\nb"
    );
    assert_eq!(body("<header>no</header><p>x y</p><footer>no</footer>"), "x y");
    assert_eq!(body("<div role=navigation>no</div>yes"), "yes");
}

#[test]
fn an_xhtml_page_closes_its_elements_itself() {
    let html = "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"fr\"><head><title/>\
        <script src=\"a.js\"/></head><body><p>Le texte</p></body></html>";
    assert_eq!(shown(html), [("body".into(), "Le texte".into())]);
    assert_eq!(page(html).lang.as_deref(), Some("fr"));
}

#[test]
fn a_description_that_stands_in_the_text_is_not_read_twice() {
    let html = |description: &str| {
        format!("<meta name=description content=\"{description}\"><p>The envoy\n came by ship. He left.</p>")
    };
    assert_eq!(shown(&html("The envoy came by  ship\u{2026}")).len(), 1);
    assert_eq!(shown(&html("The envoy came by ship. [...]")).len(), 1);
    assert_eq!(shown(&html("The envoy came by train"))[0].0, "description");
}

#[test]
fn a_place_is_that_of_the_words_and_entities_in_it_are_whole() {
    let html = "<p>The Caf&eacute; <b>de</b>  Paris</p>";
    let found = &part(html, false)[0];
    let place = |words: &str| {
        let start = found.text.find(words).unwrap();
        let span = Span::new(start, start + words.len());
        (&html[found.map.raw(span).range()], found.map.editable(span))
    };
    assert_eq!(place("Café"), ("Caf&eacute;", true));
    assert_eq!(place("fé"), ("f&eacute;", true));
    assert_eq!(place("Café de"), ("Caf&eacute; <b>de", false));
    assert_eq!(place("de"), ("de", true));
    assert_eq!(found.map.layers(Span::new(4, 9)), [Layer::Html]);
}

#[test]
fn html_in_a_json_string_has_the_places_of_the_json() {
    let raw = "<p>x\\u0026amp; \\u003cb\\u003eCaf\\u00e9\\n \\u003c/b\\u003ed</p>";
    let (html, outer) = crate::formats::json_string::decode(raw, Span::new(0, raw.len()), usize::MAX).finish();
    let fields = fields(&html, Some(&outer), Reading::body("content_html", None));
    assert_eq!(&*fields[0].text, "x& Café d");
    check_map(raw, &fields[0]);
    assert_eq!(&raw[fields[0].map.raw(Span::new(1, 2)).range()], "\\u0026amp;");
    assert_eq!(fields[0].map.layers(Span::new(3, 4)), [Layer::Json, Layer::Html]);
}

#[test]
fn an_alternative_text_between_apostrophes_is_escaped_for_them() {
    let html = "<img alt='a \"b\" &amp; c'><img alt=\"d e\"><img alt=bare><p>x";
    let alt = part(html, false).pop().unwrap();
    assert_eq!((&*alt.text, alt.kind), ("a \"b\" & c\n\nd e", FieldKind::Caption));
    assert_eq!(alt.map.layers(Span::new(0, 1)), [Layer::Quoted]);
    assert_eq!(alt.map.layers(Span::new(6, 7)), [Layer::Quoted]);
    assert_eq!(alt.map.layers(Span::new(11, 12)), [Layer::Html]);
}

#[test]
fn pages_are_known_by_what_they_begin_with() {
    for head in ["<!DOCTYPE html>", "\n<!-- x -->\n<HTML lang=en>", "<?xml version='1.0'?><!doctype html PUBLIC"] {
        assert!(Html.sniff(head.as_bytes()), "{head}");
    }
    for head in ["<p>x", "<rss>", "text <html>", "<!-- <html>", "<?xml version='1.0'?><feed>"] {
        assert!(!Html.sniff(head.as_bytes()), "{head}");
    }
}

#[test]
fn a_page_without_text_is_said_to_be_one_and_a_broken_one_is_read_so_far() {
    let options = FormatOptions::default();
    let problems: Vec<_> = Html.documents(input("a.html", "<script>x y</script>"), &options).collect();
    assert!(matches!(&problems[..], [Err(problem)] if !problem.is_error()));
    let read: Vec<_> = Html.documents(failing_input("a.html", b"<p>One two thr"), &options).collect();
    assert!(matches!(&read[..], [Ok(document), Err(_)] if &*document.fields[0].text == "One two"));
}

#[test]
fn hostile_nesting_takes_neither_the_stack_nor_time() {
    for html in [
        "<div>".repeat(30_000),
        "<b>".repeat(30_000) + &"</i>".repeat(30_000),
        "<nav>".repeat(20_000) + &"</div>".repeat(20_000),
        "<p hidden>".repeat(10_000),
        (0..5_000).map(|number| format!("<x{number} hidden>")).collect(),
        "&".repeat(30_000) + &"<".repeat(30_000),
        "<h1>.</h1><title>.</title>".repeat(30_000),
        "<a ".to_owned() + &"a=1 ".repeat(30_000) + ">",
    ] {
        assert!(part(&format!("{html}x y"), true).len() <= 1);
        page(&html);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(128)))]

    #[test]
    fn any_html_keeps_the_promises_of_its_map(
        html in html(),
        blank_lines: bool,
    ) {
        part(&html, blank_lines);
        shown(&html);
    }

    #[test]
    fn html_in_a_layer_keeps_the_promises_of_both_maps(html in "(<b>|</p>|&amp;|&lt;|é|a|\\\\|\"| |\n|\t){0,20}") {
        let json = serde_json::to_string(&html).unwrap();
        let raw = &json[1..json.len() - 1];
        let (middle, outer) = crate::formats::json_string::decode(raw, Span::new(0, raw.len()), usize::MAX).finish();
        for field in fields(&middle, Some(&outer), Reading::body("x", None)) {
            check_map(raw, &field);
        }
        let mut escaped = SourceMapBuilder::within(Layer::Xml);
        let raw: String = html.chars().map(|char| match char {
            '&' => "&amp;".to_owned(),
            '<' => "&#60;".to_owned(),
            char => char.to_string(),
        }).collect();
        let mut at = 0;
        while at < raw.len() {
            match reference(&raw[at..], false) {
                Some((shown, length)) => {
                    escaped.decoded(Span::new(at, at + length), shown.text(&mut [0; 4]), Layer::Xml);
                    at += length;
                }
                None => {
                    let length = raw[at..].chars().next().map_or(1, char::len_utf8);
                    escaped.copied(at, &raw[at..at + length]);
                    at += length;
                }
            }
        }
        let (middle, outer) = escaped.finish();
        prop_assert_eq!(&middle, &html);
        for field in fields(&middle, Some(&outer), Reading::body("x", None)) {
            check_map(&raw, &field);
        }
    }
}
