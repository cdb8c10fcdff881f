//! Loads packs: first what rules refer to (languages, classes), then the rules.

use super::class;
use super::decode::{as_table, as_tables, decode, keys_of, refuse_unknown_keys};
use super::diagnostic::{Problems, RuleError, RulePlace};
use super::entity::Entity;
use super::file::{PackTable, TOP_KEYS};
use super::house;
use super::kinds::entity;
use super::language_file;
use super::model::{Pack, Rule, RuleSet};
use super::reader::{Cache, Reader};
use super::row::slug;
use super::rule;
use super::source::{PackSource, SourceFile};
use super::string::Str;
use super::syntax;
use rustc_hash::FxHashMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What [`load`] makes of packs.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The rules of the base and those of the packs that are sound.
    pub rules: RuleSet,
    /// What is wrong; the rules that it concerns are left out.
    pub errors: Vec<RuleError>,
    /// What an author should know.
    pub warnings: Vec<RuleError>,
}

/// A rule file, parsed.
struct ParsedFile<'t> {
    file: &'t SourceFile,
    source: &'t PackSource,
    pack: Option<Spanned<DeValue<'t>>>,
    classes: Option<Spanned<DeValue<'t>>>,
    language: Option<Spanned<DeTable<'t>>>,
    rules: Vec<Spanned<DeTable<'t>>>,
    entities: Vec<Spanned<DeTable<'t>>>,
}

/// Loads packs on top of a base (the built-in packs, or nothing). With errors the good rules are there all the
/// same; the caller decides whether to go on.
pub fn load(base: RuleSet, packs: &[PackSource]) -> Loaded {
    let mut problems = Problems::default();
    let mut declared = base;
    let mut cache = Cache::default();
    let mut parsed: Vec<(u32, Vec<ParsedFile<'_>>)> = Vec::new();
    for source in packs {
        problems.errors.extend(source.errors.iter().cloned());
        let mut files: Vec<ParsedFile<'_>> =
            source.files.iter().map(|file| parse(file, source, &mut problems)).collect();
        let pack = pack(&mut files, source, &mut problems);
        let index = u32::try_from(declared.packs.len()).unwrap_or(u32::MAX);
        declared.packs.push(pack);
        parsed.push((index, files));
    }
    // Languages come first because rules inflect by them, classes second because rules of any pack may use them.
    for (index, files) in &mut parsed {
        for parsed in files.iter_mut() {
            let Some(table) = parsed.language.take() else { continue };
            let language =
                language_file::read(&mut reader(parsed, *index, &declared, &mut problems, &mut cache), table);
            declared.languages.extend(language);
        }
    }
    declared.languages.sort_by(|a, b| a.code.cmp(&b.code));
    for (index, files) in &mut parsed {
        for parsed in files.iter_mut() {
            let Some(value) = parsed.classes.take() else { continue };
            let classes = class::read(&mut reader(parsed, *index, &declared, &mut problems, &mut cache), value);
            declared.classes.extend(classes);
        }
    }
    for (index, files) in &mut parsed {
        for parsed in files.iter_mut() {
            let named = entity_names(&mut reader(parsed, *index, &declared, &mut problems, &mut cache), parsed);
            class::add_entities(&mut declared, *index, &named);
        }
    }
    cache = Cache::default();
    let mut ids = Ids::new(&declared.rules);
    let mut rules = std::mem::take(&mut declared.rules);
    for (index, files) in &mut parsed {
        for parsed in files.iter_mut() {
            for table in std::mem::take(&mut parsed.rules) {
                let mut reader = reader(parsed, *index, &declared, &mut problems, &mut cache);
                let read = rule::read(&mut reader, table);
                rules.reserve(read.len());
                rules.extend(read.into_iter().filter_map(|(rule, span)| ids.admit(&mut reader, rule, span)));
            }
            let entities = std::mem::take(&mut parsed.entities);
            if !entities.is_empty() {
                let mut reader = reader(parsed, *index, &declared, &mut problems, &mut cache);
                let read = entity::of_tables(&mut reader, entities);
                rules.extend(read.into_iter().filter_map(|(rule, span)| ids.admit(&mut reader, rule, span)));
            }
        }
    }
    declared.rules = rules;
    house::unite(&mut declared);
    drop_empty_language_packs(&mut declared);
    let (errors, warnings) = problems.finish();
    Loaded { rules: declared, errors, warnings }
}

fn reader<'a>(
    parsed: &ParsedFile<'a>,
    pack: u32,
    declared: &'a RuleSet,
    problems: &'a mut Problems,
    cache: &'a mut Cache,
) -> Reader<'a> {
    Reader { file: parsed.file, source: parsed.source, pack, declared, problems, cache }
}

