//! Names of elements, their prefixes told apart by the namespaces that these stand for.

use rustc_hash::FxHashMap;

/// Prefixes of one file that are declared at most.
const MOST_PREFIXES: usize = 256;

/// The usual prefix of each namespace that a format knows.
const USUAL: [(&str, &str); 21] = [
    ("http://purl.org/rss/1.0/", ""),
    ("http://my.netscape.com/rdf/simple/0.9/", ""),
    ("http://my.netscape.com/publish/formats/rss-0.91.dtd", ""),
    ("http://backend.userland.com/rss", ""),
    ("http://backend.userland.com/rss2", ""),
    ("http://backend.userland.com/RSS2", ""),
    ("http://blogs.law.harvard.edu/tech/rss", ""),
    ("http://cyber.law.harvard.edu/rss/rss.html", ""),
    ("http://channel.netscape.com/rdf/simple/0.9/", ""),
    ("http://www.w3.org/2005/Atom", "atom"),
    ("http://purl.org/atom/ns#", "atom"),
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    ("http://search.yahoo.com/mrss/", "media"),
    ("http://search.yahoo.com/mrss", "media"),
    ("http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("http://www.w3.org/1999/xhtml", "xhtml"),
    ("http://www.w3.org/XML/1998/namespace", "xml"),
    ("http://www.w3.org/2000/xmlns/", "xmlns"),
];

/// Namespaces that change with the version of their format, by how they begin and end.
const VERSIONED: [(&str, &str, &str); 2] =
    [("http://wordpress.org/export/", "/excerpt/", "excerpt"), ("http://wordpress.org/export/", "/", "wp")];

/// What the prefixes of a file stand for. A prefix means the same wherever it stands: feeds declare each once.
#[derive(Debug, Default)]
pub(in crate::formats) struct Prefixes {
    /// The usual prefix, by the one that the file has.
    declared: FxHashMap<String, String>,
}

impl Prefixes {
    /// Learns the declaration of a prefix, or of the namespace of names without one.
    pub(super) fn declare(&mut self, prefix: &str, namespace: &str) {
        if self.declared.len() >= MOST_PREFIXES && !self.declared.contains_key(prefix) {
            return;
        }
        let namespace = namespace.trim();
        let known = USUAL.iter().find(|(known, _)| *known == namespace).map(|(_, usual)| *usual);
        let matches = |(start, end, _): &&(&str, &str, &str)| namespace.starts_with(start) && namespace.ends_with(end);
        let versioned = || VERSIONED.iter().find(matches).map(|(.., usual)| *usual);
        let usual = known.or_else(versioned).unwrap_or(prefix);
        self.declared.insert(prefix.to_owned(), usual.to_owned());
    }

    /// The usual prefix and the local part of a name, and whether its prefix was declared. A name without a prefix has
    /// the empty one, whatever its namespace: a format reads only files whose root is its own.
    pub(super) fn resolve<'a>(&'a self, name: &'a str) -> (Name<'a>, bool) {
        let Some((prefix, local)) = name.split_once(':') else {
            return (Name { prefix: "", local: name }, true);
        };
        match self.declared.get(prefix) {
            Some(usual) => (Name { prefix: usual, local }, true),
            None => (Name { prefix, local }, matches!(prefix, "xml" | "xmlns")),
        }
    }
}

/// A name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Name<'a> {
    /// The usual prefix of its namespace; `""` for the format's own.
    pub prefix: &'a str,
    /// What follows the prefix.
    pub local: &'a str,
}

impl Name<'_> {
    /// Whether it is this name, with its usual prefix if it has one: `title`, `dc:date`.
    pub(in crate::formats) fn is(self, name: &str) -> bool {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        self.local == local && self.prefix == prefix
    }

    /// The name with its usual prefix.
    pub(in crate::formats) fn full(self) -> String {
        if self.prefix.is_empty() { self.local.to_owned() } else { format!("{}:{}", self.prefix, self.local) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_known_by_what_it_stands_for() {
        let mut prefixes = Prefixes::default();
        prefixes.declare("c", "http://purl.org/rss/1.0/modules/content/");
        prefixes.declare("w", "http://wordpress.org/export/1.2/");
        prefixes.declare("excerpt", "http://wordpress.org/export/1.2/excerpt/");
        prefixes.declare("x", "urn:example");
        let is = |name: &'static str, wanted: &str| prefixes.resolve(name).0.is(wanted);
        assert!(is("c:encoded", "content:encoded") && is("w:post_type", "wp:post_type") && is("x:y", "x:y"));
        assert!(is("excerpt:encoded", "excerpt:encoded"));
        assert!(is("title", "title") && !is("dc:title", "title"));
        assert_eq!([prefixes.resolve("dc:date").1, prefixes.resolve("c:date").1], [false, true]);
    }
}
