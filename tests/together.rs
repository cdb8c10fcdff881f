//! What documents say together, end to end on the binary: feeds, archives, `--corpus`, `--since`, `--item`, `names`.

mod support;

use mtaudit::audit::{Auditor, Outcome, Settings, run};
use mtaudit::corpus::Evidence;
use mtaudit::document::{Document, Field, FieldKind};
use mtaudit::finding::Finding;
use mtaudit::input::Problem;
use mtaudit::rules::RuleIndex;
use mtaudit::source::{RawText, Span};
use serde_json::Value;
use std::ops::ControlFlow;
use std::sync::Arc;
use support::program::{Project, Ran, project};

/// An RSS feed of these items: guid, day of May 2024, language, title, and the HTML of the text.
fn rss(items: &[(&str, u32, &str, &str, &str)]) -> String {
    let item = |(guid, day, lang, title, html): &(&str, u32, &str, &str, &str)| {
        format!(
            "<item><guid isPermaLink=\"false\">{guid}</guid><pubDate>{day} May 2024 10:00:00 +0000</pubDate>\
             <dc:language>{lang}</dc:language><title>{title}</title>\n<description><![CDATA[{html}]]></description></item>\n"
        )
    };
    let items: String = items.iter().map(item).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <channel><title>News</title>\n{items}</channel></rss>\n"
    )
}

/// A feed whose items disagree on a name: three write it with a hyphen, one does not.
fn names_at_odds() -> String {
    rss(&[
        ("n1", 1, "en", "Fair opens", "<p>The mayor, Kang Jun-ho, opened the fair. Visitors came early.</p>"),
        ("n2", 2, "en", "Mayor leaves", "<p>On Sunday Kang Jun-ho left the town. Nobody said why.</p>"),
        ("n3", 3, "en", "No answer", "<p>Reporters asked <b>Kang Jun</b> Ho about it. He walked on.</p>"),
        ("n4", 4, "en", "Council meets", "<p>The council thanked Kang Jun-ho for his work. It rained.</p>"),
    ])
}

fn findings(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn check(project: &Project, arguments: &[&str]) -> Ran {
    project.run(&[&["check", "--isolated", "--output-format", "jsonl"], arguments].concat())
}

fn of_rule<'v>(findings: &'v [Value], rule: &str) -> Vec<&'v Value> {
    findings.iter().filter(|finding| finding["rule"] == rule).collect()
}

#[test]
fn a_feed_whose_items_disagree_on_a_name_is_told_of_the_item_that_deviates() {
    let feed = names_at_odds();
    let project = project(&[("feed.rss", &feed)]);
    let ran = check(&project, &["feed.rss"]);
    let all = findings(&ran);
    let [finding] = of_rule(&all, "any/corpus/name-spelling")[..] else { panic!("{ran:?}") };
    assert_eq!((finding["item"]["id"].as_str(), finding["text"].as_str()), (Some("n3"), Some("Kang Jun Ho")));
    let message = finding["message"].as_str().unwrap();
    assert!(message.contains("(\"Kang Jun Ho\" in 1 item, \"Kang Jun-ho\" in 3 items)"), "{message}");
    // The place is exact in the raw file, tags and all.
    let raw = &feed.as_bytes()
        [finding["byte_start"].as_u64().unwrap() as usize..finding["byte_end"].as_u64().unwrap() as usize];
    assert_eq!(raw, b"Kang Jun</b> Ho");
    assert_eq!(finding["related"][0]["item"]["id"], "n1");
    assert_eq!(finding["suggestions"][0]["applicability"], "unsafe");
    // One item alone says nothing, and neither do the texts of a folder.
    assert!(of_rule(&findings(&check(&project, &["--item", "n3", "feed.rss"])), "any/corpus/name-spelling").is_empty());
}

