//! The contract of documents and their source maps, shown on a format that exists only in memory: JSON escapes,
//! entities in one and in two layers, CDATA, text without raw bytes, opaque parts, a member of a zip file.

mod support;

use mtaudit::audit::{Auditor, Settings};
use mtaudit::corpus::Evidence;
use mtaudit::finding::{Applicability, Edit, Finding, Severity};
use mtaudit::fix::{Repair, apply};
use mtaudit::input::TextEncoding;
use mtaudit::rules::{PackSource, RuleIndex, RuleSet, load};
use mtaudit::source::{PieceKind, Span};
use proptest::prelude::*;
use std::sync::Arc;
use support::decode::unescape;
use support::sample::{Bytes, Container, Part, Sample, sample, samples};

/// The pieces lie side by side from the start of the text to its end.
fn check_tiling(sample: &Sample) {
    let mut end = 0;
    for piece in sample.field().map.pieces() {
        assert_eq!(piece.text.start(), end);
        assert!(Span::checked(&sample.field().text, piece.text.start(), piece.text.end()).is_some());
        assert!(Span::checked(sample.document.raw.text(), piece.raw.start(), piece.raw.end()).is_some());
        end = piece.text.end();
    }
    assert_eq!(end, sample.field().text.len());
}

/// The raw bytes of each piece, decoded in its layers, are its text.
fn check_decoding(sample: &Sample) {
    for piece in sample.field().map.pieces() {
        let raw = sample.document.raw.text()[piece.raw.range()].to_owned();
        let text = &sample.field().text[piece.text.range()];
        match &piece.kind {
            PieceKind::Copied => assert_eq!(raw, text),
            PieceKind::Decoded(layers) => {
                assert_eq!(layers.iter().fold(raw, |raw, &layer| unescape(&raw, layer)), text);
            }
            PieceKind::Synthetic => assert_eq!(raw, ""),
            PieceKind::Opaque => assert!(!raw.is_empty()),
        }
    }
}

/// The raw place of a span holds all that says its characters, and nothing that says another.
fn check_span(sample: &Sample, span: Span) {
    let raw = sample.field().map.raw(span);
    let text = sample.document.raw.text();
    assert!(Span::checked(text, raw.start(), raw.end()).is_some());
    for shown in &sample.shown {
        let Some(place) = &shown.raw else { continue };
        if shown.text.start < span.end() && span.start() < shown.text.end {
            assert!(raw.start() <= place.start && place.end <= raw.end(), "{shown:?} is not in {raw:?}");
        } else {
            assert!(place.end <= raw.start() || raw.end() <= place.start, "{shown:?} is in {raw:?}");
        }
    }
    let touched: Vec<_> = sample.touched(span).collect();
    if let (Some(first), Some(last)) = (touched.first(), touched.last())
        && first.raw.is_some()
        && last.raw.is_some()
    {
        assert_eq!(&text[raw.range()], sample.expected(span));
    }
    let place = sample.document.raw.place(raw);
    assert_eq!(sample.text_of_bytes(place.byte_start..place.byte_end), text[raw.range()]);
    let before: Vec<&str> = text[..raw.start()].split('\n').collect();
    assert_eq!(place.line as usize, before.len());
    assert_eq!(place.column as usize, before[before.len() - 1].chars().count() + 1);
    assert!(!sample.field().map.editable(span) || touched.iter().all(|shown| shown.raw.is_some()));
}

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let part = prop_oneof![
        4 => "[aZ é漢𝄞\u{301}\"\\\\\n]{1,6}".prop_map(Part::Plain),
        3 => (prop_oneof![Just('&'), Just('<'), Just('é'), Just('x'), Just('𝄞')], 0..3u8)
            .prop_map(|(char, form)| Part::Reference(char, form)),
        1 => Just(Part::Tag),
        1 => Just(Part::Placeholder),
        1 => Just(Part::Cell),
    ];
    proptest::collection::vec(part, 0..12)
}

fn containers() -> impl Strategy<Value = Container> {
    proptest::sample::select(vec![
        Container::Json(false),
        Container::Json(true),
        Container::Xml,
        Container::CData,
        Container::Zip,
    ])
}

