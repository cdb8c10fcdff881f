//! `pattern`: regular expressions with word classes, tried where one of their literals occurs.

use super::conditions::Neighbours;
use super::literals::Occurrence;
use super::matcher::{Match, Matcher, Place};
use super::program::Scope;
use super::{Build, Check, Found, Hit};
use crate::rules::RuleIndex;
use crate::rules::characters::is_plain;
use crate::rules::model::{CheckSpec, MatchWindow, Reach, TextPattern, TextView};
use crate::rules::string::Str;
use crate::source::Span;
use crate::text::Analysis;
use crate::text::ascii::first_of;
use crate::text::keys::{KeyFilter, key, key_of};
use std::ops::Range;
use std::sync::OnceLock;

struct Patterns {
    entries: Vec<Entry>,
    /// Entries without a literal: tried everywhere.
    always: Vec<usize>,
}

struct Entry {
    rule: RuleIndex,
    /// Which one of the patterns of its rule it is.
    number: usize,
    /// Made when it is first tried: a text has the literals of few.
    matcher: OnceLock<Box<Matcher>>,
    /// Whether the literals that it is indexed by are those of the matcher, so that they need not be looked for again.
    by_own: bool,
    /// How far from such a literal a match may reach.
    reach: Reach,
    /// The keys of the literals in the case in which they stand in a match, in order; empty: in any.
    cased: Box<[u32]>,
    /// Bytes of which some stand behind such a literal; `None`: none are known.
    follows: Option<Follows>,
    /// How the texts end of which one stands before its class; empty: none is known.
    leads: Vec<LastBytes>,
    /// Characters of which one has to be in the text; empty: none is known.
    characters: Vec<(char, char)>,
    window: MatchWindow,
    view: TextView,
}

/// The check of all active patterns.
pub fn build(build: &mut Build<'_>) -> Option<Box<dyn Check>> {
    let mut patterns = Patterns { entries: Vec::new(), always: Vec::new() };
    for (index, rule) in build.active() {
        let CheckSpec::Pattern(all) = &rule.check else { continue };
        for (number, pattern) in all.iter().enumerate() {
            let entry = patterns.entries.len();
            let by_own = pattern.rarer.is_empty();
            let literals = if by_own { &pattern.literals } else { &pattern.rarer };
            for literal in literals {
                build.literals.add(build.pack(index), literal.clone(), entry as u32);
            }
            if literals.is_empty() {
                patterns.always.push(entry);
            }
            patterns.entries.push(Entry {
                rule: index,
                number,
                matcher: OnceLock::new(),
                by_own: by_own && !literals.is_empty(),
                reach: if by_own { pattern.reach } else { Reach::Window },
                cased: if by_own { keys(&pattern.cased) } else { Box::default() },
                follows: by_own.then(|| Follows::of(&pattern.follows)).flatten(),
                leads: pattern.leads.iter().map(|lead| LastBytes::of(lead.as_bytes())).collect(),
                characters: pattern.characters.clone(),
                window: rule.window,
                view: rule.view,
            });
        }
    }
    (!patterns.entries.is_empty()).then(|| Box::new(patterns) as Box<dyn Check>)
}

