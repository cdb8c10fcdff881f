//! Turns one `[[rule]]` into rules: the keys that all checks share, then the check's own, then the examples.

use super::category;
use super::condition;
use super::decode::{TextAt, as_tables, decode, keys_of, part_of, refuse_unknown_keys};
use super::examples;
use super::file::RuleTable;
use super::lint_kind::LintKind;
use super::model::{CheckSpec, ClassRef, OwnConditions, Rule, RuleDocs};
use super::nearest::did_you_mean;
use super::pattern;
use super::reader::Reader;
use super::registry::{self, CHECKS, CheckKind, Made};
use super::row::slug;
use super::string::Str;
use super::template::Template;
use super::validity;
use crate::finding::{Confidence, Kind, Severity};
use std::ops::Range;
use toml::Spanned;
use toml::de::DeTable;

/// A rule without its check.
pub struct Draft<'t> {
    /// The rule so far, with an empty check.
    pub rule: Rule,
    /// Its keys as written.
    pub table: &'t RuleTable,
    /// The place of its head.
    pub span: Range<usize>,
    /// The keys that its author wrote or meant: none of them is missing, even where its value was wrong.
    given: &'t [String],
}

impl Draft<'_> {
    /// The rule without what every row of a table has of its own: thousands of rows are made of copies of it.
    pub fn bare(&self) -> Rule {
        Rule {
            message: Template::default(),
            docs: RuleDocs::default().into(),
            conditions: OwnConditions::default(),
            ..self.rule.clone()
        }
    }

    /// Reports a key of the check that is missing.
    pub fn missing(&self, reader: &mut Reader<'_>, key: &str, example: &str) {
        if !self.gives(key) {
            missing(reader, &self.span, key, example);
        }
    }

    fn gives(&self, key: &str) -> bool {
        self.given.iter().any(|given| given == key)
    }
}

/// The rules that a `[[rule]]` becomes, with the place of its id; none if it has errors, all of which are
/// reported.
pub fn read(reader: &mut Reader<'_>, mut table: Spanned<DeTable<'_>>) -> Vec<(Rule, Range<usize>)> {
    let before = reader.problems.error_count();
    let span = table.span();
    let example_tables = match table.get_mut().remove("example") {
        Some(value) => as_tables(reader.file, value, "rule.example", reader.problems),
        None => Vec::new(),
    };
    let mut given: Vec<String> = table.get_ref().keys().map(|key| key.get_ref().to_string()).collect();
    let (common, own) = separate(reader, table, &mut given);
    let common: RuleTable = decode(reader.file, common, reader.problems);
    let draft = draft(reader, &common, &given, span.clone());
    let kind = common.check.as_ref().and_then(|check| registry::find(&check.value));
    if let (Some(_), Some(check)) = (&common.case, common.check.as_ref().filter(|check| !has_phrases(&check.value))) {
        let message = format!("`case` says nothing in a rule with `check = \"{}\"`", check.value);
        let help = "it is about phrases; in a pattern, `(?i)` is any case, and variants match as they are written";
        reader.warning(check.span.clone(), message).help(help);
    }
    let made = kind.and_then(|kind| (kind.build)(reader, &draft, own));
    let own_examples = examples::read(reader, example_tables);
    let rules = match made {
        None => Vec::new(),
        Some(Made::Rows(rules)) => {
            if let Some(example) = own_examples.first() {
                let message = "the examples of a table stand in its rows";
                let help = "move them to the columns `bad_example` and `good_example`";
                reader.error(example.1.clone(), message).help(help);
            }
            if let Some(allow) = common.lint_allow.as_ref().and_then(|all| all.0.first()) {
                let message = "the rows of a table acknowledge lints for themselves";
                reader
                    .error(allow.span.clone(), message)
                    .help("move it to the column `lint_allow` of the row it is about");
            }
            check_holes(reader, &draft, rules.first());
            rules
        }
        Some(Made::Rule(mut rule)) => {
            check_holes(reader, &draft, Some(&rule));
            // Examples under a misspelt name are not missing as well.
            if !own_examples.is_empty() || !draft.gives("example") {
                examples::check_count(reader, &rule, &own_examples, draft.span.clone());
            }
            rule.docs.examples = own_examples.into_iter().map(|(example, _)| example).collect();
            vec![*rule]
        }
    };
    // What is wrong with one row drops that row (its maker saw to it), not the table.
    let of_rows = rules.iter().any(|rule| rule.id.contains('#'));
    if reader.problems.error_count() > before && !of_rows {
        return Vec::new();
    }
    let place = common.id.map_or(span, |id| id.span);
    rules.into_iter().map(|rule| (rule, place.clone())).collect()
}

