//! Tests of XLIFF: targets with their sources, what is no word in them, and what is not to be translated.

use super::*;
use crate::document::Document;
use crate::formats::generators::{CODES, Written, markup};
use crate::formats::promises::cases;
use crate::formats::testing::{self, place, shown};
use crate::source::Layer;
use proptest::prelude::*;

fn one(units: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\
         <file original=\"app.html\" source-language=\"id\" target-language=\"en\"><header/><body>{units}</body></file></xliff>"
    )
}

fn two(units: &str) -> String {
    format!(
        "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\" srcLang=\"id\" trgLang=\"en\">\
         <file id=\"f1\">{units}</file></xliff>"
    )
}

fn only(text: String) -> Document {
    let (mut documents, problems) = testing::read(&Xliff, text);
    assert_eq!((documents.len(), problems), (1, vec![]));
    documents.remove(0)
}

#[test]
fn a_target_is_a_field_with_its_source() {
    let document = only(one(
        "<trans-unit id=\"a\"><source>Tamu &amp; tuan</source><target state=\"final\">Guest <g id=\"1\">&amp;</g> h<g id=\"2\">o\
         </g>st<x id=\"3\"/> <ph id=\"4\">%s</ph>!</target><alt-trans><target>other</target></alt-trans></trans-unit>\
         <trans-unit id=\"b\" translate=\"no\"><source>x</source><target>not</target></trans-unit>\
         <trans-unit id=\"c\"><source>no target</source></trans-unit>\
         <group translate=\"no\"><trans-unit id=\"d\"><target>not</target></trans-unit>\
         <group translate=\"yes\"><trans-unit id=\"e\"><target>He <mrk mtype=\"protected\">Kim <b/></mrk> <bpt id=\"1\">&lt;b&gt;\
         </bpt>x<ept id=\"1\">&lt;/b&gt;</ept>{name} %d &lt;b&gt;y&lt;/b&gt;</target></trans-unit></group></group>\
         <trans-unit id=\"f\"><target>Last</target></trans-unit>",
    ));
    assert_eq!(
        shown(&document),
        [("a", "Guest & host\u{FFFC} \u{FFFC}!"), ("e", "He \u{FFFC} x{name} %d y"), ("f", "Last")]
    );
    assert_eq!((document.lang.as_deref(), document.source_lang.as_deref()), (Some("en"), Some("id")));
    assert_eq!((document.fields[0].source.as_deref(), &document.fields[1].source), (Some("Tamu & tuan"), &None));
    assert_eq!((&*document.id, &*document.key), ("file", "file"));
    assert_eq!(document.item.as_deref().unwrap().id.as_deref(), Some("app.html"));
    assert_eq!(place(&document, "Guest &").0, "Guest <g id=\"1\">&amp;");
    assert_eq!(place(&document, "&"), ("&amp;", vec![Layer::Xml], true));
    assert_eq!(place(&document, "{name}"), ("{name}", vec![Layer::Xml], false));
}

#[test]
fn version_two_has_segments() {
    let document = only(two(
        "<unit id=\"u1\"><notes><note>n</note></notes><segment id=\"s1\"><source>Satu.</source><target>One.</target></segment>\
         <ignorable><source> </source></ignorable><segment id=\"s2\"><source>Dua.</source><target>Two<pc id=\"1\">s</pc> \
         <ph id=\"2\"/><mrk id=\"m\" translate=\"no\">Kim</mrk>.</target></segment></unit>\
         <unit id=\"u2\" translate=\"no\"><segment><target>not</target></segment></unit>\
         <group translate=\"no\" id=\"g\"><unit id=\"u3\" translate=\"yes\"><segment><target>Three</target></segment></unit></group>",
    ));
    assert_eq!(shown(&document), [("u1/s1", "One."), ("u1/s2", "Twos \u{FFFC}\u{FFFC}."), ("u3", "Three")]);
    assert_eq!((document.lang.as_deref(), document.source_lang.as_deref()), (Some("en"), Some("id")));
    assert_eq!(document.fields[1].source.as_deref(), Some("Dua."));
}

#[test]
fn parts_are_documents_and_large_ones_come_in_windows() {
    let unit = "<trans-unit id=\"a\"><target>The guest has come by ship.</target></trans-unit>".repeat(8_000);
    let text = one(&unit).replace(
        "</xliff>",
        "<file original=\"b\" target-language=\"fr\"><body><trans-unit id=\"z\"><target>Un mot</target></trans-unit></body></file></xliff>",
    );
    let (documents, problems) = testing::read(&Xliff, text);
    assert_eq!(problems, []);
    let (last, first) = documents.split_last().unwrap();
    assert!(first.len() > 1 && first.iter().map(|document| document.fields.len()).sum::<usize>() == 8_000);
    for (number, document) in first.iter().enumerate() {
        let window = document.window;
        assert_eq!((window.index as usize, window.last), (number, number + 1 == first.len()));
        assert_eq!((&*document.key, document.lang.as_deref()), ("file", Some("en")));
    }
    assert_eq!((&*last.id, last.lang.as_deref(), last.window.is_whole()), ("file#b", Some("fr"), true));
}

