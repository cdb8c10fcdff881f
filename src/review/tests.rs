use super::*;
use crate::finding::Finding;
use crate::finding::baseline::testing::findings;
use crate::finding::baseline::{Aliases, Baseline, Entry, Known, List, Scope};
use crate::input::NamedEncoding;
use crate::report::{CsvOptions, ReportOptions, format};
use std::collections::HashSet;

const RULE: &str = "house/x";

/// The table that the report writes of these findings, with these decisions in its last two cells.
fn table(findings: &[Finding], decisions: &[(&str, &str)]) -> String {
    let options = ReportOptions { csv: CsvOptions::default(), ..ReportOptions::default() };
    let mut report = (format("csv").unwrap().new)(&options);
    let mut out = Vec::new();
    report.begin(&mut out).unwrap();
    findings.iter().for_each(|finding| report.finding(finding, &mut out).unwrap());
    let text = String::from_utf8(out).unwrap();
    let mut lines: Vec<String> = text.split_terminator("\r\n").map(str::to_owned).collect();
    for (line, (status, comment)) in lines[1..].iter_mut().zip(decisions) {
        *line = format!("{}{status},{comment}", line.strip_suffix(',').unwrap());
    }
    lines.join("\r\n") + "\r\n"
}

fn four() -> Vec<Finding> {
    findings("a.txt", RULE, "=x", "one =x, two \"=x\" three; =x four and then =x")
}

fn decided() -> String {
    table(&four(), &[("dismissed", "\"so, it \"\"is\"\"\nright\""), ("later", ""), ("", ""), ("fixed", "done")])
}

/// What the entries say that a review makes of these rows.
fn decide(rows: &[Row], findings: &[Finding]) -> (Vec<(List, String)>, Vec<String>) {
    let (baseline, aliases) = (Baseline::default(), Aliases::new());
    let known = Known::new(&baseline, &aliases);
    let mut review = Review::new(&known, rows);
    review.document(findings);
    let decided = review.finish(&HashSet::from(["a.txt".into()]));
    (decided.decisions.into_iter().map(|(_, entry)| (entry.list, entry.reason)).collect(), decided.notes)
}

#[test]
fn decisions_become_entries_and_nothing_else_does() {
    let rows = read("t.csv", &decided()).unwrap();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 5]);
    let (entries, notes) = decide(&rows, &four());
    assert_eq!(entries, [(List::Dismissed, "so, it \"is\"\nright".into()), (List::Accepted, String::new())]);
    assert_eq!(notes, ["row 5: fixed, and it is still there: \"=x\" in a.txt:1:42"]);
}

#[test]
fn what_a_spreadsheet_changes_is_read_all_the_same() {
    let plain = decided();
    let rows = read("t.csv", &plain).unwrap();
    let mut records = csv::ReaderBuilder::new().has_headers(false).from_reader(plain.as_bytes());
    let records: Vec<csv::StringRecord> = records.records().map(Result::unwrap).collect();
    let written = |delimiter: u8, style: csv::QuoteStyle, quote: u8, end: csv::Terminator, backwards: bool| {
        let mut writer = csv::WriterBuilder::new();
        let writer = writer.delimiter(delimiter).quote_style(style).quote(quote).terminator(end);
        let mut writer = writer.from_writer(Vec::new());
        for record in &records {
            let mut cells: Vec<&str> = record.iter().collect();
            if backwards {
                cells.reverse();
            }
            writer.write_record(cells).unwrap();
        }
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    };
    let (always, needed) = (csv::QuoteStyle::Always, csv::QuoteStyle::Necessary);
    let (lf, cr) = (csv::Terminator::Any(b'\n'), csv::Terminator::Any(b'\r'));
    for text in [
        written(b';', needed, b'"', csv::Terminator::CRLF, false),
        written(b'\t', always, b'"', lf, true),
        written(b',', always, b'\'', lf, false),
        written(b'|', needed, b'"', cr, false),
        format!("\u{feff}sep=;\r\n{}", written(b';', needed, b'"', lf, true)),
        format!("\n{}", plain.replacen("fingerprint,status", " Fingerprint ,\"STATUS\"", 1)),
    ] {
        assert_eq!(read("t.csv", &text).unwrap(), rows, "{text}");
    }
    // Columns and cells that are not needed may be gone.
    let name = four()[0].fingerprint.to_string();
    let few = read("t.csv", &format!("status;fingerprint\ndismissed;{name}\n;x\nlater\n\n")).unwrap_err();
    assert_eq!(
        few[0].to_string(),
        "t.csv: row 4: a status and nothing that it speaks of: `fingerprint` and `found` are empty"
    );
    let few = read("t.csv", &format!("status;fingerprint\nDISMISSED ;'{name}\n;x\n")).unwrap();
    assert_eq!(decide(&few, &four()).0.len(), 1);
}