/// The names of all entities that a file tells of, which word classes have to have before rules are read.
fn entity_names(reader: &mut Reader<'_>, parsed: &ParsedFile<'_>) -> Vec<Entity> {
    let is_table = |rule: &&Spanned<DeTable<'_>>| {
        rule.get_ref().get("check").and_then(|check| check.get_ref().as_str()) == Some("entity")
    };
    let mut named: Vec<Entity> =
        parsed.rules.iter().filter(is_table).flat_map(|rule| entity::names(reader, rule)).collect();
    named.extend(entity::names_of_tables(reader, &parsed.entities));
    named
}

/// The head of the pack that a configuration's entities are: its language.
fn settings_head(lang: Spanned<DeValue<'_>>) -> Spanned<DeValue<'_>> {
    let span = lang.span();
    let mut head = DeTable::new();
    head.insert(Spanned::new(span.clone(), "target-language".into()), lang);
    Spanned::new(span, DeValue::Table(head))
}

/// Parses one file; syntax errors are reported, and what can be read is read.
fn parse<'t>(file: &'t SourceFile, source: &'t PackSource, problems: &mut Problems) -> ParsedFile<'t> {
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    let mut repeated = false;
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let explained = syntax::explain(file, &span, error.message());
        // A table that stands twice has all its keys twice: one mistake, one message.
        if !(explained.repeated && repeated) {
            problems.error(file, span, explained.message).help(explained.help);
        }
        repeated |= explained.repeated;
    }
    let mut parsed =
        ParsedFile { file, source, pack: None, classes: None, language: None, rules: Vec::new(), entities: Vec::new() };
    // Half a file has half its keys: everything said of it would be noise after the first error.
    if !errors.is_empty() {
        return parsed;
    }
    let mut table = table.into_inner();
    let mut tables = |value| as_tables(file, value, "entity", problems);
    parsed.entities = table.remove("entity").map(&mut tables).unwrap_or_default();
    if source.settings {
        // Everything else in it is the configuration's own.
        parsed.pack = table.remove("lang").map(settings_head);
        return parsed;
    }
    refuse_unknown_keys(file, &mut table, TOP_KEYS, "a rule file", problems);
    parsed.pack = table.remove("pack");
    parsed.classes = table.remove("class");
    parsed.language = table.remove("language").and_then(|value| as_table(file, value, "`language`", problems));
    parsed.rules = table.remove("rule").map(|value| as_tables(file, value, "rule", problems)).unwrap_or_default();
    parsed
}

