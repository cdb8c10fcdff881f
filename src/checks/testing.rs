//! What the tests of checks share: a document audited with rules of a text, in a language that is built in.

use crate::audit::{Auditor, Settings};
use crate::document::{Document, Field, FieldKind};
use crate::finding::Finding;
use crate::rules::{PackSource, RuleIndex, load};
use crate::source::{RawText, Span};
use std::sync::Arc;

/// An auditor with the rules of a rule file, and no other.
pub fn auditor(toml: &str) -> Auditor {
    let builtin = crate::embedded::builtin();
    let head = "[pack]\nname = \"t\"\ndescription = \"d\"\ntarget-language = \"en\"\n";
    let loaded = load(builtin, &[PackSource::in_memory("t", &[("t.toml", &format!("{head}{toml}"))])]);
    assert!(loaded.errors.is_empty(), "{}", loaded.errors[0].render(false));
    let of_pack = |(_, rule): &(RuleIndex, &crate::rules::Rule)| rule.id.starts_with("t/");
    let active: Vec<RuleIndex> = (0..).zip(&loaded.rules.rules).filter(of_pack).map(|(index, _)| index).collect();
    let settings = Settings { lang: Some("en".into()), ..Settings::default() };
    Auditor::new(Arc::new(loaded.rules), &active, settings)
}

/// The findings in a text.
pub fn findings(auditor: &Auditor, text: &str) -> Vec<Finding> {
    let raw = RawText::whole("a.txt", text);
    let field = Field::copied("text", FieldKind::Text, &raw, Span::new(0, text.len()));
    let document = Document { fields: vec![field], ..Document::of_file(Arc::new(raw), "a.txt".into()) };
    auditor.audit_document(&document).0
}

/// The text of each finding, and of its related places.
pub fn shown(auditor: &Auditor, text: &str) -> Vec<(String, Vec<String>)> {
    let related = |finding: &Finding| finding.related.iter().map(|related| related.site.text.clone()).collect();
    findings(auditor, text).into_iter().map(|finding| (finding.site.text.clone(), related(&finding))).collect()
}

/// A rule without examples' need: the lines of its check, in a file that loads.
pub fn rule(lines: &str) -> String {
    format!(
        "[[rule]]\nid = \"r\"\nseverity = \"info\"\ncategory = \"style/inconsistent\"\nexplanation = \"e\"\n{lines}\n[[rule.example]]\nbad = \"[[x]]\"\n"
    )
}