impl Check for Patterns {
    fn run(&self, scope: &Scope<'_>, found: &mut Found) {
        // The end of the last window that each entry was tried in, or of its last match: occurrences come in rising order.
        let mut tried: Vec<u32> = vec![0; self.entries.len()];
        for (field, analysis) in scope.fields.iter().enumerate() {
            tried.fill(0);
            for occurrence in scope.occurrences(found.check, field) {
                let index = occurrence.tag as usize;
                let entry = &self.entries[index];
                if occurrence.start < tried[index] || !scope.speaks(entry.rule) {
                    continue;
                }
                let behind = || &analysis.view.folded().as_bytes()[occurrence.end as usize..];
                if entry.follows.as_ref().is_some_and(|follows| !follows.may_begin(behind())) {
                    continue;
                }
                if !entry.is_in_case(analysis, occurrence) {
                    continue;
                }
                let window = analysis.window(entry.window, occurrence.start as usize);
                if matches!(entry.reach, Reach::Start | Reach::Bytes(_)) {
                    let from = tried[index];
                    tried[index] = entry.try_with(scope, field, occurrence, window, from, found).unwrap_or(from);
                    continue;
                }
                // A literal that begins with the space behind a sentence has that sentence for its window once more.
                if window.end <= tried[index] {
                    continue;
                }
                tried[index] = window.end;
                entry.try_in(scope, field, analysis, window, found);
            }
            // From here on `tried` says how far the patterns without literals came: a window may go on beyond its
            // paragraph.
            tried.fill(0);
            for entry in self.always.iter().map(|index| &self.entries[*index]).filter(|entry| scope.speaks(entry.rule))
            {
                entry.lead().into_iter().for_each(|most| entry.try_before_class(scope, field, most, found));
            }
            for paragraph in analysis.paragraphs() {
                let (normal, plain) = (unusual(analysis.text(paragraph)), unusual(analysis.plain(paragraph)));
                for &index in &self.always {
                    let entry = &self.entries[index];
                    let there = if entry.view == TextView::Plain { &plain } else { &normal };
                    let may = entry.characters.is_empty() || there.iter().any(|&char| entry.asks_for(char));
                    if may && entry.lead().is_none() && scope.speaks(entry.rule) {
                        let from = paragraph.start().max(tried[index] as usize);
                        tried[index] = entry.try_everywhere(scope, field, analysis, from..paragraph.end(), found);
                    }
                }
            }
        }
    }
}

/// Texts of so many bytes, told by their hashes.
struct Follows {
    length: usize,
    filter: KeyFilter,
}

impl Follows {
    /// `None` if there is none.
    fn of(texts: &[Str]) -> Option<Self> {
        let length = texts.first()?.len();
        let mut filter = KeyFilter::for_words(texts.len());
        texts.iter().for_each(|text| filter.add(key(text)));
        Some(Follows { length, filter })
    }

    /// Whether some bytes may begin with one of them; `false` is certain.
    fn may_begin(&self, bytes: &[u8]) -> bool {
        bytes.get(..self.length).is_some_and(|first| self.filter.may_hold(key_of(first)))
    }
}

/// The last eight bytes of a text, or all of it: most texts that do not end with another differ in them.
struct LastBytes {
    bytes: u64,
    /// The bits of as many bytes as there are.
    mask: u64,
}

impl LastBytes {
    #[inline]
    fn of(text: &[u8]) -> Self {
        if let Some(last) = text.last_chunk() {
            return LastBytes { bytes: u64::from_be_bytes(*last), mask: u64::MAX };
        }
        let bytes = text.iter().fold(0, |bytes, byte| bytes << 8 | u64::from(*byte));
        LastBytes { bytes, mask: (1 << (8 * text.len())) - 1 }
    }
}

/// The keys of some texts, in order.
fn keys(texts: &[Str]) -> Box<[u32]> {
    let mut keys: Vec<u32> = texts.iter().map(|text| key(text)).collect();
    keys.sort_unstable();
    keys.into()
}

/// The different characters of a text that are not plain, which are few and the same in most paragraphs.
fn unusual(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    let mut rest = if is_plain(text) { "" } else { text };
    while let Some(at) = first_of(rest.as_bytes(), |byte| !matches!(byte, b' '..=b'~')) {
        let mut chars = rest[at..].chars();
        found.extend(chars.next());
        rest = chars.as_str();
    }
    found.sort_unstable();
    found.dedup();
    found
}