#[test]
fn every_report_carries_what_items_say_together() {
    let project = project(&[("feed.rss", &names_at_odds())]);
    for format in ["full", "grouped", "concise", "csv", "json", "jsonl", "sarif", "html", "junit", "github", "gitlab"] {
        let ran = project.run(&["check", "--isolated", "--output-format", format, "feed.rss"]);
        assert!(ran.stdout.contains("any/corpus/name-spelling"), "{format}: {ran:?}");
        assert!(ran.stdout.contains("Kang Jun Ho"), "{format}");
    }
    let html = project.run(&["check", "--isolated", "--output-format", "html", "feed.rss"]).stdout;
    assert!(html.contains("No answer (beside other documents)"));
}

#[test]
fn a_feed_in_two_languages_is_compared_language_by_language() {
    let feed = rss(&[
        ("e1", 1, "en", "Fair opens", "<p>The mayor, Beatriz Peña, opened the fair. Visitors came early.</p>"),
        ("e2", 2, "en", "Mayor leaves", "<p>On Sunday Beatriz Peña left the town. Nobody said why.</p>"),
        ("s1", 3, "es", "Abre la feria", "<p>La alcaldesa, Beatriz Pena, abrió la feria. Llegaron muchos.</p>"),
        ("s2", 4, "es", "Se va", "<p>El domingo Beatriz Pena se fue del pueblo. Nadie dijo por qué.</p>"),
    ]);
    let project = project(&[("feed.rss", &feed)]);
    let ran = check(&project, &["feed.rss"]);
    let all = findings(&ran);
    assert!(of_rule(&all, "any/corpus/name-spelling").is_empty(), "{ran:?}");
    // A third Spanish item is at odds with the two others, and not with the English ones.
    let more = feed.replace(
        "</channel>",
        "<item><guid>s3</guid><dc:language>es</dc:language><title>Vuelve</title>\
        <description>Ayer volvió Beatriz Peña al pueblo. Hubo fiesta.</description></item></channel>",
    );
    project.write("feed.rss", more.as_bytes());
    let all = findings(&check(&project, &["feed.rss"]));
    let [finding] = of_rule(&all, "any/corpus/name-spelling")[..] else { panic!("{all:?}") };
    assert_eq!((finding["item"]["id"].as_str(), finding["lang"].as_str()), (Some("s3"), Some("es")));
}

/// A feed with the same call and a lead in every item, and a misspelling in the call.
fn with_residue() -> String {
    let titles = ["Bridge opens", "Prize won", "Library closed", "Ferry late", "Rain comes", "Market full"];
    let texts = [
        "The bridge over the river opens in May.",
        "Two farmers from the valley won the prize.",
        "The town library stays closed on Monday.",
        "The evening ferry was late again.",
        "Rain is forecast for the weekend.",
        "The market was full of visitors.",
    ];
    let html: Vec<String> = (0..6)
        .map(|at| {
            let other = titles[(at + 1) % 6];
            format!(
                "<p>{}</p><p>See more on this: {other}</p><p>Follow our chanel for thier news every day.</p>",
                texts[at]
            )
        })
        .collect();
    let guids = ["r1", "r2", "r3", "r4", "r5", "r6"];
    let items: Vec<_> = (0..6).map(|at| (guids[at], at as u32 + 1, "en", titles[at], html[at].as_str())).collect();
    rss(&items)
}

#[test]
fn residue_in_every_item_is_told_once_and_taken_out_of_the_items() {
    let project = project(&[("feed.rss", &with_residue())]);
    let ran = check(&project, &["feed.rss"]);
    let all = findings(&ran);
    let texts: Vec<&str> =
        of_rule(&all, "any/corpus/repeated-text").iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["See more on this:", "Follow our chanel for thier news every day."], "{ran:?}");
    let call = of_rule(&all, "any/corpus/repeated-text")[1];
    assert!(call["message"].as_str().unwrap().contains("6 of 6 items"), "{call}");
    // What the other rules find in it is named there, and nowhere else.
    let others: Vec<&Value> = all.iter().filter(|one| one["rule"] != "any/corpus/repeated-text").collect();
    assert!(others.iter().all(|one| !one["context"].as_str().unwrap().contains("chanel")), "{others:?}");
    let named: Vec<&str> =
        call["related"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert!(named.contains(&"thier"), "{call}");
    // Without the comparison it is told six times.
    let alone = findings(&check(&project, &["--ignore", "any/corpus", "feed.rss"]));
    assert_eq!(alone.iter().filter(|one| one["text"] == "thier").count(), 6);
}

