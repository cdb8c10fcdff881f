//! The story of an editor and a pipeline: audit a feed, decide in a spreadsheet, take the decisions back, and hear only
//! of what is new from then on.

mod support;

use support::house::house;
use support::program::{Project, Ran};

const BASELINE: &str = "mtaudit-baseline.jsonl";

fn desk() -> Project {
    house(&[
        ("garbled", "apappropriate", "error"),
        ("foreign", "President of Foreign Affairs", "error"),
        ("country", "President of Country Affairs", "error"),
        ("stutter", "the the", "warning"),
    ])
}

/// Records of a feed, from the oldest.
const OLD: [(&str, &str); 3] = [
    ("n1", "The envoy apappropriate arrived on Monday. He met the President of Foreign Affairs Kim Jong Un."),
    ("n2", "On Tuesday the delegation saw the the harbour. It was a long day."),
    ("n3", "The minister met the President of Country Affairs Kim Jong Un on Friday."),
];
/// A record that comes later; its second sentence is one that was dismissed in another.
const NEW: (&str, &str) = ("n4", "A letter came. He met the President of Foreign Affairs Kim Jong Un.");

fn feed(records: &[(&str, &str)]) -> String {
    let line = |(id, text): &(&str, &str)| format!("{}\n", serde_json::json!({ "id": id, "text": text }));
    records.iter().map(line).collect()
}

/// The same records as another program may write them: last first, other keys, escapes, spaces, a blank line.
fn written_otherwise(records: &[(&str, &str)]) -> String {
    let escaped = |text: &str| -> String {
        text.chars().map(|c| if c == 'e' { "\\u0065".to_owned() } else { c.to_string() }).collect()
    };
    let line = |(id, text): &(&str, &str)| {
        format!("{{ \"lang\": \"en\", \"text\" : \"{}\", \"id\": \"{id}\" }}\r\n\r\n", escaped(text))
    };
    records.iter().rev().map(line).collect()
}

/// The records as a feed for readers.
fn rss(records: &[(&str, &str)]) -> String {
    let item = |(id, text): &(&str, &str)| format!("<item><guid>{id}</guid><description>{text}</description></item>\n");
    let items: String = records.iter().map(item).collect();
    format!("<rss version=\"2.0\"><channel><title>News</title>\n{items}</channel></rss>\n")
}

/// The same feed as another program may write it: last first, in sections with tags, every item on lines of its own.
fn rss_written_otherwise(records: &[(&str, &str)]) -> String {
    let item = |(id, text): &(&str, &str)| {
        let text = text.replace("Kim Jong Un", "<b>Kim&#32;Jong Un</b>");
        format!(
            "<item>\r\n  <description><![CDATA[<p>{text}</p>]]></description>\r\n  <guid isPermaLink='false'>{id}</guid></item>"
        )
    };
    let items: String = records.iter().rev().map(item).collect();
    format!("<?xml version='1.0'?>\r\n\r\n<rss version='2.0'><channel>{items}<title>News</title></channel></rss>")
}

fn findings(project: &Project, feed: &str) -> (Option<i32>, Vec<(String, String)>, Ran) {
    let ran = project.run(&["check", feed, "--output-format", "jsonl"]);
    let of = |line: &str| {
        let finding: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        (text("document"), text("text"))
    };
    (ran.code, ran.stdout.lines().map(of).collect(), ran)
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(document, text)| (document.to_string(), text.to_string())).collect()
}

