//! A story: an author writes a rule, breaks it, reads what is wrong, mends it, measures it and uses it.

mod support;

use support::program::project;

#[test]
fn from_a_bad_sentence_to_a_measured_rule() {
    let project = project(&[]);

    // A skeleton that passes as it is.
    let made = project.run(&["rules", "new", "hatted-visit", "--pack", "house"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    assert!(
        made.stdout.contains("wrote house/pack.toml") && made.stdout.contains("mtaudit rules test house"),
        "{made:?}"
    );
    assert_eq!(project.run(&["rules", "test", "house"]).code, Some(0));
    assert_eq!(
        project.run(&["rules", "new", "hatted-visit", "--pack", "house"]).code,
        Some(2),
        "nothing is overwritten"
    );

    // The author's words, with two mistakes in them.
    let skeleton = project.read("house/hatted-visit.toml");
    let written = skeleton
        .replace("suggest = \"what to write instead\"", "suggest = \"courtesy call\"")
        .replace("with what to write instead in it", "with courtesy call in it")
        .replace("severity = \"warning\"", "severty = \"warning\"")
        .replace("[[hatted visit]] in it.", "[[hatted visit] in it.");
    project.write("house/hatted-visit.toml", &written);
    let broken = project.run(&["rules", "test", "house"]);
    assert_eq!(broken.code, Some(2), "{broken:?}");
    let line = |words: &str| 1 + written.lines().position(|line| line.contains(words)).unwrap();
    for said in [
        "has no key `severty`".to_owned(),
        "did you mean `severity`?".to_owned(),
        "this mark opens a place that is not closed".to_owned(),
        format!("house/hatted-visit.toml:{}:1", line("severty")),
        format!("house/hatted-visit.toml:{}:", line("[[hatted visit] in")),
    ] {
        assert!(broken.stderr.contains(&said), "{said}: {}", broken.stderr);
    }

    // A rule that loads and does not do what its examples say.
    let mended = written.replace("severty", "severity").replace("visit] in", "visit]] in");
    project.write(
        "house/hatted-visit.toml",
        mended.replace("\nphrase = [\"hatted visit\"]", "\nphrase = \"courteous visit\""),
    );
    let failing = project.run(&["rules", "test", "house"]);
    assert_eq!(failing.code, Some(1), "{failing:?}");
    assert!(
        failing.stdout.contains("the rule finds nothing") && failing.stdout.contains("[[hatted visit]]"),
        "{failing:?}"
    );

    // Mended.
    project.write("house/hatted-visit.toml", &mended);
    let tested = project.run(&["rules", "test", "house"]);
    assert_eq!(tested.code, Some(0), "{tested:?}");
    assert!(tested.stdout.ends_with("all passed\n"), "{tested:?}");
    let linted = project.run(&["rules", "lint", "house"]);
    assert_eq!((linted.code, linted.stdout.as_str()), (Some(0), "0 things to look at in 1 rule\n"));

    // Measured before it is configured.
    project.write("clean.jsonl", records(&["She paid a courtesy call to the mayor.", "He is honorary consul."]));
    project.write("mt.jsonl", records(&["She paid a hatted visit.", "The Hatted Visit ended. A hatted visit!"]));
    let args = ["rules", "measure", "--pack", "house", "--corpus", "clean.jsonl", "--mt", "mt.jsonl", "--show"];
    let measured = project.run(&args);
    assert_eq!(measured.code, Some(0), "{measured:?}");
    let row: Vec<&str> = measured.stdout.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(row[..3], ["house/hatted-visit", "warning", "0"], "{}", measured.stdout);
    assert_eq!((row[5], row[7]), ("3", "2"), "hits and documents: {}", measured.stdout);
    assert!(measured.stdout.contains("mt 0: She paid a [[hatted visit]]."), "{}", measured.stdout);

    // Used.
    project.write("mtaudit.toml", "packs = [\"house\"]\n");
    project.write("article.txt", "She paid a hatted visit to the mayor.\n");
    let checked = project.run(&["check", "article.txt", "--fail-on", "warning"]);
    assert_eq!(checked.code, Some(1), "{checked:?}");
    assert!(checked.stdout.contains("house/hatted-visit") && checked.stdout.contains("courtesy call"), "{checked:?}");

    // Repaired: the rule is of medium confidence, so that somebody has to ask for its proposals.
    let fixed = project.run(&["check", "article.txt", "--fix", "--unsafe-fixes"]);
    assert_eq!(fixed.code, Some(0), "{fixed:?}");
    assert!(fixed.stderr.contains("Fixed 1 finding in 1 file"), "{fixed:?}");
    let article = project.read("article.txt");
    assert_eq!(article, "She paid a courtesy call to the mayor.\n");
    let clean = project.run(&["check", "article.txt", "--fail-on", "info"]);
    assert_eq!((clean.code, clean.stdout.as_str()), (Some(0), ""), "{clean:?}");
}

fn records(texts: &[&str]) -> String {
    let line = |(id, text): (usize, &&str)| format!("{}\n", serde_json::json!({ "id": id.to_string(), "text": text }));
    texts.iter().enumerate().map(line).collect()
}
