use super::testing::findings;
use super::*;
use crate::finding::settled;
use proptest::prelude::*;
use std::collections::HashSet;

const RULE: &str = "house/x";

/// The places of `x` in a text, as findings.
fn xs(text: &str) -> Vec<Finding> {
    findings("a.txt", RULE, "x", text)
}

fn dismissed(finding: &Finding) -> Entry {
    Entry::of(finding, List::Dismissed, Scope::Here, "it is right")
}

/// Which findings of a text the entries know.
fn known(entries: Vec<Entry>, findings: &[Finding]) -> Vec<bool> {
    let (baseline, aliases) = (Baseline::of(entries), Aliases::new());
    Known::new(&baseline, &aliases).of_document(findings).iter().map(Option::is_some).collect()
}

#[test]
fn an_entry_knows_its_finding_wherever_it_moves() {
    let old = xs("so x it is. And x was there.");
    let moved = xs("and then x more words before so x it is. And x was there.");
    assert_eq!(known(vec![dismissed(&old[1])], &moved), [false, false, true]);
}

#[test]
fn repairing_an_equal_neighbour_does_not_revive_what_was_dismissed() {
    let old = xs("x x x");
    assert_eq!(known(vec![dismissed(&old[1]), dismissed(&old[2])], &xs("x x")), [true, true]);
    let same = xs("a b c x d e f. a b c x d e f. a b c x d e f.");
    let entries = vec![dismissed(&same[2])];
    // Its number is another now, and one of the two is still to be reported.
    assert_eq!(known(entries, &xs("a b c x d e f. a b c y d e f. a b c x d e f.")), [false, true]);
}

#[test]
fn repairing_what_stands_beside_it_does_not_revive_what_was_dismissed() {
    let old = xs("an x here, x there and x at the end of it all");
    let entries = vec![dismissed(&old[1])];
    assert_eq!(known(entries.clone(), &xs("an y here, x there and x at the end of it all")), [true, false]);
    assert_eq!(known(entries, &xs("an x here, x there and y at the end of it all")), [false, true]);
}

#[test]
fn without_its_context_an_entry_knows_only_what_nothing_else_can_be() {
    let old = xs("one two x three four");
    assert_eq!(known(vec![dismissed(&old[0])], &xs("wholly other x words now")), [true]);
    assert_eq!(known(vec![dismissed(&old[0])], &xs("wholly other x words now and x again")), [false, false]);
    // As many as there were may have been reworded all together.
    let two = xs("one x two, three x four");
    let entries = two.iter().map(dismissed).collect();
    assert_eq!(known(entries, &xs("five x nine, seven x eight")), [true, true]);
}

#[test]
fn another_document_or_rule_is_never_known() {
    let text = "one two x three four";
    let entry = dismissed(&xs(text)[0]);
    assert_eq!(known(vec![entry.clone()], &findings("b.txt", RULE, "x", text)), [false]);
    assert_eq!(known(vec![entry], &findings("a.txt", "house/y", "x", text)), [false]);
    // Standard input is another text each time.
    let piped = findings("-", RULE, "x", text);
    assert_eq!(known(vec![dismissed(&piped[0])], &piped), [false]);
}

#[test]
fn entries_of_a_document_and_of_all_reach_as_far_as_they_say() {
    let text = "one x two, three x four";
    let entry = |scope| Entry::of(&xs(text)[0], List::Dismissed, scope, "");
    let other = findings("b.txt", RULE, "x", text);
    assert_eq!(known(vec![entry(Scope::Document)], &xs("five x nine, seven x eight")), [true, true]);
    assert_eq!(known(vec![entry(Scope::Document)], &other), [false, false]);
    assert_eq!(known(vec![entry(Scope::Everywhere)], &other), [true, true]);
    assert_eq!(known(vec![entry(Scope::Everywhere)], &findings("b.txt", RULE, "y", "a y b")), [false]);
}

#[test]
fn a_rule_that_was_renamed_keeps_its_entries() {
    let text = "one two x three four";
    let old = dismissed(&findings("a.txt", "house/former", "x", text)[0]);
    let (baseline, aliases) = (Baseline::of(vec![old]), Aliases::from([("house/former".into(), RULE.into())]));
    assert!(Known::new(&baseline, &aliases).of_document(&xs(text))[0].is_some());
}

