//! What the members of a record mean: kinds of records that are known, and those that a configuration describes.

use super::members::Members;
use crate::document::FieldKind;
use crate::formats::RecordSettings;

/// A kind of record. Of several paths, the first that is there counts.
#[derive(Clone, Debug)]
pub(in crate::formats) struct Layout<'a> {
    /// The fields that are audited, in their order.
    pub(in crate::formats) fields: Vec<Rule<'a>>,
    pub(in crate::formats) id: &'a [&'a str],
    /// Whether the id names the record everywhere, as that of a feed's item does; else only in its file.
    pub(in crate::formats) global_id: bool,
    pub(in crate::formats) title: &'a [&'a str],
    pub(in crate::formats) url: &'a [&'a str],
    pub(in crate::formats) date: &'a [&'a str],
    pub(in crate::formats) lang: &'a [&'a str],
}

/// A field of a record.
#[derive(Clone, Copy, Debug)]
pub(in crate::formats) struct Rule<'a> {
    /// Where it stands.
    pub(in crate::formats) path: &'a str,
    /// What it is called; nothing: as its path.
    pub(in crate::formats) name: Option<&'a str>,
    pub(in crate::formats) kind: FieldKind,
    pub(in crate::formats) html: bool,
    /// It says the same as these, and is read only without them.
    pub(in crate::formats) unless: &'a [&'a str],
    /// It may repeat the beginning of the text.
    pub(in crate::formats) summary: bool,
    /// Its values are objects that have a text, and say what it is.
    pub(in crate::formats) typed: bool,
}

impl<'a> Rule<'a> {
    const fn new(path: &'a str, name: &'a str, kind: FieldKind, html: bool) -> Self {
        Rule { path, name: Some(name), kind, html, unless: &[], summary: false, typed: false }
    }

    const fn unless(self, unless: &'a [&'a str]) -> Self {
        Rule { unless, ..self }
    }

    const fn summary(self) -> Self {
        Rule { summary: true, ..self }
    }

    /// The texts of a list: each is an object with a `value`, a type of content and a role.
    const fn typed(path: &'a str, name: &'a str, kind: FieldKind) -> Self {
        Rule { typed: true, ..Rule::new(path, name, kind, false) }
    }

    const fn unnamed(self) -> Self {
        Rule { name: None, ..self }
    }
}

/// Records of JSON Lines and of plain JSON: `title` and `text`.
fn plain() -> Layout<'static> {
    Layout {
        fields: vec![
            Rule::new("title", "title", FieldKind::Title, false),
            Rule::new("text", "text", FieldKind::Text, false),
        ],
        id: &["id"],
        global_id: false,
        title: &["title"],
        url: &["url"],
        date: &["date"],
        lang: &["lang"],
    }
}

/// Items of a JSON Feed, versions 1 and 1.1.
pub(super) fn json_feed() -> Layout<'static> {
    Layout {
        fields: vec![
            Rule::new("title", "title", FieldKind::Title, false),
            Rule::new("content_html", "body", FieldKind::Body, true),
            Rule::new("content_text", "body", FieldKind::Body, false).unless(&["content_html"]),
            Rule::new("summary", "summary", FieldKind::Body, false).summary(),
        ],
        id: &["id"],
        global_id: true,
        title: &["title"],
        url: &["url", "external_url"],
        date: &["date_published", "date_modified"],
        lang: &["language"],
    }
}

/// Posts and pages of the REST interface of WordPress.
fn wordpress() -> Layout<'static> {
    Layout {
        fields: vec![
            Rule::new("title.rendered", "title", FieldKind::Title, true),
            Rule::new("content.rendered", "body", FieldKind::Body, true),
            Rule::new("excerpt.rendered", "summary", FieldKind::Body, true).summary(),
            Rule::new("caption.rendered", "caption", FieldKind::Caption, true),
        ],
        id: &["guid.rendered", "link", "id"],
        global_id: true,
        title: &["title.rendered"],
        url: &["link"],
        date: &["date_gmt", "date"],
        lang: &["lang"],
    }
}