#[test]
fn a_broken_unit_is_named_and_the_others_are_read() {
    let broken = [
        ("<target>Two</targte>", "not well-formed: `</targte>` where `<target>` is to be closed"),
        ("<target>a < b, it's</target>", "a `<` that begins no tag"),
        ("<target>Two", "not well-formed: `</trans-unit>` where `<target>` is to be closed"),
        ("<target>Two</target><!-- no end", "not well-formed"),
        ("<target>Two <g id='1>x</g></target>", ""),
    ];
    for (inside, said) in broken {
        let unit = |id: &str, target: &str| format!("<trans-unit id=\"{id}\"><target>{target}</target></trans-unit>");
        let text = one(&format!(
            "{}\n<group translate=\"no\"><trans-unit id=\"b\">{inside}</trans-unit>\n{}</group>{}",
            unit("a", "One é"),
            unit("c", "not"),
            unit("d", "Four"),
        ));
        let (documents, problems) = testing::read(&Xliff, text);
        let all: Vec<_> = documents.iter().flat_map(shown).collect();
        assert_eq!(all, [("a", "One é"), ("d", "Four")], "{inside} {problems:?}");
        assert!(documents.iter().all(|document| *document.id == *"file" && document.lang.as_deref() == Some("en")));
        assert_eq!(documents.iter().map(|document| document.window.last).collect::<Vec<_>>(), [false, true]);
        assert_eq!(problems.len(), 1, "{inside} {problems:?}");
        let problem = problems[0].to_string();
        assert!(problems[0].is_error() && problem.contains(said) && problem.starts_with("file:3:"), "{problem}");
        assert!(problem.ends_with("the item that begins in line 3 is left out; the others are read"), "{problem}");
    }
}

#[test]
fn a_break_does_not_take_what_is_said_of_the_units_behind_it() {
    // The end of the group, of the file and the language of the next file all stand behind what is broken.
    let broken = two("<group translate=\"no\"><unit id=\"a\"><segment><target>One</group><unit id=\"b\"><segment>\
         <target>Two</target></segment></unit><unit id=\"c\"><segment><target>Three</file>\
         <file id=\"f2\" trgLang=\"de\"><unit id=\"d\"><segment><target>Vier</target></segment></unit>");
    let (documents, problems) = testing::read(&Xliff, broken);
    let all: Vec<_> = documents.iter().map(|document| (document.lang.as_deref(), shown(document))).collect();
    assert_eq!(all, [(Some("en"), vec![("b", "Two")]), (Some("en"), vec![]), (Some("de"), vec![("d", "Vier")])]);
    assert_eq!(problems.len(), 2, "{problems:?}");
}

#[test]
fn a_unit_that_is_not_closed_ends_where_the_next_one_begins() {
    let unit = |target: &str| format!("<trans-unit><target>{target}</target></trans-unit>\n");
    let (documents, problems) =
        testing::read(&Xliff, one(&format!("<trans-unit><target>One\n{}{}", unit("Two"), unit("Three"))));
    assert_eq!(documents.iter().flat_map(shown).map(|(_, text)| text).collect::<Vec<_>>(), ["Two", "Three"]);
    assert!(problems[0].to_string().starts_with("file:3:1: an item begins inside of another one"), "{problems:?}");
}

#[test]
fn a_directive_for_the_file_holds_behind_a_break() {
    let text = one("<trans-unit><target>a < b</target></trans-unit>\n<trans-unit><target>Two</target></trans-unit>");
    let text = text.replace("<header/>", "<!-- mtaudit-ignore-file -->");
    let (documents, problems) = testing::read(&Xliff, text);
    assert_eq!((documents.len(), problems.len()), (1, 1));
    assert_eq!(documents[0].raw.directives().len(), 1);
}

#[test]
fn what_is_broken_or_empty_is_named() {
    let (documents, problems) = testing::read(&Xliff, one("<trans-unit id=\"a\"><source>x</source></trans-unit>"));
    assert_eq!((documents.len(), problems[0].message.as_str()), (0, "nothing in it is translated"));
    let (documents, problems) =
        testing::read(&Xliff, "<xliff><file><unit id='1'><segment><target>One</target></segment></unit><unit>");
    assert_eq!((documents.len(), documents[0].window.is_whole(), problems[0].is_error()), (1, true, true));
    let (_, problems) = testing::read(&Xliff, "<resources/>");
    assert_eq!(problems[0].message, "not an XLIFF file: its root element is `<resources>`");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(64)))]

    #[test]
    fn any_target_keeps_the_promises_of_its_map(
        source in markup(CODES), target in markup(CODES), older: bool, written in Written::any(),
    ) {
        let text = format!("<source>{source}</source><target>{target}</target>");
        let text = match older {
            true => one(&format!("<trans-unit id=\"1\">{text}</trans-unit>")),
            false => two(&format!("<unit><segment>{text}</segment><segment>{text}</segment></unit>")),
        };
        let (_, problems) = testing::read(&Xliff, written.bytes(&text));
        prop_assert!(problems.iter().all(|problem| !problem.is_error()), "{:?}", problems);
    }
}