#[test]
fn a_file_is_read_as_it_was_written() {
    let long = "x".repeat(400);
    let mut entries: Vec<Entry> = xs("a b \"x\" c\u{2028}d x x").iter().map(dismissed).collect();
    entries.push(Entry::of(
        &findings("b#1", RULE, &long, &format!("a {long} b"))[0],
        List::Accepted,
        Scope::Document,
        "",
    ));
    entries.push(Entry::of(&xs("x")[0], List::Accepted, Scope::Everywhere, "so be it"));
    let baseline = Baseline::of(entries);
    let file = String::from_utf8(baseline.render()).unwrap();
    assert_eq!(Baseline::parse("b", file.as_bytes()).unwrap(), baseline);
    assert_eq!(file.lines().count(), baseline.entries().len() + 1);
    assert!(file.is_ascii() || file.contains('…'));
    let joined = format!("\u{feff}{file}{file}").replace('\n', "\r\n\r\n");
    assert_eq!(Baseline::parse("b", joined.as_bytes()).unwrap(), baseline);
}

#[test]
fn an_entry_is_a_line_that_people_can_read() {
    let finding = &xs("They said that so very many words stood before the place where x is in the text")[0];
    let file = String::from_utf8(Baseline::of(vec![dismissed(finding)]).render()).unwrap();
    assert_eq!(
        file,
        format!(
            "{{\"mtaudit-baseline\":1}}\n{{\"list\":\"dismissed\",\"document\":\"a.txt\",\"rule\":\"house/x\",\
             \"excerpt\":\"many words stood before the place where [[x]] is in the text\",\"reason\":\"it is right\",\
             \"text\":\"x\",\"before\":\"the place where\",\"after\":\"is in the\",\"fingerprint\":\"{}\"}}\n",
            finding.fingerprint
        )
    );
}

#[test]
fn a_hand_written_entry_needs_no_more_than_what_it_speaks_of() {
    let file = "{\"list\":\"dismissed\",\"scope\":\"everywhere\",\"rule\":\"house/x\",\"text\":\" X \"}\n";
    let baseline = Baseline::parse("b", file.as_bytes()).unwrap();
    let aliases = Aliases::new();
    assert!(Known::new(&baseline, &aliases).of_document(&xs("a x b"))[0].is_some());
    let name = xs("a x b")[0].fingerprint.to_string();
    let baseline = Baseline::parse("b", format!("{{\"list\":\"accepted\",\"fingerprint\":\"{name}\"}}").as_bytes());
    assert!(Known::new(&baseline.unwrap(), &aliases).of_document(&xs("a x b"))[0].is_some());
}

