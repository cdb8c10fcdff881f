//! `rdjson`: the Reviewdog Diagnostic Format, written as findings come. Columns count bytes of UTF-8.

use super::list::JsonList;
use super::{Report, ReportOptions, Summary};
use crate::finding::{Edit, Finding, Severity};
use crate::fix::written;
use crate::source::Region;
use serde_json::{Value, json};
use std::io::{self, Write};

/// The report.
pub(super) struct RdJson {
    list: JsonList,
}

impl RdJson {
    pub(super) fn new(_: &ReportOptions) -> Self {
        RdJson { list: JsonList::default() }
    }
}

impl Report for RdJson {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"source\":{\"name\":\"mtaudit\"},\"diagnostics\":[")
    }

    fn finding(&mut self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let place = &finding.site.place;
        // A suggestion of several edits has no form here: each would be offered as a repair of its own.
        let single = |edits: &[Edit]| edits.first().filter(|_| edits.len() == 1).and_then(suggestion);
        let suggestions: Vec<Value> = finding.suggestions.iter().filter_map(|one| single(&one.edits)).collect();
        let mut diagnostic = json!({
            "message": finding.message,
            "location": { "path": place.file, "range": range(&place.region()) },
            "severity": match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Info => "INFO",
            },
            "code": { "value": finding.rule },
        });
        if !suggestions.is_empty() {
            diagnostic["suggestions"] = suggestions.into();
        }
        self.list.write(&diagnostic, out)
    }

    fn finish(&mut self, _: &Summary, out: &mut dyn Write) -> io::Result<()> {
        self.list.close(b"]}\n", out)
    }
}

fn suggestion(edit: &Edit) -> Option<Value> {
    Some(json!({ "range": range(&edit.region), "text": written(edit)? }))
}

fn range(region: &Region) -> Value {
    json!({
        "start": { "line": region.line, "column": region.utf8_column },
        "end": { "line": region.end_line, "column": region.utf8_end_column },
    })
}

#[cfg(test)]
mod tests {
    use crate::report::testing;
    use serde_json::Value;

    #[test]
    fn an_object_with_all_diagnostics() {
        insta::assert_snapshot!(testing::rendered("rdjson", &testing::all()));
    }

    #[test]
    fn columns_count_bytes() {
        let text = testing::rendered("rdjson", &[testing::wide()]);
        let value: Value = serde_json::from_str(&text).unwrap();
        let line = "首相は平壤を訪問し、東京に戻った。";
        let range = &value["diagnostics"][0]["location"]["range"];
        let at = |side: &str| range[side]["column"].as_u64().unwrap() as usize - 1;
        assert_eq!(&line[at("start")..at("end")], "東京");
    }

    #[test]
    fn a_suggestion_is_written_as_it_has_to_stand_there() {
        let mut finding = testing::plain();
        finding.suggestions[0].edits[0].replacement = "so-called \"President\"".into();
        finding.suggestions[0].edits[0].layers = vec![crate::source::Layer::Json];
        let text = testing::rendered("rdjson", &[finding]);
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["diagnostics"][0]["suggestions"][0]["text"], r#"so-called \"President\""#);
    }

    #[test]
    fn nothing_found_is_an_empty_list() {
        assert_eq!(testing::rendered("rdjson", &[]), "{\"source\":{\"name\":\"mtaudit\"},\"diagnostics\":[]}\n");
    }
}
