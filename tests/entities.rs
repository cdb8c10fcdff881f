//! Entity tables: what they become, what users' own entries change, what is found.

use mtaudit::rules::entity::{EntityKind, Gender, Held};
use mtaudit::rules::{PackSource, RuleSet, load};

const HEAD: &str = "[pack]\ndescription = \"d\"\ntarget-language = \"en\"\n";
const PEOPLE: &str = r#"
[[rule]]
id = "people"
check = "entity"
entity = "person"
file = "people.csv"
terms = "terms.csv"
message = '"{match}" is a wrong form of {entity}; write "{suggestion}"'
severity = "warning"
category = "terminology/wrong-term"
explanation = "Why."
"#;

fn builtin(files: &[(&str, &str)]) -> PackSource {
    PackSource { builtin: true, ..PackSource::in_memory("en/people", files) }
}

fn base() -> RuleSet {
    let toml = format!("{HEAD}{PEOPLE}");
    let people = "id,name,variants,wrong,native,gender,family_first,country,reference\n\
        kim-jong-un,Kim Jong Un,Kim Jong-un | Kim Jongun | Marshal Kim,Kim Zheng'en,김정은,he,yes,kp,a page\n";
    let terms = "person,office,country,from,until,checked\n\
        kim-jong-un,supreme leader,kp,2011-12-17,,2025-01-01\n";
    let files = [("pack.toml", toml.as_str()), ("people.csv", people), ("terms.csv", terms)];
    let loaded = load(RuleSet::default(), &[builtin(&files)]);
    assert!(loaded.errors.is_empty(), "{}", loaded.errors[0].render(false));
    loaded.rules
}

fn wrong(rules: &RuleSet, id: &str) -> Vec<String> {
    let rule = rules.rules.iter().find(|rule| &*rule.id == id).unwrap();
    rule.entity().unwrap().wrong.iter().map(|phrase| phrase.text.to_string()).collect()
}

#[test]
fn a_row_is_a_rule_with_an_entity_and_its_offices() {
    let rules = base();
    let (index, entity) = rules.entities().next().unwrap();
    assert_eq!(&*rules.rules[index as usize].id, "en/people/people#kim-jong-un");
    assert_eq!((entity.kind, entity.gender, entity.family_first), (EntityKind::Person, Some(Gender::He), true));
    assert_eq!((&*entity.terms[0].office, entity.terms[0].held("2020-01-01")), ("supreme leader", Held::Yes));
    let class = rules.classes.iter().find(|class| &*class.name == "person").unwrap();
    assert_eq!((class.words.len(), &*class.words[0].tag, class.shared), (4, "kp", true));
}

#[test]
fn the_form_of_a_users_entity_wins_over_the_built_in_one_of_the_same_name() {
    let own = format!("{HEAD}[[entity]]\nname = \"Kim Jong-un\"\nvariants = [\"Marshal Kim\"]\n");
    let loaded = load(base(), &[PackSource::in_memory("house", &[("house.toml", &own)])]);
    assert!(loaded.errors.is_empty());
    let rules = loaded.rules;
    let entity = rules.entities().next().unwrap().1;
    assert_eq!((&*entity.name, entity.house, entity.gender), ("Kim Jong-un", true, Some(Gender::He)));
    assert_eq!(wrong(&rules, "en/people/people#kim-jong-un"), ["Kim Zheng'en", "Kim Jong Un", "Kim Jongun"]);
    assert!(entity.wrong.iter().all(|phrase| &*phrase.suggest[0] == "Kim Jong-un"));
    let own = rules.entities().nth(1).unwrap().1;
    assert_eq!(own.same_as.as_deref(), Some("en/people/people#kim-jong-un"));
}

#[test]
fn a_native_form_tells_that_two_entities_are_one() {
    let own = format!("{HEAD}[[entity]]\nname = \"Gim Jeong-eun\"\nnative = \"김정은\"\n");
    let rules = load(base(), &[PackSource::in_memory("house", &[("house.toml", &own)])]).rules;
    let entity = rules.entities().next().unwrap().1;
    assert_eq!((&*entity.name, &*entity.variants[0]), ("Gim Jeong-eun", "Kim Jong Un"));
}

#[test]
fn other_people_stay_apart() {
    let own = format!("{HEAD}[[entity]]\nname = \"Kim Jong Il\"\nfamily-first = true\n");
    let rules = load(base(), &[PackSource::in_memory("house", &[("house.toml", &own)])]).rules;
    assert!(rules.entities().all(|(_, entity)| entity.same_as.is_none()));
    assert!(rules.entities().all(|(_, entity)| entity.house == (&*entity.name == "Kim Jong Il")));
}
