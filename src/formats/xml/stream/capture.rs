//! An element that is taken whole: its parts as a tree.

use super::{MOST_NESTED, Part, Stream};
use crate::formats::html::reference;
use crate::formats::xml::recovery::Broken;
use crate::formats::xml::tree::{Element, Kind, Tree};
use crate::source::Span;

impl Stream {
    /// The element that begins here, to its end, or to what is broken in it.
    pub(super) fn capture(&mut self, span: Span, has_end: bool) -> (Tree, Result<(), Broken>) {
        let mut tree = Tree::default();
        let mut open = vec![tree.push(Kind::Element, span)];
        if !has_end {
            tree.close(open.pop(), Span::new(span.end(), span.end()));
        }
        let read = self.fill(&mut tree, &mut open);
        let end = self.kept();
        while let Some(number) = open.pop() {
            tree.close(Some(number), Span::new(end, end));
        }
        (tree, read)
    }

    /// Reads what is in the elements that are open.
    fn fill(&mut self, tree: &mut Tree, open: &mut Vec<usize>) -> Result<(), Broken> {
        while !open.is_empty() {
            let start = self.kept();
            let part = self.read()?;
            let span = Span::new(start, self.kept());
            match part {
                Part::Start | Part::Empty => {
                    self.learn(span)?;
                    if self.is_item(span) && (open.len() == 1 || !self.may_nest()) {
                        let position = self.source().position(start);
                        return Err(Broken::at(self.problem("an item begins inside of another one", position), start));
                    }
                    let node = tree.push(Kind::Element, span);
                    if part == Part::Empty {
                        tree.close(Some(node), Span::new(span.end(), span.end()));
                    } else if open.len() + self.path.len() >= MOST_NESTED {
                        return Err(self.too_deep(start));
                    } else {
                        open.push(node);
                    }
                }
                Part::End => tree.close(open.pop(), span),
                Part::Text => {
                    if self.source().kept()[span.range()].starts_with('&') {
                        self.note("a bare `&`, which XML writes as `&amp;`", start);
                    }
                    tree.push(Kind::Text, span);
                }
                Part::Reference => {
                    let kind = self.reference(span);
                    tree.push(kind, span);
                }
                Part::Cdata => {
                    tree.push(Kind::Cdata, span);
                }
                Part::Other => {
                    tree.push(Kind::Other, span);
                }
                Part::Eof => {
                    let element = Element::new(tree, self.source().kept(), &self.prefixes);
                    return Err(self.truncated(element.name().local).into());
                }
            }
            if tree.is_full() {
                let problem = self.problem("an element with too many parts", self.source().position(start));
                return Err(Broken::at(problem.help("split it"), start));
            }
        }
        Ok(())
    }

    /// What a reference in a text is.
    fn reference(&mut self, span: Span) -> Kind {
        let text = &self.source().kept()[span.range()];
        let name = text.trim_start_matches('&').trim_end_matches(';');
        let whole = reference(text, false).is_some_and(|(_, length)| length == text.len());
        let is_name = !name.is_empty() && name.chars().all(|char| char.is_alphanumeric() || "#-_.:".contains(char));
        if !is_name {
            self.note("a bare `&`, which XML writes as `&amp;`", span.start());
            return Kind::Text;
        }
        if !whole {
            let message = format!("the entity `{text}` is not expanded");
            self.note(&message, span.start());
            return Kind::Unknown;
        }
        if !name.starts_with('#') && !matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") {
            let message = format!("`{text}`, which XML does not know, is read as in HTML");
            self.note(&message, span.start());
        }
        Kind::Reference
    }
}
