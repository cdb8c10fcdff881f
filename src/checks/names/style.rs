//! The `name-style` rules: given names of two syllables, romanised in two styles in one document.

use super::forms::Form;
use crate::checks::program::Scope;
use crate::checks::{Found, Hit};
use crate::rules::RuleIndex;
use crate::rules::conflicts::NameStyle;
use crate::rules::entity::EntityKind;
use crate::rules::string::Str;
use crate::text::fold::letters;
use crate::text::keys::{KeyFilter, key};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

/// How a given name of two syllables is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    /// Jong Un.
    Apart,
    /// Jong-un.
    Hyphen,
    /// Jong-Un.
    HyphenCapital,
    /// Jongun.
    Joined,
}

/// One rule.
pub struct Styles {
    rule: NameStyle,
    syllables: Syllables,
}

/// The syllables of given names.
struct Syllables {
    all: FxHashSet<Str>,
    keys: KeyFilter,
}

impl Syllables {
    fn has(&self, letters: &str) -> bool {
        self.keys.may_hold(key(letters)) && self.all.contains(letters)
    }
}

impl Styles {
    /// A rule, ready to look at names.
    pub fn new(rule: &NameStyle) -> Self {
        let all = rule.syllables.iter().cloned().collect();
        Styles { rule: rule.clone(), syllables: Syllables { all, keys: KeyFilter::of(&rule.syllables) } }
    }
}

/// What the rule finds among the forms of a document.
pub fn find(scope: &Scope<'_>, rule: RuleIndex, styles: &Styles, forms: &[Form<'_>], found: &mut Found) {
    let mut groups: FxHashMap<String, Vec<(usize, Style)>> = FxHashMap::default();
    for (index, form) in forms.iter().enumerate().filter(|(_, form)| form.is_running()) {
        let styled = style(form, &styles.syllables);
        if let Some((style, group)) = styled.and_then(|style| Some((style, group(scope, form, &styles.rule)?))) {
            groups.entry(group).or_default().push((index, style));
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_unstable();
    for (_, names) in groups {
        report(scope, rule, forms, &names, found);
    }
}

/// The style of a name of one family name and two syllables; `None` if it is no such name.
fn style(form: &Form<'_>, syllables: &Syllables) -> Option<Style> {
    let knows = |syllable: &str| syllables.has(syllable);
    match form.words.len() {
        3 => (knows(form.letters[1]) && knows(form.letters[2])).then_some(Style::Apart),
        2 => {
            let given = form.word(1);
            if let Some((one, two)) = given.split_once('-') {
                let both = knows(&letters(one)) && knows(&letters(two));
                let capital = two.starts_with(char::is_uppercase);
                return both.then_some(if capital { Style::HyphenCapital } else { Style::Hyphen });
            }
            let lower = &form.letters[1];
            let splits = lower.is_ascii()
                && (2..lower.len().saturating_sub(1)).any(|at| knows(&lower[..at]) && knows(&lower[at..]));
            splits.then_some(Style::Joined)
        }
        _ => None,
    }
}

/// The country whose style a name follows: that of the person in the entity tables, else that of the family name.
fn group(scope: &Scope<'_>, form: &Form<'_>, rule: &NameStyle) -> Option<String> {
    let folded = form.letters.concat();
    let of_language = |language: &Option<Str>| language.as_deref().is_none_or(|tag| tag == &*rule.language);
    let mut people = scope.entities_named(&folded).filter(|(_, entity)| entity.kind == EntityKind::Person);
    if let Some((_, person)) = people.find(|(_, person)| of_language(&person.language)) {
        return person.country().map(|country| country.to_string());
    }
    let family = rule.families.iter().find(|(family, _)| **family == *form.letters[0]);
    family.map(|(_, group)| group.to_string())
}

/// Reports the names that are not in the style of most.
fn report(scope: &Scope<'_>, rule: RuleIndex, forms: &[Form<'_>], names: &[(usize, Style)], found: &mut Found) {
    let mut counts: Vec<(Style, usize, usize)> = Vec::new();
    for (index, style) in names {
        match counts.iter_mut().find(|(known, ..)| known == style) {
            Some((_, count, _)) => *count += forms[*index].count(),
            None => counts.push((*style, forms[*index].count(), *index)),
        }
    }
    // The style of most names; of two as frequent, the one that comes first.
    let Some(&(best, _, model)) = counts.iter().min_by_key(|(_, count, first)| (Reverse(*count), *first)) else {
        return;
    };
    for (index, style) in names.iter().filter(|(_, style)| *style != best) {
        let form = &forms[*index];
        // Another spelling of the same name is for `name-variant`.
        let same =
            |(other, style): &(usize, Style)| *style == best && forms[*other].letters.concat() == form.letters.concat();
        if names.iter().any(same) || *style == best {
            continue;
        }
        for one in &form.uses {
            let analysis = &scope.fields[one.field as usize];
            let Some(neighbours) = scope.holds(rule, one.field as usize, one.span) else { continue };
            let mut hit = Hit::new(rule, one.field as usize, analysis, one.span);
            hit.suggest.extend(restyled(form, best).map(Into::into));
            hit.groups.push(("other".into(), forms[model].text.to_owned()));
            let witness = forms[model].uses[0];
            let there = witness.field as usize;
            hit.relate(there, &scope.fields[there], witness.span, "written in the other style");
            hit.add_neighbours(&neighbours, analysis);
            found.hits.push(hit);
        }
    }
}

/// A name in another style, if its syllables are written apart.
fn restyled(form: &Form<'_>, style: Style) -> Option<String> {
    let capital = |text: &str| {
        let mut letters = text.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    let (one, two) = match form.words.len() {
        3 => (form.word(1), form.word(2)),
        _ => form.word(1).split_once('-')?,
    };
    let lower = two.to_lowercase();
    let given = match style {
        Style::Apart => format!("{one} {}", capital(two)),
        Style::Hyphen => format!("{one}-{lower}"),
        Style::HyphenCapital => format!("{one}-{}", capital(two)),
        Style::Joined => format!("{one}{lower}"),
    };
    Some(format!("{} {given}", form.word(0)))
}