#[test]
fn a_folder_of_articles_is_a_corpus_only_if_it_is_asked_for() {
    let texts = [
        ("a.txt", "Fair opens\n\nThe mayor, Kang Jun-ho, opened the fair. Visitors came early."),
        ("b.txt", "Mayor leaves\n\nOn Sunday Kang Jun-ho left the town. Nobody said why."),
        ("c.txt", "No answer\n\nReporters asked Kang Jun Ho about it. He walked on."),
    ];
    let project = project(&texts);
    let apart = findings(&check(&project, &["--lang", "en", "."]));
    assert!(of_rule(&apart, "any/corpus/name-spelling").is_empty());
    let all = findings(&check(&project, &["--lang", "en", "--corpus", "."]));
    let [finding] = of_rule(&all, "any/corpus/name-spelling")[..] else { panic!("{all:?}") };
    assert_eq!(finding["file"], "c.txt");
    assert!(finding["message"].as_str().unwrap().contains("in 2 documents"));
}

#[test]
fn what_is_found_does_not_depend_on_threads_or_on_what_is_shown() {
    let project = project(&[("a.rss", &with_residue()), ("b.rss", &names_at_odds())]);
    let run = |threads: &str, format: &str| {
        project.run(&["check", "--isolated", "--corpus", "--threads", threads, "--output-format", format, "."]).stdout
    };
    for format in ["jsonl", "json", "grouped", "html"] {
        let one = run("1", format);
        assert!(!one.is_empty() && ["2", "3", "8"].iter().all(|threads| run(threads, format) == one), "{format}");
    }
    let verdicts = |severity: &str| {
        let ran = project.run(&["check", "--isolated", "--min-severity", severity, "--output-format", "json", "a.rss"]);
        let json: Value = serde_json::from_str(&ran.stdout).unwrap();
        json["summary"]["verdicts"].clone()
    };
    assert_eq!(verdicts("error"), verdicts("info"));
}

#[test]
fn the_baseline_knows_what_items_say_together() {
    let project = project(&[("mtaudit.toml", ""), ("a.rss", &with_residue()), ("b.rss", &names_at_odds())]);
    let created = project.run(&["baseline", "create", "."]);
    assert_eq!(created.code, Some(0), "{created:?}");
    let ran = project.run(&["check", "--output-format", "concise", "."]);
    assert_eq!((ran.stdout.as_str(), ran.code), ("", Some(0)), "{ran:?}");
    // One item more, in front: the same text is the same finding.
    let first = "<item><guid>r0</guid><dc:language>en</dc:language><title>Harvest</title><description><![CDATA[<p>Harvest \
        begins today.</p><p>Follow our chanel for thier news every day.</p>]]></description></item>\n<item><guid isPermaLink=\"false\">r1<";
    project.write("a.rss", with_residue().replacen("<item><guid isPermaLink=\"false\">r1<", first, 1).as_bytes());
    let ran = project.run(&["check", "--output-format", "concise", "."]);
    assert_eq!(ran.stdout, "", "{ran:?}");
    // What is gone leaves it.
    project.write("a.rss", rss(&[("r1", 1, "en", "Bridge", "<p>The bridge opens in May.</p>")]).as_bytes());
    let pruned = project.run(&["baseline", "prune", "."]);
    assert!(pruned.stderr.contains("dropped") && !pruned.stderr.contains(" 0 dropped"), "{pruned:?}");
    assert!(!project.read("mtaudit-baseline.jsonl").contains("any/corpus/repeated-text"));
}