proptest! {
    #[test]
    fn every_map_keeps_its_promises(
        parts in parts(),
        container in containers(),
        encoding in proptest::sample::select(vec![Bytes::Utf8, Bytes::Utf8WithMark, Bytes::Utf16LittleEndian]),
        cuts in (any::<proptest::sample::Index>(), any::<proptest::sample::Index>()),
    ) {
        let sample = sample(&parts, container, encoding);
        prop_assert_eq!(&*sample.field().text, &sample.meant);
        check_tiling(&sample);
        check_decoding(&sample);
        if !sample.shown.is_empty() {
            let (first, last) = (cuts.0.index(sample.shown.len()), cuts.1.index(sample.shown.len()));
            let (first, last) = (first.min(last), first.max(last));
            check_span(&sample, Span::new(sample.shown[first].text.start, sample.shown[last].text.end));
        }
    }

    #[test]
    fn a_part_of_a_map_leads_to_the_same_raw_bytes(
        parts in parts(),
        container in containers(),
        cuts in (any::<proptest::sample::Index>(), any::<proptest::sample::Index>()),
    ) {
        let sample = sample(&parts, container, Bytes::Utf8);
        let map = &sample.field().map;
        let ends: Vec<_> = [0].into_iter().chain(sample.shown.iter().map(|shown| shown.text.end)).collect();
        let (start, end) = (cuts.0.index(ends.len()), cuts.1.index(ends.len()));
        let part = Span::new(ends[start.min(end)], ends[start.max(end)]);
        let part_map = map.part(part);
        for shown in sample.touched(part) {
            let span = Span::new(shown.text.start - part.start(), shown.text.end - part.start());
            let whole = Span::new(shown.text.start, shown.text.end);
            prop_assert_eq!(part_map.raw(span), map.raw(whole));
            prop_assert_eq!(part_map.editable(span), map.editable(whole));
        }
    }
}

proptest! {
    #[test]
    fn an_edit_is_read_back_and_nothing_else_changes(
        parts in parts(),
        container in containers(),
        encoding in proptest::sample::select(vec![Bytes::Utf8, Bytes::Utf8WithMark, Bytes::Utf16LittleEndian]),
        cuts in (any::<proptest::sample::Index>(), any::<proptest::sample::Index>()),
        replacement in "[a<>&;\"'é𝄞 \\\\\\]\n]{0,6}",
    ) {
        let sample = sample(&parts, container, encoding);
        if sample.shown.is_empty() {
            return Ok(());
        }
        let (first, last) = (cuts.0.index(sample.shown.len()), cuts.1.index(sample.shown.len()));
        let span = Span::new(sample.shown[first.min(last)].text.start, sample.shown[first.max(last)].text.end);
        let map = &sample.field().map;
        if map.editable(span) {
            let place = sample.document.raw.place(map.raw(span));
            let edit = Edit {
                field: "body".into(),
                start: 0,
                end: 0,
                byte_start: place.byte_start,
                byte_end: place.byte_end,
                region: place.region(),
                replacement: replacement.clone(),
                layers: map.layers(span),
            };
            let repair = Repair { rule: "x".into(), severity: Severity::Warning, edits: vec![edit] };
            let encoding = match sample.encoding {
                Bytes::Utf16LittleEndian => TextEncoding::Utf16LittleEndian,
                _ => TextEncoding::Utf8,
            };
            let fixed = apply(&sample.bytes, vec![repair], encoding).bytes;
            let wanted = [&sample.meant[..span.start()], &replacement, &sample.meant[span.end()..]].concat();
            prop_assert_eq!(sample.read_again(&fixed), wanted);
            prop_assert_eq!(&fixed[..place.byte_start as usize], &sample.bytes[..place.byte_start as usize]);
            prop_assert!(fixed.ends_with(&sample.bytes[place.byte_end as usize..]));
        }
    }
}

#[test]
fn the_fixed_samples_show_the_same_text_in_every_container() {
    for sample in samples() {
        let text = &*sample.field().text;
        assert_eq!(text, "Café & Co: he thanked the President of Foreign Affairs Kim Jong Un. \u{FFFC} end <ok>");
        check_tiling(&sample);
        check_decoding(&sample);
        for phrase in ["Café & Co", "President of Foreign Affairs", "&", "Un. \u{FFFC} end", "<ok>"] {
            check_span(&sample, sample.find(phrase));
        }
        assert!(!sample.field().map.editable(sample.find("of Foreign")), "a space without raw bytes is in it");
        assert_eq!(sample.field().map.opaque().collect::<Vec<_>>(), [sample.find("\u{FFFC}")]);
    }
}