/// Whether the case of a check's texts can be chosen.
fn has_phrases(check: &str) -> bool {
    matches!(check, "phrase" | "lexicon")
}

/// Parts the keys of all rules from those of the check, and reports those that are neither.
fn separate<'t>(
    reader: &mut Reader<'_>,
    table: Spanned<DeTable<'t>>,
    given: &mut Vec<String>,
) -> (Spanned<DeTable<'t>>, Spanned<DeTable<'t>>) {
    let span = table.span();
    let mut table = table.into_inner();
    let check = table.get("check").and_then(|check| check.get_ref().as_str()).map(str::to_owned);
    let kind = check.as_deref().and_then(registry::find);
    let common_keys = keys_of::<RuleTable>();
    let known: Vec<&str> = match kind {
        Some(kind) => common_keys.iter().chain((kind.keys)()).copied().chain(["example"]).collect(),
        // Without a check that is known, every key of any check may be meant.
        None => common_keys.iter().copied().chain(CHECKS.iter().flat_map(|check| (check.keys)()).copied()).collect(),
    };
    if let Some(kind) = kind {
        refuse_keys_of_other_checks(reader, &mut table, kind, &known, given);
    }
    let what = check.map_or_else(|| "a rule".to_owned(), |check| format!("a rule with `check = \"{check}\"`"));
    given.extend(refuse_unknown_keys(reader.file, &mut table, &known, &what, reader.problems));
    let (mut common, mut own) = (DeTable::new(), DeTable::new());
    for (key, value) in table {
        let is_common = common_keys.contains(&key.get_ref().as_ref());
        if is_common {
            common.insert(key, value)
        } else {
            own.insert(key, value)
        };
    }
    (Spanned::new(span.clone(), common), Spanned::new(span, own))
}

/// Reports keys that another check has: the author meant that one, or copied too much.
fn refuse_keys_of_other_checks(
    reader: &mut Reader<'_>,
    table: &mut DeTable<'_>,
    kind: &CheckKind,
    known: &[&str],
    given: &mut Vec<String>,
) {
    for other in CHECKS {
        for key in (other.keys)().iter().filter(|key| !known.contains(key)) {
            let Some((written, _)) = table.remove_entry(*key) else { continue };
            let message = format!("`{key}` is no key of a rule with `check = \"{}\"`", kind.name);
            let help = format!("write check = \"{}\", or one of the keys {}", other.name, quoted((kind.keys)()));
            reader.error(written.span(), message).help(help);
            // What the check itself needs is not missing as well.
            given.extend((kind.keys)().iter().map(|key| (*key).to_owned()));
        }
    }
}

