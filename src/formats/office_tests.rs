//! Tests of office documents and books: what is read, where it stands, and files that are broken or hostile.

use crate::document::{Document, FieldKind};
use crate::formats::promises::{apart, cases, check_maps};
use crate::formats::tests::input;
use crate::formats::{FormatOptions, documents_of};
use crate::source::Span;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn zip(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!("<?xml version=\"1.0\"?>\n<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Titel\"><w:name w:val=\"Title\"/></w:style>\
        <w:style w:styleId=\"b1\"><w:name w:val=\"heading 1\"/></w:style>\
        <w:style w:styleId=\"v1\"><w:name w:val=\"toc 1\"/></w:style></w:styles>";
    let core = "<cp:p xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>Set</dc:title><dc:language>en-GB</dc:language></cp:p>";
    zip(&[("word/document.xml", &document), ("word/styles.xml", styles), ("docProps/core.xml", core)])
}

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:style=\"s\"><office:automatic-styles>\
         <style:style style:name=\"P1\" style:parent-style-name=\"Title\"/></office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let meta = "<office:m xmlns:office=\"o\" xmlns:dc=\"d\"><dc:language>id</dc:language></office:m>";
    zip(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content), ("meta.xml", meta)])
}

fn epub(chapters: &[(&str, &str)]) -> Vec<u8> {
    let items: String = (0..)
        .zip(chapters)
        .map(|(number, (name, _))| {
            format!("<item id=\"c{number}\" href=\"{name}\" media-type=\"application/xhtml+xml\"/>")
        })
        .collect();
    let order: String = (0..chapters.len()).map(|number| format!("<itemref idref=\"c{number}\"/>")).collect();
    let package = format!(
        "<package xmlns:dc=\"d\"><metadata><dc:language>en</dc:language></metadata><manifest>{items}\
         <item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/></manifest>\
         <spine>{order}<itemref idref=\"nav\"/></spine></package>"
    );
    let container = "<container><rootfiles><rootfile full-path=\"OEBPS/a.opf\"/></rootfiles></container>";
    let names: Vec<String> = chapters.iter().map(|(name, _)| format!("OEBPS/{name}")).collect();
    let mut members =
        vec![("mimetype", "application/epub+zip"), ("META-INF/container.xml", container), ("OEBPS/a.opf", &package)];
    members.extend(names.iter().zip(chapters).map(|(name, (_, text))| (name.as_str(), *text)));
    zip(&members)
}

fn read(file: &str, bytes: Vec<u8>) -> (Vec<Document>, Vec<String>) {
    let options = FormatOptions::default();
    let (documents, problems) = apart(documents_of(input(file, bytes), &options));
    documents.iter().for_each(check_maps);
    (documents, problems.iter().map(|problem| problem.to_string()).collect())
}

fn one(file: &str, bytes: Vec<u8>) -> Document {
    let (mut documents, problems) = read(file, bytes);
    assert!(problems.is_empty() && documents.len() == 1, "{problems:?}");
    documents.remove(0)
}

fn shown(document: &Document) -> Vec<(&str, &str)> {
    document.fields.iter().map(|field| (&*field.name, &*field.text)).collect()
}