impl Entry {
    /// Its pattern.
    fn pattern<'s>(&self, scope: &Scope<'s>) -> Option<&'s TextPattern> {
        match &scope.program.rules.rules[self.rule as usize].check {
            CheckSpec::Pattern(all) => all.get(self.number),
            _ => None,
        }
    }

    /// The bytes before a class by whose words it is looked for, at most.
    fn lead(&self) -> Option<usize> {
        match self.reach {
            Reach::Lead(most) if self.characters.is_empty() => Some(most as usize),
            _ => None,
        }
    }

    /// The matcher of its pattern.
    fn matcher(&self, scope: &Scope<'_>) -> &Matcher {
        self.matcher.get_or_init(|| self.pattern(scope).map(Matcher::new).map(Box::new).unwrap_or_default())
    }

    /// Whether a literal stands in the text in a case in which a match may have it.
    fn is_in_case(&self, analysis: &Analysis<'_>, literal: &Occurrence) -> bool {
        let text = || &analysis.view.text()[literal.start as usize..literal.end as usize];
        self.cased.is_empty() || self.cased.binary_search(&key(text())).is_ok()
    }

    /// Whether this is one of the characters of which every match has one.
    fn asks_for(&self, char: char) -> bool {
        let at = self.characters.partition_point(|&(_, last)| last < char);
        self.characters.get(at).is_some_and(|&(first, _)| first <= char)
    }

    /// Tries it in all windows that begin in a range; how far they came.
    fn try_everywhere(
        &self,
        scope: &Scope<'_>,
        field: usize,
        analysis: &Analysis<'_>,
        range: Range<usize>,
        found: &mut Found,
    ) -> u32 {
        let mut at = range.start;
        while at < range.end {
            let window = analysis.window(self.window, at);
            self.try_in(scope, field, analysis, window, found);
            // Past the window, and past the space or line break behind it.
            at = window.end().max(at) + 1;
        }
        at as u32
    }

    fn try_in(&self, scope: &Scope<'_>, field: usize, analysis: &Analysis<'_>, window: Span, found: &mut Found) {
        if self.view == TextView::Plain {
            return self.try_plain(scope, field, analysis, window, found);
        }
        let place = Place { analysis, window, classes: scope.classes() };
        let matcher = self.matcher(scope);
        if !matcher.may_match(place, self.by_own) {
            return;
        }
        matcher.each(place, &mut |found_here| {
            if let Some(neighbours) = scope.holds(self.rule, field, found_here.span) {
                found.hits.push(self.hit(field, analysis, found_here, &neighbours));
            }
            true
        });
    }

    /// Tries it at a literal that no match lies far from, behind the last match; the end of the match.
    fn try_with(
        &self,
        scope: &Scope<'_>,
        field: usize,
        literal: &Occurrence,
        window: Span,
        from: u32,
        found: &mut Found,
    ) -> Option<u32> {
        let analysis = &scope.fields[field];
        let literal = Some(Span { start: literal.start, end: literal.end }).filter(|span| window.contains(*span))?;
        let near = self.near(analysis.view.text(), literal, window);
        let near = Span { start: near.start.max(from), ..near };
        let place = Place { analysis, window, classes: scope.classes() };
        let matcher = self.matcher(scope);
        if !matcher.has_marks(analysis.text(near).as_bytes()) {
            return None;
        }
        // What has been compiled tells sooner than its literals whether it matches.
        if !matcher.is_compiled() && !matcher.may_match(Place { window: near, ..place }, true) {
            return None;
        }
        let found_here = matcher.find_with(place, literal, near, self.reach == Reach::Start)?;
        let end = found_here.span.end;
        if let Some(neighbours) = scope.holds(self.rule, field, found_here.span) {
            found.hits.push(self.hit(field, analysis, found_here, &neighbours));
        }
        Some(end)
    }

    /// Tries it before each word of its class; what is before it has at most so many bytes.
    fn try_before_class(&self, scope: &Scope<'_>, field: usize, most: usize, found: &mut Found) {
        let (analysis, classes) = (&scope.fields[field], scope.classes());
        let matcher = self.matcher(scope);
        let leads = self.pattern(scope).map_or(&[][..], |pattern| &pattern.leads);
        let mut from = 0;
        for token in matcher.class_tokens(analysis, classes) {
            let start = analysis.tokens[token].span.start();
            let before = &analysis.view.folded().as_bytes()[..start];
            let last = LastBytes::of(before).bytes;
            if !self.leads.is_empty() && !self.leads.iter().any(|lead| last & lead.mask == lead.bytes) {
                continue;
            }
            if !leads.is_empty() && !leads.iter().any(|lead| before.ends_with(lead.as_bytes())) {
                continue;
            }
            let place = Place { analysis, window: analysis.window(self.window, start), classes };
            if start < from || !place.window.range().contains(&start) {
                continue;
            }
            let Some(found_here) = matcher.find_at_class(place, token, from, most) else { continue };
            from = found_here.span.end();
            if let Some(neighbours) = scope.holds(self.rule, field, found_here.span) {
                found.hits.push(self.hit(field, analysis, found_here, &neighbours));
            }
        }
    }

    /// The part of a window that a match with this literal lies in.
    fn near(&self, text: &str, literal: Span, window: Span) -> Span {
        match self.reach {
            Reach::Bytes(most) => {
                let most = most as usize;
                let start = text.floor_char_boundary(literal.end().saturating_sub(most)).max(window.start());
                Span::new(start, text.ceil_char_boundary(literal.start() + most).min(window.end()))
            }
            Reach::Start | Reach::Window | Reach::Lead(_) => Span { start: literal.start, end: window.end },
        }
    }

    fn hit(&self, field: usize, analysis: &Analysis<'_>, found: Match, neighbours: &Neighbours) -> Hit {
        let mut hit = Hit::new(self.rule, field, analysis, found.span);
        hit.groups = found.groups;
        hit.add_neighbours(neighbours, analysis);
        hit
    }

    /// The same in the field's own text under the window.
    fn try_plain(&self, scope: &Scope<'_>, field: usize, analysis: &Analysis<'_>, window: Span, found: &mut Found) {
        let matcher = self.matcher(scope);
        let Some(regex) = matcher.plain() else { return };
        let place = analysis.view.to_field(window);
        let text = &analysis.field.text[place.range()];
        if !matcher.may_match_plain(text) {
            return;
        }
        let mut at = 0;
        while at <= text.len() {
            let Some(groups) = regex.find_at(text, at) else { return };
            let whole = groups.whole();
            if whole.end == whole.start {
                at = whole.end + text[whole.end..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            at = whole.end;
            let span = Span::new(place.start() + whole.start, place.start() + whole.end);
            let view = analysis.view.to_view(span);
            if let Some(neighbours) = scope.holds(self.rule, field, view) {
                let mut hit = Hit::new(self.rule, field, analysis, view);
                hit.span = span;
                hit.add_neighbours(&neighbours, analysis);
                super::matcher::add_groups(&groups, text, 1, &mut hit.groups);
                found.hits.push(hit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::audit::Auditor;
    use crate::checks::testing::{auditor, findings, rule};
    use crate::source::Place;
    use proptest::prelude::*;
    use regex::Regex;
    use std::sync::LazyLock;

    /// Patterns whose matches begin with the literal, lie near it, or go on to the end of the window.
    const PATTERNS: [&str; 7] = [
        r"\b(?:say|sayb)a+\b",
        r"\b[a-b]{1,3}\.(?:aab|abb)a{0,3}",
        r"(?:Say|aba)[ab.]*b",
        r"\bSay|say\b",
        r"a{0,4}say(?:aba)?",
        r"[ab]+ say",
        r"(?i)say[ab]{1,2}|b say\b",
    ];

    /// Each with an auditor and a regular expression for it: making them takes longest.
    static BOTH: LazyLock<Vec<(Auditor, Regex)>> = LazyLock::new(|| {
        let both = |pattern: &str| {
            let lines = format!("check = \"pattern\"\npattern = '{pattern}'\nwindow = \"field\"\nmessage = \"m\"");
            (auditor(&rule(&lines)), Regex::new(pattern).unwrap())
        };
        PATTERNS.into_iter().map(both).collect()
    });

    proptest! {
        #[test]
        fn a_pattern_is_found_where_a_search_of_the_whole_text_finds_it(
            text in "(say|Say|aab|aba|é|[ab.]| say| a| Say){0,24}",
        ) {
            for (auditor, regex) in BOTH.iter() {
                let at = |place: &Place| place.byte_start as usize..place.byte_end as usize;
                let found: Vec<_> = findings(auditor, &text).iter().map(|finding| at(&finding.site.place)).collect();
                let expected: Vec<_> = regex.find_iter(&text).map(|found| found.range()).collect();
                prop_assert_eq!(found, expected, "{} in {:?}", regex, text);
            }
        }
    }
}