fn quoted(keys: &[&str]) -> String {
    keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

/// A rule without its check; `given` are the keys that are not missing.
pub fn draft<'t>(reader: &mut Reader<'_>, table: &'t RuleTable, given: &'t [String], span: Range<usize>) -> Draft<'t> {
    let id = table.id.as_ref().map_or("", |id| &id.value);
    if let Some(id) = table.id.as_ref().filter(|id| id.value.is_empty() || slug(&id.value) != id.value) {
        let help = match slug(&id.value) {
            slug if slug.is_empty() => "use lower-case letters, digits and hyphens".to_owned(),
            slug => format!("use lower-case letters, digits and hyphens: `{slug}`"),
        };
        reader.error(id.span.clone(), format!("`{}` is no id", id.value)).help(help);
    }
    let required: [(&str, &str); 6] = [
        ("id", "id = \"honorary-visit\""),
        ("check", "check = \"phrase\""),
        ("message", "message = \"{match} is a word-for-word translation\""),
        ("severity", "severity = \"warning\""),
        ("category", "category = \"terminology/wrong-term\""),
        ("explanation", "explanation = \"Why it happens, how to fix it, when it is right after all.\""),
    ];
    for (key, example) in required {
        if !given.iter().any(|given| given == key) {
            missing(reader, &span, key, example);
        }
    }
    if let Some(check) = table.check.as_ref().filter(|check| registry::find(&check.value).is_none()) {
        let note = reader.error(check.span.clone(), format!("there is no check `{}`", check.value));
        if let Some(help) = did_you_mean(&check.value, CHECKS.iter().map(|check| check.name)) {
            note.help(help);
        }
    }
    if let Some(category) = table.category.as_ref().filter(|c| category::its_type(&c.value).is_none()) {
        let note = reader.error(category.span.clone(), format!("there is no category `{}`", category.value));
        if let Some(help) = did_you_mean(&category.value, category::names().collect::<Vec<_>>()) {
            note.help(help);
        }
    }
    for text in [&table.message, &table.explanation].into_iter().flatten().filter(|text| text.value.trim().is_empty()) {
        reader.error(text.span.clone(), "this text is empty");
    }
    let severity = severity(reader, table);
    let suggest: Vec<TextAt> = table.suggest.clone().unwrap_or_default().0;
    let rule = Rule {
        id: format!("{}/{id}", reader.pack().id).into(),
        aliases: aliases(reader, table),
        pack: reader.pack,
        languages: languages(table),
        kind: table.kind.as_ref().map_or(Kind::Finding, |kind| kind.value),
        severity,
        impact: table.impact.unwrap_or(severity.default_impact()),
        confidence: table.confidence.unwrap_or(Confidence::Medium),
        category: table.category.as_ref().map_or("", |category| &category.value).into(),
        message: table.message.as_ref().map(|text| template(reader, text)).unwrap_or_default(),
        suggest: suggest.iter().map(|text| template(reader, text)).collect(),
        enabled: table.enabled.unwrap_or(true),
        validity: validity::read(reader, table.valid_from.as_ref(), table.valid_until.as_ref()),
        conditions: condition::of_rule(reader, table).into(),
        window: table.window.unwrap_or_default(),
        view: table.view.unwrap_or_default(),
        gather: table.gather,
        at_least: table.at_least.unwrap_or(1),
        check: CheckSpec::Phrase(Vec::new()),
        docs: RuleDocs {
            explanation: table.explanation.as_ref().map(|text| text.value.trim().into()).unwrap_or_default(),
            references: table.references.clone().unwrap_or_default(),
            unverified: table.unverified.unwrap_or(false),
            lint_allow: table
                .lint_allow
                .iter()
                .flat_map(|all| &all.0)
                .filter_map(|one| lint_kind(reader, one))
                .collect(),
            file: reader.file.path.clone(),
            line: reader.file.line(span.start),
            examples: Vec::new(),
        }
        .into(),
    };
    Draft { rule, table, span, given }
}

fn severity(reader: &mut Reader<'_>, table: &RuleTable) -> Severity {
    let Some(severity) = &table.severity else { return Severity::Info };
    if severity.value > Severity::Info {
        if table.kind.as_ref().is_some_and(|kind| kind.value == Kind::Label) {
            let message = "a label is a neutral fact, so that its severity is `info`";
            reader.error(severity.span.clone(), message).help("write severity = \"info\", or remove kind = \"label\"");
        }
        if table.unverified == Some(true) {
            let message = "a rule that is unverified is `info` at most";
            reader.error(severity.span.clone(), message).help("name a source in `references`, or set it to info");
        }
    }
    severity.value
}

fn aliases(reader: &mut Reader<'_>, table: &RuleTable) -> Vec<Str> {
    let aliases = table.aliases.clone().unwrap_or_default().0;
    for alias in aliases.iter().filter(|alias| !alias.value.contains('/')) {
        let help = "write the former id with its pack: `house/honorary-visit`";
        reader.error(alias.span.clone(), format!("`{}` is no full id", alias.value)).help(help);
    }
    aliases.into_iter().map(|alias| alias.value.into()).collect()
}

