//! What authors read when a rule file is wrong: every folder of `fixtures/broken` is a pack with one mistake (or
//! several of a kind), its rendered errors are a snapshot.

use mtaudit::rules::{PackSource, RuleSet, load};
use std::path::Path;

#[test]
fn every_broken_pack_says_what_is_wrong() {
    let mut folders: Vec<String> = std::fs::read_dir("tests/fixtures/broken")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    folders.sort_unstable();
    for name in folders {
        let source = PackSource::read_folder(&Path::new("tests/fixtures/broken").join(&name), &name, &name);
        let loaded = load(RuleSet::default(), &[source]);
        let rendered: Vec<String> = loaded.errors.iter().map(|error| error.render(false)).collect();
        assert!(!rendered.is_empty(), "{name} loads without an error");
        insta::assert_snapshot!(name, rendered.join("\n\n"));
    }
}