#[test]
fn a_phrase_in_two_layers_stands_on_the_raw_bytes_of_both() {
    let [json, xml, cdata, zip] = [3, 6, 9, 12].map(|number| samples().swap_remove(number));
    assert_eq!(json.expected(json.find("Café & C")), r"Caf\u0026eacute; \u0026amp; C");
    assert_eq!(xml.expected(xml.find("Café & C")), "Caf&amp;eacute; &amp;amp; C");
    assert_eq!(cdata.expected(cdata.find("Café & C")), "Caf<![CDATA[&eacute;]]> <![CDATA[&amp;]]> C");
    let place = zip.document.raw.place(zip.field().map.raw(zip.find("Café")));
    assert_eq!(place.member.as_deref(), Some("content/article.xml"));
    assert_eq!((place.line, place.column, place.end_column), (2, 27, 42));
}

/// Rules that speak of what the fixed samples show, loaded like a user's own.
const RULES: &str = r#"
[pack]
description = "Rules of the contract tests"
target-language = "en"

[[rule]]
id = "phrases"
check = "phrase"
phrase = ["Café & Co", "President of Foreign Affairs", "thanked the President", "Kim Jong Un"]
suggest = "X & <é> \"漢\""
message = "{match}"
severity = "warning"
confidence = "high"
category = "terminology/wrong-term"
explanation = "They end in decoded characters, hold a tag, or a space that nobody wrote."
[[rule.example]]
bad = "[[Café & Co]] opened."
[[rule.example]]
bad = "A letter reached the [[President of Foreign Affairs]]."
[[rule.example]]
good = "The president of the bank spoke."

[[rule]]
id = "placeholder"
check = "pattern"
pattern = '\bUn\. \x{FFFC} end'
suggest = "x"
message = "{match}"
severity = "warning"
confidence = "high"
category = "terminology/wrong-term"
explanation = "A placeholder stands in it."
window = "paragraph"
[[rule.example]]
bad = "Kim Jong [[Un. \uFFFC end]]."
[[rule.example]]
bad = "Kim [[Un. \uFFFC end]] here."
[[rule.example]]
good = "Kim Jong Un. The end."

[[rule]]
id = "one-name"
check = "variants"
forms = ["Kim Jong Un", "Kim Jong-un"]
scope = "corpus"
message = "{match} here, {suggestion} elsewhere"
severity = "warning"
confidence = "high"
category = "terminology/wrong-term"
explanation = "One name, one spelling."
[[rule.example]]
documents = ["Kim Jong Un came. Kim Jong Un left.", "[[Kim Jong-un]] spoke."]
[[rule.example]]
documents = ["[[Kim Jong-un]] spoke.", "Kim Jong Un came. Kim Jong Un left."]
[[rule.example]]
good = "Kim Jong Un came."
"#;

fn auditor() -> Auditor {
    let loaded = load(RuleSet::default(), &[PackSource::in_memory("contract", &[("rules.toml", RULES)])]);
    let errors: Vec<String> = loaded.errors.iter().map(|error| error.render(false)).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n\n"));
    let active: Vec<RuleIndex> = (0..loaded.rules.rules.len() as RuleIndex).collect();
    let settings = Settings { corpus: true, ..Settings::default() };
    Auditor::new(Arc::new(loaded.rules), &active, settings)
}

/// Whether a span can be replaced, by what was noted when the sample was written: every character of it was
/// written, none is a placeholder, and nothing stands between them.
fn can_be_replaced(sample: &Sample, span: Span) -> bool {
    let touched: Vec<_> = sample.touched(span).collect();
    let adjacent = touched.windows(2).all(|pair| match (&pair[0].raw, &pair[1].raw) {
        (Some(first), Some(second)) => first.end == second.start,
        _ => false,
    });
    adjacent && !sample.meant[span.range()].contains('\u{FFFC}')
}

fn scalars(text: &str) -> u64 {
    text.chars().count() as u64
}

