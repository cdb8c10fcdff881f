use super::*;
use crate::formats::tests::input;

fn name(head: &str) -> Option<&str> {
    Root::of(head.as_bytes()).map(|root| root.name)
}

#[test]
fn the_root_element_is_found_behind_what_may_stand_before_it() {
    assert_eq!(
        name("\u{FEFF}<?xml version='1.0'?>\n<!-- <a> -->\n<!DOCTYPE b [<!ENTITY c '>'>]>\n<x:d e='f'>"),
        Some("x:d")
    );
    assert_eq!(name("<!DOCTYPE b SYSTEM 'c'><d/>"), Some("d"));
    assert_eq!([name("text"), name("<!-- open"), name(""), name("<?xml")], [None; 4]);
}

#[test]
fn xml_of_another_kind_is_named_and_passed_over_in_folders() {
    let options = FormatOptions::default();
    let problems = |named: bool| -> Vec<_> {
        let mut input = input("a.xml", "<?xml version='1.0'?><project/>");
        input.named = named;
        Xml.documents(input, &options).filter_map(Result::err).collect()
    };
    assert!(problems(true)[0].is_error() && problems(true)[0].to_string().contains("root element is `<project>`"));
    assert!(!problems(false)[0].is_error());
    let feed = "<rss><channel><item><title>One</title></item></channel></rss>";
    assert_eq!(Xml.documents(input("a.xml", feed), &options).filter(Result::is_ok).count(), 1);
}

#[test]
fn a_tag_with_two_brackets_is_read_to_its_end() {
    let names = |tag| tree::attributes(tag).map(|one| one.name.to_owned()).collect::<Vec<_>>();
    assert!(names("<<t\u{b7}\n=\"1.4\"\n\u{a2}>").is_empty());
    assert_eq!(names("<a\u{b7} b='1' c = \"2\"/>"), ["b", "c"]);
    assert!(names("<").is_empty() && names("</>").is_empty() && names("<é").is_empty());
}