#[test]
fn encodings_of_spreadsheets_are_read() {
    let text =
        "status,fingerprint,comment\r\ndismissed,m1-aaaaaaaaaaaaaaaa,Das ist schön – „genau“ so wie gewünscht\r\n";
    let wide = |mark: bool, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let mark = if mark { vec![0xFEFF] } else { vec![] };
        mark.into_iter().chain(text.encode_utf16()).flat_map(order).collect()
    };
    let (latin, _, broken) = encoding_rs::WINDOWS_1252.encode(text);
    assert!(!broken);
    for bytes in [
        text.as_bytes().to_vec(),
        format!("\u{feff}{text}").into_bytes(),
        wide(true, u16::to_le_bytes),
        wide(true, u16::to_be_bytes),
        wide(false, u16::to_le_bytes),
        wide(false, u16::to_be_bytes),
        latin.into_owned(),
    ] {
        assert_eq!(text_of("t.csv", &bytes, None).unwrap().0, text);
    }
    assert!(text_of("t.csv", &[0, 1, 2, 0, 0, 0, 255], None).is_err());
    let workbook = text_of("t.xlsx", b"PK\x03\x04\x14\0", None).unwrap_err().to_string();
    assert_eq!(workbook, "t.xlsx: a workbook, not a table; save it as CSV");
}

#[test]
fn a_table_whose_bytes_tell_no_encoding_is_read_all_the_same() {
    // Curly quotation marks, a dash, a lone accent: in windows-1252 none of them tells what it is.
    for comment in ["it’s “right”", "ok – fine", "à voir", "§ 5", "100 €"] {
        let text = format!("status,fingerprint,comment\ndismissed,m1-aaaaaaaaaaaaaaaa,{comment}\n");
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
        let (read, note) = text_of("t.csv", &bytes, None).unwrap();
        assert_eq!((read, note.is_some()), (text, true));
    }
    // What is named counts, where the table is in an encoding of one language.
    let cyrillic = NamedEncoding::of("windows-1251").ok();
    let text = "status,fingerprint,comment\ndismissed,m1-aaaaaaaaaaaaaaaa,да\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
    assert_eq!(text_of("t.csv", &bytes, cyrillic).unwrap(), (text.to_owned(), None));
    assert_eq!(text_of("t.csv", text.as_bytes(), cyrillic).unwrap(), (text.to_owned(), None));
}

#[test]
fn all_that_is_wrong_is_named_with_its_row() {
    let (one, two) = ("m1-aaaaaaaaaaaaaaaa", "m1-bbbbbbbbbbbbbbbb");
    let errors =
        |text: &str| -> Vec<String> { read("t.csv", text).unwrap_err().iter().map(ToString::to_string).collect() };
    let text = format!("status,fingerprint\nmaybe,{one}\nfixed,{two}\nlater,{two}\nfixed,{two}\n");
    assert_eq!(
        errors(&text),
        [
            "t.csv: row 2: unknown status `maybe`; it can be fixed, dismissed, dismissed document, dismissed everywhere, \
             later, or nothing",
            "t.csv: row 4: another status than in row 3, which speaks of the same finding",
            "t.csv: row 5: another status than in row 4, which speaks of the same finding",
        ]
    );
    assert!(errors("a;b\n1;2\n")[0].contains("which has `a;b`; it has to be a table"));
    assert!(errors("").len() == 1 && errors("\n\n").len() == 1);
}

#[test]
fn a_row_finds_its_finding_under_another_name_if_it_can_mean_no_other() {
    let rows = read("t.csv", &table(&four()[..1], &[("dismissed", "")])).unwrap();
    let moved = findings("a.txt", RULE, "=x", "wholly other =x words");
    assert_eq!(decide(&rows, &moved).0.len(), 1);
    let two = findings("a.txt", RULE, "=x", "wholly other =x words, and =x again");
    let (entries, notes) = decide(&rows, &two);
    assert_eq!((entries.len(), &*notes[0]), (0, "row 2: \"=x\" stands in several places there; export a new table"));
    let elsewhere = findings("b.txt", RULE, "=x", "wholly other =x words");
    assert_eq!(decide(&rows, &elsewhere).0.len(), 0);
    // What was fixed is not looked for under another name.
    let rows = read("t.csv", &table(&four()[..1], &[("fixed", "")])).unwrap();
    assert_eq!(decide(&rows, &moved), (vec![], vec![]));
}

#[test]
fn a_decision_keeps_the_reason_that_was_there_unless_it_gives_one() {
    let found = four();
    let baseline = Baseline::of(vec![Entry::of(&found[0], List::Accepted, Scope::Here, "because")]);
    let aliases = Aliases::new();
    let known = Known::new(&baseline, &aliases);
    let rows = read("t.csv", &table(&found[..1], &[("dismissed everywhere", "")])).unwrap();
    let mut review = Review::new(&known, &rows);
    review.document(&found);
    let decided = review.finish(&HashSet::new());
    let new = baseline.with(decided.decisions);
    assert_eq!(new.entries().len(), 1);
    let entry = &new.entries()[0];
    assert_eq!(
        (entry.scope, entry.list, &*entry.reason, &*entry.fingerprint),
        (Scope::Everywhere, List::Dismissed, "because", "")
    );
}