/// The finding says where its text is in every unit, and is edited only where that can be done.
fn check_finding(sample: &Sample, finding: &Finding, phrase: &str) {
    let span = sample.find(phrase);
    let site = &finding.site;
    let expected = sample.expected(span);
    assert_eq!((site.text.as_str(), finding.message.as_str()), (phrase, phrase));
    assert_eq!(sample.text_of_bytes(site.place.byte_start..site.place.byte_end), expected);
    let before = &sample.meant[..span.start()];
    assert_eq!((site.start, site.end), (scalars(before), scalars(before) + scalars(phrase)));
    assert_eq!(site.place.member.as_deref(), sample.member());
    let suggestion = &finding.suggestions[0];
    if !can_be_replaced(sample, span) {
        assert!(suggestion.edits.is_empty(), "{phrase} has an edit in {:?}", sample.document.raw.text());
        assert_eq!(suggestion.applicability, Applicability::Unsafe);
        return;
    }
    let [edit] = &suggestion.edits[..] else { panic!("{phrase} has {:?}", suggestion.edits) };
    assert_eq!((edit.byte_start, edit.byte_end), (site.place.byte_start, site.place.byte_end));
    assert_eq!((edit.start, edit.end), (site.start, site.end));
    // An edit has the decoded text; escaping it is for the writer.
    assert_eq!(edit.replacement, suggestion.replacement);
}

#[test]
fn findings_hold_exactly_the_raw_bytes_that_say_their_text() {
    let auditor = auditor();
    let expected =
        ["Café & Co", "thanked the President", "President of Foreign Affairs", "Kim Jong Un", "Un. \u{FFFC} end"];
    for sample in samples() {
        let (findings, _) = auditor.audit_document(&sample.document);
        let texts: Vec<&str> = findings.iter().map(|finding| &*finding.site.text).collect();
        assert_eq!(texts, expected);
        for (finding, phrase) in findings.iter().zip(expected) {
            check_finding(&sample, finding, phrase);
        }
        let edited: Vec<bool> = findings.iter().map(|finding| !finding.suggestions[0].edits.is_empty()).collect();
        // The mark of a CDATA section inside a phrase stands in the way, as a tag does.
        let whole = !sample.document.raw.text().contains("CDATA");
        assert_eq!(edited, [whole, whole, false, true, false]);
    }
}

#[test]
fn two_documents_that_contradict_each_other_are_reported_with_each_other() {
    let auditor = auditor();
    let plain = |text: &str| Part::Plain(text.into());
    let mut first = sample(&[plain("Kim Jong Un came. Kim Jong Un left.")], Container::Json(true), Bytes::Utf8);
    let hyphen = [plain("Then Kim Jong"), Part::Reference('-', 1), plain("un spoke.")];
    let mut second = sample(&hyphen, Container::Zip, Bytes::Utf16LittleEndian);
    for (sample, name) in [(&mut first, "first"), (&mut second, "second")] {
        (sample.document.id, sample.document.key) = (name.into(), name.into());
    }
    let evidence = |sample: &Sample| auditor.audit_document(&sample.document).1;
    for order in [[&first, &second], [&second, &first]] {
        let mut merged = Evidence::default();
        order.into_iter().for_each(|sample| merged.merge(evidence(sample)));
        let findings = auditor.audit_corpus(&merged);
        let [finding] = &findings[..] else { panic!("{findings:?}") };
        assert_eq!((&*finding.site.document, &*finding.site.text), ("second", "Kim Jong-un"));
        let place = &finding.site.place;
        assert_eq!(place.member.as_deref(), second.member());
        assert_eq!(second.text_of_bytes(place.byte_start..place.byte_end), "Kim Jong&amp;#45;un");
        assert_eq!(finding.suggestions[0].edits.len(), 1);
        let [related] = &finding.related[..] else { panic!("{finding:?}") };
        assert_eq!((&*related.site.document, &*related.site.text), ("first", "Kim Jong Un"));
        let place = &related.site.place;
        assert_eq!((place.member.as_deref(), place.line, place.column), (None, 2, 11));
        assert_eq!(first.text_of_bytes(place.byte_start..place.byte_end), "Kim Jong Un");
    }
    assert!(auditor.audit_corpus(&evidence(&first)).is_empty());
}