/// Fills the status and comment of the rows whose `found` cell is so, and writes the table as a spreadsheet would that
/// likes semicolons and another encoding.
fn decide(table: &str, decisions: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    for record in reader.records().map(Result::unwrap) {
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if let Some((_, status, comment)) = decisions.iter().find(|(found, ..)| *found == cells[3]) {
            (cells[14], cells[15]) = (status.to_string(), comment.to_string());
        }
        writer.write_record(&cells).unwrap();
    }
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn what_was_decided_stays_decided_and_only_what_is_new_fails_the_run() {
    story("feed.jsonl", feed, written_otherwise);
}

#[test]
fn so_it_does_in_a_feed_for_readers() {
    story("feed.rss", rss, rss_written_otherwise);
}

/// How records are written.
type Written = fn(&[(&str, &str)]) -> String;

fn story(name: &str, feed: Written, written_otherwise: Written) {
    let project = desk();
    project.write(name, feed(&OLD));
    let (code, all, ran) = findings(&project, name);
    let shown = pairs(&[
        ("n1", "apappropriate"),
        ("n1", "President of Foreign Affairs"),
        ("n2", "the the"),
        ("n3", "President of Country Affairs"),
    ]);
    assert_eq!((code, &all), (Some(1), &shown), "{ran:?}");

    // The desk gets a table, dismisses two findings and puts one off.
    project.run(&["check", name, "--output-format", "csv", "--output-file", "review.csv"]);
    let decisions = [
        ("President of Foreign Affairs", "dismissed", "“his own words”"),
        ("the the", "Dismissed", ""),
        ("apappropriate", "later", "name of a ship?"),
    ];
    project.write("review.csv", decide(&project.read("review.csv"), &decisions));
    let ran = project.run(&["review", "import", "review.csv", name, "--dry-run"]);
    assert!(ran.stderr.starts_with("Would write"), "{ran:?}");
    assert!(!project.exists(BASELINE));
    let ran = project.run(&["review", "import", "review.csv", name]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        ran.stderr,
        "Wrote mtaudit-baseline.jsonl: 3 entries; 2 dismissed, 1 for later, 0 fixed and gone, 0 without effect\n"
    );
    assert!(project.read(BASELINE).contains("\"reason\":\"“his own words”\""));
    let (code, left, _) = findings(&project, name);
    assert_eq!((code, left), (Some(1), pairs(&[("n3", "President of Country Affairs")])));

    // The last one is repaired. The feed comes again with a new article, which alone fails the run.
    let repaired = ("n3", "The minister met the President of the State Affairs Kim Jong Un on Friday.");
    project.write(name, feed(&[OLD[0], OLD[1], repaired]));
    assert_eq!(findings(&project, name).0, Some(0));
    let new = pairs(&[("n4", "President of Foreign Affairs")]);
    project.write(name, feed(&[NEW, OLD[0], OLD[1], repaired]));
    let (code, found, _) = findings(&project, name);
    assert_eq!((code, &found), (Some(1), &new));

    // It is written by another program, in another order, and stays so.
    project.write(name, written_otherwise(&[OLD[0], OLD[1], repaired, NEW]));
    let (code, found, _) = findings(&project, name);
    assert_eq!((code, &found), (Some(1), &new));
    project.write(name, written_otherwise(&[OLD[0], OLD[1], repaired]));
    let ran = project.run(&["check", name]);
    assert_eq!((ran.code, &*ran.stdout), (Some(0), ""));
    assert!(ran.stderr.contains("; 1 accepted and 2 dismissed hidden by the baseline"), "{}", ran.stderr);

    // The table taken back once more changes nothing, and tells what is no longer there.
    let old = project.read(BASELINE);
    let ran = project.run(&["review", "import", "review.csv", name]);
    assert_eq!((ran.code, project.read(BASELINE)), (Some(0), old), "{ran:?}");
    project.write(name, feed(&[OLD[0]]));
    let ran = project.run(&["review", "import", "review.csv", name]);
    assert!(ran.stderr.contains("note: row 4: no longer matches: "), "{}", ran.stderr);
}

#[test]
fn a_table_with_mistakes_is_not_taken_at_all() {
    let project = desk();
    project.write("feed.jsonl", feed(&OLD));
    project.run(&["check", "feed.jsonl", "--output-format", "csv", "--output-file", "review.csv"]);
    let table = project.read("review.csv");
    let decisions =
        [("President of Foreign Affairs", "dismissed", ""), ("President of Country Affairs", "wontfix", "")];
    project.write("review.csv", decide(&table, &decisions));
    let ran = project.run(&["review", "import", "review.csv"]);
    assert_eq!((ran.code, project.exists(BASELINE)), (Some(2), false));
    assert!(
        ran.stderr.contains("review.csv: row 5: unknown status `wontfix`; it can be fixed, dismissed"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("1 error in the table; nothing was taken"), "{}", ran.stderr);
    let ran = project.run(&["review", "import", "gone.csv"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("cannot read gone.csv"), "{}", ran.stderr);
    // A row of a text that is not among those that are audited.
    project.write("review.csv", decide(&table, &decisions[..1]));
    project.write("other.txt", "Nothing.\n");
    let ran = project.run(&["review", "import", "review.csv", "other.txt"]);
    assert!(ran.stderr.contains("row 3: feed.jsonl was not audited; name it as a path"), "{}", ran.stderr);
}
