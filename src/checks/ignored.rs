//! Findings that the text itself asks not to report: directives compared with what the checks found.

use super::{Found, Program, Scope};
use crate::config::Selector;
use crate::document::Field;
use crate::input::Position;
use crate::rules::RuleIndex;
use crate::rules::nearest::nearest;
use crate::source::{ACTIONS, Action, Directive, RawText, Span};
use crate::text::Analysis;
use rustc_hash::{FxHashMap, FxHashSet};

/// What came of the directives of a document, or of a window of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ignored {
    /// Places that were found and are not reported.
    pub places: u64,
    /// The directives, in order.
    pub uses: Vec<DirectiveUse>,
}

/// What came of one directive.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DirectiveUse {
    /// Where it stands.
    pub position: Position,
    /// Whether it hides nothing, although rules that it speaks of ran.
    pub unused: bool,
    /// What is wrong with it, in a clause; nothing if it can be read.
    pub wrong: Option<String>,
}

/// A stretch of the raw text that a directive speaks of.
struct Region {
    span: Span,
    directive: usize,
    /// The rules that it is about; nothing: all.
    selector: Option<Selector>,
}

/// Takes out what the directives of the document ask not to report.
pub(super) fn leave_out(scope: &Scope<'_>, found: &mut Found) {
    let raw = &scope.document.raw;
    let directives = raw.directives();
    if directives.is_empty() {
        return;
    }
    let selectors: Vec<Vec<Selector>> = directives.iter().map(selectors).collect();
    let mut used = vec![false; directives.len()];
    let regions = regions(scope, &selectors, &mut used);
    // The regions of each rule, found when its first hit is looked at.
    let mut of_rules: FxHashMap<RuleIndex, Vec<usize>> = FxHashMap::default();
    let mut covers = |rule: RuleIndex, field: usize, span: Span| {
        let at = scope.document.fields[field].map.raw(span).start;
        let of_rule = of_rules.entry(rule).or_insert_with(|| {
            let about = |region: &Region| means(scope.program, region.selector.as_slice(), rule);
            (0..regions.len()).filter(|&region| about(&regions[region])).collect()
        });
        let inside = |region: &&usize| (regions[**region].span.start..regions[**region].span.end).contains(&at);
        let region = of_rule.iter().find(inside);
        region.iter().for_each(|&&region| used[regions[region].directive] = true);
        region.is_some()
    };
    let mut places: FxHashSet<(RuleIndex, usize, u32)> = FxHashSet::default();
    found.hits.retain(|hit| {
        let covered = covers(hit.rule, hit.field, hit.span);
        if covered {
            places.insert((hit.rule, hit.field, hit.span.start));
        }
        !covered
    });
    found.uses.retain(|one| !covers(one.rule, one.field, one.span));
    let uses = directives.iter().zip(&selectors).zip(used);
    let uses = uses.map(|((directive, selectors), used)| DirectiveUse {
        position: position(directive, raw),
        unused: !used && !matches!(directive.action, Action::Unknown(_)) && ran(scope.program, selectors),
        wrong: wrong(directive, selectors, scope.program),
    });
    found.ignored = Ignored { places: places.len() as u64, uses: uses.collect() };
}

fn selectors(directive: &Directive) -> Vec<Selector> {
    // What cannot be read means no rule, and is told.
    directive.rules.iter().map(|rule| rule.parse().unwrap_or_else(|_| Selector::Id(rule.clone()))).collect()
}

fn means(program: &Program, selectors: &[Selector], rule: RuleIndex) -> bool {
    let rule = &program.rules.rules[rule as usize];
    let meant = |selector: &Selector| {
        selector.matches(&rule.id, &rule.category, rule.severity)
            || matches!(selector, Selector::Id(id) if rule.aliases.iter().any(|alias| **alias == **id))
    };
    selectors.is_empty() || selectors.iter().any(meant)
}

/// Whether a rule ran that these mean.
fn ran(program: &Program, selectors: &[Selector]) -> bool {
    selectors.is_empty() || program.active_rules().any(|rule| means(program, selectors, rule))
}

fn position(directive: &Directive, raw: &RawText) -> Position {
    let (byte, line, column) = directive.carried.unwrap_or_else(|| {
        let (line, column) = raw.line_column(directive.at.start());
        (raw.raw_byte(directive.at.start()), line, column)
    });
    Position { byte, line, column }
}