#[test]
fn runs_of_a_paragraph_are_one_text() {
    let body = "<w:p><w:pPr><w:pStyle w:val=\"Titel\"/></w:pPr><w:r><w:t>The title</w:t></w:r></w:p>\
        <w:p><w:pPr><w:pStyle w:val=\"v1\"/></w:pPr><w:r><w:t>Contents</w:t></w:r></w:p>\
        <w:p><w:pPr><w:pStyle w:val=\"b1\"/></w:pPr><w:r><w:t>A heading</w:t></w:r></w:p>\
        <w:p><w:r><w:t>An hono</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">rary </w:t></w:r>\
        <w:r><w:t>visit &amp; more</w:t><w:tab/><w:t>é</w:t></w:r></w:p><w:p/>";
    let document = one("a.docx", docx(body));
    assert_eq!(shown(&document), [("title", "The title"), ("body", "A heading\n\nAn honorary visit & more\té")]);
    assert_eq!(document.lang.as_deref(), Some("en-GB"));
    let text = &document.fields[1];
    assert_eq!((text.kind, &text.text[text.headings[0].range()]), (FieldKind::Body, "A heading"));
    let at = text.text.find("honorary").unwrap();
    let span = Span::new(at, at + "honorary".len());
    let raw = text.map.raw(span);
    let written = &document.raw.text()[raw.range()];
    assert!(written.starts_with("hono</w:t>") && written.ends_with("rary") && !text.map.editable(span));
    let place = document.raw.place(raw);
    assert_eq!((place.member.as_deref(), place.line), (Some("word/document.xml"), 2));
}

#[test]
fn what_is_no_text_of_a_word_document_is_skipped() {
    let body = "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>\
        <w:moveFrom><w:r><w:t>from</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>\
        <w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:drawing><wp:docPr xmlns:wp=\"x\" descr=\"A &quot;boat&quot;\"/>\
        <w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r>\
        <w:hyperlink><w:r><w:t xml:space=\"preserve\"> link</w:t></w:r></w:hyperlink></w:p>";
    let document = one("a.docx", docx(body));
    assert_eq!(shown(&document), [("body", "new link"), ("caption", "A \"boat\"")]);
    let document = one("-", docx("<w:p><w:r><w:t>Plain</w:t></w:r></w:p>"));
    assert_eq!(shown(&document), [("body", "Plain")]);
}

#[test]
fn an_open_document_is_read_the_same() {
    let body = "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p text:style-name=\"P1\">The title</text:p>\
        <text:h>A heading</text:h><text:p>An <text:span>hono</text:span>rary<text:s text:c=\"2\"/>visit<text:note><text:p>foot</text:p>\
        </text:note><text:line-break/>&#233;</text:p>\
        <text:p><draw:frame xmlns:draw=\"w\" xmlns:svg=\"v\"><svg:desc>A boat</svg:desc><draw:text-box><text:p>box</text:p></draw:text-box>\
        </draw:frame></text:p>";
    let document = one("a.odt", odt(body));
    assert_eq!(
        shown(&document),
        [("title", "The title"), ("body", "A heading\n\nAn honorary visit\né"), ("caption", "A boat")]
    );
    assert_eq!(document.lang.as_deref(), Some("id"));
    assert_eq!(document.fields[1].headings.len(), 1);
    assert_eq!(one("-", odt(body)).fields.len(), 3);
}

#[test]
fn the_chapters_of_a_book_are_documents() {
    let chapter = |title: &str, text: &str| {
        format!("<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>")
    };
    let (one, two) = (chapter("One", "First &amp; foremost."), chapter("Two", "Then."));
    let (documents, problems) = read("a.epub", epub(&[("one.xhtml", &one), ("b/two.xhtml", &two)]));
    assert!(problems.is_empty() && documents.len() == 2, "{problems:?}");
    assert_eq!((&*documents[1].id, &*documents[1].key), ("a.epub#OEBPS/b/two.xhtml", "a.epub#OEBPS/b/two.xhtml"));
    assert!(documents[0].fields.iter().any(|field| field.text.contains("First & foremost.")), "{documents:?}");
    assert_eq!(documents[0].lang.as_deref(), Some("en"));
    assert_eq!(documents[1].raw.place(Span::new(0, 1)).member.as_deref(), Some("OEBPS/b/two.xhtml"));
    let (documents, problems) = read("a.epub", epub(&[("one.xhtml", &one), ("./one.xhtml", &one)]));
    assert_eq!((documents.len(), problems.len()), (1, 0), "a member that is named twice is read once");
    let (documents, problems) = read("a.epub", epub(&[("one.xhtml", &one), ("../../evil.xhtml", "")]));
    assert_eq!(documents.len(), 1);
    assert!(problems[0].contains("member `evil.xhtml`: it is named in the package, and missing"), "{problems:?}");
}

