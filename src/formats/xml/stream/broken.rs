//! What stops a stream, told with its place, and how it goes on behind that.

use super::{MOST_NESTED, NO_TAG, Stream, begins_tag, parser};
use crate::formats::xml::recovery::{Broken, Items, Recovery, find};
use crate::input::{Position, Problem};
use crate::source::Span;
use quick_xml::errors::{Error, IllFormedError};

impl Stream {
    /// What stopped the parser, with its place.
    pub(super) fn failed(&mut self, error: &Error, before: usize) -> Broken {
        if let Some((problem, goes_on)) = self.reader.get_mut().problem() {
            return if goes_on { Broken::at(problem, self.kept()) } else { problem.into() };
        }
        // The parser does not count a byte-order mark in the text, so that its distances count, not its offsets.
        let back = self.reader.buffer_position().saturating_sub(self.reader.error_position());
        let at = self.kept().saturating_sub(usize::try_from(back).unwrap_or(usize::MAX)).max(before);
        let position = self.source().position(at);
        // An end tag that does not match may be that of an element around.
        let mut from = at + 1;
        let message = match error {
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                from = at;
                format!("not well-formed: `</{found}>` where `<{expected}>` is to be closed")
            }
            _ if self.source().kept().get(at + 1..).is_some_and(|rest| !rest.starts_with(begins_tag)) => {
                NO_TAG.to_owned()
            }
            error => format!("not well-formed: {error}"),
        };
        Broken::at(self.problem(message, position), from)
    }

    pub(super) fn truncated(&self, open: &str) -> Problem {
        let message = format!("the file ends inside of `<{open}>`");
        self.problem(message, self.source().position(self.kept())).help("it may be cut off; what is whole was read")
    }

    pub(super) fn too_deep(&self, offset: usize) -> Broken {
        let message = format!("elements more than {MOST_NESTED} deep inside of each other");
        Broken::at(self.problem(message, self.source().position(offset)), offset + 1)
    }

    /// Whether a tag is that of an item, of a file that has some.
    pub(super) fn is_item(&self, span: Span) -> bool {
        let name = self.prefixes.resolve(crate::formats::xml::tree::tag_name(&self.source().kept()[span.range()])).0;
        self.recovery.as_ref().is_some_and(|recovery| (recovery.items.is_item)(name))
    }

    /// Whether an item may stand inside of another one.
    pub(super) fn may_nest(&self) -> bool {
        self.recovery.as_ref().is_some_and(|recovery| recovery.items.nests)
    }

    /// Whether something was broken and left out.
    pub(super) fn went_on(&self) -> bool {
        self.recovery.as_ref().is_some_and(Recovery::went_on)
    }

    /// What is to be said of what is broken. Ends, unless it can be gone on behind that; then all before it is kept.
    pub(super) fn recover(&mut self, broken: Broken) -> Problem {
        let Broken { problem, from, item } = broken;
        let problem = *problem;
        let Some(from) = from else {
            self.end();
            return problem;
        };
        let again = self.kept().saturating_sub(from);
        let Some(recovery) = &mut self.recovery else {
            self.end();
            return advise(problem, "what stands before it was read");
        };
        if !recovery.counts(item.is_some(), again) {
            self.end();
            return advise(problem, "too much of this file is broken; nothing behind it is read");
        }
        self.reader.get_mut().give_back(from);
        self.is_behind_break = true;
        match item {
            Some(Position { line, .. }) => {
                advise(problem, &format!("the item that begins in line {line} is left out; the others are read"))
            }
            None => advise(problem, "reading goes on with the next item"),
        }
    }

    /// Goes to where reading goes on behind what is broken, or ends. What was kept is forgotten.
    pub(super) fn go_on(&mut self) {
        self.is_behind_break = false;
        let Some(Items { is_item, is_around, depth, .. }) = self.recovery.as_ref().map(|recovery| recovery.items)
        else {
            return;
        };
        self.path.truncate(depth.unwrap_or(usize::MAX));
        let mut source = self.reader.get_mut().take();
        source.forget();
        let found = find(&mut source, |name, is_end| {
            let name = self.prefixes.resolve(name).0;
            is_around(name) || !is_end && is_item(name)
        });
        let unreadable = source.problem();
        self.reader = parser(source);
        self.reader.config_mut().allow_unmatched_ends = true;
        if !found {
            self.end();
            self.waiting.extend(unreadable.map(|(problem, _)| problem));
        }
    }
}

/// A problem with more advice.
fn advise(problem: Problem, advice: &str) -> Problem {
    match problem.help.clone() {
        Some(help) => problem.help(format!("{help}; {advice}")),
        None => problem.help(advice),
    }
}