fn languages(table: &RuleTable) -> Vec<Str> {
    table.languages.iter().flat_map(|all| &all.0).map(|tag| tag.value.as_str().into()).collect()
}

/// A lint by its name, or a report that there is none.
pub fn lint_kind(reader: &mut Reader<'_>, name: &TextAt) -> Option<LintKind> {
    let found = LintKind::ALLOWABLE.iter().find(|(known, _)| *known == name.value).map(|(_, kind)| *kind);
    if found.is_none() {
        let note = reader.error(name.span.clone(), format!("there is no lint `{}`", name.value));
        if let Some(help) = did_you_mean(&name.value, LintKind::ALLOWABLE.map(|(known, _)| known)) {
            note.help(help);
        }
    }
    found
}

/// Parses a template, or reports the brace that is wrong.
fn template(reader: &mut Reader<'_>, text: &TextAt) -> Template {
    Template::parse(&text.value).unwrap_or_else(|at| {
        let span = part_of(reader.file, text, at..at + 1);
        let help = "write `{match}` with both braces, or `{{` and `}}` for the signs themselves";
        reader.error(span, "this brace does not belong to a name in braces").help(help);
        Template::default()
    })
}

/// A template of plain text.
pub fn text_template(text: &str) -> Template {
    Template::text(text)
}

/// Reports names in braces that nothing will fill. `rule` is the rule with its check.
fn check_holes(reader: &mut Reader<'_>, draft: &Draft<'_>, rule: Option<&Rule>) {
    let Some(rule) = rule else { return };
    let mut known = vec!["match".to_owned()];
    let conditions = &draft.rule.conditions;
    known.extend((!conditions.before.is_empty()).then(|| "before".to_owned()));
    known.extend((!conditions.after.is_empty()).then(|| "after".to_owned()));
    known.extend(rule.check.holes().iter().map(|&hole| hole.to_owned()));
    let mut patterns = None;
    if let CheckSpec::Pattern(all) = &rule.check {
        patterns = Some(all);
        for pattern in all {
            let name = |class: &ClassRef| reader.declared.classes[class.class as usize].name.to_string();
            known.extend(pattern::classes(pattern).map(name));
        }
    }
    let suggests = draft.gives("suggest")
        || rule.id.contains('#')
        || rule.check.is_detector()
        || matches!(rule.check, CheckSpec::Variants(_) | CheckSpec::Entity(_));
    let message = draft.table.message.iter().map(|text| (text, suggests));
    let suggest = draft.table.suggest.iter().flat_map(|texts| &texts.0).map(|text| (text, false));
    for (text, suggestion) in message.chain(suggest) {
        let Ok(template) = Template::parse(&text.value) else { continue };
        for hole in template.holes() {
            if known.iter().any(|name| name == hole) || hole == "suggestion" && suggestion {
                continue;
            }
            // To find the groups takes another look at the patterns; most messages name none.
            if let Some(patterns) = patterns.take() {
                known.extend(patterns.iter().flat_map(pattern::group_names));
                if known.iter().any(|name| name == hole) {
                    continue;
                }
            }
            let at = text.value.find(&format!("{{{hole}}}")).unwrap_or(0);
            let span = part_of(reader.file, text, at..at + hole.len() + 2);
            let note = reader.error(span, format!("nothing fills `{{{hole}}}` in this text"));
            match hole {
                "suggestion" => note.help("give the rule a `suggest`, or leave it out of the text"),
                "before" | "after" => note.help(format!("give the rule the condition `{hole}`, or leave it out")),
                _ => {
                    let names = known.iter().map(String::as_str).chain(suggestion.then_some("suggestion"));
                    note.help(did_you_mean(hole, names.collect::<Vec<_>>()).unwrap_or_default())
                }
            };
            // One mistake in a text is enough to look at it.
            break;
        }
    }
}

fn missing(reader: &mut Reader<'_>, span: &Range<usize>, key: &str, example: &str) {
    reader.error(span.clone(), format!("this rule has no `{key}`")).help(format!("add a line such as: {example}"));
}