#[test]
fn broken_and_hostile_files_are_problems_that_name_the_member() {
    let problem = |file: &str, bytes: Vec<u8>| {
        let (documents, problems) = read(file, bytes);
        assert!(documents.is_empty() && problems.len() == 1, "{problems:?}");
        problems[0].clone()
    };
    let whole = docx("<w:p><w:r><w:t>A</w:t></w:r></w:p>");
    assert!(problem("a.docx", whole[..whole.len() / 2].to_vec()).contains("broken or cut off"));
    assert!(problem("a.docx", b"PK\x03\x04".to_vec()).contains("broken or cut off"));
    assert!(problem("a.docx", b"text".to_vec()).contains("not a zip file"));
    assert!(problem("a.docx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old".to_vec()).contains("encrypted with a password"));
    assert!(problem("a.docx", zip(&[("x", "y")])).contains("it has no member `word/document.xml`"));
    let broken = problem("a.docx", docx("<w:p></w:q>"));
    assert!(
        broken.starts_with("a.docx:2:") && broken.contains("member `word/document.xml`: not well-formed XML"),
        "{broken}"
    );
    let cut = problem("a.docx", zip(&[("word/document.xml", "<w:document>\n<w:p>")]));
    assert!(cut.contains("breaks off inside"), "{cut}");
    let bomb = problem("a.docx", docx(&" ".repeat(9 << 20)));
    assert!(bomb.contains("member `word/document.xml`") && bomb.contains("zip bomb"), "{bomb}");
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b SYSTEM \"file:///etc/passwd\">]><w:document><w:p><w:r><w:t>&a;&b;</w:t></w:r></w:p></w:document>";
    assert_eq!(&*one("a.docx", zip(&[("word/document.xml", entities)])).fields[0].text, "&a;&b;");
    let manifest = "<m><encryption-data/></m>";
    assert!(
        problem("a.odt", zip(&[("content.xml", "x"), ("META-INF/manifest.xml", manifest)]))
            .contains("`content.xml`: encrypted")
    );
    let deep = "<w:a>".repeat(50_000) + &"</w:a>".repeat(50_000);
    assert!(read("a.docx", docx(&deep)).1.is_empty());
}

#[test]
fn a_zip_file_that_is_no_text_is_a_binary_file() {
    let (documents, problems) = read("a.txt", zip(&[("x", "y")]));
    assert!(documents.is_empty() && problems[0].contains("binary"), "{problems:?}");
    let (_, problems) = read("a.jsonl", zip(&[("x", "y\ny\n")]));
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[test]
fn every_cut_of_a_file_is_read() {
    let whole = docx("<w:p><w:r><w:t>Tea &amp; 茶</w:t></w:r></w:p>");
    for end in 0..whole.len() {
        let _ = read("a.docx", whole[..end].to_vec());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(64)))]

    #[test]
    fn maps_keep_their_promises(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("<w:p><w:r><w:t>"), Just("</w:t></w:r></w:p>"), Just("</w:t></w:r><w:r><w:t>"), Just("&amp;"), Just("&#233;"),
                Just("word"), Just(" "), Just("é e\u{301} 茶 🍵"), Just("שלום"), Just("\t\r\n"), Just("<w:tab/>"), Just("&"),
                Just("</w:t><w:br/><w:t>"), Just("<![CDATA[<x>]]>"), Just("<!-- c -->"), Just("<w:del>"), Just("</w:del>"),
            ],
            0..30,
        ),
    ) {
        let body = parts.concat();
        let _ = read("a.docx", docx(&body));
        let _ = read("a.docx", docx(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", body.replace(['<', '>'], ""))));
        let _ = read("a.odt", odt(&body.replace("w:t", "text:span").replace("w:", "text:")));
    }
}