#[test]
fn a_run_is_narrowed_to_items_and_days() {
    let project = project(&[("feed.rss", &with_residue())]);
    let documents = |arguments: &[&str]| {
        let ran = project.run(&[&["check", "--isolated", "--output-format", "json", "feed.rss"], arguments].concat());
        (
            serde_json::from_str::<Value>(&ran.stdout).map_or(0, |json| json["summary"]["documents"].as_u64().unwrap()),
            ran,
        )
    };
    assert_eq!(documents(&["--since", "2024-05-05"]).0, 2);
    assert_eq!(documents(&["--since", "Fri, 3 May 2024 08:00:00 GMT"]).0, 4);
    assert_eq!(documents(&["--item", "r2", "--item", "r4"]).0, 2);
    let (none, ran) = documents(&["--since", "2024-06-01"]);
    assert_eq!((none, ran.code), (0, Some(0)), "{ran:?}");
    assert!(ran.stderr.contains("nothing was published on 2024-06-01 or later"), "{ran:?}");
    let (_, ran) = documents(&["--since", "last week"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("--since `last week` is no date") && ran.stderr.contains("2024-05-31"), "{ran:?}");
    let (_, ran) = documents(&["--item", "R3x", "--item", "r1"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("no item has the id `R3x`; did you mean `r"), "{ran:?}");
}

#[test]
fn the_names_of_an_archive_are_listed_with_their_spellings() {
    let project = project(&[("feed.rss", &names_at_odds())]);
    let table = project.run(&["names", "--isolated", "feed.rss"]);
    assert_eq!(table.code, Some(0), "{table:?}");
    let line = table.stdout.lines().find(|line| line.starts_with("Kang Jun-ho")).unwrap();
    assert!(line.contains("4") && line.ends_with("Kang Jun Ho (1)"), "{line}");
    let json: Value =
        serde_json::from_str(&project.run(&["names", "--isolated", "--output-format", "json", "feed.rss"]).stdout)
            .unwrap();
    let name = json.as_array().unwrap().iter().find(|name| name["name"] == "Kang Jun-ho").unwrap();
    assert_eq!((name["documents"].as_u64(), name["forms"].as_array().map(Vec::len)), (Some(4), Some(2)));
    assert_eq!(name["forms"][1]["first"]["document"], "n3");
    let csv = project.run(&["names", "--isolated", "--variants", "--output-format", "csv", "feed.rss"]).stdout;
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert!(csv.lines().nth(2).unwrap().starts_with("Kang Jun-ho,"), "{csv}");
}

#[test]
fn the_names_of_an_archive_become_a_table_of_the_house_that_works() {
    let feed = names_at_odds().replace("The council thanked", "The council thanked Mr. Kang Jun-ho and");
    let project = project(&[("feed.rss", &feed)]);
    let entities = project.run(&["names", "--isolated", "--as-entities", "feed.rss"]);
    assert_eq!(entities.code, Some(0), "{entities:?}");
    assert!(
        entities.stdout.contains("name = \"Kang Jun-ho\"\nkind = \"person\"\nwrong = [\"Kang Jun Ho\"]"),
        "{entities:?}"
    );
    project.write("mtaudit.toml", format!("lang = \"en\"\n\n{}", entities.stdout).as_bytes());
    let ran = project.run(&["check", "--output-format", "jsonl", "--select", "project", "feed.rss"]);
    let all = findings(&ran);
    let [finding] = &all[..] else { panic!("{ran:?}") };
    assert_eq!(
        (finding["rule"].as_str(), finding["item"]["id"].as_str()),
        (Some("project/entity#kang-jun-ho"), Some("n3"))
    );
    assert_eq!(finding["suggestions"][0]["replacement"], "Kang Jun-ho");
}

/// A desk that writes "Kim Jong-un", which is not the form of most of the items, and knows what becomes of a name.
#[test]
fn a_form_that_is_not_the_one_of_the_house_is_told_with_the_counts_of_both() {
    let desk = "lang = \"en\"\n[[entity]]\nname = \"Kim Jong-un\"\n\
        [[entity]]\nname = \"Rami Haddad\"\nwrong = [\"Rami Blacksmith\"]\n";
    let feed = rss(&[
        ("h1", 1, "en", "Fair opens", "<p>On Monday Kim Jong-un opened the fair with Rami Haddad.</p>"),
        ("h2", 2, "en", "Works visited", "<p>Kim <b>Jong Un</b> saw the works. The guests thanked Kim Jong Un.</p>"),
        ("h3", 3, "en", "Guest leaves", "<p>Rami Blacksmith left. Later Rami Haddad wrote to Kim Jong Un.</p>"),
        ("h4", 4, "en", "Letter sent", "<p>The letter to Kim\nJong Un was short.</p>"),
    ]);
    let project = project(&[("mtaudit.toml", desk), ("feed.rss", &feed)]);
    let told = |arguments: &[&str]| -> Vec<(String, String)> {
        let ran = project.run(&[&["check", "--output-format", "jsonl"], arguments].concat());
        let all = findings(&ran);
        // Nothing else has an opinion of the name.
        let of_names = |one: &&Value| one["rule"].as_str().unwrap().contains("name");
        assert_eq!(all.iter().find(of_names), None);
        let told =
            all.iter().map(|one| (one["item"]["id"].as_str().unwrap_or_default(), one["message"].as_str().unwrap()));
        told.map(|(item, message)| (item.to_owned(), message.to_owned())).collect()
    };
    let kim = "\"Kim Jong Un\" is not the form of the house; write \"Kim Jong-un\"";
    let rami = "\"Rami Blacksmith\" is not the name; write \"Rami Haddad\"";
    let in_items = format!("{kim} (\"Kim Jong Un\" in 3 items, \"Kim Jong-un\" in 1 item)");
    let expected = [
        ("h2", &in_items),
        ("h2", &in_items),
        ("h3", &format!("{rami} (\"Rami Blacksmith\" in 1 item, \"Rami Haddad\" in 2 items)")),
        ("h3", &in_items),
        ("h4", &in_items),
    ];
    let expected = expected.map(|(item, message)| (item.to_owned(), message.clone()));
    assert_eq!(told(&["feed.rss"]), expected);
    assert_eq!(told(&["--threads", "3", "--select", "en/people,project", "feed.rss"]), expected);
    // One item has nothing beside it, and articles are no corpus unless somebody says so.
    assert_eq!(told(&["--item", "h4", "feed.rss"]), [("h4".to_owned(), kim.to_owned())]);
    project.write("a.txt", b"Fair opens\n\nOn Monday Kim Jong-un opened the fair. Many came.");
    project.write("b.txt", b"Letter sent\n\nThe letter to Kim Jong Un was short. He wrote it himself.");
    assert_eq!(told(&["a.txt", "b.txt"]), [(String::new(), kim.to_owned())]);
    let in_documents = format!("{kim} (\"Kim Jong Un\" in 1 document, \"Kim Jong-un\" in 1 document)");
    assert_eq!(told(&["--corpus", "a.txt", "b.txt"]), [(String::new(), in_documents)]);
    // It is the same finding with counts and without them.
    let fingerprints = |arguments: &[&str]| -> Vec<Value> {
        let ran = project.run(&[&["check", "--output-format", "jsonl"], arguments].concat());
        findings(&ran).iter().map(|one| one["fingerprint"].clone()).collect()
    };
    assert_eq!(fingerprints(&["b.txt"]), fingerprints(&["--corpus", "a.txt", "b.txt"]));
}

#[test]
fn a_name_of_the_house_is_found_in_any_writing_with_its_letters() {
    let desk = "lang = \"en\"\n[[entity]]\nname = \"Wang Xiaoming\"\nvariants = [\"Wang Xiao-Ming\"]\n\
        [[entity]]\nname = \"Łucja Haddad-Nowak\"\n[[entity]]\nname = \"Haddad\"\n\
        [[entity]]\nkind = \"organisation\"\nname = \"Bank of Tarvo\"\n";
    let text = "Guests of the bank of Tarvo\n\nYesterday Wang Xiao-ming met Wang Xiaoming, Wang Xiao-Ming and WANG XIAO MING. \
        The guests thanked Lucja Haddad-Nowak and Háddad, then Bank Of Tarvo. \
        See www.example.org/Wang-Xiaoming or #Wang-Xiaoming.";
    let project = project(&[("mtaudit.toml", desk), ("a.txt", text)]);
    let ran = project.run(&["check", "--output-format", "concise", "--select", "project", "a.txt"]);
    let of_house = |at: &str, id: &str, form: &str, name: &str| {
        format!(
            "a.txt:3:{at}: warning[project/entity#{id}] \"{form}\" is not the form of the house; write \"{name}\"\n"
        )
    };
    let expected = [
        of_house("11", "wang-xiaoming", "Wang Xiao-ming", "Wang Xiaoming"),
        of_house("99", "łucja-haddad-nowak", "Lucja Haddad-Nowak", "Łucja Haddad-Nowak"),
        of_house("135", "bank-of-tarvo", "Bank Of Tarvo", "Bank of Tarvo"),
    ];
    assert_eq!(ran.stdout, expected.concat());
    // Nothing else has an opinion of the names.
    let all = project.run(&["check", "--output-format", "concise", "--select", "project,en/names", "a.txt"]);
    assert_eq!(all.stdout, ran.stdout);
    // A name without other forms of its own is knowledge and no rule that runs.
    let listed = project.run(&["rules", "list"]).stdout;
    assert!(listed.contains("project/entity#wang-xiaoming") && !listed.contains("project/entity#haddad"), "{listed}");
}

#[test]
fn a_text_with_two_forms_is_told_of_the_one_of_the_house_alone() {
    let desk = "lang = \"en\"\n[[entity]]\nname = \"Kim Jong-un\"\n";
    let text = "On Monday Kim Jong-un met the guests. Kim Jong Un left early, and Kim Jong-un smiled.";
    let project = project(&[("mtaudit.toml", desk), ("a.txt", text)]);
    let ran = project.run(&["check", "--output-format", "concise", "a.txt"]);
    assert_eq!(
        ran.stdout,
        "a.txt:1:39: warning[en/people/people#kim-jong-un] \"Kim Jong Un\" is not the form of the house; write \"Kim Jong-un\"\n"
    );
}

/// A text of a corpus: two spellings of a name, two expansions of an acronym, a call that most texts end with.
fn text(number: usize) -> String {
    let name = if number % 7 == 3 { "Kang Jun Ho" } else { "Kang Jun-ho" };
    let body = if number % 5 == 2 { "National Harbour Administration" } else { "National Harbour Authority" };
    let call = if number % 4 == 3 { "" } else { "\n\nFollow our channel for more news." };
    format!("On day {number} the mayor met {name} of the {body} (NHA). They spoke of ship {number}.{call}")
}

fn document(number: usize) -> Document {
    let (name, text): (Arc<str>, String) = (format!("{number}.txt").into(), text(number));
    let raw = RawText::whole(name.clone(), text.as_str());
    let field = Field::copied("text", FieldKind::Body, &raw, Span::new(0, text.len()));
    Document { lang: Some("en".into()), fields: vec![field], ..Document::of_file(Arc::new(raw), name) }
}

/// What is told of documents that come one after the other, and wait, is what their merged evidence says.
#[test]
fn the_pipeline_says_of_a_corpus_what_its_merged_evidence_says() {
    let rules = Arc::new(mtaudit::embedded::builtin());
    let of_corpus = |(_, rule): &(RuleIndex, &mtaudit::rules::Rule)| rule.id.starts_with("any/corpus/");
    let active: Vec<RuleIndex> = (0..).zip(&rules.rules).filter(of_corpus).map(|(index, _)| index).collect();
    let auditor = Auditor::new(rules.clone(), &active, Settings { corpus: true, ..Settings::default() });
    for documents in [1, 5, 40] {
        let mut merged = Evidence::default();
        (0..documents).for_each(|number| merged.merge(auditor.audit_document(&document(number)).1));
        let expected = auditor.audit_corpus(&merged);
        assert_eq!(expected.is_empty(), documents == 1);
        for threads in [1, 3] {
            let mut found: Vec<Finding> = Vec::new();
            let input = (0..documents).map(|number| Ok::<_, Problem>(document(number)));
            run(&auditor, input, threads, |outcome| {
                if let Outcome::Compared(compared) = outcome {
                    assert_eq!(compared.documents, documents as u64);
                    found.extend(compared.findings);
                }
                ControlFlow::Continue(())
            })
            .unwrap();
            assert_eq!(found, expected, "{documents} documents, {threads} threads");
        }
    }
}