/// The metadata of a pack, from the one file that has them.
fn pack(files: &mut [ParsedFile<'_>], source: &PackSource, problems: &mut Problems) -> Pack {
    let mut head: Option<PackTable> = None;
    let mut first: Option<RulePlace> = None;
    let mut broken = !source.errors.is_empty();
    for parsed in files.iter_mut() {
        let Some(value) = parsed.pack.take() else { continue };
        let span = value.span();
        let Some(mut table) = as_table(parsed.file, value, "`pack`", problems) else {
            broken = true;
            continue;
        };
        if let Some(first) = &first {
            let message = "the pack has two tables `[pack]`";
            problems.error(parsed.file, span, message).other(first.clone(), "the first one").help("remove one of them");
            continue;
        }
        first = Some(RulePlace::new(parsed.file, span.clone()));
        refuse_unknown_keys(parsed.file, table.get_mut(), keys_of::<PackTable>(), "`[pack]`", problems);
        let table: PackTable = decode(parsed.file, table, problems);
        check_pack(parsed.file, &table, span, source, problems);
        head = Some(table);
    }
    broken |= files.iter().any(|parsed| problems.errors.iter().any(|error| error.place.file == parsed.file.path));
    let has_rules = |parsed: &ParsedFile<'_>| !parsed.rules.is_empty() || !parsed.entities.is_empty();
    let needs_head = !source.settings && files.iter().any(|file| has_rules(file) || file.classes.is_some());
    if head.is_none()
        && needs_head
        && !broken
        && let Some(parsed) = files.first()
    {
        let help = "write in one of its files: [pack] description = \"What it is about\" target-language = \"en\"";
        problems.error_in_file(&parsed.file.path, "no file of this pack has a table `[pack]`").help(help);
    }
    let head = head.unwrap_or_default();
    let name = match (&head.name, source.builtin) {
        (Some(name), false) => name.value.clone(),
        (None, false) => Some(slug(&source.name)).filter(|name| !name.is_empty()).unwrap_or("pack".to_owned()),
        (_, true) => source.name.clone(),
    };
    let description = head.description.map(|text| text.value);
    let of_settings = || if source.settings { "Entities of the configuration".to_owned() } else { String::new() };
    Pack {
        id: name.into(),
        description: description.unwrap_or_else(of_settings),
        target_language: head.target_language.map(|text| text.value).filter(|tag| tag != "*").map(Into::into),
        source_languages: head.source_languages.unwrap_or_default().0.into_iter().map(|t| t.value.into()).collect(),
        builtin: source.builtin,
    }
}

fn check_pack(file: &SourceFile, table: &PackTable, span: Range<usize>, source: &PackSource, problems: &mut Problems) {
    if table.description.is_none() && !source.settings {
        let help = "add a line such as: description = \"What our desk sees in machine translations\"";
        problems.error(file, span, "the pack has no `description`").help(help);
    }
    if let Some(name) = &table.name {
        if source.builtin {
            let message = "a built-in pack is named by its folder";
            problems.error(file, name.span.clone(), message).help("remove the key `name`");
        } else if name.value.is_empty() || slug(&name.value) != name.value {
            let message = format!("`{}` is no name for a pack", name.value);
            problems.error(file, name.span.clone(), message).help("use lower-case letters, digits and hyphens");
        }
    }
    let sources = table.source_languages.iter().flat_map(|texts| &texts.0);
    for tag in table.target_language.iter().filter(|tag| tag.value != "*").chain(sources) {
        let plain = tag
            .value
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()));
        if !plain || !tag.value.starts_with(|c: char| c.is_ascii_lowercase()) {
            let message = format!("`{}` is no language tag", tag.value);
            problems
                .error(file, tag.span.clone(), message)
                .help("write a BCP 47 tag such as `en`, `en-GB` or `zh-Hant`");
        }
    }
}

/// A language file is no pack of rules; it is not listed as one.
fn drop_empty_language_packs(rules: &mut RuleSet) {
    let used: Vec<bool> = (0..)
        .zip(&rules.packs)
        .map(|(index, pack)| {
            !pack.description.is_empty()
                || rules.rules.iter().any(|rule| rule.pack == index)
                || rules.classes.iter().any(|class| class.pack == index)
        })
        .collect();
    let mut next = 0;
    let mut moved: Vec<u32> = Vec::with_capacity(used.len());
    for used in &used {
        moved.push(next);
        next += u32::from(*used);
    }
    let mut keep = used.iter();
    rules.packs.retain(|_| keep.next() == Some(&true));
    rules.rules.iter_mut().for_each(|rule| rule.pack = moved[rule.pack as usize]);
    rules.classes.iter_mut().for_each(|class| class.pack = moved[class.pack as usize]);
}

/// Full ids given so far: where, or `None` for a rule of the base.
struct Ids(FxHashMap<Str, Option<(SourceFile, Range<usize>)>>);

impl Ids {
    fn new(rules: &[Rule]) -> Self {
        Ids(rules.iter().map(|rule| (rule.id.clone(), None)).collect())
    }

    /// The rule, unless its id is taken, which is reported.
    fn admit(&mut self, reader: &mut Reader<'_>, rule: Rule, span: Range<usize>) -> Option<Rule> {
        match self.0.get(&rule.id).cloned() {
            None => {
                self.0.insert(rule.id.clone(), Some((reader.file.clone(), span)));
                Some(rule)
            }
            Some(None) => {
                let message = format!("`{}` is a built-in rule", rule.id);
                let help = format!("change it by [rules.\"{}\"] in mtaudit.toml, or give this one another id", rule.id);
                reader.error(span, message).help(help);
                None
            }
            Some(Some((file, first))) => {
                let first = RulePlace::new(&file, first);
                let message = format!("two rules have the id `{}`", rule.id);
                reader.error(span, message).other(first, "the first one").help("give one of them another id");
                None
            }
        }
    }
}