#[test]
fn what_cannot_be_used_is_named_with_its_place() {
    let errors = |line: &str| {
        let file = format!("{{\"mtaudit-baseline\":1}}\n{line}\n");
        let errors = Baseline::parse("b.jsonl", file.as_bytes()).unwrap_err();
        errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let unknown = errors("{\"list\":\"accepted\",\"tex\":1}");
    assert!(unknown.starts_with("b.jsonl:2:2"), "{unknown}");
    assert!(unknown.contains(": not an entry of a baseline: unknown field `tex`"), "{unknown}");
    assert!(errors("{\"list\":\"gone\"}").contains("unknown variant `gone`"));
    assert!(errors("{\"list\":\"accepted\"").contains("EOF"));
    assert!(errors("{\"list\":\"accepted\"}").contains("says not which finding"));
    assert!(errors("{\"rule\":\"r\"}").contains("without `list`"));
    assert!(errors("{\"list\":\"accepted\",\"fingerprint\":\"m1-x\"}").contains("no fingerprint"));
    assert!(errors("{\"list\":\"accepted\",\"scope\":\"everywhere\",\"rule\":\"r\"}").contains("everywhere without"));
    assert!(errors("{\"mtaudit-baseline\":2}").contains("another version"));
    assert!(errors("<<<<<<< ours\n=======").matches("a merge that is not resolved").count() == 2);
    assert!(errors("é{").starts_with("b.jsonl:2:"));
    assert!(Baseline::parse("b", b"ab\xFF").unwrap_err()[0].to_string().contains("b:1:3: not valid UTF-8"));
}

/// A baseline after an audit of these texts of `a.txt`.
fn renewed<'k>(known: &'k Known<'k>, text: &str) -> Renewal<'k> {
    let mut renewal = Renewal::new(known, "");
    renewal.document(&xs(text), |_| true);
    renewal
}

#[test]
fn an_update_adds_what_is_new_and_drops_what_was_accepted_and_is_gone() {
    let old = xs("one x two, three x four, five x nine");
    let accepted = |finding| Entry::of(finding, List::Accepted, Scope::Here, "later");
    let baseline = Baseline::of(vec![accepted(&old[0]), accepted(&old[1]), dismissed(&old[2])]);
    let aliases = Aliases::new();
    let known = Known::new(&baseline, &aliases);
    let documents = HashSet::from(["a.txt".into()]);
    let stale = Stale { documents: &documents, ran: &|_| true, missing: false };
    let changed = renewed(&known, "one x two, three y four, five y nine").update(&stale);
    assert_eq!((changed.added, changed.dropped, changed.unmet), (0, 1, 1));
    let lists: Vec<_> = changed.baseline.entries().iter().map(|entry| (entry.list, &*entry.reason)).collect();
    assert_eq!(lists, [(List::Accepted, "later"), (List::Dismissed, "it is right")]);
    // What is known is described as it is now.
    assert!(changed.baseline.entries()[0].excerpt.contains("three y four"));
    let changed = renewed(&known, "one x two, three x four, five x nine, seven x eight").update(&stale);
    assert_eq!((changed.added, changed.dropped), (1, 0));
    let pruned = renewed(&known, "one x two, three y four, five y nine").prune(&stale);
    assert_eq!((pruned.added, pruned.dropped), (0, 2));
    // A document that was not met, or a rule that did not run, tells nothing.
    let nothing = HashSet::new();
    let unmet = Stale { documents: &nothing, ran: &|_| true, missing: false };
    assert_eq!(renewed(&known, "").prune(&unmet).dropped, 0);
    assert_eq!(renewed(&known, "").prune(&unmet).unmet, 3);
    assert_eq!(renewed(&known, "").prune(&Stale { ran: &|_| false, ..stale }).dropped, 0);
    assert_eq!(renewed(&known, "").prune(&Stale { missing: true, ..unmet }).dropped, 3);
}

#[test]
fn a_decision_takes_the_place_of_the_entry_before_it() {
    let found = xs("one x two, three x four");
    let baseline = Baseline::of(vec![Entry::of(&found[0], List::Accepted, Scope::Here, "")]);
    let changed = baseline.with(vec![(Some(0), dismissed(&found[0])), (None, dismissed(&found[1]))]);
    assert_eq!(changed.entries().iter().map(|entry| entry.list).collect::<Vec<_>>(), [List::Dismissed; 2]);
}

proptest! {
    /// Whatever is repaired: of what was dismissed, all that is left stays hidden, and nothing else with it beyond
    /// what cannot be told apart.
    #[test]
    fn as_many_are_hidden_as_were_dismissed_and_are_left(
        words in proptest::collection::vec(prop_oneof![3 => Just("x"), 2 => Just("a"), 2 => Just("b"), 1 => Just("c")], 1..30),
        choices in proptest::collection::vec(any::<bool>(), 30),
        repaired in 0_usize..30,
    ) {
        let old = xs(&words.join(" "));
        prop_assume!(!old.is_empty());
        let entries: Vec<Entry> = old.iter().zip(&choices).filter(|(_, chosen)| **chosen).map(|(f, _)| dismissed(f)).collect();
        let hidden = known(entries.clone(), &old);
        prop_assert_eq!(hidden, old.iter().zip(&choices).map(|(_, chosen)| *chosen).collect::<Vec<_>>());
        // One that was not dismissed is repaired.
        let open: Vec<usize> = (0..old.len()).filter(|&index| !choices[index]).collect();
        if let Some(&gone) = open.get(repaired % open.len().max(1)) {
            let mut count = 0;
            let new: Vec<&str> = words.iter().map(|&word| {
                count += usize::from(word == "x");
                if word == "x" && count == gone + 1 { "y" } else { word }
            }).collect();
            let hidden = known(entries.clone(), &xs(&new.join(" "))).into_iter().filter(|known| *known).count();
            prop_assert!(hidden <= entries.len());
        }
    }

    #[test]
    fn normalising_twice_changes_nothing(text in "\\PC{0,200}") {
        let once = settled(&text);
        prop_assert_eq!(settled(&once), once);
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Baseline::parse("b", &bytes);
    }
}