/// News items after IPTC ninjs, version 1.
fn ninjs() -> Layout<'static> {
    Layout {
        fields: vec![
            Rule::new("headline", "title", FieldKind::Title, false),
            Rule::new("body_xhtml", "body", FieldKind::Body, true),
            Rule::new("body_html", "body", FieldKind::Body, true).unless(&["body_xhtml"]),
            Rule::new("body_text", "body", FieldKind::Body, false).unless(&["body_xhtml", "body_html"]),
            Rule::new("description_text", "caption", FieldKind::Caption, false),
            Rule::new("associations.*.description_text", "", FieldKind::Caption, false).unnamed(),
        ],
        id: &["uri"],
        global_id: true,
        title: &["headline"],
        url: &[],
        date: &["versioncreated", "firstcreated"],
        lang: &["language"],
    }
}

/// News items after IPTC ninjs, versions 2 and 3, which give a text in several forms.
fn ninjs_of_lists() -> Layout<'static> {
    Layout {
        fields: vec![
            Rule::typed("headlines.*", "title", FieldKind::Title),
            Rule::new("title", "title", FieldKind::Title, false).unless(&["headlines.0.value"]),
            Rule::typed("bodies.*", "body", FieldKind::Body),
            Rule::typed("descriptions.*", "caption", FieldKind::Caption).summary(),
            Rule::typed("associations.*.descriptions.*", "", FieldKind::Caption).unnamed(),
            Rule::new("associations.*.description_text", "", FieldKind::Caption, false).unnamed(),
        ],
        date: &["versionCreated", "versioncreated", "firstCreated", "firstcreated"],
        ..ninjs()
    }
}

/// What tells an item of ninjs, beside its address.
const NINJS: [&str; 5] = ["headline", "body_xhtml", "body_html", "body_text", "description_text"];
const NINJS_LISTS: [&str; 3] = ["headlines", "bodies", "descriptions"];

/// The kind of a record that says by its members what it is. One whose texts are all empty says it, too.
pub(in crate::formats) fn known(members: &Members<'_>) -> Option<Layout<'static>> {
    let is_string = |path: &str| members.get(path).is_some_and(|value| value.get().starts_with('"'));
    of_feed(members, |path| members.has_text(path))
        .or_else(|| is_string("text").then(plain))
        .or_else(|| of_feed(members, is_string))
}

/// The kind of an item of a feed, by the members that it has.
fn of_feed(members: &Members<'_>, has: impl Fn(&str) -> bool) -> Option<Layout<'static>> {
    if has("content.rendered") || has("title.rendered") {
        Some(wordpress())
    } else if has("uri") && NINJS_LISTS.iter().any(|list| members.get(list).is_some_and(|it| it.get().starts_with('[')))
    {
        Some(ninjs_of_lists())
    } else if has("uri") && NINJS.iter().any(|name| has(name)) {
        Some(ninjs())
    } else if has("content_html") || has("content_text") {
        Some(json_feed())
    } else {
        None
    }
}

/// The kind that a configuration describes; nothing, if it describes none.
pub(in crate::formats) fn configured(settings: &RecordSettings) -> Option<Layout<'_>> {
    let mut fields: Vec<Rule<'_>> = Vec::new();
    for path in &settings.fields {
        if !fields.iter().any(|known| known.path == path) {
            let html = settings.html.contains(path);
            fields.push(Rule { path, name: None, kind: kind(path), html, unless: &[], summary: false, typed: false });
        }
    }
    (!fields.is_empty()).then(|| Layout { fields, ..plain() })
}

fn kind(path: &str) -> FieldKind {
    match path.rsplit('.').next().unwrap_or(path) {
        "title" | "headline" => FieldKind::Title,
        "caption" => FieldKind::Caption,
        _ => FieldKind::Text,
    }
}