fn wrong(directive: &Directive, selectors: &[Selector], program: &Program) -> Option<String> {
    if let Action::Unknown(word) = &directive.action {
        let near = nearest(word, ACTIONS);
        let hint =
            near.map_or_else(|| format!("there are {}", ACTIONS.join(", ")), |near| format!("did you mean `{near}`?"));
        return Some(format!("`{word}` is no directive; {hint}"));
    }
    let rules = &program.rules.rules;
    let none = |selector: &&Selector| {
        !(0..rules.len()).any(|rule| means(program, std::slice::from_ref(*selector), rule as RuleIndex))
    };
    let selector = selectors.iter().find(none)?;
    let near = selector.nearest(rules.iter().map(|rule| &*rule.id));
    let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Some(format!("`{selector}` means no rule{hint}"))
}

/// What each directive reaches, a region for each of its rules. `used` is set for those that end another.
fn regions(scope: &Scope<'_>, selectors: &[Vec<Selector>], used: &mut [bool]) -> Vec<Region> {
    let raw = &scope.document.raw;
    let text = raw.text();
    let mut regions: Vec<Region> = Vec::new();
    // What `disable` began and nothing has ended yet: regions whose ends are not known.
    let mut open: Vec<Region> = Vec::new();
    let mut paragraphs: Option<Vec<Span>> = None;
    for (index, directive) in raw.directives().iter().enumerate() {
        let line = lines(text, directive.at);
        let span = match directive.action {
            Action::Ignore | Action::IgnoreNextLine if directive.reach.is_some() => directive.reach,
            Action::Ignore if !is_alone(text, line, directive.at) => Some(line),
            Action::Ignore => {
                let paragraphs = paragraphs.get_or_insert_with(|| paragraphs_of(scope));
                paragraphs.get(paragraphs.partition_point(|one| one.end <= directive.at.end)).copied()
            }
            Action::IgnoreNextLine => Some(next_line(text, line.end())),
            Action::IgnoreFile => Some(Span::new(0, text.len() + 1)),
            Action::Disable => Some(Span::new(directive.at.start(), text.len() + 1)),
            Action::Enable => {
                let ends = |region: &Region| {
                    selectors[index].is_empty()
                        || region.selector.as_ref().is_some_and(|one| selectors[index].contains(one))
                };
                for mut region in open.extract_if(.., |region| ends(region)) {
                    used[index] = true;
                    region.span.end = directive.at.end;
                    regions.push(region);
                }
                None
            }
            Action::Unknown(_) => None,
        };
        let all = selectors[index].is_empty().then_some(None);
        let each = all.into_iter().chain(selectors[index].iter().cloned().map(Some));
        let made = span
            .into_iter()
            .flat_map(|span| each.clone().map(move |selector| Region { span, directive: index, selector }));
        match directive.action {
            Action::Disable => open.extend(made),
            _ => regions.extend(made),
        }
    }
    regions.append(&mut open);
    regions
}

/// The lines that a span stands in, without the last line break.
fn lines(text: &str, span: Span) -> Span {
    let start = text[..span.start()].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[span.end()..].find('\n').map_or(text.len(), |newline| span.end() + newline);
    Span::new(start, end + 1)
}

/// Whether nothing else stands in the lines of a comment.
fn is_alone(text: &str, lines: Span, comment: Span) -> bool {
    let end = lines.end().min(text.len());
    text[lines.start()..comment.start()].trim().is_empty() && text[comment.end()..end].trim().is_empty()
}

/// The first line from this offset on that is not blank.
fn next_line(text: &str, from: usize) -> Span {
    let mut start = from.min(text.len());
    for line in text[start..].split_inclusive('\n') {
        if !line.trim().is_empty() {
            return Span::new(start, start + line.len());
        }
        start += line.len();
    }
    Span::new(start, start)
}

/// The raw spans of all paragraphs, in order.
fn paragraphs_of(scope: &Scope<'_>) -> Vec<Span> {
    let of_field = |(field, analysis): (&Field, &Analysis<'_>)| -> Vec<Span> {
        let spans = analysis.paragraphs().filter(|paragraph| !paragraph.is_empty());
        spans.map(|paragraph| field.map.raw(analysis.view.to_field(paragraph))).collect()
    };
    let mut paragraphs: Vec<Span> = scope.document.fields.iter().zip(&scope.fields).flat_map(of_field).collect();
    paragraphs.sort_by_key(|paragraph| (paragraph.end, paragraph.start));
    paragraphs
}
